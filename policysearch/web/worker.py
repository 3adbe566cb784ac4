"""A process that answers requests for the one that listens: reads them from its standard input, until there are no more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Scope

from ..index.pool import Served
from . import app
from .assets import Assets
from .dispatch import Site
from .guard import Limits
from .logs import Log
from .pages import Pages

TURN = 0.0005  # seconds that a search holds the interpreter while others wait
READY = -1  # the number of the first answer, which says that the process has started
_NICE = 5  # niceness of the process for costly requests
#: The one that listens decides when all end. A service manager and a terminal send these to every process.
_IGNORED = ("SIGINT", "SIGTERM", "SIGHUP")
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body


@dataclass(frozen=True)
class Setup:
    """What a process serves, and how."""

    folder: str
    limits: Limits
    name: str
    language: str
    token: bool  # whether the description of the API speaks of one
    log: Log
    costly: bool = False


def work() -> None:
    """Run as one of the processes: read the set-up, then requests, and answer them until there are no more."""
    for name in _IGNORED:
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # printed text must not get between the answers
    setup: Setup = pickle.load(sys.stdin.buffer)
    sys.setswitchinterval(TURN)
    setup.log.begin()
    if setup.costly and hasattr(os, "nice"):
        os.nice(_NICE)
    served, assets = Served(setup.folder, prepares=not setup.costly), Assets()
    site = app.site_of(served, setup.limits, setup.name, setup.language)
    application = app.application(site, Pages(site, assets, setup.language), assets, setup.token, ())
    asyncio.run(_answer(site, application, sys.stdin.buffer, answers))


async def _answer(site: Site, application: ASGIApp, requests: Any, answers: Any) -> None:
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

    with contextlib.suppress(Exception):  # opens the index; who asks is told what is wrong with it
        await site.state()
    threading.Thread(target=read, daemon=True).start()
    write(READY, (0, [], b""))
    await asyncio.Event().wait()


async def _response(application: ASGIApp, scope: Scope) -> Answer:
    """The answer of the application to a request without a body."""
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
