"""/metrics: what a monitoring system reads, and who may read it when."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policysearch.web import everyone
from policysearch.web.guard import Limits
from policysearch.web.logs import Log
from policysearch.web.metrics import BOUNDS, Metrics
from tests.support import timing
from tests.support.web_fixtures import QUICK, client, running, samples
from tests.web.test_processes import get

processes = pytest.importorskip("policysearch.web.processes")
SECRET = "geheim-0123456789abcdef"
_LINE = re.compile(r'([a-z_:]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (-?[0-9.e+]+)')
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def parsed(text: str) -> Samples:
    """The samples of a text in Prometheus' format; every one belongs to a metric whose type was told just before."""
    found: Samples = {}
    name = kind = ""
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            assert line.split()[2] != name
            _, _, name, kind = line.split()
            assert kind in ("counter", "gauge", "histogram") and (kind == "counter") == name.endswith("_total")
            continue
        sample = _LINE.fullmatch(line)
        assert sample, line
        endings = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        assert sample[1] in [name + ending for ending in endings], line
        labels = tuple(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', sample[2]))
        assert (sample[1], labels) not in found, line
        found[sample[1], labels] = float(sample[3])
    return found


def told(samples: Samples, name: str, **labels: str) -> float:
    """The one sample of a metric with these labels."""
    (value,) = [
        value for (other, had), value in samples.items() if other == f"policysearch_{name}" and dict(had) == labels
    ]
    return value


def test_requests_are_counted_by_address_and_status() -> None:
    with client(samples()) as web:
        for path in (
            "/?q=氢能",
            "/",
            "/api/search?q=氢能",
            "/api/search?q=(",
            "/documents",
            "/static/app.css",
            "/healthz",
        ):
            web.get(path)
        for n in range(40):  # what strangers ask for makes no labels
            web.get(f'/x{n}"%0a/{"a" * n}')
            web.get(f"/documents/none{n}")
        response = web.get("/metrics")
        assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        found = parsed(response.text)
    assert told(found, "requests_total", endpoint="/", status="200") == 2
    assert told(found, "requests_total", endpoint="/api/search", status="200") == 1
    assert told(found, "requests_total", endpoint="/api/search", status="400") == 1
    assert told(found, "requests_total", endpoint="/documents", status="404") == 40
    assert told(found, "requests_total", endpoint="other", status="404") == 40
    assert told(found, "requests_total", endpoint="/static", status="200") == 1
    kinds = {dict(labels)["endpoint"] for name, labels in found if name == "policysearch_requests_total"}
    for kind in kinds:
        counts = [
            told(found, "request_duration_seconds_bucket", endpoint=kind, le=str(bound)) for bound in (*BOUNDS, "+Inf")
        ]
        total = sum(
            value
            for (name, labels), value in found.items()
            if name == "policysearch_requests_total" and dict(labels)["endpoint"] == kind
        )
        assert counts == sorted(counts) and counts[-1] == total
        assert told(found, "request_duration_seconds_count", endpoint=kind) == total
        assert 0 < told(found, "request_duration_seconds_sum", endpoint=kind) < 600


def test_seconds_fall_into_the_bucket_up_to_which_they_go() -> None:
    metrics = Metrics(["/a/{id}"])
    for seconds in (0.004, 0.005, 0.006, 7.0, 99.0):
        metrics.count("/a/b/c", 200, seconds)
    found = parsed(bytes(metrics.response({}).body).decode())
    for bound, count in (("0.005", 2), ("0.01", 3), ("5.0", 3), ("10.0", 4), ("+Inf", 5)):
        assert told(found, "request_duration_seconds_bucket", endpoint="/a", le=bound) == count


def test_a_label_is_escaped() -> None:
    state = {
        "version": 'a"b\\c\nd',
        "passages": 1,
        "built": "2026-11-29T00:00:00+00:00",
        "status": "stale",
        "process": {},
    }
    text = bytes(Metrics([]).response({"main": state, "other": None}).body).decode()
    found = parsed(text)
    assert told(found, "index_info", process="main", version='a\\"b\\\\c\\nd') == 1
    assert told(found, "index_stale", process="main") == 1
    assert told(found, "index_built_timestamp_seconds", process="main") == 1795910400
    assert told(found, "process_ready", process="other") == 0


def test_watching_is_for_whoever_shows_the_token_and_counts_against_no_limit(tmp_path: Path) -> None:
    limits = Limits(rate=0.001, burst=3)
    shown = {"authorization": f"Bearer {SECRET}"}
    with client(samples(), auth=None, token=SECRET, limits=limits) as web:
        assert [web.get("/documents", headers=shown).status_code for _ in range(5)] == [200] * 3 + [429] * 2
        for path in ("/metrics", "/readyz"):
            assert [web.get(path, headers=shown).status_code for _ in range(9)] == [200] * 9
            assert web.get(path, params={"token": SECRET}, follow_redirects=False).status_code == 200
        statuses = [web.get(f"/{path}").status_code for path in ("metrics", "readyz") * 3]
        assert statuses == [401] * 3 + [429] * 3, "guesses are counted"
    with client(samples(), auth=lambda request: False) as web:
        assert web.get("/metrics").status_code == web.get("/readyz").status_code == 403
    with client(tmp_path / "none") as web:
        assert told(parsed(web.get("/metrics").text), "process_ready", process="main") == 0
        assert web.get("/readyz").status_code == 503


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Any]]:
    app = processes.create_relay(
        str(samples()), auth=everyone, token=None, limits=QUICK, name="n", embed_origins=(), log_queries=False,
        workers=2, log=Log("error", access="off"),
    )  # fmt: skip
    with running(app) as address:
        yield address, app.app.processes


