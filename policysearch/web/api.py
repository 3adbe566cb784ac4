"""The JSON API: one table of endpoints, from which the routes are made and the OpenAPI document is written."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from ..index.pool import Version
from ..messages.catalogue import Message
from ..model.document import Passage
from ..output import document_json, options, query_json, records, registry
from ..output import json as json_output
from ..output.citation import bibtex, citation
from ..output.formats.csv import comparison_as_csv
from ..query.parser import parse as parse_query
from ..text.normalize import fold
from . import problems
from .endpoint import Endpoint, Values
from .guard import Limits
from .params import Param, param
from .problems import Problem
from .search_request import GROUP, HOW, NARROW, RELAX, SEMANTIC, SORT, STRICT, SYNONYMS, Q, check_length
from .search_request import read as read_asked

#: The formats of an answer, by the value of `format`, with their media types.
FORMATS = {name: output.media_type for name in registry.names() if (output := registry.load(name)).served}


def search(version: Version, values: Values, limits: Limits) -> Any:
    mark = _mark(values)
    asked = read_asked(values, limits, min(values["limit"], limits.page), values["offset"])
    if asked.everything:
        raise problems.no_query(asked.q)
    found = asked.answer(version.index)
    if (name := values["format"]) != "json":
        return mark + registry.load(name).write(registry.Found(found))
    counts = asked.facets(version.index) if values["facets"] else None
    meant, other = asked.did_you_mean(version.index, found), asked.instead(version.index, found)
    parts = asked.parts(version.index, found)
    return json_output.answer(found, counts, meant, values["snippet"], other, parts)


def _mark(values: Values) -> str:
    """The byte-order mark, when it is asked for and the format can have one."""
    return "\ufeff" if values["bom"] and registry.load(values["format"]).bom else ""


def parse(version: Version, values: Values, limits: Limits) -> Any:
    typed = check_length(values["q"], limits)
    return query_json.query(typed, parse_query(typed))


def explain(version: Version, values: Values, limits: Limits) -> Any:
    typed = check_length(values["q"], limits)
    how = {name: values[name] for name in ("synonyms", "strict", "relax", "semantic")}
    found = version.index.explain(typed, _passage(version, values["id"]).id, **how)
    assert found  # the passage is there
    return query_json.explanation(typed, found)


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
        raise Problem(404, Message("web.no_provision"))
    return passage


def suggest(version: Version, values: Values, limits: Limits) -> Any:
    typed = values["q"][: limits.query]
    return json_output.suggestions(version.index.suggest(typed, values["limit"]))


def documents(version: Version, values: Values, limits: Limits) -> Any:
    return {"documents": [document_json.head(document) for document in version.documents.values()]}


def document(version: Version, values: Values, limits: Limits) -> Any:
    found = version.index.document(values["id"]) if values["id"] in version.documents else None
    if found is None:
        raise Problem(404, Message("web.no_document"))
    return document_json.outline([found])["documents"][0]


def provision(version: Version, values: Values, limits: Limits) -> Any:
    passage = _passage(version, values["id"])
    return json_output.provision(passage, *version.index.neighbours(passage.id))


def tables(version: Version, values: Values, limits: Limits) -> Any:
    name, offset = fold(values["q"]).strip(), values["offset"]
    found = (
        table
        for table in version.tables(values["document"])
        if not name or any(name in fold(cell) for row in (table.columns, *table.rows) for cell in row)
    )
    return document_json.tables(islice(found, offset, offset + values["limit"]), version.documents)


def glossary(version: Version, values: Values, limits: Limits) -> Any:
    return json_output.glossary(values["term"], version.index.glossary(values["term"]))


def indicators(version: Version, values: Values, limits: Limits) -> Any:
    return records.of_indicators(version.index.indicators(values["name"]))


def compare(version: Version, values: Values, limits: Limits) -> Any:
    if not values["term"]:
        raise problems.bad_parameter("term", Message("web.at_least_one"))
    found = version.index.compare(values["term"], values["by"])
    mark = _mark(values)
    return mark + comparison_as_csv(found) if values["format"] == "csv" else json_output.comparison(found)


def _limit(default: int, high: int = 100) -> Param:
    return param(options.LIMIT, default=default, high=high)


_OFFSET = param(options.OFFSET, high=10_000)
_FACETS = param(options.FACETS)
_SNIPPET = param(options.SNIPPET, high=1000)
_BOM = param(options.BOM)
_DOCUMENT = param(options.DOCUMENT)
_PROVISION = param(options.PASSAGE)
_QUERY = replace(Q, required=True)
_TERM = param(options.TERM)


def _format(*names: str) -> Param:
    return param(options.FORMAT, choices=names)


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
        "/api/explain",
        "Where the score of a passage comes from",
        (_QUERY, _PROVISION, SYNONYMS, STRICT, RELAX, SEMANTIC),
        explain,
        "Explanation",
    ),
    Endpoint("/api/related", "The words that go with a term", (_TERM, _limit(20)), related, "Related"),
    Endpoint(
        "/api/similar",
        "The passages most like one, those of other districts first",
        (_PROVISION, _limit(10), param(options.SAME)),
        similar,
        "Similar",
    ),
    Endpoint("/api/cite", "How a passage is cited, after GB/T 7714 and in BibTeX", (_PROVISION,), cite, "Citation"),
    Endpoint(
        "/api/suggest",
        "What something that is being typed could become",
        (param(options.Q, example="氢", longest=500, code="options.typed"), _limit(8, 20)),
        suggest,
        "Suggestions",
    ),
    Endpoint("/api/documents", "All documents", (), documents, "Documents"),
    Endpoint("/api/documents/{id}", "The outline of a document", (), document, "Outline", (_DOCUMENT,)),
    Endpoint("/api/provisions/{id:path}", "One passage with its whole text", (), provision, "Provision", (_PROVISION,)),
    Endpoint(
        "/api/tables",
        "Tables as columns and rows",
        (
            Param("document", code="options.of_document", example="cq-jiulongpo-fyp-15", longest=300),
            Param("q", code="options.cell", example="研发"),
            _limit(20),
            _OFFSET,
        ),
        tables,
        "Tables",
    ),
    Endpoint(
        "/api/indicators",
        "The values of an indicator in all tables",
        (Param("name", code="options.indicator", example="森林覆盖率", required=True, longest=100),),
        indicators,
        "Indicators",
    ),
    Endpoint(
        "/api/compare",
        "How much each district, plan or document says about each term",
        (
            param(
                options.TERM,
                code="options.terms",
                example=["氢能", "低空经济"],
                default=(),
                many=True,
                required=False,
            ),
            param(options.BY),
            _format("json", "csv"),
            _BOM,
        ),
        compare,
        "Comparison",
    ),
    Endpoint(
        "/api/glossary",
        "Who defines a term, and how",
        (param(options.TERM, code="options.defined", example="新质生产力", required=False),),
        glossary,
        "Glossary",
    ),
)
