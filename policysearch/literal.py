"""The folded text of all passages in one mapped file, with its word borders: where a string literally stands, and how.

1. A string is found in every passage whose folded heading or text holds it, however the text was cut into words.
2. It is never found across the end of a heading or of a passage.

Passages are numbered from 0 in the order they were added. One that was left out keeps its number and is empty.
"""

from __future__ import annotations

import mmap
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import le
from pathlib import Path

from .folding import fold

#: How much a place within a longer word counts: 经济 in 经济圈.
INSIDE = 0.8

# Bytes that UTF-8 never contains: no text and no query can fake them.
_HEADING_END, _PASSAGE_END = b"\xfe", b"\xff"
_MARKS = _HEADING_END + _PASSAGE_END
_BORDER = b"\x01"
_SENTENCE_ENDS = [sign.encode() for sign in "。;!?\n"] + [_HEADING_END, _PASSAGE_END]  # as folding leaves them
_BORDERS_OF_WORDS = re.compile(_BORDER)

_TEXT, _BORDERS, _OFFSETS = "literal.text", "literal.borders", "literal.offsets"

_ANY = r"[^\W_]"  # what ? stands for, and * for any number of: no white space and no punctuation
_LONGEST = 200  # characters that a * within a pattern stands for, so that no pattern takes for ever

_REMEMBERED = 100_000  # counts in passages

Counts = tuple[float, float]  # in the heading, in the text


class LiteralWriter:
    """Writes the files into `folder`, passage by passage; complete when the `with` block ends."""

    def __init__(self, folder: Path) -> None:
        self._offsets_path = folder / _OFFSETS
        self._offsets = array("Q")  # of each passage: where its heading and where its text begins; then the end of all
        self._end = 0
        self._text = (folder / _TEXT).open("wb")
        self._borders = (folder / _BORDERS).open("wb")  # for each byte of the text, 1 where a word begins or has ended

    def __enter__(self) -> LiteralWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._text.close()
        self._borders.close()
        if kind is None:
            self._offsets.append(self._end)
            self._offsets_path.write_bytes(self._offsets.tobytes())

    def add(self, heading: str, heading_words: Iterable[str], text: str, text_words: Iterable[str]) -> None:
        """Write a passage: its folded heading and text, each with the words it was cut into, in order."""
        first, second = _bytes(heading) + _HEADING_END, _bytes(text) + _PASSAGE_END
        self._write(first + second, _borders(first, heading_words) + _borders(second, text_words), len(first))

    def copy(self, old: Literal, number: int) -> None:
        """Write the passage `number` of `old`."""
        start, middle, end = old.starts[number], old.middles[number], old.starts[number + 1]
        self._write(old.text[start:end], old.borders[start:end], middle - start)

    def leave_out(self) -> None:
        """Use up a number."""
        self._write(b"", b"", 0)

    def _write(self, record: bytes, borders: bytes, middle: int) -> None:
        self._text.write(record)
        self._borders.write(borders)
        self._offsets.extend((self._end, self._end + middle))
        self._end += len(record)


