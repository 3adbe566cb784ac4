"""Facets: exact counts of field values among the passages found, each field under the filters on the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import reduce
from operator import and_, itemgetter

from ..model.fields import FIELDS
from ..query.ast import And, In, Query, all_of, children
from ..runtime.cache import kept_property
from ..runtime.deadline import timely
from ..runtime.numpy_use import worth
from ..store.columns import Column
from .protocol import Index

Facets = dict[str, dict[str, int]]  # field: value: passages


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

    def counts(self, fields: tuple[str, ...], numbers: Set[int]) -> Facets:
        """For each field every value among the passages `numbers` with how many have it; the most frequent first."""
        many = worth(len(numbers))
        of = self._index.document
        documents, some = ({}, {}) if many else (rows(of, numbers), {of[number]: number for number in numbers})
        counted = {}
        for field in fields:
            column = self._index.column(field)
            own = Counter[int]()
            if column.alike and not many:
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
