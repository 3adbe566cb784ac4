"""Scans of texts: contexts of a string, places of a pattern, and the words of passages and sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, pairwise
from typing import Protocol

from ...runtime.deadline import timely
from ...text.normalize import fold
from ...text.wildcard import expression
from ..protocol import Context, Counts, TextIndex
from .marks import BORDER, HEADING_END, HEADING_ENDS, PASSAGE_END, Mapped, in_bytes, in_str

_MARKS = HEADING_END + PASSAGE_END
_AT_MARKS = re.compile(b"[" + _MARKS + b"]")
_SENTENCE_ENDS = [sign.encode() for sign in "。;!?\n"] + [HEADING_END, PASSAGE_END]  # as folding leaves them
_BORDERS_OF_WORDS = re.compile(BORDER)


class Texts(Protocol):
    """The passages of a part one after the other."""

    @property
    def text(self) -> Mapped: ...

    @property
    def borders(self) -> Mapped: ...

    @property
    def starts(self) -> Sequence[int]:
        """Where each passage begins, and the end of the last."""
        ...


class Passages(Texts, Protocol):
    """The same with their headings."""

    @property
    def middles(self) -> Sequence[int]:
        """Where the text of each passage begins, after its heading."""
        ...


def contexts(
    parts: Iterable[tuple[Texts, int]], gone: Set[int], wanted: bytes, reach: int, beside: str, before: bool
) -> Iterator[Context]:
    """As `TextIndex.contexts` says; `parts`: each with the number of its first passage, `gone`: passages left out."""
    most = 4 * (reach + 1)  # bytes, a character more
    some = [in_bytes(character) for character in beside] or [b""]
    for part, first in parts:
        text, borders, starts = part.text, part.borders, part.starts
        for at in timely(_places(text, wanted)):
            end = at + len(wanted)
            around = text[max(0, at - most) : at] if before else text[end : end + most]
            if not any(character in around for character in some):  # there rarely is one
                continue
            number = first + bisect_right(starts, at) - 1
            if number not in gone:
                run = _AT_MARKS.split(around)[-1 if before else 0].decode("utf-8", "ignore")
                sizes = accumulate((len(in_bytes(c)) for c in (reversed(run) if before else run)), initial=0)
                ends = [borders[at - size if before else end + size] != 0 for size in sizes]
                yield Context(number, run, borders[end if before else at] != 0, ends)


def joined(places: Iterable[tuple[Passages, int]]) -> str:
    """As `TextIndex.joined` says; `places`: of each passage its part and its number there."""
    pieces: list[bytes] = []
    last: Passages | None = None
    for part, number in places:
        if part is not last:
            last, text, starts, middles = part, part.text, part.starts, part.middles
        middle = middles[number]
        pieces.append(text[starts[number] : middle - (text[middle - 1] in HEADING_ENDS)])
        pieces.append(text[middle : starts[number + 1] - 1])
    return in_str(b"\0".join([*pieces, b""]))


def match(index: TextIndex, pattern: str) -> Mapping[int, Counts]:
    """As `TextIndex.match` says."""
    bare = fold(pattern.strip("*"))
    latin = bare[:1].isascii() and bare[:1].isalnum() and pattern[0] != "*"  # begins where a word begins
    if bare and not latin and not re.search("[*?]", bare):
        return index.count(bare)  # a * at an end may stand for nothing
    sought, counts = expression(pattern), {}
    holding = index.holding_all(fold(fixed) for fixed in re.split("[*?]", pattern))
    for number in timely(index.prefetch(holding), 10):
        heading, text = (sum(1 for _ in sought.finditer(part)) for part in index.parts(number))
        if heading or text:
            counts[number] = (heading, text)
    return counts


def sentences(part: Texts, number: int, wanted: bytes) -> list[tuple[Texts, int, int]]:
    """The stretches of a passage's text that are the sentences with `wanted`."""
    text, first, last = part.text, part.starts[number], part.starts[number + 1]
    spans = []
    at = text.find(wanted, first, last)
    while at >= 0:
        start = max(text.rfind(end, first, at) for end in _SENTENCE_ENDS)
        ends = [end for sign in _SENTENCE_ENDS if (end := text.find(sign, at, last)) >= 0]
        spans.append((part, max(first, start), min(ends, default=last)))
        at = text.find(wanted, max(spans[-1][2], at + 1), last)
    return spans


def _places(text: Mapped, wanted: bytes) -> Iterator[int]:
    """Where `wanted` begins in `text`."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def words(spans: Iterable[tuple[Texts, int, int]]) -> Counter[str]:
    """The words in some stretches of text."""
    found: Counter[bytes] = Counter()
    for part, start, end in spans:
        text = part.text[start:end]
        cuts = [border.start() for border in _BORDERS_OF_WORDS.finditer(part.borders[start : end + 1])]
        found.update([text[first:last] for first, last in pairwise(cuts)])
    # Between words there is no letter, digit or ideograph.
    counts = ((in_str(word.strip(_MARKS)), count) for word, count in found.items())
    return Counter({word: count for word, count in counts if word[:1].isalnum()})
