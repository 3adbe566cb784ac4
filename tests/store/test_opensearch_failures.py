"""A node that dies, and a disk that becomes full, while somebody writes or reads: one line, nothing lost, and the next run brings it in."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policysearch.index.index import Index
from policysearch.model.errors import IndexLockedError, NoIndexError, SearchIndexError
from policysearch.store.opensearch import writer
from policysearch.store.opensearch.address import parse
from policysearch.store.opensearch.connection import Connection
from tests.support import opensearch_server
from tests.support.opensearch_server import Node

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(opensearch_server.missing()), reason=opensearch_server.missing() or "-"),
]

_FREE = "999tb"  # more than any disk has
_WATERMARKS = [f"cluster.routing.allocation.disk.watermark.{name}" for name in ("low", "high", "flood_stage")]


@pytest.fixture(scope="module")
def own() -> Iterator[Node]:
    """A node that may be killed: nobody else uses it."""
    with opensearch_server.cluster() as (node,):
        yield node


def failed(do: Callable[[], object], *codes: str) -> None:
    """That it raises one line with one of these codes, in both languages."""
    with pytest.raises(SearchIndexError) as caught:
        do()
    assert caught.value.code in codes, str(caught.value)
    assert all("\n" not in caught.value.text(language) for language in ("zh", "en"))


def restarted(node: Node, place: str) -> None:
    """Start the node again, a minute later: who died is taken for dead."""
    node.start()
    node.wait()
    with contextlib.closing(Connection(parse(place))) as connection:
        connection.ask("GET", "/_cluster/health", writing=True, wait_for_status="yellow", timeout="100s")
    expire(place)


def expire(place: str) -> None:
    name = parse(place).name
    with contextlib.closing(Connection(parse(place))) as connection, contextlib.suppress(NoIndexError):
        left = connection.ask("GET", f"/{name}-lock/_doc/writer")["_source"]
        connection.ask("PUT", f"/{name}-lock/_doc/writer", left | {"until": 0})


def indices(place: str) -> list[str]:
    with contextlib.closing(Connection(parse(place))) as connection:
        found = connection.ask("GET", f"/_cat/indices/{parse(place).name}-*", format="json", h="index")
        return sorted(one["index"] for one in found)


def test_a_node_that_is_killed_under_a_writer_or_reader_loses_nothing(
    own: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, source = f"opensearch://{own.address}/plans", tmp_path / "a.txt"
    source.write_text("".join(f"第{n}条 氢能{n}\n" for n in range(1, 400)), "utf-8")
    bulk, ask = Connection.bulk, Connection.ask

    def killed(self: Connection, index: str, lines: Any) -> None:
        lines = list(lines)
        threading.Timer(0.05, own.kill).start()
        while True:
            bulk(self, index, lines)

    with monkeypatch.context() as changed:  # while passages are written
        changed.setattr(Connection, "bulk", killed)
        failed(lambda: Index.update([source], place), "remote.away")
    failed(lambda: Index.update([source], place), "remote.away")
    restarted(own, place)
    with pytest.raises(NoIndexError):
        Index.open(place)
    assert Index.update([source], place).read == ("a.txt",)

    def dying(self: Connection, method: str, path: str, *more: Any, **params: Any) -> Any:
        if path == "/_aliases":
            own.kill()
        return ask(self, method, path, *more, **params)

    with Index.open(place) as reader:
        total = reader.search("氢能").total
        source.write_text(source.read_text("utf-8") + "第四百条 产业\n", "utf-8")
        with monkeypatch.context() as changed:  # an update, as it is about to be published
            changed.setattr(Connection, "ask", dying)
            failed(lambda: Index.update([source], place), "remote.switch_unheard")
        failed(lambda: reader.search("氢能3"), "remote.away")
        restarted(own, place)
        assert reader.search("氢能").total == total and reader.search("产业").total == 0
    with Index.open(place) as index:
        assert index.search("氢能").total == total and index.search("产业").total == 0 and index.check() == []
    assert Index.update([source], place).read == ("a.txt",)
    with Index.open(place) as index:
        assert index.search("氢能").total == total and index.search("产业").total == 1 and index.check() == []
    assert indices(place) == ["plans-lock", "plans-v000001", "plans-v000002"]


@contextlib.contextmanager
def full(connection: Connection, index: str) -> Iterator[None]:
    """A disk on which there is less free than the cluster wants, until the end of the block; then it notices by itself."""
    settings: dict[str, Any] = dict.fromkeys(_WATERMARKS, _FREE)
    settings |= {
        "cluster.routing.allocation.disk.threshold_enabled": True,
        "cluster.info.update.interval": "10s",
    }
    connection.ask("PUT", "/_cluster/settings", {"persistent": settings})
    try:
        until_blocked(connection, index, True)
        yield
    finally:
        free: dict[str, Any] = dict.fromkeys(_WATERMARKS, "1kb")
        connection.ask("PUT", "/_cluster/settings", {"persistent": free})


def until_blocked(connection: Connection, index: str, wanted: bool) -> None:
    """Wait until the cluster has closed an index to whoever writes, or lifted that."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        told = connection.ask("GET", f"/{index}/_settings", flat_settings="true")[index]["settings"]
        if (told.get("index.blocks.read_only_allow_delete") == "true") == wanted:
            return
        time.sleep(1)
    raise AssertionError("the cluster did not notice its disk")


