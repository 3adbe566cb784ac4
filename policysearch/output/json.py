"""The JSON of answers, passages, and facts about terms, as plain dicts of the types in `shapes`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from ..model.document import Passage

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..model.results import Abbreviation, Altered, Comparison, DocumentHit, Related, Similar, Suggestion
    from ..search import query_parts
    from ..search.highlight import Snippet
    from ..structure.glossary import Entry
    from .shapes import documents as document_shapes
    from .shapes import place as place_shapes
    from .shapes import query as query_shapes
    from .shapes import search as search_shapes
    from .shapes import terms as term_shapes


def answer(
    found: Answer,
    facets: dict[str, dict[str, int]] | None = None,
    meant: str | None = None,
    length: int = 120,
    instead: tuple[str, int] | None = None,
    parts: Sequence[query_parts.Part] = (),
) -> search_shapes.Answer:
    """What `search --json` prints; `shapes.search` has the keys.

    `facets` are given when they were asked for, `meant` when another query finds more, `parts` when nothing was found, `instead`
    when only titles of documents match a condition on headings. Snippets are at most `length` characters long. A hit has `rows`
    only where the query matches in a table.
    """
    from ..search.highlight import snippets, sought
    from ..search.table_rows import matching_rows

    hits: list[search_shapes.Hit] = []
    for hit in found.hits:
        tree = sought(hit, found.tree)
        shown = snippets(hit.passage, tree, length)
        place: dict[str, Any] = {**_place(hit.passage)}
        source = place.pop("source")
        entry = {"id": place.pop("id"), "score": hit.score, **place, "snippet": _piece(shown.best), "source": source}
        if len(shown.fragments) > 1:
            entry["fragments"] = [_piece(fragment) for fragment in shown.fragments]
        if rows := matching_rows(hit.passage, tree, shown.best, None):
            entry["rows"] = {
                "columns": list(rows.columns),
                "rows": [list(row) for row in rows.rows],
                "groups": list(rows.groups),
                "marks": [[[list(mark) for mark in cell] for cell in row] for row in rows.marks],
                "asked": sorted(rows.asked_columns),
                "notes": list(rows.notes),
            }
        lacks: dict[str, Any] = {"missing": list(hit.missing)} if hit.missing else {}
        lacks |= {} if hit.meaning is None else {"meaning": hit.meaning}
        counts = {"matches": shown.matches, "document_matches": hit.elsewhere}
        lacks |= {"altered": _altered_wording(hit.altered)} if hit.altered else {}
        lacks |= {"also": [_whose(other) for other in hit.also]} if hit.also else {}
        hits.append(cast("search_shapes.Hit", {**entry, "why": hit.why, **lacks, **counts}))
    how: dict[str, Any] = {"relaxation": found.relaxation, "exact": found.exact} if found.relaxed else {}
    asked = (_groups(found) if found.group else {}) | ({} if facets is None else {"facets": facets})
    asked |= {"did_you_mean": meant} if meant else {}
    asked |= {"documents": [_document(one) for one in found.documents]} if found.documents else {}
    asked |= {"altered": found.altered} if found.altered else {}
    asked |= {"warning": found.warning} if found.warning else {}
    asked |= {"folded": found.folded} if found.folded else {}
    asked |= {"best": found.best} if found.best else {}
    asked |= {"instead": {"query": instead[0], "total": instead[1]}} if instead else {}
    asked |= {"parts": [asdict(part) for part in parts]} if parts else {}
    asked |= {"understood": found.understood} if found.understood else {}
    asked |= {"synonyms": list(found.synonyms)} if found.synonyms else {"also": list(found.also)} if found.also else {}
    result = {"query": found.query, "parsed": found.parsed, "total": found.total, "relaxed": found.relaxed}
    return cast("search_shapes.Answer", {**result, **how, "hits": hits, **asked})


def _document(found: DocumentHit) -> search_shapes.DocumentHit:
    first = found.first
    return {
        "kind": "文件",
        "document_id": first.document_id,
        "title": first.document,
        "type": first.type,
        "number": first.number,
        "issuer": first.issuer,
        "issued": first.issued,
        "district": first.district,
        "plan": first.plan,
        "chapters": found.chapters,
        "articles": found.articles,
        "passages": found.passages,
        "first": first.id,
        "file": first.file[0],
        "copies": list(found.also),
    }


def _altered_wording(found: Altered) -> search_shapes.Altered:
    return {
        "quoted": found.quoted,
        "quoted_marks": [list(mark) for mark in found.quoted_marks],
        "printed": found.printed,
        "printed_marks": [list(mark) for mark in found.printed_marks],
    }


def _whose(passage: Passage) -> place_shapes.Whose:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "document": passage.document,
        "district": passage.district,
        "plan": passage.plan,
    }


def _groups(found: Answer) -> dict[str, Any]:
    groups = [{"value": group.value, "total": group.total, "id": group.hit.passage.id} for group in found.groups]
    counts = {"group_total": found.group_total, "ungrouped": found.ungrouped}
    return {"group": found.group, **counts, "groups": groups}


def glossary(term: str, found: Iterable[Entry]) -> term_shapes.Glossary:
    """What `glossary --json` prints."""
    entries: list[term_shapes.Entry] = []
    for entry in found:
        place = _place(entry.passage)
        entries.append(
            {
                "term": entry.term,
                "definition": entry.definition,
                "id": place["id"],
                "document_id": place["document_id"],
                "document": place["document"],
                "district": place["district"],
                "plan": place["plan"],
                "source": place["source"],
            }
        )
    return {"term": term, "entries": entries}


def _piece(piece: Snippet) -> place_shapes.Snippet:
    return {"text": piece.text, "marks": [list(mark) for mark in piece.marks]}


def passage(passage: Passage) -> document_shapes.Passage:
    """One line of `export`: the keys of a hit without score and snippet, and the whole text."""
    return {**_place(passage), "text": passage.text}


def provision(passage: Passage, before: Passage | None, after: Passage | None) -> document_shapes.Provision:
    """What `show --json` prints: a passage with its text and the ids of its neighbours."""
    place = _place(passage)
    return {
        **place,
        "text": passage.text,
        "before": before.id if before else None,
        "after": after.id if after else None,
    }


def comparison(found: Comparison) -> term_shapes.Comparison:
    """What `compare --json` prints."""
    return {
        "by": found.by,
        "terms": [{"query": term, "parsed": parsed} for term, parsed in zip(found.terms, found.parsed, strict=True)],
        "rows": [cast("term_shapes.ComparisonRow", asdict(row)) for row in found.rows],
    }


def _place(passage: Passage) -> place_shapes.Place:
    file, first, last = passage.file
    return {
        **_whose(passage),
        "kind": passage.kind,
        "part": passage.part,
        "chapter": passage.chapter,
        "section": passage.section,
        "article": passage.article,
        "box": passage.box,
        "path": list(passage.path),
        "title": passage.title,
        "source": {"file": file, "line_start": first, "line_end": last, **pages(passage)},
    }


def pages(passage: Passage) -> place_shapes.Pages:
    """The printed pages of a passage; empty where its file has none."""
    if not passage.page_start:
        return {}
    label: place_shapes.Pages = {"page_label": passage.page_label} if passage.page_label else {}
    return {"page_start": passage.page_start, "page_end": passage.page_end, **label}


def suggestions(found: Iterable[Suggestion]) -> list[query_shapes.Suggestion]:
    """What `suggest --json` prints."""
    return [cast("query_shapes.Suggestion", asdict(entry)) for entry in found]


def abbreviations(found: Iterable[Abbreviation]) -> list[term_shapes.Abbreviation]:
    """What `synonyms suggest --json` prints."""
    return [cast("term_shapes.Abbreviation", asdict(entry)) for entry in found]


def related(found: Iterable[Related]) -> list[term_shapes.Related]:
    """What `related --json` prints."""
    return [cast("term_shapes.Related", asdict(entry)) for entry in found]


def similar(found: Iterable[Similar]) -> list[document_shapes.Similar]:
    """What `similar --json` prints: the keys of a hit, and `shared` instead of the snippet."""
    shown = []
    for entry in found:
        place: dict[str, Any] = {**_place(entry.passage)}
        result = {"id": place.pop("id"), "score": entry.score, **place, "shared": list(entry.shared)}
        shown.append(cast("document_shapes.Similar", result))
    return shown
