"""Pages of characters as lines of text: running heads and page numbers out, columns in order, paragraphs joined, tables whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ...structure.line_classifier import recognise, squeeze
from .. import cells as rows
from . import aligned_tables
from . import lines as printed
from .columns import crosses, find_gutter
from .lines import Char
from .page_tables import STOPS, Ruled, ruled
from .ruled_tables import Rule, grids, strokes

__all__ = ["Laid", "Page", "blocks", "lay", "plain", "plain_lines"]

_EDGE = 0.12  # of the height of a page: where heads and page numbers stand
_CONTINUED = re.compile(r"[（(]?(?:续表|接上表|续上表)\s*[0-9\-—一二三四五六七八九十]*[）)]?")


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader of a format finds on a page."""

    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]


@dataclass(slots=True)
class Row:
    """One printed line of one column."""

    text: str
    x0: float
    x1: float
    base: float
    size: float  # height of its characters
    column: int  # 0 for the whole width, 1 left, 2 right
    torn: bool  # it is three pieces or more, far from each other


@dataclass(slots=True)
class Laid:
    """A page in reading order."""

    height: float
    items: list[Row | Ruled]
    gutter: float | None  # the middle of the strip between two columns


def lay(page: Page, before: float | None = None) -> Laid:
    """The printed lines and ruled tables of a page in reading order; `before` is the gutter of a page before this one."""
    found = grids(page.rules)
    inside: list[dict[int, list[Char]]] = [{} for _ in found]
    loose: list[Char] = []
    for char in page.chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for grid, cells in zip(found, inside, strict=True):
            number = grid.at(x, y)
            if number is not None:
                cells.setdefault(number, []).append(char)
                break
        else:
            loose.append(char)
    placed: list[tuple[float, Row | Ruled]] = [
        (grid.ys[0], ruled(grid, cells)) for grid, cells in zip(found, inside, strict=True) if cells
    ]
    level = [s for s in strokes(page.rules) if not any(grid.ys[0] - 4 <= s[0] <= grid.ys[-1] + 4 for grid in found)]
    others, loose = aligned_tables.tables(loose, level, (1 - _EDGE) * page.height)
    for other in others:
        cells_of_other = [[[cell] if cell else [] for cell in row] for row in other.cells]
        placed.append((other.top, Ruled(other.gaps, cells_of_other, head=other.head)))
    tables = sorted(top for top, _ in placed)
    every = printed.lines(loose)
    torn = 3 * sum(len(printed.pieces(line)) > 2 for line in every) > len(every)
    gutter = None if torn else find_gutter(every)  # a page of lines in pieces is a table, or was meant as one
    if gutter is None and before and not torn and not any(crosses(line, before) for line in every):
        gutter = before  # a page with little in its right column shows by itself no gutter
    flow = [(row.base, row) for row in _ordered(every, tables, gutter)]
    items: list[Row | Ruled] = []
    for top, table in sorted(placed, key=lambda item: item[0]):
        place = next((i for i, (base, _) in enumerate(flow) if base > top), len(flow))
        items += [row for _, row in flow[:place]]
        flow = flow[place:]
        items.append(table)
    return Laid(page.height, [*items, *(row for _, row in flow)], gutter)


def plain(page: Page) -> Laid:
    """The printed lines of a page from the top down, and nothing made of them: for a page that `lay` cannot bear."""
    return Laid(page.height, [_row(line, 0) for line in printed.lines(page.chars)], None)


def _ordered(every: list[list[Char]], tables: list[float], gutter: float | None) -> Iterator[Row]:
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
    )


def blocks(pages: Sequence[Laid]) -> Iterator[rows.Block]:
    """The text of all pages: paragraphs as one line each, tables as `rows.table` gives them, one table over page breaks."""
    _without_heads(pages)
    usual = _usual(pages)
    text = _Text()
    for page in pages:
        text.margins, text.torn, text.above = _margins(page, usual), _torn(page.items), text.table
        for item in page.items:
            if isinstance(item, Ruled):
                yield from text.ruled(item)
            elif not (text.table and item is page.items[0] and _CONTINUED.fullmatch(squeeze(item.text))):
                yield from text.row(item)
    yield from text.end()


