"""A relevance model: the bigrams that the best passages share, which can match passages in other words than the question's.

It is RM3, over bigrams in place of words; docs/ranking.md has the source.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence
from math import exp
from operator import add

from ..runtime.lazy_pattern import lazy_pattern
from .string_weights import Index, string_weight

FEEDBACK, MODELS, LEARNED = 0.4, 10, 20  # weight of what the best passages share, how many of them, how many bigrams
BEGINNING = 500  # characters of each of them

_PAIR = lazy_pattern(r"[^\W_0-9a-z]{2}")


def relevance_model(index: Index, models: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The bigrams that several of the best texts share, with their weights; `models` are texts with their scores."""
    rarity = index.rarity
    highest = max((score for _, score in models), default=0.0)
    parts: list[tuple[float, Counter[str]]] = []
    once: set[str] = set()
    several: set[str] = set()
    for text, score in models:
        counts = Counter(map(add, text, text[1:]))
        parts.append((exp(score - highest) / (len(text) ** 0.5 or 1), counts))
        several.update(once.intersection(counts))
        once.update(counts)
    shares = dict.fromkeys(filter(_PAIR.match, several), 0.0)
    for part, counts in parts:
        for gram in shares.keys() & counts.keys():
            shares[gram] += part * counts[gram]
    highest = string_weight(0, len(index.order))
    best: list[tuple[float, str]] = []  # the heaviest so far, the lightest first
    for share, gram in sorted(((share, gram) for gram, share in shares.items()), reverse=True):
        if len(best) == LEARNED and share * highest < best[0][0]:
            break  # no rarity makes these heavy enough
        if (weight := share * rarity[gram]) > 0:
            insort(best, (weight, gram))
            del best[:-LEARNED]
    return {gram: FEEDBACK * weight / best[-1][0] * rarity[gram] for weight, gram in reversed(best)}
