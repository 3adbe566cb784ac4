"""Shares of a corpus written by several processes make the version that one process makes; versions, and the way back, in a cluster."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.index import shares as index_shares
from policysearch.index.index import Index
from policysearch.model.errors import (
    IndexLockedError,
    NoIndexError,
    OutdatedIndexError,
    RemovalError,
    SearchIndexError,
    UnknownVersionError,
)
from policysearch.store.opensearch import ownership, shares, versions, writer
from policysearch.store.opensearch.address import parse
from policysearch.store.opensearch.connection import Connection
from policysearch.store.opensearch.store import OpenSearchKeeper
from tests.index.test_attachments import NOTICE, TABLE
from tests.readers.test_web_pages import site
from tests.support import opensearch_server
from tests.support.paths import ROOT, SAMPLES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(opensearch_server.missing()), reason=opensearch_server.missing() or "-"),
]

QUERIES = [
    "氢能",
    "产业",
    "氢能 产业",
    "养老服务怎么发展",
    "第一章",
    "NOT 产业",
    "发展*产业",
    "数智算链",
    "district:九龙坡区 产业",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is of all documents together: ids that collide, copies, attachments, pages of one text, coinages, what is not read."""
    folder = tmp_path_factory.mktemp("shared") / "docs"
    shutil.copytree(SAMPLES, folder)
    plan = next(path for path in sorted(folder.iterdir()) if path.name.startswith("qijiang"))
    text = plan.read_text("utf-8")
    (folder / "qijiang-draft.txt").write_text(text.replace("产业", "行业"), "utf-8")  # the id of a plan, twice
    (folder / "复件 qijiang.txt").write_text(text, "utf-8")
    for n in range(8):
        law = f"某市养老服务条例\n第一条 为了发展“数智算链”养老服务，制定本条例。\n第二条 本条例自202{n % 4}年1月1日起施行。\n"
        (folder / f"law{n}.txt").write_text(law, "utf-8")
    (folder / "通知").mkdir()
    (folder / "通知" / "关于推进氢能产业的通知.txt").write_text(NOTICE, "utf-8")
    (folder / "通知" / "附件1：任务分工表.xlsx").write_bytes(TABLE)
    site(folder / "web")
    with zipfile.ZipFile(folder / "文件.zip", "w") as archive:
        archive.writestr("甲.txt", "第一条 加氢站审批。\n第二条 氢能产业。\n")
        archive.writestr("图.jpg", b"x")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04no")
    (folder / "words.db").write_bytes(b"")
    for path in folder.rglob("*"):
        os.utime(path, (1e9, 1e9))  # what was written just now may change again, and its time is not kept
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of one process, in a folder."""
    index = tmp_path_factory.mktemp("alone") / "index"
    Index.update([corpus], index, dictionary=words(corpus))
    return index


def words(corpus: Path) -> Path:
    file = corpus.parent / "words.txt"
    file.write_text("养老服务\n", "utf-8")
    return file


def assert_equal(place: str, alone: Path) -> None:
    """Ids, passages, answers, and what is counted over all."""
    with Index.open(place) as one, Index.open(alone) as other:
        assert one.documents() == other.documents()
        assert list(one.passages()) == list(other.passages())
        assert one.check() == []
        known, there = one._store, other._store
        assert dict(known.vocabulary) == dict(there.vocabulary) and known.mean_length == there.mean_length
        for gram in {char for word in there.vocabulary for char in (word[:1], word[:2])}:
            assert known.literal.document_frequency(gram) == there.literal.document_frequency(gram), gram
        for field in ("document_id", "source", "district", "plan", "type"):
            assert known.values(field) == there.values(field)
        for name in ("coinages.txt", "dictionary.txt", "sources.json"):
            files = [(index._version.folder / name).read_text("utf-8") for index in (one, other)]
            assert files[0] == files[1], name
        for query in QUERIES:
            ours, theirs = one.search(query, None), other.search(query, None)
            assert (ours.total, ours.folded) == (theirs.total, theirs.folded), query
            assert [(hit.passage, hit.score, hit.also) for hit in ours] == [
                (hit.passage, hit.score, hit.also) for hit in theirs
            ], query
            assert one.facets(query) == other.facets(query)
        assert one.suggest("产") == other.suggest("产") and one.glossary() == other.glossary()
        assert one.related("产业") == other.related("产业")


def share(place: str, corpus: Path, number: int, count: int, **more: Any) -> Any:
    return Index.update([corpus], place, dictionary=words(corpus), share=(number, count), wait=1, **more)


def killed(code: str, place: str, corpus: Path, number: int, count: int) -> None:
    """A process that writes a share, with something of ours that kills it before it ends."""
    code = f"""import os, sys; from policysearch import Index
