"""How often strings stand in some passages, by the lists of their bigrams: their texts are read only where a list does not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy

from ...runtime.deadline import check
from ..arrays import Floats, Numbers
from .bigrams import ACROSS, COUNTS, LOOK
from .marks import in_bytes
from .text_part import Part, bigrams_of

if TYPE_CHECKING:
    from .text_arrays import Literal


def frequencies(
    literal: Literal,
    place: Callable[[int], tuple[Part, int]],
    strings: Sequence[str],
    heading: float,
    numbers: Numbers,
) -> Floats:
    """As `TextIndex.frequencies` says; `place`: of a passage its part and its number there."""
    codes = numpy.zeros((len(strings), len(numbers)), numpy.uint8)
    for at, string in enumerate(strings):
        check()
        gram, *others = bigrams_of(string)
        codes[at] = _codes(literal, gram, numbers)
        if others:
            codes[at, codes[at] > 0] = LOOK
        for other in others:
            codes[at, _codes(literal, other, numbers) == 0] = 0
    found = _weights(heading).take(codes)
    columns, rows = (codes.T == LOOK).nonzero()
    last, wanted = -1, [*map(in_bytes, strings)]
    for column, at in zip(columns.tolist(), rows.tolist(), strict=True):
        if column != last:
            check()
            part, own = place(numbers.item(column))
            start, middle, end = part.starts[own], part.middles[own], part.starts[own + 1]
            head, text, last = part.text[start:middle], part.text[middle:end], column
        found[at, column] = text.count(wanted[at]) + heading * head.count(wanted[at])
    return found


def _codes(literal: Literal, gram: str, numbers: Numbers) -> Numbers:
    """The codes of a bigram in some passages, 0 where it is not."""
    held, codes = literal.lists[gram]
    if not len(held):
        return numpy.zeros(len(numbers), numpy.uint8)
    at = held.searchsorted(numbers)
    found: Numbers = codes.take(at, mode="clip") * (held.take(at, mode="clip") == numbers)
    return found


@lru_cache(4)
def _weights(heading: float) -> Floats:
    """For each code how often the bigram stands there, an occurrence in the heading counted so many times, none across its end."""
    headings, texts = numpy.array(COUNTS).T
    found: Floats = texts + heading * headings
    found[ACROSS] = 0
    return found
