"""Passages in which strings stand close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..runtime.deadline import timely
from ..runtime.numpy_use import worth
from ..text.proximity import close

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .match import Places
    from .protocol import Index


def close_together(index: Index, strings: Sequence[str], distance: int) -> Places:
    """In which of heading and text, as 0 and 1, some folded strings stand within `distance` characters."""
    counts: dict[int, Counts] = {}
    first, parts = strings[0], index.literal.parts
    for number in timely(index.literal.prefetch(index.literal.holding_all(strings)), 50):
        heading, text = parts(number)
        in_heading = first in heading and close(heading, strings, distance)
        in_text = first in text and close(text, strings, distance)
        if in_heading or in_text:
            counts[number] = (int(in_heading), int(in_text))
    if not worth(len(counts)):
        return counts
    from ..store.arrays import CountsTable

    return CountsTable.of(counts)