from policysearch.store.opensearch import ownership, shares, versions, writer
die = lambda *_, **__: os.kill(os.getpid(), 9)
{code}
Index.update([sys.argv[1]], sys.argv[2], share=({number}, {count}), dictionary=sys.argv[3])"""
    done = subprocess.run([sys.executable, "-c", code, corpus, place, words(corpus)], cwd=ROOT, check=False)
    assert done.returncode == -9


def age(place: str, *documents: str) -> None:
    """As a minute later: who died is taken for dead."""
    with contextlib.closing(Connection(parse(place))) as connection:
        for name in documents:
            left = connection.ask("GET", f"/{name}")["_source"]
            connection.ask("PUT", f"/{name}", left | {"until": 0}, refresh="true")


def test_four_processes_make_what_one_makes_though_one_dies(node: str, corpus: Path, alone: Path) -> None:
    place = f"opensearch://{node}/four"
    killed("versions.bring_files = die", place, corpus, 3, 4)  # all of its passages are written
    with pytest.raises(NoIndexError):
        Index.open(place)
    age(place, "four-shares/_doc/share-3")
    command = [sys.executable, "-m", "policysearch", "index", str(corpus), "--index", place, "--lang", "en"]
    command += ["--dictionary", str(words(corpus)), "--share"]
    running = [
        subprocess.Popen([*command, f"{number}/4"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for number in (1, 2, 3, 4)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    published = [out for out, _ in said if "documents" in out]
    assert len(published) == 1 and sum(" is in (" in out for out, _ in said) == 3, said
    assert_equal(place, alone)
    with contextlib.closing(Connection(parse(place))) as connection:
        left = sorted(one["index"] for one in connection.ask("GET", "/_cat/indices/four-*", format="json"))
        assert left == ["four-lock", "four-v000001"]
    first = corpus / "law1.txt"
    before = first.read_bytes()
    try:  # and an update goes on from it
        first.write_text("某市养老服务条例\n第一条 氢能。\n", "utf-8")
        assert Index.update(None, place).read == ("law1.txt",)
        first.write_bytes(before)
        assert Index.update(None, place).read == ("law1.txt",)
    finally:
        first.write_bytes(before)
        os.utime(first, (1e9, 1e9))
    with Index.open(place) as one, Index.open(alone) as other:
        assert list(one.passages()) == list(other.passages())


def test_the_report_of_the_last_is_that_of_one_process(node: str, corpus: Path, tmp_path: Path) -> None:
    place = f"opensearch://{node}/told"
    whole = Index.update([corpus], tmp_path / "index", dictionary=words(corpus))
    first, again, second = (share(place, corpus, number, 2) for number in (1, 1, 2))
    assert again.pending.code == "remote.share_was_in" and "files" not in str(again.pending) and not again.read
    assert "1/2" in first.pending and ": 2;" in first.pending and not second.pending
    assert (second.documents, second.passages, second.read) == (whole.documents, whole.passages, whole.read)
    assert second.files == whole.files and second.not_read == whole.not_read
    assert sorted(map(str, second.problems)) == sorted(map(str, whole.problems))


@pytest.mark.parametrize("where", ["writer.finish = die", "versions.publish = die"])
def test_who_dies_while_it_publishes_leaves_nothing_visible_and_any_share_goes_on(
    where: str, node: str, corpus: Path, alone: Path
) -> None:
    name = "dies" + where[0]
    place = f"opensearch://{node}/{name}"
    share(place, corpus, 1, 2)
    killed(where, place, corpus, 2, 2)
    with pytest.raises(NoIndexError):
        Index.open(place)
    age(place, f"{name}-lock/_doc/writer")
    assert not share(place, corpus, 1, 2).pending
    assert_equal(place, alone)


def test_shares_agree_on_paths_and_settings_and_others_wait(node: str, corpus: Path, tmp_path: Path) -> None:
    place = f"opensearch://{node}/terms"
    source = tmp_path / "docs"
    source.mkdir()
    (source / "a.txt").write_text("第一条 氢能\n", "utf-8")
    assert Index.update([source], place, share=(1, 2)).pending
    for more, differs in (({"paths": [corpus]}, "paths"), ({"keep": 5}, "--keep"), ({"share": (1, 3)}, "shares")):
        with pytest.raises(SearchIndexError, match=differs) as caught:
            Index.update(**({"paths": [source], "folder": place, "share": (2, 2)} | more))
        assert caught.value.code == "remote.shares_differ" and "\n" not in str(caught.value)
    with contextlib.closing(Connection(parse(place))) as connection:
        with shares.claim(connection, 2):
            with pytest.raises(IndexLockedError, match="process"):  # a share is written: no update, no other settings
                Index.update([source], place)
            with pytest.raises(SearchIndexError) as caught:
                Index.update([source], place, share=(1, 3), rebuild=True)
            assert caught.value.code == "remote.shares_differ_now"
        assert Index.update([source], place, share=(1, 3), rebuild=True).pending  # what was in is given up
        assert shares.missing(connection, 3) == [2, 3]
        assert Index.update([source], place).documents == 1  # as by whoever does not wait for the shares
        assert shares.missing(connection, 3) == [1, 2, 3]


def test_two_who_write_one_share_are_told_apart(node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was taken for dead and goes on brings nothing."""
    place, source = f"opensearch://{node}/late", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n", "utf-8")
    bring: Callable[..., None] = versions.bring_files
    monkeypatch.setattr(shares, "_PATIENCE", 1.0)

    def late(connection: Connection, index: str, *rest: Any) -> None:
        if index.endswith("-shares"):
            monkeypatch.setattr(versions, "bring_files", bring)
            with pytest.raises(IndexLockedError, match="process"):  # it lives
                Index.update([source], place, share=(1, 1))
            age(place, "late-shares/_doc/share-1")
            assert Index.update([source], place, share=(1, 1)).documents == 1
        bring(connection, index, *rest)

    monkeypatch.setattr(versions, "bring_files", late)
    with pytest.raises(SearchIndexError) as caught:
        Index.update([source], place, share=(1, 1))
    assert caught.value.code == "remote.lost_lock"
    with Index.open(place) as index:
        assert index.search("氢能").total == 1 and index.check() == []


