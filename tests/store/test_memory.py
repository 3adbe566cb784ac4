"""The store in memory: the promises of every store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import pytest

from policysearch.model.document import Passage
from policysearch.model.errors import PassagesError
from policysearch.store import memory
from policysearch.store.memory import MemoryStore
from policysearch.store.protocol import Store
from tests.store.promises import Promises
from tests.support.passages import texts


class TestMemory(Promises):
    @contextlib.contextmanager
    def store(self, passages: Sequence[Passage]) -> Iterator[Store]:
        yield MemoryStore(passages)

    @contextlib.contextmanager
    def updated(self, steps: Sequence[tuple[frozenset[str], Sequence[Passage]]]) -> Iterator[Store]:
        held: list[Passage] = []
        for removed, added in steps:
            held = [passage for passage in held if passage.source not in removed] + list(added)
        yield MemoryStore(held)


def test_what_cannot_be_segmented_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no words")

    monkeypatch.setattr("policysearch.store.local.inverter.tokenizer.words", fail)
    with pytest.raises(PassagesError, match="no words"):
        memory.MemoryStore(texts("氢能"))
