"""What many passages score by weighed strings, as arrays of numpy, by the same steps as `string_weights.add_scores`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy

from ..store.arrays import CountsTable, Floats, Numbers, PassageSet, PostingsTable, array_of
from .scorers import Scores
from .string_weights import HEADING, Bigram, Norms, Places


class Accumulators:
    """The scores of passages, to which one string after the other adds."""

    def __init__(self, norms: Norms, allowed: Set[int] | None) -> None:
        """`norms` of all passages; `allowed`: those that strings find (None: all)."""
        self._norms, self._lengths = norms, numpy.asarray(norms.lengths)
        size = len(self._lengths)
        self._scores = numpy.zeros(size)
        self._found = numpy.zeros(size, bool)
        self._allowed = numpy.ones(size, bool)
        if allowed is not None:
            self._allowed[:] = False
            self._allowed[array_of(allowed)] = True

    def __len__(self) -> int:
        return int(numpy.count_nonzero(self._found))

    def add(self, weight: float, places: Places | Bigram, finds: bool) -> None:
        """Add what a string of that weight gives to the passages that have it; to those found before, unless it `finds` others."""
        numbers, times = _occurrences(places)
        here = (self._allowed if finds else self._found)[numbers]
        numbers, times = numbers[here], times[here]
        norms = self._norms.least + self._norms.slope * self._lengths[numbers]
        self._scores[numbers] += weight * times / (times + norms)
        self._found[numbers] = True

    def best(self, most: int, rank: Sequence[int]) -> Scores:
        """The best passages, at most so many, best first; of equal ones the first by `rank`."""
        numbers = numpy.flatnonzero(self._found)
        scores = self._scores[numbers]
        if len(scores) > most:
            some = scores >= numpy.partition(scores, len(scores) - most)[len(scores) - most]
            numbers, scores = numbers[some], scores[some]
        ranks = numbers if isinstance(rank, range) else numpy.asarray(rank)[numbers]
        order = numpy.lexsort((ranks, -scores))[:most]
        return dict(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))


def _occurrences(places: Places | Bigram) -> tuple[Numbers, Floats]:
    """The passages that have a string, and how often, a place in the heading for HEADING."""
    if isinstance(places, Bigram):
        table = CountsTable.of(places.counts)
        return table.numbers, table.texts + HEADING * table.headings
    numbers, times = _postings(places.text)
    headed, often = _postings(places.heading)
    if not len(headed):
        return numbers, times
    at = PassageSet(numbers).places(headed)
    both, often = at >= 0, HEADING * often
    times[at[both]] += often[both]
    return numpy.concatenate((numbers, headed[~both])), numpy.concatenate((times, often[~both]))


def _postings(held: Mapping[int, float]) -> tuple[Numbers, Floats]:
    """The passages with a word, in order, and how often each has it."""
    if isinstance(held, PostingsTable):
        return held.numbers, held.columns[0].astype(float)
    numbers = numpy.fromiter(held, numpy.int32, len(held))
    times = numpy.fromiter(held.values(), float, len(held))
    order = numpy.argsort(numbers)
    return numbers[order], times[order]
