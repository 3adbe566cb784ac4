"""The sums of what strings give to passages, as dictionaries or, once numpy is at work, as arrays: the same to the last bit."""

from __future__ import annotations

from collections.abc import Sequence, Set
from heapq import nlargest
from typing import Protocol

from ..runtime.numpy_use import uses_numpy
from .scorers import Scores
from .string_weights import Bigram, Index, Places, add_scores


class Accumulators(Protocol):
    """What some strings give to passages."""

    def __len__(self) -> int:
        """How many passages have anything."""
        ...

    def add(self, weight: float, places: Places | Bigram, known: bool) -> None:
        """Add what a string of that weight gives; if `known`, only to passages that have something."""
        ...

    def best(self, most: int, rank: Sequence[int]) -> Scores:
        """The best `most`, best first, of equal ones the first by `rank`."""
        ...


def accumulators(index: Index, allowed: Set[int] | None) -> Accumulators:
    """Nothing yet for any passage of those `allowed` (None: all)."""
    if not uses_numpy():
        return _Dictionary(index, allowed)
    from .accumulator_arrays import ArrayAccumulators

    return ArrayAccumulators(index, allowed)


class _Dictionary:
    def __init__(self, index: Index, allowed: Set[int] | None) -> None:
        self._norms, self._allowed = index.norms, allowed
        self._scores: Scores = {}

    def __len__(self) -> int:
        return len(self._scores)

    def add(self, weight: float, places: Places | Bigram, known: bool) -> None:
        among = self._scores.keys() if known else self._allowed
        add_scores(self._scores, weight, places.among(among), self._norms)

    def best(self, most: int, rank: Sequence[int]) -> Scores:
        scores = self._scores
        least = nlargest(most, scores.values())[-1] if scores else 0.0
        best = [number for number, score in scores.items() if score >= least]
        best.sort(key=lambda number: (-scores[number], rank[number]))
        return {number: scores[number] for number in best[:most]}
