"""The passages that match a query, without their scores: once few may, only these are looked at, not all the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from ..query.ast import Query
from ..runtime.deadline import timely
from .filters import words_of
from .score import Found, Index, Search, counted, respelled

_FEW = 16  # so many times longer it takes to look at a passage for a string than at as much of the whole text


def matching(index: Index, query: Query) -> Set[int]:
    """The passages that match."""
    return _Matcher(index).match(respelled(query)).numbers


class _Matcher(Search):
    """A search without scores."""

    def within(self) -> Search:
        return _Matcher(self._index)

    def _term(self, whole: str, parts: Sequence[str]) -> Found:
        # What holds the whole holds its words.
        pieces = sorted(words_of(self._index, whole), key=self._index.frequency)
        return self._all(self._string(piece, parts) for piece in pieces)

    def _all(self, found: Iterable[Found]) -> Found:
        outside, numbers = self._among, None
        for part in found:  # each is looked for when it is its turn
            numbers = set(part.numbers) if numbers is None else numbers.intersection(part.numbers)
            if not numbers:
                break
            if len(numbers) * _FEW < len(self._index.order):
                self._among = numbers
        self._among = outside
        return Found(numbers or set())

    def _string(self, string: str, parts: Sequence[str], whole: bool = False) -> Found:
        if self._among is None:
            return super()._string(string, parts)
        counts = self._index.literal.counts
        return Found({number for number in timely(self._among) if counted(counts(string, number), parts)})
