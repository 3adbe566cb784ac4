"""From a query tree to the passages that match it and their scores, the same for every store.

Each part of a query becomes a Scorer, which knows what it matches, scores it, and explains its scores.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F over the heading and the text; segmentation decides which places of a string count, so that accidents rank last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING

from ..query.ast import Phrase, Query, Term, positive_leaves
from ..query.citations import reference
from ..runtime.deadline import check
from ..runtime.numpy_use import uses_numpy
from ..text.normalize import fold
from ..text.proximity import overlaps
from .bm25 import idf
from .filters import DRAFT, words_of
from .match import respell_all
from .scorer_of_query import scorer
from .scorers import CITED, DRAFTED, Scorer, Scores

if TYPE_CHECKING:
    from .protocol import Index

_MANY = 500  # passages with a string from which on their counts are looked at first
_DEEPER = 4  # times as many passages are looked for when those before were not enough
_SOME = 64  # matching passages up to which a heap of their bounds is faster than arrays
_CHUNK = 16  # matching passages that are scored at once, at first


def best_first(
    index: Index, query: Query, root: Callable[[], Scorer] | None = None, count: int = 10
) -> Iterator[tuple[int, float]]:
    """The matches with their scores, best first, equal ones in document order; no more are scored than taken, about `count`.
    `root` gives the scorer of the query.
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
    scores_of, drafts = scores_of_matches(index, query, made)
    falling = _falling(index, made, scores_of)
    if len(made.required) > 1:
        from .nearness import closest_first

        falling = closest_first(index, made, falling, drafts)
    yield from islice(falling, done, None)


def scores_of_matches(index: Index, query: Query, root: Scorer) -> tuple[Callable[[Set[int]], Scores], Set[int]]:
    """A function that gives the scores of some matches of a query with that scorer, and the drafts."""
    drafts, tier = _drafts(index, query), CITED * idf(0, len(index.order))

    def scores_of(numbers: Set[int]) -> Scores:
        scores = dict.fromkeys(numbers, 0.0) | root.scores(numbers)
        for number in scores.keys() & drafts if drafts else ():
            scores[number] -= (1 - DRAFTED) * (scores[number] % tier)
        return scores

    return scores_of, drafts


def _falling(index: Index, root: Scorer, scores_of: Callable[[Set[int]], Scores]) -> Iterator[tuple[int, float]]:
    """The matches with their scores, best first, equal ones in document order. They are scored in the order of their upper
    bounds, and no sooner than one of them may be next.
    """
    waiting: list[tuple[float, int, int]] = []  # a heap of scored passages: score, negative; rank; passage
    rank = index.rank
    for some, beyond in _by_bounds(index, root):
        check()
        for number, score in scores_of(set(index.literal.prefetch(some))).items():
            heappush(waiting, (-score, rank[number], number))
        while waiting and (beyond is None or waiting[0][:2] < beyond):
            score, _, number = heappop(waiting)
            yield number, -score


def _by_bounds(index: Index, root: Scorer) -> Iterator[tuple[Set[int], tuple[float, int] | None]]:
    """The matches, some at a time, the highest upper bounds first, equal ones by rank; each time with the bound, negative, and the
    rank of the next, None after the last.
    """
    rank, chunk = index.rank, max(_CHUNK, index.literal.at_once)
    if len(root.numbers) <= chunk:
        return iter([(root.numbers, None)])
    if uses_numpy() and len(root.numbers) > _SOME:
        from .score_arrays import by_bounds

        return by_bounds(root, rank, chunk)
    return _by_heap(root, rank, chunk)


def _by_heap(root: Scorer, rank: Sequence[int], chunk: int) -> Iterator[tuple[Set[int], tuple[float, int] | None]]:
    limits = dict.fromkeys(root.numbers, 0.0) | root.bounds(root.numbers)
    bounds = [(-bound, rank[number], number) for number, bound in limits.items()]
    heapify(bounds)
    size = len(bounds)
    while bounds:  # each time as many as before: a far store is asked seldom
        some = {heappop(bounds)[-1] for _ in range(min(max(chunk, size - len(bounds)), len(bounds)))}
        yield some, bounds[0][:2] if bounds else None


def _drafts(index: Index, query: Query) -> Set[int]:
    """The passages of drafts whose final text is in the index too; none when `query` asks for drafts."""
    drafts = index.drafts
    asked = drafts and any(DRAFT.search(str(leaf)) for leaf in positive_leaves(query))
    return frozenset[int]() if asked else drafts


def _is_one_string(index: Index, leaf: Term | Phrase) -> bool:
    """Whether a leaf is one string, no citation, that stands in many passages."""
    string = fold(leaf.text)
    if overlaps(string) or (isinstance(leaf, Term) and (reference(leaf.text) or words_of(index, string) != [string])):
        return False
    return index.literal.total(string) >= _MANY
