"""The OpenAPI document of the API, written from its table of endpoints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from .. import __version__
from ..output.shapes.answers import ANSWERS
from .api import FORMATS
from .endpoint import Endpoint
from .params import Param

_TEXT = {"type": "string"}
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: _TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
_NAMES = {id(shape): name for name, shape in ANSWERS.items()}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def schema(shape: Any, *, named: bool = True) -> dict[str, Any]:
    """The JSON Schema of a type of `output.shapes`; one that has a name there is referred to, unless it is not `named`."""
    if named and id(shape) in _NAMES:
        return _ref(_NAMES[id(shape)])
    if is_typeddict(shape):
        keys = get_type_hints(shape, include_extras=True)
        properties = {name: schema(_present(kind)) for name, kind in keys.items()}
        required = [name for name, kind in keys.items() if get_origin(kind) is not NotRequired]
        return {"type": "object", "required": required, "properties": properties}
    origin, inner = get_origin(shape), get_args(shape)
    if origin is Annotated:
        found = schema(inner[0])
        for note in inner[1:]:
            found |= {"description": note} if isinstance(note, str) else dict(note)
        return found
    if shape in _SIMPLE:
        return dict(_SIMPLE[shape])
    if origin is list:
        return {"type": "array", "items": schema(inner[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema(inner[1])}
    if type(None) in inner:
        kinds = [schema(kind) for kind in inner if kind is not type(None)]
        if all(set(kind) == {"type"} for kind in kinds):
            return {"type": [*(kind["type"] for kind in kinds), "null"]}
        return {"anyOf": [*kinds, {"type": "null"}]}
    raise TypeError(f"{shape} is no shape of JSON")


def _present(kind: Any) -> Any:
    """The type of a key when it is there."""
    return get_args(kind)[0] if get_origin(kind) is NotRequired else kind


SCHEMAS = {name: schema(shape, named=False) for name, shape in ANSWERS.items()}

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
        params = [*(_parameter(param, "path") for param in endpoint.path_params), *params]
        one = any(param["name"] == "id" for param in params)
        refused = _REFUSED | {"404": "There is none with this id" if one else "There is no such address"}
        paths[endpoint.path.replace(":path}", "}")] = _operation(
            endpoint.answer.__name__, endpoint.about, params, _content(endpoint), refused
        )
    paths["/healthz"] = _operation(
        "healthz",
        "Whether there is an index to search",
        [],
        _json("Health"),
        {"503": "There is none", "504": "It takes too long to open"}
        | {status: _REFUSED[status] for status in ("405", "413", "414")},
    )
    paths["/healthz"]["get"]["security"] = []
    paths["/readyz"] = _operation(
        "readyz",
        "Which version of the index is served, and why a newer one is not",
        [],
        _json("State"),
        {status: _REFUSED[status] for status in ("401", "403", "405", "413", "414", "429", "503", "504")},
    )
    paths["/metrics"] = _operation(
        "metrics",
        "Requests, their times, and the state of each process, for Prometheus",
        [],
        {"text/plain": {"schema": _TEXT}},
        {status: _REFUSED[status] for status in ("401", "403", "405", "413", "414", "429")},
    )
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


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(schema)}}


def _content(endpoint: Endpoint) -> dict[str, Any]:
    """What an endpoint answers, by media type."""
    if not endpoint.schema:
        return {endpoint.media_type: {"schema": _TEXT}}
    texts = {FORMATS[name]: {"schema": _TEXT} for name in endpoint.formats if name != "json"}
    return _json(endpoint.schema) | texts


def _operation(
    name: str,
    about: str,
    params: list[dict[str, Any]],
    content: dict[str, Any],
    refused: dict[str, str],
) -> dict[str, Any]:
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
        "description": str(param.about).removesuffix("."),
        "required": param.required,
        "schema": param.schema(),
    }
    if param.example is not None:
        described["example"] = param.example
    return described
