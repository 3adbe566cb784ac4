"""Snippets: the piece of a passage to show for a query, and the marks of the query in it.

1. A snippet is one contiguous piece of the passage's text, character for character.
2. Every mark is a match: folded, it is what a wanted leaf of the query asks for (of a Term that does not stand
   there whole, the fewest and longest pieces that do).
3. Marks are in order, never empty, and never overlap.
4. A snippet begins and ends with a sentence or a clause, unless that alone is longer. No number with its unit, Latin word,
   quoted term, markup or match is cut, unless it alone is longer; a match never.
5. The time is linear in the length of the passage: of a very long one, only one stretch is examined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from ..model.document import Passage
from ..model.hits import Hit
from ..model.record import record
from ..query.ast import Leaf, Near, Phrase, Query, Term, positive_leaves
from ..query.citations import reference
from ..query.variants import respell, spellings
from ..runtime.deadline import check
from ..text.boundaries import Clauses, Match, Span
from ..text.normalize import fold, fold_map
from ..text.proximity import places_of, within
from ..text.segmenter import segment
from ..text.wildcard import expression


@record
class Snippet:
    """A piece of a text; `marks` are half-open offsets into it."""

    text: str
    marks: tuple[Span, ...]
    before: bool  # the text begins earlier
    after: bool  # the text goes on
    line: int = 0  # characters of its first line that stand before it


@record
class Snippets:
    """Several pieces of a passage, for when one is too short for all words of the query."""

    best: Snippet  # the one piece that `snippet` gives
    fragments: tuple[Snippet, ...]  # it and others, in the order of the text, that do not overlap
    matches: int  # in the whole text of the passage

    @property
    def further(self) -> int:
        """How many matches no fragment shows."""
        return max(0, self.matches - sum(len(fragment.marks) for fragment in self.fragments))


LENGTH = 120  # characters of a snippet
_FRAGMENTS, _SHORTEST = 8, 24  # fragments at most; their least characters, where `length` allows it
_STRETCH = 20_000  # characters of a longer text that are examined


def sought(hit: Hit, query: Query) -> Query:
    """The query to mark in a hit: of altered wording, the printed one."""
    return Phrase(hit.altered.printed.strip()) if hit.altered else query


def snippets(passage: Passage, query: Query, length: int = LENGTH) -> Snippets:
    """The best piece, shorter ones with the words that it leaves out, and how often the query stands in all the text."""
    text, start, total = _stretch(passage.text if passage.text.strip() else passage.title, query)
    found, length = _find_matches(passage, text, start, query), max(length, 1)
    marked = _apart(found)
    clauses = Clauses(text, found, marked, length)
    spans = [clauses.piece(found, length, (0, len(text)))]
    missing = {what for _, _, what in found} - _inside(found, spans[0])
    while missing and len(spans) < _FRAGMENTS:
        # Words that are still missing are sought in the gaps between the pieces; the more pieces, the shorter they are.
        shorter = max(length // (2 if len(spans) < 3 else 4), min(length, _SHORTEST))
        best: tuple[int, Span] = 0, (0, 0)
        for left, right in _gaps(spans, len(text)):
            if there := [match for match in found if left <= match[0] and match[1] <= right and match[2] in missing]:
                span = clauses.piece(there, shorter, (left, right))
                if (new := len(_inside(there, span))) > best[0]:
                    best = new, span
        if not best[0]:
            break
        spans.append(best[1])
        missing -= _inside(found, best[1])
    beyond = (start > 0, start + len(text) < len(passage.text))
    pieces = [_piece(text, found, span, beyond) for span in spans]
    in_order = sorted(range(len(spans)), key=spans.__getitem__)
    return Snippets(pieces[0], tuple(pieces[n] for n in in_order), len(marked) if total is None else total)


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
        check()
        end = at + _STRETCH
        if end < len(text):
            breaks = max(text.rfind(sign, at + _STRETCH * 3 // 4, end) for sign in "\n。")
            end = breaks + 1 if breaks >= 0 else end
        folded = fold(text[at:end])
        there = [match for leaf in positive_leaves(query) for match in _occurrences(folded, leaf)]
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
    return Snippet(text[start:end], _apart(inside), before, after, start - text.rfind("\n", 0, start) - 1)


def snippet(passage: Passage, query: Query, length: int = LENGTH) -> Snippet:
    """The best piece of `passage.text` (of its heading when it has no text), at most `length` characters long.

    It holds as many different wanted leaves of `query` as possible, and begins and ends where a sentence or a clause
    does: it is rather shorter than `length` than longer. Only a clause that is longer alone is cut, at 、 or at the
    border of a word; longer than `length` is only what holds a longer match.
    """
    text, start, _ = _stretch(passage.text if passage.text.strip() else passage.title, query)
    found, length = _find_matches(passage, text, start, query), max(length, 1)
    span = Clauses(text, found, _apart(found), length).piece(found, length, (0, len(text)))
    return _piece(text, found, span, (start > 0, start + len(text) < len(passage.text)))


def _find_matches(passage: Passage, text: str, start: int, query: Query) -> list[Match]:
    """Every match in `text`, which begins at `start` of the passage's: of one that runs on from the heading, its end."""
    found = _matches(text, query)
    if passage.run_in and start == 0 and passage.text.strip():
        reach = 2 * len(str(query))
        head = passage.printed[-reach:]
        over = _matches(head + text[:reach], query)
        found = sorted([*found, *((0, b - len(head), what) for a, b, what in over if a < len(head) < b)])
    return found


