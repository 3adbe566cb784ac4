"""Pages of characters as lines of text: running heads and page numbers out, columns in order, paragraphs joined, tables whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median, mode

from ...model.grids import PageStart
from ...structure.line_classifier import recognise
from ...structure.line_text import squeeze
from .. import cells as rows
from . import aligned_tables
from . import lines as printed
from .columns import crosses, find_gutter
from .furniture import EDGE, without_heads, without_watermark
from .lines import HEAVY, Char
from .model import Laid, Page, Printed, Row, Text
from .page_tables import STOPS, Ruled, ruled_table
from .ruled_tables import grids, strokes

__all__ = ["Laid", "Page", "Printed", "Text", "blocks", "lay", "plain", "plain_lines"]

_TOGETHER = 2  # lines that end at the same place show a margin
_FILLED = 0.7  # of the width between like margins: less is no full line where nothing tells of the right one
_CONTINUED = re.compile(r"[（(]?(?:续表|接上表|续上表)\s*[0-9\-—一二三四五六七八九十]*[）)]?")


def lay(page: Page, before: float | None = None) -> Laid:
    """The printed lines and ruled tables of a page in reading order; `before` is the gutter of a page before this one."""
    chars, watermarks = without_watermark(page.chars)
    found = grids(page.rules)
    inside: list[dict[int, list[Char]]] = [{} for _ in found]
    loose: list[Char] = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for grid, cells in zip(found, inside, strict=True):
            number = grid.at(x, y)
            if number is not None:
                cells.setdefault(number, []).append(char)
                break
        else:
            loose.append(char)
    placed: list[tuple[float, Row | Ruled]] = [
        (grid.ys[0], ruled_table(grid, cells)) for grid, cells in zip(found, inside, strict=True) if cells
    ]
    level = [s for s in strokes(page.rules) if not any(grid.ys[0] - 4 <= s[0] <= grid.ys[-1] + 4 for grid in found)]
    others, loose = aligned_tables.tables(loose, level, (1 - EDGE) * page.height)
    for other in others:
        cells_of_other = [[[cell] if cell else [] for cell in row] for row in other.cells]
        placed.append((other.top, Ruled(other.gaps, cells_of_other, head=other.head)))
    tables = sorted(top for top, _ in placed)
    every = printed.lines(loose)
    torn = 3 * sum(len(printed.pieces(line)) > 2 for line in every) > len(every)
    gutter = None if torn else find_gutter(every)  # a page of lines in pieces is a table, or was meant as one
    if gutter is None and before and not torn and not any(crosses(line, before) for line in every):
        gutter = before  # a page with little in its right column shows by itself no gutter
    flow = [(row.base, row) for row in _reading_order(every, tables, gutter)]
    items: list[Row | Ruled] = []
    for top, table in sorted(placed, key=lambda item: item[0]):
        place = next((i for i, (base, _) in enumerate(flow) if base > top), len(flow))
        items += [row for _, row in flow[:place]]
        flow = flow[place:]
        items.append(table)
    return Laid(
        page.height, [*items, *(row for _, row in flow)], gutter, page.ordinal, page.label, page.width, watermarks
    )


def plain(page: Page) -> Laid:
    """The printed lines of a page from the top down, and nothing made of them: for a page that `lay` cannot bear."""
    lines: list[Row | Ruled] = [_row(line, 0) for line in printed.lines(page.chars)]
    return Laid(page.height, lines, None, page.ordinal, page.label, page.width)


def _reading_order(every: list[list[Char]], tables: list[float], gutter: float | None) -> Iterator[Row]:
    """The lines in reading order: where a gutter parts the page, the left column before the right, between lines across both."""
    left: list[Row] = []
    right: list[Row] = []
    for line in every:
        if gutter is None or crosses(line, gutter):
            yield from (*left, *right, _row(line, 0))
            left, right = [], []
            continue
        top = line[0].base
        if tables and tables[0] < top:
            while tables and tables[0] < top:
                tables = tables[1:]
            yield from (*left, *right)
            left, right = [], []
        for rows_beside, column, side in (
            (left, 1, [c for c in line if c.x1 <= gutter]),
            (right, 2, [c for c in line if c.x0 >= gutter]),
        ):
            if any(c.text.strip() for c in side):
                rows_beside.append(_row(side, column))
    yield from (*left, *right)


def _row(line: Sequence[Char], column: int) -> Row:
    inked = [c for c in line if c.text.strip()]
    return Row(
        printed.text(line),
        inked[0].x0,
        max(c.x1 for c in inked),
        median(c.base for c in inked),
        median(c.bottom - c.top for c in inked),
        column,
        len(printed.pieces(line)) > 2,
        mode(c.style for c in inked),
    )


def blocks(pages: Sequence[Laid]) -> Text:
    """The text of all pages: paragraphs as one line each, tables as `cells.table` gives them, one table over page breaks."""
    without_heads(pages)
    usual = _usual(pages)
    text = _Text()
    for page in pages:
        text.margins, text.torn, text.above = _margins(page, usual), _torn(page.items), text.table
        text.page, text.begun = page, False
        for item in page.items:
            if isinstance(item, Ruled):
                text.add_table(item)
            elif not (text.table and item is page.items[0] and _CONTINUED.fullmatch(squeeze(item.text))):
                text.row(item)
        text.notes += page.notes
    text.end()
    return Text(text.blocks, text.starts, text.printed)


class _Text:
    """The text so far, and the paragraph or table that is open between two items of the pages."""

    def __init__(self) -> None:
        self.blocks: list[rows.Block] = []
        self.lines = 0  # of them
        self.starts: list[PageStart] = []
        self.printed: list[Printed] = []
        self.page = Laid(0.0, [], None)
        self.begun = False  # something of the page is in the text
        self.margins: dict[int, tuple[float, float]] = {}  # of the page
        self.torn: set[int] = set()  # ids of its lines in pieces
        self.above: Ruled | None = None  # what the page before ends with
        self.paragraph: list[str] = []
        self.first: tuple[Row, int] | None = None  # of the paragraph, and its page
        self.last: Row | None = None  # its last line, if that is full
        self.table: Ruled | None = None
        self.notes: list[str] = []  # of the pages, that wait for the end of what is open
        self.breaks: list[
            tuple[int, bool, Laid]
        ] = []  # in the table: the row below each, whether it cuts that, the page

    def add(self, *blocks: rows.Block) -> None:
        """Add these to the text."""
        for block in blocks:
            self.blocks.append(block)
            self.lines += 1 if isinstance(block, str) else len(block)

    def start(self, within: bool = False) -> None:
        """The next line is the first of the page, where nothing of it is in the text yet."""
        if not self.begun and self.page.ordinal:
            self.starts.append(PageStart(self.lines + 1, self.page.ordinal, self.page.label, within))
        self.begun = True

    def end(self) -> None:
        """Close what is open."""
        if self.paragraph and self.first:
            first, number = self.first
            text, heavy = rows.joined(self.paragraph), bool(first.style & HEAVY)
            self.printed.append(Printed(self.lines + 1, text, len(self.paragraph), first.size, heavy, number))
            self.add(text)
        if self.table:
            lines = self.table.lines()
            for row, within, page in self.breaks:
                line = self.lines + self.table.line_of(row, lines)
                self.starts.append(PageStart(line, page.ordinal, page.label, within))
            self.add(lines)
        self.paragraph, self.table, self.breaks = [], None, []
        self.add(*self.notes)
        self.notes.clear()

    def add_table(self, table: Ruled) -> None:
        """A table goes on with that of the page before, or is another."""
        if self.table and self.table.goes_on_with(table):
            row = len(self.table.cells)
            within = self.table.join(table, self.table is self.above)
            if not self.begun and self.page.ordinal:
                self.breaks.append((row - within, within, self.page))
            self.begun, self.above = True, None
            return
        self.end()
        self.start()
        self.last = None
        self.table = replace(table, cells=[*table.cells], merged=[*table.merged])

    def row(self, row: Row) -> None:
        """A line goes on with the paragraph, or begins one; one in pieces is set off, so that no caption above takes it for
        its second line."""
        if self.table:
            self.end()
        torn = id(row) in self.torn
        if self.last is not None and not torn and _same_paragraph(self.last, row, self.margins):
            self.start(within=True)
            self.paragraph.append(row.text)
        else:
            if self.paragraph:
                self.end()
                if torn and (self.last is None or id(self.last) not in self.torn):
                    self.add("", "", "")
            self.start()
            self.paragraph, self.first = [row.text], (row, self.page.ordinal)
        self.last = None if row.x1 < self.margins[row.column][1] - 1.7 * row.size else row


def plain_lines(pages: Sequence[Laid]) -> Text:
    """The text of all pages, nothing joined or left out: for pages that `blocks` cannot bear."""
    found: list[rows.Block] = []
    starts: list[PageStart] = []
    for page in pages:
        if page.items and page.ordinal:
            starts.append(PageStart(len(found) + 1, page.ordinal, page.label))
        for item in page.items:
            if isinstance(item, Row):
                found.append(item.text)
            else:
                found += ["\t".join(rows.joined(cell) for cell in cells) for cells in item.cells]
        found += page.notes
    return Text(found, starts, [])


def _torn(items: Sequence[Row | Ruled]) -> set[int]:
    """The ids of lines in pieces, which may be of a table without rules, and of what stands close to them."""
    found = {id(item) for item in items if isinstance(item, Row) and item.torn}
    for one, other in pairwise(items):
        for a, b in ((one, other), (other, one)):
            if isinstance(a, Row) and isinstance(b, Row) and a.torn and abs(a.base - b.base) < 1.6 * a.size:
                found.add(id(b))
    return found


def _usual(pages: Sequence[Laid]) -> dict[tuple[int, int], tuple[float, float]]:
    """The outermost left and right margin that many lines of a column share on the pages of one width, where they do."""
    usual: dict[tuple[int, int], tuple[float, float]] = {}
    rows_of: dict[tuple[int, int], list[Row]] = {}
    for page in pages:
        for item in page.items:
            if isinstance(item, Row):
                rows_of.setdefault((item.column, round(page.width)), []).append(item)
    for key, found in rows_of.items():
        lefts, rights = Counter(round(row.x0) for row in found), Counter(round(row.x1) for row in found)
        often = max(3, len(found) // 30)
        left = min((x for x, count in lefts.items() if count >= often), default=0)
        right = max((x for x, count in rights.items() if count >= often), default=0)
        if left < right:
            usual[key] = (left, right)
    return usual


def _margins(page: Laid, usual: dict[tuple[int, int], tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Left and right margin of each column of a page; a page of short or indented lines has those that are usual elsewhere."""
    found = {}
    for column in (0, 1, 2):
        own = [item for item in page.items if isinstance(item, Row) and item.column == column]
        left = min((row.x0 for row in own), default=0.0)
        right = max((row.x1 for row in own), default=0.0)
        if shared := usual.get((column, round(page.width))):
            first, last = shared
            size = own[0].size if own else 0
            left = first if abs(left - first) < 3 * size else left
            right = max(right, left + last - first)
        elif not column and left < page.width / 4 and sum(right - row.x1 < 1 for row in own) < _TOGETHER:
            # few lines, perhaps all short
            right = max(right, left + _FILLED * (page.width - 2 * left))
        found[column] = (left, right)
    return found


def _same_paragraph(before: Row, row: Row, margins: dict[int, tuple[float, float]]) -> bool:
    """Whether `row` goes on with `before`, which fills its line: it stands at the margin, in the same size and not far below."""
    if (before.column == 0) != (row.column == 0):
        return False
    left, right = margins[row.column]
    start, end = margins[before.column]
    centred = abs(before.x0 - start - (end - before.x1) - (row.x0 - left) + (right - row.x1)) < 0.6 * row.size
    if (
        centred
        and max(before.x0 - start, end - before.x1) < 1.3 * row.size
        and abs(row.size - before.size) < 0.1 * row.size
    ):
        below = row.column != before.column or row.base - before.base < 2.6 * row.size
        return below and recognise(row.text).role == "text"  # a centred heading, wrapped
    if row.x0 > left + 0.9 * row.size or not 0.85 < row.size / (before.size or 1) < 1.18:
        return False
    if row.column == before.column and row.base - before.base > 2.6 * row.size:
        return False
    if before.text[-1:] in STOPS and recognise(row.text).role not in ("text", "blank"):
        return False
    return (
        recognise(row.text).role not in ("ladder", "box", "table", "schedule", "annex")
        or before.text[-1:] in "，、的和及与"
    )
