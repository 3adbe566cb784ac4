"""Tables and pages of a file, as its reader knows them, beside its lines."""

from __future__ import annotations

from typing import NamedTuple


class Grid(NamedTuple):
    """A table as the reader of its file knows it: which lines are its rows, one a line, and the layout of its cells.

    The cells themselves are in the lines, with TABs between them; a cell over several rows or columns stands where it
    begins and is blank elsewhere. Rows and columns are counted from 0.
    """

    line: int  # of the first row, from 1: in a source of the source, in a passage of its text
    rows: int
    columns: int  # a line may have fewer: the cells at its end are blank
    head: int = 0  # how many rows the file says are the head; 0 when it does not
    merged: tuple[tuple[int, int, int, int], ...] = ()  # cells over several: row, column, rows down, columns across
    shifted: tuple[int, ...] = ()  # rows with one TAB more before them, which are no headings that way

    @property
    def end(self) -> int:
        """The line after its last row."""
        return self.line + self.rows

    @classmethod
    def from_json(cls, values: object) -> Grid:
        """The grid that was written as JSON; raises ValueError for anything else."""
        if type(values) is list and [*map(type, values)] == [int, int, int, int, list, list]:
            line, rows, columns, head, merged, shifted = values
            spans = [span for span in merged if type(span) is list and len(span) == 4]
            if len(spans) == len(merged) and {int}.issuperset(type(n) for some in (shifted, *spans) for n in some):
                return cls(line, rows, columns, head, tuple((a, b, c, d) for a, b, c, d in spans), tuple(shifted))
        raise ValueError("a grid has other fields")


class PageStart(NamedTuple):
    """The first line on which something of a printed page stands."""

    line: int  # from 1
    page: int  # counted from 1, as a viewer does
    label: str = ""  # what the file says is printed on it, iii or A-1; "" where that is its number
    within: bool = False  # that line begins on a page before
