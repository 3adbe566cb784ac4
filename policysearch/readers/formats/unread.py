"""Formats that nothing here reads, each with the reason that is reported; a reader of that kind comes before it."""

from __future__ import annotations

import re

from ..registry import unread

_PACK = "unpack it, or pack a .zip"
_SVG = re.compile(r"(?:\s|\ufeff|\0|<\?.*?\?>|<!--.*?-->)*<(?:!doctype\s+)?svg(?![a-z0-9])", re.S)
_BOOK = "is a workbook of a spreadsheet program, which nothing here reads; save it as HTML or text"
_SLIDES = "is a presentation, such as of PowerPoint, which nothing here reads; save it as PDF"


unread("png", "looks like a PNG image, not text", magic=(b"\x89PNG",))
unread("jpeg", "looks like a JPEG image, not text", magic=(b"\xff\xd8\xff",))
unread("gif", "looks like a GIF image, not text", magic=(b"GIF8",))
unread("tiff", "looks like a TIFF image, not text", magic=(b"II*\0", b"MM\0*"))
unread("svg", "is an SVG image, not text", looks_like=lambda front, name: _SVG.match(front) is not None, order=4)
unread("gzip", f"is a gzip archive; {_PACK}", magic=(b"\x1f\x8b",))
unread("7z", f"is a 7z archive; {_PACK}", magic=(b"7z\xbc\xaf",))
unread("rar", f"is a RAR archive; {_PACK}", magic=(b"Rar!",))
unread("bzip2", f"is a bzip2 archive; {_PACK}", magic=(b"BZh",))
unread("xz", f"is an xz archive; {_PACK}", magic=(b"\xfd7zXZ",))
unread("sqlite", "looks like a database, not text", magic=(b"SQLite format 3",))
unread(
    "ofd",
    "is an OFD document, which nothing here reads; save it as PDF or Word",
    endings=(".ofd",),
    members=("OFD.xml",),
    order=6,
    packed={".ofd": "OFD document"},
    title="`.ofd`",
    omits="reported; save as PDF or Word. easyofd draws PyMuPDF (AGPL) and reportlab after it and makes pictures or PDF, no text; ofdparser has not changed since April 2023",
)
unread(
    "ods", _BOOK, media_types=("application/vnd.oasis.opendocument.spreadsheet",), members=("xl/workbook.bin",), order=2
)
unread("xls", _BOOK, streams=("Workbook", "Book"))
unread(
    "odp",
    _SLIDES,
    media_types=("application/vnd.oasis.opendocument.presentation",),
    packed={".odp": "presentation"},
    order=2,
)
unread("ppt", _SLIDES, streams=("PowerPoint Document", "PP40"))
unread(
    "opc",
    "is an office document of a kind that nothing here reads; save it as PDF or Word",
    media_types=("application/vnd.oasis.opendocument",),
    members=("[Content_Types].xml",),
    order=7,
)
unread(
    "epub",
    "is an e-book (EPUB), which nothing here reads; save it as PDF or HTML",
    media_types=("application/epub",),
    members=("META-INF/container.xml",),
    order=7,
    packed={".epub": "e-book (EPUB)"},
)
unread(
    "mail",
    "is a mail of Outlook, which nothing here reads; save it as .eml",
    streams=("__properties_version1.0",),
)
unread("encrypted", "is encrypted; save it without a password", streams=("EncryptedPackage",), order=-1)
unread("ole", "is no Word document but of another old program, or damaged; save it as PDF or Word")
unread(
    "other",
    "is of a format that nothing here reads",
    title="older spreadsheets and presentations (`.xls .xlsb .et .ppt .dps .ods .odp`), EPUB, `.msg`, gzip, bzip2, xz, RAR, 7z, images",
    omits="reported when named, or when they hide under another ending",
    order=10,
)
