"""For a query that finds nothing: what each part finds alone, and which values may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model.errors import QueryError
from ..model.fields import BY_NAME, field_named, short_name
from ..query.ast import And, Boost, In, Phrase, Query, Term
from ..query.parser import parse
from ..text.normalize import fold
from ..text.pinyin import spellings
from .searcher import Searcher

_ALIKE = 0.5  # the least similarity of a value that is suggested, 0 to 1


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of a query that must all be met."""

    text: str  # canonical
    total: int  # passages that it finds alone
    nearest: str = ""  # the value of the field most like the one that no passage has
    name: str = ""  # of the field, of few values, of which no passage has the one asked for
    values: Mapping[str, int] = field(default_factory=dict)  # that there are, with the passages of each, most first


def parts(searcher: Searcher, query: Query) -> tuple[Part, ...]:
    """What each part of `query` finds alone; one part when it is no And."""
    queries = query.queries if isinstance(query, And) else (query,)
    found = []
    for part in queries:
        total = searcher.total(part)
        asked = part.query if isinstance(part, Boost) else part
        name = "" if total else _counted_field(asked)
        found_in = set(searcher.order) - searcher.hidden if name else frozenset[int]()
        values = searcher.columns.counts((name,), found_in)[name] if name else {}
        found.append(Part(str(part), total, "" if total else nearest_value(searcher, asked), name, values))
    return tuple(found)


def without_quotes(searcher: Searcher, typed: str, query: Query) -> str:
    """`typed`, the text of `query`, without the quotes round the name of a field, which is text in them: “氢能 区县：九龙坡”; ""
    where that finds no more."""
    quoted = re.search(r'["“]([^"“”]*?([^\s"“”:：]+)[:：][^"“”]+)["”]', typed)
    if not quoted or not field_named(quoted[2].lower()):
        return ""
    meant = typed.replace(quoted[0], quoted[1])
    try:
        found = searcher.total(parse(meant))
    except QueryError:
        return ""
    return meant if found > searcher.total(query) else ""


def _counted_field(query: Query) -> str:
    """The field with few values on which `query` is a condition; "" for none."""
    return (
        query.field if isinstance(query, In) and (BY_NAME[query.field].how != "text" or query.field == "number") else ""
    )


def nearest_value(searcher: Searcher, query: Query) -> str:
    """The value of a field most like the one that `query` asks for and that no passage has; "" when none is like it."""
    match query:
        case In(field, Term(text) | Phrase(text)) if BY_NAME[field].how == "value":
            values = {value for value, count in searcher.values(field).items() if value and count}
            return nearest(fold(text), values)
    return ""


def nearest(typed: str, values: Iterable[str]) -> str:
    """The one of `values` most like what was `typed`; "" when none is like it.

    >>> nearest("九龙破", ["綦江区", "九龙坡区"]), nearest("氢能", ["綦江区"])
    ('九龙坡区', '')
    """
    from difflib import SequenceMatcher

    best, wanted = (0.0, ""), sounds_of(short_name(typed))
    for value in sorted(values):
        other = short_name(fold(value))
        alike = 1.0 if wanted & sounds_of(other) else SequenceMatcher(None, short_name(typed), other).ratio()
        best = max(best, (alike, value), key=lambda found: found[0])
    return best[1] if best[0] >= _ALIKE else ""


def sounds_of(text: str) -> set[str]:
    """The ways to spell a text in pinyin, written together."""
    return {way.replace("'", "") for way in spellings(text)}
