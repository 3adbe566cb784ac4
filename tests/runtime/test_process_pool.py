"""Work in other processes: in order, errors raised here, none left behind; an index built so equals one built alone."""

from __future__ import annotations

import contextlib
import math
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index import intake
from policysearch.index.index import Index
from policysearch.runtime import process_pool
from policysearch.store.local import inverter
from tests.support import timing
from tests.support.paths import ROOT

LAW = "某某市第{number}号条例\n" + "\n".join(
    f"第{n}条 为了第{n}项事业和{{number}}，制定本条例。" for n in "一二三四五六七八九"
)


def test_results_come_in_order() -> None:
    assert list(process_pool.map_parallel(abs, range(-50, 0), 3)) == list(range(50, 0, -1))
    assert list(process_pool.map_parallel(abs, [], 2)) == []
    assert list(process_pool.map_parallel(abs, [-1], 0)) == [1]


def test_items_are_not_read_far_ahead() -> None:
    seen: list[int] = []

    def numbers() -> Iterator[int]:
        for n in range(100):
            seen.append(n)
            yield n

    with contextlib.closing(process_pool.map_parallel(abs, numbers(), 2)) as results:
        next(results)
        assert len(seen) <= 6


def test_what_is_raised_there_is_raised_here() -> None:
    with (
        pytest.raises(ValueError, match="domain"),
        contextlib.closing(process_pool.map_parallel(math.sqrt, [1, -1, 1], 2)) as results,
    ):
        list(results)


def test_a_process_that_dies_is_an_error() -> None:
    with pytest.raises(ChildProcessError, match="ended with code 3"):
        list(process_pool.map_parallel(os._exit, [3], 1))


def build(folder: Path, docs: Path) -> dict[str, bytes]:
    """Build an index; what is in the files of its version, but for the manifest with its time."""
    random.seed(1)  # Whoosh names its files at random
    Index.update([docs], folder)
    version = next(folder.glob("v*"))
    return {path.name: path.read_bytes() for path in version.iterdir() if path.name != "manifest.json"}


def test_an_index_built_by_many_equals_one_built_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(60):
        (docs / f"{number:02}.txt").write_text(LAW.format(number=number), "utf-8")
        os.utime(docs / f"{number:02}.txt", (1e9, 1e9))
    (docs / "bad.txt").write_text(" ")
    alone = build(tmp_path / "alone", docs)
    monkeypatch.setattr(intake, "_MUCH", 0)
    monkeypatch.setattr(inverter, "_MUCH", inverter.SIZE)
    monkeypatch.setattr(process_pool, "useful_workers", lambda: 2)
    many_files = build(tmp_path / "many", docs)
    assert [name for name in alone if alone[name] != many_files.get(name)] == []
    with Index.open(tmp_path / "many") as many, Index.open(tmp_path / "alone") as one:
        assert many.check() == []
        assert list(many.passages()) == list(one.passages())
        for query in ("条例", "事业 条:第三条", '"第7号"'):
            assert many.search(query, None).hits == one.search(query, None).hits


PROGRAM = """
import sys, time
from policysearch.index import intake
from policysearch.runtime import process_pool as workers
from policysearch.index.index import Index
intake._MUCH = 0
workers.useful_workers = lambda: 2

def progress(done, total, name):
    print("working", flush=True)
    time.sleep(0.01)

try:
    Index.update(["docs"], "index", rebuild=True, progress=progress)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


def children(process: int) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            if status.read_text().rpartition(")")[2].split()[1] == str(process):
                found.add(int(status.parent.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_stopped_or_killed_it_leaves_the_old_index_and_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    """Run as a plain program without `if __name__ == "__main__"`, whose text no worker may run."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(200):
        (docs / f"{number:03}.txt").write_text(LAW.format(number=number), "utf-8")
    few = sorted(docs.iterdir())[:2]
    Index.update(few, tmp_path / "index")
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "program.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    while not (helpers := children(process.pid)):
        assert process.stdout.readline().startswith("working")
    process.send_signal(sent)
    said = process.communicate(timeout=120)[0]
    assert ("stopped" in said) == (sent == signal.SIGINT)
    assert timing.eventually(lambda: not any(map(timing.alive, helpers)))
    with Index.open(tmp_path / "index") as index:
        assert index.check() == []
        assert index.stats().files == 2
