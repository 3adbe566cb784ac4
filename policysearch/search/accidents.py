"""Accidents: a string that stands only across the borders of words or within a number, 区长 in 地区长江, 75 in 175."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ..runtime.deadline import timely
from ..runtime.numpy_use import uses_numpy
from .match import PARTS, Places

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .protocol import Index

_FEW = 16  # passages up to which it is faster to look at each text
_APART = 32  # passages up to which their texts are looked at one by one
_SOME = 500  # passages that are looked at, after the first _FEW, to find one that holds the string as a word
_FASTER = 15  # so many counts of a word are read as arrays in the time of looking at a text
_READ, _CHEAPER = 500, 16  # texts of a far store that are read in any case; counts as dear as a text


def may_be_accident(string: str) -> bool:
    """Whether a folded string may stand somewhere by accident.

    Two words rarely meet in four characters, and never in one; letters and digits may be part of a longer number.
    """
    return len(string) in (2, 3) or any(c.isascii() and c.isalnum() for c in string[:1] + string[-1:])


def proper(index: Index, string: str, places: Places) -> Places:
    """`places` of `string` without accidents.

    A string that stands nowhere as a word, as a name that is always segmented wrongly, has no accidents.
    """
    frequency, weigh, literal = index.frequency(string), index.literal.weigh_all, index.literal
    word = frequency > 0
    far = literal.at_once > 1
    near = uses_numpy() and not far
    compared = word and frequency <= _FASTER * len(places)
    proper: Places
    if near and len(places) > (_FEW if compared else _APART):
        from ..store.arrays import CountsTable, PassageSet, equal

        table = CountsTable.of(places)
        if compared:
            same = equal(table, *(index.postings(part, string) for part in PARTS))
            others = CountsTable.of(weigh(string, PassageSet(table.numbers[~same]), word))
            proper = table.where(same).with_counts(others)
        else:
            proper = CountsTable.of(weigh(string, table.keys(), word)).within(True, True)
    else:
        weighed: dict[int, Counts] = {}
        many = len(places) if word and not near and not (far and len(places) <= _READ) else 0
        if many and many * _CHEAPER >= literal.total(string):
            # In most passages each occurrence is a word; only the others are looked at.
            headings, texts = (index.postings(part, string) for part in PARTS)
            weighed = {
                number: counts
                for number, counts in timely(places.items())
                if counts == (headings.get(number, 0), texts.get(number, 0))
            }
        weighed |= weigh(string, places.keys() - weighed.keys(), word)
        proper = {number: counts for number, counts in weighed.items() if counts[0] or counts[1]}
    return proper if proper or not places or index.is_proper_somewhere[string] else places


def is_proper_somewhere(index: Index, string: str) -> bool:
    """Whether a folded string stands somewhere by more than accident."""
    word, size = index.frequency(string) > 0, _FEW
    held = iter(index.literal.count(string))
    while some := frozenset(islice(held, size)):
        if any(map(any, index.literal.weigh_all(string, some, word).values())):
            return True
        size = _SOME
    return False
