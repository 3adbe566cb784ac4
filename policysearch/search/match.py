"""The passages that match a query, without their scores.

What matches is decided by the literal text and the exact values of fields, never by words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..messages.catalogue import Message
from ..model.errors import QueryTimeout, UnsupportedQueryError
from ..model.fields import BY_NAME
from ..query.ast import (
    And,
    Beginning,
    Boost,
    In,
    Leaf,
    Named,
    Near,
    Nearest,
    Not,
    Or,
    Phrase,
    Query,
    Range,
    Term,
    Wildcard,
    children,
    walk,
)
from ..query.citations import reference
from ..query.variants import respell
from ..runtime.deadline import check
from ..text.normalize import fold
from .filters import NAMED_FIELDS, having_short_name, holding, words_of

if TYPE_CHECKING:
    from ..store.protocol import Counts
    from .protocol import Index

PARTS = ("title", "text")  # of a passage; a query matches in one or both

MOST = 1024  # strings and conditions of a query, all spellings counted

_DEARER = 16  # looking into one passage takes so many times as long as searching as much of the whole text

_TITLE = 4  # characters at least of a title that is quoted

T = TypeVar("T")
Places = Mapping[int, "Counts"]  # number of the passage: how often, or how much, something stands in it


def matching(index: Index, query: Query) -> Set[int]:
    """The passages that match `query` in any of its spellings."""
    return match(index, respell_all(query))


def match(index: Index, query: Query, parts: Sequence[str] = PARTS, among: Set[int] | None = None) -> Set[int]:
    """The passages that match a respelled `query` in `parts`; of those `among`, where only they are of interest."""
    match query:
        case And(queries):
            in_turn = sorted(queries, key=goes_last)
            return _all(index, (partial(match, index, part, parts) for part in in_turn), among)
        case Named((name, In() as condition)):
            return match(index, name, parts, among) | _only(among, of_name(index, condition))
        case Beginning() | Nearest():
            from .beginnings import beginnings

            return _only(among, beginnings(index, query).keys())
        case Or(queries):
            return set().union(*(match(index, part, parts, among) for part in queries))
        case Not(inner):
            return (set(index.order) if among is None else among) - match(index, inner, parts, among)
        case Boost(inner, _):
            return match(index, inner, parts, among)
        case In(("title" | "text") as part, inner):
            return match(index, inner, (part,), among)
        case In():
            return in_field(index, query, among)
        case Range():
            raise UnsupportedQueryError(str(query), 0, Message("query.bare_range"))
    with naming(query):
        return _leaf(index, query, parts, among)


def _leaf(index: Index, leaf: Leaf, parts: Sequence[str], among: Set[int] | None) -> Set[int]:
    match leaf:
        case Term(text):
            whole = fold(text)
            pieces = sorted(words_of(index, whole), key=index.frequency)
            found = _all(index, (partial(having, index, piece, parts) for piece in pieces), among)
            if "title" not in parts and pieces != [
                whole
            ]:  # a term that runs on from the heading into the text, though none of its words does
                found = found | having(index, whole, parts, among)
            if parts == PARTS and reference(text):
                found = found | _only(among, index.cited[text].keys())
            return found
        case Phrase(text):
            return having(index, fold(text), parts, among) or _only(among, holding_title(index, fold(text), parts))
    return _only(among, places(index, leaf, parts).keys())


def goes_last(query: Query) -> bool:
    """Whether a part of a query is better evaluated after the others: conditions on fields, and Not."""
    return isinstance(query, Not) or (isinstance(query, In) and query.field not in PARTS)


def _all(index: Index, looks: Iterable[Callable[[Set[int] | None], Set[int]]], among: Set[int] | None) -> Set[int]:
    """The intersection of what `looks` find; each later one looks only among the passages that are left."""
    numbers: Set[int] | None = None
    for look in looks:
        found = look(among)
        numbers = found if numbers is None else common(numbers, found)
        if not numbers:
            break
        if len(numbers) * _DEARER < len(index.order):
            among = numbers
    return numbers or frozenset()


def common(one: Set[int], other: Set[int]) -> Set[int]:
    """The intersection; looked up in the larger one."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return few & many if isinstance(few, set | frozenset) else many & few


