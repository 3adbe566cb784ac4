"""The best passages with one string, by its counts in them, without numpy."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from heapq import heappop, heappush, nsmallest
from typing import TYPE_CHECKING

from ..query.ast import Phrase, Term
from ..runtime.deadline import check, timely
from ..text.normalize import fold
from .bm25 import idf
from .scorer_of_query import EVERYWHERE, scorer
from .scorers import BM25F, DEFINED, SAFE

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .protocol import Index

_AT_ONCE, _LOOKED = 16, 5000  # passages that are scored at once; the most that are scored before all are


def best_of_string(
    index: Index, ways: Term | Phrase, count: int, drafts: Set[int], drafted: float
) -> list[tuple[int, float]] | None:
    """The best `count` passages with a string that stands in many, with their scores. Scores of `drafts` are
    multiplied by `drafted`. None where many hold the string by accident.

    Most passages hold it once or twice and cannot be among the best: their counts say so, and they are not scored.
    """
    string, scope = fold(ways.text), EVERYWHERE
    total = index.literal.total(string)
    weight, length, mean = idf(total, len(index.order)), index.literal.length, index.mean_length
    bare = string.replace('"', "")
    classes = index.literal.by_counts(string)
    limits = {counts: _most(counts, weight) for counts in classes}
    left = sorted(limits, key=limits.__getitem__)  # the last is the next
    bounds: list[tuple[float, int]] = []  # a heap of passages by the upper bounds of their scores, negative
    best: list[tuple[float, int, int]] = []  # the best so far: score, negative; place in document order; passage
    rank, looked = index.rank, 0
    while looked < _LOOKED:
        check()
        while left and (not bounds or limits[left[-1]] >= -bounds[0][0]):
            heading, text = left.pop()
            for number in timely(classes[heading, text]()):
                defined = heading and index.literal.has_heading(bare, number)
                bound = BM25F.saturate(BM25F.heading * heading + text / BM25F.norm(length(number), mean))
                heappush(bounds, (-SAFE * weight * (bound + (defined and DEFINED)), number))
        if not bounds or (len(best) == count and (not best or best[-1][0] < bounds[0][0])):
            return [(number, -score) for score, _, number in best]
        some = {heappop(bounds)[1] for _ in range(min(_AT_ONCE, len(bounds)))}
        looked += len(some)
        scores = dict.fromkeys(some, 0.0) | scorer(index, ways, replace(scope, among=some)).scores(some)
        for number in scores.keys() & drafts:
            scores[number] *= drafted
        best = nsmallest(count, [*best, *((-score, rank[number], number) for number, score in scores.items())])
    return None  # many stand there by accident


def _most(counts: Counts, weight: float) -> float:
    """The upper bound of the score of a passage with these counts of a string of that weight."""
    heading, text = counts
    frequency = BM25F.heading * heading + text / (1 - BM25F.b)
    return SAFE * weight * (BM25F.saturate(frequency) + DEFINED * (heading > 0))
