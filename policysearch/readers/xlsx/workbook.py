"""The sheets of a workbook as blocks: the name of each, and its rows with what their cells show."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from ...messages.catalogue import Message
from ...model.document import Declared
from ...model.errors import CorpusError
from .. import cells
from ..opc import DAMAGE, OFFICE, Package
from ..text import Reading
from ..xml import Refused
from . import number_formats

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

UNNAMED = re.compile(r"(?:sheet|工作表|表格?)\s*[0-9]*", re.I)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read(data: bytes, shown: str) -> Reading:
    """The visible sheets of a workbook; raises CorpusError for what cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = _Workbook(archive)
            lines, grids = cells.flattened(book.blocks())
            hidden = tuple(f"sheet {name} is hidden" for name in book.hidden)
            title = Declared(title=PurePosixPath(shown).stem)
            return Reading(lines, "xlsx", declared=title, grids=grids, left_out=hidden)
    except Refused as error:
        raise CorpusError(shown, Message("formats.workbook_part", error=error)) from error
    except DAMAGE as error:
        raise CorpusError(shown, Message("formats.workbook_damaged")) from error


class _Workbook(Package):
    """One workbook and its parts."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        super().__init__(archive)
        names = set(archive.namelist())
        self.main = next((name for kind, name in self.relations("") if kind == "officeDocument"), "xl/workbook.xml")
        if self.main not in names:
            raise Refused("is missing, or of a kind that nothing here reads; save it as .xlsx")
        self.parts = {id: name for id, _, name in self.references(self.main) if name in names}
        kinds = {kind: name for kind, name in self.relations(self.main) if name in names}
        self.strings = [_text(item) for item in self.part(kinds["sharedStrings"])] if "sharedStrings" in kinds else []
        self.forms = _forms(self.part(kinds["styles"])) if "styles" in kinds else []
        self.hidden: list[str] = []
        self.from_1904 = False

    def blocks(self) -> Iterator[cells.Block]:
        """The names and tables of the sheets in order."""
        root = self.part(self.main)
        properties = root.find(f"{S}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        sheets = root.findall(f"{S}sheets/{S}sheet")
        for sheet in sheets:
            name, part = sheet.get("name", ""), self.parts.get(sheet.get(f"{OFFICE}id", ""), "")
            if sheet.get("state", "visible") != "visible":
                self.hidden.append(name)
                continue
            if not part:
                continue
            found = self.part(part)
            unseen = _hidden_columns(found)
            rows = list(self.rows(found, unseen))
            if not rows:
                continue
            if not UNNAMED.fullmatch(name.strip()):
                yield name
            yield from tables(rows, _merged(found, unseen))

    def rows(self, sheet: Element, unseen: Collection[int]) -> Iterator[Row]:
        """The rows in which something is seen, as long as their last filled cell."""
        last = 0
        for row in sheet.iter(f"{S}row"):
            if row.get("hidden") in ("1", "true"):
                last += 1
                continue
            at = _number(row.get("r")) or last + 1
            found: list[str] = []
            column = 0
            for cell in row.findall(f"{S}c"):
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                value = self.value(cell)
                if not value or column in unseen:
                    continue
                here = column - sum(1 for one in unseen if one < column) if unseen else column
                if here > cells.MOST_COLUMNS:
                    found[-1:] = [f"{found[-1] if found else ''} {value}".strip()]
                    continue
                found += [""] * (here - len(found))
                found[here - 1] = value
            if found:
                yield Row(at, at > last + 1, found)
                last = at

    def value(self, cell: Element) -> str:
        """What a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell)
        value = (cell.findtext(f"{S}v") or "").strip()
        if kind == "s":
            return self.strings[int(value)] if value.isdigit() and int(value) < len(self.strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind != "n" or not value:
            return value
        style = _number(cell.get("s"))
        try:
            number = float(value)
            return number_formats.display(number, self.forms[style] if style < len(self.forms) else "", self.from_1904)
        except (ValueError, OverflowError):
            return value


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet."""

    at: int  # as the sheet counts, from 1
    apart: bool  # no row stands right above it
    cells: list[str]


def tables(rows: Sequence[Row], merged: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[cells.Block]:
    """The blocks of a sheet: rows that stand together are a table; those of one cell above it are its captions.

    `merged`: for the row (as the sheet counts) and the column in which a merged cell begins, its last row and its columns.
    """
    starts = [n for n, row in enumerate(rows) if row.apart or n == 0]
    for start, stop in pairwise([*starts, len(rows)]):
        width = max(len(row.cells) for row in rows[start:stop])
        first = start
        while first < stop and width > 1 and len(rows[first].cells) == 1:
            first += 1
        block = rows[first:stop]
        captions = [cell for row in rows[start:first] for cell in row.cells]
        filled = [[cell.split("\n") for cell in [*row.cells, *[""] * (width - len(row.cells))]] for row in block]
        ats = [row.at for row in block]
        spans = [
            (n, column, bisect_right(ats, span[0]) - n, span[1])
            for n, row in enumerate(block)
            for column in range(len(row.cells))
            if (span := merged.get((row.at, column)))
        ]
        if filled:
            yield cells.table(filled, captions, merged=spans)
        else:
            yield from captions


def _hidden_columns(sheet: Element) -> frozenset[int]:
    return frozenset(
        column
        for one in sheet.iter(f"{S}col")
        if one.get("hidden") in ("1", "true")
        for column in range(_number(one.get("min")), min(_number(one.get("max")), 20_000) + 1)
    )


def _merged(sheet: Element, unseen: Collection[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """For the row and the column, of those seen and from 0, in which a merged cell begins: its last row and its columns."""
    hidden = sorted(unseen)
    found = {}
    for one in sheet.iter(f"{S}mergeCell"):
        corners = [_PLACE.fullmatch(corner) for corner in one.get("ref", "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            (first, last), row = (_column(corner[1]) for corner in corners if corner), int(corners[0][2])
            before, within = bisect_left(hidden, first), bisect_right(hidden, last)
            if first not in unseen:
                found[row, first - before - 1] = int(corners[1][2]), last - first + 1 - (within - before)
    return found


def _text(element: Element) -> str:
    """The characters of a string, without the readings printed above them."""
    pieces: list[str] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag == f"{S}t":
            pieces.append(one.text or "")
        elif one.tag != f"{S}rPh":
            stack += list(one)[::-1]
    return re.sub(r"[ \t\r]+", " ", "".join(pieces)).strip()


def _forms(styles: Element) -> list[str]:
    """The number format of each style of a cell."""
    own = {_number(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{S}numFmt")}
    ids = [_number(one.get("numFmtId")) for one in styles.findall(f"{S}cellXfs/{S}xf")]
    return [own.get(id, "") or number_formats.built_in(id) for id in ids]


def _column(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,7}", text) else 0
