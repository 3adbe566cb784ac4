"""The bigrams that several texts share, without numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import add


def shared_bigrams(parts: Sequence[tuple[str, float]]) -> list[tuple[float, str]]:
    """The bigrams that several of some texts with weights hold, with the sums of weights times counts, the highest first."""
    counted = [(Counter(map(add, text, text[1:])), weight) for text, weight in parts]
    held = Counter(chain.from_iterable(counts for counts, _ in counted))
    shares = {gram: 0.0 for gram, texts in held.items() if texts > 1}
    for counts, weight in counted:
        for gram in shares.keys() & counts.keys():
            shares[gram] += weight * counts[gram]
    return sorted(((share, gram) for gram, share in shares.items()), reverse=True)
