"""Titles beside a place: of several documents with a title the ones of the place that a query names (四川省政府工作报告)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..model.fields import PLACES
from ..query.ast import In
from .beginnings import of_title
from .filters import holding
from .names_in_text import narrowest

if TYPE_CHECKING:
    from .protocol import Index

_SHORTEST = 4  # characters of a title beside a place


def titles_of_place(
    index: Index,
    pieces: Sequence[tuple[str, In | None]],
    titles: Sequence[str],
    years: Sequence[str],
    search: Callable[[str, Callable[[str], bool]], Sequence[str]],
) -> tuple[list[str], tuple[In, ...]]:
    """Of the folded `titles` that a query means, those of documents of the places among its `pieces`, else other titles of such
    documents, of the `years` that it names, that `search` finds for its rest, else those of documents of no place; and the places as
    conditions, where documents of other places have the title too.
    """
    places = tuple(field for _, field in narrowest(index, list(pieces)) if field and field.field in PLACES)
    rest = "".join(text for text, field in pieces if not field)
    if not places or len(rest) < _SHORTEST:
        return list(titles), ()
    here = set.intersection(*(set(holding(index, place.field, place.query)) for place in places))
    dated = here.intersection(*(index.holding("year", year) for year in years))
    numbers = {title: of_title(index, title) for title in titles}

    def is_dated(title: str) -> bool:
        return is_here(title) and not dated.isdisjoint(numbers[title])

    def is_here(title: str) -> bool:
        if title not in numbers:
            numbers[title] = of_title(index, title)
        return not here.isdisjoint(numbers[title])

    if own := [*filter(is_here, titles)] or [*search(rest, is_dated)]:
        return own, places if any(numbers[title] - here for title in own) else ()
    anywhere = {
        number for field in PLACES for value in index.field_values(field) for number in index.holding(field, value)
    }
    return [title for title in titles if numbers[title] - anywhere], ()
