"""Filters: the passages whose field values, such as a district, a year or a heading above, match a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.errors import UnsupportedQueryError
from ..model.fields import BY_NAME, DISTRICT_ENDINGS, PLACES
from ..query.ast import And, Boost, In, Near, Not, Or, Phrase, Query, Range, Term, Wildcard
from ..query.citations import is_document_number, is_short_for
from ..runtime.deadline import timely
from ..runtime.lazy_pattern import lazy_pattern
from ..runtime.numpy_use import worth
from ..text.normalize import fold
from ..text.proximity import close
from ..text.wildcard import expression

if TYPE_CHECKING:
    from ..store.protocol import Store
    from .protocol import Index


NAMED_FIELDS = (*PLACES, "plan")  # the fields whose values are named among other words
DRAFT = lazy_pattern("征求意见|送审稿|讨论稿|草案|草稿|初稿")  # in a folded title
# A number with its unit of time, or a plan, which stay one piece: 15天, 十二周岁, 十四五.
_COUNTED = lazy_pattern(
    "((?<![0-9.,])[0-9]{1,3}(?:个?(?:月|年|周|日|天|小时|工作日)|周?岁|[时点]|分钟)|[二三四五六七八九]?十[一二三四五六七八九]?(?:周?岁|[天时点])|十[一二三四五六七八九]五)"
)
MOSTLY = 0.5  # where this share of the passages has a place or plan, its name means the passages of it


def drafts(index: Index) -> frozenset[int]:
    """The passages of drafts whose final text is in the index too, by their titles."""
    titles = index.field_values("document")
    known = set(titles.values())
    found: set[int] = set()
    for value, title in titles.items():
        if DRAFT.search(title):
            final = re.sub(
                r"[(〔\[][^()〔〕\[\]]*[)〕\]]", lambda inside: "" if DRAFT.search(inside[0]) else inside[0], title
            )
            if final != title and final.strip() in known:
                found.update(index.holding("document", value))
    return frozenset(found)


class Acceptance:
    """Which values of a field match a leaf, and their passages; values that were tested are remembered."""

    def __init__(self, index: Index, field: str, asked: Query | str) -> None:
        """`asked`: a leaf, or an abbreviation of a value as for `having_short_name`."""
        self._index, self._field = index, field
        self._accepts = is_short_for(field, asked) if isinstance(asked, str) else _acceptance(index, field, asked)
        self._rows: dict[int, bool] = {}

    def holding(self, among: Set[int] | None) -> Set[int]:
        """The passages; of those `among`, where only they are of interest."""
        index, accepts = self._index, self._accepts
        values = index.field_values(self._field)
        found: set[int] = set()
        if among is None:
            for value, folded in timely(values.items(), 50):
                if accepts(folded):
                    found.update(index.holding(self._field, value))
            return found
        codes, rows, *_ = index.column(self._field)
        told = self._rows

        def is_accepted(code: int) -> bool:
            if code not in told:
                row = rows[code]
                told[code] = accepts(values[row[0]]) if len(row) == 1 else any(accepts(values[value]) for value in row)
            return told[code]

        if worth(len(among)):
            from ..store.arrays import with_code

            return with_code(codes, among, is_accepted)
        return {number for number in timely(among) if is_accepted(codes[number])}


def value_of(field: In) -> str:
    """The value that a condition asks for."""
    return field.query.text if isinstance(field.query, Term | Phrase) else ""


def holding(index: Index, field: str, query: Query, among: Set[int] | None = None) -> Set[int]:
    """The passages whose values of `field`, one that is neither "title" nor "text", match; of those `among`, where only they are
    of interest.
    """
    match query:
        case And(queries):
            return set.intersection(*(set(holding(index, field, part, among)) for part in queries))
        case Or(queries):
            return set().union(*(holding(index, field, part, among) for part in queries))
        case Not(inner):
            return (set(index.order) if among is None else among) - holding(index, field, inner, among)
        case Boost(inner, _):
            return holding(index, field, inner, among)
    return index.accepted[field, query].holding(among)


def having_short_name(index: Index, field: str, typed: str, among: Set[int] | None = None) -> Set[int]:
    """The passages with the value of `field` for which `typed` is short: in "article", 第十条 for 10; in "document", a law for its
    short name.
    """
    return index.accepted[field, typed].holding(among)


def _acceptance(index: Store, field: str, query: Query) -> Callable[[str], bool]:
    """The test whether a folded value of `field` matches a leaf."""
    exact = BY_NAME[field].how != "text"
    match query:
        case Range(low, high):
            return lambda value: (low is None or low <= int(value)) and (high is None or int(value) <= high)
        case Term(text) | Phrase(text) if exact:
            wanted = fold(text)
            if field in ("district", "city"):
                return lambda value: _same_place(wanted, value)
            if field == "plan":
                from ..text.number_forms import plan_period

                wanted = plan_period(wanted)
            return lambda value: value == wanted
        case Term(text):
            first, *others = words_of(index, fold(text))
            if not others:  # as a rule
                return lambda value: first != "" and first in value
            return lambda value: first != "" and first in value and all(piece in value for piece in others)
        case Phrase(text):
            wanted = fold(text)
            return lambda value: wanted != "" and wanted in value
        case Wildcard(pattern) if exact:
            whole = expression(pattern, whole=True)
            return lambda value: whole.fullmatch(value) is not None
        case Wildcard(pattern):
            sought = expression(pattern)
            return lambda value: sought.search(value) is not None
        case Near(texts, distance):
            return lambda value: close(value, [fold(text) for text in texts], distance)
    raise UnsupportedQueryError(str(query), 0, Message("query.single_value", field=field))


def words_of(index: Store, whole: str) -> list[str]:
    """The different words of a folded term, at least one.

    The word of a district's name is its short form: 九龙坡 for 九龙坡区. The number of a document is one word.
    """
    if is_document_number(whole):
        return [whole]
    if len(whole) > 2 and whole[-1] in "区县" and not whole.endswith(("新区", "自治县")):  # 两江 is much else
        if whole in index.field_values("district").values():
            return [whole[:-1]]
        from ..structure.regions import place

        if len(whole) < 5 and place(whole)[0] == whole and not index.literal.total(whole):
            return [whole]  # a district that stands nowhere: 江北区 is no 江北 and no 区
    pieces = list(dict.fromkeys(index.words_in[whole]))
    if "十" in whole or any(piece < ":" for piece in pieces):  # 15天 is not 15 here and 天 there
        parts = _COUNTED.split(whole)
        pieces = list(
            dict.fromkeys(p for n, part in enumerate(parts) for p in ([part] if n % 2 else index.words_in[part]))
        )
    # 区长 is not made of the words 区 and 长; and ≥ has no words at all.
    return [whole] if all(len(piece) == 1 for piece in pieces) else pieces


def _same_place(typed: str, value: str) -> bool:
    """Whether `typed` names the district or city `value`, with or without its ending; 秀山 is 秀山土家族苗族自治县 too."""
    return (
        typed == value
        or any(typed + ending == value or value + ending == typed for ending in DISTRICT_ENDINGS)
        or (len(typed) > 1 and value.startswith(typed) and value.endswith("族自治县"))
    )
