"""From a query that finds little to the passages that hold most of its words, or any of them, best answers first.

1. Only the plain words of a query are widened. What else stands in it (quotes, fields, NOT, groups) always holds.
2. Passages that match it as it stands come first; of a sentence, those that hold it as a whole. Others follow only if few at all hold all of its words, whatever else
   stands in it, so that a filter never enlarges what is found.
3. The order depends on the passages alone, not on how many are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest
from math import inf

from ..model.hits import FEW
from ..query.ast import SENTENCE, Alternatives, Phrase, Query, Titled, all_of, parted, typed_as, wanted, weighed_as
from ..query.citations import cited
from ..runtime.deadline import timely
from ..text.normalize import fold
from . import score as scoring
from .bm25 import idf
from .disjunction import Disjunction
from .filters import named
from .match import matching
from .question_ranker import Index, Question
from .score import Scores

ALL = 1.25  # what a passage counts that holds all words of a sentence, apart
MOST = 2 / 3  # of what the words of a query weigh


@dataclass(frozen=True)
class Widened:
    """The passages that answer a query, or some of it, with their scores."""

    ranked: Sequence[tuple[int, float]]  # those that match the query as it stands and come first, best first
    exact: Set[
        int
    ]  # all that match it as it stands: of a sentence, those that hold it only in pieces rank among the others
    most: Scores  # the others that hold most of its words, all lower
    some: Scores  # of those that hold any, which are lower still, the ones that were looked at closely
    held: Mapping[str, Set[int]]  # for each word that was typed one by one, the passages that hold it
    words: Disjunction | None = None  # all that hold any, by their words
    hidden: Set[int] = frozenset()  # passages that are none of them

    @cached_property
    def numbers(self) -> Set[int]:
        """All of them."""
        found = {number for number, _ in self.ranked}.union(self.most, self.some)
        every = self.words.numbers | found if self.words else found
        return every - self.hidden if self.hidden else every

    def without(self, hidden: Set[int]) -> Widened:
        """The same without some passages."""
        return replace(self, exact=self.exact - hidden, hidden=hidden)

    @property
    def total(self) -> int:
        """How many they are."""
        return len(self.numbers)

    def best(self, index: Index, count: int | None) -> list[tuple[int, float]]:
        """The first `count` (None: all) with their scores, best first."""
        if self.hidden:
            deeper = None if count is None else count + len(self.hidden)
            best = replace(self, hidden=frozenset()).best(index, deeper)
            return [one for one in best if one[0] not in self.hidden][:count]
        found, rank = list(self.ranked[:count]), index.rank

        def add(some: Iterable[tuple[int, float]], room: int) -> None:
            found.extend(nsmallest(room, timely(some), key=lambda item: (-item[1], rank[item[0]])))

        every = len(self.numbers)
        add(self.most.items(), every if count is None else count - len(found))
        room = every if count is None else count - len(found)
        add(self._some(room) if room > 0 else (), room)
        return found

    def _some(self, count: int) -> list[tuple[int, float]]:
        """Among which are the best `count` of those that hold any of the words, with their scores."""
        some = [*self.some.items(), *self._beyond(count)]
        if not some:
            return []
        highest = max(score for _, score in some) or 1.0
        least = min((score for _, score in self.most.items()), default=self.ranked[-1][1] if self.ranked else inf)
        factor = _below(least, highest)
        return [(number, factor * score) for number, score in some]

    def _beyond(self, count: int) -> list[tuple[int, float]]:
        """The best `count` of those that were not looked at closely."""
        if not self.words:
            return []
        known = {number for number, _ in self.ranked}.union(self.most, self.some)
        best = self.words.best(min(count, len(self.numbers)) + len(known))
        return [one for one in best if one[0] not in known][:count]

    def missing(self, number: int) -> tuple[str, ...]:
        """The words typed one by one that a passage lacks."""
        return tuple(word for word, held in self.held.items() if number not in held)


def widened(index: Index, query: Query) -> Widened:
    """The passages for `query`, which may have synonyms beside its words.

    Those that match it come first, with the scores that they have as such; all words of a sentence may stand apart in a
    passage about something else, which then ranks as the others do. If they are not enough, or if there are not
    even without what else stands in the query besides words, those that hold most of the words follow, then those that
    hold any. Only words that were typed one by one can be held by most: of a sentence, most words say nothing.
    """
    exact = set(matching(index, query))
    ranked = scoring.ranking(index, query, None)[0] if exact else []
    plain, _ = parted(query)
    question, words = asked(index, query)
    typed = {fold(term.text) for part in plain if (term := typed_as(part))}
    # A single word that was typed with nothing beside it, not even what asks, has been looked for.
    if (
        not question.words
        or (len(question.words) < 2 and typed == set(question.words))
        or enough(plain, lambda query: len(matching(index, query)))
    ):
        return Widened(ranked, exact, {}, {}, {})
    scores = question.closely(words).scores
    next_best = [score for _, score in words.best(len(scores) + 1)[len(scores) :]]
    articles = _cited(index, query, max([*scores.values(), *next_best], default=0.0))
    scores |= articles
    first = exact
    if not _one_by_one(plain):
        scores = {n: words.score(n) for n in exact} | scores
        scores = {n: score * (ALL if n in exact else 1) for n, score in scores.items()}
        first = _whole(index, query, plain)
        ranked = [one for one in ranked if one[0] in first]
    held = _held(index, plain) if _one_by_one(plain) else {}
    most: Scores = {}
    if len(held) > 2:
        numbers = (_most(index, held, words) | articles.keys()) - first
        most = {number: scores[number] if number in scores else words.score(number) for number in numbers}
        factor = _below(ranked[-1][1] if ranked else inf, max(most.values(), default=1.0))
        most = {number: factor * score for number, score in most.items()}
    some = {number: score for number, score in scores.items() if number not in first and number not in most}
    return Widened(ranked, exact, most, some, held, words)


def _whole(index: Index, query: Query, plain: Sequence[Query]) -> set[int]:
    """The passages that match `query` and hold its `plain` words as they were typed, have them for their heading but for
    quotes (“两主四特”现代产业集群), or begin the document that it means.
    """
    whole = set(matching(index, all_of(Phrase(term.text) for part in plain if (term := typed_as(part)))))
    if isinstance(query, Titled):
        whole |= matching(index, query.queries[1])
    matched = matching(index, query)
    bare = "".join(fold(term.text) for part in plain if (term := typed_as(part))).replace('"', "")
    return (whole & matched) | {n for n in timely(matched) if index.literal.parts(n)[0].replace('"', "") == bare}


def _below(least: float, highest: float) -> float:
    """The factor by which scores, of which `highest` is the highest, become lower than `least`."""
    return min(1.0, least / highest / 2)


def asked(index: Index, query: Query) -> tuple[Question, Disjunction]:
    """The plain words of `query` as a question, and what they give to the passages that match what else stands in it."""
    plain, others = parted(query)
    weighed = list(map(weighed_as, plain))
    synonyms = [part for query, _ in weighed if isinstance(query, Alternatives) for part in query.queries[1:]]
    question = Question(
        index,
        [(term.text, factor) for part, factor in weighed if (term := typed_as(part))],
        [leaf.text for part in synonyms for leaf in wanted(part) if isinstance(leaf, Phrase)],
    )
    return question, question.by_words(matching(index, all_of(others)) if others else None)


def _cited(index: Index, query: Query, highest: float) -> Scores:
    """The articles that `query` cites (刑法第133条 酒驾) and that match what else stands in it, with scores above the `highest`."""
    plain, others = parted(query)
    places = {n: place for part in plain if (term := typed_as(part)) for n, place in cited(index, term.text).items()}
    allowed = matching(index, all_of(others)) if places and others else places.keys()
    most = 1 + highest
    return {n: most * (1 + scoring.NEARER**place) for n, place in places.items() if n in allowed}


def _held(index: Index, plain: Sequence[Query]) -> dict[str, Set[int]]:
    """For each of some plain words the passages that hold it, or are of the place, plan or law that it names."""
    held: dict[str, Set[int]] = {}
    for part in plain:
        term = typed_as(part)
        assert term
        rest, places = named(index, fold(term.text), everywhere=True)
        held[term.text] = set(matching(index, part)).union(*([] if rest.strip() else places.values()))
    return held


def _most(index: Index, held: Mapping[str, Set[int]], words: Disjunction) -> Set[int]:
    """The passages that hold most of the words typed, by their weight, and any of `words`; words that stand nowhere do not count."""
    weighed = [(idf(len(holding), len(index.order)), holding) for holding in held.values() if holding]
    if not weighed:
        return set()
    least = MOST * sum(much for much, _ in weighed)
    # Who holds so much holds one of the rarest, without which the others are too little.
    by_rarity = sorted(weighed, key=lambda one: len(one[1]))
    needed = next(n for n in range(1, len(by_rarity) + 1) if sum(much for much, _ in by_rarity[n:]) < least)
    some = set().union(*(holding for _, holding in by_rarity[:needed]))
    return {
        number
        for number in timely(some)
        if sum(much for much, holding in weighed if number in holding) >= least and number in words.numbers
    }


def enough(plain: Sequence[Query], total: Callable[[Query], int]) -> bool:
    """Whether so many passages hold all of the `plain` words that no others are looked for; `total` counts passages.

    A sentence that stands somewhere as a whole was meant as a whole; words that were typed one by one may be one too
    many, and the words of a sentence may all stand in a passage about something else.
    """
    number = total(all_of(plain))
    if number >= FEW or not number or _one_by_one(plain):
        return number >= FEW
    return total(all_of([Phrase(term.text) for part in plain if (term := typed_as(part))])) > 0


def _one_by_one(plain: Sequence[Query]) -> bool:
    """Whether the plain words of a query were typed as words, none as long as a sentence."""
    typed = [term.text for part in plain if (term := typed_as(part))]
    return len(typed) > 1 and max(map(len, typed)) < SENTENCE
