"""What a large corpus costs: build, update and search of a folder of thousands of laws, each in a process of its own.

    python benchmarks/laws.py FOLDER

FOLDER is copied first and only the copy is changed. Memory is the most that the writing process had at once, and the most
of one that helped it. Seconds are of the wall; processor seconds are those of all processes together, and depend less on
what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

QUERIES = [
    "安全",
    "行政处罚",
    "建设工程质量",
    '"食品安全"',
    "环境保护 district:重庆",
    "章:法律责任 罚款",
    "轨道* -公交",
    '"古树 保护"~20',
]


def build(docs: str, index: str) -> None:
    """One update, timed."""
    from policysearch.index.index import Index

    done = Index.update([docs], index)
    own, helpers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = sum(usage.ru_utime + usage.ru_stime for usage in (own, helpers))
    memory = own.ru_maxrss / 1024, helpers.ru_maxrss / 1024
    print(
        f"{done.seconds:.2f} s, {processor:.2f} processor seconds, {memory[0]:.0f} + {memory[1]:.0f} MB; "
        f"{len(done.read)} read, {len(done.renamed)} renamed, {len(done.removed)} removed, {len(done.problems)} left out"
    )


def search(index: str) -> None:
    """Warm queries, in processor time."""
    from policysearch.index.index import Index

    with Index.open(index) as opened:
        for query in QUERIES:
            times = []
            for _ in range(7):
                started = time.process_time()
                total = opened.search(query).total
                times.append(time.process_time() - started)
            print(
                f"{query}: {total:,} passages, {statistics.median(times[1:]) * 1000:.1f} ms (first {times[0] * 1000:.0f})"
            )


def run(*arguments: str) -> str:
    """This program in a new process."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--build"]:
        return build(*sys.argv[2:])
    if sys.argv[1:2] == ["--search"]:
        return search(*sys.argv[2:])
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        docs, index = Path(temporary, "docs"), Path(temporary, "index")
        shutil.copytree(given.folder, docs, copy_function=shutil.copyfile)
        for file in docs.rglob("*"):
            os.utime(file, (1e9, 1e9))
        files = sorted(docs.rglob("*.md"))
        step = ("--build", str(docs), str(index))
        print(f"build: {run(*step)}")
        version = next(index.glob("v*"))
        sizes = {file.name: file.stat().st_size / 1e6 for file in version.iterdir()}
        print(f"index: {sum(sizes.values()):.0f} MB; " + ", ".join(f"{k} {v:.0f}" for k, v in sizes.items() if v > 1))
        print(f"nothing changed: {run(*step)}")
        changed = files[len(files) // 3]
        changed.write_text(changed.read_text("utf-8") + "\n第九百九十九条 加一条。\n", "utf-8")
        print(f"one changed: {run(*step)}")
        (docs / "新.md").write_text("# 某某条例\n\n第一条 为了测量，制定本条例。\n", "utf-8")
        print(f"one added: {run(*step)}")
        files[len(files) // 2].rename(docs / "改名.md")
        print(f"one renamed: {run(*step)}")
        files[len(files) // 4].unlink()
        print(f"one deleted: {run(*step)}")
        print(run("--search", str(index)))
        cold = []
        for _ in range(5):
            started = time.perf_counter()
            command = [
                sys.executable,
                "-m",
                "policysearch",
                "search",
                "食品安全",
                "--index",
                str(index),
                "--limit",
                "3",
            ]
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
            cold.append(time.perf_counter() - started)
        print(f"cold `policysearch search`: {statistics.median(cold):.2f} s")


if __name__ == "__main__":
    main()
