"""Web archives (MHTML), as browsers and Word save a page."""

from __future__ import annotations

import re

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ..registry import LARGEST_TEXT, reader
from ..text import Reading
from .html import BLANK

_HEAD = re.compile(r"(?:[a-z][a-z\-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")


def _looks_like(front: str, name: str) -> bool:
    return bool(_HEAD.match(front) and re.search(r"^content-type:\s*multipart/related", front, re.M))


@reader(
    "mhtml",
    endings=(".mht", ".mhtml"),
    media_types=("multipart/related", "application/x-mimearchive"),
    looks_like=_looks_like,
    order=3,
    blank=BLANK,
    title="MHTML `.mht`",
    reads="the page in it with its frames, as HTML",
    omits="pictures",
)
def read(data: bytes, shown: str) -> Reading:
    """The text of the page in the archive."""
    from .. import mhtml
    from ..html import extract

    page = mhtml.page(data, shown)
    if len(page) > LARGEST_TEXT:
        raise CorpusError(shown, Message("formats.large_page", most=LARGEST_TEXT / 2**20))
    return extract.read(page, shown)
