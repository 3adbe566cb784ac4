"""A keeper that tests watch: the local one, with a file in a folder of its own, that notes what it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policysearch.model.document import Passage
from policysearch.store.local.store import LocalKeeper, LocalStore


class PlainEngine(LocalKeeper):
    name = "plain"

    def __init__(self, fingerprint: str = "plain 1") -> None:
        self.fingerprint = fingerprint
        self.calls: list[tuple[str, object]] = []  # what was asked of it, for tests

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        super().build(folder, passages)
        self._nest(folder)
        self.calls.append(("build", None))

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        fresh = list(added)
        super().update(old, folder, removed, fresh)
        self._nest(folder)
        self.calls.append(("update", (removed, sorted({passage.source for passage in fresh}))))

    def _nest(self, folder: Path) -> None:
        (folder / "words").mkdir()
        (folder / "words" / "count").write_text("1", encoding="utf-8")


PlainReader = LocalStore
