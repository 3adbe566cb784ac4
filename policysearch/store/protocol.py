"""The protocol of a store, which all of search is written against.

A store answers which passages hold a string or a field value, and gives back what it holds. It matches literally and does not rank:
scores are computed above it, so that every store gives the same answers. `store.local` maps files, `store.memory`
holds lists, `store.opensearch` asks a cluster; tests/store/promises.py runs the same tests on all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ..model.document import Passage
from .columns import Column

Counts = tuple[float, float]  # how often, or how much, something stands in the heading and in the text of a passage


class Context(NamedTuple):
    """One occurrence of a string and what stands beside it, before or after."""

    passage: int
    text: str  # what stands beside it, in the order of the text
    border: bool  # whether a word begins or ends at the other side of the string
    borders: Sequence[bool]  # the same at the near side, and after each character of `text` going away from the string


class TextIndex(Protocol):
    """The folded headings and texts of all passages: where strings stand in them.

    1. A string is found in every passage whose folded heading or text holds it, however the text was segmented.
    2. It is found across the end of a heading only where the text begins on the heading's line (`Passage.run_in`), and counts there as in
       the text; never across the end of a passage.

    Strings are folded (`text.normalize.fold`); of the empty string there is no occurrence.
    """

    def __len__(self) -> int:
        """One more than the highest passage number."""
        ...

    def count(self, needle: str) -> Mapping[int, Counts]:
        """Occurrences in each passage that holds `needle`; of overlapping ones the first counts."""
        ...

    def counts(self, needle: str, number: int) -> Counts:
        """The same for one passage."""
        ...

    def total(self, needle: str) -> int:
        """How many passages hold `needle`."""
        ...

    def passages(self, needle: str, among: Set[int] | None = None) -> Set[int]:
        """The passages that hold `needle`; of those `among`, where only they are of interest."""
        ...

    def among(self, needle: str, numbers: Set[int]) -> Mapping[int, Counts]:
        """The result of `count` for some passages."""
        ...

    def times(self, needle: str, heading: float, marked: Any = None) -> tuple[Any, Any]:
        """The passages that hold `needle` and how often, an occurrence in the heading counted `heading` times; arrays of numpy.

        `marked`: an array of whether each passage is of interest; None: all are.
        """
        ...

    def frequencies(self, strings: Sequence[str], heading: float, numbers: Any) -> Any:
        """How often each of some strings stands in some passages, a row a string, counted as by `times`, but for what runs from a heading into its text.

        Only where `at_once` is 1.
        """
        ...

    def by_counts(self, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
        """For each number of occurrences, in heading and text, what gives the passages where `needle` stands so often."""
        ...

    def match(self, pattern: str) -> Mapping[int, Counts]:
        """Matches of a wildcard pattern (`text.wildcard`) in each passage that has one."""
        ...

    def holding_all(self, needles: Iterable[str], exact: bool = True) -> Iterable[int]:
        """The passages that hold all of some strings, and not `exact` perhaps some others; empty strings are ignored."""
        ...

    def document_frequency(self, gram: str) -> int:
        """How many passages hold a character or bigram, perhaps an estimate; equal for equal passages, whatever the history of the index."""
        ...

    def weigh(self, needle: str, number: int, word: bool, one: bool = False) -> Counts:
        """Occurrences in one passage weighted by word borders.

        1 between borders, less within a longer word, 0 for an accident. `word`: it is
        in the vocabulary. `one`: only the first that is no accident counts.
        """
        ...

    def weigh_all(self, needle: str, numbers: Set[int], word: bool) -> Mapping[int, Counts]:
        """The same of each of some passages."""
        ...

    def parts(self, number: int) -> tuple[str, str]:
        """Heading and text of a passage."""
        ...

    def joined(self, numbers: Iterable[int]) -> str:
        r"""Headings and texts of some passages, each followed by \0, which no text holds."""
        ...

    def heading(self, number: int) -> str:
        """The heading of a passage."""
        ...

    def begun_by(self, needle: str, numbers: Iterable[int]) -> list[int]:
        """Those of some passages whose heading begins with `needle`."""
        ...

    def has_heading(self, needle: str, number: int) -> bool:
        """Whether the heading of a passage is `needle`, quotes ignored."""
        ...

    def headed_among(self, needle: str, numbers: Sequence[int]) -> Iterable[int]:
        """Those of some passages with `needle` in their heading whose heading it is, quotes ignored."""
        ...

    def length(self, number: int) -> int:
        """The length of the text of a passage in bytes of UTF-8."""
        ...

    @property
    def lengths(self) -> Sequence[int]:
        """The same of all passages."""
        ...

    def size(self, number: int) -> int:
        """The characters of the heading and text of a passage."""
        ...

    @property
    def at_once(self) -> int:
        """How many texts are best read at once: 1 where they are near."""
        ...

    def prefetch(self, numbers: Iterable[int]) -> Iterable[int]:
        """`numbers` unchanged, for callers that read the text or passage of each before they take the next.

        A remote store reads several at a time.
        """
        ...

    def words(self, numbers: Iterable[int]) -> Mapping[str, int]:
        """The words of some passages, headings and texts together, with their counts."""
        ...

    def words_around(self, needle: str, number: int) -> Mapping[str, int]:
        """The words of the sentences of a passage that hold `needle`, with their counts."""
        ...

    def contexts(self, needle: str, reach: int, beside: str, before: bool = False) -> Iterator[Context]:
        """Occurrences of `needle` with at least `reach` characters after it (`before`: before it), fewer where its part ends.

        Occurrences without any of the characters `beside` that near may be left out, unless `beside` is empty.
        """
        ...


class Store(Protocol):
    """The passages of one version, open for reading; it stays the same while others write newer ones.

    Passages are numbers from 0 on; numbers of removed passages are in no answer. Many threads may share a store. After `close` everything raises ClosedIndexError; damaged files raise DamagedIndexError.
    """

    @property
    def order(self) -> Sequence[int]:
        """Every live passage, in document order (by source, then line)."""
        ...

    @property
    def rank(self) -> Sequence[int]:
        """The place of each passage in `order`."""
        ...

    @property
    def document(self) -> Sequence[int]:
        """For each passage a number that passages of the same document share."""
        ...

    @property
    def literal(self) -> TextIndex:
        """The folded texts."""
        ...

    @property
    def mean_length(self) -> float:
        """Of the texts, in bytes."""
        ...

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Every word with its number of occurrences in headings and texts, folded."""
        ...

    @property
    def words_in(self) -> Mapping[str, Sequence[str]]:
        """The words that a folded text is cut into."""
        ...

    def frequency(self, word: str) -> int:
        """How often a folded word occurs in headings and texts."""
        ...

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        """How often the word occurs in the "title" or "text" of each passage that has it."""
        ...

    def field_values(self, field: str) -> Mapping[str, str]:
        """Every value of a field other than "title" and "text", with its folded form."""
        ...

    def column(self, field: str) -> Column:
        """The values of all passages in a field other than "title", "text" and "id"."""
        ...

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        """The passages with that value of a field."""
        ...

    def passage_at(self, number: int) -> Passage:
        """The passage with that number."""
        ...

    def values(self, field: str) -> dict[str, int]:
        """Every value of a "value" field (or `document_id`, `source`) with its number of passages.

        Raises ValueError for any other field.
        """
        ...

    def with_ids(self, ids: Sequence[str]) -> list[Passage | None]:
        """The passage with each of these ids; None where there is none."""
        ...

    def passages(self) -> Iterator[Passage]:
        """All passages in document order."""
        ...

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in its order; empty when there is none of that id."""
        ...

    def words(self) -> int:
        """How many distinct words the live passages have."""
        ...

    def expect(self, tell: Callable[[], tuple[Iterable[Sequence[str]], Iterable[str]]]) -> None:
        """Before strings are counted, or postings of words read: a remote store asks `tell` which, and reads them at once.

        Strings come in groups that stand together in the passages looked for, the one that is counted first in front. What was not told is found all the same.
        """
        ...

    def guard(self) -> AbstractContextManager[None]:
        """A block in which errors of damaged files become a DamagedIndexError."""
        ...

    def __len__(self) -> int:
        """The number of live passages."""
        ...

    def close(self) -> None:
        """Release files and connections; may be called again."""
        ...


class Keeper(Protocol):
    """Writes and opens versions, each in a folder of its own."""

    name: str
    fingerprint: str  # changes whenever the analysis or the files it writes change their meaning

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        ...

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> int:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`.

        Returns a number below which passages have the numbers they had.
        """
        ...

    def open(self, folder: Path) -> Store:
        """Open the version in `folder`; raises DamagedIndexError when a file of it is missing, truncated or altered."""
        ...