def marks_within(passage: Passage, query: Query) -> tuple[Span, ...]:
    """Where the wanted leaves of `query` stand in the text of `passage`, as `marks`, or end that begin in its heading."""
    return _apart(_find_matches(passage, passage.text, 0, query))


def marks(text: str, query: Query) -> tuple[Span, ...]:
    """Where the wanted leaves of `query` stand in `text`: half-open offsets, in order, not overlapping."""
    return _apart(_matches(text, query))


def _matches(text: str, query: Query) -> list[Match]:
    """Every match of a wanted leaf in `text`, in order; matches of different leaves may overlap."""
    folded, origin = fold_map(text)
    found: set[Match] = set()
    for leaf in positive_leaves(query):
        check()
        for start, end, what in _occurrences(folded, leaf):
            last = origin[end - 1] + 1
            while last < len(text) and unicodedata.combining(text[last]):  # an accent, which folding drops
                last += 1
            # Not a part of what one character folds to (㎡ → m2), nor of a year whose figures alone are no year.
            piece = text[origin[start] : last]
            if (piece == folded[start:end] and piece.isalnum()) or fold(piece) == folded[start:end]:
                found.add((origin[start], last, what))
    return sorted(found)


def _occurrences(folded: str, leaf: Leaf) -> Iterator[Match]:
    if isinstance(leaf, Term):
        whole, *others = _ways(leaf.text)
        known = [way for way in (whole, *others) if way in folded]
        if not known:
            if cited := reference(leaf.text):
                known = [cited.law, *cited.printed_forms]
            elif len(whole) < 5:  # too short to ask
                known = segment(whole, folded.__contains__)
            else:
                from .question_text import pieces_in

                known = pieces_in(folded, leaf.text)
        for piece in known:
            if len(piece) > 1 or piece == whole:  # one character of a longer term is not marked
                yield from _places(folded, piece)
    elif isinstance(leaf, Phrase):
        for way in _ways(leaf.text):
            yield from _places(folded, way)
    elif isinstance(leaf, Near):
        for near in positive_leaves(respell(leaf)):
            if isinstance(near, Near):
                yield from within(folded, map(fold, near.parts), near.distance)
    else:
        for found in chain(*(expression(way).finditer(folded) for way in spellings(leaf.pattern))):
            if found.group():
                yield found.start(), found.end(), leaf.pattern


@lru_cache(128)  # asked for each passage of a page
def _ways(text: str) -> tuple[str, ...]:
    """The spellings of a text, folded."""
    return tuple(map(fold, spellings(text)))


def _places(folded: str, needle: str) -> Iterator[Match]:
    return ((start, start + len(needle), needle) for start in places_of(needle, folded))


def _apart(found: Iterable[Match]) -> tuple[Span, ...]:
    """The spans of `found` without those that overlap an earlier one; of two that begin together the longer stays."""
    kept: list[Span] = []
    for start, end, _ in sorted(found, key=lambda match: (match[0], -match[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
