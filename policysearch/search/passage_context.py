"""What the documents and neighbours of passages add to their scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import reduce
from operator import add

from .scorers import Scores
from .string_weights import Index

DOCUMENT, VOTES = 0.35, 5  # share of the mean score of the document's best passages
NEIGHBOUR = 0.1  # share of the score of the better of the passages before and after
# The share of its score that each of the best gives to its neighbours, how many give, and behind how many the neighbours rank.
LENT, LENDERS, AFTER = 0.75, 100, 20
_LESS = 1 - 1e-6


def votes(index: Index, plain: Scores) -> Scores:
    """For each passage what its document adds: a share of the mean score of the best passages there."""
    document = index.document
    own = list(map(document.__getitem__, plain))
    families: defaultdict[int, list[float]] = defaultdict(list)
    for family, score in zip(own, plain.values(), strict=True):
        families[family].append(score)
    votes = {
        family: DOCUMENT * (reduce(add, sorted(scores, reverse=True)[:VOTES]) if len(scores) > 1 else scores[0]) / VOTES
        for family, scores in families.items()
    }
    return dict(zip(plain, map(votes.__getitem__, own), strict=True))


def neighbours(index: Index, numbers: Iterable[int]) -> dict[int, list[int]]:
    """The passages before and after each of some in its document."""
    order, document, rank = index.order, index.document, index.rank
    last = len(order) - 1
    found: dict[int, list[int]] = {}
    for number in numbers:
        place, own = rank[number], document[number]
        found[number] = beside = []
        if place and document[before := order[place - 1]] == own:
            beside.append(before)
        if place < last and document[after := order[place + 1]] == own:
            beside.append(after)
    return found


def lend(final: Scores, best: Sequence[int], beside: Mapping[int, Sequence[int]], holding: Set[int]) -> Scores:
    """The scores that passages `beside` the `best` get from these, if they hold any of the words and the score is higher than their own;
    `best`: the first LENDERS by their `final` scores.
    """
    if len(best) <= AFTER:
        return {}
    most = final[best[AFTER]] * _LESS
    lent: dict[int, float] = {}
    for number in best:
        much = min(most, LENT * final[number])
        for other in beside[number]:
            if much > final.get(other, 0.0) and much > lent.get(other, 0.0) and other in holding:
                lent[other] = much
    return lent
