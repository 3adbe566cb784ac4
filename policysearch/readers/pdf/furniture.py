"""Page furniture, which is no part of the text: watermarks, running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from statistics import median

from ...structure.line_text import squeeze
from . import lines as printed
from .lines import FAINT, Char
from .model import Laid, Row

_LARGE, _COVERED = 1.4, 2  # times the height of the text, and characters below it, of a watermark
EDGE = 0.12  # of the height of a page: where heads and page numbers stand
_TWICE = 2  # pages on which a running head stands, of a file with few


def without_watermark(chars: list[Char]) -> tuple[list[Char], frozenset[str]]:
    """The characters without large light ones that lie over or under others, and the lines of those."""
    faint = [c for c in chars if c.style & FAINT]
    dark = [c for c in chars if not c.style & FAINT and c.text.strip()]
    if not faint or not dark:
        return chars, frozenset()
    tall = _LARGE * median(c.bottom - c.top for c in dark)
    out: set[int] = set()
    watermarks: set[str] = set()
    for line in printed.lines([c for c in faint if c.bottom - c.top >= tall]):
        left, right = line[0].x0, max(c.x1 for c in line)
        top, bottom = min(c.top for c in line), max(c.bottom for c in line)
        over = sum(left < (c.x0 + c.x1) / 2 < right and top < (c.top + c.bottom) / 2 < bottom for c in dark)
        if over >= _COVERED:
            out |= set(map(id, line))
            watermarks.add(squeeze(printed.text(line)))
    return [c for c in chars if id(c) not in out], frozenset(watermarks)


def without_heads(pages: Sequence[Laid]) -> None:
    """Take running heads, page numbers and watermarks off the pages: numbers at the edge, what stands there on many pages, what
    stands anywhere in a light colour on many, and what is a watermark on another page."""
    watermarks = frozenset[str]().union(*(page.watermarks for page in pages))
    keys: Counter[tuple[str, int]] = Counter()
    edges: list[list[tuple[Row, tuple[str, int], bool]]] = []
    for page in pages:
        here = []
        for row in page.items:
            if not isinstance(row, Row):
                continue
            edge = not EDGE * page.height < row.base < (1 - EDGE) * page.height
            if edge or row.style & FAINT:
                flat = squeeze(row.text)
                here.append((row, (re.sub(r"[0-9０-９]+", "#", flat), round(row.base / 4)), edge))
        edges.append(here)
        keys.update({key for _, key, _ in here})
    often = max(3, len(pages) * 0.2) if len(pages) > 5 else _TWICE
    for page, here in zip(pages, edges, strict=True):
        out = {
            id(row)
            for row, (text, place), edge in here
            if (edge and printed.PAGE_NUMBER.fullmatch(row.text))
            or (row.style & FAINT and squeeze(row.text) in watermarks)
            or keys[text, place] + keys[text, place + 1] + keys[text, place - 1] >= often
        }
        if often == _TWICE:  # lines that two pages share by chance stand between others
            out &= _outermost(page, out)
        page.items = [item for item in page.items if id(item) not in out]


def _outermost(page: Laid, out: set[int]) -> set[int]:
    """The ids of `out` that stand above all other lines or below them, and those of light print."""
    lines = sorted((item for item in page.items if isinstance(item, Row)), key=lambda row: row.base)
    above = [row for row in lines if row.base <= EDGE * page.height]
    below = [row for row in lines if row.base >= (1 - EDGE) * page.height]
    found = {id(row) for row in lines if row.style & FAINT}
    for ordered in (above, below[::-1]):
        found |= set(map(id, takewhile(lambda row: id(row) in out, ordered)))
    return found
