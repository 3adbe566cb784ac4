"""Formats that nothing here reads, each with the reason that is reported; a reader of that kind comes before it."""

from __future__ import annotations

import re

from ...messages.catalogue import Message
from ..registry import unread

_SVG = re.compile(r"(?:\s|\ufeff|\0|<\?.*?\?>|<!--.*?-->)*<(?:!doctype\s+)?svg(?![a-z0-9])", re.S)
_BOOK = Message("formats.workbook")
_SLIDES = Message("formats.slides")


unread("gif", Message("formats.image", name="GIF"), magic=(b"GIF8",))
unread("svg", Message("formats.svg"), looks_like=lambda front, name: _SVG.match(front) is not None, order=4)
unread("gzip", Message("formats.archive", name="gzip"), magic=(b"\x1f\x8b",))
unread("7z", Message("formats.archive", name="7z"), magic=(b"7z\xbc\xaf",))
unread("rar", Message("formats.archive", name="RAR"), magic=(b"Rar!",))
unread("bzip2", Message("formats.archive", name="bzip2"), magic=(b"BZh",))
unread("xz", Message("formats.archive_xz"), magic=(b"\xfd7zXZ",))
unread("sqlite", Message("formats.database"), magic=(b"SQLite format 3",))
unread(
    "ods", _BOOK, media_types=("application/vnd.oasis.opendocument.spreadsheet",), members=("xl/workbook.bin",), order=2
)
unread(
    "odp",
    _SLIDES,
    media_types=("application/vnd.oasis.opendocument.presentation",),
    packed={".odp": Message("formats.packed_slides")},
    order=2,
)
unread("ppt", _SLIDES, streams=("PowerPoint Document", "PP40"))
unread(
    "opc",
    Message("formats.office"),
    media_types=("application/vnd.oasis.opendocument",),
    members=("[Content_Types].xml",),
    order=7,
)
unread(
    "epub",
    Message("formats.epub"),
    media_types=("application/epub",),
    members=("META-INF/container.xml",),
    order=7,
    packed={".epub": Message("formats.packed_epub")},
)
unread("encrypted", Message("formats.encrypted"), streams=("EncryptedPackage",), order=-1)
unread("ole", Message("formats.ole"))
unread(
    "other",
    Message("formats.other"),
    title="older spreadsheets and presentations (`.xlsb .ppt .dps .ods .odp`), EPUB, gzip, bzip2, xz, RAR, 7z, GIF, SVG",
    omits="reported when named, or when they hide under another ending",
    order=10,
)
