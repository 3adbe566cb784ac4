"""The application in a Starlette site that signs its users in with a cookie of its own.

pip install 'policysearch[web]'
uvicorn --app-dir docs/examples starlette_site:site
"""

from __future__ import annotations

import os
import secrets

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from policysearch.web import create_app

SESSIONS: dict[str, str] = {}  # a secret in the cookie: the user; a real site keeps them elsewhere


async def home(request: Request) -> Response:
    return HTMLResponse('<!doctype html><html lang="zh-CN"><title>内网</title><a href="policy/">政策检索</a>')


async def sign_in(request: Request) -> Response:
    """Where a real site asks for a password."""
    secret = secrets.token_urlsafe()
    SESSIONS[secret] = request.query_params.get("user", "guest")
    response = RedirectResponse(request.url_for("search", path="/"), 303)
    response.set_cookie("session", secret, httponly=True, samesite="lax")
    return response


def user(request: Request) -> str | Response:
    """The name of the user, for the rate limit and the access log; else the page where one signs in."""
    name = SESSIONS.get(request.cookies.get("session", ""))
    return name or RedirectResponse("/sign-in", 303)


search = create_app(os.environ.get("POLICYSEARCH_INDEX", "index"), auth=user)
site = Starlette(
    routes=[Route("/", home), Route("/sign-in", sign_in), Mount("/policy", app=search, name="search")],
)
