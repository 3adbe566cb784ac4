"""The page in a web archive (MHTML, .mht), as browsers and Word save it."""

from __future__ import annotations

import codecs
import email
import re
from email.message import Message as Part

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from .html import sanitize

MOST_PARTS = 5_000
MOST_FRAMES = 50  # that are put into their page

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FRAME = re.compile(r"<i?frame\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,2000})[^<>]{0,2000}>", re.I)


def page(data: bytes, shown: str) -> bytes:
    """The bytes of the web page in the archive with its frames in it, with the charset that the archive declares; raises
    CorpusError without one."""
    if (
        len(re.findall(rb"(?i)\bboundary\s*=", data)) > 20
        or len(re.findall(rb"(?im)^content-type:", data)) > MOST_PARTS
    ):
        raise CorpusError(shown, Message("files.mhtml_parts"))
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
        address = str(
            message.get("Snapshot-Content-Location") or (parts and parts[0].get("Content-Location")) or ""
        ).strip()
        content = _content(parts[0]) if parts else b""
        frames = {name: part for part in parts[1 : MOST_FRAMES + 1] for name in _names(part)}
    except Exception as error:  # the email package raises what it likes
        raise CorpusError(shown, Message("files.mhtml_damaged")) from error
    if not content.strip():
        raise CorpusError(shown, Message("files.mhtml_empty"))
    if frames:
        content = _with_frames(content, frames, shown)
    declared = b""
    if re.fullmatch(r"https?://[!-~]+", address) and not re.search("[<>\"']", address):
        declared = f'<meta property="og:url" content="{address}">'.encode()  # after the page's own declarations
    mark = next((mark for mark in (codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff") if content.startswith(mark)), b"")
    return content if len(mark) == 2 else mark + declared + content[len(mark) :]


def _content(part: Part) -> bytes:
    """The bytes of a page, with its charset."""
    content, charset = part.get_payload(decode=True), str(part.get_content_charset(""))
    if not isinstance(content, bytes):
        return b""
    marked = content.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff"))
    known = not marked and re.fullmatch(r"[A-Za-z0-9_\-]{2,20}", charset)
    return f'<meta charset="{charset}">'.encode() + content if known else content


def _names(part: Part) -> list[str]:
    """The names by which a frame refers to a page."""
    by_id = str(part.get("Content-ID") or "").strip("<> ")
    return [name for name in (f"cid:{by_id}" if by_id else "", str(part.get("Content-Location") or "").strip()) if name]


def _with_frames(content: bytes, frames: dict[str, Part], shown: str) -> bytes:
    """A page in which pages stand instead of the frames that show them, each once."""
    left = dict(frames)

    def shown_in(frame: re.Match[str]) -> str:
        part = left.pop(frame[1], None)
        if part is None:
            return frame[0]
        return f"<div>{_FRAME.sub('', sanitize.decoded(_content(part), shown)[0])}</div>"

    return codecs.BOM_UTF8 + _FRAME.sub(shown_in, sanitize.decoded(content, shown)[0]).encode("utf-8", "replace")
