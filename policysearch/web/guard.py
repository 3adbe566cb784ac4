"""The outermost layer: limits, rate, authentication, security headers and the access log."""

from __future__ import annotations

import inspect
import ipaddress
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from ..messages.catalogue import Message
from ..text.display import clean
from . import logs, mount
from .metrics import Metrics
from .problems import Problem
from .proxies import address
from .token import Token, take

#: Says whether a request may be answered: yes, the name of who asks, or no; a Response (a login page) is sent instead.
Auth = Callable[[Request], "bool | str | Response | Awaitable[bool | str | Response]"]

_access = logging.getLogger(logs.ACCESS)
_LONGEST = 8192  # bytes of an address
_CLIENTS = 10_000  # whose rate is remembered
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
#: Addresses of monitoring, without a limit of rate.
_WATCHING = ("/readyz", "/metrics")
_USER = "policysearch.user"  # where a scope keeps the user
#: What programs read: a token in such an address is answered, elsewhere it becomes a cookie.
_DATA = ("/api/", "/feed", "/fragment", "/opensearch.xml", "/static/", *_WATCHING)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def everyone(request: Request) -> bool:
    """The `auth` that lets everyone in who reaches the server."""
    return True


def this_computer(request: Request) -> bool:
    """The `auth` that lets in who asks from this computer for localhost, and also whom a proxy on this computer lets through."""
    scope = request.scope
    server, client = scope.get("server"), scope.get("client")
    through_socket = server is not None and server[1] is None  # whose clients have no address
    if not (_loopback(server) and (through_socket or _loopback(client))):
        raise Problem(403, Message("web.this_computer"))
    name = request.headers.get("host", "").lower()
    name = name[: name.rfind(":")] if name.rfind(":") > name.rfind("]") else name
    if name not in _LOCAL:  # a page elsewhere that lets its own name point to this machine
        raise Problem(421, Message("web.localhost"))
    if any(header in request.headers for header in _FORWARDED):
        raise Problem(403, Message("web.this_computer_proxied"))
    return True


@dataclass(frozen=True)
class Limits:
    """Limits for one client."""

    rate: float = 30.0  # requests a second on average; 0: any number
    burst: int = 120  # at once
    seconds: float = 5.0  # that a query may take
    query: int = 500  # characters of a query
    page: int = 100  # results on a page
    deepest: int = 10_000  # results that can be paged over
    at_once: int = 2  # queries that are worked on at the same time; Python runs one thread
    waiting: int = 64  # requests that wait for their turn; beyond that one is refused


