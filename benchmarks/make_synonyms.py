"""Make policysearch/query/synonyms.tsv from the groups in policysearch/query/synonym_groups.

    python benchmarks/make_synonyms.py

A line for each form that is typed, folded, in order: the form, then what else is looked for, as it is written. A search bisects the lines.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.query.synonyms import TABLE, read, unlike

GROUPS = TABLE.with_name("synonym_groups")


def table() -> str:
    """The table of all groups; those of general.txt come first where a form is in several."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(GROUPS.glob("*.txt"), key=lambda file: (file.stem != "general", file.stem)):
        for form, words in read(file.read_text("utf-8").splitlines()):
            others[form] += words
    return "".join(sorted("\t".join((form, *unlike(form, words))) + "\t\n" for form, words in others.items()))


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
