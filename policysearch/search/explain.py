"""Where the score of one passage comes from: its place in the ranking, and its score as a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..messages.catalogue import Message
from ..model.results import Explanation, Part
from ..query.ast import Nearest, Query, walk
from . import passage_context, question_ranker, relax, string_weights
from .protocol import Index
from .score_all import score_matches
from .score_tree import sum_parts
from .score_tree import tree as score_tree
from .scorers import DRAFTED

_NOISE = 1e-9  # rounding error in a difference of scores


def explain(index: Index, query: Query, number: int) -> Explanation:
    """The score that `query` gives to a passage, as a tree whose parts make it up."""
    found = score_matches(index, query, narrow=False)
    tree = score_tree(found.scorer, number)
    if not found.scores and not tree.rule:  # nothing matches as a whole: the scores of its parts are shown
        tree = sum_parts(tree.what, sum(part.score for part in tree.parts), tree.parts, False)
    draft = number in found.scores and number in found.drafts
    if gain := found.gains.get(number, 0.0) / (DRAFTED if draft else 1):
        near = Part(Message("explain.near", words=" … ".join(found.scorer.required)), gain)
        tree = Part(Message("explain.words_and_nearness"), tree.score + gain, "sum", (tree, near))
    if draft:
        loss = Part(Message("explain.draft"), found.scores[number] + found.gains.get(number, 0.0) - tree.score)
        tree = Part(tree.what, tree.score + loss.score, "sum", (tree, loss))
    nearest = next((node for node in walk(query) if isinstance(node, Nearest) and number in node.numbers), None)
    if nearest:
        tree = _naming(tree, str(nearest), _difference(index, query, nearest, number))
    ranked = found.in_order(index)
    place, score = next(((place, score) for place, (n, score) in enumerate(ranked, 1) if n == number), (None, 0.0))
    return Explanation(
        id=index.passage_at(number).id,
        parsed=str(query),
        matches=place is not None,
        score=score,
        rank=place,
        total=len(ranked),
        tree=tree,
    )


def _difference(index: Index, query: Query, nearest: Nearest, number: int) -> Message:
    """The message that says how the wording of a passage differs from the quote."""
    from .altered_quotes import find_altered

    place = {"place": nearest.numbers.index(number) + 1, "total": len(nearest.numbers)}
    if not (told := find_altered(index, query, number)):
        return Message("explain.stands_after_all", **place)
    return Message("explain.altered", quoted=told.quoted, printed=told.printed, **place)


def _naming(tree: Part, what: str, told: Message) -> Part:
    """`tree` with the text `told` for its parts that are `what` and score something."""
    if tree.score and not tree.parts and str(tree.what) == what:
        return replace(tree, what=told)
    return replace(tree, parts=tuple(_naming(part, what, told) for part in tree.parts))


def explain_relaxed(
    index: string_weights.Index,
    query: Query,
    number: int,
    found: relax.Relaxed | None = None,
    more: Callable[[int, Part], Part] | None = None,
) -> Explanation:
    """The same for a relaxed query. `found` is another order of its passages; `more` then gives the tree of a score from that
    of the score by words.
    """
    found = found or relax.relax(index, query)
    ranked = found.best(index, None)
    place = next((place for place, (n, _) in enumerate(ranked, 1) if n == number), None)
    if place is None or number in dict(found.ranked):
        return replace(explain(index, query, number), total=found.total)
    score = ranked[place - 1][1]
    tree = _answer(index, query, number, Message("explain.most_words" if number in found.most else "explain.any_words"))
    tree = more(number, tree) if more else tree
    if abs(score - tree.score) > _NOISE * score:
        below = Part(Message("explain.after_fuller"), score / tree.score)
        tree = Part(Message("explain.below_others", what=tree.what), score, "product", (below, tree))
    return Explanation(index.passage_at(number).id, str(query), True, score, place, found.total, tree)


def _answer(index: string_weights.Index, query: Query, number: int, what: str) -> Part:
    """The score of a passage by `question_ranker`."""
    asked, allowed = relax.as_question(index, query)
    norm = index.norms[number]
    words = []
    for word, (weight, places) in asked.rare().items():
        if times := places.times(number):
            rare = Part(Message("explain.weight", count=places.total, total=len(index.order)), weight)
            saturated = Part(Message("explain.saturated", count=times, norm=norm), times / (times + norm))
            words.append(Part(word, weight * saturated.score, "product", (rare, saturated)))
    parts = [sum_parts(Message("explain.words"), sum(part.score for part in words), words, True)]
    candidates = question_ranker.candidates(asked, allowed)
    close = question_ranker.score_in_full(asked, candidates.scores, allowed)
    if number in close.lent:
        return sum_parts(what, close.lent[number], [Part(Message("explain.lent"), close.lent[number])], True)
    if number in close.scores:
        share = Message("explain.its_document", share=passage_context.DOCUMENT, count=passage_context.VOTES)
        next_to = Message("explain.neighbours", share=passage_context.NEIGHBOUR)
        beside = passage_context.NEIGHBOUR * max(close.beside[number], default=0.0)
        parts += [
            _strings(Message("explain.characters"), close.pool, close.asked, number),
            Part(share, close.votes[number]),
            Part(next_to, beside),
            _strings(Message("explain.learned"), close.pool, close.learned, number),
        ]
    elif number in candidates.scores:
        given = [(string, weight, places.times(number)) for string, weight, places in candidates.counted]
        bigrams = [Part(s, weight * n / (n + norm)) for s, weight, n in given if n and s not in asked.rare()]
        parts.append(sum_parts(Message("explain.characters"), sum(part.score for part in bigrams), bigrams, True))
    tree = sum_parts(what, sum(part.score for part in parts), parts, True)
    for one in close.factors:
        if number in one.numbers and number in candidates.scores:
            tree = Part(what, one.factor * tree.score, "product", (Part(one.why, one.factor), tree))
    return tree


def _strings(what: str, pool: string_weights.Pool, weights: Mapping[str, float], number: int) -> Part:
    """The scores of weighted strings in a passage of the pool, the highest first."""
    parts = []
    for string, weight in weights.items():
        given = {number: 0.0}
        pool.score({string: weight}, given)
        if given[number]:
            parts.append(Part(string, given[number]))
    parts.sort(key=lambda part: -part.score)
    return sum_parts(what, sum(part.score for part in parts), parts, True)
