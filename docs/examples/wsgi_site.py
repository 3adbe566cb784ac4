"""The whole application beside a WSGI site (Flask, Django, Bottle …), by a2wsgi: one process, any WSGI server.

pip install 'policysearch[web]' a2wsgi
python docs/examples/wsgi_site.py
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import make_server

from a2wsgi import ASGIMiddleware
from starlette.requests import Request

from policysearch.web import create_app

Start = Callable[..., Any]


def user(request: Request) -> str | bool:
    """Whom the WSGI server or the site signed in, for the rate limit and the access log; else nobody."""
    return request.scope["wsgi_environ"].get("REMOTE_USER") or False


search: Any = ASGIMiddleware(create_app(os.environ.get("POLICYSEARCH_INDEX", "index"), auth=user))


def site(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The site there was before."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return ['<!doctype html><title>内网</title><a href="/policy/">政策检索</a>'.encode()]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """What is under /policy goes to the search, which finds its own address in SCRIPT_NAME."""
    path = environ.get("PATH_INFO", "")
    if path == "/policy" or path.startswith("/policy/"):
        script = environ.get("SCRIPT_NAME", "") + "/policy"
        moved = environ | {"SCRIPT_NAME": script, "PATH_INFO": path.removeprefix("/policy")}
        if not moved.get("CONTENT_LENGTH"):  # "" in some servers, which is no header
            moved.pop("CONTENT_LENGTH", None)
        return search(moved, start_response)  # type: ignore[no-any-return]
    return site(environ, start_response)


def demo(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The site as if somebody had signed in."""
    return application(environ | {"REMOTE_USER": "demo"}, start_response)


if __name__ == "__main__":
    with make_server("127.0.0.1", 8000, demo) as server:
        print("http://127.0.0.1:8000/policy/")
        server.serve_forever()
