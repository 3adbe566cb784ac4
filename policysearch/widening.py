"""From a question whose words no passage holds together to the passages that hold any of them, best answers first.

1. Only the plain words of a query are widened. What else stands in it (quotes, fields, NOT, groups) always holds.
2. It is widened only if no passage at all holds all of its words, so that a filter never enlarges what is found.
3. The order depends on the passages alone, not on how many are asked for, nor on how the index came about.

docs/ranking.md has the formula, the reasons for its constants, and what each part of it is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from heapq import nlargest, nsmallest
from itertools import chain
from math import exp, log
from operator import add
from typing import Protocol

from . import scoring
from .analysis import segment
from .folding import fold
from .query import And, Query, Term, all_of
from .scoring import HEADING, PARTS, Scores, matching
from .spelling import spellings

K1 = 0.6
B = 0.6  # of the text; headings are not normalised by their length
RARITY = 1.25  # exponent of the inverse document frequency
_MIDDLE = 5.0  # the inverse document frequency that the exponent leaves as it is

FREQUENT = 0.1  # words in more than this share of the passages find nothing by themselves
KNOWN = 0.5  # of a single term more than this share must be words of the index: else it is about something else
CANDIDATES = 500  # passages that are looked at closely, besides their neighbours
BIGRAM, CHARACTER = 2.0, 1.0  # what two characters of the question side by side weigh, and one, where a word weighs 1
DOCUMENT, VOTES = 0.35, 5  # share of the mean score of the document's best passages
NEIGHBOUR = 0.1  # share of the score of the better of the passages before and after
FEEDBACK, MODELS, LEARNED = 0.4, 10, 20  # weight of what the best passages share, how many of them, how many bigrams

SAMPLE = 1_000_000  # bytes of text in which characters and bigrams are counted to learn how rare they are

_PAIR = re.compile(r"[^\W_0-9a-z]{2}")
_RUN = re.compile(r"[^\W_0-9a-z]+|[0-9a-z]+(?:\.[0-9]+)?")


class Index(scoring.Index, Protocol):
    """What widening asks of an engine."""

    @property
    def document(self) -> Sequence[int]:
        """A number for the document of each passage."""
        ...

    @property
    def rarity(self) -> Rarity:
        """`Rarity(self)`, kept."""
        ...


class Rarity:
    """How many passages hold a character or two side by side, learned from passages here and there in document order."""

    def __init__(self, index: Index) -> None:
        literal, order = index.literal, index.order
        self._step = 1 + int(index.mean_length * len(order) / SAMPLE)
        self._counts: Counter[str] = Counter()
        for number in order[:: self._step]:
            for part in literal.parts(number):
                self._counts.update(set(part).union(map(add, part, part[1:])))

        self._frequency = index.frequency

    def __getitem__(self, gram: str) -> int:
        """`gram`: a character, two side by side, or letters and digits that are a word."""
        return self._frequency(gram) if gram.isascii() else self._counts[gram] * self._step


def ranking(index: Index, query: Query, count: int | None) -> tuple[list[tuple[int, float]], int]:
    """The best `count` passages (None: all) with their scores, best first, and how many hold any of the words in all.

    Nothing when the query has not two words or hardly any that the index knows, or when it has filters that alone keep
    away what holds all words.
    """
    terms = [part for part in (query.queries if isinstance(query, And) else [query]) if isinstance(part, Term)]
    others = [part for part in (query.queries if isinstance(query, And) else ()) if not isinstance(part, Term)]
    question = Question(index, terms)
    if len(question.words) < 2 or (len(terms) == 1 and question.known() <= KNOWN):
        return [], 0
    if others and matching(index, all_of(terms)):
        return [], 0
    rank = index.rank
    scores = question.by_words(matching(index, all_of(others)) if others else None)
    scores |= question.closely(scores)

    def order(number: int) -> tuple[float, int]:
        return -scores[number], rank[number]

    best = sorted(scores, key=order) if count is None else nsmallest(count, scores, key=order)
    return [(number, scores[number]) for number in best], len(scores)


def by_words(index: Index, query: Query) -> Scores:
    """What the words of `query` alone give to the passages that hold any."""
    terms = query.queries if isinstance(query, And) else [query]
    return Question(index, [part for part in terms if isinstance(part, Term)]).by_words(None)


class _Pool:
    """Passages looked at closely, with their headings and texts."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        norm = _norm(index)
        self._rows: dict[int, tuple[str, str, float]] = {}
        for number in numbers:
            heading, text = index.literal.parts(number)
            self._rows[number] = heading, f"{heading}\0{text}", norm(number)  # folded text has no \0

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def text(self, number: int) -> str:
        """The folded text of a passage of the pool, without its heading."""
        heading, both, _ = self._rows[number]
        return both[len(heading) + 1 :]

    def score(self, weights: Mapping[str, float], scores: Scores) -> None:
        """Add to `scores` of passages of the pool what their places of weighed strings give."""
        rows = self._rows
        # A character is found sooner than a string: a string is looked for only where all its characters stand.
        texts = [(number, rows[number][1]) for number in scores]
        holding = {c: {number for number, text in texts if c in text} for c in set("".join(weights))}
        for gram, weight in weights.items():
            for number in set.intersection(*map(holding.__getitem__, gram)):
                heading, both, norm = rows[number]
                if times := both.count(gram):
                    found = times + (HEADING - 1) * heading.count(gram) if gram in heading else times
                    scores[number] += weight * found / (found + norm)


