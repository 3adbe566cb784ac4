"""Facets: exact counts of field values among the passages found, each field under the filters on the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cache, reduce
from operator import and_, itemgetter
from typing import TYPE_CHECKING

from ..model.fields import FIELDS
from ..query.ast import And, In, Query, all_of, children
from ..runtime.cache import kept_property, once
from ..runtime.deadline import timely
from ..runtime.numpy_use import worth
from ..store.columns import Column
from .protocol import Index

if TYPE_CHECKING:
    from .facet_arrays import FieldCounter

Facets = dict[str, dict[str, int]]  # field: value: passages


_UNSURE = 200  # values of a field whose labels are read from passages before they are asked for
_FOLDED = {field.name for field in FIELDS if field.how == "text"}


def rows(codes: Sequence[int], numbers: Set[int]) -> Mapping[int, int]:
    """How many of some passages have each of the `codes` of all."""
    if worth(len(numbers)):
        from ..store.arrays import count_codes

        return count_codes(codes, numbers)
    return Counter(map(codes.__getitem__, timely(numbers, 10_000)))


class Columns:
    """The field values of all passages, for counting and display."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._dates = {"": ""}
        self._counters: dict[str, FieldCounter | None] = {}

    def counts(self, fields: tuple[str, ...], numbers: Set[int]) -> Facets:
        """For each field every value among the passages `numbers` with how many have it; the most frequent first."""
        if worth(len(numbers)) and None not in (counters := [*map(self._counter, fields)]):
            from .facet_arrays import count_rows

            of_documents = cache(lambda: count_rows(self._index.document, numbers))
            return {
                field: counter.counts(numbers, of_documents)
                for field, counter in zip(fields, counters, strict=True)
                if counter
            }
        of = self._index.document
        documents, some = rows(of, numbers), {of[number]: number for number in numbers}
        counted = {}
        for field in fields:
            column = self._index.column(field)
            own = Counter[int]()
            if column.alike:
                for document, count in documents.items():
                    own[column.codes[some[document]]] += count
            else:
                own.update(rows(column.codes, numbers))
            values: Counter[str] = Counter()
            for row, count in own.items():
                for value in column.rows[row]:
                    values[value] += count
            labels = self.labels(field, values)
            labelled = sorted((labels[value], count) for value, count in values.items())
            counted[field] = dict(sorted(labelled, key=itemgetter(1), reverse=True))
        return counted

    def _counter(self, field: str) -> FieldCounter | None:
        return once(self._counters, field, lambda: self._make_counter(field))

    def _make_counter(self, field: str) -> FieldCounter | None:
        """None where many values were written in several ways, so that passages must be read to know their labels."""
        from .facet_arrays import FieldCounter

        column = self._index.column(field)
        unsure = {value for value in column.values if value not in column.labels} if field in _FOLDED else set()
        if len(unsure) > _UNSURE:
            return None
        values = [v for v in column.values if v not in unsure or self._index.holding(field, v)]  # others are gone
        return FieldCounter(column, self.labels(field, values), self._index.document)

    def of(self, field: str) -> Column:
        """The column of one field."""
        return self._index.column(field)

    def value(self, field: str, number: int) -> str:
        """The value of a single-valued field, as the index holds it; "" when there is none."""
        column = self._index.column(field)
        return "".join(column.rows[column.codes[number]])

    def labels(self, field: str, values: Collection[str]) -> Mapping[str, str]:
        """Values of the index as they were first written; text fields are kept folded."""
        if field not in _FOLDED:
            return {value: value for value in values}
        known, kept, index = self._index.column(field).labels, self._labels[field], self._index
        new = [value for value in values if value not in known and value not in kept]
        first = {min(index.holding(field, value), key=index.rank.__getitem__): value for value in timely(new, 50)}
        for number in timely(index.literal.prefetch(first), 50):
            kept[first[number]] = getattr(index.passage_at(number), field)
        return {value: kept[value] if value in kept else known[value] for value in values}

    def dates(self, numbers: Iterable[int]) -> list[str]:
        """For each passage the date of issue of its document, else the first year of its period, else ""; as text that sorts."""
        documents = [self.value("document_id", number) for number in numbers]
        new = dict.fromkeys(id for id in documents if id not in self._dates)
        some = {next(iter(self._index.holding("document_id", id))): id for id in new}
        for number in timely(self._index.literal.prefetch(some), 50):
            passage = self._index.passage_at(number)
            self._dates[some[number]] = passage.issued or str(min(passage.years, default=""))
        return [self._dates[id] for id in documents]

    def begins(self, number: int) -> int:
        """The first year of a passage; 0 when it has none."""
        column = self._index.column("year")
        return min(map(int, column.rows[column.codes[number]]), default=0)

    def size(self, number: int) -> int:
        """The characters of the folded heading and text of a passage."""
        return self._sizes[number]

    @kept_property
    def _sizes(self) -> list[int]:
        return list(map(self._index.literal.size, range(len(self._index.literal))))


def facets(
    index: Index,
    columns: Columns,
    query: Query,
    fields: Iterable[str],
    matched: Callable[[Query], Set[int]],
    whole: bool = False,
) -> Facets:
    """For each of `fields` the counts of its values among the matches of `query` without its conditions on that field.

    A condition is the query itself, or a part of its And, that is about one field: 氢能 district:九龙坡 counts the passages on
    氢能 in every district, and the plans, kinds and years of those in 九龙坡.
    `fields` are of `model.fields.COUNTED`. Values that folding makes equal are one. `matched` gives the passages that match a
    query and are to be counted. `whole`: the matches of an And are not the intersection of those of its parts.
    """
    fields = tuple(fields)
    counted = columns.counts(fields, matched(query))
    conditions = query.queries if isinstance(query, And) else (query,)
    own = set(map(_field, conditions)).intersection(fields)
    found = {} if whole or not own else {condition: matched(condition) for condition in conditions}
    for field in own:
        others = [condition for condition in conditions if _field(condition) != field]
        if not others:
            numbers: Set[int] = set(index.order) - index.hidden
        else:
            numbers = matched(all_of(others)) if whole else reduce(and_, map(found.__getitem__, others))
        counted |= columns.counts((field,), numbers)
    return counted


def _field(condition: Query) -> str:
    """The field of a condition, also under Not and of an Or on one field; "" when there is none."""
    if isinstance(condition, In):
        return condition.field
    fields = set(map(_field, children(condition)))
    return fields.pop() if len(fields) == 1 else ""
