"""Strings in the texts at edit distance 1 from a query."""

from __future__ import annotations

from collections.abc import Iterator

from ..store.protocol import TextIndex


def near(literal: TextIndex, text: str) -> dict[str, int]:
    """The strings of words at edit distance 1 from folded `text`.

    Each with how many passages hold it. One half of `text` stands in them as it is, and where it stands is looked at.
    """
    first, second = text[: len(text) // 2], text[len(text) // 2 :]
    found: dict[str, set[int]] = {}
    for half, other, before in ((first, second, False), (second, first, True)):
        order = -1 if before else 1
        for context in literal.contexts(half, len(other), other if len(other) > 1 else "", before):
            for slip in _slips(other[::order], context.text[::order]):
                if context.border and context.borders[len(slip)]:
                    found.setdefault(slip[::-1] + half if before else half + slip, set()).add(context.passage)
    return {whole: len(passages) for whole, passages in found.items()}


def _slips(typed: str, text: str) -> Iterator[str]:
    """The beginnings of `text` at edit distance 1 from `typed`; none when `text` begins with `typed`.

    >>> list(_slips("经挤", "经济圈"))
    ['经济', '经']
    """
    same = next((n for n, (one, other) in enumerate(zip(typed, text, strict=False)) if one != other), len(text))
    if same >= len(typed):
        return
    if text[same : same + 1].isalnum():  # never a comma
        if text[same + 1 : len(typed)] == typed[same + 1 :]:
            yield text[: len(typed)]
        if text[same + 1 : len(typed) + 1] == typed[same:]:
            yield text[: len(typed) + 1]
    if text[same : len(typed) - 1] == typed[same + 1 :]:
        yield text[: len(typed) - 1]
