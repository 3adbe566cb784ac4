"""The full scores of `question_ranker.score_in_full` by arrays of numpy: the same to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

import numpy
from numpy.typing import NDArray

from ..store.arrays import Floats
from .accumulator_arrays import scores_of
from .full_scores import CLOSELY, NEAR, FullScores
from .passage_context import DOCUMENT, LENDERS, NEIGHBOUR, VOTES, lend
from .pool_arrays import ArrayPool
from .question import Question
from .question_factors import Factor, answering, factors
from .relevance_model import BEGINNING, MODELS, relevance_model
from .scorers import Scores
from .string_weights import Index

Integers = NDArray[Any]


def score_in_full(question: Question, first: Scores, allowed: Set[int] | None) -> FullScores:
    """As `question_ranker.score_in_full`."""
    index = question.index
    document = numpy.asarray(index.document)
    multiplied = factors(question, first.keys())
    candidates = numpy.fromiter(first, numpy.intp, len(first))
    early = numpy.fromiter(first.values(), float, len(first))
    early += _votes(document.take(candidates), early)
    _multiply(early, list(first), multiplied)
    closely = _best(early, _ranks(index, candidates), CLOSELY)
    best = candidates.take(closely)
    ranks, numbers = _ranks(index, best), best.tolist()
    asked = question.gram_weights()
    pool = ArrayPool(index, numbers)
    plain = _plain(question, pool, asked, 0, best)
    beside = _neighbours(index, document, best, ranks)
    around = beside.take(_best(plain, ranks, NEAR), axis=0).ravel().tolist()
    known = {-1, *numbers}
    others = [number for number in dict.fromkeys(around) if number not in known]
    pool.add(index, others)
    nearby = numpy.array(others, numpy.intp)
    every = numpy.concatenate((best, nearby))
    plain = numpy.concatenate((plain, _plain(question, pool, asked, 1, nearby)))
    voted = _votes(document.take(every), plain)
    better = _looked_up(every, plain, beside).max(axis=1, initial=0.0)
    final = plain[: len(best)] + voted[: len(best)] + NEIGHBOUR * better
    models = [(pool.text(numbers[at])[:BEGINNING], final.item(at)) for at in _best(final, ranks, MODELS).tolist()]
    learned = relevance_model(index, models)
    final = pool.rescore(learned, 0, final)
    multiplied += answering(question, pool, numbers)
    _multiply(final, numbers, multiplied)
    scores = dict(zip(numbers, final.tolist(), strict=True))
    lenders = _best(final, ranks, LENDERS)
    pairs = zip(best.take(lenders).tolist(), beside.take(lenders, axis=0).tolist(), strict=True)
    near = {number: [other for other in pair if other >= 0] for number, pair in pairs}
    lent = lend(scores, list(near), near, question.holding(allowed))
    left = {
        number: score
        for number, score in zip(first, early.tolist(), strict=True)
        if number not in scores and number not in lent
    }
    votes = dict(zip(every.tolist(), voted.tolist(), strict=True))
    nearest = dict(zip(numbers, better.tolist(), strict=True))
    return FullScores(scores, lent, left, pool, asked, votes, nearest, learned, multiplied)


def _ranks(index: Index, numbers: Integers) -> Integers:
    """The places of some passages in document order."""
    return numbers if isinstance(index.rank, range) else numpy.asarray(index.rank).take(numbers)


def _best(scores: Floats, ranks: Integers, most: int) -> Integers:
    """Where the highest scores are, the highest first; of equal ones the first by rank."""
    return numpy.lexsort((ranks, -scores))[:most]


def _votes(families: Integers, scores: Floats) -> Floats:
    """As `passage_context.votes`; `families`: the documents."""
    order = numpy.lexsort((-scores, families))
    own = families.take(order)
    begins = numpy.concatenate(([0], (own[1:] != own[:-1]).nonzero()[0] + 1))
    sizes = numpy.concatenate((begins[1:], [len(own)])) - begins
    highest = scores.take(order)
    sums = highest.take(begins)
    for n in range(1, VOTES):
        several = (sizes > n).nonzero()[0]
        sums[several] += highest.take(begins.take(several) + n)
    found = numpy.empty(len(scores))
    found[order] = numpy.repeat(DOCUMENT * sums / VOTES, sizes)
    return found


def _neighbours(index: Index, document: Integers, numbers: Integers, ranks: Integers) -> Integers:
    """The passages before and after each of some in its document; -1: there is none."""
    places = ranks.astype(numpy.intp)[:, None] + (-1, 1)
    inside = (places >= 0) & (places < len(index.order))
    places[~inside] = 0
    found = places if isinstance(index.order, range) else numpy.asarray(index.order, numpy.intp).take(places)
    same = inside & (document.take(found) == document.take(numbers)[:, None])
    return numpy.where(same, found, -1)


def _looked_up(numbers: Integers, scores: Floats, wanted: Integers) -> Floats:
    """The scores of those of the `wanted` passages that are among some numbers, of the others 0."""
    order = numpy.argsort(numbers)
    at = numpy.searchsorted(numbers, wanted, sorter=order)
    at = order.take(numpy.minimum(at, len(order) - 1))
    return numpy.where(numbers.take(at) == wanted, scores.take(at), 0.0)


def _plain(question: Question, pool: ArrayPool, asked: dict[str, float], at: int, numbers: Integers) -> Floats:
    """The scores by the words and characters of the question of the passages that the pool has as number `at`."""
    if not len(numbers):
        return numpy.zeros(0)
    order = numpy.argsort(numbers)
    by_words = numpy.empty(len(numbers))
    by_words[order] = scores_of(question.rare().values(), numbers.take(order), question.index.norms)
    return pool.rescore(asked, at, by_words)


def _multiply(scores: Floats, numbers: list[int], multiplied: Iterable[Factor]) -> None:
    """As `question_factors.multiply`; the scores are those of the `numbers`."""
    places = {number: place for place, number in enumerate(numbers)}
    for one in multiplied:
        many = one.numbers
        there = filter(many.__contains__, numbers) if len(many) > len(numbers) else filter(places.__contains__, many)
        if at := [*map(places.__getitem__, there)]:
            scores[at] *= one.factor
