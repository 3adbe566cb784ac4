"""Operators beyond AND, OR and NOT: words between two queries, each with a function that makes one query of them."""

from __future__ import annotations

from collections.abc import Callable

from .ast import OPERATORS, Query

Combine = Callable[[Query, Query], Query]

#: What each operator makes of the query before it and the one after it.
COMBINE: dict[str, Combine] = {}


def operator(word: str) -> Callable[[Combine], Combine]:
    """Let `word`, alone between two queries, stand for what the decorated function makes of them.

    It binds as OR does, from the left. The function returns a query of existing nodes, which is its canonical form.
    Raises ValueError for a word that is an operator already, or none.
    """

    def register(combine: Combine) -> Combine:
        if word in OPERATORS or not word.isalpha() or word != word.upper():
            raise ValueError(f"{word!r}: expected a word in capitals or ideographs that is no operator yet")
        COMBINE[word] = combine
        OPERATORS[word] = "or"
        return combine

    return register


def remove(word: str) -> None:
    """Let `word` be text again."""
    del COMBINE[word], OPERATORS[word]
