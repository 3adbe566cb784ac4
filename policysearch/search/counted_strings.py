"""The strings that a query counts, for a store that is asked for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..query.ast import And, Boost, In, Named, Not, Or, Phrase, Query, Term
from ..text.normalize import fold
from .filters import words_of
from .match import PARTS, respell_all

if TYPE_CHECKING:
    from .protocol import Index


def expect(index: Index, query: Query) -> None:
    """Tell the store the strings of a query."""
    index.expect(lambda: (counted_strings(index, respell_all(query)), ()))


def counted_strings(index: Index, query: Query) -> Iterator[Sequence[str]]:
    """Groups of strings of a respelled query; those of one group stand together in what matches, the first is looked for first."""
    match query:
        case Term() | Phrase():
            yield _rarest_first(index, _own(index, query))
        case And(queries):
            bare = [part.query if isinstance(part, Not | Boost) else part for part in queries]
            yield _rarest_first(index, (string for part in bare for string in _own(index, part)))
            for part in bare:
                if not isinstance(part, Term | Phrase):
                    yield from counted_strings(index, part)
        case Or(queries):
            for part in queries:
                yield from counted_strings(index, part)
        case Not(inner) | Boost(inner, _) | Named((inner, _)):
            yield from counted_strings(index, inner)
        case In(field, inner) if field in PARTS:
            for string in _inner(index, inner):
                yield [string]


def _own(index: Index, leaf: Query) -> Iterable[str]:
    """The strings of a term or phrase; of anything else none."""
    match leaf:
        case Phrase(text):
            return [fold(text)]
        case Term(text):
            whole = fold(text)
            return dict.fromkeys([*words_of(index, whole), whole])
    return ()


def _rarest_first(index: Index, strings: Iterable[str]) -> Sequence[str]:
    """Words first, as `scorer_of_query` looks for them."""
    frequency = index.frequency
    return sorted(strings, key=lambda string: (not frequency(string), frequency(string), string))


def _inner(index: Index, query: Query) -> Iterator[str]:
    return (string for group in counted_strings(index, query) for string in group)
