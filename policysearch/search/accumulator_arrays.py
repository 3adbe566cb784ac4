"""The sums of `search.accumulators` as arrays of numpy, one entry for each passage of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import numpy

from ..runtime.deadline import check
from ..store.arrays import Floats, Marks, Numbers, PassageSet, PostingsTable, array_of
from .scorers import Scores
from .string_weights import HEADING, Bigram, Index, Norms, Places


class ArrayAccumulators:
    """What some strings give to passages, by the steps of `string_weights.add_scores`."""

    def __init__(self, index: Index, allowed: Set[int] | None) -> None:
        self._norms = index.norms.every
        size = len(self._norms)
        self._scores, self._there = numpy.zeros(size), numpy.zeros(size, bool)
        self._count = 0
        self._allowed = None
        if allowed is not None:
            self._allowed = numpy.zeros(size, bool)
            self._allowed[array_of(allowed)] = True

    def __len__(self) -> int:
        return self._count

    def add(self, weight: float, places: Places | Bigram, known: bool) -> None:
        """As `Accumulators.add`."""
        marked = self._there if known else self._allowed
        if isinstance(places, Bigram):
            numbers, times = places.literal.times(places.string, HEADING, marked)
        else:
            numbers, times = _times(places, marked)
        self._scores[numbers] += weight * times / (times + self._norms.take(numbers))
        if not known:
            self._there[numbers] = True
            self._count = int(numpy.count_nonzero(self._there))

    def best(self, most: int, rank: Sequence[int]) -> Scores:
        """As `Accumulators.best`."""
        numbers = self._there.nonzero()[0]
        scores = self._scores.take(numbers)
        if len(numbers) > most:
            best = scores >= numpy.partition(scores, -most)[-most]
            numbers, scores = numbers[best], scores[best]
        ranks = numbers if isinstance(rank, range) else numpy.asarray(rank)[numbers]
        order = numpy.lexsort((ranks, -scores))[:most]
        return dict(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))


def merged(places: Places) -> tuple[Numbers, Floats]:
    """The passages with a word, in order, and how often each has it, an occurrence in the heading counted HEADING times."""
    if places.merged:
        return places.merged
    numbers, times = _counts(places.text)
    headed, often = _counts(places.heading)
    if not len(headed):
        return numbers, times
    often *= HEADING
    at = PassageSet(numbers).places(headed)
    both = at >= 0
    times[at[both]] += often[both]
    numbers, times = numpy.concatenate((numbers, headed[~both])), numpy.concatenate((times, often[~both]))
    order = numbers.argsort(kind="stable")
    return numbers.take(order), times.take(order)


def _times(places: Places, marked: Marks | None) -> tuple[Numbers, Floats]:
    """The same of those marked."""
    numbers, times = merged(places)
    if marked is None:
        return numbers, times
    there = marked.take(numbers).nonzero()[0]
    return numbers.take(there), times.take(there)


def _counts(postings: Mapping[int, float]) -> tuple[Numbers, Floats]:
    """The passages with a word, in order, and how often each has it."""
    if isinstance(postings, PostingsTable):
        return postings.numbers, postings.columns[0].astype(float)
    numbers = numpy.fromiter(postings, numpy.int32, len(postings))
    times = numpy.fromiter(postings.values(), float, len(postings))
    order = numbers.argsort()
    return numbers.take(order), times.take(order)


def scores_among(strings: Iterable[tuple[float, Places]], numbers: Set[int], norms: Norms) -> Scores:
    """The scores for weighted strings of those of some passages that hold any of them, by the steps of `string_weights.add_scores`."""
    some = array_of(numbers)
    scores = scores_of(strings, some, norms)
    held = scores.nonzero()[0]
    return dict(zip(some[held].tolist(), scores[held].tolist(), strict=True))


def scores_of(strings: Iterable[tuple[float, Places]], numbers: Numbers, norms: Norms) -> Floats:
    """The scores for weighted strings of some passages, in order."""
    saturation, scores = norms.every.take(numbers), numpy.zeros(len(numbers))
    for weight, places in strings:
        check()
        held, often = merged(places)
        at = held.searchsorted(numbers)
        times = often.take(at, mode="clip") * (held.take(at, mode="clip") == numbers)
        scores += weight * times / (times + saturation)
    return scores
