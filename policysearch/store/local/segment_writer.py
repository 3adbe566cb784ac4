"""Writes the files of one segment, as `segment_files` reads them."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from operator import attrgetter, sub
from pathlib import Path
from typing import Any

from ...model.document import Passage
from ..columns import alike, column
from .segment_files import (
    BLOCK,
    COLUMNS,
    DEFLATED,
    KEY,
    MOST,
    ONES,
    PLAIN,
    TERM,
    OrderedHashWriter,
    StructFile,
    files,
    md5,
)

Postings = dict[str, dict[bytes, tuple["array[int]", "array[int]"]]]  # field: term: passages, count in each
Labels = dict[str, dict[str, str | None]]  # field: value, folded: as it was written; None: as this or that

_VALUES = attrgetter(*Passage.__dataclass_fields__)
_SINGLE = {size: BLOCK.pack(1, code, ONES) for size, code in ((1, b"B"), (2, b"H"))}


def pack(passage: Passage) -> bytes:
    """A passage as it is stored."""
    text = json.dumps(_VALUES(passage), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return DEFLATED + zlib.compress(text, 3) if len(text) <= MOST else PLAIN + text


class SegmentWriter:
    """Writes segment `number` into `folder`, batch by batch; complete when the `with` block ends, no files without any."""

    def __init__(self, folder: Path, number: int) -> None:
        self._paths = files(folder, number)
        self._stored = array("Q", [0])  # where each passage begins, and the end of the last
        self._postings: Postings = {}
        self._labels: Labels = {}
        self._open: Any = None

    def __enter__(self) -> SegmentWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._open is None:
            return
        with self._open:
            self._open.write(self._stored.tobytes())
        if kind is None:
            self._write_columns()
            self._write_postings()

    def add(self, passages: Sequence[bytes], postings: Postings, labels: Labels) -> None:
        """Write some packed `passages` after those before; in their `postings` they are counted from 0."""
        if self._open is None:
            self._open = self._paths[-1].open("wb")
        first = len(self._stored) - 1
        for stored in passages:
            self._open.write(stored)
            self._stored.append(self._stored[-1] + len(stored))
        for field, terms in postings.items():
            known = self._postings.setdefault(field, {} if first else terms)
            if known is terms:
                continue
            for text, (numbers, counts) in terms.items():
                if (entry := known.get(text)) is None:
                    entry = known[text] = (array("I"), array("I"))
                entry[0].extend(map(first.__add__, numbers))
                entry[1].extend(counts)
        for field, own in labels.items():
            add_labels(self._labels.setdefault(field, {}), own.items())

    def _write_columns(self) -> None:
        said: list[bytes] = []
        places: dict[str, tuple[str, int, int, int]] = {}
        at = 0
        with self._paths[2].open("wb") as file:
            made = {
                field: column(len(self._stored) - 1, ((text.decode(), numbers) for text, (numbers, _) in sorted(terms)))
                for field in sorted(COLUMNS & self._postings.keys())
                for terms in [self._postings[field].items()]
            }
            for field, one in made.items():
                own = self._labels.get(field, {})
                labels = {value: own[value] for value in one.values if own.get(value) is not None}
                all_of = [one.rows[1:], labels, alike(made["document_id"], one)]
                said.append(json.dumps(all_of, ensure_ascii=False, separators=(",", ":")).encode())
                codes = one.codes
                assert isinstance(codes, array)
                content = codes.tobytes()
                places[field] = codes.typecode, at, len(content), len(said[-1])
                file.write(content)
                at += len(content)
            for text in said:
                file.write(text)
            end = json.dumps([places, at]).encode()
            file.write(end + len(end).to_bytes(8, "big"))

    def _write_postings(self) -> None:
        terms, postings, *_ = self._paths
        fields = sorted(self._postings)
        with postings.open("wb") as file:
            table = _TableWriter(terms)
            table.extras["fields"] = fields
            at = 0
            for code, field in enumerate(fields):
                known = self._postings[field]
                for text in sorted(known):
                    numbers, counts = known[text]
                    block = _pack(numbers, counts)
                    file.write(block)
                    table.add(code.to_bytes(2, "big") + text, TERM.pack(sum(counts), at, len(block)))
                    at += len(block)
            table.close()
        self._postings.clear()


class _TableWriter(OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's writer without pickles; writes a new file."""

    def __init__(self, path: Path) -> None:
        file = path.open("wb")
        super().__init__(StructFile(file))
        self.dbfile.write, self.dbfile.tell = file.write, file.tell  # no call between
        self._end, self._last = file.tell(), b""

    def add(self, key: bytes, value: bytes) -> None:
        """Write a key, which is above those before, and what is kept for it: as Whoosh's, in half its time."""
        if key <= self._last:
            raise ValueError(f"keys must increase: {self._last!r} {key!r}")
        self._last, at = key, self._end
        written = KEY.pack(len(key), len(value)) + key + value
        self.dbfile.write(written)
        self._end += len(written)
        hashed = int.from_bytes(md5(key).digest()[-4:], "big")  # as Whoosh's hash, sooner
        self.buckets[hashed & 255].append((hashed, at))
        self.index.append(at)

    def _write_extras(self) -> None:
        said = self.extras | {"type": self.index.typecode, "keys": len(self.index)}
        text = json.dumps(said).encode()
        self.dbfile.write_uint(len(text))
        self.dbfile.write(text)
        self.index.to_file(self.dbfile)


def _pack(numbers: Sequence[int], counts: Sequence[int]) -> bytes:
    """The postings of a term."""
    if len(numbers) == counts[0] == 1 and numbers[0] < 2**16:  # as most are: the same bytes sooner
        size = 1 if numbers[0] < 2**8 else 2
        return _SINGLE[size] + numbers[0].to_bytes(size, sys.byteorder)
    steps = _narrow([numbers[0], *map(sub, numbers[1:], numbers)])
    most = None if max(counts) == 1 else _narrow(counts)
    code = most.typecode.encode() if most else ONES
    # Not deflated: to inflate them took a twentieth of the time of a question; they are a fourteenth of an index.
    return BLOCK.pack(len(numbers), steps.typecode.encode(), code) + steps.tobytes() + (most.tobytes() if most else b"")


def add_labels(labels: dict[str, str | None], added: Iterable[tuple[str, str | None]]) -> None:
    """Add values as they were written to those before."""
    for value, label in added:
        if labels.setdefault(value, label) != label:
            labels[value] = None


def _narrow(numbers: Sequence[int]) -> array[int]:
    """The numbers in as few bytes each as the highest needs."""
    highest = max(numbers)
    return array("B" if highest < 2**8 else "H" if highest < 2**16 else "I", numbers)
