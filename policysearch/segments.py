"""Segments written: postings and stored passages in Whoosh's files, what is new in a segment of its own.

With `whoosh_engine`, which reads them, the only module that imports Whoosh.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from whoosh import formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import STORED, FieldType, Schema
from whoosh.writing import SegmentWriter

from . import analysis, order, workers
from .batches import SIZE, Batch, Postings, batched, key, prepare, rescue
from .document import Passage
from .errors import PassagesError
from .literal import Literal, LiteralWriter
from .literal import files as literal_files
from .schema import TEXTS, WORDS

_MOST_DELETED = 0.3  # of the passages; with more, the version is written anew
_MUCH = 8_000  # passages; so many are worth the start of other processes
_BLOCK = 2**14  # postings in one piece on disk; all of a term are always read


class Version(Protocol):
    """What an update asks of the version before it."""

    @property
    def parts(self) -> Sequence[int]: ...

    @property
    def order(self) -> Sequence[int]: ...

    @property
    def literal(self) -> Literal: ...

    def holding(self, field: str, value: str) -> Mapping[int, float]: ...

    def stored(self, number: int) -> Passage: ...


def build(folder: Path, passages: Iterable[Passage]) -> None:
    """Write `passages` into the empty `folder`, as one segment."""
    # A term counts in a passage as often as it stands there; no positions, and nothing is cut by Whoosh.
    terms = FieldType(formats.Existence(), None)
    files = index.create_in(folder, Schema(passage=STORED(), **dict.fromkeys((*TEXTS, "year", *WORDS.values()), terms)))
    with LiteralWriter(folder, 1) as literal, _Writer(files, literal) as writer:
        keys = _add(writer, passages, _dictionary(folder))
    _finish(folder, [1] if keys else [], [number for _, number in sorted(zip(keys, range(len(keys)), strict=True))])


def update(old: Path, version: Version, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
    """Write into the empty `folder` the `version` in `old` without the passages of the sources `removed`, plus `added`.

    What is added makes a new segment. It takes in the segments before it that are not twice its size, so that there
    are never more than a few, and a passage is written again a few times at most.
    """
    gone = {number for source in removed for number in version.holding("source", source)}
    if len(version.literal) - len(version.order) + len(gone) > _MOST_DELETED * len(version.literal):
        passages = map(version.stored, version.order)
        build(folder, chain((passage for passage in passages if passage.source not in removed), added))
        return
    for file in old.iterdir():
        if file.name.startswith(("MAIN_", "_MAIN_")):  # Whoosh's, which never changes a file it has written
            _share(file, folder / file.name)
    parts, sizes = list(version.parts), version.literal.sizes()
    number = max(parts, default=0) + 1
    live = set(version.order) - gone
    with LiteralWriter(folder, number) as literal, _Writer(index.open_dir(folder), literal) as writer:
        for passage in gone:
            writer.delete_document(passage)
        keys = _add(writer, added, _dictionary(folder))
        while keys and sizes and sizes[-1] < 2 * len(keys):
            end = sum(sizes)
            last = range(end - sizes.pop(), end)
            again = (version.stored(passage) for passage in last if passage in live)
            keys += _add(writer, again, _dictionary(folder))
            parts.pop()
        writer.mergetype = lambda writer, segments: segments[: len(sizes)]
    first = sum(sizes)
    for part in parts:
        for file in literal_files(old, part):
            _share(file, folder / file.name)
    kept = [passage for passage in version.order if passage in live and passage < first]
    new = sorted(zip(keys, range(first, first + len(keys)), strict=True))
    _finish(
        folder, parts + [number] * bool(keys), order.merged(kept, new, lambda passage: key(version.stored(passage)))
    )


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, given the postings of many passages at once; it leaves the segments there are as they are.

    Whoosh's own way makes an object of every posting, sorts them all, and writes them one by one.
    """

    def __init__(self, files: Any, literal: LiteralWriter) -> None:
        codec = W3Codec(blocklimit=_BLOCK, compression=1)
        codec.length_stats = False  # no field has lengths, but to learn that it would look for a file at every posting
        # Files of their own can be mapped; the one file that Whoosh makes of them is copied into memory to be read.
        super().__init__(files, codec=codec, compound=False)
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


def _dictionary(folder: Path) -> str:
    """The user's own words, which lie in the folder of a version before it is written."""
    file = folder / analysis.DICTIONARY
    return file.read_text("utf-8") if file.exists() else ""


def _add(writer: _Writer, passages: Iterable[Passage], dictionary: str) -> list[tuple[str, int, int, str]]:
    """Write `passages`; returns their places in document order.

    Raises PassagesError when some cannot be cut into words, after all were tried.
    """
    keys: list[tuple[str, int, int, str]] = []
    failed: dict[str, str] = {}
    batches = batched(passages)
    first = list(islice(batches, _MUCH // SIZE))
    count = workers.useful() if len(first) == _MUCH // SIZE else 0
    task = partial(prepare, dictionary)
    with contextlib.closing(workers.mapped(task, chain(first, batches), count, rescue)) as prepared:
        for batch in prepared:
            failed |= batch.failed
            if not failed:
                writer.add(batch)
                keys += batch.keys
    if failed:
        raise PassagesError(failed)
    return keys


def _finish(folder: Path, parts: Sequence[int], numbers: Sequence[int]) -> None:
    """Write which parts there are, and the passages in document order."""
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)
    order.write(folder, parts, numbers)


def _share(file: Path, copy: Path) -> None:
    """Make `copy` the same file, or an equal one where files cannot be shared."""
    try:
        os.link(file, copy)
    except OSError:
        shutil.copy2(file, copy)
