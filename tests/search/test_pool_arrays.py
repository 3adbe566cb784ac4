"""Passages of a question are scored the same one by one and in arrays."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.search import pool_arrays, question, relevance_model, shared_bigram_arrays
from policysearch.search.pool_arrays import ArrayPool
from policysearch.search.question import Question
from policysearch.search.searcher import Searcher
from policysearch.search.shared_bigrams import shared_bigrams
from policysearch.search.string_weights import Index, Pool, string_weight
from policysearch.store.local.store import LocalKeeper
from tests.support.passages import some_passages

pytest.importorskip("numpy")

# Characters, bigrams, one character twice, what stands beside a heading, figures, words of more characters, beyond UTF-16.
STRINGS = [
    "氢",
    "能",
    "氢能",
    "能产",
    "产业",
    "人人",
    "第一",
    "一章",
    "章",
    "的",
    "20",
    "2035年",
    "11",
    "r&d",
    "𠮷",
    "𠮷能",
]
WEIGHTS = st.dictionaries(st.sampled_from(STRINGS), st.floats(0.01, 9), min_size=1)
PASSAGES = some_passages("a", 12)
LENGTHS = st.sampled_from([-1, pool_arrays.LONG])


@contextmanager
def opened(passages: list[Passage]) -> Iterator[Searcher]:
    with tempfile.TemporaryDirectory() as folder:
        LocalKeeper().build(Path(folder), passages)
        reader = Searcher(LocalKeeper().open(Path(folder)))
        yield reader
        reader.close()


def changed(passages: list[Passage], texts: list[str]) -> list[Passage]:
    """The passages with other texts, as far as there are."""
    return [replace(one, text=text, title=text[:3]) for one, text in zip(passages, texts * len(passages), strict=False)]


@given(PASSAGES, st.lists(st.lists(st.sampled_from(STRINGS), min_size=1).map("".join), min_size=1), WEIGHTS, LENGTHS)
def test_scores_are_the_same_to_the_last_bit(
    passages: list[Passage], texts: list[str], weights: dict[str, float], long: int
) -> None:
    """Though strings are counted by the lists of bigrams where texts are long."""
    with opened(changed(passages, texts)) as reader, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool_arrays, "LONG", long)
        index = cast(Index, reader)
        numbers = list(reader.order)
        first, others = numbers[::2], numbers[1::2]
        found = []
        for kind in (Pool, ArrayPool):
            pool = kind(index, first)
            pool.add(index, others)
            given = []
            for some in (first, others, first[:1], numbers):
                scores = {number: 0.5 * number for number in some}
                pool.score(weights, scores)
                given.append(list(scores.items()))
            found.append((given, [pool.text(number) for number in numbers]))
    assert found[0] == found[1]


@given(PASSAGES, st.lists(st.sampled_from(["氢能", "产业", "发展", "长江", "的"]), min_size=1).map("".join))
def test_words_and_what_holds_them_are_the_same(passages: list[Passage], typed: str) -> None:
    with opened(passages) as reader:
        found = []
        for arrays in (False, True):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(question, "uses_numpy", lambda: arrays)  # noqa: B023
                patch.setattr(question, "_FEW", 0)
                asked = Question(cast(Index, reader), [(typed, 1.0)])
                by_words = [asked.by_words(set(reader.order[start:])) for start in (0, 3, len(reader))]
                found.append((by_words, set(asked.holding(None)), set(asked.holding(set(reader.order[::2])))))
    assert found[0] == found[1]


@given(st.lists(st.tuples(st.text("氢能产业,1a𠮷\0", max_size=30), st.floats(0.01, 1)), max_size=10))
def test_shared_bigrams_are_the_same_to_the_last_bit(parts: list[tuple[str, float]]) -> None:
    assert list(shared_bigram_arrays.shared_bigrams(parts)) == shared_bigrams(parts)


@given(PASSAGES, st.integers(1, 8))
def test_feedback_is_that_of_all_shared_bigrams(passages: list[Passage], learned: int) -> None:
    """Though the rarity of most is never asked for."""
    with opened(passages) as reader, pytest.MonkeyPatch.context() as patch:
        patch.setattr(relevance_model, "LEARNED", learned)
        index = cast(Index, reader)
        models = [("".join(reader.literal.parts(number)), 1.0 + number % 3) for number in reader.order[:6]]
        found = relevance_model.relevance_model(index, models)
        patch.setattr(relevance_model, "LEARNED", 10_000)
        every = relevance_model.relevance_model(index, models)
        best = {gram: every[gram] for gram in list(every)[:learned]}
    assert found == best
    assert max(map(index.rarity.__getitem__, every), default=0.0) <= string_weight(0, len(reader.order))
