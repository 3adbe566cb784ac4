"""Indexes of a few texts written in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policysearch.index.index import Index


@contextmanager
def index_of(folder: Path, texts: Mapping[str, str]) -> Iterator[Index]:
    """An index of `texts`, each a file of that name in `folder`; closed at the end."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    Index.update([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index
