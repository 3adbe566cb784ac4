"""The JSON of the command contract: answers, passages, outlines and tables as plain dicts with exactly those keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .document import OUTLINE_KINDS, Document, Passage

if TYPE_CHECKING:
    from .index import Answer
    from .tables import Table


def answer(found: Answer) -> dict[str, Any]:
    """What `search --json` prints."""
    from .snippet import snippet

    hits = []
    for hit in found.hits:
        piece = snippet(hit.passage, found.tree)
        place = _place(hit.passage)
        source = place.pop("source")
        shown = {"text": piece.text, "marks": [list(mark) for mark in piece.marks]}
        hits.append({"id": place.pop("id"), "score": hit.score, **place, "snippet": shown, "source": source})
    return {
        "query": found.query,
        "parsed": found.parsed,
        "total": found.total,
        "relaxed": found.relaxed,
        "hits": hits,
    }


def passage(passage: Passage) -> dict[str, Any]:
    """One line of `export`: the keys of a hit without score and snippet, and the whole text."""
    return {**_place(passage), "text": passage.text}


def outline(documents: Iterable[Document], observed: bool = False) -> dict[str, Any]:
    """What `outline --json` prints: only headings are nodes; `parent` is an index into the `nodes` of the document.

    If `observed`, every document has its observations too.
    """
    return {
        "documents": [
            {
                "document_id": document.id,
                "title": document.title,
                "district": document.district,
                "plan": document.plan,
                "type": document.type,
                "number": document.number,
                "issued": document.issued,
                "line_start": document.line_start,
                "line_end": document.line_end,
                "nodes": nodes(document),
                **({"observations": _observations(document)} if observed else {}),
            }
            for document in documents
        ]
    }


def _observations(document: Document) -> list[dict[str, Any]]:
    from .observations import observations

    return [{"kind": one.kind, "line": one.line, "text": one.text} for one in observations(document)]


def nodes(document: Document) -> list[dict[str, Any]]:
    """The headings of `document` as they stand in `outline`."""
    found: list[dict[str, Any]] = []
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
    return found


def tables(found: Iterable[Table]) -> list[dict[str, Any]]:
    """What `tables --json` prints."""
    return [
        {
            "document_id": table.document_id,
            "caption": table.caption,
            "line_start": table.line_start,
            "line_end": table.line_end,
            "columns": list(table.columns),
            "rows": [list(row) for row in table.rows],
            "notes": list(table.notes),
        }
        for table in found
    ]


def _place(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "document": passage.document,
        "district": passage.district,
        "plan": passage.plan,
        "kind": passage.kind,
        "part": passage.part,
        "chapter": passage.chapter,
        "section": passage.section,
        "article": passage.article,
        "box": passage.box,
        "path": list(passage.path),
        "title": passage.title,
        "source": {"file": passage.source, "line_start": passage.line_start, "line_end": passage.line_end},
    }
