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
from functools import partial
from itertools import accumulate, chain, compress
from operator import add, sub
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...runtime.cache import Remembered, bytes_of, kept_property
from ...runtime.deadline import check, timely
from ...runtime.vectors import on, worth
from ...text.normalize import fold
from ...text.wildcard import expression
from .bigrams import COUNTS, END, LOOK, BigramIndex
from .marks import BORDER, HEADING_END, INSIDE, Mapped, in_bytes, in_str

if TYPE_CHECKING:
    from ..protocol import Context, Counts

_BETWEEN = (HEADING_END, b" ")
_ENDS = b"".join(_BETWEEN)
_HEADING_END = HEADING_END[0]

_COUNTS = 64_000_000  # bytes of counts that are remembered
_WEIGHED = 32  # passages that are sooner weighed one by one
_LOOKS = 8  # entries of a list that are read in the time in which a passage is looked at

_FEW = 16  # times fewer passages are sooner found one by one
_IS = [bytes(other) + b"\1" + bytes(255 - other) for other in range(LOOK + 1)]


def files(folder: Path, number: int) -> list[Path]:
    """The files of part `number`: text, borders, offsets, bigrams."""
    return [folder / f"literal.{number:04}.{what}" for what in ("text", "borders", "offsets", "bigrams")]


class Part:
    """The text of one part, its borders and offsets, in memory or mapped; its passages are counted from 0.

    Raises ValueError when they do not fit together.
    """

    def __init__(self, text: Mapped, borders: Mapped, offsets: array[int], bigrams: Mapped) -> None:
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
    def map(cls, folder: Path, number: int) -> Part:
        """Part `number` in `folder`, mapped; raises OSError when a file cannot be read."""
        text, borders, offsets, bigrams = files(folder, number)
        return cls(_map(text), _map(borders), array("Q", offsets.read_bytes()), _map(bigrams))

    def check(self) -> None:
        """Raises ValueError or LookupError where offsets or lists are not as any are written."""
        ends = zip(self.starts, self.middles, self.starts[1:], strict=False)
        if not all(start <= middle <= end for start, middle, end in ends):
            raise ValueError("the offsets of the literal text are not in order")
        self.bigrams.check()

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
        return dict(self.count_each(in_bytes(needle), self.candidates(needle)))

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
        index, wanted = self.bigrams, in_bytes(needle)
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
                    found[number] = self._count_in(wanted, number)
                return found
            numbers = set(numbers).intersection(index.numbers(place))
        return dict(self.count_each(wanted, numbers))

    def classes(self, needle: str) -> Iterator[tuple[Counts, Callable[[], Iterable[int]]]]:
        """Each number of times that one or two characters stand in passages, with what tells these."""
        place = self._gram(needle)
        if place < 0:
            return
        numbers, codes = self.bigrams.entries(place)
        for code in set(codes):
            if code != LOOK:
                yield COUNTS[code], partial(_select, numbers, codes, code)
        wanted = in_bytes(needle)
        for at in _indices(LOOK, codes):
            yield self._count_in(wanted, numbers[at]), partial(iter, numbers[at : at + 1])

    def candidates(self, needle: str) -> Sequence[int]:
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
            wanted = in_bytes(needle)
            for at in _indices(LOOK, codes):
                found[numbers[at]] = self._count_in(wanted, numbers[at])
        return found

    def _count_in(self, wanted: bytes, number: int) -> Counts:
        at = self.text.find(wanted, self.starts[number], self.starts[number + 1])
        if at < 0:
            raise ValueError("the bigrams are not those of the text")
        return self.counts(wanted, number, at)

    def find_each(self, wanted: bytes, numbers: Iterable[int]) -> list[int]:
        """Those of some passages that hold `wanted`."""
        find, starts = self.text.find, self.starts
        return [number for number in timely(numbers) if find(wanted, starts[number], starts[number + 1]) >= 0]

    def count_each(self, wanted: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Counts]]:
        """How often `wanted` stands in each of some passages that holds it."""
        find, starts, middles, size, once = self.text.find, self.starts, self.middles, len(wanted), (0, 1)
        for number in timely(numbers):
            end = starts[number + 1]
            if (at := find(wanted, starts[number], end)) >= 0:
                if at >= middles[number] and find(wanted, at + size, end) < 0:  # as a rule
                    yield number, once
                else:
                    yield number, self.counts(wanted, number, at)

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
        if start == middle or self.text[middle - 1] == _HEADING_END:
            return -1
        reach = len(wanted) - 1
        return self.text.find(wanted, max(start, middle - reach), min(middle + reach, end))


