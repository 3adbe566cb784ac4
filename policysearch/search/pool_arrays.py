"""The scores of `string_weights.Pool` by arrays of numpy: all characters and bigrams are counted in one pass over the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy
from numpy.typing import NDArray

from ..store.arrays import Floats
from .scorers import Scores
from .string_weights import HEADING, Index, Pool

_CHARACTERS = 255  # of all strings together, which a byte can number
LONG = 200_000  # bytes of texts, of which more are read more slowly than the lists of the bigrams of a question


class Texts:
    """The headings and texts of some passages in one string, and as an array of UTF-16; read when they are needed."""

    def __init__(self, index: Index, numbers: Sequence[int]) -> None:
        self._literal = index.literal
        self.places = {number: place for place, number in enumerate(numbers)}
        self.numbers = numpy.array(numbers, numpy.intp)
        self.norms = index.norms.every.take(self.numbers)
        near = index.literal.at_once == 1
        # Whether the lists of bigrams tell sooner than the texts how often strings stand in these.
        self.long = near and numpy.asarray(index.literal.lengths).take(self.numbers).sum() > LONG

    @cached_property
    def text(self) -> str:
        """All of them, each followed by a mark."""
        return self._literal.joined(self.places)

    @cached_property
    def codes(self) -> NDArray[numpy.uint16]:
        """The codes of UTF-16 of the text."""
        return numpy.frombuffer(self.text.encode("utf-16-le", "surrogatepass"), numpy.uint16)

    @cached_property
    def plain(self) -> bool:
        """Whether no character takes two codes."""
        return len(self.codes) == len(self.text)

    @cached_property
    def rows(self) -> list[str]:
        """Headings and texts in turn."""
        return self.text.split("\0")[:-1]

    def triples(self) -> Iterable[tuple[str, str, float]]:
        """For each passage its heading, heading and text, and norm."""
        headings, texts = self.rows[::2], self.rows[1::2]
        return zip(headings, map("{}\0{}".format, headings, texts), self.norms.tolist(), strict=True)

    def body(self, number: int) -> str:
        """The text of a passage, without its heading."""
        return self._literal.parts(number)[1] if self.long else self.rows[2 * self.places[number] + 1]

    def times(self, strings: Sequence[str], grams: Sequence[str]) -> Floats:
        """A row for each of some strings: how often it stands in each passage, an occurrence in the heading counted HEADING times.

        `grams`: those of them that are a character, or two that differ; all of these are counted at once.
        """
        letters = {letter: n for n, letter in enumerate(sorted(set("".join(grams))), 1)}
        ends = numpy.flatnonzero(self.codes == 0)
        headings, ends = ends[::2], ends[1::2]
        many, kinds = len(ends), len(letters) + 1
        number_of = numpy.zeros(65536, numpy.uint8)
        number_of[[*map(ord, letters)]] = [*letters.values()]
        own = number_of.take(self.codes)
        at = (own != 0).nonzero()[0]  # the last code is that of the mark, which is no letter
        first, second = own.take(at).astype(numpy.intp), own.take(at + 1)
        row = ends.searchsorted(at)
        counted = numpy.where(at < headings.take(row), HEADING, 1.0)
        pairs = [gram for gram in grams if len(gram) > 1]
        pair_of = numpy.zeros(kinds * kinds, numpy.uint8)
        pair_of[[letters[gram[0]] * kinds + letters[gram[1]] for gram in pairs]] = range(1, len(pairs) + 1)
        pair = pair_of.take(first * kinds + second)
        some = (pair != 0).nonzero()[0]
        size = (len(pairs) + 1) * many
        both = numpy.bincount(pair.take(some).astype(numpy.intp) * many + row.take(some), counted.take(some), size)
        rows = {string: n for n, string in enumerate(strings)}
        found = numpy.empty((len(strings), many))
        found[[*map(rows.__getitem__, pairs)]] = both.reshape(-1, many)[1:]
        if single := [gram for gram in grams if len(gram) == 1]:
            alone = numpy.bincount(first * many + row, counted, kinds * many).reshape(kinds, many)
            found[[*map(rows.__getitem__, single)]] = alone[[*map(letters.__getitem__, single)]]
        for string in rows.keys() - {*grams} if len(grams) < len(strings) else ():
            found[rows[string]] = self.often(string)
        return found

    def often(self, string: str) -> Floats:
        """The same of any string, of overlapping occurrences the first."""
        headings, texts = ([row.count(string) for row in self.rows[start::2]] for start in (0, 1))
        return numpy.array(texts, float) + HEADING * numpy.array(headings)


class ArrayPool(Pool):
    """A pool that counts in arrays, with the same sums to the last bit."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        self._texts: list[Texts] = []
        self._literal = index.literal
        super().__init__(index, numbers)

    def add(self, index: Index, numbers: Iterable[int]) -> None:
        """As `Pool.add`."""
        self._texts.append(Texts(index, list(numbers)))

    def text(self, number: int) -> str:
        """As `Pool.text`."""
        for texts in self._texts:
            if number in texts.places:
                return texts.body(number)
        raise KeyError(number)

    def score(self, weights: Mapping[str, float], scores: Scores) -> None:
        """As `Pool.score`."""
        if not scores:
            return
        at = next((at for at, texts in enumerate(self._texts) if texts.places.keys() == scores.keys()), None)
        if at is None:
            self._score_one_by_one(weights, scores)
            return
        places = self._texts[at].places
        given = self.rescore(weights, at, numpy.array([*map(scores.__getitem__, places)]))
        scores.update(zip(places, given.tolist(), strict=True))

    def rescore(self, weights: Mapping[str, float], at: int, scores: Floats) -> Floats:
        """`scores` of the passages that were added together, as number `at`, and their scores for weighted strings."""
        texts = self._texts[at]
        strings = [*weights]
        if texts.long:
            times = self._literal.frequencies(strings, HEADING, texts.numbers)
        else:
            grams = [gram for gram in weights if len(gram) < 3 and gram[0] != gram[1:] and max(gram) < "\ud800"]
            if not texts.plain or len(set("".join(grams))) > _CHARACTERS or len(grams) > _CHARACTERS:
                given = dict(zip(texts.places, scores.tolist(), strict=True))
                self._score_one_by_one(weights, given)
                return numpy.array([*given.values()], float)
            times = texts.times(strings, grams)
        added = numpy.array([*weights.values()])[:, None] * times / (times + texts.norms)
        found: Floats = numpy.add.reduce(numpy.concatenate((scores[None], added)), axis=0)
        return found

    def _score_one_by_one(self, weights: Mapping[str, float], scores: Scores) -> None:
        for texts in self._texts:
            self._rows |= zip(texts.places, texts.triples(), strict=True)
        super().score(weights, scores)
