"""Tables written as HTML in Markdown, as rows; every other line stays as it is, and where it was is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .html import extract
from .text import Reading

_OPEN = re.compile(r"<table\b", re.I)
_CLOSE = re.compile(r"</table\s*>", re.I)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


def tables(reading: Reading) -> Reading:
    """`reading` with its tables in tags as `rows.table` has them.

    They stand in the lines that their tags took. Where these are too few, later lines move down, and `origins` say
    from where. A table that would lose text that way stays as it is, as does one in a block of code.
    """
    lines: list[str] = []
    origins: list[tuple[int, int]] = [(1, 1)]
    at, fenced = 0, False
    while at < len(reading.lines):
        line = reading.lines[at]
        fenced ^= bool(_FENCE.match(line))
        found = None if fenced or not _OPEN.search(line) else _table(reading.lines, at)
        if not found:
            lines.append(line)
            at += 1
            continue
        rows, count = found
        room = count - len(rows)
        if room >= 0:
            lines += [*[""] * min(room, 1), *rows, *[""] * (room - 1)]
        else:
            rows = ["", *rows, "", ""]
            origins += [(len(lines) + n, at + min(n, count)) for n in range(1, len(rows) + 1)]
            lines += rows
            origins.append((len(lines) + 1, at + count + 1))
        at += count
    return replace(reading, lines=tuple(lines), origins=tuple(origins) if len(origins) > 1 else ())


def _table(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """The rows of the table that opens in line `at`, with what stands before and after it, and how many lines it takes."""
    end = next((n for n in range(at, len(lines)) if _CLOSE.search(lines[n]) or (n > at and _OPEN.search(lines[n]))), at)
    markup = "\n".join(lines[at : end + 1])
    start = _OPEN.search(markup)
    stops = [found.end() for found in _CLOSE.finditer(markup)]
    if not start or len(stops) != 1 or len(_OPEN.findall(markup)) != 1 or stops[0] <= start.start():
        return None  # never closed, tables in each other, or several in one line
    rows = extract.table(markup[start.start() : stops[0]])
    around = markup[: start.start()], markup[stops[0] :]
    before, after = ([line for line in text.split("\n") if line.strip()] for text in around)
    return ([*before, *rows, *after], end - at + 1) if rows else None