class Rules(TypedDict):
    """The rules of a guard."""

    auth: Auth | None
    token: Token | None
    limits: Limits
    log_queries: bool
    origins: Sequence[str]  # may embed the application in their pages (CORS and frames)
    styles: Sequence[str]
    refuse: Callable[[Request, Problem], Response]  # writes what is refused


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, **rules: Unpack[Rules]) -> None:
        self.app = app
        self.metrics = metrics
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # who: tokens left, at what time
        self.follow(**rules)

    def follow(self, **rules: Unpack[Rules]) -> None:
        """Guard by these rules from now on."""
        self.auth = rules["auth"]
        self.token = rules["token"]
        self.limits = rules["limits"]
        self.log_queries = rules["log_queries"]
        self.refuse = rules["refuse"]
        self.origins = frozenset(rules["origins"])
        styles, origins = rules["styles"], rules["origins"]
        own = "'self'"
        self._policy = (
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
            f"style-src {' '.join([own, *styles])}; frame-ancestors {' '.join([own, *origins])}"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        began = time.perf_counter()
        status = 500
        mount.locate(scope)
        typed = take(scope) if self.token else []

        async def sending(message: Event) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            instead = await self._instead(Request(scope), typed)
            await (instead or self.app)(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            self.metrics.count(mount.inner_path(scope), status, seconds)
            self._note(scope, status, seconds)

    async def _instead(self, request: Request, typed: list[str]) -> Response | None:
        """The answer instead of the handler's: a refusal, or the redirect after a request has shown the token."""
        path = mount.inner_path(request.scope)
        try:
            self._check(request)
            if path == "/healthz":
                return None
            client = _client(request.scope)
            watching = path in _WATCHING
            if watching:  # only wrong tokens are counted, apart, so that visitors do not keep monitoring out
                client = f"watching {client}"
            counted = bool(self.limits.rate) and not path.startswith("/static/")
            if counted and (wait := self._wait(client, 0)):  # before authentication: guesses are limited too
                raise _too_many(wait)
            try:
                admitted = await self._admitted(request, typed)
            except Problem:
                if counted:
                    self._wait(client)
                raise
            if isinstance(admitted, Response):
                if counted:
                    self._wait(client)
                return admitted
            request.scope[_USER] = admitted
            if counted and not watching and (wait := self._wait(f"user {admitted}" if admitted else client)):
                raise _too_many(wait)
        except Problem as problem:
            return self.refuse(request, problem)
        if typed and not path.startswith(_DATA):
            return self._signed_in(request)
        return None

    def _check(self, request: Request) -> None:
        scope = request.scope
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, Message("web.read_only"), headers={"allow": "GET, HEAD"})
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST:
            raise Problem(414, Message("web.address_too_long", most=_LONGEST))
        body = request.headers.get("content-length", "0")
        if body != "0" or "transfer-encoding" in request.headers:
            raise Problem(413, Message("web.body"))

    async def _admitted(self, request: Request, typed: list[str]) -> Response | str:
        """The user, "" when it has no name; or the Response of `auth`. Raises Problem: deny by default."""
        if self.token and self.token.admits(request, typed):
            return ""
        if self.auth is None:
            raise Problem(401, Message("web.token"), headers={"www-authenticate": 'Bearer realm="policysearch"'})
        allowed = self.auth(request)
        if inspect.isawaitable(allowed):
            allowed = await allowed
        if isinstance(allowed, Response) or (isinstance(allowed, str) and allowed):
            return allowed
        if allowed is not True:
            raise Problem(403, Message("web.forbidden"))
        return ""

    def _signed_in(self, request: Request) -> Response:
        """To the same address without the token, which the browser shows as a cookie from now on."""
        assert self.token
        scope = request.scope
        base = mount.base(scope)
        query = scope["query_string"].decode("latin-1")
        address = base + "/" + quote(mount.inner_path(scope).lstrip("/"), errors="replace")
        headers = {
            "location": address + (f"?{query}" if query else ""),
            "set-cookie": self.token.cookie(request, base, bool(self.origins)),
            "cache-control": "no-store",
        }
        return Response(status_code=303, headers=headers)

    def _wait(self, who: str, count: int = 1) -> float:
        """Seconds until `who` may send a request again; for 0 `count` requests are counted."""
        now, limits = time.monotonic(), self.limits
        tokens, at = self._buckets.pop(who, (float(limits.burst), now))
        tokens = min(float(limits.burst), tokens + (now - at) * limits.rate)
        self._buckets[who] = (tokens - count if tokens >= 1 else tokens), now
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if tokens >= 1 else (1 - tokens) / limits.rate

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        headers["content-security-policy"] = self._policy
        for name, value in _HEADERS.items():
            headers[name] = value
        headers["cross-origin-resource-policy"] = "cross-origin" if self.origins else "same-origin"
        if self.origins:
            headers.add_vary_header("Origin")
            origin = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"origin"), "")
            if origin in self.origins:
                headers["access-control-allow-origin"] = origin
                headers["access-control-allow-credentials"] = "true"  # cookies: the API says no more than to their user

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = (scope.get("raw_path") or scope["path"].encode("utf-8", "replace")).decode("latin-1")
        path = path.partition("?")[0]  # some servers put the query, which may hold a token, into the raw path
        if self.log_queries and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")
        told = {
            "client": str(address((scope.get("client") or ("",))[0]) or "-"),
            "user": "_".join(clean(scope.get(_USER, "")).split())[:100] or "-",
            "method": scope["method"],
            "path": ascii(path)[1:-1],  # no line breaks, nothing that steers a terminal
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        _access.info("%s %s %s %s %d %.1f ms", *told.values(), extra={"fields": told})


def _client(scope: Scope) -> str:
    """Whose rate is counted: an address, of IPv6 the network of one customer; "-" for what is no address."""
    found = address((scope.get("client") or ("",))[0])
    if found is None:
        return "-"
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _too_many(wait: float) -> Problem:
    return Problem(429, Message("web.too_many_requests"), headers={"retry-after": str(int(wait) + 1)})


def _loopback(address: tuple[str, int | None] | None) -> bool:
    """Whether an address of the ASGI scope is on this machine; a Unix socket is."""
    if address is None:
        return False
    host, port = address
    if port is None:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