class Literal:
    """The files of `folder`, mapped.

    Raises OSError when one cannot be read, ValueError when they do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        offsets = array("Q", (folder / _OFFSETS).read_bytes())
        self.starts, self.middles = offsets[0::2], offsets[1::2]
        self._counted: dict[str, dict[int, Counts]] = {}  # the same words are asked for again and again
        self.text, self.borders = _mapped(folder / _TEXT), _mapped(folder / _BORDERS)
        if len(offsets) % 2 == 0 or not len(self.text) == len(self.borders) == offsets[-1]:
            raise ValueError("the literal text is not of the length it was written with")
        if not all(map(le, offsets, offsets[1:])):
            raise ValueError("the offsets of the literal text are not in order")

    def __len__(self) -> int:
        """The number of passages, with those left out."""
        return len(self.middles)

    def close(self) -> None:
        """Unmap the files."""
        for mapped in (self.text, self.borders):
            if isinstance(mapped, mmap.mmap):
                mapped.close()

    def length(self, number: int) -> int:
        """The length of the text of a passage in bytes, three for an ideograph."""
        return max(0, self.starts[number + 1] - self.middles[number] - 1)

    def parts(self, number: int) -> tuple[str, str]:
        """The folded heading and the folded text of a passage."""
        (start, middle), (text, end) = self._spans(number)
        return _str(self.text[start:middle]), _str(self.text[text:end])

    def count(self, needle: str) -> Mapping[int, Counts]:
        """How often the folded string `needle` stands in each passage that holds it (of overlapping places, the first)."""
        if (found := self._counted.get(needle)) is None:
            found = self._count(needle)
            if sum(map(len, self._counted.values())) + len(found) > _REMEMBERED:
                self._counted.clear()
            self._counted[needle] = found
        return found

    def _count(self, needle: str) -> dict[int, Counts]:
        wanted = _bytes(needle)
        found: dict[int, Counts] = {}
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            middle, end = self.middles[number], self.starts[number + 1]
            heading = self.text[at:middle].count(wanted) if at < middle else 0
            found[number] = (heading, self.text[max(at, middle) : end].count(wanted))
            at = self.text.find(wanted, end)
        return found

    def words(self, numbers: Iterable[int]) -> Counter[str]:
        """The words of some passages, headings and texts together, with their counts."""
        return self._words((self.starts[number], self.starts[number + 1]) for number in numbers)

    def words_around(self, needle: str, number: int) -> Counter[str]:
        """The words of the sentences of a passage that hold `needle`, with their counts."""
        wanted = _bytes(needle)
        first, last = self.starts[number], self.starts[number + 1]
        spans = []
        at = self.text.find(wanted, first, last)
        while at >= 0:
            start = max(self.text.rfind(end, first, at) for end in _SENTENCE_ENDS)
            ends = [end for sign in _SENTENCE_ENDS if (end := self.text.find(sign, at, last)) >= 0]
            spans.append((max(first, start), min(ends, default=last)))
            at = self.text.find(wanted, max(spans[-1][1], at + 1), last)
        return self._words(spans)

    def _words(self, spans: Iterable[tuple[int, int]]) -> Counter[str]:
        found: Counter[bytes] = Counter()
        for start, end in spans:
            text = self.text[start:end]
            cuts = [border.start() for border in _BORDERS_OF_WORDS.finditer(self.borders[start : end + 1])]
            found.update([text[first:last] for first, last in pairwise(cuts)])
        # Between words there is no letter, digit or ideograph.
        counts = ((_str(word.strip(_MARKS)), count) for word, count in found.items())
        return Counter({word: count for word, count in counts if word[:1].isalnum()})

    def weigh(self, needle: str, number: int) -> Counts:
        """How much the places of `needle` in a passage count.

        1 between word borders, INSIDE within a longer word, 0 where a longer number or Latin word holds it
        (75% in 175%) or the words around it make it up by accident (区长 in 地区长江).
        """
        wanted = _bytes(needle)
        first, last = self.starts[number], self.starts[number + 1]
        middle = self.middles[number] - first
        text, borders = self.text[first:last], self.borders[first:last]
        counts = [0.0, 0.0]
        at = text.find(wanted)
        while at >= 0:
            counts[at >= middle] += _weight(text, borders, at, at + len(wanted))
            at = text.find(wanted, at + 1)  # overlapping places too: the word need not be the first
        return counts[0], counts[1]

    def _spans(self, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where heading and text of a passage begin and end, without the marks."""
        start, middle, end = self.starts[number], self.middles[number], self.starts[number + 1]
        return (start, max(start, middle - 1)), (middle, max(middle, end - 1))


def _weight(text: bytes, borders: bytes, start: int, end: int) -> float:
    """How much one place in a passage counts, as in `Literal.weigh`; a mark follows it at the latest."""
    if _goes_on(text[start : start + 1], text[start - 1 : start], text[start - 2 : start - 1]):
        return 0.0
    if _goes_on(text[end - 1 : end], text[end : end + 1], text[end + 1 : end + 2]):
        return 0.0
    if borders[start] and borders[end]:
        return 1.0
    return INSIDE if borders.find(_BORDER, start + 1, end) < 0 else 0.0


def _goes_on(edge: bytes, outside: bytes, beyond: bytes) -> bool:
    """Whether a number or Latin word with `edge` at its edge goes on outside: 5|5, m|2, 5|.5 but not 5|. or 5|%."""
    if not edge.isalnum():  # of ASCII only, being bytes
        return False
    return outside.isalnum() or (edge.isdigit() and outside in (b".", b",") and beyond.isdigit())


def _borders(part: bytes, words: Iterable[str]) -> bytes:
    """For each byte of `part`, which ends with a mark, whether a word begins or has ended there."""
    flags = bytearray(len(part))
    flags[0] = flags[-1] = 1
    at = 0
    for word in words:
        wanted = _bytes(word)
        if (start := part.find(wanted, at)) >= 0:
            at = start + len(wanted)
            flags[start] = flags[at] = 1
    return bytes(flags)


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        # Nothing cannot be mapped.
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _bytes(text: str) -> bytes:
    # A lone surrogate (from an undecodable command line) is no error, only nowhere to be found.
    return text.encode("utf-8", "surrogatepass")


def _str(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def expression(pattern: str, whole: bool = False) -> re.Pattern[str]:
    """What a pattern with * and ? finds; `whole`: to be matched with a whole short string.

    A pattern that begins with a letter or digit of ASCII begins where a word begins.
    """
    if whole:
        meaning = {"*": f"{_ANY}*", "?": _ANY}
        return re.compile("".join(meaning.get(part) or re.escape(fold(part)) for part in re.split(r"([*?])", pattern)))
    # A * at an end may stand for nothing. The first place where what follows a * stands is as good as any later one,
    # hence the atomic groups: no going back.
    parts = [
        "".join(_ANY if piece == "?" else re.escape(fold(piece)) for piece in re.split(r"(\?)", part))
        for part in re.split(r"\*+", pattern.strip("*"))
    ]
    begins = r"(?<![0-9a-z])" if re.match(r"[0-9a-z]", fold(re.split(r"[*?]", pattern)[0])) else ""
    return re.compile(begins + parts[0] + "".join(f"(?>{_ANY}{{0,{_LONGEST}}}?{part})" for part in parts[1:]))
