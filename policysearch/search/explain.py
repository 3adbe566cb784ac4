"""Where the score of one passage comes from: its place in the ranking, and its score as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..model.results import Explanation, Part
from ..query.ast import Query
from . import question_ranker, relax
from .protocol import Index
from .score import DRAFTED, scored, summed

_DRAFT = "a draft whose final text is there too"
_NOISE = 1e-9  # of rounding, in a difference of scores


def explain(index: Index, query: Query, number: int) -> Explanation:
    """The score that `query` gives to a passage, as a tree whose parts make it up."""
    found = scored(index, query, narrow=False)
    tree = found.scorer.explain(number)
    if not found.scores and not tree.rule:  # nothing matches as a whole: what its parts would give is told
        tree = summed(tree.what, sum(part.score for part in tree.parts), tree.parts, False)
    draft = number in found.scores and number in found.drafts
    if gain := found.gains.get(number, 0.0) / (DRAFTED if draft else 1):
        near = Part(f"close together: {' … '.join(found.scorer.required)}", gain)
        tree = Part("the words, and how close together they stand", tree.score + gain, "sum", (tree, near))
    if draft:
        loss = Part(_DRAFT, found.scores[number] + found.gains.get(number, 0.0) - tree.score)
        tree = Part(tree.what, tree.score + loss.score, "sum", (tree, loss))
    ranked = found.best(index, None)
    place, score = next(((place, score) for place, (n, score) in enumerate(ranked, 1) if n == number), (None, 0.0))
    return Explanation(
        id=index.stored(number).id,
        parsed=str(query),
        matches=place is not None,
        score=score,
        rank=place,
        total=len(ranked),
        tree=tree,
    )


def explain_widened(index: question_ranker.Index, query: Query, number: int) -> Explanation:
    """The same for a query whose passages may hold only some of its words."""
    found = relax.widened(index, query)
    ranked = found.best(index, None)
    place = next((place for place, (n, _) in enumerate(ranked, 1) if n == number), None)
    if place is None or number in dict(found.ranked):
        return replace(explain(index, query, number), total=found.total)
    score = ranked[place - 1][1]
    tree = _answer(index, query, number, "most of the words" if number in found.most else "any of the words")
    if abs(score - tree.score) > _NOISE * score:
        below = Part("after the passages with more of the words", score / tree.score)
        tree = Part(f"{tree.what}, below others", score, "product", (below, tree))
    return Explanation(index.stored(number).id, str(query), True, score, place, found.total, tree)


def _answer(index: question_ranker.Index, query: Query, number: int, what: str) -> Part:
    """What a passage scores as an answer to a question, as `question` says."""
    asked, by_words = relax.asked(index, query)
    norm = question_ranker.norms(index)(number)
    words = []
    for word, (weight, places) in asked.rare().items():
        if times := places.get(number):
            rare = Part(f"weight: {len(places):,} of {len(index.order):,} passages hold it", weight)
            saturated = Part(f"{times:g} ÷ ({times:g} + {norm:.3g})", times / (times + norm))
            words.append(Part(word, weight * saturated.score, "product", (rare, saturated)))
    parts = [summed("words", sum(part.score for part in words), words, True)]
    close = asked.closely(by_words)
    if number in close.scores:
        share = (
            f"its document: {question_ranker.DOCUMENT:g} × the mean of the {question_ranker.VOTES} best passages in it"
        )
        beside = question_ranker.NEIGHBOUR * max(close.beside[number], default=0.0)
        parts += [
            _strings("characters, and pairs of them", close.pool, close.asked, number),
            Part(share, close.votes[number]),
            Part(f"its neighbours: {question_ranker.NEIGHBOUR:g} × the better of the two", beside),
            _strings("pairs of characters that the best passages share", close.pool, close.learned, number),
        ]
    tree = summed(what, sum(part.score for part in parts), parts, True)
    for name, (factor, numbers) in close.factors.items():
        if number in numbers and number in close.scores:
            why = (
                _DRAFT
                if name == question_ranker.DRAFT
                else f"of {name}, which is named"
                if name
                else f"a {index.stored(number).kind} only frames a document"
            )
            tree = Part(what, factor * tree.score, "product", (Part(why, factor), tree))
    return tree


def _strings(what: str, pool: question_ranker.Pool, weights: Mapping[str, float], number: int) -> Part:
    """What weighed strings give to a passage of the pool, the most first."""
    parts = []
    for string, weight in weights.items():
        given = {number: 0.0}
        pool.score({string: weight}, given)
        if given[number]:
            parts.append(Part(string, given[number]))
    parts.sort(key=lambda part: -part.score)
    return summed(what, sum(part.score for part in parts), parts, True)
