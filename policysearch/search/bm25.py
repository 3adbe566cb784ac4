"""BM25F: inverse document frequency, saturation of frequencies, normalisation by length, a weight for headings.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, log
from typing import TYPE_CHECKING

from ..model.record import record
from ..runtime.deadline import timely

if TYPE_CHECKING:
    from ..store.arrays import CountsTable, Floats
    from ..store.protocol import Counts


def idf(holding: int, total: int) -> float:
    """The inverse document frequency of a string that `holding` of `total` passages hold; `holding` may be an estimate above `total`."""
    return log(1 + max(total - holding + 0.5, 0.5) / (holding + 0.5))


@record
class Parameters:
    """The parameters of BM25F over two parts of a passage, heading and text."""

    k1: float  # the frequency at which half of the maximum is reached
    b: float  # how far the length of the text counts; headings are not normalised
    heading: float = 1.0  # weight of an occurrence in the heading; one in the text counts 1
    longest: float = inf  # a text counts as at most so many times as long as the mean

    @property
    def most(self) -> float:
        """The limit of `saturate` for high frequencies."""
        return self.k1 + 1

    def norm(self, length: float, mean: float) -> float:
        """The length normalisation: what frequencies in a text of that length are divided by."""
        return 1 - self.b + self.b * min(length / mean, self.longest)

    def norms(self, length: Callable[[int], int], mean: float) -> Callable[[int], float]:
        """For each text k1 times its `norm`, the term that saturation adds to the frequency."""
        k1, b = self.k1, self.b
        return lambda number: k1 * (1 - b + b * length(number) / mean)

    def saturate(self, frequency: float, norm: float = 1.0) -> float:
        """The saturated frequency: 1 for a frequency of 1 in a text of mean length, always below `most`."""
        return self.most * frequency / (self.k1 * norm + frequency)

    def scores(
        self, places: Mapping[int, Counts], weight: float, length: Callable[[int], int], mean: float
    ) -> dict[int, float]:
        """The scores of passages for one string of that weight; `places` are its occurrences, `length` gives the length of a text."""
        k1, b, in_heading, longest, most = self.k1, self.b, self.heading, self.longest, weight * self.most
        scores = {}
        for number, (heading, text) in timely(places.items()):
            frequency = in_heading * heading
            if text:
                frequency += text / (1 - b + b * min(length(number) / mean, longest))
            scores[number] = most * frequency / (k1 + frequency)
        return scores

    def scores_of_table(self, places: CountsTable, weight: float, norms: Floats) -> Floats:
        """The same for arrays with an entry for each passage, by the same steps, so that scores are equal to the last bit; `norms` are
        those of all passages.
        """
        frequency: Floats = places.texts / norms.take(places.numbers)
        if places.headings.any():
            frequency += self.heading * places.headings
        scores = weight * self.most * frequency
        frequency += self.k1
        scores /= frequency
        return scores
