"""A mail of Outlook (.msg) as a mail of the Internet; the only module that knows olefile.

Its properties are streams of an OLE file: `__substg1.0_` with the number of the property and of its type ([MS-OXMSG] 2.1.3).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from . import rtf, text

MOST_ATTACHED = 1_000
DEEPEST = 3  # mails in one another
LARGEST = 128 * 2**20  # bytes of the content of a mail in a mail

_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_CODEPAGES = (0x3FFD, 0x3FDE)  # of the mail, of what came over the Internet
_LOCALE = 0x3FF1
_PAGE_OF_LOCALE = {
    2052: 936,
    4100: 936,
    1028: 950,
    3076: 950,
    1041: 932,
    1042: 949,
    1049: 1251,
    1033: 1252,
    1031: 1252,
    1036: 1252,
}
_DATA, _NAME, _SHORT_NAME = 0x3701, 0x3707, 0x3704
_DAYS = (0x0039, 0x0E06)  # sent, received
_TEXTS = {0x001F: "utf-16-le", 0x001E: "", 0x0102: ""}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CHINA = timezone(timedelta(hours=8))  # the day of a mail is that of its sender

Folder = tuple[str, ...]


def as_mail(data: bytes, shown: str) -> bytes:
    """Its head and text, without what is attached, in the form of a mail of the Internet; raises CorpusError."""
    with _Box(data, shown) as box:
        return box.mail(()).as_bytes()


def attachments(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that is attached, a mail as .eml; raises CorpusError."""
    with _Box(data, shown) as box:
        yield from box.attachments(())


class _Box:
    """The streams of one file; any error of olefile for a damaged one becomes one line."""

    def __init__(self, data: bytes, shown: str) -> None:
        try:
            import olefile
        except ImportError as error:
            raise CorpusError(
                shown, Message("formats.office_extra", what=Message("formats.an_outlook_mail"))
            ) from error
        self._shown = shown
        self._left = LARGEST
        try:
            self._file: Any = olefile.OleFileIO(data)
            self._names = {tuple(path) for path in self._file.listdir(streams=True, storages=True)}
        except Exception as error:
            raise self._damage() from error

    def __enter__(self) -> _Box:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _damage(self) -> CorpusError:
        return CorpusError(self._shown, Message("formats.mail_damaged"))

    def _stream(self, folder: Folder, name: str) -> bytes:
        """The bytes of a stream, b"" where there is none."""
        path = [*folder, name]
        if tuple(path) not in self._names:
            return b""
        try:
            if self._file.get_size(path) > LARGEST:
                raise CorpusError(self._shown, Message("formats.attached_much"))
            with self._file.openstream(path) as stream:
                return bytes(stream.read(LARGEST))
        except (CorpusError, MemoryError):
            raise
        except Exception as error:
            raise self._damage() from error

    def _text(self, folder: Folder, property_id: int) -> str:
        """A property that is a string; of 8 bits, in the code page of the mail or that which fits."""
        for kind, encoding in _TEXTS.items():
            data = self._stream(folder, f"__substg1.0_{property_id:04X}{kind:04X}")
            if not data:
                continue
            if encoding:
                return data.decode(encoding, "replace").replace("\0", "")
            data = data.replace(b"\0", b"")
            pages = [self._number(folder, number) for number in _CODEPAGES]
            pages.append(_PAGE_OF_LOCALE.get(self._number(folder, _LOCALE), 0))
            for page in filter(None, pages):
                try:
                    return data.decode({936: "gb18030", 65001: "utf-8"}.get(page, f"cp{page}"))
                except (LookupError, ValueError):
                    continue
            try:
                return text.decode(data, self._shown)[0]
            except CorpusError:
                return data.decode("cp1252", "replace")
        return ""

    def _number(self, folder: Folder, property_id: int) -> int:
        """A property that is a number or a time, 0 where there is none."""
        data = self._stream(folder, "__properties_version1.0")
        for at in range(24 if folder else 32, len(data) - 15, 16):
            _, found, _, value = struct.unpack_from("<HHIQ", data, at)
            if found == property_id:
                return int(value)
        return 0

    def mail(self, folder: Folder) -> EmailMessage:
        """Head and text of the mail in a folder of the file."""
        message = EmailMessage()
        message["From"] = "sender@outlook.invalid"  # nobody reads it, but it tells a mail from a text
        subject = re.sub(r"[\x00-\x1f\x7f]+", " ", self._text(folder, _SUBJECT)).strip()
        if subject:
            message["Subject"] = subject
        for number in _DAYS:
            try:
                day = (_EPOCH + timedelta(microseconds=self._number(folder, number) // 10)).astimezone(_CHINA)
            except OverflowError:
                continue
            if day.year > 1970:
                message["Date"] = format_datetime(day)
                break
        plain, page = (_without_surrogates(self._text(folder, number)) for number in (_BODY, _HTML))
        if not plain.strip() and not page.strip():
            plain, page = self._rtf(folder)
        if plain.strip() or not page:
            message.set_content(plain)
        if page:
            page = re.sub(r"(?i)(<meta\b[^>]*charset=[\"']?)[\w-]+", r"\1utf-8", page)
            (message.add_alternative if plain.strip() else message.set_content)(page, subtype="html")
        return message

    def _rtf(self, folder: Folder) -> tuple[str, str]:
        """The text of a mail that has it as RTF only, plain or as HTML."""
        try:
            said, is_html = rtf.text_of(rtf.unpack(self._stream(folder, f"__substg1.0_{_RTF:04X}0102")))
        except ValueError:
            return "", ""
        said = _without_surrogates(said)
        return ("", said) if is_html else (said, "")

    def attachments(self, folder: Folder, depth: int = 1) -> Iterator[tuple[str, bytes]]:
        """The attachments of the mail in a folder of the file."""
        names = sorted(
            path[-1] for path in self._names if path[:-1] == folder and path[-1].startswith("__attach_version1.0_")
        )
        if len(names) > MOST_ATTACHED:
            raise CorpusError(self._shown, Message("formats.attached_much"))
        for name in names:
            place = (*folder, name)
            called = self._text(place, _NAME) or self._text(place, _SHORT_NAME)
            inner = (*place, f"__substg1.0_{_DATA:04X}000D")
            if inner not in self._names:
                yield called, self._stream(place, f"__substg1.0_{_DATA:04X}0102")
            elif depth < DEEPEST:
                yield f"{called or 'attached'}.eml", self._whole(inner, depth + 1)

    def _whole(self, folder: Folder, depth: int) -> bytes:
        """A mail in the mail, with what is attached to it."""
        message = self.mail(folder)
        for name, content in self.attachments(folder, depth):
            self._left -= len(content)
            if self._left < 0:
                raise CorpusError(self._shown, Message("formats.attached_much"))
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name or "unnamed")
        return message.as_bytes()


def _without_surrogates(said: str) -> str:
    return said.encode("utf-8", "replace").decode()
