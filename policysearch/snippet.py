"""The piece of a passage worth showing for a query, and where the query stands in it.

1. A snippet is one contiguous piece of the passage's text, character for character.
2. Every mark is a match: folded, it is what a wanted leaf of the query asks for (of a Term that does not stand
   there whole, the fewest and longest pieces that do).
3. Marks are in order, never empty, and never overlap.
4. No number, Latin word, quoted term, markup or match is cut, unless it alone is longer than the snippet.
5. What it takes grows no faster than the passage: of a very long one, one stretch is looked at closely.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from .analysis import segment
from .document import Passage
from .folding import fold, fold_map
from .literal import expression
from .query import Leaf, Near, Phrase, Query, Term, wanted
from .references import reference
from .spelling import respell, spellings

Span = tuple[int, int]
Match = tuple[int, int, str]  # start, end, and what of the query stands there

# A field of Word of which the code was left: � HYPERLINK "https://…" \t "…" �义务教育�
_FIELD = r'HYPERLINK "[^"\n]*"(?: \\[a-z](?: "[^"\n]*")?)*'
_MARKUP = (
    _FIELD + r"|(?<![^\n])#{1,6}(?= )|(?<!\\)\*{2,}|</?(?i:b|i|u|sub|sup|strong|em|br)\s*/?>|\\(?=[!-/:-@\[-`{-~])"
)
# Characters that steer a terminal, hide, or reorder a line (bidi controls): a document must not print them.
_HIDDEN = (
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NOT_SHOWN = re.compile(rf"(?:{_MARKUP}|{_HIDDEN}|\s)+")
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]|<[bB][rR]")

_LETTER = "[0-9A-Za-zÀ-ɏͰ-ӿ０-９Ａ-Ｚａ-ｚ\u0300-\u036f]"
_UNIT = re.compile(
    rf"{_FIELD}|“[^“”\n]{{1,20}}”|《[^《》\n]{{1,40}}》|{_LETTER}+(?:[.,．:/&+_'’-]{_LETTER}+)*[%％‰℃]?|[〇○零一二三四五六七八九十百千万亿]{{2,}}|{_MARKUP}"
)
_AFTER = rf"(?:[”’」』）)》\"]|{_MARKUP})*\s*"
_SENTENCE = re.compile(rf"[。！？!?；]{_AFTER}|\n\s*")
_CLAUSE = re.compile(rf"[，、：]{_AFTER}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; `marks` are half-open offsets into it."""

    text: str
    marks: tuple[Span, ...]
    before: bool  # the text begins earlier
    after: bool  # the text goes on


@dataclass(frozen=True, slots=True)
class Snippets:
    """What of a passage is worth showing when one piece is too short for all words of the query."""

    best: Snippet  # the one piece that `snippet` gives
    fragments: tuple[Snippet, ...]  # it and others, in the order of the text, that do not overlap
    matches: int  # in the whole text of the passage

    @property
    def further(self) -> int:
        """How many matches no fragment shows."""
        return max(0, self.matches - sum(len(fragment.marks) for fragment in self.fragments))


LENGTH = 120  # characters of a snippet
_FRAGMENTS = 3  # at most
_STRETCH = 20_000  # characters of a longer text that are looked at closely


