"""A search in a FastAPI site: an address of its own that gives JSON, and the whole application under /policy.

pip install 'policysearch[web]' fastapi
uvicorn --app-dir docs/examples fastapi_site:site
"""

from __future__ import annotations

import os
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from policysearch import PolicySearchError, QueryError, QueryTimeout, Served, deadline, to_dict
from policysearch.web import create_app

INDEX = os.environ.get("POLICYSEARCH_INDEX", "index")


def signed_in(user: str | None) -> bool:
    """Whether the proxy that signs people in named one. It must be the only way to this site."""
    return bool(user)


served = Served(INDEX)  # each request gets the newest version of the index
site = FastAPI(title="内网")


@site.get("/find")
def find(
    q: Annotated[str, Query(max_length=500)],
    x_user: Annotated[str | None, Header()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Any:
    """A function without `async`: FastAPI runs it in a thread, so a search does not keep other requests waiting."""
    if not signed_in(x_user):
        raise HTTPException(403)
    with served.newest() as index, deadline(5):
        return to_dict(index.search(q, limit))


@site.exception_handler(PolicySearchError)
async def failed(request: Request, error: PolicySearchError) -> JSONResponse:
    """What was typed wrong is a 400, what took too long a 504, an index that cannot be read a 503."""
    status = 400 if isinstance(error, QueryError) else 504 if isinstance(error, QueryTimeout) else 503
    return JSONResponse({"code": error.code, "detail": error.text("zh")}, status)


site.mount("/policy", create_app(INDEX, auth=lambda request: signed_in(request.headers.get("x-user"))))
