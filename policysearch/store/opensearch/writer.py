"""Writes versions: sends passages in bulk and gathers facts; an update starts from a copy of the index before."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol

from ...model.document import Passage
from ..local.inverter import Batch, invert, key, own_words, prepare, split_batches
from . import ownership
from .connection import Connection
from .facts import Facts, Key
from .mapping import INDEX, lines, settings

_BYTES = 4_000_000  # of a bulk request
_MOST_DELETED = 0.3  # of the passages; with more, the version is written anew


class Version(Protocol):
    """What an update needs of the version before it."""

    connection: Connection
    index: str
    facts: Facts

    def passage_at(self, number: int) -> Passage: ...

    def read(self, numbers: Iterable[int]) -> Iterator[Passage]: ...

    def passages(self) -> Iterator[Passage]: ...

    def __len__(self) -> int: ...


def build(connection: Connection, folder: Path, passages: Iterable[Passage]) -> None:
    """Write `passages` as a version whose facts go into `folder`."""
    index = create(connection, folder)
    facts = Facts()
    keys = _add(connection, index, facts, passages, own_words(folder))
    facts.place(keys, lambda number: keys[number][0])
    finish(connection, index, folder, facts)


def update(old: Version, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
    """Write the version `old` without the passages of the sources `removed`, plus `added`.

    Returns a number below which passages have the numbers they had.
    """
    connection, facts = old.connection, old.facts
    slots = facts.slots
    gone = [source for source in removed if source in facts.sources]
    deleted = facts.slots - len(old) + sum(len(facts.sources[source]) for source in gone)
    if deleted > _MOST_DELETED * facts.slots:
        kept = (passage for passage in old.passages() if passage.source not in removed)
        build(connection, folder, chain(kept, added))
        return 0
    index = _clear(connection, folder)
    dictionary = own_words(folder)
    _clone(connection, old.index, index)
    if gone:
        for source in gone:
            passages = old.read(facts.sources[source])
            facts.remove(source, [prepare(dictionary, some) for some in split_batches(passages)])
        for some in _some(gone, 1000):
            query = {"query": {"terms": {"source": some}}}
            connection.ask(
                "POST", f"/{index}/_delete_by_query", query, writing=True, refresh="true", conflicts="proceed"
            )
    keys = _add(connection, index, facts, added, dictionary)
    facts.place(keys, lambda number: key(old.passage_at(number)))
    finish(connection, index, folder, facts)
    return slots


def copy(connection: Connection, old: Path, folder: Path) -> None:
    """Write the version in `old` once more, for `folder`, which holds the same files."""
    index = _clear(connection, folder)
    _clone(connection, index_name(old), index)
    (folder / INDEX).unlink()  # it may be one file with that of `old`
    _name_index(folder, index)


def index_name(folder: Path) -> str:
    """The name of the index of the version in `folder`. Raises OSError, and ValueError or the like for a damaged file."""
    return str(json.loads((folder / INDEX).read_text("utf-8"))["index"])


def _clone(connection: Connection, old: str, index: str) -> None:
    # Published versions are blocked already, and a copy is made of nothing that may change.
    connection.ask("PUT", f"/{old}/_settings", {"index.blocks.write": True}, writing=True)
    body = {"settings": {"index.number_of_replicas": 0, "index.blocks.write": None}}
    connection.ask("PUT", f"/{old}/_clone/{index}", body, writing=True, again=False, wait_for_active_shards="1")


def create(connection: Connection, folder: Path) -> str:
    """A new index for the version that is written into `folder`."""
    index = _clear(connection, folder)
    connection.ask("PUT", f"/{index}", settings(connection.address.shards), writing=True, again=False)
    return index


def _clear(connection: Connection, folder: Path) -> str:
    """The name of the index for the version that is written into `folder`; what an earlier try left of it is removed."""
    index = f"{connection.address.name}-{folder.name.partition('.')[0]}"
    ownership.remove(connection, index)
    return index


def _add(
    connection: Connection, index: str, facts: Facts, passages: Iterable[Passage], dictionary: str
) -> list[tuple[Key, int]]:
    """Write `passages` under the next numbers; returns their places in document order.

    Raises PassagesError as `invert` does.
    """
    return gather(facts, passages, dictionary, partial(send, connection, index))


def gather(
    facts: Facts, passages: Iterable[Passage], dictionary: str, write: Callable[[Batch, Sequence[int]], None]
) -> list[tuple[Key, int]]:
    """Call `write` with batches of `passages` under the next numbers of `facts`, and add them to these; returns their places.

    Raises PassagesError as `invert` does.
    """
    keys: list[tuple[Key, int]] = []
    with contextlib.closing(invert(passages, dictionary)) as batches:
        for batch in batches:
            numbers = range(facts.slots, facts.slots + len(batch))
            write(batch, numbers)
            facts.add(batch, numbers)
            keys += zip(batch.keys, numbers, strict=True)
    return keys


def send(connection: Connection, index: str, batch: Batch, numbers: Sequence[int], share: str = "") -> None:
    """Write the passages of a batch under their numbers."""
    waiting: list[str] = []
    size = 0
    for line in lines(batch, numbers, share):
        waiting.append(line)
        size += 3 * len(line)
        if size > _BYTES and len(waiting) % 2 == 0:
            connection.bulk(index, waiting)
            waiting, size = [], 0
    if waiting:
        connection.bulk(index, waiting)


def finish(connection: Connection, index: str, folder: Path, facts: Facts) -> None:
    """Write the facts about the passages, and make the passages visible."""
    connection.ask("POST", f"/{index}/_refresh", writing=True)
    facts.write(folder)
    _name_index(folder, index)


def _name_index(folder: Path, index: str) -> None:
    (folder / INDEX).write_text(json.dumps({"index": index}), "utf-8")


def _some(items: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    return (items[at : at + count] for at in range(0, len(items), count))
