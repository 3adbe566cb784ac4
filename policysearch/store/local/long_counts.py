"""How often bigrams stand where their lists do not say it, kept once it is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy
from numpy.typing import NDArray

from ...runtime.cache import Remembered
from ...runtime.deadline import timely
from ..arrays import Numbers
from .bigrams import LOOK
from .marks import in_bytes
from .text_arrays import count_apart
from .text_part import Part, bigrams_of

_ROOM = 16_000_000  # bytes of counts that are kept


class CountsApart:
    """How often a string stands in some passages, in order: a row for headings, for texts, for what is across the end of the heading.

    Of one or two characters: passages of which their list does not say it.
    """

    def __init__(
        self, lists: Mapping[str, tuple[Numbers, NDArray[Any]]], place: Callable[[int], tuple[Part, int]]
    ) -> None:
        """`lists`: the passages of bigrams, and their codes; `place`: of a passage its part and its number there."""
        self._lists, self._place = lists, place
        self._long = Remembered(self._long_of, _ROOM, lambda counts: counts.nbytes)

    def __call__(self, string: str, numbers: Numbers) -> NDArray[Any]:
        if len(string) < 3:
            return self._long[string].of(numbers, self._place)
        return counts_in(string, map(self._place, timely(numbers.tolist(), 50)))

    def _long_of(self, gram: str) -> LongCounts:
        numbers, codes = self._lists[bigrams_of(gram)[0]]
        return LongCounts(gram, numbers[codes == LOOK])


class LongCounts:
    """The counts of one bigram in the passages of which its list says only that it stands there."""

    def __init__(self, gram: str, numbers: Numbers) -> None:
        """`numbers`: these passages, in order."""
        self._gram, self._numbers = gram, numbers
        self._counts = numpy.full((3, len(numbers)), -1, numpy.int32)
        self.nbytes = numbers.nbytes + self._counts.nbytes

    def of(self, numbers: Numbers, place: Callable[[int], tuple[Part, int]]) -> NDArray[Any]:
        """As `counts_in`, of some of these passages; `place`: of a passage its part and its number there.

        Raises ValueError when a passage does not hold it.
        """
        at = self._numbers.searchsorted(numbers)
        new = at[self._counts[0].take(at) < 0]
        if len(new):
            self._counts[:, new] = counts = counts_in(
                self._gram, map(place, timely(self._numbers.take(new).tolist(), 50))
            )
            if not counts.any(0).all():
                raise ValueError("the bigrams are not those of the text")
        return self._counts.take(at, axis=1)


def counts_in(string: str, places: Iterable[tuple[Part, int]]) -> NDArray[Any]:
    """How often a string stands in some passages: a row for headings, for texts, for what is across the end of the heading."""
    wanted = in_bytes(string)
    counts = [count_apart(part, wanted, own) for part, own in places]
    return numpy.array(counts, numpy.int32).reshape(-1, 3).T
