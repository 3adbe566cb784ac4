"""The most that many passages may score, as arrays of numpy, and the best of them.

It says of each passage what `Scorer.bounds` says of it, by the same steps, so that what is scored, and how, is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from heapq import nsmallest
from typing import Any

import numpy

from ..runtime.deadline import check
from ..store.arrays import CountsTable, Floats, Numbers, PassageSet
from .scorers import BM25F, Boosted, Occurrences, Raised, Scorer, Scores, Sum

_DEEPER = 8  # times as many passages are put in order when those before were not enough


def best_scores(root: Scorer, count: int, scores_of: Callable[[Set[int]], Scores], chunk: int, safe: float) -> Scores:
    """The scores of some passages that match, among which are the best `count`: `chunk` by `chunk` those that may have most."""
    assert isinstance(root.numbers, PassageSet)
    numbers = root.numbers.numbers
    bounds = limits(root, root.numbers)
    scores: Scores = {}
    best: list[float] = []  # the highest scores, negative
    done, size = 0, max(count, chunk)
    order = numpy.zeros(0, numpy.intp)
    while count and done < len(numbers):
        check()
        if done >= len(order):
            size = min(len(numbers), size * _DEEPER)
            first = numpy.argpartition(-bounds, size - 1)[:size] if size < len(numbers) else numpy.arange(size)
            order = first[numpy.argsort(-bounds[first], kind="stable")]
        if len(best) == count and -best[-1] > bounds[order[done]] * safe:
            break
        end = min(done + chunk, len(order))
        some = scores_of(set(numbers[order[done:end]].tolist()))
        done = end
        scores |= some
        best = nsmallest(count, [*best, *(-score for score in some.values())])
    return scores


def limits(scorer: Scorer, numbers: PassageSet) -> Floats:
    """What each of some passages may score at most."""
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
            for gain in scorer.gains.values():
                if gains := gain(numbers):
                    raised += _aligned(gains, numbers.numbers)
            return raised
        case Occurrences() if scorer.bounded:
            held, index = scorer.held(numbers), scorer.index
            if isinstance(held, CountsTable):
                lengths = numpy.asarray(index.literal.lengths)[held.numbers]
                found = BM25F.scores_of_all(held.headings, held.texts, scorer.weight, lengths, index.mean_length)
                if len(held) == len(numbers):
                    return found
                aligned = numpy.zeros(len(numbers))
                aligned[numpy.searchsorted(numbers.numbers, held.numbers)] = found
                return aligned
    if type(scorer) is Scorer:
        return numpy.zeros(len(numbers))
    return _aligned(scorer.bounds(numbers), numbers.numbers)


def _aligned(scores: Mapping[int, Any], numbers: Numbers) -> Floats:
    """The scores of some passages, for each of `numbers`; 0 where it has none."""
    given = numpy.fromiter(scores, numpy.int32, len(scores))
    values = numpy.fromiter(scores.values(), float, len(scores))
    places = PassageSet(numbers).places(given)
    aligned = numpy.zeros(len(numbers))
    aligned[places[places >= 0]] = values[places >= 0]
    return aligned
