"""The strings that stand in the texts where a string might have been meant that one character parts from them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from mmap import mmap

from ..runtime.deadline import timely
from ..store.local.text_store import MARKS, Literal


def near(literal: Literal, text: str) -> dict[str, int]:
    """The strings of words from which one character parts folded `text`: another, one more or one less.

    Each with how many passages hold it. One half of `text` stands in them as it is, and where it stands is looked at.
    """
    first, second = text[: len(text) // 2], text[len(text) // 2 :]
    found: dict[str, set[int]] = {}
    for half, other, onward in ((first, second, 1), (second, first, -1)):
        wanted, reach = half.encode("utf-8", "surrogatepass"), 4 * len(other) + 4  # bytes, a character more
        some = [c.encode("utf-8", "surrogatepass") for c in other] if len(other) > 1 else [b""]
        for number, mapped, borders, starts in literal.mapped():
            for at in timely(_places(mapped, wanted)):
                end = at + len(wanted)
                beside = mapped[end : end + reach] if onward > 0 else mapped[max(0, at - reach) : at]
                if any(character in beside for character in some):  # hardly ever
                    for whole, start, stop in _around(half, other, beside, onward, at, end):
                        passage = number + bisect_right(starts, at) - 1
                        if borders[start] and borders[stop] and passage not in literal.gone:
                            found.setdefault(whole, set()).add(passage)
    return {whole: len(passages) for whole, passages in found.items()}


def _places(text: bytes | mmap, wanted: bytes) -> Iterator[int]:
    """Where `wanted` begins in `text`."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _around(half: str, other: str, beside: bytes, onward: int, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """What `half`, which stands from `start` to `end`, and a slip of the other half `beside` it are, from where to where."""
    run = re.split(b"[" + MARKS + b"]", beside)[min(onward, 0)].decode("utf-8", "ignore")[::onward]
    for slip in _slips(other[::onward], run):
        size = len(slip.encode())
        yield (half + slip, start, end + size) if onward > 0 else (slip[::-1] + half, start - size, end)


def _slips(typed: str, text: str) -> Iterator[str]:
    """What `text` begins with that one character parts from `typed`, which it does not begin with.

    >>> list(_slips("经挤", "经济圈"))
    ['经济', '经']
    """
    same = next((n for n, (one, other) in enumerate(zip(typed, text, strict=False)) if one != other), len(text))
    if same >= len(typed):
        return
    if text[same : same + 1].isalnum():  # nobody meant a comma
        if text[same + 1 : len(typed)] == typed[same + 1 :]:
            yield text[: len(typed)]
        if text[same + 1 : len(typed) + 1] == typed[same:]:
            yield text[: len(typed) + 1]
    if text[same : len(typed) - 1] == typed[same + 1 :]:
        yield text[: len(typed) - 1]
