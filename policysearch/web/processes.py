"""Requests answered by two other processes: one for what is probably short, one for what is probably costly.

Python runs one thread of a process at a time. The process that listens only reads requests, lets them in and passes them
on, so that no search keeps it from saying that it lives; what is costly keeps only what is costly waiting. A process
that ends, or does not end its work, is replaced, and its requests are told so.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..index.pool import Served
from ..messages.catalogue import say
from . import app, mount, problems
from .assets import Assets
from .dispatch import Site, expected
from .guard import Auth, Guard, Limits
from .pages import Pages
from .scheduler import SHORT, Busy

TURN = 0.0005  # seconds that a search holds the interpreter while others wait
_LATE = 0.5  # seconds after the time of a request in which its own process may still say what became of it
_STUCK = 10.0  # further seconds after which a process is ended that has not said it
_STARTING = 60.0  # seconds that a process may take to start
_AGAIN = 1.0  # seconds between two starts of a process
#: What is passed on of a request.
_SCOPE = {"type", "asgi", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path"}
_SCOPE |= {"headers", "client", "server"}

_READY = -1  # the number of the first answer, which says that the process has started
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body
_log = logging.getLogger("policysearch.web")


class Lost(Busy):
    """The process that was to answer has ended."""

    def __init__(self) -> None:
        super().__init__(0.0)


@dataclass(frozen=True)
class Setup:
    """What a process serves, and how."""

    folder: str
    limits: Limits
    name: str
    language: str
    token: bool  # whether the description of the API speaks of one
    log_level: str
    costly: bool = False


class Worker:
    """One process that answers requests, seen from the event loop of the one that listens."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: ThreadPoolExecutor | None = None  # writes to it, which may have to wait
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._numbers = itertools.count()
        self._started = -_AGAIN
        self._ready = asyncio.Event()  # the process has started, or ended

    def start(self) -> asyncio.Event:
        """Start the process; gives what is set when it has started. Raises Lost when it was started a moment ago and has ended."""
        if time.monotonic() - self._started < _AGAIN:
            raise Lost
        self._started = time.monotonic()
        path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
        process = self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        self._pipe, self._ready = ThreadPoolExecutor(1), asyncio.Event()
        self._pipe.submit(_send, process, self._setup)
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(process, self._pipe, loop), daemon=True).start()
        return self._ready

    async def answer(self, scope: dict[str, Any], seconds: float) -> Answer:
        """What the process answers to a request, `seconds` after it has started. Raises TimeoutError, and Lost when it ends."""
        if self._process is None:
            self.start()
        assert self._process and self._pipe
        loop, number = asyncio.get_running_loop(), next(self._numbers)
        waiting: asyncio.Future[Answer] = loop.create_future()
        self._waiting[number] = waiting
        self._pipe.submit(_send, self._process, (number, scope))
        try:
            async with asyncio.timeout(_STARTING):
                await self._ready.wait()
            async with asyncio.timeout(seconds):
                return await waiting
        except TimeoutError:
            loop.call_later(_STUCK, self._end_unless, number)
            raise

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process:
            self._process.kill()

    def _end_unless(self, number: int) -> None:
        """End the process unless it has answered a request by now."""
        if number in self._waiting:
            _log.error(say("web.stuck"))
            self.end()

    def _read(
        self, process: subprocess.Popen[bytes], pipe: ThreadPoolExecutor, loop: asyncio.AbstractEventLoop
    ) -> None:
        """Take answers until there are no more; in a thread."""
        assert process.stdin and process.stdout
        with contextlib.suppress(RuntimeError):  # the server has stopped meanwhile
            with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
                while True:
                    loop.call_soon_threadsafe(self._answered, *pickle.load(process.stdout))
            process.kill()
            process.wait()
            loop.call_soon_threadsafe(self._lost, process, pipe)
        for end in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
                end.close()

    def _answered(self, number: int, answer: Answer) -> None:
        if number == _READY:
            self._ready.set()
        waiting = self._waiting.pop(number, None)
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def _lost(self, process: subprocess.Popen[bytes], pipe: ThreadPoolExecutor) -> None:
        pipe.shutdown(wait=False, cancel_futures=True)
        if self._process is not process:
            return
        self._process = None
        self._ready.set()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Lost())
        self._waiting.clear()


