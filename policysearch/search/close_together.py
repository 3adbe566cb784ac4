"""Passages in which strings stand close together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..runtime.deadline import check
from ..runtime.numpy_use import worth
from ..text.proximity import close

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .match import Places
    from .protocol import Index


_AT_ONCE = 200  # passages whose texts are read at once
_FAR, _LONG = 100, 20_000  # characters between and in a text up to which a pattern is sure to be faster


def close_together(index: Index, strings: Sequence[str], distance: int) -> Places:
    """In which of heading and text, as 0 and 1, some folded strings stand within `distance` characters."""
    counts: dict[int, Counts] = {}
    is_close = closeness(strings, distance)
    left = iter(index.literal.holding_all(strings, exact=False))
    while some := [*islice(left, _AT_ONCE)]:
        check()
        parts = index.literal.joined(some).split("\0")
        for number, heading, text in zip(some, parts[::2], parts[1::2], strict=False):
            in_heading, in_text = is_close(heading), is_close(text)
            if in_heading or in_text:
                counts[number] = (int(in_heading), int(in_text))
    if not worth(len(counts)):
        return counts
    from ..store.arrays import CountsTable

    return CountsTable.of(counts)


def closeness(strings: Sequence[str], distance: int) -> Callable[[str], bool]:
    """The test whether all of `strings` stand in a text within `distance` characters."""

    def are_close(text: str) -> bool:
        return strings[0] in text and close(text, strings, distance)

    if len(strings) != 2 or not all(strings) or set(strings[0]) & set(strings[1]) or distance > _FAR:
        return are_close
    one, other = map(re.escape, strings)  # which never overlap
    way, back = (re.compile(f"(?s){a}.{{0,{distance}}}{b}") for a, b in ((one, other), (other, one)))
    return lambda text: bool(way.search(text) or back.search(text)) if len(text) < _LONG else are_close(text)
