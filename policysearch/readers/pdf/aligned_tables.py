"""Tables without upright rules, whose columns are recognised by words under each other.

1. Between level rules of one length, as in a 三线表, two columns are enough: the first strip is the head, and each piece of
   print stands in one column.
2. Without any rule three lines or more must have the same three pieces or more, each under the other.
3. Where the row of a line is ambiguous, nothing is a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from ...structure.line_classifier import recognise
from .. import cells as rows
from . import lines as printed
from .lines import Char
from .ruled_tables import Stroke

_NEAR = 4.0  # points within which the ends of rules are one
_LONG = 100.0  # points; a shorter rule is none of a table
_MOST = 400  # rules of one length on a page; more are a form to be filled in
_CAPTIONS = ("ladder", "box", "table", "schedule", "annex", "figure", "glossary")
_FIGURE = re.compile(r"[≥≤><＞＜〉〈﹤﹥【〔(（]*[-+－]?[0-9][0-9.,]*[*%％】〕)）左右以上下]*")
_WIDE = 12  # characters of a cell on average, beyond which lines without rules are prose

Piece = tuple[float, float, str]  # from, to, text
Spans = list[tuple[float, float]]


@dataclass(slots=True)
class Aligned:
    """A table: where it begins, the gaps between its columns, its rows of cells."""

    top: float
    gaps: Spans
    cells: list[list[str]]
    head: int = 0  # rows that are known to be the head


@dataclass(slots=True)
class _Line:
    """A printed line of pieces."""

    base: float
    size: float
    pieces: list[Piece]


def tables(chars: Sequence[Char], level: Sequence[Stroke], foot: float) -> tuple[list[Aligned], list[Char]]:
    """The tables that `chars` make between `level` rules or without any, and the characters that are in none.

    Below `foot` a page has its number; a table that goes on overleaf is open there.
    """
    found: list[Aligned] = []
    left = list(chars)
    for x0, x1, ys in _rules(level):
        for first, last, table in _between(left, x0, x1, ys, foot):
            found.append(table)
            left = [c for c in left if not (_inside(c, x0, x1) and first < (c.top + c.bottom) / 2 < last)]
    lines = printed.lines(left)
    out: set[int] = set()
    for start, stop, table in _bare([_line(line) for line in lines]):
        found.append(table)
        out.update(range(start, stop))
    if out:
        left = [c for n, line in enumerate(lines) if n not in out for c in line]
    return sorted(found, key=lambda table: table.top), left


def _line(chars: Sequence[Char]) -> _Line:
    pieces = [(part[0].x0, max(c.x1 for c in part), printed.text(part)) for part in printed.pieces(chars)]
    return _Line(max(c.base for c in chars), printed.size(chars), pieces)


def _inside(char: Char, x0: float, x1: float) -> bool:
    return x0 - _NEAR <= (char.x0 + char.x1) / 2 <= x1 + _NEAR


def _rules(level: Sequence[Stroke]) -> Iterator[tuple[float, float, list[float]]]:
    """Level rules that begin and end alike: from, to, and where each lies."""
    groups: list[tuple[float, float, list[float]]] = []
    for y, x0, x1 in sorted(level):
        if x1 - x0 < _LONG:
            continue
        for a, b, ys in groups:
            if abs(a - x0) < _NEAR and abs(b - x1) < _NEAR:
                if y - ys[-1] > _NEAR:
                    ys.append(y)
                break
        else:
            groups.append((x0, x1, [y]))
    return (group for group in groups if 1 < len(group[2]) <= _MOST)


def _between(
    chars: Sequence[Char], x0: float, x1: float, ys: list[float], foot: float
) -> Iterator[tuple[float, float, Aligned]]:
    """The tables between rules: runs of strips between them in which pieces of print stand side by side."""
    strips: list[list[_Line]] = []
    here = [c for c in chars if _inside(c, x0, x1)]
    for top, bottom in pairwise(ys):
        strips.append(
            [
                _line(line)
                for line in printed.lines([c for c in here if top < (c.top + c.bottom) / 2 < bottom])
                if printed.pieces(line)
            ]
        )
    below = [c for c in here if (c.top + c.bottom) / 2 > ys[-1]]
    rest = [_line(line) for line in printed.lines(below) if printed.pieces(line)]
    while rest and rest[-1].base > foot and printed.PAGE_NUMBER.fullmatch(rest[-1].pieces[-1][2]):
        rest.pop()
    if (
        len(rest) > 1
        and _may_be_rows(strips[-1], x1 - x0)
        and (not strips[:-1] or not _may_be_rows(strips[-2], x1 - x0))
    ):
        strips.append(rest)  # under a head, without a rule up to the end of the page
        ys = [*ys, rest[-1].base + 1]
    start = 0
    while start < len(strips):
        stop = start
        while stop < len(strips) and _may_be_rows(strips[stop], x1 - x0):
            stop += 1
        after = max(stop, start + 1)
        while stop > start and all(len(line.pieces) == 1 for line in strips[stop - 1]):
            stop -= 1  # a table does not end with the label of a group
        if stop > start and (table := _table(strips[start:stop], ys[start])):
            yield ys[start], ys[stop], table
            start = stop
        else:
            start = after if stop > start else start + 1


def _may_be_rows(strip: Sequence[_Line], length: float) -> bool:
    """Whether no line of a strip between rules of this length is prose or a caption, and the strip is not empty."""
    single = [line.pieces[0] for line in strip if len(line.pieces) == 1]
    if any(x1 - x0 > 0.6 * length or recognise(text).role in _CAPTIONS for x0, x1, text in single):
        return False
    return len(strip) > 0 and len(single) < max(5, len(strip))


def _table(strips: list[list[_Line]], top: float) -> Aligned | None:
    """The table that strips make, the first of which is the head when there are several; None when it is in doubt."""
    head, body = (strips[0], strips[1:]) if len(strips) > 1 else ([], strips)
    several = [line for strip in body for line in strip if len(line.pieces) > 1]
    for told in (
        [[*head, *several], several] if head else [several]
    ):  # a cell of the head may stand over several columns
        columns = _widen(_columns(told), [line.pieces[0] for strip in body for line in strip if len(line.pieces) == 1])
        if len(columns) < (2 if head else 3) or len(several) < (3 if not head else 1 if len(columns) > 2 else 2):
            continue
        if len(columns) == 2 and mean(len(piece[2]) for line in several for piece in line.pieces) > _WIDE:
            continue  # two columns of prose between the rules of a page
        cells = [_place(line, columns, strict=False) for line in head]
        found = [[rows.joined([line[n] for line in cells if line]) for n in range(len(columns))]] if head else []
        made = [_rows(strip, columns, len(body) > 1) for strip in body]
        if None not in cells and None not in made and (not head or sum(map(bool, found[0])) > 1):
            found += [row for one in made if one for row in one]
            return Aligned(top, [(a[1], b[0]) for a, b in pairwise(columns)], found, int(len(strips) == 2))
    return None


def _columns(lines: Sequence[_Line]) -> Spans:
    """The spans of the pieces of all the lines, one for those that overlap or nearly touch."""
    found: Spans = []
    room = 0.5 * max((line.size for line in lines), default=0)
    for x0, x1, _ in sorted(piece for line in lines for piece in line.pieces):
        if found and x0 <= found[-1][1] + room:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _widen(columns: Spans, singles: Sequence[Piece]) -> Spans:
    """The columns with what stands alone in a line and in one of them."""
    found = list(columns)
    for x0, x1, _ in singles:
        over = [n for n, (a, b) in enumerate(columns) if x0 < b and x1 > a]
        if len(over) == 1 and x0 > columns[over[0]][0] - 1:
            found[over[0]] = (found[over[0]][0], max(found[over[0]][1], x1))
    return found


def _place(line: _Line, columns: Spans, strict: bool = True) -> list[str] | None:
    """The pieces of a line in their columns; None when one stands in none or between, or two in one.

    Those of a head, if not `strict`, may be wider than what stands under them, up to the next column.
    """
    cells = [""] * len(columns)
    for x0, x1, text in line.pieces:
        over = [n for n, (a, b) in enumerate(columns) if x0 < b and x1 > a]
        if len(over) != 1 or cells[over[0]]:
            return None
        a, b = columns[over[0]]
        if strict and (x0 < a - 1 or x1 > b + 1):
            return None
        cells[over[0]] = text
    return cells


def _rows(strip: Sequence[_Line], columns: Spans, ruled: bool) -> list[list[str]] | None:
    """The rows of a strip of the body; if `ruled`, rules part the rows. None when it is in doubt."""
    made: list[_Made] = []
    for line in strip:
        cells = _place(line, columns)
        x0, x1, text = line.pieces[0]
        middle = abs(x0 + x1 - columns[0][0] - columns[-1][1]) < line.size
        alone = len(line.pieces) == 1 and (x0 < columns[0][1] or middle)
        label = alone and (cells is None or recognise(text).kind in ("一、", "（一）"))
        if label:
            cells = [text] + [""] * (len(columns) - 1)
        if cells is None:
            return None
        made.append(_Made(line.base, cells, label))
    if len(made) == 1 or (ruled and _is_row(made)):
        groups: list[list[_Made]] | None = [made]
    else:
        groups = _group(made, strip[0].size)
    if groups is None:
        return None
    return [[rows.joined([line.cells[n] for line in group]) for n in range(len(columns))] for group in groups]


@dataclass(frozen=True, slots=True)
class _Made:
    """A printed line as cells."""

    base: float
    cells: list[str]
    label: bool  # it stands over several columns

    @property
    def filled_cells(self) -> int:
        return sum(map(bool, self.cells))


def _is_row(lines: Sequence[_Made]) -> bool:
    """Whether lines can be one row: no two begin in the first column, fill all columns, or have a figure in the same."""
    if len(lines) > 1 and any(line.label for line in lines):
        return False
    begin = sum(bool(line.cells[0]) and line.filled_cells > 1 for line in lines)
    full = sum(line.filled_cells == len(line.cells) for line in lines)
    figures = [
        sum(_FIGURE.fullmatch(cell) is not None for cell in column)
        for column in zip(*(x.cells for x in lines), strict=True)
    ]
    return max(begin, full, *figures) <= 1


def _group(made: Sequence[_Made], size: float) -> list[list[_Made]] | None:
    """Lines into rows: each is a row when all are full or equally far from each other; else those closest together are one.

    How close that is, is tried from the widest step down. What may be a row or the rest of one is in doubt.
    """
    steps = [b.base - a.base for a, b in pairwise(made)]
    even = max(steps) < 1.15 * min(steps)

    def whole(line: _Made) -> bool:
        missing = len(line.cells) - line.filled_cells
        return (
            not missing
            or line.label
            or (even and (missing < 2 or bool(line.cells[0])) and 2 * missing < len(line.cells))
        )

    if all(map(whole, made)):
        return [[line] for line in made]
    ordered = sorted(steps)
    for close, wide in reversed(list(pairwise(ordered))):
        # Lines less than their height apart are of cells set to the middle; then a cell of two lines steps twice as far.
        if close <= 0 or wide < (1.2 if close >= size else 2.2) * close or close > 2 * size:
            continue
        groups = [[made[0]]]
        for line, step in zip(made[1:], steps, strict=True):
            if step > close:
                groups.append([])
            groups[-1].append(line)
        if all(map(_is_row, groups)):
            return groups
    return None


def _bare(lines: Sequence[_Line]) -> Iterator[tuple[int, int, Aligned]]:
    """Tables without a rule, as ranges of `lines`; labels of groups may stand alone between their rows."""
    start = 0
    while start < len(lines):
        stop, columns = _run(lines, start)
        run = lines[start:stop]
        texts = [text for line in run for _, _, text in line.pieces if len(line.pieces) > 1]
        near = (*lines[max(0, start - 1) : start], *lines[stop : stop + 2])
        beside = [line for line in near if len(line.pieces) > 1 or _in_one(line.pieces[0], columns)]
        headings = any(recognise("  ".join(text for _, _, text in line.pieces)).role == "ladder" for line in run)
        if len(texts) >= 3 * len(columns) > 6 and mean(map(len, texts)) <= _WIDE and not headings and not beside:
            cells = [[text for _, _, text in line.pieces] + [""] * (len(columns) - len(line.pieces)) for line in run]
            yield start, stop, Aligned(run[0].base - run[0].size, [(a[1], b[0]) for a, b in pairwise(columns)], cells)
            start = stop
        else:
            start = max(stop, start + 1)


def _in_one(piece: Piece, columns: Spans) -> bool:
    """Whether a piece stands under a column that is not the first, as the second line of a cell does."""
    over = [n for n, (a, b) in enumerate(columns) if piece[0] < b and piece[1] > a]
    return len(over) == 1 and over[0] > 0


def _run(lines: Sequence[_Line], start: int) -> tuple[int, Spans]:
    """Where the lines end that have the pieces of line `start`, each under the other; and their columns."""
    count = len(lines[start].pieces)
    columns = _columns(lines[start : start + 1])
    kept, stop = [lines[start]], start + 1
    for n in range(start + 1, len(lines) if count > 2 else 0):
        line, before = lines[n], lines[n - 1]
        if line.base - before.base > 4 * line.size or abs(line.size - before.size) > 1:
            break
        if len(line.pieces) == 1 and line.pieces[0][0] < columns[0][1] and len(line.pieces[0][2]) <= 20 and n == stop:
            continue  # the label of a group, when a row follows
        wider = _columns([*kept, line])
        if len(line.pieces) != count or len(wider) != count:
            break
        columns, stop = wider, n + 1
        kept.append(line)
    return stop, columns
