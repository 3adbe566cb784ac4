"""Characters of a page as printed lines, and the pieces of a line that wide gaps part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

PAGE_NUMBER = re.compile(
    r"[-—–－·.•~\s]*(?:第?\s*[0-9０-９]{1,3}\s*页?|[ivxlcIVXLC]{1,7})(?:\s*[/／，,共]+\s*[0-9]{1,4}\s*页?)?[-—–－·.•~\s]*"
)
HEAVY, FAINT = 1, 2  # in a font as headings have it; in a light colour or hardly covering


@dataclass(frozen=True, slots=True)
class Char:
    """One character and its box; y is counted downwards from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    style: int = 0  # HEAVY, FAINT
    turn: int = 0  # degrees by which it is turned, counter-clockwise: 0, 90, 180, 270


def lines(chars: Sequence[Char]) -> list[list[Char]]:
    """The characters as printed lines, from the top down, each from left to right; raised and lowered ones in their line.

    A line of blanks is none.
    """
    found: list[tuple[float, float, list[Char]]] = []  # base, height, characters
    for char in sorted(chars, key=lambda c: (c.base, c.x0)):
        height = char.bottom - char.top
        if found:
            base, tall, line = found[-1]
            if char.base - base < 0.45 * max(tall, height):
                line.append(char)
                if height > tall:
                    found[-1] = (char.base, height, line)
                continue
        found.append((char.base, height, [char]))
    return [sorted(line, key=lambda c: c.x0) for _, _, line in found if any(c.text.strip() for c in line)]


def size(line: Sequence[Char]) -> float:
    """The height of most of its characters."""
    return median(c.bottom - c.top for c in line) or 1.0


def text(line: Sequence[Char]) -> str:
    """The characters of a printed line; a gap is a space, a wide one two."""
    height = size(line)
    pieces: list[str] = []
    before: Char | None = None
    for char in line:
        if before is not None and before.text.strip() and char.text.strip():
            gap = char.x0 - before.x1
            latin = before.text.isascii() and char.text.isascii()
            if gap > 0.8 * height:
                pieces.append("  ")
            elif latin and gap > 0.2 * height:
                pieces.append(" ")
            elif char.text == before.text and abs(char.x0 - before.x0) < min(0.2 * height, 0.5 * (char.x1 - char.x0)):
                continue  # printed twice to look bold
        pieces.append(" " if char.text in "\xa0\t" else char.text)
        before = char
    return "".join(pieces).strip(" 　")


def pieces(line: Sequence[Char]) -> list[list[Char]]:
    """The pieces of a printed line between wide gaps."""
    height = size(line)
    found: list[list[Char]] = []
    for char in line:
        if not char.text.strip():
            continue
        if found and char.x0 - found[-1][-1].x1 <= 0.8 * height:
            found[-1].append(char)
        else:
            found.append([char])
    return found
