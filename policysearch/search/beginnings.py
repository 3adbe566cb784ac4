"""Where documents and headings begin that a query means or quotes by their titles."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from ..query.ast import Beginning, Nearest

if TYPE_CHECKING:
    from .protocol import Index

_TITLES = ("document", "part", "chapter", "section", "article", "box")  # the fields that hold titles as they are shown


def beginnings(index: Index, first: Beginning | Nearest) -> dict[int, int]:
    """The passages that come `first`, each with its place: those with the nearest wording, or the first ones of the documents
    with some folded titles, with the place of the title.
    """
    found: dict[int, int] = {}
    if isinstance(first, Nearest):
        return {number: place for place, number in enumerate(first.numbers)}
    for place, title in enumerate(first.titles):
        for value, own in index.field_values("document").items():
            if own == title:
                found |= dict.fromkeys(_first(index, "document", value), place)
    return found


def _first(index: Index, field: str, value: str) -> Iterator[int]:
    """Of the passages with a value of `field`, those that follow one without it."""
    order, rank = index.order, index.rank
    held = set(index.holding(field, value))
    return (number for number in held if not rank[number] or order[rank[number] - 1] not in held)


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
