"""Whether a version on disk is sound, which is asked when something in it could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from math import isfinite
from typing import Protocol

from ...model.errors import DamagedIndexError
from ...model.fields import TEXTS, WORDS
from ..columns import Column
from . import segment_files
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
        store.literal.check()
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
