"""Why a passage scores what it scores: the search done once more, with what each part of the query gives written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Protocol

from ..model.results import Explanation, Part
from ..query.ast import And, Boost, In, Named, Not, Or, Phrase, Query, Term
from ..store.protocol import Counts
from ..text.normalize import fold
from . import question_ranker, relax
from .facets import Passages
from .score import DRAFTED, HEADING, K1, PARTS, Found, Index, Places, Scores, Search, drafted, length_norm, ranking

_DRAFT = "a draft whose final text is there too"
_NOISE = 1e-9  # of rounding, in a difference of scores


def explain(index: Passages, query: Query, number: int) -> Explanation:
    """The score that `query` gives to a passage, as a tree whose parts make it up."""
    search = _Traced(index, number, [[]])
    scores, gains = search.run(query)
    ((tree,),) = search.open
    draft = number in scores and number in drafted(index, query)
    if gain := gains.get(number, 0.0) / (DRAFTED if draft else 1):
        near = Part(f"close together: {' … '.join(search.weights)}", gain)
        tree = Part("the words, and how close together they stand", tree.score + gain, "sum", (tree, near))
    if draft:
        loss = Part(_DRAFT, scores[number] + gains.get(number, 0.0) - tree.score)
        tree = Part(tree.what, tree.score + loss.score, "sum", (tree, loss))
    places = [found for found, _ in ranking(index, query, None)[0]]
    matches = number in scores
    return Explanation(
        id=index.stored(number).id,
        parsed=str(query),
        matches=matches,
        score=scores[number] + gains.get(number, 0.0) if matches else 0.0,
        rank=places.index(number) + 1 if matches else None,
        total=len(places),
        tree=tree,
    )


class _Widened(Passages, question_ranker.Index, Protocol):
    """What explaining a widened query asks of an engine."""


def explain_widened(index: _Widened, query: Query, number: int) -> Explanation:
    """The same for a query whose passages may hold only some of its words."""
    found = relax.widened(index, query)
    ranked = found.best(index, None)
    place = next((place for place, (n, _) in enumerate(ranked, 1) if n == number), None)
    if place is None or number in dict(found.ranked):
        return replace(explain(index, query, number), total=found.total)
    score = ranked[place - 1][1]
    tree = _answer(index, query, number, "most of the words" if number in found.most else "any of the words")
    if abs(score - tree.score) > _NOISE * score:
        below = Part("after the passages with more of the words", score / tree.score)
        tree = Part(f"{tree.what}, below others", score, "product", (below, tree))
    return Explanation(index.stored(number).id, str(query), True, score, place, found.total, tree)


def _answer(index: _Widened, query: Query, number: int, what: str) -> Part:
    """What a passage scores as an answer to a question, as `question` says."""
    asked, scores = relax.asked(index, query)
    norm = question_ranker.norms(index)(number)
    words = []
    for word, (weight, places) in asked.rare().items():
        if times := places.get(number):
            rare = Part(f"weight: {len(places):,} of {len(index.order):,} passages hold it", weight)
            saturated = Part(f"{times:g} ÷ ({times:g} + {norm:.3g})", times / (times + norm))
            words.append(Part(word, weight * saturated.score, "product", (rare, saturated)))
    parts = [_sum("words", sum(part.score for part in words), words, True)]
    close = asked.closely(scores)
    if number in close.scores:
        share = (
            f"its document: {question_ranker.DOCUMENT:g} × the mean of the {question_ranker.VOTES} best passages in it"
        )
        beside = question_ranker.NEIGHBOUR * max(close.beside[number], default=0.0)
        parts += [
            _strings("characters, and pairs of them", close.pool, close.asked, number),
            Part(share, close.votes[number]),
            Part(f"its neighbours: {question_ranker.NEIGHBOUR:g} × the better of the two", beside),
            _strings("pairs of characters that the best passages share", close.pool, close.learned, number),
        ]
    tree = _sum(what, sum(part.score for part in parts), parts, True)
    for name, (factor, numbers) in close.factors.items():
        if number in numbers and number in close.scores:
            why = (
                _DRAFT
                if name == question_ranker.DRAFT
                else f"of {name}, which is named"
                if name
                else f"a {index.stored(number).kind} only frames a document"
            )
            tree = Part(what, factor * tree.score, "product", (Part(why, factor), tree))
    return tree


def _strings(what: str, pool: question_ranker.Pool, weights: Mapping[str, float], number: int) -> Part:
    """What weighed strings give to a passage of the pool, the most first."""
    parts = []
    for string, weight in weights.items():
        given = {number: 0.0}
        pool.score({string: weight}, given)
        if given[number]:
            parts.append(Part(string, given[number]))
    parts.sort(key=lambda part: -part.score)
    return _sum(what, sum(part.score for part in parts), parts, True)


class _Traced(Search):
    """A search that notes for one passage what each part of the query gives it."""

    def __init__(self, index: Index, number: int, open: list[list[Part]]) -> None:
        super().__init__(index)
        self._passage = number
        self.open = open  # for the parts of the query being matched, what is known of the parts below each
        self._counts: list[tuple[float, float, float]] = []  # in heading and text, and the weight they were given
        self._titled = 0.0  # what a heading that is the string gave
        self._cited = 0.0  # what being the article that is cited gave

    def within(self) -> Search:
        return _Traced(self._index, self._passage, self.open)

    def _possible(self, wholes: Iterable[str], parts: Sequence[str]) -> bool:
        return True  # what is not there is told too

    def match(self, query: Query, parts: Sequence[str] = PARTS) -> Found:
        return self._noted(query, lambda: super(_Traced, self).match(query, parts))

    def _string(self, string: str, parts: Sequence[str], whole: bool = False) -> Found:
        self._among = None  # how many passages hold it is told
        return self._noted(Phrase(string), lambda: super(_Traced, self)._string(string, parts, whole))

    def _scored(self, places: Places, weight: float) -> Scores:
        if self._passage in places:
            self._counts.append((*places[self._passage], weight))
        return super()._scored(places, weight)

    def _entitled(
        self, string: str, places: Mapping[int, Counts], parts: Sequence[str], numbers: Set[int], bonus: float
    ) -> Scores:
        found = super()._entitled(string, places, parts, numbers, bonus)
        self._titled = found.get(self._passage, 0.0)
        return found

    def _gains(self, articles: Mapping[int, int], numbers: Set[int]) -> Scores:
        found = super()._gains(articles, numbers)
        self._cited = found.get(self._passage, 0.0)
        return found

    def _given(self, condition: In, numbers: Set[int], gain: float) -> Found:
        return self._noted(condition, lambda: super(_Traced, self)._given(condition, numbers, gain))

    def _noted(self, query: Query, look: Callable[[], Found]) -> Found:
        """What `look` finds, after writing down what it gives the passage."""
        self.open.append([])
        found = look()
        below = self.open.pop()
        self._counts, self._titled, self._cited = [], 0.0, 0.0
        score = found.scores({self._passage}).get(self._passage, 0.0)
        self.open[-1].append(self._part(query, found, below, score))
        return found

    def _part(self, query: Query, found: Found, below: list[Part], score: float) -> Part:
        what, matches = str(query), self._passage in found.numbers
        match query:
            case Named((_, condition)):
                of = [part for part in below if part.what == str(condition) and part.score]
                return _sum(what, score, of or below, matches)
            case And() | Or():
                return _sum(what, score, below, matches)
            case Boost(_, factor):
                return Part(what, score, "product", (Part("boost", factor), *below), matches)
            case In("title" | "text"):
                return Part(what, score, "sum", tuple(below), matches)
            case Not() | In():  # nothing for being there or not, something for a heading that holds the whole of it
                return Part(what, score, "", (), matches)
            case Term() | Phrase() if [part.score for part in below] == [
                score
            ]:  # the string that it is, which has said all
                return Part(what, score, below[0].rule, below[0].parts, matches)
        special = (("the heading is just this", self._titled), ("it is the article that is cited", self._cited))
        titled = tuple(Part(why, gain) for why, gain in special if gain)
        if below:
            whole = score - sum(part.score for part in (*below, *titled))
            below += [Part(f"the whole string: {fold(what)}", whole)] if whole > _NOISE * score else []
            return _sum(what, score, [*below, *titled], matches)
        if not self._counts:
            return Part(what, score, "sum" if titled else "", titled, matches)
        (heading, text, weight), *_ = self._counts
        product = self._weighed(heading, text, weight, len(found.numbers))
        if not titled:
            return Part(what, score, "product", product.parts, matches)
        return Part(what, score, "sum", (product, *titled), matches)

    def _weighed(self, heading: float, text: float, weight: float, holding: int) -> Part:
        """What places in the heading and in the text of the passage score: BM25F, as a tree."""
        index = self._index
        amounts = []
        if heading:
            amounts.append(Part(f"heading: {heading:g} × {HEADING:g}", heading * HEADING))
        if text:
            length = index.literal.length(self._passage)
            norm = length_norm(length, index.mean_length)
            relation = f"{length / index.mean_length:.2g} times as long as the mean"
            amounts.append(Part(f"text: {text:g} ÷ {norm:.3g}, being {relation}", text / norm))
        amount = Part("places", sum(part.score for part in amounts), "sum", tuple(amounts))
        much = (K1 + 1) * amount.score / (K1 + amount.score)
        saturated = Part(f"{K1 + 1:g} × places ÷ ({K1:g} + places)", much, "saturation", (amount,))
        accident = " × 0.01, an accident of the words around it" if weight < self._weight(holding) else ""
        rare = Part(f"weight: {holding:,} of {len(index.order):,} passages hold it{accident}", weight)
        return Part("weight and places", weight * much, "product", (rare, saturated))


def _sum(what: str, score: float, parts: Sequence[Part], matches: bool) -> Part:
    """What `parts` make up; what matches nowhere is not looked into as a whole, and scores nothing for a part of it."""
    whole = matches or abs(score - sum(part.score for part in parts)) <= _NOISE * score
    return Part(what, score, "sum" if whole else "", tuple(parts), matches)
