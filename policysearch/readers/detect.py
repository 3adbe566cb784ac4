"""What a file is by its content, and the reader it needs; the name decides only where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from ..model.errors import CorpusError
from . import ole, text
from .text import Reading

#: What is taken from a folder or an archive; a file given by name may have any ending.
ENDINGS = frozenset(
    ".txt .md .markdown .html .htm .xhtml .shtml .mht .mhtml .docx .pdf .zip .doc .wps .rtf .odt .ofd".split()
)
_TEMPORARY = (".tmp", ".swp", ".part", ".crdownload", "~")
_PROGRAMS = frozenset(
    "thumbs.db|ehthumbs.db|desktop.ini|__macosx|__pycache__|node_modules|$recycle.bin|system volume information".split(
        "|"
    )
)
_MOST_ENDINGS = 12
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
    (b"BZh", "is a bzip2 archive; unpack it, or pack a .zip"),
    (b"\xfd7zXZ", "is an xz archive; unpack it, or pack a .zip"),
    (b"II*\0", "looks like a TIFF image, not text"),
    (b"MM\0*", "looks like a TIFF image, not text"),
    (b"SQLite format 3", "looks like a database, not text"),
)
_DAMAGED = {  # by the ending, what cannot be unpacked
    ".zip": "is a damaged ZIP archive",
    ".docx": "is a damaged Word document",
    ".xlsx": "is a damaged Excel workbook",
    ".pptx": "is a damaged PowerPoint presentation",
    ".odt": "is a damaged ODT document",
    ".ofd": "is a damaged OFD document",
    ".epub": "is a damaged e-book (EPUB)",
}
_OLD_WORD = (ole.MAGIC, b"{\\rtf")
_ZIPPED = (  # a name in the archive, what it makes of it
    ("OFD.xml", "ofd"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("[Content_Types].xml", "opc"),
)
_MIMETYPES = (  # how the member `mimetype` goes on after application/, what it makes of it
    ("epub", "epub"),
    ("vnd.oasis.opendocument.text", "office"),
    ("vnd.oasis.opendocument.spreadsheet", "xlsx"),
    ("vnd.oasis.opendocument.presentation", "pptx"),
    ("vnd.oasis.opendocument", "opc"),
)
_OTHER = {
    "ofd": "is an OFD document, which nothing here reads; save it as PDF or Word",
    "xlsx": "is a workbook of a spreadsheet program, which nothing here reads; save it as HTML or text",
    "xls": "is a workbook of a spreadsheet program, which nothing here reads; save it as HTML or text",
    "pptx": "is a presentation, such as of PowerPoint, which nothing here reads; save it as PDF",
    "ppt": "is a presentation, such as of PowerPoint, which nothing here reads; save it as PDF",
    "opc": "is an office document of a kind that nothing here reads; save it as PDF or Word",
    "epub": "is an e-book (EPUB), which nothing here reads; save it as PDF or HTML",
    "mail": "is a mail, which nothing here reads; save its text and what is attached to it as files",
    "encrypted": "is encrypted; save it without a password",
    "ole": "is no Word document but of another old program, or damaged; save it as PDF or Word",
    "svg": "is an SVG image, not text",
}
_BLANK = dict.fromkeys(
    ("html", "mhtml"), "has no visible text; if scripts fill the page, save it again when its text can be seen"
)
_OPENING = re.compile(r"(?:\s|\ufeff|\0|<\?.*?\?>|<!--.*?-->)*<(?:!doctype\s+)?(?P<tag>[a-z][a-z0-9]*)", re.S)
_MHTML = re.compile(r"(?:[a-z][a-z\-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
_MAIL = re.compile(
    r"(?:from [^\n]*\n)?(?:[a-z][a-z0-9\-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+"
)  # the head of a mail or web archive
_OF_MAIL = re.compile(r"^(?:received|return-path|delivered-to|message-id|in-reply-to|content-transfer-encoding):", re.M)
_HTML_TAGS = frozenset("html head body meta title link script style".split())
_MARKDOWN = frozenset({".md", ".markdown"})
_WEB = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def sniff(head: bytes, name: str) -> str:
    """What a file that begins with `head` is: text html pdf zip office, svg, mail or mhtml; raises CorpusError for what is none.

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
    front = front.replace("\r\n", "\n")
    if _is_mail(front, name):
        return "mail"
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
    if ending == ".zip" or (ending in _DAMAGED and head.startswith(b"PK")):
        raise CorpusError(name, damaged(name))
    return "text"


