"""Writes segments: a new one for new passages, into which small segments are merged; the others are shared with the version before."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

from ...model.document import Passage
from . import doc_order as order
from . import segment_files
from .inverter import invert, key, own_words
from .segment_writer import SegmentWriter
from .text_part import files as literal_files
from .text_store import Literal
from .text_writer import LiteralWriter

_MOST_DELETED = 0.3  # of the passages; with more, the version is written anew


class Version(Protocol):
    """What an update needs of the version before it."""

    @property
    def parts(self) -> Sequence[int]: ...

    @property
    def order(self) -> Sequence[int]: ...

    @property
    def literal(self) -> Literal: ...

    def holding(self, field: str, value: str) -> Mapping[int, float]: ...

    def passage_at(self, number: int) -> Passage: ...


def build(folder: Path, passages: Iterable[Passage]) -> None:
    """Write `passages` into the empty `folder`, as one segment."""
    with LiteralWriter(folder, 1) as literal, SegmentWriter(folder, 1) as writer:
        keys = _add(literal, writer, passages, own_words(folder))
    _finish(folder, [1] if keys else [], [number for _, number in sorted(zip(keys, range(len(keys)), strict=True))])


def update(old: Path, version: Version, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
    """Write into the empty `folder` the `version` in `old` without the passages of the sources `removed`, plus `added`.

    Returns a number below which passages have the numbers they had.

    What is added makes a new segment. It takes in the segments before it that are not twice its size, so that there
    are never more than a few, and a passage is written again a few times at most.
    """
    gone = {number for source in removed for number in version.holding("source", source)}
    if len(version.literal) - len(version.order) + len(gone) > _MOST_DELETED * len(version.literal):
        passages = map(version.passage_at, version.order)
        build(folder, chain((passage for passage in passages if passage.source not in removed), added))
        return 0
    parts, sizes = list(version.parts), version.literal.sizes()
    number = max(parts, default=0) + 1
    live = set(version.order) - gone
    with LiteralWriter(folder, number) as literal, SegmentWriter(folder, number) as writer:
        keys = _add(literal, writer, added, own_words(folder))
        while keys and sizes and sizes[-1] < 2 * len(keys):
            end = sum(sizes)
            last = range(end - sizes.pop(), end)
            again = (version.passage_at(passage) for passage in last if passage in live)
            keys += _add(literal, writer, again, own_words(folder))
            parts.pop()
    first = sum(sizes)
    for part in parts:
        for file in (*literal_files(old, part), *segment_files.files(old, part)):
            _share(file, folder / file.name)
    kept = [passage for passage in version.order if passage in live and passage < first]
    new = sorted(zip(keys, range(first, first + len(keys)), strict=True))
    _finish(
        folder, parts + [number] * bool(keys), order.merged(kept, new, lambda passage: key(version.passage_at(passage)))
    )
    return first


def _add(
    literal: LiteralWriter, writer: SegmentWriter, passages: Iterable[Passage], dictionary: str
) -> list[tuple[str, int, int, str]]:
    """Write `passages`; returns their places in document order.

    Raises PassagesError as `invert` does.
    """
    keys: list[tuple[str, int, int, str]] = []
    with contextlib.closing(invert(passages, dictionary)) as batches:
        for batch in batches:
            literal.add(batch.literal)
            writer.add(batch.stored, batch.postings, batch.labels)
            keys += batch.keys
    return keys


def _finish(folder: Path, parts: Sequence[int], numbers: Sequence[int]) -> None:
    """Write which parts there are, and the passages in document order."""
    order.write(folder, parts, numbers)


def _share(file: Path, copy: Path) -> None:
    """Make `copy` the same file, or an equal one where files cannot be shared."""
    try:
        os.link(file, copy)
    except OSError:
        shutil.copy2(file, copy)
