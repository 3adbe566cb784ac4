"""An inverted index of characters and bigrams beside the text of a part: which passages hold one, or two side by side.

    literal.0001.bigrams    the lists; then the bigrams in order, where the list of each begins, how many they are

A character by itself is kept as a bigram with `END`. A list holds for each passage its number, as the step from the one before, and a code of how often the
bigram stands there, so that the text need not be read for the most of them. Steps take one byte each, or two; the highest
that fits says that the step goes on.
"""

from __future__ import annotations

import mmap
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, repeat
from operator import add, sub
from struct import Struct
from typing import IO

END = "\0"  # folded text holds no control characters

# A code: places in the heading times _TEXT, plus places in the text; or one of these.
_BITS = 6
_TEXT = 16
ACROSS = 62  # stands once, across the end of the heading
LOOK = 63  # the text tells
_MOST_IN_HEADING, _MOST_IN_TEXT = 3, 13  # more have no code
_MOST_PASSAGES = 2**32 >> _BITS  # of one part

_SAME = re.compile(r"(.)\1\1", re.DOTALL)  # bigrams that overlap themselves
_PAIRS = re.compile("..", re.DOTALL)
_ON = (255, 65535)  # in one byte, in two: add it, no passage yet
_SELECT = bytes(byte != 255 for byte in range(256))
_WIDE, _ONES = 1, 2  # flags of a list: steps of two bytes; every code is 1, and left out
_FLAGS = 2  # bits
_KEY = 21  # bits of a character
_SHORT = Struct("=H")


@dataclass(frozen=True, slots=True)
class Bigrams:
    """The bigrams of some passages, which are counted from 0."""

    grams: str  # one after the other
    counts: array[int]  # passages of each
    entries: array[int]  # of each passage of each bigram its number and code


def collect(passages: Iterable[tuple[str, str, str | None]]) -> Bigrams:
    """The bigrams of passages: of each its folded heading, its folded text, and what is between the two (None: a border)."""
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, (heading, text, between) in enumerate(passages):
        first = heading + (between or "")
        codes = Counter(map(add, text, text[1:]))
        codes.update(map(add, text, repeat(END)))
        if len(text) > _MOST_IN_TEXT and max(codes.values()) > _MOST_IN_TEXT:
            codes.update({gram: LOOK - count for gram, count in codes.items() if count > _MOST_IN_TEXT})
        heads = Counter(map(add, first, first[1:]))
        heads.update(map(add, first, repeat(END)))
        for gram, count in heads.items():
            code = codes[gram]
            codes[gram] = code + count * _TEXT if code <= _MOST_IN_TEXT and count <= _MOST_IN_HEADING else LOOK
        if between is not None and first and text:
            gram = first[-1] + text[0]
            codes[gram] = LOOK if codes[gram] else ACROSS
        for found in chain(_SAME.finditer(first), _SAME.finditer(text)):
            codes[found[1] * 2] = LOOK  # places that overlap count once
        entry = number << _BITS
        for gram, code in codes.items():
            lists[gram].append(entry | code)
    numbers = array("I", chain.from_iterable(lists.values()))
    return Bigrams("".join(lists), array("I", map(len, lists.values())), numbers)


class BigramWriter:
    """Gathers the bigrams of one part, and writes its file."""

    def __init__(self) -> None:
        self._lists: dict[str, array[int]] = {}

    def add(self, bigrams: Bigrams, first: int, size: int) -> None:
        """Add those of `size` passages, of which the first is number `first` of the part."""
        if first + size > _MOST_PASSAGES:
            raise ValueError(f"a part has at most {_MOST_PASSAGES} passages")
        entries = array("I", map((first << _BITS).__add__, bigrams.entries)) if first else bigrams.entries
        lists, get, at = self._lists, self._lists.get, 0
        for gram, count in zip(_PAIRS.findall(bigrams.grams), bigrams.counts, strict=True):
            end = at + count
            if (known := get(gram)) is None:
                lists[gram] = entries[at:end]
            elif count == 1:
                known.append(entries[at])
            else:
                known.extend(entries[at:end])
            at = end

    def write(self, file: IO[bytes]) -> None:
        """Write the lists; nothing may be added afterwards."""
        grams = sorted(self._lists)
        offsets, at = array("Q"), 0
        for gram in grams:
            flags, content = _pack(self._lists.pop(gram))
            offsets.append(at << _FLAGS | flags)
            file.write(content)
            at += len(content)
        offsets.append(at << _FLAGS)
        file.write(bytes(-at % 8))
        keys = array("Q", [ord(gram[0]) << _KEY | ord(gram[1]) for gram in grams])
        for numbers in (keys, offsets, array("Q", [len(keys)])):
            file.write(numbers.tobytes())


