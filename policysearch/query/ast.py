"""The syntax tree of a query, with the user's own text in its leaves; `str(query)` is its canonical form.

1. `parse(str(query)) == query` for every tree that the parser returns.
2. `typed[start:end]` of a node's span is what the user typed for it; spans are no matter of equality.

`walk` visits the nodes of a tree, `transform` makes another tree of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import TypeVar

from ..model.record import record
from ..runtime.lazy_pattern import lazy_pattern

#: Punctuation that only separates, as white space does. A closing quote is among it: one that closes nothing separates.
SEPARATORS = "、，。；,;！!？…⋯【】‘’”》」』｡､"

#: Characters from which on a text without white space is a sentence, not a word.
SENTENCE = 8

#: Interrogatives, wherever they stand, as a regular expression.
ASKING = "如何|哪|谁|多[少大久长高]|为何|是否|[能可]否"

#: What a synonym counts where the typed form counts 1.
SYNONYM = 0.3

#: What opens a phrase, and what closes it.
QUOTES = {'"': '"', "＂": "＂", "“": "”", "《": "》", "「": "」", "『": "』"}

#: Words that are operators when they stand alone.
OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "与": "and", "與": "and", "或": "or", "非": "not"}

#: What ends a word, as the inside of a regular expression's [ ].
ENDS_WORD = r"\s" + re.escape(SEPARATORS + "".join(QUOTES) + "()（）|｜^:：\\")

# A comma or colon between digits belongs to the word: 1,000 and 1.85:1.
_SPECIAL = lazy_pattern(rf"(?<=\d)[,:：](?=\d)|(?P<special>[{ENDS_WORD}*＊?])")


def wordless(text: str) -> bool:
    """Whether there is nothing in `text` to look for: no letter, digit, ideograph, % or currency sign."""
    folded = unicodedata.normalize("NFKC", text)
    return not any(c.isalnum() or c in "%‰¥" for c in folded)


@record
class Node:
    """A node of the tree."""

    # Where it stands in the text that was parsed, half-open; None for what nobody typed, such as a synonym.
    span: tuple[int, int] | None = field(default=None, compare=False, repr=False, kw_only=True)


@record
class Term(Node):
    """Unquoted text: the words it is made of, all of them. White space stands in it only when it was escaped."""

    text: str

    def __str__(self) -> str:
        if len(self.text) > 1 and self.text.isalnum() and min(self.text) >= "一" and max(self.text) <= "鿿":
            return self.text  # as a rule: ideographs, no operator
        if wordless(self.text):  # would be punctuation unescaped
            return "".join("\\" + c for c in self.text)
        escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}" if found["special"] else found[0], self.text)
        return f"\\{escaped}" if escaped in OPERATORS or escaped[0] in "-－" else escaped


@record
class Phrase(Node):
    """Quoted text: exactly these characters, after folding. No white space at its ends."""

    text: str

    def __str__(self) -> str:
        return '"' + re.sub(r'([\\"])', r"\\\1", self.text) + '"'


@record
class Wildcard(Node):
    """Text with `*` (any characters, none included) and `?` (exactly one); every `*` and `?` in it is such a sign."""

    pattern: str

    def __str__(self) -> str:
        pieces = re.split(r"([*?])", self.pattern)
        return "".join(piece if piece in ("*", "?", "") else str(Term(piece)) for piece in pieces)


@record
class Near(Node):
    """All of `parts`, in any order, with at most `distance` other characters between the first and the last."""

    parts: tuple[str, ...]  # two or more, without white space
    distance: int

    def __str__(self) -> str:
        return f"{Phrase(' '.join(self.parts))}~{self.distance}"


@record
class Range(Node):
    """Numbers from `low` to `high`, both inclusive; None is open. Only of a "range" field, so only within In."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"


@record
class In(Node):
    """`query` looked for in the field `field` (an English name of `model.fields.FIELDS`); no In within."""

    field: str
    query: Query

    def __str__(self) -> str:
        return f"{self.field}:{self.query}" if isinstance(self.query, Leaf | Range) else f"{self.field}:({self.query})"


@record
class Boost(Node):
    """`query` with its score multiplied."""

    query: Query
    factor: float  # 0.001 to 1000, at most four decimals

    def __str__(self) -> str:
        factor = str(self.factor).removesuffix(".0")
        return f"{self.query}^{factor}" if isinstance(self.query, Leaf | Range | In) else f"({self.query})^{factor}"


@record
class Not(Node):
    """Everything that does not match `query`, which is no Not itself."""

    query: Query

    def __str__(self) -> str:
        return f"NOT {_parenthesize(self.query)}"


@record
class And(Node):
    """All of `queries`, two or more, no And directly inside."""

    queries: tuple[Query, ...]

    def __str__(self) -> str:
        return " AND ".join(map(_parenthesize, self.queries))


@record
class Or(Node):
    """Any of `queries`, two or more, no Or directly inside."""

    queries: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.queries))  # AND binds closer: no more parentheses than were typed


@record
class Alternatives(Or):
    """A term as it was typed, first, and its synonyms, each at SYNONYM; the parser returns none."""


class Rare(Alternatives):
    """A term that few passages hold, which all come first, and its synonyms; the parser returns none."""


class Named(Alternatives):
    """A term that names a place, plan or law, and the condition (an In) for what is of it; the parser returns none."""


class Parted(Or):
    """A term as it was typed, and the And of the names and topics in it (綦江养老床位); the parser returns none."""


