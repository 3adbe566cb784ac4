"""Writes the folded texts of passages with their word borders, and the lists of their characters and bigrams, as `text_store` and `bigrams` read them."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, repeat
from operator import add, sub
from pathlib import Path
from struct import Struct
from typing import IO, BinaryIO

from ...runtime.numpy_use import worth
from .bigrams import (
    ACROSS,
    BITS,
    END,
    FLAGS,
    KEY,
    LARGEST,
    LOOK,
    MOST_IN_HEADING,
    MOST_IN_TEXT,
    ON,
    ONES,
    SIZE,
    TEXT,
    WIDE,
)
from .marks import GUESSED, HEADING_END, PASSAGE_END, in_bytes
from .text_part import Part, files

_MOST_PASSAGES = 2**32 >> BITS  # of one part

_SAME = re.compile(r"(.)\1\1", re.DOTALL)  # bigrams that overlap themselves
_PAIRS = re.compile("..", re.DOTALL)
_SHORT = Struct("=H")


@dataclass(frozen=True, slots=True)
class Bigrams:
    """The bigrams of some passages, which are counted from 0."""

    grams: str  # one after the other
    counts: array[int]  # passages of each
    entries: array[int]  # of each passage of each bigram its number and code


def collect(passages: Sequence[tuple[str, str, str | None]]) -> Bigrams:
    """The bigrams of passages: of each its folded heading, its folded text, and what is between the two (None: a border)."""
    if worth(2 * sum([len(heading) + len(text) for heading, text, _ in passages])):
        from . import bigram_arrays

        if len(passages) < bigram_arrays.MOST:
            return Bigrams(*bigram_arrays.collect(passages))
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, (heading, text, between) in enumerate(passages):
        first = heading + (between or "")
        codes = Counter(map(add, text, text[1:]))
        codes.update(map(add, text, repeat(END)))
        if len(text) > MOST_IN_TEXT and max(codes.values()) > MOST_IN_TEXT:
            codes.update({gram: LOOK - count for gram, count in codes.items() if count > MOST_IN_TEXT})
        heads = Counter(map(add, first, first[1:]))
        heads.update(map(add, first, repeat(END)))
        for gram, count in heads.items():
            code = codes[gram]
            codes[gram] = code + count * TEXT if code <= MOST_IN_TEXT and count <= MOST_IN_HEADING else LOOK
        if between is not None and first and text:
            gram = first[-1] + text[0]
            codes[gram] = LOOK if codes[gram] else ACROSS
        for found in chain(_SAME.finditer(first), _SAME.finditer(text)):
            codes[found[1] * 2] = LOOK  # places that overlap count once
        entry = number << BITS
        for gram, code in codes.items():
            lists[gram].append(entry | code)
    numbers = array("I", chain.from_iterable(lists.values()))
    return Bigrams("".join(lists), array("I", map(len, lists.values())), numbers)


class BigramWriter:
    """Gathers the bigrams of one part, and writes its file."""

    def __init__(self) -> None:
        self._batches: list[tuple[Bigrams, int]] = []

    def add(self, bigrams: Bigrams, first: int, size: int) -> None:
        """Add those of `size` passages, of which the first is number `first` of the part."""
        if first + size > _MOST_PASSAGES:
            raise ValueError(f"a part has at most {_MOST_PASSAGES} passages")
        self._batches.append((bigrams, first))

    def write(self, file: IO[bytes]) -> None:
        """Write the lists; nothing may be added afterwards."""
        if worth(sum(len(bigrams.entries) for bigrams, _ in self._batches)):
            from . import bigram_arrays

            bigram_arrays.write([((b.grams, b.counts, b.entries), first) for b, first in self._batches], file)
            return
        lists = self._joined()
        grams = sorted(lists)
        offsets, at = array("Q"), 0
        for gram in grams:
            flags, content = _pack(entries := lists.pop(gram))
            offsets.append((len(entries) if len(entries) <= LARGEST else 0) << SIZE | at << FLAGS | flags)
            file.write(content)
            at += len(content)
        offsets.append(at << FLAGS)
        file.write(bytes(-at % 8))
        keys = array("Q", [ord(gram[0]) << KEY | ord(gram[1]) for gram in grams])
        for numbers in (keys, offsets, array("Q", [len(keys)])):
            file.write(numbers.tobytes())

    def _joined(self) -> dict[str, array[int]]:
        """The entries of each bigram in all batches."""
        lists: dict[str, array[int]] = {}
        for bigrams, first in self._batches:
            entries = array("I", map((first << BITS).__add__, bigrams.entries)) if first else bigrams.entries
            get, at = lists.get, 0
            for gram, count in zip(_PAIRS.findall(bigrams.grams), bigrams.counts, strict=True):
                end = at + count
                if (known := get(gram)) is None:
                    lists[gram] = entries[at:end]
                elif count == 1:
                    known.append(entries[at])
                else:
                    known.extend(entries[at:end])
                at = end
        return lists


def _pack(entries: Sequence[int]) -> tuple[int, bytes]:
    """The flags and the bytes of a list."""
    if len(entries) == 1 and entries[0] < ON[1] << BITS:
        number, code = entries[0] >> BITS, entries[0] & LOOK
        kept = b"" if code == 1 else bytes((code,))
        flags = ONES if code == 1 else 0
        return (flags, bytes((number,)) + kept) if number < ON[0] else (flags | WIDE, _SHORT.pack(number) + kept)
    numbers = [entry >> BITS for entry in entries]
    codes = bytes([entry & LOOK for entry in entries])
    steps = [numbers[0], *map(sub, numbers[1:], numbers)]
    wide, on, highest = False, ON[0], max(steps)
    if highest >= on:
        wide = sum([step // on for step in steps]) > len(steps)
        on = ON[wide]
    if highest >= on:
        split: list[int] = []
        spread = bytearray()
        for step, code in zip(steps, codes, strict=True):
            on_and_on, rest = divmod(step, on)
            split += [*[on] * on_and_on, rest]
            spread += bytes([*[1] * on_and_on, code])
        steps, codes = split, bytes(spread)
    ones = codes.count(1) == len(codes)
    return wide * WIDE | ones * ONES, (array("H", steps).tobytes() if wide else bytes(steps)) + (b"" if ones else codes)


@dataclass(frozen=True, slots=True)
class Record:
    """Passages one after the other as they stand in a part."""

    text: bytes
    borders: bytes  # for each byte of the text
    offsets: array[int]  # of each passage: where its heading and where its text begins
    bigrams: Bigrams


def record(
    passages: Iterable[tuple[str, Iterable[str], str, Iterable[str], str | None]], known: Callable[[str], object]
) -> Record:
    """The record of some passages: folded heading, its words in order, folded text, its words, and the white space between the
    two, "" or one space; None where the text does not begin on the heading's line.

    `known`: whether a word is of a dictionary, not a guess of the segmenter.
    """
    texts: list[bytes] = []
    borders: list[bytes] = []
    folded: list[tuple[str, str, str | None]] = []
    offsets, end = array("Q"), 0
    for heading, heading_words, text, text_words, between in passages:
        first = in_bytes(heading) + (HEADING_END if between is None else in_bytes(between))
        second = in_bytes(text) + PASSAGE_END
        texts += (first, second)
        borders += (
            _borders(first + HEADING_END, heading_words, known)[: len(first)],
            _borders(second, text_words, known),
        )
        offsets.extend((end, end + len(first)))
        end += len(first) + len(second)
        folded.append((heading, text, between))
    return Record(b"".join(texts), b"".join(borders), offsets, collect(folded))


class LiteralWriter:
    """Writes part `number` into `folder`, record by record; complete when the `with` block ends, no part without any."""

    def __init__(self, folder: Path, number: int) -> None:
        self._paths = files(folder, number)
        self._offsets = array("Q")  # of all records
        self._end = 0
        self._bigrams = BigramWriter()
        self._open: list[BinaryIO] = []

    def __enter__(self) -> LiteralWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for file in self._open:
            file.close()
        if kind is None and self._open:
            self._paths[2].write_bytes(_pack_offsets(self._offsets, self._end))
            with self._paths[3].open("wb") as bigrams:
                self._bigrams.write(bigrams)

    def add(self, record: Record) -> None:
        """Write the passages of `record` after those before."""
        if not self._open:
            self._open = [path.open("wb") for path in self._paths[:2]]
        for file, content in zip(self._open, (record.text, record.borders), strict=True):
            file.write(content)
        self._bigrams.add(record.bigrams, len(self._offsets) // 2, len(record.offsets) // 2)
        self._offsets.extend([self._end + offset for offset in record.offsets])
        self._end += len(record.text)


def part_of(record: Record) -> Part:
    """The part of a record that is not written."""
    bigrams, file = BigramWriter(), BytesIO()
    bigrams.add(record.bigrams, 0, len(record.offsets) // 2)
    bigrams.write(file)
    return Part(record.text, record.borders, _pack_offsets(record.offsets, len(record.text)), file.getvalue())


def _pack_offsets(offsets: array[int], end: int) -> bytes:
    """Where in the text, which ends at `end`, passages and their texts begin, and the lengths of the texts, as `Part` has them.

    `offsets`: where the heading and the text of each passage begin, one after the other.
    """
    starts, middles = offsets[0::2], offsets[1::2]
    starts.append(end)
    lengths = array("I", map(sub, starts[1:], map((1).__add__, middles)))  # without the mark that ends each
    return b"".join((starts, middles, lengths))


def _borders(part: bytes, words: Iterable[str], known: Callable[[str], object]) -> bytes:
    """For each byte of `part`, which ends with a mark, what `_BORDER` says."""
    flags = bytearray(len(part))
    flags[0] = flags[-1] = 1
    at = 0
    for word in words:
        wanted = in_bytes(word)
        if (start := part.find(wanted, at)) >= 0:
            at = start + len(wanted)
            if not known(word):
                flags[start:at] = GUESSED * len(wanted)
            flags[start] = flags[at] = 1
    return bytes(flags)
