"""From a query tree to the passages that match it and their scores, the same for every store.

Each part of a query becomes a Scorer, which knows what it matches, scores it, and explains its scores.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F over the heading and the text; segmentation decides which places of a string count, so that accidents rank last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from heapq import heapify, heappop, heappush, nsmallest
from itertools import islice
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

_MANY = 500  # passages with a string from which on their counts are looked at first
_DEEPER = 4  # times as many passages are looked for when those before were not enough
_CHUNK = 16  # matching passages that are scored at once, at first

DRAFTED = 0.5  # factor of the score of a draft whose final text is in the index


@record
class Scored:
    """The passages that match a query."""

    scorer: Scorer
    scores: Scores  # of all that match, before the gains
    gains: Scores  # the gains of the best by proximity
    drafts: Set[int]  # whose scores and gains are multiplied by DRAFTED

    def ranked(self, index: Index) -> list[tuple[int, float]]:
        """The passages with their scores, best first; of equal scores in document order."""
        scores = self.scores | {number: self.scores[number] + gain for number, gain in self.gains.items()}
        return sorted(scores.items(), key=_order(index))


def ranking(index: Index, query: Query, hidden: Set[int] = frozenset()) -> list[tuple[int, float]]:
    """The passages that match with their scores, best first, equal ones in document order, without those `hidden`."""
    return [one for one in score_matches(index, query).ranked(index) if one[0] not in hidden]


def best_first(
    index: Index, query: Query, root: Callable[[], Scorer] | None = None, count: int = 10
) -> Iterator[tuple[int, float]]:
    """The same, one after the other; no more are scored than are taken. `root` gives the scorer of the query, which is made where
    there is none; `count`: about how many are taken.
    """
    done, ways = 0, respell_all(query)
    if not uses_numpy() and isinstance(ways, Term | Phrase) and _is_one_string(index, ways):
        from .best_of_string import best_of_string

        count = max(count, 1)
        while (best := best_of_string(index, ways, count, _drafts(index, query), DRAFTED)) is not None:
            yield from best[done:]
            if len(best) < count:
                return
            done, count = count, _DEEPER * count
    made = root() if root else scorer(index, ways)
    scores_of, drafts = _scores_of(index, query, made)
    falling = _falling(made, index.rank, scores_of)
    yield from islice(_closest(index, made, falling, drafts) if len(made.required) > 1 else falling, done, None)


def _closest(
    index: Index, root: Scorer, falling: Iterator[tuple[int, float]], drafts: Set[int]
) -> Iterator[tuple[int, float]]:
    """The passages `falling` by their scores, the first _CLOSE of them with their gains by proximity."""
    most = SAFE * NEARNESS * sum(root.required.values())
    scores: Scores = {}
    waiting: list[tuple[float, int, int]] = []  # a heap: score with its gain, negative; rank; passage

    def ahead() -> Iterator[int]:
        for number, score in islice(falling, _CLOSE):
            scores[number] = score
            yield number

    for number in index.literal.prefetch(ahead()):
        score = scores[number]
        while waiting and score + most < -waiting[0][0]:
            gained, _, first = heappop(waiting)
            yield first, -gained
        gained = score + _nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        heappush(waiting, (-gained, index.rank[number], number))
    while waiting:
        gained, _, first = heappop(waiting)
        yield first, -gained
    yield from falling


def score_matches(index: Index, query: Query, narrow: bool = True) -> Scored:
    """The passages that match `query` in any of its spellings, with their scores; `narrow` as in Scope."""
    root = scorer(index, respell_all(query), Scope(narrow=narrow))
    scores_of, drafts = _scores_of(index, query, root)
    scores = scores_of(root.numbers)
    if len(root.required) < 2:
        return Scored(root, scores, {}, drafts)
    best = [number for number, _ in nsmallest(_CLOSE, timely(scores.items()), key=_order(index))]
    gains = {
        number: _nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        for number in index.literal.prefetch(best)
    }
    return Scored(root, scores, gains, drafts)


def _scores_of(index: Index, query: Query, root: Scorer) -> tuple[Callable[[Set[int]], Scores], Set[int]]:
    """A function that gives the scores of some matches of a query with that scorer, and the drafts."""
    drafts, tier = _drafts(index, query), CITED * idf(0, len(index.order))

    def scores_of(numbers: Set[int]) -> Scores:
        scores = dict.fromkeys(numbers, 0.0) | root.scores(numbers)
        for number in scores.keys() & drafts if drafts else ():
            scores[number] -= (1 - DRAFTED) * (scores[number] % tier)
        return scores

    return scores_of, drafts


def _falling(root: Scorer, rank: Sequence[int], scores_of: Callable[[Set[int]], Scores]) -> Iterator[tuple[int, float]]:
    """The matches with their scores, best first, equal ones by `rank`. They are scored in the order of their upper bounds, and no
    sooner than one of them may be next.
    """
    waiting: list[tuple[float, int, int]] = []  # a heap of scored passages: score, negative; rank; passage
    for some, beyond in _by_bounds(root, rank):
        check()
        for number, score in scores_of(some).items():
            heappush(waiting, (-score, rank[number], number))
        while waiting and (beyond is None or waiting[0][:2] < beyond):
            score, _, number = heappop(waiting)
            yield number, -score


def _by_bounds(root: Scorer, rank: Sequence[int]) -> Iterator[tuple[Set[int], tuple[float, int] | None]]:
    """The matches, some at a time, the highest upper bounds first, equal ones by `rank`; each time with the bound, negative, and the
    rank of the next, None after the last.
    """
    if len(root.numbers) <= _CHUNK:
        return iter([(root.numbers, None)])
    if uses_numpy():
        from .score_arrays import by_bounds

        return by_bounds(root, rank, _CHUNK)
    return _by_heap(root, rank)


def _by_heap(root: Scorer, rank: Sequence[int]) -> Iterator[tuple[Set[int], tuple[float, int] | None]]:
    limits = dict.fromkeys(root.numbers, 0.0) | root.bounds(root.numbers)
    bounds = [(-bound, rank[number], number) for number, bound in limits.items()]
    heapify(bounds)
    while bounds:
        some = {heappop(bounds)[-1] for _ in range(min(_CHUNK, len(bounds)))}
        yield some, bounds[0][:2] if bounds else None


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


def _order(index: Index) -> Callable[[tuple[int, float]], tuple[float, int]]:
    """The sort key of passages with their scores: falling score, then document order."""
    rank = index.rank
    return lambda one: (-one[1], rank[one[0]])


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
