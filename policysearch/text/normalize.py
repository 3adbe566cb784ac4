"""Folding: the one form in which text and query are compared, and the way back from it to the raw characters.

1. `fold` and `fold_map` give the same folded text.
2. What stands within one line of a text is found in it: for such a piece, `fold(piece) in fold(text)`, unless the piece
   begins or ends with an O, 0 or 零 that stands for 〇, or with the last or first sign of a tag, or is cut within a word that
   tells what a character of two meanings is (乾|坤), or within a number in figures.
3. Folding a folded line again changes nothing. Not so a folded text of several lines: its breaks would be judged anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain

from ..runtime.lazy_pattern import lazy_pattern

_ALIKE = {
    "-": "—–‐−―‒─⁃",
    ":": "∶︰꞉",
    "~": "〜∼",
    "·": "•∙‧・⋅●",
    "<": "〈",
    ">": "〉",
    "/": "⁄∕",
    '"': "“”„‟〝〞「」",
    "'": "‘’‚‛『』",
    "(": "〔［【〖﹝[",  # 〔2021〕, [2021] and （2021）: the number of a document is one, whatever the brackets
    ")": "〕］】〗﹞]",
    "": "\\",  # Markdown's escape: dropping every one keeps folding the same wherever a piece is cut
    "\n": "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    "\t": "\t",
}
#: ① is a number of its own and no 1.
_CIRCLED = "⓪" + "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))


class _Table(dict[int, str]):
    """What each character becomes, for str.translate; worked out when a character first occurs."""

    def __missing__(self, code: int) -> str:
        if not self:
            from .radicals import RADICALS
            from .traditional import SIMPLIFIED, TRADITIONAL

            self.update(zip(map(ord, TRADITIONAL), SIMPLIFIED, strict=True))
            self.update((ord(c), self.get(ord(to), to)) for c, to in RADICALS.items())
            self.update((ord(c), to) for to, alike in _ALIKE.items() for c in alike)
            self.update((ord(c), c) for c in _CIRCLED)
            if code in self:
                return self[code]
        character = chr(code)
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        if plain != character:
            self[code] = "".join(self[ord(c)] for c in plain)
        elif character.isspace():
            self[code] = " "
        elif unicodedata.combining(character) or unicodedata.category(character) in ("Cc", "Cf"):
            self[code] = ""  # accents, zero-width and soft marks, byte-order marks, controls
        elif "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
            self[code] = ""  # variation selectors
        else:
            self[code] = character
        if not self[code]:
            _dropped.add(character)
        return self[code]


_TABLE = _Table()
_dropped = {"\\"}  # what becomes nothing, as far as it has occurred

_SUBSCRIPT = lazy_pattern(r"(?<! ) *+</?su[bp]>")  # PM <sub>2.5</sub> is PM2.5
_TAG = lazy_pattern(r"</?(?:b|i|u|strong|em)>|</?br ?/?>")
# What a piece of text may begin or end with when it was cut within a tag.
_CUT_TAG = lazy_pattern(r"^/?(?:b|i|u|s?ub|s?up|p)>|</?(?:b|i|u|su?|sub|sup) *$|</ *$")
_STARS = lazy_pattern(r"\*(?: *\*)+")
_SPACE = lazy_pattern(r"[ \t\n]+")
_SENTENCE_ENDS = ("。", "!", "?", ";", ":", ".")
_CLOSING = "\"')]}】》〕>"
_DECIMAL = lazy_pattern(r"[0-9]\.\s+[0-9]")
# Matched after _ITEM_FORMS; a pattern of Chinese characters takes a millisecond to compile, at every start.
_ITEM = lazy_pattern(r"--|[-+] |[#|*]|\([0-9]{1,3}\)|[0-9]{1,3}(?:[.)](?![0-9])|\t)")
_ITEM_FORMS = str.maketrans("一二三四五六七八九十、·○■◆□▪" + _CIRCLED, "1111111111)######" + "#" * len(_CIRCLED))
_SPREAD = lazy_pattern(" (?<=[0-9] )(?<![a-z0-9.:/][0-9] )(?=[0-9](?![a-z0-9.:/]))")  # between single digits: 3 0 0 0
_ZEROS = lazy_pattern(
    "(?<=[〇一二三四五六七八九])[零○o0]+(?=[〇一二三四五六七八九年])"
)  # 二O三五, 二零三五 and 二０三五 are 二〇三五

# Characters that Simplified text has in some words, and that are Traditional for another one in all others, or the other
# way round. Each begins with the character itself, so that it is looked for fast.
_BY_WORD = {
    "乾": ("干", "乾(?<!康乾)(?![坤隆县元陵清州宁嘉])"),  # 乾旱, 乾淨
    "著": (
        "着",
        "著(?<=[^显原专名论编译昭卓土遗巨拙所]著)(?![作名称者述录书])|著(?<!显著)(?=[力眼手重想落])",
    ),  # 沿著, 著力
    "覆": ("复", "覆(?<=[反答回批函重电申覆]覆)(?![盖没灭土膜压])|覆(?=[议核审诊信函电])"),  # 答覆, 覆議
    "瞭": ("了", "瞭(?![望哨])"),  # 瞭解
    "藉": ("借", "藉(?<![慰狼蕴枕]藉)"),  # 藉助
    "画": ("划", "画(?<=[计规企策谋筹]画)(?<!设计画)(?![像面作册图家展])"),  # 計畫
    "沈": ("沉", "沈(?=[没积船默浸淀降陷])"),  # 沈降
    "帐": ("账", "帐(?=[户目簿号款单册本])"),  # 帳戶
    "俱": ("具", "俱(?<=家俱)(?!乐)"),  # 傢俱
    "甚": ("什", "甚(?=么)"),  # 甚麼
    "彷": ("仿", "彷(?=佛)"),  # 彷彿
}


# Where a character of `_BY_WORD` is another one in Simplified text.
_WORDS = lazy_pattern("|".join(where for _, where in _BY_WORD.values()))


def _gap(match: re.Match[str]) -> str:
    """The replacement of a run of white space: a line break, one space, or nothing."""
    text, start, end = match.string, match.start(), match.end()
    run = match.group()
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\n" in run or "\t" in run:
        item = _ITEM.match(text[end : end + 5].translate(_ITEM_FORMS))
        sentence = text[max(0, start - 4) : start].rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
        if "\t" in run or item or (sentence and not _DECIMAL.match(text, max(0, start - 2))):
            return "\n"
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


#: Signs of which one stands in what matches, a pattern, and what a match becomes.
_Step = tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]]
_STEPS: tuple[_Step, ...] = (
    ("<>", _SUBSCRIPT, lambda match: ""),
    ("<>", _CUT_TAG, lambda match: ""),
    ("<>", _TAG, lambda match: ""),
    ("*", _STARS, lambda match: ""),
    ("\n \t", _SPACE, _gap),
    (" ", _SPREAD, lambda match: ""),
    ("0零o○", _ZEROS, lambda match: "〇" * len(match[0])),
)


def _form(match: re.Match[str]) -> str:
    return _BY_WORD[match[0]][0]


_FORMS: _Step = ("".join(_BY_WORD), _WORDS, _form)


def _may_match(signs: str, text: str) -> bool:
    """Whether one of the `signs` stands in a text, which is told much sooner than whether a pattern matches."""
    for sign in signs:  # noqa: SIM110  # twice as fast
        if sign in text:
            return True
    return False


_EDGE = " \n*"  # a single * is dropped at the edges: it may be half of a ** that the piece cuts


def fold(text: str) -> str:
    """`text` as it is compared: lower case, Simplified, narrow, without markup and white space that means nothing;
    brackets are round.

    A hard line break (after a sentence, before a list item, between table cells) becomes "\\n", every other line
    break is treated as white space; white space stays, as one space, only between ASCII letters and numbers, not between
    single digits.

    >>> fold("**二O三五年**，ＧＤＰ 比重 ≥７５％；R & D"), fold("Open  Source 軟件\\n產業")
    ('二〇三五年,gdp比重≥75%;r&d', 'open source软件产业')
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    text = text.translate(_TABLE)
    for signs, pattern, replacement in (*_STEPS, _FORMS):
        if _may_match(signs, text):
            text = pattern.sub(replacement, text)
    return text.strip(_EDGE)


