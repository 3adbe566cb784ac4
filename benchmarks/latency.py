"""How long a warm query takes, on the five documents and on 35,000 passages of law.

    python benchmarks/latency.py [--data ../shared] [--work FOLDER] [--passages 35000]

The queries are those of tests/data/relevance: words, which are met whole, and questions, which are widened. "new" are queries
that were not asked before, of an index that has answered others, as in a service; "again" the same once more. Processor time.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.search.highlight import snippets


def laws(data: Path, work: Path, passages: int) -> Path:
    """The folder of an index of as many laws as have about so many passages."""
    folder, index = work / f"laws-{passages}", work / f"laws-{passages}.index"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        with tarfile.open(data / "laws" / "laws.tar.xz") as archive:
            members = [member for member in archive if member.isfile()]
            step = max(1, 147_000 // passages)
            for number, member in enumerate(members[::step]):
                content = archive.extractfile(member)
                assert content
                (folder / f"{number:05}.md").write_bytes(content.read())
    Index.update([folder], index)
    return index


def measured(folder: Path, queries: list[str]) -> str:
    """The times of `queries`: each half by an index that was asked the other half before, then once more."""
    new: list[float] = []
    again: list[float] = []
    shown: list[float] = []
    widened = 0
    for half in (0, 1):
        with Index.open(folder) as index:
            for query in queries[1 - half :: 2]:
                index.search(query)
            for times in (new, again):
                for query in queries[half::2]:
                    started = time.process_time()
                    answer = index.search(query)
                    times.append(time.process_time() - started)
                    if times is new:
                        widened += answer.relaxed
                        started = time.process_time()
                        for hit in answer:
                            snippets(hit.passage, answer.tree)
                        shown.append(time.process_time() - started)
    return f"{len(queries)} queries, {widened} widened: " + "; ".join(
        f"{name} median {1e3 * sorted(of)[len(of) // 2]:.1f} ms, 95 % {1e3 * sorted(of)[len(of) * 95 // 100]:.1f} ms"
        for name, of in (("new", new), ("again", again), ("ten snippets", shown))
    )


def main() -> None:
    """Print the times."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "policysearch-relevance")
    arguments.add_argument("--passages", type=int, default=35_000)
    given = arguments.parse_args()
    judged = sorted((ROOT / "tests" / "data" / "relevance").glob("*.tsv"))
    lines = [line for path in judged for line in path.read_text("utf-8").splitlines()]
    queries = list(dict.fromkeys(line.split("\t")[0] for line in lines if not line.startswith("#")))
    Index.update([given.data / "corpus"], given.work / "plans.index")
    for folder in (given.work / "plans.index", laws(given.data, given.work, given.passages)):
        with Index.open(folder) as index:
            passages = index.stats().passages
        print(f"{passages:,} passages, {measured(folder, queries)}")


if __name__ == "__main__":
    main()
