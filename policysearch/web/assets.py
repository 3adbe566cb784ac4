"""Styles and scripts: the files of static/, read once, served under names that a browser may keep for ever."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..messages.catalogue import Message
from .problems import Problem

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def fingerprint() -> str:
    """A hash of every file of the installed package: code, templates, words."""
    found = hashlib.sha256()

    def add(entry: Traversable) -> None:
        for inner in sorted(entry.iterdir(), key=lambda one: one.name):
            if inner.is_dir():
                if inner.name != "__pycache__":
                    add(inner)
            else:
                found.update(f"{inner.name} ".encode() + hashlib.sha256(inner.read_bytes()).digest())

    add(files(__package__.partition(".")[0]))
    return found.hexdigest()


class Assets:
    """The files in static/, by name; nothing else is ever opened."""

    def __init__(self) -> None:
        folder = files(__package__) / "static"
        self._files = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name[0] not in "._"}
        self._hashes = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in self._files.items()}

    def address(self, name: str) -> str:
        """The address of a file under the prefix of the application; it changes with the content."""
        return f"/static/{name}?v={self._hashes[name]}"

    def text(self, name: str) -> str:
        """The content of a file, to stand within a page."""
        return self._files[name].decode()

    def style_hash(self, name: str) -> str:
        """The source expression of a content security policy for an inline style."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self._files[name]).digest()).decode()}'"

    def routes(self) -> list[Route]:
        """Where the files are."""
        return [Route("/static/{name}", self._send, methods=["GET"])]

    async def _send(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._files:
            raise Problem(404, Message("web.no_file"))
        tag = f'W/"{self._hashes[name]}"'
        known = request.query_params.get("v") == self._hashes[name]
        headers = {"etag": tag, "cache-control": "public, max-age=31536000, immutable" if known else "no-cache"}
        asked = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
        if not asked.isdisjoint((tag, tag.removeprefix("W/"), "*")):
            return Response(status_code=304, headers=headers)
        return Response(self._files[name], 200, headers, _TYPES[name[name.rindex(".") :]])
