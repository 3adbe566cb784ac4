"""The group of each row of a table: labels above it, and cells merged downwards beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .cells import LABEL, PART, TOTAL, is_figures, kind
from .scan import Row


@dataclass(frozen=True, slots=True)
class _Open:
    """The labels that hold for the next row."""

    main: str = ""  # 一、经济发展
    middle: str = ""  # （一）教育, or a label without a number
    part: str = ""  # a label over rows that begin with # or 其中

    def with_label(self, level: str, name: str) -> _Open:
        """These labels below a row that is one of them."""
        if level == "main":
            return _Open(name)
        if level == "middle":
            return _Open(self.main, name)
        return replace(self, part=name)

    def over(self, level: str) -> tuple[str, ...]:
        """The labels above a label of this level."""
        return {"main": (), "middle": (self.main,), "part": (self.main, self.middle)}[level]


def groups(rows: Sequence[Row]) -> list[str]:
    """The group of each row: its cell of a first column that is merged downwards, the labels above it, and the words merged
    downwards from a row above over its first words."""
    known = any(row.held for row in rows)  # how cells are merged; else a blank cell may be one
    column_of = _first_column(rows, known)
    names = [_name(row) for row in rows]
    found: list[str] = []
    labels, beside = _Open(), _Beside(any(column_of), known)
    for row, name, following, column in zip(rows, names, [*names[1:], ""], column_of, strict=True):
        if TOTAL.fullmatch(name):
            labels = _Open()
        inner = beside.over(row, name)
        level = "" if inner else _level(row, name)
        if level == "middle" and PART.match(following):
            level = "part"
        if level:
            above = labels.over(level)
            labels = labels.with_label(level, name)
        else:
            labels = labels if PART.match(name) else replace(labels, part="")
            above = (labels.main, labels.middle, labels.part, *inner)
        found.append(" › ".join(filter(None, (column, *above))))
    return found


def _name(row: Row) -> str:
    """The first words of a row."""
    return next((cell for cell in row.cells if kind(cell) == "text"), "")


def _first_column(rows: Sequence[Row], known: bool) -> list[str]:
    """For each row the cell of the first column that is over it or in it, where that column is merged downwards."""
    nothing = [""] * len(rows)
    first = [row.cells[0] for row in rows]
    if len(rows[0].cells) < 3 or not first[0] or any(kind(cell) not in ("", "text") for cell in first):
        return nothing
    held = sum(0 in row.held for row in rows)
    if not held if known else first.count("") * 3 < len(first):
        return nothing
    known = held * 2 >= first.count("")  # else cells are left blank rather than merged
    found, over = [], ""
    for row, cell in zip(rows, first, strict=True):
        over = cell or (over if 0 in row.held or not known else "")
        if TOTAL.fullmatch(_name(row)):
            over = ""
        found.append(over)
    return found


@dataclass(slots=True)
class _Beside:
    """The words that are merged downwards beside the words of further rows: 收入 over 城镇 and 农村."""

    merged: bool  # the first column is
    known: bool  # how cells are merged
    text: str = ""
    column: int = -1
    above: dict[int, str] = field(default_factory=dict)  # the last cell of each column

    def over(self, row: Row, name: str) -> tuple[str, ...]:
        """The words over `row`, whose first words are `name`; what begins in it holds for the next rows."""
        at = row.cells.index(name) if name else -1
        if self.known:
            self.above |= {j: cell for j, cell in enumerate(row.cells) if cell}
            beside = (self.above.get(j, "") for j in sorted(row.held) if self.merged <= j < at)
            return tuple(text for text in beside if kind(text) == "text")
        if self.column >= 0 and at == self.column + 1 and not row.cells[self.column]:
            return (self.text,)
        begins = at >= self.merged and at + 2 < len(row.cells) and kind(row.cells[at + 1]) == "text"
        self.text, self.column = (name, at) if begins else ("", -1)
        return ()


def _level(row: Row, name: str) -> str:
    """main or middle for a group row: the text `name`, after at most its numbers, and nothing else, but the totals of
    a numbered group; else ""."""
    if not name or PART.match(name) or TOTAL.fullmatch(name):
        return ""
    at = row.cells.index(name)
    numbers, others = [cell for cell in row.cells[:at] if cell], [cell for cell in row.cells[at + 1 :] if cell]
    if any(kind(cell) not in ("number", "item") for cell in numbers):
        return ""
    numbered = LABEL.fullmatch(name)
    if not numbered and any(j > at for j in row.held):
        return ""
    main = (numbered and numbered["main"]) or (numbers and re.match("[一二三四五六七八九十]", numbers[0]))
    if others and not ((numbered or main) and row.cells[at + 1] == "" and is_figures(others)):
        return ""
    if not numbered and len(row.cells) - at < 3 and at not in row.wide:
        return ""  # one blank cell beside it is only a blank cell
    return "main" if main else "middle"
