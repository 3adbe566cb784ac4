"""The OpenAPI document of the API, written from its table of endpoints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .. import __version__
from .api import FORMATS, Endpoint
from .params import Param


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _map(of: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": of}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_FLOAT = {"type": "number"}
_BOOL = {"type": "boolean"}
_MAYBE = {"type": ["string", "null"]}
_SOURCE = _object({"file": _TEXT, "line_start": _NUMBER, "line_end": _NUMBER})
_WHOSE = {name: _TEXT for name in ("id", "document_id", "document", "district", "plan")}
_PLACE = {
    **_WHOSE,
    **{name: _TEXT for name in ("kind", "part", "chapter", "section", "article", "box")},
    "path": _list(_TEXT),
    "title": _TEXT,
    "source": _SOURCE,
}
_HEAD = {name: _TEXT for name in ("document_id", "title", "district", "plan", "type", "number", "issued")} | {
    "line_start": _NUMBER,
    "line_end": _NUMBER,
}
_MARKS = _list({**_list(_NUMBER), "minItems": 2, "maxItems": 2})
_SNIPPET = _object({"text": _TEXT, "marks": _MARKS})

SCHEMAS: dict[str, Any] = {
    "Answer": _object(
        {"query": _TEXT, "parsed": _TEXT, "total": _NUMBER, "relaxed": _BOOL, "hits": _list(_ref("Hit"))},
        {
            "relaxation": _TEXT,
            "exact": _NUMBER,
            "did_you_mean": _TEXT,
            "synonyms": _list(_TEXT),
            "also": _list(_TEXT),
            "facets": _map(_map(_NUMBER)),
            "group": _TEXT,
            "group_total": _NUMBER,
            "ungrouped": {**_NUMBER, "description": "Passages without a district; they make up one of the groups"},
            "groups": _list(_object({"value": _TEXT, "total": _NUMBER, "id": _TEXT})),
        },
    ),
    "Hit": _object(
        {**_PLACE, "score": _FLOAT, "snippet": _SNIPPET, "why": _TEXT, "matches": _NUMBER, "document_matches": _NUMBER},
        {
            "fragments": {
                **_list(_SNIPPET),
                "description": "The pieces to be shown instead of `snippet`, which is one of them, when that alone lacks "
                "words of the query; in the order of the text",
            },
            "rows": _object(
                {"columns": _list(_TEXT), "rows": _list(_list(_TEXT)), "groups": _list(_TEXT)}
                | {"marks": _list(_list(_MARKS)), "asked": _list(_NUMBER), "notes": _list(_TEXT)}
            ),
            "missing": _list(_TEXT),
        },
    ),
    "Query": _object(
        {"query": _TEXT, "parsed": _TEXT, "tree": _ref("Branch")}
        | {"fields": _list(_object({"field": _TEXT, "how": _TEXT, "query": _TEXT})), "spellings": _map(_list(_TEXT))},
        {"sentence": _TEXT},
    ),
    "Branch": _object(
        {"is": _TEXT},
        {
            "parts": _list(_ref("Branch")),
            **{name: _TEXT for name in ("text", "field", "how")},
            **{name: {"type": ["integer", "null"]} for name in ("low", "high")},
            "texts": _list(_TEXT),
            "distance": _NUMBER,
            "factor": _FLOAT,
            "cites": _object({"law": _TEXT, "article": _TEXT}),
        },
    ),
    "Explanation": _object(
        {"query": _TEXT, "id": _TEXT, "parsed": _TEXT, "matches": _BOOL, "score": _FLOAT}
        | {"rank": {"type": ["integer", "null"]}, "total": _NUMBER, "tree": _ref("Part")}
    ),
    "Part": _object(
        {"what": _TEXT, "score": _FLOAT, "rule": _TEXT, "parts": _list(_ref("Part")), "matches": _BOOL},
    ),
    "Related": _list(_object({"word": _TEXT, "score": _FLOAT, "passages": _NUMBER})),
    "Similar": _list(_object({**_PLACE, "score": _FLOAT, "shared": _list(_TEXT)})),
    "Citation": _object({"id": _TEXT, "citation": _TEXT, "bibtex": _TEXT}),
    "Suggestions": _list(_object({"text": _TEXT, "kind": _TEXT, "count": _NUMBER, "typed": _TEXT}, {"id": _TEXT})),
    "Documents": _object({"documents": _list(_object(_HEAD))}),
    "Outline": _object(
        {
            **_HEAD,
            "nodes": _list(
                _object(
                    {"kind": _TEXT, "number": _TEXT, "title": _TEXT, "line": _NUMBER, "line_end": _NUMBER}
                    | {"parent": {"type": ["integer", "null"]}}
                )
            ),
        }
    ),
    "Provision": _object({**_PLACE, "text": _TEXT, "before": _MAYBE, "after": _MAYBE}),
    "Tables": _list(
        _object(
            {
                "document_id": _TEXT,
                "caption": _TEXT,
                "line_start": _NUMBER,
                "line_end": _NUMBER,
                "columns": _list(_TEXT),
                "rows": _list(_list(_TEXT)),
                "groups": _list(_TEXT),
                "notes": _list(_TEXT),
            }
        )
    ),
    "Comparison": _object(
        {
            "by": _TEXT,
            "terms": _list(_object({"query": _TEXT, "parsed": _TEXT})),
            "rows": _list(_ref("ComparisonRow")),
        }
    ),
    "ComparisonRow": _object(
        {"value": _TEXT, "name": _TEXT, "under": _TEXT, "plans": _list(_TEXT), "passages": _NUMBER}
        | {
            "characters": _NUMBER,
            "cells": _list(_object({"passages": _NUMBER, "occurrences": _NUMBER, "per_10000": _FLOAT, "best": _TEXT})),
        }
    ),
    "Glossary": _object(
        {"term": _TEXT, "entries": _list(_object({"term": _TEXT, "definition": _TEXT, **_WHOSE, "source": _SOURCE}))}
    ),
    "Problem": _object(
        {"type": _TEXT, "title": _TEXT, "status": _NUMBER, "detail": _TEXT},
        {"code": _TEXT, "texts": _map(_TEXT)}
        | {"query": _TEXT, "position": _NUMBER, "expected": _TEXT, "parameter": _TEXT, "known": _list(_TEXT)},
    ),
    "Health": _object({"status": _TEXT}),
}

_REFUSED = {
    "400": "The query or a parameter is wrong; of a query, `position` says where",
    "401": "Neither a token nor a sign-in",
    "403": "Not allowed",
    "405": "Only GET and HEAD",
    "413": "A request has no body",
    "414": "The address has more than 8192 bytes",
    "421": "Not served under this name",
    "429": "Too many requests",
    "503": "There is no index, or it cannot be read",
    "504": "The query took too long",
}
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The token that `serve` was started with, or prints"},
    "parameter": {"type": "apiKey", "in": "query", "name": "token"},
}


def document(endpoints: Iterable[Endpoint], base: str, token: bool = False, query: int = 500) -> dict[str, Any]:
    """OpenAPI 3.1 for the API under the address prefix `base`; `token`: one is asked for; `query`: characters that a
    query may have."""
    paths = {}
    for endpoint in endpoints:
        known = (replace(one, longest=min(one.longest, query)) if one.name == "q" else one for one in endpoint.params)
        params = [_parameter(param, "query") for param in known]
        if endpoint.part:
            params.insert(0, _parameter(endpoint.part, "path"))
        one = any(param["name"] == "id" for param in params)
        refused = _REFUSED | {"404": "There is none with this id" if one else "There is no such address"}
        paths[endpoint.path.replace(":path}", "}")] = _operation(
            endpoint.answer.__name__, endpoint.about, params, endpoint.schema, refused, endpoint.formats
        )
    paths["/healthz"] = _operation(
        "healthz",
        "Whether there is an index to search",
        [],
        "Health",
        {"503": "There is none", "504": "It takes too long to open"}
        | {status: _REFUSED[status] for status in ("405", "413", "414")},
    )
    paths["/healthz"]["get"]["security"] = []
    secured: dict[str, Any] = {"security": [{name: []} for name in _SECURITY]} if token else {}
    components: dict[str, Any] = {"schemas": SCHEMAS} | ({"securitySchemes": _SECURITY} if token else {})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "policysearch",
            "version": __version__,
            "description": "Full-text search for Chinese policy documents. Every answer has an ETag that changes when "
            "the index is rebuilt. Texts of documents are as they stand: escape them before they become markup.",
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": components,
        **secured,
    }


def _operation(
    name: str,
    about: str,
    params: list[dict[str, Any]],
    schema: str,
    refused: dict[str, str],
    formats: Iterable[str] = ("json",),
) -> dict[str, Any]:
    content = {FORMATS[form]: {"schema": _ref(schema) if form == "json" else _TEXT} for form in formats}
    answers: dict[str, Any] = {
        "200": {"description": about, "content": content},
        "304": {"description": "Not changed since the ETag that was sent"},
    }
    for status, what in refused.items():
        answers[status] = {"description": what, "content": {"application/problem+json": {"schema": _ref("Problem")}}}
    return {"get": {"operationId": name, "summary": about, "parameters": params, "responses": answers}}


def _parameter(param: Param, place: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": param.name,
        "in": place,
        "description": param.about,
        "required": param.required,
        "schema": param.schema(),
    }
    if param.example is not None:
        described["example"] = param.example
    return described
