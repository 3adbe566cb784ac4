"""The folded texts of all passages in mapped files, with word borders: where strings stand in them, as `TextIndex` says.

A string is looked for only in the passages that hold its bigrams, see `bigrams`.

The text lies in parts, which are never changed once they are written; a later version of an index shares those of the
one before, adds one, and leaves passages out by their numbers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ...runtime.cache import Remembered, bytes_of, kept_property
from ...runtime.deadline import check, timely
from ...runtime.numpy_use import uses_numpy, worth
from .bigrams import END
from .marks import HEADING_ENDS, in_bytes, in_str
from .text_part import Part, bigrams_of
from .word_borders import WEIGHTS, goes_on

if TYPE_CHECKING:
    from ..arrays import Floats, Marks, Numbers
    from ..protocol import Context, Counts

_WEIGHED = 32  # up to so many passages, looking at each is faster
_COUNTS = 64_000_000  # bytes of counts in the cache


class Literal:
    """The folded texts of some parts; passages are counted on from part to part."""

    at_once = 1

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
        total = sum(sum(part.lengths) for part in self._parts)
        total -= sum(map(self.length, self.gone))
        return max(1.0, total / max(1, len(self) - len(self.gone)))

    def length(self, number: int) -> int:
        """The length of the text of a passage in bytes, three for an ideograph."""
        part, number = self._place(number)
        return part.lengths[number]

    @kept_property
    def lengths(self) -> Sequence[int]:
        """The length of the text of each passage."""
        if len(self._parts) == 1:
            return self._parts[0].lengths
        lengths = array("I")
        for part in self._parts:
            lengths.extend(part.lengths)
        return lengths

    def size(self, number: int) -> int:
        return sum(map(len, self.parts(number)))

    def prefetch(self, numbers: Iterable[int]) -> Iterable[int]:
        return numbers

    def parts(self, number: int) -> tuple[str, str]:
        """The folded heading and the folded text of a passage."""
        part, number = self._place(number)
        text, start, middle, end = part.text, part.starts[number], part.middles[number], part.starts[number + 1]
        heading = in_str(text[start : middle - (text[middle - 1] in HEADING_ENDS)]) if start < middle else ""
        return heading, in_str(text[middle : end - 1])

    def joined(self, numbers: Iterable[int]) -> str:
        from .text_scan import joined

        return joined(map(self._place, timely(self.prefetch(numbers), 50)))

    def heading(self, number: int) -> str:
        """The folded heading of a passage."""
        part, number = self._place(number)
        text, start, middle = part.text, part.starts[number], part.middles[number]
        return in_str(text[start : middle - (text[middle - 1] in HEADING_ENDS)]) if start < middle else ""

    def begun_by(self, needle: str, numbers: Iterable[int]) -> list[int]:
        """Those of some passages whose folded heading begins with `needle`."""
        from .text_counts import begun_by

        return begun_by(self._place, in_bytes(needle), numbers)

    def has_heading(self, needle: str, number: int) -> bool:
        """Whether the folded heading of a passage is `needle` and nothing else but quotes."""
        part, number = self._place(number)
        wanted, start, middle = in_bytes(needle), part.starts[number], part.middles[number]
        if middle - start > len(wanted) + 1 and part.text.find(b'"', start, middle) < 0:
            return False
        (start, end), _ = part.spans(number)
        return part.text[start:end].replace(b'"', b"") == wanted

    @kept_property
    def heading_sizes(self) -> Any:
        """As `text_arrays.heading_sizes` says."""
        from .text_arrays import heading_sizes

        return heading_sizes(self)

    def headed_among(self, needle: str, numbers: Sequence[int]) -> Iterable[int]:
        """Those of some passages with `needle` in their heading whose heading it is, quotes ignored."""
        if uses_numpy() and len(numbers) > _WEIGHED:
            from .text_arrays import short_headings

            numbers = short_headings(self, len(in_bytes(needle)), numbers)
        return (number for number in timely(map(int, numbers)) if self.has_heading(needle, number))

    def count(self, needle: str) -> Mapping[int, Counts]:
        """How often `needle` stands in each passage that holds it."""
        return self._counted[needle]

    def total(self, needle: str) -> int:
        """How many passages hold `needle`."""
        if self.gone or len(needle) > 2:
            return len(self.passages(needle))
        return sum([part.size(needle) for part in self._parts])

    def is_counted(self, needle: str) -> bool:
        """Whether the counts of `needle` are in the cache."""
        return needle in self._counted

    def passages(self, needle: str, among: Set[int] | None = None) -> Set[int]:
        """The passages that hold `needle`; of those `among`, where only they are of interest."""
        if among is None:
            return self.count(needle).keys() if needle in self._counted else self._held[needle]
        if not needle or END in needle:
            return frozenset()
        if len(among) <= _WEIGHED:
            find, wanted = self._find_in, in_bytes(needle)
            return {number for number in among if find(wanted, number) >= 0} - self.gone
        if uses_numpy() and needle not in self._counted:
            from .text_arrays import holding_among

            return holding_among(self, bigrams_of(needle), needle, among)
        return self.among(needle, among).keys()

    def _find_in(self, wanted: bytes, number: int) -> int:
        """Where the bytes of a string first stand in a passage; -1 where they do not."""
        part, number = self._place(number)
        return part.text.find(wanted, part.starts[number], part.starts[number + 1])

    def _holders(self, needle: str) -> Set[int]:
        if len(needle) > 2:
            return self._find(needle)
        if self.is_frequent(needle):
            from ..arrays import PassageSet

            return PassageSet(self.lists[bigrams_of(needle)[0]][0])
        held: set[int] = set()
        for part, first in zip(self._parts, self._firsts, strict=False):
            check()
            here = part.holding(needle)
            held.update(map(first.__add__, here) if first else here)
        return held - self.gone if self.gone else held

    def among(self, needle: str, numbers: Set[int]) -> Mapping[int, Counts]:
        """How often `needle` stands in each of some passages that holds it."""
        if len(numbers) > _WEIGHED and uses_numpy() and needle and END not in needle:
            from .text_arrays import among

            if (counts := among(self, bigrams_of(needle), needle, numbers)) is not None:
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

    def times(self, needle: str, heading: float, marked: Marks | None = None) -> tuple[Numbers, Floats]:
        """As `TextIndex.times` says."""
        from .text_arrays import times

        return times(self, bigrams_of(needle), needle, heading, marked)

    def frequencies(self, strings: Sequence[str], heading: float, numbers: Any) -> Any:
        from .frequency_arrays import frequencies

        return frequencies(self, strings, heading, numbers)

    def by_counts(self, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
        """As `TextIndex.by_counts` says."""
        from .text_counts import by_counts

        return by_counts(self, needle)

    def document_frequency(self, gram: str) -> int:
        """How many passages hold a character, or two side by side."""
        return self.total(gram)

    def may_hold(self, needle: str) -> bool:
        """Whether a passage may hold a folded string, by its bigrams."""
        if not needle:
            return False
        return any(all(part.bigrams.find(gram) >= 0 for gram in bigrams_of(needle)) for part in self._parts)

    def parts_with_first(self) -> Iterable[tuple[Part, int]]:
        """The parts, each with the number of its first passage."""
        return zip(self._parts, self._firsts, strict=False)

    def _list(self, gram: str) -> tuple[Any, Any]:
        from .text_arrays import gather

        return gather(self, gram)

    @kept_property
    def counts_apart(self) -> Any:
        from .long_counts import CountsApart

        return CountsApart(self.lists, self._place)

    def _count(self, needle: str) -> Mapping[int, Counts]:
        if self.is_frequent(needle):
            from .text_arrays import count

            return count(self, bigrams_of(needle), needle)
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

    def holding_all(self, needles: Iterable[str], exact: bool = True) -> Iterable[int]:
        """The passages that hold all of some folded strings, not `exact`: their bigrams; empty strings are ignored."""
        from .text_counts import holding_all

        return holding_all(self, [needle for needle in needles if needle], exact)

    def _find(self, needle: str) -> Set[int]:
        """The passages that hold a folded string of three characters or more, not counted."""
        if self.is_frequent(needle):
            from .text_arrays import find

            return find(self, bigrams_of(needle), needle)
        wanted = in_bytes(needle)
        held: set[int] = set()
        for part, first in self.parts_with_first() if END not in needle else ():
            held.update(number + first for number in part.find_each(wanted, part.candidates(needle)))
        return held - self.gone

    def is_frequent(self, needle: str) -> bool:
        """Whether so many passages hold a string that numpy is used."""
        grams = bigrams_of(needle) if needle and END not in needle else []
        return bool(grams) and worth(min(map(self.bytes_of, grams)))

    def bytes_of(self, gram: str) -> int:
        """About how many passages hold a bigram, or twice that."""
        places = [(part.bigrams, part.bigrams.find(gram)) for part in self._parts]
        return sum([index.bytes_of(place) for index, place in places if place >= 0])

    def match(self, pattern: str) -> Mapping[int, Counts]:
        """How often a pattern with * and ? stands in each passage that has it."""
        return self._matched[pattern]

    def _match(self, pattern: str) -> Mapping[int, Counts]:
        from .text_scan import match

        return match(self, pattern)

    def contexts(self, needle: str, reach: int, beside: str, before: bool = False) -> Iterator[Context]:
        """As `TextIndex.contexts` says."""
        from .text_scan import contexts  # loaded when it is used

        return contexts(
            zip(self._parts, self._firsts, strict=False), self.gone, in_bytes(needle), reach, beside, before
        )

    def counts(self, needle: str, number: int) -> Counts:
        """The same for one passage."""
        wanted = in_bytes(needle)
        at = self._find_in(wanted, number) if wanted else -1
        part, number = self._place(number)
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

    def weigh(self, needle: str, number: int, word: bool, one: bool = False) -> Counts:
        """The weights of the places of `needle` in a passage.

        1 between word borders, INSIDE within a longer word, 0 where it is part of a longer number or Latin word (75% in 175%) or
        an accident (区长 in 地区长江). A place is an accident when an end of a `word` of the index cuts another word; for a string that
        is no word, and so may be cut anywhere, when both ends do. `one`: only the first that is no accident counts.
        """
        return next(self._weigh_each(in_bytes(needle), (number,), word, one))[1]

    def weigh_all(self, needle: str, numbers: Set[int], word: bool) -> Mapping[int, Counts]:
        """The same of each of some passages."""
        wanted = in_bytes(needle)
        if uses_numpy() and len(numbers) > _WEIGHED and self.at_once == 1:
            from .weight_arrays import weigh_all

            if (weighed := weigh_all(self, wanted, numbers, word)) is not None:
                return weighed
        return dict(self._weigh_each(wanted, timely(self.prefetch(numbers)), word))

    def _weigh_each(
        self, wanted: bytes, numbers: Iterable[int], word: bool, one: bool = False
    ) -> Iterator[tuple[int, Counts]]:
        size, weights = len(wanted), WEIGHTS[word]
        number = wanted[:1].isalnum() or wanted[-1:].isalnum()
        for passage in numbers:
            part, own = self._place(passage)
            text, borders, find = part.text, part.borders, part.text.find
            start, middle, end = part.starts[own], part.middles[own], part.starts[own + 1]
            heading = below = 0.0
            across: float | None = None  # the weight of the first place across the end of the heading
            at = find(wanted, start, end)
            while at >= 0:
                stop = at + size
                weight = weights[borders[at : stop + 1]]
                if number and goes_on(
                    text, at, stop, start if at < middle else middle, middle if stop <= middle else end
                ):
                    weight = 0.0
                if at >= middle:
                    below += weight
                elif stop <= middle:
                    heading += weight
                elif across is None:
                    across = weight
                if one and weight:
                    break
                at = find(wanted, at + 1, end)  # overlapping places too: the word need not be the first
            yield passage, (heading, (across or 0.0) + below)

    def _place(self, number: int) -> tuple[Part, int]:
        """The part that a passage is in, and its number there."""
        if len(self._parts) == 1:
            return self._parts[0], number
        place = bisect_right(self._firsts, number) - 1
        return self._parts[place], number - self._firsts[place]
