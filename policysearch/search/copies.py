"""Texts that stand in several places: passages of one text, and documents that are copies of others.

1. Passages are of one text when their texts, folded, are equal and have at least _SHORTEST bytes; their headings may differ, as the numbers
   of an article in two versions do.
2. Which they are is found when an index is built, and written beside it: to compare what a query finds would take longer than to find it.
3. Copies of a document are told when an index is built (`structure.document_ids`): they have its id with `_2`, `_3` …. Drafts and revisions
   have texts of their own and are none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.errors import DamagedIndexError, one_line
from ..runtime.deadline import timely

if TYPE_CHECKING:
    from ..model.document import Passage
    from ..store.protocol import Store
    from .protocol import Index

FILE = "same_texts.json"  # in a version
_SHORTEST = 36  # bytes of a text, a dozen ideographs; 略 and 见附件 stand under many headings
_PLACES = 100  # of one text that are told with a hit
_COPY = re.compile("(.+)_[0-9]+")

Ranked = list[tuple[int, float]]


def same_texts(index: Store) -> list[list[int]]:
    """The passages of each text that several have, in document order."""
    lengths: dict[int, list[int]] = {}
    for number in timely(index.order):
        if (length := index.literal.length(number)) >= _SHORTEST:
            lengths.setdefault(length, []).append(number)
    found = []
    for alike in timely(lengths.values()):
        texts: dict[str, list[int]] = {}
        for number in timely(index.literal.ahead(alike)) if len(alike) > 1 else ():
            texts.setdefault(index.literal.parts(number)[1], []).append(number)
        found += [same for same in texts.values() if len(same) > 1]
    return found


def write(index: Store, file: Path) -> None:
    """Write `same_texts` of a version beside it."""
    file.write_text(json.dumps(same_texts(index), separators=(",", ":")) + "\n", "utf-8", newline="\n")


def read(file: Path) -> list[list[int]]:
    """What `write` wrote. Raises DamagedIndexError."""
    try:
        found: list[list[int]] = json.loads(file.read_bytes())
        if all(type(number) is int and number >= 0 for same in found for number in same):
            return found
        raise ValueError("no numbers of passages")
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise DamagedIndexError(
            str(file.parent.parent), f"{file.parent.name}/{file.name}: {one_line(error)}"
        ) from error


def by_passage(same: Mapping[int, Sequence[int]], found: Set[int]) -> dict[int, tuple[int, ...]]:
    """For each passage of a text that several of those found have: all of these; `same`: for each passage, all of its text."""
    classes: dict[int, tuple[int, ...]] = {}
    for number in timely(found & same.keys()):
        if number not in classes:
            one = tuple(other for other in same[number] if other in found)
            classes |= dict.fromkeys(one if len(one) > 1 else (), one)
    return classes


def folded(ranked: Ranked, same: Mapping[int, Sequence[int]]) -> Ranked:
    """The first of each text in `ranked`."""
    seen: set[int] = set()
    kept: Ranked = []
    for one in timely(ranked):
        if one[0] not in seen:
            kept.append(one)
            seen.update(same.get(one[0], ()))
    return kept


def also(index: Index, passage: Passage, same: Sequence[int]) -> tuple[Passage, ...]:
    """Where else the text of a passage stands: in those of the `same` text, _PLACES at most, and in copies of its document."""
    others = [
        other for number in index.literal.ahead(same[:_PLACES]) if (other := index.stored(number)).id != passage.id
    ]
    place = passage.id[len(passage.document_id) :]
    copied = (index.passage(f"{copy}{place}") for copy in index.copies.get(passage.document_id, ()))
    return (*others, *filter(None, copied))


def copies(index: Store) -> dict[str, list[str]]:
    """The documents that have copies, with the ids of those."""
    ids = index.field_values("document_id")
    found: dict[str, list[str]] = {}
    for id in ids:
        if "_" in id and (copy := _COPY.fullmatch(id)) and copy[1] in ids:
            found.setdefault(copy[1], []).append(id)
    return found
