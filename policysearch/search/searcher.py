"""Queries over one store: matching, scoring, widening, facets, comparison, completion. The same for every store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from ..model.document import Passage
from ..model.hits import ANY_WORDS, MOST_WORDS, Group, Hit, Results
from ..query.ast import In, Query
from ..query.citations import Cores, Laws
from ..runtime.cache import Remembered, bytes_of, kept_property
from . import match_type
from .match import match, matching, respelled, total
from .score import ranking

if TYPE_CHECKING:
    from ..model.results import Explanation, Related, Row, Similar, Suggestion
    from ..store.protocol import Store, TextIndex
    from .completion import Completion
    from .facets import Columns, Facets
    from .question_ranker import Rarity
    from .relax import Widened

_FOUND = 32_000_000  # bytes of passages found that are remembered, three times


class Searcher:
    """Searches one version of an index; many threads may share it.

    1. `search` gives slices of one ranking (score falling, then document order); `total` is the true count. `sort` (one of
       SORTS) puts the ranking into another order, `group` (one of GROUPS) leaves the best of each; limit and offset count groups then.
    2. A filter never enlarges a result.
    3. A term is found in every passage where it literally stands, after folding, whatever the segmentation.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.literal: TextIndex = store.literal
        self.order = store.order
        self.words_in = store.words_in
        self.frequency = store.frequency
        self.postings = store.postings
        self.posting_lists = store.posting_lists
        self.field_values = store.field_values
        self.holding = store.holding
        self.column = store.column
        self.stored = store.stored
        self.values = store.values
        self.passage = store.passage
        self.of_document = store.of_document
        self.words = store.words
        self.guard = store.guard
        # A page asks for its hits, its total, its facets.
        self._matching: Mapping[Query, Set[int]] = Remembered(lambda query: matching(self, query), _FOUND, bytes_of)
        self._widened = Remembered(self._wider, _FOUND, lambda found: 64 + 100 * found.total)
        self._family: Mapping[str, Set[int]] = Remembered(
            lambda id: frozenset(self.holding("document_id", id)), _FOUND, bytes_of
        )

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

    def search(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """`limit` hits (None: all) after the first `offset` of the one ranking of all passages that match."""
        return self._page(query, limit, offset, sort, group, False)

    def widened(
        self, query: Query, limit: int | None = 10, offset: int = 0, sort: str = "relevance", group: str = ""
    ) -> Results:
        """The same, followed by the passages that hold any of the query's plain words, when few hold them all."""
        return self._page(query, limit, offset, sort, group, True)

    def _page(self, query: Query, limit: int | None, offset: int, sort: str, group: str, widened: bool) -> Results:
        counts: Mapping[str, int] = {}
        whole = limit is None or group or sort != "relevance"
        count = None if whole or limit is None else offset + limit
        with self.guard():
            wider = self._widened[query] if widened else None
            names: dict[int, str] = {}
            if group and sort == "relevance" and limit is not None and not wider:
                from . import group as arrange

                found, counts = arrange.first_of_each(self, self.columns, query, group, offset + limit)
                total = sum(counts.values())
            else:
                found, total = (wider.best(self, count), wider.total) if wider else ranking(self, query, count)
                if group or sort != "relevance":
                    from . import group as arrange

                    if group:
                        found, counts = arrange.best_of_each(self.columns, found, group)
                    found = arrange.ordered(self, self.columns, found, sort)
            found = found[offset:][:limit]
            if group:
                names = {number: arrange.group_of(self.columns, number, group) for number, _ in found}
            why = [self._why(query, number, wider) for number, _ in found]
            passages = [self.stored(number) for number, _ in found]
            matched = wider.exact if wider else self._matched(query, {passage.document_id for passage in passages})
            hits = tuple(
                Hit(passage, score, *how, len(matched & self._family[passage.document_id]) - (number in matched))
                for passage, (number, score), how in zip(passages, found, why, strict=True)
            )
        of = [names[number] for number, _ in found] if group else []
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(of, hits, strict=False))
        relaxation = "" if not wider or total == len(wider.exact) else MOST_WORDS if wider.most else ANY_WORDS
        return Results(hits, total, relaxation, groups, len(counts), counts.get("", 0))

    def _matched(self, query: Query, documents: Iterable[str]) -> Set[int]:
        """The passages of some documents that match."""
        if query in self._matching:
            return self._matching[query]
        return match(self, respelled(query), among=set().union(*(self._family[id] for id in documents)))

    def _wider(self, query: Query) -> Widened:
        from .relax import widened  # few queries call for it

        return widened(self, query)

    def _why(self, query: Query, number: int, wider: Widened | None) -> tuple[str, tuple[str, ...]]:
        """Why a passage was found, and the words that it lacks."""
        if not wider or number in wider.exact:
            return match_type.why(self, query, number), ()
        return match_type.MOST if number in wider.most else match_type.WIDENED, wider.missing(number)

    def total(self, query: Query) -> int:
        """How many passages match."""
        with self.guard():
            found = total(self, respelled(query))
            return len(self._matching[query]) if found is None else found

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> Facets:
        """For each field the passages of each of its values among what matches, as `facets` says."""
        from .facets import facets

        with self.guard():
            if not widened:
                return facets(self, self.columns, query, fields)
            return facets(self, self.columns, query, fields, lambda q: self._widened[q].numbers)

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by`, a cell in it for each query, as `compare` says."""
        from .compare import compare

        with self.guard():
            return compare(self, self.columns, queries, by)

    def explain(self, query: Query, id: str, widened: bool = False) -> Explanation | None:
        """Where the score of the passage with this id comes from; None when there is none."""
        from .explain import explain, explain_widened

        told = explain_widened if widened else explain
        with self.guard():
            return next((told(self, query, number) for number in self.holding("id", id)), None)

    def near(self, text: str) -> Mapping[str, int]:
        """The strings of words that one character parts from a folded text, each with how many passages hold it."""
        from .fuzzy import near

        with self.guard():
            return near(self.literal, text)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        with self.guard():
            return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        from .similar import related  # only who asks for help loads what gives it

        with self.guard():
            return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        from ..model.results import Similar
        from .similar import alike

        with self.guard():
            return tuple(
                Similar(self.stored(number), score, shared)
                for number in self.holding("id", id)
                for number, score, shared in alike(self, number, limit, same)
            )

    @kept_property
    def columns(self) -> Columns:
        from .facets import Columns

        return Columns(self)

    @kept_property
    def _completion(self) -> Completion:
        from .completion import Completion

        return Completion(self)

    @kept_property
    def shares(self) -> Mapping[str, float]:
        from .filters import shares

        return shares(self)

    @kept_property
    def drafts(self) -> Set[int]:
        from .filters import drafts

        return drafts(self)

    @kept_property
    def names(self) -> Sequence[tuple[str, In]]:
        from .entity_linking import names

        return names(self)

    @kept_property
    def title_cores(self) -> Cores:
        from .entity_linking import title_cores

        return title_cores(self)

    @kept_property
    def laws(self) -> Laws:
        return Laws(self.field_values("document").values())

    @kept_property
    def rarity(self) -> Rarity:
        from .question_ranker import Rarity

        return Rarity(self)
