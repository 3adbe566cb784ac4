"""The application put together: routes, error answers, and the guard around them."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import __version__
from ..index import Index
from . import openapi, parameters, problems
from .api import ENDPOINTS, FORMATS, Endpoint
from .assets import Assets
from .comparing import comparing_routes
from .embedding import embedding_routes
from .guard import Auth, Guard, Limits
from .pages import Pages
from .served import Served, Version
from .site import Site

_log = logging.getLogger("policysearch.web")


def create_app(
    index: str | os.PathLike[str] | Index,
    *,
    auth: Auth | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    name: str = "政策检索",
    embed_origins: Sequence[str] = (),
    log_queries: bool = False,
) -> Starlette:
    """The search over `index` as an ASGI application: to be run by any server or mounted in any site.

    `index` is a folder, whose newer versions are picked up, or an open Index. Without `auth` only a browser on the
    same machine is answered; `auth` gets each request and says whether it may be answered (`everyone` lets all in).
    Pages of `embed_origins` (https://portal.example) may use its API, script and fragments. Queries stand in the
    access log (logger policysearch.web.access) only with `log_queries`.
    """
    served, assets = Served(index), Assets()
    program = hashlib.sha256(f"{__version__} {name} {assets.fingerprint}".encode()).hexdigest()[:8]
    site = Site(served, limits, name, program)
    pages = Pages(site, assets)
    description: dict[str, bytes] = {}

    async def describe(request: Request) -> Response:
        base = request.scope.get("root_path", "")
        if base not in description:
            description.clear()  # there is one, unless somebody mounts it twice
            description[base] = _json(openapi.document(ENDPOINTS, base))
        return Response(description[base], media_type="application/json")

    async def health(request: Request) -> Response:
        await site.health()
        return Response(_json({"status": "ok"}), media_type="application/json", headers={"cache-control": "no-store"})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        yield
        served.close()

    async def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            problem = problems.Problem(error.status_code if error.status_code in (404, 405) else 400, error.detail)
        else:
            problem = problems.of(error)
        if problem.status >= 500:
            _log.error("%s: %s", problem.detail, error.__cause__, exc_info=problem.status == 500 and error)
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        plain = path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")
        return problem.response() if plain else pages.problem(request, problem)

    return Starlette(
        routes=[
            *(Route(endpoint.path, _handler(site, endpoint), methods=["GET"]) for endpoint in ENDPOINTS),
            Route("/api/openapi.json", describe, methods=["GET"]),
            Route("/healthz", health, methods=["GET"]),
            *pages.routes(),
            *embedding_routes(site, pages),
            *comparing_routes(site, pages),
            *assets.routes(),
        ],
        middleware=[
            Middleware(Guard, auth=auth, limits=limits, log_queries=log_queries, origins=tuple(embed_origins)),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={HTTPException: failed, problems.Problem: failed},
        lifespan=lifespan,
    )


def _handler(site: Site, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        values = parameters.read(endpoint.params, request.query_params, only=True)
        if endpoint.part:
            values[endpoint.part.name] = endpoint.part.read([request.path_params[endpoint.part.name]])

        def work(version: Version) -> Response:
            answer = endpoint.answer(version, values, site.limits)
            return _text(answer, FORMATS[values["format"]]) if isinstance(answer, str) else _answer(answer)

        return await site.answer(request, work)

    return handle


def _answer(value: Any) -> Response:
    return Response(_json(value), media_type="application/json")


def _text(value: str, kind: str) -> Response:
    return Response(value.encode("utf-8", "replace"), media_type=kind)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")  # "replace": lone surrogates of a document
