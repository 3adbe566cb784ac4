"""The sums of what strings give to passages: the same as dictionaries and as arrays."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.search import question_ranker
from policysearch.search.accumulator_arrays import ArrayAccumulators
from policysearch.search.accumulators import _Dictionary
from policysearch.search.question import Question
from policysearch.search.searcher import Searcher
from policysearch.store.local.store import LocalKeeper
from tests.support.passages import some_passages

TEXTS = st.lists(
    st.sampled_from(["氢能", "产业", "发展", "长江", "2035年", "第一章", "R&D", "的"]), min_size=1, max_size=5
)


@given(
    some_passages("a", 12), TEXTS.map("".join), st.booleans(), st.sampled_from([1, 3, 2000]), st.sampled_from([2, 200])
)
def test_candidates_are_the_same_with_arrays(
    passages: list[Passage], typed: str, filtered: bool, accumulators: int, least: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        LocalKeeper().build(Path(folder), passages)
        reader = Searcher(LocalKeeper().open(Path(folder)))
        allowed = frozenset(range(0, len(reader), 2)) if filtered else None
        patch.setattr(question_ranker, "ACCUMULATORS", accumulators)
        patch.setattr(question_ranker, "LEAST", least)
        found = []
        for kind in (_Dictionary, ArrayAccumulators):
            patch.setattr(question_ranker, "accumulators", kind)
            ranked = question_ranker.candidates(Question(reader, [(typed, 1.0)]), allowed)
            found.append(list(ranked.scores.items()))
        reader.close()
    assert found[0] == found[1]
