"""The format of a file by its content, and its reader; the name decides only where the content is ambiguous."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from . import ole, text
from .registry import Format, formats
from .text import Reading

_TEMPORARY = (".tmp", ".swp", ".part", ".crdownload", "~")
_PROGRAMS = frozenset(
    "thumbs.db|ehthumbs.db|desktop.ini|__macosx|__pycache__|node_modules|$recycle.bin|system volume information".split(
        "|"
    )
)
_MOST_ENDINGS = 12
HEAD = 4096  # bytes by which the format is detected
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def sniff(head: bytes, name: str) -> str:
    """The kind of a file that begins with `head`; "zip" for every ZIP file, "office" for every OLE file. Raises CorpusError for unknown ones.

    >>> sniff(b"<!DOCTYPE html><html>", "a.txt"), sniff(b"<p>", "a.md"), sniff(b"%PDF-1.7", "a.docx")
    ('html', 'text', 'pdf')
    """
    if head.startswith(_ZIP):
        return "zip"
    if found := _by_magic(head):
        if found.read is None:
            raise CorpusError(name, found.reason)
        return found.kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        front = head.decode("utf-16", "replace").lower()
    else:
        front = head.decode("latin-1").removeprefix("ï»¿").lower()
    front = front.replace("\r\n", "\n")
    kind = next(f.kind for f in formats().values() if f.looks_like and f.looks_like(front, name))
    if kind == "text" and (ending(name) == ".zip" or (ending(name) in _packed_formats() and head.startswith(b"PK"))):
        raise CorpusError(name, damage(name))
    return kind


def _by_magic(head: bytes) -> Format | None:
    """The format whose magic bytes a file begins with, or else holds near its beginning."""
    known = [format for format in formats().values() if format.magic]
    at_start = (format for format in known if head.startswith(format.magic))
    near = (f for f in known if any(magic in head[: f.within] for magic in f.magic))
    return next(at_start, None) or next(near, None)


def _packed_formats() -> dict[str, str]:
    """By ending, what a ZIP file should be."""
    return {ending: what for format in formats().values() for ending, what in format.packed.items()}


def damage(name: str) -> str:
    """The message about a file that begins like a ZIP file and cannot be unpacked."""
    return Message("formats.damaged", what=_packed_formats().get(ending(name)) or Message("formats.packed"))


def is_passed_over(name: str) -> bool:
    """Whether a name in a folder or an archive is hidden, temporary, or of a program's own files: nobody's document.

    >>> [name for name in (".git", "~$通知.docx", "Thumbs.db", "node_modules", "通知.docx") if is_passed_over(name)]
    ['.git', '~$通知.docx', 'Thumbs.db', 'node_modules']
    """
    folded = name.lower()
    return folded.startswith((".", "~$")) or folded.endswith(_TEMPORARY) or folded in _PROGRAMS


def count_endings(names: Iterable[str]) -> str:
    """How many files there are of each ending, the most frequent first: `2 .xlsx, 1 .jpg`.

    >>> count_endings(["a.xlsx", "b.XLSX", "Makefile", "c.jpg"])
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
    return formats()[kind].largest


def identify(data: bytes, name: str) -> str:
    """The kind of the file `data`, also within ZIP and OLE: docx ofd xlsx … or a plain zip; raises CorpusError."""
    kind = sniff(data[:HEAD], name)
    if data.startswith(ole.MAGIC):
        names = ole.names(data)
        return next((f.kind for f in formats().values() if any(s.upper() in names for s in f.streams)), "ole")
    if kind != "zip":
        return kind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # as in Office Open XML, of whatever case, and with the strokes of Windows
            members = {name.replace("\\", "/").lower() for name in archive.namelist()}
            mimetype = (
                archive.read("mimetype") if "mimetype" in archive.namelist() and _is_small(archive, "mimetype") else b""
            )
    except Exception as error:  # zipfile may raise anything
        raise CorpusError(name, damage(name)) from error
    said = mimetype.decode("latin-1").strip()
    known = [format for format in formats().values() if format.members or format.packed]
    by_type = (f.kind for f in known if said.startswith(f.media_types) and said)
    by_member = (f.kind for f in known if not members.isdisjoint(map(str.lower, f.members)))
    return next(by_type, None) or next(by_member, kind)


def _is_small(archive: zipfile.ZipFile, member: str) -> bool:
    return archive.getinfo(member).file_size < HEAD


def read(data: bytes, kind: str, shown: str) -> Reading:
    """The lines of `data`, which is of this kind; raises CorpusError."""
    format = formats()[kind]
    if format.read is None:
        raise CorpusError(shown, format.reason)
    if format.isolated:
        from . import sandbox

        reading = sandbox.read(format.read.__module__.removeprefix(f"{__package__}."), data, shown)
    else:
        reading = format.read(data, shown)
    try:
        return replace(reading, lines=text.check_lines(reading.lines, shown))
    except text.NoText:
        raise CorpusError(shown, format.blank) from None
