"""Places to cut a text: ends of sentences and clauses, borders of words, never within a number."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..runtime.lazy_pattern import lazy_pattern

Span = tuple[int, int]
Match = tuple[int, int, str]  # start, end, and what of the query stands there

# A field of Word of which the code was left: � HYPERLINK "https://…" \t "…" �义务教育�
FIELD = r'HYPERLINK "[^"\n]*"(?: \\[a-z](?: "[^"\n]*")?)*'
MARKUP = FIELD + r"|(?<![^\n])#{1,6}(?= )|(?<!\\)\*{2,}|</?(?i:b|i|u|sub|sup|strong|em|br)\s*/?>|\\(?=[!-/:-@\[-`{-~])"

# What the characters of a text are, each a letter of Latin-1: patterns of Chinese characters take a millisecond each to
# compile, at every start. The rest of ASCII stands for itself.
_KINDS = {
    "ñ": "〇○零一二两三四五六七八九十百千万亿",
    "µ": "元年月日时分秒号条款项目章节编篇届期次批类级种个名位人户家所座处台套辆件份张页岁天周季倍度米里吨亩顷克升瓦层栋间起例宗只块段点成钟",
    "þ": "平方立微毫厘兆公海美欧港小",  # before a measure: 平方米, 公里, 小时
    "à": "余多",
    "Þ": "第",
    "~": "—–－～至到之",
    "%": "％‰℃",
    ".": "．",
    "'": "’",
    "!": "。！？?",
    ";": "；",
    ":": "：",
    "Ö": "，",
    "Ü": "、",
    "«": "“「『",
    "»": "”」』",
    "<": "〈",
    ">": "〉",
    "¼": "《",
    "¾": "》",
    "(": "（",
    ")": "）",
}
_LATIN = r"[0-9A-Za-z]+(?:(?:[.,:/&+_'-]{1,3}|</?su[bp]>)[0-9A-Za-z]+)*(?:</su[bp]>)?[%°]?"
_QUANTITY = rf"Þ?(?:{_LATIN}|ñ+)(?: ?à?ñ*(?:þ*µ){{1,3}}(?:/(?:þ*µ){{1,2}})?|à?ñ+)?"
# 10万元, 2026年3月1日, 百分之三点五, 第十六条之一, 5个百分点, 19万元/人, 10%～20%, CO₂
_UNIT = lazy_pattern(rf"{FIELD}|{_QUANTITY}(?:[-~]{{0,2}}{_QUANTITY})*|{MARKUP}")
_FIRST = lazy_pattern(r"[0-9A-Za-zñÞ#*<\\]")
_TERM = lazy_pattern(r"«[^«»\n]{1,20}»|¼[^¼¾\n]{1,40}¾|\([^()\n]{1,30}\)")
_END = lazy_pattern(rf"[!;:,ÖÜ|](?:[»')¾\"]|{MARKUP})*\s*|\s+")
_LEAD = 60  # characters of a long clause before a match, at most
SENTENCE, CLAUSE, ITEM, WORD = 3, 2, 1, 0  # what ends or begins at a border


class _Kinds(dict[int, str]):
    """For `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        narrow = unicodedata.east_asian_width(character) != "W"
        if code < 128:
            self[code] = character
        elif character.isspace():
            self[code] = " "
        elif unicodedata.combining(character) or (narrow and character.isalnum()):
            self[code] = "a"
        else:
            self[code] = "·"
        return self[code]


_TABLE = _Kinds({ord(character): kind for kind, characters in _KINDS.items() for character in characters})


# Where a word begins or ends as far as can be told without a dictionary, which is slow to load: beside brackets, quotes
# and words that join (not the 和 of 共和国).
_WORD = lazy_pattern(
    "(?<=[）》”」』％%])|(?=[（《“「『])|(?<=[^目]的)(?![确士])|(?<=[并而])(?!且)|(?=(?<![共总饱调温缓平])和(?![谐平解睦]))|(?<= )(?! )"
    "|(?=(?<!参)与(?!会))|(?=(?<![普涉波危遍触以])及)|(?=以及|或者)|(?<=了)(?!解)|(?<=[^平高中同均优初]等)(?![级于候同])"
)


def splits_sentence(text: str, start: int, end: int, line: int = 0) -> bool:
    """Whether the white space `text[start:end]`, with a line break in it, cuts a sentence, as the end of a page does.

    `line`: how many characters of the first line stand before `text`. A short line is a heading or a cell.
    """
    at = text.rfind("\n", 0, start)
    full = start + line > 30 if at < 0 else start - at > 30
    return full and end < len(text) and _wide(text[start - 1]) and _wide(text[end])


def _wide(character: str) -> bool:
    """Whether it takes two columns, as Chinese does."""
    return unicodedata.east_asian_width(character) in "WF"


class Clauses:
    """The borders of a text, and what of it must not be cut, given where a query matches it."""

    def __init__(self, text: str, found: Iterable[Match], marks: Iterable[Span], length: int) -> None:
        self._text, self._length = text, length
        kinds = text.translate(_TABLE)
        units = [unit for unit in _units(kinds) if unit[1] - unit[0] <= length]
        terms = [term for term in map(re.Match.span, _TERM.finditer(kinds)) if term[1] - term[0] <= length]
        self._hard = _merged([*units, *marks])
        self._solid = _merged([*units, *terms, *((start, end) for start, end, _ in found)])
        self._grades: dict[int, int] = {}  # in order
        solid = iter([*self._solid, (len(text), len(text))])
        start, end = next(solid)
        for ending in _END.finditer(kinds):
            place = ending.end()
            while end < place:
                start, end = next(solid)
            if not start < place < end and (grade := self._grade(ending)) > WORD:
                self._grades[place] = grade
        self._borders = [place for place, grade in self._grades.items() if grade >= CLAUSE]
        self._items = [place for place, grade in self._grades.items() if grade == ITEM]

    def _grade(self, ending: re.Match[str]) -> int:
        run, sign = ending[0], ending[0][0]
        if sign in "!Ü":
            return SENTENCE if sign == "!" else ITEM
        if "\n" not in run or sign in ",Ö":
            return WORD if sign == " " and "\t" not in run else CLAUSE
        return WORD if sign.isspace() and splits_sentence(self._text, ending.start(), ending.end()) else SENTENCE

    def piece(self, found: Sequence[Match], length: int, within: Span) -> Span:
        """The best piece of the part `within` of the text that has at most `length` characters, given what matches there.

        It holds as many different words as possible, consists of whole clauses unless a clause alone is longer, and then
        holds as many matches as possible.
        """
        text, (left, right) = self._text, within
        part = text[left:right]
        first, last = right - len(part.lstrip()), left + len(part.rstrip())
        if last - first <= length:
            return first, max(first, last)
        borders = self._borders
        borders = [first, *borders[bisect_right(borders, first) : bisect_left(borders, last)], last]
        starts = [start for start, _, _ in found]
        fits = self._whole(borders, first, length)
        best = first, self._end(first, fits or self._cut_end(first, last, length), first, fits > 0)
        best_merit = None
        for begin, end, grade, whole in self._pieces(borders, found, length):
            inside = found[bisect_left(starts, begin) : bisect_left(starts, end)]
            while inside and inside[-1][1] > end:
                inside = inside[:-1]
            if not inside:
                continue
            lead = inside[0][0] - begin
            # A sentence that begins long before its first match leaves no room for what follows the match.
            good = min(grade, CLAUSE) if lead > length * 0.6 else grade
            words = len({what for _, _, what in inside})
            roomy = end - begin > length // 3
            merit = words, good > WORD, len(inside), -inside[0][0], roomy, good, -lead
            if best_merit is None or merit > best_merit:
                best, best_merit = (begin, self._end(begin, end, max(match[1] for match in inside), whole)), merit
        begin, end = best
        return end - len(text[begin:end].lstrip()), begin + len(text[begin:end].rstrip())

    def _pieces(self, borders: list[int], found: Sequence[Match], length: int) -> Iterator[tuple[int, int, int, bool]]:
        """Where pieces with matches begin and end, what begins there, and whether they end with a clause."""
        starts = [start for start, _, _ in found]
        opening = WORD if self._text[: borders[0]].strip() else SENTENCE
        for begin, clause_end in pairwise(borders):
            grade = self._grades.get(begin, opening)
            there = bisect_left(starts, begin)
            if end := self._whole(borders, begin, length):
                if there < bisect_left(starts, end):
                    yield begin, end, grade, True
            elif matches := found[there : bisect_left(starts, clause_end)]:
                items = self._items[bisect_right(self._items, begin) : bisect_left(self._items, clause_end)]
                begins = {begin: grade, **dict.fromkeys(items, ITEM)}
                done = 0
                for match in matches:
                    if match[0] >= done:  # a piece for every match would take long in a text of nothing else
                        begins.setdefault(self._before(match, begin, length), WORD)
                        done = match[0] + length // 8
                for place, of in begins.items():
                    end = self._cut_end(place, clause_end, length)
                    yield place, end, of, end == clause_end

    @staticmethod
    def _whole(borders: list[int], begin: int, length: int) -> int:
        """Where the last of the clauses ends that fit into a piece that begins at the border `begin`; 0 if none does."""
        end = borders[bisect_right(borders, begin + length) - 1]
        return end if end > begin else 0

    def _before(self, match: Match, clause: int, length: int) -> int:
        """Where in a long clause a piece may begin for a match: a little before it if that leaves room for it."""
        start, end, _ = match
        target = max(clause, start - min(length // 4, _LEAD))
        words = self._words(max(clause, start - min(length // 2, 2 * _LEAD)), start)
        near = next((place for place in words if place >= target), words[-1] if words else self._uncut(target)[0])
        return max(clause, near if end <= near + length else self._uncut(start)[0])

    def _cut_end(self, begin: int, end: int, length: int) -> int:
        """Where a piece that begins at `begin` ends, at `end` at the latest, which may lie a little too far."""
        limit = begin + length
        if end <= limit + length // 5:
            return end
        start, after = self._uncut(limit)
        return start if start > begin else min(after, end)

    def _end(self, begin: int, end: int, match: int, whole: bool) -> int:
        """Where a piece that could end at `end` ends, whose last match ends at `match`: at a better place if one is near."""
        match = min(self._uncut(match)[1], end)
        least = max(match, begin + (end - begin) * 2 // 3)
        near = [place for place in range(end, least - 1, -1) if place in self._grades]
        if whole:
            return next((place for place in near if self._grades[place] == SENTENCE), end)
        words = near[:1] or self._words(max(match, begin + (end - begin) // 3), end)[-1:]
        return words[0] if words else match if match - begin > (end - begin) // 2 else end

    def _words(self, start: int, end: int) -> list[int]:
        """Places between two where a word ends as far as one can tell, in order."""
        places = (found.start() for found in _WORD.finditer(self._text, start, end))
        return [place for place in places if self._uncut(place) == (place, place)]

    def _uncut(self, cut: int) -> Span:
        """What `cut` would cut, if it is no longer than what was asked for, or a match; (cut, cut) if it cuts nothing."""
        start, end = _covering(self._solid, cut)
        return (start, end) if end - start <= self._length else _covering(self._hard, cut)


def _units(kinds: str) -> Iterator[Span]:
    at = 0
    while first := _FIRST.search(kinds, at):  # much faster than to try _UNIT everywhere
        unit = _UNIT.match(kinds, first.start())
        if unit:
            yield unit.span()
        at = max(unit.end() if unit else 0, first.end())


def _merged(spans: list[Span]) -> list[Span]:
    """`spans` as disjoint ones in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _covering(spans: list[Span], cut: int) -> Span:
    start, end = spans[place] if (place := bisect_left(spans, (cut, 0)) - 1) >= 0 else (cut, cut)
    return (start, end) if cut < end else (cut, cut)
