"""Where documents and headings begin that a query means or quotes by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

from ..query.ast import Beginning, Nearest
from .filters import holding

if TYPE_CHECKING:
    from .protocol import Index

_APART = 7  # places between wordings, where one is a draft's: a draft that is nearest stays first though its score is lowered
_TITLES = ("document", "part", "chapter", "section", "article", "box")  # the fields that hold titles as they are shown


def beginnings(index: Index, first: Beginning | Nearest) -> dict[int, int]:
    """The passages that come `first`, each with its place: those with the nearest wording, or the first ones of the documents
    with some folded titles for which its conditions hold, by the place of the title, the newest of one title first.
    """
    if isinstance(first, Nearest):
        apart = _APART if not index.drafts.isdisjoint(first.numbers) else 1
        return {number: apart * place for place, number in enumerate(first.numbers)}
    found: list[int] = []
    for title in first.titles:
        values = [value for value, own in index.field_values("document").items() if own == title]
        firsts = {number for value in values for number in _first(index, "document", value)}
        for condition in first.conditions:
            firsts &= holding(index, condition.field, condition.query)
        found += newest_first(index, firsts)
    return {number: place for place, number in enumerate(dict.fromkeys(found))}


def of_title(index: Index, title: str) -> set[int]:
    """The passages of the documents with a folded title."""
    values = (value for value, own in index.field_values("document").items() if own == title)
    return {number for value in values for number in index.holding("document", value)}


def newest_first(index: Index, numbers: Iterable[int]) -> list[int]:
    """Some passages by the last year of their documents, the latest first, those of one year in the order of the index."""
    years = index.column("year")
    ordered = sorted(numbers, key=index.rank.__getitem__)
    return sorted(ordered, key=lambda number: max(map(int, years.rows[years.codes[number]]), default=0), reverse=True)


def _first(index: Index, field: str, value: str) -> Iterator[int]:
    """Of the passages with a value of `field`, those that follow one without it, or one of another document."""
    order, rank, document = index.order, index.rank, index.document
    held = set(index.holding(field, value))
    for number in held:
        before = order[rank[number] - 1] if rank[number] else number
        if before == number or before not in held or document[before] != document[number]:
            yield number


def with_title(index: Index, shown: str, documents: bool) -> Set[int]:
    """Where headings begin, and `documents`, whose title as it is shown holds `shown`:
    专栏1 名称 is printed 专栏1：名称, and a title over two lines of Markdown has a mark in it.
    """
    found: set[int] = set()
    for field in _TITLES if documents else _TITLES[1:]:
        for value, own in index.field_values(field).items():
            if shown in own:
                found.update(_first(index, field, value))
    return found
