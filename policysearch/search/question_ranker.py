"""A question: its words and the characters they are written with, and the passages that hold any of them, scored.

docs/ranking.md has the formula and the reasons for its constants, docs/ranking-notebook.md what each part of it is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import chain
from math import exp
from operator import add
from typing import Protocol

from ..model.kinds import FRAMES
from ..query.ast import SYNONYM
from ..query.variants import spellings
from ..runtime.cache import Remembered
from ..runtime.deadline import check, timely
from ..text.normalize import fold
from . import protocol
from . import score as scoring
from .bm25 import Parameters, idf
from .disjunction import Disjunction, Places
from .filters import DRAFT as DRAFTS
from .filters import mostly, named
from .score import Scores

K1 = 0.6
B = 0.6  # of the text; headings are not normalised by their length
HEADING = 3.0  # what an occurrence in the heading counts
RARITY = 1.25  # exponent of the inverse document frequency
_MIDDLE = 5.0  # the inverse document frequency that the exponent leaves as it is

FREQUENT = 1.0
CANDIDATES = 500  # passages that are looked at closely, besides their neighbours
_MORE = 50  # that are sought with them, for the pages on which they are too few
SHARE, LEAST = 0.125, 100  # no more than this share of all, or so many
BIGRAM, CHARACTER = 2.0, 1.0  # what two characters of the question side by side weigh, and one, where a word weighs 1
DOCUMENT, VOTES = 0.35, 5  # share of the mean score of the document's best passages
NEIGHBOUR = 0.1  # share of the score of the better of the passages before and after
FEEDBACK, MODELS, LEARNED = 0.4, 10, 20  # weight of what the best passages share, how many of them, how many bigrams
BEGINNING = 500  # characters of each of them
NAMED = 1.5  # what a passage counts that is of the district, city or plan that is named
DRAFT = "draft"  # names the factor of what is of a draft whose final text is there too
SPOKEN = 1.2  # the same where the name is a word like others, since few passages are of a place or plan
FRAME = 0.5  # what a passage counts that only frames a document: its cover, its contents, the order that issues it

USUAL = 0.5  # characters in more than this share of the passages tell nothing

GRAMS = 300_000  # characters of them that are remembered

# What asks says nothing of what is asked about; yet 关于 is rare in plans, and would find the orders that issue them.
_ASKING = re.compile(
    "请问|关于|对于|有关|为什么|什么样|什么|怎么样|怎么办|怎么算|怎么|怎样|如何|哪些|哪里|哪个|多少钱|多少|是否|能否|能不能|有没有"
    "|是不是|可不可以|多久|多长时间|几(?:天|年|个月|小时)|几岁(?=$|\\W)|判(?=几|多少|多久)"
    "|(?:合法|违法|犯法|犯罪|可以|合理|有效|行|要紧)[吗么](?=$|\\W)|(?:会|要)不(?:会|要)"
)
_PAIR = re.compile(r"[^\W_0-9a-z]{2}")
_YEAR = "[一二][〇零一二三四五六七八九]{3}"  # 二〇三〇年 is no nearer to 二〇三五年 than 2030年 to 2035年
_RUN = re.compile(rf"{_YEAR}(?=年)|(?:(?!{_YEAR}年)[^\W_0-9a-z])+|[0-9a-z]+(?:\.[0-9]+)?")


class Index(protocol.Index, Protocol):
    """What widening asks of an engine."""

    @property
    def rarity(self) -> Rarity:
        """`Rarity(self)`, kept."""
        ...


class Rarity(Remembered[str, float]):
    """What a character or two side by side weigh."""

    def __init__(self, index: Index) -> None:
        super().__init__(self._weight, GRAMS)
        self._frequency, self._literal, self._all = index.frequency, index.literal, len(index.order)

    def _weight(self, gram: str) -> float:
        """`gram`: a character, two side by side, letters and digits that are a word, or a year in ideographs."""
        if gram.isascii():
            holding = self._frequency(gram)
        elif len(gram) > 2:
            holding = self._literal.total(gram)
        else:
            holding = self._literal.document_frequency(gram)
        return _weight(holding, self._all)


class Pool:
    """Passages looked at closely, with their headings and texts."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        norm = norms(index)
        self._rarity = index.rarity
        self._rows: dict[int, tuple[str, str, float]] = {}
        for number in timely(numbers, 50):
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
        # A character is found sooner than a string: a string is looked for only where the rarest of its characters stands.
        rarest = {gram: max(gram, key=self._rarity.__getitem__) for gram in weights}
        texts = [(number, rows[number][1]) for number in scores]
        holding = {c: [number for number, text in texts if c in text] for c in set(rarest.values())}
        for gram, weight in weights.items():
            check()
            for number in holding[rarest[gram]]:
                heading, both, norm = rows[number]
                if times := both.count(gram):
                    found = times + (HEADING - 1) * heading.count(gram) if gram in heading else times
                    scores[number] += weight * found / (found + norm)


