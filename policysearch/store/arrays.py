"""Sets of passages, and their counts, as arrays of numpy behind the interfaces of Set and Mapping."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, Set, ValuesView
from functools import cached_property
from itertools import chain
from typing import Any, Self, TypeVar

import numpy
from numpy.typing import NDArray

from ..runtime.deadline import timely
from .protocol import Counts

Numbers = NDArray[numpy.int32]
Floats = NDArray[numpy.float64]
Marks = NDArray[numpy.bool_]  # for each passage whether it is marked
V = TypeVar("V")
T = TypeVar("T", bound=numpy.generic)

_FEW = 16  # up to so many passages, looking each up is faster
_FEWER = 24  # with so many times fewer passages, looking each up is faster than marking all
_SOME = 100  # and with so few in any case
_SLICED = 200  # of so many times more passages it is faster to join what stands between
_TABLE = 32  # up to so many passages, a dictionary is faster than a table


class PassageSet(Set[int]):
    """A set of passages: `numbers`, in order, each once."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.nbytes = numbers.nbytes

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers.tolist())

    def __contains__(self, item: object) -> bool:
        return isinstance(item, int) and self.place(item) >= 0

    def __and__(self, other: Set[Any]) -> Set[int]:
        if len(other) < _FEW and not isinstance(other, PassageSet):
            return {number for number in other if number in self}
        few, many = sorted((self, PassageSet(array_of(other))), key=len)
        return PassageSet(chosen(few.numbers, many.holds(few.numbers)))

    def __or__(self, other: Set[Any]) -> Set[int]:
        others = array_of(other)
        if not len(self.numbers) or not len(others):
            return self if len(self.numbers) else PassageSet(others)
        few, many = sorted((self.numbers, others), key=len)
        if len(few) * _FEWER < len(many):
            new = chosen(few, PassageSet(many).places(few) < 0)
            return PassageSet(numpy.insert(many, many.searchsorted(new), new))
        there = numpy.zeros(max(self.numbers[-1], others[-1]) + 1, bool)
        there[_places(self.numbers)] = there[_places(others)] = True
        return PassageSet(there.nonzero()[0].astype(numpy.int32))

    def __sub__(self, other: Set[Any]) -> Set[int]:
        others = array_of(other)
        if len(others) * _FEWER > len(self):
            places = PassageSet(others).holds(self.numbers).nonzero()[0]
        else:
            places = self.places(others)
            places = places[places >= 0]
        if not len(places):
            return self
        if len(places) * _SLICED < len(self):
            begins, ends = [0, *(places + 1).tolist()], [*places.tolist(), len(self)]
            pieces = [self.numbers[begin:end] for begin, end in zip(begins, ends, strict=True)]
            return PassageSet(numpy.concatenate(pieces))
        stays = numpy.ones(len(self), bool)
        stays[places] = False
        return PassageSet(chosen(self.numbers, stays))

    def __rsub__(self, other: Set[Any]) -> Set[int]:
        if len(other) < _FEW:
            return {number for number in other if number not in self}
        return PassageSet(array_of(other)) - self

    __rand__, __ror__ = __and__, __or__

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Set[Any]:
        return set(it)

    def place(self, number: int) -> int:
        """The index of a passage; -1 when it is not in the set."""
        at = bisect_left(self._view, number)
        return at if at < len(self._view) and self._view[at] == number else -1

    @cached_property
    def _view(self) -> memoryview:
        return self.numbers.data

    def places(self, numbers: Numbers) -> NDArray[Any]:
        """The same for some passages."""
        at = numpy.searchsorted(self.numbers, numbers)
        if not len(self.numbers):
            return at - 1
        return numpy.where(self.numbers.take(at, mode="clip") == numbers, at, -1)

    def holds(self, numbers: Numbers) -> NDArray[numpy.bool_]:
        """Which of some passages, in order, are in the set."""
        if not len(self.numbers) or not len(numbers):
            return numpy.zeros(len(numbers), bool)
        if len(numbers) < _SOME or len(numbers) * _FEWER < len(self.numbers):
            return self.places(numbers) >= 0
        there = numpy.zeros(max(self.numbers[-1], numbers[-1]) + 1, bool)
        there[_places(self.numbers)] = True
        found: NDArray[numpy.bool_] = there.take(numbers)
        return found


