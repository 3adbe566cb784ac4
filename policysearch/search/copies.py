"""Texts that stand in several places: passages of one text, and documents that are copies of others.

1. Passages are of one text when their texts, folded, are equal and have at least _SHORTEST bytes; their headings may differ, as the numbers
   of an article in two versions do.
2. They are found when an index is built, and written beside it: comparing the hits of a query would take longer than finding them.
3. Copies of a document are recognised when an index is built (`structure.document_ids`): they have its id with `_2`, `_3` …. Drafts and revisions have texts of their own: they are no copies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.errors import DamagedIndexError, one_line
from ..runtime.deadline import timely
from ..runtime.lazy_pattern import lazy_pattern
from ..runtime.numpy_use import uses_numpy

if TYPE_CHECKING:
    from ..model.document import Passage
    from ..store.arrays import Classes
    from ..store.protocol import Store
    from .protocol import Index

FILE = "same_texts.json"  # in a version
_SHORTEST = 36  # bytes of a text, a dozen ideographs; 略 and 见附件 stand under many headings
_SOME = 50  # passages up to which looking up each is faster
_PLACES = 100  # passages of one text that are named with a hit
_COPY = lazy_pattern("(.+)_[0-9]+")


def same_texts(index: Store, known: Iterable[Sequence[int]] = (), kept: int = 0) -> list[list[int]]:
    """The passages of each text that several have, in document order.

    `known`: those of the version before, whose passages below `kept` have their numbers still. Only texts of the lengths of others are compared.
    """
    by_length: dict[int, list[int]] = {}
    lengths = index.literal.lengths
    anew = set(lengths[kept:])
    for number in timely(index.order):
        if (length := lengths[number]) in anew and length >= _SHORTEST:
            by_length.setdefault(length, []).append(number)
    there = set(index.order) if known else set()
    before = ([number for number in same if number < kept and number in there] for same in known)
    found = [same for same in before if len(same) > 1 and lengths[same[0]] not in anew]
    for alike in timely(by_length.values()):
        texts: dict[str, list[int]] = {}
        for number in timely(index.literal.prefetch(alike)) if len(alike) > 1 else ():
            texts.setdefault(index.literal.parts(number)[1], []).append(number)
        found += [same for same in texts.values() if len(same) > 1]
    return found


def write(index: Store, file: Path, before: Path | None = None, kept: int = 0) -> None:
    """Write `same_texts` of a version beside it; `before`: the file of the version before."""
    known: list[list[int]] = []
    if before and kept:
        try:
            known = read(before)
        except DamagedIndexError:
            kept = 0
    found = same_texts(index, known, kept)
    file.write_text(json.dumps(found, separators=(",", ":")) + "\n", "utf-8", newline="\n")


def read(file: Path) -> list[list[int]]:
    """What `write` wrote. Raises DamagedIndexError."""
    try:
        found: list[list[int]] = json.loads(file.read_bytes())
        numbers = [*chain.from_iterable(found)]
        if {int}.issuperset(map(type, numbers)) and min(numbers, default=0) >= 0:
            return found
        raise ValueError("no numbers of passages")
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise DamagedIndexError(
            str(file.parent.parent), f"{file.parent.name}/{file.name}: {one_line(error)}"
        ) from error


def any_of_one_text(index: Store, found: Set[int]) -> bool:
    """Whether two of a few passages have one text; does not read the file of all."""
    known: dict[int, list[int]] = {}
    for number in found:
        known.setdefault(index.literal.length(number), []).append(number)
    alike = [number for length, some in known.items() if len(some) > 1 and length >= _SHORTEST for number in some]
    if alike and len(found) <= index.literal.at_once:
        list(index.literal.prefetch(found))
    texts = {index.literal.parts(number)[1] for number in index.literal.prefetch(alike)}
    return len(texts) < len(alike)


class SameTexts:
    """The passages of each text that several have."""

    def __init__(self, texts: Sequence[Sequence[int]]) -> None:
        self._classes = texts
        self.texts = {number: one for one in texts for number in one}  # by passage

    @cached_property
    def classes(self) -> Classes:
        """The passages by their texts, as arrays of numpy."""
        from ..store.arrays import Classes

        return Classes(self._classes)


class SameTextGroups:
    """The passages of one text among those that a query finds."""

    def __init__(self, same: SameTexts, found: Set[int]) -> None:
        self._texts, self._found = same.texts, found
        if uses_numpy() and len(found) > _SOME:
            several, texts = same.classes.among(found)
        else:
            there = [number for number in found if number in self._texts]
            several, texts = len(there), len({self._texts[number][0] for number in there})
        self.under = several - texts  # how many come under others

    def get(self, number: int) -> tuple[int, ...]:
        """Those of the text of a passage; none when it is the only one."""
        one = tuple(other for other in self._texts.get(number, ()) if other in self._found)
        return one if len(one) > 1 else ()

    def fold(self, ranked: Iterable[tuple[int, float]]) -> Iterator[tuple[int, float]]:
        """The first of each text in `ranked`."""
        seen: set[int] = set()
        for one in timely(ranked):
            if one[0] not in seen:
                yield one
                seen.update(self._texts.get(one[0], ()))


def also(index: Index, passage: Passage, same: Sequence[int]) -> tuple[Passage, ...]:
    """Where else the text of a passage stands: in those of the `same` text, _PLACES at most, and in copies of their documents."""
    others = [
        other
        for number in index.literal.prefetch(same[:_PLACES])
        if (other := index.passage_at(number)).id != passage.id
    ]
    ids = [
        f"{copy}{one.id[len(one.document_id) :]}"
        for one in (passage, *others)
        for copy in index.copies.get(one.document_id, ())
    ]
    found = {one.id: one for one in (*others, *index.with_ids(ids)) if one}
    return tuple(found.values())


def copies(index: Store) -> dict[str, list[str]]:
    """The documents that have copies, with the ids of those."""
    ids = {*chain.from_iterable(index.column("document_id").rows)}
    found: dict[str, list[str]] = {}
    for id in sorted(id for id in ids if "_" in id):
        if (copy := _COPY.fullmatch(id)) and copy[1] in ids:
            found.setdefault(copy[1], []).append(id)
    return found
