"""The search as a web application: page, reading view, JSON API, and what other sites embed. Needs the extra `web`.

from policysearch.web import create_app
app = create_app("index")  # any ASGI server runs it; any ASGI site mounts it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app
    from .guard import everyone, this_computer

__all__ = ["create_app", "everyone", "this_computer"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    try:
        from . import app, guard
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{error.name} is not installed; the web application needs: pip install 'policysearch[web]'",
            name=error.name,
        ) from error
    return app.create_app if name == "create_app" else getattr(guard, name)
