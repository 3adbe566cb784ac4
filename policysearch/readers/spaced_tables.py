"""Tables of plain text whose columns are separated by spaces, as rows with TABs and grids, where they clearly are tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model.grids import Grid
from ..structure.aligned_lines import AlignedLines, aligned_lines
from ..tables.cells import FIGURES, clean, is_head, is_number_head, kind
from .cells import joined, row_line
from .text import Reading

_DIGIT = re.compile("[0-9]")
_MOST = 0.7  # of the cells of a column


def with_tables(reading: Reading) -> Reading:
    """`reading`, of plain text, with the rows of its clear tables as rows of cells; every other line stays in its place.

    A line that goes on with the cells of a row is joined to it, and blank: a row of blank cells, which is none.
    """
    lines = [*reading.lines]
    grids: list[Grid] = []
    for found in aligned_lines(reading.lines):
        if not is_table(found):
            continue
        lines[found.line - 1 : found.end - 1] = [""] * (found.end - found.line)
        shifted: list[int] = []
        for row in found.rows:
            lines[row.line - 1], moved = row_line([joined(cell) for cell in row.cells])
            shifted += [row.line - found.line] * moved
        size = found.rows[-1].line + 1 - found.line
        grids.append(Grid(found.line, size, len(found.rows[0].cells), 1, shifted=tuple(shifted)))
    return replace(reading, lines=tuple(lines), grids=tuple(grids)) if grids else reading


def is_table(found: AlignedLines) -> bool:
    """Whether aligned lines are a table: a head over figures, 约束性 or a count, or any head under a caption."""
    rows = [[clean(cell) for cell in row] for row in found.texts]
    if not rows or not all(rows[0]) or not is_head(rows[0], rows[1:]):
        return False
    if any(is_head(row) for row in rows[1:] if not _DIGIT.search("".join(row))):
        return False  # 城北水厂项目 beside 河道治理项目
    if found.captioned:
        return True
    columns = [*zip(*rows, strict=True)]
    counted = is_number_head(columns[0][0]) and all(kind(cell) == "number" for cell in columns[0][1:])
    return (counted and len(columns) > 2) or any(_is_of_values(column) for column in columns[1:])


def _is_of_values(column: Sequence[str]) -> bool:
    """A name, or a year over other figures, that stands over figures, or over 约束性 and the like."""
    below = [kind(cell) for cell in column[1:] if cell]
    heads = kind(column[0]) not in FIGURES or (kind(column[0]) == "year" and not {"year"}.issuperset(below))
    values = sum(name in FIGURES or name == "attribute" for name in below)
    return heads and values > 0 and values + below.count("dash") >= _MOST * len(below)
