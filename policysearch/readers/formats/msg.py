"""Mails of Outlook, read as mails of the Internet are."""

from __future__ import annotations

from collections.abc import Iterator

from ..registry import reader
from ..text import Reading


def _attachments(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    from .. import mail, outlook

    return mail.unique_names(outlook.attachments(data, shown))


@reader(
    "mail",
    endings=(".msg",),
    media_types=("application/vnd.ms-outlook",),
    streams=("__properties_version1.0",),
    attached=_attachments,
    title="mail of Outlook `.msg`",
    needs="`pip install 'policysearch[office]'`",
    reads="as mail `.eml`",
    omits="as of mail `.eml`",
    isolated=True,
)
def read(data: bytes, shown: str) -> Reading:
    """Subject and text."""
    from .. import mail, outlook

    return mail.read(outlook.as_mail(data, shown), shown)
