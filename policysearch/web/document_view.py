"""The reading view of a document: its provisions in order as headings, paragraphs and tables, with matches and glossary terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..index.pool import Version
from ..model.document import Passage
from ..query.ast import Query
from ..search.highlight import marks as matches
from ..search.highlight import marks_within
from ..tables.model import Table
from ..tables.recognize import tables
from ..text.boundaries import Span
from .html_marks import Marks, Terms, mark_spans, text
from .links import Links

_CHARACTERS = 250_000  # on one page; a longer document has several
_PROVISIONS = 600


@dataclass(frozen=True)
class Block:
    """A paragraph or a table."""

    paragraph: Markup | None
    table: Table | None = None
    rows: tuple[tuple[Markup, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    """One provision as it is shown."""

    name: str  # its id within the document, and on the page
    passage: Passage
    depth: int  # of its heading: 2 to 6
    heading: Markup
    blocks: tuple[Block, ...]
    matches: int


@dataclass(frozen=True)
class Reading:
    """One page of a document."""

    sections: tuple[Section, ...]
    matches: int
    page: int
    pages: int
    outline: tuple[dict[str, Any], ...]  # of the whole document: title, href, depth, name


def pages(passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    """The passages of a document in pieces that a browser can show."""
    found: list[Sequence[Passage]] = []
    start = size = 0
    for n, passage in enumerate(passages):
        size += len(passage.text)
        if n > start and (size > _CHARACTERS or n - start >= _PROVISIONS):
            found.append(passages[start:n])
            start, size = n, len(passage.text)
    return [*found, passages[start:]]


def page_of(passages: Sequence[Passage], id: str) -> int:
    """On which page the passage with this id stands; 1 when it is not there."""
    return next((n for n, piece in enumerate(pages(passages), 1) if any(p.id == id for p in piece)), 1)


def page_view(
    version: Version,
    document_id: str,
    passages: Sequence[Passage],
    query: Query | None,
    q: str,
    page: int,
    links: Links,
) -> Reading:
    """Page `page` of a document, with the matches of `query`."""
    pieces = pages(passages)
    page = min(page, len(pieces))
    where = {passage.id: n for n, piece in enumerate(pieces, 1) for passage in piece}
    prefix = f"{document_id}/"
    outline = tuple(
        {
            "title": text(passage.title),
            "name": (name := passage.id.removeprefix(prefix)),
            "href": (
                f"#{name}" if where[passage.id] == page else links.document(document_id, where[passage.id], q, name)
            ),
            "depth": _depth(passage),
        }
        for passage in passages
        if passage.title and not _is_entry(passage)
    )
    terms = Terms(_definitions(version, document_id, where, page, q, links))
    marks = Marks(numbered=True)
    sections = []
    for passage in pieces[page - 1]:
        before = marks.count
        heading_spans = matches(passage.title, query) if query is not None else ()
        heading = terms.line(passage.title, heading_spans, marks, set(terms.names))
        blocks = tuple(_blocks(passage, query, terms, marks))
        name = passage.id.removeprefix(prefix)
        sections.append(Section(name, passage, _depth(passage), heading, blocks, marks.count - before))
    return Reading(tuple(sections), marks.count, page, len(pieces), outline)


def _depth(passage: Passage) -> int:
    return min(max(len(passage.path), 1) + 1, 6)


def _is_entry(passage: Passage) -> bool:
    return passage.kind == "名词解释" and "term_" in passage.id


def _definitions(
    version: Version, document_id: str, where: dict[str, int], page: int, q: str, links: Links
) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for entry in version.glossary.get(document_id, ()):
        name = entry.passage.id.partition("/")[2]
        here = where.get(entry.passage.id, 1)
        address = f"#{name}" if here == page else links.document(document_id, here, q, name)
        for term in {entry.term, entry.term.strip('“”"')}:
            if len(term) > 1:
                found.setdefault(term, (address, entry.definition[:300]))
    return found


def _blocks(passage: Passage, query: Query | None, terms: Terms, marks: Marks) -> Iterator[Block]:
    """The text of a passage line by line, its tables in their places."""
    found = {table.first: table for table in tables(passage)}
    spans = marks_within(passage, query) if query is not None else ()
    seen = {passage.title} if _is_entry(passage) else set[str]()
    at = until = 0
    for n, line in enumerate(passage.text.split("\n"), 1):
        start, at = at, at + len(line) + 1
        if table := found.get(n):
            until = table.last
            rows = tuple(tuple(_cell(cell, query, marks) for cell in row) for row in table.rows)
            yield Block(None, table, rows)
        if n > until and line.strip():
            own = [
                (max(a, start) - start, min(b, start + len(line)) - start)
                for a, b in spans
                if a < start + len(line) and b > start
            ]
            yield Block(terms.line(line, own, marks, seen))


def _cell(cell: str, query: Query | None, marks: Marks) -> Markup:
    found: Sequence[Span] = matches(cell, query) if query is not None and cell else ()
    return mark_spans(cell, found, marks)
