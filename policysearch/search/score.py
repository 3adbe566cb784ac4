"""From a query tree to the passages that match it and their scores, the same for every store.

Each part of a query becomes a Scorer, which knows what it matches, scores it, and explains its scores.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F over the heading and the text; segmentation decides which places of a string count, so that accidents rank last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence, Set
from heapq import heapify, heappop, nsmallest
from typing import TYPE_CHECKING

from ..model.record import record
from ..query.ast import Phrase, Query, Term, positive_leaves
from ..query.citations import reference
from ..runtime.deadline import check, timely
from ..runtime.numpy_use import uses_numpy
from ..text.normalize import fold
from ..text.proximity import gap, places_of
from .accidents import overlaps
from .bm25 import idf
from .filters import DRAFT, words_of
from .match import respell_all
from .scorer_of_query import CITED, Scope, scorer
from .scorers import NEARNESS, SAFE, Scorer, Scores

if TYPE_CHECKING:
    from .protocol import Index

# Proximity: the best _CLOSE passages gain up to NEARNESS of the weight of their strings, half of that with _HALF characters between them. Of each string the first _PLACES places are tried.
_CLOSE, _HALF, _PLACES = 100, 10, 50

_MANY = 500  # passages with a string from which on not all are scored
_CHUNK = 16  # matching passages that are scored at once

DRAFTED = 0.5  # factor of the score of a draft whose final text is in the index


@record
class Scored:
    """The passages that match a query."""

    scorer: Scorer
    scores: Scores  # of all that match, or the best of them, before the gains
    gains: Scores  # the gains of the best by proximity
    drafts: Set[int]  # whose scores and gains are multiplied by DRAFTED
    total: int  # how many match

    def best(self, index: Index, count: int | None) -> list[tuple[int, float]]:
        """The best `count` passages (None: all) with their scores, best first; of equal scores in document order."""
        scores = self.scores | {number: self.scores[number] + gain for number, gain in self.gains.items()}
        candidates = self.gains if self.gains and count is not None and count <= len(self.gains) else scores
        key, some = _order(index, scores), timely(candidates)
        best = sorted(some, key=key) if count is None else nsmallest(count, some, key=key)
        return [(number, scores[number]) for number in best]


def ranking(index: Index, query: Query, count: int | None) -> tuple[list[tuple[int, float]], int]:
    """The best `count` passages (None: all) with their scores, best first, and how many match in all."""
    if count is not None and not uses_numpy():
        ways = respell_all(query)
        if isinstance(ways, Term | Phrase) and _is_one_string(index, ways):
            from .best_of_string import best_of_string

            if best := best_of_string(index, ways, count, _drafts(index, query), DRAFTED):
                return best
    found = score_matches(index, query, count)
    return found.best(index, count), found.total


def score_matches(index: Index, query: Query, count: int | None = None, narrow: bool = True) -> Scored:
    """The passages that match `query` in any of its spellings, with their scores, at least the best `count` (None: all) of them;
    `narrow` as in Scope.
    """
    root = scorer(index, respell_all(query), Scope(narrow=narrow))
    near = len(root.required) > 1
    drafts, tier = _drafts(index, query), CITED * idf(0, len(index.order))

    def scores_of(numbers: Set[int]) -> Scores:
        scores = dict.fromkeys(numbers, 0.0) | root.scores(numbers)
        for number in scores.keys() & drafts:
            scores[number] -= (1 - DRAFTED) * (scores[number] % tier)
        return scores

    if count is None or len(root.numbers) < _MANY:
        scores = scores_of(root.numbers)
    else:
        scores = _best_scores(root, index.rank, max(count, near * _CLOSE), scores_of)
    if not near:
        return Scored(root, scores, {}, drafts, len(root.numbers))
    best = nsmallest(_CLOSE, timely(scores), key=_order(index, scores))
    gains: Scores = {}
    most = SAFE * NEARNESS * sum(root.required.values())
    first: list[float] = []  # the highest scores with their gains, negative
    for number in index.literal.prefetch(best):
        if count is not None and len(first) >= count and (not count or scores[number] + most < -first[-1]):
            break
        gains[number] = _nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        if count is not None:
            insort(first, -scores[number] - gains[number])
            del first[count:]
    return Scored(root, scores, gains, drafts, len(root.numbers))


def _best_scores(root: Scorer, rank: Sequence[int], count: int, scores_of: Callable[[Set[int]], Scores]) -> Scores:
    """The scores of some matching passages, among them the best `count`: passages are scored in the order of their upper bounds,
    equal ones by `rank`.
    """
    if uses_numpy():
        from .score_arrays import best_scores

        return best_scores(root, rank, count, scores_of, _CHUNK)
    limits = dict.fromkeys(root.numbers, 0.0) | root.bounds(root.numbers)
    bounds = [(-bound, rank[number], number) for number, bound in limits.items()]
    heapify(bounds)
    scores: Scores = {}
    best: list[tuple[float, int]] = []  # the highest scores, negative, and the ranks of their passages
    while bounds and count and (len(best) < count or best[-1] > bounds[0]):
        check()
        some = scores_of({heappop(bounds)[-1] for _ in range(min(_CHUNK, len(bounds)))})
        scores |= some
        best = nsmallest(count, [*best, *((-score, rank[number]) for number, score in some.items())])
    return scores


def _drafts(index: Index, query: Query) -> Set[int]:
    """The passages of drafts whose final text is in the index too; none when `query` asks for drafts."""
    asked = any(DRAFT.search(str(leaf)) for leaf in positive_leaves(query))
    return frozenset[int]() if asked else index.drafts


def _is_one_string(index: Index, leaf: Term | Phrase) -> bool:
    """Whether a leaf is one string, no citation, that stands in many passages."""
    string = fold(leaf.text)
    if overlaps(string) or (isinstance(leaf, Term) and (reference(leaf.text) or words_of(index, string) != [string])):
        return False
    return index.literal.total(string) >= _MANY


def _order(index: Index, scores: Scores) -> Callable[[int], tuple[float, int]]:
    """The sort key of passages: falling score, then document order."""
    rank = index.rank
    return lambda number: (-scores[number], rank[number])


def _nearness(index: Index, weights: Mapping[str, float], number: int) -> float:
    """The gain of a passage in which strings of the query stand close together in heading or text."""
    check()
    best = 0.0
    for part in index.literal.parts(number):
        there = {string: starts for string in weights if (starts := places_of(string, part, _PLACES))}
        if len(there) > 1:
            weight = sum(weights[string] for string in there)
            best = max(best, NEARNESS * weight * _HALF / (_HALF + max(0, gap(there))))
    return best
