"""A mail (.eml): its subject and text as lines, and the files that are attached to it."""

from __future__ import annotations

import base64
import codecs
import email
import email.policy
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from ..messages.catalogue import Message
from ..model.document import Declared
from ..model.errors import CorpusError
from ..model.grids import Grid
from . import spaced_tables, text
from .text import Reading, printable

MOST_PARTS = 5_000

_ANSWERED = re.compile(r"^(?:(?:re|fwd?|答复|回复|转发|转)\s*[:：]\s*)+", re.I)
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?\s]*)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*")
_EXTENDED = re.compile(r"(\*(?:0\*)?=\"?)(?:x-)?(?:gb2312|gbk)'", re.I)  # RFC 2231
_MARKUP = re.compile(rb"(?is)<(style|script|head)\b.*?</\1>|<[^>]*>|\s+|&nbsp;")
_STUB = 4  # a plain text so many times shorter than the HTML only refers to it
_ANY_BYTES = frozenset(("iso8859-1", "cp1252", "latin-1", "ascii"))
_NO_CHARSETS = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape"))  # of Python's own, and slow
_QUOTED = re.compile(r"^(?:>\s?)+")
_BROKEN = Message("formats.mail_damaged")


def read(data: bytes, shown: str) -> Reading:
    """Subject and text; of a text that is there plain and as HTML, the plain one where it is whole. Raises CorpusError."""
    message = _message(data, shown)
    try:
        texts = [*_texts(message)]
        subject = _ANSWERED.sub("", re.sub(r"\s+", " ", str(message.get("subject", "")))).strip()
        day = str(message.get("date", ""))
    except Exception as error:  # the email package raises what it likes
        raise CorpusError(shown, _BROKEN) from error
    lines: list[str] = []
    grids: list[Grid] = []
    encoding, guessed = "utf-8", False
    failed: CorpusError | None = None
    for part in texts:
        try:
            reading = _reading(part, shown)
        except CorpusError as error:
            failed = failed or error
            continue
        grids += [grid._replace(line=len(lines) + grid.line) for grid in reading.grids]
        lines, encoding, guessed = [*lines, *reading.lines], reading.encoding, reading.guessed
    if failed and not any(line.strip() for line in lines):
        raise failed
    head = re.sub(r"\s", "", "".join(lines[:8]))
    above = [subject] if subject and re.sub(r"\s", "", subject) not in head else []
    moved = tuple(grid._replace(line=len(above) + grid.line) for grid in grids)
    return Reading((*above, *lines), encoding, guessed, Declared(title=subject, issued=_day(day)), grids=moved)


@dataclass(frozen=True, slots=True)
class _Text:
    """A part that is text."""

    content: bytes
    charset: str
    is_html: bool
    flowed: bool = False  # lines that end with a space go on (RFC 3676)
    closed: bool = False  # and that space is none

    @property
    def size(self) -> int:
        """An estimate of the bytes that a reader sees of it."""
        return len(_MARKUP.sub(b"", self.content) if self.is_html else re.sub(rb"\s+", b"", self.content))


def _texts(part: EmailMessage) -> list[_Text]:
    """The texts of a mail in their order; of alternatives one."""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        inner = part.get_payload()
        parts = [one for one in inner if isinstance(one, EmailMessage)] if isinstance(inner, list) else []
        found = [_texts(one) for one in parts]
        if kind != "multipart/alternative":
            return [text for one in found for text in one]
        plain = [text for one in found for text in one if not text.is_html]
        page = next((one for one in found if any(text.is_html for text in one)), [])
        whole = sum(text.size for text in plain) * _STUB >= sum(text.size for text in page)
        return plain if plain and whole else page
    content = part.get_payload(decode=True)
    if _is_attached(part) or kind not in ("text/plain", "text/html") or not isinstance(content, bytes):
        return []
    said = {name: str(part.get_param(name, "")).lower() for name in ("format", "delsp")}
    return [
        _Text(
            content,
            part.get_content_charset(""),
            kind == "text/html",
            said["format"] == "flowed",
            said["delsp"] == "yes",
        )
    ]


def _reading(part: _Text, shown: str) -> Reading:
    """The lines of one text."""
    if part.is_html:
        from .html import extract

        if not _codec(part.charset):  # it may say so itself
            return extract.read(part.content, shown)
        found, encoding, guessed = _decoded(part.content, part.charset, shown)
        page = found.encode("utf-8-sig", "replace")
        return replace(extract.read(page, shown), encoding=encoding, guessed=guessed)
    found, encoding, guessed = _decoded(part.content, part.charset, shown)
    if part.flowed:
        found = re.sub(r"(?m)^ (?=[ >]|From )", "", found)
        found = re.sub(r"(?m)(?<!^--) \r?$\n", "" if part.closed else " ", found)
    lines = found.splitlines()
    reading = Reading(tuple(_QUOTED.sub("", line) for line in lines), encoding, guessed)
    return spaced_tables.with_tables(reading)


