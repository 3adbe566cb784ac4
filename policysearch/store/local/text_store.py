"""The folded text of all passages in mapped files, with its word borders: where a string literally stands, and how.

1. A string is found in every passage whose folded heading or text holds it, however the text was cut into words.
2. It is found across the end of a heading only where the text begins on the heading's line, 第一条 为了…, and counts
   there as in the text; never across the end of a passage.

A string is looked for only in the passages that hold its bigrams, see `bigrams`.

The text lies in parts, which are never changed once they are written; a later version of an index shares those of the
one before, adds one, and leaves passages out by their numbers.
"""

from __future__ import annotations

import mmap
import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import accumulate, chain, compress, pairwise
from operator import add, le, sub
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ...runtime.cache import Remembered, bytes_of, kept_property
from ...runtime.deadline import check, timely
from ...text.normalize import fold
from ...text.wildcard import expression
from .bigrams import COUNTS, END, LOOK, BigramIndex, Bigrams, BigramWriter, collect

if TYPE_CHECKING:
    from ..protocol import Context, Counts

#: How much a place within a longer word counts: 经济 in 经济圈.
INSIDE = 0.8

# Bytes that UTF-8 never contains: no text and no query can fake them.
_HEADING_END, _PASSAGE_END = b"\xfe", b"\xff"
_MARKS = _HEADING_END + _PASSAGE_END
_AT_MARKS = re.compile(b"[" + _MARKS + b"]")
_BETWEEN = (_HEADING_END, b" ")
# A byte for each of the text: 1 where a word begins or has ended, 2 within what is only guessed to be a word, 实河 in
# 做实河长制, so that it may as well begin or end there, else 0.
_BORDER, _GUESSED = b"\x01", b"\x02"
_SENTENCE_ENDS = [sign.encode() for sign in "。;!?\n"] + [_HEADING_END, _PASSAGE_END]  # as folding leaves them
_BORDERS_OF_WORDS = re.compile(_BORDER)

_COUNTS = 64_000_000  # bytes of counts that are remembered
_LOOKS = 8  # entries of a list that are read in the time in which a passage is looked at

_FEW = 16  # times fewer passages are sooner found one by one
_IS = [bytes(other) + b"\1" + bytes(255 - other) for other in range(LOOK + 1)]

_Bytes = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Record:
    """Passages one after the other as they stand in a part."""

    text: bytes
    borders: bytes  # for each byte of the text
    offsets: array[int]  # of each passage: where its heading and where its text begins
    bigrams: Bigrams


def record(
    passages: Iterable[tuple[str, Iterable[str], str, Iterable[str], str | None]], known: Callable[[str], bool]
) -> Record:
    """The record of some passages: folded heading, its words in order, folded text, its words, and what is between the
    two on their line, "" or one space, None where the text does not begin on the heading's line.

    `known` tells the words of a dictionary from guesses.
    """
    texts: list[bytes] = []
    borders: list[bytes] = []
    folded: list[tuple[str, str, str | None]] = []
    offsets, end = array("Q"), 0
    for heading, heading_words, text, text_words, between in passages:
        first = _bytes(heading) + (_HEADING_END if between is None else _bytes(between))
        second = _bytes(text) + _PASSAGE_END
        texts += (first, second)
        borders += (
            _borders(first + _HEADING_END, heading_words, known)[: len(first)],
            _borders(second, text_words, known),
        )
        offsets.extend((end, end + len(first)))
        end += len(first) + len(second)
        folded.append((heading, text, between))
    return Record(b"".join(texts), b"".join(borders), offsets, collect(folded))


