"""How many of the passages found have which district, plan, year …: true counts, each field's under the other filters."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from ..model.fields import FIELDS
from ..query.ast import And, In, Query, all_of, children
from ..runtime.cache import kept_property, once
from ..runtime.deadline import timely
from .match import matching
from .protocol import Index

Facets = dict[str, dict[str, int]]  # field: value: passages


_FOLDED = {field.name for field in FIELDS if field.how == "text"}


Cell = tuple[str, ...]  # what one passage has in a field
Column = tuple[Sequence[int], list[tuple[Cell, ...]]]  # of each passage the number of its row; the different rows


class Columns:
    """The values of all passages, read when first asked for and kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._columns: dict[tuple[str, ...], Column] = {}
        self._labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._dates = {"": ""}

    def counts(self, fields: tuple[str, ...], numbers: Iterable[int]) -> Facets:
        """For each field every value among the passages `numbers` with how many have it; the most frequent first."""
        column, rows = self._column(fields)
        found: list[Counter[str]] = [Counter() for _ in fields]
        for code, count in Counter(map(column.__getitem__, timely(numbers, 10_000))).items():
            for counter, cell in zip(found, rows[code], strict=True):
                for value in cell:
                    counter[value] += count
        counted = {}
        for field, counter in zip(fields, found, strict=True):
            labels = self.labels(field, counter)
            labelled = [(labels[value], count) for value, count in counter.items()]
            counted[field] = dict(sorted(labelled, key=lambda item: (-item[1], item[0])))
        return counted

    def value(self, field: str, number: int) -> str:
        """The value of a field with one value at most, as the index holds it; "" when there is none."""
        column, rows = self._column((field,))
        return "".join(rows[column[number]][0])

    def labels(self, field: str, values: Iterable[str]) -> Mapping[str, str]:
        """Values of the index as they were first written; fields that filter by their words are held folded."""
        if field not in _FOLDED:
            return {value: value for value in values}
        labels, index = self._labels[field], self._index
        new = [value for value in values if value not in labels]
        first = {min(index.holding(field, value), key=index.rank.__getitem__): value for value in timely(new, 50)}
        for number in timely(index.literal.ahead(first), 50):
            labels[first[number]] = getattr(index.stored(number), field)
        return labels

    def dates(self, numbers: Iterable[int]) -> list[str]:
        """For each passage the date of issue of its document, else the first year of its period, else ""; as text that sorts."""
        documents = [self.value("document_id", number) for number in numbers]
        new = dict.fromkeys(id for id in documents if id not in self._dates)
        some = {next(iter(self._index.holding("document_id", id))): id for id in new}
        for number in timely(self._index.literal.ahead(some), 50):
            passage = self._index.stored(number)
            self._dates[some[number]] = passage.issued or str(min(passage.years, default=""))
        return [self._dates[id] for id in documents]

    def begins(self, number: int) -> int:
        """The first year of a passage; 0 when it has none."""
        column, rows = self._column(("year",))
        return min(map(int, rows[column[number]][0]), default=0)

    def size(self, number: int) -> int:
        """The characters of the folded heading and text of a passage."""
        return self._sizes[number]

    @kept_property
    def _sizes(self) -> list[int]:
        return list(map(self._index.literal.size, range(len(self._index.literal))))

    def _column(self, fields: tuple[str, ...]) -> Column:
        """What the passages have in `fields`, together: few passages differ, so that counting them all at once is fast."""
        if fields in self._columns:
            return self._columns[fields]
        return once(self._columns, fields, lambda: self._made(fields))

    def _made(self, fields: tuple[str, ...]) -> Column:
        rows: Iterable[tuple[Cell, ...]]
        if len(fields) == 1:
            cells: list[Cell] = [()] * len(self._index.literal)
            for value in self._index.field_values(fields[0]):
                for number in self._index.holding(fields[0], value):
                    cells[number] += (value,)
            rows = zip(cells)
        else:
            single = [self._column((field,)) for field in fields]
            columns = [map([row[0] for row in rows].__getitem__, column) for column, rows in single]
            rows = zip(*columns, strict=True)
        codes: dict[tuple[Cell, ...], int] = {}
        column = array("I", [codes.setdefault(row, len(codes)) for row in rows])
        return column, list(codes)


def facets(
    index: Index,
    columns: Columns,
    query: Query,
    fields: Iterable[str],
    hidden: Set[int] = frozenset(),
    widened: Callable[[Query], Set[int]] | None = None,
) -> Facets:
    """For each of `fields` the counts of its values among what matches `query` but for its own conditions on that field.

    Conditions are the parts of the query that are on one field, itself or of the And that it is: 氢能 district:九龙坡 counts the
    passages on 氢能 in every district, and the plans, kinds and years of those in 九龙坡.
    `fields` are of schema.COUNTED. Values that folding makes equal are one. `hidden`: passages that are not counted. `widened`: finds what counts as a match
    instead, as a whole, when it is not what matches every condition.
    """
    fields = tuple(fields)
    conditions = query.queries if isinstance(query, And) else (query,)
    found = {condition: frozenset[int]() if widened else matching(index, condition) for condition in conditions}

    def match(wanted: Sequence[Query]) -> Set[int]:
        numbers = widened(all_of(wanted)) if widened else _all(index, (found[condition] for condition in wanted))
        return numbers - hidden if hidden else numbers

    counted = columns.counts(fields, match(conditions))
    for field in set(map(_field, conditions)).intersection(fields):
        counted |= columns.counts((field,), match([one for one in conditions if _field(one) != field]))
    return counted


def _field(condition: Query) -> str:
    """The field that a condition is on, also when it is to be something else there or one of several; "" when on none."""
    if isinstance(condition, In):
        return condition.field
    fields = set(map(_field, children(condition)))
    return fields.pop() if len(fields) == 1 else ""


def _all(index: Index, sets: Iterable[Set[int]]) -> Set[int]:
    """What is in all `sets`; every passage when there are none."""
    found: Set[int] | None = None
    for numbers in sets:
        found = numbers if found is None else found & numbers
    return set(index.order) if found is None else found
