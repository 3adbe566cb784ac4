"""The passages that hold any of some weighed words: how many, and the best of them, without scoring the others.

The best are found by MaxScore (Turtle and Flood, Query Evaluation: Strategies and Optimizations, 1995): words are taken by falling
weight, and once what all that are left may give is less than what the last of the best has, no passage is new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from heapq import nlargest, nsmallest

from ..runtime.deadline import check, timely
from ..store.protocol import Postings
from .bm25 import Parameters
from .protocol import Index

_ROUNDING = 1e-9  # of a score, which depends on the order of its parts


class Places:
    """How often passages have a word, of which one place in the heading counts for several, `boost`."""

    def __init__(self, headings: Postings, texts: Postings, boost: float) -> None:
        self._headings = {number: boost * times for number, times in zip(*headings, strict=True)}
        self._numbers, self._times = texts
        self.most = max(self._times, default=0.0) + max(self._headings.values(), default=0.0)

    def __len__(self) -> int:
        return len(self._numbers) + sum(1 for number in self._headings if not self._in_text(number))

    def numbers(self) -> Iterator[Iterable[int]]:
        """The passages that have the word in the heading, and those that have it in the text."""
        yield self._headings
        yield self._numbers

    def items(self) -> Iterator[tuple[int, float]]:
        """The passages, with how often they have it."""
        if not self._headings:
            return zip(self._numbers, self._times, strict=True)
        places = dict(zip(self._numbers, self._times, strict=True))
        for number, times in self._headings.items():
            places[number] = places.get(number, 0.0) + times
        return iter(places.items())

    def get(self, number: int) -> float:
        """How often one passage has it."""
        times = self._in_text(number)
        return times + self._headings[number] if number in self._headings else times

    def _in_text(self, number: int) -> float:
        at = bisect_left(self._numbers, number)
        return self._times[at] if at < len(self._numbers) and self._numbers[at] == number else 0.0


class Disjunction:
    """`words`: each with its weight and its places; `allowed`: the passages that count, None: all."""

    def __init__(
        self, index: Index, words: Iterable[tuple[float, Places]], parameters: Parameters, allowed: Set[int] | None
    ) -> None:
        self._rank, self._length, self._mean = index.rank, index.literal.length, index.mean_length
        self._words = list(words)
        self._parameters, self._allowed = parameters, allowed
        self._best: list[tuple[int, float]] = []
        self._complete = False  # whether `_best` has all

    @cached_property
    def numbers(self) -> Set[int]:
        """All the passages."""
        found: set[int] = set().union(*(some for _, places in self._words for some in places.numbers()))
        return found if self._allowed is None else found & self._allowed

    def score(self, number: int) -> float:
        """The score of one passage; 0 when it is none of them."""
        if self._allowed is not None and number not in self._allowed:
            return 0.0
        score = norm = 0.0
        for weight, places in self._words:
            if times := places.get(number):
                norm = norm or self._norm(number)
                score += weight * times / (times + norm)
        return score

    def best(self, count: int | None) -> Sequence[tuple[int, float]]:
        """The best `count` (None: all) with their scores, best first; of equal scores in document order."""
        if not self._complete and (count is None or len(self._best) < count):
            some = self.numbers if count is None else self._candidates(count)
            scored = ((number, self.score(number)) for number in timely(some))
            rank = self._rank
            best = nsmallest(len(some), scored, key=lambda one: (-one[1], rank[one[0]]))
            self._best = best if count is None else best[:count]
            self._complete = count is None or len(self._best) < count
        return self._best[:count]

    def _candidates(self, count: int) -> Sequence[int]:
        """Passages among which are the best `count`."""
        if not count:
            return ()
        norm, allowed, length, mean = self._norm, self._allowed, self._length, self._mean
        k1, b, one = self._parameters.k1, self._parameters.b, 1 - self._parameters.b
        least = norm(None)
        bounds = []
        for weight, places in self._words:
            most = places.most
            bounds.append((weight * most / (most + least) if most else 0.0, weight, places))
        bounds.sort(key=lambda one: -one[0])
        left = sum(bound for bound, _, _ in bounds)
        scores: dict[int, float] = {}
        last = 0.0  # of the best so far
        closed = False
        for bound, weight, places in bounds:
            check()
            if not closed and len(scores) >= count and left < sum(one[0] for one in bounds) / 2:
                last = nlargest(count, scores.values())[-1]
                closed = left < last
            if closed:
                scores = {number: score for number, score in scores.items() if score + left >= last}
                for number in scores:
                    if times := places.get(number):
                        scores[number] += weight * times / (times + norm(number))
            else:
                get = scores.get
                for number, times in timely(places.items(), 5000):
                    if allowed is None or number in allowed:
                        scores[number] = get(number, 0.0) + weight * times / (
                            times + k1 * (one + b * length(number) / mean)
                        )
            left -= bound
        if len(scores) <= count:
            return list(scores)
        last = nlargest(count, scores.values())[-1] * (1 - _ROUNDING)
        return [number for number, score in scores.items() if score >= last]

    def _norm(self, number: int | None) -> float:
        """What is added to the places in a passage where they are saturated; None: the least of any."""
        k1, b = self._parameters.k1, self._parameters.b
        return k1 * (1 - b + b * (0 if number is None else self._length(number)) / self._mean)
