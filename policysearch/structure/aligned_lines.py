"""Lines of plain text whose columns are separated by runs of spaces, as pasted from a PDF or mail: their cells and places.

Places are display columns, of which an ideograph takes two. Other text in columns is left out: contents pages, forms, lists, spread words, verse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..runtime.lazy_pattern import lazy_pattern
from .line_classifier import recognise
from .line_text import is_date, squeeze

_GAP = lazy_pattern("[ \xa0]{2,}|[ \xa0]*　[ 　\xa0]*")
_LONGEST = 240  # characters of a row
_MOST_COLUMNS = 20
_MOST_GAPS = 2 * _MOST_COLUMNS  # words of a head may be spread
_LEAST_ROWS = 3  # with the head
_SPREAD = 4  # widest gap within a spread word: 姓    名
_NEAR = 2  # display columns by which the places of cells of one column differ
_FULL = 0.6  # of the rows have all cells
_ALIKE = 0.7  # of the cells of a column stand alike

_IDEOGRAPH = lazy_pattern("[㐀-鿿]")
_SPREAD_WORD = lazy_pattern("[㐀-鿿](?: [㐀-鿿])*(?: ?[，。])?")
_CAPTIONS = frozenset({"box", "table", "schedule"})
_NAMED_TABLE = lazy_pattern("[^，。；：！？]{2,40}表(?:[（(][^，。；]{1,20}[）)])?")
_UNIT = lazy_pattern("[（(]?(?:计量)?单位 ?[:：]")
_LEADERS = lazy_pattern("…|[.．·•]{3,}|_{2,}|-{4,}")
_FIELD = lazy_pattern("[^0-9：:]{1,10}[:：]")
_OPTION = lazy_pattern("[A-Ha-h][.．、)）]")
_SIGN = lazy_pattern("[-+=＝＋−×÷*/<>|]")
_PAGE_HEAD = lazy_pattern("页[码数次]?")
_LISTED = lazy_pattern("[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳•●■◆▲★○·]")
_FIGURE = lazy_pattern("[-+±≥≤><约]?[0-9][0-9,.]*[%％]?[^，。；]{0,3}|[-—/]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and its half-open span of display columns."""

    start: int
    end: int
    text: str

    @property
    def width(self) -> int:
        """Display columns."""
        return self.end - self.start


@dataclass(slots=True)
class AlignedRow:
    """The cells of one row by column, each as its lines; `line` is the first of them, from 1."""

    line: int
    cells: list[list[str]]


@dataclass(slots=True)
class AlignedLines:
    """Rows that stand together in columns."""

    line: int  # the first, from 1
    end: int  # after the last
    rows: list[AlignedRow]  # [] when it is in doubt which cell stands in which column
    captioned: bool  # 表1 … or what ends with 表 stands above
    figures: bool  # most of a column beside the first

    @property
    def may_be_table(self) -> bool:
        """Whether it is reported where it is not read as a table."""
        return self.captioned or self.figures

    @property
    def texts(self) -> list[list[str]]:
        """The rows with each cell as one text."""
        return [["".join(cell) for cell in row.cells] for row in self.rows]


def aligned_lines(lines: Sequence[str]) -> Iterator[AlignedLines]:
    """The blocks of `lines` that stand in columns, three rows at least; the cells show whether one is a table."""
    first = 0  # of the lines that stand together
    rows = 0
    for n in range(len(lines) + 1):
        line = lines[n].strip() if n < len(lines) else ""
        if line and "\t" not in line and "|" not in line and len(lines[n]) <= _LONGEST:
            rows += "  " in line or "　" in line or "\xa0" in line
            continue
        if rows >= _LEAST_ROWS:
            yield from _of_paragraphs(lines, first, n)
        first, rows = n + 1, 0


def _of_paragraphs(lines: Sequence[str], first: int, stop: int) -> Iterator[AlignedLines]:
    """The same in lines without a blank one."""
    cells = [_cells(line) for line in lines[first:stop]]
    n = 0
    while n < len(cells):
        end = _run_end(cells, n)
        if end - n >= _LEAST_ROWS and (found := _lines_in_columns(lines, cells, first, n, end)):
            yield found
        n = max(end, n + 1)


