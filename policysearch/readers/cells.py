"""Shared by the readers of all formats: table cells as tab-separated lines, and the white space of prose.

A reader hands over blocks: a paragraph is a line, a table is the lines that `table` makes of it with its grid. Structure
is parsed from the lines; tables are shown by the grid, as far as one is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ..model.grids import Grid
from ..runtime.lazy_pattern import lazy_pattern
from ..structure.line_classifier import recognise

#: A heading's number alone in its line; what comes after the line break is its title.
BARE_NUMBER = lazy_pattern(r"[\s　]*第\s*[一二三四五六七八九十百零〇0-9]+\s*(?:分编|编|篇|章|节)[\s　]*")
MOST_COLUMNS = 256  # further cells of a row are joined to the last
_OVER_A_TABLE = frozenset({"box", "table", "schedule", "text", "note"})  # not what would be a heading
_CAPTION = lazy_pattern(
    r"[^，。；：！？]{2,40}表(?:[（(][^，。；]{1,20}[）)])?|[（(]?(?:计量)?单位\s?[:：][^。；]{1,20}"
)

_WIDE = "⺀-〿㐀-鿿豈-﫿︰-﹏！-～“”‘’—…·\U00020000-\U0003ffff"
_BREAK = lazy_pattern(rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?=[{_WIDE}])")
_SPACES = lazy_pattern(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_MOST_TRIED = 50  # places of a line that are looked at for a table that begins with it
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def joined(parts: Iterable[str]) -> str:
    """Pieces of one line or cell: a space between two words of Latin letters, nothing beside an ideograph.

    >>> joined(["规上工业", "增加值", "GDP", "growth"])
    '规上工业增加值GDP growth'
    """
    return _SPACES.sub(" ", _BREAK.sub("", "\n".join(part.strip() for part in parts if part.strip())))


def superscript(text: str) -> str:
    """A raised number as such, so that 10⁸ does not become 108; other raised text as it is."""
    return text.translate(_SUPERSCRIPT) if re.fullmatch(r"[0-9+-]+", text) else text


class GridLines(list[str]):
    """The lines of a table, and its grid in them; None when they are a frame around text."""

    grid: Grid | None = None


Block = str | GridLines  # a paragraph as one line, or a table


def flattened(blocks: Iterable[Block]) -> tuple[tuple[str, ...], tuple[Grid, ...]]:
    """The lines of all blocks, and the grids of their tables in these lines."""
    lines: list[str] = []
    grids: list[Grid] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        if block.grid:
            grids.append(block.grid._replace(line=len(lines) + block.grid.line))
        lines += block
    return tuple(lines), tuple(grids)


def unflatten(lines: Sequence[str], grids: Sequence[Grid]) -> Iterator[Block]:
    """The blocks of which `flattened` would make these lines and grids."""
    done = 0
    for grid in grids:
        yield from lines[done : grid.line - 1]
        table = GridLines(lines[grid.line - 1 : grid.end - 1])
        table.grid = grid._replace(line=1)
        yield table
        done = grid.end - 1
    yield from lines[done:]


def locate_grids(lines: Sequence[str], tables: Iterable[GridLines]) -> tuple[Grid, ...]:
    """The grids of `tables`, which come in their order, in `lines`: those of which no row was left out or changed."""
    known = [(block[block.grid.line - 1 : block.grid.end - 1], block.grid) for block in tables if block.grid]
    places: dict[str, list[int]] = {rows[0]: [] for rows, _ in known}
    for n, line in enumerate(lines if known else ()):
        if line in places:
            places[line].append(n)
    found: list[Grid] = []
    after = 0
    for rows, grid in known:
        starts = places[rows[0]]
        first = bisect_left(starts, after)
        for start in starts[first : first + _MOST_TRIED]:
            if list(lines[start : start + len(rows)]) == rows:
                found.append(grid._replace(line=start + 1))
                after = start + len(rows)
                break
    return tuple(found)


def table(
    rows: Iterable[Sequence[Sequence[str]]],
    captions: Sequence[str] = (),
    head: int = 0,
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> GridLines:
    r"""The lines of a table whose cells are paragraphs; a merged cell stands where it begins, "" fills the rest.

    1. A row is one line with a TAB between cells, also after a cell that is the only one of its row, which makes the label
       of a group no heading; what would still be taken for one stands after a TAB.
    2. A table of one column is a frame around text: each paragraph is a line after a TAB.
    3. A blank line comes before, two after, as in text that was taken out of Word, where the parser sees a box end.
    4. `captions` and a caption that is the first row are lines of their own above the table.
    5. `head` rows at the top are its head, as the file says; `merged` cells (row, column, rows down, columns across) are over
       several. Both go into the grid.

    >>> table([[["序号"], ["指标", "名称"]], [["一、经济"], []], [["1"], ["GDP"]]])
    ['', '序号\t指标名称', '\t一、经济', '1\tGDP', '', '']
    >>> table([[["表2 重点指标"], []], [["指标"], ["目标"]], [["就业"], ["5"]]])
    ['', '表2 重点指标', '', '指标\t目标', '就业\t5', '', '']
    """
    every = [list(row[:MOST_COLUMNS]) for row in rows]
    framed = all(len(row) <= 1 for row in every) or sum(sum(map(bool, row)) > 1 for row in every) == 0
    above = [caption for caption in captions if caption]
    first = 0  # row that is no caption
    for row in [] if framed else every[:3]:
        if sum(map(bool, row)) != 1 or not _is_caption(text := joined(next(filter(None, row)))):
            break
        above.append(text)
        first += 1
    lines: list[str] = []
    kept: list[int] = []  # the rows in which something stands
    shifted: list[int] = []
    for n, row in enumerate(every[first:], first):
        filled = [cell for cell in row if cell]
        if framed:
            lines += [f"\t{joined([part])}" for cell in filled for part in cell]
        elif filled:
            line, moved = row_line([joined(cell) for cell in row])
            if moved:
                shifted.append(len(lines))
            lines.append(line)
            kept.append(n)
    above = [text if recognise(text).role in _OVER_A_TABLE else f"\t{text}" for text in above]
    if not lines:
        return GridLines(above)
    found = GridLines([*[""] * bool(above), *above, "", *lines, "", ""])
    if kept:
        columns = max(j for n in kept for j, cell in enumerate(every[n], 1) if cell)
        heads = bisect_left(kept, head)
        spans = tuple(_in_rows(merged, kept, columns))
        top = bool(above) + len(above) + 2
        found.grid = Grid(top, len(kept), columns, heads if heads < len(kept) else 0, spans, tuple(shifted))
    return found


def row_line(cells: Sequence[str]) -> tuple[str, bool]:
    """The line of a row of a table, and whether it stands after a TAB more, since it would be taken for a heading."""
    line = "\t".join(cells)
    if line.startswith("\t") or recognise(line).role == "row":
        return line, False
    return f"\t{line.strip()}", True


def _in_rows(
    merged: Iterable[tuple[int, int, int, int]], kept: Sequence[int], columns: int
) -> Iterator[tuple[int, int, int, int]]:
    """Merged cells counted in the rows that are `kept`, as far as they are over several of them."""
    for row, column, down, across in merged:
        start = bisect_left(kept, row)
        rows, wide = bisect_left(kept, row + down) - start, min(across, columns - column)
        if start < len(kept) and kept[start] == row and rows > 0 < wide and rows * wide > 1:
            yield start, column, rows, wide


def _is_caption(text: str) -> bool:
    """Whether a text stands over a table rather than in it: a numbered caption, a title that ends with 表, the unit."""
    role = recognise(text).role
    return role in ("box", "table", "schedule") or (role == "text" and _CAPTION.fullmatch(text) is not None)
