"""Documents of thirteen kinds, written with their outlines and fields before they were read; see tests/support/genre_sets.py."""

from __future__ import annotations

import pytest

from tests.structure.test_tree_builder import assert_nothing_lost, source
from tests.support.genre_sets import Case, cases, outline, parsed, wrong_fields
from tests.support.paths import ROOT

CASES = [case for path in sorted((ROOT / "tests" / "sets").glob("*.txt")) for case in cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_headings_and_fields_of_a_document_are_those_read_by_hand(case: Case) -> None:
    documents = parsed(case)
    assert outline(documents) == case.outline
    assert wrong_fields(case, documents) == {}
    assert len(documents) == 1
    assert_nothing_lost(source(case.text), documents)


def test_the_set_is_wide() -> None:
    kinds = {case.kind for case in CASES}
    assert len(CASES) >= 60 and len(kinds) >= 10
    assert all(sum(case.kind == kind for case in CASES) >= 3 for kind in kinds)
