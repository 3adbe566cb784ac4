"""Searches of `text_store` in long lists of bigrams, by arrays of numpy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol

import numpy
from numpy.typing import NDArray

from ...runtime.deadline import check
from ..arrays import CountsTable, Floats, Marks, Numbers, PassageSet, PostingsTable, array_of
from .bigrams import ACROSS, COUNTS, END, LOOK, ON, BigramIndex
from .marks import Mapped, in_bytes
from .word_borders import INSIDE

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

    def find_each(self, wanted: bytes, numbers: Iterable[int]) -> list[int]: ...
    def count_each(self, wanted: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Counts]]: ...


class Literal(Protocol):
    """What these functions need of `text_store.Literal`."""

    gone: Set[int]
    words_of_texts: Callable[[str], Mapping[int, float]]

    @property
    def quoted_headings(self) -> NDArray[numpy.bool_]: ...

    @property
    def lists(self) -> Mapping[str, tuple[Numbers, Codes]]: ...

    def __len__(self) -> int: ...
    def parts_with_first(self) -> Iterable[tuple[Part, int]]: ...
    def bytes_of(self, gram: str) -> int: ...
    def is_counted(self, needle: str) -> bool: ...
    def count(self, needle: str) -> Mapping[int, Counts]: ...


_HEADINGS, _TEXTS = numpy.array(COUNTS, numpy.int32).T.copy()
_FEW = 16  # passages of which no table is made
_FEWER = 64  # with so many times fewer passages, looking each up is faster than marking all
_BATCH = 2048  # passages whose places are weighted at once
_CHEAPER = 100  # entries of a list that take the time of examining one passage


def entries(index: BigramIndex, place: int) -> tuple[Numbers, Codes]:
    """The passages of a bigram, in order, and their codes."""
    wide, packed, kept = index.raw_list(place)
    steps = numpy.frombuffer(packed, numpy.uint16 if wide else numpy.uint8)
    numbers = numpy.cumsum(steps, dtype=numpy.int32)
    codes = numpy.frombuffer(kept, numpy.uint8) if kept else numpy.ones(len(steps), numpy.uint8)
    reached = steps != ON[wide]
    if not reached.all():
        numbers, codes = numbers[reached], codes[reached]
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
            found.append((numbers + numpy.int32(first) if first else numbers, codes))
    numbers, codes = map(numpy.concatenate, zip(*found, strict=True)) if len(found) != 2 else found[1]
    if literal.gone:
        live = ~PassageSet(array_of(literal.gone)).holds(numbers)
        numbers, codes = numbers[live], codes[live]
    return numbers, codes


def count(literal: Literal, grams: Sequence[str], needle: str) -> CountsTable:
    """How often a folded string with such bigrams stands in each passage that holds it."""
    lists = [literal.lists[gram] for gram in sorted(set(grams), key=literal.bytes_of)]
    numbers, codes = lists[0]
    headings, texts = _HEADINGS.take(codes), _TEXTS.take(codes)
    look = codes == LOOK
    if len(grams) > 1:
        look |= codes == ACROSS
        there = numpy.zeros(len(literal), numpy.uint8)
        for other, own in lists[1:]:
            if len(other) > _CHEAPER * len(numbers):
                look[:] = True
                break
            there[other] = own
            codes = there.take(numbers)
            there[other] = 0
            held = codes > 0
            numbers, codes = numbers[held], codes[held]
            look = look[held] | (codes == LOOK) | (codes == ACROSS)
            headings = numpy.minimum(headings[held], _HEADINGS.take(codes))
            texts = numpy.minimum(texts[held], _TEXTS.take(codes))
        # Upper bound of the count; the lower bound is its count as a word of the text.
        words = literal.words_of_texts(needle)
        least = words.of(numbers) if isinstance(words, PostingsTable) else numpy.zeros_like(texts)
        look |= (headings > 0) | (texts != least)
    wanted = in_bytes(needle)
    asked = numpy.flatnonzero(look)
    headings[asked] = texts[asked] = 0
    found = dict(_count_each(literal, wanted, numbers[asked]))
    if found:
        rows = asked[numpy.searchsorted(numbers[asked], numpy.fromiter(found, numpy.int32, len(found)))]
        headings[rows], texts[rows] = numpy.array([*found.values()], numpy.int32).T
    counted = CountsTable(numbers, headings, texts)
    if len(grams) > 1:
        return counted.where((headings > 0) | (texts > 0))
    if len(found) < len(asked):
        raise ValueError("the bigrams are not those of the text")
    return counted


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
    often = (_TEXTS + heading * _HEADINGS).take(codes)
    look = (codes == LOOK).nonzero()[0]
    if len(look):
        found = [text + heading * above for _, (above, text) in _count_each(literal, in_bytes(needle), numbers[look])]
        if len(found) < len(look):
            raise ValueError("the bigrams are not those of the text")
        often[look] = found
    return numbers, often


def find(literal: Literal, grams: Sequence[str], needle: str) -> PassageSet:
    """The passages that hold a folded string with such bigrams."""
    numbers, *others = (literal.lists[gram][0] for gram in sorted(set(grams), key=literal.bytes_of))
    for other in others:
        if len(other) > _CHEAPER * len(numbers):
            break
        numbers = numbers[PassageSet(other).holds(numbers)]
    wanted, held = in_bytes(needle), list[int]()
    for part, first in literal.parts_with_first():
        begin, end = numpy.searchsorted(numbers, (first, first + len(part.middles)))
        held += [number + first for number in part.find_each(wanted, (numbers[begin:end] - first).tolist())]
    return PassageSet(numpy.array(held, numpy.int32))


def _count_each(literal: Literal, wanted: bytes, numbers: Numbers) -> Iterator[tuple[int, Counts]]:
    """How often `wanted` stands in each of some passages, in order, that holds it."""
    for part, first in literal.parts_with_first():
        here = numbers if not first else numbers - numpy.int32(first)
        here = here[(here >= 0) & (here < len(part.middles))]
        for number, counts in part.count_each(wanted, here.tolist()):
            yield number + first, counts


def weigh_all(literal: Literal, wanted: bytes, numbers: Set[int], word: bool) -> CountsTable | None:
    """As `Literal.weigh_all` says; None for strings whose places may overlap or which begin or end with a letter or digit."""
    if wanted[:1].isalnum() or wanted[-1:].isalnum():
        return None
    if any(wanted.startswith(wanted[at:]) for at in range(1, len(wanted))):
        return None
    every, weighed = array_of(numbers), [(numpy.zeros(0), numpy.zeros(0))]
    for part, first in literal.parts_with_first():
        begin, end = numpy.searchsorted(every, (first, first + len(part.middles)))
        for at in range(begin, end, _BATCH):
            check()
            weighed.append(_weigh(part, wanted, every[at : min(at + _BATCH, end)] - numpy.int32(first), word))
    return CountsTable(every, *map(numpy.concatenate, zip(*weighed, strict=True)))


def _weigh(part: Part, wanted: bytes, numbers: Numbers, word: bool) -> tuple[Floats, Floats]:
    """The weights of places in headings and texts of some passages of a part: texts and borders are compared for all places at
    once.
    """
    size, starts = len(wanted), numpy.asarray(part.starts)
    begins, ends = starts[numbers].astype(numpy.intp), starts[numbers + 1].astype(numpy.intp)
    spans = [*zip(begins.tolist(), ends.tolist(), strict=True)]
    text = b"".join([part.text[start:end] for start, end in spans])
    borders = numpy.frombuffer(b"".join([part.borders[start:end] for start, end in spans]), numpy.uint8)
    found = []
    at = text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + size)
    places = numpy.array(found, numpy.intp)
    above = numpy.asarray(part.middles)[numbers].astype(numpy.intp) - begins  # lengths of the headings
    upto = numpy.cumsum(ends - begins)
    owner = numpy.searchsorted(upto, places, "right")
    left, right = borders[places], borders[places + size]
    cut = numpy.zeros(len(places), bool)  # by a word that begins within
    for step in range(1, size):
        cut |= borders[places + step] == 1
    loose = (left == 0).astype(numpy.uint8) + (right == 0)
    weights = numpy.where(cut, numpy.where(loose < (1 if word else 2), 1.0, 0.0), INSIDE if word else 1.0)
    weights[(left == 1) & (right == 1)] = 1.0
    below = places - (upto - ends + begins + above)[owner]  # the beginning of the text
    in_heading, across, in_text = (
        numpy.bincount(owner[there], weights[there], len(numbers))
        for there in (below + size <= 0, (below < 0) & (below + size > 0), below >= 0)
    )
    return in_heading.astype(float), (in_text + across).astype(float)


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
                    held = held[PassageSet(literal.lists[gram][0]).holds(held)]
            wanted = in_bytes(needle)
            found = dict(_count_each(literal, wanted, held))
            return CountsTable.of(found) if len(found) > _FEW else found
    counts = literal.count(needle)
    if isinstance(counts, CountsTable):
        return counts.among(numbers)
    return {number: counts[number] for number in numbers if number in counts}


def _gram_among(literal: Literal, gram: str, needle: str, numbers: Numbers) -> CountsTable:
    """The same for a character or two."""
    held, codes = literal.lists[gram]
    if len(numbers) * _FEWER < len(held):
        places = PassageSet(held).places(numbers)
        there = places >= 0
        numbers, own = numbers[there], codes.take(places[there])
    elif len(numbers) and len(held):
        every = numpy.zeros(max(held[-1], numbers[-1]) + 1, numpy.uint8)
        every[held] = codes
        own = every.take(numbers)
        numbers, own = numbers[own > 0], own[own > 0]
    else:
        numbers, own = held[:0], codes[:0]
    headings, texts = _HEADINGS.take(own), _TEXTS.take(own)
    look = numpy.flatnonzero(own == LOOK)
    if len(look):
        found = dict(_count_each(literal, in_bytes(needle), numbers[look]))
        if len(found) < len(look):
            raise ValueError("the bigrams are not those of the text")
        headings[look], texts[look] = numpy.array([*found.values()], numpy.int32).T
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


def quoted_headings(literal: Literal) -> NDArray[numpy.bool_]:
    """For each passage whether a quote stands in its heading."""
    quoted, codes = gather(literal, '"' + END)
    there = numpy.zeros(len(literal), bool)
    there[quoted[(codes == LOOK) | (_HEADINGS.take(codes) > 0)]] = True
    return there


def short_headings(literal: Literal, most: int, numbers: Sequence[int]) -> list[int]:
    """Those of some passages whose headings have at most so many bytes, or quotes."""
    some = numpy.array(numbers, numpy.int32)
    keep = literal.quoted_headings.take(some)
    for part, first in literal.parts_with_first():
        here = (some >= first) & (some < first + len(part.middles))
        own = some[here] - first
        lengths = numpy.asarray(part.middles).take(own) - numpy.asarray(part.starts).take(own)
        keep[here] |= lengths <= most + 1  # and a mark
    found: list[int] = some[keep].tolist()
    return found
