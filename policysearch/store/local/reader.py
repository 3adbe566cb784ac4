"""The engine on disk: passages in Whoosh, none of whose exceptions gets out.

A version is the files of `segment_files`, those of `literal`, and `order`: the live passages in document order. The
segments hold the words of headings and texts with their counts, the values of the fields for filters and facets, and the
passages themselves. `literal` decides what matches and `scoring` ranks; they count passages on from segment to segment.
"""

from __future__ import annotations

import contextlib
import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.document import Passage
from ...model.errors import ClosedIndexError, DamagedIndexError, QueryTimeout, SearchIndexError
from ...model.fields import RAW, TEXTS, WORDS, term
from ...query.ast import Query
from ...runtime.cache import Remembered, kept_property
from ...runtime.deadline import check
from ...search import match_type
from ...search.match import matching
from ...search.score import ranking
from ...text import segmenter
from ...text.normalize import fold
from ..protocol import ANY_WORDS, MOST_WORDS, Group, Hit, Results
from . import doc_order, segment_files
from .text_store import Literal

if TYPE_CHECKING:
    from ...model.results import Explanation, Related, Row, Similar, Suggestion
    from ...search.completion import Completion
    from ...search.facets import Columns, Facets
    from ...search.question_ranker import Rarity
    from ...search.relax import Widened

FORMAT = 5  # of the files; raise it when their meaning changes

_COUNTS, _WORDS = 300_000, 200_000  # counts in passages, and characters of words, that are remembered


