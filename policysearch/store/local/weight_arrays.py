"""The weights of places of a string by word borders, in many passages at once, by arrays of numpy."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Any

import numpy
from numpy.typing import NDArray

from ...runtime.deadline import check
from ...text.proximity import overlaps
from ..arrays import CountsTable, Floats, Numbers, array_of
from .marks import PASSAGE_END
from .text_arrays import BATCH, by_parts
from .word_borders import WEIGHTS, Weights

if TYPE_CHECKING:
    from .text_arrays import Literal, Part

_BYTES = [bytes((byte,)) for byte in range(256)]
_ALNUM, _DIGIT, _POINT = (
    numpy.array([*map(test, _BYTES)]) for test in (bytes.isalnum, bytes.isdigit, (b".", b",").__contains__)
)


class _Places:
    """The places of a string in some passages of a part, found in all their texts at once."""

    def __init__(self, part: Part, wanted: bytes, numbers: Numbers) -> None:
        starts, size = numpy.frombuffer(part.starts, numpy.int64), len(wanted)
        begins, ends = starts.take(numbers), starts.take(numbers + 1)
        text = part.text
        self.text = b"".join([text[start:end] for start, end in zip(begins.tolist(), ends.tolist(), strict=True)])
        between = numpy.array([*map(len, self.text.split(wanted))][:-1], numpy.int64)
        self.places = numpy.cumsum(between + size) - size
        upto = numpy.cumsum(ends - begins)
        self._count, self._owner = len(numbers), numpy.searchsorted(upto, self.places, "right")
        before = upto - ends  # how far a passage has moved
        self.in_part = self.places - before.take(self._owner)
        self.below = self.in_part - numpy.frombuffer(part.middles, numpy.int64).take(numbers).take(self._owner)
        self.above = self.below + size <= 0  # in the heading

    def sums(self, where: NDArray[numpy.bool_], weights: Floats) -> NDArray[Any]:
        """For each passage the sum of the weights of its places that are `where`."""
        return numpy.bincount(self._owner, weights * where, self._count)


def weigh_all(literal: Literal, wanted: bytes, numbers: Set[int], word: bool) -> CountsTable | None:
    """As `Literal.weigh_all` says; None for strings whose places may overlap."""
    if overlaps(wanted):
        return None
    every, weighed = array_of(numbers), [numpy.zeros((2, 0))]
    weights = WEIGHTS[word]
    for part, _, own in by_parts(literal, every):
        for at in range(0, len(own), BATCH):
            check()
            weighed.append(_weigh(part, wanted, own[at : at + BATCH], weights))
    return CountsTable(every, *numpy.concatenate(weighed, 1))


def _weigh(part: Part, wanted: bytes, numbers: Numbers, weights: Weights) -> Floats:
    """The weights of places in headings and texts of some passages of a part."""
    found, size, borders = _Places(part, wanted, numbers), len(wanted), part.borders
    own = numpy.array([weights[borders[at : at + size + 1]] for at in found.in_part.tolist()], float)
    if wanted[:1].isalnum() or wanted[-1:].isalnum():
        own[_go_on(found, wanted)] = 0.0
    across = (found.below < 0) & ~found.above
    sums = [found.sums(where, own) for where in (found.above, across, found.below >= 0)]
    return numpy.array([sums[0], sums[1] + sums[2]])


def _go_on(found: _Places, wanted: bytes) -> NDArray[numpy.bool_]:
    """Of which places a number or Latin word goes on outside, as `word_borders.goes_on` says, in the heading or in the text."""
    text = numpy.frombuffer(found.text + 2 * PASSAGE_END, numpy.uint8)
    going = numpy.zeros(len(found.places), bool)
    after, below = found.places + len(wanted), found.below + len(wanted)
    for edge, outside, beyond, left in (
        (wanted[:1], found.places - 1, found.places - 2, found.below),
        (wanted[-1:], after, after + 1, -below),
    ):
        if edge.isalnum():
            beside = _ALNUM.take(text.take(outside)) & (left != 0)
            if edge.isdigit():
                point = _POINT.take(text.take(outside)) & _DIGIT.take(text.take(beyond))
                beside |= point & (left != 0) & (left != 1)
            going |= beside
    return going
