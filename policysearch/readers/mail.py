"""A mail (.eml): its subject and text as lines, and the files that are attached to it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from ..messages.catalogue import Message
from ..model.document import Declared
from ..model.errors import CorpusError
from ..model.grids import Grid
from . import text
from .text import Reading, printable

MOST_PARTS = 5_000

_ANSWERED = re.compile(r"^(?:(?:re|fwd?|答复|回复|转发|转)\s*[:：]\s*)+", re.I)
_QUOTED = re.compile(r"^(?:>\s?)+")
_BROKEN = Message("formats.mail_damaged")


def read(data: bytes, shown: str) -> Reading:
    """Subject and text; of a text that is there plain and as HTML, the plain one. Raises CorpusError."""
    message = _message(data, shown)
    plain: list[tuple[bytes, str | None]] = []
    page: list[tuple[bytes, str | None]] = []
    try:
        for part in _parts(message):
            kind = part.get_content_type()
            if not _is_attached(part) and kind in ("text/plain", "text/html"):
                content = part.get_payload(decode=True)
                if isinstance(content, bytes):
                    (plain if kind == "text/plain" else page).append((content, part.get_content_charset("")))
        subject = _ANSWERED.sub("", re.sub(r"\s+", " ", str(message.get("subject", "")))).strip()
        day = str(message.get("date", ""))
    except Exception as error:  # the email package raises what it likes
        raise CorpusError(shown, _BROKEN) from error
    lines: list[str] = []
    grids: list[Grid] = []
    encoding, guessed = "utf-8", False
    for content, charset in plain:
        found, encoding, guessed = _decoded(content, charset, shown)
        lines += [_QUOTED.sub("", line) for line in found.splitlines()]
    if not any(line.strip() for line in lines):
        from .html import extract

        for content, charset in page:
            declared = (
                f'<meta charset="{charset}">'.encode() if re.fullmatch(r"[a-z0-9_\-]{2,20}", charset or "") else b""
            )
            reading = extract.read(declared + content, shown)
            grids += [grid._replace(line=len(lines) + grid.line) for grid in reading.grids]
            lines, encoding, guessed = [*lines, *reading.lines], reading.encoding, reading.guessed
    head = re.sub(r"\s", "", "".join(lines[:8]))
    above = [subject] if subject and re.sub(r"\s", "", subject) not in head else []
    moved = tuple(grid._replace(line=len(above) + grid.line) for grid in grids)
    return Reading((*above, *lines), encoding, guessed, Declared(title=subject, issued=_day(day)), grids=moved)


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


def _decoded(content: bytes, charset: str | None, shown: str) -> tuple[str, str, bool]:
    """The text of a part in the charset that it declares, when that can be true."""
    if charset:
        try:
            return content.decode("gb18030" if charset.startswith("gb") else charset), charset, False
        except (LookupError, ValueError):
            pass
    return text.decode(content, shown)


def _day(header: str) -> str:
    """The ISO date of a Date header, "" for what is none."""
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
