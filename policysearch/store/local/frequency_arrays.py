"""How often strings stand in some passages, by the lists of their bigrams: their texts are read only where a list does not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy

from ...runtime.deadline import check
from ..arrays import Floats, Numbers
from .bigrams import ACROSS, COUNTS, LOOK
from .text_part import bigrams_of

if TYPE_CHECKING:
    from .text_arrays import Codes, Literal

_FEWER = 16  # with so many times fewer passages, looking each up is faster than marking all


def frequencies(literal: Literal, strings: Sequence[str], heading: float, numbers: Numbers) -> Floats:
    """As `TextIndex.frequencies` says."""
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
    look = codes == LOOK
    for at in look.any(axis=1).nonzero()[0].tolist():
        there = look[at].nonzero()[0]
        headings, texts, _ = literal.counts_apart(strings[at], numbers.take(there))
        found[at, there] = texts + heading * headings
    return found


def _codes(literal: Literal, gram: str, numbers: Numbers) -> Codes:
    """The codes of a bigram in some passages, 0 where it is not."""
    held, codes = literal.lists[gram]
    if len(held) > _FEWER * len(numbers):
        at = held.searchsorted(numbers)
        found: Codes = codes.take(at, mode="clip") * (held.take(at, mode="clip") == numbers)
        return found
    every = numpy.zeros(len(literal), numpy.uint8)
    every[held] = codes
    return every.take(numbers)


@lru_cache(4)
def _weights(heading: float) -> Floats:
    """For each code how often the bigram stands there, an occurrence in the heading counted so many times, none across its end."""
    headings, texts = numpy.array(COUNTS).T
    found: Floats = texts + heading * headings
    found[ACROSS] = 0
    return found