@cache
def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _cells(line: str) -> list[Cell]:
    """The cells of a line; a word that is spread is one: 姓  名."""
    cells: list[Cell] = []
    at = place = 0
    text = line.rstrip()
    gaps = [*((gap.start(), gap.end()) for gap in _GAP.finditer(text)), (len(text), len(text))]
    if len(gaps) > _MOST_GAPS:
        return [Cell(0, len(text), text)]
    for start, end in gaps:
        if piece := text[at:start]:
            bare = piece.lstrip()  # one space before the first
            place += len(piece) - len(bare)
            wide = sum(map(_width, bare))
            cells.append(Cell(place, place + wide, bare))
            place += wide
        place += sum(map(_width, text[start:end].replace("\xa0", " ")))
        at = end
    widest = max((b.start - a.end for a, b in pairwise(cells)), default=0)
    spread = all(_IDEOGRAPH.fullmatch(cell.text) for cell in cells)
    joined: list[Cell] = []
    single = False  # the cell before is one ideograph
    for cell in cells:
        one = _IDEOGRAPH.fullmatch(cell.text) is not None
        gap = cell.start - joined[-1].end if joined else 0
        if one and single and gap <= _SPREAD and (spread or gap < widest):
            joined[-1] = Cell(joined[-1].start, cell.end, f"{joined[-1].text}{' ' * gap}{cell.text}")
        else:
            joined.append(cell)
        single = one
    return joined


def _run_end(cells: Sequence[Sequence[Cell]], first: int) -> int:
    """The end of the lines from `first` on that may be rows: of several cells, or of one cell beneath a cell."""
    n = first
    while n < len(cells):
        if len(cells[n]) == 1:
            inner = cells[n][0].start > cells[first][0].start + 1
            within = n + 1 < len(cells) and len(cells[n + 1]) > 1 and cells[n][0].end < cells[n - 1][-1].start
            if n == first or not (inner or within):
                break
        n += 1
    while n > first and len(cells[n - 1]) == 1 and not _continues(cells, n - 1, n - 2):
        n -= 1
    return n


def _continues(cells: Sequence[Sequence[Cell]], n: int, above: int) -> bool:
    """Whether the only cell of line `n` begins beneath one of line `above` and is no wider; not what a date ends."""
    only = cells[n][0]
    signed = is_date(only.text) or (n + 1 < len(cells) and len(cells[n + 1]) == 1 and is_date(cells[n + 1][0].text))
    return not signed and any(
        abs(cell.start - only.start) <= 1 and only.width <= cell.width + _NEAR for cell in cells[above]
    )


def _lines_in_columns(
    lines: Sequence[str], cells: Sequence[Sequence[Cell]], first: int, n: int, end: int
) -> AlignedLines | None:
    """The lines `n` to `end` as rows; None where they are no table for sure, or not even in columns."""
    while n < end and (_UNIT.search(lines[first + n]) or recognise(lines[first + n]).role in _CAPTIONS):
        n += 1
    several = [row for row in cells[n:end] if len(row) > 1]
    width = max(map(len, several), default=0)
    full = [row for row in several if len(row) == width]
    if len(several) < _LEAST_ROWS or width > _MOST_COLUMNS or len(full) < max(2, _FULL * len(several)):
        return None
    captioned = _is_captioned(lines, first + n)
    if _is_other([[cell.text for cell in row] for row in several], width, captioned):
        return None
    if any(recognise(line).role in ("ladder", "contents") for line in lines[first + n : first + end]):
        return None
    columns = [*zip(*full, strict=True)]
    parted = all(max(cell.end for cell in a) < min(cell.start for cell in b) for a, b in pairwise(columns))
    rows: list[AlignedRow] = []
    if parted and all(map(_is_alike, columns)):
        rows = _rows_in_columns(cells, n, end, columns)
    elif width > 2 and len(full) == end - n:
        rows = [AlignedRow(m + 1, [[cell.text] for cell in cells[m]]) for m in range(n, end)]
    elif not parted:
        return None
    rows = [AlignedRow(first + row.line, row.cells) for row in rows]
    return AlignedLines(first + n + 1, first + end + 1, rows, captioned, any(map(_is_figures, columns[1:])))


def _is_captioned(lines: Sequence[str], n: int) -> bool:
    """Whether the caption of a table stands above line `n`, with blank lines and the unit between."""
    for line in reversed(lines[max(0, n - 4) : n]):
        if line.strip() and not _UNIT.match(line.strip()):
            return recognise(line).role in _CAPTIONS or _NAMED_TABLE.fullmatch(squeeze(line)) is not None
    return False