def test_shares_that_would_remove_much_are_published_when_that_is_allowed(node: str, tmp_path: Path) -> None:
    place, source = f"opensearch://{node}/removes", tmp_path / "docs"
    source.mkdir()
    for n in range(20):
        (source / f"{n}.txt").write_text(f"第一条 氢能{n}\n", "utf-8")
    Index.update([source], place)
    for n in range(15):
        (source / f"{n}.txt").unlink()
    assert Index.update([source], place, share=(1, 2)).pending
    with pytest.raises(RemovalError):
        Index.update([source], place, share=(2, 2))
    with Index.open(place) as index:
        assert len(index.documents()) == 20
    assert Index.update([source], place, share=(2, 2), allow_removing=True).documents == 5


def test_a_file_that_cannot_be_cut_into_words_is_left_out_of_its_share(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policysearch.store.local import inverter

    place, source = f"opensearch://{node}/uncut", tmp_path / "docs"
    source.mkdir()
    for name in "abc":
        (source / f"{name}.txt").write_text(f"第一条 氢能{name}\n", "utf-8")
    cut = inverter._prepare

    def failing(dictionary: str, passages: Any) -> Any:
        if any(passage.source == "b.txt" for passage in passages):
            raise RuntimeError("no words")
        return cut(dictionary, passages)

    monkeypatch.setattr(inverter, "_prepare", failing)
    reports = [Index.update([source], place, share=(number, 2)) for number in (1, 2)]
    assert reports[-1].documents == 2 and [problem.path for problem in reports[-1].problems] == ["b.txt"]
    with Index.open(place) as index:
        assert index.search("氢能").total == 2 and index.check() == []


def test_what_a_share_left_damaged_is_named_and_not_published(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, source = f"opensearch://{node}/spoilt", tmp_path / "a.txt"
    source.write_text("第一条 氢能\n", "utf-8")
    fetch = shares.fetch
    for name in ("report.json", "sources.json", "facts.json", "numbers", "grams.numbers"):

        def spoilt(*where: Any, name: str = name) -> list[Path]:
            folders = fetch(*where)
            (folders[0] / name).write_bytes(b'{"a')
            return folders

        with monkeypatch.context() as now, pytest.raises(SearchIndexError) as caught:
            now.setattr(shares, "fetch", spoilt)
            Index.update([source], place, share=(1, 1))
        assert caught.value.code in ("remote.share_damaged", "damaged_index") and "\n" not in str(caught.value), name
        assert str(caught.value).startswith(place) and tempfile.gettempdir() not in str(caught.value)
    with pytest.raises(NoIndexError):
        Index.open(place)
    assert Index.update([source], place, share=(1, 1)).documents == 1


def test_wrong_shares_are_one_line(tmp_path: Path) -> None:
    def told(*options: str) -> str:
        done = CliRunner().invoke(main, ["index", str(tmp_path), "--lang", "en", *options])
        assert done.exit_code in (2, 3)
        return done.output.strip().splitlines()[-1]

    for text in ("5/4", "0/4", "1/1001", "a", "1/٤", "1/2/3"):
        assert "no share" in told("--share", text, "--index", "opensearch://h/n"), text
    assert "--share needs the address" in told("--share", "1/2", "--index", str(tmp_path / "index"))
    assert "--watch" in told("--share", "1/2", "--watch") and "--dry-run" in told("--share", "1/2", "--dry-run")
    assert not (tmp_path / "index").exists()
    assert index_shares.MOST == 1000


def test_versions_are_listed_and_gone_back_to_as_in_a_folder(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`keep` too; the way back is the same command again, and what is updated later goes on from it."""
    source = tmp_path / "a.txt"
    for place in (f"opensearch://{node}/back", str(tmp_path / "index")):

        def search(text: str, place: str = place) -> int:
            with Index.open(place) as index:
                assert index.check() == []
                return index.search(text).total

        with pytest.raises(NoIndexError):
            Index.versions(place)
        with pytest.raises(NoIndexError):
            Index.rollback(place)
        for number, word in enumerate(("氢能", "产业", "养老", "教育"), 1):
            source.write_text(f"第一条 {word}\n" * number, "utf-8")
            Index.update([source], place, keep=3)
        told = Index.versions(place)
        assert [(one.name, one.passages, one.current, one.readable) for one in told] == [
            ("v000004", 4, True, True),
            ("v000003", 3, False, True),
            ("v000002", 2, False, True),
        ]
        assert all(one.bytes > 0 and one.built for one in told)
        for unknown in ("v000001", "v000004", "x"):
            with pytest.raises(UnknownVersionError, match="v000002"):
                Index.rollback(place, unknown)
        back = Index.rollback(place, "v000002")
        assert (back.name, back.passages, back.current) == ("v000005", 2, True)
        assert (search("产业"), search("教育")) == (2, 0)
        assert [one.name for one in Index.versions(place)] == ["v000005", "v000004", "v000003"]
        assert Index.rollback(place).name == "v000006" and search("教育") == 4
        source.write_text("第一条 医疗\n", "utf-8")
        assert Index.update(None, place).read == ("a.txt",) and search("医疗") == 1
        assert [one.name for one in Index.versions(place)] == ["v000007", "v000006", "v000005"]
        Index.update(None, place, keep=1)
        assert [one.name for one in Index.versions(place)] == ["v000008"]
        with pytest.raises(UnknownVersionError):
            Index.rollback(place)
        done = CliRunner().invoke(main, ["versions", "--index", place, "--json"])
        assert done.exit_code == 0 and '"v000008"' in done.output
        Index.update(None, place, keep=2)
        with monkeypatch.context() as other:
            from policysearch.store.local.store import LocalKeeper

            other.setattr(OpenSearchKeeper, "fingerprint", "another")
            other.setattr(LocalKeeper, "fingerprint", "another")
            assert not any(one.readable for one in Index.versions(place))
            with pytest.raises(OutdatedIndexError):
                Index.rollback(place)
        assert search("医疗") == 1


def test_a_rollback_that_dies_leaves_the_version_that_was_current(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, source = f"opensearch://{node}/half", tmp_path / "a.txt"
    for word in ("氢能", "产业"):
        source.write_text(f"第一条 {word}\n", "utf-8")
        Index.update([source], place)
    copy = writer.copy

    def dying(*paths: Any) -> None:
        copy(*paths)
        raise SearchIndexError("gone")

    with monkeypatch.context() as now:
        now.setattr(writer, "copy", dying)
        with pytest.raises(SearchIndexError):
            Index.rollback(place)
    with Index.open(place) as index:
        assert (index.search("产业").total, index.search("氢能").total) == (1, 0)
    assert Index.rollback(place).name == "v000003"
    with Index.open(place) as index:
        assert (index.search("产业").total, index.search("氢能").total) == (0, 1)


def test_a_writer_whose_answer_was_lost_keeps_its_lock(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote is there: it is not taken for another's."""
    with (
        contextlib.closing(Connection(parse(f"opensearch://{node}/answer"))) as connection,
        ownership.Lock(connection, 0) as lock,
    ):
        send, lost = connection._sent, [True]

        def sent(*args: Any) -> Any:
            told = send(*args)
            if lost and "_doc" in args[1]:
                lost.clear()
                return send(*args)  # as the client, which had no answer, does
            return told

        monkeypatch.setattr(connection, "_sent", sent)
        lock.require()
        lock.require()
