"""The engine on disk; the only module that imports Whoosh, none of whose exceptions gets out.

A version is Whoosh's own files, those of `literal`, and `order`: the live passages in document order. Whoosh holds the
words of headings and texts with their counts, the values of the fields for filters and facets, and the passages
themselves. `literal` decides what matches and `scoring` ranks; they count passages as Whoosh numbers its documents.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import whoosh
from whoosh import formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import STORED, FieldType, Schema
from whoosh.reading import TermNotFound

from . import analysis, arrange, reasons, schema
from .compare import compare
from .document import Passage
from .engine import Explanation, Group, Hit, Related, Results, Row, Similar, Suggestion
from .errors import DamagedIndexError
from .facets import Columns, Facets, facets
from .folding import fold
from .literal import Literal, LiteralWriter
from .query import Query
from .scoring import PARTS, ranking

if TYPE_CHECKING:
    from .suggest import Completion

if TYPE_CHECKING:
    from .widening import Rarity

FORMAT = 1  # of the files; raise it when their meaning changes

# When to write a version anew instead of adding to the old one: every segment and every deleted passage costs time.
_MOST_SEGMENTS = 8
_MOST_DELETED = 0.3

_ORDER = "order"
_WORDS = {"title": "title_words", "text": "words"}  # part: the field of its words
# The fields with one string: what they are called in Whoosh and in a Passage.
_TEXTS = {"id", "document_id", *(field.name for field in schema.FIELDS if field.how != "range")}.difference(PARTS)
# Listed as they were written; of the other fields, of which there may be as many values as passages, only the folded
# form is kept.
_RAW = {"id", "document_id", "source", *(field.name for field in schema.FIELDS if field.how == "value")}

_VALUES: Callable[[Passage], tuple[Any, ...]] = attrgetter(*Passage.__dataclass_fields__)
_KEY: Callable[[Passage], tuple[str, int, str]] = attrgetter("source", "line_start", "id")  # document order


class Terms(FieldType):  # type: ignore[misc]
    """A list of strings, each a term with its count as its weight; no positions, nothing stored."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = self.stored = self.unique = False

    def index(self, value: Iterable[str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, count in Counter(value).items():
            yield _term(term), count, float(count), b""


class WhooshEngine:
    """Keeps passages in Whoosh, one folder for each version."""

    name = "whoosh"
    fingerprint = f"whoosh {whoosh.versionstring()} files {FORMAT}, {analysis.FINGERPRINT}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        fields = Schema(passage=STORED(), **{name: Terms() for name in (*_TEXTS, "year", *_WORDS.values())})
        with LiteralWriter(folder) as literal:
            numbers = _add(_writer(index.create_in(folder, fields)), literal, 0, passages, _dictionary(folder))
        _finish(folder, [number for _, number in sorted(numbers)])

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`.

        `old` stays as it is; files that do not change are shared with it. Raises DamagedIndexError when it cannot be read.
        """
        with contextlib.closing(self.open(old)) as reader:
            gone = {number for source in removed for number in reader.holding("source", source)}
            holes = len(reader.literal) - len(reader) + len(gone)
            if reader.segments() >= _MOST_SEGMENTS or holes > _MOST_DELETED * len(reader.literal):
                kept = (passage for passage in reader.passages() if passage.source not in removed)
                self.build(folder, chain(kept, added))
                return
            for file in old.iterdir():
                if file.name.startswith(("MAIN_", "_MAIN_")):  # Whoosh's, which never changes a file it has written
                    _share(file, folder / file.name)
            writer = _writer(index.open_dir(folder))
            with LiteralWriter(folder) as literal:
                live = set(reader.order) - gone
                for number in range(len(reader.literal)):
                    if number in live:
                        literal.copy(reader.literal, number)
                    else:
                        literal.leave_out()
                for number in gone:
                    writer.delete_document(number)
                numbers = sorted(_add(writer, literal, len(reader.literal), added, _dictionary(folder)))
            order = [number for number in reader.order if number in live]
            _finish(folder, _merged(order, numbers, lambda number: _KEY(reader.stored(number))))

    def open(self, folder: Path) -> WhooshReader:
        """Open the version in `folder`; raises DamagedIndexError when a file of it is missing, truncated or altered."""
        return WhooshReader(folder)


class WhooshReader:
    """A version open for reading; many threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # Whoosh's readers share file positions
        self._closed = False
        self._frequencies: dict[str, int] = {}
        self._field_values: dict[str, dict[str, str]] = {}
        with self._reading():
            self._reader = index.open_dir(str(folder)).reader()
            self.literal = Literal(folder)
            self.order: Sequence[int] = array("I", (folder / _ORDER).read_bytes())
            counts = self._reader.doc_count_all(), self._reader.doc_count()
            if counts != (len(self.literal), len(self.order)) or max(self.order, default=-1) >= len(self.literal):
                raise ValueError("its files are not of one version")

    def search(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """`limit` hits (None: all) after the first `offset` of the one ranking of all passages that match."""
        return self._page(query, limit, offset, sort, group, False)

    def widened(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """The same of the passages that hold any of the query's plain words, when there is none that holds them all."""
        return self._page(query, limit, offset, sort, group, True)

    def _page(self, query: Query, limit: int | None, offset: int, sort: str, group: str, widened: bool) -> Results:
        counts: dict[str, int] = {}
        whole = limit is None or group or sort != "relevance"
        with self._scoring():
            found, total = self._ranking(widened)(self, query, None if whole or limit is None else offset + limit)
            if group:
                found, counts = arrange.best_of_each(self.columns, found, group)
            found = arrange.ordered(self, self.columns, found, sort)[offset:][:limit]
            why = [reasons.WIDENED if widened else reasons.why(self, query, number) for number, _ in found]
        hits = tuple(Hit(self.stored(number), score, how) for (number, score), how in zip(found, why, strict=True))
        names = [arrange.group_of(self.columns, number, group) for number, _ in found] if group else []
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(names, hits, strict=False))
        return Results(hits, total, widened and total > 0, groups, len(counts))

    def _ranking(self, widened: bool) -> Callable[[WhooshReader, Query, int | None], tuple[arrange.Ranking, int]]:
        if not widened:
            return ranking
        from . import widening

        return widening.ranking

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> Facets:
        """For each field the passages of each of its values among what matches, as `facets` says."""
        with self._scoring():
            if not widened:
                return facets(self, self.columns, query, fields)
            found = self._ranking(widened)
            return facets(self, self.columns, query, fields, lambda q: {n for n, _ in found(self, q, None)[0]})

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by`, a cell in it for each query, as `compare` says."""
        with self._scoring():
            return compare(self, self.columns, queries, by)

    def explain(self, query: Query, id: str, widened: bool = False) -> Explanation | None:
        """Where the score of the passage with this id comes from; None when there is none."""
        from .explain import explain, explain_widened

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
        if field not in _RAW:
            raise ValueError(f"{field}: not a field with values to list")
        counts = ((value, len(self.holding(field, value))) for value in self.field_values(field))
        return {value: count for value, count in counts if count}

    def words(self) -> int:
        """How many distinct words the live passages have."""
        with self._reading():
            known = {(field, word) for field in _WORDS.values() for word in self._reader.lexicon(field)}
            if self._reader.has_deletions():
                known = {(field, word) for field, word in known if self._reader.postings(field, word).is_active()}
        return len({word for _, word in known})

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        from .related import related  # only who asks for help loads what gives it

        return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        from .related import alike

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
                self._reader.close()
                self.literal.close()

    # What follows is for `scoring`, as its Index says, and for the engine.

    @cached_property
    def rank(self) -> Sequence[int]:
        rank = array("I", bytes(4 * len(self.literal)))
        for place, number in enumerate(self.order):
            rank[number] = place
        return rank

    @cached_property
    def columns(self) -> Columns:
        return Columns(self)

    @cached_property
    def mean_length(self) -> float:
        texts = sum(self.literal.starts[1:]) - sum(self.literal.middles)  # each with one byte for its end
        return max(1.0, texts / max(1, len(self.order)) - 1)

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        if self._reader.has_deletions():  # Whoosh goes on counting what is deleted
            return self.literal.words(self.order)
        counts: dict[str, int] = {}
        with self._reading():
            for field in _WORDS.values():
                for word, facts in self._reader.iter_field(field):
                    text = word.decode()
                    counts[text] = counts.get(text, 0) + int(facts.weight())
        return counts

    @cached_property
    def _completion(self) -> Completion:
        from .suggest import Completion

        return Completion(self)

    @cached_property
    def document(self) -> Sequence[int]:
        document = array("I", bytes(4 * len(self.literal)))
        for family, id in enumerate(self.field_values("document_id")):
            for number in self.holding("document_id", id):
                document[number] = family
        return document

    @cached_property
    def rarity(self) -> Rarity:
        from .widening import Rarity

        return Rarity(self)

    def frequency(self, word: str) -> int:
        if word not in self._frequencies:
            term = _term(word)
            if self._reader.has_deletions():  # Whoosh goes on counting what is deleted
                count = sum(sum(self._postings(field, term).values()) for field in _WORDS.values())
            else:
                with self._reading():
                    count = sum(self._reader.frequency(field, term) for field in _WORDS.values())
            self._frequencies[word] = int(count)
        return self._frequencies[word]

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        return self._postings(_WORDS[part], _term(word))

    def field_values(self, field: str) -> Mapping[str, str]:
        if field not in self._field_values:
            with self._reading():
                known = [value.decode() for value in self._reader.lexicon(field)]
            self._field_values[field] = {value: fold(value) if field in _RAW else value for value in known}
        return self._field_values[field]

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        return self._postings(field, _term(value))

    def stored(self, number: int) -> Passage:
        """Passage `number`."""
        with self._reading():
            return Passage(*self._reader.stored_fields(number)["passage"])

    def segments(self) -> int:
        """How many pieces Whoosh has to look into."""
        return len(list(self._reader.leaf_readers()))

    def _postings(self, field: str, term: bytes) -> dict[int, float]:
        """The live passages with a term of a Whoosh field, and its count in each."""
        found = {}
        with self._reading(), contextlib.suppress(TermNotFound):
            matcher = self._reader.postings(field, term)
            while matcher.is_active():
                found[matcher.id()] = matcher.weight()
                matcher.next()
        return found

    @contextlib.contextmanager
    def _scoring(self) -> Iterator[None]:
        """A number or byte that is off leads beyond an end, or to no text."""
        try:
            yield
        except (IndexError, ValueError) as error:
            raise self._damaged(error) from error

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time, and whatever Whoosh stumbles over means a damaged file."""
        with self._lock:
            try:
                yield
            except Exception as error:
                raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> DamagedIndexError:
        return DamagedIndexError(str(self._folder), " ".join(f"{type(error).__name__} {error}".split()))


def _dictionary(folder: Path) -> str:
    """The user's own words, which lie in the folder of a version before it is written."""
    file = folder / analysis.DICTIONARY
    return file.read_text("utf-8") if file.exists() else ""


def _add(
    writer: Any, literal: LiteralWriter, first: int, passages: Iterable[Passage], dictionary: str
) -> list[tuple[Any, int]]:
    """Write `passages`, numbered from `first`; returns their places in document order with their numbers, as they came."""
    folded = lru_cache(4096)(fold)  # the headings above stand at passage after passage
    numbers = []
    with writer:
        for number, passage in enumerate(passages, first):
            heading, text = folded(passage.printed or passage.title), fold(passage.text)
            heading_words = analysis.words(analysis.heading(heading, passage.kind), dictionary)
            text_words = analysis.words(text, dictionary)
            literal.add(heading, heading_words, text, text_words)
            values = {name: getattr(passage, name) for name in _TEXTS}
            writer.add_document(
                passage=_VALUES(passage),
                title_words=heading_words,
                words=text_words,
                year=map(str, passage.years),
                **{name: [value if name in _RAW else folded(value)] for name, value in values.items() if value},
            )
            numbers.append((_KEY(passage), number))
    return numbers


def _writer(files: Any) -> Any:
    """A writer for a Whoosh index that leaves its segments as they are."""
    codec = W3Codec(compression=1)  # most blocks are too short to gain by more
    codec.length_stats = False  # no field has lengths, but to learn that it would look for a file at every posting
    writer = files.writer(codec=codec)
    writer.merge = False
    return writer


def _merged(order: list[int], added: list[tuple[Any, int]], key: Callable[[int], Any]) -> list[int]:
    """The passages of `order` and of `added` (both in document order) in document order; `key` says their places."""
    key = lru_cache(None)(key)
    merged: list[int] = []
    done = 0
    for place, number in added:
        upto = bisect_left(order, place, lo=done, key=key)
        merged += (*order[done:upto], number)
        done = upto
    return merged + order[done:]


def _finish(folder: Path, order: list[int]) -> None:
    (folder / _ORDER).write_bytes(array("I", order).tobytes())
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)


def _share(file: Path, copy: Path) -> None:
    """Make `copy` the same file, or an equal one where files cannot be shared."""
    try:
        os.link(file, copy)
    except OSError:
        shutil.copy2(file, copy)


def _term(text: str) -> bytes:
    return text.encode("utf-8", "replace")