class Question:
    """The words of a question, the characters they are written with, and passages scored by them."""

    def __init__(self, index: Index, terms: Iterable[Term]) -> None:
        self._index = index
        self.words: Counter[str] = Counter()
        self.grams: Counter[str] = Counter()
        for term in terms:
            words, grams = Counter[str](), Counter[str]()
            for way in map(fold, spellings(term.text)):
                words |= Counter(segment(way, index.frequency))
                grams |= Counter(_grams(way))
            self.words += words
            self.grams += grams

    def known(self) -> float:
        """How much of its words of two characters or more the index knows."""
        long = [word for word in self.words if len(word) > 1]
        return sum(len(word) for word in long if self._index.frequency(word)) / max(1, sum(map(len, long)))

    def by_words(self, allowed: Set[int] | None) -> Scores:
        """The passages (of those `allowed`; None: all) that hold a word which says something, scored by those words."""
        index = self._index
        usual = FREQUENT * len(index.order)
        # A word that stands so often is in so many passages: no need to look.
        found = {word: self._places(word) for word in self.words if index.frequency(word) <= 3 * usual}
        rare = {word: places for word, places in found.items() if 0 < len(places) <= usual}
        rare = rare or {word: self._places(word) for word in self.words}
        scores: Scores = {}
        norm = _norm(index)
        for word, places in rare.items():
            weight = self.words[word] * self._weight(len(places))
            for number, times in places.items():
                scores[number] = scores.get(number, 0.0) + weight * times / (times + norm(number))
        return {number: score for number, score in scores.items() if allowed is None or number in allowed}

    def closely(self, scores: Scores) -> Scores:
        """The best of `scores` by their characters, their documents, their neighbours, and what the best of all share."""
        index = self._index
        rank, rarity = index.rank, index.rarity
        best = nsmallest(CANDIDATES, scores, key=lambda number: (-scores[number], rank[number]))
        beside = {number: self._neighbours(number) for number in best}
        pool = _Pool(index, dict.fromkeys(chain(best, *beside.values())))
        weights = {gram: BIGRAM if _bigram(gram) else CHARACTER for gram in self.grams}
        asked = {gram: weights[gram] * n * self._weight(rarity[gram]) for gram, n in self.grams.items()}
        plain = {number: scores.get(number, 0.0) for number in pool}
        pool.score(asked, plain)
        final = self._in_context(plain, beside)
        models = nsmallest(MODELS, best, key=lambda number: (-final[number], rank[number]))
        pool.score(self._shared([(pool.text(number), final[number]) for number in models]), final)
        return final

    def _places(self, word: str) -> Mapping[int, float]:
        """The passages with a word, and how often they have it, one in the heading for several."""
        heading, text = (self._index.postings(part, word) for part in PARTS)
        places = dict(text)
        for number, times in heading.items():
            places[number] = places.get(number, 0.0) + HEADING * times
        return places

    def _neighbours(self, number: int) -> list[int]:
        """The passages before and after one in its document."""
        order, document, place = self._index.order, self._index.document, self._index.rank[number]
        beside = [order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)]
        return [other for other in beside if document[other] == document[number]]

    def _in_context(self, plain: Scores, beside: Mapping[int, Iterable[int]]) -> Scores:
        """`plain` scores of passages, whose neighbours are `beside` them, with the votes of documents and neighbours."""
        document = self._index.document
        families: defaultdict[int, list[float]] = defaultdict(list)
        for number, score in plain.items():
            families[document[number]].append(score)
        votes = {family: DOCUMENT * sum(nlargest(VOTES, scores)) / VOTES for family, scores in families.items()}
        return {
            number: plain[number]
            + votes[document[number]]
            + NEIGHBOUR * max((plain[other] for other in others), default=0.0)
            for number, others in beside.items()
        }

    def _shared(self, models: Sequence[tuple[str, float]]) -> dict[str, float]:
        """The bigrams that several of the best texts, given with their scores, share, weighed: a relevance model (RM3)."""
        rarity = self._index.rarity
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
        weighed = ((share * self._weight(rarity[gram]), gram) for gram, share in shares.items())
        best = nlargest(LEARNED, weighed)
        return {gram: FEEDBACK * weight / best[0][0] * self._weight(rarity[gram]) for weight, gram in best}

    def _weight(self, holding: int) -> float:
        return _weight(holding, len(self._index.order))


@lru_cache(4096)
def _weight(holding: int, all: int) -> float:
    """What is in `holding` of `all` passages weighs, saturation included."""
    inverse = log(1 + max(all - holding + 0.5, 0.5) / (holding + 0.5))
    return float((K1 + 1) * inverse**RARITY * _MIDDLE ** (1 - RARITY))


def _norm(index: Index) -> Callable[[int], float]:
    """What is added to the places in a passage where they are saturated."""
    length, mean = index.literal.length, index.mean_length
    return lambda number: K1 * (1 - B + B * length(number) / mean)


def _grams(folded: str) -> Iterable[str]:
    """The characters of folded text, and those that stand side by side; letters and digits together count as one."""
    for run in _RUN.findall(folded):
        if run[0].isascii():
            yield run
        else:
            yield from run
            yield from map(add, run, run[1:])


def _bigram(gram: str) -> bool:
    return len(gram) == 2 and not gram.isascii()
