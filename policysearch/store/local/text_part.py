"""One part of the folded texts: its mapped files, in which passages strings stand and how often."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from ...runtime.deadline import timely
from .bigrams import COUNTS, END, LOOK, BigramIndex
from .marks import HEADING_END, HEADING_ENDS, Mapped, in_bytes

if TYPE_CHECKING:
    from ..protocol import Counts

_HEADING_END = HEADING_END[0]

_LOOKS = 8  # entries of a list that take the time of examining one passage


def files(folder: Path, number: int) -> list[Path]:
    """The files of part `number`: text, borders, offsets, bigrams."""
    return [folder / f"literal.{number:04}.{what}" for what in ("text", "borders", "offsets", "bigrams")]


class Part:
    """The text of one part, its borders and offsets, in memory or mapped; its passages are counted from 0.

    Raises ValueError when they do not fit together.
    """

    def __init__(self, text: Mapped, borders: Mapped, offsets: Mapped, bigrams: Mapped) -> None:
        """`offsets`: where passages begin, and the last ends; where their texts begin; lengths of the texts in bytes."""
        self.text, self.borders = text, borders
        size, odd = divmod(len(offsets) - 8, 20)
        begin, middle = 8 * (size + 1), 8 * (2 * size + 1)
        self.starts, self.middles, self.lengths = array("Q"), array("Q"), array("I")
        with memoryview(offsets) as view:  # its slices are no copies; arrays are read faster than it
            self.starts.frombytes(view[:begin])
            self.middles.frombytes(view[begin:middle])
            self.lengths.frombytes(view[middle:])
        if odd or size < 0 or not len(self.text) == len(self.borders) == self.starts[-1]:
            raise ValueError("the literal text is not of the length it was written with")
        self.bigrams = BigramIndex(bigrams, len(self.middles))

    def close(self) -> None:
        """Unmap the files."""
        self.bigrams.close()
        for mapped in (self.text, self.borders):
            if isinstance(mapped, mmap.mmap):
                mapped.close()

    @classmethod
    def map(cls, folder: Path, number: int) -> Part:
        """Part `number` in `folder`, mapped; raises OSError when a file cannot be read."""
        text, borders, offsets, bigrams = files(folder, number)
        return cls(_map(text), _map(borders), _map(offsets), _map(bigrams))

    def spans(self, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where heading and text of a passage begin and end, without the marks."""
        start, middle, end = self.starts[number], self.middles[number], self.starts[number + 1]
        closed = self.text[middle - 1] in HEADING_ENDS  # a folded heading does not end with a space
        return (start, max(start, middle - closed)), (middle, max(middle, end - 1))

    def count(self, needle: str) -> dict[int, Counts]:
        """How often a folded string stands in each passage that holds it."""
        if not needle or END in needle:
            return {}
        if len(needle) < 3:
            return self._count_gram(needle)
        return dict(self.count_each(in_bytes(needle), self.candidates(needle)))

    def holding(self, needle: str) -> Sequence[int]:
        """The passages that hold one or two characters, in order."""
        place = self.place(needle)
        return self.bigrams.numbers(place) if place >= 0 else ()

    def size(self, needle: str) -> int:
        """How many passages hold one or two characters."""
        place = self.place(needle)
        return self.bigrams.size(place) if place >= 0 else 0

    def place(self, needle: str) -> int:
        """The place of one or two characters among the bigrams; -1 where no passage has them."""
        return -1 if not needle or END in needle else self.bigrams.find(needle.ljust(2, END))

    def among(self, needle: str, numbers: Collection[int]) -> dict[int, Counts]:
        """How often a folded string stands in each of some passages that holds it."""
        if not needle or END in needle:
            return {}
        index, wanted = self.bigrams, in_bytes(needle)
        for pair in bigrams_of(needle):
            place = index.find(pair)
            if place < 0:
                return {}
            if index.bytes_of(place) > _LOOKS * len(numbers):
                continue
            if len(needle) < 3:
                held, codes = index.entries(place)
                there = dict(zip(held, codes, strict=True))
                found = {number: COUNTS[there[number]] for number in numbers if number in there}
                for number in [number for number in found if there[number] == LOOK]:
                    found[number] = self.look(wanted, number)
                return found
            numbers = set(numbers).intersection(index.numbers(place))
        return dict(self.count_each(wanted, numbers))

    def candidates(self, needle: str) -> Sequence[int]:
        """The passages that hold the rarest bigrams of a string, in order."""
        index = self.bigrams
        places = {index.find(pair) for pair in map(add, needle, needle[1:])}
        if -1 in places:
            return ()
        rare, *others = sorted(places, key=index.bytes_of)
        numbers = index.numbers(rare)
        for other in others:
            if index.bytes_of(other) > _LOOKS * len(numbers):
                break
            numbers = sorted(set(numbers).intersection(index.numbers(other)))
        return numbers

    def _count_gram(self, needle: str) -> dict[int, Counts]:
        place = self.place(needle)
        if place < 0:
            return {}
        numbers, codes = self.bigrams.entries(place)
        found = dict(zip(numbers, map(COUNTS.__getitem__, codes), strict=True))
        if LOOK in codes:
            wanted = in_bytes(needle)
            for at in indices(LOOK, codes):
                found[numbers[at]] = self.look(wanted, numbers[at])
        return found

    def look(self, wanted: bytes, number: int) -> Counts:
        """How often `wanted` stands in a passage that holds it, as the bigrams say."""
        at = self.text.find(wanted, self.starts[number], self.starts[number + 1])
        if at < 0:
            raise ValueError("the bigrams are not those of the text")
        return self.counts(wanted, number, at)

    def find_each(self, wanted: bytes, numbers: Iterable[int]) -> list[int]:
        """Those of some passages that hold `wanted`."""
        find, starts = self.text.find, self.starts
        return [number for number in timely(numbers) if find(wanted, starts[number], starts[number + 1]) >= 0]

    def count_each(self, wanted: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Counts]]:
        """How often `wanted` stands in each of some passages that holds it."""
        find, starts, middles, size = self.text.find, self.starts, self.middles, len(wanted)
        in_heading, in_text = (1, 0), (0, 1)
        for number in timely(numbers):
            end = starts[number + 1]
            if (at := find(wanted, starts[number], end)) >= 0:
                if find(wanted, at + 1, end) < 0:  # once, as a rule
                    yield number, in_heading if at + size <= middles[number] else in_text
                else:
                    yield number, self.counts(wanted, number, at)

    def counts(self, wanted: bytes, number: int, at: int) -> Counts:
        """How often `wanted` stands in the heading and in the text of a passage, from `at` on, where it first does."""
        text, middle, end = self.text, self.middles[number], self.starts[number + 1]
        if at >= middle:
            more = text.find(wanted, at + len(wanted), end)
            return 0, 1 if more < 0 else 1 + text[more:end].count(wanted)
        return text[at:middle].count(wanted), text[middle:end].count(wanted) + (self.across(wanted, number) >= 0)

    def across(self, wanted: bytes, number: int) -> int:
        """Where `wanted` begins in the heading of a passage and ends in its text; -1 where it does not."""
        if len(wanted) == 3 and wanted >= b"\xe0":  # one ideograph
            return -1
        start, middle, end = self.starts[number], self.middles[number], self.starts[number + 1]
        if start == middle or self.text[middle - 1] == _HEADING_END:
            return -1
        reach = len(wanted) - 1
        return self.text.find(wanted, max(start, middle - reach), min(middle + reach, end))


def bigrams_of(needle: str) -> list[str]:
    """The bigrams of a string; of a character the one that stands for it."""
    return [*map(add, needle, needle[1:])] or [needle + END]


def indices(code: int, codes: bytes) -> Iterator[int]:
    """Where `code` stands in `codes`."""
    at = codes.find(code)
    while at >= 0:
        yield at
        at = codes.find(code, at + 1)


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        # Nothing cannot be mapped.
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
