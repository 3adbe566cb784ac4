"""The passages of `text_store` by how often a string stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from .bigrams import COUNTS, LOOK
from .marks import in_bytes
from .text_part import Part, indices

if TYPE_CHECKING:
    from ..protocol import Counts

_FEW = 16  # with so many times fewer passages, looking each up is faster
_IS = [bytes(other) + b"\1" + bytes(255 - other) for other in range(LOOK + 1)]


def by_counts(literal: Any, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
    """For each count of `needle` a function that gives the passages with it."""
    several: defaultdict[Counts, list[Callable[[], Iterable[int]]]] = defaultdict(list)
    if len(needle) < 3 and not literal.is_counted(needle):
        for part, first in literal.parts_with_first():
            for counts, tell in _classes(part, needle):
                several[counts].append(partial(_candidates, literal, tell, first))
    else:
        members: defaultdict[Counts, list[int]] = defaultdict(list)
        for number, counts in literal.count(needle).items():
            members[counts].append(number)
        several.update((counts, [partial(iter, some)]) for counts, some in members.items())
    return {counts: partial(_together, told) for counts, told in several.items()}


def _candidates(literal: Any, tell: Callable[[], Iterable[int]], first: int) -> Iterable[int]:
    numbers = map(first.__add__, tell()) if first else tell()
    return [number for number in numbers if number not in literal.gone] if literal.gone else numbers


def _together(told: Iterable[Callable[[], Iterable[int]]]) -> Iterable[int]:
    return chain.from_iterable(tell() for tell in told)


def _classes(part: Part, needle: str) -> Iterator[tuple[Counts, Callable[[], Iterable[int]]]]:
    """Each count of one or two characters, with a function that gives the passages with it."""
    place = part.place(needle)
    if place < 0:
        return
    numbers, codes = part.bigrams.entries(place)
    for code in set(codes):
        if code != LOOK:
            yield COUNTS[code], partial(_select, numbers, codes, code)
    wanted = in_bytes(needle)
    for at in indices(LOOK, codes):
        yield part.look(wanted, numbers[at]), partial(iter, numbers[at : at + 1])


def _select(numbers: Sequence[int], codes: bytes, code: int) -> Iterable[int]:
    """The numbers that have a code."""
    if codes.count(code) * _FEW < len(codes):
        return [numbers[at] for at in indices(code, codes)]
    return compress(numbers, codes.translate(_IS[code]))
