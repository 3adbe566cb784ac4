"""Mails, with what is attached to them as documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..registry import reader
from ..text import Reading

_HEAD = re.compile(r"(?:from [^\n]*\n)?(?:[a-z][a-z0-9\-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_OF_ANY = re.compile(r"^(?:from|to|subject|date|mime-version|content-type):", re.M)
_OF_MAIL = re.compile(r"^(?:received|return-path|delivered-to|message-id|in-reply-to|content-transfer-encoding):", re.M)


def looks_like(front: str, name: str) -> bool:
    """Whether the beginning of a file, in small letters, is the head of a mail, and not that of a web archive."""
    found = _HEAD.match(front)
    if not found or re.search(r"^(?:snapshot-content-location:|from:\s*<?saved by)", found[0], re.M):
        return False
    if PurePosixPath(name).suffix.lower() in (".eml", ".mbox", ".msg") and _OF_ANY.search(found[0]):
        return True
    if not re.search("^from:", found[0], re.M):
        return False
    if _OF_MAIL.search(found[0]):
        return True
    parts = re.search(r"^content-type:\s*multipart/(?P<kind>[a-z]+)", found[0], re.M)
    return bool(parts and parts["kind"] != "related")


def _attachments(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    from .. import mail

    return mail.attachments(data, shown)


@reader(
    "eml",
    endings=(".eml",),
    media_types=("message/rfc822",),
    looks_like=looks_like,
    attached=_attachments,
    order=2,
    title="mail `.eml`",
    reads="subject and text, plain before HTML where it says as much; charsets under all their names (GB 2312 as GB18030, Big5, UTF-7); each attached file that can be read as `mail.eml/附件.docx`",
    omits="other heads, addresses",
)
def read(data: bytes, shown: str) -> Reading:
    """Subject and text."""
    from .. import mail

    return mail.read(data, shown)
