"""Scorers: each knows the passages that a part of a query matches, and scores them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, cast

from ..runtime.deadline import timely
from ..runtime.numpy_use import uses_numpy
from .bm25 import Parameters, idf
from .match import Places, restrict

if TYPE_CHECKING:
    from ..store.arrays import CountsTable
    from .protocol import Index

#: Of strings in passages.
BM25F = Parameters(k1=1.0, b=0.4, heading=3.0, longest=100)

NEARNESS = 0.5  # the highest gain by proximity, as a share of the weight of the strings of a query
DEFINED = (
    BM25F.most + NEARNESS
)  # the gain of a passage whose heading is just the string, as a multiple of the weight of the string

# An article that is cited gains as much as CITED words that stand nowhere else would weigh, more than any passage that
# only has the words of the query; the next in order gains NEARER of it.
CITED, NEARER = 50, 0.99

# Factor of the score of a passage that holds a string only by accident. It then scores less than any passage that holds the string as a word,
# since no text counts as longer than 100 mean ones.
_ACCIDENT = 0.01

DRAFTED = 0.5  # factor of the score of a draft whose final text is in the index
SAFE = 1.000001  # factor of a bound, against rounding
Scores = dict[int, float]  # number of the passage: score
Gain = Callable[[Set[int]], Scores]  # the gains of some passages, without those that gain nothing


class Scorer:
    """The base of scorers, for a part of a query over one store. By itself it matches and scores 0, as a filter does."""

    def __init__(self, what: str, numbers: Set[int], required: Mapping[str, float] | None = None) -> None:
        self.what = what  # the part of the query, as explanations show it
        self.numbers = numbers  # the passages that match
        self.required = required or {}  # the strings that every match holds, with their weights; for nearness

    def scores(self, numbers: Set[int]) -> Scores:
        """The scores of some passages, those left out that score 0; a dictionary of its caller's own."""
        return {}

    def bounds(self, numbers: Set[int]) -> Scores:
        """Upper bounds of the scores of some passages, which take less time than the scores."""
        return self.scores(numbers)

    def score(self, number: int) -> float:
        """The score of one passage, which need not match."""
        return self.scores({number}).get(number, 0.0)


class Sum(Scorer):
    """Scorers of which a passage gets the sum."""

    def __init__(self, what: str, parts: Sequence[Scorer], numbers: Set[int], required: Mapping[str, float]) -> None:
        super().__init__(what, numbers, required)
        self.parts = parts

    def scores(self, numbers: Set[int]) -> Scores:
        return self._sum(part.scores(numbers) for part in self.parts if self.numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self._sum(part.bounds(numbers) for part in self.parts if self.numbers)

    def _sum(self, given: Iterable[Scores]) -> Scores:
        total: Scores = {}
        for scores in given:
            for number, score in timely(scores.items(), 5000):
                total[number] = total.get(number, 0.0) + score
        return total


class Impossible(Scorer):
    """A part that matches nothing, known before all of it was evaluated; `scorer` makes the scorer that explains it."""

    def __init__(self, what: str, scorer: Callable[[], Scorer]) -> None:
        super().__init__(what, frozenset())
        self.scorer = scorer


class Elsewhere(Impossible):
    """A part that matches none of the passages among which it was looked for; its own parts still score there."""

    def scores(self, numbers: Set[int]) -> Scores:
        return self.scorer().scores(numbers) if numbers else {}


class Given(Scorer):
    """A scorer with a fixed score for each of some passages."""

    def __init__(self, what: str, given: Scores) -> None:
        super().__init__(what, given.keys())
        self._given = given

    def scores(self, numbers: Set[int]) -> Scores:
        return {number: self._given[number] for number in numbers & self.numbers}


class Boosted(Scorer):
    """A scorer whose scores are multiplied."""

    def __init__(self, what: str, inner: Scorer, factor: float) -> None:
        super().__init__(what, inner.numbers, {string: weight * factor for string, weight in inner.required.items()})
        self.inner, self.factor = inner, factor

    def scores(self, numbers: Set[int]) -> Scores:
        return {number: score * self.factor for number, score in self.inner.scores(numbers).items()}

    def bounds(self, numbers: Set[int]) -> Scores:
        return {number: score * self.factor for number, score in self.inner.bounds(numbers).items()}


class Occurrences(Scorer):
    """BM25F of the occurrences of something; `string`: of a string, which may stand somewhere by accident."""

    def __init__(
        self,
        index: Index,
        what: str,
        places: Places,
        proper: Callable[[Places], Places] | None = None,
        look: Callable[[Set[int]], Places] | None = None,
        total: int | None = None,
    ) -> None:
        """`places`: the passages that hold it; where these are not all, `total` is their number, and `look` counts in others."""
        super().__init__(what, places.keys())
        self.index, self._places, self._proper, self._look = index, places, proper, look
        self.total = len(places) if total is None else total
        self.bounded = True  # whether no passage has more `proper` places than places
        self.weight = idf(self.total, len(index.order))

    def scores(self, numbers: Set[int]) -> Scores:
        literal, mean = self.index.literal, self.index.mean_length
        length = literal.lengths.__getitem__ if uses_numpy() else literal.length
        scores: Scores = {}
        for there, weight in self.weigh(numbers):
            if isinstance(there, dict):
                scores |= BM25F.scores(there, weight, length, mean)
            else:
                found = BM25F.scores_of_table(cast("CountsTable", there), weight, self.index.text_norms)
                scores.update(zip(there, found.tolist(), strict=True))
        return scores

    def bounds(self, numbers: Set[int]) -> Scores:
        if not self.bounded:
            return self.scores(numbers)
        return BM25F.scores(self.holding(numbers), self.weight, self.index.literal.length, self.index.mean_length)

    def weigh(self, numbers: Set[int]) -> Iterable[tuple[Places, float]]:
        """The occurrences in `numbers` as proper ones and accidents, each with their weight."""
        held = self.holding(numbers)
        if self._proper is None:
            return [(held, self.weight)]
        proper = self._proper(held)
        accidents: Places
        if isinstance(proper, dict):
            accidents = {number: held[number] for number in held.keys() - proper.keys()}
        else:
            accidents = proper.others_of(held)  # type: ignore[attr-defined]
        return [(proper, self.weight), (accidents, self.weight * _ACCIDENT)]

    def holding(self, numbers: Set[int]) -> Places:
        """The occurrences in `numbers`."""
        found = restrict(self._places, numbers)
        return self._look(numbers) if self._look and len(found) < len(numbers) else found


class Raised(Scorer):
    """A scorer and the gains of some passages; each gain has the code of its reason."""

    def __init__(self, core: Scorer, numbers: Set[int], gains: Mapping[str, Gain]) -> None:
        super().__init__(core.what, numbers, core.required)
        self.core, self.gains = core, gains
        self.gained: Mapping[str, Scores] | None = None  # once computed for all passages

    def scores(self, numbers: Set[int]) -> Scores:
        return self._raise(self.core.scores(numbers), numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self._raise(self.core.bounds(numbers), numbers)

    def _raise(self, scores: Scores, numbers: Set[int]) -> Scores:
        for why, gain in self.gains.items():
            if self.gained is None:
                given = gain(numbers)
            else:
                known = self.gained[why]
                given = {number: known[number] for number in known.keys() & numbers}
            for number, more in given.items():
                scores[number] = scores.get(number, 0.0) + more
        return scores
