"""Proximity: where strings stand in a text, how far apart, and which of them stand within a window."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import add
from typing import AnyStr


def close(text: str, strings: Iterable[str], distance: int) -> bool:
    """Whether all of `strings` stand in `text` with at most `distance` other characters between the first and the last."""
    places: dict[str, list[int]] = {}
    first, last, total, once = len(text), 0, 0, True
    for string in strings:
        if string not in places:
            if (at := text.find(string) if string else -1) < 0:
                return False
            places[string] = [at]
            if (again := text.find(string, at + 1)) >= 0:
                places[string] += places_of(string, text, begin=again)
                once = False
            total += len(string)
            first, last = min(first, at), max(last, at + len(string))
    if once:  # as a rule
        return last - first - total <= distance
    return any(between <= distance for between, _ in windows(places))


def within(text: str, strings: Iterable[str], distance: int) -> Iterator[tuple[int, int, str]]:
    """The occurrences (start, end, string) that stand so close together, window by window; some may come twice."""
    places = {string: places_of(string, text) for string in strings}
    for between, starts in windows(places):
        if between <= distance:
            yield from ((start, start + len(string), string) for start, string in zip(starts, places, strict=True))


def windows(places: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, list[int]]]:
    """From each occurrence on, the nearest one of every string: the characters between them, and where each begins."""
    sizes = [len(string) for string in places]
    total, every = sum(sizes), places.values()
    for first in sorted({start for starts in every for start in starts}):
        window = []
        for starts in every:
            following = bisect_left(starts, first)
            if following == len(starts):
                return
            window.append(starts[following])
        yield max(map(add, window, sizes)) - first - total, window


def places_of(string: str, text: str, most: int | None = None, begin: int = 0) -> list[int]:
    """Where `string` begins in `text`, the first `most` places from `begin` on."""
    found: list[int] = []
    at = text.find(string, begin) if string else -1
    while at >= 0 and (most is None or len(found) < most):
        found.append(at)
        at = text.find(string, at + 1)
    return found


def overlaps(string: AnyStr) -> bool:
    """Whether places of a string may overlap: only the first is counted, though a later one may be the word."""
    return any(string.startswith(string[at:]) for at in range(1, len(string)))
