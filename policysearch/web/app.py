"""Builds the application: routes, error answers, and the guard around them."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..index.index import Index
from ..index.pool import Served, Version
from ..messages.catalogue import Message, say
from . import mount, openapi, problems
from .api import ENDPOINTS, FORMATS
from .assets import Assets, fingerprint
from .compare_view import COMPARISON
from .dispatch import Site
from .embed import EMBEDDED
from .endpoint import Endpoint, Values
from .guard import Auth, Guard, Limits, Rules
from .metrics import Metrics
from .pages import PAGES, Pages
from .token import Token, chosen, make

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_log = logging.getLogger("policysearch.web")


def create_app(
    index: str | os.PathLike[str] | Index,
    *,
    auth: Auth | None = None,
    token: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    name: str = "政策检索",
    language: str = "zh",
    embed_origins: Sequence[str] = (),
    log_queries: bool = False,
) -> Starlette:
    """The search over `index` as an ASGI application: to be run by any server or mounted in any site.

    `index` is a folder, whose newer versions are picked up, or an open Index. `auth` gets each request and says whether
    it may be answered: True, False, the name of the user, or a Response to be sent instead (`everyone` lets all in,
    `this_computer` who asks from this computer). Who shows `token` is answered too. Without both the token is that of
    the environment (POLICYSEARCH_TOKEN), else a new one, which the log says; it is `app.state.token`.
    The page speaks `language`, "zh" or "en".
    Pages of `embed_origins` (https://portal.example) may use its API, script and fragments. Queries stand in the
    access log (logger policysearch.web.access) only with `log_queries`.
    Raises ValueError for a token or an origin that is none.
    """
    if auth is None and token is None and not (token := chosen()):
        token = make()
        _log.warning(say("web.new_token", token=token))
    served, assets = Served(index), Assets()
    site = site_of(served, limits, name, language)
    pages = Pages(site, assets, language)
    metrics = counting()
    guard = guarding(pages, assets, auth, token, limits, embed_origins, log_queries)

    async def measured(request: Request) -> Response:
        try:
            state = await site.state()
        except problems.Problem:
            state = None
        return metrics.response({"main": state})

    app = application(site, pages, assets, bool(token), [Middleware(Guard, metrics=metrics, **guard)])
    app.router.routes.append(Route("/metrics", measured, methods=["GET"]))
    app.state.token = token
    return app


def site_of(served: Served, limits: Limits, name: str, language: str) -> Site:
    """The object that the handlers of an application share."""
    program = hashlib.sha256(f"{fingerprint()} {name} {language} {limits}".encode()).hexdigest()[:12]
    return Site(served, limits, name, program)


def guarding(
    pages: Pages,
    assets: Assets,
    auth: Auth | None,
    token: str | None,
    limits: Limits,
    embed_origins: Sequence[str],
    log_queries: bool,
) -> Rules:
    """The rules of the guard around an application. Raises ValueError for a token or an origin that is none."""
    for origin in embed_origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(Message("web.bad_origin", origin=origin))

    def refuse(request: Request, problem: problems.Problem) -> Response:
        return pages.refusal_page(request, problem) if _reads_html(request) else problem.response()

    return {
        "auth": auth,
        "token": Token(token) if token else None,
        "limits": limits,
        "log_queries": log_queries,
        "origins": tuple(embed_origins),
        "styles": (assets.style_hash("refused.css"),),
        "refuse": refuse,
    }


def counting() -> Metrics:
    """Metrics of the addresses that there are."""
    tables = (*ENDPOINTS, *PAGES, *EMBEDDED, *COMPARISON)
    others = ("/healthz", "/readyz", "/metrics", "/static", "/api/openapi.json")
    return Metrics((*(endpoint.path for endpoint in tables), *others))


def application(site: Site, pages: Pages, assets: Assets, token: bool, middleware: Sequence[Middleware]) -> Starlette:
    """Routes and errors; `token`: whether the description of the API speaks of one."""
    description: dict[str, bytes] = {}

    async def describe(request: Request) -> Response:
        base = mount.base(request.scope)
        if base not in description:
            description.clear()  # there is one, unless somebody mounts it twice
            description[base] = _json(openapi.document((*ENDPOINTS, *EMBEDDED), base, token, site.limits.query))
        return Response(description[base], media_type="application/json")

    async def health(request: Request) -> Response:
        await site.healthy()
        return healthy()

    async def ready(request: Request) -> Response:
        state = _json(await site.state())
        return Response(state, headers={"cache-control": "no-store"}, media_type="application/json")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        yield
        site.served.close()

    async def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            known = {404: "no_address", 405: "read_only"}
            status = error.status_code if error.status_code in known else 400
            problem = problems.Problem(status, Message(f"web.{known.get(status, 'bad_request')}"))
        else:
            problem = problems.of(error)
        if problem.status >= 500:
            _log.error("%s: %s", problem.message, error.__cause__, exc_info=problem.status == 500 and error)
        return error_response(pages, request, problem)

    return Starlette(
        routes=[
            *(_api_route(site, endpoint) for endpoint in ENDPOINTS),
            Route("/api/openapi.json", describe, methods=["GET"]),
            Route("/healthz", health, methods=["GET"]),
            Route("/readyz", ready, methods=["GET"]),
            *(pages.route(endpoint) for endpoint in (*PAGES, *EMBEDDED, *COMPARISON)),
            *assets.routes(),
        ],
        middleware=[*middleware, Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={HTTPException: failed, problems.Problem: failed},
        lifespan=lifespan,
    )


def healthy() -> Response:
    """The answer that there is an index to search."""
    return Response(_json({"status": "ok"}), headers={"cache-control": "no-store"}, media_type="application/json")


def error_response(pages: Pages, request: Request, problem: problems.Problem) -> Response:
    """A problem as a page for people, as JSON for programs."""
    plain = mount.inner_path(request.scope).startswith("/api/") or not _reads_html(request)
    return problem.response() if plain else pages.problem(request, problem)


def _reads_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _api_route(site: Site, endpoint: Endpoint) -> Route:
    def respond(request: Request, version: Version, values: Values) -> Response:
        answer = endpoint.answer(version, values, site.limits)
        return _text(answer, FORMATS[values["format"]]) if isinstance(answer, str) else _answer(answer)

    return endpoint.route(site, respond, only_known=True)


def _answer(value: Any) -> Response:
    return Response(_json(value), media_type="application/json")


def _text(value: str, kind: str) -> Response:
    return Response(value.encode("utf-8", "replace"), media_type=kind)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")  # "replace": lone surrogates of a document
