"""`serve` answers by other processes what `create_app` answers itself, and lives on when they do not."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from policysearch import Index
from policysearch.web import everyone
from policysearch.web.guard import Limits
from policysearch.web.logs import Log
from tests.support import timing
from tests.support.paths import ROOT
from tests.support.web_fixtures import QUICK, client, running, samples

processes = pytest.importorskip("policysearch.web.processes")
COSTLY = "/api/search?q=" + quote("氢* OR 养* OR 轨* OR 教*")
needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals that stop a process")

ASKED = (
    "/",
    "/?q=氢能",
    "/?q=" + quote("氢能 OR 养老 OR 轨道 OR 教育"),
    "/?q=(",
    "/api/search?q=氢能&facets=true",
    "/api/search?q=氢能&format=csv&bom=true",
    "/api/search?q=x:y",
    "/api/search",
    "/api/search?limit=0&q=a",
    "/api/nothing",
    "/nothing",
    "/documents",
    "/api/documents/none",
    "/api/tables?limit=2",
    "/api/suggest?q=氢",
    "/compare?term=氢能",
    "/feed?q=氢能",
    "/fragment?q=氢能",
    "/opensearch.xml",
    "/api/openapi.json",
    "/static/app.css",
    "/static/none.css",
    "/healthz",
    "/readyz",
)


def relay(folder: Path, **settings: Any) -> Any:
    settings = {"auth": everyone, "token": None, "limits": QUICK, "name": "政策检索", "embed_origins": ()} | settings
    return processes.create_relay(str(folder), log_queries=False, log=Log("error", access="off"), **settings)


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(quote(address, safe=":/?&=%"), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def _without(headers: dict[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


@pytest.fixture(scope="module")
def relayed() -> Iterator[str]:
    with running(relay(samples(), workers=2)) as address:
        yield address


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_every_answer_is_that_of_the_application_alone(relayed: str, accept: str) -> None:
    with client(samples(), base_url=relayed) as alone:
        for path in ASKED:
            status, headers, body = get(relayed + path, accept=accept)
            expected = alone.get(path, headers={"accept": accept, "accept-encoding": "identity"})
            passing = {"date", "server", "connection"}
            if path == "/readyz":  # says also which process answers
                passing.add("content-length")
                body, content = (re.sub(rb', "process": .*', b"", one) for one in (body, expected.content))
                assert (status, body) == (200, content)
            else:
                assert (status, body) == (expected.status_code, expected.content), path
            assert _without(headers, passing) == _without(dict(expected.headers), passing), path
            again = get(relayed + path, **{"accept": accept, "if-none-match": headers.get("etag", '"none"')})
            assert again[0] == (304 if status == 200 and "etag" in headers else status), path


def test_packed_answers_and_a_prefix() -> None:
    app = processes.create_relay(
        str(samples()), auth=everyone, token=None, limits=QUICK, name="n", embed_origins=["https://a.example"],
        log_queries=False, log=Log("error", access="off"),
    )  # fmt: skip

    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        await app(scope | {"root_path": "/policy"} if scope["type"] == "http" else scope, receive, send)

    with running(mounted) as address:
        status, headers, _ = get(
            f"{address}/policy/?q=氢能", **{"accept-encoding": "gzip", "origin": "https://a.example"}
        )
        assert status == 200 and headers["content-encoding"] == "gzip"
        assert headers["access-control-allow-origin"] == "https://a.example" and "Origin" in headers["vary"]
        assert b'href="/policy/documents' in get(f"{address}/policy/?q=氢能", accept="text/html")[2]


def test_a_new_version_is_picked_up_by_both(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某区规划\n\n第一章　甲\n\n发展氢能。\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with running(relay(tmp_path / "index")) as address:
        for path in ("/api/search?q=氢能", COSTLY):
            assert "发展氢能" in get(address + path)[2].decode()
        (tmp_path / "a.txt").write_text("某区规划\n\n第一章　甲\n\n推广氢能。\n", "utf-8")
        Index.update([tmp_path / "a.txt"], tmp_path / "index")
        for path in ("/api/search?q=氢能", COSTLY):
            assert "推广氢能" in get(address + path)[2].decode()


@needs_signals
def test_what_is_costly_keeps_nothing_else_waiting_and_what_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the processes do: /healthz is answered, a request has its answer in time, the next ones are answered."""
    monkeypatch.setattr(processes, "_STUCK", 0.5)
    app = relay(samples(), limits=Limits(rate=0, seconds=2))
    both = app.app.processes
    with running(app) as address:
        assert timing.eventually(lambda: get(f"{address}/healthz")[0] == 200 == get(address + COSTLY)[0])
        costly = both.costly._process
        os.kill(costly.pid, signal.SIGSTOP)
        asked = time.monotonic()
        answers: list[int] = []
        thread = threading.Thread(target=lambda: answers.append(get(address + COSTLY)[0]))
        thread.start()
        assert timing.eventually(lambda: get(f"{address}/api/search?q=氢能")[0] == 200)
        thread.join()
        assert answers == [504] and time.monotonic() - asked > 2
        assert costly.wait(60) == -signal.SIGKILL
        assert timing.eventually(lambda: get(address + COSTLY)[0] == 200)
        for worker in (*both.short, both.costly):
            os.kill(worker._process.pid, signal.SIGSTOP)
        assert get(f"{address}/healthz")[0] == 200
        page = get(f"{address}/?q=氢能", accept="text/html")
        assert page[0] == 504 and 'value="氢能"' in page[2].decode()


