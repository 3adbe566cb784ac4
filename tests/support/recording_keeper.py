"""A keeper that writes passages as JSON, opens them in memory, and records what was asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from policysearch.model.document import Passage
from policysearch.store.memory import MemoryStore


class RecordingKeeper:
    name = "memory"

    def __init__(self, fingerprint: str = "memory 1") -> None:
        self.fingerprint = fingerprint
        self.calls: list[tuple[str, object]] = []

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        self._write(folder, passages)
        self.calls.append(("build", None))

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
        rest = [passage for passage in self.open(old).passages() if passage.source not in removed]
        fresh = list(added)
        self._write(folder, [*rest, *fresh])
        self.calls.append(("update", (removed, sorted({passage.source for passage in fresh}))))
        return 0

    def _write(self, folder: Path, passages: Iterable[Passage]) -> None:
        (folder / "words").mkdir()
        (folder / "words" / "count").write_text("1", encoding="utf-8")  # a version may have folders within
        (folder / "passages.json").write_text(json.dumps([asdict(p) for p in passages], ensure_ascii=False), "utf-8")

    def open(self, folder: Path) -> MemoryStore:
        entries = json.loads((folder / "passages.json").read_text("utf-8"))
        return MemoryStore(Passage(**e | {"years": tuple(e["years"]), "path": tuple(e["path"])}) for e in entries)
