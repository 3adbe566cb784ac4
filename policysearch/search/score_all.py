"""The scores of all passages that match a query: for explanations, comparisons, other orders than the best first."""

from __future__ import annotations

from collections.abc import Callable, Set
from heapq import nsmallest
from typing import TYPE_CHECKING

from ..model.record import record
from ..query.ast import Query
from ..runtime.deadline import timely
from .match import respell_all
from .nearness import CLOSE, nearness
from .score import scores_of_matches
from .scorer_of_query import Scope, scorer
from .scorers import DRAFTED, Scorer, Scores

if TYPE_CHECKING:
    from .protocol import Index


@record
class Scored:
    """The passages that match a query."""

    scorer: Scorer
    scores: Scores  # of all that match, before the gains
    gains: Scores  # the gains of the best by proximity
    drafts: Set[int]  # whose scores and gains are multiplied by DRAFTED

    def in_order(self, index: Index) -> list[tuple[int, float]]:
        """The passages with their scores, best first; of equal scores in document order."""
        scores = self.scores | {number: self.scores[number] + gain for number, gain in self.gains.items()}
        return sorted(scores.items(), key=_order(index))


def ranking(index: Index, query: Query, hidden: Set[int] = frozenset()) -> list[tuple[int, float]]:
    """The passages that match with their scores, best first, equal ones in document order, without those `hidden`."""
    return [one for one in score_matches(index, query).in_order(index) if one[0] not in hidden]


def score_matches(index: Index, query: Query, narrow: bool = True) -> Scored:
    """The passages that match `query` in any of its spellings, with their scores; `narrow` as in Scope."""
    root = scorer(index, respell_all(query), Scope(narrow=narrow))
    scores_of, drafts = scores_of_matches(index, query, root)
    scores = scores_of(root.numbers)
    if len(root.required) < 2:
        return Scored(root, scores, {}, drafts)
    best = [number for number, _ in nsmallest(CLOSE, timely(scores.items()), key=_order(index))]
    gains = {
        number: nearness(index, root.required, number) * (DRAFTED if number in drafts else 1)
        for number in index.literal.prefetch(best)
    }
    return Scored(root, scores, gains, drafts)


def _order(index: Index) -> Callable[[tuple[int, float]], tuple[float, int]]:
    """The sort key of passages with their scores: falling score, then document order."""
    rank = index.rank
    return lambda one: (-one[1], rank[one[0]])
