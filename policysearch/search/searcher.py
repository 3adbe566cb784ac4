"""Queries over one store: matching, scoring, widening, facets, comparison, completion. The same for every store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ..model.document import Passage
from ..model.hits import ANY_WORDS, MOST_WORDS, Group, Hit, Results
from ..query.ast import In, Query
from ..runtime.cache import Remembered, bytes_of, kept_property
from ..runtime.numpy_use import uses_numpy
from . import match_type
from .filters import Acceptance
from .match import matching, respell_all
from .score import best_first
from .scorer_of_query import scorer

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.results import Explanation, Matrix, Related, Row, Similar, Suggestion
    from ..store.arrays import Floats
    from ..store.protocol import Store, TextIndex
    from .completion import Completion
    from .copies import SameTextGroups, SameTexts
    from .facets import Columns, Facets
    from .law_lookup import Cores, Laws
    from .match import Places
    from .relax import Widened
    from .scorers import Scorer
    from .string_weights import Norms, Rarity

_SOME = 2000  # up to so many passages, counting them by document is faster than comparing them with those of a document
_FEW = 200  # passages of which the lengths of texts are compared first
_FOUND = 32_000_000  # bytes of each of the large caches


class Searcher:
    """Searches one version of an index; many threads may share it.

    1. `search` gives slices of one ranking (score falling, then document order); `total` is the true count. `sort` (one of
       SORTS) puts the ranking into another order, `group` (one of GROUPS) leaves the best of each; limit and offset count groups then.
       `fold` leaves the first of each text where there is no group; limit and offset count texts then, `total` still passages.
    2. A filter never enlarges a result.
    3. Copies of documents are neither found nor counted, unless it searches `all_copies`.
    4. A term is found in every passage where it literally stands, after folding, whatever the segmentation.
    """

    def __init__(
        self, store: Store, folder: Path | None = None, all_copies: bool = False, relaxes_always: bool = False
    ) -> None:
        self._store = store
        self._folder = folder  # of a version, with the file of `copies`
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
        self.passage = store.passage
        self.of_document = store.of_document
        self.words = store.words
        self.guard = store.guard
        self.expect = store.expect
        # Caches: a page asks for its hits, its total and its facets.
        self.matched: Mapping[Query, Set[int]] = Remembered(
            # With numpy, counts cost little more than sets.
            lambda query: self.scorers[query].numbers if uses_numpy() else matching(self, query),
            _FOUND,
            bytes_of,
        )
        self._matching: Mapping[Query, Set[int]] = Remembered(self._match, _FOUND, bytes_of)
        self.scorers: Mapping[Query, Scorer] = Remembered(
            lambda query: scorer(self, respell_all(query)), _FOUND, lambda found: 4 * bytes_of(found.numbers)
        )
        self.close_together: Mapping[tuple[tuple[str, ...], int], Places] = Remembered(
            lambda asked: self._close_together(*asked), _FOUND, bytes_of
        )
        self.accepted: Mapping[tuple[str, Query | str], Acceptance] = Remembered(
            lambda asked: Acceptance(self, *asked), _FOUND // 10, lambda found: 10_000
        )
        self.cited: Mapping[str, Mapping[int, int]] = Remembered(self._find_cited, _FOUND, bytes_of)
        self.wider = Remembered(self._wider, _FOUND, lambda found: 64 + 100 * found.total)
        self._ranked: Mapping[tuple[Query, int, str, bool], list[tuple[int, float]]] = Remembered(
            lambda asked: self._best(*asked), _FOUND // 4, lambda found: 100 * len(found)
        )
        self._counted: Mapping[tuple[Query, tuple[str, ...], bool], Facets] = Remembered(
            lambda asked: self._facets(*asked), _FOUND // 4, lambda found: 100 * sum(map(len, found.values()))
        )
        self._same: Mapping[Query, SameTextGroups | None] = Remembered(
            lambda query: self._of_one_text(self._matching[query]), _FOUND, lambda found: 300
        )
        self._family: Mapping[str, Set[int]] = Remembered(
            lambda id: frozenset(self.holding("document_id", id)), _FOUND, bytes_of
        )

    @kept_property
    def copies(self) -> Mapping[str, Sequence[str]]:
        if all("_" not in id for id in self.column("document_id").values):
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

        return Remembered(lambda asked: wordings(self, *asked), _FOUND)

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
        self,
        query: Query,
        limit: int | None = 10,
        offset: int = 0,
        sort: str = "relevance",
        group: str = "",
        fold: bool = False,
        wider: Widened | None = None,
    ) -> Results:
        """`limit` hits (None: all) after the first `offset` of the one ranking of all that match, or of `wider`."""
        counts: Mapping[str, int] = {}  # of groups
        groups_found = 0
        names: dict[int, str] = {}
        with self.guard():
            total = wider.total if wider else len(self._matching[query])
            same: SameTextGroups | None = None
            if fold and not group:
                same = self._of_one_text(wider.numbers) if wider else self._same[query]
            under = same.under if same else 0
            if group or sort != "relevance":
                from . import group as arrange
            if limit is not None and sort == "relevance" and not (wider and group):
                found = self._first(query, offset + limit, group, wider, same)
                if group:
                    counts, groups_found = arrange.sizes(self.columns, self._matching[query], found, group)
            else:
                found = wider.best(self, None) if wider else self._ranking(query)
                if group:
                    found, counts = arrange.best_of_each(self.columns, found, group)
                    groups_found = len(counts)
                if sort != "relevance":
                    found = arrange.order(self, self.columns, found, sort)
                if same:
                    found = [*same.fold(found)]
            found = found[offset:][:limit]
            if group:
                names = {number: arrange.group_of(self.columns, number, group) for number, _ in found}
            matched = wider.exact if wider else self._matching[query] if found else set()
            scores = dict(found)
            beside, told = self._beside(matched, scores), self._reasons(query, wider)
            hits = tuple(
                self._hit(query, one, told(one[0]), beside, same.get(one[0]) if same else ())
                for one in zip(self.literal.prefetch(scores), scores.values(), strict=True)
            )
        of = [names[number] for number, _ in found] if group else []
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(of, hits, strict=False))
        relaxation = "" if not wider or total == len(wider.exact) else MOST_WORDS if wider.most else ANY_WORDS
        best = total - len(wider.rest) if relaxation and wider else 0
        return Results(hits, total, relaxation, groups, groups_found, counts.get("", 0), under, best)

    def relax(self, query: Query, limit: int | None = 10, offset: int = 0, *how: Any, **more: Any) -> Results:
        """The same, followed by the passages that hold any of the query's plain words, when few hold them all."""
        with self.guard():
            wider = self.wider[query]
        return self.search(query, limit, offset, *how, **more | {"wider": wider})

    def _first(
        self, query: Query, count: int, group: str, wider: Widened | None, same: SameTextGroups | None
    ) -> list[tuple[int, float]]:
        """The best `count`: of each group or text the first."""
        if not wider:
            return self._ranked[query, count, group, same is not None]
        from .relax import first_texts

        return first_texts(self, wider, count, same)

    def _ranking(self, query: Query) -> list[tuple[int, float]]:
        from .score_all import ranking

        return ranking(self, query, self.hidden)

    def _best(self, query: Query, count: int, group: str, folded: bool) -> list[tuple[int, float]]:
        root, hidden = partial(self.scorers.__getitem__, query), self.hidden
        ranked = (one for one in best_first(self, query, root, count) if one[0] not in hidden)
        if group:
            from .group import first_of_each

            return first_of_each(self.columns, self._matching[query], ranked, group, count)
        same = self._same[query] if folded else None
        return [*islice(same.fold(ranked) if same and same.under else ranked, count)]

    def _of_one_text(self, found: Set[int]) -> SameTextGroups | None:
        """The passages of one text among those found; None where each has a text of its own."""
        few = len(found) < _FEW
        if few and len(set(map(self.literal.length, found))) == len(found):
            return None
        from .copies import SameTextGroups, any_of_one_text

        if few and not any_of_one_text(self, found):
            return None
        return SameTextGroups(self._same_texts, found)

    @kept_property
    def _same_texts(self) -> SameTexts:
        from .copies import FILE, SameTexts, read, same_texts

        return SameTexts(read(self._folder / FILE) if self._folder else same_texts(self))

    def _hit(
        self,
        query: Query,
        found: tuple[int, float],
        how: tuple[str, tuple[str, ...]],
        beside: Callable[[int, str], int],
        same: Sequence[int],
    ) -> Hit:
        number, score = found
        passage = self.passage_at(number)
        hit = Hit(passage, score, *how, beside(number, passage.document_id))
        if same or passage.document_id in self.copies:
            from .copies import also

            hit = replace(hit, also=also(self, passage, same))
        if hit.why == match_type.ALTERED:
            from .altered_quotes import find_altered

            hit = replace(hit, altered=find_altered(self, query, number))
        return hit

    def _beside(self, matched: Set[int], numbers: Iterable[int]) -> Callable[[int, str], int]:
        """A function of the number and document id of a passage: how many others of its document are `matched`."""
        if counted := getattr(matched, "count_codes", None):
            document = self.document
            own = counted(document, list(map(document.__getitem__, numbers)))
            return lambda number, id: own[document[number]] - (number in matched)
        if len(matched) < _SOME:
            of = Counter(map(self.document.__getitem__, matched))
            return lambda number, id: of[self.document[number]] - (number in matched)
        return lambda number, id: len(matched & self._family[id]) - (number in matched)

    def _close_together(self, strings: tuple[str, ...], distance: int) -> Places:
        from .close_together import close_together

        return close_together(self, strings, distance)

    def _find_cited(self, text: str) -> Mapping[int, int]:
        from .law_lookup import find_cited

        return find_cited(self, text)

    def _match(self, query: Query) -> Set[int]:
        if self.literal.at_once > 1:
            from .counted_strings import expect

            expect(self, query)
        found = self.matched[query]
        return found - self.hidden if self.hidden else found

    def _wider(self, query: Query) -> Widened:
        from .relax import relax  # few queries call for it

        found, hidden = relax(self, query), self.hidden
        return found.without(hidden) if hidden else found

    def _reasons(self, query: Query, wider: Widened | None) -> Callable[[int], tuple[str, tuple[str, ...]]]:
        """A function that says why a passage was found, and the words that it lacks."""
        why = match_type.reasons(self, query) if not wider or wider.exact else lambda number: ""

        def told(number: int) -> tuple[str, tuple[str, ...]]:
            if not wider or number in wider.exact:
                return why(number), ()
            return match_type.MOST if number in wider.most else match_type.WIDENED, wider.missing(number)

        return told

    def total(self, query: Query, widened: bool = False) -> int:
        """How many passages match, or how many `widened` finds."""
        with self.guard():
            return self.wider[query].total if widened else len(self._matching[query])

    def facets(self, query: Query, fields: Iterable[str], widened: bool = False) -> Facets:
        """Counts of the values of each field among the matches, see `facets.facets`."""
        with self.guard():
            counted = self._counted[query, tuple(fields), widened]
            return {field: dict(values) for field, values in counted.items()}

    def _facets(self, query: Query, fields: tuple[str, ...], widened: bool) -> Facets:
        from .facets import facets

        if not widened:
            return facets(self, self.columns, query, fields, self._matching.__getitem__)
        return facets(self, self.columns, query, fields, lambda asked: self.wider[asked].numbers, True)

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by` with a cell for each query, see `compare.compare`."""
        from .compare import compare

        with self.guard():
            return compare(self, self.columns, queries, by, self.hidden)

    def explain(self, query: Query, id: str, widened: bool = False) -> Explanation | None:
        """Where the score of the passage with this id comes from; None when there is none."""
        from .explain import explain, explain_widened

        told = explain_widened if widened else explain
        with self.guard():
            return next((told(self, query, number) for number in self.holding("id", id)), None)

    def near(self, text: str) -> Mapping[str, int]:
        """The strings of words at edit distance 1 from a folded text, each with how many passages hold it."""
        from .fuzzy import near

        with self.guard():
            return near(self.literal, text)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        with self.guard():
            return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        from .similar import related  # loaded when it is used

        with self.guard():
            return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        from .similar import similar

        with self.guard():
            return tuple(chain.from_iterable(similar(self, number, limit, same) for number in self.holding("id", id)))

    def similarity(self, by: str, within: Query | None) -> Matrix:
        from .similar import matrix

        with self.guard():
            held = None if within is None else self._matching[within]
            numbers = [n for n in self.order if n not in self.hidden and (held is None or n in held)]
            return matrix(self, self.columns, by, numbers)

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
        from .shares import shares

        return shares(self)

    @kept_property
    def drafts(self) -> Set[int]:
        from .filters import drafts

        return drafts(self)

    @kept_property
    def local(self) -> Set[int]:
        from .question_factors import LocalRules

        return LocalRules(self)

    @kept_property
    def names(self) -> Mapping[str, In]:
        from .entity_linking import names

        return names(self)

    @kept_property
    def title_cores(self) -> Cores:
        from .entity_linking import title_cores

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
