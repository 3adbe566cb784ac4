"""A ranking in another order, or only the best of each document or district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set

from ..runtime.deadline import timely
from .facets import Columns, rows
from .protocol import Index

#: The field of each kind of group.
_FIELD = {"document": "document_id", "district": "district"}

# The groups of a page are sought among so many times as many of the best passages, then among more; beyond so many, among all.
_DEEPER, _DEEPEST = 5, 1000

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
    columns: Columns, numbers: Set[int], ranked: Callable[[int | None], Ranking], group: str, count: int
) -> tuple[Ranking, Mapping[str, int], int]:
    """The best of the first `count` groups of some passages; how many passages these groups have, and those without a value; the
    number of groups. `ranked`: the best of the passages.
    """
    column = columns.of(_FIELD[group])
    counts = rows(column.codes, numbers)
    some: int | None = _DEEPER * count
    while True:
        found, _ = best_of_each(columns, best := ranked(some), group)
        if some is None or len(found) >= min(count, len(counts)) or len(best) < some:
            own = {column.codes[number] for number, _ in found[:count]} | {0} & counts.keys()
            return found[:count], {"".join(column.rows[row]): counts[row] for row in own}, len(counts)
        some = None if _DEEPER * some > _DEEPEST else _DEEPER * some


def best_of_each(columns: Columns, ranked: Ranking, group: str) -> tuple[Ranking, dict[str, int]]:
    """The first of each group in `ranked`, and how many passages each group has."""
    best: dict[str, tuple[int, float]] = {}
    counts: Counter[str] = Counter()
    for one in timely(ranked):
        value = group_of(columns, one[0], group)
        best.setdefault(value, one)
        counts[value] += 1
    return list(best.values()), counts
