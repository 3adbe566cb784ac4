"""What `text_writer` does with the bigrams of many passages, by arrays of numpy: the same bytes in a quarter of the time."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO

import numpy
from numpy.typing import NDArray

from .bigrams import ACROSS, BITS, FLAGS, KEY, LARGEST, LOOK, MOST_IN_HEADING, MOST_IN_TEXT, ON, ONES, SIZE, TEXT, WIDE

MOST = 2**20  # passages whose bigrams are gathered at once

_PACKED = 500_000  # entries that are packed at once
_UTF32 = f"utf-32-{sys.byteorder[0]}e"

Longs = NDArray[numpy.int64]
Batch = tuple[str, "array[int]", "array[int]"]  # bigrams one after the other, passages of each, entries


def collect(passages: Sequence[tuple[str, str, str | None]]) -> Batch:
    """As `text_writer.collect` says; the bigrams are in order."""
    firsts = [heading + (between or "") for heading, _, between in passages]
    texts = [text for _, text, _ in passages]
    bits = len(passages).bit_length()
    in_first, in_text = _Counted(firsts, bits), _Counted(texts, bits)
    met = [
        number
        for number, (first, (_, text, between)) in enumerate(zip(firsts, passages, strict=True))
        if between is not None and first and text
    ]
    ends, begins = _characters([firsts[n][-1] for n in met]), _characters([texts[n][0] for n in met])
    across = (ends << KEY | begins) << bits | numpy.array(met, numpy.int64)
    places = _distinct(in_first.places, in_text.places, across)
    headings, below = numpy.zeros((2, len(places)), numpy.int64)
    headings[numpy.searchsorted(places, in_first.places)] = in_first.counts
    below[numpy.searchsorted(places, in_text.places)] = in_text.counts
    known = (headings <= MOST_IN_HEADING) & (below <= MOST_IN_TEXT)
    codes = numpy.where(known, headings * TEXT + below, LOOK)
    at = numpy.searchsorted(places, across)
    codes[at] = numpy.where(codes[at] > 0, LOOK, ACROSS)
    codes[numpy.searchsorted(places, numpy.concatenate((in_first.alike, in_text.alike)))] = LOOK
    grams, counts = numpy.unique(places >> bits, return_counts=True)
    characters = numpy.stack((grams >> KEY, grams & ((1 << KEY) - 1)), 1).astype(numpy.uint32)
    entries = (places & ((1 << bits) - 1)) << BITS | codes
    return (
        characters.tobytes().decode(_UTF32, "surrogatepass"),
        array("I", counts.astype(numpy.uint32).tobytes()),
        array("I", entries.astype(numpy.uint32).tobytes()),
    )


class _Counted:
    """How often each bigram stands in each of some strings: a place is a bigram, then the number of the string in so many `bits`."""

    def __init__(self, strings: Sequence[str], bits: int) -> None:
        characters = _characters(strings)
        owners = numpy.repeat(numpy.arange(len(strings)), [*map(len, strings)])
        pairs = (characters[:-1] << KEY | characters[1:]) << bits | owners[:-1]
        within = owners[:-1] == owners[1:]
        alike = (pairs[:-1] == pairs[1:]) & within[:-1] & within[1:]  # places that overlap
        self.alike = pairs[:-1][alike]
        singles = characters << (KEY + bits) | owners
        self.places, self.counts = numpy.unique(numpy.concatenate((pairs[within], singles)), return_counts=True)


def _characters(strings: Sequence[str]) -> Longs:
    """The characters of some strings, one after the other."""
    return numpy.frombuffer("".join(strings).encode(_UTF32, "surrogatepass"), numpy.uint32).astype(numpy.int64)


def _distinct(*numbers: Longs) -> Longs:
    """The numbers in order, each once; numpy sorts them where it counts them, else it hashes them, forty times as slowly."""
    return numpy.unique(numpy.concatenate(numbers), return_counts=True)[0]


def write(batches: Sequence[tuple[Batch, int]], file: IO[bytes]) -> None:
    """Write the lists of all batches as `bigrams` says; each with the number of its first passage."""
    owns = [_characters([grams]).reshape(-1, 2) @ numpy.array((1 << KEY, 1)) for (grams, *_), _ in batches]
    keys = _distinct(*owns)
    places = [numpy.searchsorted(keys, own) for own in owns]
    counts = numpy.zeros(len(keys), numpy.int64)
    for place, ((_, sizes, _), _) in zip(places, batches, strict=True):
        counts[place] += sizes
    entries = _joined(batches, places, counts)
    offsets, at = numpy.zeros(len(keys) + 1, numpy.uint64), 0
    for begin, end in _portions(counts):
        flags, lengths, content = _pack(
            entries[int(counts[:begin].sum()) :][: int(counts[begin:end].sum())], counts[begin:end]
        )
        offsets[begin:end] = (at + numpy.cumsum(lengths) - lengths) << FLAGS | flags
        file.write(content)
        at += len(content)
    offsets[-1] = at << FLAGS
    offsets[:-1] |= numpy.where(counts <= LARGEST, counts, 0).astype(numpy.uint64) << numpy.uint64(SIZE)
    file.write(bytes(-at % 8))
    for numbers in (keys.astype(numpy.uint64), offsets, array("Q", [len(keys)])):
        file.write(numbers.tobytes())


def _joined(batches: Sequence[tuple[Batch, int]], places: Sequence[Longs], counts: Longs) -> NDArray[numpy.uint32]:
    """The entries of all batches, bigram by bigram; `places`: of the bigrams of each batch among all."""
    entries, filled = numpy.empty(counts.sum(), numpy.uint32), numpy.cumsum(counts) - counts
    for place, ((_, sizes, own), first) in zip(places, batches, strict=True):
        size = numpy.asarray(sizes).astype(numpy.int64)
        shift = filled[place] - (numpy.cumsum(size) - size)
        entries[numpy.repeat(shift, size) + numpy.arange(len(own))] = numpy.asarray(own) + numpy.uint32(first << BITS)
        filled[place] += size
    return entries


def _portions(counts: Longs) -> Iterator[tuple[int, int]]:
    """Where bigrams begin and end that are packed at once."""
    upto = numpy.cumsum(counts)
    cuts = numpy.searchsorted(upto, numpy.arange(0, upto[-1] if len(upto) else 0, _PACKED)[1:])
    return pairwise(dict.fromkeys((0, *cuts.tolist(), len(counts))))


def _pack(entries: NDArray[numpy.uint32], counts: Longs) -> tuple[Longs, Longs, bytes]:
    """The flags, the lengths and the bytes of some lists, as `text_writer` packs one: the entries, and how many each has."""
    begins = numpy.cumsum(counts) - counts
    numbers, codes = (entries >> BITS).astype(numpy.int64), (entries & LOOK).astype(numpy.uint8)
    steps = numpy.diff(numbers, prepend=0)
    steps[begins] = numbers[begins]
    much = numpy.maximum.reduceat(steps, begins) >= ON[0]
    wide = much & ((counts == 1) | (numpy.add.reduceat(steps // ON[0], begins) > counts))
    ones = numpy.logical_and.reduceat(codes == 1, begins)
    most = numpy.repeat(numpy.where(wide, *reversed(ON)), counts)
    on_and_on = steps // most
    sizes = numpy.add.reduceat(on_and_on + 1, begins)
    if on_and_on.any():
        ends = numpy.cumsum(on_and_on + 1) - 1
        rest, own = steps - on_and_on * most, codes
        steps, codes = numpy.repeat(most, on_and_on + 1), numpy.ones(ends[-1] + 1, numpy.uint8)
        steps[ends], codes[ends] = rest, own
    widths = sizes * (1 + wide)
    lengths = widths + numpy.where(ones, 0, sizes)
    starts = numpy.cumsum(lengths) - lengths
    packed = numpy.empty(lengths.sum(), numpy.uint8)
    along = numpy.arange(len(steps)) - numpy.repeat(numpy.cumsum(sizes) - sizes, sizes)
    twice, kept = numpy.repeat(wide, sizes), ~numpy.repeat(ones, sizes)
    packed[(numpy.repeat(starts, sizes) + along)[~twice]] = steps[~twice]
    two = (numpy.repeat(starts, sizes) + 2 * along)[twice]
    packed[two], packed[two + 1] = steps[twice].astype(numpy.uint16).view(numpy.uint8).reshape(-1, 2).T
    packed[(numpy.repeat(starts + widths, sizes) + along)[kept]] = codes[kept]
    return wide * WIDE | ones * ONES, lengths, packed.tobytes()
