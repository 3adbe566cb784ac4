"""Columns: for each passage a small number that stands for its values in a field, for counting and comparing many at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Row = tuple[str, ...]  # the values that a passage has in a field, as the index holds them


class Column(NamedTuple):
    """One field of all passages."""

    codes: Sequence[int]  # of each passage the number of its row
    rows: Sequence[Row]  # the different rows; the first is empty
    labels: Mapping[str, str]  # values as they were written, where all passages with a value wrote it alike
    alike: bool  # whether all passages of a document have the same row

    @property
    def values(self) -> list[str]:
        """The different values, in order."""
        return sorted({value for row in self.rows for value in row})


def column(size: int, values: Iterable[tuple[str, Iterable[int]]]) -> Column:
    """The column of `size` passages; `values`: each with the passages that have it."""
    codes = array("I", bytes(4 * size))
    rows: list[Row] = [()]
    known: dict[tuple[int, str], int] = {}  # by a row and one value more
    for value, numbers in values:
        for number in numbers:
            longer = codes[number], value
            if (code := known.get(longer)) is None:
                code = known[longer] = len(rows)
                rows.append((*rows[longer[0]], value))
            codes[number] = code
    narrowest = "B" if len(rows) <= 2**8 else "H" if len(rows) <= 2**16 else "I"
    return Column(array(narrowest, codes), rows, {}, False)


def joined(parts: Sequence[Column]) -> Column:
    """The columns of some passages, then of others, as one."""
    if len(parts) == 1:
        return parts[0]
    rows: dict[Row, int] = {(): 0}
    codes = array("I")
    labels: dict[str, str | None] = {}
    for part in parts:
        own = [rows.setdefault(row, len(rows)) for row in part.rows]
        codes.extend(map(own.__getitem__, part.codes))
        for value in part.values:
            label = part.labels.get(value)
            labels[value] = label if labels.get(value, label) == label else None
    certain = {value: label for value, label in labels.items() if label is not None}
    return Column(codes, list(rows), certain, False)


def alike(documents: Column, other: Column) -> bool:
    """Whether all passages of a document have the same row."""
    return len(set(zip(documents.codes, other.codes, strict=True))) == len(set(documents.codes))
