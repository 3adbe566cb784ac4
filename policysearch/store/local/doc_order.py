"""The live passages of a version in document order, and the parts in which they lie: the file `order`."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = "order"


def write(folder: Path, parts: Sequence[int], order: Sequence[int]) -> None:
    """Write the numbers of the `parts` and of the passages in `order`; to be called after all other files of the store are in `folder`."""
    kept = () if list(order) == list(range(len(order))) else order  # the order of writing needs no list
    (folder / _FILE).write_bytes(array("I", (len(parts), *parts, _size(folder), len(order), *kept)).tobytes())


def read(folder: Path) -> tuple[Sequence[int], Sequence[int]]:
    """The parts and the order; raises ValueError, or OSError, when the files in `folder` are not those it was written with."""
    kept = array("I", (folder / _FILE).read_bytes())
    end = 1 + kept[0]
    if kept[end] != _size(folder):
        raise ValueError("the segments are not of the size they were written with")
    if len(kept) == end + 2:
        return kept[1:end], range(kept[end + 1])
    if kept[end + 1] != len(kept) - end - 2:
        raise ValueError("the order is not of the length it was written with")
    return kept[1:end], kept[end + 2 :]


def merged(order: Sequence[int], added: Sequence[tuple[Any, int]], key: Callable[[int], Any]) -> list[int]:
    """The passages of `order` and of `added` (both in document order) in document order; `key` says their places."""
    key = lru_cache(None)(key)
    merged: list[int] = []
    done = 0
    for place, number in added:
        upto = bisect_left(order, place, lo=done, key=key)
        merged += (*order[done:upto], number)
        done = upto
    return [*merged, *order[done:]]


def _size(folder: Path) -> int:
    """The bytes of the segments, modulo 2**32: a file of theirs that is cut short opens as if it were whole."""
    return sum(file.stat().st_size for file in folder.glob("MAIN_*")) % 2**32
