"""The front door: an update gives what a fresh build gives, damage is named, and the old index outlives every failure."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from policysearch.index import discovery, loading, program, version_writer
from policysearch.index.build_report import BuildReport
from policysearch.index.index import Index
from policysearch.index.versions import FORMAT
from policysearch.model.document import Document, Passage, Provision, Source
from policysearch.model.errors import (
    CorpusError,
    DamagedIndexError,
    IndexLockedError,
    NoIndexError,
    OutdatedIndexError,
    SearchIndexError,
)
from policysearch.store.memory import MemoryStore
from tests.support import soak_kill
from tests.support.faults import at_change, needs_fork
from tests.support.paths import SHARED
from tests.support.recording_keeper import RecordingKeeper


def parse(source: Source) -> tuple[Document, ...]:
    """A document for each line `# id`, with the lines under it as its provisions."""
    documents: list[Document] = []
    for number, line in enumerate(source.lines, 1):
        if line == "boom":
            raise RecursionError("too\ndeep")
        if line.startswith("# "):
            fields: dict[str, Any] = {
                "type": "通知",
                "district": "綦江区",
                "city": "重庆市",
                "level": "区县级",
                "plan": "十五五",
            }
            rest: dict[str, Any] = {
                "years": (2026,),
                "number": "",
                "issuer": "",
                "issued": "2026-01",
                "source": source.path,
            }
            documents.append(
                Document(id=line[2:], title=line, line_start=number, line_end=number, provisions=(), **fields, **rest)
            )
        elif line and documents:
            provisions = documents[-1].provisions
            spans = ((number, number + 1),)
            provision = Provision(f"p_{len(provisions) + 1}", "条", "", "", number, number, None, spans, line)
            documents[-1] = replace(documents[-1], provisions=(*provisions, provision))
    return tuple(documents)


class Corner:
    """A folder of documents with an index beside it."""

    def __init__(self, folder: Path) -> None:
        self.docs = folder / "docs"
        self.index = folder / "index"
        self.docs.mkdir(parents=True)
        self.engine = RecordingKeeper()
        self.clock = 1_700_000_000 * 10**9  # ns
        self.parsed: list[str] = []

    def write(self, name: str, text: str, mtime_ns: int | None = None) -> Path:
        """Write a document long ago, but later than those before, or at the time given."""
        self.clock += 10**9
        mtime_ns = mtime_ns or self.clock
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def update(self, *paths: Path, **options: Any) -> BuildReport:
        def counted(source: Source) -> tuple[Document, ...]:
            self.parsed.append(source.path)
            return parse(source)

        self.parsed.clear()
        self.engine.calls.clear()
        given: dict[str, Any] = {"engine": self.engine, "parse": counted} | options
        return Index.update(paths or [self.docs], self.index, **given)

    def open(self) -> Index:
        return Index.open(self.index, engine=self.engine)

    def content(self) -> tuple[tuple[Passage, ...], tuple[Document, ...]]:
        """All that is in the index, which is sound."""
        with self.open() as index:
            assert index.check() == []
            return tuple(index.passages()), index.documents()

    def ids(self) -> list[str]:
        return [passage.id for passage in self.content()[0]]

    def current(self) -> str:
        return (self.index / "CURRENT").read_text().split()[0]


@pytest.fixture
def corner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corner:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    corner = Corner(tmp_path)
    corner.write("a.txt", "# plan\n氢能\n# notice\n轨道\n")
    corner.write("b/b.md", "# scheme\n产业\n人工智能\n")
    corner.write("c.txt", "# law\n条例\n")
    return corner


# Reading


def test_an_index_is_built_and_read(corner: Corner) -> None:
    report = corner.update()
    assert report.read == ("a.txt", "b/b.md", "c.txt")
    assert (report.documents, report.passages, report.rebuilt, report.problems) == (4, 5, "", ())
    assert not (report.unchanged or report.removed or report.renamed or report.guessed)
    with corner.open() as index:
        assert index.check() == []
        assert [document.id for document in index.documents()] == ["plan", "notice", "scheme", "law"]
        assert [passage.id for passage in index.passages()] == [
            "plan/p_1",
            "notice/p_1",
            "scheme/p_1",
            "scheme/p_2",
            "law/p_1",
        ]
        passage = index.get("scheme/p_2")
        assert passage
        assert (passage.text, passage.document_id, passage.source) == ("人工智能", "scheme", "b/b.md")
        assert index.get("plan_3/p_1") is None
        assert index.neighbours("scheme/p_2") == (index.get("scheme/p_1"), None)
        assert index.neighbours("scheme/p_1") == (None, passage)
        assert index.neighbours("nothing") == (None, None)
        stats = index.stats()
        assert (stats.documents, stats.passages, stats.files, stats.districts) == (4, 5, 3, {"綦江区": 5})
        assert (stats.plans, stats.kinds, stats.format) == ({"十五五": 5}, {"条": 5}, f"{FORMAT} (memory 1)")
        assert stats.words == len(["氢能", "轨道", "产业", "人工智能", "条例"])
        files = [path for path in (corner.index / "v000001").rglob("*") if path.is_file()]
        assert stats.bytes == sum(path.stat().st_size for path in files if path.name != "manifest.json")
        assert stats.built[:2] == "20"
        assert stats.dictionary


def test_an_answer_is_a_page_of_one_ranking(corner: Corner) -> None:
    corner.update()
    with corner.open() as index:
        answer = index.search("氢能")
        assert (answer.query, answer.parsed, answer.total, answer.offset, answer.relaxed) == (
            "氢能",
            "氢能",
            1,
            0,
            False,
        )
        assert [hit.passage.id for hit in answer] == ["plan/p_1"]
        everything = index.search("district:綦江", None)
        assert everything.total == len(everything.hits) == 5
        pages = [hit for offset in range(0, 6, 2) for hit in index.search("district:綦江", 2, offset)]
        assert tuple(pages) == everything.hits
        assert index.search("district:綦江", 0).total == 5
        for limit, offset in ((-1, 0), (1, -1)):
            with pytest.raises(ValueError, match="must not be negative"):
                index.search("氢能", limit, offset)


def test_a_reader_keeps_the_version_it_opened(corner: Corner) -> None:
    corner.update()
    with corner.open() as index:
        for n in range(4):
            corner.write("a.txt", f"# plan\n新{n}\n")
            corner.update()
        assert index.check() == []
        assert index.search("氢能").total == 1
    with corner.open() as index:
        assert index.search("氢能").total == 0
        assert index.search("新3").total == 1


# Updating


def test_nothing_changed_writes_nothing(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    first = corner.update()
    before = (corner.index / "CURRENT").stat().st_mtime_ns
    monkeypatch.setattr(loading, "read", lambda *_: pytest.fail("a file was read"))
    report = corner.update()
    assert report.unchanged == first.read
    assert not (report.read or report.removed or report.renamed or report.rebuilt)
    assert (report.documents, report.passages) == (4, 5)
    assert corner.engine.calls == []
    assert sorted(os.listdir(corner.index)) == ["CURRENT", "LOCK", "v000001"]
    assert (corner.index / "CURRENT").stat().st_mtime_ns == before


def test_only_what_changed_is_read(corner: Corner) -> None:
    corner.update()
    corner.write("a.txt", "# plan\n氢能和\n# notice\n轨道\n")
    corner.write("d.txt", "# new\n新\n")
    (corner.docs / "c.txt").unlink()
    report = corner.update()
    assert (report.read, report.unchanged, report.removed) == (("a.txt", "d.txt"), ("b/b.md",), ("c.txt",))
    assert corner.parsed == ["a.txt", "d.txt"]
    assert corner.engine.calls == [("update", (frozenset({"a.txt", "c.txt"}), ["a.txt", "d.txt"]))]
    assert corner.ids() == ["plan/p_1", "notice/p_1", "scheme/p_1", "scheme/p_2", "new/p_1"]


def test_a_touched_file_is_unchanged(corner: Corner) -> None:
    corner.update()
    os.utime(corner.docs / "a.txt")
    report = corner.update()
    assert report.unchanged == ("a.txt", "b/b.md", "c.txt")
    assert (corner.parsed, corner.engine.calls) == ([], [])


def test_a_change_that_keeps_size_and_time_is_noticed_while_times_are_too_coarse_to_tell(corner: Corner) -> None:
    stamp = time.time_ns() + 600 * 10**9  # however long the next lines take, it has only just been written
    corner.write("a.txt", "# plan\n旧文\n", mtime_ns=stamp)
    corner.update()
    corner.write("a.txt", "# plan\n新文\n", mtime_ns=stamp)
    assert corner.update().read == ("a.txt",)


def test_a_renamed_file_is_not_read_again(corner: Corner) -> None:
    corner.update()
    (corner.docs / "b/b.md").rename(corner.docs / "0.md")
    report = corner.update()
    assert (report.renamed, report.read, report.removed) == (("0.md",), (), ())
    assert report.unchanged == ("a.txt", "c.txt")
    assert corner.parsed == []
    passages, documents = corner.content()
    assert [(p.id, p.source) for p in passages[:4]] == [
        ("scheme/p_1", "0.md"),
        ("scheme/p_2", "0.md"),
        ("plan/p_1", "a.txt"),
        ("notice/p_1", "a.txt"),
    ]
    assert [document.source for document in documents] == ["0.md", "a.txt", "a.txt", "c.txt"]


def test_identical_files_are_both_indexed(corner: Corner) -> None:
    shutil.copy(corner.docs / "c.txt", corner.docs / "b/c.txt")
    assert corner.update().read == ("a.txt", "b/b.md", "b/c.txt", "c.txt")
    assert corner.ids()[-2:] == ["law/p_1", "law_2/p_1"]
    (corner.docs / "b/c.txt").unlink()
    report = corner.update()
    assert (report.removed, report.renamed, corner.parsed) == (("b/c.txt",), (), [])
    assert corner.ids()[-1:] == ["law/p_1"]


def test_copies_are_counted_and_no_id_is_given_twice(corner: Corner) -> None:
    corner.write("a.txt", "# plan\n一\n# plan_2\n二\n")
    corner.write("b/b.md", "# plan\n一\n# plan\n一\n# plan_2\n二\n")
    corner.update()
    assert corner.ids() == ["plan/p_1", "plan_2/p_1", "plan_3/p_1", "plan_4/p_1", "plan_2_2/p_1", "law/p_1"]


def test_an_id_names_the_same_document_whatever_comes_and_goes(corner: Corner) -> None:
    def told() -> dict[str, str]:
        return {passage.id: passage.text for passage in corner.content()[0]}

    corner.update()
    first = told()
    corner.write("0.txt", "# plan\n另一\n")  # what comes first by name takes no id from the others
    corner.update()
    second = told()
    assert "plan/p_1" not in second  # it was shared, and nobody has it now
    assert all(second.get(id, text) == text for id, text in first.items())
    assert sorted(second.values()) == sorted([*first.values(), "另一"])
    (corner.docs / "0.txt").rename(corner.docs / "z.txt")
    corner.update()
    assert told() == second
    shutil.copy(corner.docs / "a.txt", corner.docs / "0.txt")
    corner.update()
    assert {id: text for id, text in told().items() if not id.partition("/")[0].endswith("_2")} == second
    for name in ("0.txt", "z.txt"):
        (corner.docs / name).unlink()
    corner.update()
    assert told() == first


@pytest.mark.parametrize("seed", range(6))
def test_an_updated_index_equals_a_fresh_build(corner: Corner, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    names = ["a.txt", "b/b.md", "c.txt", "b/z.txt", "区/e.md"]

    def text() -> str:
        lines = [
            f"# {rng.choice('xyz')}\n" + "".join(f"{rng.random()}\n" for _ in range(rng.randint(0, 2))) for _ in "12"
        ]
        return "".join(lines[: rng.randint(1, 2)])

    for step in range(12):
        for _ in range(rng.randint(1, 3)):
            path, other = corner.docs / rng.choice(names), corner.docs / rng.choice(names)
            other.parent.mkdir(exist_ok=True)
            if not path.exists() or rng.random() < 0.4:
                corner.write(str(path.relative_to(corner.docs)), text())
            else:
                changes: list[Callable[[], object]] = [path.unlink, partial(path.replace, other)]
                if path != other:
                    changes.append(partial(shutil.copy, path, other))
                rng.choice(changes)()
        if not any(corner.docs.rglob("*.*")):
            continue
        report = corner.update()
        fresh = Corner(tmp_path / f"fresh {step}")
        Index.update([corner.docs], fresh.index, engine=fresh.engine, parse=parse)
        assert corner.content() == fresh.content()
        everything = [*report.read, *report.unchanged, *report.renamed]
        assert sorted(everything) == [name for _, name in discovery.find([corner.docs])]
        assert not set(report.removed) & set(everything)


def test_other_paths_replace_those_before(corner: Corner, tmp_path: Path) -> None:
    corner.update()
    other = Corner(tmp_path / "other")
    stamp = (corner.docs / "c.txt").stat().st_mtime_ns
    other.write("c.txt", "# law\n规章\n", mtime_ns=stamp)  # same name, size and time, other content
    report = corner.update(other.docs)
    assert (report.read, report.removed, report.unchanged) == (("c.txt",), ("a.txt", "b/b.md"), ())
    assert [passage.text for passage in corner.content()[0]] == ["规章"]
    both = corner.update(other.docs, corner.docs)
    assert set(both.read) == {f"{corner.docs.parent.name}/docs/{name}" for name in ("a.txt", "b/b.md", "c.txt")}
    assert both.renamed == ("other/docs/c.txt",)


def test_a_single_path_may_be_given_as_text(corner: Corner) -> None:
    report = Index.update(str(corner.docs / "c.txt"), str(corner.index), engine=corner.engine, parse=parse)
    assert report.read == ("c.txt",)


def test_the_index_may_lie_among_the_documents(corner: Corner) -> None:
    corner.index = corner.docs / "b"
    with pytest.raises(SearchIndexError, match=r"holds other files \(b\.md\) and no index"):
        corner.update()
    corner.index = corner.docs / "index"
    corner.update()
    (corner.index / "v000001/notes.txt").write_text("# found\n")
    assert corner.update().read == ()


def test_progress_is_told_file_by_file(corner: Corner) -> None:
    told: list[tuple[int, int, str]] = []
    corner.update(progress=lambda *step: told.append(step))
    assert told[-1][:2] == (3, 3)
    assert {name for _, _, name in told} >= {"a.txt", "b/b.md", "c.txt"}
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    corner.write("c.txt", "# law\n规章\n")
    told.clear()
    corner.update(progress=lambda *step: told.append(step))
    assert told[-1][:2] == (3, 3)


# Trouble with documents


def test_one_bad_file_never_stops_the_others(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    corner.update()
    (corner.docs / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9))
    corner.write("empty.txt", " \n")
    corner.write("crash.txt", "# x\nboom\n")
    corner.write("bare.txt", "no document here\n")
    corner.write("a.txt", "# plan\nboom\n")  # was good
    (corner.docs / "gb.txt").write_bytes("# gb\n国标文字\n".encode("gb18030"))
    with (corner.docs / "huge.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    sources = loading.sources

    def guarded(
        path: Path, shown: str, report: Callable[[CorpusError], None], pages: loading.Pages = (), *more: Any
    ) -> Iterator[Source]:
        if shown == "c.txt":  # rights would not stop root
            report(CorpusError(shown, "cannot be read: permission denied"))
            return
        yield from sources(path, shown, report, pages, *more)

    monkeypatch.setattr(loading, "sources", guarded)
    os.utime(corner.docs / "c.txt")
    report = corner.update()
    assert {p.path: p.reason for p in report.problems} == {
        "a.txt": "cannot be parsed: RecursionError: too deep; save it as plain text or in another format",
        "bare.txt": "no document was found in it",
        "c.txt": "cannot be read: permission denied",
        "crash.txt": "cannot be parsed: RecursionError: too deep; save it as plain text or in another format",
        "empty.txt": "is empty",
        "huge.txt": "is too large (50 MB, at most 32 MB); split it",
        "picture.txt": "is a picture; --ocr auto reads its text",
    }
    assert (report.read, report.unchanged, report.removed) == (("gb.txt",), ("b/b.md",), ("a.txt", "c.txt"))
    assert report.guessed == (("gb.txt", "gb18030"),)
    assert corner.ids() == ["scheme/p_1", "scheme/p_2", "gb/p_1"]


def test_when_nothing_can_be_read_the_old_index_stays(corner: Corner, tmp_path: Path) -> None:
    corner.update()
    for name in ("a.txt", "b/b.md", "c.txt"):
        corner.write(name, "")
    with pytest.raises(CorpusError, match=r"docs: none of 3 files can be read; a\.txt: is empty$"):
        corner.update()
    (tmp_path / "nothing").mkdir()
    with pytest.raises(CorpusError, match=r"nothing: no document there that can be read, such as"):
        corner.update(tmp_path / "nothing")
    with pytest.raises(CorpusError, match=r"^a\.txt: is empty$"):
        corner.update(corner.docs / "a.txt")
    with pytest.raises(CorpusError, match="gone: no such file or folder"):
        corner.update(corner.docs, tmp_path / "gone")
    assert corner.current() == "v000001"
    assert len(corner.ids()) == 5


# Trouble with the index


def test_a_missing_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="no index here; build one with: policysearch index"):
        Index.open(tmp_path / "index", engine=RecordingKeeper())


def test_another_format_is_refused_for_reading_and_rebuilt_by_an_update(corner: Corner) -> None:
    corner.update()
    corner.engine = RecordingKeeper("memory 2")
    with pytest.raises(
        OutdatedIndexError, match=rf"format {FORMAT} \(memory 1\), this program reads {FORMAT} \(memory 2\)"
    ):
        corner.open()
    report = corner.update()
    assert report.rebuilt == f"the index was of format {FORMAT} (memory 1), this program writes {FORMAT} (memory 2)"
    assert (len(report.read), report.unchanged, report.removed) == (3, (), ())
    assert len(corner.ids()) == 5
    assert corner.update().rebuilt == ""


def test_what_another_release_of_this_program_read_is_read_again(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    corner.update()
    monkeypatch.setattr(program, "stamp", lambda: "another")
    with corner.open() as index:  # but can be searched until then
        assert index.check() == []
    assert corner.update().rebuilt == "the index was built by another version of this program"
    assert corner.update().rebuilt == ""


def test_a_rebuild_reads_all_again(corner: Corner) -> None:
    assert corner.update(rebuild=True).rebuilt == ""  # there was none
    report = corner.update(rebuild=True)
    assert (report.rebuilt, len(report.read), corner.engine.calls) == ("it was asked for", 3, [("build", None)])
    assert corner.current() == "v000002"


Damage = Callable[[Path], object]
DAMAGE: dict[str, Damage] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "emptied": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "altered": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"~"),
}


def findings(index: Path, engine: RecordingKeeper | None) -> list[str]:
    """What opening or checking says is wrong."""
    try:
        with Index.open(index, engine=engine) as opened:
            return opened.check()
    except (DamagedIndexError, NoIndexError) as error:
        return [str(error)]


@pytest.mark.parametrize("how", DAMAGE)
def test_damage_to_any_file_is_named_and_repaired_by_an_update(corner: Corner, tmp_path: Path, how: str) -> None:
    corner.update()
    whole = tmp_path / "whole"
    shutil.copytree(corner.index, whole)
    files = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file() and path.name != "LOCK"]
    written = {"CURRENT", "manifest.json", "sources.json", "same_texts.json", "passages.json", "count"}
    assert {path.name for path in files} == written
    for file in files:
        shutil.rmtree(corner.index)
        shutil.copytree(whole, corner.index)
        DAMAGE[how](corner.index / file)
        found = findings(corner.index, corner.engine)
        assert found
        if (file.name, how) != ("CURRENT", "gone"):  # then there is no index
            assert file.as_posix() in found[0]
        report = corner.update()
        if file.name != "CURRENT":
            assert report.rebuilt.startswith("the index was damaged: ")
            assert file.as_posix() in report.rebuilt
        assert len(corner.ids()) == 5


def test_what_an_engine_raises_on_damage_becomes_one_line(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    corner.update()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("bits\nflipped")

    with corner.open() as index:
        monkeypatch.setattr(type(index._store), "passages", fail)
        assert index.check() == ["v000001: the passages cannot be read (ZeroDivisionError: bits flipped)"]
    monkeypatch.setattr(RecordingKeeper, "open", fail)
    with pytest.raises(DamagedIndexError, match="v000001: ZeroDivisionError: bits flipped"):
        corner.open()


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (lambda passages: passages[:-1], "c.txt has 0 passages instead of 1"),
        (lambda passages: [*passages, passages[0]], "the id plan/p_1 is there twice"),
        (
            lambda passages: [*passages[1:], replace(passages[0], document_id="x")],
            "plan/p_1 is of no document of a.txt",
        ),
        (lambda passages: [*passages, replace(passages[0], id="x/1", source="x")], "x/1 is of no document of x"),
    ],
)
def test_check_compares_what_is_there_with_what_was_read(
    corner: Corner, wrong: Callable[[list[Passage]], list[Passage]], finding: str
) -> None:
    class Wrong(RecordingKeeper):
        def _write(self, folder: Path, passages: Iterable[Passage]) -> None:
            super()._write(folder, wrong(list(passages)))

    corner.engine = Wrong()
    corner.update()
    assert finding in findings(corner.index, corner.engine)


def test_check_finds_by_id_and_by_source_what_it_walked_over(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    corner.update()
    with_ids, values = MemoryStore.with_ids, MemoryStore.values

    def without_law(store: MemoryStore, ids: Sequence[str]) -> list[Passage | None]:
        return [one if one and one.id != "law/p_1" else None for one in with_ids(store, ids)]

    monkeypatch.setattr(MemoryStore, "with_ids", without_law)
    assert findings(corner.index, corner.engine) == ["law/p_1 is not found by its id"]
    monkeypatch.setattr(MemoryStore, "with_ids", with_ids)
    monkeypatch.setattr(MemoryStore, "values", lambda reader, field: values(reader, field) | {"a.txt": 1})
    assert findings(corner.index, corner.engine) == ["the passages that can be found are not those that are stored"]


def test_an_index_that_is_being_written_is_left_to_its_writer(corner: Corner) -> None:
    corner.update()
    corner.write("c.txt", "# law\n规章\n")
    with version_writer.writing(corner.index), pytest.raises(IndexLockedError, match=f"process {os.getpid()} on "):
        corner.update(wait=0)
    assert corner.update(wait=0).read == ("c.txt",)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_update_leaves_the_old_index(corner: Corner, error: type[BaseException]) -> None:
    corner.update()
    corner.write("c.txt", "# law\n规章\n")
    for stop in range(1, 5):

        def progress(*_: object, steps: list[int] = [stop]) -> None:  # noqa: B006
            steps[0] -= 1
            if not steps[0]:
                raise error

        with pytest.raises(error):
            corner.update(progress=progress)
        assert sorted(os.listdir(corner.index)) == ["CURRENT", "LOCK", "v000001"]
    assert corner.ids()[-1] == "law/p_1"


@needs_fork
def test_killed_at_any_change_an_update_leaves_the_old_or_the_new_index(corner: Corner) -> None:
    corner.update()
    outcomes = []
    for n in range(1, 100):
        before = corner.content()
        corner.write("c.txt", f"# law\n第{n}代\n")
        _, reached = at_change(n, corner.index, lambda: os._exit(9), lambda: 0 if corner.update() else 1)
        outcomes.append(corner.content() != before)
        if not reached:
            break
        corner.update()
        assert corner.content()[0][-1].text == f"第{n}代"
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) >= 8
    assert outcomes[-1]


@needs_fork
def test_a_disk_full_at_any_change_leaves_the_old_index(corner: Corner) -> None:
    corner.update()

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def work() -> int:
        try:
            corner.update()
        except SearchIndexError as error:
            return 3 if str(error).endswith(": no space left on device; the old index is untouched") else 4
        return 0

    outcomes = []
    for n in range(1, 100):
        before = corner.content()
        corner.write("c.txt", f"# law\n第{n}代\n")
        status, reached = at_change(n, corner.index, fail, work)
        assert (corner.content() == before) == (status == 3)
        assert status in (0, 3)
        outcomes.append(status)
        if not reached:
            break
    assert outcomes.count(3) >= 8


def test_killed_at_random_moments_there_is_the_old_or_the_new_index(tmp_path: Path) -> None:
    assert soak_kill.soak(tmp_path, kills=6, seed=None).endswith("6 kills: the old or the new index every time")


# The real engine and parser


@pytest.fixture
def real(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for file in range(4):
        (tmp_path / f"docs/{file}.txt").write_text(soak_kill.TEXT.format(file=file, generation=1), "utf-8")
    return tmp_path


def test_with_the_real_engine_an_updated_index_equals_a_fresh_build(real: Path) -> None:
    docs = real / "docs"
    Index.update([docs], real / "index")
    (docs / "0.txt").unlink()
    (docs / "3.txt").rename(docs / "00.txt")
    (docs / "1.txt").write_text(soak_kill.TEXT.format(file=1, generation=2).replace("氢能", "光伏"), "utf-8")
    report = Index.update([docs], real / "index")
    assert (report.read, report.renamed, report.removed, report.unchanged) == (
        ("1.txt",),
        ("00.txt",),
        ("0.txt",),
        ("2.txt",),
    )
    Index.update([docs], real / "fresh")
    with Index.open(real / "index") as updated, Index.open(real / "fresh") as fresh:
        assert updated.check() == fresh.check() == []
        assert list(updated.passages()) == list(fresh.passages())
        assert updated.documents() == fresh.documents()
        for query in ("氢能", "光伏", "轨道交通", '"第1代"', "章:总体 source:00"):
            assert updated.search(query, None) == fresh.search(query, None)
        assert updated.search("光伏").total == 1
        assert updated.search('"氢能产业"').total == 2
        stats, other = updated.stats(), fresh.stats()
        assert replace(stats, bytes=0, built="") == replace(other, bytes=0, built="")


@pytest.mark.parametrize("how", ["cut", "gone", "altered"])
def test_with_the_real_engine_damage_is_named_and_repaired(real: Path, how: str) -> None:
    whole = real / "whole"
    Index.update([real / "docs"], whole)
    for file in [path.relative_to(whole) for path in (whole / "v000001").iterdir()]:
        shutil.copytree(whole, real / "index")
        DAMAGE[how](real / "index" / file)
        assert file.as_posix() in findings(real / "index", None)[0]
        assert file.as_posix() in Index.update([real / "docs"], real / "index").rebuilt
        assert findings(real / "index", None) == []
        shutil.rmtree(real / "index")


@needs_fork
def test_with_the_real_engine_a_full_disk_at_any_change_leaves_the_old_index(real: Path) -> None:
    index = real / "index"
    Index.update([real / "docs"], index)

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def work() -> int:
        try:
            Index.update([real / "docs"], index)
        except SearchIndexError as error:
            return 3 if str(error).endswith(": no space left on device; the old index is untouched") else 4
        return 0

    outcomes = []
    for n in range(1, 100):
        (real / "docs/0.txt").write_text(soak_kill.TEXT.format(file=0, generation=n + 1), "utf-8")
        status, reached = at_change(n, index, fail, work)
        assert status in (0, 3)
        with Index.open(index) as opened:
            assert opened.check() == []
            assert (opened.search(f'"第{n + 1}代"').total > 0) == (status == 0)
        outcomes.append(status)
        if not reached:
            break
    assert outcomes.count(3) >= 8


REAL_DOCUMENTS = SHARED / "corpus"


@pytest.mark.corpus
@pytest.mark.skipif(not REAL_DOCUMENTS.is_dir(), reason="the real documents are not here (../shared/corpus)")
@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_a_build_of_the_real_documents_takes_less_than_300_mb(tmp_path: Path) -> None:
    code = """
