"""The words and names of a query that a passage lacks, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from ..query.ast import Query, typed_term
from ..query.variants import spellings
from ..text.normalize import fold
from .match import PARTS, counts_in, having
from .names_in_text import absent_place, find_names, mostly
from .question_text import PARTICLES, matter, only_asks, split_words
from .string_weights import Index

_MOST_WORDS = 6  # of a question with more words it is told which names a passage lacks, not which words
_PARTICLES = PARTICLES.union("对为将被由把从到", ("以及", "哪些"))


def holders(index: Index, plain: Sequence[Query]) -> tuple[dict[str, Set[int]], Sequence[str]]:
    """For each of some plain words, but those that only ask, the passages that hold it or are of the place, plan or law that it
    names; and the words that are names where most passages are of what bears one.
    """
    held: dict[str, Set[int]] = {}
    named = []
    for part in plain:
        term = typed_term(part)
        assert term
        if only_asks(term.text) or term.text in _PARTICLES:
            continue
        rest, places = find_names(index, fold(term.text), everywhere=True)
        holding = index.matched[part]
        for of in [] if rest.strip() else places.values():
            holding = holding | of
        if (asked := matter(term.text)) != fold(term.text) and " " not in asked:
            holding = holding | having(index, asked, PARTS)
        if cited := index.cited[term.text]:
            holding = holding | cited.keys()
        held[term.text] = holding
        if not rest.strip() and any(mostly(index, name) for name in places):
            named.append(term.text)
    return held, named


def of_words(held: Mapping[str, Set[int]]) -> Callable[[int], tuple[str, ...]]:
    """What a passage lacks of words that were typed one by one; `held`: the passages that hold each."""
    return lambda number: tuple(word for word, holding in held.items() if number not in holding)


def of_question(index: Index, text: str, synonyms: Sequence[str]) -> Callable[[int], tuple[str, ...]]:
    """What a passage lacks of a question: names, and words where the question has few; words side by side are told as one.

    A passage that holds one of the `synonyms` may hold its word in other characters: then only names are told.
    """
    others = list(map(fold, synonyms))

    @cache  # only hits that are shown are asked about
    def sought() -> tuple[Mapping[str, Set[int]], Sequence[str]]:
        names, asked = _names(index, text), matter(text)
        for name in names:
            asked = asked.replace(fold(name), " ")
        runs = (run for run in re.split("[\\s的]+", asked) if run)
        words = [word for run in runs for word in (*split_words(index, run), "")]  # "" between runs
        return names, words if sum(map(_tells, words)) <= _MOST_WORDS else ()

    def holds(number: int, string: str) -> bool:
        return any(counts_in(index.literal.counts(fold(way), number), PARTS) for way in spellings(string))

    def lacking(number: int) -> tuple[str, ...]:
        for part in text.split():
            if number in index.cited[part]:
                rest = text.replace(part, " ").strip()
                return of_question(index, rest, synonyms)(number) if rest else ()
        names, words = sought()
        found = [name for name, passages in names.items() if number not in passages]
        if not any(holds(number, other) for other in others):
            found += "".join(" " if not _tells(word) or holds(number, word) else word for word in words).split()
        return tuple(found)

    return lacking


def _names(index: Index, text: str) -> Mapping[str, Set[int]]:
    """The districts, cities, plans and laws that a text names, as it writes them, with the passages that are of each or say it."""
    folded = fold(text)
    found: dict[str, Set[int]] = {}
    for name, passages in find_names(index, folded)[1].items():
        written = re.search(f"{re.escape(name)}(?:自治)?[省市区县州]?", folded)
        if written:
            found[written[0]] = passages | having(index, written[0], PARTS)
    if name := absent_place(index, text):
        found[name] = frozenset()
    return found


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in _PARTICLES
