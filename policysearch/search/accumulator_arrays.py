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


def _times(places: Places, marked: Marks | None) -> tuple[Numbers, Floats]:
    """The passages (of those marked) with a word, each once, and how often, an occurrence in the heading counted HEADING times."""
    numbers, times = _counts(places.text, marked)
    headed, often = _counts(places.heading, marked)
    if not len(headed):
        return numbers, times
    at, often = PassageSet(numbers).places(headed), HEADING * often
    both = at >= 0
    times[at[both]] += often[both]
    return numpy.concatenate((numbers, headed[~both])), numpy.concatenate((times, often[~both]))


def _counts(postings: Mapping[int, float], marked: Marks | None) -> tuple[Numbers, Floats]:
    """The passages (of those marked) with a word, in order, and how often each has it."""
    if isinstance(postings, PostingsTable):
        numbers, times = postings.numbers, postings.columns[0]
    else:
        numbers = numpy.fromiter(postings, numpy.int32, len(postings))
        times = numpy.fromiter(postings.values(), float, len(postings))
        order = numbers.argsort()
        numbers, times = numbers.take(order), times.take(order)
    if marked is not None:
        there = marked.take(numbers).nonzero()[0]
        numbers, times = numbers.take(there), times.take(there)
    return numbers, times.astype(float)


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
        times = _times_in(places.text, numbers)
        if places.heading:
            times = times + HEADING * _times_in(places.heading, numbers)
        scores += weight * times / (times + saturation)
    return scores


def _times_in(postings: Mapping[int, float], numbers: Numbers) -> Floats:
    """How often each of some passages, in order, has a word."""
    if isinstance(postings, PostingsTable):
        return postings.of(numbers).astype(float)
    times = numpy.zeros(len(numbers))
    if postings:
        held = numpy.fromiter(postings, numpy.int32, len(postings))
        at = numpy.searchsorted(numbers, held)
        at[at == len(numbers)] = 0
        there = numbers[at] == held
        times[at[there]] = numpy.fromiter(postings.values(), float, len(postings))[there]
    return times
