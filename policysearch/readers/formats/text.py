"""Plain text and Markdown: what is of no other format."""

from __future__ import annotations

from pathlib import PurePosixPath

from .. import text
from ..registry import LARGEST_TEXT, reader
from ..text import Reading

_MARKDOWN = frozenset({".md", ".markdown"})


@reader(
    "text",
    endings=(".txt", *sorted(_MARKDOWN, reverse=True)),
    media_types=("text/plain", "text/markdown"),
    looks_like=lambda front, name: True,
    order=9,
    largest=LARGEST_TEXT,
    blank="is empty",
    title="text, Markdown",
    reads="UTF-8, UTF-16, UTF-32, GB18030 (GBK, GB2312); the encoding is found, not asked for; `<table>` in Markdown as a table",
    omits="a `<table>` in another, in code or never closed is text",
)
def read(data: bytes, shown: str) -> Reading:
    """Its lines as they are; in Markdown, tables in tags as rows."""
    reading = text.read(data, shown)
    if PurePosixPath(shown).suffix.lower() not in _MARKDOWN or b"<table" not in data.lower():
        return reading
    from .. import markdown

    return markdown.tables(reading)
