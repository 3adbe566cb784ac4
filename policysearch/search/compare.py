"""Terms side by side: how often each stands in every district, plan, document, year or city, and where best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from ..model.results import Cell, Row
from ..query.ast import Query, positive_leaves_in
from ..runtime.deadline import timely
from .facets import Columns
from .match import PARTS, places, respell_all
from .protocol import Index
from .score_all import ranking

_Key = tuple[tuple[str, ...], str]  # of a passage: its values (several only for years) and its plan


class _Tally:
    """The counts of one query in each group of passages."""

    def __init__(self, index: Index, query: Query, key: Callable[[int], _Key], hidden: Set[int]) -> None:
        ranked = ranking(index, query, hidden)
        counts = occurrences(index, query)
        self.best: dict[_Key, tuple[int, int]] = {}  # place in the ranking, passage
        self.passages: Counter[_Key] = Counter()
        self.occurrences: Counter[_Key] = Counter()
        for place, (number, _) in enumerate(timely(ranked)):
            group = key(number)
            self.best.setdefault(group, (place, number))
            self.passages[group] += 1
            self.occurrences[group] += counts.get(number, 0)

    def cell(self, index: Index, groups: Iterable[_Key], characters: int) -> Cell:
        """The cell for all `groups` together, whose text has that many characters."""
        here = [group for group in groups if group in self.best]
        total = sum(self.occurrences[group] for group in here)
        best = index.passage_at(min(self.best[group] for group in here)[1]).id if here else ""
        density = round(total * 10_000 / characters, 2) if characters else 0.0
        return Cell(sum(self.passages[group] for group in here), total, density, best)


def compare(
    index: Index, columns: Columns, queries: Sequence[Query], by: str, hidden: Set[int] = frozenset()
) -> tuple[Row, ...]:
    """A row for every district, city, document (in document order), plan (by its years) or year, with a cell for each query.

    Passages that are `hidden` do not count. A passage of a plan counts in the row of each of its years.

    After a district with several plans follows a row for each of them.
    """
    column = columns.of("document_id" if by == "document" else by)

    def key(number: int) -> _Key:
        return column.rows[column.codes[number]], columns.value("plan", number)

    first: dict[_Key, int] = {}  # passage of each group, in document order
    characters: Counter[_Key] = Counter()
    passages: Counter[_Key] = Counter()
    for number in timely(index.order):
        if number in hidden:
            continue
        group = key(number)
        first.setdefault(group, number)
        characters[group] += columns.size(number)
        passages[group] += 1
    tallies = [_Tally(index, query, key, hidden) for query in queries]

    def row(value: str, under: str, groups: list[_Key]) -> Row:
        size = sum(characters[group] for group in groups)
        name = index.passage_at(first[groups[0]]).document if by == "document" else value
        cells = tuple(tally.cell(index, groups, size) for tally in tallies)
        plans = tuple(dict.fromkeys(plan for _, plan in sorted(groups, key=begins) if plan))
        return Row(value, name, under, plans, sum(passages[group] for group in groups), size, cells)

    def begins(group: _Key) -> tuple[bool, int]:
        return group[1] == "", columns.begins(first[group])

    families: dict[str, list[_Key]] = {}
    for group in sorted(first, key=begins) if by == "plan" else first:
        for value in group[0] or ("",):
            families.setdefault(value, []).append(group)
    rows = []
    named = sorted(families, key=lambda year: int(year or 10_000)) if by == "year" else list(families)
    for value in timely(named, 50):
        groups = families[value]
        rows.append(row(value, "", groups))
        if by == "district" and value and sum(plan != "" for _, plan in groups) > 1:
            rows += [row(group[1], value, [group]) for group in sorted(groups, key=begins)]
    return tuple(rows)


def occurrences(index: Index, query: Query) -> Mapping[int, int]:
    """The occurrences of the strings of `query`, in all its spellings, in each passage that has one of them.

    A term counts as a whole, not its words; excluded terms and filters do not count. Places that
    overlap count for each string. Passages need not match.
    """
    found: Counter[int] = Counter()
    for leaf, parts in positive_leaves_in(respell_all(query), PARTS):
        found.update({number: int(sum(counts)) for number, counts in places(index, leaf, parts).items()})
    return found
