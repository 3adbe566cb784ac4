"""The page in a web archive (MHTML, .mht), as browsers and Word save it."""

from __future__ import annotations

import email
import re

from ..messages.catalogue import Message
from ..model.errors import CorpusError

MOST_PARTS = 5_000

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def page(data: bytes, shown: str) -> bytes:
    """The bytes of the web page in the archive, with the charset that the archive declares; raises CorpusError without one."""
    if (
        len(re.findall(rb"(?i)\bboundary\s*=", data)) > 20
        or len(re.findall(rb"(?im)^content-type:", data)) > MOST_PARTS
    ):
        raise CorpusError(shown, Message("files.mhtml_parts"))
    try:
        message = email.message_from_bytes(data)
        found = next((part for part in message.walk() if part.get_content_type() in _PAGES), None)
        content = found.get_payload(decode=True) if found else None
        address = str(
            message.get("Snapshot-Content-Location") or (found and found.get("Content-Location")) or ""
        ).strip()
        charset = str(found.get_content_charset("")) if found else ""
    except Exception as error:  # the email package raises what it likes
        raise CorpusError(shown, Message("files.mhtml_damaged")) from error
    if not isinstance(content, bytes) or not content.strip():
        raise CorpusError(shown, Message("files.mhtml_empty"))
    declared = f'<meta charset="{charset}">'.encode() if re.fullmatch(r"[A-Za-z0-9_\-]{2,20}", charset) else b""
    if re.fullmatch(r"https?://[!-~]+", address) and not re.search("[<>\"']", address):
        declared += f'<meta property="og:url" content="{address}">'.encode()  # after what the page says of itself
    return content if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) else declared + content
