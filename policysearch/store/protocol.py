"""The seam between the front door and a search engine: what an engine must do, and its results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..model.document import Passage
from ..query.ast import Query

if TYPE_CHECKING:
    from ..model.results import Explanation, Related, Row, Similar, Suggestion

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


class Reader(Protocol):
    """An index version, open for reading; it stays the same while others write newer ones.

    1. `search` gives slices of one ranking (score falling, then document order); `total` is the true count. `sort` (one of
       SORTS) puts the ranking into another order, `group` (one of GROUPS) leaves the best of each; limit and offset count groups then.
    2. A filter never enlarges a result.
    3. A term is found in every passage where it literally stands, after folding, whatever the segmentation.
    """

    def search(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results: ...

    def widened(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """The same, followed by the passages that hold any of the query's plain words, when few hold them all.

        What else stands in the query holds.
        """
        ...

    def passage(self, id: str) -> Passage | None: ...

    def passages(self) -> Iterator[Passage]:
        """All passages in document order (by source, then line)."""
        ...

    def of_document(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in its order; empty when there is none of that id."""
        ...

    def values(self, field: str) -> dict[str, int]:
        """Every value of a "value" field of the schema (or `document_id`, `source`) with its number of passages."""
        ...

    def frequency(self, word: str) -> int:
        """How often a folded word occurs in headings and texts."""
        ...

    def near(self, text: str) -> Mapping[str, int]:
        """The strings of words that one character parts from a folded text, each with how many passages hold it."""
        ...

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Every word with its number of occurrences in headings and texts, folded."""
        ...

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """What the last word of `typed` could become, at most `limit`, the best of each kind in turn."""
        ...

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        """Words that stand in the passages with `term` more often than elsewhere."""
        ...

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        """Passages like the one with this id, of other districts first, or only of its own; see `related.alike`."""
        ...

    def total(self, query: Query) -> int:
        """How many passages match."""
        ...

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> dict[str, dict[str, int]]:
        """For each field the passages of each of its values among what matches, or what `widened` finds."""
        ...

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by` (one of COMPARED), a cell in it for each query, as `compare` says."""
        ...

    def explain(self, query: Query, id: str, widened: bool = False) -> Explanation | None:
        """Where the score that `search` (or `widened`) gives the passage with this id comes from; None if there is none."""
        ...

    def words(self) -> int:
        """How many distinct words the index knows."""
        ...

    def __len__(self) -> int: ...

    def close(self) -> None: ...


class Engine(Protocol):
    """Writes and opens index versions, each in a folder of its own."""

    name: str
    fingerprint: str  # changes whenever the analysis or the files it writes change their meaning

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Write a new version into the empty `folder`."""
        ...

    def update(self, old: Path, folder: Path, removed: frozenset[str], added: Iterable[Passage]) -> None:
        """Write into the empty `folder` the version in `old` without the passages of the sources `removed`, plus `added`."""
        ...

    def open(self, folder: Path) -> Reader: ...
