"""Pages of characters as lines of text: running heads and page numbers out, columns in order, paragraphs joined, tables whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ...structure.line_classifier import recognise, squeeze
from .. import cells as rows
from . import aligned_tables
from . import lines as printed
from .lines import Char
from .ruled_tables import Grid, Rule, grids, merged, strokes

__all__ = ["Laid", "Page", "blocks", "lay", "plain", "plain_lines"]

_WIDEST = 14_400  # points: no page of a PDF is wider
_EDGE = 0.12  # of the height of a page: where heads and page numbers stand
_CONTINUED = re.compile(r"[（(]?(?:续表|接上表|续上表)\s*[0-9\-—一二三四五六七八九十]*[）)]?")
_STOPS = "。！？；：）”"
_PADDING = 11  # points that Word leaves in a cell beside its text, left and right together


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
class Ruled:
    """One table on one page."""

    edges: list[tuple[float, float]]  # within which each of its columns can end
    cells: list[list[list[str]]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, rows down, columns across
    head: int = 0  # rows that are known to be the head
    full: tuple[bool, ...] = ()  # for each cell of the last row whether its last line has no room for more, where known


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
        (
            grid.ys[0],
            Ruled([(x - 4, x + 4) for x in grid.xs], _cells(grid, cells), merged(grid), full=_full(grid, cells)),
        )
        for grid, cells in zip(found, inside, strict=True)
        if cells
    ]
    level = [s for s in strokes(page.rules) if not any(grid.ys[0] - 4 <= s[0] <= grid.ys[-1] + 4 for grid in found)]
    others, loose = aligned_tables.tables(loose, level, (1 - _EDGE) * page.height)
    for other in others:
        cells_of_other = [[[cell] if cell else [] for cell in row] for row in other.cells]
        placed.append((other.top, Ruled(other.gaps, cells_of_other, head=other.head)))
    tables = sorted(top for top, _ in placed)
    every = printed.lines(loose)
    torn = 3 * sum(len(printed.pieces(line)) > 2 for line in every) > len(every)
    gutter = None if torn else _gutter(every)  # a page of lines in pieces is a table, or was meant as one
    if gutter is None and before and not torn and not any(_crosses(line, before) for line in every):
        gutter = before  # a page with little in its right column shows by itself no gutter
    flow = [(row.base, row) for row in _ordered(every, tables, gutter)]
    items: list[Row | Ruled] = []
    for top, table in sorted(placed, key=lambda item: item[0]):
        before = next((i for i, (base, row) in enumerate(flow) if base > top), len(flow))
        items += [row for _, row in flow[:before]]
        flow = flow[before:]
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
        if gutter is None or _crosses(line, gutter):
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


def _crosses(line: Sequence[Char], gutter: float) -> bool:
    return any(c.x0 < gutter + 3 and c.x1 > gutter - 3 and c.text.strip() for c in line)


def _gutter(every: list[list[Char]]) -> float | None:
    """The middle of the empty strip between two columns, or None: it is clear in most lines, and several stand on each side."""
    inked = [[c for c in line if c.text.strip()] for line in every]
    inked = [line for line in inked if line]
    if len(inked) < 8:
        return None
    start, end = min(line[0].x0 for line in inked), max(line[-1].x1 for line in inked)
    if end - start > _WIDEST:
        return None
    size = median(c.bottom - c.top for line in inked for c in line)
    low, high = int(start + 0.35 * (end - start)), int(start + 0.65 * (end - start))
    crossed = Counter[int]()
    for line in inked:
        here: set[int] = set()
        for c in line:
            here.update(range(max(low, int(c.x0)), min(high, int(c.x1)) + 1))
        crossed.update(here)
    if low >= high:
        return None
    clear = [x for x in range(low, high) if crossed[x] * 5 <= len(inked)]
    runs: list[list[int]] = []
    for x in clear:
        if runs and x == runs[-1][-1] + 1:
            runs[-1].append(x)
        else:
            runs.append([x])
    best = max(runs, key=len, default=[])
    if len(best) < size:
        return None
    middle = (best[0] + best[-1]) / 2
    sides = [
        sum(any(c.x1 <= middle for c in line) for line in inked),
        sum(any(c.x0 >= middle for c in line) for line in inked),
    ]
    wide = [  # a column of prose fills its width in several lines
        sum(
            min(c.x0 for c in line) < start + 3 * size
            and max((c.x1 for c in line if c.x1 <= middle), default=0) > best[0] - 3 * size
            for line in inked
        ),
        sum(
            max(c.x1 for c in line) > end - 3 * size
            and min((c.x0 for c in line if c.x0 >= middle), default=end) < best[-1] + 3 * size
            for line in inked
        ),
    ]
    return middle if min(sides) * 3 >= len(inked) and min(wide) >= 3 else None


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


def _cells(grid: Grid, inside: dict[int, list[Char]]) -> list[list[list[str]]]:
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
        found.append([[rows.joined(cell)] if any(cell) else [] for cell in cells])
    return found


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


def blocks(pages: Sequence[Laid]) -> Iterator[rows.Block]:
    """The text of all pages: paragraphs as one line each, tables as `rows.table` gives them, one table over page breaks."""
    _without_heads(pages)
    usual = _usual(pages)
    paragraph: list[str] = []
    last: Row | None = None
    table: Ruled | None = None
    for page in pages:
        margins = _margins(page, usual)
        torn = _torn(page.items)
        above = table  # what the page before ends with
        for item in page.items:
            if isinstance(item, Ruled):
                if paragraph:
                    yield rows.joined(paragraph)
                paragraph, last = [], None
                if table and _goes_on(table, item):
                    rest = item.cells[_repeated(table.cells, item.cells) :]
                    at = len(table.cells) - (len(item.cells) - len(rest))  # where its first row would stand
                    if table is above and _is_cut(table, rest):
                        at -= 1
                        table.cells[-1] = [
                            [rows.joined(a + b)] if a + b else []
                            for a, b in zip(table.cells[-1], rest.pop(0), strict=True)
                        ]
                    first = len(table.cells)
                    table.cells += rest
                    table.merged += [
                        (at + n, column, down, across) for n, column, down, across in item.merged if at + n >= first
                    ]
                    table.full, above = item.full, None
                else:
                    if table:
                        yield rows.table(table.cells, (), table.head, table.merged)
                    table = replace(item, cells=[*item.cells], merged=[*item.merged])
                continue
            if table:
                if _CONTINUED.fullmatch(squeeze(item.text)) and item is page.items[0]:
                    continue
                yield rows.table(table.cells, (), table.head, table.merged)
                table = None
            if id(item) in torn:  # set off, so that no caption above takes it for its second line
                if paragraph:
                    yield from (rows.joined(paragraph), *[""] * 3 * (last is None or id(last) not in torn))
                paragraph = []
            if id(item) not in torn and last is not None and _same_paragraph(last, item, margins):
                paragraph.append(item.text)
            else:
                if paragraph:
                    yield rows.joined(paragraph)
                paragraph = [item.text]
            last = item
            full = margins[item.column][1]
            if item.x1 < full - 1.7 * item.size:
                last = None
    if paragraph:
        yield rows.joined(paragraph)
    if table:
        yield rows.table(table.cells, (), table.head, table.merged)


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
    if before.text[-1:] in _STOPS and recognise(row.text).role not in ("text", "blank"):
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


def _goes_on(table: Ruled, rest: Ruled) -> bool:
    """Whether a table at the top of a page goes on with that at the end of the page before: its columns are the same."""
    if len(table.edges) != len(rest.edges) or len(table.cells[0]) != len(rest.cells[0]):
        return False
    return all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(table.edges, rest.edges, strict=True))


def _repeated(cells: list[list[list[str]]], rest: list[list[list[str]]]) -> int:
    """How many rows at the top of `rest` repeat the head."""
    count = 0
    while count < min(len(cells), len(rest), 4) and cells[count] == rest[count]:
        count += 1
    return count


def _is_cut(table: Ruled, rest: list[list[list[str]]]) -> bool:
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
    ended = [bool(above) and above[-1][-1:] in _STOPS for above, _ in going]
    return all(full or end for (_, full), end in zip(going, ended, strict=True)) and any(
        full and not end for (_, full), end in zip(going, ended, strict=True)
    )
