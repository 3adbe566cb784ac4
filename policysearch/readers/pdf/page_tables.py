"""Tables of pages: the cells of a grid, and tables over page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import cells as rows
from . import lines as printed
from .lines import Char
from .ruled_tables import Grid, merged

STOPS = "。！？；：）”"  # a sentence may end with

_PADDING = 11  # points that Word leaves in a cell beside its text, left and right together
_FAR = 200  # rows above a page break in which a cell that it cuts is looked for

Cells = list[list[list[str]]]  # rows of cells of lines


@dataclass(slots=True)
class Ruled:
    """One table on one page, and its continuation on the next pages."""

    edges: list[tuple[float, float]]  # within which each of its columns can end
    cells: Cells
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, rows down, columns across
    head: int = 0  # rows that are known to be the head
    full: tuple[bool, ...] = ()  # for each cell of the last row whether its last line has no room for more, where known

    def lines(self) -> rows.GridLines:
        """The table as a block of the text."""
        return rows.table(self.cells, (), self.head, self.merged)

    def line_of(self, row: int, lines: rows.GridLines) -> int:
        """Which of its `lines`, from 1, has the row at this place."""
        above = self.cells[:row]
        if lines.grid is None:  # a frame around text: a line for each paragraph
            return min(len(lines), 2 + sum(len(cell) for cells in above for cell in cells))
        captions = sum(any(cells) for cells in self.cells) - lines.grid.rows
        return lines.grid.line + max(0, sum(any(cells) for cells in above) - captions)

    def goes_on_with(self, rest: Ruled) -> bool:
        """Whether `rest`, at the top of a page, goes on with this at the end of the page before: its columns are the same."""
        if len(self.edges) != len(rest.edges) or len(self.cells[0]) != len(rest.cells[0]):
            return False
        return all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(self.edges, rest.edges, strict=True))

    def join(self, rest: Ruled, cut: bool) -> bool:
        """Take the rows of `rest` without those that repeat the head; if `cut`, its first may be the rest of the last. Whether
        it is."""
        below = rest.cells[_repeated_heads(self.cells, rest.cells) :]
        at = len(self.cells) - (len(rest.cells) - len(below))  # where its first row would stand
        within = cut and _is_cut(self, below)
        if within:
            at -= 1
            self.cells[-1] = [
                [rows.joined(a + b)] if a + b else [] for a, b in zip(self.cells[-1], below.pop(0), strict=True)
            ]
        first = len(self.cells)
        self.cells += below
        self.merged += [(at + n, column, down, across) for n, column, down, across in rest.merged if at + n >= first]
        self.merged += _cut_cells(self, first)
        self.full = rest.full
        return within


def ruled_table(grid: Grid, inside: dict[int, list[Char]]) -> Ruled:
    """The table of a grid; `inside` are the characters in each of its cells."""
    return Ruled([(x - 4, x + 4) for x in grid.xs], _cells(grid, inside), merged(grid), full=_full(grid, inside))


def _cells(grid: Grid, inside: dict[int, list[Char]]) -> Cells:
    """The rows of a table; what a merged cell holds stands where the cell begins."""
    seen: set[int] = set()
    found = []
    for numbers in grid.cells:
        cells: list[list[str]] = []
        for number in numbers:
            new = number not in seen and number in inside
            seen.add(number)
            cells.append(
                [text for line in printed.lines(inside[number]) if (text := printed.text(line))] if new else []
            )
        found.append([[_cell(cell)] if any(cell) else [] for cell in cells])
    return found


def _cell(lines: Sequence[str]) -> str:
    """The text of a cell; a character a line is set upright: H, W, 0 and 1 are one word."""
    return "".join(lines) if all(len(line) == 1 for line in lines) else rows.joined(lines)


def _full(grid: Grid, inside: dict[int, list[Char]]) -> tuple[bool, ...]:
    """For each cell of the last row whether its last line fills it: less than two characters would go on there."""
    found = []
    for number in grid.cells[-1]:
        chars = [c for c in inside.get(number, []) if c.text.strip()]
        last = printed.lines(chars)[-1] if chars else []
        columns = [i for i, other in enumerate(grid.cells[-1]) if other == number]
        width = grid.xs[columns[-1] + 1] - grid.xs[columns[0]] - _PADDING
        ink = max((c.x1 for c in last), default=0.0) - min((c.x0 for c in last), default=0.0)
        found.append(bool(last) and width - ink < 2 * max(c.x1 - c.x0 for c in last))
    return tuple(found)


def _repeated_heads(cells: Cells, rest: Cells) -> int:
    """How many rows at the top of `rest` repeat the head."""
    count = 0
    while count < min(len(cells), len(rest), 4) and cells[count] == rest[count]:
        count += 1
    return count


def _cut_cells(table: Ruled, first: int) -> list[tuple[int, int, int, int]]:
    """The cells, from the left, that are merged over the page break above row `first`: blank below, begun above, in a
    column that has other merged cells."""
    merging = {column for _, column, down, _ in table.merged if down > 1}
    spans = {(row, column): (down, across) for row, column, down, across in table.merged if row == first}
    found = []
    for column, cell in enumerate(table.cells[first] if first < len(table.cells) else ()):
        above = next((n for n in range(first - 1, max(first - _FAR, -1), -1) if table.cells[n][column]), None)
        if cell or above is None or column not in merging:
            break
        down, across = spans.get((first, column), (1, 1))
        found.append((above, column, first + down - above, across))
    return found


def _is_cut(table: Ruled, rest: Cells) -> bool:
    """Whether a page break cuts the last row of a table, so that the first of the next page's rows is its second part.

    That has no number, as no other row below the head is without, and goes on only in cells that were full, or at the
    end of a sentence: a total or a row that is part of the one above begins in cells with room left.
    """
    if not table.full or not rest or not any(rest[0]) or len(rest[0]) != len(table.cells[-1]):
        return False
    numbered = [bool(row[0]) for row in table.cells[1:]]
    while numbered and not numbered[0]:
        del numbered[0]  # a head of several lines, of which the first cell is one
    if not numbered or rest[0][0] or not all(numbered) or not all(row[0] for row in rest[1:]):
        return False
    going = [(above, full) for above, full, part in zip(table.cells[-1], table.full, rest[0], strict=True) if part]
    ended = [bool(above) and above[-1][-1:] in STOPS for above, _ in going]
    return all(full or end for (_, full), end in zip(going, ended, strict=True)) and any(
        full and not end for (_, full), end in zip(going, ended, strict=True)
    )
