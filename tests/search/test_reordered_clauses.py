"""Clauses of a quote that stand in another order: found, told as a difference, and never as what holds all words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.index.index import Index
from policysearch.search.reordered_clauses import clauses_in, find_reordered
from tests.support.small_index import index_of

FILES = {
    "车辆": "应急运输办法\n\n第一条 运输车辆的驾驶员连续驾驶不得超过4小时，每车配备2名驾驶员。\n"
    "第二条 从2025年9月1日起，城市居民标准调整为每人每月770元，农村居民标准调整为每人每月650元。\n",
    "车辆（2024）": "应急运输办法（2024年）\n\n第一条 从2024年9月1日起，城市居民标准调整为每人每月735元，农村居民标准调整为每人每月600元。\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("clauses"), FILES) as opened:
        yield opened


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "pasted"])
@pytest.mark.parametrize(
    ("piece", "article"),
    [
        ("每车配备2名驾驶员，运输车辆的驾驶员连续驾驶不得超过4小时", "1"),
        ("从2025年9月1日起，农村居民标准调整为每人每月650元，城市居民标准调整为每人每月770元", "2"),
        ("农村居民标准调整为每人每月650元；城市居民标准调整为每人每月770元。", "2"),
    ],
)
def test_clauses_that_changed_places_are_a_difference(index: Index, piece: str, article: str, quoted: bool) -> None:
    found = index.search(f"“{piece}”" if quoted else piece)
    first = found.hits[0]
    assert (first.passage.document, first.passage.id[-1], found.exact, found.relaxed) == (
        "应急运输办法",
        article,
        0,
        True,
    )
    assert first.altered and first.altered.quoted_marks and first.altered.printed_marks
    for text, marks in (
        (first.altered.quoted, first.altered.quoted_marks),
        (first.altered.printed, first.altered.printed_marks),
    ):
        assert all(text[a:b] in "，".join(clauses_in(piece)) for a, b in marks)


@pytest.mark.parametrize(
    "piece", ["运输车辆的驾驶员连续驾驶不得超过4小时，每车配备2名驾驶员", "每车、驾驶员、连续驾驶、车辆"]
)
def test_what_stands_there_and_a_list_of_words_are_no_difference(index: Index, piece: str) -> None:
    found = index.search(piece)
    assert found.hits and not found.altered and not found.hits[0].altered


CLAUSES = st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=2, max_size=6)


@given(CLAUSES, st.randoms(use_true_random=False), st.text("甲乙戊", max_size=3), st.text("甲乙戊", max_size=3))
def test_pairs_are_equal_characters_in_order_of_all_clauses_side_by_side(
    clauses: list[str], random: object, before: str, after: str
) -> None:
    order = [*clauses]
    random.shuffle(order)  # type: ignore[attr-defined]
    text, piece = before + "".join(order) + after, "".join(clauses)
    if not (found := find_reordered(clauses, text)):
        return
    start, pairs = found
    assert sorted(text[start : start + len(piece)]) == sorted(piece)
    assert all(piece[a] == text[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert 0 < len(pairs) <= len(piece)


@given(st.permutations(["应当报告", "不得侵占", "每月二百元", "可以免费"]))
def test_any_order_but_the_printed_one_is_found(order: list[str]) -> None:
    printed = ["应当报告", "不得侵占", "每月二百元", "可以免费"]
    found = find_reordered(order, "前" + "".join(printed) + "后")
    assert (found is None) == (order == printed)
    assert found is None or found[0] == 1


def test_clauses_that_do_not_stand_side_by_side_are_not_found() -> None:
    assert find_reordered(["甲乙丙", "丁戊"], "丁戊，甲乙丙") is None
    assert find_reordered(["甲乙丙"], "甲乙丙") is None
    assert find_reordered(["甲乙丙", "丁戊"], "甲乙丙") is None
