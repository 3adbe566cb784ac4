"""The smallest engine that keeps the seam's promises but ranking: one JSON file, every search a scan."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from policysearch.model.document import Passage
from policysearch.query.ast import Query
from policysearch.store.protocol import Hit, Results


class PlainEngine:
    name = "plain"

    def __init__(self, fingerprint: str = "plain 1") -> None:
        self.fingerprint = fingerprint
        self.calls: list[tuple[str, object]] = []  # what was asked of it, for tests

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        self._write(folder, passages)
        self.calls.append(("build", None))

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        rest = [passage for passage in self.open(old).passages() if passage.source not in removed]
        fresh = list(added)
        self._write(folder, [*rest, *fresh])
        self.calls.append(("update", (removed, sorted({passage.source for passage in fresh}))))

    def _write(self, folder: Path, passages: Iterable[Passage]) -> None:
        (folder / "words").mkdir()
        (folder / "words" / "count").write_text("1", encoding="utf-8")
        ordered = sorted(passages, key=lambda passage: (passage.source, passage.line_start))
        (folder / "passages.json").write_text(json.dumps([asdict(p) for p in ordered], ensure_ascii=False), "utf-8")

    def open(self, folder: Path) -> PlainReader:
        return PlainReader(json.loads((folder / "passages.json").read_text("utf-8")))


class PlainReader:
    def __init__(self, entries: list[dict]) -> None:
        self._all = [Passage(**e | {"years": tuple(e["years"]), "path": tuple(e["path"])}) for e in entries]

    def search(self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "", group: str = "") -> Results:
        found = [Hit(passage, 1.0) for passage in self._all if query.text in passage.text]
        return Results(tuple(found[offset:][:limit]), len(found))

    def total(self, query: Query) -> int:
        return self.search(query).total

    def widened(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "", group: str = ""
    ) -> Results:
        return Results((), 0)

    def passage(self, id: str) -> Passage | None:
        return next((passage for passage in self._all if passage.id == id), None)

    def passages(self) -> Iterator[Passage]:
        return iter(self._all)

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        return tuple(passage for passage in self._all if passage.document_id == document_id)

    def values(self, field: str) -> dict[str, int]:
        return dict(Counter(getattr(passage, field) for passage in self._all))

    def words(self) -> int:
        return len({character for passage in self._all for character in passage.text})

    def __len__(self) -> int:
        return len(self._all)

    def close(self) -> None:
        pass