class Literal:
    """The folded texts of some parts; passages are counted on from part to part."""

    def __init__(
        self, parts: Iterable[Part], words_of_texts: Callable[[str], Mapping[int, float]] = lambda word: {}
    ) -> None:
        """`words_of_texts`: the passages with a word in their texts, and how often each has it."""
        self._parts, self.words_of_texts = list(parts), words_of_texts
        self._firsts = [0, *accumulate(len(part.middles) for part in self._parts)]
        self._counted = Remembered(self._count, _COUNTS, bytes_of)
        self._held = Remembered(self._holders, _COUNTS // 2, bytes_of)
        self._matched = Remembered(self._match, _COUNTS // 4, bytes_of)
        self.lists = Remembered(self._list, _COUNTS, lambda lists: sum(column.nbytes for column in lists))
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
        if lengths := self.__dict__.get("lengths"):
            return int(lengths[number])
        part, number = self._place(number)
        return part.starts[number + 1] - part.middles[number] - 1

    @kept_property
    def lengths(self) -> Sequence[int]:
        """The length of the text of each passage."""
        lengths = array("I")
        for part in self._parts:
            if on():
                from .text_arrays import lengths_of

                lengths.frombytes(lengths_of(part.starts, part.middles))
            else:
                lengths.extend(map(sub, part.starts[1:], map((1).__add__, part.middles)))
        return lengths

    def size(self, number: int) -> int:
        return sum(map(len, self.parts(number)))

    def ahead(self, numbers: Iterable[int]) -> Iterable[int]:
        return numbers

    def parts(self, number: int) -> tuple[str, str]:
        """The folded heading and the folded text of a passage."""
        part, number = self._place(number)
        text, start, middle, end = part.text, part.starts[number], part.middles[number], part.starts[number + 1]
        heading = in_str(text[start : middle - (text[middle - 1] in _ENDS)]) if start < middle else ""
        return heading, in_str(text[middle : end - 1])

    def heading(self, number: int) -> str:
        """The folded heading of a passage."""
        part, number = self._place(number)
        (start, end), _ = part.spans(number)
        return in_str(part.text[start:end])

    def has_heading(self, needle: str, number: int) -> bool:
        """Whether the folded heading of a passage is `needle` and nothing else but quotes."""
        part, number = self._place(number)
        wanted, start, middle = in_bytes(needle), part.starts[number], part.middles[number]
        if middle - start > len(wanted) + 1 and part.text.find(b'"', start, middle) < 0:
            return False
        (start, end), _ = part.spans(number)
        return part.text[start:end].replace(b'"', b"") == wanted

    def headed_among(self, needle: str, numbers: Sequence[int]) -> Iterable[int]:
        """Those of some passages with `needle` in their heading whose heading it is, quotes ignored."""
        if worth(len(numbers)):
            from .text_arrays import short_without_quotes

            numbers = short_without_quotes(self, len(in_bytes(needle)), numbers)
        return (number for number in timely(numbers) if self.has_heading(needle, number))

    def count(self, needle: str) -> Mapping[int, Counts]:
        """How often the folded string `needle` stands in each passage that holds it (of overlapping places, the first)."""
        return self._counted[needle]

    def total(self, needle: str) -> int:
        """How many passages hold the folded string `needle`."""
        if self.gone or len(needle) > 2 or needle in self._held:
            return len(self.passages(needle))
        return sum(part.size(needle) for part in self._parts)

    def is_counted(self, needle: str) -> bool:
        """Whether it is remembered how often `needle` stands in the passages that hold it."""
        return needle in self._counted

    def passages(self, needle: str) -> Set[int]:
        """The passages that hold the folded string `needle`."""
        return self.count(needle).keys() if needle in self._counted or len(needle) > 2 else self._held[needle]

    def _holders(self, needle: str) -> Set[int]:
        if self._many(needle):
            from ..arrays import PassageSet

            return PassageSet(self.lists[_grams(needle)[0]][0])
        held: set[int] = set()
        for part, first in zip(self._parts, self._firsts, strict=False):
            check()
            here = part.holding(needle)
            held.update(map(first.__add__, here) if first else here)
        return held - self.gone if self.gone else held

    def among(self, needle: str, numbers: Set[int]) -> Mapping[int, Counts]:
        """How often the folded string `needle` stands in each of some passages that holds it."""
        if on() and needle and END not in needle:
            from .text_arrays import among

            if (counts := among(self, _grams(needle), needle, numbers)) is not None:
                return counts
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
                    several[counts].append(partial(self._candidates, tell, first))
        else:
            members: defaultdict[Counts, list[int]] = defaultdict(list)
            for number, counts in self.count(needle).items():
                members[counts].append(number)
            several.update((counts, [partial(iter, some)]) for counts, some in members.items())
        return {counts: partial(_together, told) for counts, told in several.items()}

    def _candidates(self, tell: Callable[[], Iterable[int]], first: int) -> Iterable[int]:
        numbers = map(first.__add__, tell()) if first else tell()
        return [number for number in numbers if number not in self.gone] if self.gone else numbers

    def document_frequency(self, gram: str) -> int:
        """How many passages hold a character, or two side by side."""
        return self.total(gram)

    def may_hold(self, needle: str) -> bool:
        """Whether a passage may hold a folded string, as far as its bigrams tell."""
        if not needle:
            return False
        grams = _grams(needle)
        grams.reverse()  # of a question pieces are looked for that go on from one to the next
        for part in self._parts:
            for gram in grams:
                if part.bigrams.find(gram) < 0:
                    break
            else:
                return True
        return False

    def check(self) -> None:
        """Read all texts and lists of bigrams; raises ValueError or LookupError where one is not as it was written."""
        for number in range(len(self)):
            self.parts(number)
        for part in self._parts:
            part.check()

    def parts_with_first(self) -> Iterable[tuple[Part, int]]:
        """The parts, each with the number of its first passage."""
        return zip(self._parts, self._firsts, strict=False)

    def _list(self, gram: str) -> tuple[Any, Any]:
        from .text_arrays import gather

        return gather(self, gram)

    def _count(self, needle: str) -> Mapping[int, Counts]:
        if self._many(needle):
            from .text_arrays import count

            return count(self, _grams(needle), needle)
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
        first, *others = wanted
        found = self.passages(first) if len(first) < 3 or first in self._counted else self._find(first)
        for needle in others:
            found = self.among(needle, found).keys()
        return found

    def _find(self, needle: str) -> Set[int]:
        """The passages that hold a folded string of three characters or more, not counted."""
        if self._many(needle):
            from .text_arrays import find

            return find(self, _grams(needle), needle)
        wanted = in_bytes(needle)
        held: set[int] = set()
        for part, first in self.parts_with_first() if END not in needle else ():
            held.update(number + first for number in part.find_each(wanted, part.candidates(needle)))
        return held - self.gone

    def _many(self, needle: str) -> bool:
        """Whether so many passages hold a string that they are for numpy."""
        grams = _grams(needle) if needle and END not in needle else []
        return bool(grams) and worth(min(map(self.bytes_of, grams)))

    def bytes_of(self, gram: str) -> int:
        """About how many passages hold a bigram, or twice that."""
        places = [(part.bigrams, part.bigrams.find(gram)) for part in self._parts]
        return sum(index.bytes_of(place) for index, place in places if place >= 0)

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
        from .text_scan import contexts  # a search that finds asks for none

        return contexts(
            zip(self._parts, self._firsts, strict=False), self.gone, in_bytes(needle), reach, beside, before
        )

    def counts(self, needle: str, number: int) -> Counts:
        """The same for one passage."""
        return self.count_in(in_bytes(needle), number)

    def count_in(self, wanted: bytes, number: int) -> Counts:
        """The same for the bytes of a string."""
        part, number = self._place(number)
        at = part.text.find(wanted, part.starts[number], part.starts[number + 1]) if wanted else -1
        return part.counts(wanted, number, at) if at >= 0 else (0, 0)

    def words(self, numbers: Iterable[int]) -> Counter[str]:
        """The words of some passages, headings and texts together, with their counts."""
        from .text_scan import words

        places = map(self._place, numbers)
        return words((part, part.starts[number], part.starts[number + 1]) for part, number in places)

    def words_around(self, needle: str, number: int) -> Counter[str]:
        """The words of the sentences of a passage that hold `needle`, with their counts."""
        from .text_scan import sentences, words

        return words(sentences(*self._place(number), in_bytes(needle)))

    def weigh(self, needle: str, number: int, word: bool) -> Counts:
        """How much the places of `needle` in a passage count.

        1 between word borders, INSIDE within a longer word, 0 where a longer number or Latin word holds it
        (75% in 175%) or the words around it make it up by accident (区长 in 地区长江): what is a `word` of the index where
        one of its ends cuts another, what is none, and so may be cut anywhere, where both do.
        """
        return next(self._weigh_each(in_bytes(needle), (number,), word))[1]

    def weigh_all(self, needle: str, numbers: Set[int], word: bool) -> Mapping[int, Counts]:
        """The same of each of some passages."""
        wanted = in_bytes(needle)
        if on() and len(numbers) > _WEIGHED and self.ahead(numbers) is numbers:
            from .text_arrays import weigh_all

            if (weighed := weigh_all(self, wanted, numbers, word)) is not None:
                return weighed
        return dict(self._weigh_each(wanted, timely(self.ahead(numbers)), word))

    def _weigh_each(self, wanted: bytes, numbers: Iterable[int], word: bool) -> Iterator[tuple[int, Counts]]:
        for number in numbers:
            part, own = self._place(number)
            text, borders = part.text, part.borders
            start, middle, end = part.starts[own], part.middles[own], part.starts[own + 1]
            at, heading, below = text.find(wanted, start, end), 0.0, 0.0
            if 0 <= at < middle:
                heading = _weigh(text[start:middle], borders[start : middle + 1], wanted, word)
                if (across := part.across(wanted, own)) >= 0:
                    below = _weight(text, borders, across, across + len(wanted), word)
                at = text.find(wanted, middle, end)
            if at >= 0:
                below += _weigh(text[middle:end], borders[middle : end + 1], wanted, word)
            yield number, (heading, below)

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


def _weigh(text: bytes, borders: bytes, wanted: bytes, word: bool) -> float:
    """How much the places of `wanted` in a heading or a text count."""
    at, size, count, find, within = text.find(wanted), len(wanted), 0.0, text.find, borders.find
    number, inside, cuts = wanted[:1].isalnum() or wanted[-1:].isalnum(), INSIDE if word else 1.0, 1 if word else 2
    while at >= 0:
        end = at + size
        if number:
            count += _weight(text, borders, at, end, word)
        elif borders[at] == 1 == borders[end]:
            count += 1.0
        elif within(BORDER, at + 1, end) < 0:  # as _weight does, without a call
            count += inside
        elif (not borders[at]) + (not borders[end]) < cuts:
            count += 1.0
        at = find(wanted, at + 1)  # overlapping places too: the word need not be the first
    return count


def _weight(text: Mapped, borders: Mapped, start: int, end: int, word: bool) -> float:
    """How much one place in a passage counts, as in `Literal.weigh`."""
    if _goes_on(text[start : start + 1], text[start - 1 : start], text[start - 2 : start - 1]):
        return 0.0
    if _goes_on(text[end - 1 : end], text[end : end + 1], text[end + 1 : end + 2]):
        return 0.0
    edges = borders[start], borders[end]
    if edges == (1, 1):
        return 1.0
    if borders.find(BORDER, start + 1, end) < 0:
        return INSIDE if word else 1.0
    return float(edges.count(0) < (1 if word else 2))


def _goes_on(edge: bytes, outside: bytes, beyond: bytes) -> bool:
    """Whether a number or Latin word with `edge` at its edge goes on outside: 5|5, m|2, 5|.5 but not 5|. or 5|%."""
    if not edge.isalnum():  # of ASCII only, being bytes
        return False
    return outside.isalnum() or (edge.isdigit() and outside in (b".", b",") and beyond.isdigit())


def _select(numbers: Sequence[int], codes: bytes, code: int) -> Iterable[int]:
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


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        # Nothing cannot be mapped.
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
