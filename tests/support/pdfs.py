"""PDFs of a few lines, set in a font that is not embedded: bookmarks, labels, turned and vertical text, watermarks, form values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

SONG = "STSong-Light"
WIDE = 451  # points of a full line
PROSE = "这一段是正文，说明有关情况和工作安排，长度超过一行，以便看出正文的字号与边距，并以句号结束。"


@dataclass
class Sheet:
    """A page: lines with their sizes from the top down, and what else is drawn."""

    lines: Sequence[tuple[float, str]] = ()
    turned: int = 0  # the text, counter-clockwise
    rotate: int = 0  # the page is shown so many degrees clockwise
    vertical: bool = False  # a character below the other, columns from the right
    marks: Sequence[tuple[str, float, float]] = ()  # watermarks: text, grey (0 black), angle
    rules: Sequence[tuple[float, float, float, float]] = ()  # in the turned system
    cells: Sequence[tuple[float, float, str]] = field(
        default_factory=list
    )  # x, y from the top, text; in the turned system


def canvas(file: io.BytesIO) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    return Canvas(file, pagesize=(595, 842))


def pdf(
    sheets: Iterable[Sheet],
    bookmarks: Sequence[tuple[int, str, int]] = (),
    labels: Sequence[tuple[int, str, int]] = (),
    font: str = SONG,
) -> bytes:
    """`bookmarks`: level from 1, title, page; `labels`: page from 1, style ("r" for i ii iii, "D" for figures), first number."""
    file = io.BytesIO()
    page = canvas(file)
    for number, sheet in enumerate(sheets, 1):
        for n, (level, title, where) in enumerate(bookmarks):
            if where == number:
                page.bookmarkPage(str(n))
                page.addOutlineEntry(title, str(n), level - 1, closed=0)
        for text, grey, angle in sheet.marks:
            page.saveState()
            page.setFillGray(grey)
            page.setFont(font, 60)
            page.translate(150, 640)
            page.rotate(angle)
            page.drawString(0, 0, text)
            page.restoreState()
        _draw(page, sheet, font)
        if sheet.rotate:
            page.setPageRotation(sheet.rotate)
        page.showPage()
        if sheet.rotate:
            page.setPageRotation(0)
    for where, style, first in labels:
        page.addPageLabel(where - 1, {"r": "ROMAN_LOWER", "D": "ARABIC"}[style], first)
    page.save()
    return file.getvalue()


def _draw(page: Any, sheet: Sheet, font: str) -> None:
    page.saveState()
    top = 842
    if sheet.turned == 90:
        page.translate(595, 0)
        page.rotate(90)
        top = 595
    elif sheet.turned == 270:
        page.translate(0, 842)
        page.rotate(270)
        top = 595
    elif sheet.turned == 180:
        page.translate(595, 842)
        page.rotate(180)
    for rule in sheet.rules:
        page.line(rule[0], top - rule[1], rule[2], top - rule[3])
    for x, y, text in sheet.cells:
        page.setFont(font, 12)
        page.drawString(x, top - y, text)
    across, down = 500.0, 62.0
    for size, text in sheet.lines:
        page.setFont(font, size)
        room = int((WIDE + 247 * (sheet.turned in (90, 270))) / size)
        for piece in (text[at : at + room] for at in range(0, len(text), room)):
            if sheet.vertical:
                for n, char in enumerate(piece):
                    page.drawString(across, top - 62 - 1.1 * size * n, char)
                across -= 1.8 * size
            else:
                page.drawString(72, top - down, piece)
                down += 1.6 * size
    page.restoreState()
