"""The full scores of passages that hold some words of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model.record import record
from .question_factors import Factor
from .scorers import Scores
from .string_weights import Pool

CLOSELY = 250  # the best of the candidates, which are scored in full
NEAR = 50  # of them, the best by their own words, whose neighbours are looked at too


@record
class FullScores:
    """The full scores of the best candidates, and what they come from."""

    scores: Scores
    lent: Scores  # the scores of neighbours of the best, where these are higher than their own
    others: Scores  # the first scores of the others, with their votes and factors
    pool: Pool
    asked: Mapping[str, float]  # weights of the characters and bigrams of the question
    votes: Scores  # what the document of a passage gives it
    beside: Scores  # the score of the better of its neighbours by itself
    learned: Mapping[str, float]  # weights of the bigrams that the best share
    factors: Sequence[Factor]  # the factors of the sum