_SHORT = 64  # characters of a text that may be part of a query, which is folded again and again
_fold_short = lru_cache(512)(_fold)


def fold_map(text: str) -> tuple[str, Sequence[int]]:
    """`fold(text)`, and for each of its characters the index in `text` of the one it came from, which never falls."""
    folded = text.translate(_TABLE)
    origin: Sequence[int] = range(len(text))
    # As a rule each character becomes one.
    if len(folded) != len(text) or not _dropped.isdisjoint(text):
        origin = [i for i, c in enumerate(text) for _ in _TABLE[ord(c)]]
    for signs, pattern, replacement in (*_STEPS, _FORMS):
        if not _may_match(signs, folded):
            continue
        pieces: list[str] = []
        origins: list[Sequence[int]] = []
        done = 0
        for match in pattern.finditer(folded):
            new = replacement(match)
            pieces += (folded[done : match.start()], new)
            # A replacement is never longer than what it replaces.
            origins += (origin[done : match.start()], origin[match.start() : match.start() + len(new)])
            done = match.end()
        if done:
            folded = "".join(pieces) + folded[done:]
            origin = [*chain.from_iterable(origins), *origin[done:]]
    start = len(folded) - len(folded.lstrip(_EDGE))
    folded = folded.strip(_EDGE)
    return folded, origin[start : start + len(folded)]
