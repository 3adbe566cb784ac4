"""Weights and places of strings (words, bigrams, characters), and the scores of passages by them.

docs/ranking.md has the formula: BM25 with an exponent of the inverse document frequency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING, Protocol

from ..model.record import record
from ..runtime.cache import Remembered, kept_property
from ..runtime.deadline import check
from . import protocol
from .bm25 import idf
from .match import restrict
from .scorers import Scores

if TYPE_CHECKING:
    from ..query.ast import Query
    from ..store.arrays import Floats, Numbers
    from ..store.protocol import Counts, TextIndex

K1 = 0.6
B = 0.6  # of the text; headings are not normalised by their length
HEADING = 3.0  # what an occurrence in the heading counts
RARITY = 1.1  # exponent of the inverse document frequency
_MIDDLE = 5.0  # the inverse document frequency that the exponent leaves as it is
GRAMS = 300_000  # characters of the grams in the cache


class Index(protocol.Index, Protocol):
    """What relaxation needs of an index."""

    @property
    def relaxes_always(self) -> bool:
        """Whether passages that hold some of the words follow even where enough hold all."""
        ...

    @property
    def matched(self) -> Mapping[Query, Set[int]]:
        """For a query what `match.matching` gives, kept."""
        ...

    @property
    def norms(self) -> Norms:
        """`Norms(self)`, kept."""
        ...

    @property
    def rarity(self) -> Rarity:
        """`Rarity(self)`, kept."""
        ...


class Rarity(Remembered[str, float]):
    """Weights of characters and bigrams."""

    def __init__(self, index: Index) -> None:
        super().__init__(self._weight, GRAMS)
        self._frequency, self._literal, self._all = index.frequency, index.literal, len(index.order)

    def _weight(self, gram: str) -> float:
        """`gram`: a character, two side by side, letters and digits that are a word, or a year in ideographs."""
        if gram.isascii():
            holding = self._frequency(gram)
        elif len(gram) > 2:
            holding = self._literal.total(gram)
        else:
            holding = self._literal.document_frequency(gram)
        return string_weight(holding, self._all)


@record
class Places:
    """The counts of a word in the headings and texts of passages."""

    heading: Mapping[int, float]
    text: Mapping[int, float]
    merged: tuple[Numbers, Floats] | None = None  # by numpy: passages in order, and frequencies

    @property
    def total(self) -> int:
        """How many passages have it."""
        if self.merged:
            return len(self.merged[0])
        return len(self.text) + len(self.heading) - len(self.text.keys() & self.heading.keys())

    def times(self, number: int) -> float:
        """The frequency in a passage; an occurrence in the heading counts HEADING times."""
        return self.text.get(number, 0) + HEADING * self.heading.get(number, 0)

    def among(self, numbers: Set[int] | None) -> Iterable[tuple[int, float]]:
        """The passages (of some; None: all) that have it, and how often."""
        heading, text = (held if numbers is None else restrict(held, numbers) for held in (self.heading, self.text))
        found = dict(text.items())
        for number, times in heading.items():
            found[number] = found.get(number, 0) + HEADING * times
        return found.items()


@record
class Bigram:
    """A bigram, or another string that is not cut into words, in passages."""

    literal: TextIndex
    string: str

    @property
    def counts(self) -> Mapping[int, Counts]:
        """Its counts in the passages that hold it."""
        return self.literal.count(self.string)

    def times(self, number: int) -> float:
        """As `Places.times`."""
        heading, text = self.counts.get(number, (0, 0))
        return text + HEADING * heading

    def among(self, numbers: Set[int] | None) -> Iterable[tuple[int, float]]:
        """As `Places.among`."""
        counts = self.counts if numbers is None else restrict(self.counts, numbers)
        return [(number, text + HEADING * heading) for number, (heading, text) in counts.items()]


class Pool:
    """Passages that are scored in full, with their headings and texts."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        self._rarity = index.rarity
        self._rows: dict[int, tuple[str, str, float]] = {}
        self.add(index, numbers)

    def add(self, index: Index, numbers: Iterable[int]) -> None:
        """Add passages."""
        numbers = list(numbers)
        parts = index.literal.joined(numbers).split("\0")
        for number, heading, text in zip(numbers, parts[::2], parts[1::2], strict=False):
            self._rows[number] = heading, f"{heading}\0{text}", index.norms[number]

    def text(self, number: int) -> str:
        """The folded text of a passage of the pool, without its heading."""
        heading, both, _ = self._rows[number]
        return both[len(heading) + 1 :]

    def score(self, weights: Mapping[str, float], scores: Scores) -> None:
        """Add to `scores` of passages of the pool their scores for weighted strings."""
        rows = self._rows
        # Finding a character is faster than finding a string: strings are sought only where the rarest of their characters stands.
        rarest = {gram: max(gram, key=self._rarity.__getitem__) for gram in weights}
        texts = [(number, rows[number][1]) for number in scores]
        holding = {c: [number for number, text in texts if c in text] for c in set(rarest.values())}
        for gram, weight in weights.items():
            check()
            for number in holding[rarest[gram]]:
                heading, both, norm = rows[number]
                if times := both.count(gram):
                    found = times + (HEADING - 1) * heading.count(gram) if gram in heading else times
                    scores[number] += weight * found / (found + norm)


def add_scores(scores: Scores, weight: float, occurrences: Iterable[tuple[int, float]], norms: Norms) -> None:
    """Add to the `scores` of passages those for a string of that weight with these occurrences."""
    get, least, slope, lengths = scores.get, norms.least, norms.slope, norms.lengths
    for number, times in occurrences:
        scores[number] = get(number, 0.0) + weight * times / (times + (least + slope * lengths[number]))


def string_weight(holding: int, all: int) -> float:
    """The weight of a string that `holding` of `all` passages hold, saturation included."""
    return float((K1 + 1) * idf(holding, all) ** RARITY * _MIDDLE ** (1 - RARITY))


class Norms:
    """For each passage the term that saturation adds to the frequency."""

    def __init__(self, index: protocol.Index) -> None:
        self.least, self.slope, self.lengths = K1 * (1 - B), K1 * B / index.mean_length, index.literal.lengths

    def __getitem__(self, number: int) -> float:
        return self.least + self.slope * self.lengths[number]

    @kept_property
    def every(self) -> Floats:
        """Those of all passages; by numpy."""
        from ..store.arrays import linear

        return linear(self.least, self.slope, self.lengths)
