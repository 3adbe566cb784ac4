"""Relaxation of a query that finds little: passages that hold most of its words, or any of them, ranked.

1. Only the plain words of a query are relaxed. What else stands in it (quotes, fields, NOT, groups) always holds.
2. Passages that match it as it stands come first; of a sentence, those that hold it as a whole. Others follow only if few at all hold all of its words, whatever else
   stands in it, so that a filter never enlarges what is found.
3. The order depends on the passages alone, not on how many are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from heapq import nlargest
from itertools import chain
from math import inf

from ..model.hits import FEW
from ..model.record import record
from ..query.ast import (
    SENTENCE,
    Alternatives,
    Phrase,
    Query,
    Titled,
    all_of,
    positive_leaves,
    split_boost,
    split_plain,
    typed_term,
)
from ..runtime.deadline import timely
from ..text.normalize import fold
from ..text.segmenter import segment
from . import lacking
from .bm25 import idf
from .copies import SameTextGroups
from .match import PARTS, common, having
from .question import Question
from .question_ranker import candidates, score_in_full
from .score_all import ranking
from .scorers import DRAFTED, NEARER, Scores
from .string_weights import Index

ALL = 1.25  # factor of a passage that holds all words of a sentence, apart
MOST = 2 / 3  # share of the weight of the words of a query
_ROUNDING = 1e-9


@record
class Relaxed:
    """The passages that answer a query, or some of it, with their scores."""

    ranked: Sequence[tuple[int, float]]  # the passages that match the query as it stands, which come first, best first
    exact: Set[int]  # all that match it as it stands; those that hold a sentence only in pieces rank among the others
    most: Scores  # the others that hold most of its words, all lower
    some: Scores  # the best of those that hold any, lower still
    rest: Set[int]  # the others that hold any, which come last
    by_words: Callable[[Set[int]], Scores]  # the scores of these
    missing: Callable[[int], tuple[str, ...]]  # what a passage lacks of the query, as typed

    @property
    def scores(self) -> Mapping[int, float]:
        """All of them."""
        return {**dict(self.ranked), **self.most, **self.some, **self._last()}

    @property
    def numbers(self) -> Set[int]:
        """Their numbers."""
        return self.rest | {*(number for number, _ in self.ranked), *self.most, *self.some}

    def without(self, hidden: Set[int]) -> Relaxed:
        """The same without the passages `hidden`."""

        def kept(scores: Scores) -> Scores:
            return {number: score for number, score in scores.items() if number not in hidden}

        return replace(
            self,
            ranked=[one for one in self.ranked if one[0] not in hidden],
            exact=self.exact - hidden,
            most=kept(self.most),
            some=kept(self.some),
            rest=self.rest - hidden,
        )

    @property
    def total(self) -> int:
        """How many passages there are."""
        return len(self.ranked) + len(self.most) + len(self.some) + len(self.rest)

    def best(self, index: Index, count: int | None) -> list[tuple[int, float]]:
        """The first `count` (None: all) with their scores, best first."""
        found, rank = list(self.ranked[:count]), index.rank
        for tier in range(3):
            room = self.total if count is None else count - len(found)
            if room > 0:
                scores = self._last() if tier == 2 else self.some if tier else self.most
                least = nlargest(room, timely(scores.values()))[-1:] or [0.0]
                best = [item for item in timely(scores.items()) if item[1] >= least[0]]
                found += sorted(best, key=lambda item: (-item[1], rank[item[0]]))[:room]
        return found

    def _last(self) -> Scores:
        least = min(chain(self.some.values(), self.most.values(), (score for _, score in self.ranked)), default=inf)
        return _below(least, dict.fromkeys(self.rest, 0.0) | self.by_words(self.rest))


def first_texts(index: Index, relaxed: Relaxed, count: int, same: SameTextGroups | None) -> list[tuple[int, float]]:
    """The best `count`; of those of the `same` text the first."""
    some = count + min(same.under, count) if same else count
    while True:
        found = relaxed.best(index, some)
        first = [*same.fold(found)] if same and same.under else found
        if len(first) >= count or len(found) < some:
            return first[:count]
        some *= 4


def relax(index: Index, query: Query) -> Relaxed:
    """The passages for `query`, which may have synonyms beside its words.

    Those that match it come first, with the scores that they have as such; all words of a sentence may stand apart in a
    passage about something else, which then ranks as the others do. If they are not enough, or if there are not
    even without what else stands in the query besides words, those that hold most of the words follow, then those that
    hold any. Only words that were typed one by one can be held by most: of a sentence, most words say nothing.
    Where the index `relaxes_always`, these follow those that are enough, whose order and scores stay.
    """
    matched = index.matched.__getitem__
    exact = matched(query)
    ranked = ranking(index, query) if exact else []
    plain, _ = split_plain(query)
    question, allowed = as_question(index, query)
    typed = {fold(term.text) for part in plain if (term := typed_term(part))}
    # A single word that was typed with nothing beside it, not even what asks, has been looked for.
    single = not question.words or (len(question.words) < 2 and typed == set(question.words))
    left = not single and enough(plain, lambda query: len(matched(query)))
    if single or (left and not index.relaxes_always):
        return Relaxed(ranked, exact, {}, {}, frozenset(), question.by_words, lambda number: ())
    close = score_in_full(question, candidates(question, allowed).scores, allowed)
    scores = {**close.scores, **close.lent}
    scores |= _below(min(scores.values(), default=inf), close.others)
    holding = question.holding(allowed)
    articles = _cited_first(index, query, scores)
    scores |= articles
    first = exact
    if not left and not _one_by_one(plain):
        more = ALL
        if not question.wants_drafts and exact <= index.drafts:
            more /= DRAFTED  # what only the draft says, its final text does not repeat
        scores |= {n: more * scores[n] for n in common(exact, scores.keys())}
        holding = holding | exact
        first = _whole(index, query, plain, matched)
        ranked = [one for one in ranked if one[0] in first]
    held: Mapping[str, Set[int]] = {}
    named: Sequence[str] = ()
    if _one_by_one(plain):
        held, named = lacking.holders(index, plain)
        missing = lacking.of_words(index, held)
    else:
        missing = lacking.of_question(
            index, " ".join(term.text for part in plain if (term := typed_term(part))), _synonyms(plain)
        )
    numbers = _most(index, held, named, holding | scores.keys()) if held else frozenset()
    numbers = (numbers | articles.keys()) - first if len(held) > 2 else numbers - first
    if len(held) > 1:
        from .words_in_titles import all_with_titles

        numbers = numbers | (all_with_titles(index, held, named, holding | scores.keys()) - first)
    least = ranked[-1][1] if ranked else inf
    last = question.by_words(numbers - scores.keys())
    most = _below(least, {number: scores.get(number) or last.get(number, 0.0) for number in numbers})
    least = min(most.values(), default=least)
    some = scores
    if first or most:
        some = {number: score for number, score in scores.items() if number not in first and number not in most}
    rest = holding - {*first, *most, *some}
    return Relaxed(ranked, exact, most, _below(least, some), rest, question.by_words, missing)


def _whole(index: Index, query: Query, plain: Sequence[Query], matched: Callable[[Query], Set[int]]) -> Set[int]:
    """The passages that match `query` and hold its `plain` words as they were typed, have them for their heading but for
    quotes (“两主四特”现代产业集群), or begin the document that it means; `matched`: what matches a query.
    """
    if not (found := matched(query)):
        return found
    whole = matched(_phrases(plain))
    if isinstance(query, Titled):
        whole = whole | matched(query.queries[1])
    bare = "".join(fold(term.text) for part in plain if (term := typed_term(part))).replace('"', "")
    return (whole & found) | {n for n in timely(found) if index.literal.has_heading(bare, n)}


def _phrases(plain: Sequence[Query]) -> Query:
    """Some plain words as they were typed."""
    return all_of(Phrase(term.text) for part in plain if (term := typed_term(part)))


def _below(least: float, scores: Scores) -> Scores:
    """`scores` in proportion, all of them lower than `least`."""
    factor = min(1.0, least / (max(scores.values(), default=0.0) or 1.0) / 2)
    return scores if factor == 1 else {number: factor * score for number, score in scores.items()}


def as_question(index: Index, query: Query) -> tuple[Question, Set[int] | None]:
    """The plain words of `query` as a question, and the passages that match what else stands in it (None: nothing does)."""
    plain, others = split_plain(query)
    weighed = list(map(split_boost, plain))
    question = Question(
        index,
        [(term.text, factor) for part, factor in weighed if (term := typed_term(part))],
        _synonyms(plain),
    )
    return question, index.matched[all_of(others)] if others else None


def _synonyms(plain: Sequence[Query]) -> list[str]:
    """The synonyms of some plain words."""
    inner = [split_boost(part)[0] for part in plain]
    others = [other for part in inner if isinstance(part, Alternatives) for other in part.queries[1:]]
    return [leaf.text for part in others for leaf in positive_leaves(part) if isinstance(leaf, Phrase)]


def cited_articles(index: Index, query: Query) -> Set[int]:
    """The articles that `query` cites."""
    return _cited_first(index, query, {}).keys()


def _cited_first(index: Index, query: Query, scores: Scores) -> Scores:
    """The articles that `query` cites (刑法第133条 酒驾) and that match what else stands in it, before all of `scores`."""
    plain, others = split_plain(query)
    places = {n: place for part in plain if (term := typed_term(part)) for n, place in index.cited[term.text].items()}
    allowed = index.matched[all_of(others)] if places and others else places.keys()
    most = 1 + max(scores.values(), default=0.0)
    return {n: most * (1 + NEARER**place) for n, place in places.items() if n in allowed}


def _most(index: Index, held: Mapping[str, Set[int]], named: Sequence[str], numbers: Set[int]) -> Set[int]:
    """Those of `numbers` that hold most of the words, by their weight; words that stand nowhere do not count.

    All hold what is `named`: three of four words of 綦江 污水 处理 率 are no answer about 綦江. A word that none of these holds
    counts as the words of which it is made.
    """
    for name in named:
        numbers = numbers & held[name]
    topics = {word: holding for word, holding in held.items() if word not in named}
    if named:
        for word in [word for word, holding in topics.items() if numbers.isdisjoint(holding)]:
            del topics[word]
            topics |= {piece: having(index, piece, PARTS) for piece in _smaller_words(index, fold(word))}
    if len(topics) < (2 if named else 3):
        return set()
    weighed = [(idf(len(holding), len(index.order)), holding) for holding in topics.values() if holding]
    weighed.sort(key=lambda one: -one[0])
    left = sum(much for much, _ in weighed)
    least = MOST * left * (1 - _ROUNDING)
    weights: Scores = {}
    for much, holding in weighed:
        if left >= least:  # else what holds none of those before holds too little
            weights |= dict.fromkeys((numbers & holding) - weights.keys(), 0.0)
        for number in common(weights.keys(), holding):
            weights[number] += much
        left -= much
    return {number for number, much in weights.items() if much >= least > 0}


def _smaller_words(index: Index, word: str) -> list[str]:
    """The words of two characters or more of which a folded word is made, even if the index knows it as one."""
    pieces = segment(word, lambda piece: index.frequency(piece) if piece != word else 0)
    return [piece for piece in pieces if len(piece) > 1]


def enough(plain: Sequence[Query], total: Callable[[Query], int]) -> bool:
    """Whether the `total` of passages that hold all of the `plain` words is enough, so that no others are looked for.

    A sentence that stands somewhere as a whole was meant as a whole; words that were typed one by one may be one too
    many, and the words of a sentence may all stand in a passage about something else.
    """
    number = total(all_of(plain))
    if number >= FEW or not number or _one_by_one(plain):
        return number >= FEW
    return total(_phrases(plain)) > 0


def _one_by_one(plain: Sequence[Query]) -> bool:
    """Whether the plain words of a query were typed as words, none as long as a sentence."""
    typed = [term.text for part in plain if (term := typed_term(part))]
    return len(typed) > 1 and max(map(len, typed)) < SENTENCE
