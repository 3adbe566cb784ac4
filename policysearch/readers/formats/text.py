"""Plain text and Markdown, for files of no other format."""

from __future__ import annotations

from pathlib import PurePosixPath

from ...messages.catalogue import Message
from .. import spaced_tables, text
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
    blank=Message("formats.empty"),
    title="text, Markdown",
    reads='UTF-8, UTF-16, UTF-32, GB18030 (GBK, GB2312); the encoding is found, not asked for. Plain text: tables whose columns only spaces part, where the alignment leaves no doubt. Markdown as published: HTML in it, entities, anchors, attribute lists `{align="center"}`, boxes `:::`; `<table>` as a table; titles marked with `#` as headings, also without a number; title, number, author, date and address of the front matter as metadata',
    omits="scripts, comments and what else the front matter says; code, a `<table>` in another or never closed, and what may be no markup, such as `3<b`, stay as they are",
)
def read(data: bytes, shown: str) -> Reading:
    """Its lines as they are; of Markdown, without front matter and the markup of HTML."""
    reading = text.read(data, shown)
    if PurePosixPath(shown).suffix.lower() not in _MARKDOWN:
        return spaced_tables.with_tables(reading)
    from .. import markdown

    return markdown.plain(reading)
