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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import whoosh
from whoosh import formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import STORED, FieldType, Schema
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from . import analysis, reasons
from .batches import KEY, RAW, SIZE, TEXTS, WORDS, Batch, Postings, batched, prepare, term
from .document import Passage
from .engine import ANY_WORDS, MOST_WORDS, Group, Hit, Results
from .errors import DamagedIndexError
from .folding import fold
from .literal import Literal, LiteralWriter
from .literal import files as literal_files
from .query import Query
from .scoring import matching, ranking

if TYPE_CHECKING:
    from .facets import Columns, Facets
    from .question import Rarity
    from .suggest import Completion
    from .views import Explanation, Related, Row, Similar, Suggestion
    from .widening import Widened

FORMAT = 2  # of the files; raise it when their meaning changes

_MOST_DELETED = 0.3  # of the passages; with more, the version is written anew
_MUCH = 8_000  # passages; so many are worth the start of other processes
_BLOCK = 2**14  # postings in one piece on disk; all of a term are always read

_ORDER = "order"


class Terms(FieldType):  # type: ignore[misc]
    """A list of strings, each a term with its count as its weight; no positions, nothing stored."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = self.stored = self.unique = False

    def index(self, value: object, **options: Any) -> Any:
        raise NotImplementedError("terms are counted in batches")


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, given the postings of many passages at once; it leaves the segments there are as they are.

    Whoosh's own way makes an object of every posting, sorts them all, and writes them one by one.
    """

    def __init__(self, files: Any, literal: LiteralWriter) -> None:
        codec = W3Codec(blocklimit=_BLOCK, compression=1)
        codec.length_stats = False  # no field has lengths, but to learn that it would look for a file at every posting
        super().__init__(files, codec=codec)
        self.merge = False
        self._literal = literal
        self._postings: Postings = {}

    def add(self, batch: Batch) -> None:
        """Write the passages of `batch` after those before."""
        self._literal.add(batch.literal)
        column = self.perdocwriter._get_column("_stored")._child
        for stored in batch.stored:
            self.perdocwriter.start_doc(self.docnum)
            VarBytesColumn.Writer.add(column, self.docnum, stored)  # which is packed already
            self.perdocwriter.finish_doc()
            self.docnum += 1
        first = self.docnum - len(batch)
        for field, terms in batch.postings.items():
            known = self._postings.setdefault(field, {})
            for text, (numbers, counts) in terms.items():
                if (entry := known.get(text)) is None:
                    entry = known[text] = (array("I"), array("f"))
                entry[0].extend([first + number for number in numbers])
                entry[1].extend(counts)
        self._added = True

    def _flush_segment(self) -> None:
        """Write the postings, as Whoosh's FieldWriter.add_postings and W3PostingsWriter do, a block at a time."""
        self.perdocwriter.close()
        writer = self.fieldwriter
        for field in sorted(self._postings):
            writer.start_field(field, self.schema[field])
            blocks = writer._postwriter
            terms = self._postings[field]
            for text in sorted(terms):
                numbers, counts = terms[text]
                writer.start_term(text)
                for start in range(0, len(numbers), _BLOCK):
                    if start:
                        blocks._write_block()
                    blocks._ids = numbers[start : start + _BLOCK]
                    blocks._weights = counts[start : start + _BLOCK]
                    blocks._maxweight = max(blocks._weights)
                blocks._compression = int(len(numbers) > 8)  # a few do not get shorter
                writer.finish_term()
            writer.finish_field()
        self._postings.clear()
        writer.close()


