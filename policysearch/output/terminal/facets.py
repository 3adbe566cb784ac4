"""The counts of what was found as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from ...messages.catalogue import say, spoken
from ..answers import field_name
from .text import pad, shorten, width

_MOST, _LONGEST = 6, 30  # values of a field, and columns of a value


def facets(counts: Mapping[str, Mapping[str, int]], columns: int) -> str:
    """For each field that has values a line or two of the most frequent ones with their counts."""
    out = []
    for field, values in counts.items():
        shown = [
            f"{shorten(value, min(_LONGEST, columns - 18))} {count:,}" for value, count in [*values.items()][:_MOST]
        ]
        if len(values) > _MOST:
            shown.append(say("answers.more_values", count=len(values) - _MOST))
        if shown:
            lines = unbroken(shown, columns - 10)
            name = field_name(field, spoken())
            out += [pad(label, 10) + line for label, line in zip_longest([name], lines, fillvalue="")]
    return "\n".join(out)


def unbroken(items: Iterable[str], columns: int, between: str = " · ") -> list[str]:
    """Lines of items with something between, of which none is broken."""
    lines = [""]
    for item in items:
        if lines[-1] and width(lines[-1] + between + item) > columns:
            lines.append("")
        lines[-1] += between + item if lines[-1] else item
    return lines
