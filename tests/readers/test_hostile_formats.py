"""Files made to do harm in the newer formats: each is read, or is one line, within its limits."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policysearch.index import loading
from policysearch.model.errors import CorpusError
from policysearch.readers import settings
from tests.readers.test_hostile import MEASURE
from tests.support import hostile_formats, hostile_office

resource = pytest.importorskip("resource", reason="limits of memory are those of POSIX")
pytest.importorskip("xlrd", reason="the extra office")
pytest.importorskip("olefile", reason="the extra office")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes that each reader in a process of its own had at most."""
    peaks: list[int] = []
    inner = subprocess.run

    def run(command: list[str], **options: Any) -> Any:
        done = inner([sys.executable, "-c", MEASURE, *command], **options)
        peaks.append(int(done.stderr.split()[-1]) * 1024)
        return done

    monkeypatch.setattr("policysearch.readers.sandbox.subprocess.run", run)
    return peaks


FILES = [*hostile_formats.files(), *hostile_office.files()]


@pytest.mark.parametrize(("name", "make", "reason"), FILES, ids=[case[0] for case in FILES])
def test_a_hostile_file_is_read_or_is_one_line(
    name: str,
    make: Callable[[], bytes],
    reason: str | None,
    tmp_path: Path,
    measured: list[int],
) -> None:
    picture = name.endswith((".png", ".jpg", ".tif"))
    if picture:
        pytest.importorskip("rapidocr", reason="the extra ocr")
    path = tmp_path / name
    path.write_bytes(make())
    problems: list[CorpusError] = []
    started = time.process_time()
    with settings.using(settings.Settings("auto" if picture else "never", now=False)):
        found = list(loading.sources(path, name, problems.append))
    assert time.process_time() - started < 60
    assert all(peak < 2**30 for peak in measured)
    for problem in problems:
        assert "\n" not in str(problem) and len(str(problem)) < 500 and "Traceback" not in str(problem)
    if reason is None:
        assert any(line.strip() for source in found for line in source.lines), problems
    else:
        assert len(problems) == 1 and re.search(reason, str(problems[0])), problems
