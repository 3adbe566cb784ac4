"""A ranking in another order, or only the best of each document or district."""

from __future__ import annotations

from collections import Counter

from ..runtime.deadline import timely
from .facets import Columns
from .protocol import Index

#: For each kind of group the field that tells its members.
_FIELD = {"document": "document_id", "district": "district"}

Ranking = list[tuple[int, float]]  # passages with their scores


def group_of(columns: Columns, number: int, group: str) -> str:
    """Which group a passage belongs to: the id of its document, or its district; "" when it has none."""
    return columns.value(_FIELD[group], number)


def ordered(index: Index, columns: Columns, ranked: Ranking, sort: str) -> Ranking:
    """`ranked`, which begins with the best, by "relevance", "document" order, or "date", newest first.

    A passage is as old as its document; what has no date comes last. Of the same date, the better passage comes first.
    """
    if sort == "document":
        return sorted(ranked, key=lambda one: index.rank[one[0]])
    if sort == "date":
        dates = dict(zip(ranked, columns.dates(number for number, _ in ranked), strict=True))
        return sorted(timely(ranked), key=dates.__getitem__, reverse=True)
    return ranked


def best_of_each(columns: Columns, ranked: Ranking, group: str) -> tuple[Ranking, dict[str, int]]:
    """The first of each group in `ranked`, and how many passages each group has."""
    best: dict[str, tuple[int, float]] = {}
    counts: Counter[str] = Counter()
    for one in timely(ranked):
        value = group_of(columns, one[0], group)
        best.setdefault(value, one)
        counts[value] += 1
    return list(best.values()), counts
