"""The words of a version: how often each stands in it, and how long they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from struct import Struct
from typing import Any, Protocol

from ...model.fields import WORDS


class Segment(Protocol):
    """A segment of a version."""

    def terms(self, field: str) -> Iterator[tuple[bytes, int]]: ...


class Store(Protocol):
    """What is asked of a version."""

    literal: Any
    order: Sequence[int]

    @property
    def segments(self) -> Sequence[Segment]: ...

    def reading(self) -> AbstractContextManager[None]: ...
    def read_postings(self, key: tuple[str, bytes]) -> Mapping[int, float]: ...


def vocabulary(store: Store) -> Mapping[str, int]:
    """Every word of the live passages with its number of occurrences in headings and texts."""
    if store.literal.gone:  # segments go on counting what is gone
        found_in_texts: Mapping[str, int] = store.literal.words(store.order)
        return found_in_texts
    counts: dict[str, int] = {}
    with store.reading():
        for field in WORDS.values():
            found: dict[str, int] = {}
            for segment in store.segments:
                for word, count in segment.terms(field):
                    text = word.decode()
                    found[text] = found.get(text, 0) + count
            for text in sorted(found):  # the same order, however many segments there are
                counts[text] = counts.get(text, 0) + found[text]
    return counts


def count_words(store: Store) -> int:
    """How many distinct words the live passages have."""
    with store.reading():
        known = {
            (field, word) for field in WORDS.values() for segment in store.segments for word, _ in segment.terms(field)
        }
    if store.literal.gone:
        known = {(field, word) for field, word in known if store.read_postings((field, word))}
    return len({word for _, word in known})


def longest(words: Iterable[str]) -> dict[str, int]:
    """For each character the length of the longest word that begins with it."""
    found: dict[str, int] = {}
    for word in words:
        found[word[0]] = max(len(word), found.get(word[0], 0))
    return found


def entries(table: Any, first: bytes, lengths: Struct, size: int) -> Iterator[tuple[bytes, bytes]]:
    """The keys of a table of Whoosh's that begin with `first` in order, and what is kept for each, of `size` bytes;
    `lengths`: those before each.
    """
    file, at = table.dbfile, table.closest_key_pos(first)
    while at is not None and at < table.endofdata:
        key, length = lengths.unpack(file.get(at, lengths.size))
        if key < len(first) or length != size:  # never back
            raise ValueError("a term is not as it was written")
        at += lengths.size
        if not (name := file.get(at, key)).startswith(first):
            return
        yield name, file.get(at + key, length)
        at += key + length
