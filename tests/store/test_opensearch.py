"""The store on a cluster: the promises of every store, on a real server, and what only it promises."""

from __future__ import annotations

import contextlib
import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import assume, is_hypothesis_test

from policysearch.model.document import Passage
from policysearch.store.opensearch import writer
from policysearch.store.opensearch.address import Address, parse
from policysearch.store.opensearch.connection import Connection
from policysearch.store.opensearch.mapping import INDEX
from policysearch.store.opensearch.store import OpenSearchKeeper
from policysearch.store.protocol import Store
from tests.store.promises import Promises
from tests.support import opensearch_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(opensearch_server.missing()), reason=opensearch_server.missing() or "-"),
]

_BUILT, _UPDATED, _MOST = 1, 4, 16  # what versions cost, and what those of a test of random examples may
_numbers = itertools.count()


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    """The host and port of a node with nothing in it."""
    import os

    if "OSNODE" in os.environ:
        yield os.environ["OSNODE"]
        return
    with opensearch_server.cluster() as (one,):
        yield one.address


@pytest.fixture(scope="module")
def spare() -> list[str]:
    """Indices that are empty: to make one takes much longer than to fill it."""
    return []


class TestOpenSearch(Promises):
    """Of random examples the first few are tried, as versions take long to make."""

    address: Address
    spare: list[str]
    left: int | None  # what versions may still cost in this test

    @pytest.fixture(autouse=True)
    def _server(
        self, request: pytest.FixtureRequest, node: str, spare: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.address, self.spare = parse(f"opensearch://{node}/promises"), spare
        self.left = _MOST if is_hypothesis_test(request.function) else None
        created = writer._created
        monkeypatch.setattr(writer, "_created", lambda *args: spare.pop() if spare else created(*args))

    @contextlib.contextmanager
    def store(self, passages: Sequence[Passage]) -> Iterator[Store]:
        with self.updated([(frozenset(), passages)]) as store:
            yield store

    @contextlib.contextmanager
    def updated(self, steps: Sequence[tuple[frozenset[str], Sequence[Passage]]]) -> Iterator[Store]:
        steps = steps or [(frozenset(), ())]
        if self.left is not None:
            assume(self.left > 0)
            self.left -= _BUILT + _UPDATED * (len(steps) - 1)
        keeper = OpenSearchKeeper(self.address)
        with tempfile.TemporaryDirectory() as home:
            versions = [Path(home, f"v{next(_numbers):06}") for _ in steps]
            try:
                for number, (version, (removed, added)) in enumerate(zip(versions, steps, strict=True)):
                    version.mkdir()
                    if number:
                        keeper.update(versions[number - 1], version, removed, added)
                    else:
                        keeper.build(version, added)
                with contextlib.closing(keeper.open(versions[-1])) as store:
                    yield store
            finally:
                self._recycle(versions)

    def _recycle(self, versions: Sequence[Path]) -> None:
        names = [json.loads(file.read_text())["index"] for version in versions if (file := version / INDEX).exists()]
        with contextlib.closing(Connection(self.address)) as connection:
            for name in names[:1]:
                if len(names) > 1:
                    connection.ask("PUT", f"/{name}/_settings", {"index.blocks.write": None})
                connection.ask("POST", f"/{name}/_delete_by_query", {"query": {"match_all": {}}}, refresh="true")
                self.spare.append(name)
            if names[1:]:
                connection.ask("DELETE", "/" + ",".join(dict.fromkeys(names[1:])), ignore_unavailable="true")
