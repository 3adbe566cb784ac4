"""An inverted index of characters and bigrams beside the text of a part: which passages hold one, or two side by side.

    literal.0001.bigrams    the lists; then the bigrams in order, where the list of each begins and how many passages it has, how many bigrams they are

A character by itself is kept as a bigram with `END`. A list holds for each passage its number, as the step from the one before, and a code of how often the
bigram stands there, so that the text need not be read for the most of them. Steps take one byte each, or two; the highest
that fits says that the step goes on.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress

END = "\0"  # folded text holds no control characters

# A code: places in the heading times TEXT, plus places in the text; or one of these.
BITS = 6
TEXT = 16
MOST_IN_HEADING, MOST_IN_TEXT = 3, 13  # more have no code
ACROSS = 62  # stands once, across the end of the heading
LOOK = 63  # the count is found in the text

ON = (255, 65535)  # in one byte, in two: add it, no passage yet
_SELECT = bytes(byte != 255 for byte in range(256))
WIDE, ONES = 1, 2  # flags of a list: steps of two bytes; every code is 1, and left out
FLAGS = 2  # bits
SIZE = 40  # bits before the number of passages, which is 0 where it was not kept
LARGEST = 2 ** (64 - SIZE) - 1  # number of passages that is kept
_PLACE = (1 << SIZE) - 1
KEY = 21  # bits of a character

_FOUND = 512  # places of bigrams that are remembered


class BigramIndex:
    """The bigrams of a part of `size` passages, mapped or in memory; raises ValueError when they are not of the lengths they say."""

    def __init__(self, content: bytes | mmap.mmap, size: int) -> None:
        self._file = content
        self.passages = size
        length = len(self._file)
        count = int.from_bytes(self._file[-8:], "little" if _LITTLE else "big")
        begin = length - 8 * (2 * count + 2)
        if length % 8 or begin < 0:
            raise ValueError("the bigrams are not of the length they were written with")
        self._view = memoryview(self._file)
        self.keys: Sequence[int] = self._view[begin : begin + 8 * count].cast("Q") if count else array("Q")
        self._offsets = self._view[begin + 8 * count : length - 8].cast("Q")
        end = self._begin(count)
        if end + -end % 8 != begin:
            self.close()
            raise ValueError("the bigrams are not of the length they were written with")
        self._end = end
        self.find = lru_cache(_FOUND)(self._find)  # a question asks for the same ones again and again

    def close(self) -> None:
        """Unmap the file."""
        for view in (self.keys, self._offsets, self._view):
            if isinstance(view, memoryview):
                view.release()
        if isinstance(self._file, mmap.mmap):
            self._file.close()

    def _find(self, gram: str) -> int:
        """The place of a bigram; -1 when no passage has it."""
        key = ord(gram[0]) << KEY | ord(gram[1])
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1

    def bytes_of(self, place: int) -> int:
        """How many bytes the list takes: about as many as it has passages, or twice that."""
        return self._begin(place + 1) - self._begin(place)

    def _begin(self, place: int) -> int:
        """Where a list begins."""
        return (self._offsets[place] & _PLACE) >> FLAGS

    def size(self, place: int) -> int:
        """How many passages a bigram has."""
        if kept := self._offsets[place] >> SIZE:
            return kept
        wide, steps, _ = self.raw_list(place)
        return len(steps) - steps.count(ON[0]) if not wide else len(steps) // 2 - array("H", steps).count(ON[1])

    def numbers(self, place: int) -> list[int]:
        """The passages of a bigram, in order."""
        return self._unpack(place)[0]

    def entries(self, place: int) -> tuple[list[int], bytes]:
        """The passages of a bigram, in order, and their codes."""
        numbers, codes = self._unpack(place)
        return numbers, bytes(codes) if codes else b"\1" * len(numbers)

    def raw_list(self, place: int) -> tuple[bool, bytes, bytes]:
        """The list of a bigram as it is in the file: whether a step takes two bytes, the steps, their codes (none where each is 1)."""
        start, end = self._offsets[place] & _PLACE, self._begin(place + 1)
        wide, ones, start = start & WIDE, bool(start & ONES), start >> FLAGS
        count, odd = divmod(end - start, wide + (1 if ones else 2))
        if count < 1 or odd or end > self._end:
            raise ValueError("a list of passages is not of the length it was written with")
        middle = start + (wide + 1) * count
        return bool(wide), self._file[start:middle], self._file[middle:end]

    def _unpack(self, place: int) -> tuple[list[int], bytes]:
        """The passages, and their codes, none where each is 1."""
        wide, steps, codes = self.raw_list(place)
        if not wide:
            select = steps.translate(_SELECT) if 255 in steps else None
            numbers = accumulate(steps)
        else:
            two = array("H", steps)
            select = bytes(map(ON[1].__ne__, two)) if ON[1] in two else None
            numbers = accumulate(two)
        found = list(numbers if select is None else compress(numbers, select))
        if select is not None and codes:
            codes = bytes(compress(codes, select))
        if not found or found[-1] >= self.passages:
            raise ValueError("a list has a passage that there is not")
        return found, codes


_LITTLE = array("H", [1]).tobytes()[:1] == b"\1"
COUNTS: list[tuple[float, float]] = [(code // TEXT, code % TEXT) for code in range(LOOK + 1)]
COUNTS[ACROSS] = (0, 1)
