"""The best passages of a string that stands in many are those of the whole ranking, whatever is left unscored."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Set
from itertools import islice
from pathlib import Path

import pytest

from policysearch.query.ast import Phrase, Query, Term
from policysearch.query.parser import parse
from policysearch.search import accidents, best_of_string, score
from policysearch.search.score import best_first
from policysearch.search.score_all import ranking
from policysearch.search.scorers import Occurrences, Scores
from policysearch.search.searcher import Searcher
from policysearch.store.local.store import LocalKeeper
from tests.support.passages import passage

pytestmark = pytest.mark.usefixtures("numpy_on")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("version")
    dice = random.Random(5)
    words = ["氢能", "产业", "规定", "地区", "区长", "长江", "的", "第十条", "5", "75", "氢氢", "。"]
    some = []
    for number in range(900):
        heading = "".join(dice.choices(words, k=dice.choice((0, 0, 1, 2))))
        some.append(passage(number, "".join(dice.choices(words, k=dice.randint(1, 40))), heading))
    LocalKeeper().build(folder, some)
    return folder


@pytest.mark.parametrize("string", ["氢能", "规定", "区长", "长江", "的", "5", "55", "氢氢", "定地", "氢能产业"])
@pytest.mark.parametrize("count", [0, 1, 10, 50, 400])
def test_the_best_are_the_first_of_all(folder: Path, string: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "_MANY", 20)
    monkeypatch.setattr(best_of_string, "_AT_ONCE", 3)
    with contextlib.closing(Searcher(LocalKeeper().open(folder))) as searcher:
        query: Query
        for query in (Term(string), Phrase(string)):
            best = [*islice(best_first(searcher, query, count=count), count)]
            every = ranking(searcher, query)
            assert best == every[:count]


@pytest.mark.parametrize(
    "query",
    [
        "氢能 规定",
        "氢能 OR 长江",
        "氢能^2 的",
        "第十条 氢能",
        "氢能产业 的",
        "规定地区 -区长",
        "55 的",
        "title:氢能 的",
        "(氢能 OR 规定) 产业",
    ],
)
@pytest.mark.parametrize("count", [0, 1, 10, 150])
def test_the_best_of_several_are_the_first_of_all(
    folder: Path, query: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "_MANY", 20)
    monkeypatch.setattr(score, "_CHUNK", 3)
    with contextlib.closing(Searcher(LocalKeeper().open(folder))) as searcher:
        best = [*islice(best_first(searcher, parse(query)), count)]
        every = ranking(searcher, parse(query))
        assert best == every[:count]


def test_not_all_are_scored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "_MANY", 20)
    with contextlib.closing(Searcher(LocalKeeper().open(folder))) as searcher:
        scored: list[int] = []
        real = Occurrences.scores

        def noted(self: Occurrences, numbers: Set[int]) -> Scores:
            scored.append(len(numbers))
            return real(self, numbers)

        monkeypatch.setattr(Occurrences, "scores", noted)
        assert len([*islice(best_first(searcher, Term("氢能")), 10)]) == 10
        assert 0 < sum(scored) < searcher.literal.total("氢能") / 2


@pytest.mark.parametrize(
    "query", ["第十条 氢能", "氢能 AND 第十条", "氢能区长 长江", "氢能产业 规定地区", "75 AND 第十条"]
)
def test_pieces_among_few_passages_score_as_those_looked_for_everywhere(
    folder: Path, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(Searcher(LocalKeeper().open(folder))) as searcher:
        monkeypatch.setattr(accidents, "_CHEAPER", 10**9)
        everywhere = ranking(searcher, parse(query))
        monkeypatch.setattr(accidents, "_CHEAPER", 0)
        assert ranking(searcher, parse(query)) == everywhere