@needs_signals
def test_a_process_that_ends_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_AGAIN", 0.0)
    app = relay(samples())
    with running(app) as address:
        for path in ("/api/search?q=氢能", COSTLY):
            assert timing.eventually(lambda path=path: get(address + path)[0] == 200)  # type: ignore[misc]
        for worker in app.app.processes.by_name().values():
            before = worker._process
            os.kill(before.pid, signal.SIGSTOP)
            asking = threading.Thread(target=get, args=(address + "/api/search?q=氢能",))
            asking.start()
            os.kill(before.pid, signal.SIGKILL)
            before.wait(60)
            asking.join(60)
            assert not asking.is_alive()
        for path in ("/api/search?q=氢能", COSTLY):
            assert timing.eventually(lambda path=path: get(address + path)[0] == 200)  # type: ignore[misc]


def test_one_that_ends_at_once_is_not_started_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[_Ended] = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda *_, **__: started.append(_Ended()) or started[-1])  # type: ignore[func-returns-value]
    worker = processes.Worker(processes.Setup("none", QUICK, "n", "zh", False, Log("error")))

    async def ask() -> None:
        for _ in range(5):
            with pytest.raises(processes.Lost):
                await worker.answer({"path": "/"}, 60)

    asyncio.run(ask())
    assert len(started) == 1


class _Ended:
    """A process that ended before it said anything."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        os.close(writing)
        self.stdout = os.fdopen(reading, "rb")
        reading, writing = os.pipe()
        os.close(reading)
        self.stdin = os.fdopen(writing, "wb")

    def kill(self) -> None:
        pass

    def wait(self) -> int:
        return 1


@needs_signals
def test_nothing_is_left_behind_when_the_server_is_killed() -> None:
    command = [sys.executable, "-m", "policysearch", "serve", "--index", str(samples()), "--port", "0", "--no-token"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stderr
        found = re.search(r"http://[^/ ]+", server.stderr.readline())
        assert found
        assert timing.eventually(lambda: get(f"{found[0]}/healthz")[0] == 200)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        if not children.exists():
            server.kill()
            pytest.skip("this system does not tell the children of a process")
        started = [int(child) for child in children.read_text().split()]
        assert len(started) == 2
        server.kill()
        assert timing.eventually(lambda: not any(map(timing.alive, started)))
