"""Ranking of the passages that hold any of the words or characters of a question: candidates first, then the best are scored in full.

docs/ranking.md has the formula and the reasons for its constants, docs/ranking-notebook.md what each part of it is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nsmallest

from ..model.record import record
from ..runtime.deadline import check
from ..runtime.numpy_use import uses_numpy
from .accumulators import accumulators
from .passage_context import NEIGHBOUR, lend, neighbours, votes
from .question import ACCUMULATORS, Question
from .question_factors import Factor, answering, factors, multiply
from .relevance_model import BEGINNING, MODELS, relevance_model
from .scorers import Scores
from .string_weights import Bigram, Index, Places, Pool

CANDIDATES = 500  # passages that are scored by words and bigrams
SHARE, LEAST = 0.125, 200  # no more than this share of all, or so many
CLOSELY = 250  # the best of them, which are scored in full
NEAR = 50  # of them, the best by their own words, whose neighbours are looked at too
FEWER = 4  # a string in so many times more passages than there are candidates adds no candidates


@record
class Candidates:
    """The best passages by words and bigrams."""

    scores: Scores  # best first
    counted: Sequence[tuple[str, float, Places | Bigram]]  # the scored strings with their weights


@record
class FullScores:
    """The full scores of the best candidates, and what they come from."""

    scores: Scores
    lent: Scores  # the scores of neighbours of the best, where these are higher than their own
    others: Scores  # the first scores of the others, with their votes and factors
    pool: Pool
    asked: Mapping[str, float]  # weights of the characters and bigrams of the question
    votes: Scores  # what the document of a passage gives it
    beside: Mapping[int, Sequence[float]]  # the scores of its neighbours by themselves
    learned: Mapping[str, float]  # weights of the bigrams that the best share
    factors: Sequence[Factor]  # the factors of the sum


def candidates(question: Question, allowed: Set[int] | None) -> Candidates:
    """The best passages (of those `allowed`; None: all) by words and bigrams.

    The rarest find passages first; once there are ACCUMULATORS, the others only add to the scores of these (the
    strategy “continue” of Moffat and Zobel, Self-Indexing Inverted Files, 1996).
    """
    index, words = question.index, question.rare()
    count, found = index.literal.count, accumulators(index, allowed)
    strings = [(weight, -1, word) for word, (weight, _) in words.items()]
    strings += question.bigrams()
    strings += question.definitions()
    counted = []
    for weight, total, string in sorted(strings, reverse=True):
        check()
        full = len(found) >= ACCUMULATORS
        if full and total > FEWER * len(found):
            continue  # its occurrences in the candidates are counted in their texts
        places = words[string][1] if total < 0 else Bigram(count(string))
        counted.append((string, weight, places))
        found.add(weight, places, full)
    most = min(CANDIDATES, max(LEAST, int(SHARE * len(index.order))))
    return Candidates(found.best(most, index.rank), counted)


def score_in_full(question: Question, first: Scores, allowed: Set[int] | None) -> FullScores:
    """The best of some passages, which have their `first` scores, scored in full: by words and characters, their documents, their
    neighbours, and the bigrams that the best share.
    """
    index = question.index
    rank = index.rank
    multiplied = factors(question, first)
    early = {number: first[number] + vote for number, vote in votes(index, first).items()}
    multiply(early, multiplied)
    best = sorted(early, key=lambda number: (-early[number], rank[number]))[:CLOSELY]
    asked = question.gram_weights()
    pool = _pool(index, best)
    plain = _plain(question, pool, asked, best)
    nearest = sorted(best, key=lambda number: (-plain[number], rank[number]))[:NEAR]
    beside = neighbours(index, best)
    others = dict.fromkeys(other for number in nearest for other in beside[number] if other not in plain)
    pool.add(index, others)
    plain |= _plain(question, pool, asked, others)
    voted = votes(index, plain)
    beside_scores = {n: [plain[other] for other in around if other in plain] for n, around in beside.items()}
    final = {
        number: plain[number] + voted[number] + NEIGHBOUR * max(around, default=0.0)
        for number, around in beside_scores.items()
    }
    models = nsmallest(MODELS, best, key=lambda number: (-final[number], rank[number]))
    learned = relevance_model(index, [(pool.text(number)[:BEGINNING], final[number]) for number in models])
    pool.score(learned, final)
    multiplied += answering(question, pool, best)
    multiply(final, multiplied)
    lent = lend(index, final, beside, question.holding(allowed))
    others_early = {number: score for number, score in early.items() if number not in final and number not in lent}
    return FullScores(final, lent, others_early, pool, asked, voted, beside_scores, learned, multiplied)


def _pool(index: Index, numbers: Iterable[int]) -> Pool:
    if not uses_numpy():
        return Pool(index, numbers)
    from .pool_arrays import ArrayPool

    return ArrayPool(index, numbers)


def _plain(question: Question, pool: Pool, asked: Mapping[str, float], numbers: Iterable[int]) -> Scores:
    """The scores of some passages of the pool by the words and characters of the question."""
    plain = dict.fromkeys(numbers, 0.0)
    plain |= question.by_words(plain.keys())
    pool.score(asked, plain)
    return plain
