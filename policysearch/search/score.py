"""From a query tree to the passages that match it and their scores, the same for every store.

Each part of a query becomes a Scorer, which knows what it matches, scores it, and explains its scores.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F over the heading and the text; words decide which places of a string count, so that an accident of
   two words ranks last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from heapq import heapify, heappop, heappush, nsmallest
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.errors import UnsupportedQueryError
from ..query.ast import (
    Alternatives,
    And,
    Beginning,
    Boost,
    In,
    Leaf,
    Named,
    Near,
    Nearest,
    Not,
    Or,
    Phrase,
    Query,
    Term,
    Wildcard,
    wanted,
)
from ..query.citations import cited, reference
from ..query.variants import respell
from ..runtime.deadline import check, timely
from ..text.normalize import fold
from ..text.proximity import gap, places_of
from .bm25 import Parameters, idf
from .filters import DRAFT, MOSTLY, PLACED, holding, meaning, words_of
from .match import (
    PARTS,
    Places,
    beginnings,
    having,
    in_field,
    match,
    meant,
    naming,
    places,
    respelled,
    short_for,
    titled,
    wide,
    within,
)

if TYPE_CHECKING:
    from ..model.results import Part
    from ..store.protocol import Counts
    from .protocol import Index

#: Of strings in passages.
BM25F = Parameters(k1=1.0, b=0.4, heading=3.0, longest=100)

# Strings that stand close together: the best _CLOSE passages gain up to _NEARNESS of what their strings weigh, half of
# that when _HALF characters lie between them. Of each string, the first _PLACES places in a passage are tried.
_CLOSE, _NEARNESS, _HALF, _PLACES = 100, 0.5, 10, 50

# What a passage scores that holds a string only by accident, of what it would score otherwise: less than any passage
# that holds it properly, as no text counts as longer than 100 mean ones.
_ACCIDENT = 0.01

_FEW_PASSAGES = 4000  # sooner read than all the text searched for one string more
_NARROW = 40_000  # passages among which the other parts of a query are looked for
_MANY = 500  # passages with a string, of which not all are scored
_CHUNK = 64  # passages that match a query of several parts which are scored at once
_SAFE = 1.000001  # times a bound, for rounding
_DEFINED = BM25F.most + _NEARNESS  # of its weight gains the passage whose heading is just the string
_AT_ONCE, _LOOKED = 16, 5000  # of them are scored at once, and at most until all are
_CHEAPER = 16  # so many times cheaper it is to read a passage's counts off the index than to look at its text

# An article that is cited gains as much as _CITED words that stand nowhere else would weigh, more than any passage that
# only has the words of the query; the next in order gains NEARER of it.
_CITED, NEARER = 50, 0.99

# What is of a place, plan or law that is named gains as much, where most of the passages are of one; the beginning of a
# document whose title the query is gains _ENTITLED times that. A draft whose final text is there keeps DRAFTED of
# what its words score.
_ENTITLED, DRAFTED = 10, 0.5

_NOISE = 1e-9  # of rounding, in a difference of scores

Scores = dict[int, float]  # number of the passage: score
Gain = Callable[[Set[int]], Scores]  # what those of some passages gain that gain something


@dataclass(frozen=True, slots=True)
class Scored:
    """The passages that match a query."""

    scorer: Scorer
    scores: Scores  # of all that match, or the best of them, before the gains
    gains: Scores  # what the best gain by nearness
    drafts: Set[int]  # whose scores and gains are DRAFTED
    total: int  # how many match

    def best(self, index: Index, count: int | None) -> list[tuple[int, float]]:
        """The best `count` passages (None: all) with their scores, best first; of equal scores in document order."""
        scores = self.scores | {number: self.scores[number] + gain for number, gain in self.gains.items()}
        candidates = self.gains if self.gains and count is not None and count <= len(self.gains) else scores
        key, some = _order(index, scores), timely(candidates)
        best = sorted(some, key=key) if count is None else nsmallest(count, some, key=key)
        return [(number, scores[number]) for number in best]


def ranking(index: Index, query: Query, count: int | None) -> tuple[list[tuple[int, float]], int]:
    """The best `count` passages (None: all) with their scores, best first, and how many match in all."""
    if count is not None and (best := _best_of_string(index, query, count)):
        return best
    found = scored(index, query, count)
    return found.best(index, count), found.total


def scored(index: Index, query: Query, count: int | None = None, narrow: bool = True) -> Scored:
    """The passages that match `query` in any of its spellings, with their scores, at least the best `count` (None: all) of them;
    `narrow` as in Scope.
    """
    root = scorer(index, respelled(query), Scope(narrow=narrow))
    near = len(root.required) > 1
    drafts, tier = _drafted(index, query), _CITED * idf(0, len(index.order))

    def scores_of(numbers: Set[int]) -> Scores:
        scores = dict.fromkeys(numbers, 0.0) | root.scores(numbers)
        for number in scores.keys() & drafts:
            scores[number] -= (1 - DRAFTED) * (scores[number] % tier)
        return scores

    if count is None or len(root.numbers) < _MANY:
        scores = scores_of(root.numbers)
    else:
        scores = _best_scores(root, max(count, near * _CLOSE), scores_of)
    if not near:
        return Scored(root, scores, {}, drafts, len(root.numbers))
    best = nsmallest(_CLOSE, timely(scores), key=_order(index, scores))
    gains = {n: _nearness(index, root.required, n) * (DRAFTED if n in drafts else 1) for n in index.literal.ahead(best)}
    return Scored(root, scores, gains, drafts, len(root.numbers))


def _best_scores(root: Scorer, count: int, scores_of: Callable[[Set[int]], Scores]) -> Scores:
    """The scores of some passages that match, among which are the best `count`: in turn those that may have most."""
    bounds = [
        (-bound, number) for number, bound in (dict.fromkeys(root.numbers, 0.0) | root.bounds(root.numbers)).items()
    ]
    heapify(bounds)
    scores: Scores = {}
    best: list[float] = []  # the highest scores, negative
    while bounds and count and (len(best) < count or best[-1] >= bounds[0][0] * _SAFE):
        check()
        some = scores_of({heappop(bounds)[1] for _ in range(min(_CHUNK, len(bounds)))})
        scores |= some
        best = nsmallest(count, [*best, *(-score for score in some.values())])
    return scores


def _drafted(index: Index, query: Query) -> Set[int]:
    """The passages of drafts whose final text is there too; none when `query` asks for drafts."""
    asked = any(DRAFT.search(str(leaf)) for leaf in wanted(query))
    return frozenset[int]() if asked else index.drafts


def _best_of_string(index: Index, query: Query, count: int) -> tuple[list[tuple[int, float]], int] | None:
    """The `ranking` of a query for one string that stands in many passages; None for any other.

    Most passages hold it once or twice, and cannot be among the best: they are told by their counts, and not scored.
    """
    ways = respelled(query)
    if (
        not isinstance(ways, Term | Phrase)
        or _overlaps(fold(ways.text))
        or (isinstance(ways, Term) and reference(ways.text))
    ):
        return None
    string = fold(ways.text)
    if isinstance(ways, Term) and words_of(index, string) != [string]:
        return None
    total, scope = index.literal.total(string), Scope()
    if total < _MANY:
        return None
    weight, length, mean = idf(total, len(index.order)), index.literal.length, index.mean_length
    bare = string.replace('"', "")
    classes = index.literal.by_counts(string)
    limits = {counts: _most(counts, weight) for counts in classes}
    left = sorted(limits, key=limits.__getitem__)  # the last is the next
    bounds: list[tuple[float, int]] = []  # a heap of passages by the most that each may score, negative
    best: list[tuple[float, int, int]] = []  # the best so far: score, negative; place in document order; passage
    drafts, rank, looked = _drafted(index, query), index.rank, 0
    while looked < _LOOKED:
        check()
        while left and (not bounds or limits[left[-1]] >= -bounds[0][0]):
            heading, text = left.pop()
            for number in timely(classes[heading, text]()):
                defined = heading and index.literal.headed(bare, number)
                bound = BM25F.saturate(BM25F.heading * heading + text / BM25F.norm(length(number), mean))
                heappush(bounds, (-_SAFE * weight * (bound + (defined and _DEFINED)), number))
        if not bounds or (len(best) == count and (not best or best[-1][0] < bounds[0][0])):
            return [(number, -score) for score, _, number in best], total
        some = {heappop(bounds)[1] for _ in range(min(_AT_ONCE, len(bounds)))}
        looked += len(some)
        scores = dict.fromkeys(some, 0.0) | scorer(index, ways, replace(scope, among=some)).scores(some)
        for number in scores.keys() & drafts:
            scores[number] *= DRAFTED
        best = nsmallest(count, [*best, *((-score, rank[number], number) for number, score in scores.items())])
    return None  # many stand there by accident


def _overlaps(string: str) -> bool:
    """Whether places of a string may overlap, of which only the first counts, though a later one may be the word."""
    return any(string.startswith(string[at:]) for at in range(1, len(string)))


def _most(counts: Counts, weight: float) -> float:
    """The most that a passage may score that holds a string of that weight so often."""
    heading, text = counts
    frequency = BM25F.heading * heading + text / (1 - BM25F.b)
    return _SAFE * weight * (BM25F.saturate(frequency) + _DEFINED * (heading > 0))


def _order(index: Index, scores: Scores) -> Callable[[int], tuple[float, int]]:
    """What passages are sorted by: falling score, then document order."""
    rank = index.rank
    return lambda number: (-scores[number], rank[number])


def _nearness(index: Index, weights: Mapping[str, float], number: int) -> float:
    """What a passage gains when weighed strings of the query stand close together in its heading or text."""
    check()
    best = 0.0
    for part in index.literal.parts(number):
        there = {string: starts for string in weights if (starts := places_of(string, part, _PLACES))}
        if len(there) > 1:
            weight = sum(weights[string] for string in there)
            best = max(best, _NEARNESS * weight * _HALF / (_HALF + max(0, gap(there))))
    return best


# Scorers


class Scorer:
    """A part of a query over one store. This one matches and scores nothing, as a filter does; others inherit."""

    def __init__(self, what: str, numbers: Set[int], required: Mapping[str, float] | None = None) -> None:
        self.what = what  # the part of the query, as it is told
        self.numbers = numbers  # the passages that match
        self.required = required or {}  # the strings that every match holds, with their weights; for nearness

    def scores(self, numbers: Set[int]) -> Scores:
        """The scores of some passages, those left out that score 0; a dictionary of its caller's own."""
        return {}

    def bounds(self, numbers: Set[int]) -> Scores:
        """What some passages may score at most, told sooner than their scores."""
        return self.scores(numbers)

    def explain(self, number: int) -> Part:
        """The score of one passage, as a tree whose parts make it up."""
        from ..model.results import Part

        return Part(self.what, self.score(number), "", (), number in self.numbers)

    def score(self, number: int) -> float:
        """The score of one passage, which need not match."""
        return self.scores({number}).get(number, 0.0)