import resource, sys
from policysearch.index.index import Index
assert Index.update([sys.argv[1]], sys.argv[2]).passages > 1000
try:  # what getrusage says begins, on Linux, with the size of the process that started this one
    status = open("/proc/self/status").read()
    print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
    command = [sys.executable, "-c", code, str(REAL_DOCUMENTS), str(tmp_path / "index")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 300 * 2**20


# Archives: one file, several sources


def archive(corner: Corner, name: str, **members: str) -> None:
    path = corner.write(name, "")
    with zipfile.ZipFile(path, "w") as file:
        for member, text in members.items():
            file.writestr(f"{member}.txt", text)
    os.utime(path, ns=(corner.clock, corner.clock))


def same_as_fresh(corner: Corner, tmp_path: Path) -> None:
    """The index holds what one that is built anew holds."""
    fresh = tmp_path / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    Index.update([corner.docs], fresh, engine=RecordingKeeper(), parse=parse)
    with Index.open(fresh, engine=RecordingKeeper()) as index:
        assert corner.content() == (tuple(index.passages()), index.documents())


def test_an_update_of_an_archive_is_like_a_fresh_build(corner: Corner, tmp_path: Path) -> None:
    archive(corner, "z.zip", m="# m\n氢能\n", n="# n\n产业\n", o="# m\n发展\n")
    report = corner.update()
    assert {"z.zip/m.txt", "z.zip/n.txt", "z.zip/o.txt"} <= set(report.read)
    same_as_fresh(corner, tmp_path)
    report = corner.update()
    assert (report.read, report.removed) == ((), ())
    assert {"z.zip/m.txt", "z.zip/n.txt", "z.zip/o.txt"} <= set(report.unchanged)

    archive(corner, "z.zip", m="# m\n氢能\n", n="# n\n产业二\n", p="# p\n新\n")  # one same, changed, new, gone
    report = corner.update()
    assert (report.read, report.removed) == (("z.zip/n.txt", "z.zip/p.txt"), ("z.zip/o.txt",))
    assert "z.zip/m.txt" in report.unchanged
    same_as_fresh(corner, tmp_path)

    (corner.docs / "z.zip").rename(corner.docs / "y.zip")
    report = corner.update()
    assert (report.read, report.removed) == ((), ())
    assert report.renamed == ("y.zip/m.txt", "y.zip/n.txt", "y.zip/p.txt")
    same_as_fresh(corner, tmp_path)

    (corner.docs / "y.zip").unlink()
    assert corner.update().removed == ("y.zip/m.txt", "y.zip/n.txt", "y.zip/p.txt")
    same_as_fresh(corner, tmp_path)


def test_what_cannot_be_read_in_an_archive_is_reported_every_time(corner: Corner, tmp_path: Path) -> None:
    archive(corner, "z.zip", m="# m\n氢能\n", empty=" ", crash="# x\nboom\n")
    for _ in range(2):
        report = corner.update()
        assert [str(problem) for problem in report.problems] == [
            "z.zip/empty.txt: is empty",
            "z.zip/crash.txt: cannot be parsed: RecursionError: too deep; save it as plain text or in another format",
        ]
    assert report.read == ()
    same_as_fresh(corner, tmp_path)


def test_the_same_bytes_under_another_ending_are_read_anew(corner: Corner, tmp_path: Path) -> None:
    corner.write("page.md", "# p\n<p>氢能</p>\n")
    corner.update()
    (corner.docs / "page.md").rename(corner.docs / "page.html")
    assert corner.update().read == ("page.html",)
    same_as_fresh(corner, tmp_path)