class WhooshEngine:
    """Keeps passages in Whoosh, one folder for each version."""

    name = "whoosh"
    fingerprint = f"whoosh {segment_files.VERSION} files {FORMAT}, {segmenter.FINGERPRINT}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        from . import writer  # a search writes nothing

        writer.build(folder, passages)

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`.

        `old` stays as it is; files that do not change are shared with it. Raises DamagedIndexError when it cannot be read.
        """
        from . import writer

        with contextlib.closing(self.open(old)) as reader:
            writer.update(old, reader, folder, removed, added)

    def open(self, folder: Path) -> WhooshReader:
        """Open the version in `folder`; raises DamagedIndexError when a file of it is missing, truncated or altered."""
        return WhooshReader(folder)


class WhooshReader:
    """A version open for reading; many threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # Whoosh's readers share file positions
        self._closed = False
        self._frequencies = Remembered(self._frequency, _WORDS)
        self._postings = Remembered(self._read_postings, _COUNTS, len)  # by the name of a field and a term of it
        # A page asks for its hits, its total, its facets.
        self._matching: Mapping[Query, Set[int]] = Remembered(lambda query: matching(self, query), _COUNTS, len)
        self._widened = Remembered(self._wider, _COUNTS, lambda found: found.total)
        self.words_in = Remembered(self._words_in, _WORDS, len)
        self._family: Mapping[str, Set[int]] = Remembered(
            lambda id: frozenset(self.holding("document_id", id)), _COUNTS, len
        )
        self._field_values: dict[str, dict[str, str]] = {}
        with self._reading():
            self.parts, self.order = doc_order.read(folder)  # a part of the literal text is a segment
            self.literal = Literal(folder, self.parts)
            sizes = self.literal.sizes()
            self._segments = [
                segment_files.Segment(folder, number, size) for number, size in zip(self.parts, sizes, strict=True)
            ]
            self._firsts = [*accumulate(sizes, initial=0)]
            live = set(self.order)
            if len(live) < len(self.order) or max(live, default=-1) >= sum(sizes):
                raise ValueError("its files are not of one version")
            if len(live) < len(self.literal):
                self.literal.gone = set(range(len(self.literal))) - live

    def search(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """`limit` hits (None: all) after the first `offset` of the one ranking of all passages that match."""
        return self._page(query, limit, offset, sort, group, False)

    def widened(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """The same, followed by the passages that hold any of the query's plain words, when few hold them all."""
        return self._page(query, limit, offset, sort, group, True)

    def _page(self, query: Query, limit: int | None, offset: int, sort: str, group: str, widened: bool) -> Results:
        counts: dict[str, int] = {}
        whole = limit is None or group or sort != "relevance"
        count = None if whole or limit is None else offset + limit
        with self._scoring():
            wider = self._widened[query] if widened else None
            found, total = (wider.best(self, count), wider.total) if wider else ranking(self, query, count)
            names: dict[int, str] = {}
            if group or sort != "relevance":
                from ...search import group as arrange

                if group:
                    found, counts = arrange.best_of_each(self.columns, found, group)
                    names = {number: arrange.group_of(self.columns, number, group) for number, _ in found}
                found = arrange.ordered(self, self.columns, found, sort)
            found = found[offset:][:limit]
            why = [self._why(query, number, wider) for number, _ in found]
            matched = wider.exact if wider else self._matching[query] if found else set()
            hits = tuple(self._hit(one, how, matched) for one, how in zip(found, why, strict=True))
        of = [names[number] for number, _ in found] if group else []
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(of, hits, strict=False))
        relaxation = "" if not wider or total == len(wider.exact) else MOST_WORDS if wider.most else ANY_WORDS
        return Results(hits, total, relaxation, groups, len(counts), counts.get("", 0))

    def _hit(self, found: tuple[int, float], how: tuple[str, tuple[str, ...]], matched: Set[int]) -> Hit:
        number, score = found
        passage = self.stored(number)
        family = self._family[passage.document_id]
        return Hit(passage, score, *how, len(matched & family) - (number in matched))

    def _wider(self, query: Query) -> Widened:
        from ...search.relax import widened  # few queries call for it

        return widened(self, query)

    def _why(self, query: Query, number: int, wider: Widened | None) -> tuple[str, tuple[str, ...]]:
        """Why a passage was found, and the words that it lacks."""
        if not wider or number in wider.exact:
            return match_type.why(self, query, number), ()
        return match_type.MOST if number in wider.most else match_type.WIDENED, wider.missing(number)

    def total(self, query: Query) -> int:
        """How many passages match."""
        with self._scoring():
            return len(self._matching[query])

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> Facets:
        """For each field the passages of each of its values among what matches, as `facets` says."""
        from ...search.facets import facets

        with self._scoring():
            if not widened:
                return facets(self, self.columns, query, fields)
            return facets(self, self.columns, query, fields, lambda q: self._widened[q].scores.keys())

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by`, a cell in it for each query, as `compare` says."""
        from ...search.compare import compare

        with self._scoring():
            return compare(self, self.columns, queries, by)

    def explain(self, query: Query, id: str, widened: bool = False) -> Explanation | None:
        """Where the score of the passage with this id comes from; None when there is none."""
        from ...search.explain import explain, explain_widened

        told = explain_widened if widened else explain
        with self._scoring():
            return next((told(self, query, number) for number in self.holding("id", id)), None)

    def passage(self, id: str) -> Passage | None:
        """The passage with this id."""
        return next((self.stored(number) for number in self.holding("id", id)), None)

    def passages(self) -> Iterator[Passage]:
        """All passages in document order."""
        return map(self.stored, self.order)

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in its order; empty when there is none of that id."""
        numbers = self.holding("document_id", document_id)
        with self._reading():
            ordered = sorted(numbers, key=self.rank.__getitem__)
        return tuple(map(self.stored, ordered))

    def values(self, field: str) -> dict[str, int]:
        """Every value of a "value" field of the schema (or `document_id`, `source`) with its number of passages."""
        if field not in RAW:
            raise ValueError(f"{field}: not a field with values to list")
        counts = ((value, len(self.holding(field, value))) for value in self.field_values(field))
        return {value: count for value, count in counts if count}

    def near(self, text: str) -> Mapping[str, int]:
        """The strings of words that one character parts from a folded text, each with how many passages hold it."""
        from ...search.fuzzy import near

        with self._scoring():
            return near(self.literal, text)

    def words(self) -> int:
        """How many distinct words the live passages have."""
        with self._reading():
            known = {
                (field, word)
                for field in WORDS.values()
                for segment in self._segments
                for word, _ in segment.terms(field)
            }
        if self.literal.gone:
            known = {(field, word) for field, word in known if self._postings[field, word]}
        return len({word for _, word in known})

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        with self._scoring():
            return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        from ...search.similar import related  # only who asks for help loads what gives it

        with self._scoring():
            return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        from ...model.results import Similar
        from ...search.similar import alike

        with self._scoring():
            return tuple(
                Similar(self.stored(number), score, shared)
                for number in self.holding("id", id)
                for number, score, shared in alike(self, number, limit, same)
            )

    def __len__(self) -> int:
        return len(self.order)

    def close(self) -> None:
        """Give the files back; the reader is of no use afterwards."""
        with self._lock:
            if not self._closed:
                self._closed = True
                for segment in self._segments:
                    segment.close()
                self.literal.close()

    # What follows is for `scoring`, as its Index says, and for the engine.

    @kept_property
    def rank(self) -> Sequence[int]:
        rank = array("I", bytes(4 * len(self.literal)))
        for place, number in enumerate(self.order):
            rank[number] = place
        return rank

    @kept_property
    def columns(self) -> Columns:
        from ...search.facets import Columns

        return Columns(self)

    @kept_property
    def mean_length(self) -> float:
        return self.literal.mean_length()

    @kept_property
    def vocabulary(self) -> Mapping[str, int]:
        if self.literal.gone:  # segments go on counting what is gone
            return self.literal.words(self.order)
        counts: dict[str, int] = {}
        with self._reading():
            for field in WORDS.values():
                found: dict[str, int] = {}
                for segment in self._segments:
                    for word, count in segment.terms(field):
                        text = word.decode()
                        found[text] = found.get(text, 0) + count
                for text in sorted(found):  # the same order, however many segments there are
                    counts[text] = counts.get(text, 0) + found[text]
        return counts

    @kept_property
    def _completion(self) -> Completion:
        from ...search.completion import Completion

        return Completion(self)

    @kept_property
    def document(self) -> Sequence[int]:
        document = array("I", bytes(4 * len(self.literal)))
        for family, id in enumerate(self.field_values("document_id")):
            for number in self.holding("document_id", id):
                document[number] = family
        return document

    @kept_property
    def rarity(self) -> Rarity:
        from ...search.question_ranker import Rarity

        return Rarity(self)

    def frequency(self, word: str) -> int:
        return self._frequencies[word]

    def _frequency(self, word: str) -> int:
        if not self.literal.may_hold(word):  # most pieces of a question are no words
            return 0
        text = term(word)
        if self.literal.gone:  # segments go on counting what is gone
            return int(sum(sum(self._postings[field, text].values()) for field in WORDS.values()))
        with self._reading():
            return sum(segment.frequency(field, text) for field in WORDS.values() for segment in self._segments)

    def _words_in(self, folded: str) -> Sequence[str]:
        return segmenter.segment(folded, self.frequency)

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        return self._postings[WORDS[part], term(word)]

    def field_values(self, field: str) -> Mapping[str, str]:
        if field not in self._field_values:
            with self._reading():
                known = sorted({value.decode() for segment in self._segments for value, _ in segment.terms(field)})
            self._field_values[field] = {value: fold(value) if field in RAW else value for value in known}
        return self._field_values[field]

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        return self._postings[field, term(value)]

    def stored(self, number: int) -> Passage:
        """Passage `number`."""
        place = bisect_right(self._firsts, number) - 1
        with self._lock:  # as in _reading, which takes as long as the rest
            self._refuse_closed()
            try:
                return self._segments[place].stored(number - self._firsts[place])
            except Exception as error:
                raise self._damaged(error) from error

    def _read_postings(self, key: tuple[str, bytes]) -> Mapping[int, float]:
        """The live passages with a term of a field, and its count in each."""
        check()
        field, term = key
        found: dict[int, float] = {}
        with self._reading():
            for segment, first in zip(self._segments, self._firsts, strict=False):
                postings = segment.postings(field, term)
                found.update(((first + number, count) for number, count in postings) if first else postings)
            for number in found.keys() & self.literal.gone:
                del found[number]
        return found

    @contextlib.contextmanager
    def _scoring(self) -> Iterator[None]:
        """A number or byte that is off leads beyond an end, or to no text; what a sound index leads to is a fault of ours."""
        self._refuse_closed()
        try:
            yield
        except (ArithmeticError, LookupError, ValueError) as error:
            if self._sound:
                raise
            raise self._damaged(error) from error

    @cached_property
    def _sound(self) -> bool:
        """Whether all texts, terms and counts can be read and are of passages that are there; reads the whole index."""
        from math import isfinite

        try:
            for number in range(len(self.literal)):
                self.literal.parts(number)
            with self._reading():
                terms = {
                    field: [value for segment in self._segments for value, _ in segment.terms(field)]
                    for field in (*TEXTS, "year", *WORDS.values())
                }
            for field, values in terms.items():
                for value in values:
                    int(value) if field == "year" else value.decode()
                    counts = self._read_postings((field, value))
                    if not all(0 <= number < len(self.literal) for number in counts):
                        return False
                    if not all(count > 0 and isfinite(count) for count in counts.values()):
                        return False
        except (ArithmeticError, LookupError, ValueError, DamagedIndexError):
            return False
        return True

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time, and whatever is stumbled over means a damaged file."""
        with self._lock:
            self._refuse_closed()
            try:
                yield
            except (MemoryError, QueryTimeout):
                raise
            except Exception as error:
                raise self._damaged(error) from error

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ClosedIndexError(str(self._folder.parent))

    def _damaged(self, error: Exception) -> SearchIndexError:
        if self._closed:  # by another thread, meanwhile
            return ClosedIndexError(str(self._folder.parent))
        return DamagedIndexError(str(self._folder), " ".join(f"{type(error).__name__} {error}".split()))
