"""Accidents: where a string is made up by the words or numbers around it, 区长 in 地区长江, 75 in 175."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ..runtime.deadline import timely
from ..runtime.vectors import on
from .match import PARTS, Places

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .protocol import Index

_FEW = 16  # passages that are sooner looked at one by one
_SOME = 500  # passages that are looked at before one is known that holds a string properly
_CHEAPER = 16  # so many times cheaper it is to read a passage's counts off the index than to look at its text


def may_be_accident(string: str) -> bool:
    """Whether a folded string may stand somewhere by an accident of the words or numbers around it.

    One character is never made up by two words, four hardly ever; letters and digits may be of a longer number.
    """
    return len(string) in (2, 3) or any(c.isascii() and c.isalnum() for c in string[:1] + string[-1:])


def weigh(index: Index, string: str, number: int) -> Counts:
    """How much the places of a folded string in a passage count; nothing where it stands by accident."""
    return index.literal.weigh(string, number, index.frequency(string) > 0)


def proper(index: Index, string: str, places: Places) -> Places:
    """`places` of `string` without those where it is an accident of the words or numbers around it.

    What stands nowhere else, as a name that is always cut wrongly, is none.
    """
    word, weigh, literal = index.frequency(string) > 0, index.literal.weigh_all, index.literal
    near = on() and literal.ahead(places) is places  # a store that is not far away
    proper: Places
    if near and len(places) > _FEW:
        from ..store.arrays import CountsTable, PassageSet, equal

        table = CountsTable.of(places)
        same = equal(table, *(index.postings(part, string) if word else {} for part in PARTS))
        others = CountsTable.of(weigh(string, PassageSet(table.numbers[~same]), word))
        proper = table.where(same).with_counts(others)
    else:
        weighed: dict[int, Counts] = {}
        if word and (near or len(places) * _CHEAPER >= literal.total(string)):
            # Most passages have it as a word of its own wherever it stands; only the others need be looked at.
            headings, texts = (index.postings(part, string) for part in PARTS)
            weighed = {
                number: counts
                for number, counts in timely(places.items())
                if counts == (headings.get(number, 0), texts.get(number, 0))
            }
        weighed |= weigh(string, places.keys() - weighed.keys(), word)
        proper = {number: counts for number, counts in weighed.items() if counts[0] or counts[1]}
    if proper:
        return proper
    held = iter(literal.count(string))
    while some := list(islice(held, _SOME)):
        if any(map(any, weigh(string, frozenset(some), word).values())):
            return proper
    return places


def overlaps(string: str) -> bool:
    """Whether places of a string may overlap, of which only the first counts, though a later one may be the word."""
    return any(string.startswith(string[at:]) for at in range(1, len(string)))
