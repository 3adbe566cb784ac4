"""Requests answered by other processes: some for requests that are probably short, one for those that are probably costly.

Python runs one thread of a process at a time. The process that listens only reads requests, checks them and passes them
on, so that no search delays its health checks; costly requests delay only costly ones. A process that ends, or does not
end its work, is replaced, and its requests get an error.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..index.pool import Served
from ..messages.catalogue import in_language, say
from . import app, mount, problems
from .assets import Assets
from .dispatch import Site, expected_seconds
from .guard import Guard, Rules
from .logs import NAME, Log
from .metrics import Metrics, process_state
from .pages import Pages
from .scheduler import SHORT, Busy
from .worker import READY, Answer, Setup, work

_LATE = 0.5  # seconds after the time of a request in which its own process may still say what became of it
_STUCK = 10.0  # further seconds after which a process is ended that has not said it
_STARTING = 60.0  # seconds that a process may take to start
_AGAIN = 1.0  # seconds between two starts of a process
_LOOK = 0.05  # seconds between two looks whether a process is still asked
_TOLD = 5.0  # seconds in which a process reports its state
#: What is passed on of a request.
_SCOPE = {"type", "asgi", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path"}
_SCOPE |= {"headers", "client", "server"}
#: The request for the state of a process.
_READYZ: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/readyz",
    "root_path": "",
}
_READYZ |= {"raw_path": b"/readyz", "query_string": b"", "headers": [], "client": None, "server": None}

_log = logging.getLogger(NAME)


class Lost(Busy):
    """The process that was to answer has ended."""

    def __init__(self) -> None:
        super().__init__(0.0)


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

    @property
    def busy(self) -> int:
        """How many requests it has not answered yet."""
        return len(self._waiting)

    @property
    def possible(self) -> bool:
        """Whether it lives or may be started."""
        return self._process is not None or time.monotonic() - self._started >= _AGAIN

    def start(self) -> asyncio.Event:
        """Start the process; gives what is set when it has started. Raises Lost when it was started a moment ago and has ended."""
        if time.monotonic() - self._started < _AGAIN:
            raise Lost
        self._started = time.monotonic()
        path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
        process = self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {work.__module__} import work; work()"],
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
        """The answer of the process to a request, within `seconds` of its start. Raises TimeoutError, and Lost when it ends."""
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
                    loop.call_soon_threadsafe(self._answer, *pickle.load(process.stdout))
            process.kill()
            process.wait()
            loop.call_soon_threadsafe(self._lose, process, pipe)
        for end in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
                end.close()

    def _answer(self, number: int, answer: Answer) -> None:
        if number == READY:
            self._ready.set()
        waiting = self._waiting.pop(number, None)
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def _lose(self, process: subprocess.Popen[bytes], pipe: ThreadPoolExecutor) -> None:
        pipe.shutdown(wait=False, cancel_futures=True)
        if self._process is not process:
            return
        self._process = None
        self._ready.set()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Lost())
        self._waiting.clear()


class Processes:
    """The processes that answer: some for short requests, one for costly ones."""

    def __init__(self, setup: Setup, count: int) -> None:
        self.short = [Worker(setup) for _ in range(count)]
        self.costly = Worker(replace(setup, costly=True))

    def by_name(self) -> dict[str, Worker]:
        """All by name."""
        return {**{f"short-{n}": worker for n, worker in enumerate(self.short, 1)}, "costly": self.costly}

    def chosen(self, request: Request) -> Worker:
        """The process for a request: the least busy of those for short ones; of several the one that had it before and has it cached."""
        if expected_seconds(request) > SHORT:
            return self.costly
        first = crc32(request.scope["query_string"]) % len(self.short)
        return min(self.short[first:] + self.short[:first], key=lambda worker: (not worker.possible, worker.busy))

    async def start(self) -> None:
        """Start all; returns when they have started, or ended, or it takes too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STARTING):
                for started in [worker.start() for worker in self.by_name().values()]:
                    await started.wait()

    async def states(self, seconds: float) -> dict[str, dict[str, Any] | None]:
        """The state of each by name, for /readyz; None for one that is not ready, or does not answer in `seconds`."""

        async def asked(worker: Worker) -> dict[str, Any] | None:
            with contextlib.suppress(Busy, OSError, ValueError):  # OSError is TimeoutError too
                status, _, body = await asyncio.wait_for(worker.answer(dict(_READYZ), _STARTING), seconds)
                return dict(json.loads(body)) if status == 200 else None
            return None

        named = self.by_name()
        return dict(zip(named, await asyncio.gather(*map(asked, named.values())), strict=True))

    async def drain(self, seconds: float) -> None:
        """End them when they have answered what they were asked, or after `seconds`."""
        until = time.monotonic() + seconds
        while any(worker.busy for worker in self.by_name().values()) and time.monotonic() < until:
            await asyncio.sleep(_LOOK)
        self.end()

    def end(self) -> None:
        """End all, whatever they do."""
        for worker in self.by_name().values():
            worker.end()


