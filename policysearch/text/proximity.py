"""Strings that stand close together: where they stand in a text, and how far apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence


def gap(places: Mapping[str, Sequence[int]]) -> int:
    """The fewest characters between the first and the last of some strings, besides those strings; below 0 where they overlap.

    `places`: for each string where it begins, in order, at least once.
    """
    total = sum(map(len, places))
    best = None
    for start in sorted({start for starts in places.values() for start in starts}):
        end = start
        for string, starts in places.items():
            following = bisect_left(starts, start)
            if following == len(starts):
                assert best is not None  # the first start of all has something of every string after it
                return best
            end = max(end, starts[following] + len(string))
        if best is None or end - start - total < best:
            best = end - start - total
    assert best is not None
    return best


def close(text: str, strings: Iterable[str], distance: int) -> bool:
    """Whether all of `strings` stand in `text` with at most `distance` other characters between the first and the last."""
    there = {string: places_of(string, text) for string in strings}
    return all(there.values()) and gap(there) <= distance


def places_of(string: str, text: str, most: int | None = None) -> list[int]:
    """Where `string` begins in `text`, the first `most` places."""
    found: list[int] = []
    at = text.find(string) if string else -1
    while at >= 0 and (most is None or len(found) < most):
        found.append(at)
        at = text.find(string, at + 1)
    return found
