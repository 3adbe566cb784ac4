"""Metrics for monitoring: requests, their times and statuses, and the state of each process.

The format is Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.responses import Response

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds; Prometheus' usual ones
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_OTHER = "other"  # unknown addresses share a label: strangers must not make labels

#: Gauges and counters of a process: name, type, what it is, and what of its state it is.
_OF_PROCESSES: tuple[tuple[str, str, str, str], ...] = (
    ("slots_in_use", "gauge", "Requests that are worked on.", "working"),
    ("slots_waiting", "gauge", "Requests that wait for their turn.", "waiting"),
    ("process_cpu_seconds_total", "counter", "Processor time of the process.", "cpu_seconds"),
    ("process_resident_memory_bytes", "gauge", "Memory of the process, mapped files included.", "resident_bytes"),
)
_OF_INDEX: tuple[tuple[str, str, str], ...] = (
    ("index_passages", "Passages of the version that the process serves.", "passages"),
    ("index_built_timestamp_seconds", "When that version was built; its age is time() minus this.", "built"),
    ("index_stale", "1 when there is a newer version that cannot be served.", "status"),
)


class Metrics:
    """Counts of the requests that one process has answered."""

    def __init__(self, addresses: Iterable[str]) -> None:
        """`addresses` have a label of their own, each without what begins with {; what is below one counts for it."""
        self._known = {address.partition("/{")[0] for address in addresses}
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request for `path`, answered with `status` in `seconds`."""
        kind = self._kind(path)
        self._statuses[kind, status] += 1
        self._seconds[kind] = self._seconds.get(kind, 0.0) + seconds
        buckets = self._buckets.setdefault(kind, [0] * (len(BOUNDS) + 1))
        buckets[next((n for n, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))] += 1

    def response(self, processes: Mapping[str, Mapping[str, Any] | None]) -> Response:
        """The metrics, with the state of each process by its name (`dispatch.Site.state`), None for one that is not ready."""
        return Response(
            "".join(f"{line}\n" for line in [*self._requests(), *_states(processes)]),
            media_type=_TYPE,
            headers={"cache-control": "no-store"},
        )

    def _kind(self, path: str) -> str:
        while path not in self._known and path.count("/") > 1:
            path = path.rpartition("/")[0]
        return path if path in self._known else _OTHER

    def _requests(self) -> Iterator[str]:
        yield from _head("requests_total", "counter", "Requests by address and status.")
        for (kind, status), count in sorted(self._statuses.items()):
            yield _line("requests_total", count, endpoint=kind, status=status)
        name = "request_duration_seconds"
        yield from _head(name, "histogram", "Seconds until an answer was sent, waiting included.")
        for kind, buckets in sorted(self._buckets.items()):
            for n, bound in enumerate([*BOUNDS, "+Inf"]):
                yield _line(f"{name}_bucket", sum(buckets[: n + 1]), endpoint=kind, le=bound)
            yield _line(f"{name}_sum", round(self._seconds[kind], 6), endpoint=kind)
            yield _line(f"{name}_count", sum(buckets), endpoint=kind)


def process_state() -> dict[str, Any]:
    """Processor time and memory of this process; memory is 0 where the system does not tell it."""
    resident = 0
    statm = Path("/proc/self/statm")
    if statm.exists():
        resident = int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return {"cpu_seconds": round(time.process_time(), 3), "resident_bytes": resident}


def _states(processes: Mapping[str, Mapping[str, Any] | None]) -> Iterator[str]:
    yield from _head("process_ready", "gauge", "1 when the process has an index and says so in time.")
    for name, state in processes.items():
        yield _line("process_ready", int(state is not None), process=name)
    known = {name: state for name, state in processes.items() if state}
    for metric, kind, about, key in _OF_PROCESSES:
        yield from _head(metric, kind, about)
        for name, state in known.items():
            if key in state["process"]:
                yield _line(metric, state["process"][key], process=name)
    serving = {name: state for name, state in known.items() if "version" in state}  # the one that listens does not
    yield from _head("index_info", "gauge", "The version that the process serves.")
    for name, state in serving.items():
        yield _line("index_info", 1, process=name, version=state["version"])
    for metric, about, key in _OF_INDEX:
        yield from _head(metric, "gauge", about)
        for name, state in serving.items():
            yield _line(metric, _number(state[key]), process=name)


def _number(value: Any) -> float:
    """Passages as they are, a time in seconds since 1970, a status as whether it is a bad one."""
    if isinstance(value, int):
        return value
    return int(value == "stale") if value in ("ok", "stale") else datetime.fromisoformat(value).timestamp()


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP policysearch_{name} {about}"
    yield f"# TYPE policysearch_{name} {kind}"


def _line(name: str, value: float, **labels: object) -> str:
    shown = ",".join(f'{label}="{_escaped(str(text))}"' for label, text in labels.items())
    return f"policysearch_{name}{{{shown}}} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