@dataclass(frozen=True)
class Settings:
    """Settings that can be reloaded while requests are answered: the set-up of the processes, their pages, and the guard's rules."""

    setup: Setup
    count: int  # of processes for short requests
    pages: Pages
    rules: Rules


class Relay:
    """The application as the process that listens has it: each request goes to one of the others.

    `reread` gives the settings that a reload is to follow; a ValueError of it is logged, and the old ones stay.
    """

    def __init__(self, settings: Settings, metrics: Metrics, reread: Callable[[], Settings] | None = None) -> None:
        self.settings, self._metrics, self._reread = settings, metrics, reread
        self.processes = Processes(settings.setup, settings.count)
        self.guard = Guard(self, metrics=metrics, **settings.rules)
        self._healthy = False  # there is an index to search
        self._hung_up = 0  # signals since the last reload began
        self._tasks = set[asyncio.Task[None]]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        request = Request(scope)
        path = mount.inner_path(scope)
        health = path == "/healthz"
        if health and self._healthy:
            response = app.healthy()
        elif path == "/metrics":
            response = await self._measured()
        else:
            passed = {key: scope[key] for key in _SCOPE if key in scope}
            try:
                seconds = self.settings.setup.limits.seconds + _LATE
                status, headers, body = await self.processes.chosen(request).answer(passed, seconds)
                response = Response(body, status)
                response.raw_headers = headers
                self._healthy = self._healthy or (health and status == 200)
            except Exception as error:
                response = app.error_response(self.settings.pages, request, problems.of(error))
        await response(scope, receive, send)

    async def reload(self) -> None:
        """Read the settings again, and switch to new processes, which read everything else again, once all of them are ready."""
        settings = self._read_settings()
        fresh = Processes(settings.setup, settings.count)
        with contextlib.suppress(OSError):  # no process can be started now
            await fresh.start()
        if not all((await fresh.states(_STARTING)).values()):
            fresh.end()
            _log.error(say("web.not_reloaded"))
            return
        old, self.processes, self.settings = self.processes, fresh, settings
        self.guard.follow(**settings.rules)
        _log.info(say("web.reloaded"))
        self._go(old.drain(settings.setup.limits.seconds + _LATE + _STUCK))

    def _read_settings(self) -> Settings:
        """The settings as they are now; those there were when they cannot be used."""
        try:
            return self._reread() if self._reread else self.settings
        except ValueError as error:
            said = in_language(error.args[0]) if error.args else str(error)
            _log.error(say("web.not_reread", error=said))
            return self.settings

    async def _measured(self) -> Response:
        listening: dict[str, dict[str, Any] | None] = {"listening": {"process": process_state()}}
        return self._metrics.response(listening | await self.processes.states(_TOLD))

    def _hang_up(self) -> None:
        """Reload; for all signals that come meanwhile, once more."""
        self._hung_up += 1
        if self._hung_up == 1:
            self._go(self._reload())

    async def _reload(self) -> None:
        while self._hung_up:
            before = self._hung_up
            await self.reload()
            self._hung_up = min(1, self._hung_up - before)

    def _go(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)  # the loop holds tasks weakly
        task.add_done_callback(self._tasks.discard)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.processes.start()
        if _reloads():
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._hang_up)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            task.cancel()
        self.processes.end()
        await send({"type": "lifespan.shutdown.complete"})


def _reloads() -> bool:
    """Whether SIGHUP is to reload: not where it says that the terminal was closed, and not where it is ignored."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGHUP"):
        return False
    with contextlib.suppress(OSError):
        os.close(os.open("/dev/tty", os.O_RDWR))
        return False
    return signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


def create_relay(
    folder: str,
    *,
    workers: int = 1,
    log: Log = Log(),  # noqa: B008 (frozen)
    reread: Callable[[], dict[str, Any]] | None = None,
    **settings: Any,
) -> ASGIApp:
    """The application that `create_app` makes by `settings`, answering by other processes: `workers` for what is short, and one more.

    `reread` gives `settings` and `workers` anew at a reload. Raises ValueError as `create_app` does.
    """
    assets, metrics = Assets(), app.counting()
    silent = replace(log, access="off")

    def made(*, workers: int, language: str = "zh", **settings: Any) -> Settings:
        name, limits, token = (settings[key] for key in ("name", "limits", "token"))
        pages = Pages(Site(Served(folder), limits, name, ""), assets, language)
        rest = {key: settings[key] for key in ("auth", "embed_origins", "log_queries")}
        rules = app.guarding(pages, assets, token=token, limits=limits, **rest)
        return Settings(Setup(folder, limits, name, language, bool(token), silent), workers, pages, rules)

    return Relay(made(workers=workers, **settings), metrics, (lambda: made(**reread())) if reread else None).guard


def _send(process: subprocess.Popen[bytes], what: object) -> None:
    assert process.stdin
    with contextlib.suppress(OSError, ValueError):  # it has ended, which is seen where its answers are read
        pickle.dump(what, process.stdin, -1)
        process.stdin.flush()
