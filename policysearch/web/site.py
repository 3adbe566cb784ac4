"""What all handlers share: the index that is served, limits, and answers that are computed aside, in time, and cached."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from . import problems
from .guard import Limits
from .served import Served, Version


class Site:
    """One mounted application."""

    def __init__(self, served: Served, limits: Limits, name: str, program: str) -> None:
        self.served = served
        self.limits = limits
        self.name = name  # shown to people
        self.program = program  # changes with the program: templates, scripts, answers
        self._slots: anyio.CapacityLimiter | None = None

    async def answer(self, request: Request, work: Callable[[Version], Response]) -> Response:
        """What `work` makes of the newest version of the index, or 304 when the client has it already.

        Raises Problem, whatever goes wrong.
        """
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}

        def inside() -> Response:
            with self.served.lease() as version:  # in the thread: work that is given up still ends with its version
                tag = f'"{version.name}-{self.program}"'
                response = Response(status_code=304) if tag in known else work(version)
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