class LiteralWriter:
    """Writes part `number` into `folder`, record by record; complete when the `with` block ends, no part without any."""

    def __init__(self, folder: Path, number: int) -> None:
        self._paths = files(folder, number)
        self._offsets = array("Q")  # of all records; then the end of the last
        self._end = 0
        self._bigrams = BigramWriter()
        self._open: list[BinaryIO] = []

    def __enter__(self) -> LiteralWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for file in self._open:
            file.close()
        if kind is None and self._open:
            self._offsets.append(self._end)
            self._paths[2].write_bytes(self._offsets.tobytes())
            with self._paths[3].open("wb") as bigrams:
                self._bigrams.write(bigrams)

    def add(self, record: Record) -> None:
        """Write the passages of `record` after those before."""
        if not self._open:
            self._open = [path.open("wb") for path in self._paths[:2]]
        for file, content in zip(self._open, (record.text, record.borders), strict=True):
            file.write(content)
        self._bigrams.add(record.bigrams, len(self._offsets) // 2, len(record.offsets) // 2)
        self._offsets.extend([self._end + offset for offset in record.offsets])
        self._end += len(record.text)


def files(folder: Path, number: int) -> list[Path]:
    """The files of part `number`: text, borders, offsets, bigrams."""
    return [folder / f"literal.{number:04}.{what}" for what in ("text", "borders", "offsets", "bigrams")]


class Part:
    """The text of one part, its borders and offsets, in memory or mapped; its passages are counted from 0.

    Raises ValueError when they do not fit together.
    """

    def __init__(self, text: _Bytes, borders: _Bytes, offsets: array[int], bigrams: _Bytes) -> None:
        self.text, self.borders = text, borders
        self.starts, self.middles = offsets[0::2], offsets[1::2]
        if len(offsets) % 2 == 0 or not len(self.text) == len(self.borders) == offsets[-1]:
            raise ValueError("the literal text is not of the length it was written with")
        self.bigrams = BigramIndex(bigrams, len(self.middles))

    def close(self) -> None:
        """Unmap the files."""
        self.bigrams.close()
        for mapped in (self.text, self.borders):
            if isinstance(mapped, mmap.mmap):
                mapped.close()

    @classmethod
    def mapped(cls, folder: Path, number: int) -> Part:
        """Part `number` in `folder`, mapped; raises OSError when a file cannot be read."""
        text, borders, offsets, bigrams = files(folder, number)
        return cls(_mapped(text), _mapped(borders), array("Q", offsets.read_bytes()), _mapped(bigrams))

    @classmethod
    def of(cls, record: Record) -> Part:
        """A record that is not written."""
        bigrams, file = BigramWriter(), BytesIO()
        bigrams.add(record.bigrams, 0, len(record.offsets) // 2)
        bigrams.write(file)
        return cls(record.text, record.borders, record.offsets + array("Q", [len(record.text)]), file.getvalue())

    def spans(self, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where heading and text of a passage begin and end, without the marks."""
        start, middle, end = self.starts[number], self.middles[number], self.starts[number + 1]
        closed = self.text[middle - 1 : middle] in _BETWEEN  # a folded heading does not end with a space
        return (start, max(start, middle - closed)), (middle, max(middle, end - 1))

    def count(self, needle: str) -> dict[int, Counts]:
        """How often a folded string stands in each passage that holds it."""
        if not needle or END in needle:
            return {}
        if len(needle) < 3:
            return self._count_gram(needle)
        numbers = self._candidates(needle)
        wanted, found = _bytes(needle), {}
        text, starts = self.text, self.starts
        for number in timely(numbers):
            at = text.find(wanted, starts[number], starts[number + 1])
            if at >= 0:
                found[number] = self.counts(wanted, number, at)
        return found

    def holding(self, needle: str) -> Sequence[int]:
        """The passages that hold one or two characters, in order."""
        place = self._gram(needle)
        return self.bigrams.numbers(place) if place >= 0 else ()

    def size(self, needle: str) -> int:
        """How many passages hold one or two characters."""
        place = self._gram(needle)
        return self.bigrams.size(place) if place >= 0 else 0

    def _gram(self, needle: str) -> int:
        """The place of one or two characters among the bigrams; -1 where no passage has them."""
        return -1 if not needle or END in needle else self.bigrams.find(needle.ljust(2, END))

    def among(self, needle: str, numbers: Collection[int]) -> dict[int, Counts]:
        """How often a folded string stands in each of some passages that holds it."""
        if not needle or END in needle:
            return {}
        index, wanted = self.bigrams, _bytes(needle)
        for pair in _grams(needle):
            place = index.find(pair)
            if place < 0:
                return {}
            if index.bytes_of(place) > _LOOKS * len(numbers):
                continue
            if len(needle) < 3:
                held, codes = index.entries(place)
                there = dict(zip(held, codes, strict=True))
                found = {number: COUNTS[there[number]] for number in numbers if number in there}
                for number in [number for number in found if there[number] == LOOK]:
                    found[number] = self._counted(wanted, number)
                return found
            numbers = set(numbers).intersection(index.numbers(place))
        find, starts, found = self.text.find, self.starts, {}
        for number in timely(numbers):
            at = find(wanted, starts[number], starts[number + 1])
            if at >= 0:
                found[number] = self.counts(wanted, number, at)
        return found

    def classes(self, needle: str) -> Iterator[tuple[Counts, Callable[[], Iterable[int]]]]:
        """Each number of times that one or two characters stand in passages, with what tells these."""
        place = self._gram(needle)
        if place < 0:
            return
        numbers, codes = self.bigrams.entries(place)
        for code in set(codes):
            if code != LOOK:
                yield COUNTS[code], partial(_selected, numbers, codes, code)
        wanted = _bytes(needle)
        for at in _indices(LOOK, codes):
            yield self._counted(wanted, numbers[at]), partial(iter, numbers[at : at + 1])

    def _candidates(self, needle: str) -> Sequence[int]:
        """The passages that hold the rarest bigrams of a string, in order."""
        index = self.bigrams
        places = {index.find(pair) for pair in map(add, needle, needle[1:])}
        if -1 in places:
            return ()
        rare, *others = sorted(places, key=index.bytes_of)
        numbers = index.numbers(rare)
        for other in others:
            if index.bytes_of(other) > _LOOKS * len(numbers):
                break
            numbers = sorted(set(numbers).intersection(index.numbers(other)))
        return numbers

    def _count_gram(self, needle: str) -> dict[int, Counts]:
        place = self._gram(needle)
        if place < 0:
            return {}
        numbers, codes = self.bigrams.entries(place)
        found = dict(zip(numbers, map(COUNTS.__getitem__, codes), strict=True))
        if LOOK in codes:
            wanted = _bytes(needle)
            for at in _indices(LOOK, codes):
                found[numbers[at]] = self._counted(wanted, numbers[at])
        return found

    def _counted(self, wanted: bytes, number: int) -> Counts:
        at = self.text.find(wanted, self.starts[number], self.starts[number + 1])
        if at < 0:
            raise ValueError("the bigrams are not those of the text")
        return self.counts(wanted, number, at)

    def counts(self, wanted: bytes, number: int, at: int) -> Counts:
        """How often `wanted` stands in the heading and in the text of a passage, from `at` on, where it first does."""
        text, middle, end = self.text, self.middles[number], self.starts[number + 1]
        if at >= middle:
            more = text.find(wanted, at + len(wanted), end)
            return 0, 1 if more < 0 else 1 + text[more:end].count(wanted)
        return text[at:middle].count(wanted), text[middle:end].count(wanted) + (self.across(wanted, number) >= 0)

    def across(self, wanted: bytes, number: int) -> int:
        """Where `wanted` begins in the heading of a passage and ends in its text; -1 where it does not."""
        if len(wanted) == 3 and wanted >= b"\xe0":  # one ideograph
            return -1
        start, middle, end = self.starts[number], self.middles[number], self.starts[number + 1]
        reach = len(wanted) - 1
        return self.text.find(wanted, max(start, middle - reach), min(middle + reach, end))


class Literal:
    """The folded texts of some parts; passages are counted on from part to part."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = list(parts)
        self._firsts = [0, *accumulate(len(part.middles) for part in self._parts)]
        self._counted = Remembered(self._count, _COUNTS, bytes_of)
        self._held = Remembered(self._holders, _COUNTS // 2, bytes_of)
        self._matched = Remembered(self._match, _COUNTS // 4, bytes_of)
        self.gone: Set[int] = frozenset()  # passages left out

    def sizes(self) -> list[int]:
        """The number of passages of each part."""
        return [len(part.middles) for part in self._parts]

    def __len__(self) -> int:
        """The number of passages, with those forgotten."""
        return self._firsts[-1]

    def close(self) -> None:
        """Unmap the files."""
        for part in self._parts:
            part.close()

    def mean_length(self) -> float:
        """The mean length of the texts, at least 1."""
        total = sum(sum(part.starts) - sum(part.middles) - len(part.middles) for part in self._parts)
        total -= sum(map(self.length, self.gone))
        return max(1.0, total / max(1, len(self) - len(self.gone)))

    def length(self, number: int) -> int:
        """The length of the text of a passage in bytes, three for an ideograph."""
        return self.lengths[number]

    @kept_property
    def lengths(self) -> Sequence[int]:
        """The length of the text of each passage."""
        lengths = array("I")
        for part in self._parts:
            lengths.extend(map(sub, part.starts[1:], map((1).__add__, part.middles)))
        return lengths

    def parts(self, number: int) -> tuple[str, str]:
        """The folded heading and the folded text of a passage."""
        part, number = self._place(number)
        (start, middle), (text, end) = part.spans(number)
        return _str(part.text[start:middle]), _str(part.text[text:end])

    def heading(self, number: int) -> str:
        """The folded heading of a passage."""
        part, number = self._place(number)
        (start, end), _ = part.spans(number)
        return _str(part.text[start:end])

    def headed(self, needle: str, number: int) -> bool:
        """Whether the folded heading of a passage is `needle` and nothing else but quotes."""
        part, number = self._place(number)
        (start, end), _ = part.spans(number)
        return part.text[start:end].replace(b'"', b"") == _bytes(needle)

    def count(self, needle: str) -> Mapping[int, Counts]:
        """How often the folded string `needle` stands in each passage that holds it (of overlapping places, the first)."""
        return self._counted[needle]

    def total(self, needle: str) -> int:
        """How many passages hold the folded string `needle`."""
        if self.gone or len(needle) > 2 or needle in self._held:
            return len(self.passages(needle))
        return sum(part.size(needle) for part in self._parts)

    def passages(self, needle: str) -> Set[int]:
        """The passages that hold the folded string `needle`."""
        return self.count(needle).keys() if needle in self._counted or len(needle) > 2 else self._held[needle]

    def _holders(self, needle: str) -> Set[int]:
        held: set[int] = set()
        for part, first in zip(self._parts, self._firsts, strict=False):
            check()
            here = part.holding(needle)
            held.update(map(first.__add__, here) if first else here)
        return held - self.gone if self.gone else held

    def among(self, needle: str, numbers: Set[int]) -> Mapping[int, Counts]:
        """How often the folded string `needle` stands in each of some passages that holds it."""
        if needle in self._counted:
            counts = self.count(needle)
            return {number: counts[number] for number in numbers if number in counts}
        if len(self._parts) == 1:
            return self._parts[0].among(needle, numbers - self.gone if self.gone else numbers)
        found: dict[int, Counts] = {}
        for part, first, last in zip(self._parts, self._firsts, self._firsts[1:], strict=False):
            if here := [number - first for number in numbers if first <= number < last and number not in self.gone]:
                there = part.among(needle, here)
                found.update(zip(map(first.__add__, there), there.values(), strict=True))
        return found

    def by_counts(self, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
        """For each number of times that `needle` stands somewhere what tells the passages where it stands so often."""
        several: defaultdict[Counts, list[Callable[[], Iterable[int]]]] = defaultdict(list)
        if len(needle) < 3 and needle not in self._counted:
            for part, first in zip(self._parts, self._firsts, strict=False):
                for counts, tell in part.classes(needle):
                    several[counts].append(partial(self._told, tell, first))
        else:
            members: defaultdict[Counts, list[int]] = defaultdict(list)
            for number, counts in self.count(needle).items():
                members[counts].append(number)
            several.update((counts, [partial(iter, some)]) for counts, some in members.items())
        return {counts: partial(_together, told) for counts, told in several.items()}

    def _told(self, tell: Callable[[], Iterable[int]], first: int) -> Iterable[int]:
        numbers = map(first.__add__, tell()) if first else tell()
        return [number for number in numbers if number not in self.gone] if self.gone else numbers

    def document_frequency(self, gram: str) -> int:
        """How many passages hold a character, or two side by side."""
        return self.total(gram)

    def may_hold(self, needle: str) -> bool:
        """Whether a passage may hold a folded string, as far as its bigrams tell."""
        if not needle:
            return False
        return any(all(part.bigrams.find(gram) >= 0 for gram in _grams(needle)) for part in self._parts)

    def check(self) -> None:
        """Read all texts and lists of bigrams; raises ValueError or LookupError where one is not as it was written."""
        for number in range(len(self)):
            self.parts(number)
        for part in self._parts:
            if not all(map(le, part.starts, chain(part.middles, part.starts[-1:]))) or not all(
                map(le, part.middles, part.starts[1:])
            ):
                raise ValueError("the offsets of the literal text are not in order")
            part.bigrams.check()

    def _count(self, needle: str) -> dict[int, Counts]:
        found: dict[int, Counts] = {}
        for part, first in zip(self._parts, self._firsts, strict=False):
            check()
            here = part.count(needle)
            if first:
                found.update(zip(map(first.__add__, here), here.values(), strict=True))
            else:
                found = here
        for number in found.keys() & self.gone if self.gone else ():
            del found[number]
        return found

    def holding_all(self, needles: Iterable[str]) -> Iterable[int]:
        """The passages that hold all of some folded strings, of which those that are empty say nothing."""
        wanted = sorted(filter(None, needles), key=self._rarity)
        if not wanted:
            return [n for n in range(len(self)) if n not in self.gone]
        found = self.passages(wanted[0])
        for needle in wanted[1:]:
            found = self.among(needle, found).keys()
        return found

    def _rarity(self, needle: str) -> int:
        """About how many passages hold a string: those of its rarest bigram."""
        return min(sum(part.size(gram) for part in self._parts) for gram in _grams(needle))

    def match(self, pattern: str) -> Mapping[int, Counts]:
        """How often a pattern with * and ? stands in each passage that has it."""
        return self._matched[pattern]

    def _match(self, pattern: str) -> Mapping[int, Counts]:
        bare = fold(pattern.strip("*"))
        latin = bare[:1].isascii() and bare[:1].isalnum() and pattern[0] != "*"  # begins where a word begins
        if bare and not latin and not re.search("[*?]", bare):
            return self.count(bare)  # what may be nothing at its ends needs no looking at
        sought, counts = expression(pattern), {}
        for number in timely(self.holding_all(fold(fixed) for fixed in re.split("[*?]", pattern)), 10):
            heading, text = (sum(1 for _ in sought.finditer(part)) for part in self.parts(number))
            if heading or text:
                counts[number] = (heading, text)
        return counts

    def contexts(self, needle: str, reach: int, beside: str, before: bool = False) -> Iterator[Context]:
        """As `TextIndex.contexts` says."""
        from ..protocol import Context  # a search that finds asks for none

        wanted, most = _bytes(needle), 4 * (reach + 1)  # bytes, a character more
        some = [_bytes(character) for character in beside] or [b""]
        for part, first in zip(self._parts, self._firsts, strict=False):
            text, borders, starts = part.text, part.borders, part.starts
            for at in timely(_places(text, wanted)):
                end = at + len(wanted)
                around = text[max(0, at - most) : at] if before else text[end : end + most]
                if not any(character in around for character in some):  # hardly ever there is one
                    continue
                number = first + bisect_right(starts, at) - 1
                if number not in self.gone:
                    run = _AT_MARKS.split(around)[-1 if before else 0].decode("utf-8", "ignore")
                    sizes = accumulate((len(_bytes(c)) for c in (reversed(run) if before else run)), initial=0)
                    ends = [borders[at - size if before else end + size] != 0 for size in sizes]
                    yield Context(number, run, borders[end if before else at] != 0, ends)

    def counts(self, needle: str, number: int) -> Counts:
        """The same for one passage."""
        wanted = _bytes(needle)
        part, number = self._place(number)
        at = part.text.find(wanted, part.starts[number], part.starts[number + 1]) if wanted else -1
        return part.counts(wanted, number, at) if at >= 0 else (0, 0)

    def words(self, numbers: Iterable[int]) -> Counter[str]:
        """The words of some passages, headings and texts together, with their counts."""
        places = map(self._place, numbers)
        return _words((part, part.starts[number], part.starts[number + 1]) for part, number in places)

    def words_around(self, needle: str, number: int) -> Counter[str]:
        """The words of the sentences of a passage that hold `needle`, with their counts."""
        wanted = _bytes(needle)
        part, number = self._place(number)
        text, first, last = part.text, part.starts[number], part.starts[number + 1]
        spans = []
        at = text.find(wanted, first, last)
        while at >= 0:
            start = max(text.rfind(end, first, at) for end in _SENTENCE_ENDS)
            ends = [end for sign in _SENTENCE_ENDS if (end := text.find(sign, at, last)) >= 0]
            spans.append((part, max(first, start), min(ends, default=last)))
            at = text.find(wanted, max(spans[-1][2], at + 1), last)
        return _words(spans)

    def weigh(self, needle: str, number: int, word: bool) -> Counts:
        """How much the places of `needle` in a passage count.

        1 between word borders, INSIDE within a longer word, 0 where a longer number or Latin word holds it
        (75% in 175%) or the words around it make it up by accident (区长 in 地区长江): what is a `word` of the index where
        one of its ends cuts another, what is none, and so may be cut anywhere, where both do.
        """
        wanted = _bytes(needle)
        part, number = self._place(number)
        counts = []
        for first, last in pairwise((part.starts[number], part.middles[number], part.starts[number + 1])):
            text, borders = part.text[first:last], part.borders[first : last + 1]
            at, count = text.find(wanted), 0.0
            while at >= 0:
                count += _weight(text, borders, at, at + len(wanted), word)
                at = text.find(wanted, at + 1)  # overlapping places too: the word need not be the first
            counts.append(count)
        if (at := part.across(wanted, number)) >= 0:
            counts[1] += _weight(part.text, part.borders, at, at + len(wanted), word)
        return counts[0], counts[1]

    def _place(self, number: int) -> tuple[Part, int]:
        """The part that a passage is in, and its number there."""
        if len(self._parts) == 1:
            return self._parts[0], number
        place = bisect_right(self._firsts, number) - 1
        return self._parts[place], number - self._firsts[place]


def _grams(needle: str) -> list[str]:
    """The bigrams of a string; of a character the one that stands for it."""
    return [*map(add, needle, needle[1:])] or [needle + END]


def _together(told: Iterable[Callable[[], Iterable[int]]]) -> Iterable[int]:
    return chain.from_iterable(tell() for tell in told)


def _places(text: _Bytes, wanted: bytes) -> Iterator[int]:
    """Where `wanted` begins in `text`."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _words(spans: Iterable[tuple[Part, int, int]]) -> Counter[str]:
    """The words in some stretches of text."""
    found: Counter[bytes] = Counter()
    for part, start, end in spans:
        text = part.text[start:end]
        cuts = [border.start() for border in _BORDERS_OF_WORDS.finditer(part.borders[start : end + 1])]
        found.update([text[first:last] for first, last in pairwise(cuts)])
    # Between words there is no letter, digit or ideograph.
    counts = ((_str(word.strip(_MARKS)), count) for word, count in found.items())
    return Counter({word: count for word, count in counts if word[:1].isalnum()})


def _weight(text: _Bytes, borders: _Bytes, start: int, end: int, word: bool) -> float:
    """How much one place in a passage counts, as in `Literal.weigh`."""
    if _goes_on(text[start : start + 1], text[start - 1 : start], text[start - 2 : start - 1]):
        return 0.0
    if _goes_on(text[end - 1 : end], text[end : end + 1], text[end + 1 : end + 2]):
        return 0.0
    edges = borders[start], borders[end]
    if edges == (1, 1):
        return 1.0
    if borders.find(_BORDER, start + 1, end) < 0:
        return INSIDE if word else 1.0
    return float(edges.count(0) < (1 if word else 2))


def _goes_on(edge: bytes, outside: bytes, beyond: bytes) -> bool:
    """Whether a number or Latin word with `edge` at its edge goes on outside: 5|5, m|2, 5|.5 but not 5|. or 5|%."""
    if not edge.isalnum():  # of ASCII only, being bytes
        return False
    return outside.isalnum() or (edge.isdigit() and outside in (b".", b",") and beyond.isdigit())


def _borders(part: bytes, words: Iterable[str], known: Callable[[str], bool]) -> bytes:
    """For each byte of `part`, which ends with a mark, what `_BORDER` says."""
    flags = bytearray(len(part))
    flags[0] = flags[-1] = 1
    at = 0
    for word in words:
        wanted = _bytes(word)
        if (start := part.find(wanted, at)) >= 0:
            at = start + len(wanted)
            if not known(word):
                flags[start:at] = _GUESSED * len(wanted)
            flags[start] = flags[at] = 1
    return bytes(flags)


def _selected(numbers: Sequence[int], codes: bytes, code: int) -> Iterable[int]:
    """The numbers that have a code."""
    if codes.count(code) * _FEW < len(codes):
        return [numbers[at] for at in _indices(code, codes)]
    return compress(numbers, codes.translate(_IS[code]))


def _indices(code: int, codes: bytes) -> Iterator[int]:
    """Where `code` stands in `codes`."""
    at = codes.find(code)
    while at >= 0:
        yield at
        at = codes.find(code, at + 1)


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        # Nothing cannot be mapped.
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _bytes(text: str) -> bytes:
    # A lone surrogate (from an undecodable command line) is no error, only nowhere to be found.
    return text.encode("utf-8", "surrogatepass")


def _str(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")
