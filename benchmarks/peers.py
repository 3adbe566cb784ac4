"""Plain rankings of the same texts, to compare with: BM25 of words, of bigrams, of both; SQLite FTS5; Tantivy if installed."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import log
from random import Random

import jieba

COUNT = 100  # texts that a peer gives at most
K1, B = 1.2, 0.75

Ranker = Callable[[str], list[str]]  # from a query to ids, best first


def words(text: str) -> list[str]:
    """The words of a text as jieba cuts it, without punctuation."""
    return [word for word in jieba.cut(text.lower()) if not re.fullmatch(r"[\W_]+", word)]


def bigrams(text: str) -> list[str]:
    """Every two characters side by side; a Latin word or number as one, a character by itself as it is."""
    found: list[str] = []
    for run in re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", text.lower()):
        whole = run.isascii() or len(run) == 1
        found += [run] if whole else [run[n : n + 2] for n in range(len(run) - 1)]
    return found


class BM25:
    """Okapi BM25 over lists of tokens."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._postings: defaultdict[str, tuple[array[int], array[int]]] = defaultdict(lambda: (array("L"), array("L")))
        for n, tokens in enumerate(texts):
            for token, times in Counter(tokens).items():
                numbers, counts = self._postings[token]
                numbers.append(n)
                counts.append(times)
        mean = sum(map(len, texts)) / len(texts)
        self._norms = [K1 * (1 - B + B * len(tokens) / mean) for tokens in texts]

    def scores(self, query: Sequence[str]) -> Counter[int]:
        """The texts that hold a token of `query` with their scores."""
        found: Counter[int] = Counter()
        for token, factor in Counter(query).items():
            if token not in self._postings:
                continue
            numbers, counts = self._postings[token]
            weight = factor * (K1 + 1) * log(1 + (len(self._norms) - len(numbers) + 0.5) / (len(numbers) + 0.5))
            for n, times in zip(numbers, counts, strict=True):
                found[n] += weight * times / (times + self._norms[n])  # type: ignore[assignment]
        return found


def peers(texts: Mapping[str, str]) -> Iterator[tuple[str, Ranker]]:
    """The peers by name, each ready to rank `texts`, which are given by their ids."""
    ids = list(texts)
    cut = [words(text) for text in texts.values()]
    by_words, by_bigrams = BM25(cut), BM25([bigrams(text) for text in texts.values()])

    def best(scores: Counter[int]) -> list[str]:
        return [ids[n] for n in nlargest(COUNT, scores, key=lambda n: (scores[n], -n))]

    yield "BM25 words", lambda query: best(by_words.scores(words(query)))
    yield "BM25 bigrams", lambda query: best(by_bigrams.scores(bigrams(query)))
    yield "BM25 both", lambda query: best(by_words.scores(words(query)) + by_bigrams.scores(bigrams(query)))
    yield "FTS5 words", _fts5(ids, cut)
    try:
        yield "Tantivy words", tantivy(ids, cut)
    except ImportError:
        return


def _fts5(ids: Sequence[str], cut: Sequence[Sequence[str]]) -> Ranker:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(words)")
    rows = ((n, " ".join(tokens)) for n, tokens in enumerate(cut, 1))
    database.executemany("INSERT INTO texts(rowid, words) VALUES (?, ?)", rows)
    asked = f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT {COUNT}"

    def rank(query: str) -> list[str]:
        expression = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(query)))
        return [ids[n - 1] for (n,) in database.execute(asked, (expression,))] if expression else []

    return rank


def tantivy(ids: Sequence[str], cut: Sequence[Sequence[str]], count: int = COUNT) -> Ranker:
    """Tantivy's OR of words, in memory; `count`: texts that it gives at most. ImportError where it is not installed."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_unsigned_field("n", stored=True)
    schema = builder.build()
    index = engine.Index(schema)
    writer = index.writer(100_000_000, 1)
    for n, tokens in enumerate(cut):
        writer.add_document(engine.Document(words=" ".join(tokens), n=n))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        terms = [(engine.Occur.Should, engine.Query.term_query(schema, "words", word)) for word in words(query)]
        hits = searcher.search(engine.Query.boolean_query(terms), count).hits
        return [ids[searcher.doc(address)["n"][0]] for _, address in hits]

    return rank


def interval(differences: Sequence[float], rounds: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean of paired differences; always the same for the same differences."""
    draw = Random(len(differences)).choices
    means = sorted(sum(draw(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    return means[rounds * 25 // 1000], means[rounds * 975 // 1000 - 1]
