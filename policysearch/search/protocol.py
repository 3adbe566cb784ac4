"""The protocol of what is searched: a store, and what is known of all its passages together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol

from ..query.ast import In, Query
from ..store.protocol import Counts, Store

if TYPE_CHECKING:
    from .law_lookup import Cores, Laws


class Condition(Protocol):
    """What is asked of the values of a field."""

    def holding(self, among: Set[int] | None) -> set[int]:
        """The passages with a value that is so; of those `among`, where only they are of interest."""
        ...


class Index(Store, Protocol):
    """A store, and what is told of all its passages, kept."""

    @property
    def shares(self) -> Mapping[str, float]:
        """For each field of PLACED the share of the passages that have a value of it."""
        ...

    @property
    def nearest(self) -> Mapping[tuple[str, bool], tuple[int, ...]]:
        """For a piece of text, and whether it is a quote, the passages with the wording nearest to it when it stands nowhere."""
        ...

    @property
    def close_together(self) -> Mapping[tuple[tuple[str, ...], int], Mapping[int, Counts]]:
        """For folded strings and a distance the passages in which they stand so close together, as `match.close_together` says."""
        ...

    @property
    def accepted(self) -> Mapping[tuple[str, Query | str], Condition]:
        """For a field, and a leaf or what a value is short for, which passages have such a value."""
        ...

    @property
    def cited(self) -> Mapping[str, Mapping[int, int]]:
        """For a term the passages that are the article which it cites, as `citations.find_cited` says."""
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
        """The passages of drafts whose final text is there too."""
        ...

    @property
    def local(self) -> Set[int]:
        """The passages of local rules, where laws of the state are there too."""
        ...

    @property
    def names(self) -> Mapping[str, In]:
        """The names of districts, cities and plans, folded, the longest first, with the condition that each means."""
        ...

    @property
    def title_cores(self) -> Cores:
        """The folded titles by what is left of them without what all titles have."""
        ...

    @property
    def laws(self) -> Laws:
        """The laws among the documents."""
        ...
