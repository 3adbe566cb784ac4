"""The JSON of the command contract: answers, passages, outlines and tables as plain dicts of the types in `shapes`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from ..messages.catalogue import Message
from ..model.document import OUTLINE_KINDS, Document, Passage, Source
from ..model.fields import BY_NAME
from ..query.ast import And, Boost, In, Near, Not, Or, Phrase, Query, Range, Term, Wildcard
from ..query.citations import reference
from ..query.variants import spellings

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..model.results import (
        Abbreviation,
        Altered,
        Comparison,
        DocumentHit,
        Explanation,
        Part,
        Related,
        Similar,
        Suggestion,
    )
    from ..search import query_parts
    from ..search.highlight import Snippet
    from ..structure.glossary import Entry
    from ..tables.model import Table
    from . import shapes


DATES = ("written", "printed", "published", "in_force")  # of a Document, beside `issued`


def answer(
    found: Answer,
    facets: dict[str, dict[str, int]] | None = None,
    meant: str | None = None,
    length: int = 120,
    instead: tuple[str, int] | None = None,
    parts: Sequence[query_parts.Part] = (),
) -> shapes.Answer:
    """What `search --json` prints; `groups` of the hits and `facets` when they were asked for, `did_you_mean` when
    there is something better to look for, `parts` when nothing was found, `instead` when only the titles of documents have what was asked of headings, `understood` with the names in the query as conditions, `synonyms` that were
    looked for too, or `also` those that would find more.
    Snippets are at most `length` characters long, as `snippet` says; a hit has `rows` only where the query stands in a table: `asked` are
    the columns it names, `notes` what signs in it mean."""
    from ..search.highlight import snippets, sought
    from ..search.table_rows import matching_rows

    hits: list[shapes.Hit] = []
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
        hits.append(cast("shapes.Hit", {**entry, "why": hit.why, **lacks, **counts}))
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
    return cast("shapes.Answer", {**result, **how, "hits": hits, **asked})


def _document(found: DocumentHit) -> shapes.DocumentHit:
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


def _altered_wording(found: Altered) -> shapes.Altered:
    return {
        "quoted": found.quoted,
        "quoted_marks": [list(mark) for mark in found.quoted_marks],
        "printed": found.printed,
        "printed_marks": [list(mark) for mark in found.printed_marks],
    }


def _whose(passage: Passage) -> shapes.Whose:
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


def glossary(term: str, found: Iterable[Entry]) -> shapes.Glossary:
    """What `glossary --json` prints."""
    entries: list[shapes.Entry] = []
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


def _piece(piece: Snippet) -> shapes.Snippet:
    return {"text": piece.text, "marks": [list(mark) for mark in piece.marks]}


def passage(passage: Passage) -> shapes.Passage:
    """One line of `export`: the keys of a hit without score and snippet, and the whole text."""
    return {**_place(passage), "text": passage.text}


def provision(passage: Passage, before: Passage | None, after: Passage | None) -> shapes.Provision:
    """What `show --json` prints: a passage with its text and the ids of its neighbours."""
    place = _place(passage)
    return {
        **place,
        "text": passage.text,
        "before": before.id if before else None,
        "after": after.id if after else None,
    }


def outline(
    documents: Iterable[Document], observed: bool = False, sources: Iterable[tuple[Source, dict[str, int]]] = ()
) -> shapes.Outlines:
    """What `outline --json` prints: only headings are nodes; `parent` is an index into the `nodes` of the document.

    If `observed`, every document has its observations too. `sources` tell of each document its file and what speaks against
    its reading.
    """
    read = (_reading(*source) for source in sources)
    found = [_outline(document, observed) | next(read, {}) for document in documents]
    return {"documents": cast("list[shapes.Outline]", found)}


def _reading(source: Source, doubtful: dict[str, int]) -> dict[str, Any]:
    """By which reader a file was read, and how sure its structure is."""
    from ..messages.transfer import in_both_languages
    from ..structure.certainty import doubt, level

    doubts = [
        {"code": code, "count": count, "texts": in_both_languages(doubt(code, count))}
        for code, count in doubtful.items()
    ]
    return {"reader": source.reader, "certainty": level(doubtful), "doubts": doubts}


def head(document: Document) -> shapes.Head:
    """What a document says of itself."""
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


def _outline(document: Document, observed: bool) -> shapes.Outline:
    result = {**head(document), "nodes": nodes(document)}
    return cast("shapes.Outline", result | ({"observations": _observations(document)} if observed else {}))


def _observations(document: Document) -> list[shapes.Observation]:
    from ..messages.transfer import in_both_languages
    from ..structure.lint import observations

    return [
        {"kind": one.kind, "line": one.line, "text": one.text, "texts": in_both_languages(one.text)}
        for one in observations(document)
    ]


def nodes(document: Document) -> list[shapes.Node]:
    """The headings of `document` as they stand in `outline`."""
    found: list[shapes.Node] = []
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


def tables(found: Iterable[Table], documents: Mapping[str, Document] | None = None) -> list[shapes.Table]:
    """What `tables --json` prints; whose a table is, where the `documents` by their ids are given."""
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
    """Whose a table is."""
    of = documents[table.document_id]
    return {"document": of.title, "district": of.district, "plan": of.plan, "file": of.source}


def query(typed: str, tree: Query) -> shapes.Query:
    """What `parse --json` prints: the canonical form, the tree, what fields ask for, and how else words are written; and as
    what `sentence` it is read when few passages hold all of it, where that is another query.
    """
    from ..query.parser import prose

    fields: list[shapes.Condition] = []
    other: dict[str, list[str]] = {}
    shown = _branch(tree, fields, other)
    sentence = prose(typed)
    result: shapes.Query = {
        "query": typed,
        "parsed": str(tree),
        "tree": cast("shapes.Branch", shown),
        "fields": fields,
        "spellings": other,
    }
    if sentence not in (None, tree):
        result["sentence"] = str(sentence)
    return result


def _branch(
    tree: Query, fields: list[shapes.Condition], other: dict[str, list[str]], within: bool = False
) -> dict[str, Any]:
    """The part `tree` of a query, maybe `within` a field; adds what it says of fields and spellings."""
    kind = type(tree).__name__.lower()
    match tree:
        case And(parts) | Or(parts):
            return {"is": kind, "parts": [_branch(part, fields, other, within) for part in parts]}
        case Not(inner):
            return {"is": kind, "parts": [_branch(inner, fields, other, within)]}
        case Boost(inner, factor):
            return {"is": kind, "factor": factor, "parts": [_branch(inner, fields, other, within)]}
        case In(name, inner):
            how = BY_NAME[name].how
            fields.append({"field": name, "how": how, "query": str(inner)})
            return {"is": "field", "field": name, "how": how, "parts": [_branch(inner, fields, other, True)]}
        case Range(low, high):
            return {"is": kind, "low": low, "high": high}
        case Near(texts, distance):
            shown: dict[str, Any] = {"is": kind, "texts": list(texts), "distance": distance}
        case Wildcard(text):
            return {"is": kind, "text": text}
        case Term(text) | Phrase(text):
            texts = (text,)
            shown = {"is": kind, "text": text}
            if kind == "term" and not within and (cited := reference(text)):
                shown["cites"] = {"law": cited.law, "article": cited.printed_forms[0]}
    for text in texts:
        if ways := list(spellings(text)[1:]):
            other[text] = ways
    return shown


def explanation(typed: str, found: Explanation) -> shapes.Explanation:
    """What `explain --json` prints; each part of the tree has `what`, `score`, `rule`, `parts` and `matches`.

    A part that is of the formula and not of the query has `texts`: `what` in each language.
    """
    return cast("shapes.Explanation", {"query": typed, **asdict(found), "tree": _part(found.tree)})


def _part(part: Part) -> shapes.Part:
    from ..messages.transfer import in_both_languages

    parts = [_part(one) for one in part.parts]
    shown: shapes.Part = {
        "what": str(part.what),
        "score": part.score,
        "rule": part.rule,
        "parts": parts,
        "matches": part.matches,
    }
    if isinstance(part.what, Message):
        shown["texts"] = in_both_languages(part.what)
    return shown


def comparison(found: Comparison) -> shapes.Comparison:
    """What `compare --json` prints."""
    return {
        "by": found.by,
        "terms": [{"query": term, "parsed": parsed} for term, parsed in zip(found.terms, found.parsed, strict=True)],
        "rows": [cast("shapes.ComparisonRow", asdict(row)) for row in found.rows],
    }


def _place(passage: Passage) -> shapes.Place:
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


def pages(passage: Passage) -> shapes.Pages:
    """The printed pages of a passage, as far as its file has such."""
    if not passage.page_start:
        return {}
    label: shapes.Pages = {"page_label": passage.page_label} if passage.page_label else {}
    return {"page_start": passage.page_start, "page_end": passage.page_end, **label}


def suggestions(found: Iterable[Suggestion]) -> list[shapes.Suggestion]:
    """What `suggest --json` prints."""
    return [cast("shapes.Suggestion", asdict(entry)) for entry in found]


def abbreviations(found: Iterable[Abbreviation]) -> list[shapes.Abbreviation]:
    """What `synonyms suggest --json` prints."""
    return [cast("shapes.Abbreviation", asdict(entry)) for entry in found]


def related(found: Iterable[Related]) -> list[shapes.Related]:
    """What `related --json` prints."""
    return [cast("shapes.Related", asdict(entry)) for entry in found]


def similar(found: Iterable[Similar]) -> list[shapes.Similar]:
    """What `similar --json` prints: the keys of a hit, and `shared` instead of the snippet."""
    shown = []
    for entry in found:
        place: dict[str, Any] = {**_place(entry.passage)}
        result = {"id": place.pop("id"), "score": entry.score, **place, "shared": list(entry.shared)}
        shown.append(cast("shapes.Similar", result))
    return shown
