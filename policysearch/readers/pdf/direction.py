"""Text set sideways or from the top down, brought level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from . import lines as printed
from .lines import Char
from .model import Page
from .ruled_tables import Grid, Rule, grids

_FEW = 5  # sideways characters that are a label, not text
_MOST_STEPS = 0.6  # the share of steps from character to character that go down where text is set so


def level(page: Page) -> list[Page]:
    """The parts of a page that are set in one direction each, turned so that their lines go from left to right.

    Text set sideways in a cell of an upright table stays in its cell.
    """
    turns = Counter(char.turn for char in page.chars)
    down = _goes_down([char for char in page.chars if not char.turn])
    if turns.keys() <= {0} and not down:
        return [page]
    upright = [char for char in page.chars if not char.turn]
    sideways: dict[int, list[Char]] = {}
    kept: list[Char] = []  # stay in upright cells
    found = [grid for grid in grids(page.rules) if _holds(grid, upright)] if upright else []
    labels: dict[tuple[int, int, int], list[Char]] = {}  # by grid, cell and direction
    for char in page.chars:
        if char.turn:
            x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
            cells = ((n, cell) for n, grid in enumerate(found) if (cell := grid.at(x, y)) is not None)
            if place := next(cells, None):
                labels.setdefault((*place, char.turn), []).append(char)
            else:
                sideways.setdefault(char.turn, []).append(char)
    for (_, _, turn), chars in labels.items():
        kept += _label(page, chars, turn)
    for turn, chars in [*sideways.items()]:
        if sum(bool(char.text.strip()) for char in chars) < _FEW and upright:
            kept += sideways.pop(turn)
    if not sideways and not down:
        return [replace(page, chars=upright + kept)]
    parts = []
    if upright or kept:
        parts.append(_turn(page, upright + kept, 270) if down else replace(page, chars=upright + kept))
    most = max(sideways, key=lambda turn: len(sideways[turn]), default=0)
    for turn, chars in sideways.items():
        parts.append(_turn(page, chars, turn))
        if turn == most and len(chars) > len(upright) and parts[0].chars is not parts[-1].chars:
            parts[0] = replace(parts[0], rules=[])  # they are of the table that lies across
    return parts


def _holds(grid: Grid, upright: Sequence[Char]) -> bool:
    """Whether a grid holds upright text too."""
    return sum(grid.at((c.x0 + c.x1) / 2, (c.top + c.bottom) / 2) is not None for c in upright) > _FEW


def _label(page: Page, chars: Sequence[Char], turn: int) -> Iterator[Char]:
    """The characters of a cell that are set sideways as one level line within the room that they take."""
    lines = printed.lines(_turn(page, chars, turn).chars)
    text = "".join(printed.text(line) for line in lines)
    left, right = min(c.x0 for c in chars), max(c.x1 for c in chars)
    middle, size = (min(c.top for c in chars) + max(c.bottom for c in chars)) / 2, chars[0].x1 - chars[0].x0
    step = (right - left) / max(1, len(text))
    for n, char in enumerate(text):
        x, top = left + n * step, middle - size / 2
        yield Char(char, x, x + step, top, top + size, top + 0.86 * size)


def _goes_down(chars: Sequence[Char]) -> bool:
    """Whether most characters stand right below the one before, as in vertical setting."""
    inked = [char for char in chars if char.text.strip()]
    if len(inked) < 2 * _FEW:
        return False
    below = across = 0
    for one, next_ in pairwise(inked):
        size = max(one.x1 - one.x0, one.bottom - one.top) or 1.0
        across += abs(next_.base - one.base) < 0.3 * size
        below += (
            abs(next_.x0 + next_.x1 - one.x0 - one.x1) < 0.6 * size and 0.5 * size < next_.base - one.base < 2 * size
        )
    return below > _MOST_STEPS * (len(inked) - 1) and below > 4 * across


def _turn(page: Page, chars: Sequence[Char], turn: int) -> Page:
    """`page` with these characters, turned back by so many degrees; 270 also brings vertical columns, the right one first, level."""

    def at(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            return page.height - y, x
        if turn == 180:
            return page.width - x, page.height - y
        return y, page.width - x

    found = []
    for char in chars:
        (x0, y0), (x1, y1) = at(char.x0, char.top), at(char.x1, char.bottom)
        top, bottom = min(y0, y1), max(y0, y1)
        base = bottom - 0.14 * (bottom - top)
        found.append(replace(char, x0=min(x0, x1), x1=max(x0, x1), top=top, bottom=bottom, base=base, turn=0))
    rules = [Rule(*at(rule.x0, rule.y0), *at(rule.x1, rule.y1)) for rule in page.rules]
    size = (page.width, page.height) if turn == 180 else (page.height, page.width)
    return replace(page, width=size[0], height=size[1], chars=found, rules=rules)