def snippets(passage: Passage, query: Query, length: int = LENGTH) -> Snippets:
    """The best piece, shorter ones with the words that it leaves out, and how often the query stands in all the text."""
    text, start, total = _stretch(passage.text if passage.text.strip() else passage.title, query)
    found = _matches(text, query)
    spans = [_window(text, found, max(length, 1))]
    missing = {what for _, _, what in found} - _inside(found, spans[0])
    while missing and len(spans) < _FRAGMENTS:
        # The words that are still missing, in the gaps between the pieces.
        best: tuple[int, Span] | None = None
        for left, right in _gaps(spans, len(text)):
            there = [(a - left, b - left, what) for a, b, what in found if left <= a and b <= right and what in missing]
            if there:
                a, b = _window(text[left:right], there, max(length // 2, 1))
                span = (left + a, left + b)
                if best is None or len(_inside(found, span) & missing) > best[0]:
                    best = len(_inside(found, span) & missing), span
        if best is None or not best[0]:
            break
        spans.append(best[1])
        missing -= _inside(found, best[1])
    whole = (start > 0, start + len(text) < len(passage.text))
    pieces = [_piece(text, found, span, whole) for span in spans]
    in_order = sorted(range(len(spans)), key=spans.__getitem__)
    marked = len(_apart(found)) if total is None else total
    return Snippets(pieces[0], tuple(pieces[n] for n in in_order), marked)


def _inside(found: Iterable[Match], span: Span) -> set[str]:
    return {what for a, b, what in found if span[0] <= a and b <= span[1]}


def _gaps(spans: Iterable[Span], end: int) -> Iterator[Span]:
    at = 0
    for start, stop in sorted(spans):
        yield at, start
        at = stop
    yield at, end


def _stretch(text: str, query: Query) -> tuple[str, int, int | None]:
    """The stretch of `text` to look at, where it begins, and the matches of all the text when it is only a part of it."""
    if len(text) <= _STRETCH:
        return text, 0, None
    best, best_merit, total, at = (0, _STRETCH), 0, 0, 0
    while at < len(text):
        end = at + _STRETCH
        if end < len(text):
            breaks = max(text.rfind(sign, at + _STRETCH * 3 // 4, end) for sign in "\n。")
            end = breaks + 1 if breaks >= 0 else end
        folded = fold(text[at:end])
        there = [match for leaf in wanted(query) for match in _occurrences(folded, leaf)]
        total += len(_apart(there))
        if (merit := len({what for _, _, what in there})) > best_merit:
            best, best_merit = (at, end), merit
        at = end
    return text[best[0] : best[1]], best[0], total


def _piece(text: str, found: Iterable[Match], span: Span, beyond: tuple[bool, bool]) -> Snippet:
    """The piece `span` of `text`, which may itself be a stretch of a text that goes on `beyond` its ends."""
    start, end = span
    inside = [(a - start, b - start, what) for a, b, what in found if start <= a and b <= end]
    before, after = beyond[0] or bool(text[:start].strip()), beyond[1] or bool(text[end:].strip())
    return Snippet(text[start:end], _apart(inside), before, after)


def snippet(passage: Passage, query: Query, length: int = LENGTH) -> Snippet:
    """The best piece of `passage.text` (of its heading when it has no text), about `length` characters long.

    It holds as many different wanted leaves of `query` as possible, begins where a sentence, a clause or a line
    begins when that can be had, and then holds as many matches as possible.
    """
    text, start, _ = _stretch(passage.text if passage.text.strip() else passage.title, query)
    found = _matches(text, query)
    span = _window(text, found, max(length, 1))
    return _piece(text, found, span, (start > 0, start + len(text) < len(passage.text)))


def marks(text: str, query: Query) -> tuple[Span, ...]:
    """Where the wanted leaves of `query` stand in `text`: half-open offsets, in order, not overlapping."""
    return _apart(_matches(text, query))


def plain(text: str, marks: Iterable[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """`text` as a reader sees it, on one line, and its `marks` where they have moved to.

    Markup and characters that steer a terminal or reorder a line are dropped, a line break within a sentence
    joins, other white space becomes one space.
    """
    shown: list[str] = []
    place: list[int] = []  # for each character of text, where it stands in what is shown
    at = 0
    for run in _NOT_SHOWN.finditer(text):
        place.extend(range(len(shown), len(shown) + run.start() - at))
        shown.extend(text[at : run.start()])
        place.extend([len(shown)] * (run.end() - run.start()))
        shown.extend(_instead(text, run.start(), run.end()))
        at = run.end()
    place.extend(range(len(shown), len(shown) + len(text) - at + 1))
    shown.extend(text[at:])
    moved = ((place[a], place[b]) for a, b in marks)
    return "".join(shown), tuple((a, b) for a, b in moved if a < b)


def _instead(text: str, start: int, end: int) -> str:
    """What is shown for the run of markup, hidden characters and white space `text[start:end]`: a space or nothing."""
    run = text[start:end]
    line_end = _LINE_END.search(run)
    if start == 0 or end == len(text) or "HYPERLINK" in run or not (line_end or any(c.isspace() for c in run)):
        return ""
    if line_end and "\t" not in run:  # a TAB begins a table cell, which is never joined to the one before
        if text[start - 1] in "。！？；：，、":
            return ""
        full_line = start - text.rfind("\n", 0, start) > 30  # a short line is a heading or a cell, not a cut sentence
        if full_line and _wide(text[start - 1]) and _wide(text[end]):
            return ""
    return " "


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _matches(text: str, query: Query) -> list[Match]:
    """Every match of a wanted leaf in `text`, in order; matches of different leaves may overlap."""
    folded, origin = fold_map(text)
    found: set[Match] = set()
    for leaf in wanted(query):
        for start, end, what in _occurrences(folded, leaf):
            last = origin[end - 1] + 1
            while last < len(text) and unicodedata.combining(text[last]):  # an accent, which folding drops
                last += 1
            # Not a part of what one character folds to (㎡ → m2), nor of a year whose figures alone are no year.
            if fold(text[origin[start] : last]) == folded[start:end]:
                found.add((origin[start], last, what))
    return sorted(found)


def _occurrences(folded: str, leaf: Leaf) -> Iterator[Match]:
    if isinstance(leaf, Term):
        whole, *others = map(fold, spellings(leaf.text))
        known = [way for way in (whole, *others) if way in folded]
        if not known:
            cited = reference(leaf.text)
            known = [cited.law, *cited.printed] if cited else segment(whole, lambda piece: piece in folded)
        for piece in known:
            if len(piece) > 1 or piece == whole:  # one character of a longer term says nothing
                yield from _places(folded, piece)
    elif isinstance(leaf, Phrase):
        for way in spellings(leaf.text):
            yield from _places(folded, fold(way))
    elif isinstance(leaf, Near):
        for near in wanted(respell(leaf)):
            if isinstance(near, Near):
                yield from _near(folded, near)
    else:
        for found in chain(*(expression(way).finditer(folded) for way in spellings(leaf.pattern))):
            if found.group():
                yield found.start(), found.end(), leaf.pattern


def _places(folded: str, needle: str) -> Iterator[Match]:
    start = folded.find(needle) if needle else -1
    while start >= 0:
        yield start, start + len(needle), needle
        start = folded.find(needle, start + 1)


def _near(folded: str, near: Near) -> Iterator[Match]:
    """The occurrences of the parts that take part in a group as close as `near` asks for."""
    needles = list(dict.fromkeys(map(fold, near.parts)))
    starts = {needle: [start for start, _, _ in _places(folded, needle)] for needle in needles}
    for first in sorted({start for places in starts.values() for start in places}):
        group = []
        for needle in needles:
            after = bisect_left(starts[needle], first)
            if after == len(starts[needle]):
                return
            group.append((starts[needle][after], starts[needle][after] + len(needle), needle))
        between = max(end for _, end, _ in group) - first - sum(map(len, needles))
        if between <= near.distance:
            yield from group


def _apart(found: Iterable[Match]) -> tuple[Span, ...]:
    """The spans of `found` without those that overlap an earlier one; of two that begin together the longer stays."""
    kept: list[Span] = []
    for start, end, _ in sorted(found, key=lambda match: (match[0], -match[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _window(text: str, found: list[Match], length: int) -> Span:
    """Where the best piece of `text` begins and ends."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if last - first <= length:
        return first, max(first, last)
    solid = _solid(text, found)
    begin = _begin(text, found, solid, first, length)
    limit = _uncut(solid, min(begin + length, last), begin)
    if found and not any(begin <= a and b <= limit for a, b, _ in found):  # none is as short as that: show one whole
        begin, limit = found[0][:2]
    last_match = max((b for a, b, _ in found if begin <= a and b <= limit), default=begin)
    for end in (_SENTENCE, _CLAUSE):
        places = (place.end() for place in end.finditer(text, begin + (limit - begin) * 2 // 3, limit))
        if good := [place for place in places if last_match <= place == _uncut(solid, place, begin)]:
            limit = good[-1]
            break
    return begin, begin + len(text[begin:limit].rstrip())


def _begin(text: str, found: list[Match], solid: list[Span], first: int, length: int) -> int:
    """Where the best piece of `text`, not before `first`, begins."""
    starts = [start for start, _, _ in found]
    # Far from any beginning a piece may begin anywhere; a little before a match.
    grades = {_uncut(solid, max(first, start - length // 4), -1): 0 for start in starts}
    for grade, beginning in ((1, _CLAUSE), (2, _SENTENCE)):
        grades.update((place.end(), grade) for place in beginning.finditer(text, first))
    grades[first] = 2
    best, best_merit = first, None
    for begin, grade in grades.items():
        limit = _uncut(solid, begin + length, begin)
        close = found[bisect_left(starts, begin) : bisect_left(starts, limit)]
        inside = [match for match in close if match[1] <= limit]
        if not inside or _uncut(solid, begin, -1) != begin:
            continue
        lead = inside[0][0] - begin
        # A sentence that begins long before its first match leaves no room for what follows the match.
        good = min(grade, 1) if lead > length * 0.6 else grade
        merit = len({what for _, _, what in inside}), good > 0, len(inside), -inside[0][0], good, -lead
        if best_merit is None or merit > best_merit:
            best, best_merit = begin, merit
    return len(text) - len(text[best:].lstrip())


def _solid(text: str, found: list[Match]) -> list[Span]:
    """What must not be cut, as disjoint spans in order."""
    solid: list[Span] = []
    for start, end in sorted([unit.span() for unit in _UNIT.finditer(text)] + [match[:2] for match in found]):
        if solid and start < solid[-1][1]:
            solid[-1] = solid[-1][0], max(solid[-1][1], end)
        else:
            solid.append((start, end))
    return solid


def _uncut(solid: list[Span], cut: int, floor: int) -> int:
    """`cut`, or the start of the solid span that it would cut unless that begins at `floor` or before."""
    start, end = solid[place] if (place := bisect_left(solid, (cut, 0)) - 1) >= 0 else (cut, cut)
    return start if floor < start and cut < end else cut
