"""How often strings stand in some passages, by the lists of their bigrams: their texts are read only where a list does not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy

from ...runtime.deadline import check
from ..arrays import Floats, Numbers
from .bigrams import ACROSS, LOOK
from .text_arrays import code_weights, codes_in
from .text_part import bigrams_of

if TYPE_CHECKING:
    from .text_arrays import Literal


def frequencies(literal: Literal, strings: Sequence[str], heading: float, numbers: Numbers) -> Floats:
    """As `TextIndex.frequencies` says."""
    codes = numpy.zeros((len(strings), len(numbers)), numpy.uint8)
    for at, string in enumerate(strings):
        check()
        gram, *others = bigrams_of(string)
        codes[at] = codes_in(literal, gram, numbers)
        if others:
            codes[at, codes[at] > 0] = LOOK
        for other in others:
            codes[at, codes_in(literal, other, numbers) == 0] = 0
    found = _weights(heading).take(codes)
    look = codes == LOOK
    for at in look.any(axis=1).nonzero()[0].tolist():
        there = look[at].nonzero()[0]
        headings, texts, _ = literal.counts_apart(strings[at], numbers.take(there))
        found[at, there] = texts + heading * headings
    return found


@lru_cache(4)
def _weights(heading: float) -> Floats:
    """For each code how often the bigram stands there, an occurrence in the heading counted so many times, none across its end."""
    found = code_weights(heading).copy()
    found[ACROSS] = 0
    return found