@dataclass(frozen=True, slots=True)
class Close:
    """The scores of passages looked at closely, and what they come from."""

    scores: Scores
    pool: Pool
    asked: Mapping[str, float]  # weights of the characters and bigrams of the question
    votes: Scores  # what the document of a passage gives it
    beside: Mapping[int, Sequence[float]]  # what its neighbours score for themselves
    learned: Mapping[str, float]  # weights of the bigrams that the best share
    # By the name of a district, city or plan, and by "" for what only frames a document: what all that is multiplied by
    # for which passages.
    factors: Mapping[str, tuple[float, Set[int]]]


class Question:
    """The words of a question, the characters they are written with, and passages scored by them."""

    def __init__(self, index: Index, texts: Iterable[tuple[str, float]], synonyms: Iterable[str] = ()) -> None:
        """`texts`: what was typed, and how much each counts; `synonyms` of them count SYNONYM."""
        self._index = index
        texts = list(texts)
        self._drafts = any(DRAFTS.search(fold(text)) for text, _ in texts)  # whether drafts are asked for
        self.named: dict[str, Set[int]] = {}  # the passages of each district, city or plan that is named
        self._spoken: set[str] = set()  # those of them that are words like others
        self.words: defaultdict[str, float] = defaultdict(float)  # and how much each counts
        self.grams: defaultdict[str, float] = defaultdict(float)
        for text, factor in texts:
            rest, places = named(index, fold(text))
            words, grams = Counter[str](), Counter[str]()
            for way in map(matter, spellings(rest)):
                words |= Counter(index.words_in[way])
                grams |= Counter(_grams(way))
            for all, some in ((self.words, words), (self.grams, grams)):
                for piece, count in some.items():
                    all[piece] += factor * count
            self.named |= places
            self._spoken |= {name for name in places if name in rest and not mostly(index, name)}
            for name in places:
                for word in index.words_in[name]:
                    self.words.setdefault(word, SYNONYM)
        for text in map(fold, synonyms):
            for word in index.words_in[text]:
                self.words.setdefault(word, SYNONYM)
            for gram in filter(_bigram, _grams(text)):
                self.grams.setdefault(gram, SYNONYM)

    def by_words(self, allowed: Set[int] | None) -> Disjunction:
        """The passages (of those `allowed`; None: all) that hold a word which says something, scored by those words."""
        return Disjunction(self._index, self.rare().values(), Parameters(K1, B), allowed)

    def rare(self) -> dict[str, tuple[float, Places]]:
        """The words that say something, each with its weight and how often which passage has it; all if none does."""
        usual = FREQUENT * len(self._index.order)
        # A word that stands so often is in so many passages: no need to look.
        found = {word: self._places(word) for word in self.words if self._index.frequency(word) <= 3 * usual}
        rare = {word: places for word, places in found.items() if 0 < len(places) <= usual}
        rare = rare or {word: self._places(word) for word in self.words}
        all = len(self._index.order)
        return {word: (self.words[word] * _weight(len(places), all), places) for word, places in rare.items()}

    def closely(self, words: Disjunction) -> Close:
        """The best by their words by their characters, their documents, their neighbours, and what the best of all share."""
        index = self._index
        rank, rarity = index.rank, index.rarity
        most = min(CANDIDATES, max(LEAST, int(SHARE * len(index.order))))
        best = [number for number, _ in words.best(most + _MORE)[:most]]
        beside = {number: self._neighbours(number) for number in best}
        pool = Pool(index, dict.fromkeys(chain(best, *beside.values())))
        weights = {gram: BIGRAM if _bigram(gram) else CHARACTER for gram in self.grams}
        asked = {gram: weights[gram] * n * rarity[gram] for gram, n in self.grams.items()}
        least = _weight(int(USUAL * len(index.order)), len(index.order))
        asked = {gram: weight for gram, weight in asked.items() if len(gram) > 1 or weight >= least}
        plain = {number: words.score(number) for number in pool}
        pool.score(asked, plain)
        votes = self._votes(plain)
        final = {
            number: plain[number] + votes[number] + NEIGHBOUR * max((plain[other] for other in others), default=0.0)
            for number, others in beside.items()
        }
        models = nsmallest(MODELS, best, key=lambda number: (-final[number], rank[number]))
        learned = self._shared([(pool.text(number)[:BEGINNING], final[number]) for number in models])
        pool.score(learned, final)
        frames = set().union(*(index.holding("kind", kind) for kind in FRAMES))
        factors = {name: (SPOKEN if name in self._spoken else NAMED, numbers) for name, numbers in self.named.items()}
        factors[""] = FRAME, frames
        if not self._drafts:
            factors[DRAFT] = scoring.DRAFTED, index.drafts
        for factor, numbers in factors.values():
            for number in final.keys() & numbers:
                final[number] *= factor
        beside_scores = {n: [plain[other] for other in others] for n, others in beside.items()}
        return Close(final, pool, asked, votes, beside_scores, learned, factors)

    def _places(self, word: str) -> Places:
        """The passages with a word, and how often they have it, one in the heading for several."""
        return Places(*self._index.posting_lists(word), HEADING)

    def _neighbours(self, number: int) -> list[int]:
        """The passages before and after one in its document."""
        order, document, place = self._index.order, self._index.document, self._index.rank[number]
        beside = [order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)]
        return [other for other in beside if document[other] == document[number]]

    def _votes(self, plain: Scores) -> Scores:
        """What the document of each passage gives it: a share of the scores of the best there."""
        document = self._index.document
        families: defaultdict[int, list[float]] = defaultdict(list)
        for number, score in plain.items():
            families[document[number]].append(score)
        votes = {family: DOCUMENT * sum(nlargest(VOTES, scores)) / VOTES for family, scores in families.items()}
        return {number: votes[document[number]] for number in plain}

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
        weighed = ((share * rarity[gram], gram) for gram, share in shares.items())
        best = nlargest(LEARNED, weighed)
        return {gram: FEEDBACK * weight / best[0][0] * rarity[gram] for weight, gram in best}


def _weight(holding: int, all: int) -> float:
    """What is in `holding` of `all` passages weighs, saturation included."""
    return float((K1 + 1) * idf(holding, all) ** RARITY * _MIDDLE ** (1 - RARITY))


def norms(index: Index) -> Callable[[int], float]:
    """What is added to the places in a passage where they are saturated."""
    return Parameters(K1, B).norms(index.literal.length, index.mean_length)


def only_asks(text: str) -> bool:
    """Whether a text only asks, and does not say about what: 是什么, 有哪些."""
    return not _ASKING.sub("", fold(text)).strip("是有在吗呢 ")


def matter(text: str) -> str:
    """What a text asks about, folded: without the words that ask, if there are others."""
    folded = fold(text)
    return _ASKING.sub(" ", folded).strip() or folded


def _grams(folded: str) -> Iterable[str]:
    """The characters of folded text, and those that stand side by side; letters and digits, and a year, count as one."""
    for run in _RUN.findall(folded):
        if run[0].isascii() or re.fullmatch(_YEAR, run):
            yield run
        else:
            yield from run
            yield from map(add, run, run[1:])


def _bigram(gram: str) -> bool:
    return len(gram) == 2 and not gram.isascii()
