"""How long the plain way takes, Whoosh's default writer with jieba's own analyzer, and how long ours takes over the same files.

    python benchmarks/plain_whoosh.py [FOLDER] [--rounds N]

Each build runs in a process of its own, jieba's start included; the two take turns.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_HEADING = re.compile(r"(?m)^(?=\s*(?:#|\**第[一二三四五六七八九十百]+[编篇章节条]|\**专栏))")


def plain(files: list[Path], folder: Path) -> int:
    """Index the files with Whoosh and jieba as their manuals show; a passage is what stands under a heading."""
    from jieba.analyse import ChineseAnalyzer  # type: ignore[import-untyped]
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in

    analyzer = ChineseAnalyzer()
    schema = Schema(title=TEXT(stored=True, analyzer=analyzer), content=TEXT(stored=True, analyzer=analyzer))
    writer = create_in(str(folder), schema).writer()
    count = 0
    for file in files:
        for passage in _HEADING.split(decoded(file)):
            title, _, content = passage.strip().partition("\n")
            if title:
                writer.add_document(title=title, content=content)
                count += 1
    writer.commit()
    return count


def decoded(file: Path) -> str:
    """The text of a file in either of the two encodings there are."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return file.read_text("gb18030")


def ours(files: list[Path], folder: Path) -> int:
    """Build our index, as the command line does: read, parse, write, sync, verify."""
    from policysearch.index.index import Index

    return Index.update(files, folder / "index").passages


def timed(how: str, files: list[Path]) -> tuple[float, str]:
    """Seconds that one build takes in a new process, and the passages it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--build", how, folder, *map(str, files)]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return time.perf_counter() - started, done.stdout.strip()


def main() -> None:
    """Print the times of both and their ratio."""
    if sys.argv[1:2] == ["--build"]:
        how, folder, *files = sys.argv[2:]
        sys.path.insert(0, str(ROOT))
        print({"plain": plain, "ours": ours}[how]([Path(file) for file in files], Path(folder)))
        return
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    files = sorted(file for file in given.folder.rglob("*") if file.suffix in (".txt", ".md", ".markdown"))
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    passages = {}
    for _ in range(given.rounds):
        for how, taken in times.items():
            seconds, passages[how] = timed(how, files)
            taken.append(seconds)
    medians = {how: statistics.median(taken) for how, taken in times.items()}
    for how, seconds in medians.items():
        print(f"{how:5} {seconds:6.2f} s (median of {given.rounds}), {passages[how]} passages")
    print(f"ratio {medians['ours'] / medians['plain']:.2f}")


if __name__ == "__main__":
    main()
