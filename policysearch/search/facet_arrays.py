"""Counts of the values of a field among many passages, by arrays of numpy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

import numpy
from numpy.typing import NDArray

from ..store.arrays import array_of
from ..store.columns import Column

_RowCounts = NDArray[numpy.intp]  # of each row of a column, how many passages have it


class FieldCounter:
    """Counts the values of one field; its values are in the order of their labels."""

    def __init__(self, column: Column, labels: Mapping[str, str], document: Sequence[int]) -> None:
        """`labels`: those of all values that a passage has; `document`: the code of the document of each passage."""
        values = sorted(labels, key=labels.__getitem__)
        places = {value: place for place, value in enumerate(values)}
        held = [(row, places[value]) for row, own in enumerate(column.rows) for value in own if value in places]
        self._labels = numpy.array([labels[value] for value in values], object)
        self._rows, self._values = numpy.array(held, numpy.intp).reshape(-1, 2).T
        self._size = len(column.rows)
        self._codes = None if column.alike else numpy.asarray(column.codes)
        if column.alike:  # the rows of passages are counted by documents
            _, first = numpy.unique(numpy.asarray(document), return_index=True)
            rows = numpy.zeros(max(document, default=-1) + 1, numpy.intp)
            rows[numpy.asarray(document)[first]] = numpy.asarray(column.codes)[first]
            self._row_of_document = rows

    def counts(self, numbers: Set[int], documents: Callable[[], _RowCounts]) -> dict[str, int]:
        """For each label how many of some passages have its value, the most frequent first; `documents`: how many of them each
        document has.
        """
        if self._codes is None:
            own = documents()
            rows = numpy.bincount(self._row_of_document[: len(own)], own, self._size)
        else:
            rows = count_rows(self._codes, numbers, self._size)
        counts = numpy.bincount(self._values, rows.take(self._rows), len(self._labels)).astype(numpy.int32)
        found = numpy.flatnonzero(counts)
        lacking = counts.max(initial=0) - counts.take(found)
        if len(lacking) and lacking.max() < 2**16:
            lacking = lacking.astype(numpy.uint16)  # which numpy sorts in a tenth of the time
        order = found.take(numpy.argsort(lacking, kind="stable"))
        return dict(zip(self._labels.take(order).tolist(), counts.take(order).tolist(), strict=True))


def count_rows(codes: Sequence[int] | NDArray[numpy.unsignedinteger], numbers: Set[int], size: int = 0) -> _RowCounts:
    """How many of some passages have each of the `codes` of all, which are below `size`."""
    return numpy.bincount(numpy.asarray(codes).take(array_of(numbers)), minlength=size)
