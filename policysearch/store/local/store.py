"""The store on disk: segments, folded texts and document order of one version, mapped.

A version is the files of `segment_files`, those of `text_store`, and `doc_order`: the live passages in document order. The
segments hold the words of headings and texts with their counts, the values of the fields, and the passages themselves.
Passages are counted from 0 on from segment to segment.
"""

from __future__ import annotations

import contextlib
import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, repeat
from pathlib import Path

from ...model.document import Passage
from ...model.errors import ClosedIndexError, DamagedIndexError, QueryTimeout, SearchIndexError
from ...model.fields import RAW, WORDS, term
from ...runtime.cache import Remembered, bytes_of, kept_property, once
from ...runtime.deadline import check
from ...runtime.numpy_use import worth
from ...text import segmenter
from ...text.normalize import fold
from ..columns import Column, column, joined
from . import doc_order, segment_files
from .text_part import Part
from .text_store import Literal

FORMAT = 10  # of the files; raise it when their meaning changes

_POSTINGS = 32_000_000  # bytes of postings in the cache
_WORDS = 200_000  # characters of words in the cache
_FREQUENCIES = 4096  # words whose frequency is remembered


class LocalKeeper:
    """Keeps passages in Whoosh, one folder for each version."""

    name = "whoosh"
    fingerprint = f"whoosh {segment_files.VERSION} files {FORMAT}, {segmenter.FINGERPRINT}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        from . import writer  # a search writes nothing

        writer.build(folder, passages)

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`.

        `old` stays as it is; files that do not change are shared with it. Raises DamagedIndexError when it cannot be read.
        """
        from . import writer

        with contextlib.closing(self.open(old)) as reader:
            return writer.update(old, reader, folder, removed, added)

    def open(self, folder: Path) -> LocalStore:
        """Open the version in `folder`; raises DamagedIndexError when a file of it is missing, truncated or altered."""
        return LocalStore(folder)


class LocalStore:
    """A version open for reading; many threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # Whoosh's readers share file positions
        self._closed = False
        self.frequency = lru_cache(_FREQUENCIES)(self._frequency)
        self._looked_up = 0  # words
        self._postings = Remembered(self.read_postings, _POSTINGS, bytes_of)  # by the name of a field and a term of it
        self.words_in = Remembered(self._words_in, _WORDS, len)
        self._field_values: dict[str, dict[str, str]] = {}
        self._columns: dict[str, Column] = {}
        with self.reading():
            self.parts, self.order = doc_order.read(folder)  # a part of the literal text is a segment
            self.literal = Literal(
                (Part.map(folder, number) for number in self.parts), lambda word: self.postings("text", word)
            )
            sizes = self.literal.sizes()
            self.segments: Sequence[segment_files.Segment] = [
                segment_files.Segment(folder, number, size) for number, size in zip(self.parts, sizes, strict=True)
            ]
            self._keys = sum(segment.keys for segment in self.segments)
            self._firsts = [*accumulate(sizes, initial=0)]
            self._placed = [*zip(self.segments, self._firsts, strict=False)]
            order, size = self.order, sum(sizes)
            if len(order) == size:  # each once, as far as their sum tells
                sound = isinstance(order, range) or (sum(order) == size * (size - 1) // 2 and max(order) < size)
            elif len(order) > size:  # before anything is made of that many numbers
                sound = False
            else:
                live = set(order)
                self.literal.gone = set(range(size)) - live
                sound = len(live) == len(order) and max(live, default=-1) < size
            if not sound:
                raise ValueError("its files are not of one version")

    def with_ids(self, ids: Sequence[str]) -> list[Passage | None]:
        """The passage with each of these ids."""
        return [next(map(self.passage_at, self.holding("id", id)), None) for id in ids]

    def passages(self) -> Iterator[Passage]:
        """All passages in document order."""
        return map(self.passage_at, self.order)

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in its order; empty when there is none of that id."""
        numbers = self.holding("document_id", document_id)
        with self.reading():
            ordered = sorted(numbers, key=self.rank.__getitem__)
        return tuple(map(self.passage_at, ordered))

    def values(self, field: str) -> dict[str, int]:
        """Every value of a "value" field (or `document_id`, `source`) with its number of passages."""
        if field not in RAW:
            raise ValueError(f"{field}: not a field with values to list")
        counts = ((value, len(self.holding(field, value))) for value in self.field_values(field))
        return {value: count for value, count in counts if count}

    def words(self) -> int:
        """How many distinct words the live passages have."""
        from .vocabulary import count_words

        return count_words(self)

    def __len__(self) -> int:
        return len(self.order)

    def close(self) -> None:
        """Close the files; the store cannot be used afterwards."""
        with self._lock:
            if not self._closed:
                self._closed = True
                for segment in self.segments:
                    segment.close()
                self.literal.close()

    @kept_property
    def rank(self) -> Sequence[int]:
        if isinstance(self.order, range):
            return self.order
        rank = array("I", bytes(4 * len(self.literal)))
        for place, number in enumerate(self.order):
            rank[number] = place
        return rank

    @kept_property
    def mean_length(self) -> float:
        return self.literal.mean_length()

    @kept_property
    def vocabulary(self) -> Mapping[str, int]:
        from .vocabulary import vocabulary

        return vocabulary(self)

    @kept_property
    def _longest(self) -> Mapping[str, int]:
        from .vocabulary import longest

        return longest(self.vocabulary)

    @property
    def document(self) -> Sequence[int]:
        return self.column("document_id").codes

    def column(self, field: str) -> Column:
        return once(self._columns, field, lambda: self.read_column(field))

    def read_column(self, field: str) -> Column:
        with self.reading():
            return joined([segment.column(field) for segment in self.segments] or [column(0, ())])

    def _frequency(self, word: str) -> int:
        if not self.literal.gone and "vocabulary" in self.__dict__:
            return self.vocabulary.get(word, 0)
        self._looked_up += 1
        text = term(word)
        try:
            found = sum([segment.frequency(text) for segment in self.segments])
        except Exception as error:
            raise self._damage(error) from error
        if found and self.literal.gone:  # segments go on counting what is gone
            return int(sum(sum(self._postings[field, text].values()) for field in WORDS.values()))
        return found

    def _words_in(self, folded: str) -> Sequence[str]:
        # Reading all takes as long as looking up so many.
        if not self.literal.gone and ("vocabulary" in self.__dict__ or self._looked_up > self._keys):
            longest = self._longest
            return segmenter.segment(folded, self.vocabulary.get, longest=lambda first: longest.get(first, 0))
        return segmenter.segment(folded, self.frequency, self.literal.may_hold)

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        return self._postings[WORDS[part], term(word)]

    def field_values(self, field: str) -> Mapping[str, str]:
        if field not in self._field_values:
            known = self.column(field).values if field in segment_files.COLUMNS else self._terms(field)
            self._field_values[field] = {value: fold(value) if field in RAW else value for value in known}
        return self._field_values[field]

    def _terms(self, field: str) -> list[str]:
        with self.reading():
            return sorted({value.decode() for segment in self.segments for value, _ in segment.terms(field)})

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        return self._postings[field, term(value)]

    def passage_at(self, number: int) -> Passage:
        """Passage `number`."""
        place = bisect_right(self._firsts, number) - 1
        self._refuse_closed()
        try:
            return self.segments[place].passage_at(number - self._firsts[place])
        except Exception as error:
            raise self._damage(error) from error

    def read_postings(self, key: tuple[str, bytes]) -> Mapping[int, float]:
        """The live passages with a term of a field, and its count in each."""
        check()
        field, term = key
        self._refuse_closed()
        try:
            found = [(*segment.postings(field, term), first) for segment, first in self._placed]
        except Exception as error:
            raise self._damage(error) from error
        if worth(sum(len(steps) for steps, *_ in found)):
            from .text_arrays import postings

            return postings(found, self.literal.gone)
        held: dict[int, float] = {}
        for steps, counts, first in found:
            numbers = accumulate(steps, initial=first)
            next(numbers)
            held.update(zip(numbers, map(float, counts) if counts else repeat(1.0), strict=False))
        for number in held.keys() & self.literal.gone:
            del held[number]
        return held

    def expect(self, tell: object) -> None:
        """Nothing: all is near."""

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """Errors of wrong numbers or bytes in files become a DamagedIndexError; in a sound index they are errors of the program."""
        self._refuse_closed()
        try:
            yield
        except (ArithmeticError, LookupError, ValueError) as error:
            if self._sound:
                raise
            raise self._damage(error) from error

    @cached_property
    def _sound(self) -> bool:
        from .soundness import is_sound  # few indexes call for it

        return is_sound(self)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """What Whoosh reads: one thread at a time; any error means a damaged file."""
        with self._lock:
            self._refuse_closed()
            try:
                yield
            except (MemoryError, QueryTimeout):
                raise
            except Exception as error:
                raise self._damage(error) from error

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ClosedIndexError(str(self._folder.parent))

    def _damage(self, error: Exception) -> SearchIndexError:
        if self._closed:  # by another thread, meanwhile
            return ClosedIndexError(str(self._folder.parent))
        return DamagedIndexError(str(self._folder), " ".join(f"{type(error).__name__} {error}".split()))
