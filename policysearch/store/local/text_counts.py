"""The passages of `text_store` by how often a string stands in them, with several strings, and with headings that begin so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from ...runtime.deadline import timely
from .bigrams import COUNTS, LOOK
from .marks import in_bytes
from .text_part import Part, bigrams_of, indices

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


def holding_all(literal: Any, wanted: list[str], exact: bool) -> Iterable[int]:
    """As `TextIndex.holding_all` says, without empty strings."""
    if len(wanted) > 1:  # the rarest first
        wanted.sort(key=lambda needle: min(literal.total(gram) for gram in bigrams_of(needle)))
    if not wanted:
        return [n for n in range(len(literal)) if n not in literal.gone]
    if not exact and all(map(literal.is_frequent, wanted)):
        from .text_arrays import holding_bigrams

        held: list[int] = holding_bigrams(literal, chain.from_iterable(map(bigrams_of, wanted))).tolist()
        return held
    first, *others = wanted
    found: Iterable[int] = literal.passages(first)
    for needle in others:
        found = literal.passages(needle, found)
    return found


def begun_by(place: Callable[[int], tuple[Any, int]], wanted: bytes, numbers: Iterable[int]) -> list[int]:
    """Those of some passages whose folded heading begins with `wanted`; `place`: the part that one is in, and its number there."""
    found = []
    for number in timely(numbers):
        part, own = place(number)
        start = part.starts[own]
        if part.text[start : start + len(wanted)] == wanted and start + len(wanted) <= part.middles[own]:
            found.append(number)
    return found
