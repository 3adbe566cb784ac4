"""Any folder: half of it gone, full of files of other kinds, read by libraries of other versions, on a disk that fails."""

from __future__ import annotations

import errno
import json
import os
import re
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policysearch.cli.main import main
from policysearch.index import integrity, program, versions
from policysearch.index.index import Index
from policysearch.messages.catalogue import Message
from policysearch.model.errors import CorpusError, DamagedIndexError, RemovalError, SearchIndexError
from policysearch.runtime import process_pool
from policysearch.text import user_dictionary
from tests.docs.test_architecture import MODULES, imports

LAW = "某某市第{n}号条例\n第一条 为了第{n}项事业，制定本条例。\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02}.txt").write_text(LAW.format(n=n), "utf-8")
    return folder


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def count(index: Path) -> int:
    with Index.open(index) as opened:
        assert opened.check() == []
        return opened.stats().files


def remove(docs: Path, few: int) -> None:
    for path in sorted(docs.iterdir())[:few]:
        path.unlink()


# A folder that is half there


@pytest.mark.parametrize("gone", [11, 35, 39])
def test_a_folder_that_is_half_there_empties_nothing(docs: Path, tmp_path: Path, gone: int) -> None:
    index = tmp_path / "index"
    Index.update([docs], index)
    remove(docs, gone)
    for rebuild in (False, True):
        with pytest.raises(RemovalError) as caught:
            Index.update([docs], index, rebuild=rebuild)
        assert (len(caught.value.names), caught.value.total) == (gone, 40)
        assert "\n" not in str(caught.value) and "--allow-removing" in str(caught.value)
        assert count(index) == 40
    done = command("index", docs, "--index", index)
    assert (done.exit_code, done.stderr.count("policysearch: "), done.stdout) == (4, 1, "")
    done = command("index", docs, "--index", index, "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.count("removed: ") == gone and "--allow-removing" in done.stderr
    assert count(index) == 40
    assert command("index", docs, "--index", index, "--allow-removing").exit_code == 0
    assert count(index) == 40 - gone


def test_few_files_or_a_small_share_may_go(docs: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Index.update([docs], index)
    remove(docs, 10)
    assert len(Index.update([docs], index).removed) == 10
    for n in range(100, 130):
        (docs / f"{n}.txt").write_text(LAW.format(n=n), "utf-8")
    Index.update([docs], index)
    remove(docs, 12)  # a fifth of sixty
    assert len(Index.update([docs], index).removed) == 12


def test_an_empty_folder_is_told_by_the_same_error(docs: Path, tmp_path: Path) -> None:
    Index.update([docs], tmp_path / "index")
    remove(docs, 40)
    with pytest.raises(RemovalError):
        Index.update([docs], tmp_path / "index")
    with pytest.raises(CorpusError, match="no document there"):
        Index.update([docs], tmp_path / "index", allow_removing=True)
    assert count(tmp_path / "index") == 40


def test_files_that_cannot_be_read_any_more_are_as_good_as_gone(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.update([docs], tmp_path / "index")
    for path in sorted(docs.iterdir())[:20]:
        path.write_bytes(b"")
    with pytest.raises(RemovalError):
        Index.update([docs], tmp_path / "index")


def test_what_moved_is_not_removed(docs: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Index.update([docs], index)
    (docs / "2026").mkdir()
    for path in sorted(docs.glob("*.txt"))[:30]:
        path.rename(docs / "2026" / f"新{path.name}")
    report = Index.update([docs], index)
    assert (len(report.renamed), report.removed) == (30, ())
    docs.rename(tmp_path / "others")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text(LAW.format(n=77), "utf-8")
    Index.update([tmp_path / "others", tmp_path / "more"], index)  # all names have a folder before them
    Index.update([tmp_path / "others", tmp_path / "more"], index, rebuild=True)
    assert count(index) == 41


def test_members_of_an_archive_count(docs: Path, tmp_path: Path) -> None:
    def pack(some: int) -> None:
        with zipfile.ZipFile(docs / "z.zip", "w") as archive:
            for n in range(some):
                archive.writestr(f"{n}.txt", LAW.format(n=100 + n))

    pack(30)
    Index.update([docs], tmp_path / "index")
    pack(5)
    with pytest.raises(RemovalError):
        Index.update([docs], tmp_path / "index")


# Files of other kinds


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    (folder / "附件").mkdir(parents=True)
    (folder / "通知.txt").write_text(LAW.format(n=1), "utf-8")
    for name in ("1.dwg", "2.DWG", "3.jpg", "附件/4.dat", "附件/5.json", "附件/6.rar", "附件/公文", "7.2026年工作"):
        (folder / name).write_bytes(b"x")
    for name in ("~$通知.docx", ".DS_Store", "Thumbs.db", "a.tmp", "desktop.ini"):
        (folder / name).write_bytes(b"x")
    for name in (".git", "node_modules"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("甲")
        (folder / name / "a.dwg").write_text("甲")
    with zipfile.ZipFile(folder / "套.zip", "w") as archive:
        archive.writestr("名单.txt", LAW.format(n=2))
        archive.writestr("附件1.dwg", "x")
        archive.writestr("__MACOSX/附件1.dwg", "x")
        archive.writestr("~$附件.dwg", "x")
    return folder


NOT_READ = "3 .dwg, 1 .dat, 1 .jpg, 1 .json, 1 .rar, 2 without an ending"


def test_files_of_other_kinds_are_counted_and_named(mixed: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    dry = command("index", mixed, "--index", index, "--dry-run")
    assert f"not read: {NOT_READ} (" in dry.stdout
    for _ in range(2):  # also of an archive that did not change and is not opened again
        done = command("index", mixed, "--index", index, "--report", tmp_path / "report.json")
        assert f"not read: {NOT_READ} (" in done.stdout and "policysearch: " not in done.stderr
        said = json.loads((tmp_path / "report.json").read_text("utf-8"))
        assert len(said["not_read"]) == 9
        assert {"套.zip/附件1.dwg", "附件/公文", "附件/4.dat"} <= set(said["not_read"])
        os.utime(mixed / "套.zip", (1e9, 1e9))
    (mixed / "套.zip").rename(mixed / "新.zip")
    assert "新.zip/附件1.dwg" in Index.update([mixed], index).not_read
    text = command("index", mixed, "--index", index, "--report", "-").stdout
    assert "files of kinds that are not read: 9" in text and "  附件/5.json" in text
    for what in ("outline", "tables"):
        assert f"not read: {NOT_READ}" in command(what, mixed).stderr


def test_a_folder_of_nothing_else_says_what_there_is(mixed: Path, tmp_path: Path) -> None:
    (mixed / "通知.txt").unlink()
    (mixed / "套.zip").unlink()
    done = command("index", mixed, "--index", tmp_path / "index")
    assert done.exit_code == 2
    assert "there are 2 .dwg, 1 .dat" in done.stderr and done.stderr.count("policysearch: ") == 1
    with zipfile.ZipFile(mixed / "套.zip", "w") as archive:
        archive.writestr("附件1.dwg", "x")
    done = command("index", mixed, "--index", tmp_path / "index")
    assert "套.zip: is an archive without a document that can be read; it holds 1 .dwg" in done.stderr


def test_the_index_among_the_documents_is_not_counted(mixed: Path) -> None:
    for _ in range(2):
        assert len(Index.update([mixed], mixed / "index").not_read) == 9


# What the stamp of an index covers


def read_by() -> set[str]:
    """The modules that reading, identity and writing import, themselves included."""
    waiting, seen = (
        [
            "index.discovery",
            "index.loading",
            "index.ingest",
            "structure.document_ids",
            "store.local.inverter",
            "store.local.writer",
            "structure.tree_builder",
            *(module for module in MODULES if module.startswith("readers.")),  # which the registry loads by name
        ],
        set[str](),
    )
    while waiting:
        if (module := waiting.pop()) not in seen:
            seen.add(module)
            waiting += imports(module)[0]
    return seen


def test_the_stamp_covers_the_code_that_reads_and_no_other() -> None:
    named = {module for module in MODULES if any(f"{module}.".startswith(f"{place}.") for place in program.READING)}
    said = {module for module in MODULES if module.startswith("messages.")}  # is in no index
    assert read_by() - said <= named
    assert not [module for module in named if module.startswith(("web", "cli", "mcp", "output", "search"))]


def test_versions_of_libraries_are_those_of_their_metadata() -> None:
    from importlib import metadata

    versions = program._library_versions()
    for one in metadata.distributions():
        name = re.sub("[-_.]+", "-", one.metadata["Name"]).lower()
        assert versions[name] == metadata.version(name), name


def test_another_version_of_a_library_reads_all_again(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = program._library_versions()
    Index.update([docs], tmp_path / "index")
    monkeypatch.setattr(program, "_library_versions", lambda: versions | {"beautifulsoup4": "99.9"})
    report = Index.update([docs], tmp_path / "index")
    was = versions["beautifulsoup4"]
    assert report.rebuilt == f"the index was built with beautifulsoup4 {was}, this is beautifulsoup4 99.9"
    assert Index.update([docs], tmp_path / "index").rebuilt == ""


# A disk that fails


def test_a_fault_that_passes_costs_no_rebuild(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    ours = tmp_path / "ours.txt"
    ours.write_text("链主企业\n", "utf-8")
    Index.update([docs], index, dictionary=ours)
    read_text, opened = Path.read_text, Path.open
    for code in (errno.EIO, errno.EACCES):
        for name in ("sources.json", user_dictionary.DICTIONARY, "manifest.json", "literal.1.text", "CURRENT"):

            def fail(path: Path, *rest: object, name: str = name, code: int = code, **more: object) -> None:
                if path.name == name:
                    raise OSError(code, os.strerror(code))

            def text(path: Path, *rest: str, **more: str) -> str:
                fail(path)
                return read_text(path, *rest, **more)

            def opening(path: Path, *rest: Any, fail: Callable[[Path], None] = fail, **more: Any) -> Any:
                fail(path)
                return opened(path, *rest, **more)

            with monkeypatch.context() as patched:
                patched.setattr(Path, "read_text", text)
                patched.setattr(Path, "open", opening)
                try:
                    Index.update([docs], index)
                except SearchIndexError as error:
                    assert not isinstance(error, DamagedIndexError)
                    assert os.strerror(code).lower() in str(error)
                    assert "try again" in str(error) or str(error).endswith("the old index is untouched")
            assert count(index) == 40
            assert versions.kept_text(index, user_dictionary.DICTIONARY) == "链主企业\n"
    report = Index.update([docs], index)
    assert (report.rebuilt, report.read) == ("", ())


def test_damage_of_a_large_file_is_not_carried_on(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    Index.update([docs], index)
    monkeypatch.setattr(integrity, "_LARGE", 0)  # all files are large
    for n in range(30):
        folder = index / (index / "CURRENT").read_text().split()[0]
        files = sorted(path for path in folder.iterdir() if path.name != "manifest.json" and path.stat().st_size)
        if n == len(files):
            break
        status, data = files[n].stat(), bytearray(files[n].read_bytes())
        data[len(data) // 2] ^= 1
        files[n].write_bytes(data)
        os.utime(files[n], ns=(status.st_atime_ns, status.st_mtime_ns))
        (docs / "new.txt").write_text(LAW.format(n=f"9{n}"), "utf-8")
        report = Index.update([docs], index)
        assert "was damaged" in report.rebuilt, files[n].name
        assert count(index) == 41
    else:
        pytest.fail("too many files")


def test_where_no_alarm_can_ring_another_process_reads(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    mapped = process_pool.map_parallel

    def counted(*arguments: Any) -> Any:
        counts.append(arguments[2])
        return mapped(*arguments)

    monkeypatch.setattr(process_pool, "map_parallel", counted)
    thread = threading.Thread(target=Index.update, args=([docs], tmp_path / "index"))
    thread.start()
    thread.join()
    assert counts[0] == 1
    assert count(tmp_path / "index") == 40


def test_a_file_that_goes_while_others_are_read_is_told_in_both_languages(docs: Path, tmp_path: Path) -> None:
    def remove(done: int, total: int, name: str) -> None:
        if name.endswith("gone.txt"):
            gone.unlink(missing_ok=True)

    (gone := docs / "gone.txt").write_text(LAW.format(n=99), "utf-8")
    (problem,) = Index.update([docs], tmp_path / "index", progress=remove).problems
    assert problem.code == "files.reader_error" and isinstance(problem.reason, Message)
    assert problem.reason.startswith("cannot be read: ") and problem.reason.text("zh").startswith("无法读取：")
