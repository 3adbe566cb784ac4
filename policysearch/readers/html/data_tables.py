"""Data tables of a web page: recognised, and their cells with spans and heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from bs4 import Tag
from bs4.element import NavigableString

from ..cells import MOST_COLUMNS

_SMALL = 300  # letters in tables in a row of data


def size(tag: Tag) -> int:
    """The letters in an element."""
    return sum(len(piece.strip()) for piece in tag.descendants if isinstance(piece, NavigableString))


@dataclass(frozen=True, slots=True)
class Cells:
    """The arguments of `cells.table`."""

    rows: list[list[list[str]]]
    head: int
    merged: list[tuple[int, int, int, int]]


def cells(table: Tag, lines: Callable[[Tag], Iterable[str]]) -> Cells | None:
    """The cells of a table of data, each with the `lines` of its element; None when it only lays out the page: tables in it
    that are no small part of it, one column, or long texts of several blocks."""
    found = list(_rows(table))
    if not found:
        return None
    inner = [row for row in found if any(_within(row))]
    if inner and not _holds_tables(found, inner):
        return None
    merged: list[tuple[int, int, int, int]] = []
    every: list[list[list[str]]] = []
    below: dict[int, int] = {}  # column: rows that a cell from above still covers
    long = 0
    for left, row in zip(range(len(found), 0, -1), found, strict=True):
        here: list[list[str]] = []
        for tag in (child for child in row.children if isinstance(child, Tag) and child.name in ("td", "th")):
            while below.get(len(here), 0) and len(here) < MOST_COLUMNS:
                below[len(here)] -= 1
                here.append([])
            printed = [line.replace("\t", " ") for line in lines(tag)]
            long += len(printed) > 2 and sum(map(len, printed)) > 300
            across = min(_span(tag, "colspan") or 1, MOST_COLUMNS - len(here))
            down = min(_span(tag, "rowspan") or left, left)
            for column in range(len(here), len(here) + across):
                below[column] = down - 1
            if across > 0 and across * down > 1:
                merged.append((len(every), len(here), down, across))
            if across < 1:
                here[-1] = here[-1] + printed
            else:
                here += [printed, *([[]] * (across - 1))]
        while below.get(len(here), 0):
            below[len(here)] -= 1
            here.append([])
        every.append(here)
    if max(map(len, every)) < 2 or (long and max(sum(map(bool, here)) for here in every) <= 2):
        return None
    return Cells(every, sum(1 for _ in takewhile(_is_head, found)), merged)


def _is_head(row: Tag) -> bool:
    """Whether a row says that it is of the head: it stands in <thead>, or all its cells are <th>."""
    names = {child.name for child in row.children if isinstance(child, Tag) and child.name in ("td", "th")}
    return names == {"th"} or (row.parent is not None and row.parent.name == "thead")


def _holds_tables(found: list[Tag], inner: list[Tag]) -> bool:
    """Whether the rows `found` are data although there are tables in the rows `inner`: those are short and plain, and
    stand between more rows of as many cells, three at least."""

    def width(row: Tag) -> int:
        return sum(isinstance(child, Tag) and child.name in ("td", "th") for child in row.children)

    holding = set(map(id, inner))
    widths = Counter(width(row) for row in found if id(row) not in holding)
    for row in inner:
        small = list(_within(row))
        if any(any(_within(tag)) for tag in small) or sum(map(size, small)) > _SMALL:
            return False
        if width(row) < 3 or widths[width(row)] <= len(inner):
            return False
    return True


def _within(tag: Tag) -> Iterator[Tag]:
    """The tables in `tag`, without those in them, so that tables in tables take time in proportion to their number."""
    stack = list(tag.contents)
    while stack:
        piece = stack.pop()
        if isinstance(piece, Tag):
            if piece.name == "table":
                yield piece
            else:
                stack += piece.contents


def _rows(table: Tag) -> Iterator[Tag]:
    """The rows of a table, without those of tables in it."""
    stack = list(table.children)
    found = []
    while stack:
        piece = stack.pop()
        if isinstance(piece, Tag) and piece.name != "table":
            if piece.name == "tr":
                found.append(piece)
            stack += piece.contents
    yield from reversed(found)


def _span(tag: Tag, name: str) -> int:
    """colspan or rowspan; 0 means to the end, and what is no number means one."""
    value = str(tag.get(name, "1")).strip()
    return min(int(value), 10_000) if re.fullmatch(r"[0-9]{1,9}", value) else 1
