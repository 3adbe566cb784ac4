"""The newest version for every request, one version from beginning to end, and a document whole from its passages."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from policysearch import ClosedIndexError, Index, NoIndexError
from policysearch.index import loading
from policysearch.model.passages import passages, restore_document
from policysearch.output.document_json import nodes
from policysearch.structure import tree_builder
from policysearch.tables.recognize import tables
from tests.support.web_fixtures import client
from tests.tables.test_recognize import REAL, SAMPLES, real

pool = pytest.importorskip("policysearch.index.pool")
Served, Version = pool.Served, pool.Version


def write(folder: Path, number: int) -> None:
    """A version in which every passage, and there are as many of them, says its number."""
    chapters = "".join(f"第{n}章　甲\n\n版本{number}号氢能。\n\n" for n in "一二三四五")
    (folder / "a.txt").write_text(f"某区第{number}份规划\n\n{chapters}", "utf-8")
    Index.update([folder / "a.txt"], folder / "index")


def test_a_new_version_is_read_and_the_old_one_ends_with_its_last_request(tmp_path: Path) -> None:
    write(tmp_path, 1)
    served = Served(tmp_path / "index")
    with served.lease() as first:
        write(tmp_path, 2)
        with served.lease() as second:
            assert second.name != first.name
            assert second.index.search("版本2号").total == 5 and first.index.search("版本1号").total == 5
    with pytest.raises(ClosedIndexError):
        first.index.search("另一个查询氢能")
    with served.lease() as again:
        assert again is second
    served.close()


def test_a_version_that_cannot_be_opened_leaves_the_old_one(tmp_path: Path) -> None:
    write(tmp_path, 1)
    served = Served(tmp_path / "index")
    with served.lease() as first:
        pass
    (tmp_path / "index" / "CURRENT").write_text("v999999\nnothing\n")
    with served.lease() as still:
        assert still is first and still.index.search("版本1号").total == 5
    with pytest.raises(NoIndexError), Served(tmp_path / "nowhere").lease():
        pass


def test_a_version_is_verified_in_the_background(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, 1)
    index = tmp_path / "index"
    with Served(index).lease():
        verified()
    assert not caplog.records
    text = index / "v000001" / "literal.0001.text"
    data = bytearray(text.read_bytes())
    data[5] ^= 1
    text.write_bytes(data)
    with Served(index).lease() as version:
        assert version.index.search("版本1号").total
        verified()
    assert "literal.0001.text was altered" in caplog.text and "--rebuild" in caplog.text


@pytest.mark.parametrize("folder", [SAMPLES, pytest.param(REAL, marks=real)], ids=["samples", "real"])
def test_tables_are_those_of_all_passages_and_only_documents_that_have_any_are_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [tmp_path / f"{n}.txt" for n in range(5)]
    for path in plain:
        path.write_text(f"某区第{path.stem}份规划\n\n第一章　甲\n\n发展氢能，序号为{path.stem}。\n", "utf-8")
    Index.update([folder, *plain], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        expected = [table for passage in index.passages() for table in tables(passage)]
        read: list[str] = []
        whole = index.of_document
        monkeypatch.setattr(index, "of_document", lambda id: read.append(id) or whole(id))  # type: ignore[func-returns-value]
        version, held = Version(index), [one for one, tables in index.documents_with_tables if tables]
        assert list(islice(version.tables(), 2)) == expected[:2] and len(read) < len(held)
        assert list(version.tables()) == expected != []
        assert list(version.tables()) == expected and len(read) == len(set(read)) == len(held)
        assert not {hit.passage.document_id for hit in index.search('"序号为"').hits} & set(read)
        for document in index.documents():
            of_it = [table for table in expected if table.document_id == document.id]
            assert list(version.tables(document.id)) == of_it


def verified() -> None:
    for thread in threading.enumerate():
        if thread.name == "verify":
            thread.join()


def test_no_answer_mixes_two_versions(tmp_path: Path) -> None:
    write(tmp_path, 0)
    done = threading.Event()
    with client(tmp_path / "index") as web:

        def ask(_: int) -> int:
            answers = 0
            while not done.is_set() or answers < 3:
                response = web.get("/api/search?q=氢能&limit=20&facets=true")
                assert response.status_code == 200
                answer = response.json()
                texts = {hit["snippet"]["text"] for hit in answer["hits"]}
                assert answer["total"] == 5 and len(texts) == 1 and sum(answer["facets"]["kind"].values()) == 5
                answers += 1
            return answers

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(ask, n) for n in range(4)]
            try:
                for number in range(1, 6):
                    write(tmp_path, number)
            finally:
                done.set()
            assert sum(future.result() for future in asking) >= 12
        assert "版本5号" in web.get("/api/search?q=氢能").text


@pytest.mark.parametrize("folder", [SAMPLES, pytest.param(REAL, marks=real)], ids=["samples", "real"])
def test_a_document_is_restored_from_its_passages(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        for document in tree_builder.parse(loading.read(path, path.name)):
            again = restore_document(replace(document, provisions=()), passages(document))
            assert nodes(again) == nodes(document)
            assert [(p.id, p.kind, p.parent, p.text) for p in again.provisions] == [
                (p.id, p.kind, p.parent, p.text) for p in document.provisions
            ]
