"""docs/ranking.md gives the constants of the rankings their values in the code."""

from __future__ import annotations

import re
from fractions import Fraction
from types import ModuleType

import pytest

from policysearch.search import (
    filters,
    nearness,
    passage_context,
    plan,
    question,
    question_factors,
    question_ranker,
    relax,
    relevance_model,
    scorer_of_query,
    scorers,
    string_weights,
)
from tests.support.paths import ROOT

SOME_WORDS = (
    relax,
    plan,
    question_ranker,
    question_factors,
    relevance_model,
    passage_context,
    question,
    string_weights,
    filters,
)
ALL_WORDS = (scorers, nearness, scorer_of_query)
PARAMETERS = {"K1": "k1", "B": "b", "heading": "heading", "longest": "longest"}  # of scorers.BM25F


def rows(table: str) -> list[tuple[str, float]]:
    """The constants of a table with their values; several in a row are parted by commas."""
    found: list[tuple[str, float]] = []
    for names, values in re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|", table, re.M):
        told = [float(Fraction(value)) for value in re.sub(r"(\d),(\d{3})", r"\1\2", values).split(", ")]
        found += zip(re.findall(r"\w+", names), told, strict=True)
    return found


def tables() -> list[str]:
    page = (ROOT / "docs/ranking.md").read_text("utf-8")
    constants = page[page.index("## Constants") : page.index("## Sources")]
    return constants.split("Those of the first ranking")


def value(name: str, modules: tuple[ModuleType, ...]) -> set[object]:
    """What the modules that have a number of that name give it."""
    return {one for module in modules if isinstance(one := getattr(module, name, None), int | float)}


@pytest.mark.parametrize("name, told", rows(tables()[0]))
def test_constants_of_the_ranking_by_some_words(name: str, told: float) -> None:
    assert value(name, SOME_WORDS) == {told}


@pytest.mark.parametrize("name, told", rows(tables()[1]))
def test_constants_of_the_ranking_by_all_words(name: str, told: float) -> None:
    found = {getattr(scorers.BM25F, PARAMETERS[name])} if name in PARAMETERS else value(name, ALL_WORDS)
    assert found == {told}


def test_both_tables_have_rows() -> None:
    assert [len(rows(table)) > 8 for table in tables()] == [True, True]
