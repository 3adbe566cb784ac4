"""The long trials of benchmarks/soak.py in small: they find nothing, and do find what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import soak
from policysearch import Index
from tests.support.faults import needs_fork

pytestmark = needs_fork


def test_kills_leave_the_old_or_the_new_index(tmp_path: Path) -> None:
    tally = soak.kills(tmp_path, 2, 600, 1)
    assert tally.faults == [] and tally.seen["the next update went through"] == 2
    assert tally.seen.keys() & {"at a change of the disk: old index", "at a change of the disk: new index"}


def test_bits_turned_over_give_no_wrong_answer_that_check_passes(tmp_path: Path) -> None:
    tally = soak.flips(tmp_path, 6, 600, 1)
    assert tally.faults == [] and sum(tally.seen.values()) == 6


def test_random_queries_break_nothing(tmp_path: Path) -> None:
    tally = soak.queries(tmp_path, 60, 600, 1)
    assert tally.faults == [] and tally.seen["found"] and tally.seen["asked of the whole API"]


def test_memory_that_grows_on_is_seen() -> None:
    filling, flat = [100.0 + 10 * n for n in range(8)], [180.0, 181, 180, 182, 181, 180, 183, 182, 181, 180, 182, 181]
    assert not soak.grows(filling + flat)
    assert soak.grows([100.0 + 2 * n for n in range(20)])
    assert not soak.grows([100.0, 100, 100])


def test_memory_is_looked_at_while_queries_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(soak, "ENOUGH", 20)
    taken = iter(range(100, 200, 4))
    monkeypatch.setattr(soak, "resident", lambda peak=False: float(next(taken)))
    assert [fault[:12] for fault in soak.queries(tmp_path, 20, 600, 1).faults] == ["memory grows"]
    assert len(re.findall(r"^after \d+ queries \(\d+ s\): \d+\.\d MB$", capsys.readouterr().out, re.M)) == soak.LOOKS


def test_what_is_wrong_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "check", lambda index: ["a file was altered"])
    (tmp_path / "kills").mkdir()
    assert len(soak.kills(tmp_path / "kills", 1, 600, 1).faults) == 1

    def broken(*_: object, **__: object) -> None:
        raise ValueError("broken")

    (tmp_path / "queries").mkdir()
    monkeypatch.setattr(Index, "search", broken)
    assert len(soak.queries(tmp_path / "queries", 5, 600, 1).faults) == 5
