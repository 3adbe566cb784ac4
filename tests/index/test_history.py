"""An index remembers how it was made, and the way back to its versions."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policysearch.cli.main import main
from policysearch.index import history, version_writer
from policysearch.index.index import Index
from policysearch.model.errors import (
    CorpusError,
    DamagedIndexError,
    IndexLockedError,
    NoIndexError,
    OutdatedIndexError,
    RemovalError,
    UnknownVersionError,
)


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"某市{name}办法\n第一条 为了{name}，制定本办法。\n", "utf-8")
    return folder


def names(index: Path) -> list[str]:
    with Index.open(index) as opened:
        assert opened.check() == []
        return sorted({passage.source for passage in opened.passages()})


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return write(tmp_path / "plans", "甲.txt", "乙.txt", "备份/甲旧.txt", "备份/乙旧.txt")


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    return write(tmp_path / "laws", *(f"{n:02}.txt" for n in range(20)))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


# What is remembered


def test_without_paths_those_of_before_are_brought_up_to_date(
    plans: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.update([plans], index)
    (plans / "乙.txt").unlink()
    write(plans, "丙.txt")
    monkeypatch.chdir(index)  # from anywhere
    assert command("index", "--index", index).exit_code == 0
    assert names(index) == ["丙.txt", "备份/乙旧.txt", "备份/甲旧.txt", "甲.txt"]


def test_paths_are_remembered_of_an_index_of_another_format(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    manifest = next(index.glob("v*")) / "manifest.json"
    manifest.write_text(re.sub(r'"format": "\d+"', '"format": "1"', manifest.read_text("utf-8")), "utf-8")
    with pytest.raises(OutdatedIndexError) as found:
        Index.open(index)
    advice = str(found.value).rpartition("policysearch ")[2]  # followed word by word
    assert command(*advice.split()).exit_code == 0
    assert len(names(index)) == 4


def test_an_index_of_nothing_asks_for_a_path(index: Path) -> None:
    with pytest.raises(CorpusError, match="no path is left to index"):
        Index.update(None, index)


def test_folders_are_added_and_removed(plans: Path, laws: Path, index: Path) -> None:
    Index.update([plans], index)
    Index.update(folder=index, add=[laws])
    assert len(names(index)) == 24
    with Index.open(index) as opened:
        ids = {passage.id for passage in opened.passages()}
    Index.update([plans, laws], index, rebuild=True)
    with Index.open(index) as opened:
        assert {passage.id for passage in opened.passages()} == ids  # as a fresh build gives them
    report = Index.update(folder=index, remove=[laws])  # 20 of 24, but they were asked to go
    assert len(report.removed) == 20 and len(names(index)) == 4
    with pytest.raises(CorpusError, match="is not among the paths of the index"):
        Index.update(folder=index, remove=[laws])
    with pytest.raises(CorpusError, match="no path is left"):
        Index.update(folder=index, remove=[plans])
    assert len(names(index)) == 4


def test_what_is_gone_elsewhere_is_no_part_of_what_was_asked_to_go(plans: Path, laws: Path, index: Path) -> None:
    Index.update([plans, laws], index)
    for path in list(laws.iterdir())[:15]:
        path.unlink()
    with pytest.raises(RemovalError):
        Index.update(folder=index, remove=[plans])
    assert len(names(index)) == 24


def test_paths_and_changes_of_paths_exclude_each_other(plans: Path, laws: Path, index: Path) -> None:
    with pytest.raises(ValueError, match="--add and --remove"):
        Index.update([plans], index, add=[laws])
    done = command("index", plans, "--add", laws, "--index", index)
    assert done.exit_code == 2 and "--add and --remove" in done.stderr and not index.exists()


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["备份"], ["乙.txt", "甲.txt"]),
        (["*旧.txt"], ["乙.txt", "甲.txt"]),
        (["备份/甲*"], ["乙.txt", "备份/乙旧.txt", "甲.txt"]),
        (["甲.txt", "乙.*"], ["备份/乙旧.txt", "备份/甲旧.txt"]),
        ([], ["乙.txt", "备份/乙旧.txt", "备份/甲旧.txt", "甲.txt"]),
    ],
)
def test_what_is_excluded_stays_out(plans: Path, index: Path, patterns: list[str], left: list[str]) -> None:
    Index.update([plans], index, exclude=patterns)
    assert names(index) == left
    write(plans, "丁.txt")
    Index.update(folder=index)  # the patterns are kept
    assert names(index) == sorted(["丁.txt", *left])
    assert command("index", "--index", index, "--exclude", "").exit_code == 0  # and end
    assert len(names(index)) == 5


def test_a_setting_alone_makes_a_version(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    Index.update(folder=index, keep=4)
    assert history.settings(index) == history.Settings((str(plans),), (), 4)
    assert len(Index.versions(index)) == 2
    Index.update(folder=index)
    assert len(Index.versions(index)) == 2  # nothing changed


# Versions and the way back


def test_as_many_versions_stay_as_were_asked_for(plans: Path, index: Path) -> None:
    for n in range(6):
        write(plans, f"{n}.txt")
        Index.update([plans], index, keep=3)
    kept = Index.versions(index)
    assert [release.documents for release in kept] == [10, 9, 8]
    assert [release.current for release in kept] == [True, False, False]
    Index.update([plans], index, keep=1)
    assert len(Index.versions(index)) == 1


def test_a_rollback_gives_back_the_version_before_and_undoes_itself(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    with Index.open(index) as opened:
        before = list(opened.passages())
    write(plans, "丙.txt")
    Index.update([plans], index)
    serving = Index.open(index)
    Index.rollback(index)
    assert len(serving.search("丙.txt").hits) > 0  # who reads goes on with the version it opened
    serving.close()
    with Index.open(index) as opened:
        assert list(opened.passages()) == before and opened.check() == []
    Index.rollback(index)
    assert "丙.txt" in names(index)
    Index.rollback(index)
    write(plans, "丁.txt")
    Index.update(folder=index)  # the documents are what they are
    assert {"丙.txt", "丁.txt"} <= set(names(index))


def test_a_version_is_chosen_by_its_name(plans: Path, index: Path) -> None:
    for n in range(4):
        write(plans, f"{n}.txt")
        Index.update([plans], index, keep=4)
    oldest = Index.versions(index)[-1]
    assert command("rollback", oldest.name, "--index", index).exit_code == 0
    assert Index.versions(index)[0].documents == oldest.documents
    listed = json.loads(command("versions", "--json", "--index", index).stdout)
    assert [release["current"] for release in listed] == [True, False, False, False]
    assert command("versions", "--lang", "zh", "--index", index).stdout.count("份文件") == 4


@pytest.mark.parametrize("name", ["v000009", "../v000001", "", "v1\x1b[31m"])
def test_there_is_no_way_to_what_is_not_there(plans: Path, index: Path, name: str) -> None:
    Index.update([plans], index)
    with pytest.raises(UnknownVersionError):
        Index.rollback(index, name)
    done = command("rollback", name, "--index", index)
    assert done.exit_code == 3 and done.stderr.count("\n") == 1 and "\x1b" not in done.stderr
    with pytest.raises(NoIndexError):
        Index.versions(index.parent / "none")
    with pytest.raises(NoIndexError):
        Index.rollback(index.parent / "none")


def test_a_damaged_version_is_not_gone_back_to(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    write(plans, "丙.txt")
    Index.update([plans], index)
    oldest = index / Index.versions(index)[-1].name
    target = oldest / "sources.json"
    target.write_bytes(target.read_bytes().replace(b"1", b"2"))
    with pytest.raises(DamagedIndexError, match=r"sources\.json was altered"):
        Index.rollback(index)
    assert "丙.txt" in names(index)


def test_a_version_of_another_format_is_listed_and_not_gone_back_to(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    write(plans, "丙.txt")
    Index.update([plans], index)
    manifest = index / Index.versions(index)[-1].name / "manifest.json"
    manifest.write_text(re.sub(r'"format": "\d+"', '"format": "1"', manifest.read_text("utf-8")), "utf-8")
    assert [release.readable for release in Index.versions(index)] == [True, False]
    with pytest.raises(OutdatedIndexError):
        Index.rollback(index)


def test_a_rollback_waits_for_the_writer(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    with version_writer.writing(index), pytest.raises(IndexLockedError):
        history.rollback(index, "", wait=0)


def test_manifests_that_make_no_sense_are_no_traceback(plans: Path, index: Path) -> None:
    Index.update([plans], index)
    manifest = next(index.glob("v*")) / "manifest.json"
    for content in (
        "[]",
        "{",
        '{"files": 3}',
        '{"files": {"a": null, "b": ["x"]}}',
        '{"roots": "x", "keep": []}',
        "9" * 9,
    ):
        manifest.write_text(content, "utf-8")
        assert history.settings(index) is None
        for release in Index.versions(index):
            assert not release.readable
        assert command("versions", "--index", index).exit_code == 0


def test_versions_share_their_files_with_those_they_came_back_from(plans: Path, index: Path) -> None:
    Index.update([plans], index, keep=3)
    write(plans, "丙.txt")
    Index.update([plans], index)
    old = Index.versions(index)[-1]
    with Index.open(index):
        back = Index.rollback(index)
    if hasattr(os, "link"):
        assert (index / old.name / "sources.json").samefile(index / back.name / "sources.json")


# What is said


def test_a_quiet_night_says_nothing_and_a_new_problem_once(plans: Path, index: Path) -> None:
    (plans / "坏.docx").write_bytes(b"PK\3\4 broken")
    first = command("index", plans, "--index", index)
    assert "坏.docx" in first.stderr and "documents" in first.stdout
    night = command("index", "--index", index, "--quiet")
    assert (night.exit_code, night.stdout, night.stderr) == (0, "", "")
    (plans / "也坏.docx").write_bytes(b"PK\3\4 broken too")
    night = command("index", "--index", index, "-q")
    assert "也坏.docx" in night.stderr and "policysearch: 坏.docx" not in night.stderr and not night.stdout
    assert command("index", "--index", index, "-q").stderr == ""
    write(plans, "戊.txt")
    assert "1 read" in command("index", "--index", index, "-q").stdout
    assert "坏.docx" in command("index", "--index", index).stderr  # who asks is told all


def test_problems_fail_where_they_are_to(plans: Path, index: Path) -> None:
    assert command("index", plans, "--index", index, "--fail-on-problems").exit_code == 0
    (plans / "坏.docx").write_bytes(b"PK\3\4 broken")
    done = command("index", "--index", index, "--fail-on-problems")
    assert done.exit_code == 5 and "坏.docx" in done.stderr
    assert command("index", "--index", index).exit_code == 0


def test_verbose_names_every_file_and_many_changes_are_counted(laws: Path, index: Path, tmp_path: Path) -> None:
    done = command("index", laws, "--index", index, "-v")
    assert done.stdout.count("read: ") == 20
    write(laws, *(f"x{n}.txt" for n in range(10)))
    command("index", "--index", index)
    done = command("index", "--index", index, "--add", write(tmp_path / "more", "z.txt"))
    assert done.stdout.count("renamed: ") == 21 and "renamed: 10 more" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_kept_beside_the_versions_is_no_way_out(plans: Path, index: Path, tmp_path: Path, kind: str) -> None:
    """An index from a stranger may hold pipes, which would hang a reader, and links, through which a file would be overwritten."""
    Index.update([plans], index)
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    for name in (".complaints", ".complaints.new"):
        (index / name).unlink(missing_ok=True)
        if kind == "pipe":
            os.mkfifo(index / name)
        else:
            (index / name).symlink_to(victim)
    (plans / "坏.docx").write_bytes(b"PK\3\4 broken")
    assert "坏.docx" in command("index", "--index", index, "-q").stderr
    assert victim.read_text("utf-8") == "mine"
    old = index / "v000001"
    if not old.exists():
        old.mkdir()
    (old / "manifest.json").unlink(missing_ok=True)
    os.mkfifo(old / "manifest.json")
    assert command("versions", "--index", index).exit_code in (0, 3)