def _is_mail(front: str, name: str) -> bool:
    """Whether the beginning of a file, in small letters, is the head of a mail, and not that of a web archive."""
    found = _MAIL.match(front)
    if not found or not re.search("^from:", found[0], re.M):
        return False
    if re.search(r"^(?:snapshot-content-location:|from:\s*<?saved by)", found[0], re.M):
        return False
    if PurePosixPath(name).suffix.lower() in (".eml", ".mbox", ".msg") or _OF_MAIL.search(found[0]):
        return True
    parts = re.search(r"^content-type:\s*multipart/(?P<kind>[a-z]+)", found[0], re.M)
    return bool(parts and parts["kind"] != "related")


def damaged(name: str) -> str:
    """What is wrong with a file that begins as a packed one and cannot be unpacked."""
    return _DAMAGED.get(PurePosixPath(name).suffix.lower(), "is a damaged ZIP archive, or a document packed as one")


def is_passed_over(name: str) -> bool:
    """Whether a name in a folder or an archive is hidden, temporary, or of a program's own files: nobody's document.

    >>> [name for name in (".git", "~$通知.docx", "Thumbs.db", "node_modules", "通知.docx") if is_passed_over(name)]
    ['.git', '~$通知.docx', 'Thumbs.db', 'node_modules']
    """
    folded = name.lower()
    return folded.startswith((".", "~$")) or folded.endswith(_TEMPORARY) or folded in _PROGRAMS


def counted(names: Iterable[str]) -> str:
    """How many files there are of each ending, the most frequent first: `2 .xlsx, 1 .jpg`.

    >>> counted(["a.xlsx", "b.XLSX", "Makefile", "c.jpg"])
    '2 .xlsx, 1 .jpg, 1 without an ending'
    """
    endings = Counter(ending(name) for name in names)
    ranked = sorted(endings.items(), key=lambda item: (not item[0], -item[1], item[0]))
    shown = [f"{count:,} {ending or 'without an ending'}" for ending, count in ranked]
    if len(shown) > _MOST_ENDINGS:
        rest = ranked[_MOST_ENDINGS - 1 :]
        shown[_MOST_ENDINGS - 1 :] = [f"{sum(count for _, count in rest):,} of {len(rest):,} other endings"]
    return ", ".join(shown)


def ending(name: str) -> str:
    """The ending of a file's name in small letters, "" when it has none: `.2026年工作要点` is no ending."""
    found = PurePosixPath(name).suffix.lower()
    return found if re.fullmatch(r"\.[a-z0-9_\-]{1,10}", found) else ""


def limit(kind: str) -> int:
    """How many bytes a file of this kind may have."""
    return LARGEST_TEXT if kind in ("text", "html") else LARGEST_FILE


def identify(data: bytes, name: str) -> str:
    """What `data` is: as `sniff` says, and what it is that is packed as ZIP or OLE: docx ofd xlsx pptx epub … or a plain zip."""
    kind = sniff(data[:HEAD], name)
    if kind == "office" and data.startswith(ole.MAGIC):
        found = ole.kind(data)
        return "office" if found == "word" else found or "ole"
    if kind != "zip":
        return kind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype") if "mimetype" in names and _is_small(archive, "mimetype") else b""
    except Exception as error:  # zipfile raises what it likes
        raise CorpusError(name, damaged(name)) from error
    told = mimetype.decode("latin-1").strip().removeprefix("application/")
    kinds = [found for start, found in _MIMETYPES if told.startswith(start)]
    kinds += [found for part, found in _ZIPPED if part in names]
    kinds += ["epub"] * ("META-INF/container.xml" in names and ending(name) == ".epub")
    return next(iter(kinds), "zip")


def _is_small(archive: zipfile.ZipFile, member: str) -> bool:
    return archive.getinfo(member).file_size < HEAD


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
        from .html import extract

        if kind == "mhtml":
            from . import mhtml

            data = mhtml.page(data, shown)
            if len(data) > LARGEST_TEXT:
                raise CorpusError(shown, f"holds a page that is too large (at most {LARGEST_TEXT / 2**20:.0f} MB)")
        reading = extract.read(data, shown)
    elif kind == "pdf":
        from . import sandbox

        reading = sandbox.read("pdf.extract", data, shown)
    else:
        from .docx import document

        if kind == "office":
            from . import libreoffice

            data = libreoffice.converted(data, shown)
        reading = document.read(data, shown)
    try:
        return replace(reading, lines=text.checked(reading.lines, shown))
    except text.NoText:
        raise CorpusError(shown, _BLANK.get(kind, "has no visible text")) from None
