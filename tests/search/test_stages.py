"""benchmarks/questions.py watches functions that are there, and ranks as a search does."""

from __future__ import annotations

from operator import attrgetter
from pkgutil import resolve_name

import pytest

from benchmarks import questions
from policysearch.index.index import Index


def test_every_function_of_a_stage_is_there() -> None:
    for places in questions._STAGES.values():
        for module, _, names in (place.partition(":") for place in places.split()):
            assert all(map(callable, map(resolve_name, (f"policysearch.{module}:{name}" for name in names.split(",")))))


@pytest.mark.parametrize("query", ["如何推进氢能产业发展", "氢能"])
def test_the_best_are_those_of_the_answer(index: Index, query: str) -> None:
    best = [index._searcher.passage_at(number) for number in questions.rank(index, query, 10)]
    assert best == [*map(attrgetter("passage"), index.search(query, 10))]
