"""Who may ask what: the outermost layer. Limits, rate, authentication, security headers and the access log."""

from __future__ import annotations

import inspect
import ipaddress
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import Problem

#: Says whether a request may be answered; a Response (a login page, a 401) is sent instead.
Auth = Callable[[Request], "bool | Response | Awaitable[bool | Response]"]

_access = logging.getLogger("policysearch.web.access")
_LONGEST = 8192  # bytes of an address
_CLIENTS = 10_000  # whose rate is remembered
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def everyone(request: Request) -> bool:
    """The `auth` that lets everyone in who reaches the server."""
    return True


@dataclass(frozen=True)
class Limits:
    """What one client may ask for."""

    rate: float = 30.0  # requests a second on average; 0: any number
    burst: int = 120  # at once
    seconds: float = 5.0  # that a query may take
    query: int = 500  # characters of a query
    page: int = 100  # results on a page
    deepest: int = 10_000  # results that can be paged over
    at_once: int = 2  # queries that are worked on together: Python works on one
    waiting: int = 64  # that wait for their turn; who comes then, or another, is refused


class Guard:
    """Wraps the application; `origins` may embed it in their pages (CORS and frames)."""

    def __init__(
        self, app: ASGIApp, *, auth: Auth | None, limits: Limits, log_queries: bool, origins: Sequence[str]
    ) -> None:
        self.app = app
        self.auth = auth
        self.limits = limits
        self.log_queries = log_queries
        self.origins = frozenset(origins)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client: tokens left, at what time
        frames = " ".join(["'self'", *origins])
        self._policy = (
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors " + frames
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

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            refused = await self._refused(scope)
            await (refused or self.app)(scope, receive, sending)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    async def _refused(self, scope: Scope) -> Response | None:
        """What is answered instead, when the request must not be."""
        request = Request(scope)
        try:
            self._check(request)
            return await self._unknown(request)
        except Problem as problem:
            return problem.response()

    def _check(self, request: Request) -> None:
        scope = request.scope
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, "only GET and HEAD", headers={"allow": "GET, HEAD"})
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST:
            raise Problem(414, f"an address has at most {_LONGEST} bytes")
        body = request.headers.get("content-length", "0")
        if body != "0" or "transfer-encoding" in request.headers:
            raise Problem(413, "a request has no body")
        if self.limits.rate and (wait := self._wait(request.client.host if request.client else "")):
            raise Problem(429, "too many requests", headers={"retry-after": str(int(wait) + 1)})

    async def _unknown(self, request: Request) -> Response | None:
        """Deny by default: without `auth` only a browser on this very machine is answered."""
        if request.scope["path"].removeprefix(request.scope.get("root_path", "")) == "/healthz":
            return None
        if self.auth is None:
            if not (_loopback(request.scope.get("server")) and _loopback(request.scope.get("client"))):
                raise Problem(403, "this server answers others only when create_app is given auth=; see the README")
            name = request.headers.get("host", "").lower()
            name = name[: name.rfind(":")] if name.rfind(":") > name.rfind("]") else name
            if name not in _LOCAL:  # a page elsewhere that lets its own name point to this machine
                raise Problem(421, "without auth= only localhost is answered")
            return None
        allowed = self.auth(request)
        if inspect.isawaitable(allowed):
            allowed = await allowed
        if isinstance(allowed, Response):
            return allowed
        if allowed is not True:
            raise Problem(403, "you are not allowed to see this")
        return None

    def _wait(self, client: str) -> float:
        """Seconds until this client may ask again; 0: now, and one request is counted."""
        now, limits = time.monotonic(), self.limits
        tokens, at = self._buckets.pop(client, (float(limits.burst), now))
        tokens = min(float(limits.burst), tokens + (now - at) * limits.rate)
        self._buckets[client] = (max(tokens - 1, 0.0) if tokens >= 1 else tokens), now
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

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = (scope.get("raw_path") or scope["path"].encode("utf-8", "replace")).decode("latin-1")
        if self.log_queries and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")
        client = scope["client"][0] if scope.get("client") else "-"
        shown = ascii(path)[1:-1]  # no line breaks, nothing that steers a terminal
        _access.info("%s %s %s %d %.1f ms", client, scope["method"], shown, status, seconds * 1000)


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
