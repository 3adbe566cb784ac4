"""Kills `policysearch index` at random moments: python -m tests.support.soak_kill [--kills 50]; the tests do it six times.

A child process writes a generation number into three documents and updates the index, over and over. It tells when an
update has returned, and is killed with SIGKILL at a random moment; until then the index is opened and checked all the
time. Afterwards it must be sound and hold one generation, that of the last update that returned or the one after it.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from policysearch.index.index import Index
from tests.support.paths import ROOT

FILES = 3
TEXT = """綦江区第{file}号规划纲要

第一章 总体要求

第一节 氢能产业
第{generation}代，推进氢能产业发展。

第二节 轨道交通
第{generation}代，轨道交通成网。
"""


def child(folder: Path, generation: int) -> None:
    """Write generation after generation until killed."""
    while True:
        for file in range(FILES):
            (folder / "docs" / f"{file}.txt").write_text(TEXT.format(file=file, generation=generation), "utf-8")
        Index.update([folder / "docs"], folder / "index")
        print(generation, flush=True)
        generation += 1


def soak(folder: Path, kills: int, seed: int | None) -> str:
    """Kill the child `kills` times; returns what was seen, raises AssertionError when an index was neither old nor new."""
    rng = random.Random(seed)
    (folder / "docs").mkdir()
    returned = 0  # the last generation whose update is known to have returned
    seen = {"old": 0, "new": 0}
    took = 0.2
    for kill in range(1, kills + 1):
        command = [sys.executable, "-m", "tests.support.soak_kill", "--child", str(folder), str(returned + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout
            returned = int(process.stdout.readline())  # by now everything is imported; what follows is updating
            started = time.perf_counter()
            if kill == 1:
                returned = int(process.stdout.readline())
                took = time.perf_counter() - started
            moment = time.perf_counter() + rng.uniform(0, 2 * took)
            while time.perf_counter() < moment:  # meanwhile, reading goes on
                with Index.open(folder / "index") as index:
                    assert index.check() == [], f"kill {kill}, before it: {index.check()}"
            process.send_signal(signal.SIGKILL)
            returned = max([returned, *map(int, process.stdout.read().split())])
        with Index.open(folder / "index") as index:
            assert index.check() == [], f"kill {kill}: {index.check()}"
            texts = [passage.text for passage in index.passages() if "代" in passage.text]
            found = {int(text[1 : text.index("代")]) for text in texts}
        assert len(texts) == 2 * FILES, f"kill {kill}: {texts}"
        assert found <= {returned} or found == {returned + 1}, f"kill {kill}: generation {found} after {returned}"
        seen["old" if found == {returned} else "new"] += 1
        returned = max(found)
    return f"{seen['old']} old, {seen['new']} newer than told; {kills} kills: the old or the new index every time"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int)
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        print(soak(Path(temporary), arguments.kills, arguments.seed))
