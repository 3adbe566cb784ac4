"""Proximity: passages in which the strings of a query stand close together gain by it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING

from ..runtime.deadline import check
from ..text.proximity import places_of, windows
from .scorers import DRAFTED, NEARNESS, SAFE, Scorer, Scores

if TYPE_CHECKING:
    from .protocol import Index

# The best CLOSE passages gain up to NEARNESS of the weight of their strings, half of that with _HALF characters between
# them. Of each string the first _PLACES places are tried.
CLOSE, _HALF, _PLACES = 100, 10, 50


def closest_first(
    index: Index, root: Scorer, falling: Iterator[tuple[int, float]], drafts: Set[int]
) -> Iterator[tuple[int, float]]:
    """The passages `falling` by their scores, the first CLOSE of them with their gains by proximity."""
    most = SAFE * NEARNESS * sum(root.required.values())
    scores: Scores = {}
    waiting: list[tuple[float, int, int]] = []  # a heap: score with its gain, negative; rank; passage

    def ahead() -> Iterator[int]:
        for number, score in islice(falling, CLOSE):
            scores[number] = score
            yield number

    for number in index.literal.prefetch(ahead()):
        score = scores[number]
        while waiting and score + most < -waiting[0][0]:
            gained, _, first = heappop(waiting)
            yield first, -gained
        gained = score + nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        heappush(waiting, (-gained, index.rank[number], number))
    while waiting:
        gained, _, first = heappop(waiting)
        yield first, -gained
    yield from falling


def nearness(index: Index, weights: Mapping[str, float], number: int) -> float:
    """The gain of a passage in which strings of the query stand close together in heading or text."""
    check()
    best = 0.0
    for part in index.literal.parts(number):
        there = [string for string in weights if string and string in part]
        if len(there) > 1:
            weight = sum([weights[string] for string in there])
            between = gap({string: places_of(string, part, _PLACES) for string in there})
            best = max(best, NEARNESS * weight * _HALF / (_HALF + max(0, between)))
    return best


def gap(places: Mapping[str, Sequence[int]]) -> int:
    """The fewest characters between the first and the last of some strings, besides those strings; below 0 where they overlap.

    `places`: for each string where it begins, in order, at least once.
    """
    if len(places) == 2:  # as a rule
        (one, firsts), (other, seconds) = places.items()
        size, following = len(one), len(other)
        return (
            min([*_reaches(firsts, size, seconds, following), *_reaches(seconds, following, firsts, size)])
            - size
            - following
        )
    return min(between for between, _ in windows(places))


def _reaches(starts: Sequence[int], size: int, others: Sequence[int], other_size: int) -> Iterator[int]:
    """From each start of a string to the end of it and of the nearest other string from there on."""
    for start in starts:
        if (at := bisect_left(others, start)) == len(others):
            return
        yield max(size, others[at] + other_size - start)
