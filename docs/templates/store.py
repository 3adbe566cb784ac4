"""A template of a store: versions kept as one file of JSON lines, searched in memory. Copy it and change it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from policysearch import DamagedIndexError, Passage, Store
from policysearch.model.grids import Grid
from policysearch.store.memory import MemoryStore

_FILE = "passages.jsonl"


class JsonLinesKeeper:
    """Writes and opens versions; `Index.update(…, engine=JsonLinesKeeper())` and `Index.open(…, engine=…)` use it."""

    name = "json lines"
    fingerprint = "json lines 1"  # raise the number when older files would be misread

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a version into the empty `folder`, in document order."""
        ordered = sorted(passages, key=lambda passage: (passage.source, passage.line_start))
        with (folder / _FILE).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in ordered)

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """The version in `old` without the passages of the files `removed`, plus `added`: what `build` would write."""
        kept = [passage for passage in _read(old) if passage.source not in removed]
        self.build(folder, [*kept, *added])

    def open(self, folder: Path) -> Store:
        """The version in `folder`. A store with files of its own reads them on demand and closes them in `close`."""
        return MemoryStore(_read(folder))


def _read(folder: Path) -> Iterator[Passage]:
    """The passages of a version; nothing but JSON is understood, so opening runs no code."""
    try:
        with (folder / _FILE).open(encoding="utf-8") as file:
            for line in file:
                values = json.loads(line)
                grids = tuple(map(Grid.from_json, values["grids"]))
                tuples = {"page": tuple(values["page"] or ()) or None, "grids": grids}
                yield Passage(**values | tuples | {"years": tuple(values["years"]), "path": tuple(values["path"])})
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedIndexError(str(folder), f"{_FILE}: {error}") from None
