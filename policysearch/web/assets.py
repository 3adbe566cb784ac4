"""Styles and scripts: the files of static/, read once, served under names that a browser may keep for ever."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .problems import Problem

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Assets:
    """What stands in static/, by name; nothing else is ever opened."""

    def __init__(self) -> None:
        folder = files(__package__) / "static"
        self._files = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name[0] not in "._"}
        self._hashes = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in self._files.items()}
        pages = sorted((files(__package__) / "templates").iterdir(), key=lambda entry: entry.name)
        everything = [*sorted(self._hashes.items()), *(page.read_bytes() for page in pages if page.is_file())]
        self.fingerprint = hashlib.sha256(repr(everything).encode()).hexdigest()[:12]

    def address(self, name: str) -> str:
        """The address of a file under the prefix of the application; it changes with the content."""
        return f"/static/{name}?v={self._hashes[name]}"

    def routes(self) -> list[Route]:
        """Where the files are."""
        return [Route("/static/{name}", self._send, methods=["GET"])]

    async def _send(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._files:
            raise Problem(404, "there is no such file")
        tag = f'W/"{self._hashes[name]}"'
        known = request.query_params.get("v") == self._hashes[name]
        headers = {"etag": tag, "cache-control": "public, max-age=31536000, immutable" if known else "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(self._files[name], 200, headers, _TYPES[name[name.rindex(".") :]])
