"""Ruled tables of a page: grids of rules and their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_NEAR = 3.0  # points within which rules meet or are one
_SHORT = 6.0  # points; shorter rules are dots and ticks
Stroke = tuple[float, float, float]  # of a rule: where it lies, from, to
_MOST = 600  # rules in one direction; a page with more is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke from one point to another; y is counted downwards."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: columns between `xs`, rows between `ys`; `cells[row][column]` is the number of the cell there."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]  # fields that no rule separates have the same number

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell around a point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.cells[row][column]
        return None


def strokes(rules: Sequence[Rule]) -> list[Stroke]:
    """The level rules, those made of pieces as one."""
    return _merged([(r.y0, min(r.x0, r.x1), max(r.x0, r.x1)) for r in rules if abs(r.y0 - r.y1) < 1])


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The grids of at least two columns that the rules make."""
    level = strokes(rules)
    upright = _merged([(r.x0, min(r.y0, r.y1), max(r.y0, r.y1)) for r in rules if abs(r.x0 - r.x1) < 1])
    if not (1 < len(level) <= _MOST and 0 < len(upright) <= _MOST):
        return []
    group = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(upright, len(level)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                group[root(i)] = root(j)
    together: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, rule in enumerate([*level, *upright]):
        together.setdefault(root(i), ([], []))[i >= len(level)].append(rule)
    found = [grid for lying, standing in together.values() if (grid := _grid(lying, standing))]
    return sorted(found, key=lambda grid: grid.ys[0])


def merged(grid: Grid) -> list[tuple[int, int, int, int]]:
    """The cells over several fields: row, column, rows down, columns across."""
    found: dict[int, list[int]] = {}
    for row, numbers in enumerate(grid.cells):
        for column, number in enumerate(numbers):
            if number not in found:
                found[number] = [row, column, row, column]
            else:
                span = found[number]
                span[1], span[2], span[3] = min(span[1], column), row, max(span[3], column)
    return [
        (row, column, last - row + 1, end - column + 1)
        for row, column, last, end in found.values()
        if (row, column) != (last, end)
    ]


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes as (where, from, to), those that lie on one line and touch made one."""
    found: list[Stroke] = []
    for at, start, end in sorted(strokes):
        for i in range(len(found) - 1, max(-1, len(found) - 40), -1):
            other, first, last = found[i]
            if abs(other - at) < _NEAR and start <= last + _NEAR and end >= first - _NEAR:
                found[i] = (other, min(first, start), max(last, end))
                break
        else:
            found.append((at, start, end))
    return [stroke for stroke in found if stroke[2] - stroke[1] >= _SHORT]


def _grid(level: list[Stroke], upright: list[Stroke]) -> Grid | None:
    ys, xs = _distinct([y for y, _, _ in level]), _distinct([x for x, _, _ in upright])
    for edge in (min(start for _, start, _ in level) if level else 0, max((end for _, _, end in level), default=0)):
        if level and all(abs(edge - x) > 4 * _NEAR for x in xs):
            xs.append(edge)  # tables are often open at their sides
    xs.sort()
    if len(ys) < 2 or len(xs) < 3:
        return None
    fields = [[row * len(xs) + column for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]
    same = {number: number for row in fields for number in row}

    def root(i: int) -> int:
        while same[i] != i:
            i = same[i]
        return i

    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if column + 2 < len(xs) and not _covers(upright, xs[column + 1], y):
                same[root(fields[row][column + 1])] = root(fields[row][column])
            if row + 2 < len(ys) and not _covers(level, ys[row + 1], x):
                same[root(fields[row + 1][column])] = root(fields[row][column])
    cells = tuple(tuple(root(number) for number in row) for row in fields)
    if len({number for row in cells for number in row}) < 2 or all(len(set(row)) < 2 for row in cells):
        return None
    return Grid(tuple(xs), tuple(ys), cells)


def _distinct(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _covers(strokes: list[Stroke], at: float, point: float) -> bool:
    """Whether a stroke on the line `at` passes `point`."""
    return any(abs(where - at) <= _NEAR and start - 1 <= point <= end + 1 for where, start, end in strokes)
