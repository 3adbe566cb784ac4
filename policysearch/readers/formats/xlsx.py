"""Workbooks of Excel."""

from __future__ import annotations

from ...messages.catalogue import Message
from ..registry import reader
from ..text import Reading

_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


@reader(
    "xlsx",
    endings=_ENDINGS,
    media_types=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    members=("xl/workbook.xml",),
    order=2,
    packed=dict.fromkeys(_ENDINGS, Message("formats.packed_excel")),
    title="Excel `.xlsx .xlsm .xltx .xltm`",
    reads="each visible sheet by its name, as tables: cells as their number format shows them (days, per cent, thousands, fractions, 0.00E+00, 5个), merged ones where they begin; empty rows part tables, empty columns too where each table has its own head; rows of one cell above are captions; a sheet of one cell a row is a text; then text boxes",
    omits="hidden sheets (reported), rows and columns; formulas (reported where they have no value), comments, headers and footers unless asked for; charts, macros",
)
def read(data: bytes, shown: str) -> Reading:
    """The tables of its sheets."""
    from ..xlsx import workbook

    return workbook.read(data, shown)
