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
    title="Excel `.xlsx`",
    reads="each visible sheet by its name, as tables: cells as shown (days, per cent, thousands), merged ones where they begin; empty rows part tables, rows of one cell above are captions",
    omits="hidden sheets (reported), rows and columns; formulas, charts, notes, macros",
)
def read(data: bytes, shown: str) -> Reading:
    """The tables of its sheets."""
    from ..xlsx import workbook

    return workbook.read(data, shown)
