"""Scorers of names that mean a place, plan or law, and of conditions on titles."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import TYPE_CHECKING

from ..query.ast import In, Phrase, Term
from .bm25 import idf
from .filters import MOSTLY, NAMED_FIELDS, having_short_name, holding
from .match import in_field, of_name
from .scorers import BM25F, CITED, Given, Scorer, Scores

if TYPE_CHECKING:
    from .protocol import Index


class EntityName(Scorer):
    """Passages that say a name; those `of` the place, plan or law that it means score more."""

    def __init__(self, what: str, said: Scorer, of: Scorer) -> None:
        super().__init__(what, said.numbers | of.numbers)
        self.said, self.of = said, of

    def scores(self, numbers: Set[int]) -> Scores:
        return self.said.scores(numbers - self.of.numbers) | self.of.scores(numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self.said.bounds(numbers - self.of.numbers) | self.of.scores(numbers)


class InTitles(Scorer):
    """Conditions on title fields: titles that equal the typed text come before those that hold it: 条:第十条 finds 第十条之一 later."""

    def __init__(self, index: Index, condition: In, typed: Term | Phrase, among: Set[int] | None) -> None:
        super().__init__(str(condition), in_field(index, condition, among))
        self._just = partial(having_short_name, index, condition.field, typed.text)
        self._whole = partial(holding, index, condition.field, Phrase(typed.text))

    def scores(self, numbers: Set[int]) -> Scores:
        just, whole = set(self._just(numbers)), set(self._whole(numbers))
        return {number: 1.0 * (number in whole) + (number in just) for number in whole | just}


def named_scorer(index: Index, what: str, said: Scorer, condition: In) -> Scorer:
    """The scorer of a name: `said` scores the passages that say it, `condition` finds those of what it means."""
    mostly = condition.field not in NAMED_FIELDS or index.shares[condition.field] >= MOSTLY
    total = len(index.order)
    gain = CITED * idf(0, total) if mostly else BM25F.most * idf(len(said.numbers), total)
    return EntityName(what, said, Given(str(condition), dict.fromkeys(of_name(index, condition), gain)))
