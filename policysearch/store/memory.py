"""A store in memory: passages in lists, with the inverter and the text search of the local store, and no files.

For tests and for a handful of passages; nothing of it outlives the process.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..model.document import Passage
from ..model.errors import ClosedIndexError, PassagesError
from ..model.fields import RAW, WORDS, term
from ..runtime.cache import Remembered
from ..text import segmenter
from ..text.normalize import fold
from .columns import Column, column
from .local.inverter import prepare
from .local.text_store import Literal
from .local.text_writer import part_of, record

_WORDS = 200_000  # characters of words that are remembered


class MemoryStore:
    """A store of `passages`; `dictionary` has the user's own words. Raises PassagesError for what cannot be segmented."""

    def __init__(self, passages: Iterable[Passage], dictionary: str = "") -> None:
        self._passages = list(passages)
        self._closed = False
        self.words_in: Mapping[str, Sequence[str]] = Remembered(
            lambda folded: segmenter.segment(folded, self.frequency), _WORDS, len
        )
        self._postings: dict[str, dict[bytes, dict[int, float]]] = {}
        self._columns: dict[str, Column] = {}
        self.order: Sequence[int] = []
        text = record([], lambda word: False)
        if self._passages:
            batch = prepare(dictionary, self._passages)
            if batch.failed:
                raise PassagesError(batch.failed)
            self.order = sorted(range(len(batch)), key=batch.keys.__getitem__)
            text = batch.literal
            for field, terms in batch.postings.items():
                by_term = self._postings[field] = {}
                for value in sorted(terms):
                    by_term[value] = dict(zip(*terms[value], strict=True))
        self.literal = Literal([part_of(text)])

    @cached_property
    def rank(self) -> Sequence[int]:
        return sorted(self.order, key=self.order.__getitem__)  # the inverse of a permutation

    @property
    def document(self) -> Sequence[int]:
        return self.column("document_id").codes

    def column(self, field: str) -> Column:
        if field not in self._columns:
            values = ((value.decode(), numbers) for value, numbers in self._terms(field).items())
            self._columns[field] = column(len(self._passages), values)
        return self._columns[field]

    @cached_property
    def mean_length(self) -> float:
        return self.literal.mean_length()

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for field in WORDS.values():
            for word, found in self._terms(field).items():
                counts[word.decode()] += int(sum(found.values()))
        return counts

    def frequency(self, word: str) -> int:
        return int(sum(sum(self.postings(part, word).values()) for part in WORDS))

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        return self.holding(WORDS[part], word)

    def field_values(self, field: str) -> Mapping[str, str]:
        values = map(bytes.decode, self._terms(field))
        return {value: fold(value) if field in RAW else value for value in values}

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        return self._terms(field).get(term(value), {})

    def passage_at(self, number: int) -> Passage:
        self._refuse_closed()
        return self._passages[number]

    def values(self, field: str) -> dict[str, int]:
        if field not in RAW:
            raise ValueError(f"{field}: not a field with values to list")
        return {value.decode(): len(found) for value, found in self._terms(field).items()}

    def with_ids(self, ids: Sequence[str]) -> list[Passage | None]:
        return [next(map(self.passage_at, self.holding("id", id)), None) for id in ids]

    def passages(self) -> Iterator[Passage]:
        return map(self.passage_at, self.order)

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        numbers = self.holding("document_id", document_id)
        return tuple(map(self.passage_at, sorted(numbers, key=self.rank.__getitem__)))

    def words(self) -> int:
        return len(self.vocabulary)

    def expect(self, tell: object) -> None:
        """Nothing: all is near."""

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        self._refuse_closed()
        yield

    def __len__(self) -> int:
        return len(self.order)

    def close(self) -> None:
        self._closed = True

    def _terms(self, field: str) -> Mapping[bytes, Mapping[int, float]]:
        """The terms of a field in order, each with its postings."""
        self._refuse_closed()
        return self._postings.get(field, {})

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ClosedIndexError("memory")
