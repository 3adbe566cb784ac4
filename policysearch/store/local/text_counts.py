"""The passages of `text_store` by how often a string stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..protocol import Counts


def by_counts(literal: Any, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
    """For each count of `needle` a function that gives the passages with it."""
    several: defaultdict[Counts, list[Callable[[], Iterable[int]]]] = defaultdict(list)
    if len(needle) < 3 and not literal.is_counted(needle):
        for part, first in literal.parts_with_first():
            for counts, tell in part.classes(needle):
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
