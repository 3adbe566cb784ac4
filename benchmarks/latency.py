"""How long a warm query takes, on the five documents and on 35,000 passages of law.

    python benchmarks/latency.py [--data ../shared] [--work FOLDER] [--passages 35000]

The queries are those of tests/relevance/planner.tsv: words, which are met whole, and questions, which are widened.
Each is asked once before, so that words are remembered as in a service; "first" is the time of that. Processor time.
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

from policysearch.index import Index
from policysearch.snippet import snippets


def laws(data: Path, work: Path, passages: int) -> Index:
    """An index of as many laws as have about so many passages."""
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
    return Index.open(index)


def measured(index: Index, queries: list[str]) -> str:
    """The times of all `queries`, asked twice."""
    first, warm, shown, widened = [], [], [], 0
    for times in (first, warm):
        for query in queries:
            started = time.process_time()
            answer = index.search(query)
            times.append(time.process_time() - started)
            widened += answer.relaxed
            if times is warm:
                started = time.process_time()
                for hit in answer:
                    snippets(hit.passage, answer.tree)
                shown.append(time.process_time() - started)
    return f"{len(queries)} queries, {widened // 2} widened: " + "; ".join(
        f"{name} median {1e3 * sorted(of)[len(of) // 2]:.1f} ms, 95 % {1e3 * sorted(of)[len(of) * 95 // 100]:.1f} ms"
        for name, of in (("first", first), ("warm", warm), ("ten snippets", shown))
    )


def main() -> None:
    """Print the times."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "policysearch-relevance")
    arguments.add_argument("--passages", type=int, default=35_000)
    given = arguments.parse_args()
    lines = (ROOT / "tests" / "relevance" / "planner.tsv").read_text("utf-8").splitlines()
    queries = list(dict.fromkeys(line.split("\t")[0] for line in lines if not line.startswith("#")))
    Index.update([given.data / "corpus"], given.work / "plans.index")
    for index in (Index.open(given.work / "plans.index"), laws(given.data, given.work, given.passages)):
        print(f"{index.stats().passages:,} passages, {measured(index, queries)}")


if __name__ == "__main__":
    main()
