"""What a query must find, by looking at every passage; shares the folding and the words with the engines, nothing else."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policysearch.model.document import Passage
from policysearch.query.ast import And, Boost, In, Near, Not, Or, Phrase, Query, Range, Term, Wildcard
from policysearch.query.variants import respell
from policysearch.text.coinages import heading
from policysearch.text.normalize import fold
from policysearch.text.segmenter import segment
from policysearch.text.tokenizer import words

PLACES = {"district": ("自治县", "新区", "区", "县", "市", "省"), "city": ("自治县", "新区", "区", "县", "市", "省")}
VALUES = {"district", "city", "plan", "kind", "type", "level"}


def words_of(passage: Passage) -> list[str]:
    """The words of its heading and of its text, as they are indexed."""
    title = fold(passage.printed or passage.title)
    return words(heading(title, passage.kind)) + words(fold(passage.text))


def lines_of(passage: Passage) -> tuple[str, ...]:
    """Its folded heading and text, or the two as one where they share a line."""
    heading, text = fold(passage.title), fold(passage.text)
    if not passage.run_in:
        return heading, text
    edge = heading[-1:] + text[:1]
    apart = passage.printed[-1:].isspace() and len(edge) == 2 and edge.isascii() and edge.isalnum()
    return (heading + " " * apart + text,)


class Oracle:
    """Looks for matches among `passages`."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = sorted(passages, key=lambda p: (p.source, p.line_start, p.id))
        self.frequency = Counter(word for p in passages for part in (p.title, p.text) for word in words(fold(part)))

    def ids(self, query: Query) -> list[str]:
        """The ids of all passages that match, in document order."""
        query = respell(query)
        return [passage.id for passage in self.passages if self.matches(query, passage)]

    def facets(self, query: Query, field: str) -> dict[str, int]:
        """How many passages have each value of `field`, of those that match `query` without its conditions on that field."""
        conditions = [q for q in (query.queries if isinstance(query, And) else (query,)) if _condition(q) != field]
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}  # what folding makes equal is one value, as it was first written
        for passage in self.passages:
            values = [str(year) for year in passage.years] if field == "year" else [getattr(passage, field)]
            for value in filter(None, values):
                label = value if field in VALUES else written.setdefault(fold(value), value)
                counts[label] += all(self.matches(respell(q), passage) for q in conditions)
        return dict(sorted(((v, n) for v, n in counts.items() if n), key=lambda item: (-item[1], item[0])))

    def occurrences(self, query: Query, passage: Passage, field: str = "") -> int:
        """How often the strings of a respelled `query` stand in `passage`, but for what is excluded or only a filter."""
        match query:
            case And(queries) | Or(queries):
                return sum(self.occurrences(q, passage, field) for q in queries)
            case Boost(inner, _):
                return self.occurrences(inner, passage, field)
            case In(("title" | "text") as name, inner):
                return self.occurrences(inner, passage, name)
            case Term(text) | Phrase(text):
                parts = [fold(getattr(passage, name)) for name in ([field] if field else ["title", "text"])]
                return sum(part.count(fold(text)) for part in parts if fold(text)) + self.crosses(text, passage, field)
        return 0

    def crosses(self, text: str, passage: Passage, field: str) -> bool:
        """Whether `text` begins in the heading of `passage` and ends in its text, where it is as good as in the text."""
        string, heading = fold(text), len(fold(passage.title))
        first = heading - len(string) + 1
        starts = range(max(0, first), heading)
        wide = any(lines_of(passage)[0].startswith(string, at) for at in starts if at + len(string) > heading)
        return bool(passage.run_in and string and field in ("", "text") and wide)

    def matches(self, query: Query, passage: Passage, field: str = "") -> bool:
        """Whether `passage` (in `field`; "": its heading or its text) is what `query` asks for."""
        match query:
            case And(queries):
                return all(self.matches(q, passage, field) for q in queries)
            case Or(queries):
                return any(self.matches(q, passage, field) for q in queries)
            case Not(inner):
                return not self.matches(inner, passage, field)
            case Boost(inner, _):
                return self.matches(inner, passage, field)
            case In(name, inner):
                return self.matches(inner, passage, name)
            case Range(low, high):
                return any((low is None or low <= year) and (high is None or year <= high) for year in passage.years)
        parts = [fold(getattr(passage, name)) for name in ([field] if field else ["title", "text"])]
        parts = [part for part in parts if part]
        match query:
            case Term(text) | Phrase(text) if field in VALUES:
                return any(_same(fold(text), part, PLACES.get(field, ())) for part in parts)
            case Term(text):
                whole = fold(text)
                pieces = segment(whole, self.frequency.__getitem__)
                if all(len(piece) == 1 for piece in pieces):
                    pieces = [whole]
                held = (any(piece in part for part in parts) or self.crosses(piece, passage, field) for piece in pieces)
                return all(held) or self.crosses(text, passage, field)
            case Phrase(text):
                return any(fold(text) in part for part in parts) or self.crosses(text, passage, field)
            case Wildcard(pattern) if field in VALUES:
                return any(len(part) in _ends(part, 0, _signs(pattern)) for part in parts)
            case Wildcard(pattern):
                return any(_stands(_signs(pattern), part) for part in parts)
            case Near(texts, distance):
                return any(_others(part, list({fold(text) for text in texts})) <= distance for part in parts)
        raise AssertionError(query)


def _condition(query: Query) -> str:
    """The field that a part of a query is a condition on, whole, if it is one."""
    if isinstance(query, And | Or):
        first, *others = {_condition(part) for part in query.queries}
        return "" if others else first
    if isinstance(query, Boost | Not):
        return _condition(query.query)
    return query.field if isinstance(query, In) else ""


def _same(typed: str, value: str, endings: tuple[str, ...]) -> bool:
    return typed == value or any(value in (typed + ending, typed.removesuffix(ending)) for ending in endings)


def _signs(pattern: str) -> list[str]:
    """Single characters to match, * and ? among them."""
    return [sign for piece in re.split(r"([*?])", pattern) for sign in (piece if piece in ("*", "?") else fold(piece))]


def _ends(text: str, at: int, signs: list[str]) -> set[int]:
    """Where a match of `signs` that begins at `at` may end."""
    ends = {at}
    for sign in signs:
        if sign == "*":
            ends = {e for end in ends for e in range(end, len(text) + 1) if all(map(str.isalnum, text[end:e]))}
        else:
            ends = {e + 1 for e in ends if e < len(text) and (text[e] == sign or (sign == "?" and text[e].isalnum()))}
    return ends


def _stands(signs: list[str], text: str) -> bool:
    latin = signs[0].isascii() and signs[0].isalnum()
    for at in range(len(text) + 1):
        inside = latin and at and text[at - 1].isascii() and text[at - 1].isalnum()
        if not inside and _ends(text, at, signs):
            return True
    return False


def _others(text: str, strings: list[str]) -> float:
    """The fewest characters between the first and the last of `strings`, besides them; infinite if one is missing."""

    def places(string: str) -> Iterator[int]:
        return (at for at in range(len(text)) if text.startswith(string, at))

    groups = itertools.product(*map(places, strings))
    spans = (max(at + len(string) for at, string in zip(group, strings, strict=True)) - min(group) for group in groups)
    return min(spans, default=float("inf")) - sum(map(len, strings))
