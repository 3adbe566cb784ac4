"""Searches of `text_store` in long lists of bigrams, by arrays of numpy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy
from numpy.typing import NDArray

from ...runtime.deadline import check
from ...text.proximity import overlaps
from ..arrays import CountsTable, Floats, Marks, Numbers, PassageSet, PostingsTable, array_of, chosen
from .bigrams import ACROSS, COUNTS, END, LOOK, ON, TEXT, BigramIndex
from .marks import Mapped, in_bytes

if TYPE_CHECKING:
    from ..protocol import Counts

Codes = NDArray[numpy.uint8]


class Part(Protocol):
    """A part of the texts."""

    text: Mapped
    borders: Mapped
    bigrams: BigramIndex
    starts: array[int]
    middles: array[int]

    def across(self, wanted: bytes, number: int) -> int: ...


class Literal(Protocol):
    """What these functions need of `text_store.Literal`."""

    gone: Set[int]
    words_of_texts: Callable[[str], Mapping[int, float]]

    @property
    def heading_sizes(self) -> Numbers: ...

    @property
    def counts_apart(self) -> Callable[[str, Numbers], NDArray[Any]]: ...

    @property
    def lists(self) -> Mapping[str, tuple[Numbers, Codes]]: ...

    def __len__(self) -> int: ...
    def parts_with_first(self) -> Iterable[tuple[Part, int]]: ...
    def bytes_of(self, gram: str) -> int: ...
    def is_counted(self, needle: str) -> bool: ...
    def count(self, needle: str) -> Mapping[int, Counts]: ...


_FEW = 16  # passages of which no table is made
_FEWER = 24  # with so many times fewer passages, looking each up is faster than marking all
BATCH = 2048  # passages whose places are found at once
_CHEAPER = 400  # bytes of a list that take the time of examining one passage
_ON = b"\xff", b"\xff\xff"


def entries(index: BigramIndex, place: int) -> tuple[Numbers, Codes]:
    """The passages of a bigram, in order, and their codes."""
    wide, packed, kept = index.raw_list(place)
    steps = numpy.frombuffer(packed, numpy.uint16 if wide else numpy.uint8)
    numbers = steps.astype(numpy.int32)
    numpy.add.accumulate(numbers, out=numbers)
    codes = numpy.frombuffer(kept, numpy.uint8) if kept else numpy.ones(len(steps), numpy.uint8)
    if _ON[wide] in packed:  # perhaps, of two bytes
        reached = (steps != ON[wide]).nonzero()[0]
        numbers, codes = numbers.take(reached), codes.take(reached)
    if not len(numbers) or numbers[-1] >= index.passages:
        raise ValueError("a list has a passage that there is not")
    return numbers, codes


def _counts(codes: Codes) -> tuple[Numbers, Numbers]:
    """How often bigrams with these codes stand in the heading and in the text, as COUNTS says."""
    headings, texts = codes // TEXT, codes & (TEXT - 1)  # a power of 2
    across = (codes == ACROSS).nonzero()[0]
    headings[across], texts[across] = COUNTS[ACROSS]
    return headings.astype(numpy.int32), texts.astype(numpy.int32)


def gather(literal: Literal, gram: str) -> tuple[Numbers, Codes]:
    """The live passages of a bigram in all parts, in order, and their codes."""
    check()
    found: list[tuple[Numbers, Codes]] = []
    for part, first in literal.parts_with_first():
        if (place := part.bigrams.find(gram)) >= 0:
            numbers, codes = entries(part.bigrams, place)
            found.append((numbers + numpy.int32(first) if first else numbers, codes))
    if len(found) != 1:
        found.append((numpy.zeros(0, numpy.int32), numpy.zeros(0, numpy.uint8)))
    numbers, codes = map(numpy.concatenate, zip(*found, strict=True)) if len(found) > 1 else found[0]
    if literal.gone:
        live = (~PassageSet(array_of(literal.gone)).holds(numbers)).nonzero()[0]
        numbers, codes = numbers.take(live), codes.take(live)
    return numbers, codes


def count(literal: Literal, grams: Sequence[str], needle: str) -> CountsTable:
    """How often a folded string with such bigrams stands in each passage that holds it."""
    rare, *others = sorted(set(grams), key=literal.bytes_of)
    numbers, codes = literal.lists[rare]
    headings, texts = _counts(codes)
    look = codes == LOOK
    if len(grams) > 1:
        look |= codes == ACROSS
        for gram in others:
            if literal.bytes_of(gram) > _CHEAPER * len(numbers):
                look[:] = True
                break
            other, own = literal.lists[gram]
            there = numpy.zeros(len(literal), numpy.uint8)
            there[other.astype(numpy.intp)] = own
            codes = there.take(numbers)
            held = (codes > 0).nonzero()[0]
            numbers, codes = numbers.take(held), codes.take(held)
            look = look.take(held) | (codes == LOOK) | (codes == ACROSS)
            headings, texts = map(numpy.minimum, (headings.take(held), texts.take(held)), _counts(codes))
        # Upper bound of the count; the lower bound is its count as a word of the text.
        words = literal.words_of_texts(needle)
        least = words.of(numbers) if isinstance(words, PostingsTable) else numpy.zeros_like(texts)
        look |= (headings > 0) | (texts != least)
    asked = look.nonzero()[0]
    if len(asked):
        headings[asked], texts[asked] = counted = _count_all(literal, in_bytes(needle), numbers.take(asked))
        if len(grams) == 1:
            _all_found(counted)
    table = CountsTable(numbers, headings, texts)
    if len(grams) > 1:
        return table.where((headings > 0) | (texts > 0))
    return table


def holding_bigrams(literal: Literal, grams: Iterable[str]) -> Numbers:
    """The passages that hold the rarest of some bigrams, and perhaps all."""
    rare, *others = sorted(set(grams), key=literal.bytes_of)
    numbers = literal.lists[rare][0]
    for gram in others:
        if literal.bytes_of(gram) > _CHEAPER * len(numbers):
            break
        numbers = chosen(numbers, PassageSet(literal.lists[gram][0]).holds(numbers))
    return numbers


@lru_cache(4)
def code_weights(heading: float) -> Floats:
    """For each code how often the bigram stands there, an occurrence in the heading counted so many times."""
    headings, texts = _counts(numpy.arange(LOOK + 1, dtype=numpy.uint8))
    found: Floats = texts + heading * headings
    return found


def times(
    literal: Literal, grams: Sequence[str], needle: str, heading: float, marked: Marks | None
) -> tuple[Numbers, Floats]:
    """As `TextIndex.times` says, of a folded string with such bigrams."""
    if len(grams) > 1:
        return CountsTable.of(literal.count(needle)).times(heading, marked)
    numbers, codes = literal.lists[grams[0]]
    if marked is not None:
        there = marked.take(numbers).nonzero()[0]
        numbers, codes = numbers.take(there), codes.take(there)
    often = code_weights(heading).take(codes)
    look = (codes == LOOK).nonzero()[0]
    if len(look):
        headings, texts, across = literal.counts_apart(needle, numbers[look])
        often[look] = texts + across + heading * headings
    return numbers, often


def find(literal: Literal, grams: Sequence[str], needle: str) -> PassageSet:
    """The passages that hold a folded string with such bigrams."""
    numbers = holding_bigrams(literal, grams)
    words = literal.words_of_texts(needle)
    if not isinstance(words, PostingsTable):
        return _find_each(literal, needle, numbers)
    there = words.of(numbers) > 0
    there[~there] = _find_each(literal, needle, numbers[~there]).holds(numbers[~there])
    return PassageSet(numbers[there])


def holding_among(literal: Literal, grams: Sequence[str], needle: str, numbers: Set[int]) -> PassageSet:
    """The same of some passages, without its counts, for which texts would be read."""
    held, left = array_of(numbers), len(grams) > 1
    for gram in grams:
        if gram in literal.lists or literal.bytes_of(gram) <= _CHEAPER * len(held):
            held = held[PassageSet(literal.lists[gram][0]).holds(held)]
        else:
            left = True
    return _find_each(literal, needle, held) if left else PassageSet(held)


def _find_each(literal: Literal, needle: str, numbers: Numbers) -> PassageSet:
    """Those of some passages, in order, that hold a folded string."""
    wanted, held = in_bytes(needle), list[int]()
    for part, first, own in by_parts(literal, numbers):
        look, starts = part.text.find, numpy.frombuffer(part.starts, numpy.int64)
        for at in range(0, len(own), BATCH):
            check()
            some = own[at : at + BATCH]
            spans = zip(
                starts.take(some).tolist(),
                starts.take(some + 1).tolist(),
                (some + numpy.int32(first)).tolist(),
                strict=True,
            )
            held += [number for begin, end, number in spans if look(wanted, begin, end) >= 0]
    return PassageSet(numpy.array(held, numpy.int32))


def by_parts(literal: Literal, numbers: Numbers) -> Iterator[tuple[Part, int, Numbers]]:
    """The parts that some passages, in order, are in; with the number of the first of each part, and its own ones counted from there."""
    parts = [*literal.parts_with_first()]
    if len(parts) == 1 and len(numbers):
        yield *parts[0], numbers
        return
    for part, first in parts:
        begin, end = numpy.searchsorted(numbers, numpy.array((first, first + len(part.middles)), numpy.int32))
        if begin < end:
            yield part, first, numbers[begin:end] - numpy.int32(first)


def _count_all(literal: Literal, wanted: bytes, numbers: Numbers) -> NDArray[numpy.int32]:
    """How often `wanted` stands in the heading, and in the text, of each of some passages, in order."""
    counts = [numpy.zeros((2, 0), numpy.int32)]
    for part, _, own in by_parts(literal, numbers):
        for at in range(0, len(own), BATCH):
            check()
            counts.append(_count(part, wanted, own[at : at + BATCH]))
    return numpy.concatenate(counts, 1)


def _count(part: Part, wanted: bytes, numbers: Numbers) -> NDArray[numpy.int32]:
    if overlaps(wanted):
        above, below, across = numpy.array(
            [count_apart(part, wanted, number) for number in numbers.tolist()], numpy.int32
        ).T
        return numpy.array([above, below + across])
    text, starts = part.text, numpy.frombuffer(part.starts, numpy.int64)
    begins, ends = starts.take(numbers), starts.take(numbers + 1).tolist()
    middles = numpy.frombuffer(part.middles, numpy.int64).take(numbers)
    counts = numpy.zeros((2, len(numbers)), numpy.int32)
    counts[1] = [text[begin:end].count(wanted) for begin, end in zip(begins.tolist(), ends, strict=True)]
    headed = (middles - begins >= len(wanted)).nonzero()[0]  # others have no room for it
    heads = zip(begins.take(headed).tolist(), middles.take(headed).tolist(), strict=True)
    counts[0, headed] = [text[begin:middle].count(wanted) for begin, middle in heads]
    counts[1] -= counts[0]
    return counts


def count_apart(part: Part, wanted: bytes, number: int) -> tuple[int, int, bool]:
    """How often `wanted` stands in the heading of a passage, and in its text; whether it stands across the end of the heading."""
    start, middle = part.starts[number], part.middles[number]
    text, middle = part.text[start : part.starts[number + 1]], middle - start
    return text.count(wanted, 0, middle), text.count(wanted, middle), part.across(wanted, number) >= 0


def _all_found(counts: NDArray[numpy.int32]) -> None:
    if not counts.any(0).all():
        raise ValueError("the bigrams are not those of the text")


def among(literal: Literal, grams: Sequence[str], needle: str, numbers: Set[int]) -> Mapping[int, Counts] | None:
    """The same for some passages; None where these are so few that examining each is faster."""
    if not literal.is_counted(needle):
        if len(grams) == 1 and (grams[0] in literal.lists or literal.bytes_of(grams[0]) <= _CHEAPER * len(numbers)):
            return _gram_among(literal, grams[0], needle, array_of(numbers))
        if min(map(literal.bytes_of, grams)) > _CHEAPER * len(numbers):
            return None
        if len(grams) > 1 and not literal.words_of_texts(needle):
            held = array_of(numbers)
            for gram in grams:
                if literal.bytes_of(gram) < _CHEAPER * len(held):
                    held = chosen(held, PassageSet(literal.lists[gram][0]).holds(held))
            headings, texts = _count_all(literal, in_bytes(needle), held)
            table = CountsTable(held, headings, texts).where(numpy.flatnonzero(headings + texts))
            return table if len(table) > _FEW else table.to_dict()
    counts = literal.count(needle)
    if isinstance(counts, CountsTable):
        return counts.among(numbers)
    return {number: counts[number] for number in numbers if number in counts}


def codes_in(literal: Literal, gram: str, numbers: Numbers) -> Codes:
    """The codes of a bigram in some passages, in any order; 0 where it is not."""
    held, codes = literal.lists[gram]
    if not len(held) or not len(numbers):
        return numpy.zeros(len(numbers), numpy.uint8)
    if len(numbers) * _FEWER < len(held):
        at = held.searchsorted(numbers)
        found: Codes = codes.take(at, mode="clip") * (held.take(at, mode="clip") == numbers)
        return found
    every = numpy.zeros(len(literal), numpy.uint8)
    every[held.astype(numpy.intp)] = codes
    return every.take(numbers)


def _gram_among(literal: Literal, gram: str, needle: str, numbers: Numbers) -> CountsTable:
    """The same for a character or two."""
    own = codes_in(literal, gram, numbers)
    there = own.nonzero()[0]
    numbers, own = numbers.take(there), own.take(there)
    headings, texts = _counts(own)
    look = numpy.flatnonzero(own == LOOK)
    if len(look):
        headings[look], texts[look] = counts = _count_all(literal, in_bytes(needle), numbers[look])
        _all_found(counts)
    return CountsTable(numbers, headings, texts)


def postings(found: Iterable[tuple[array[int], array[int] | None, int]], gone: Set[int]) -> PostingsTable:
    """Postings as segments hold them, each with the number of the first passage of its segment, as one; without those `gone`."""
    parts = [
        (
            numpy.cumsum(steps, dtype=numpy.int32) + numpy.int32(first),
            numpy.asarray(counts) if counts else numpy.ones(len(steps), numpy.uint8),
        )
        for steps, counts, first in found
    ]
    numbers, times = parts[0] if len(parts) == 1 else map(numpy.concatenate, zip(*parts, strict=True))
    table = PostingsTable(numbers, times)
    return table.without(gone) if gone else table


def last(steps: array[int]) -> int:
    """The passage that some steps lead to."""
    return int(numpy.asarray(steps).sum(dtype=numpy.int64))


def heading_sizes(literal: Literal) -> Numbers:
    """The length of the heading of each passage in bytes, with the mark at its end; 0 where a quote stands in it."""
    quoted, codes = gather(literal, '"' + END)
    parts = [numpy.asarray(part.middles) - numpy.asarray(part.starts)[:-1] for part, _ in literal.parts_with_first()]
    sizes = numpy.concatenate((numpy.zeros(0, numpy.int32), *parts), dtype=numpy.int32, casting="unsafe")
    sizes[chosen(quoted, (codes == LOOK) | (_counts(codes)[0] > 0))] = 0
    return sizes


def short_headings(literal: Literal, most: int, numbers: Sequence[int]) -> list[int]:
    """Those of some passages whose headings have at most so many bytes, or quotes."""
    some = numpy.asarray(numbers, numpy.int32)
    found: list[int] = chosen(some, literal.heading_sizes.take(some) <= most + 1).tolist()
    return found