class _Table(Mapping[int, V]):
    """A mapping of passages, by `numbers` in order."""

    def __init__(self, numbers: Numbers, *columns: NDArray[Any]) -> None:
        self.numbers, self.columns = numbers, columns
        self.nbytes = sum(column.nbytes for column in (numbers, *columns))
        self._keys = PassageSet(numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __contains__(self, item: object) -> bool:
        return item in self._keys

    def __getitem__(self, number: int) -> V:
        if (at := self._keys.place(number)) < 0:
            raise KeyError(number)
        return self._value(*(column[at].item() for column in self.columns))

    def keys(self) -> PassageSet:  # type: ignore[override]
        return self._keys

    def items(self) -> ItemsView[int, V]:
        return self.to_dict().items()

    def values(self) -> ValuesView[V]:
        return self.to_dict().values()

    def to_dict(self) -> dict[int, V]:
        """The same as a dictionary."""
        return dict(zip(self.numbers.tolist(), self._values(), strict=True))

    def where(self, select: NDArray[Any]) -> Self:
        """The entries that are selected."""
        at = select.nonzero()[0] if select.dtype == bool else select
        return type(self)(self.numbers.take(at), *[column.take(at) for column in self.columns])

    def among(self, numbers: Set[int]) -> Mapping[int, V]:
        """The entries of some passages."""
        if numbers is self._keys:
            return self
        if len(numbers) >= _SOME and len(numbers) * _FEWER > len(self):
            return self.where(PassageSet(array_of(numbers)).holds(self.numbers))
        places = self._keys.places(array_of(numbers))
        found = self.where(places[places >= 0])
        return found if len(found) > _TABLE else found.to_dict()

    @staticmethod
    def _value(*values: Any) -> V:
        raise NotImplementedError

    def _values(self) -> Iterable[V]:
        """The values in order."""
        raise NotImplementedError


class CountsTable(_Table[Counts]):
    """Counts of a string in the `headings` and the `texts` of passages."""

    def __init__(self, numbers: Numbers, headings: NDArray[Any], texts: NDArray[Any]) -> None:
        super().__init__(numbers, headings, texts)
        self.headings, self.texts = headings, texts

    @staticmethod
    def _value(*values: Any) -> Counts:
        heading, text = values
        return heading, text

    def _values(self) -> Iterable[Counts]:
        return zip(self.headings.tolist(), self.texts.tolist(), strict=True)

    @classmethod
    def of(cls, places: Mapping[int, Counts]) -> CountsTable:
        """The same as a table."""
        if isinstance(places, CountsTable):
            return places
        numbers = numpy.fromiter(places, numpy.int32, len(places))
        headings, texts = numpy.array([*places.values()]).reshape(-1, 2).T
        order = numpy.argsort(numbers)
        return cls(numbers[order], headings[order], texts[order])

    def times(self, heading: float, marked: Marks | None) -> tuple[Numbers, Floats]:
        """As `TextIndex.times` says."""
        some = self if marked is None else self.where(marked.take(self.numbers))
        return some.numbers, some.texts + heading * some.headings

    @classmethod
    def of_classes(cls, classes: Sequence[tuple[Counts, Sequence[int]]]) -> CountsTable:
        """The passages of each class have its counts; no passage is in two."""
        sizes = [len(numbers) for _, numbers in classes]
        numbers = numpy.fromiter(chain.from_iterable(numbers for _, numbers in classes), numpy.int32, sum(sizes))
        order = numpy.argsort(numbers)
        both = numpy.array([counts for counts, _ in classes], numpy.int32).repeat(sizes, 0)[order]
        return cls(numbers[order], both[:, 0], both[:, 1])

    def postings(self) -> tuple[PostingsTable, PostingsTable]:
        """The counts in headings and those in texts, apart."""
        held = ((column, column > 0) for column in self.columns)
        one, other = (PostingsTable(chosen(self.numbers, there), chosen(column, there)) for column, there in held)
        return one, other

    def with_counts(self, other: CountsTable) -> CountsTable:
        """These counts and those of other passages, without zeros."""
        joined = map(
            numpy.concatenate, zip((self.numbers, *self.columns), (other.numbers, *other.columns), strict=True)
        )
        numbers, headings, texts = joined
        there = ((headings > 0) | (texts > 0)).nonzero()[0]
        there = there.take(numbers.take(there).argsort())
        return CountsTable(numbers.take(there), headings.take(there), texts.take(there))

    def others_of(self, places: Mapping[int, Counts]) -> CountsTable:
        """Those of `places` whose passages are not here."""
        table = CountsTable.of(places)
        return table.where(~self._keys.holds(table.numbers))

    def in_headings(self) -> Numbers:
        """The passages that have it in their headings."""
        return chosen(self.numbers, self.headings > 0)

    def within(self, heading: bool, text: bool) -> CountsTable:
        """The counts in headings, in texts, or both."""
        masked = CountsTable(self.numbers, self.headings * heading, self.texts * text)
        return masked.where((masked.headings + masked.texts) > 0)


class PostingsTable(_Table[float]):
    """Frequencies of a term in passages."""

    @staticmethod
    def _value(*values: Any) -> float:
        return float(values[0])

    def _values(self) -> Iterable[float]:
        found: list[float] = self.columns[0].astype(float).tolist()
        return found

    def without(self, gone: Set[int]) -> PostingsTable:
        """Those that are not `gone`."""
        return self.where(~PassageSet(array_of(gone)).holds(self.numbers))

    def of(self, numbers: Numbers) -> NDArray[Any]:
        """The frequencies in some passages."""
        if not len(self.numbers) or not len(numbers):
            return numpy.zeros(len(numbers), numpy.int32)
        if len(numbers) * _FEWER > len(self.numbers):
            every = numpy.zeros(max(self.numbers[-1], numbers[-1]) + 1, self.columns[0].dtype)
            every[_places(self.numbers)] = self.columns[0]
            return every.take(numbers)
        at = self.numbers.searchsorted(numbers)
        there = self.numbers.take(at, mode="clip") == numbers
        found: NDArray[Any] = self.columns[0].take(at, mode="clip") * there
        return found


class Classes:
    """Classes of passages that share none."""

    def __init__(self, classes: Sequence[Sequence[int]]) -> None:
        numbers = numpy.array([*chain.from_iterable(classes)], numpy.int32)
        # Of all passages up to the last, 0 for those in none; as small as can be, since many are read one here and one there.
        self._codes = numpy.zeros(numbers.max(initial=-1) + 1, numpy.min_scalar_type(len(classes)))
        self._codes[numbers] = numpy.repeat(numpy.arange(1, len(classes) + 1), [*map(len, classes)])

    def among(self, numbers: Set[int]) -> tuple[int, int]:
        """How many of some passages have a class, and how many different classes they have."""
        some = array_of(numbers)
        codes = self._codes.take(some[: numpy.searchsorted(some, numpy.int32(len(self._codes)))])
        codes = chosen(codes, codes > 0)
        return len(codes), int(numpy.count_nonzero(numpy.bincount(codes)))


class Runs:
    """A column whose equal `codes` mostly stand side by side, such as the documents of passages."""

    def __init__(self, codes: Sequence[int]) -> None:
        self._codes = own = numpy.asarray(codes)
        begins = numpy.flatnonzero(numpy.append(True, own[1:] != own[:-1])[: len(own)]).astype(numpy.int32)
        self._ends, self._begins = numpy.zeros((2, max(codes, default=-1) + 1), numpy.int32)
        self._begins[own[begins]], self._ends[own[begins]] = begins, [*begins[1:], len(own)]
        self._whole = len(numpy.unique(own)) == len(begins)  # each code is one run

    def count(self, numbers: Any, wanted: Sequence[int]) -> dict[int, int]:
        """How many of some passages have each `wanted` code."""
        if self._whole:
            sought = numpy.array([self._begins[wanted], self._ends[wanted]])
            before, upto = numpy.searchsorted(numbers.numbers, sought)
            counts = upto - before
        else:
            counts = numpy.bincount(self._codes.take(numbers.numbers), minlength=len(self._ends))[wanted]
        return dict(zip(wanted, counts.tolist(), strict=True))


def union(sets: Iterable[Set[int]]) -> PassageSet:
    """The passages that are in any of some sets."""
    arrays = [*map(array_of, sets)]
    there = numpy.zeros(1 + max((int(numbers[-1]) for numbers in arrays if len(numbers)), default=-1), bool)
    for numbers in arrays:
        there[_places(numbers)] = True
    return PassageSet(there.nonzero()[0].astype(numpy.int32))


def linear(least: float, slope: float, numbers: Sequence[int]) -> Floats:
    """`least` and `slope` times each of some numbers."""
    found: Floats = least + slope * numpy.asarray(numbers)
    return found


def chosen(column: NDArray[T], select: NDArray[numpy.bool_]) -> NDArray[T]:
    """The entries that are selected: as `column[select]`, several times as fast for many."""
    return column.take(select.nonzero()[0])


def _places(numbers: Numbers) -> NDArray[numpy.intp]:
    """Numbers by which an array is written to: numpy takes half the time where they are as wide as addresses."""
    return numbers.astype(numpy.intp)


def array_of(numbers: Set[int]) -> Numbers:
    """Passages in order."""
    if isinstance(numbers, PassageSet):
        return numbers.numbers
    found = numpy.fromiter(numbers, numpy.int32, len(numbers))
    found.sort()
    return found


def count_codes(codes: Sequence[int], numbers: Set[int]) -> dict[int, int]:
    """How many of some passages have each of the `codes` of all."""
    counts = numpy.bincount(numpy.asarray(codes).take(array_of(numbers)))
    there = numpy.flatnonzero(counts)
    return dict(zip(there.tolist(), counts[there].tolist(), strict=True))


def with_code(codes: Sequence[int], numbers: Set[int], accepts: Callable[[int], bool]) -> PassageSet:
    """Those of some passages whose code, of the `codes` of all, is accepted."""
    some = array_of(numbers)
    own = numpy.asarray(codes).take(some)
    there = numpy.bincount(own)
    accepted = numpy.zeros(len(there), bool)
    different = there.nonzero()[0]
    accepted[different] = [accepts(code) for code in timely(different.tolist(), 50)]
    return PassageSet(chosen(some, accepted.take(own)))


def equal(places: CountsTable, headings: Mapping[int, float], texts: Mapping[int, float]) -> NDArray[numpy.bool_]:
    """Which of `places` are the counts of two postings."""
    same: NDArray[numpy.bool_] = places.headings == _of(headings, places.numbers)
    same &= places.texts == _of(texts, places.numbers)
    return same


def _of(postings: Mapping[int, float], numbers: Numbers) -> NDArray[Any]:
    if isinstance(postings, PostingsTable):
        return postings.of(numbers)
    return numpy.array([postings.get(number, 0) for number in numbers.tolist()])
