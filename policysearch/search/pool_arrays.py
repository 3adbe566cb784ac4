"""The scores of `string_weights.Pool` by arrays of numpy: all characters and bigrams are counted in one pass over the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from ..store.arrays import Floats
from .scorers import Scores
from .string_weights import HEADING, Index, Pool

_FEW = 16  # passages that are faster scored one by one
_CHARACTERS = 255  # of all strings together, which a byte can number


class Joined:
    """The headings and texts of some passages in one array of UTF-16."""

    def __init__(self, rows: Sequence[tuple[str, str, float]]) -> None:
        """`rows`: for each passage its heading, its heading and text, its norm."""
        self.rows = rows
        joined = "\0".join([*(both for _, both, _ in rows), ""])
        self.codes = numpy.frombuffer(joined.encode("utf-16-le", "surrogatepass"), numpy.uint16)
        self.plain = len(self.codes) == len(joined)  # no character takes two codes
        self.norms = numpy.array([norm for _, _, norm in rows])
        lengths = numpy.array([len(both) + 1 for _, both, _ in rows])
        self.ends = numpy.cumsum(lengths)
        self.headings = self.ends - lengths + [len(heading) for heading, _, _ in rows]  # where they end

    def often(self, string: str) -> Floats:
        """How often a string stands in each passage, as `Pool.score` counts it."""
        times = numpy.zeros(len(self.rows))
        for n, (heading, both, _) in enumerate(self.rows):
            if (found := both.count(string)):
                times[n] = found + (HEADING - 1) * heading.count(string)
        return times

    def times(self, grams: Sequence[str]) -> NDArray[Any]:
        """How often some characters and bigrams stand in each passage, one row for each; in the heading counted HEADING times."""
        letters = {letter: n for n, letter in enumerate(sorted(set("".join(grams))), 1)}
        many, kinds = len(self.rows), len(letters) + 1
        number_of = numpy.zeros(65536, numpy.uint8)
        number_of[[*map(ord, letters)]] = [*letters.values()]
        own = number_of[self.codes]
        at = numpy.flatnonzero(own != 0)  # the last code is the mark, which is no letter
        first, second = own[at], own[at + 1]
        row = numpy.searchsorted(self.ends, at, "right")
        counted = numpy.where(at < self.headings[row], HEADING, 1.0)
        alone = numpy.bincount(first.astype(numpy.intp) * many + row, counted, kinds * many).reshape(kinds, many)
        pairs = [gram for gram in grams if len(gram) > 1]
        pair_of = numpy.zeros(kinds * kinds, numpy.uint8)
        pair_of[[letters[gram[0]] * kinds + letters[gram[1]] for gram in pairs]] = range(1, len(pairs) + 1)
        pair = pair_of[first.astype(numpy.intp) * kinds + second]
        some = numpy.flatnonzero(pair)
        size = (len(pairs) + 1) * many
        together = numpy.bincount(pair[some].astype(numpy.intp) * many + row[some], counted[some], size)
        together = together.reshape(-1, many)
        place = {gram: n for n, gram in enumerate(pairs, 1)}
        return numpy.array([together[place[gram]] if gram in place else alone[letters[gram]] for gram in grams])


class ArrayPool(Pool):
    """A pool that counts in arrays, with the same sums to the last bit."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        super().__init__(index, numbers)
        self._joined: dict[tuple[int, ...], Joined] = {}

    def score(self, weights: Mapping[str, float], scores: Scores) -> None:
        """As `Pool.score`."""
        grams = [gram for gram in weights if len(gram) < 3 and max(gram) < "\ud800" and len({*gram}) == len(gram)]
        if len(scores) < _FEW or not grams or len(set("".join(grams))) > _CHARACTERS or len(grams) > _CHARACTERS:
            return super().score(weights, scores)
        numbers = tuple(scores)
        if numbers not in self._joined:
            self._joined[numbers] = Joined([self._rows[number] for number in numbers])
        joined = self._joined[numbers]
        if not joined.plain:
            return super().score(weights, scores)
        times = dict(zip(grams, joined.times(grams), strict=True))
        given: list[Floats] = [numpy.array([*scores.values()])]
        for gram, weight in weights.items():
            often = times[gram] if gram in times else joined.often(gram)
            given.append(weight * often / (often + joined.norms))
        scores.update(zip(numbers, numpy.add.reduce(given).tolist(), strict=True))
