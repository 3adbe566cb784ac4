"""PDF, by its text layer, in a process of its own."""

from __future__ import annotations

from ..registry import reader
from ..text import Reading


@reader(
    "pdf",
    endings=(".pdf",),
    media_types=("application/pdf",),
    magic=(b"%PDF-",),
    within=1024,
    title="PDF",
    needs="`pip install 'policysearch[pdf]'`",
    reads="the text layer: paragraphs joined over lines and pages, two columns, text set sideways, on its head or from the top down, form values; tables also over page breaks: ruled, 三线表, and without rules where the alignment leaves no doubt; titles that bookmarks name, or larger print where nothing is numbered; the page of every passage",
    omits="running heads, page numbers, watermarks (slanted, or large and light over the text); notes beside the text (told, and read as comments where asked for); tables whose rows or columns are in doubt are lines; a scan, or a page whose fonts do not tell their characters, is reported as needing OCR, an encrypted file as encrypted",
    isolated=True,
)
def read(data: bytes, shown: str) -> Reading:
    """Paragraphs and tables of its pages."""
    from ..ocr.pages import Recognised
    from ..pdf import extract

    return extract.read(data, shown, Recognised())
