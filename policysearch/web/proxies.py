"""Headers of a proxy about a request (client, scheme, prefix), accepted only from the proxies that were named."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from ..messages.catalogue import Message

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
#: The first steps of our own addresses: under such a prefix it could not be told whether the proxy took it away.
_OWN = {"api", "compare", "documents", "feed", "fragment", "healthz", "metrics", "opensearch.xml", "readyz", "static"}
_UNIX = "unix"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Proxies:
    """Wraps the application: X-Forwarded-For, -Proto and -Prefix of `trusted` addresses or networks are taken over.

    "unix" among them are those who ask through a Unix socket. `root_path` is the prefix when no proxy says another; the proxy may take it away or leave it.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str] = (), root_path: str = "") -> None:
        """Raises ValueError for what is no address, no network or no prefix."""
        self.app = app
        self._trusts_socket = _UNIX in trusted
        self.root_path = root_path.rstrip("/")
        if self.root_path and not _is_prefix(self.root_path):
            raise ValueError(Message("web.bad_root_path", path=root_path))
        try:
            self._networks = [ipaddress.ip_network(one, strict=False) for one in trusted if one != _UNIX]
        except ValueError as error:
            raise ValueError(Message("web.bad_proxy", error=error)) from None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            prefix = self.root_path
            client = scope.get("client")
            if self._trusts(address(client[0])) if client else self._trusts_socket:
                prefix = self._take_over(scope) or prefix
            if prefix:
                path = scope["path"]
                scope["root_path"] = prefix
                scope["path"] = path if path == prefix or path.startswith(f"{prefix}/") else prefix + path
        await self.app(scope, receive, send)

    def _take_over(self, scope: Scope) -> str:
        """Client and scheme as the proxy says, where that is well formed; returns the prefix."""
        said: dict[bytes, str] = {}
        for name, value in scope["headers"]:
            if name.startswith(b"x-forwarded-"):  # a header that comes twice is one list
                said[name] = f"{said[name]}, {value.decode('latin-1')}" if name in said else value.decode("latin-1")
        for step in reversed(said.get(b"x-forwarded-for", "").split(",")):
            client = address(step)
            if client is None:
                break
            scope["client"] = (str(client), 0)
            if not self._trusts(client):
                break
        if (scheme := said.get(b"x-forwarded-proto", "").strip().lower()) in ("http", "https"):
            scope["scheme"] = scheme
        prefix = said.get(b"x-forwarded-prefix", "").strip().rstrip("/")
        return prefix if _is_prefix(prefix) else ""

    def _trusts(self, client: Address | None) -> bool:
        return client is not None and any(client in network for network in self._networks)


def address(text: str) -> Address | None:
    """An IP address, maybe with a port, as it stands in a header or a scope; None when it is none."""
    text = text.strip()
    if found := re.fullmatch(r"\[([^\]]*)\](?::\d+)?|([\d.]+):\d+", text):
        text = found[1] or found[2] or ""
    try:
        found_address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found_address, "ipv4_mapped", None)
    return mapped or (None if getattr(found_address, "scope_id", None) else found_address)


def _is_prefix(text: str) -> bool:
    steps = text.split("/")
    return bool(_PREFIX.fullmatch(text)) and steps[1] not in _OWN and not {".", ".."} & set(steps)
