"""Workbooks of Excel until 2003 and of WPS (.et), in a process of its own."""

from __future__ import annotations

from ..registry import reader
from ..text import Reading


@reader(
    "xls",
    endings=(".xls", ".xlt", ".et", ".ett"),
    media_types=("application/vnd.ms-excel",),
    streams=("Workbook", "Book"),
    title="`.xls .xlt .et .ett`",
    needs="`pip install 'policysearch[office]'`",
    reads="as Excel `.xlsx`",
    omits="hidden sheets (reported), rows and columns; comments unless asked for; charts, text boxes, headers and footers; workbooks with a password are reported",
    isolated=True,
)
def read(data: bytes, shown: str) -> Reading:
    """The tables of its sheets."""
    from ..xls import workbook

    return workbook.read(data, shown)
