"""Results in a notebook, as HTML; text of documents is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from ..index.answer import Answer
from ..model.document import Document, Passage
from ..model.hits import Hit
from ..model.results import Comparison, Matrix
from ..text.display import plain
from . import html

_HEADINGS = 200  # of an outline
_CHARACTERS = 300  # of a passage


def _text(text: object) -> str:
    return escape(plain(str(text))[0])


def _table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table whose cells are `heads`, and rows of which each begins with a head."""
    lines = ["<table>", "<thead><tr>", *(f"<th>{_text(head)}</th>" for head in heads), "</tr></thead>", "<tbody>"]
    for first, *cells in rows:
        lines.append(f"<tr><th>{_text(first)}</th>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>")
    return "".join([*lines, "</tbody></table>"])


def _hit(hit: Hit) -> str:
    return _passage(hit.passage)


def _passage(passage: Passage) -> str:
    path = " › ".join((*passage.above, passage.title or passage.kind))
    text = passage.text[:_CHARACTERS] + "…" * (len(passage.text) > _CHARACTERS)
    return f"<p><b>{_text(path)}</b></p><p>{_text(text)}</p><p><small>{_text(passage.id)}</small></p>"


def _document(document: Document) -> str:
    """The metadata of a document, and the beginning of its outline."""
    known = ("id", "type", "district", "plan", "number", "issuer", "issued", "source")
    facts = [(name, getattr(document, name)) for name in known if getattr(document, name)]
    outline = [one.heading for one in document.provisions if one.heading]
    items = "".join(f"<li>{_text(heading)}</li>" for heading in outline[:_HEADINGS]) + "<li>…</li>" * (
        len(outline) > _HEADINGS
    )
    return f"<p><b>{_text(document.title)}</b></p>{_table((), facts)}" + (f"<ul>{items}</ul>" if items else "")


def _comparison(found: Comparison) -> str:
    rows = ((row.name or row.value, row.characters, *(cell.occurrences for cell in row.cells)) for row in found.rows)
    return _table((found.by, "characters", *found.terms), rows)


def _matrix(found: Matrix) -> str:
    """The columns have the numbers of the rows, as in a terminal: titles of documents are long."""
    named = (
        (f"{n} {name}", *(f"{score:.2f}" for score in row))
        for n, (name, row) in enumerate(zip(found.names, found.scores, strict=True), 1)
    )
    return _table((found.by, *range(1, len(found.names) + 1)), named)


_VIEWS: dict[type, Callable[[Any], str]] = {
    Answer: html.fragment,
    Hit: _hit,
    Passage: _passage,
    Document: _document,
    Comparison: _comparison,
    Matrix: _matrix,
}


def show_as_html() -> None:
    """Give results the method `_repr_html_`, by which notebooks show them; text terminals keep their `repr`."""
    for kind, view in _VIEWS.items():
        kind._repr_html_ = view  # type: ignore[attr-defined]