@record
class Beginning(Node):
    """The first passage of each document with one of these titles for which all conditions hold, the nearest first; the parser returns none."""

    titles: tuple[str, ...]
    conditions: tuple[In, ...] = ()

    def __str__(self) -> str:
        return " OR ".join(f"document:{Phrase(title)}" for title in self.titles)


@record
class Nearest(Node):
    """The passages with the wording nearest to a piece that stands nowhere; the parser returns none."""

    piece: str
    quoted: bool
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        return str(Phrase(self.piece))


class Titled(Or):
    """A query, and the Beginning of what it is the title of, or what comes Nearest to it; the parser returns none."""


Query = Term | Phrase | Wildcard | Near | Range | In | Boost | Not | And | Or | Beginning | Nearest
Leaf = Term | Phrase | Wildcard | Near


def _parenthesize(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


def all_of(queries: Iterable[Query]) -> Query:
    """The query for all of `queries`, one or more: an And without an And inside, or the only one itself."""
    flat = tuple(part for query in queries for part in (query.queries if isinstance(query, And) else (query,)))
    return And(flat) if len(flat) > 1 else flat[0]


def any_of(queries: Iterable[Query]) -> Query:
    """The query for any of `queries`: an Or without an Or inside but Alternatives, or the only one itself."""
    flat = tuple(part for query in queries for part in (query.queries if type(query) is Or else (query,)))
    return Or(flat) if len(flat) > 1 else flat[0]


def negate(query: Query) -> Query:
    """Everything that does not match `query`; of a Not, what it negates."""
    return query.query if isinstance(query, Not) else Not(query)


_Q = TypeVar("_Q", bound=Query)


def with_span(query: _Q, start: int, end: int) -> _Q:
    """`query` with its span."""
    return replace(query, span=(start, end))


def merge_terms(text: str, nodes: Sequence[Query]) -> Term:
    """The term `text`, typed as `nodes` side by side."""
    first, last = nodes[0].span, nodes[-1].span
    return Term(text, span=(first[0], last[1]) if first and last else None)


def children(query: Query) -> tuple[Query, ...]:
    """The nodes directly in `query`; a leaf has none."""
    if isinstance(query, And | Or):
        return query.queries
    return (query.query,) if isinstance(query, Not | Boost | In) else ()


def walk(query: Query, into: Callable[[Query], bool] = lambda node: True) -> Iterator[Query]:
    """`query` and all nodes below it, each before its own children; only those `into` which the walk may go."""
    if into(query):
        yield query
        for child in children(query):
            yield from walk(child, into)


def transform(query: Query, change: Callable[[Query], Query | None]) -> Query:
    """`query` with each node replaced by what `change` returns for it, top down; where that is None, its children are transformed."""
    changed = change(query)
    return map_children(query, lambda part: transform(part, change)) if changed is None else changed


def map_children(query: Query, change: Callable[[Query], Query]) -> Query:
    """`query` with `change` made to each part directly in it; a leaf stays as it is."""
    match query:
        case And(queries):
            new = all_of(map(change, queries))
        case Alternatives(queries) | Parted(queries) | Titled(queries):
            new = type(query)(tuple(map(change, queries)))
        case Or(queries):
            new = any_of(map(change, queries))
        case Not(inner) | Boost(inner) | In(_, inner):
            new = replace(query, query=change(inner))
        case _:
            return query
    return replace(new, span=query.span) if type(new) is type(query) and new.span is None else new


def is_filter(query: Query) -> bool:
    """Whether `query` is a condition on a field other than title and text."""
    return isinstance(query, In) and query.field not in ("title", "text")


def as_phrases(query: Query) -> Query:
    """`query` with its bare words as phrases: only where they stand as they were typed; filters stay as they are."""

    def change(node: Query) -> Query | None:
        if isinstance(node, Term):
            return Phrase(node.text, span=node.span)
        return node if is_filter(node) else None

    return transform(query, change)


def drop_names(query: Query) -> Query:
    """`query` with each name as nothing but the condition that it means."""
    return transform(query, lambda node: node.queries[1] if isinstance(node, Named) else None)


def positive_leaves(query: Query) -> Iterator[Leaf]:
    """The leaves for which text can be marked: not under Not, and in no field but title and text."""
    return (leaf for leaf, _ in positive_leaves_in(query, ()))


def positive_leaves_in(query: Query, parts: Sequence[str]) -> Iterator[tuple[Leaf, Sequence[str]]]:
    """The same, each with the part of a passage that it is asked for in, or `parts` if in none by name."""
    if isinstance(query, Leaf):
        yield query, parts
    elif not isinstance(query, Not) and not is_filter(query):
        within = (query.field,) if isinstance(query, In) else parts
        for child in children(query):
            yield from positive_leaves_in(child, within)


def split_plain(query: Query) -> tuple[list[Query], list[Query]]:
    """The plain words of `query`, with their synonyms where it has them; and its other parts."""
    query = query.queries[0] if isinstance(query, Titled) else query
    typed = query.queries if isinstance(query, And) else (query,)
    parts = [piece for part in typed for piece in (children(part.queries[1]) if isinstance(part, Parted) else (part,))]
    return [part for part in parts if typed_term(part)], [part for part in parts if not typed_term(part)]


def typed_term(query: Query) -> Term | None:
    """The term that `query` is, alone or with synonyms, whatever its boost; None for anything else."""
    inner, _ = split_boost(query)
    if isinstance(inner, Alternatives):
        inner = inner.queries[0]
    return inner if isinstance(inner, Term) else None


def split_boost(query: Query) -> tuple[Query, float]:
    """A query without its boosts, and their product."""
    if not isinstance(query, Boost):
        return query, 1.0
    inner, factor = split_boost(query.query)
    return inner, factor * query.factor