class _Sum(Scorer):
    """Scorers of which a passage gets the sum."""

    def __init__(self, what: str, parts: Sequence[Scorer], numbers: Set[int], required: Mapping[str, float]) -> None:
        super().__init__(what, numbers, required)
        self._parts = parts

    def scores(self, numbers: Set[int]) -> Scores:
        return self._summed(part.scores(numbers) for part in self._parts if self.numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self._summed(part.bounds(numbers) for part in self._parts if self.numbers)

    def _summed(self, given: Iterable[Scores]) -> Scores:
        total: Scores = {}
        for scores in given:
            for number, score in timely(scores.items(), 5000):
                total[number] = total.get(number, 0.0) + score
        return total

    def explain(self, number: int) -> Part:
        parts = [part.explain(number) for part in self._parts]
        return summed(self.what, self.score(number), parts, number in self.numbers)


class _Impossible(Scorer):
    """What is known to match nothing before all of it was looked for; `scorer` makes what explains it."""

    def __init__(self, what: str, scorer: Callable[[], Scorer]) -> None:
        super().__init__(what, frozenset())
        self._scorer = scorer

    def explain(self, number: int) -> Part:
        return summed(self.what, 0.0, self._scorer().explain(number).parts, False)


class _Elsewhere(_Impossible):
    """What matches none of the passages among which it was looked for; parts of it still score there."""

    def scores(self, numbers: Set[int]) -> Scores:
        return self._scorer().scores(numbers) if numbers else {}


class _Given(Scorer):
    """What gives each of some passages a score of its own."""

    def __init__(self, what: str, given: Scores) -> None:
        super().__init__(what, given.keys())
        self._given = given

    def scores(self, numbers: Set[int]) -> Scores:
        return {number: self._given[number] for number in numbers & self.numbers}


class _Linked(Scorer):
    """What says a name, and before it what is `of` the place, plan or law that the name means."""

    def __init__(self, what: str, said: Scorer, of: Scorer) -> None:
        super().__init__(what, said.numbers | of.numbers)
        self._said, self._of = said, of

    def scores(self, numbers: Set[int]) -> Scores:
        return self._said.scores(numbers - self._of.numbers) | self._of.scores(numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self._said.bounds(numbers - self._of.numbers) | self._of.scores(numbers)

    def explain(self, number: int) -> Part:
        of = self._of.explain(number)
        parts = [of] if of.score else [self._said.explain(number), of]
        return summed(self.what, self.score(number), parts, number in self.numbers)


class _Boosted(Scorer):
    """A scorer whose scores are multiplied."""

    def __init__(self, what: str, inner: Scorer, factor: float) -> None:
        super().__init__(what, inner.numbers, {string: weight * factor for string, weight in inner.required.items()})
        self._inner, self._factor = inner, factor

    def scores(self, numbers: Set[int]) -> Scores:
        return {number: score * self._factor for number, score in self._inner.scores(numbers).items()}

    def bounds(self, numbers: Set[int]) -> Scores:
        return {number: score * self._factor for number, score in self._inner.bounds(numbers).items()}

    def explain(self, number: int) -> Part:
        from ..model.results import Part

        parts = (Part(Message("explain.boost"), self._factor), self._inner.explain(number))
        return Part(self.what, self.score(number), "product", parts, number in self.numbers)


class _Occurrences(Scorer):
    """BM25F of the occurrences of something; `string`: of a string, which may stand somewhere by accident."""

    def __init__(
        self,
        index: Index,
        what: str,
        places: Places,
        proper: Callable[[Places], Places] | None = None,
        look: Callable[[Set[int]], Places] | None = None,
        total: int | None = None,
    ) -> None:
        """`places`: the passages that hold it; where these are not all, `total` is their number, and `look` counts in others."""
        super().__init__(what, places.keys())
        self._index, self._places, self._proper, self._look = index, places, proper, look
        self._total = len(places) if total is None else total
        self.bounded = True  # whether in no passage there are more `proper` places than places
        self.weight = idf(self._total, len(index.order))

    def scores(self, numbers: Set[int]) -> Scores:
        length, mean = self._index.literal.length, self._index.mean_length
        scores: Scores = {}
        for there, weight in self._weighed(numbers):
            scores |= BM25F.scores(there, weight, length, mean)
        return scores

    def bounds(self, numbers: Set[int]) -> Scores:
        if not self.bounded:
            return self.scores(numbers)
        return BM25F.scores(self._held(numbers), self.weight, self._index.literal.length, self._index.mean_length)

    def explain(self, number: int) -> Part:
        from ..model.results import Part

        for there, weight in self._weighed({number}):
            if number in there:
                code = "explain.weight_accident" if weight < self.weight else "explain.weight"
                rare = Part(Message(code, count=self._total, total=len(self._index.order)), weight)
                length = self._index.literal.length(number)
                told = BM25F.explain(there[number], rare, length, self._index.mean_length)
                return replace(told, what=self.what, score=self.score(number))
        return super().explain(number)

    def _weighed(self, numbers: Set[int]) -> Iterable[tuple[Places, float]]:
        """The occurrences in `numbers`, and what each weighs: proper ones and accidents."""
        held = self._held(numbers)
        if self._proper is None:
            return [(held, self.weight)]
        proper = self._proper(held)
        accidents = {number: held[number] for number in held.keys() - proper.keys()}
        return [(proper, self.weight), (accidents, self.weight * _ACCIDENT)]

    def _held(self, numbers: Set[int]) -> Places:
        if self._look:
            return self._look(numbers)
        places = self._places
        return places if numbers == places.keys() else {n: places[n] for n in numbers & places.keys()}


class _Raised(Scorer):
    """A scorer, and what some passages gain besides; each gain with the code of its reason."""

    def __init__(self, core: Scorer, numbers: Set[int], gains: Mapping[str, Gain]) -> None:
        super().__init__(core.what, numbers, core.required)
        self._core, self._gains = core, gains

    def scores(self, numbers: Set[int]) -> Scores:
        return self._raised(self._core.scores(numbers), numbers)

    def bounds(self, numbers: Set[int]) -> Scores:
        return self._raised(self._core.bounds(numbers), numbers)

    def _raised(self, scores: Scores, numbers: Set[int]) -> Scores:
        for gain in self._gains.values():
            for number, more in gain(numbers).items():
                scores[number] = scores.get(number, 0.0) + more
        return scores

    def explain(self, number: int) -> Part:
        from ..model.results import Part

        told, matches = self._core.explain(number), number in self.numbers
        gains = [
            Part(Message(why, string=fold(self.what)), more)
            for why, gain in self._gains.items()
            if (more := gain({number}).get(number))
        ]
        if not gains and told.matches == matches:
            return told
        below = [replace(told, what=Message("explain.weight_and_places"))] if told.rule == "product" else told.parts
        return summed(self.what, self.score(number), [*below, *gains], matches)


class _InTitles(Scorer):
    """Field conditions on titles: what has just what was typed comes before what holds it: 条:第十条 finds 第十一条之一 last."""

    def __init__(self, index: Index, condition: In, typed: Term | Phrase, among: Set[int] | None) -> None:
        super().__init__(str(condition), in_field(index, condition, among))
        self._just = partial(meaning, index, condition.field, typed.text)
        self._whole = partial(holding, index, condition.field, Phrase(typed.text))

    def scores(self, numbers: Set[int]) -> Scores:
        just, whole = self._just(numbers), self._whole(numbers)
        return {number: 1.0 * (number in whole) + (number in just) for number in whole | just}


def summed(what: str, score: float, parts: Sequence[Part], matches: bool) -> Part:
    """What `parts` make up; what matches nowhere is not looked into as a whole, and scores nothing for a part of it."""
    from ..model.results import Part

    whole = matches or abs(score - sum(part.score for part in parts)) <= _NOISE * score
    return Part(what, score, "sum" if whole else "", tuple(parts), matches)


# From a query to its scorer


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a part of a query is looked for."""

    parts: Sequence[str] = PARTS
    among: Set[int] | None = None  # the passages that may match by what else is asked for; None: all
    narrow: bool = True  # whether `among` is told; to explain a score, all that matches a part is of interest

    def everywhere(self) -> Scope:
        return replace(self, among=None)

    def within(self, numbers: Set[int]) -> Scope:
        return replace(self, among=numbers) if self.narrow and len(numbers) < _NARROW else self


def scorer(index: Index, query: Query, scope: Scope = Scope()) -> Scorer:
    """The scorer of a respelled `query`."""
    what = str(query)
    match query:
        case And(queries):
            terms = [part.text for part in queries if isinstance(part, Term) and not reference(part.text)]

            def every() -> Scorer:
                return _all(what, [partial(scorer, index, part) for part in queries], scope, list(map(wide, queries)))

            return every() if _possible(index, map(fold, terms), scope.parts) else _Impossible(what, every)
        case Named((name, In() as condition)):
            return _linked(index, what, scorer(index, name, scope.everywhere()), condition)
        case Beginning() | Nearest():
            most = _ENTITLED * _CITED * idf(0, len(index.order))
            return _Given(what, {n: most * NEARER**place for n, place in beginnings(index, query).items()})
        case Or(queries):
            # What need not all be there gains nothing by nearness: any-word questions rank worse (MRR .342, not .367).
            # But of a term in several spellings or with its synonyms, the term as it was typed is one of those.
            typed = 1 if isinstance(query, Alternatives) else len(queries) if respell(queries[0]) == query else 0
            found = [scorer(index, part, scope) for part in queries[:typed]]
            found += [scorer(index, part, scope.everywhere()) for part in queries[typed:]]
            return _Sum(what, found, set().union(*(part.numbers for part in found)), _required(found[:typed]))
        case Not():
            return Scorer(what, match(index, query, scope.parts, scope.among))
        case Boost(inner, factor):
            return _Boosted(what, scorer(index, inner, scope.everywhere()), factor)
        case In(("title" | "text") as part, inner):
            found = [scorer(index, inner, replace(scope, parts=(part,), among=None))]
            return _Sum(what, found, found[0].numbers, found[0].required)
        case In():
            typed_as = short_for(query)
            if typed_as:
                return _InTitles(index, query, typed_as, scope.among)
            return Scorer(what, in_field(index, query, scope.among))
        case Term() | Phrase() | Wildcard() | Near():
            with naming(query):
                return _leaf(index, query, scope)
    raise UnsupportedQueryError(what, 0, Message("query.bare_range"))


def _linked(index: Index, what: str, said: Scorer, condition: In) -> Scorer:
    mostly = condition.field not in PLACED or index.shares[condition.field] >= MOSTLY
    total = len(index.order)
    gain = _CITED * idf(0, total) if mostly else BM25F.most * idf(len(said.numbers), total)
    return _Linked(what, said, _Given(str(condition), dict.fromkeys(meant(index, condition), gain)))


def _leaf(index: Index, leaf: Leaf, scope: Scope) -> Scorer:
    match leaf:
        case Term(text):
            term = _term(index, leaf, scope)
            if scope.parts != PARTS or not reference(text):
                return term
            articles = cited(index, text)
            most = _CITED * idf(0, len(index.order))

            def gains(numbers: Set[int]) -> Scores:
                return {number: most * NEARER**place for number, place in articles.items() if number in numbers}

            return _Raised(term, term.numbers | articles.keys(), {"explain.cited": gains})
        case Phrase(text):
            shown = titled(index, fold(text), scope.parts)
            return Scorer(str(leaf), shown) if shown else _string(index, str(leaf), fold(text), scope, whole=True)
    return _Occurrences(index, str(leaf), places(index, leaf, scope.parts))


def _term(index: Index, term: Term, scope: Scope) -> Scorer:
    """The scorer of the words of a term, and of the whole string that they make up."""
    what, whole, parts = str(term), fold(term.text), scope.parts
    pieces = words_of(index, whole)
    if pieces == [whole]:
        return _string(index, what, whole, scope, whole=True)
    in_turn = sorted(pieces, key=index.frequency)

    def words() -> Scorer:
        return _all(what, [partial(_string, index, str(Phrase(piece)), piece) for piece in in_turn], scope)

    if not _possible(index, [whole], parts):
        return _Impossible(what, words)
    every = words()
    if not every.numbers and "title" in parts:
        if scope.among is None:
            return every
        return _Elsewhere(what, partial(_term, index, term, scope.everywhere()))
    # More than all words together can give, nearness included.
    bonus = (BM25F.most + _NEARNESS) * sum(every.required.get(piece, 0.0) for piece in pieces)
    gains: dict[str, Gain] = {
        "explain.whole_string": lambda numbers: dict.fromkeys(having(index, whole, parts, numbers), bonus),
        "explain.heading_is": partial(_headed, index, whole, parts, bonus),
    }
    # In the whole passage all words stand where the whole does.
    return _Raised(every, every.numbers if parts == PARTS else every.numbers | having(index, whole, parts), gains)


def _all(what: str, looks: Sequence[Callable[[Scope], Scorer]], scope: Scope, last: Sequence[bool] = ()) -> Scorer:
    """What is in each of the scorers that `looks` make, which are made only as long as something may be in all of them; `last`:
    which of them are made after the others.
    """
    parts: dict[int, Scorer] = {}
    numbers: Set[int] = frozenset()
    for place in sorted(range(len(looks)), key=lambda place: bool(last) and last[place]):
        part = looks[place](scope)
        numbers = set(numbers).intersection(part.numbers) if parts else part.numbers
        parts[place] = part
        if not numbers:
            break
        scope = scope.within(numbers)
    in_order = [parts[place] for place in sorted(parts)]
    return _Sum(what, in_order, numbers, _required(in_order))


def _required(parts: Iterable[Scorer]) -> Mapping[str, float]:
    return {string: weight for part in parts for string, weight in part.required.items()}


def _string(index: Index, what: str, string: str, scope: Scope, whole: bool = False) -> Scorer:
    """The scorer of a folded string, `whole` when it is no piece of a term."""
    literal, parts = index.literal, scope.parts

    def proper(held: Places) -> Places:
        if parts != PARTS:
            held = literal.among(string, held.keys())
        return within(_proper(index, string, held), parts)

    def look(numbers: Set[int]) -> Places:
        return within(literal.among(string, numbers), parts)

    if scope.among is not None and parts == PARTS:
        held = look(scope.among)
        found = _Occurrences(index, what, held, proper, look, literal.total(string))
    else:
        held = within(literal.count(string), parts)
        found = _Occurrences(index, what, held, proper)
    found.required, found.bounded = {string: found.weight}, not _overlaps(string)
    if not whole:
        return found
    bonus = _DEFINED * found.weight
    headed = partial(_headed, index, string, parts, bonus)
    return _Raised(found, found.numbers, {"explain.heading_is": headed})


def _headed(index: Index, string: str, parts: Sequence[str], bonus: float, numbers: Set[int]) -> Scores:
    """The `bonus` for those of `numbers` whose heading is `string` and nothing else but quotes: what defines it."""
    if "title" not in parts:
        return {}
    bare, places = string.replace('"', ""), index.literal.among(string, numbers)
    holding = (number for number, (heading, _) in timely(places.items()) if heading)
    return dict.fromkeys((number for number in holding if index.literal.headed(bare, number)), bonus)


def _possible(index: Index, wholes: Iterable[str], parts: Sequence[str]) -> bool:
    """Whether a passage may hold all words of some folded terms, told by the few that hold the rarest.

    It saves the search of all the text for each of the words of a question, which hardly ever stand together.
    """
    frequency = index.frequency
    pieces = {piece for whole in wholes for piece in words_of(index, whole)}
    if len(pieces) < 2 or "title" not in parts:  # a term may run on from a heading, where one of its words stands
        return True
    rare, *others = sorted(pieces, key=lambda piece: (frequency(piece), piece))
    numbers = having(index, rare, parts)
    if len(numbers) > _FEW_PASSAGES:
        return True
    for piece in others:
        numbers = having(index, piece, parts, numbers)
    return bool(numbers)


# Accidents


def may_be_accident(string: str) -> bool:
    """Whether a folded string may stand somewhere by an accident of the words or numbers around it.

    One character is never made up by two words, four hardly ever; letters and digits may be of a longer number.
    """
    return len(string) in (2, 3) or any(c.isascii() and c.isalnum() for c in string[:1] + string[-1:])


def weigh(index: Index, string: str, number: int) -> Counts:
    """How much the places of a folded string in a passage count; nothing where it stands by accident."""
    return index.literal.weigh(string, number, index.frequency(string) > 0)


def _proper(index: Index, string: str, places: Places) -> Places:
    """`places` of `string` without those where it is an accident of the words or numbers around it.

    What stands nowhere else, as a name that is always cut wrongly, is none.
    """
    if not may_be_accident(string):
        return places
    word, look, ahead = index.frequency(string) > 0, index.literal.weigh, index.literal.ahead
    weighed: dict[int, Counts] = {}
    if word and len(places) * _CHEAPER >= index.literal.total(string):
        # Most passages have it as a word of its own wherever it stands; only the others need be looked at.
        headings, texts = (index.postings(part, string) for part in PARTS)
        weighed = {
            number: counts
            for number, counts in timely(places.items())
            if counts == (headings.get(number, 0), texts.get(number, 0))
        }
    weighed |= {number: look(string, number, word) for number in timely(ahead(places.keys() - weighed.keys()))}
    proper = {number: counts for number, counts in weighed.items() if counts[0] or counts[1]}
    if proper:
        return proper
    alone = not any(any(look(string, number, word)) for number in timely(ahead(index.literal.count(string))))
    return places if alone else proper
