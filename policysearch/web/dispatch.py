"""Shared by all handlers: the served index, limits, and answers that are computed in threads, within a deadline, and cached."""

from __future__ import annotations

import asyncio
import contextlib
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..index.pool import Served, Version
from ..messages.catalogue import Message
from ..messages.transfer import in_both_languages
from ..model.errors import PolicySearchError
from . import problems
from .guard import Limits
from .metrics import process_state
from .scheduler import ALONE, Busy, Turn, Turns

T = TypeVar("T")

_WAITING = 0.8  # share of its time that a request may wait for its turn
_BESIDE = ALONE * 1.1  # seconds after which another may be worked on beside a request
_GRACE = 0.5  # seconds that work may go on after its deadline, until its next check
_COSTLY = re.compile(r"[*?＊|｜~]|\b(?:OR|NOT)\b|\s[或非]\s")
_EACH = 0.2  # seconds that a costly sign of a query is expected to take
_CHARACTER = 0.02  # and a character: a question is looked for by each of its words and pairs of characters

_SEEN = 10_000  # addresses that are known to be valid


class Site:
    """One mounted application."""

    def __init__(self, served: Served, limits: Limits, name: str, program: str) -> None:
        self.served = served
        self.limits = limits
        self.name = name  # shown to people
        self.program = program  # changes with the program: templates, scripts, answers
        self._turns = Turns(limits.at_once, limits.waiting)
        self._threads: anyio.CapacityLimiter | None = None
        # Limits requests that open the index to see whether there is one.
        self._first: anyio.CapacityLimiter | None = None
        self._facts: dict[str, Any] = {}  # of the version that was asked about last
        self._seen: OrderedDict[tuple[str, ...], None] = OrderedDict()  # tag and address of what was answered with 200

    async def answer(self, request: Request, work: Callable[[Version], Response]) -> Response:
        """The answer that `work` makes of the newest version of the index, or 304 when the client has it already.

        Raises Problem, whatever goes wrong.
        """
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        address = (request.scope["path"], request.scope["query_string"].decode("latin-1"))
        loop, called, began = asyncio.get_running_loop(), asyncio.Event(), False

        def go() -> None:
            with contextlib.suppress(RuntimeError):  # the server has stopped meanwhile
                loop.call_soon_threadsafe(called.set)

        turn = Turn(self.limits.seconds, expected_seconds(request), go)
        others: asyncio.TimerHandle | None = None

        def inside() -> Response:
            # In the thread: work that is given up still ends its turn and releases its version.
            nonlocal began
            began = True
            with self._turns.working(turn), self.served.lease() as version:
                tag = f'"{version.name}-{self.program}"'
                asked = not known.isdisjoint((tag, "*"))
                if asked and (tag, *address) in self._seen:
                    response = Response(status_code=304)
                else:  # an error is never "not changed", and the tag of another address proves nothing
                    response = work(version)
                    if response.status_code == 200:
                        self._remember((tag, *address))
                        response = Response(status_code=304) if asked else response
                if response.status_code in (200, 304):
                    response.headers["etag"] = f"W/{tag}"  # weak: compressed or not
                    response.headers["cache-control"] = "private, no-cache"  # kept, but asked about each time
                return response

        if self._threads is None:
            self._threads = anyio.CapacityLimiter(math.inf)  # turns bound them
        try:
            self._turns.enter(turn)
            with anyio.move_on_after(self.limits.seconds * _WAITING):
                await called.wait()
            if not self._turns.has(turn):
                raise Busy(self.limits.seconds)
            others = loop.call_later(_BESIDE, self._turns.let_in)
            with anyio.fail_after(turn.until - monotonic() + _GRACE):
                return await anyio.to_thread.run_sync(inside, abandon_on_cancel=True, limiter=self._threads)
        except Exception as error:
            raise problems.of(error) from error
        finally:
            if others:
                others.cancel()
            if not began:
                self._turns.leave(turn)

    def _remember(self, seen: tuple[str, ...]) -> None:
        self._seen[seen] = None
        while len(self._seen) > _SEEN:
            with contextlib.suppress(KeyError):  # another thread was first
                self._seen.popitem(last=False)

    async def healthy(self) -> None:
        """Return when there is an index to search, whatever else is worked on. Raises Problem when there is none."""
        if not self.served.ready:
            await self._aside(self.served.look)

    async def state(self) -> dict[str, Any]:
        """Which version is served, and why a newer one is not. Raises Problem when there is none."""

        def look() -> dict[str, Any]:
            with self.served.lease() as version:
                if self._facts.get("version") != version.name:
                    stats = version.index.stats()
                    self._facts = {"version": version.name, "built": stats.built, "passages": stats.passages}
                facts, refused = self._facts, self.served.refused
            newer = {"code": refused.code, "texts": in_both_languages(_without_path(refused))} if refused else None
            working, waiting = self._turns.counts()
            process = {"working": working, "waiting": waiting, **process_state()}
            return {"status": "stale" if newer else "ok", **facts, "newer": newer, "process": process}

        return await self._aside(look)

    async def _aside(self, work: Callable[[], T]) -> T:
        """The result of `work` in a thread, one at a time. Raises Problem."""
        if self._first is None:
            self._first = anyio.CapacityLimiter(1)
        try:
            with anyio.fail_after(self.limits.seconds):
                return await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._first)
        except Exception as error:
            raise problems.of(error) from error


def _without_path(error: PolicySearchError) -> Message:
    """The error of an index, without the folder that it is in."""
    params = {name: "index" if name in ("path", "index") else value for name, value in error.params.items()}
    return Message(error.message.code, **params)


def expected_seconds(request: Request) -> float:
    """The seconds that a request probably takes, by the costly signs in its query."""
    typed = [value for name, value in request.query_params.multi_items() if name in ("q", "term")]
    text = "\n".join(typed)
    return _EACH * (len(_COSTLY.findall(text)) + max(0, len(typed) - 2)) + _CHARACTER * len(text)
