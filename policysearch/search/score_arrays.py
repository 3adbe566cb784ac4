"""Upper bounds of the scores of many passages, as arrays of numpy, and the best passages.

The bounds are those of `Scorer.bounds`, by the same steps, so that rounding puts no score above its bound: a passage
without accidents has its bound as its score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from heapq import nsmallest
from typing import Any

import numpy

from ..runtime.deadline import check
from ..store.arrays import CountsTable, Floats, Numbers, PassageSet, array_of
from .scorers import BM25F, Boosted, Occurrences, Raised, Scorer, Scores, Sum

_MORE, _MOST = 64, 4096  # passages that are scored at once, after the first
_DEEPER = 8  # times as many passages are put in order when those before were not enough


def best_scores(
    root: Scorer, rank: Sequence[int], count: int, scores_of: Callable[[Set[int]], Scores], chunk: int
) -> Scores:
    """The scores of some matching passages, among them the best `count`: passages are scored in the order of their upper bounds,
    equal ones by `rank`, `chunk` at once, later more.
    """
    numbers = array_of(root.numbers)
    bounds = limits(root, root.numbers if isinstance(root.numbers, PassageSet) else PassageSet(numbers))
    ranks = numbers if isinstance(rank, range) else numpy.asarray(rank)[numbers]
    scores: Scores = {}
    best: list[tuple[float, int]] = []  # the highest scores, negative, and the ranks of their passages
    done, size = 0, max(count, chunk)
    chunk = size
    order, falling = (
        numpy.zeros(0, numpy.intp),
        numpy.zeros(0),
    )  # the passages with the highest bounds, and their negative bounds
    while count and done < len(numbers):
        check()
        if done >= len(order):
            size = min(len(numbers), size * _DEEPER)
            least = -numpy.partition(-bounds, size - 1)[size - 1]
            first = numpy.flatnonzero(bounds >= least)
            order = first[numpy.lexsort((ranks[first], -bounds[first]))]
            falling = -bounds[order]
        if len(best) == count and best[-1] < (falling[done], ranks[order[done]]):
            break
        # A passage whose bound is no higher than the best scores is not needed.
        upto = numpy.searchsorted(falling, best[-1][0], "right") if len(best) == count else len(order)
        some = order[done : min(done + chunk, max(done + 1, int(upto)))]
        done += len(some)
        chunk = min(max(_MORE, done // 2), _MOST)
        found = scores_of(set(numbers[some].tolist()))
        scores |= found
        best = nsmallest(count, [*best, *((-score, rank[number]) for number, score in found.items())])
    return scores


def limits(scorer: Scorer, numbers: PassageSet) -> Floats:
    """The upper bound of the score of each of some passages."""
    match scorer:
        case Sum():
            total = numpy.zeros(len(numbers))
            for part in scorer.parts if scorer.numbers else ():
                total += limits(part, numbers)
            return total
        case Boosted():
            return limits(scorer.inner, numbers) * scorer.factor
        case Raised():
            raised = limits(scorer.core, numbers)
            scorer.gained = {why: gain(numbers) for why, gain in scorer.gains.items()}
            for gained in scorer.gained.values():
                raised += _align(gained, numbers.numbers)
            return raised
        case Occurrences() if scorer.bounded:
            held, index = scorer.holding(numbers), scorer.index
            if isinstance(held, CountsTable):
                found = BM25F.scores_of_table(held, scorer.weight, index.literal.lengths, index.mean_length)
                if len(held) == len(numbers):
                    return found
                aligned = numpy.zeros(len(numbers))
                aligned[numpy.searchsorted(numbers.numbers, held.numbers)] = found
                return aligned
    if type(scorer) is Scorer:
        return numpy.zeros(len(numbers))
    return _align(scorer.bounds(numbers), numbers.numbers)


def _align(scores: Mapping[int, Any], numbers: Numbers) -> Floats:
    """The scores of some passages, for each of `numbers`; 0 where it has none."""
    given = numpy.fromiter(scores, numpy.int32, len(scores))
    values = numpy.fromiter(scores.values(), float, len(scores))
    places = PassageSet(numbers).places(given)
    aligned = numpy.zeros(len(numbers))
    aligned[places[places >= 0]] = values[places >= 0]
    return aligned
