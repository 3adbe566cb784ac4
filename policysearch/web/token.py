"""The token that admits people and programs where there is no `auth`."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.types import Scope

from ..messages.catalogue import Message

VARIABLE = "POLICYSEARCH_TOKEN"
_COOKIE_AGE = 30 * 24 * 3600  # seconds


class Token:
    """One secret, which a request shows as `Authorization: Bearer`, as the parameter `token`, or as our cookie."""

    def __init__(self, secret: str) -> None:
        """Raises ValueError when `secret` cannot stand in a header."""
        if not re.fullmatch("[!-~]+", secret):
            raise ValueError(Message("web.bad_token"))
        self.secret = secret
        self._cookie = hmac.new(secret.encode(), b"policysearch cookie", hashlib.sha256).hexdigest()

    def admits(self, request: Request, typed: list[str]) -> bool:
        """Whether `request` shows the token; `typed` is what `take` took from its address."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        shown = [*typed, given.strip()] if scheme.lower() == "bearer" else typed
        cookies = (part.strip().partition("=") for part in ";".join(request.headers.getlist("cookie")).split(";"))
        kept = [value for name, _, value in cookies if name == _name(request)]
        # All are compared, so that the time shows nothing.
        return any([*(_same(one, self.secret) for one in shown), *(_same(one, self._cookie) for one in kept)])

    def cookie(self, request: Request, base: str, embedded: bool) -> str:
        """The header Set-Cookie for a browser that has shown the token.

        `embedded`: pages of other sites use the application; over HTTPS they get the cookie too.
        """
        secure = request.url.scheme == "https"
        same = "None" if embedded and secure else "Lax"
        return (
            f"{_name(request)}={self._cookie}; Path={base or '/'}; Max-Age={_COOKIE_AGE}; HttpOnly; SameSite={same}"
            + "; Secure" * secure
        )


def chosen(given: str | None = None) -> str:
    """`given`, else what the environment says, else ""."""
    return given or os.environ.get(VARIABLE, "").strip()


def make() -> str:
    """A new random token."""
    return secrets.token_hex(24)


def take(scope: Scope) -> list[str]:
    """The values of the parameter `token`, which are taken out of the address: nothing after this logs or links them."""
    own: list[str] = []
    others: list[bytes] = []
    for pair in scope["query_string"].split(b"&"):
        name, _, value = pair.partition(b"=")
        if unquote_plus(name.decode("latin-1")) == "token":
            own.append(unquote_plus(value.decode("latin-1")))
        else:
            others.append(pair)
    if own:
        scope["query_string"] = b"&".join(others)
    return own


def _name(request: Request) -> str:
    """The name of the cookie: browsers send those of one port to all, so that it says the port."""
    port = request.headers.get("host", "").rpartition(":")[2]
    return f"policysearch-{port if port.isascii() and port.isdigit() else 'token'}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
