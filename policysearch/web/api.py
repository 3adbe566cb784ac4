"""The JSON API: one table of endpoints, from which the routes are made and the OpenAPI document is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..index.pool import Version
from ..model.document import Passage
from ..model.results import COMPARED
from ..output import export
from ..output import json as json_output
from ..output.citation import bibtex, citation
from ..query.parser import parse as parse_query
from ..text.normalize import fold
from .guard import Limits
from .params import Param
from .problems import Problem
from .search_request import GROUP, HOW, NARROW, SORT, Q, no_longer
from .search_request import read as read_asked

Values = Mapping[str, Any]

#: What an answer can be had as, by the value of `format`, with the media type.
FORMATS = {"json": "application/json", "csv": "text/csv", "markdown": "text/markdown", "bibtex": "text/x-bibtex"}
_WRITE = {"csv": export.as_csv, "markdown": export.as_markdown, "bibtex": export.as_bibtex}


@dataclass(frozen=True)
class Endpoint:
    """One address of the API: what it takes and what answers it."""

    path: str  # with {name} or {name:path} for a part of the address
    about: str
    params: tuple[Param, ...]
    answer: Callable[[Version, Values, Limits], Any]  # a str is not JSON but in the `format` asked for
    schema: str  # of its answer, in openapi.SCHEMAS
    part: Param | None = None  # what {name} is

    @property
    def formats(self) -> tuple[str, ...]:
        """What its answer can be had as."""
        return next((param.choices for param in self.params if param.name == "format"), ("json",))


def search(version: Version, values: Values, limits: Limits) -> Any:
    mark = _mark(values)
    asked = read_asked(values, limits, min(values["limit"], limits.page), values["offset"])
    if asked.everything:
        raise Problem(
            400,
            "q: expected something to look for",
            "urn:policysearch:query",
            {"query": asked.q, "position": 0, "expected": "something to look for"},
        )
    found = asked.answer(version.index)
    if write := _WRITE.get(values["format"]):
        return mark + write(found)
    counts = asked.facets(version.index) if values["facets"] else None
    return json_output.answer(found, counts, asked.meant(version.index, found), values["snippet"])


def _mark(values: Values) -> str:
    """The byte-order mark, when it is asked for and the format can have one."""
    return "\ufeff" if values["bom"] and values["format"] == "csv" else ""


def parse(version: Version, values: Values, limits: Limits) -> Any:
    typed = no_longer(values["q"], limits)
    return json_output.query(typed, parse_query(typed))


def explain(version: Version, values: Values, limits: Limits) -> Any:
    typed = no_longer(values["q"], limits)
    told = version.index.explain(
        typed, _passage(version, values["id"]).id, synonyms=values["synonyms"], strict=values["strict"]
    )
    assert told
    return json_output.explanation(typed, told)


def related(version: Version, values: Values, limits: Limits) -> Any:
    return json_output.related(version.index.related(values["term"], values["limit"]))


def similar(version: Version, values: Values, limits: Limits) -> Any:
    passage = _passage(version, values["id"])
    return json_output.similar(version.index.similar(passage.id, values["limit"], values["same"]))


def cite(version: Version, values: Values, limits: Limits) -> Any:
    passage = _passage(version, values["id"])
    return {"id": passage.id, "citation": citation(passage), "bibtex": bibtex(passage)}


def _passage(version: Version, id: str) -> Passage:
    """The passage with this id; raises Problem."""
    if (passage := version.index.get(id)) is None:
        raise Problem(404, "there is no provision with this id")
    return passage


def suggest(version: Version, values: Values, limits: Limits) -> Any:
    typed = values["q"][: limits.query]
    return json_output.suggestions(version.index.suggest(typed, values["limit"]))


def documents(version: Version, values: Values, limits: Limits) -> Any:
    found = json_output.outline(version.documents.values())["documents"]
    return {"documents": [{key: value for key, value in one.items() if key != "nodes"} for one in found]}


def document(version: Version, values: Values, limits: Limits) -> Any:
    found = version.index.document(values["id"]) if values["id"] in version.documents else None
    if found is None:
        raise Problem(404, "there is no document with this id")
    return json_output.outline([found])["documents"][0]


def provision(version: Version, values: Values, limits: Limits) -> Any:
    passage = _passage(version, values["id"])
    before, after = version.index.neighbours(passage.id)
    return {
        **json_output.passage(passage),
        "before": before.id if before else None,
        "after": after.id if after else None,
    }


def tables(version: Version, values: Values, limits: Limits) -> Any:
    wanted, name = values["document"], fold(values["q"]).strip()
    found = [
        table
        for table in version.tables
        if (not wanted or table.document_id == wanted)
        and (not name or any(name in fold(cell) for row in (table.columns, *table.rows) for cell in row))
    ]
    return json_output.tables(found[values["offset"] : values["offset"] + values["limit"]])


def glossary(version: Version, values: Values, limits: Limits) -> Any:
    return json_output.glossary(values["term"], version.index.glossary(values["term"]))


def compare(version: Version, values: Values, limits: Limits) -> Any:
    if not values["term"]:
        raise Problem(400, "term: expected at least one", "urn:policysearch:parameter", {"parameter": "term"})
    found = version.index.compare(values["term"], values["by"])
    mark = _mark(values)
    return mark + export.comparison_as_csv(found) if values["format"] == "csv" else json_output.comparison(found)


def _limit(default: int, high: int = 100) -> Param:
    return Param("limit", "How many", default=default, low=1, high=high)


_OFFSET = Param("offset", "How many of the first to leave out", default=0, low=0, high=10_000)
_FACETS = Param("facets", "Whether to count districts, plans, …, in JSON", default=False)
_SNIPPET = Param("snippet", "Characters of each snippet, in JSON", default=120, low=1, high=1000)
_BOM = Param("bom", "Begin CSV, and nothing else, with a byte-order mark: Excel needs it to read UTF-8", default=False)
_DOCUMENT = Param("id", "Id of a document", "cq-jiulongpo-fyp-15", required=True, longest=300)
_PROVISION = Param("id", "Id of a passage", "cq-jiulongpo-fyp-15/part_3__chp_7__sec_1", required=True, longest=500)
_QUERY = replace(Q, required=True)
_TERM = Param("term", "A term", "氢能", required=True)


def _format(*names: str) -> Param:
    return Param("format", "What the answer is written in", default="json", choices=names)


ENDPOINTS = (
    Endpoint(
        "/api/search",
        "Ranked passages",
        (Q, *NARROW, SORT, GROUP, *HOW, _limit(10), _OFFSET, _SNIPPET, _FACETS, _format(*FORMATS), _BOM),
        search,
        "Answer",
    ),
    Endpoint("/api/parse", "How a query is understood", (_QUERY,), parse, "Query"),
    Endpoint(
        "/api/explain", "Where the score of a passage comes from", (_QUERY, _PROVISION, *HOW), explain, "Explanation"
    ),
    Endpoint("/api/related", "The words that go with a term", (_TERM, _limit(20)), related, "Related"),
    Endpoint(
        "/api/similar",
        "The passages most like one, those of other districts first",
        (_PROVISION, _limit(10), Param("same", "Only passages of the same district", default=False)),
        similar,
        "Similar",
    ),
    Endpoint("/api/cite", "How a passage is cited, after GB/T 7714 and in BibTeX", (_PROVISION,), cite, "Citation"),
    Endpoint(
        "/api/suggest",
        "What something that is being typed could become",
        (Param("q", "What is typed so far", "氢", longest=500), _limit(8, 20)),
        suggest,
        "Suggestions",
    ),
    Endpoint("/api/documents", "All documents", (), documents, "Documents"),
    Endpoint("/api/documents/{id}", "The outline of a document", (), document, "Outline", _DOCUMENT),
    Endpoint("/api/provisions/{id:path}", "One passage with its whole text", (), provision, "Provision", _PROVISION),
    Endpoint(
        "/api/tables",
        "Tables as columns and rows",
        (
            Param("document", "Only of the document with this id", "cq-jiulongpo-fyp-15", longest=300),
            Param("q", "Only those with this text in a cell", "研发"),
            _limit(20),
            _OFFSET,
        ),
        tables,
        "Tables",
    ),
    Endpoint(
        "/api/compare",
        "How much each district, plan or document says about each term",
        (
            Param("term", "A term or query; several give several columns", ["氢能", "低空经济"], (), many=True),
            Param("by", "What the rows are", default="district", choices=COMPARED),
            _format("json", "csv"),
            _BOM,
        ),
        compare,
        "Comparison",
    ),
    Endpoint(
        "/api/glossary",
        "Who defines a term, and how",
        (Param("term", "The term; all terms without it", "新质生产力"),),
        glossary,
        "Glossary",
    ),
)
