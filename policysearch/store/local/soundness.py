"""Whether a version on disk is sound, which is asked when something in it could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from math import isfinite
from operator import add, ne
from typing import Protocol

from ...model.errors import DamagedIndexError
from ...model.fields import TEXTS, WORDS
from ..columns import Column
from . import segment_files
from .bigrams import LOOK, BigramIndex
from .text_part import Part
from .text_store import Literal


class Store(Protocol):
    """What is asked of a version."""

    literal: Literal
    segments: Sequence[segment_files.Segment]

    def reading(self) -> AbstractContextManager[None]: ...
    def read_column(self, field: str) -> Column: ...
    def read_postings(self, key: tuple[str, bytes]) -> Mapping[int, float]: ...


def is_sound(store: Store) -> bool:
    """Whether all texts, terms and counts can be read and are of passages that are there; reads the whole index."""
    try:
        for number in range(len(store.literal)):
            store.literal.parts(number)
        for part, _ in store.literal.parts_with_first():
            check_part(part)
        for field in segment_files.COLUMNS:
            codes, rows, *_ = store.read_column(field)
            if max(codes, default=0) >= len(rows):
                return False
        with store.reading():
            terms = {
                field: [value for segment in store.segments for value, _ in segment.terms(field)]
                for field in (*TEXTS, "year", *WORDS.values())
            }
        for field, values in terms.items():
            for value in values:
                int(value) if field == "year" else value.decode()
                counts = store.read_postings((field, value))
                if not all(0 <= number < len(store.literal) for number in counts):
                    return False
                if not all(count > 0 and isfinite(count) for count in counts.values()):
                    return False
    except (ArithmeticError, LookupError, ValueError, DamagedIndexError):
        return False
    return True


def check_part(part: Part) -> None:
    """Raises ValueError or LookupError for malformed offsets or lists."""
    starts, middles = part.starts, part.middles
    if not all(start <= middle <= end for start, middle, end in zip(starts, middles, starts[1:], strict=False)):
        raise ValueError("the offsets of the literal text are not in order")
    if any(map(ne, map(add, middles, part.lengths), map((-1).__add__, starts[1:]))):
        raise ValueError("the lengths of the texts are not theirs")
    check_bigrams(part.bigrams)


def check_bigrams(index: BigramIndex) -> None:
    """Read every list. Raises ValueError or LookupError for a malformed one."""
    last = -1
    for place, key in enumerate(index.keys):
        if key <= last:
            raise ValueError("the bigrams are not in order")
        last = key
        numbers, codes = index.entries(place)
        if index.size(place) != len(numbers):
            raise ValueError("a list is not of the size it was written with")
        if max(codes) > LOOK:
            raise ValueError("a list has a code that is never written")
