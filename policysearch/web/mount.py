"""Where the application is mounted: the prefix of its addresses, and the full address that leaves its pages."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.types import Scope

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def locate(scope: Scope) -> None:
    """Let the path of `scope` begin with its root path, as routing expects it.

    A site behind a proxy that takes its prefix away mounts us under a root path of which the path has only the end
    (FastAPI(root_path="/proxy") with a mount at /policy: /proxy/policy and /policy/documents), or nothing.
    """
    root, path = scope.get("root_path", "").rstrip("/"), scope["path"]
    scope["root_path"] = root
    starts = [at for at, sign in enumerate(root) if sign == "/"]
    ends = (root[start:] for start in starts)  # the longest first
    known = next((end for end in ends if path == end or path.startswith(f"{end}/")), "")
    scope["path"] = root + path[len(known) :]


def inner_path(scope: Scope) -> str:
    """The path below the root path, with its first slash."""
    return str(scope["path"]).removeprefix(scope.get("root_path", "")) or "/"


def base(scope: Scope) -> str:
    """The prefix of all addresses, ready to be written into a link; "" at the root."""
    root = quote(scope.get("root_path", ""), safe="/~!$&'()*+=:@", errors="replace").strip("/")
    return f"/{root}" if root else ""


def origin(scope: Scope) -> str:
    """The full address of the application without the last slash, for what leaves its pages."""
    given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not _HOST.fullmatch(given):
        host, port = scope.get("server") or ("localhost", None)
        given = (f"[{host}]" if ":" in host else host) + (f":{port}" if port not in (None, 80, 443) else "")
    return f"{scope.get('scheme', 'http')}://{given}{base(scope)}"
