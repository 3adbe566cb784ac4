"""As what a query is looked for until something is found: as it was typed, with synonyms, for any of its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .engine import ANY_WORDS, BY_SYNONYMS, Reader, Results
from .query import Query, Term, wanted

if TYPE_CHECKING:
    from .synonyms import Synonyms

_SENTENCE = 8  # characters from which on a text without white space is a sentence, not a word


@dataclass(frozen=True, slots=True)
class Way:
    """As what a query is looked for."""

    tree: Query  # as understood, with the synonyms
    synonyms: tuple[str, ...] = ()
    relaxation: str = ""
    sentence: Query | None = None  # any of its words, instead of `tree`

    def look(self, reader: Reader, limit: int | None, offset: int, sort: str = "relevance", group: str = "") -> Results:
        """What is found in this way, as `Reader.search` says."""
        if self.sentence:
            return reader.widened(self.sentence, limit, offset, sort, group)
        return reader.search(self.tree, limit, offset, sort, group)


class Ways:
    """The ways to look for queries in one index; `own`: the user's synonyms, a file read when there first is a term."""

    def __init__(self, reader: Reader, own: Path | None) -> None:
        self._reader, self._own = reader, own
        self._synonyms: Synonyms | None = None

    def of(self, query: str | Query, synonyms: bool, strict: bool) -> Iterator[Way]:
        """One way after the other, to be tried until something is found; raises QueryError for text that is no query."""
        typed = understood(query)
        if not synonyms:
            yield Way(typed)
        if synonyms or not strict:
            others = self._other_words(typed)
            if others and self._synonyms:
                yield Way(self._synonyms.widened(typed), others, "" if synonyms else BY_SYNONYMS)
            elif synonyms:
                yield Way(typed)
        if not strict and (sentence := _sentence(query)):
            yield Way(typed, (), ANY_WORDS, sentence)

    def taken(self, query: str | Query, synonyms: bool, strict: bool) -> Way:
        """The first on which something is found, the last if on none."""
        for way in self.of(query, synonyms, strict):
            if way.sentence or self._reader.total(way.tree):
                break
        return way

    def _other_words(self, typed: Query) -> tuple[str, ...]:
        """The synonyms of the unquoted terms of a query."""
        if not any(isinstance(leaf, Term) for leaf in wanted(typed)):
            return ()
        if self._synonyms is None:
            from .synonyms import Synonyms

            self._synonyms = Synonyms(self._own.read_text("utf-8") if self._own else "")
        return tuple(self._synonyms.added(typed))


def understood(query: str | Query) -> Query:
    """The query as a tree; raises QueryError for text that is no query."""
    if not isinstance(query, str):
        return query
    from .query_parser import parse

    return parse(query)


def _sentence(query: str | Query) -> Query | None:
    """`query` as a question for any of its words; None when its author means all of it, or there is but one word."""
    from .query_parser import prose

    sentence = prose(query) if isinstance(query, str) else query
    words = [leaf.text for leaf in wanted(sentence) if isinstance(leaf, Term)] if sentence else []
    if len(words) < 2 and len("".join(words)) < _SENTENCE:
        return None  # a word that stands nowhere: its pieces would only be noise
    return sentence