class _Text:
    """What is open between two items of the pages: a paragraph or a table."""

    def __init__(self) -> None:
        self.margins: dict[int, tuple[float, float]] = {}  # of the page
        self.torn: set[int] = set()  # ids of its lines in pieces
        self.above: Ruled | None = None  # what the page before ends with
        self.paragraph: list[str] = []
        self.last: Row | None = None  # its last line, if that is full
        self.table: Ruled | None = None

    def end(self) -> Iterator[rows.Block]:
        """What is open."""
        if self.paragraph:
            yield rows.joined(self.paragraph)
        if self.table:
            yield self.table.lines()
        self.paragraph, self.table = [], None

    def ruled(self, table: Ruled) -> Iterator[rows.Block]:
        """A table goes on with that of the page before, or is another."""
        if self.table and self.table.goes_on_with(table):
            self.table.join(table, self.table is self.above)
            self.above = None
            return
        yield from self.end()
        self.last = None
        self.table = replace(table, cells=[*table.cells], merged=[*table.merged])

    def row(self, row: Row) -> Iterator[rows.Block]:
        """A line goes on with the paragraph, or begins one; one in pieces is set off, so that no caption above takes it for
        its second line."""
        if self.table:
            yield from self.end()
        torn = id(row) in self.torn
        if self.last is not None and not torn and _same_paragraph(self.last, row, self.margins):
            self.paragraph.append(row.text)
        else:
            if self.paragraph:
                yield rows.joined(self.paragraph)
                if torn and (self.last is None or id(self.last) not in self.torn):
                    yield from ("", "", "")
            self.paragraph = [row.text]
        self.last = None if row.x1 < self.margins[row.column][1] - 1.7 * row.size else row


def plain_lines(pages: Sequence[Laid]) -> Iterator[str]:
    """The text of all pages, nothing joined or left out: for pages that `blocks` cannot bear."""
    for page in pages:
        for item in page.items:
            if isinstance(item, Row):
                yield item.text
            else:
                yield from ("\t".join(rows.joined(cell) for cell in cells) for cells in item.cells)


def _torn(items: Sequence[Row | Ruled]) -> set[int]:
    """The ids of lines in pieces, which may be of a table without rules, and of what stands close to them."""
    found = {id(item) for item in items if isinstance(item, Row) and item.torn}
    for one, other in pairwise(items):
        for a, b in ((one, other), (other, one)):
            if isinstance(a, Row) and isinstance(b, Row) and a.torn and abs(a.base - b.base) < 1.6 * a.size:
                found.add(id(b))
    return found


def _usual(pages: Sequence[Laid]) -> dict[int, tuple[float, float]]:
    """The outermost left and right margin that many lines of a column share in the document, where they do."""
    usual: dict[int, tuple[float, float]] = {}
    for column in (0, 1, 2):
        found = [item for page in pages for item in page.items if isinstance(item, Row) and item.column == column]
        lefts, rights = Counter(round(row.x0) for row in found), Counter(round(row.x1) for row in found)
        often = max(3, len(found) // 30)
        left = min((x for x, count in lefts.items() if count >= often), default=0)
        right = max((x for x, count in rights.items() if count >= often), default=0)
        if left < right:
            usual[column] = (left, right)
    return usual


def _margins(page: Laid, usual: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Left and right margin of each column of a page; a page of short or indented lines has those that are usual elsewhere."""
    found = {}
    for column in (0, 1, 2):
        own = [item for item in page.items if isinstance(item, Row) and item.column == column]
        left = min((row.x0 for row in own), default=0.0)
        right = max((row.x1 for row in own), default=0.0)
        if column in usual:
            first, last = usual[column]
            size = own[0].size if own else 0
            left = first if abs(left - first) < 3 * size else left
            right = max(right, left + last - first)
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


def _without_heads(pages: Sequence[Laid]) -> None:
    """Take running heads and page numbers off the pages: numbers at the edge, and what stands there on many pages."""
    keys: Counter[tuple[str, int]] = Counter()
    edges: list[list[tuple[Row, tuple[str, int]]]] = []
    for page in pages:
        here = []
        for row in page.items:
            if isinstance(row, Row) and not _EDGE * page.height < row.base < (1 - _EDGE) * page.height:
                here.append((row, (re.sub(r"[0-9０-９]+", "#", squeeze(row.text)), round(row.base / 4))))
        edges.append(here)
        keys.update({key for _, key in here})
    often = max(3, len(pages) * 0.2) if len(pages) > 5 else 2
    for page, here in zip(pages, edges, strict=True):
        out = {
            id(row)
            for row, (text, place) in here
            if printed.PAGE_NUMBER.fullmatch(row.text)
            or keys[text, place] + keys[text, place + 1] + keys[text, place - 1] >= often
        }
        page.items = [item for item in page.items if id(item) not in out]
