"""What operators tell `serve`: logs, a Unix socket, variables; and what it does at SIGHUP and SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import logging
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import pytest
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main
from policysearch.web import logs
from tests.support import timing
from tests.support.paths import ROOT
from tests.support.web_fixtures import client, samples
from tests.web.test_processes import COSTLY, get, relay

server = pytest.importorskip("policysearch.web.server")
processes = pytest.importorskip("policysearch.web.processes")
needs_sockets = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals that stop a process")


@contextlib.contextmanager
def started(
    folder: Path, *args: str, cwd: Path = ROOT, token: str | None = "--no-token", **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`policysearch serve` in a session of its own, as a service manager starts it; gives the process and its first line."""
    command = [
        sys.executable,
        "-m",
        "policysearch",
        "serve",
        "--index",
        str(folder),
        *args,
        *([token] if token else []),
    ]
    env = {name: value for name, value in os.environ.items() if not name.startswith("POLICYSEARCH_")} | environment
    env["PYTHONPATH"] = str(ROOT)
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=env,
        start_new_session=True,
        preexec_fn=heed_hangups,  # noqa: PLW1509  # it starts no thread
    ) as process:
        try:
            yield process, next_line(process)
        finally:
            process.kill()


def heed_hangups() -> None:
    """Whoever runs the tests by nohup ignores SIGHUP, and so would all that they start."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def next_line(process: subprocess.Popen[str], seconds: float = 60) -> str:
    """What the process writes next to stderr; "" when it ends or writes nothing for so long, and is killed."""
    assert process.stderr
    watchdog = threading.Timer(seconds, process.kill)
    watchdog.start()
    try:
        return process.stderr.readline()
    finally:
        watchdog.cancel()


def address(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found[0]


def through(path: Path, target: str = "/healthz", **headers: str) -> int:
    """The status of an answer through a Unix socket."""
    connection = http.client.HTTPConnection("localhost", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    with contextlib.closing(connection):
        connection.request("GET", target, headers=headers)
        return connection.getresponse().status


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


# Logs


@pytest.fixture
def quiet() -> Iterator[None]:
    """Leaves logging as it was."""
    access, root = logging.getLogger(logs.ACCESS), logging.getLogger()
    before = access.level, access.propagate, list(access.handlers), list(root.handlers), root.level
    root.handlers.clear()
    try:
        yield
    finally:
        for handler in set(access.handlers) - set(before[2]):
            handler.close()
        access.level, access.propagate, access.handlers, root.handlers, root.level = before
        logging.getLogger(logs.NAME).setLevel(logging.NOTSET)


def test_the_access_log_names_the_user_and_goes_on_in_a_new_file(tmp_path: Path, quiet: None) -> None:
    """The lines of hostile names and paths are JSON on one line; what logrotate moved away is not written to any more."""
    file = tmp_path / "access.log"
    logs.Log("error", "json", str(file)).begin()
    names = ["李雷", 'a"b\\c', "a\nb c", "\u202e\x1b[31m", "x" * 500, "<b>"]
    with client(samples(), auth=lambda request: names[int(request.query_params["n"])]) as web:
        for n in range(len(names)):
            web.get(f"/documents?n={n}")
        file.rename(tmp_path / "access.log.1")
        web.get("/documents?n=0")
    moved = [json.loads(line) for line in (tmp_path / "access.log.1").read_text("utf-8").splitlines()]
    assert [line["user"] for line in moved] == ["李雷", 'a"b\\c', "a_b_c", "[31m", "x" * 100, "-"]
    (line,) = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (line["user"], line["method"], line["path"], line["status"]) == ("李雷", "GET", "/documents", 200)
    assert line["client"] == "127.0.0.1" and line["ms"] > 0 and line["level"] == "info"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


def test_a_line_of_text_has_seven_words(tmp_path: Path, quiet: None) -> None:
    file = tmp_path / "access.log"
    logs.Log("error", "text", str(file)).begin()
    with client(samples(), auth=lambda request: "li lei") as web:
        web.get("/documents")
        web.get("/healthz")
    lines = [line.split(" ", 2)[2] for line in file.read_text("utf-8").splitlines()]
    assert re.fullmatch(r"127\.0\.0\.1 li_lei GET /documents 200 \d+\.\d ms", lines[0])
    assert lines[1].startswith("127.0.0.1 - GET /healthz 200 ")


def test_the_access_log_can_be_off_or_on_whatever_the_level(
    tmp_path: Path, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for access, count in (("off", 0), ("-", 1)):
        logging.getLogger().handlers.clear()
        logs.Log("error", "json", access).begin()
        with client(samples()) as web:
            web.get("/documents")
        assert len(capsys.readouterr().err.splitlines()) == count
    done = CliRunner().invoke(
        main, ["serve", "--index", str(samples()), "--access-log", str(tmp_path / "none" / "log"), "--lang", "en"]
    )
    assert done.exit_code == 2 and "--access-log" in done.stderr and done.stderr.count("\n") == 1


def test_an_error_is_one_line_of_json() -> None:
    try:
        raise ValueError("x\ny")
    except ValueError:
        record = logging.LogRecord("policysearch.web", logging.ERROR, "", 0, "%s\n", ("bad",), sys.exc_info())
    line = logs.JsonLines().format(record)
    assert "\n" not in line and "ValueError: x" in json.loads(line)["exception"]


def test_all_that_serve_says_is_json_when_asked(tmp_path: Path) -> None:
    with started(samples(), "--port", "0", "--log-format", "json") as (process, line):
        assert json.loads(line)["message"].startswith("policysearch: http://127.0.0.1:")
        get(f"{address(line)}/documents")
        process.terminate()
        assert process.wait(60) == 0
        assert process.stderr
        said = [json.loads(line) for line in process.stderr.read().splitlines()]
    assert [line["path"] for line in said if "path" in line] == ["/documents"]


# A Unix socket


@needs_sockets
def test_a_socket_serves_its_group_and_goes_with_the_server(short: Path) -> None:
    path = short / "socket"
    with started(samples(), "--uds", str(path), "--trusted-proxy", "unix") as (process, line):
        assert f"http://unix:{path}:/ " in line
        assert stat.S_IMODE(path.stat().st_mode) == 0o660 and stat.S_ISSOCK(path.stat().st_mode)
        assert through(path) == through(path, "/documents") == 200
        assert through(path, "/documents", Host="portal.example") == 421, "--no-token is for localhost"
        assert through(path, "/documents", **{"X-Forwarded-For": "9.9.9.9"}) == 403
        process.terminate()
        assert process.wait(60) == 0
        assert list(short.iterdir()) == []


@needs_sockets
def test_a_new_server_takes_over_a_socket(short: Path) -> None:
    """A client that asks again and again while one server takes over from another sees no error."""
    path = short / "socket"
    statuses: list[object] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                statuses.append(through(path, "/api/search?q=" + quote("氢能")))
            except OSError as error:
                statuses.append(error)

    with started(samples(), "--uds", str(path), "--rate", "0") as (old, _):
        thread = threading.Thread(target=ask)
        thread.start()
        try:
            with started(samples(), "--uds", str(path), "--rate", "0") as (new, line):
                assert str(path) in line, "from here on the new one is asked"
                old.terminate()
                assert old.wait(60) == 0 and path.exists()
                before = len(statuses)
                assert timing.eventually(lambda: len(statuses) > before + 3)
                over.set()
                thread.join()
                new.terminate()
                assert new.wait(60) == 0 and not path.exists()
        finally:
            over.set()
    assert set(statuses) == {200}


@needs_sockets
def test_systemd_is_told_when_requests_are_answered(short: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(short / "notify"))
        systemd.settimeout(60)
        path = short / "socket"
        with started(samples(), "--uds", str(path), NOTIFY_SOCKET=str(short / "notify")):
            assert systemd.recv(100) == b"READY=1"
            assert through(path) == 200


@needs_sockets
def test_a_socket_takes_the_place_of_no_file(short: Path) -> None:
    (short / "notes.txt").write_text("mine")
    for path in (short / "notes.txt", short / "none" / "socket", short / ("x" * 200)):
        done = CliRunner().invoke(main, ["serve", "--index", str(samples()), "--uds", str(path), "--no-token"])
        assert done.exit_code == 2 and "--uds" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert (short / "notes.txt").read_text() == "mine" and len(list(short.iterdir())) == 1


def test_a_proxy_is_trusted_through_a_socket_when_it_is_named() -> None:
    from policysearch.web.proxies import Proxies

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope.get("client"))

    seen: list[object] = []
    forwarded = [(b"x-forwarded-for", b"9.9.9.9")]
    for trusted in ((), ("127.0.0.1",), ("unix",)):
        scope: dict[str, Any] = {"type": "http", "path": "/", "client": None, "headers": forwarded}
        asyncio.run(Proxies(app, trusted)(scope, None, None))  # type: ignore[arg-type]
    scope = {"type": "http", "path": "/", "client": ("1.1.1.1", 1), "headers": forwarded}
    asyncio.run(Proxies(app, ("unix",))(scope, None, None))  # type: ignore[arg-type]
    assert seen == [None, None, ("9.9.9.9", 0), ("1.1.1.1", 1)]


# Variables and the configuration file


def settings(*args: str, config: Path | None = None) -> Any:
    """What `serve` would be told."""
    told: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "run", lambda folder, service, reread: told.append(service))
        command = [*(["--config", str(config)] if config else []), "serve", "--index", "x", *args]
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    return told[0]


def test_every_option_is_a_field_a_variable_and_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "host": "0.0.0.0", "port": 1, "uds": "/s", "workers": 3, "auth": "a:b", "token_file": "t", "no_token": True,
        "root_path": "/p", "trusted_proxy": ("1.1.1.1", "unix"), "embed": ("https://a.b",), "log_queries": True,
        "rate": 2.5, "name": "名", "page_lang": "en", "log_level": "debug", "log_format": "json", "access_log": "off",
    }  # fmt: skip
    options = {param.name for param in main.commands["serve"].params if isinstance(param, click.Option)}
    assert set(given) == options - {"folder", "ca", "lang"} == set(vars(server.Service()))
    typed = [
        word
        for name, value in given.items()
        for one in (value if isinstance(value, tuple) else [value])
        for word in ([f"--{name.replace('_', '-')}"] if one is True else [f"--{name.replace('_', '-')}", str(one)])
    ]
    assert vars(settings(*typed)) == given
    lines = [f"{name.replace('_', '-')} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items()]
    (tmp_path / "c.toml").write_text("[serve]\n" + "\n".join(lines), "utf-8")
    assert vars(settings(config=tmp_path / "c.toml")) == given
    assert settings() == server.Service(), "the defaults are those of the class"
    for name, value in given.items():
        shown = " ".join(value) if isinstance(value, tuple) else str(value)
        monkeypatch.setenv(f"POLICYSEARCH_SERVE_{name.upper()}", shown)
    assert vars(settings()) == given


# Signals


def publish(home: Path, number: int) -> None:
    """A version in which every passage says its number."""
    chapters = "".join(f"第{n}章　甲\n\n版本{number}号氢能养老轨道教育。\n\n" for n in "一二三四五")
    (home / "a.txt").write_text(f"某区规划\n\n{chapters}", "utf-8")
    Index.update([home / "a.txt"], home / "index")


@needs_signals
def test_a_new_version_and_a_reload_under_load_are_seen_as_one_step(tmp_path: Path) -> None:
    """No error, no answer of two versions, and no client sees an older version after a newer one."""
    publish(tmp_path, 1)
    wrong: list[str] = []
    seen: set[int] = set()
    over = threading.Event()

    def ask(base: str, path: str) -> None:
        newest = 0
        while not over.is_set():
            status, _, body = get(base + path)
            found = {int(number) for number in re.findall("版本(\\d+)号", body.decode())}
            if status != 200 or len(found) != 1 or min(found) < newest or json.loads(body)["total"] != 5:
                wrong.append(f"{path} {status} {found} after {newest}")
            newest = max(found, default=0)
            seen.update(found)

    with started(tmp_path / "index", "--port", "0", "--rate", "0", "--workers", "2", "--access-log", "off") as (
        process,
        line,
    ):
        paths = ["/api/search?limit=20&q=" + quote(word) for word in ("氢能", "养老", "轨道")] + [COSTLY]
        threads = [threading.Thread(target=ask, args=(address(line), path)) for path in paths]
        for thread in threads:
            thread.start()
        try:
            for number in (2, 3, 4, 5):
                publish(tmp_path, number)
                assert timing.eventually(lambda number=number: number in seen)  # type: ignore[misc]
                if number in (3, 5):
                    process.send_signal(signal.SIGHUP)
                    assert "new processes have taken over" in next_line(process) or wrong
        finally:
            over.set()
            for thread in threads:
                thread.join()
    assert not wrong and seen == {1, 2, 3, 4, 5}


def test_signals_that_come_during_a_reload_are_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    listening = relay(Path("none")).app
    reloads: list[asyncio.Event] = []

    async def reload() -> None:
        reloads.append(asyncio.Event())
        await reloads[-1].wait()

    async def signals() -> list[int]:
        counts = []
        for hung_up, done in ((1, 0), (3, 1), (0, 1), (1, 1), (0, 0)):
            for _ in range(hung_up):
                listening._hang_up()
            for event in reloads[-1:] * done:
                event.set()
            for _ in range(5):
                await asyncio.sleep(0)
            counts.append(len(reloads))
        return counts

    monkeypatch.setattr(listening, "reload", reload)
    assert asyncio.run(signals()) == [1, 2, 2, 3, 3]


@needs_signals
def test_processes_that_cannot_be_started_do_not_take_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(processes.subprocess, "Popen", full)
    listening = relay(Path("none")).app
    before = listening.processes
    asyncio.run(listening.reload())
    assert listening.processes is before


@needs_signals
def test_a_reload_reads_the_token_and_the_configuration_anew(tmp_path: Path) -> None:
    """A file that cannot be used leaves the settings as they were, with one line that says so."""
    publish(tmp_path, 1)
    token, config = tmp_path / "token", tmp_path / "policysearch.toml"
    token.write_text("first-token\n")
    config.write_text('[serve]\nname = "甲"\n', "utf-8")
    options = ("--port", "0", "--access-log", "off", "--token-file", str(token))

    def status(base: str, shown: str) -> int:
        return get(f"{base}/?q=氢能", authorization=f"Bearer {shown}", accept="text/html")[0]

    def reloaded(process: subprocess.Popen[str]) -> list[str]:
        process.send_signal(signal.SIGHUP)
        said = [next_line(process)]
        while said[-1] and "have taken over" not in said[-1]:
            said.append(next_line(process))
        assert said[-1], said
        return said[:-1]

    with started(tmp_path / "index", *options, token=None, POLICYSEARCH_CONFIG=str(config)) as (process, line):
        base = address(line)
        assert (status(base, "first-token"), status(base, "second-token")) == (200, 401)
        token.write_text("second-token\n")
        config.write_text('[serve]\nname = "乙"\nworkers = 2\nembed = ["https://a.example"]\n', "utf-8")
        assert not reloaded(process)
        assert (status(base, "first-token"), status(base, "second-token")) == (401, 200)
        _, headers, body = get(f"{base}/?q=氢能", authorization="Bearer second-token", accept="text/html")
        assert "乙" in body.decode() and "https://a.example" in headers["content-security-policy"]
        measured = get(f"{base}/metrics", authorization="Bearer second-token")[2].decode()
        assert 'process="short-2"' in measured
        for path, wrong in (
            (token, ""),
            (config, "[serve]\nnmae = 1\n"),
            (config, "[serve\n"),
            (config, "[serve]\nembed = ['x']"),
        ):
            before = path.read_text("utf-8")
            path.write_text(wrong, "utf-8")
            (told,) = reloaded(process)
            assert "the old ones stay: " in told and (
                "token" in told or "policysearch.toml" in told or "serve.nmae" in told or "x" in told
            )
            assert (status(base, "first-token"), status(base, "second-token")) == (401, 200)
            path.write_text(before, "utf-8")


@needs_signals
def test_processes_that_are_not_ready_do_not_take_over(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    with started(tmp_path / "index", "--port", "0", "--access-log", "off") as (process, line):
        assert get(f"{address(line)}/api/search?q=氢能")[0] == 200
        (tmp_path / "index" / "CURRENT").write_text("v999999\nnothing\n")
        process.send_signal(signal.SIGHUP)
        said = ""
        while "the old ones go on" not in said:
            said = next_line(process)
            assert said
        assert get(f"{address(line)}/api/search?q=氢能")[0] == 200
        state = json.loads(get(f"{address(line)}/readyz")[2])
        assert state["status"] == "stale" and state["newer"]


@needs_signals
def test_a_server_that_is_told_to_end_answers_what_it_was_asked(tmp_path: Path) -> None:
    """A service manager sends SIGTERM to all processes of the service."""
    with started(samples(), "--port", "0", "--access-log", "off") as (process, line):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell the children of a process")
        workers = [int(child) for child in children.read_text().split()]
        assert get(f"{address(line)}/healthz")[0] == 200, "from now on without asking the others"
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        port = int(address(line).rpartition(":")[2])
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        asking.request("GET", "/api/search?q=" + quote("氢能"))
        assert get(f"{address(line)}/healthz")[0] == 200, "what came before it has been read too"
        os.killpg(process.pid, signal.SIGTERM)
        assert timing.eventually(lambda: not _listens(port)), "nobody new is let in"
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        with contextlib.closing(asking):
            assert asking.getresponse().status == 200
        assert process.wait(60) == 0
        assert timing.eventually(lambda: not any(map(timing.alive, workers)))


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