def test_every_process_says_how_it_is(served: tuple[str, Any]) -> None:
    address, _ = served
    for path in ("/api/search?q=氢能", "/api/search?q=养老", "/nothing"):
        get(address + path)
    found = parsed(get(f"{address}/metrics")[2].decode())
    assert told(found, "requests_total", endpoint="/api/search", status="200") == 2
    for name in ("short-1", "short-2", "costly"):
        assert told(found, "process_ready", process=name) == 1
        assert told(found, "index_passages", process=name) > 100
        assert time.time() - 86400 < told(found, "index_built_timestamp_seconds", process=name) < time.time() + 5
        assert told(found, "slots_in_use", process=name) == told(found, "slots_waiting", process=name) == 0
        assert told(found, "process_cpu_seconds_total", process=name) > 0.01
    assert told(found, "process_cpu_seconds_total", process="listening") > 0.01


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals that stop a process")
def test_a_process_that_says_nothing_is_not_ready_and_keeps_no_watcher_waiting(served: tuple[str, Any]) -> None:
    address, running_ = served
    os.kill(running_.costly._process.pid, signal.SIGSTOP)
    try:
        found = parsed(get(f"{address}/metrics")[2].decode())
        assert told(found, "process_ready", process="costly") == 0
        assert told(found, "process_ready", process="short-1") == 1
    finally:
        os.kill(running_.costly._process.pid, signal.SIGCONT)

    def ready() -> bool:
        return told(parsed(get(f"{address}/metrics")[2].decode()), "process_ready", process="costly") == 1

    assert timing.eventually(ready)


def test_slots_in_use_are_told_while_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from policysearch.runtime.deadline import check

    go_on = threading.Event()

    def slow(*_: object) -> None:
        while not go_on.wait(0.01):
            check()

    monkeypatch.setattr("policysearch.web.search_request.SearchRequest.answer", slow)
    with client(samples(), limits=Limits(rate=0, seconds=60)) as web:
        asking = [threading.Thread(target=web.get, args=(f"/api/search?q=a{n}",)) for n in range(3)]
        for thread in asking:
            thread.start()

        def slots() -> tuple[float, float]:
            found = parsed(web.get("/metrics").text)
            return told(found, "slots_in_use", process="main"), told(found, "slots_waiting", process="main")

        assert timing.eventually(lambda: slots() == (2, 1))
        go_on.set()
        for thread in asking:
            thread.join()
        assert slots() == (0, 0)
