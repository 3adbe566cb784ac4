"""From a query tree to the passages that match it and their scores, the same for every store.

Each part of a query becomes a Scorer, which knows what it matches, scores it, and explains its scores.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F over the heading and the text; words decide which places of a string count, so that an accident of
   two words ranks last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from heapq import heapify, heappop, heappush, nsmallest
from typing import TYPE_CHECKING

from ..model.record import record
from ..query.ast import Phrase, Query, Term, positive_leaves
from ..query.citations import reference
from ..runtime.deadline import check, timely
from ..runtime.vectors import on
from ..text.normalize import fold
from ..text.proximity import gap, places_of
from .accidents import overlaps
from .bm25 import idf
from .filters import DRAFT, words_of
from .match import respell_all
from .scorer_of_query import CITED, EVERYWHERE, Scope, scorer
from .scorers import BM25F, DEFINED, NEARNESS, Scorer, Scores

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .protocol import Index

# Strings that stand close together: the best _CLOSE passages gain up to NEARNESS of what their strings weigh, half of
# that when _HALF characters lie between them. Of each string, the first _PLACES places in a passage are tried.
_CLOSE, _HALF, _PLACES = 100, 10, 50

_MANY = 500  # passages with a string, of which not all are scored
_CHUNK = 16  # passages that match which are scored at once
_SAFE = 1.000001  # times a bound, for rounding
_AT_ONCE, _LOOKED = 16, 5000  # of them are scored at once, and at most until all are

DRAFTED = 0.5  # a draft whose final text is there keeps so much of what its words score


@record
class Scored:
    """The passages that match a query."""

    scorer: Scorer
    scores: Scores  # of all that match, or the best of them, before the gains
    gains: Scores  # what the best gain by nearness
    drafts: Set[int]  # whose scores and gains are DRAFTED
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
    if count is not None and not on() and (best := _best_of_string(index, query, count)):
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
    most = _SAFE * NEARNESS * sum(root.required.values())
    first: list[float] = []  # the highest scores with their gains, negative
    for number in index.literal.ahead(best):
        if count is not None and len(first) >= count and (not count or scores[number] + most < -first[-1]):
            break
        gains[number] = _nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        if count is not None:
            insort(first, -scores[number] - gains[number])
            del first[count:]
    return Scored(root, scores, gains, drafts, len(root.numbers))


def _best_scores(root: Scorer, rank: Sequence[int], count: int, scores_of: Callable[[Set[int]], Scores]) -> Scores:
    """The scores of some passages that match, among which are the best `count`: in turn those that may have most, of equal ones
    the first by `rank`.
    """
    if on():
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
    """The passages of drafts whose final text is there too; none when `query` asks for drafts."""
    asked = any(DRAFT.search(str(leaf)) for leaf in positive_leaves(query))
    return frozenset[int]() if asked else index.drafts


def _best_of_string(index: Index, query: Query, count: int) -> tuple[list[tuple[int, float]], int] | None:
    """The `ranking` of a query for one string that stands in many passages; None for any other.

    Most passages hold it once or twice, and cannot be among the best: they are told by their counts, and not scored.
    """
    ways = respell_all(query)
    if (
        not isinstance(ways, Term | Phrase)
        or overlaps(fold(ways.text))
        or (isinstance(ways, Term) and reference(ways.text))
    ):
        return None
    string = fold(ways.text)
    if isinstance(ways, Term) and words_of(index, string) != [string]:
        return None
    total, scope = index.literal.total(string), EVERYWHERE
    if total < _MANY:
        return None
    weight, length, mean = idf(total, len(index.order)), index.literal.length, index.mean_length
    bare = string.replace('"', "")
    classes = index.literal.by_counts(string)
    limits = {counts: _most(counts, weight) for counts in classes}
    left = sorted(limits, key=limits.__getitem__)  # the last is the next
    bounds: list[tuple[float, int]] = []  # a heap of passages by the most that each may score, negative
    best: list[tuple[float, int, int]] = []  # the best so far: score, negative; place in document order; passage
    drafts, rank, looked = _drafts(index, query), index.rank, 0
    while looked < _LOOKED:
        check()
        while left and (not bounds or limits[left[-1]] >= -bounds[0][0]):
            heading, text = left.pop()
            for number in timely(classes[heading, text]()):
                defined = heading and index.literal.has_heading(bare, number)
                bound = BM25F.saturate(BM25F.heading * heading + text / BM25F.norm(length(number), mean))
                heappush(bounds, (-_SAFE * weight * (bound + (defined and DEFINED)), number))
        if not bounds or (len(best) == count and (not best or best[-1][0] < bounds[0][0])):
            return [(number, -score) for score, _, number in best], total
        some = {heappop(bounds)[1] for _ in range(min(_AT_ONCE, len(bounds)))}
        looked += len(some)
        scores = dict.fromkeys(some, 0.0) | scorer(index, ways, replace(scope, among=some)).scores(some)
        for number in scores.keys() & drafts:
            scores[number] *= DRAFTED
        best = nsmallest(count, [*best, *((-score, rank[number], number) for number, score in scores.items())])
    return None  # many stand there by accident


def _most(counts: Counts, weight: float) -> float:
    """The most that a passage may score that holds a string of that weight so often."""
    heading, text = counts
    frequency = BM25F.heading * heading + text / (1 - BM25F.b)
    return _SAFE * weight * (BM25F.saturate(frequency) + DEFINED * (heading > 0))


def _order(index: Index, scores: Scores) -> Callable[[int], tuple[float, int]]:
    """What passages are sorted by: falling score, then document order."""
    rank = index.rank
    return lambda number: (-scores[number], rank[number])


def _nearness(index: Index, weights: Mapping[str, float], number: int) -> float:
    """What a passage gains when weighed strings of the query stand close together in its heading or text."""
    check()
    best = 0.0
    for part in index.literal.parts(number):
        there = {string: starts for string in weights if (starts := places_of(string, part, _PLACES))}
        if len(there) > 1:
            weight = sum(weights[string] for string in there)
            best = max(best, NEARNESS * weight * _HALF / (_HALF + max(0, gap(there))))
    return best
