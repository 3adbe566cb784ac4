"""Golden outlines as numbers, short headings and hashes: what a careful reading of a document gives, without its text.

`python tests/data/golden_outlines.py FILE NAME` writes tests/data/golden/NAME.tsv from the parser's own outline; read the result against
the document before it is committed.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from policysearch.index import loading
from policysearch.model.document import OUTLINE_KINDS, Document
from policysearch.structure import tree_builder
from tests.support.paths import DATA

GOLDEN = DATA / "golden"


def rows(documents: tuple[Document, ...]) -> list[str]:
    """One tab-separated row for each heading: line, kind, number, title in short, parent's line; titles without white space."""
    found = []
    for document in documents:
        for p in document.provisions:
            if p.kind in OUTLINE_KINDS:
                parent = document.provisions[p.parent].line if p.parent is not None else ""
                found.append((p.line, p.kind, squeeze(p.number), short(p.title), parent))
    return ["\t".join(map(str, row)) for row in sorted(found)]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def short(title: str) -> str:
    """The first four characters, the length and a hash of the whole title."""
    flat = squeeze(title)
    return f"{flat[:4]}·{len(flat)}·{hashlib.sha256(flat.encode()).hexdigest()[:8]}"


if __name__ == "__main__":
    path, name = Path(sys.argv[1]), sys.argv[2]
    text = "\n".join(rows(tree_builder.parse(loading.read(path, path.name))))
    (GOLDEN / f"{name}.tsv").write_text(text + "\n", encoding="utf-8")
