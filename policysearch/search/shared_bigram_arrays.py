"""The bigrams that several texts share, counted by arrays of numpy: the same sums to the last bit as in `search.shared_bigrams`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy

_CHARACTER, _TEXT = 21, 20  # bits of a character, of the number of a text
_LAST = (1 << _CHARACTER) - 1


def shared_bigrams(parts: Sequence[tuple[str, float]]) -> Iterator[tuple[float, str]]:
    """As `shared_bigrams.shared_bigrams`."""
    texts = "".join([text for text, _ in parts])
    codes = numpy.frombuffer(texts.encode("utf-32-le", "surrogatepass"), numpy.uint32).astype(numpy.int64)
    sizes = numpy.array([len(text) for text, _ in parts], numpy.intp)
    places = (codes[:-1] << _CHARACTER | codes[1:]) << _TEXT | numpy.arange(len(parts)).repeat(sizes)[:-1]
    ends = sizes.cumsum()[:-1] - 1
    places = numpy.delete(places, ends[(ends >= 0) & (ends < len(places))])  # from one text to the next
    places.sort()
    begins = _begins(places)
    counts = numpy.diff(begins, append=len(places))
    found = places.take(begins)
    grams = found >> _TEXT
    begins = _begins(grams)
    which = numpy.zeros(len(grams), numpy.intp)
    which[begins[1:]] = 1
    which = which.cumsum()
    weights = numpy.array([weight for _, weight in parts])
    shares = numpy.bincount(which, weights.take(found & ((1 << _TEXT) - 1)) * counts)
    several = (numpy.diff(begins, append=len(grams)) > 1).nonzero()[0]
    grams, shares = grams.take(begins.take(several)), shares.take(several)
    order = numpy.lexsort((grams, shares))[::-1]
    for share, gram in zip(shares.take(order).tolist(), grams.take(order).tolist(), strict=True):
        yield share, chr(gram >> _CHARACTER) + chr(gram & _LAST)


def _begins(values: numpy.typing.NDArray[numpy.int64]) -> numpy.typing.NDArray[numpy.intp]:
    """Where each of some values in order stands first."""
    first = numpy.ones(len(values), bool)
    numpy.not_equal(values[1:], values[:-1], out=first[1:])
    return first.nonzero()[0]
