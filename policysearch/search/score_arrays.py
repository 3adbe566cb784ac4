"""Upper bounds of the scores of many passages, as arrays of numpy, and the best passages.

The bounds are those of `Scorer.bounds`, by the same steps, so that rounding puts no score above its bound: a passage
without accidents has its bound as its score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import numpy

from ..store.arrays import CountsTable, Floats, Numbers, PassageSet, array_of
from .bm25 import Parameters
from .scorers import BM25F, SAFE, Boosted, Occurrences, Raised, Scorer, Sum

_MOST = 4096  # passages that are scored at once
_DEEPER = 8  # times as many passages are put in order when those before were not enough
_SELDOM = 2  # places in a text up to which a passage is hardly among the best
_OFTEN = 16  # times as many passages as are wanted, of which it pays to leave out those with few places


def by_bounds(root: Scorer, rank: Sequence[int], chunk: int) -> Iterator[tuple[Set[int], tuple[float, int] | None]]:
    """The matches, `chunk` at a time and later more, the highest upper bounds first, as `score._by_bounds` says."""
    every = root.numbers if isinstance(root.numbers, PassageSet) else PassageSet(array_of(root.numbers))
    looked, bounds = PassageSet(every.numbers[:0]), numpy.zeros(0)  # passages that hold all with the highest bounds
    order = numpy.zeros(0, numpy.intp)  # of these the highest, best first
    done = 0
    while done < len(every):
        end = min(done + chunk, len(every))
        if end >= len(order) < len(every):
            size = min(len(every), end * _DEEPER)
            if len(looked) < len(every):
                looked, bounds = _highest(root, every, size)
            numbers = looked.numbers
            ranks = numbers if isinstance(rank, range) else numpy.asarray(rank).take(numbers)
            first = (bounds >= _least(bounds, size)).nonzero()[0]
            order = first.take(numpy.lexsort((ranks.take(first), -bounds.take(first))))
        beyond = None if end == len(every) else (-bounds[order[end]].item(), ranks[order[end]].item())
        yield set(numbers[order[done:end]].tolist()), beyond
        done, chunk = end, min(max(chunk, end), _MOST)


def _highest(root: Scorer, every: PassageSet, size: int) -> tuple[PassageSet, Floats]:
    """Matches among which are the `size` with the highest upper bounds, and these; of one string those that hold it often or in the heading."""
    gains = root.gains if isinstance(root, Raised) else {}
    string = root.core if isinstance(root, Raised) and gains.keys() <= {"explain.heading_is"} else root
    if isinstance(string, Occurrences) and string.bounded and len(every) >= _OFTEN * size:
        held = string.holding(every)
        if isinstance(held, CountsTable) and len(held) == len(every):
            often = (held.texts > _SELDOM) | (held.headings > 0)
            # Others score no more than they would in the shortest text.
            most = SAFE * string.weight * BM25F.saturate(_SELDOM / (1 - BM25F.b))
            some = held.where(often)
            bounds = BM25F.scores_of_table(some, string.weight, string.index.text_norms)
            if numpy.count_nonzero(bounds > most) >= size:
                if isinstance(root, Raised):
                    headed = PassageSet(some.in_headings())
                    root.gained = {why: gain(headed) for why, gain in gains.items()}
                    for gained in filter(None, root.gained.values()):
                        bounds += _align(gained, some.numbers)
                return some.keys(), bounds
    return every, limits(root, every)


def _least(bounds: Floats, size: int) -> Any:
    """The `size`-th of the bounds, the highest first."""
    return numpy.partition(bounds, len(bounds) - size)[len(bounds) - size]


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
            for gained in filter(None, scorer.gained.values()):
                raised += _align(gained, numbers.numbers)
            return raised
        case Occurrences() if scorer.bounded:
            held = scorer.holding(numbers)
            if isinstance(held, CountsTable):
                found = BM25F.scores_of_table(held, scorer.weight, scorer.index.text_norms)
                if len(held) == len(numbers):
                    return found
                aligned = numpy.zeros(len(numbers))
                aligned[numpy.searchsorted(numbers.numbers, held.numbers)] = found
                return aligned
    if type(scorer) is Scorer:
        return numpy.zeros(len(numbers))
    return _align(scorer.bounds(numbers), numbers.numbers)


def norms(bm25: Parameters, lengths: Sequence[int], mean: float) -> Floats:
    """The length normalisation of each text."""
    found: Floats = 1 - bm25.b + bm25.b * (numpy.asarray(lengths) / mean).clip(max=bm25.longest)
    return found


def _align(scores: Mapping[int, Any], numbers: Numbers) -> Floats:
    """The scores of some passages, for each of `numbers`; 0 where it has none."""
    given = numpy.fromiter(scores, numpy.int32, len(scores))
    values = numpy.fromiter(scores.values(), float, len(scores))
    places = PassageSet(numbers).places(given)
    aligned = numpy.zeros(len(numbers))
    aligned[places[places >= 0]] = values[places >= 0]
    return aligned
