"""The query tree, with the user's own text in its leaves; `str(query)` is its canonical form.

Guarantee: `query_parser.parse(str(query)) == query` for every tree the parser returns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

#: Punctuation that only separates, as white space does. A closing quote is among it: one that closes nothing separates.
SEPARATORS = "、，。；,;！!？…⋯【】‘’”》」』｡､"

#: Characters from which on a text without white space is a sentence, not a word.
SENTENCE = 8

#: What a synonym counts where the typed form counts 1.
SYNONYM = 0.3

#: What opens a phrase, and what closes it.
QUOTES = {'"': '"', "＂": "＂", "“": "”", "《": "》", "「": "」", "『": "』"}

#: Words that are operators when they stand alone.
OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "与": "and", "與": "and", "或": "or", "非": "not"}

#: What ends a word, as the inside of a regular expression's [ ].
ENDS_WORD = r"\s" + re.escape(SEPARATORS + "".join(QUOTES) + "()（）|｜^:：\\")

# A comma or colon between digits belongs to the word: 1,000 and 1.85:1.
_SPECIAL = re.compile(rf"(?<=\d)[,:：](?=\d)|(?P<special>[{ENDS_WORD}*＊?])")


def wordless(text: str) -> bool:
    """Whether there is nothing in `text` to look for: no letter, digit, ideograph, % or currency sign."""
    folded = unicodedata.normalize("NFKC", text)
    return not any(c.isalnum() or c in "%‰¥" for c in folded)


@dataclass(frozen=True, slots=True)
class Term:
    """Unquoted text: the words it is made of, all of them. White space stands in it only when it was escaped."""

    text: str

    def __str__(self) -> str:
        if wordless(self.text):  # would be punctuation unescaped
            return "".join("\\" + c for c in self.text)
        escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}" if found["special"] else found[0], self.text)
        return f"\\{escaped}" if escaped in OPERATORS or escaped[0] in "-－" else escaped


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: exactly these characters, after folding. No white space at its ends."""

    text: str

    def __str__(self) -> str:
        return '"' + re.sub(r'([\\"])', r"\\\1", self.text) + '"'


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Text with `*` (any characters, none included) and `?` (exactly one); every `*` and `?` in it is such a sign."""

    pattern: str

    def __str__(self) -> str:
        pieces = re.split(r"([*?])", self.pattern)
        return "".join(piece if piece in ("*", "?", "") else str(Term(piece)) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Near:
    """All of `parts`, in any order, with at most `distance` other characters between the first and the last."""

    parts: tuple[str, ...]  # two or more, without white space
    distance: int

    def __str__(self) -> str:
        return f"{Phrase(' '.join(self.parts))}~{self.distance}"


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, both inclusive; None is open. Only of a "range" field, so only within In."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"


@dataclass(frozen=True, slots=True)
class In:
    """`query` looked for in the field `field` (an English name of schema.FIELDS); no In within."""

    field: str
    query: Query

    def __str__(self) -> str:
        return f"{self.field}:{self.query}" if isinstance(self.query, Leaf | Range) else f"{self.field}:({self.query})"


@dataclass(frozen=True, slots=True)
class Boost:
    """`query` with its score multiplied."""

    query: Query
    factor: float  # 0.001 to 1000, at most four decimals

    def __str__(self) -> str:
        factor = str(self.factor).removesuffix(".0")
        return f"{self.query}^{factor}" if isinstance(self.query, Leaf | Range | In) else f"({self.query})^{factor}"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that does not match `query`, which is no Not itself."""

    query: Query

    def __str__(self) -> str:
        return f"NOT {_grouped(self.query)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of `queries`, two or more, no And directly inside."""

    queries: tuple[Query, ...]

    def __str__(self) -> str:
        return " AND ".join(map(_grouped, self.queries))


@dataclass(frozen=True, slots=True)
class Or:
    """Any of `queries`, two or more, no Or directly inside."""

    queries: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.queries))  # AND binds closer: no more parentheses than were typed


