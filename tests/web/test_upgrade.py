"""An upgrade without a pause, as the operator's guide tells it: the old program serves its index until the new one serves its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.docs.test_blocks import bash, marked, needs_bash
from tests.support import timing
from tests.support.paths import ROOT
from tests.web.test_processes import get

OLD = "453d9a7b525367b2ebd4edd14b4a4a012d11ed74"  # version 0.1, whose index this program refuses
QUERY = "/api/search?q=氢能&limit=5"


def run(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command of the policysearch in the folder `program`."""
    command = [sys.executable, "-m", "policysearch", *arguments]
    env = environment(program)
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def environment(program: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYSEARCH_")}
    return kept | {"PYTHONPATH": str(program), "LANG": "C.UTF-8"}


@contextlib.contextmanager
def serving(program: Path, *arguments: str, cwd: Path) -> Iterator[str]:
    """`policysearch serve` of the policysearch in the folder `program`; gives its address."""
    command = [sys.executable, "-m", "policysearch", "serve", "--index", "plans-index", "--port", "0", *arguments]
    with subprocess.Popen(
        command, cwd=cwd, env=environment(program), stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        try:
            assert server.stderr
            line = server.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, line + server.stderr.read()
            threading.Thread(target=server.stderr.read, daemon=True).start()
            assert timing.eventually(lambda: _alive(found[0]))
            yield found[0]
        finally:
            server.terminate()


@contextlib.contextmanager
def asking(address: str, clients: int) -> Iterator[list[tuple[int, bytes]]]:
    """Clients that ask QUERY again and again, each in a thread, until the block ends; gives their answers so far: status and body."""
    over = threading.Event()
    answers: list[tuple[int, bytes]] = []

    def ask() -> None:
        while not over.is_set():
            answers.append(get(address + QUERY)[::2])

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _alive(address: str) -> bool:
    try:
        return get(f"{address}/healthz")[0] == 200
    except OSError:  # the old program listens a little later than it says where
        return False


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The program at commit OLD."""
    archive = subprocess.run(["git", "archive", OLD, "policysearch"], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        pytest.skip("needs the history of the repository")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as packed:
        packed.extractall(tmp_path / "old", filter="data")
    return tmp_path / "old"


@needs_bash
def test_the_old_index_is_served_until_the_new_one_is(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "corpus", home / "plans")
    assert run(old, "index", "plans", "--index", "plans-index", cwd=home).returncode == 0
    refused = run(ROOT, "search", "氢能", "--index", "plans-index", cwd=home)
    assert refused.returncode == 3 and refused.stderr.count("\n") == 1 and "--index plans-index" in refused.stderr

    (upgrade,) = [block for block in marked("run") if "plans-index-old" in block.text]
    monkeypatch.chdir(home)
    with serving(old, "--rate", "0", cwd=home) as before, asking(before, 1) as answers:
        done = bash(upgrade.text)
        assert done.returncode == 0, done.stderr
        count = len(answers)
        assert timing.eventually(lambda: len(answers) > count + 2), "the old program goes on with what it has open"
        with serving(ROOT, "--no-token", cwd=home) as after:
            status, _, body = get(after + QUERY)
            state = json.loads(get(f"{after}/readyz")[2])
    assert len(answers) > 5 and set(answers) == {answers[0]} and answers[0][0] == 200
    assert status == 200 and state["status"] == "ok" and json.loads(body)["total"] > 0
    ids = [[hit["id"] for hit in json.loads(text)["hits"]] for text in (answers[0][1], body)]
    assert set(ids[0]) & set(ids[1]), "ids stay"
    assert run(old, "search", "氢能", "--index", "plans-index-old", cwd=home).returncode == 0, "the way back is there"


def test_an_update_in_place_takes_nothing_from_the_old_program(old: Path, tmp_path: Path) -> None:
    """The new program writes into the folder that the old one serves: five clients of the old one see no error and no other
    answer; then the new one serves what it wrote, and a rollback is refused with one line, since the old format is not its own."""
    home = tmp_path / "home"
    shutil.copytree(ROOT / "corpus", home / "plans")
    assert run(old, "index", "plans", "--index", "plans-index", cwd=home).returncode == 0
    with serving(old, "--rate", "0", cwd=home) as before, asking(before, 5) as answers:
        done = run(ROOT, "index", "plans", "--index", "plans-index", cwd=home)
        assert done.returncode == 0, done.stderr
        count = len(answers)
        assert timing.eventually(lambda: len(answers) > count + 20)
        with serving(ROOT, "--no-token", cwd=home) as after:
            status, _, body = get(after + QUERY)
            count = len(answers)
            assert timing.eventually(lambda: len(answers) > count + 5)
    assert len(answers) > 25 and set(answers) == {answers[0]} and answers[0][0] == 200
    assert status == 200 and json.loads(body)["total"] > 0
    assert run(ROOT, "check", "--index", "plans-index", cwd=home).returncode == 0
    back = run(ROOT, "rollback", "--index", "plans-index", cwd=home)
    assert back.returncode == 3 and back.stderr.count("\n") == 1
