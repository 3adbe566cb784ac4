"""Queries over one store: matching, scoring, widening, facets, comparison, completion. The same for every store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ..model.hits import ANY_WORDS, MOST_WORDS, Group, Hit, Results
from ..query.ast import Query
from ..runtime.cache import Remembered, bytes_of, kept_property
from . import match_type
from .index_reader import FOUND, IndexReader
from .score import best_first

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.results import Explanation, Matrix, Related, Row, Similar, Suggestion
    from ..store.arrays import PassageSet, Runs
    from ..store.protocol import Store
    from .completion import Completion
    from .copies import SameTextGroups, SameTexts
    from .facets import Facets
    from .relax import Relaxed

_SOME = 2000  # up to so many passages, counting them by document is faster than comparing them with those of a document
_FEW = 200  # passages of which the lengths of texts are compared first


class Searcher(IndexReader):
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
        super().__init__(store, all_copies, relaxes_always)
        self._folder = folder  # of a version, with the file of `copies`
        # Caches: a page asks for its hits, its total and its facets.
        self._matching: Mapping[Query, Set[int]] = Remembered(self._match, FOUND, bytes_of)
        self.relaxed = Remembered(self._relax, FOUND, lambda found: 64 + 100 * found.total)
        self._ranked: Mapping[tuple[Query, int, str, bool], list[tuple[int, float]]] = Remembered(
            lambda asked: self._best(*asked), FOUND // 4, lambda found: 100 * len(found)
        )
        self._counted: Mapping[tuple[Query, tuple[str, ...], bool], Facets] = Remembered(
            lambda asked: self._facets(*asked), FOUND // 4, lambda found: 100 * sum(map(len, found.values()))
        )
        self._same: Mapping[Query, SameTextGroups | None] = Remembered(
            lambda query: self._of_one_text(self._matching[query]), FOUND, lambda found: 300
        )
        self._family: Mapping[str, Set[int]] = Remembered(
            lambda id: frozenset(self.holding("document_id", id)), FOUND, bytes_of
        )

    def search(
        self,
        query: Query,
        limit: int | None = 10,
        offset: int = 0,
        sort: str = "relevance",
        group: str = "",
        fold: bool = False,
        relaxed: Relaxed | None = None,
    ) -> Results:
        """`limit` hits (None: all) after the first `offset` of the one ranking of all that match, or of `relaxed`."""
        with self.guard():
            total = relaxed.total if relaxed else len(self._matching[query])
            same: SameTextGroups | None = None
            if fold and not group:
                same = self._of_one_text(relaxed.numbers) if relaxed else self._same[query]
            found, counts, groups_found = self._order(query, limit, offset, sort, group, relaxed, same)
            names: list[str] = []
            if group:
                from .group import group_of

                names = [group_of(self.columns, number, group) for number, _ in found]
            matched = relaxed.exact if relaxed else self._matching[query] if found else set()
            scores = dict(found)
            beside, why = self._beside(matched, scores), self._reasons(query, relaxed)
            hits = tuple(
                self._hit(query, one, why(one[0]), beside, same.get(one[0]) if same else ())
                for one in zip(self.literal.prefetch(scores), scores.values(), strict=True)
            )
        groups = tuple(Group(name, hit, counts[name]) for name, hit in zip(names, hits, strict=False))
        relaxation = "" if not relaxed or total == len(relaxed.exact) else MOST_WORDS if relaxed.most else ANY_WORDS
        best = total - len(relaxed.rest) if relaxation and relaxed else 0
        return Results(
            hits, total, relaxation, groups, groups_found, counts.get("", 0), same.under if same else 0, best
        )

    def _order(
        self,
        query: Query,
        limit: int | None,
        offset: int,
        sort: str,
        group: str,
        relaxed: Relaxed | None,
        same: SameTextGroups | None,
    ) -> tuple[list[tuple[int, float]], Mapping[str, int], int]:
        """The passages of a page with their scores, in the order that is asked for; by group how many match, and how many groups there are."""
        counts: Mapping[str, int] = {}
        groups_found = 0
        if group or sort != "relevance":
            from . import group as arrange
        if limit is not None and sort == "relevance" and not (relaxed and group):
            found = self._first(query, offset + limit, group, relaxed, same)
            if group:
                counts, groups_found = arrange.sizes(self.columns, self._matching[query], found, group)
        else:
            found = relaxed.best(self, None) if relaxed else self._ranking(query)
            if group:
                found, counts = arrange.best_of_each(self.columns, found, group)
                groups_found = len(counts)
            if sort != "relevance":
                found = arrange.order(self, self.columns, found, sort)
            if same:
                found = [*same.fold(found)]
        return found[offset:][:limit], counts, groups_found

    def relax(self, query: Query, limit: int | None = 10, offset: int = 0, *how: Any, **more: Any) -> Results:
        """The same, followed by the passages that hold any of the query's plain words, when few hold them all."""
        with self.guard():
            relaxed = self.relaxed[query]
        return self.search(query, limit, offset, *how, **more | {"relaxed": relaxed})

    def _first(
        self, query: Query, count: int, group: str, relaxed: Relaxed | None, same: SameTextGroups | None
    ) -> list[tuple[int, float]]:
        """The best `count`: of each group or text the first."""
        if not relaxed:
            return self._ranked[query, count, group, same is not None]
        from .relax import first_texts

        return first_texts(self, relaxed, count, same)

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
        document = self.document
        if hasattr(matched, "numbers"):
            own = self._documents.count(matched, [*map(document.__getitem__, numbers)])
            return lambda number, id: own[document[number]] - (number in matched)
        if len(matched) < _SOME:
            of = Counter(map(document.__getitem__, matched))
            return lambda number, id: of[document[number]] - (number in matched)
        return lambda number, id: len(matched & self._family[id]) - (number in matched)

    def _match(self, query: Query) -> Set[int]:
        if self.literal.at_once > 1:
            from .counted_strings import expect

            expect(self, query)
        found = self.matched[query]
        if hasattr(found, "numbers"):
            return found - self._hidden if self.hidden else found
        return found if self.hidden.isdisjoint(found) else found - self.hidden

    def _relax(self, query: Query) -> Relaxed:
        from .relax import relax  # few queries call for it

        found, hidden = relax(self, query), self.hidden
        return found.without(hidden) if hidden else found

    def _reasons(self, query: Query, relaxed: Relaxed | None) -> Callable[[int], tuple[str, tuple[str, ...]]]:
        """A function that says why a passage was found, and the words that it lacks."""
        why = match_type.reasons(self, query) if not relaxed or relaxed.exact else lambda number: ""

        def reason(number: int) -> tuple[str, tuple[str, ...]]:
            if not relaxed or number in relaxed.exact:
                return why(number), ()
            return match_type.MOST if number in relaxed.most else match_type.WIDENED, relaxed.missing(number)

        return reason

    def total(self, query: Query, relaxed: bool = False) -> int:
        """How many passages match; if `relaxed`, how many `relax` finds."""
        with self.guard():
            return self.relaxed[query].total if relaxed else len(self._matching[query])

    def facets(self, query: Query, fields: Iterable[str], relaxed: bool = False) -> Facets:
        """Counts of the values of each field among the matches, see `facets.facets`."""
        with self.guard():
            counted = self._counted[query, tuple(fields), relaxed]
            return {field: dict(values) for field, values in counted.items()}

    def _facets(self, query: Query, fields: tuple[str, ...], relaxed: bool) -> Facets:
        from .facets import facets

        if not relaxed:
            return facets(self, self.columns, query, fields, self._matching.__getitem__)
        return facets(self, self.columns, query, fields, lambda asked: self.relaxed[asked].numbers, True)

    def compare(self, queries: Sequence[Query], by: str) -> tuple[Row, ...]:
        """A row for every value of `by` with a cell for each query, see `compare.compare`."""
        from .compare import compare

        with self.guard():
            return compare(self, self.columns, queries, by, self.hidden)

    def explain(self, query: Query, id: str, relaxed: bool = False) -> Explanation | None:
        """Where the score of the passage with this id comes from; None when there is none."""
        from .explain import explain, explain_relaxed

        explanation = explain_relaxed if relaxed else explain
        with self.guard():
            return next((explanation(self, query, number) for number in self.holding("id", id)), None)

    def near(self, text: str) -> Mapping[str, int]:
        """The strings of words at edit distance 1 from a folded text, each with how many passages hold it."""
        from .fuzzy import near

        with self.guard():
            return near(self.literal, text)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Completions of what is typed, see `completion`."""
        with self.guard():
            return self._completion.suggest(typed, limit)

    def related(self, term: str, limit: int) -> tuple[Related, ...]:
        """The words that stand in sentences with `term` more often than by chance."""
        from .similar import related  # loaded when it is used

        with self.guard():
            return related(self, term, limit)

    def similar(self, id: str, limit: int, same: bool = False) -> tuple[Similar, ...]:
        """The passages most like the one with this id."""
        from .similar import similar

        with self.guard():
            return tuple(chain.from_iterable(similar(self, number, limit, same) for number in self.holding("id", id)))

    def similarity(self, by: str, within: Query | None) -> Matrix:
        """How alike the words of each two districts or documents are, in passages that match `within`."""
        from .similar import matrix

        with self.guard():
            held = None if within is None else self._matching[within]
            numbers = [n for n in self.order if n not in self.hidden and (held is None or n in held)]
            return matrix(self, self.columns, by, numbers)

    @kept_property
    def _hidden(self) -> PassageSet:
        from ..store.arrays import PassageSet, array_of

        return PassageSet(array_of(self.hidden))

    @kept_property
    def _documents(self) -> Runs:
        from ..store.arrays import Runs

        return Runs(self.document)

    @kept_property
    def _completion(self) -> Completion:
        from .completion import Completion

        return Completion(self)
