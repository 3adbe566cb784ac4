"""Coinages: terms in quotes that are not made of known words. In its own text each is one word."""

from __future__ import annotations

import re
from collections.abc import Callable

_QUOTED = re.compile('"([^"\n]*)"')
_COINAGE = re.compile("[一-鿿]{3,8}")


def find_coinages(folded: str, words: Callable[[str], list[str]], known: Callable[[str], object]) -> list[str]:
    """The coinages in folded text, three to eight ideographs in quotes, each once.

    `words` cuts a text into words; `known` says which of them are in a dictionary. What is made of known words stays
    findable by them; of “两主四特” the pieces say nothing.

    >>> find_coinages('打造"两主四特"集群,发展"氢能产业"', lambda text: [text[:2], text[2:]], {"氢能", "产业"}.__contains__)
    ['两主四特']
    """
    quoted = dict.fromkeys(text for text in _QUOTED.findall(folded) if _COINAGE.fullmatch(text))
    return [
        text for text in quoted if any(len(word) == 1 or not known(word) for word in words(text)) and not known(text)
    ]


def heading(folded: str, kind: str) -> str:
    """A folded heading as it is cut into words; a term that a glossary defines is put in quotes."""
    return f'"{folded}"' if kind == "名词解释" else folded