class WhooshEngine:
    """Keeps passages in Whoosh, one folder for each version."""

    name = "whoosh"
    fingerprint = f"whoosh {whoosh.versionstring()} files {FORMAT}, {analysis.FINGERPRINT}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        fields = Schema(passage=STORED(), **{name: Terms() for name in (*TEXTS, "year", *WORDS.values())})
        files = index.create_in(folder, fields)
        with LiteralWriter(folder, 1) as literal, _Writer(files, literal) as writer:
            keys = _add(writer, passages, _dictionary(folder))
        _finish(folder, [number for _, number in sorted(zip(keys, range(len(keys)), strict=True))], [1] if keys else [])

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`.

        `old` stays as it is; files that do not change are shared with it. Raises DamagedIndexError when it cannot be read.

        What is added makes a new segment. It takes in the segments before it that are not twice its size, so that there
        are never more than a few, and a passage is written again a few times at most.
        """
        with contextlib.closing(self.open(old)) as reader:
            gone = {number for source in removed for number in reader.holding("source", source)}
            if len(reader.literal) - len(reader) + len(gone) > _MOST_DELETED * len(reader.literal):
                kept = (passage for passage in reader.passages() if passage.source not in removed)
                self.build(folder, chain(kept, added))
                return
            for file in old.iterdir():
                if file.name.startswith(("MAIN_", "_MAIN_")):  # Whoosh's, which never changes a file it has written
                    _share(file, folder / file.name)
            parts, sizes = list(reader.parts), reader.literal.sizes()
            number = max(parts, default=0) + 1
            live = set(reader.order) - gone
            with LiteralWriter(folder, number) as literal, _Writer(index.open_dir(folder), literal) as writer:
                for passage in gone:
                    writer.delete_document(passage)
                keys = _add(writer, added, _dictionary(folder))
                while keys and sizes and sizes[-1] < 2 * len(keys):
                    end = sum(sizes)
                    last = range(end - sizes.pop(), end)
                    again = (reader.stored(passage) for passage in last if passage in live)
                    keys += _add(writer, again, _dictionary(folder))
                    parts.pop()
                writer.mergetype = lambda writer, segments: segments[: len(sizes)]
            first = sum(sizes)
            for part in parts:
                for file in literal_files(old, part):
                    _share(file, folder / file.name)
            order = [passage for passage in reader.order if passage in live and passage < first]
            new = sorted(zip(keys, range(first, first + len(keys)), strict=True))
            order = _merged(order, new, lambda passage: KEY(reader.stored(passage)))
            _finish(folder, order, parts + [number] * bool(keys))

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
            kept = array("I", (folder / _ORDER).read_bytes())
            self.parts = kept[1 : 1 + kept[0]]  # of the literal text; a segment of Whoosh's each
            self.order: Sequence[int] = kept[1 + kept[0] :]
            self.literal = Literal(folder, self.parts)
            sizes = [reader.doc_count_all() for reader, _ in self._segments()]
            live = set(self.order)
            fits = len(live) == len(self.order) == self._reader.doc_count()
            if not fits or sizes != self.literal.sizes() or max(live, default=-1) >= sum(sizes):
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
            wider = self._wider(query, count) if widened else None
            found, total = (wider.ranked, wider.total) if wider else ranking(self, query, count)
            names: dict[int, str] = {}
            if group or sort != "relevance":
                from . import arrange

                if group:
                    found, counts = arrange.best_of_each(self.columns, found, group)
                    names = {number: arrange.group_of(self.columns, number, group) for number, _ in found}
                found = arrange.ordered(self, self.columns, found, sort)
            found = found[offset:][:limit]
            why = [self._why(query, number, wider) for number, _ in found]
        hits = tuple(Hit(self.stored(number), score, *how) for (number, score), how in zip(found, why, strict=True))
        of = [names[number] for number, _ in found] if group else []
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(of, hits, strict=False))
        relaxation = "" if not wider or total == len(wider.exact) else MOST_WORDS if wider.most else ANY_WORDS
        return Results(hits, total, relaxation, groups, len(counts))

    def _wider(self, query: Query, count: int | None) -> Widened:
        from .widening import widened  # few queries call for it

        return widened(self, query, count)

    def _why(self, query: Query, number: int, wider: Widened | None) -> tuple[str, tuple[str, ...]]:
        """Why a passage was found, and the words that it lacks."""
        if not wider or number in wider.exact:
            return reasons.why(self, query, number), ()
        from .widening import missing

        return reasons.MOST if number in wider.most else reasons.WIDENED, missing(self, query, number)

    def total(self, query: Query) -> int:
        """How many passages match."""
        with self._scoring():
            return len(matching(self, query))

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> Facets:
        """For each field the passages of each of its values among what matches, as `facets` says."""
        from .facets import facets

        with self._scoring():
            if not widened:
                return facets(self, self.columns, query, fields)
            return facets(self, self.columns, query, fields, lambda q: {n for n, _ in self._wider(q, None).ranked})

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by`, a cell in it for each query, as `compare` says."""
        from .compare import compare

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
        if field not in RAW:
            raise ValueError(f"{field}: not a field with values to list")
        counts = ((value, len(self.holding(field, value))) for value in self.field_values(field))
        return {value: count for value, count in counts if count}

    def words(self) -> int:
        """How many distinct words the live passages have."""
        with self._reading():
            known = {(field, word) for field in WORDS.values() for word in self._reader.lexicon(field)}
        if self._reader.has_deletions():
            known = {(field, word) for field, word in known if self._postings(field, word)}
        return len({word for _, word in known})

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        from .related import related  # only who asks for help loads what gives it

        return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        from .related import alike
        from .views import Similar

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
        from .facets import Columns

        return Columns(self)

    @cached_property
    def mean_length(self) -> float:
        return self.literal.mean_length()

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        if self._reader.has_deletions():  # Whoosh goes on counting what is deleted
            return self.literal.words(self.order)
        counts: dict[str, int] = {}
        with self._reading():
            for field in WORDS.values():
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
        from .question import Rarity

        return Rarity(self)

    def frequency(self, word: str) -> int:
        if word not in self._frequencies:
            text = term(word)
            if self._reader.has_deletions():  # Whoosh goes on counting what is deleted
                count = sum(sum(self._postings(field, text).values()) for field in WORDS.values())
            else:
                with self._reading():
                    count = sum(self._reader.frequency(field, text) for field in WORDS.values())
            self._frequencies[word] = int(count)
        return self._frequencies[word]

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        return self._postings(WORDS[part], term(word))

    def field_values(self, field: str) -> Mapping[str, str]:
        if field not in self._field_values:
            with self._reading():
                known = [value.decode() for value in self._reader.lexicon(field)]
            self._field_values[field] = {value: fold(value) if field in RAW else value for value in known}
        return self._field_values[field]

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        return self._postings(field, term(value))

    def stored(self, number: int) -> Passage:
        """Passage `number`."""
        with self._reading():
            return Passage(*self._reader.stored_fields(number)["passage"])

    def _segments(self) -> list[tuple[Any, int]]:
        """Whoosh's readers of each segment, with the number of the first passage there."""
        return [(reader, first) for reader, first in self._reader.leaf_readers() if reader.doc_count_all()]

    def _postings(self, field: str, term: bytes) -> dict[int, float]:
        """The live passages with a term of a Whoosh field, and its count in each."""
        found: dict[int, float] = {}
        with self._reading():
            for reader, first in self._segments():
                with contextlib.suppress(TermNotFound):
                    matcher = reader._terms.matcher(field, term, reader.schema[field].format)
                    while matcher.is_active():  # a block at a time: Whoosh's way from one posting to the next is long
                        matcher._read_ids()
                        matcher._read_weights()
                        found.update(zip([first + number for number in matcher._ids], matcher._weights, strict=True))
                        matcher._next_block()
            for number in found.keys() & self.literal.gone:
                del found[number]
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


def _add(writer: _Writer, passages: Iterable[Passage], dictionary: str) -> list[tuple[str, int, str]]:
    """Write `passages`; returns their places in document order."""
    from . import workers

    keys: list[tuple[str, int, str]] = []
    batches = batched(passages)
    first = list(islice(batches, _MUCH // SIZE))
    count = workers.useful() if len(first) == _MUCH // SIZE else 0
    task = partial(prepare, dictionary)
    with contextlib.closing(workers.mapped(task, chain(first, batches), count)) as prepared:
        for batch in prepared:
            writer.add(batch)
            keys += batch.keys
    return keys


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


def _finish(folder: Path, order: Sequence[int], parts: Sequence[int]) -> None:
    """Write which parts of the literal text there are, and the passages in document order."""
    (folder / _ORDER).write_bytes(array("I", (len(parts), *parts, *order)).tobytes())
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)


def _share(file: Path, copy: Path) -> None:
    """Make `copy` the same file, or an equal one where files cannot be shared."""
    try:
        os.link(file, copy)
    except OSError:
        shutil.copy2(file, copy)
