"""Ranking of the passages that hold any of the words or characters of a question: candidates first, then the best are scored in full.

docs/ranking.md has the formula and the reasons for its constants, docs/ranking-notebook.md what each part of it is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from ..model.record import record
from ..runtime.deadline import check
from ..runtime.numpy_use import uses_numpy
from .accumulators import accumulators
from .full_scores import CLOSELY, NEAR, FullScores
from .passage_context import LENDERS, NEIGHBOUR, lend, neighbours, votes
from .question import ACCUMULATORS, Question
from .question_factors import answering, factors, multiply
from .relevance_model import BEGINNING, MODELS, relevance_model
from .scorers import Scores
from .string_weights import Bigram, Index, Places, Pool

CANDIDATES = 500  # passages that are scored by words and bigrams
SHARE, LEAST = 0.125, 200  # no more than this share of all, or so many
FEWER = 4  # a string in so many times more passages than there are candidates adds no candidates


@record
class Candidates:
    """The best passages by words and bigrams."""

    scores: Scores  # best first
    counted: Sequence[tuple[str, float, Places | Bigram]]  # the scored strings with their weights


def candidates(question: Question, allowed: Set[int] | None) -> Candidates:
    """The best passages (of those `allowed`; None: all) by words and bigrams.

    The rarest find passages first; once there are ACCUMULATORS, the others only add to the scores of these (the
    strategy “continue” of Moffat and Zobel, Self-Indexing Inverted Files, 1996).
    """
    index, words = question.index, question.rare()
    found = accumulators(index, allowed)
    strings = [(weight, -1, word) for word, (weight, _) in words.items()]
    strings += question.bigrams()
    strings += question.definitions()
    counted = []
    for weight, total, string in sorted(strings, reverse=True):
        check()
        full = len(found) >= ACCUMULATORS
        if full and total > FEWER * len(found):
            continue  # its occurrences in the candidates are counted in their texts
        places = words[string][1] if total < 0 else Bigram(index.literal, string)
        counted.append((string, weight, places))
        found.add(weight, places, full)
    most = min(CANDIDATES, max(LEAST, int(SHARE * len(index.order))))
    return Candidates(found.best(most, index.rank), counted)


def score_in_full(question: Question, first: Scores, allowed: Set[int] | None) -> FullScores:
    """The best of some passages, which have their `first` scores, scored in full: by words and characters, their documents, their
    neighbours, and the bigrams that the best share.
    """
    if uses_numpy() and first:
        from .full_score_arrays import score_in_full as score_by_arrays

        return score_by_arrays(question, first, allowed)
    index = question.index
    multiplied = factors(question, first.keys())
    early = {number: first[number] + vote for number, vote in votes(index, first).items()}
    multiply(early, multiplied)
    best = _best(index, early, CLOSELY)
    asked = question.gram_weights()
    pool = Pool(index, best)
    plain = _plain(question, pool, asked, best)
    nearest = _best(index, plain, NEAR)
    beside = neighbours(index, best)
    others = dict.fromkeys(other for number in nearest for other in beside[number] if other not in plain)
    pool.add(index, others)
    plain |= _plain(question, pool, asked, others)
    voted = votes(index, plain)
    better = {n: max((plain[other] for other in around if other in plain), default=0.0) for n, around in beside.items()}
    final = {number: plain[number] + voted[number] + NEIGHBOUR * score for number, score in better.items()}
    models = [(pool.text(number)[:BEGINNING], final[number]) for number in _best(index, final, MODELS)]
    learned = relevance_model(index, models)
    pool.score(learned, final)
    multiplied += answering(question, pool, best)
    multiply(final, multiplied)
    lent = lend(final, _best(index, final, LENDERS), beside, question.holding(allowed))
    others_early = {number: score for number, score in early.items() if number not in final and number not in lent}
    return FullScores(final, lent, others_early, pool, asked, voted, better, learned, multiplied)


def _best(index: Index, scores: Scores, most: int) -> list[int]:
    """The passages with the highest scores, the highest first; of equal ones the first in document order."""
    return sorted(scores, key=lambda number: (-scores[number], index.rank[number]))[:most]


def _plain(question: Question, pool: Pool, asked: Mapping[str, float], numbers: Iterable[int]) -> Scores:
    """The scores of some passages of the pool by the words and characters of the question."""
    plain = dict.fromkeys(numbers, 0.0)
    plain |= question.by_words(plain.keys())
    pool.score(asked, plain)
    return plain
