"""The head of a known grid: how many rows it has, and what stands over each column."""

from __future__ import annotations

from collections.abc import Sequence

from .align import under
from .cells import is_head, is_unit, is_words, kind
from .scan import Row

_DEEPEST = 6  # rows of a head that only merged cells show


def head_of_grid(rows: Sequence[Row], told: int) -> tuple[int, Row]:
    """The number of levels of the head with which `rows` begin (`told`: as the file says), and the levels as one row.

    A wide cell of that row may still span a further level.
    """
    depth = told or 1
    while not told and depth < min(len(rows) - 1, _DEEPEST) and _is_level(rows, depth):
        depth += 1
    names = [""] * len(rows[0].cells)
    for row in rows[:depth]:
        over, until = "", 0
        for j, cell in enumerate(row.cells):
            if cell:
                over, until = cell, j + row.wide.get(j, 1)
            if j < until and any(level.cells[j] for level in rows[:depth]):  # else the cell stands in its first column
                names[j] = under(names[j], over)
    return depth, Row(names, frozenset(), rows[0].wide if depth == 1 else {})


def _is_level(rows: Sequence[Row], depth: int) -> bool:
    """Whether row `depth` goes on with the head above it: words below wide cells, or beside cells merged downwards."""
    row, above = rows[depth], rows[depth - 1]
    filled = [j for j, cell in enumerate(row.cells) if cell]
    if not filled or not is_words([row.cells[j] for j in filled if not is_unit(row.cells[j])]):
        return False
    wide = {k for start, across in above.wide.items() for k in range(start, start + across) if above.cells[start]}
    if row.held:
        return wide.issuperset(filled) or is_head(rows[0].cells)
    if not wide or set(filled) != wide:
        return False
    words = [row.cells[j] for j in filled]
    return any(kind(cell) == "year" or is_unit(cell) for cell in words) or is_head(
        words, [r.cells for r in rows[depth + 1 :]]
    )
