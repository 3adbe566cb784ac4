"""Versions of laws: 公司法2018 is the one of that year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..query.ast import In, Phrase, Query, Term, split_boost
from ..query.citations import is_law_name
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .match import of_name

if TYPE_CHECKING:
    from .protocol import Index

Pieces = list[tuple[Query, In | None]]

_YEAR = lazy_pattern("[(《]?(?P<year>(?:19|20)[0-9]{2})年?(?:版|修[正订])?[)》]?")
_DATED = lazy_pattern(f"(?P<before>{_YEAR.pattern})?(?P<law>.*?)(?P<after>{_YEAR.pattern.replace('year', 'last')})?")


def split_year(folded: str) -> tuple[str, str, str]:
    """The year before a folded name, the name, and the year after it: 2012年劳动合同法, 公司法2018; "" for no year."""
    found = _DATED.fullmatch(folded)
    return (found["before"] or "", found["law"], found["after"] or "") if found else ("", folded, "")


def law_pieces(index: Index, word: str) -> list[tuple[str, In | None]]:
    """The name of a law that a folded word is, with what it means and the year beside it; empty when it is none."""
    before, law, after = split_year(word)
    names = index.laws.mentions(word) if law == word else [law] * is_law_name(law)
    if law not in names or not (nearest := index.laws.titles_of(law)):
        return []
    pieces = [(before, None), (law, In("document", Phrase(nearest[0]))), (after, None)]
    return [(text, field) for text, field in pieces if text]


def with_years(index: Index, parts: Sequence[tuple[Query, Pieces]]) -> list[tuple[Query, Pieces]]:
    """Parts of a query that names a law, in which a year with a version of that law is a condition too."""
    laws = [field for _, pieces in parts for _, field in pieces if field and field.field == "document"]

    def read(piece: Query, field: In | None) -> tuple[Query, In | None]:
        term, _ = split_boost(piece)
        found = _YEAR.fullmatch(fold(term.text)) if isinstance(term, Term) and not field else None
        of = of_year(found["year"]) if found else None
        return (piece, of) if of and any(of_name(index, of) & of_name(index, law) for law in laws) else (piece, field)

    return [(part, [read(*piece) for piece in pieces]) for part, pieces in parts]


def year_beside(folded: str) -> tuple[str, str]:
    """A folded name without the year before or after it, and that year; "" for none."""
    before, law, after = split_year(folded)
    found = _YEAR.fullmatch(before or after)
    return (law, found["year"]) if found else (folded, "")


def of_year(year: str) -> In:
    """The condition for what is of a year."""
    return In("year", Term(year))
