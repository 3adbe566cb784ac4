"""Ranking holds the floors it was measured at; benchmarks/relevance.py prints the figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.relevance import Figures, Judged, ask, figures, known, mean, planner
from policysearch.index.index import Index
from tests.support.paths import ROOT, SHARED

REAL = SHARED / "corpus"
pytestmark = pytest.mark.corpus
JUDGED = ROOT / "tests" / "data" / "relevance" / "planner.tsv"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    if not REAL.is_dir():
        pytest.skip("../shared/corpus is not there")
    folder = tmp_path_factory.mktemp("plans")
    Index.update([REAL], folder)
    with Index.open(folder) as index:
        yield index


def average(index: Index, judged: list[Judged]) -> Figures:
    return mean(figure for _, figure, _ in ask(index, judged))


def test_figures_are_those_of_the_books() -> None:
    """Worked out by hand."""
    found = figures(["x", "best", "y", "good"], {"best": 2, "good": 1, "missed": 1})
    assert found.reciprocal == 1 / 2
    assert found.gain == pytest.approx((3 / 1.5850 + 1 / 2.3219) / (3 + 1 / 1.5850 + 1 / 2), abs=1e-4)
    assert found.recall == pytest.approx(2 / 3)
    assert figures([], {"x": 1}) == Figures(0, 0, 0)


def known_items(index: Index) -> tuple[Figures, list[Judged]]:
    """Figures of the titles of 节, and the glossary terms whose definition is not among the first three."""
    sets = dict(known(index))
    missed = [one for one, figure, _ in ask(index, sets["glossary terms"]) if figure.reciprocal < 1 / 3]
    return average(index, sets["titles of 节"]), missed


def test_known_items_of_the_plans(plans: Index) -> None:
    titles, missed = known_items(plans)
    assert titles.reciprocal >= 0.97, titles
    assert not missed


def test_known_items_of_the_sample(index: Index) -> None:
    titles, missed = known_items(index)
    assert titles.reciprocal >= 0.97, titles
    assert not missed


def test_what_a_planner_asks(plans: Index) -> None:
    judged = planner(JUDGED)
    assert len(judged) == 60
    reached = average(plans, judged)
    assert reached.gain >= 0.90 and reached.reciprocal >= 0.95, reached


def test_what_someone_else_asks(plans: Index) -> None:
    judged = planner(JUDGED.with_name("blind.tsv"))
    assert len(judged) == 50
    reached = average(plans, judged)
    assert reached.gain >= 0.72 and reached.reciprocal >= 0.93, reached


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("氢能 产业", "氢能"),
        ("养老床位", "床位"),
        ("人工智能", "人工智能"),
        ("怎样提高居民的收入", "收入"),
        ("2030年研发经费要达到多少", "研发"),
    ],
)
def test_what_a_planner_asks_of_the_sample(index: Index, query: str, wanted: str) -> None:
    first = index.search(query, 1).hits[0].passage
    assert wanted in first.title + first.text
