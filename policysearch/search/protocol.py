"""The protocol of an index for search: a store, and facts about all its passages together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol

from ..query.ast import In, Query
from ..store.protocol import Counts, Store

if TYPE_CHECKING:
    from ..store.arrays import Floats
    from .law_lookup import Cores, Laws


class Condition(Protocol):
    """A condition on the values of a field."""

    def holding(self, among: Set[int] | None) -> Set[int]:
        """The passages with a value that meets it; only those in `among`, unless it is None."""
        ...


class Index(Store, Protocol):
    """A store, and facts about all its passages, which are kept."""

    @property
    def shares(self) -> Mapping[str, float]:
        """For each field of NAMED_FIELDS the share of the passages that have a value of it."""
        ...

    @property
    def nearest(self) -> Mapping[tuple[str, bool], tuple[int, ...]]:
        """For a piece of text that stands nowhere, and whether it is a quote, the passages with the wording nearest to it."""
        ...

    @property
    def close_together(self) -> Mapping[tuple[tuple[str, ...], int], Mapping[int, Counts]]:
        """For folded strings and a distance, what `match.close_together` gives."""
        ...

    @property
    def accepted(self) -> Mapping[tuple[str, Query | str], Condition]:
        """For a field, and a leaf or an abbreviation of a value, the condition that a value meets it."""
        ...

    @property
    def text_norms(self) -> Floats:
        """For the text of each passage what BM25F divides by; an array of numpy."""
        ...

    @property
    def cited(self) -> Mapping[str, Mapping[int, int]]:
        """For a term, what `law_lookup.find_cited` gives: the passages that are the article it cites."""
        ...

    @property
    def copies(self) -> Mapping[str, Sequence[str]]:
        """The documents that have copies, with the ids of those."""
        ...

    @property
    def hidden(self) -> Set[int]:
        """The passages of copies, which are in no answer."""
        ...

    @property
    def drafts(self) -> Set[int]:
        """The passages of drafts whose final text is in the index too."""
        ...

    @property
    def local(self) -> Set[int]:
        """The passages of local rules, where the index has laws of the state too."""
        ...

    @property
    def names(self) -> Mapping[str, In]:
        """The names of districts, cities and plans, folded, the longest first, with the condition that each means."""
        ...

    @property
    def title_cores(self) -> Cores:
        """The folded titles by their cores, see `law_lookup.Cores`."""
        ...

    @property
    def laws(self) -> Laws:
        """The laws among the documents."""
        ...
