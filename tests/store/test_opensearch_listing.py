"""What is asked of a cluster before strings are counted, and how its answers are put together; without a cluster."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from policysearch.query.parser import parse
from policysearch.query.variants import respell
from policysearch.runtime import numpy_use
from policysearch.search.counted_strings import counted_strings
from policysearch.search.searcher import Searcher
from policysearch.store.local.inverter import key, prepare
from policysearch.store.memory import MemoryStore
from policysearch.store.opensearch import listing
from policysearch.store.opensearch.connection import Connection
from policysearch.store.opensearch.facts import Facts
from policysearch.store.opensearch.listing import Asked, list_all, list_matches, numbers_of, table
from policysearch.store.opensearch.text import PhraseIndex, Rows, split_word
from tests.support.passages import passage


class Cluster:
    """Answers every search with the numbers in its range that `scores` has, on two shards; keeps the requests."""

    reading = Connection.reading

    def __init__(self, scores: Mapping[int, int]) -> None:
        self.scores = scores
        self.requests: list[Sequence[dict[str, Any]]] = []

    def searches(self, index: str, bodies: Sequence[dict[str, Any]], filter_path: str) -> list[Any]:
        self.requests.append(bodies)
        return [self._answer(body) for body in bodies]

    def _answer(self, body: dict[str, Any]) -> dict[str, Any]:
        if "aggs" not in body:
            return {"hits": {"total": {"value": len(self.scores)}}}
        within = body["query"]["bool"]["filter"][0]["range"]["n"]
        shards: list[dict[str, list[int]]] = [{}, {}]
        for number, score in self.scores.items():
            if within["gte"] <= number < within["lt"]:
                shards[number % 2].setdefault(str(score), []).append(number)
        return {"aggregations": {"by_score": {"value": shards}}}


def connection(scores: Mapping[int, int]) -> tuple[Connection, Cluster]:
    made = Cluster(scores)
    return cast("Connection", made), made


def test_long_lists_are_asked_for_in_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 10)
    scores = {number: number % 3 for number in range(95)}
    made, cluster = connection(scores)
    found = list_matches(made, "x", 100, {"match_all": {}}, 95)
    assert numbers_of(found) == list(range(95))
    assert all(scores[number] == score for score, numbers in found.items() for number in numbers)
    assert [len(bodies) for bodies in cluster.requests] == [1] * 10
    assert numbers_of(list_matches(made, "x", 0, {"match_all": {}}, 0)) == []


def test_several_queries_go_in_one_request_unless_their_answers_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 10)
    monkeypatch.setattr(listing, "_SEARCHES", 4)
    made, cluster = connection({3: 1, 4: 1})
    found: list[Any] = []
    asked = [Asked({}, most, found.append) for most in (4, 4, 4, 1, 1, 1, 1, 1)]
    list_all(made, "x", 9, [*asked, Asked({}, 0, found.append, counted=True)])
    assert [len(bodies) for bodies in cluster.requests] == [2, 4, 3]
    assert found[-1] == 2 and all(numbers_of(one) == [3, 4] for one in found[:-1]) and len(found) == 9


def test_counts_are_the_same_with_arrays_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    dice = random.Random(4)
    scores = {number: dice.choice([1, 2, 4097, 8194]) for number in dice.sample(range(5000), 900)}
    classes = {score: [n for n, own in scores.items() if own == score] for score in set(scores.values())}
    found = []
    for on in (0, 1):
        monkeypatch.setitem(numpy_use._state, "on", on)
        monkeypatch.setitem(numpy_use._state, "left", 10**9)
        counts = table([(divmod(score, 4096), numbers) for score, numbers in classes.items()])
        headings, texts = split_word(classes)
        found.append([list(one.items()) for one in (counts, headings, texts)])
        assert isinstance(counts, dict) is not bool(on)
    assert found[0] == found[1]
    assert found[0][0] == [(number, divmod(scores[number], 4096)) for number in sorted(scores)]


def texts() -> tuple[PhraseIndex, Cluster]:
    """9,000 passages that hold 规定, every hundredth 担保 too; the cluster finds the latter, whatever it is asked."""
    held = [passage(n, "担保规定" if n % 100 == 0 else "规定") for n in range(9000)]
    facts = Facts()
    facts.add(prepare("", held), range(9000))
    facts.place([(key(one), number) for number, one in enumerate(held)], lambda number: ("", 0, 0, ""))
    made, cluster = connection(dict.fromkeys(range(0, 9000, 100), 1))
    rows = Rows(made, "x", AssertionError)  # type: ignore[arg-type]
    return PhraseIndex(made, "x", facts, facts.order(), rows), cluster


def test_a_frequent_string_is_counted_only_where_the_first_of_its_group_stands() -> None:
    index, cluster = texts()
    list_all(index._connection, "x", 9000, index.expect([["担保", "规定"], ["没有"]]))
    first, beside = cluster.requests[0]
    assert len(cluster.requests) == 1 and "规定" not in str(first)
    query = beside["query"]["bool"]["must"][0]["function_score"]["query"]
    assert query["bool"]["filter"] == [{"term": {"both": {"value": "担保", "boost": 1}}}]
    numbers = {100, 300}
    assert index.count("担保").keys() == index.passages("担保") == set(range(0, 9000, 100))
    assert index.among("规定", numbers) == index.among("担保", numbers) == dict.fromkeys(numbers, (0, 1))
    assert [*index.expect([["担保", "规定"]])] == [] and len(cluster.requests) == 1


def test_how_many_hold_a_pair_is_known_here_and_what_stands_nowhere_is_not_asked_for() -> None:
    index, cluster = texts()
    assert [index.total(one) for one in ("规定", "担", "担保规", "没有", "保规定没")] == [9000, 90, 90, 0, 0]
    assert len(cluster.requests) == 1  # 担保规
    assert not index.count("没有") and not [*index.holding_all(("规定", "没有"))] and not index.among("没有", {1})
    assert len(cluster.requests) == 1


@pytest.mark.parametrize(
    ("query", "groups"),
    [
        ("规定", [["规定"]]),
        ('担保 "规定"', [["担保", "规定"]]),
        ("担保 NOT 规定", [["担保", "规定"]]),
        ("担保 OR 规定", [["担保"], ["规定"]]),
        ("title:规定", [["规定"]]),
        ("year:2020 (担保 OR 规定)", [[], ["担保"], ["规定"]]),
        ("规* 担保", [["担保"]]),
    ],
)
def test_the_strings_of_a_query(query: str, groups: list[list[str]]) -> None:
    index = Searcher(MemoryStore([passage(1, "担保和规定,规定")]))
    assert [list(one) for one in counted_strings(index, respell(parse(query)))] == groups
