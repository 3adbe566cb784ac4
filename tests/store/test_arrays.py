"""Arrays of passages are the sets and dictionaries that they stand for."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Callable, Mapping, Set
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

numpy = pytest.importorskip("numpy")

from policysearch.runtime import numpy_use  # noqa: E402
from policysearch.search.bm25 import Parameters  # noqa: E402
from policysearch.search.score_arrays import norms  # noqa: E402
from policysearch.search.scorers import BM25F  # noqa: E402
from policysearch.store import arrays  # noqa: E402

SETS = st.frozensets(st.integers(0, 200), max_size=80)
COUNTS = st.dictionaries(st.integers(0, 200), st.tuples(st.integers(0, 3), st.integers(0, 9)).filter(any), max_size=80)
OPERATORS = (operator.and_, operator.or_, operator.sub)


def array_set(numbers: Set[int]) -> arrays.PassageSet:
    return arrays.PassageSet(numpy.array(sorted(numbers), numpy.int32))


def table(counts: Mapping[int, tuple[int, int]]) -> arrays.CountsTable:
    numbers = sorted(counts)
    columns = numpy.array([counts[number] for number in numbers], numpy.int32).reshape(-1, 2).T
    return arrays.CountsTable(numpy.array(numbers, numpy.int32), *columns)


@given(SETS, SETS, st.sampled_from(OPERATORS))
def test_sets_of_arrays_are_sets(one: frozenset[int], other: frozenset[int], how: Callable[[Any, Any], Any]) -> None:
    expected = how(one, other)
    pairs = [
        (array_set(one), array_set(other)),
        (array_set(one), other),
        (one, array_set(other)),
        (set(one), array_set(other)),
    ]
    for mine, yours in pairs:
        found = how(mine, yours)
        assert (set(found), len(found)) == (expected, len(expected))
    assert set(array_set(one)) == one
    assert [number in array_set(one) for number in range(201)] == [number in one for number in range(201)]
    assert {number: array_set(one).place(number) for number in one} == {n: at for at, n in enumerate(sorted(one))}


@given(COUNTS, SETS)
def test_tables_are_dictionaries(counts: dict[int, tuple[int, int]], some: frozenset[int]) -> None:
    found = table(counts)
    assert (
        dict(found) == dict(found.items()) == counts
        and set(found.keys()) == counts.keys()
        and len(found) == len(counts)
    )
    assert sorted(found.values()) == sorted(counts.values())
    expected = {number: counts[number] for number in some & counts.keys()}
    assert dict(found.among(some)) == dict(found.among(array_set(some))) == expected
    assert found.among(found.keys()) is found
    assert set(found.in_headings()) == {number for number, (heading, _) in counts.items() if heading}
    for heading, text in ((True, False), (False, True)):
        masked = {number: (h * heading, t * text) for number, (h, t) in counts.items()}
        assert dict(found.within(heading, text)) == {number: both for number, both in masked.items() if any(both)}
    with pytest.raises(KeyError):
        found[201]


@given(COUNTS, COUNTS)
def test_equal_counts_are_told_apart(places: dict[int, tuple[int, int]], words: dict[int, tuple[int, int]]) -> None:
    postings = [{number: float(both[part]) for number, both in words.items() if both[part]} for part in (0, 1)]
    tables = [
        arrays.PostingsTable(
            numpy.array(sorted(one), numpy.int32), numpy.array([one[n] for n in sorted(one)], numpy.int32)
        )
        for one in postings
    ]
    expected = {number: both for number, both in places.items() if both == words.get(number, (0, 0))}
    assert dict(tables[1]) == postings[1]
    given_ = arrays.CountsTable.of(places)
    assert dict(given_) == places and list(given_) == sorted(places)
    for headings, texts in (postings, tables, (postings[0], tables[1])):
        same = arrays.equal(given_, headings, texts)
        assert dict(given_.where(same)) == expected
        others = given_.where(~same)
        assert dict(given_.where(same).others_of(places)) == dict(others) and dict(others.others_of(places)) == expected
        assert dict(given_.where(same).with_counts(others)) == {n: both for n, both in places.items() if any(both)}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=300), st.data())
def test_codes_are_counted(codes: list[int], data: st.DataObject) -> None:
    numbers = data.draw(st.frozensets(st.integers(0, len(codes) - 1)))
    expected = {code: sum(codes[n] == code for n in numbers) for code in {codes[n] for n in numbers}}
    assert arrays.count_codes(codes, array_set(numbers)) == expected
    assert arrays.Runs(codes).count(array_set(numbers), codes) == {code: expected.get(code, 0) for code in codes}
    shared = {n: code for n, code in enumerate(codes) if code}
    there = [shared[n] for n in numbers if n in shared]
    classes = [[n for n in shared if shared[n] == code] for code in dict.fromkeys(shared.values())]
    assert arrays.Classes(classes).among(array_set(numbers)) == (len(there), len(set(there)))


@given(COUNTS, st.floats(0.01, 30), st.floats(1, 5000), st.data())
@settings(max_examples=200)
def test_scores_are_equal_to_the_last_bit(
    counts: dict[int, tuple[int, int]], weight: float, mean: float, data: st.DataObject
) -> None:
    lengths = data.draw(st.lists(st.integers(0, 10**6), min_size=201, max_size=201))
    for parameters in (BM25F, Parameters(0.6, 0.6)):
        one_by_one = parameters.scores(counts, weight, lengths.__getitem__, mean)
        found = table(counts)
        at_once = parameters.scores_of_table(found, weight, norms(parameters, array("I", lengths), mean))
        assert dict(zip(found.numbers.tolist(), at_once.tolist(), strict=True)) == one_by_one


def test_numpy_is_imported_when_that_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_use, "_state", {"left": 10_000, "on": 0})
    assert not any(numpy_use.worth(599) for _ in range(100)) and not numpy_use.uses_numpy()
    assert [numpy_use.worth(4000) for _ in range(4)] == [False, False, True, True] and numpy_use.uses_numpy()
    assert numpy_use.worth(150) and not numpy_use.worth(149)


def test_numpy_is_imported_after_some_queries_also_where_no_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_use, "_state", {"left": numpy_use._PRICE, "on": 0})
    numpy_use.count_query()
    assert not numpy_use.uses_numpy()  # a command asks once
    for _ in range(4):
        numpy_use.count_query()
    assert numpy_use.uses_numpy()


def test_without_numpy_no_list_is_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_use, "_state", {"left": 10, "on": 0})
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    assert not numpy_use.worth(10_000) and not numpy_use.worth(10_000) and not numpy_use.uses_numpy()
