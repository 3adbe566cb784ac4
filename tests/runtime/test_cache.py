"""Caches: what is kept and for how long, within their room, for threads that share them."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.runtime.cache import Remembered, memo


@given(st.lists(st.integers(0, 9)), st.integers(0, 30))
def test_what_is_remembered_is_what_is_found_and_fits(keys: list[int], room: int) -> None:
    asked: list[int] = []

    def make(key: int) -> str:
        asked.append(key)
        return "x" * key

    remembered = Remembered(make, room, len)
    for key in keys:
        before, known = len(asked), key in remembered
        assert remembered[key] == "x" * key and len(asked) - before == (not known)
        assert key in remembered and (sum(remembered) <= room or [*remembered] == [key])
    assert len(keys) < 2 or keys[-1] != keys[-2] or asked.count(keys[-1]) < keys.count(keys[-1])


@given(st.lists(st.integers(0, 9)), st.integers(0, 30))
def test_what_was_not_asked_for_the_longest_is_forgotten_first(keys: list[int], room: int) -> None:
    remembered: Remembered[int, str] = Remembered(lambda key: "x" * key, room, len)
    for place, key in enumerate(keys, 1):
        assert remembered[key] == "x" * key
        latest = list(dict.fromkeys(reversed(keys[:place])))
        assert [*reversed([*remembered])] == latest[: len(remembered)]


def recorded() -> tuple[Remembered[int, str], list[int]]:
    """A cache of five characters, and the keys that it asked for."""
    asked: list[int] = []

    def find(key: int) -> str:
        asked.append(key)
        return "x" * key

    return Remembered(find, 5, len), asked


def test_within_a_query_nothing_is_found_twice() -> None:
    remembered, asked = recorded()
    with memo():
        for key in (9, 8, 9, 8, 7, 9):
            assert remembered[key] == "x" * key
        with memo():
            assert remembered[8] == "x" * 8
    assert asked == [9, 8, 7] and [*remembered] == [7]
    assert remembered[9] and asked == [9, 8, 7, 9]


def test_what_is_kept_within_a_query_is_not_asked_for() -> None:
    remembered, asked = recorded()
    with memo():
        for key in (9, 8, 7):
            remembered.keep(key, "x" * key)
        assert all(key in remembered for key in (9, 8, 7))
        assert [len(remembered[key]) for key in (9, 8, 7)] == [9, 8, 7] and not asked
    assert [*remembered] == [7] and 9 not in remembered


def test_a_query_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.runtime.cache._MOST_IN_MEMO", 15)
    remembered, asked = recorded()
    with memo():
        for key in (9, 8, 7, 9, 8, 7):
            assert remembered[key] == "x" * key
    assert asked == [9, 8, 7, 8, 7]  # 9 alone fits, with 1 for its key


def test_threads_that_share_it_get_what_they_ask_for() -> None:
    remembered: Remembered[int, str] = Remembered(lambda key: "x" * key, 40, len)

    def ask(seed: int) -> bool:
        dice = random.Random(seed)
        return all(remembered[key] == "x" * key for key in dice.choices(range(30), k=3000))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert remembered._taken == sum(1 + key for key in remembered) <= 40
