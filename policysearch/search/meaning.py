"""A relaxed query re-ranked by meaning: the best by words, and the nearest by vectors, of all passages with any of its words.

The order by words is that of `relax`. Of its lowest tier, where passages hold some of the words, the first FIRST and the NEAREST
by meaning get the mean of two scores: that of their words and that of their meaning, which is their cosine with the question put
between the lowest and the highest score by words. A passage that holds all words, or is the cited article, keeps its place before those behind it. The total stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from heapq import nlargest, nsmallest
from math import inf, nextafter
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.errors import EncoderError
from ..model.results import Explanation, Part
from ..query.ast import Query, split_plain, typed_term
from . import relax
from .explain import explain_relaxed
from .scorers import Scores
from .searcher import Searcher
from .string_weights import Index

if TYPE_CHECKING:
    from ..model.hits import Results
    from ..semantic.meaning import Meaning

FIRST = 50  # best passages by words that are re-ranked
NEAREST = 50  # nearest passages by meaning that are re-ranked with them
SHARE = 0.5  # of the score by meaning

_NOISE = 1e-9  # rounding error in a difference of scores


@dataclass(frozen=True, slots=True)
class Reranked:
    """A relaxed query, re-ranked by meaning."""

    found: relax.Relaxed
    similar: Mapping[int, float]  # the cosines of the passages that were re-ranked
    words: Scores  # the scores by words of the passages that were re-ranked
    raised: Set[int] = frozenset()  # those that are not among the FIRST by words, which get the lowest score by words

    def part(self, number: int, tree: Part) -> Part:
        """The score of a passage, from `tree`: what its words give it."""
        if number not in self.words:
            return tree
        words, score, what = self.words[number], self.found.some[number], tree.what
        if abs(tree.score - words) > _NOISE * words:
            raised = number in self.raised
            why = Message("explain.last_by_words", count=FIRST) if raised else Message("explain.after_fuller")
            given = (Part(why, words / tree.score), tree) if tree.score else ()
            tree = Part(what, words, "product" * bool(given), given)
        share = (1 - SHARE) * words
        by_words = Part(Message("explain.words"), share, "product", (Part(Message("explain.share"), 1 - SHARE), tree))
        cosine = self.similar.get(number)
        meant = Message("explain.meaning", share=SHARE, cosine=cosine or 0.0)
        meant = Message("explain.no_vector") if cosine is None else meant
        return Part(Message("explain.words_and_meaning"), score, "sum", (by_words, Part(meant, score - share)))


def relax_by_meaning(
    searcher: Searcher, query: Query, how: tuple[int | None, int, str, str, bool], meaning: Meaning
) -> tuple[Results, str]:
    """The results of `Searcher.relax` re-ranked, hits with their cosines; and the reason when they are not re-ranked, else "".

    `how`: limit, offset, sort, group and fold. Raises QueryTimeout.
    """
    try:
        with searcher.guard():
            told = rerank(searcher, query, searcher.relaxed[query], meaning)
    except EncoderError as error:
        return searcher.relax(query, *how), Message("semantic.by_words", why=error.message)
    results = searcher.search(query, *how, told.found)
    with searcher.guard():
        cosines = {searcher.passage_at(number).id: cosine for number, cosine in told.similar.items()}
    hits = tuple(replace(hit, meaning=cosines.get(hit.passage.id)) for hit in results.hits)
    groups = tuple(replace(group, hit=hit) for group, hit in zip(results.groups, hits, strict=False))
    return replace(results, hits=hits, groups=groups), ""


def explain(searcher: Searcher, query: Query, id: str, meaning: Meaning) -> Explanation | None:
    """Where the score of a passage comes from that `relax_by_meaning` gives it; None when there is no such passage."""
    with searcher.guard():
        try:
            told = rerank(searcher, query, searcher.relaxed[query], meaning)
        except EncoderError:
            return searcher.explain(query, id, True)
        numbers = searcher.holding("id", id)
        return next((explain_relaxed(searcher, query, number, told.found, told.part) for number in numbers), None)


def rerank(index: Index, query: Query, found: relax.Relaxed, meaning: Meaning) -> Reranked:
    """`found` for `query` with its lowest tier re-ranked. Raises EncoderError and QueryTimeout."""
    plain, _ = split_plain(query)
    question = " ".join(term.text for part in plain if (term := typed_term(part)))
    if len(found.some) < 2 or not question:
        return Reranked(found, {}, {})
    rank = index.rank
    first = nsmallest(FIRST, found.some, key=lambda n: (-found.some[n], rank[n]))
    high, low = found.some[first[0]], found.some[first[-1]]
    if high <= low and len(found.some) > len(first):
        return Reranked(found, {}, {})  # the words tell none of them from the others
    cosines = meaning.similar(question, found.some.keys() | found.rest)
    nearest = nlargest(NEAREST, cosines, key=lambda n: (cosines[n], -rank[n]))
    words = {n: max(low, found.some.get(n, low)) for n in dict.fromkeys([*first, *nearest])}
    similar = {n: cosines[n] for n in words if n in cosines}
    if not similar:
        return Reranked(found, {}, {})
    low = low if high > low else high / 2
    least, most = min(similar.values()), max(similar.values())
    factor = (high - low) / (most - least) if most > least else 0.0
    scores = {
        n: (1 - SHARE) * score + SHARE * (low + factor * (similar.get(n, least) - least)) for n, score in words.items()
    }
    before = [*sorted(words.keys() & found.some.keys(), key=lambda n: (-found.some[n], rank[n])), *nearest]
    _keep(list(dict.fromkeys(before)), scores, found.exact | relax.cited_articles(index, query))
    some = {**found.some, **scores}
    return Reranked(
        replace(found, some=some, rest=found.rest - scores.keys()), similar, words, words.keys() - set(first)
    )


def _keep(before: Sequence[int], scores: Scores, pinned: Set[int]) -> None:
    """Raise the scores of `pinned` passages above those of all that they came before."""
    highest = -inf
    for number in reversed(before):
        if number in pinned and scores[number] <= highest:
            scores[number] = nextafter(highest, inf)
        highest = max(highest, scores[number])