def _is_alike(column: Sequence[Cell]) -> bool:
    """Whether most cells of a column begin, end, or have their middle at one place, as far as that can be printed."""
    for places, near in (
        ([cell.start for cell in column], _NEAR),
        ([cell.end for cell in column], _NEAR),
        ([cell.start + cell.end for cell in column], 2 * _NEAR),
    ):
        middle = sorted(places)[len(places) // 2]
        if sum(abs(place - middle) <= near for place in places) >= _ALIKE * len(places):
            return True
    return False


def _is_figures(column: Sequence[Cell]) -> bool:
    """Whether below the first cell are figures."""
    below = column[1:]
    return sum(_FIGURE.fullmatch(cell.text) is not None for cell in below) >= _ALIKE * len(below) > 0


def _is_other(rows: Sequence[Sequence[str]], width: int, captioned: bool) -> bool:
    """Contents pages, forms, options, formulas, lists, and text whose words or lines are spread."""
    every = [cell for row in rows for cell in row]

    def share(pattern: str | re.Pattern[str]) -> float:
        return sum(re.search(pattern, cell) is not None for cell in every) / len(every)

    if any(_LEADERS.search(cell) or _SIGN.fullmatch(cell) for cell in every if not re.fullmatch("[-—/]+", cell)):
        return True
    if sum(any(map(_FIELD.match, row)) for row in rows) * 3 >= len(rows):
        return True
    if sum(all(map(_OPTION.match, row)) for row in rows) * 2 >= len(rows):
        return True
    if share("[。；！？]") > 0.25 or (share("，") > 0.25 and not captioned):
        return True
    below = [cell for row in rows[1:] for cell in row]  # a head may be spread
    if sum(_SPREAD_WORD.fullmatch(cell) is not None for cell in below) * 4 >= len(below):
        return True
    if width == 2 and all(_LISTED.match(row[0]) for row in rows[1:]):
        return True
    last = [int(row[-1]) if row[-1].isdecimal() and row[-1].isascii() else -1 for row in rows]
    counts = last[0] if last[0] >= 0 else last[1]
    ascends = counts >= 0 and last[1:] == sorted(last[1:])
    return ascends and (_PAGE_HEAD.fullmatch(squeeze(rows[0][-1])) is not None or (width == 2 and not captioned))


def _rows_in_columns(
    cells: Sequence[Sequence[Cell]], first: int, end: int, columns: Sequence[Sequence[Cell]]
) -> list[AlignedRow]:
    """The rows with each cell in its column, continued cells joined; [] where the column of one is in doubt."""
    starts = [min(cell.start for cell in column) for column in columns]
    ends = [max(cell.end for cell in column) for column in columns]
    widest = [max(cell.width for cell in column) for column in columns]
    counted = all(cell.text.isdecimal() for cell in columns[0][1:])
    rows: list[AlignedRow] = []
    above: dict[int, Cell] = {}
    for n in range(first, end):
        row: dict[int, Cell] = {}
        if len(cells[n]) == 1 and recognise(cells[n][0].text).role == "item" and n + 1 < end and len(cells[n + 1]) > 1:
            rows.append(AlignedRow(n + 1, [[cells[n][0].text], *[[] for _ in columns[1:]]]))  # the label of a group
            above = row
            continue
        for cell in cells[n]:
            over = [j for j in range(len(columns)) if cell.start < ends[j] and cell.end > starts[j]]
            if len(over) != 1 or over[0] in row:
                return []
            row[over[0]] = cell
        if 0 in row and len(row) > 1:
            rows.append(AlignedRow(n + 1, [[row[j].text] if j in row else [] for j in range(len(columns))]))
            above = row
            continue
        goes_on = all(j in above and abs(above[j].start - cell.start) <= 1 for j, cell in row.items())
        filled = any(j in above and above[j].width >= widest[j] - _NEAR for j in row)
        if 0 in row or not (goes_on and filled) or (len(row) > 1 and not counted):
            return []
        if any(_FIGURE.fullmatch(cell.text) for cell in row.values()):
            return []
        for j, cell in row.items():
            rows[-1].cells[j].append(cell.text)
    return rows if len(rows) >= _LEAST_ROWS else []
