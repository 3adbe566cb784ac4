"""Other ways to write what a query says: years, shares, fractions, articles, sums and durations, in figures or in ideographs; PM 2.5.

The text is indexed as it is written; a query looks for all the spellings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from unicodedata import normalize

from .ast import Near, Phrase, Query, Term, Wildcard, any_of, transform

_NUMBERS = frozenset("0123456789一二十分第元月岁天日万亿点时-Aa")  # in all that is respelled
_IN_ONE = r"分之|[A-Za-z] [0-9]|[0-9] [A-Za-z]|[A-Za-z0-9]-[A-Za-z0-9]"


def spellings(text: str, units: bool = True) -> tuple[str, ...]:
    """`text` first, then the other ways to write the numbers in it; with `units` with other units too: 七日 for 七天.

    >>> spellings("2035年远景"), spellings("百分之七十五"), spellings("第20条"), spellings("氢能")
    (('2035年远景', '二〇三五年远景'), ('百分之七十五', '75%', '百分之75'), ('第20条', '第二十条'), ('氢能',))
    >>> spellings("三分之一"), spellings("5‰"), spellings("PM2.5")
    (('三分之一', '1/3'), ('5‰', '千分之五', '千分之5'), ('PM2.5', 'PM 2.5'))
    """
    narrow = text if text.isascii() else normalize("NFKC", text).replace("⁄", "/")
    if _NUMBERS.isdisjoint(narrow):
        return (text,)
    from ..text.number_forms import clock_spellings, latin_spellings, number_spellings, unit_spellings

    ways = number_spellings(narrow) + latin_spellings(narrow)
    ways += unit_spellings(narrow) + clock_spellings(narrow) if units else []
    return (text, *(way for way in dict.fromkeys(ways) if way not in (text, narrow)))


@lru_cache(128)  # asked for each passage of a page
def respell(query: Query) -> Query:
    """`query` with every leaf that has several spellings as an Or of them."""
    return transform(query, _ways)


def _ways(node: Query) -> Query | None:
    match node:
        case Term(text):
            typed, *others = spellings(text)
            # 百分之七十五 in pieces would be 百分之 here and 七十五 there, PM 2.5 any 2.5.
            return any_of([node, *(Phrase(way) if re.search(_IN_ONE, typed + way) else Term(way) for way in others)])
        case Phrase(text):
            return any_of(map(Phrase, spellings(text, units=False)))
        case Wildcard(pattern):
            return any_of(map(Wildcard, spellings(pattern)))
        case Near(parts, distance):
            ways = [spellings(part) for part in parts]
            most = max(map(len, ways))
            columns = zip_longest(*(way + way[-1:] * (most - len(way)) for way in ways))
            return any_of(Near(column, distance) for column in dict.fromkeys(columns))
    return None
