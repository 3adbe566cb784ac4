"""The sheets of an older workbook (BIFF) as lines; the only module that knows xlrd."""

from __future__ import annotations

import contextlib
import os
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells
from ..settings import COMMENTS, reads, remark
from ..text import Reading
from ..xlsx import beside, number_formats
from ..xlsx.workbook import UNNAMED, Row, Size, tables
from ..xml import Refused

MOST_CELLS = 2_000_000  # of all sheets


def read(data: bytes, shown: str) -> Reading:
    """The visible sheets of a workbook; raises CorpusError for what cannot be read. Called by the sandbox."""
    try:
        import xlrd
    except ImportError as error:
        raise CorpusError(shown, Message("formats.office_extra", what=Message("formats.an_old_workbook"))) from error
    blocks: list[cells.Block] = []
    hidden: list[Message] = []
    left = MOST_CELLS
    size = Size()
    _pass_over_details()
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=nowhere
            )
            for number, name in enumerate(book.sheet_names()):
                sheet = book.sheet_by_index(number)
                if sheet.visibility:
                    hidden.append(Message("omissions.sheet_hidden", name=name))
                    continue
                left -= sum(sheet.row_len(n) for n in range(sheet.nrows))
                if left < 0:
                    raise CorpusError(shown, Message("formats.workbook_cells", most=MOST_CELLS))
                unseen = sorted(column for column, about in sheet.colinfo_map.items() if about.hidden)
                if rows := list(_rows(book, sheet, frozenset(unseen))):
                    size.add(rows)
                    blocks += [] if UNNAMED.fullmatch(name.strip()) else [name]
                    blocks += tables(rows, _merged(sheet, unseen))
                blocks += _comments(sheet, frozenset(unseen))
                book.unload_sheet(number)
    except (CorpusError, MemoryError):
        raise
    except Refused as error:
        raise CorpusError(shown, Message("formats.workbook_part", error=error)) from error
    except Exception as error:  # xlrd may raise anything
        protected = "encrypted" in str(error).lower()
        raise CorpusError(shown, Message("formats.encrypted" if protected else "formats.workbook_damaged")) from error
    lines, grids = cells.flattened(blocks)
    return Reading(lines, "xls", grids=grids, left_out=tuple(hidden))


def _pass_over_details() -> None:
    """Stop xlrd from reading formulas of names, and notes, which are not needed: odd ones make it refuse a whole workbook.
    Where comments are asked for, odd notes are left out.

    A process reads one workbook (`sandbox`), so nothing else sees this.
    """
    from xlrd import book, sheet

    def nothing(*_: object, **__: object) -> None:
        return None

    note = sheet.Sheet.handle_note

    def careful(*given: Any) -> None:
        with contextlib.suppress(Exception):
            note(*given)

    book.evaluate_name_formula = nothing
    sheet.Sheet.handle_note = careful if reads(COMMENTS) else nothing


def _comments(sheet: Any, unseen: frozenset[int]) -> Iterator[str]:
    """The comments on the cells of a sheet, in their order, a line each."""
    for (row, column), note in sorted(sheet.cell_note_map.items())[: beside.MOST_COMMENTS]:
        text = beside.without_name(" ".join(note.text[: beside.LONGEST].split()), note.author)
        if text and column not in unseen:
            yield remark(note.author, text, f"{beside.letters(column + 1)}{row + 1}")


def _merged(sheet: Any, unseen: list[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Merged cells as `tables` takes them; `unseen` are the hidden columns, from 0, sorted."""
    return {
        (top + 1, first - bisect_left(unseen, first)): (
            bottom,
            stop - first - (bisect_left(unseen, stop) - bisect_left(unseen, first)),
        )
        for top, bottom, first, stop in sheet.merged_cells
        if first not in unseen
    }


def _rows(book: Any, sheet: Any, unseen: frozenset[int]) -> Iterator[Row]:
    """The rows that are seen, as long as their last filled cell."""
    apart = False
    some = False
    for n in range(sheet.nrows):
        about = sheet.rowinfo_map.get(n)
        if about is not None and about.hidden:
            continue
        row: list[str] = []
        for column in range(sheet.row_len(n)):
            if column in unseen:
                continue
            value = _display(book, sheet, n, column)
            if len(row) < cells.MOST_COLUMNS:
                row.append(value)
            elif value:
                row[-1] = f"{row[-1]} {value}".strip()
        while row and not row[-1]:
            row.pop()
        if not row:
            apart = some
            continue
        yield Row(n + 1, apart, row)
        apart, some = False, True


def _display(book: Any, sheet: Any, row: int, column: int) -> str:
    """The text that a cell shows."""
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    number = sheet.cell_xf_index(row, column)
    key = book.xf_list[number].format_key if number is not None and number < len(book.xf_list) else 0
    own = book.format_map[key].format_str if key in book.format_map else ""
    # what the file says of a built-in format depends on the program; the format of its number does not
    form = number_formats.built_in(key) if key < 164 else own
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        try:
            return number_formats.display(value, form, bool(book.datemode))
        except (ValueError, OverflowError):
            return str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, ""))
    if kind != xlrd.XL_CELL_TEXT:
        return ""
    return number_formats.display_text(" ".join(part.strip() for part in str(value).split("\t")).strip(), form)
