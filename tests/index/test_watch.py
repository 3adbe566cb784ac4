"""`index --watch` with the real command and real changes to files; and the reports of what an update found."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index.index import Index
from tests.support.paths import ROOT

pytest.importorskip("watchfiles", reason="needs the extra: watch")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ctrl-C is sent in another way there")

LAW = "某某市{what}条例\n第一条 为了{what}，制定本条例。\n第二条 本条例适用于本市。\n"


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "policysearch", *arguments]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


class Watched:
    """The command at work in `home`, on docs/ and index/."""

    def __init__(self, home: Path) -> None:
        self.docs, self.index = home / "docs", home / "index"
        self.docs.mkdir()
        (self.docs / "a.txt").write_text(LAW.format(what="供水"), "utf-8")
        self.process = subprocess.Popen(
            command(home, "index", "docs", "--watch"),
            cwd=home,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.told("index: 1 document")

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def told(self, beginning: str) -> list[str]:
        """The lines until one that begins so, that one last."""
        seen: list[str] = []
        until = time.monotonic() + 120
        while not seen or not seen[-1].startswith(beginning):
            seen.append(self.lines.get(timeout=max(0.01, until - time.monotonic())))
        return seen

    def found(self, query: str) -> int:
        with Index.open(self.index) as index:
            return index.search(query).total


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    watched.process.kill()
    watched.process.wait()


def test_it_follows_what_happens_to_the_files(watched: Watched) -> None:
    docs = watched.docs
    (docs / "b.txt").write_text(LAW.format(what="供暖"), "utf-8")
    assert "read: b.txt" in watched.told("index: 2 documents")
    assert watched.found("供暖") >= 1
    saved = docs / ".a.txt.swp"  # an editor that saves by rename
    saved.write_text(LAW.format(what="排水"), "utf-8")
    (docs / "a.txt").rename(docs / "a.txt~")
    saved.rename(docs / "a.txt")
    (docs / "a.txt~").unlink()
    assert "read: a.txt" in watched.told("index: 2 documents")
    assert (watched.found("排水") >= 1, watched.found("供水")) == (True, 0)
    (docs / "b.txt").rename(docs / "c.txt")
    assert "renamed: c.txt" in watched.told("index: 2 documents")
    (docs / "bad.txt").write_bytes(b"\x89PNG" + bytes(9))
    assert any("bad.txt: is a picture" in line for line in watched.told("index: 2 documents"))
    (docs / "c.txt").unlink()
    assert "removed: c.txt" in watched.told("index: 1 document")
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(60) == 0
    with Index.open(watched.index) as index:
        assert index.check() == []


def test_without_watchfiles_the_message_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "watchfiles.py").write_text("raise ImportError")
    done = subprocess.run(
        command(tmp_path, "index", "docs", "--watch"),
        cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "pip install 'policysearch[watch]'" in done.stderr


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(LAW.format(what="供水"), "utf-8")
    report = Index.update([docs], tmp_path / "index", dry=True)
    assert (report.read, report.documents, report.passages) == (("a.txt",), 1, 3)
    assert not (tmp_path / "index").exists()
    Index.update([docs], tmp_path / "index")
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "index").rglob("*"))
    (docs / "a.txt").rename(docs / "b.txt")
    (docs / "c.txt").write_text(LAW.format(what="供暖"), "utf-8")
    (docs / "d.txt").write_text(" ")
    report = Index.update([docs], tmp_path / "index", dry=True)
    assert (report.read, report.renamed, report.removed) == (("c.txt",), ("b.txt",), ())
    assert [problem.path for problem in report.problems] == ["d.txt"]
    assert sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "index").rglob("*")) == before


def test_a_report_says_what_was_found_guessed_and_left_out(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_bytes(LAW.format(what="供水供暖").replace("第二条", "第三条").encode("gb18030"))
    (docs / "b.txt").write_text(" ")
    for name in ("report.json", "report.txt", "-"):
        done = subprocess.run(
            command(tmp_path, "index", "docs", "--report", name),
            cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=True,
        )  # fmt: skip
    read = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert read["left_out"] == [{"file": "b.txt", "reason": "is empty", "texts": {"zh": "是空的", "en": "is empty"}}]
    (file,) = read["files"]
    assert (file["file"], file["provisions"], file["observed"]) == ("a.txt", {"条": 2}, {"gap": 1})
    assert file["guessed"] == ["that its encoding is gb18030"]
    assert file["documents"][0]["title"] == "某某市供水供暖条例"
    text = (tmp_path / "report.txt").read_text("utf-8")
    assert text in done.stdout  # of a file that was not read again as well
    for piece in (
        "left out: 1",
        "b.txt: is empty",
        "条 2",
        "guessed: that its encoding is gb18030",
        "numbers that skip",
    ):
        assert piece in text


def test_a_folder_that_is_half_gone_is_told_once_and_the_index_stays(watched: Watched) -> None:
    for n in range(20):
        (watched.docs / f"n{n:02}.txt").write_text(LAW.format(what=f"第{n}项"), "utf-8")
    watched.told("index: 21 documents")
    away = watched.docs.parent / "away"
    away.mkdir()
    for n in range(12):
        (watched.docs / f"n{n:02}.txt").rename(away / f"n{n:02}.txt")
    watched.told("policysearch: index: 12 of 21 files would be removed")
    (watched.docs / "n12.txt").unlink()
    time.sleep(1)
    (watched.docs / "n13.txt").unlink()
    assert watched.found("供水") >= 1
    for path in away.iterdir():
        path.rename(watched.docs / path.name)
    said = watched.told("index: 19 documents")
    assert not any("would be removed" in line for line in said)
    assert watched.process.poll() is None
