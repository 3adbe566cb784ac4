"""The JSON of documents: what they say of themselves, their outlines and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..model.document import OUTLINE_KINDS, Document, Source

if TYPE_CHECKING:
    from ..tables.model import Table
    from .shapes import documents as document_shapes


DATES = ("written", "printed", "published", "in_force")  # of a Document, beside `issued`


def outline(
    documents: Iterable[Document], observed: bool = False, sources: Iterable[tuple[Source, dict[str, int]]] = ()
) -> document_shapes.Outlines:
    """What `outline --json` prints: only headings are nodes; `parent` is an index into the `nodes` of the document.

    If `observed`, every document has its observations too. `sources`: for each document its file and the doubts about its reading.
    """
    read = (_reading(*source) for source in sources)
    found = [_outline(document, observed) | next(read, {}) for document in documents]
    return {"documents": cast("list[document_shapes.Outline]", found)}


def _reading(source: Source, doubtful: dict[str, int]) -> dict[str, Any]:
    """By which reader a file was read, and how sure its structure is."""
    from ..messages.transfer import in_both_languages
    from ..structure.certainty import doubt, level

    doubts = [
        {"code": code, "count": count, "texts": in_both_languages(doubt(code, count))}
        for code, count in doubtful.items()
    ]
    return {"reader": source.reader, "certainty": level(doubtful), "doubts": doubts}


def head(document: Document) -> document_shapes.Head:
    """The metadata of a document."""
    return {
        "document_id": document.id,
        "title": document.title,
        "district": document.district,
        "plan": document.plan,
        "type": document.type,
        "number": document.number,
        "issuer": document.issuer,
        "issuers": list(document.issuers),
        "issued": document.issued,
        "dates": {name: date for name in DATES if (date := getattr(document, name))},
        "card": dict(document.card),
        "url": document.url,
        "line_start": document.line_start,
        "line_end": document.line_end,
        "attached_to": document.attached_to,
        "attachments": list(document.attachments),
    }


def _outline(document: Document, observed: bool) -> document_shapes.Outline:
    result = {**head(document), "nodes": nodes(document)}
    return cast("document_shapes.Outline", result | ({"observations": _observations(document)} if observed else {}))


def _observations(document: Document) -> list[document_shapes.Observation]:
    from ..messages.transfer import in_both_languages
    from ..structure.lint import observations

    return [
        {"kind": one.kind, "line": one.line, "text": one.text, "texts": in_both_languages(one.text)}
        for one in observations(document)
    ]


def nodes(document: Document) -> list[document_shapes.Node]:
    """The headings of `document` as they stand in `outline`."""
    found: list[document_shapes.Node] = []
    index: list[int | None] = []  # for each provision: its node, or the node it stands under
    for provision in document.provisions:
        parent = None if provision.parent is None else index[provision.parent]
        if provision.kind not in OUTLINE_KINDS:
            index.append(parent)
            continue
        index.append(len(found))
        found.append(
            {
                "kind": provision.kind,
                "number": provision.number,
                "title": provision.title,
                "line": provision.line,
                "line_end": provision.line_end,
                "parent": parent,
            }
        )
        if provision.page:
            found[-1]["page"] = provision.page
    return found


def tables(found: Iterable[Table], documents: Mapping[str, Document] | None = None) -> list[document_shapes.Table]:
    """What `tables --json` prints; with the document of each table where the `documents` by their ids are given."""
    return [
        {
            **(_document_of(table, documents) if documents else {}),  # type: ignore[typeddict-item]
            "id": table.provision_id,
            "document_id": table.document_id,
            "caption": table.caption,
            "line_start": table.line_start,
            "line_end": table.line_end,
            "columns": list(table.columns),
            "rows": [list(row) for row in table.rows],
            "groups": list(table.groups),
            "notes": list(table.notes),
        }
        for table in found
    ]


def _document_of(table: Table, documents: Mapping[str, Document]) -> dict[str, str]:
    """The document of a table."""
    of = documents[table.document_id]
    return {"document": of.title, "district": of.district, "plan": of.plan, "file": of.source}
