"""Deadlines: any query ends at any check and is answered right the next time; values are made once."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

import policysearch
from policysearch import Index
from policysearch.model.errors import PolicySearchError, QueryTimeout, UnsupportedQueryError
from policysearch.query.ast import Not, Phrase, Wildcard, all_of, any_of
from policysearch.runtime.cache import Remembered, kept_property, once
from policysearch.runtime.deadline import calling, check, deadline, is_limited, timely
from policysearch.search import highlight
from policysearch.text.wildcard import expression
from tests.support.paths import ROOT

CORPUS = ROOT / "corpus"


@cache
def folder() -> Path:
    home = Path(mkdtemp()) / "index"
    Index.update([CORPUS], home)
    return home


@pytest.fixture
def index() -> Iterator[Index]:
    with Index.open(folder()) as opened:
        yield opened


def snippets(index: Index) -> Any:
    hit = index.search("氢能", 1).hits[0]
    query = policysearch.parse("氢能 OR 发展 OR 产业")
    return lambda: highlight.snippets(hit.passage, query)


#: What a program can ask an index, by name: each gets an index and gives a call that must look at the time.
CALLS: dict[str, Callable[[Index], Callable[[], Any]]] = {
    "search": lambda index: lambda: index.search("发展 建设"),
    "phrase": lambda index: lambda: index.search('"发展"'),
    "wildcard": lambda index: lambda: index.search("第?章"),
    "prefix": lambda index: lambda: index.search("第* OR 应* OR 人*"),
    "near": lambda index: lambda: index.search('"发展 建设"~50'),
    "filter": lambda index: lambda: index.search("发展 章:规划"),
    "question": lambda index: lambda: index.search("哪些区要建设氢能产业示范基地和加氢站？"),
    "most of the words": lambda index: lambda: index.search("氢能 养老床位 低空经济 河长制"),
    "citation": lambda index: lambda: index.search("民法典 第一百二十条"),
    "sorted": lambda index: lambda: index.search("发展", sort="date"),
    "grouped": lambda index: lambda: index.search("发展", group="document"),
    "facets": lambda index: lambda: index.facets("发展 OR 建设"),
    "did you mean": lambda index: lambda: index.did_you_mean("氢能产业示反基地"),
    "pinyin": lambda index: lambda: index.did_you_mean("qingnengchanye"),
    "parts": lambda index: lambda: index.parts("氢能 发展"),
    "compare": lambda index: lambda: index.compare(["氢能", "发展"], "document"),
    "explain": lambda index: lambda: index.explain("发展 建设", index.search("发展 建设").hits[0].passage.id),
    "suggest": lambda index: lambda: index.suggest("发"),
    "related": lambda index: lambda: index.related("氢能"),
    "similar": lambda index: lambda: index.similar(index.search("氢能").hits[0].passage.id),
    "snippets": snippets,
}


class Counter:
    """A checkpoint that counts, and raises at one of the checks."""

    def __init__(self, last: int | None = None) -> None:
        self.last, self.count = last, 0

    def __call__(self) -> None:
        self.count += 1
        if self.count == self.last:
            raise QueryTimeout(5)


@pytest.mark.parametrize("name", CALLS)
def test_whatever_is_asked_ends_at_any_check_and_is_answered_right_the_next_time(name: str) -> None:
    with Index.open(folder()) as fresh:
        call = CALLS[name](fresh)
        counter = Counter()
        with calling(counter):
            right = call()
        assert counter.count > 0, "the time is never looked at"
    for last in {1, 2, 3, counter.count // 2, counter.count} - {0}:
        with Index.open(folder()) as index:
            call = CALLS[name](index)
            checkpoint = Counter(last)
            try:
                with calling(checkpoint):
                    got = call()
            except QueryTimeout as error:
                assert error.code == "timeout" and "\n" not in str(error)
                got = right
            else:
                assert checkpoint.count < last  # something was made aside meanwhile, and there was less to wait for
            assert got == right and call() == right


def test_time_that_is_over_is_told_with_the_part_that_was_looked_for(index: Index) -> None:
    with pytest.raises(QueryTimeout) as caught, deadline(0):
        index.search("第* OR 应*")
    assert isinstance(caught.value, PolicySearchError) and caught.value.part == "第*"
    assert str(caught.value) == (
        "the query took longer than 0 s (at 第*): ask for fewer or rarer words, without wildcards, or for less at once"
    )
    assert index.search("第* OR 应*").total > 0 and not is_limited()


def test_a_query_has_a_bound_on_its_words(index: Index) -> None:
    words = [Wildcard(f"{chr(0x4E00 + n)}*") for n in range(1025)]
    assert index.search(any_of(words[:1024]), 1).total > 0
    for query in (
        any_of(words),
        all_of(words),
        Not(any_of(words)),
        any_of([Phrase(f"第{n}条") for n in range(1, 600)]),
    ):
        with pytest.raises(
            UnsupportedQueryError, match=r"at most 1024 words with their spellings, not .*; ask for less"
        ):
            index.search(query)
        with pytest.raises(UnsupportedQueryError):
            index.facets(query)
        with pytest.raises(UnsupportedQueryError):
            index.compare([query])


def test_of_two_deadlines_the_earlier_holds() -> None:
    for outer, inner in ((0, 100), (100, 0), (None, 0), (0, None)):
        with deadline(outer), pytest.raises(QueryTimeout), deadline(inner):
            check()
    with deadline(None), deadline(100):
        check()
        assert list(timely(range(1234), 100)) == list(range(1234))


def test_a_deadline_is_of_its_thread_alone() -> None:
    found = []
    with deadline(0):
        thread = threading.Thread(target=lambda: found.append(is_limited()))
        thread.start()
        thread.join()
    assert found == [False]


@pytest.mark.parametrize("pattern", ["发展*", "*发展*", "*发展", "第*", "gdp*", "*gdp*", "2035*", "r&d*", "*5", "产?*"])
def test_a_wildcard_at_the_ends_finds_what_its_expression_finds(index: Index, pattern: str) -> None:
    literal, sought = index._searcher.literal, expression(pattern)
    everywhere = {
        n: tuple(sum(1 for _ in sought.finditer(part)) for part in literal.parts(n)) for n in range(len(literal))
    }
    expected = {number: counts for number, counts in everywhere.items() if any(counts)}
    found = literal.match(pattern)
    assert {n: c for n, c in found.items() if n in expected} == expected
    # Besides, what begins in a heading and ends in the text on its line, as without a wildcard.
    bare = pattern.strip("*")
    assert all(bare in "".join(literal.parts(n)) for n in found.keys() - expected.keys())


def test_a_prefix_is_found_without_reading_the_passages(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.store.local.text_scan.expression", None)
    assert index.search("第* OR *展* OR *划").total > index.search("第*").total > 0


def test_what_finds_nothing_takes_room_too() -> None:
    remembered: Remembered[object, dict[str, int]] = Remembered(lambda key: {}, 1000, len)
    for n in range(50_000):
        assert remembered[f"query {n}"] == {}
    assert len(remembered) <= 1000 // len("query 49999") and list(remembered)[-1] == "query 49999"


def test_memory_stays_flat_over_queries_that_find_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = index._searcher
    homes = (reader, reader._store, reader.literal)
    caches = [value for home in homes for value in vars(home).values() if isinstance(value, Remembered)]
    caches = list({id(one): one for one in caches}.values())
    assert len(caches) >= 8
    for one in caches:
        one._room = 500
    letters = [chr(0x4E00 + n) for n in range(3000)]
    rng = random.Random(7)
    for _ in range(1500):
        index.search("".join(rng.sample(letters, 6)), 1, strict=True)
    assert all((len(one) <= 500 and one._taken <= 500) or len(one) == 1 for one in caches)


def test_room_is_counted_right_by_many_threads() -> None:
    remembered: Remembered[int, str] = Remembered(lambda key: "x" * (key % 7), 5000, len)

    def ask(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(20_000):
            key = rng.randrange(20_000)
            assert remembered[key] == "x" * (key % 7)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert remembered._taken == sum(1 + key % 7 for key in remembered) <= 5000


def test_what_is_kept_is_made_once_for_all_that_ask() -> None:
    made: list[int] = []
    kept: dict[str, int] = {}
    may_end = threading.Event()

    def make() -> int:
        made.append(1)
        assert may_end.wait(30)
        return 42

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(once(kept, "a", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    may_end.set()
    for thread in threads:
        thread.join()
    assert found == [42] * 5 and made == [1]


def test_what_is_kept_goes_on_being_made_when_a_deadline_has_passed() -> None:
    made: list[bool] = []
    kept: dict[str, int] = {}
    may_end = threading.Event()

    def make() -> int:
        made.append(is_limited())
        assert may_end.wait(30)
        return 42

    for _ in range(2):
        with pytest.raises(QueryTimeout), deadline(0.1):
            once(kept, "a", make)
    may_end.set()
    with deadline(30):
        assert once(kept, "a", make) == 42
    assert made == [False]  # once, and nobody's deadline ends it


def test_what_cannot_be_made_is_tried_again() -> None:
    class Home:
        tries = 0

        @kept_property
        def value(self) -> int:
            self.tries += 1
            if self.tries < 3:
                raise OSError(self.tries)
            return self.tries

    home = Home()
    for _ in range(2):
        with pytest.raises(OSError), deadline(30):
            home.value  # noqa: B018
    assert home.value == home.value == home.tries == 3