def restrict(places: Mapping[int, T], numbers: Set[int]) -> Mapping[int, T]:
    """Of `places` those in `numbers`."""
    if isinstance(places, dict):
        return places if numbers == places.keys() else {number: places[number] for number in numbers & places.keys()}
    found: Mapping[int, T] = places.among(numbers)  # type: ignore[attr-defined]
    return found


def in_headings(places: Places) -> Sequence[int]:
    """The passages that have something in their headings."""
    if isinstance(places, dict):
        return [number for number, (heading, _) in places.items() if heading]
    found: Sequence[int] = places.in_headings()  # type: ignore[attr-defined]
    return found


def _only(among: Set[int] | None, numbers: Set[int]) -> Set[int]:
    return numbers if among is None else numbers & among


def having(index: Index, string: str, parts: Sequence[str], among: Set[int] | None = None) -> Set[int]:
    """The passages that hold a folded string in `parts`; of those `among`, where only they are of interest."""
    literal = index.literal
    if parts == PARTS:
        return literal.passages(string, among)
    return in_parts(literal.count(string) if among is None else literal.among(string, among), parts).keys()


def holding_title(index: Index, shown: str, parts: Sequence[str]) -> Set[int]:
    """What begins with a title that holds `shown` as it is shown, when that is printed nowhere so."""
    if "title" not in parts or len(shown) < _TITLE or having(index, shown, parts):
        return frozenset()
    from .beginnings import with_title

    return with_title(index, shown, parts == PARTS)


def in_field(index: Index, condition: In, among: Set[int] | None = None) -> Set[int]:
    """The passages whose values of a field other than title and text match; of those `among`, where only they are of interest."""
    found = holding(index, condition.field, condition.query, among)
    typed = short_for(condition)
    return found | having_short_name(index, condition.field, typed.text, among) if isinstance(typed, Term) else found


def of_name(index: Index, condition: In) -> Set[int]:
    """The passages of the place, plan or law that a name means, or of the year of a law, by the `condition` that it stands for."""
    if condition.field in NAMED_FIELDS or condition.field == "year":
        return holding(index, condition.field, condition.query)
    text = condition.query.text if isinstance(condition.query, Term | Phrase) else ""
    return having_short_name(index, condition.field, text)


def short_for(condition: In) -> Term | Phrase | None:
    """The term or phrase that a condition on a field of titles is, whatever its spellings: 条:10 is short for 第十条."""
    match condition.query:
        case (Term() as typed) | (Phrase() as typed) | Or((Term() as typed, *_)) if (
            BY_NAME[condition.field].how == "text"
        ):
            return typed
    return None


def places(index: Index, leaf: Query, parts: Sequence[str] = PARTS) -> Places:
    """The counts of a leaf in the passages that hold it, a term as a whole."""
    match leaf:
        case Term(text) | Phrase(text):
            return in_parts(index.literal.count(fold(text)), parts)
        case Wildcard(pattern):
            return in_parts(index.literal.match(pattern), parts)
        case Near(texts, distance):
            return in_parts(index.close_together[tuple(map(fold, texts)), distance], parts)
    raise UnsupportedQueryError(str(leaf), 0, Message("query.words"))


def respell_all(query: Query) -> Query:
    """`query` in all its spellings. Raises UnsupportedQueryError when these are more than MOST strings and conditions."""
    ways = respell(query)
    if (count := sum(not children(node) for node in walk(ways))) > MOST:
        raise UnsupportedQueryError(str(query), 0, Message("query.too_many_ways", most=MOST, count=count))
    return ways


@contextmanager
def naming(leaf: Query) -> Iterator[None]:
    """A block that looks for `leaf`; a QueryTimeout in it names the leaf."""
    try:
        check()
        yield
    except QueryTimeout as error:
        error.part = error.part or str(leaf)
        raise


def counts_in(counts: Counts, parts: Sequence[str]) -> bool:
    """Whether something is counted in one of `parts`."""
    return any(count for part, count in zip(PARTS, counts, strict=True) if part in parts)


def in_parts(found: Places, parts: Sequence[str]) -> Places:
    """`found` in `parts` only, without what is 0."""
    if parts == PARTS:
        return found
    heading, text = (part in parts for part in PARTS)
    masked = ((number, (h * heading, t * text)) for number, (h, t) in found.items())
    return {number: counts for number, counts in masked if any(counts)}
