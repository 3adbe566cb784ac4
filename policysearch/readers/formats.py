"""What a file is by its content, and the reader it needs; the name decides only where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath

from ..errors import CorpusError
from . import text
from .text import Reading

#: What is taken from a folder or an archive; a file given by name may have any ending.
ENDINGS = frozenset(
    ".txt .md .markdown .html .htm .xhtml .shtml .mht .mhtml .docx .pdf .zip .doc .wps .rtf .odt .ofd".split()
)
LARGEST_TEXT = 32 * 2**20  # bytes, of text and HTML
LARGEST_FILE = 128 * 2**20  # of the formats that hold pictures too
HEAD = 4096  # bytes that tell the format

_REFUSED = (
    (b"\x89PNG", "looks like a PNG image, not text"),
    (b"\xff\xd8\xff", "looks like a JPEG image, not text"),
    (b"GIF8", "looks like a GIF image, not text"),
    (b"\x1f\x8b", "is a gzip archive; unpack it, or pack a .zip"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it, or pack a .zip"),
    (b"Rar!", "is a RAR archive; unpack it, or pack a .zip"),
    (b"SQLite format 3", "looks like a database, not text"),
)
_DAMAGED = "is a damaged ZIP archive or Word document"
_OLD_WORD = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_ZIPPED = (  # a name in the archive, what it makes of it
    ("OFD.xml", "ofd"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
_OTHER = {
    "ofd": "is an OFD document, which nothing here reads; save it as PDF or Word",
    "xlsx": "is an Excel workbook, which nothing here reads; save it as HTML or text",
    "pptx": "is a PowerPoint presentation, which nothing here reads; save it as PDF",
    "svg": "is an SVG image, not text",
}
_OPENING = re.compile(r"(?:\s|\ufeff|\0|<\?.*?\?>|<!--.*?-->)*<(?:!doctype\s+)?(?P<tag>[a-z][a-z0-9]*)", re.S)
_MHTML = re.compile(r"(?:[a-z][a-z\-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
_HTML_TAGS = frozenset("html head body meta title link script style".split())
_MARKDOWN = frozenset({".md", ".markdown"})
_WEB = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def sniff(head: bytes, name: str) -> str:
    """What a file that begins with `head` is: text html pdf zip office, svg or mhtml; raises CorpusError for what is none.

    >>> sniff(b"<!DOCTYPE html><html>", "a.txt"), sniff(b"<p>", "a.md"), sniff(b"%PDF-1.7", "a.docx")
    ('html', 'text', 'pdf')
    """
    for start, reason in _REFUSED:
        if head.startswith(start):
            raise CorpusError(name, reason)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLD_WORD):
        return "office"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        front = head.decode("utf-16", "replace").lower()
    else:
        front = head.decode("latin-1").removeprefix("ï»¿").lower()
    opening = _OPENING.match(front)
    if _MHTML.match(front) and re.search(r"^content-type:\s*multipart/related", front, re.M):
        return "mhtml"
    if opening and opening["tag"] == "svg":
        return "svg"
    if opening and "<?mso-application" in front and "word.document" in front:
        return "office"
    if opening and opening["tag"] in _HTML_TAGS:
        return "html"
    if PurePosixPath(name).suffix.lower() in _WEB and re.search(r"<[a-z!/]", front):
        return "html"
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".zip" or (ending == ".docx" and head.startswith(b"PK")):
        raise CorpusError(name, _DAMAGED)
    return "text"


def limit(kind: str) -> int:
    """How many bytes a file of this kind may have."""
    return LARGEST_TEXT if kind in ("text", "html") else LARGEST_FILE


def identify(data: bytes, name: str) -> str:
    """What `data` is: as `sniff` says, and what it is that is packed as ZIP: docx odt ofd xlsx pptx, or a plain zip."""
    kind = sniff(data[:HEAD], name)
    if kind != "zip":
        return kind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise CorpusError(name, _DAMAGED) from error
    if "mimetype" in names and "content.xml" in names:
        return "office"
    return next((found for part, found in _ZIPPED if part in names), "zip")


def read(data: bytes, kind: str, shown: str) -> Reading:
    """The lines of `data`, which is of this kind; raises CorpusError."""
    if kind == "text":
        reading = text.read(data, shown)
        if PurePosixPath(shown).suffix.lower() not in _MARKDOWN or b"<table" not in data.lower():
            return reading
        from . import markdown

        return markdown.tables(reading)
    if kind in _OTHER:
        raise CorpusError(shown, _OTHER[kind])
    if kind in ("html", "mhtml"):
        from . import html

        if kind == "mhtml":
            from . import mhtml

            data = mhtml.page(data, shown)
            if len(data) > LARGEST_TEXT:
                raise CorpusError(shown, f"holds a page that is too large (at most {LARGEST_TEXT / 2**20:.0f} MB)")
        reading = html.read(data, shown)
    elif kind == "pdf":
        from . import isolated

        reading = isolated.read("pdf", data, shown)
    else:
        from . import word

        if kind == "office":
            from . import office

            data = office.converted(data, shown)
        reading = word.read(data, shown)
    return replace(reading, lines=text.checked(reading.lines, shown))
