"""Pages in two columns: the gutter between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from .lines import Char

_WIDEST = 14_400  # points: no page of a PDF is wider
_FEWEST = 8  # lines that a page in columns has, at least


def crosses(line: Sequence[Char], gutter: float) -> bool:
    """Whether a line has print at the gutter."""
    return any(c.x0 < gutter + 3 and c.x1 > gutter - 3 and c.text.strip() for c in line)


def find_gutter(every: Sequence[Sequence[Char]]) -> float | None:
    """The middle of the empty strip between two columns, or None: it is clear in most lines, and several stand on each side."""
    inked = [line for line in ([c for c in line if c.text.strip()] for line in every) if line]
    if len(inked) < _FEWEST:
        return None
    start, end = min(line[0].x0 for line in inked), max(line[-1].x1 for line in inked)
    if end - start > _WIDEST:
        return None
    size = median(c.bottom - c.top for line in inked for c in line)
    strip = _clear(inked, int(start + 0.35 * (end - start)), int(start + 0.65 * (end - start)))
    if not strip or len(strip) < size:
        return None
    middle = (strip[0] + strip[-1]) / 2
    beside = min(
        sum(any(c.x1 <= middle for c in line) for line in inked),
        sum(any(c.x0 >= middle for c in line) for line in inked),
    )
    near = 3 * size
    left = sum(_fills(line, start, strip[0], near, [c for c in line if c.x1 <= middle]) for line in inked)
    right = sum(_fills(line, strip[-1], end, near, [c for c in line if c.x0 >= middle]) for line in inked)
    return middle if beside * 3 >= len(inked) and min(left, right) >= 3 else None


def _clear(lines: Sequence[Sequence[Char]], low: int, high: int) -> range:
    """The widest strip between `low` and `high` that at most a fifth of the lines cross, in whole points."""
    crossed = Counter[int]()
    for line in lines:
        crossed.update({x for c in line for x in range(max(low, int(c.x0)), min(high, int(c.x1)) + 1)})
    best = range(0)
    begin = low
    for x in range(low, high + 1):
        if x == high or crossed[x] * 5 > len(lines):
            best = max(best, range(begin, x), key=len)
            begin = x + 1
    return best


def _fills(line: Sequence[Char], first: float, last: float, near: float, side: Sequence[Char]) -> bool:
    """Whether the print of a line on one `side` reaches from about `first` to about `last`, as prose fills its column."""
    return bool(side) and min(c.x0 for c in side) < first + near and max(c.x1 for c in side) > last - near
