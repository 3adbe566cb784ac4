"""The weight of a place of a string, by the word borders at its ends and within it."""

from __future__ import annotations

from .marks import BORDER, Mapped

#: The weight of a place within a longer word: 经济 in 经济圈.
INSIDE = 0.8


def weigh(text: Mapped, borders: Mapped, start: int, end: int, wanted: bytes, word: bool) -> float:
    """The sum of the weights of the places of `wanted` in a heading or a text."""
    number = wanted[:1].isalnum() or wanted[-1:].isalnum()
    if number:
        text, borders, start, end = text[start:end], borders[start : end + 1], 0, end - start
    at, size, count, inside = text.find(wanted, start, end), len(wanted), 0.0, INSIDE if word else 1.0
    while at >= 0:
        left, right = borders[at], borders[at + size]
        if number:
            count += weigh_place(text, borders, at, at + size, word)
        elif left == 1 == right:
            count += 1.0
        elif borders.find(BORDER, at + 1, at + size) < 0:  # as weigh_place does, without a call
            count += inside
        elif (not left) + (not right) < 1 + (not word):
            count += 1.0
        at = text.find(wanted, at + 1, end)  # overlapping places too: the word need not be the first
    return count


def weigh_place(text: Mapped, borders: Mapped, start: int, end: int, word: bool) -> float:
    """The weight of one place in a passage, as in `Literal.weigh`."""
    if _goes_on(text[start : start + 1], text[start - 1 : start], text[start - 2 : start - 1]):
        return 0.0
    if _goes_on(text[end - 1 : end], text[end : end + 1], text[end + 1 : end + 2]):
        return 0.0
    edges = borders[start], borders[end]
    if edges == (1, 1):
        return 1.0
    if borders.find(BORDER, start + 1, end) < 0:
        return INSIDE if word else 1.0
    return float(edges.count(0) < (1 if word else 2))


def _goes_on(edge: bytes, outside: bytes, beyond: bytes) -> bool:
    """Whether a number or Latin word with `edge` at its edge goes on outside: 5|5, m|2, 5|.5 but not 5|. or 5|%."""
    if not edge.isalnum():  # of ASCII only, being bytes
        return False
    return outside.isalnum() or (edge.isdigit() and outside in (b".", b",") and beyond.isdigit())