class Relay:
    """The application as the process that listens has it: each request goes to one of the two processes."""

    def __init__(self, setup: Setup, pages: Pages) -> None:
        self._short, self._costly = Worker(setup), Worker(replace(setup, costly=True))
        self._seconds = setup.limits.seconds + _LATE
        self._pages = pages
        self._healthy = False  # there is an index to search

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        request = Request(scope)
        health = mount.inner_path(scope) == "/healthz"
        if health and self._healthy:
            response = app.healthy()
        else:
            worker = self._costly if expected(request) > SHORT else self._short
            passed = {key: scope[key] for key in _SCOPE if key in scope}
            try:
                status, headers, body = await worker.answer(passed, self._seconds)
                response = Response(body, status)
                response.raw_headers = headers
                self._healthy = self._healthy or (health and status == 200)
            except Exception as error:
                response = app.told(self._pages, request, problems.of(error))
        await response(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STARTING):
                for started in [worker.start() for worker in (self._short, self._costly)]:
                    await started.wait()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for worker in (self._short, self._costly):
            worker.end()
        await send({"type": "lifespan.shutdown.complete"})


def create_relay(
    folder: str,
    *,
    auth: Auth | None,
    token: str | None,
    limits: Limits,
    name: str,
    language: str = "zh",
    embed_origins: Sequence[str],
    log_queries: bool,
    log_level: str,
) -> ASGIApp:
    """The application that `create_app` makes, answering by other processes. Raises ValueError as that does."""
    assets = Assets()
    pages = Pages(Site(Served(folder), limits, name, ""), assets, language)
    relay = Relay(Setup(folder, limits, name, language, bool(token), log_level), pages)
    guarding = app.guarding(pages, assets, auth, token, limits, embed_origins, log_queries)
    return Guard(GZipMiddleware(relay, **app.PACKED), **guarding)


def _send(process: subprocess.Popen[bytes], what: object) -> None:
    assert process.stdin
    with contextlib.suppress(OSError, ValueError):  # it has ended, which is seen where its answers are read
        pickle.dump(what, process.stdin, -1)
        process.stdin.flush()


def work() -> None:
    """Be one of the processes: read what to serve, then requests, and answer them until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C goes to all; the one that listens decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    setup: Setup = pickle.load(sys.stdin.buffer)
    sys.setswitchinterval(TURN)
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING, stream=sys.stderr)
    _log.setLevel(setup.log_level.upper())
    served, assets = Served(setup.folder, prepares=not setup.costly), Assets()
    site = app.site_of(served, setup.limits, setup.name, setup.language)
    application = app.application(site, Pages(site, assets, setup.language), assets, setup.token, ())
    with contextlib.suppress(Exception):  # who asks is told what is wrong with it
        served.look()
    asyncio.run(_answer(application, sys.stdin.buffer, answers))


async def _answer(application: ASGIApp, requests: Any, answers: Any) -> None:
    loop = asyncio.get_running_loop()
    pipe = ThreadPoolExecutor(1)

    def write(number: int, answer: Answer) -> None:
        pickle.dump((number, answer), answers, -1)
        answers.flush()

    async def answer(number: int, scope: Scope) -> None:
        pipe.submit(write, number, await _response(application, scope))

    def read() -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                asyncio.run_coroutine_threadsafe(answer(*pickle.load(requests)), loop)
        os._exit(0)  # whatever is still worked on

    threading.Thread(target=read, daemon=True).start()
    write(_READY, (0, [], b""))
    await asyncio.Event().wait()


async def _response(application: ASGIApp, scope: Scope) -> Answer:
    """What the application answers to a request without a body."""
    status, headers, body = 500, list[tuple[bytes, bytes]](), bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            body.extend(message.get("body", b""))

    with contextlib.suppress(Exception):  # it has answered, and logged it
        await application(scope, receive, send)
    return status, headers, bytes(body)