def attachments(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that is attached, in order; raises CorpusError."""
    return unique_names(_attachments(data, shown))


def unique_names(found: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The attached files under names that hold no folders, each another."""
    seen: dict[str, int] = {}
    for given, content in found:
        name = printable(re.sub(r"[/\\]", "_", given).strip()) or "unnamed"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            stem, point, ending = name.rpartition(".")
            name = f"{stem or ending}_{seen[name]}{point}{ending if point else ''}"
        yield name, content


def _attachments(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    message = _message(data, shown)
    for part in _parts(message):
        if not _is_attached(part):
            continue
        try:
            if part.get_content_type() == "message/rfc822":
                content: object = b"".join(one.as_bytes() for one in part.iter_parts()) if part.is_multipart() else b""
                name = part.get_filename() or "attached.eml"
            else:
                content, name = part.get_payload(decode=True), part.get_filename() or ""
        except Exception as error:  # the email package raises what it likes
            raise CorpusError(shown, _BROKEN) from error
        if isinstance(content, bytes):
            yield str(name), content


def _message(data: bytes, shown: str) -> EmailMessage:
    if (
        len(re.findall(rb"(?i)\bboundary\s*=", data)) > 20
        or len(re.findall(rb"(?im)^content-type:", data)) > MOST_PARTS
    ):
        raise CorpusError(shown, Message("formats.mail_parts"))
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if isinstance(part, EmailMessage):
                _mend_heads(part)
    except Exception as error:  # the email package raises what it likes
        raise CorpusError(shown, _BROKEN) from error
    return message


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, without those of a mail that is attached."""
    stack: list[EmailMessage] = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart":
            inner = part.get_payload()
            stack += [one for one in inner if isinstance(one, EmailMessage)][::-1] if isinstance(inner, list) else []
        else:
            yield part


def _is_attached(part: EmailMessage) -> bool:
    if part.get_content_type() == "message/rfc822":
        return True
    return part.get_content_disposition() == "attachment" or (
        bool(part.get_filename()) and part.get_content_type() != "text/html"
    )


def _decoded(content: bytes, charset: str, shown: str) -> tuple[str, str, bool]:
    """The text of a part in the charset that it declares, when that can be true."""
    codec = _codec(charset)
    if codec in _ANY_BYTES:  # many programs declare it of any text
        try:
            return text.decode(content, shown)
        except CorpusError:
            pass
    if codec:
        try:
            return content.decode(codec), charset, False
        except LookupError:
            pass  # no encoding of text
        except ValueError:
            found = content.decode(codec, "replace")
            if found.count("\ufffd") * 20 <= len(found):
                return found, charset, True
    return text.decode(content, shown)


def _codec(charset: str) -> str:
    """The codec for a charset as mails declare it: a larger one where programs use more than they say; "" for an unknown one."""
    name = charset.strip().lower().removeprefix("x-").removeprefix("cs")
    if name.startswith("gb") or name in ("936", "cp936", "ms936", "windows-936", "euc-cn", "chinese"):
        return "gb18030"
    if name.startswith("big5") or name in ("950", "cp950", "windows-950"):
        return "big5hkscs"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found in _NO_CHARSETS else found


def _mend_heads(part: EmailMessage) -> None:
    """Repair the heads that are read: bytes without a declared charset, characters cut between two encoded words, charsets under
    other names."""
    for name, value in [*part.raw_items()]:
        if name.lower() in ("subject", "content-disposition", "content-type"):
            said = str(value)
            if not said.isascii() or "=?" in said or "*" in said:
                part.replace_header(name, _decode_head(said))


def _decode_head(value: str) -> str:
    """A head on one line, without encoded words (RFC 2047)."""
    if not value.isascii():
        try:
            value = text.decode(value.encode("utf-8", "surrogateescape"), "")[0]
        except (CorpusError, ValueError):
            value = value.encode("utf-8", "replace").decode()
    value = re.sub(r"\s*[\r\n]\s*", " ", value)
    value = _EXTENDED.sub(lambda found: f"{found[1]}gb18030'", value)
    value = _WORDS.sub(_of_words, value)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value)


def _of_words(found: re.Match[str]) -> str:
    """The text of adjacent encoded words: their bytes are joined before they are decoded."""
    pieces: list[tuple[str, bytearray]] = []
    for charset, how, content in _WORD.findall(found[0]):
        if how in "bB":
            data = base64.b64decode(content + "=" * (-len(content) % 4))
        else:
            data = quopri.decodestring(content.encode(), header=True)
        if pieces and pieces[-1][0] == charset.lower():
            pieces[-1][1].extend(data)
        else:
            pieces.append((charset.lower(), bytearray(data)))
    said = "".join(_decoded(bytes(data), charset, "")[0] for charset, data in pieces)
    return said.replace('"', "”").replace("\\", "＼") if '"' in found.string else said


def _day(header: str) -> str:
    """The ISO date of a Date header, "" for what is none."""
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