def _pack(entries: Sequence[int]) -> tuple[int, bytes]:
    """The flags and the bytes of a list."""
    if len(entries) == 1 and entries[0] < _ON[1] << _BITS:
        number, code = entries[0] >> _BITS, entries[0] & LOOK
        kept = b"" if code == 1 else bytes((code,))
        flags = _ONES if code == 1 else 0
        return (flags, bytes((number,)) + kept) if number < _ON[0] else (flags | _WIDE, _SHORT.pack(number) + kept)
    numbers = [entry >> _BITS for entry in entries]
    codes = bytes([entry & LOOK for entry in entries])
    steps = [numbers[0], *map(sub, numbers[1:], numbers)]
    wide, on, highest = False, _ON[0], max(steps)
    if highest >= on:
        wide = sum([step // on for step in steps]) > len(steps)
        on = _ON[wide]
    if highest >= on:
        split: list[int] = []
        spread = bytearray()
        for step, code in zip(steps, codes, strict=True):
            on_and_on, rest = divmod(step, on)
            split += [*[on] * on_and_on, rest]
            spread += bytes([*[1] * on_and_on, code])
        steps, codes = split, bytes(spread)
    ones = codes.count(1) == len(codes)
    return wide * _WIDE | ones * _ONES, (array("H", steps).tobytes() if wide else bytes(steps)) + (
        b"" if ones else codes
    )


class BigramIndex:
    """The bigrams of a part of `size` passages, mapped or in memory; raises ValueError when they are not of the lengths they say."""

    def __init__(self, content: bytes | mmap.mmap, size: int) -> None:
        self._file = content
        self._size = size
        length = len(self._file)
        count = int.from_bytes(self._file[-8:], "little" if _LITTLE else "big")
        begin = length - 8 * (2 * count + 2)
        if length % 8 or begin < 0:
            raise ValueError("the bigrams are not of the length they were written with")
        self._view = memoryview(self._file)
        self._keys: Sequence[int] = self._view[begin : begin + 8 * count].cast("Q") if count else array("Q")
        self._offsets = self._view[begin + 8 * count : length - 8].cast("Q")
        end = self._offsets[count] >> _FLAGS
        if end + -end % 8 != begin:
            self.close()
            raise ValueError("the bigrams are not of the length they were written with")
        self._end = end

    def close(self) -> None:
        """Unmap the file."""
        for view in (self._keys, self._offsets, self._view):
            if isinstance(view, memoryview):
                view.release()
        if isinstance(self._file, mmap.mmap):
            self._file.close()

    def find(self, gram: str) -> int:
        """The place of a bigram; -1 when no passage has it."""
        key = ord(gram[0]) << _KEY | ord(gram[1])
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else -1

    def bytes_of(self, place: int) -> int:
        """How many bytes the list takes: about as many as it has passages, or twice that."""
        return (self._offsets[place + 1] >> _FLAGS) - (self._offsets[place] >> _FLAGS)

    def size(self, place: int) -> int:
        """How many passages a bigram has."""
        start, end = self._offsets[place], self._offsets[place + 1] >> _FLAGS
        width, ones, start = 1 + (start & _WIDE), start & _ONES, start >> _FLAGS
        count = (end - start) // (width if ones else width + 1)
        steps = self._file[start : start + width * count]
        return count - (steps.count(_ON[0]) if width == 1 else array("H", steps).count(_ON[1]))

    def numbers(self, place: int) -> list[int]:
        """The passages of a bigram, in order."""
        return self._unpacked(place)[0]

    def entries(self, place: int) -> tuple[list[int], bytes]:
        """The passages of a bigram, in order, and their codes."""
        numbers, codes = self._unpacked(place)
        return numbers, bytes(codes) if codes else b"\1" * len(numbers)

    def _unpacked(self, place: int) -> tuple[list[int], bytes]:
        """The passages, and their codes, none where each is 1."""
        start, end = self._offsets[place], self._offsets[place + 1] >> _FLAGS
        flags, start = start & 3, start >> _FLAGS
        width, ones = 1 + (flags & _WIDE), bool(flags & _ONES)
        count, odd = divmod(end - start, width if ones else width + 1)
        if count < 1 or odd or end > self._end:
            raise ValueError("a list of passages is not of the length it was written with")
        middle = start + width * count
        codes = b"" if ones else self._file[middle:end]
        if width == 1:
            steps = self._file[start:middle]
            select = steps.translate(_SELECT) if 255 in steps else None
            numbers = accumulate(steps)
        else:
            wide = array("H", self._file[start:middle])
            select = bytes(map(_ON[1].__ne__, wide)) if _ON[1] in wide else None
            numbers = accumulate(wide)
        found = list(numbers if select is None else compress(numbers, select))
        if select is not None and codes:
            codes = bytes(compress(codes, select))
        if not found or found[-1] >= self._size:
            raise ValueError("a list has a passage that there is not")
        return found, codes

    def check(self) -> None:
        """Read every list; raises ValueError or LookupError where one is not as any is written."""
        last = -1
        for place, key in enumerate(self._keys):
            if key <= last:
                raise ValueError("the bigrams are not in order")
            last = key
            _, codes = self._unpacked(place)
            if codes and max(codes) > LOOK:
                raise ValueError("a list has a code that is never written")


_LITTLE = array("H", [1]).tobytes()[:1] == b"\1"
COUNTS: list[tuple[float, float]] = [(code // _TEXT, code % _TEXT) for code in range(LOOK + 1)]
COUNTS[ACROSS] = (0, 1)
