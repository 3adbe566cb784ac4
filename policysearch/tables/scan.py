"""The lines of a text that are tables: rows that stand together, with the title above them and the notes below.

A grid that a reader knows is taken as it is. Else a row is a line with cells between TABs (row) or bars (pipe), its cells
are lines after a TAB (cell), or all cells of a table are lines that begin with 序号 and count on, or with 指标 over names and figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..model.grids import Grid
from ..structure.line_text import is_continued, is_note
from .cell_lines import FIRST_CELLS, MOST_COLUMNS, one_cell_a_line
from .cells import (
    LABEL,
    STOPS,
    UNIT,
    clean,
    is_footnote,
    is_head,
    is_number_head,
    joined,
    may_be_footnote,
    signs,
    squeeze_cells,
)

_PAGE = 100  # rows
_AFTER_GRID = 3  # blank lines that readers leave below a table

_HASHES = re.compile(r"#{1,6} ")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_FURNITURE = re.compile(r"[-—–] ?[0-9]{1,4} ?[-—–]|-{3,}|<!--.*-->")
_NOTE_ITEM = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,2}[)）.．、]|[①-⑳*※]")


@dataclass(slots=True)
class Row:
    """One row: its cells, and of a known grid how they are merged."""

    cells: list[str]
    held: frozenset[int] = frozenset()  # columns in which a cell from the row above goes on
    wide: Mapping[int, int] = field(default_factory=dict)  # columns of cells over several: how many

    @property
    def filled_cells(self) -> list[str]:
        """The cells with print."""
        return [cell for cell in self.cells if cell]


@dataclass(slots=True)
class Draft:
    """Rows that stand together, before they are aligned."""

    form: str  # cell: one cell a line, after a TAB; row: cells between TABs; pipe: between |; grid: as its reader knows
    line: int
    title: str  # the line above
    notes: list[str]
    loose: bool  # only blank lines and page furniture lie between it and the draft before
    end: int = 0
    parts: list[list[list[str]]] = field(default_factory=list)  # for each row for each cell its lines
    rows: list[Row] = field(default_factory=list)  # the same as clean texts, when all is read
    ruled: bool = False  # a rule of hyphens says that the first row is the head
    head: int = 0  # rows that the reader knows to be the head
    closed: bool = False  # its notes have begun
    grid: Grid | None = None


def without_hashes(text: str) -> str:
    """A line without the marks of a Markdown heading."""
    return _HASHES.sub("", text)


def may_hold_table(lines: Sequence[str]) -> bool:
    """Whether any of `lines` has a cell: behind a TAB, between bars, or 序号 alone."""
    return any("\t" in line or "|" in line or (len(line) < 12 and clean(line) in FIRST_CELLS) for line in lines)


def drafts(lines: Sequence[str], grids: Iterable[Grid] = ()) -> list[Draft]:
    """The tables in `lines`; those that a page break cut are one."""
    found = _Scan(lines, grids).run()
    for draft in found:
        if draft.grid:
            draft.rows = _rows_of_grid(draft.parts, draft.grid)
            draft.head = draft.grid.head
        else:
            draft.rows = [Row(_cells([joined(cell) for cell in row])) for row in draft.parts]
    return _merged(found)


def _cells(cells: list[str]) -> list[str]:
    if len(cells) <= MOST_COLUMNS:
        return cells
    return [*cells[: MOST_COLUMNS - 1], " ".join(filter(None, cells[MOST_COLUMNS - 1 :]))]


class _Scan:
    """One pass over lines: each goes on with the open draft, opens one, or ends it. Lines are counted from 1."""

    def __init__(self, lines: Sequence[str], grids: Iterable[Grid]) -> None:
        self.lines = lines
        self.end = len(lines) + 1
        self.grids = {grid.line: grid for grid in grids if 0 < grid.line < grid.end <= self.end and grid.columns > 0}
        self.drafts: list[Draft] = []
        self.draft: Draft | None = None  # the one that may go on
        self.title = ""  # the line above
        self.units: list[str] = []  # above
        self.gap = 0  # how many blank lines above

    def run(self) -> list[Draft]:
        n = 1
        while n < self.end:
            n = self.grid_end(n) or self.line(n)
        return self.drafts

    def open(self, form: str, n: int) -> Draft:
        """A draft that begins at line `n`, with what stands above it."""
        self.draft = Draft(form, n, self.title, self.units, self.draft is not None)
        self.drafts.append(self.draft)
        self.title, self.units = "", []
        return self.draft

    def grid_end(self, n: int) -> int:
        """The line after the table that begins at line `n` and has its cells told: a grid, or lines that count; else 0."""
        if grid := self.grids.get(n):
            draft = self.open("grid", n)
            draft.grid = grid
            draft.parts = [[[cell] for cell in self.lines[m - 1].split("\t")] for m in range(n, grid.end)]
            draft.end = grid.end - 1
            self.gap = -_AFTER_GRID
            return grid.end
        raw = self.lines[n - 1]
        if len(raw) < 12 and clean(raw) in FIRST_CELLS and (rows := one_cell_a_line(self.lines, n, self.end)):
            self.draft = None
            draft = self.open("row", n)
            draft.parts = [[[text] for _, text in row] for row in rows]
            draft.end = rows[-1][-1][0]
            self.gap = 0
            return draft.end + 1
        return 0

    def line(self, n: int) -> int:
        """Take line `n` by its form; gives the line after it."""
        raw = self.lines[n - 1]
        form = _form(raw)
        if form == "text" and "|" in raw and self.is_piped(n):
            form = "pipe"
        text = clean(raw) if form == "text" else ""
        if form == "blank" or _FURNITURE.fullmatch(text) or is_continued(_title(text)):
            self.gap += 1
            return n + 1
        if form == "text":
            self.text(n, text)
        elif form != "rule":
            pieces = _PIPE.split(raw.strip().removeprefix("|").removesuffix("|")) if form == "pipe" else raw.split("\t")
            self.cells(form, n, pieces)
        elif self.draft:
            self.draft.ruled |= len(self.draft.parts) == 1
        self.gap = 0
        return n + 1

    # Lines without cells

    def text(self, n: int, text: str) -> None:
        """A line of text is a unit, a note, the label of a group, the rest of a cell, or ends the table."""
        draft = self.draft
        if UNIT.match(text):
            self.units.append(text)
            if draft:
                draft.closed = True
        elif draft and self.is_note(draft, text):
            draft.notes.append(text)
            draft.end, draft.closed = n, True
        elif draft and not draft.closed and self.is_label(draft, n):
            draft.parts.append([[self.lines[n - 1]]])
            draft.end = n
        elif draft and not draft.closed and draft.form == "cell" and self.goes_on(n):
            draft.parts[-1][-1].append(self.lines[n - 1])
            draft.end = n
        else:
            self.draft, self.title, self.units = None, _title(text), []

    def is_note(self, draft: Draft, text: str) -> bool:
        """A note by its words, a further one below it, or right below the rows what explains a sign in them."""
        if is_note(text):
            return True
        if self.gap > 0:
            return False
        if draft.closed and _NOTE_ITEM.match(text):
            return True
        return may_be_footnote(text) and is_footnote(text, signs(_near_cells(draft)))

    def is_label(self, draft: Draft, n: int) -> bool:
        """A group row without a TAB: a numbered label between rows, or a few words right between rows of cells."""
        if draft.form == "grid":
            return False
        text, blank = clean(self.lines[n - 1]), self.blank_lines(n)
        if STOPS.search(text) or (draft.form == "cell" and self.gap != 1):
            return False
        if LABEL.fullmatch(text):
            return blank in (0, 1)
        inside = draft.form == "row" and self.gap == 0 == blank and len(text) <= 20
        return (
            inside
            and not re.search("[，、:：]$|^[(（]?[附续]?表", text)
            and not is_head([clean(cell) for cell in self.lines[n].split("\t")])
        )

    def goes_on(self, n: int) -> bool:
        """The rest of a cell: it follows directly, or after a blank line when the row is not at its end."""
        text, blank = self.lines[n - 1].strip(), self.blank_lines(n)
        short = len(text) <= (25 if self.gap == 0 else 12) and not STOPS.search(text)
        if self.gap == 0:
            return short or blank in (0, 1)
        return self.gap == 1 and (blank == 0 or (blank == 1 and short))

    def blank_lines(self, n: int) -> int | None:
        """How many blank lines lie between line `n` and the table line that comes next; None when another comes next."""
        after = n + 1
        while after < self.end and _form(self.lines[after - 1]) == "blank":
            after += 1
        is_table = after < self.end and _form(self.lines[after - 1]) in ("cell", "row", "pipe")
        return after - n - 1 if is_table else None

    # Lines with cells

    def cells(self, form: str, n: int, pieces: list[str]) -> None:
        """A line with cells is a row, a cell, or the rest of one, as the open draft has them."""
        draft, inner = self.draft, not pieces[0].strip()  # nothing before the first TAB
        if draft and form == "row" and self.gap == 0 and self.is_over(draft, n):
            draft.form = "row"  # a label or caption after a TAB, merged over the rows that begin here
        if draft and {form, draft.form} == {"cell", "row"} and (draft.form == "row" or self.gap == 0 or inner):
            form = draft.form
        if form == "cell":
            self.cell(n, pieces, inner)
        else:
            self.row(form, n, pieces)

    def row(self, form: str, n: int, pieces: list[str]) -> None:
        """A row of cells between TABs or bars; one after a blank line, or another head with 序号, opens a table."""
        draft = self.draft
        again = draft is not None and len(draft.parts) > 1 and is_number_head(clean(pieces[0]))
        if not draft or draft.closed or draft.form != form or again or self.gap >= 1:
            draft = self.open(form, n)
        draft.parts.append([[piece] for piece in pieces])
        draft.end = n

    def cell(self, n: int, pieces: list[str], inner: bool) -> None:
        """A cell after a TAB, the first of a row after a blank line; two blank lines end the table."""
        draft = self.draft
        opens = self.gap > 0 or (inner and self.lines[n - 1][0] != "\t")  # white space before the TAB: a blank line
        again = opens and draft is not None and len(draft.parts) > 1 and is_number_head(clean(pieces[1]))
        if not draft or draft.closed or draft.form != "cell" or again or self.gap >= 2:
            draft = self.open("cell", n)
        cells = [[piece] for piece in pieces]
        if not opens and draft.parts and self.is_last_note(draft, n, pieces[-1]):
            draft.notes.append(clean(pieces[-1]))
            draft.closed = True
        elif opens or not draft.parts:
            draft.parts.append(cells[1:])
        else:
            draft.parts[-1][-1] += cells[0]
            draft.parts[-1] += cells[1:]
        draft.end = n

    def is_piped(self, n: int) -> bool:
        """Cells between | without | around them: over a rule of hyphens, below the rows of the open draft, or a head that ends with |
        as the line below it does."""
        if self.draft and self.gap == 0:
            return self.draft.form == "pipe" and not self.draft.closed
        if n + 1 >= self.end:
            return False
        below = self.lines[n].rstrip()
        ended = self.lines[n - 1].rstrip().endswith("|") and below.endswith("|")
        return _form(below) == "rule" or (ended and self.lines[n - 1].count("|") == below.count("|") > 1)

    def is_over(self, draft: Draft, n: int) -> bool:
        """All that `draft` has is one cell in one line, and at line `n` rows begin: one of three cells, or two of as many."""
        if draft.form != "cell" or [len(cell) for row in draft.parts for cell in row] != [1]:
            return False
        tabs = self.lines[n - 1].count("\t")
        return tabs > 1 or (n + 1 < self.end and _form(self.lines[n]) == "row" and self.lines[n].count("\t") == tabs)

    def is_last_note(self, draft: Draft, n: int, text: str) -> bool:
        """Line `n` is a note right below the last row, which has all its cells."""
        whole = len(draft.parts) > 1 and len(draft.parts[-1]) >= len(draft.parts[0])
        return whole and is_note(clean(text)) and (n + 1 >= self.end or _form(self.lines[n]) in ("blank", "text"))


def _title(text: str) -> str:
    """`text` as a title over a table; "" when it is a sentence or paragraph."""
    return "" if len(text) > 80 or text[-1:] in "。；：，、" else _HASHES.sub("", text)


def _form(raw: str) -> str:
    """The class of a line by itself: blank cell row pipe rule text."""
    stripped = raw.strip()
    if "|" in stripped and _RULE.fullmatch(stripped):
        return "rule"
    before, tab, after = raw.partition("\t")
    if stripped.startswith("|") or not tab:
        return "pipe" if stripped.startswith("|") else "text" if stripped else "blank"
    return "row" if before.strip() or "\t" in after else "cell"


def _near_cells(draft: Draft) -> list[str]:
    """The cells of its last rows, as many as a page has."""
    return [joined(cell) for row in draft.parts[-_PAGE:] for cell in row]


def _rows_of_grid(parts: list[list[list[str]]], grid: Grid) -> list[Row]:
    """The rows of a known grid, each with all its cells; columns in which nothing stands are left out."""
    shifted = frozenset(grid.shifted)
    cells = [[joined(cell) for cell in row[n in shifted :]][: grid.columns] for n, row in enumerate(parts)]
    kept = sorted({j for row in cells for j, cell in enumerate(row) if cell})
    place = {j: i for i, j in enumerate(kept)}
    begin: dict[int, list[tuple[int, int, int]]] = {}
    for row, column, down, across in grid.merged:
        if column in place:
            begin.setdefault(row, []).append((place[column], down, bisect_left(kept, column + across) - place[column]))
    found: list[Row] = []
    below: dict[int, int] = {}  # column: first row that a cell from above does not cover
    for n, line in enumerate(cells):
        held = frozenset(j for j, stop in below.items() if stop > n)
        wide: dict[int, int] = {}
        for column, down, across in begin.get(n, ()):
            stop = min(column + across, MOST_COLUMNS)
            below |= dict.fromkeys(range(column, stop), n + down)
            if stop - column > 1:
                wide[column] = stop - column
        found.append(Row(_cells([line[j] if j < len(line) else "" for j in kept]), held, wide))
    return found


def _merged(drafts: list[Draft]) -> list[Draft]:
    """The drafts, with those made one that are one table cut by a page break: the rest repeats the head or has none."""
    merged: list[Draft] = []
    for draft in drafts:
        into = merged[-1] if merged else draft
        if draft.loose and merged and into.form == draft.form and _is_rest(into, draft):
            if draft.form == "grid":
                heads = zip(into.rows[:3], draft.rows, strict=False)
                draft.rows = draft.rows[sum(1 for _ in takewhile(lambda pair: _is_same(*pair), heads)) :]
                if draft.rows and not draft.rows[0].cells[0] and any(0 in row.held for row in into.rows):
                    draft.rows[0].held |= {0}  # the page break cuts a cell that is merged downwards
            into.rows += draft.rows
            into.notes += draft.notes
            into.end, into.closed = draft.end, draft.closed
        else:
            merged.append(draft)
    return merged


def _is_rest(table: Draft, draft: Draft) -> bool:
    """Whether `draft` is what a page break cut off `table`."""
    if draft.form == "grid" and len(table.rows[0].cells) != len(draft.rows[0].cells):
        return False
    if any(_is_same(draft.rows[0], row) for row in table.rows[:3]):
        return True
    return not (table.closed or draft.ruled or draft.head or is_head(draft.rows[0].cells))


def _is_same(row: Row, other: Row) -> bool:
    return squeeze_cells(row.cells) == squeeze_cells(other.cells)
