"""What all handlers share: the index that is served, limits, and answers that are computed aside, in time, and cached."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from . import problems
from .guard import Limits
from .served import Served, Version

_SEEN = 10_000  # addresses that are known to be valid


class Site:
    """One mounted application."""

    def __init__(self, served: Served, limits: Limits, name: str, program: str) -> None:
        self.served = served
        self.limits = limits
        self.name = name  # shown to people
        self.program = program  # changes with the program: templates, scripts, answers
        self._first: anyio.CapacityLimiter | None = None  # who opens the index to see whether there is one
        self._slots: anyio.CapacityLimiter | None = None
        self._seen: OrderedDict[tuple[str, ...], None] = OrderedDict()  # tag and address of what was answered with 200

    async def answer(self, request: Request, work: Callable[[Version], Response]) -> Response:
        """What `work` makes of the newest version of the index, or 304 when the client has it already.

        Raises Problem, whatever goes wrong.
        """
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        address = (request.scope["path"], request.scope["query_string"].decode("latin-1"))

        def inside() -> Response:
            with self.served.lease() as version:  # in the thread: work that is given up still ends with its version
                tag = f'"{version.name}-{self.program}"'
                asked = not known.isdisjoint((tag, "*"))
                if asked and (tag, *address) in self._seen:
                    response = Response(status_code=304)
                else:  # an error is never "not changed", and what a tag says of another address proves nothing
                    response = work(version)
                    if response.status_code == 200:
                        self._remember((tag, *address))
                        response = Response(status_code=304) if asked else response
                if response.status_code in (200, 304):
                    response.headers["etag"] = f"W/{tag}"  # weak: compressed or not
                    response.headers["cache-control"] = "private, no-cache"  # kept, but asked about each time
                return response

        if self._slots is None:
            self._slots = anyio.CapacityLimiter(self.limits.at_once)
        try:
            with anyio.fail_after(self.limits.seconds):
                return await anyio.to_thread.run_sync(inside, abandon_on_cancel=True, limiter=self._slots)
        except Exception as error:
            raise problems.of(error) from error

    def _remember(self, seen: tuple[str, ...]) -> None:
        self._seen[seen] = None
        while len(self._seen) > _SEEN:
            with contextlib.suppress(KeyError):  # another thread was first
                self._seen.popitem(last=False)

    async def healthy(self) -> None:
        """Return when there is an index to search, without waiting for searches. Raises Problem when there is none."""
        if self.served.ready:
            return
        if self._first is None:
            self._first = anyio.CapacityLimiter(1)
        try:
            with anyio.fail_after(self.limits.seconds):
                await anyio.to_thread.run_sync(self._open, abandon_on_cancel=True, limiter=self._first)
        except Exception as error:
            raise problems.of(error) from error

    def _open(self) -> None:
        with self.served.lease():
            pass
