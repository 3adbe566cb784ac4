"""Tables as text: values with commas, semicolons or TABs between them."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

from ...messages.catalogue import Message
from ...model.document import Declared
from ...model.errors import CorpusError
from .. import cells, text
from ..registry import LARGEST_TEXT, reader
from ..text import LONGEST_LINE, Reading

_FIRST = 20  # lines by which the separator is detected


@reader(
    "csv",
    endings=(".csv", ".tsv"),
    media_types=("text/csv", "text/tab-separated-values"),
    looks_like=lambda front, name: name.lower().endswith((".csv", ".tsv")),
    order=8,
    largest=LARGEST_TEXT,
    blank=Message("formats.empty"),
    title="`.csv .tsv`",
    reads="a table, or a text of one value a row; commas, semicolons or TABs between values, which may be quoted and go over lines; encodings as of text",
    omits="",
)
def read(data: bytes, shown: str) -> Reading:
    """Its rows as one table; rows of one value each are a text."""
    found, encoding, guessed = text.decode(data, shown)
    head = found.splitlines()[:_FIRST]
    between = max(",;\t", key=lambda mark: sum(line.count(mark) > 0 for line in head))
    csv.field_size_limit(LONGEST_LINE)
    try:
        rows = [
            [cell.split("\n") if cell.strip() else [] for cell in row]
            for row in csv.reader(io.StringIO(found, newline=""), delimiter=between)
            if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise CorpusError(shown, Message("formats.no_table", error=error)) from error
    width = min(max(map(len, rows), default=0), cells.MOST_COLUMNS)
    full = [[*row[:width], *[[]] * (width - len(row))] for row in rows]
    for row, whole in zip(full, rows, strict=True):
        row[-1:] = [[part for cell in whole[width - 1 :] for part in cell]] if len(whole) > width else row[-1:]
    if all(sum(map(bool, row)) == 1 for row in full):
        paragraphs = [line.strip() for row in full for cell in row for line in cell]
        return Reading(tuple(filter(None, paragraphs)), encoding, guessed, Declared(title=PurePosixPath(shown).stem))
    lines, grids = cells.flattened([cells.table(full)])
    return Reading(lines, encoding, guessed, Declared(title=PurePosixPath(shown).stem), grids=grids)
