"""The sheets of a workbook as blocks: the name of each, and its rows with the texts that their cells show."""

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
from ..opc import DAMAGE, OFFICE, Package, is_unseen, newest_choice, paragraphs
from ..settings import COMMENTS, HEADERS, reads
from ..text import Reading
from ..xml import Refused
from . import beside, number_formats

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

UNNAMED = re.compile(r"(?:sheet|工作表|表格?)\s*[0-9]*", re.I)
LONGEST_CELL = 32_767  # characters, as Excel has it
MOST_CHARS = 32 * 2**20  # of a workbook
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read(data: bytes, shown: str) -> Reading:
    """The visible sheets of a workbook; raises CorpusError for what cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = _Workbook(archive)
            lines, grids = cells.flattened(book.blocks())
            title = Declared(title=PurePosixPath(shown).stem)
            return Reading(lines, "xlsx", declared=title, grids=grids, left_out=tuple(book.left_out))
    except Refused as error:
        raise CorpusError(shown, Message("formats.workbook_part", error=error)) from error
    except DAMAGE as error:
        raise CorpusError(shown, Message("formats.workbook_damaged")) from error


class _Workbook(Package):
    """One workbook and its parts."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        super().__init__(archive)
        self.main = next((name for kind, name in self.relations("") if kind == "officeDocument"), "xl/workbook.xml")
        if not self.has(self.main):
            raise Refused("is missing, or of a kind that nothing here reads; save it as .xlsx")
        references = [one for one in self.references(self.main) if self.has(one[2])]
        self.parts = {id: name for id, _, name in references}
        kinds = {kind: name for _, kind, name in references}
        self.people = beside.people(self.part(kinds["person"])) if "person" in kinds and reads(COMMENTS) else {}
        self.strings = [_text(item) for item in self.part(kinds["sharedStrings"])] if "sharedStrings" in kinds else []
        self.forms = _forms(self.part(kinds["styles"])) if "styles" in kinds else []
        self.left_out: list[Message] = []
        self.from_1904 = False

    def blocks(self) -> Iterator[cells.Block]:
        """The names, tables and drawn texts of the sheets in order."""
        root = self.part(self.main)
        properties = root.find(f"{S}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        size = Size()
        for sheet in root.findall(f"{S}sheets/{S}sheet"):
            name, part = sheet.get("name", ""), self.parts.get(sheet.get(f"{OFFICE}id", ""), "")
            if sheet.get("state", "visible") != "visible":
                self.left_out.append(Message("omissions.sheet_hidden", name=name))
                continue
            if not part:
                continue
            found = self.part(part)
            unseen = _hidden_columns(found)
            rows = list(self.rows(found, unseen, name))
            drawn = list(self.drawing_paragraphs(part))
            if reads(COMMENTS):
                drawn += beside.comments(self, part, self.people, unseen)
            if reads(HEADERS):
                drawn += beside.headers(found)
            if not rows and not drawn:
                continue
            size.add(rows)
            if not UNNAMED.fullmatch(name.strip()):
                yield name
            yield from tables(rows, _merged(found, unseen))
            yield from drawn

    def drawing_paragraphs(self, sheet: str) -> Iterator[str]:
        """The paragraphs of text boxes, other shapes and diagrams on the sheet in this part."""
        for kind, name in self.relations(sheet):
            if kind == "drawing" and self.has(name):
                targets = {id: part for id, _, part in self.references(name)}
                yield from self.shapes(self.part(name), targets)

    def shapes(self, element: Element, targets: Mapping[str, str]) -> Iterator[str]:
        """The paragraphs of the shapes in `element` that are seen."""
        for child in newest_choice(element):
            if child.tag.endswith("}sp") and not is_unseen(child):
                yield from paragraphs(child)
            elif child.tag.endswith("}graphicFrame"):
                yield from self.diagram(targets, child)
            elif not child.tag.endswith("}sp"):
                yield from self.shapes(child, targets)

    def rows(self, sheet: Element, unseen: Collection[int], name: str) -> Iterator[Row]:
        """The rows in which something is seen, as long as their last filled cell."""
        last = 0
        unknown = 0  # cells whose formula was never calculated
        for row in sheet.iter(f"{S}row"):
            if row.get("hidden") in ("1", "true"):
                last += 1
                continue
            at = _number(row.get("r")) or last + 1
            found: list[str] = []
            column = 0
            for cell in row.findall(f"{S}c"):
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = beside.column(place[1]) if place else column + 1
                value = self.value(cell)
                if column in unseen:
                    continue
                if not value:
                    unknown += cell.find(f"{S}f") is not None and not cell.findtext(f"{S}v")
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
        if unknown:
            self.left_out.append(Message("omissions.formulas", count=unknown, name=name))

    def value(self, cell: Element) -> str:
        """The text that a cell shows."""
        kind = cell.get("t", "n")
        style = _number(cell.get("s"))
        form = self.forms[style] if style < len(self.forms) else ""
        if kind == "inlineStr":
            return number_formats.display_text(_text(cell), form)
        value = (cell.findtext(f"{S}v") or "").strip()
        if kind == "s":
            known = value.isdigit() and len(value) < 8 and int(value) < len(self.strings)
            return number_formats.display_text(self.strings[int(value)], form) if known else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "str":
            return number_formats.display_text(value[:LONGEST_CELL], form)
        try:
            number = number_formats.serial(value, self.from_1904) if kind == "d" else float(value)
            return number_formats.display(number, form, self.from_1904) if kind in ("n", "d") else value
        except (ValueError, OverflowError):
            return value


class Size:
    """Counts the characters of all cells: a string that is stored once may stand in every cell."""

    def __init__(self) -> None:
        self.left = MOST_CHARS

    def add(self, rows: Sequence[Row]) -> None:
        """Count those of some rows; raises Refused for too many."""
        self.left -= sum(len(cell) for row in rows for cell in row.cells)
        if self.left < 0:
            raise Refused(f"has too much text (at most {MOST_CHARS:,} characters)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet."""

    at: int  # as the sheet counts, from 1
    apart: bool  # no row stands right above it
    cells: list[str]


def tables(rows: Sequence[Row], merged: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[cells.Block]:
    """The blocks of a sheet: rows that stand together are a table; those of one cell above it are its captions. A sheet
    whose rows have one cell each is a text.

    `merged`: for the row (as the sheet counts) and the column in which a merged cell begins, its last row and its columns.
    """
    if all(len([cell for cell in row.cells if cell]) == 1 for row in rows):  # a text, a paragraph a row
        yield from (line.strip() for row in rows for line in row.cells[-1].split("\n") if line.strip())
        return
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
        if not filled:
            yield from captions
        for left, right in _side_by_side(filled, spans):
            beside = [(row, at - left, down, across) for row, at, down, across in spans if left <= at < right]
            yield cells.table([row[left:right] for row in filled], [] if left else captions, merged=beside)


def _side_by_side(
    rows: Sequence[Sequence[Sequence[str]]], spans: Sequence[tuple[int, int, int, int]]
) -> list[tuple[int, int]]:
    """The first and the last column, exclusive, of each table in some rows.

    Empty columns part tables if each has two columns or more and a head of its own. Else they part labels from values, as in a form.
    """
    width = max(map(len, rows), default=0)
    used = {n for row in rows for n, cell in enumerate(row) if any(cell)}
    used |= {n for _, column, _, across in spans for n in range(column, min(column + across, width))}
    starts = [n for n in sorted(used) if n - 1 not in used]
    found = [(start, next(n for n in range(start, width + 1) if n not in used)) for start in starts]
    if len(found) > 1 and all(stop - start > 1 and all(map(any, rows[0][start:stop])) for start, stop in found):
        return found
    return [(0, width)] if rows else []


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
            (first, last), row = (beside.column(corner[1]) for corner in corners if corner), int(corners[0][2])
            before, within = bisect_left(hidden, first), bisect_right(hidden, last)
            if first not in unseen:
                found[row, first - before - 1] = int(corners[1][2]), last - first + 1 - (within - before)
    return found


def _text(element: Element) -> str:
    """The characters of a string, as many as a cell can hold, without the readings printed above them."""
    pieces: list[str] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag == f"{S}t":
            pieces.append(one.text or "")
        elif one.tag != f"{S}rPh":
            stack += list(one)[::-1]
    return re.sub(r"[ \t\r]+", " ", "".join(pieces)[:LONGEST_CELL]).strip()


def _forms(styles: Element) -> list[str]:
    """The number format of each style of a cell."""
    own = {_number(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{S}numFmt")}
    ids = [_number(one.get("numFmtId")) for one in styles.findall(f"{S}cellXfs/{S}xf")]
    return [own.get(id, "") or number_formats.built_in(id) for id in ids]


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,7}", text) else 0
