"""A ranking in another order, or only the best of each document or district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from ..runtime.deadline import timely
from .facets import Columns, rows
from .protocol import Index

#: The field of each kind of group.
_FIELD = {"document": "document_id", "district": "district"}

_TRIED = 100  # passages that are ranked before all groups are counted

Ranking = list[tuple[int, float]]  # passages with their scores


def group_of(columns: Columns, number: int, group: str) -> str:
    """Which group a passage belongs to: the id of its document, or its district; "" when it has none."""
    return columns.value(_FIELD[group], number)


def order(index: Index, columns: Columns, ranked: Ranking, sort: str) -> Ranking:
    """`ranked`, which begins with the best, by "relevance", "document" order, or "date", newest first.

    The date of a passage is that of its document; passages without one come last. Of the same date, the better one comes first.
    """
    if sort == "document":
        return sorted(ranked, key=lambda one: index.rank[one[0]])
    if sort == "date":
        dates = dict(zip(ranked, columns.dates(number for number, _ in ranked), strict=True))
        return sorted(timely(ranked), key=dates.__getitem__, reverse=True)
    return ranked


def first_of_each(
    columns: Columns, numbers: Set[int], ranked: Iterable[tuple[int, float]], group: str, count: int
) -> Ranking:
    """The best of each of the first `count` groups of some passages, which are `ranked`."""
    best: dict[str, tuple[int, float]] = {}
    most = count
    for taken, one in enumerate(ranked if count else (), 1):
        best.setdefault(group_of(columns, one[0], group), one)
        if taken == _TRIED:  # perhaps there are fewer groups
            most = min(count, len(_sizes(columns, numbers, group)))
        if len(best) >= most:
            break
    return list(best.values())


def sizes(columns: Columns, numbers: Set[int], found: Ranking, group: str) -> tuple[Mapping[str, int], int]:
    """How many of some passages have the groups of those found, and how many have none; the number of groups."""
    column, counts = columns.of(_FIELD[group]), _sizes(columns, numbers, group)
    own = {column.codes[number] for number, _ in found} | {0} & counts.keys()
    return {"".join(column.rows[row]): counts[row] for row in own}, len(counts)


def _sizes(columns: Columns, numbers: Set[int], group: str) -> Mapping[int, int]:
    return rows(columns.of(_FIELD[group]).codes, numbers)


def best_of_each(columns: Columns, ranked: Ranking, group: str) -> tuple[Ranking, dict[str, int]]:
    """The first of each group in `ranked`, and how many passages each group has."""
    column = columns.of(_FIELD[group])
    codes, best = column.codes, dict[int, tuple[int, float]]()
    for one in timely(ranked):
        best.setdefault(codes[one[0]], one)
    counts = Counter([codes[number] for number, _ in ranked])
    return list(best.values()), {"".join(column.rows[row]): count for row, count in counts.items()}
