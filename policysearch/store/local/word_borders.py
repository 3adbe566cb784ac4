"""The weight of a place of a string, by the word borders at its ends and within it."""

from __future__ import annotations

from .marks import BORDER, Mapped

#: The weight of a place within a longer word: 经济 in 经济圈.
INSIDE = 0.8

_MOST = 10_000  # weights that are kept


class Weights(dict[bytes, float]):
    """The weight of a place by the bytes of its borders, from the one where it begins to the one where it ends.

    `word`: the string is a word of the index, as in `Literal.weigh`.
    """

    def __init__(self, word: bool) -> None:
        self._word = word

    def __missing__(self, borders: bytes) -> float:
        left, right = borders[0], borders[-1]
        if left == 1 == right:
            weight = 1.0
        elif borders.find(BORDER, 1, -1) < 0:
            weight = INSIDE if self._word else 1.0
        else:
            weight = float((not left) + (not right) < 1 + (not self._word))
        if len(self) >= _MOST:
            self.clear()
        self[borders] = weight
        return weight


#: Those of strings that are no words, and of words.
WEIGHTS = Weights(False), Weights(True)


def goes_on(text: Mapped, start: int, end: int, first: int, last: int) -> bool:
    """Whether a number or Latin word at an end of a place goes on within `first` and `last` of a text: 5|5, m|2, 5|.5 but not 5|. or 5|%."""
    before, after = text[max(first, start - 2) : start], text[end : min(last, end + 2)]
    return _joins(text[start : start + 1], before[-1:], before[-2:-1]) or _joins(
        text[end - 1 : end], after[:1], after[1:]
    )


def _joins(edge: bytes, outside: bytes, beyond: bytes) -> bool:
    if not edge.isalnum():  # of ASCII only, being bytes
        return False
    return outside.isalnum() or (edge.isdigit() and outside in (b".", b",") and beyond.isdigit())
