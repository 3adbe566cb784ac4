"""What `text_store` finds in long lists of bigrams, as arrays of numpy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol

import numpy
from numpy.typing import NDArray

from ...runtime.deadline import check, timely
from ..arrays import CountsTable, Numbers, PassageSet, PostingsTable, array_of
from .bigrams import ACROSS, COUNTS, END, LOOK, ON, BigramIndex
from .marks import in_bytes

if TYPE_CHECKING:
    from ..protocol import Counts

Codes = NDArray[numpy.uint8]


class Part(Protocol):
    """A part of the texts."""

    bigrams: BigramIndex
    starts: array[int]
    middles: array[int]


class Literal(Protocol):
    """All texts, as `text_store` has them."""

    gone: Set[int]
    words_of_texts: Callable[[str], Mapping[int, float]]

    @property
    def lists(self) -> Mapping[str, tuple[Numbers, Codes]]: ...

    def __len__(self) -> int: ...
    def parts_with_first(self) -> Iterable[tuple[Part, int]]: ...
    def bytes_of(self, gram: str) -> int: ...
    def is_counted(self, needle: str) -> bool: ...
    def count(self, needle: str) -> Mapping[int, Counts]: ...
    def count_in(self, wanted: bytes, number: int) -> Counts: ...


_HEADINGS, _TEXTS = numpy.array(COUNTS, numpy.int32).T.copy()
_CHEAPER = 100  # entries of a list that are read in the time in which a passage is looked at


def entries(index: BigramIndex, place: int) -> tuple[Numbers, Codes]:
    """The passages of a bigram, in order, and their codes."""
    wide, packed, kept = index.raw_list(place)
    steps = numpy.frombuffer(packed, numpy.uint16 if wide else numpy.uint8)
    numbers = numpy.cumsum(steps, dtype=numpy.int32)
    codes = numpy.frombuffer(kept, numpy.uint8) if kept else numpy.ones(len(steps), numpy.uint8)
    passed = steps == ON[wide]
    if passed.any():
        numbers, codes = numbers[~passed], codes[~passed]
    if not len(numbers) or numbers[-1] >= index.passages:
        raise ValueError("a list has a passage that there is not")
    return numbers, codes


def gather(literal: Literal, gram: str) -> tuple[Numbers, Codes]:
    """The live passages of a bigram in all parts, in order, and their codes."""
    check()
    found = [(numpy.zeros(0, numpy.int32), numpy.zeros(0, numpy.uint8))]
    for part, first in literal.parts_with_first():
        if (place := part.bigrams.find(gram)) >= 0:
            numbers, codes = entries(part.bigrams, place)
            found.append((numbers + numpy.int32(first), codes))
    numbers, codes = map(numpy.concatenate, zip(*found, strict=True)) if len(found) != 2 else found[1]
    if literal.gone:
        live = ~PassageSet(array_of(literal.gone)).holds(numbers)
        numbers, codes = numbers[live], codes[live]
    return numbers, codes


def count(literal: Literal, grams: Sequence[str], needle: str) -> CountsTable:
    """How often a folded string with such bigrams stands in each passage that holds it."""
    lists = [literal.lists[gram] for gram in sorted(set(grams), key=literal.bytes_of)]
    numbers, codes = lists[0]
    headings, texts = _HEADINGS[codes], _TEXTS[codes]
    look = codes == LOOK
    if len(grams) > 1:
        look |= codes == ACROSS
        there = numpy.zeros(len(literal), numpy.uint8)
        for other, own in lists[1:]:
            if len(other) > _CHEAPER * len(numbers):
                look[:] = True
                break
            there[other] = own
            codes = there[numbers]
            there[other] = 0
            held = codes > 0
            numbers, codes = numbers[held], codes[held]
            look = look[held] | (codes == LOOK) | (codes == ACROSS)
            headings = numpy.minimum(headings[held], _HEADINGS[codes])
            texts = numpy.minimum(texts[held], _TEXTS[codes])
        # So often at most; and at least as often as it is a word of the text.
        words = literal.words_of_texts(needle)
        least = words.of(numbers) if isinstance(words, PostingsTable) else numpy.zeros_like(texts)
        look |= (headings > 0) | (texts != least)
    wanted = in_bytes(needle)
    for at in timely(numpy.flatnonzero(look).tolist()):
        headings[at], texts[at] = literal.count_in(wanted, int(numbers[at]))
    there_is = (headings > 0) | (texts > 0)
    if len(grams) == 1 and not there_is.all():
        raise ValueError("the bigrams are not those of the text")
    return CountsTable(numbers, headings, texts).where(there_is)


def among(literal: Literal, grams: Sequence[str], needle: str, numbers: Set[int]) -> Mapping[int, Counts] | None:
    """The same for some passages; None where these are so few that they are sooner looked at."""
    if not literal.is_counted(needle):
        if min(map(literal.bytes_of, grams)) > _CHEAPER * len(numbers):
            return None
        if len(grams) > 1 and not literal.words_of_texts(needle):
            held = array_of(numbers)
            for gram in grams:
                if literal.bytes_of(gram) < _CHEAPER * len(held):
                    held = held[PassageSet(literal.lists[gram][0]).holds(held)]
            wanted = in_bytes(needle)
            each = ((number, literal.count_in(wanted, number)) for number in timely(held.tolist()))
            return {number: found for number, found in each if any(found)}
    counts = literal.count(needle)
    if isinstance(counts, CountsTable):
        return counts.among(numbers)
    return {number: counts[number] for number in numbers if number in counts}


def postings(found: Iterable[tuple[array[int], array[int] | None, int]], gone: Set[int]) -> PostingsTable:
    """Postings as segments hold them, each with the number of the first passage of its segment, as one; without those `gone`."""
    numbers = [numpy.cumsum(steps, dtype=numpy.int32) + numpy.int32(first) for steps, _, first in found]
    counts = [numpy.asarray(counts or numpy.ones(len(steps)), numpy.int32) for steps, counts, _ in found]
    table = PostingsTable(numpy.concatenate(numbers), numpy.concatenate(counts))
    return table.without(gone) if gone else table


def short_or_quoted(literal: Literal, most: int, numbers: Sequence[int]) -> list[int]:
    """Those of some passages whose headings have at most so many bytes, or in which there are quotes."""
    some = numpy.array(numbers, numpy.int32)
    keep = PassageSet(literal.lists['"' + END][0]).holds(some)
    for part, first in literal.parts_with_first():
        here = (some >= first) & (some < first + len(part.middles))
        own = some[here] - first
        lengths = numpy.asarray(part.middles)[own] - numpy.asarray(part.starts)[own]
        keep[here] |= lengths <= most + 1  # and a mark
    found: list[int] = some[keep].tolist()
    return found


def lengths_of(starts: array[int], middles: array[int]) -> bytes:
    """The lengths of the texts of a part, four bytes each."""
    ends = numpy.asarray(starts)[1:]
    return bytes((ends - numpy.asarray(middles) - 1).astype(numpy.uint32))
