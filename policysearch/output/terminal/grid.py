"""Cells aligned and wrapped into the columns of a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from ...messages.catalogue import say
from ...text.boundaries import Span
from ...text.display import clean
from .text import BRACKETS, FAINT, Brackets, width, wrap

if TYPE_CHECKING:
    from ...search.table_rows import Rows

_STEERING = re.compile("\x1b\\[[0-9;]*m")
_SHORT = 12  # a cell so narrow reads badly over two lines
_NARROWEST = 6  # columns of the terminal for a column of a table


def rows_of(rows: Rows, columns: int, color: bool, around: Brackets) -> list[str]:
    """The rows of a hit under the heads of the columns in which something is printed, each group above its first row."""
    kept = rows.filled_columns
    shown: list[list[str]] = []
    marks: list[list[Sequence[Span]]] = [[rows.heads[j] for j in kept]]
    blank = [""] * (len(kept) - 1)
    for label, over, row, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            shown.append([label, *blank])
            marks.append([over, *[()] * len(blank)])
        # In black and white brackets would be taken for what is printed.
        answers = rows.asked_columns if color else frozenset()
        shown.append([row[j] for j in kept])
        marks.append([spans[j] or [(0, len(row[j]))] * (j in answers) for j in kept])
    lines = table([rows.columns[j] for j in kept], shown, columns, marks, color, around)
    notes = [*rows.notes, *([say("answers.more_rows", count=rows.more)] if rows.more else [])]
    return lines + [wrap(note, columns, color=color, style=FAINT) for note in notes]


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: int,
    marks: Sequence[Sequence[Sequence[Span]]] = (),
    color: bool = False,
    around: Brackets = BRACKETS[0],
) -> list[str]:
    """Lines in which the cells are aligned and wrapped into `columns`; `marks` are those of the heads, then of each row, set
    in colour or `around`.
    """
    every = [heads, *rows]
    marked = marks or [[()] * len(heads)] * len(every)
    brackets = 0 if color else width("".join(around))
    labels = [cells is not heads and not any(cells[1:]) for cells in every]  # group rows, printed over all columns
    needed = [
        [width(clean(cell)) + brackets * len(spans) for cell, spans in zip(cells, spans_of, strict=True)]
        for cells, spans_of, label in zip(every, marked, labels, strict=True)
        if not label
    ]
    sizes = _sizes([Counter(column) for column in zip(*needed, strict=True)], columns)
    out = []
    for cells, spans_of, label in zip(every, marked, labels, strict=True):
        if label:
            out.append(wrap(cells[0], columns, "", spans_of[0], color=color, around=around))
            continue
        out += row(cells, sizes, spans_of, color, around)
        if cells is heads:
            out.append("  ".join("-" * size for size in sizes))
    return out if any(heads) else out[2:]


def _sizes(widths: Sequence[Counter[int]], columns: int) -> list[int]:
    """How wide each column is made, given how many of its cells have which width: narrowed where fewest lines are added,
    and rather in sentences than in figures, units and heads."""

    def lines(j: int, size: int) -> int:
        return sum(count * -(-width // size) * (3 if width <= _SHORT else 1) for width, count in widths[j].items())

    sizes = [max(cells) for cells in widths]
    more = [lines(j, size - 1) - lines(j, size) if size > _NARROWEST else 0 for j, size in enumerate(sizes)]
    while sum(sizes) + 2 * (len(sizes) - 1) > columns and max(sizes) > _NARROWEST:
        j = min((j for j, size in enumerate(sizes) if size > _NARROWEST), key=lambda j: (more[j], -sizes[j]))
        sizes[j] -= 1
        more[j] = lines(j, sizes[j] - 1) - lines(j, sizes[j])
    return sizes


def row(
    cells: Iterable[str],
    sizes: Sequence[int],
    marks: Sequence[Sequence[Span]] = (),
    color: bool = False,
    around: Brackets = BRACKETS[0],
) -> list[str]:
    """The lines of one row; each cell is padded to its size, whatever colours stand in it."""
    wrapped = [
        wrap(cell, size, "", spans, color=color, around=around).split("\n")
        for cell, size, spans in zip(cells, sizes, marks or [()] * len(sizes), strict=True)
    ]
    lines = zip_longest(*wrapped, fillvalue="")
    padded = (
        [cell + " " * (size - width(_STEERING.sub("", cell))) for cell, size in zip(line, sizes, strict=True)]
        for line in lines
    )
    return ["  ".join(line).rstrip() for line in padded]
