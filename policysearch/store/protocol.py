"""The seam between search and where passages live: what a store must do, and the results of a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..model.document import Passage

if TYPE_CHECKING:
    from .local.text_store import Literal

#: How a search that found little was widened, from the nearest to what was meant to the farthest.
BY_SYNONYMS, MOST_WORDS, ANY_WORDS = "synonyms", "most of the words", "any of the words"
FEW = 4  # passages that hold all words are enough: the query is not widened
SORTS = ("relevance", "document", "date")
GROUPS = ("document", "district")
COMPARED = ("district", "plan", "document")


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found."""

    passage: Passage
    score: float
    why: str = ""  # of `reasons`: how it answers the query
    missing: tuple[str, ...] = ()  # words of the query, typed one by one, that it lacks
    elsewhere: int = 0  # other passages of its document that match the query as it stands


@dataclass(frozen=True, slots=True)
class Group:
    """The matching passages of one document or district."""

    value: str  # id of the document, or the district; "" for the passages that have none
    hit: Hit  # the best
    total: int  # how many they are


@dataclass(frozen=True, slots=True)
class Results:
    """A slice of one full ranking."""

    hits: tuple[Hit, ...]  # of groups, the best of each
    total: int  # of all matching passages, not only of this slice
    relaxation: str = ""  # how far a widened query went from what was asked for: MOST_WORDS or ANY_WORDS; "": not
    groups: tuple[Group, ...] = ()  # of the hits, when groups were asked for
    group_total: int = 0  # of all groups, not only of this slice
    ungrouped: int = (
        0  # of `total`, the passages that have no such group; they make up one of their own, of the value ""
    )


class Store(Protocol):
    """The passages of one version, open for reading; it stays the same while others write newer ones.

    Passages are numbers from 0; numbers of removed passages are in no answer. Many threads may share a store. After
    `close` everything raises ClosedIndexError; what damaged files lead to is a DamagedIndexError.
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
    def literal(self) -> Literal:
        """The folded texts: in which passages a string stands, and how."""
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

    def holding(self, field: str, value: str) -> Mapping[int, float]:
        """The passages with that value of a field."""
        ...

    def stored(self, number: int) -> Passage:
        """The passage with that number."""
        ...

    def values(self, field: str) -> dict[str, int]:
        """Every value of a "value" field (or `document_id`, `source`) with its number of passages."""
        ...

    def passage(self, id: str) -> Passage | None: ...

    def passages(self) -> Iterator[Passage]:
        """All passages in document order."""
        ...

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in its order; empty when there is none of that id."""
        ...

    def words(self) -> int:
        """How many distinct words the live passages have."""
        ...

    def guard(self) -> AbstractContextManager[None]:
        """A block in which what damaged files lead to becomes a DamagedIndexError."""
        ...

    def __len__(self) -> int: ...

    def close(self) -> None: ...


class Keeper(Protocol):
    """Writes and opens versions, each in a folder of its own."""

    name: str
    fingerprint: str  # changes whenever the analysis or the files it writes change their meaning

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        ...

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`."""
        ...

    def open(self, folder: Path) -> Store: ...