@dataclass(frozen=True, slots=True)
class Alternatives(Or):
    """A term as it was typed, first, and its synonyms, each at SYNONYM; the parser returns none."""


class Named(Alternatives):
    """A term that names a place, plan or law, and the condition (an In) that what is of it meets; the parser returns none."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first passage of each document with one of these titles, the nearest first; the parser returns none."""

    titles: tuple[str, ...]

    def __str__(self) -> str:
        return " OR ".join(f"document:{Phrase(title)}" for title in self.titles)


class Titled(Or):
    """A query that is a title, and the Beginning of what it is the title of; the parser returns none."""


Query = Term | Phrase | Wildcard | Near | Range | In | Boost | Not | And | Or | Beginning
Leaf = Term | Phrase | Wildcard | Near


def _grouped(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


def all_of(queries: Iterable[Query]) -> Query:
    """The query for all of `queries`, one or more: an And without an And inside, or the only one itself."""
    flat = tuple(part for query in queries for part in (query.queries if isinstance(query, And) else (query,)))
    return And(flat) if len(flat) > 1 else flat[0]


def any_of(queries: Iterable[Query]) -> Query:
    """The query for any of `queries`, one or more: an Or without an Or inside but Alternatives, or the only one itself."""
    flat = tuple(part for query in queries for part in (query.queries if type(query) is Or else (query,)))
    return Or(flat) if len(flat) > 1 else flat[0]


def negated(query: Query) -> Query:
    """Everything that does not match `query`; of a Not, what it negates."""
    return query.query if isinstance(query, Not) else Not(query)


def rebuilt(query: Query, change: Callable[[Query], Query]) -> Query:
    """`query` with `change` made to each part directly in it; a leaf stays as it is."""
    match query:
        case And(queries):
            return all_of(map(change, queries))
        case Alternatives(queries) | Titled(queries):
            return type(query)(tuple(map(change, queries)))
        case Or(queries):
            return any_of(map(change, queries))
        case Not(inner):
            return Not(change(inner))
        case Boost(inner, factor):
            return Boost(change(inner), factor)
        case In(field, inner):
            return In(field, change(inner))
    return query


def literal(query: Query) -> Query:
    """`query` with its bare words as phrases: only where they stand as they were typed; filters stay as they are."""
    match query:
        case Term(text):
            return Phrase(text)
        case In(field) if field not in ("title", "text"):
            return query
    return rebuilt(query, literal)


def without_names(query: Query) -> Query:
    """`query` with each name as nothing but the condition that it means."""
    return query.queries[1] if isinstance(query, Named) else rebuilt(query, without_names)


def wanted(query: Query) -> Iterator[Leaf]:
    """The leaves that text can be marked for: not under Not, not in a field other than title or text."""
    match query:
        case And(queries) | Or(queries):
            for part in queries:
                yield from wanted(part)
        case Boost(inner, _) | In("title" | "text", inner):
            yield from wanted(inner)
        case Term() | Phrase() | Wildcard() | Near():
            yield query


def parted(query: Query) -> tuple[list[Query], list[Query]]:
    """The plain words of `query`, which may have their synonyms beside them; and what else stands in it."""
    query = query.queries[0] if isinstance(query, Titled) else query
    parts = query.queries if isinstance(query, And) else (query,)
    return [part for part in parts if typed_as(part)], [part for part in parts if not typed_as(part)]


def typed_as(query: Query) -> Term | None:
    """The term that `query` is, alone or beside its synonyms, whatever it counts; None for anything else."""
    inner, _ = weighed_as(query)
    if isinstance(inner, Alternatives):
        inner = inner.queries[0]
    return inner if isinstance(inner, Term) else None


def weighed_as(query: Query) -> tuple[Query, float]:
    """A query without its factors, and how much it counts by them."""
    if not isinstance(query, Boost):
        return query, 1.0
    inner, factor = weighed_as(query.query)
    return inner, factor * query.factor
