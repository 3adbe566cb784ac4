"""Text set sideways or from the top down, brought level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .layout import Page
from .lines import Char
from .ruled_tables import Rule, grids

_FEW = 5  # sideways characters that are a label, not text
_MOST_STEPS = 0.6  # the share of steps from character to character that go down where text is set so


def level(page: Page) -> list[Page]:
    """The parts of a page that are set in one direction each, turned so that their lines go from left to right.

    What is set sideways in a cell of an upright table stays in its cell.
    """
    turns = Counter(char.turn for char in page.chars)
    down = _goes_down([char for char in page.chars if not char.turn])
    if turns.keys() <= {0} and not down:
        return [page]
    upright = [char for char in page.chars if not char.turn]
    sideways: dict[int, list[Char]] = {}
    kept: list[Char] = []  # stay in upright cells
    cells = grids(page.rules) if upright else []
    for char in page.chars:
        if char.turn:
            x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
            within = any(grid.at(x, y) is not None and _holds(grid, upright) for grid in cells)
            (kept if within else sideways.setdefault(char.turn, [])).append(char)
    for turn, chars in [*sideways.items()]:
        if sum(bool(char.text.strip()) for char in chars) < _FEW and upright:
            kept += sideways.pop(turn)
    if not sideways and not down:
        return [page]
    parts = []
    if upright or kept:
        parts.append(_turned(page, upright + kept, 270) if down else replace(page, chars=upright + kept))
    most = max(sideways, key=lambda turn: len(sideways[turn]), default=0)
    for turn, chars in sideways.items():
        parts.append(_turned(page, chars, turn))
        if turn == most and len(chars) > len(upright) and parts[0].chars is not parts[-1].chars:
            parts[0] = replace(parts[0], rules=[])  # they are of the table that lies across
    return parts


def _holds(grid: object, upright: Sequence[Char]) -> bool:
    """Whether most of what stands in a grid is upright."""
    at = grid.at  # type: ignore[attr-defined]
    return sum(at((c.x0 + c.x1) / 2, (c.top + c.bottom) / 2) is not None for c in upright) > _FEW


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


def _turned(page: Page, chars: Sequence[Char], turn: int) -> Page:
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
