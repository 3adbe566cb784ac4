"""Web pages."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ...messages.catalogue import Message
from ..registry import LARGEST_TEXT, reader
from ..text import Reading

ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
BLANK = Message("formats.blank_page")

_OPENING = re.compile(r"(?:\s|\ufeff|\0|<\?.*?\?>|<!--.*?-->)*<(?:!doctype\s+)?(?P<tag>[a-z][a-z0-9]*)", re.S)
_TAGS = frozenset("html head body meta title link script style".split())


def _looks_like(front: str, name: str) -> bool:
    opening = _OPENING.match(front)
    if opening and opening["tag"] in _TAGS:
        return True
    return PurePosixPath(name).suffix.lower() in ENDINGS and re.search(r"<[a-z!/]", front) is not None


@reader(
    "html",
    endings=ENDINGS,
    media_types=("text/html", "application/xhtml+xml"),
    looks_like=_looks_like,
    order=5,
    largest=LARGEST_TEXT,
    blank=BLANK,
    title="HTML",
    reads="charset from a mark, strict UTF-8, `meta` when it can be true, GB18030; `<br>` and `&nbsp;` headings; tables with spans; numbers of lists; 10⁸ for a raised 8; Word's own HTML; several pages of one text as one (below); a text that only a script shows, from `<textarea>`, templates, JSON and strings of scripts",
    omits="scripts, hidden text, navigation, share bars, print buttons, comments and their forms, site footers, the table of 索引号 and 发文机关 (it is metadata)",
)
def read(data: bytes, shown: str) -> Reading:
    """The text of the page, without what surrounds it."""
    from ..html import extract

    return extract.read(data, shown)
