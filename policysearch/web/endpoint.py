"""An endpoint as data: an address, its parameters, and its handler. Routes, OpenAPI and the docs come from tables of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..index.pool import Version
from . import params
from .dispatch import Site
from .params import Param

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """One address with its parameters and its handler."""

    path: str  # with {name} or {name:path} for a part of the address
    about: str
    params: tuple[Param, ...]
    answer: Callable[..., Any]  # with what its table says
    schema: str = ""  # of a JSON answer, in openapi.SCHEMAS
    path_params: tuple[Param, ...] = ()  # what each {name} is
    media_type: str = "application/json"

    @property
    def formats(self) -> tuple[str, ...]:
        """The values of its parameter `format`; "json" alone when it has none."""
        return next((param.choices for param in self.params if param.name == "format"), ("json",))

    def route(
        self, site: Site, respond: Callable[[Request, Version, Values], Response], *, only_known: bool = False
    ) -> Route:
        """Its route: checks the parameters, then lets `respond` answer in a thread, within the deadline, cached by version.

        `only_known`: an unknown parameter is an error; otherwise it is ignored, because sites append their own.
        """

        async def handle(request: Request) -> Response:
            values = params.read(self.params, request.query_params, only=only_known)
            values |= {param.name: param.read([request.path_params[param.name]]) for param in self.path_params}
            return await site.answer(request, lambda version: respond(request, version, values))

        handler: Callable[[Request], Awaitable[Response]] = handle
        return Route(self.path, handler, methods=["GET"])
