"""The store on a cluster: the promises of every store, on a real server, and what only it promises."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import settings

from policysearch.cli.main import main
from policysearch.index.index import Index
from policysearch.index.pool import Served
from policysearch.model.document import Passage
from policysearch.model.errors import IndexLockedError, NoIndexError, SearchIndexError
from policysearch.query.parser import parse as parse_query
from policysearch.runtime.cache import Remembered
from policysearch.search.searcher import Searcher
from policysearch.store.memory import MemoryStore
from policysearch.store.opensearch import ownership, versions, writer
from policysearch.store.opensearch.address import Address, parse
from policysearch.store.opensearch.connection import Connection
from policysearch.store.opensearch.mapping import INDEX
from policysearch.store.opensearch.store import OpenSearchKeeper
from policysearch.store.opensearch.text import Row, Rows
from policysearch.store.protocol import Store
from tests.store.promises import Promises
from tests.support import opensearch_server
from tests.support.passages import passage, random_input
from tests.support.paths import ROOT, SAMPLES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(opensearch_server.missing()), reason=opensearch_server.missing() or "-"),
]

_EXAMPLES = 10  # of a test of random ones: an update takes a second
_numbers = itertools.count()


@pytest.fixture(scope="module")
def spare() -> list[str]:
    """Indices that are empty: to make one takes much longer than to fill it."""
    return []


class TestOpenSearch(Promises):
    """Of random examples few are tried."""

    address: Address
    spare: list[str]

    @pytest.fixture(autouse=True)
    def _server(
        self, request: pytest.FixtureRequest, node: str, spare: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.address, self.spare = parse(f"opensearch://{node}/promises"), spare
        if hasattr(test := request.function, "hypothesis"):
            fewer = settings(random_input, max_examples=_EXAMPLES)
            monkeypatch.setattr(test.__func__, "_hypothesis_internal_use_settings", fewer)
        created = writer.create
        monkeypatch.setattr(writer, "create", lambda *args: spare.pop() if spare else created(*args))

    @contextlib.contextmanager
    def store(self, passages: Sequence[Passage]) -> Iterator[Store]:
        with self.updated([(frozenset(), passages)]) as store:
            yield store

    @contextlib.contextmanager
    def updated(self, steps: Sequence[tuple[frozenset[str], Sequence[Passage]]]) -> Iterator[Store]:
        steps = steps or [(frozenset(), ())]
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

    def test_texts_are_read_some_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of 120 passages of equal length: to be compared, scored, aligned with a quote, shown."""
        read: list[int] = []
        reading = Rows._read

        def counted(rows: Rows, numbers: list[int]) -> dict[int, Row]:
            read.append(len(numbers))
            return reading(rows, numbers)

        monkeypatch.setattr(Rows, "_read", counted)
        text, letters = "各市人民政府按照上述规定制定自己的{}类办法,并报{}类机关备案。", "甲乙丙丁戊己庚辛壬癸"
        held = [passage(n, text.format(letters[n % 10], letters[n // 12]), f"第{n}条") for n in range(120)]
        with self.store(held) as store:
            for query in ("规定", "备案 办法", "规* 办法", '"规定 办法"~8', "规定 -year:2020"):
                searcher = Searcher(store)
                searcher.literal.rows._kept.clear()  # type: ignore[attr-defined]
                read.clear()
                assert len(searcher.search(parse_query(query)).hits) == 10
                assert 0 < len(read) <= 4, (query, read)
            searcher.literal.rows._kept.clear()  # type: ignore[attr-defined]
            read.clear()
            assert searcher.nearest["各市人民政府依照上述规定制订自己的甲类办法", True]
            assert 0 < len(read) <= 2, read

    def test_postings_and_counts_of_many_passages_are_those_of_a_store_in_memory(self) -> None:
        """Listed one after the other, and at once. The cluster scores 4,096 in a block; in the later ones no heading has the words."""
        dice = random.Random(9)
        words = ["氢能", "产业", "规定", "养老", "人民政府", "人人"]
        held = [
            passage(
                n, "".join(dice.choices(words, k=dice.randint(1, 6))), "".join(dice.choices(words, k=2)) * (n < 300)
            )
            for n in range(9000)
        ]
        memory = MemoryStore(held)
        pairs = [(one, other) for one in words for other in words]
        for expected in (False, True):
            with self.store(held) as store:
                if expected:
                    store.expect(lambda: ([*pairs, ["产业规"]], words))
                for word in words:
                    for part in ("title", "text"):
                        assert dict(store.postings(part, word)) == dict(memory.postings(part, word)), (word, part)
                for string in (*words, "产业规", "业", "没有"):
                    assert dict(store.literal.count(string)) == dict(memory.literal.count(string)), string
                    assert store.literal.total(string) == memory.literal.total(string)
                    some = frozenset(dice.sample(range(9000), 40))
                    assert dict(store.literal.among(string, some)) == dict(memory.literal.among(string, some))

    def test_a_query_takes_few_requests(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sent: list[str] = []
        send = Connection._sent

        def counted(self: Connection, method: str, path: str, *more: Any) -> Any:
            sent.append(path)
            return send(self, method, path, *more)

        monkeypatch.setattr(Connection, "_sent", counted)
        held = [passage(n, f"{'发展' * (n % 7)}氢能产业和养老服务{n}", f"第{n}条") for n in range(300)]
        with self.store(held) as store:
            for query, most in (("氢能", 2), ("氢能 养老", 3), ('"氢能产业"', 2), ("氢能 NOT 发展", 3), ("没有的", 1)):
                searcher = Searcher(store)
                searcher.literal.rows._kept.clear()  # type: ignore[attr-defined]
                for cache in vars(searcher.literal).values():
                    if isinstance(cache, Remembered):
                        cache.clear()
                sent.clear()
                found = searcher.search(parse_query(query))
                assert len(sent) <= most and (found.total > 0) == (query != "没有的"), (query, sent)

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


@pytest.fixture(scope="module")
def address(node: str) -> str:
    """Of an index of the documents in corpus/."""
    place = f"opensearch://{node}/samples"
    Index.update([SAMPLES], place)
    return place


def said(*command: str, place: str) -> tuple[int, str]:
    """The exit code of a command, and what it prints, without the address."""
    done = CliRunner().invoke(main, [*command, "--index", place], catch_exceptions=False)
    return done.exit_code, done.output.replace(place, "INDEX")


@pytest.mark.parametrize(
    "command",
    [
        "search 氢能 --limit 5",
        "search 养老服务怎么发展 --json",
        "search 产业 --group document --sort date --json",
        "search 发展*产业 --limit 3",
        "search 第一章 --csv",
        "suggest 产",
        "suggest qn",
        "search 氢龙",
        "related 产业",
        "compare 氢能 养老",
        "glossary",
        "check",
    ],
)
def test_commands_answer_as_for_a_folder(command: str, address: str, samples: Path) -> None:
    assert said(*command.split(), place=address) == said(*command.split(), place=str(samples))


def test_commands_on_one_passage_or_document_answer_as_for_a_folder(address: str, samples: Path) -> None:
    with Index.open(samples) as index, Index.open(address) as other:
        hit = index.search("氢能 产业").hits[0].passage
        assert index.documents() == other.documents() and list(index.passages()) == list(other.passages())
        assert (index.stats().passages, index.stats().words) == (other.stats().passages, other.stats().words)
        assert index.facets("产业") == other.facets("产业") and index.did_you_mean("清能") == other.did_you_mean("清能")
    for command in ("show", "similar", "export", "outline", "tables"):
        id = hit.document_id if command in ("outline", "tables", "export") else hit.id
        assert said(command, id, place=address) == said(command, id, place=str(samples)), command
    assert said("explain", "氢能 产业", hit.id, place=address) == said(
        "explain", "氢能 产业", hit.id, place=str(samples)
    )


def test_an_update_of_one_file_gives_what_a_fresh_build_gives(node: str, tmp_path: Path) -> None:
    """And a reader stays on its version until it is replaced twice; then it says so. Nothing else is left behind."""
    place, folder = f"opensearch://{node}/updated", tmp_path / "plans"
    shutil.copytree(SAMPLES, folder)
    first, *_ = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    Index.update([folder], place)
    old = Index.open(place)
    before = old.search("产业").total
    first.write_text(first.read_text("utf-8").replace("产业", "行业") + "\n\n第九十九条 氢能产业\n", "utf-8")
    report = Index.update([folder], place)
    assert report.read == (first.name,) and len(report.unchanged) == len(list(folder.iterdir())) - 1
    Index.update([folder], tmp_path / "index")
    with Index.open(place) as new, Index.open(tmp_path / "index") as fresh:
        for query in ("产业", "行业", "氢能 产业", "第九十九条", "NOT 产业"):
            one, other = new.search(query, None), fresh.search(query, None)
            assert [(hit.passage, hit.score) for hit in one.hits] == [(hit.passage, hit.score) for hit in other.hits]
        assert new.check() == [] and new.suggest("产") == fresh.suggest("产")
    assert old.search("产业", 3).total == before and old.search("发展", 3).hits
    assert Index.update([folder], place).read == ()
    first.unlink()
    assert Index.update([folder], place, allow_removing=True).removed == (first.name,)
    with pytest.raises(SearchIndexError) as caught:
        old.search("重庆")
    assert caught.value.code == "remote.gone"
    with contextlib.closing(Connection(parse(place))) as connection:
        kept = sorted(one["index"] for one in connection.ask("GET", "/_cat/indices/updated*", format="json"))
        assert len(kept) == 3 and kept[0] == "updated-lock"


def test_a_writer_that_dies_leaves_the_old_version_and_nothing_that_counts(node: str, tmp_path: Path) -> None:
    place, source = f"opensearch://{node}/killed", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    Index.update([source], place)
    source.write_text("第一条 氢能\n第二条 产业\n")
    code = (
        "import os, sys; from policysearch import Index; from policysearch.store.opensearch import versions\n"
        "versions.publish = lambda *_: os.kill(os.getpid(), 9)\n"
        "Index.update([sys.argv[1]], sys.argv[2])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(source), place], cwd=ROOT, check=False)
    assert done.returncode == -9
    with Index.open(place) as index:
        assert (index.search("氢能").total, index.search("产业").total) == (1, 0)
    with pytest.raises(IndexLockedError, match="process"):
        Index.update([source], place, wait=0)
    with contextlib.closing(Connection(parse(place))) as connection:
        assert connection.ask("HEAD", "/killed-v000002")
        left = connection.ask("GET", "/killed-lock/_doc/writer")["_source"]
        connection.ask("PUT", "/killed-lock/_doc/writer", left | {"until": 0})  # as a minute later
        Index.update([source], place)
        with Index.open(place) as index:
            assert (index.search("氢能").total, index.search("产业").total) == (1, 1)
        with pytest.raises(NoIndexError):  # nor is the lock
            connection.ask("GET", "/killed-lock/_doc/writer")


def test_a_version_whose_alias_was_lost_is_not_removed(node: str, tmp_path: Path) -> None:
    """As after a snapshot was restored without aliases: the next writer, also of a share, goes on from the newest complete version."""
    place, source = f"opensearch://{node}/unnamed", tmp_path / "a.txt"
    with contextlib.closing(Connection(parse(place))) as connection:
        for count, share in ((1, None), (2, None), (3, (1, 2)), (3, None)):
            source.write_text("".join(f"第{n}条 氢能\n" for n in range(1, count + 1)))
            if count > 1:
                current = versions.current(connection)
                writer.create(connection, Path("v000099"))  # left by a writer that was killed
                connection.ask("DELETE", f"/unnamed-{current}/_alias/unnamed")
                with pytest.raises(NoIndexError):
                    Index.open(place)
                with pytest.raises(ValueError, match="stop here"), versions.writing(connection, 0, tmp_path / "home"):
                    assert versions.current(connection) == current
                    raise ValueError("stop here")
                shutil.rmtree(tmp_path / "home")
                with Index.open(place) as index:
                    assert index.search("氢能").total > 0 and index.check() == []
                connection.ask("DELETE", f"/unnamed-{current}/_alias/unnamed")
            (tmp_path / "home").mkdir()
            Index.update([source], place, share=share)
    assert len(Index.versions(place)) == 2


def test_a_writer_that_lost_its_lock_publishes_nothing(node: str, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    with contextlib.closing(Connection(parse(f"opensearch://{node}/lost"))) as connection:
        with ownership.Lock(connection, 0) as lock:
            lock.require()
            with pytest.raises(IndexLockedError), ownership.Lock(connection, 0):
                pass
            other = {"token": "x", "holder": "another", "until": time.time() + 60}
            connection.ask("PUT", "/lost-lock/_doc/writer", other)
            with pytest.raises(SearchIndexError) as caught:
                lock.require()
            assert caught.value.code == "remote.lost_lock"
        assert connection.ask("GET", "/lost-lock/_doc/writer")["_source"]["token"] == "x"


def test_a_cluster_that_lets_nothing_be_written_keeps_the_old_version(node: str, tmp_path: Path) -> None:
    place, source = f"opensearch://{node}/blocked", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    Index.update([source], place)
    source.write_text("第一条 产业\n")
    with contextlib.closing(Connection(parse(place))) as connection:
        connection.ask("PUT", "/_cluster/settings", {"persistent": {"cluster.blocks.read_only": True}})
        try:
            with pytest.raises(SearchIndexError) as caught:
                Index.update([source], place)
            assert caught.value.code == "remote.read_only"
            with Index.open(place) as index:
                assert index.search("氢能").total == 1
        finally:
            connection.ask("PUT", "/_cluster/settings", {"persistent": {"cluster.blocks.read_only": None}})
    assert Index.update([source], place, wait=70).read == ("a.txt",)


def test_passages_that_were_lost_on_the_way_are_not_published(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, source = f"opensearch://{node}/short", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n第二条 产业\n")
    send = Connection.bulk
    monkeypatch.setattr(Connection, "bulk", lambda self, index, lines: send(self, index, list(lines)[-2:]))
    with pytest.raises(SearchIndexError) as caught:
        Index.update([source], place)
    assert caught.value.code == "remote.incomplete"
    with pytest.raises(NoIndexError):
        Index.open(place)


def test_a_version_that_did_not_become_current_is_not_told_as_published(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, source = f"opensearch://{node}/unswitched", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    Index.update([source], place)
    source.write_text("第一条 产业\n")
    ask = Connection.ask
    with monkeypatch.context() as changed, pytest.raises(SearchIndexError) as caught:
        changed.setattr(Connection, "ask", lambda *a, **more: None if a[2] == "/_aliases" else ask(*a, **more))
        Index.update([source], place)
    assert caught.value.code == "remote.not_switched"
    with Index.open(place) as index:
        assert index.search("氢能").total == 1
    Index.update([source], place)
    with Index.open(place) as index:
        assert index.search("产业").total == 1


@pytest.mark.parametrize("again", [True, False])
def test_a_version_whose_switch_was_answered_by_nothing_is_not_removed(
    again: bool, node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client sends the request again when no answer comes; the alias is then switched already. Or nothing can be learnt any more."""
    place, source = f"opensearch://{node}/unheard{again:d}".lower(), tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    Index.update([source], place)
    source.write_text("第一条 产业\n")
    ask, away = Connection.ask, [False]

    def lost(self: Connection, method: str, path: str, *more: Any, **params: Any) -> Any:
        if away[0] and not path.startswith("/unheard0-lock"):
            raise SearchIndexError("away")
        told = ask(self, method, path, *more, **params)
        if path == "/_aliases":
            away[0] = not again
            return ask(self, method, path, *more, **params) if again else lost(self, method, path)
        return told

    with monkeypatch.context() as changed:
        changed.setattr(Connection, "ask", lost)
        with contextlib.nullcontext() if again else pytest.raises(SearchIndexError):
            Index.update([source], place)
    with Index.open(place) as index:
        assert index.search("产业").total == 1
    Index.update([source], place)
    with Index.open(place) as index:
        assert index.search("产业").total == 1


def test_requests_see_the_next_version(node: str, tmp_path: Path) -> None:
    place, source = f"opensearch://{node}/pool", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n")
    Index.update([source], place)
    served = Served(place)
    with served.lease() as version:
        assert version.index.search("氢能").total == 1
        source.write_text("第一条 产业\n")
        Index.update([source], place)
        time.sleep(1.1)
        with served.lease() as newer:
            assert newer.index.search("氢能").total == 0 and newer.name != version.name
        assert version.index.search("氢能").total == 1
    served.close()