def test_a_disk_that_becomes_full_under_a_writer_keeps_the_old_version(
    own: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is removed, for it takes room; blocks that the cluster lifts by itself need nobody."""
    place, source = f"opensearch://{own.address}/full", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n", "utf-8")
    Index.update([source], place)
    source.write_text("第一条 氢能\n第二条 产业\n", "utf-8")
    bulk, filling = Connection.bulk, list[str]()
    with contextlib.closing(Connection(parse(place))) as connection, contextlib.ExitStack() as stack:

        def filled(self: Connection, index: str, lines: Any) -> None:
            if not filling:
                filling.append(index)
                stack.enter_context(full(connection, index))
            bulk(self, index, lines)

        with monkeypatch.context() as changed:
            changed.setattr(Connection, "bulk", filled)
            failed(lambda: Index.update([source], place), "remote.full")
        assert indices(place) == ["full-lock", "full-v000001"]
        with Index.open(place) as index:
            assert (index.search("氢能").total, index.search("产业").total) == (1, 0)
        failed(lambda: Index.update([source], place), "remote.full")
        failed(lambda: Index.update([source], f"{place}2"), "remote.no_new_index")
        stack.close()
        until_blocked(connection, "full-lock", False)
        # The other block may stay: the line that tells it says how to lift it.
        connection.ask("PUT", "/_cluster/settings", {"persistent": {"cluster.*": None}})
        with pytest.raises(IndexLockedError):  # it could not give its lock back
            Index.update([source], place, wait=0)
        expire(place)
        assert Index.update([source], place).read == ("a.txt",)
        with Index.open(place) as index:
            assert (index.search("氢能").total, index.search("产业").total) == (1, 1)


def test_indices_of_another_program_stay(own: Node, tmp_path: Path) -> None:
    """Although they are called as ours would be; where one stands in the way, a line says so and nothing is written to it."""
    place, source = f"opensearch://{own.address}/mixed", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n", "utf-8")
    with contextlib.closing(Connection(parse(place))) as connection:
        for part in ("v000000", "v000123", "shares"):
            connection.ask("PUT", f"/mixed-{part}/_doc/1", {"x": 1}, writing=True, refresh="true")
        theirs = indices(place)
        for count in range(2, 6):
            Index.update([source], place)
            source.write_text("第一条 氢能\n" * count, "utf-8")
        assert set(theirs) < set(indices(place)) and len(Index.versions(place)) == 2
        failed(lambda: Index.update([source], place, share=(1, 2)), "remote.foreign_index")
        connection.ask("PUT", "/mixed-v000005/_doc/1", {"x": 1}, writing=True, refresh="true")
        failed(lambda: Index.update([source], place), "remote.foreign_index")
        with pytest.raises(SearchIndexError):
            writer.create(connection, Path("v000123"))
        for name in [*theirs, "mixed-v000005"]:
            found = connection.ask("GET", f"/{name}/_search")["hits"]["hits"]
            assert [hit["_source"] for hit in found] == [{"x": 1}], name
        connection.ask("DELETE", "/mixed-v000005")
        assert Index.update([source], place).read == ("a.txt",)
        connection.ask("PUT", f"/mixed-{Index.versions(place)[1].name}/_alias/mixed", writing=True)
        for do in (lambda: Index.open(place), lambda: Index.update([source], place)):
            failed(do, "remote.two_current")
        connection.ask("PUT", "/other-lock/_doc/1", {"x": 1}, writing=True, refresh="true")
        failed(lambda: Index.update([source], f"opensearch://{own.address}/other"), "remote.foreign_index")
        assert connection.ask("GET", "/other-lock/_count")["count"] == 1
