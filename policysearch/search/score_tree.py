"""The score of one passage as a tree whose parts make it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..messages.catalogue import Message
from ..model.results import Part
from ..store.protocol import Counts
from ..text.normalize import fold
from .scorers import BM25F, Boosted, Impossible, Occurrences, Raised, Scorer, Sum
from .scorers_of_fields import EntityName

_NOISE = 1e-9  # rounding error in a difference of scores


def tree(scorer: Scorer, number: int) -> Part:
    """The score that a scorer gives to a passage."""
    what, score, matches = scorer.what, scorer.score(number), number in scorer.numbers
    match scorer:
        case Sum():
            return sum_parts(what, score, [tree(part, number) for part in scorer.parts], matches)
        case Impossible():
            return sum_parts(what, 0.0, tree(scorer.scorer(), number).parts, False)
        case EntityName():
            of = tree(scorer.of, number)
            return sum_parts(what, score, [of] if of.score else [tree(scorer.said, number), of], matches)
        case Boosted():
            parts = (Part(Message("explain.boost"), scorer.factor), tree(scorer.inner, number))
            return Part(what, score, "product", parts, matches)
        case Raised():
            return _raise(scorer, number)
        case Occurrences():
            index = scorer.index
            for there, weight in scorer.weigh({number}):
                if number in there:
                    code = "explain.weight_accident" if weight < scorer.weight else "explain.weight"
                    rare = Part(Message(code, count=scorer.total, total=len(index.order)), weight)
                    told = _bm25f(there[number], rare, index.literal.length(number), index.mean_length)
                    return replace(told, what=what, score=score)
    return Part(what, score, "", (), matches)


def _raise(scorer: Raised, number: int) -> Part:
    told, matches = tree(scorer.core, number), number in scorer.numbers
    gains = [
        Part(Message(why, string=fold(scorer.what)), more)
        for why, gain in scorer.gains.items()
        if (more := gain({number}).get(number))
    ]
    if not gains and told.matches == matches:
        return told
    below = [replace(told, what=Message("explain.weight_and_places"))] if told.rule == "product" else told.parts
    return sum_parts(scorer.what, scorer.score(number), [*below, *gains], matches)


def _bm25f(counts: Counts, weight: Part, length: int, mean: float) -> Part:
    """The score of one passage for one string: the product of its weight and the saturated frequency."""
    heading, text = counts
    amounts = []
    if heading:
        factor = BM25F.heading
        amounts.append(Part(Message("explain.heading", count=heading, factor=factor), heading * factor))
    if text:
        norm = BM25F.norm(length, mean)
        what = Message("explain.text", count=text, norm=norm, relation=length / mean)
        amounts.append(Part(what, text / norm))
    frequency = Part(Message("explain.places"), sum(part.score for part in amounts), "sum", tuple(amounts))
    formula = Message("explain.saturation", most=BM25F.most, k1=BM25F.k1)
    saturated = Part(formula, BM25F.saturate(frequency.score), "saturation", (frequency,))
    return Part(Message("explain.weight_and_places"), weight.score * saturated.score, "product", (weight, saturated))


def sum_parts(what: str, score: float, parts: Sequence[Part], matches: bool) -> Part:
    """A part with the `score` that its `parts` sum to. Its rule is "" where it does not match and they sum to something else."""
    whole = matches or abs(score - sum(part.score for part in parts)) <= _NOISE * score
    return Part(what, score, "sum" if whole else "", tuple(parts), matches)
