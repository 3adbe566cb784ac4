"""Words of a query that stand in the titles of documents, and passages that hold the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from ..text.normalize import fold
from .string_weights import Index


def all_with_titles(index: Index, held: Mapping[str, Set[int]], named: Sequence[str], among: Set[int]) -> Set[int]:
    """The passages `among` some that hold some of the words, and whose document has the others in its title; `held`: the passages that hold each.

    Titles do not count for what is `named`: 重庆市 stands in the titles of its districts.
    """
    titled = in_titles(index)
    none: Set[int] = frozenset()
    parts = [(holding, none if word in named else titled(word)) for word, holding in held.items()]
    parts.sort(key=lambda part: len(part[0]) + len(part[1]))
    found = among & {*parts[0][0], *parts[0][1]}
    for holding, titles in parts[1:]:
        found = {number for number in found if number in holding or number in titles}
    return {number for number in found if any(number in holding for holding in held.values())}


def in_titles(index: Index) -> Callable[[str], Set[int]]:
    """The passages of the documents with a word in their title: 政府 in 政府采购法."""

    @cache  # only hits that are shown are asked about
    def titled(word: str) -> Set[int]:
        folded = fold(word)
        values = (value for value, title in index.field_values("document").items() if folded in title)
        return {number for value in values for number in index.holding("document", value)}

    return titled
