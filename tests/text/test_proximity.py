"""Strings that stand close together."""

from __future__ import annotations

import pytest

from policysearch.search.nearness import gap
from policysearch.text.proximity import close, within


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"氢能": [0], "产业": [2]}, 0),
        ({"氢能": [0, 20], "产业": [10, 23]}, 1),
        ({"产业": [10], "氢能": [0, 13]}, 1),
        ({"氢能产业": [4], "产业": [6]}, -2),
        ({"a": [0, 9], "bb": [3], "c": [6]}, 3),
    ],
)
def test_gap(places: dict[str, list[int]], expected: int) -> None:
    assert gap(places) == expected


@pytest.mark.parametrize(
    ("text", "strings", "distance", "found"),
    [
        ("a..b", ["a", "b"], 2, [(0, 1, "a"), (3, 4, "b")]),
        ("a..b", ["a", "b"], 1, []),
        ("b.a....b", ["a", "b"], 1, [(2, 3, "a"), (0, 1, "b")]),
        ("a.b.a", ["a", "b"], 1, [(0, 1, "a"), (2, 3, "b"), (4, 5, "a"), (2, 3, "b")]),
        ("aab", ["aa", "ab"], 0, [(0, 2, "aa"), (1, 3, "ab")]),
        ("a", ["a", "b"], 9, []),
        ("a", ["a", ""], 9, []),
    ],
)
def test_what_stands_within_a_distance(
    text: str, strings: list[str], distance: int, found: list[tuple[int, int, str]]
) -> None:
    assert sorted(within(text, strings, distance)) == sorted(found)
    assert close(text, strings, distance) == bool(found)
