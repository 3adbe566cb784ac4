"""OFD, the state's own format of fixed pages, in a process of its own."""

from __future__ import annotations

from ...messages.catalogue import Message
from ..registry import reader
from ..text import Reading


@reader(
    "ofd",
    endings=(".ofd",),
    media_types=("application/ofd",),
    members=("OFD.xml",),
    order=6,
    packed={".ofd": Message("formats.packed_ofd")},
    title="OFD `.ofd`",
    reads="the text of its pages, with what their templates print on them, laid out as that of a PDF: paragraphs over lines and pages, columns, ruled tables; several documents in one file",
    omits="running heads, page numbers, slanted watermarks; annotations, seals, pictures; glyphs drawn as outlines; an encrypted file is reported as encrypted, pages of pictures as needing OCR",
    isolated=True,
)
def read(data: bytes, shown: str) -> Reading:
    """Paragraphs and tables of its pages."""
    from ..ofd import document

    return document.read(data, shown)
