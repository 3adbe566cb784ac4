"""Precision and recall of headings, and metadata fields that are right, by kind of document.

`python -m benchmarks.genres [FILE …] [--wrong]` reads tests/sets/*.txt, or files in their form; `--wrong` names what is not right.
A heading counts when line, kind, number, title and parent are right. A source that is read as several documents counts as the first.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.support.genre_sets import FIELDS, cases, outline, parsed, wrong_fields

SETS = Path(__file__).parent.parent / "tests" / "sets"


def main(arguments: list[str]) -> None:
    paths = [Path(name) for name in arguments if not name.startswith("-")] or sorted(SETS.glob("*.txt"))
    total: dict[str, Counter[str]] = {}
    for path in paths:
        for case in cases(path):
            documents = parsed(case)
            found, gold = set(outline(documents)), set(case.outline)
            wrong = wrong_fields(case, documents)
            row = total.setdefault(case.kind, Counter())
            row.update(documents=1, found=len(found), gold=len(gold), right=len(found & gold), whole=found == gold)
            row.update({name: name not in wrong for name in FIELDS})
            if "--wrong" in arguments and (found != gold or wrong or len(documents) != 1):
                print(f"{case.name} ({len(documents)})")
                for sign, rows in (("-", gold - found), ("+", found - gold)):
                    for one in sorted(rows):
                        print(f"  {sign} {one}")
                for name, (asked, got) in wrong.items():
                    print(f"  {name}: {asked!r}, read {got!r}")
    print("\t".join(["kind", "documents", "headings", "precision", "recall", "outlines whole", *FIELDS]))
    for kind, row in [*total.items(), ("all", sum(total.values(), Counter()))]:
        precision = row["right"] / row["found"] if row["found"] else 1.0
        recall = row["right"] / row["gold"] if row["gold"] else 1.0
        counts = [row["documents"], row["gold"], f"{precision:.3f}", f"{recall:.3f}", row["whole"]]
        print("\t".join(map(str, [kind, *counts, *(row[name] for name in FIELDS)])))


if __name__ == "__main__":
    main(sys.argv[1:])
