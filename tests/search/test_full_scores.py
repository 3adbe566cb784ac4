"""Passages of a question are scored in full the same with dictionaries and with arrays."""

from __future__ import annotations

from array import array
from dataclasses import fields, replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.search import question_ranker
from policysearch.search.full_scores import FullScores
from policysearch.search.question import Question
from policysearch.search.searcher import Searcher
from policysearch.search.string_weights import Index
from policysearch.store.memory import MemoryStore
from tests.support.passages import some_passages

pytest.importorskip("numpy")

WORDS = st.lists(
    st.sampled_from(["氢能", "产业", "发展", "长江", "2035年", "第一章", "多久", "的"]), min_size=1, max_size=6
)


@given(
    some_passages("a", 14),
    some_passages("b", 9),
    st.lists(WORDS.map("".join), min_size=3, max_size=9),
    WORDS.map("".join),
    st.sampled_from([(3, 1), (6, 4), (250, 50)]),
    st.booleans(),
)
def test_full_scores_are_the_same_with_arrays(
    some: list[Passage], others: list[Passage], texts: list[str], typed: str, most: tuple[int, int], filtered: bool
) -> None:
    # Each source is one document, so that passages have neighbours.
    passages = [
        replace(one, document_id=one.source, text=texts[n % len(texts)])
        for n, one in enumerate(reversed([*some, *others]))
    ]
    # The order is not that of the numbers, and kept in arrays, as in the local store.
    store = MemoryStore(passages)
    store.order = array("I", store.order)
    store.__dict__["rank"] = array("I", sorted(store.order, key=store.order.__getitem__))
    reader = Searcher(store)
    index = cast(Index, reader)
    allowed = frozenset(range(0, len(reader), 2)) if filtered else None
    first = question_ranker.candidates(Question(index, [(typed, 1.0)]), allowed).scores
    found = []
    for arrays in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(question_ranker, "uses_numpy", lambda: arrays)  # noqa: B023
            for module in ("question_ranker", "full_score_arrays"):
                for name, value in zip(("CLOSELY", "NEAR"), most, strict=True):
                    patch.setattr(f"policysearch.search.{module}.{name}", value)
            patch.setattr("policysearch.search.passage_context.AFTER", 2)
            found.append(question_ranker.score_in_full(Question(index, [(typed, 1.0)]), first, allowed))
    one, other = found
    for field in fields(FullScores):
        if field.name not in ("pool", "factors"):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    assert [(f.why, f.factor, set(f.numbers)) for f in one.factors] == [
        (f.why, f.factor, set(f.numbers)) for f in other.factors
    ]
