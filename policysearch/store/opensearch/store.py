"""A version in a cluster, open for reading, and the keeper that writes and opens versions.

The folder of a version holds its facts and the name of its index; `versions` brings it to the cluster and back.
"""

from __future__ import annotations

import contextlib
import json
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ...model.document import Passage
from ...model.errors import ClosedIndexError, DamagedIndexError, one_line
from ...model.fields import RAW, WORDS
from ...runtime.cache import Remembered, bytes_of, kept_property, once
from ...text import segmenter
from ...text.normalize import fold
from ..columns import Column, column
from ..local import segment_files
from .address import Address
from .connection import Connection
from .facts import Facts
from .listing import Asked, Scores, list_all, list_matches, numbers_of
from .mapping import FORMAT, INDEX
from .text import PhraseIndex, Rows, split_word, word_counts

_POSTINGS = 32_000_000  # bytes of postings in the cache
_WORDS = 200_000  # characters of words in the cache
_IDS, _MOST_HITS = 500, 10_000  # ids of a request; hits that a cluster gives at most


class OpenSearchKeeper:
    """Keeps passages in a cluster, each version in an index of its own."""

    name = "opensearch"
    fingerprint = f"opensearch {FORMAT}, {segmenter.FINGERPRINT}"

    def __init__(self, address: Address) -> None:
        self.address = address

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version, and its facts into the empty `folder`."""
        from . import writer

        with contextlib.closing(Connection(self.address)) as connection:
            writer.build(connection, folder, passages)

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
        """Write the version in `old` without the passages of the sources `removed`, plus `added`; `old` stays as it is.

        Returns a number below which passages have the numbers they had.
        """
        from . import writer

        with contextlib.closing(self.open(old)) as store:
            return writer.update(store, folder, removed, added)

    def copy(self, old: Path, folder: Path) -> None:
        """Write the version in `old` once more for `folder`, which holds its files."""
        from . import writer

        with contextlib.closing(Connection(self.address)) as connection:
            writer.copy(connection, old, folder)

    def open(self, folder: Path) -> OpenSearchStore:
        """Open the version in `folder`; raises DamagedIndexError when a file is not as it was written."""
        return OpenSearchStore(Connection(self.address), folder)


class OpenSearchStore:
    """A version open for reading; many threads may share it. Raises SearchIndexError where the cluster does not answer."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self._folder = folder
        self._closed = False
        self._lock = threading.Lock()
        with self._reading():
            self.index = str(json.loads((folder / INDEX).read_text("utf-8"))["index"])
            self.facts = Facts.read(folder)
            self.order: Sequence[int] = self.facts.order()
        rows = Rows(connection, self.index, lambda what: DamagedIndexError(str(connection.address), what))
        self.literal = PhraseIndex(connection, self.index, self.facts, self.order, rows)
        self._postings = Remembered(self._read_postings, _POSTINGS, lambda both: sum(map(bytes_of, both)))
        self.words_in: Mapping[str, Sequence[str]] = Remembered(
            lambda folded: segmenter.segment(folded, self.frequency), _WORDS, len
        )
        self._field_values: dict[str, dict[str, str]] = {}
        self._columns: dict[str, Column] = {}

    @kept_property
    def rank(self) -> Sequence[int]:
        rank = array("I", bytes(4 * self.facts.slots))
        for place, number in enumerate(self.order):
            rank[number] = place
        return rank

    @property
    def document(self) -> Sequence[int]:
        return self.facts.columns["document"]

    def column(self, field: str) -> Column:
        self._refuse_closed()
        return once(self._columns, field, lambda: column(self.facts.slots, self.facts.values[field].items()))

    @kept_property
    def mean_length(self) -> float:
        return self.literal.mean_length()

    @kept_property
    def vocabulary(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for words in self.facts.words.values():
            for word, count in words.items():
                counts[word] = counts.get(word, 0) + count
        return counts

    def frequency(self, word: str) -> int:
        return sum(words.get(word, 0) for words in self.facts.words.values())

    def words(self) -> int:
        return len(self.vocabulary)

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        if not self.facts.words[part].get(word):
            return {}
        return self._postings[word][list(WORDS).index(part)]

    def _read_postings(self, word: str) -> tuple[Mapping[int, float], ...]:
        self._refuse_closed()
        found = list_matches(self.connection, self.index, self.facts.slots, word_counts(word), self._most(word))
        return split_word(found)

    def _most(self, word: str) -> int:
        """No fewer passages than have a word."""
        return min(self.facts.slots, self.frequency(word))

    def expect(self, tell: Callable[[], tuple[Iterable[Sequence[str]], Iterable[str]]]) -> None:
        self._refuse_closed()
        strings, words = tell()
        asked = [*self.literal.expect(strings)]
        for word in dict.fromkeys(words):
            if word not in self._postings and (most := self._most(word)):
                asked.append(Asked(word_counts(word), most, partial(self._keep_postings, word)))
        if len(asked) > 1:  # one by itself is asked for when it is needed
            list_all(self.connection, self.index, self.facts.slots, asked)

    def _keep_postings(self, word: str, found: Scores) -> None:
        self._postings.keep(word, split_word(found))

    def field_values(self, field: str) -> Mapping[str, str]:
        self._refuse_closed()
        if field not in self._field_values:
            known = sorted(self._ids() if field == "id" else self.facts.values.get(field, ()))
            self._field_values[field] = {value: fold(value) if field in RAW else value for value in known}
        return self._field_values[field]

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        self._refuse_closed()
        if field == "id":
            found = list_matches(self.connection, self.index, self.facts.slots, {"term": {"id": {"value": value}}}, 1)
            return dict.fromkeys(numbers_of(found), 1.0)
        return dict.fromkeys(self.facts.values.get(field, {}).get(value, ()), 1.0)

    def passage_at(self, number: int) -> Passage:
        self._refuse_closed()
        row = self.literal.rows[number]
        try:
            return segment_files.unpack(row.passage_at)
        except ValueError as error:
            raise DamagedIndexError(str(self.connection.address), f"passage {number}: {one_line(error)}") from error

    def values(self, field: str) -> dict[str, int]:
        if field not in RAW:
            raise ValueError(f"{field}: not a field with values to list")
        if field == "id":
            return dict.fromkeys(self.field_values(field), 1)
        return {value: len(self.facts.values[field][value]) for value in self.field_values(field)}

    def with_ids(self, ids: Sequence[str]) -> list[Passage | None]:
        """The passage with each of these ids; some hundreds are asked for in one request."""
        self._refuse_closed()
        numbers: dict[str, int] = {}
        for at in range(0, len(ids), _IDS):
            numbers |= self._numbers(ids[at : at + _IDS])
        read = {number: self.passage_at(number) for number in self.literal.prefetch(sorted({*numbers.values()}))}
        return [read[numbers[id]] if id in numbers else None for id in ids]

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of the passages with these ids."""
        query = {"terms": {"id": list(ids)}}
        body = {"query": query, "size": _MOST_HITS, "docvalue_fields": ["id", "n"], "_source": False}
        found = self.connection.search(self.index, body, filter_path="hits.hits.fields")
        with self.connection.reading():
            hits = [hit["fields"] for hit in found.get("hits", {}).get("hits", ())]
            return {str(hit["id"][0]): int(hit["n"][0]) for hit in hits}

    def passages(self) -> Iterator[Passage]:
        return self.read(self.order)

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        ordered = sorted(self.holding("document_id", document_id), key=self.rank.__getitem__)
        return tuple(self.read(ordered))

    def read(self, numbers: Iterable[int]) -> Iterator[Passage]:
        """The passages with some numbers, read some at a time."""
        return map(self.passage_at, self.literal.prefetch(numbers))

    def _ids(self) -> Iterator[str]:
        return (passage.id for passage in self.passages())

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        self._refuse_closed()
        yield

    def __len__(self) -> int:
        return len(self.order)

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self.connection.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError) as error:
            raise DamagedIndexError(str(self._folder), one_line(error)) from error

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ClosedIndexError(str(self.connection.address))
