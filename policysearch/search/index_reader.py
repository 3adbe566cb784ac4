"""An index for search: a store, with what is found and known about all its passages kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from ..model.document import Passage
from ..query.ast import In, Query
from ..runtime.cache import Remembered, bytes_of, kept_property
from ..runtime.numpy_use import uses_numpy
from .accidents import is_proper_somewhere
from .filters import Acceptance
from .match import matching, respell_all
from .scorer_of_query import scorer

if TYPE_CHECKING:
    from ..store.arrays import Floats
    from ..store.protocol import Store, TextIndex
    from .facets import Columns
    from .law_lookup import Cores, Laws
    from .match import Places
    from .protocol import Condition
    from .scorers import Scorer
    from .string_weights import Norms, Rarity

FOUND = 32_000_000  # bytes of each of the large caches


class IndexReader:
    """An index of one store, as `protocol.Index` describes it; many threads may share it. Copies of documents are hidden, unless `all_copies`."""

    def __init__(self, store: Store, all_copies: bool, relaxes_always: bool) -> None:
        self._store = store
        self._all_copies = all_copies
        self.relaxes_always = relaxes_always
        self.literal: TextIndex = store.literal
        self.order = store.order
        self.words_in = store.words_in
        self.frequency = store.frequency
        self.postings = store.postings
        self.field_values = store.field_values
        self.holding = store.holding
        self.column = store.column
        self.passage_at = store.passage_at
        self.values = store.values
        self.with_ids = store.with_ids
        self.of_document = store.of_document
        self.words = store.words
        self.guard = store.guard
        self.expect = store.expect
        self.matched: Mapping[Query, Set[int]] = Remembered(
            # With numpy, counts cost little more than sets.
            lambda query: self.scorers[query].numbers if uses_numpy() else matching(self, query),
            FOUND,
            bytes_of,
        )
        self.scorers: Mapping[Query, Scorer] = Remembered(
            lambda query: scorer(self, respell_all(query)), FOUND, lambda found: 4 * bytes_of(found.numbers)
        )
        self.close_together: Mapping[tuple[tuple[str, ...], int], Places] = Remembered(
            lambda asked: self._close_together(*asked), FOUND, bytes_of
        )
        self.accepted: Mapping[tuple[str, Query | str], Acceptance] = Remembered(
            lambda asked: Acceptance(self, *asked), FOUND // 10, lambda found: 10_000
        )
        self.is_proper_somewhere: Mapping[str, bool] = Remembered(partial(is_proper_somewhere, self), FOUND // 100)
        self.cited: Mapping[str, Mapping[int, int]] = Remembered(self._find_cited, FOUND, bytes_of)

    @kept_property
    def copies(self) -> Mapping[str, Sequence[str]]:
        if not any("_" in id for row in self.column("document_id").rows for id in row):
            return {}
        from .copies import copies

        return copies(self)

    @kept_property
    def hidden(self) -> Set[int]:
        if self._all_copies or not self.copies:
            return frozenset()
        return frozenset().union(*(self.holding("document_id", id) for ids in self.copies.values() for id in ids))

    @kept_property
    def nearest(self) -> Mapping[tuple[str, bool], tuple[int, ...]]:
        from .altered_quotes import wordings

        return Remembered(lambda asked: wordings(self, *asked), FOUND)

    @property
    def rank(self) -> Sequence[int]:
        return self._store.rank

    @property
    def document(self) -> Sequence[int]:
        return self._store.document

    @property
    def mean_length(self) -> float:
        return self._store.mean_length

    @property
    def vocabulary(self) -> Mapping[str, int]:
        return self._store.vocabulary

    def passages(self) -> Iterator[Passage]:
        return self._store.passages()

    def __len__(self) -> int:
        return len(self._store)

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _close_together(self, strings: tuple[str, ...], distance: int) -> Places:
        from .close_together import close_together

        return close_together(self, strings, distance)

    def _find_cited(self, text: str) -> Mapping[int, int]:
        from .cited_passages import find_cited

        return find_cited(self, text)

    @kept_property
    def columns(self) -> Columns:
        from .facets import Columns

        return Columns(self)

    @kept_property
    def shares(self) -> Mapping[str, float]:
        from .shares import shares

        return shares(self)

    @kept_property
    def drafts(self) -> Set[int]:
        from .filters import drafts

        return drafts(self)

    @kept_property
    def subordinate(self) -> Condition:
        from .question_factors import SubordinateRules

        return SubordinateRules(self)

    @kept_property
    def local(self) -> Condition:
        from .question_factors import LocalRules

        return LocalRules(self)

    @kept_property
    def names(self) -> Mapping[str, In]:
        from .entity_linking import names

        return names(self)

    @kept_property
    def title_cores(self) -> Cores:
        from .title_linking import title_cores

        return title_cores(self)

    @kept_property
    def laws(self) -> Laws:
        from .law_lookup import Laws

        return Laws(self.field_values("document").values())

    @kept_property
    def norms(self) -> Norms:
        from .string_weights import Norms

        return Norms(self)

    @kept_property
    def text_norms(self) -> Floats:
        from .score_arrays import norms
        from .scorers import BM25F

        return norms(BM25F, self.literal.lengths, self.mean_length)

    @kept_property
    def rarity(self) -> Rarity:
        from .string_weights import Rarity

        return Rarity(self)
