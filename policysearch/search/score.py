"""From a query tree to the passages that match it and their scores, the same for every engine.

1. What matches is decided by the literal text and the exact values of fields, never by words.
2. The score is BM25F (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009) over the
   heading and the text; words decide which places of a string count, so that an accident of two words ranks last.
3. A passage that holds the whole string of a term of several words comes before one that holds only the words.
4. The score of a passage does not depend on how many hits are asked for, nor on how the index came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Protocol

from ..messages.catalogue import Message
from ..model.errors import QueryTimeout, UnsupportedQueryError
from ..model.fields import BY_NAME
from ..query.ast import (
    Alternatives,
    And,
    Beginning,
    Boost,
    In,
    Leaf,
    Named,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Range,
    Term,
    Wildcard,
    wanted,
)
from ..query.citations import cited, reference
from ..query.variants import respell
from ..runtime.deadline import check, timely
from ..store.protocol import Counts, TextIndex
from ..text.normalize import fold
from ..text.proximity import close, gap, places_of
from .filters import DRAFT, MOSTLY, PLACED, Fields, holding, meaning, words_of

K1 = 1.0
B = 0.4  # of the text; headings are not normalised by their length
HEADING = 3.0  # what a place in the heading counts, where one in the text counts 1

# Strings that stand close together: the best _CLOSE passages gain up to _NEARNESS of what their strings weigh, half of
# that when _HALF characters lie between them. Of each string, the first _PLACES places in a passage are tried.
_CLOSE, _NEARNESS, _HALF, _PLACES = 100, 0.5, 10, 50

# What a passage scores that holds a string only by accident, of what it would score otherwise: less than any passage
# that holds it properly, if none counts as longer than _LONG mean ones.
_ACCIDENT, _LONG = 0.01, 100

_FEW_PASSAGES = 4000  # sooner read than all the text searched for one string more
_MANY = 500  # passages with a string, of which not all are scored
_SCORED = (200, 1000, 5000)  # of them at first, and when the best may be among the others
_FEW = 16  # so many times cheaper it is to read a passage's counts off the index than to look at its text

# An article that is cited gains as much as _CITED words that stand nowhere else would weigh, more than any passage that
# only has the words of the query; the next in order gains NEARER of it.
_CITED, NEARER = 50, 0.99

# What is of a place, plan or law that is named gains as much, where most of the passages are of one; the beginning of a
# document whose title the query is gains _ENTITLED times that. A draft whose final text is there keeps DRAFTED of
# what its words score.
_ENTITLED, DRAFTED = 10, 0.5

MOST = 1024  # strings and conditions of a query, all spellings counted

PARTS = ("title", "text")

_TITLES = ("document", "part", "chapter", "section", "article", "box")  # the fields that hold titles as they are shown
_TITLE = 4  # characters at least of one that is quoted


Places = Mapping[int, Counts]  # number of the passage: how often, or how much, something stands in it
Scores = dict[int, float]  # number of the passage: score


class Index(Fields, Protocol):
    """What scoring asks of an engine; passages are numbers, as in `literal`."""

    @property
    def literal(self) -> TextIndex: ...

    @property
    def rank(self) -> Sequence[int]:
        """The place of each passage in `order`."""
        ...

    @property
    def mean_length(self) -> float:
        """Of the texts, in bytes."""
        ...

    def postings(self, part: str, word: str) -> Mapping[int, float]:
        """How often the word occurs in the "title" or "text" of each passage that has it."""
        ...


def ranking(index: Index, query: Query, count: int | None) -> tuple[list[tuple[int, float]], int]:
    """The best `count` passages (None: all) with their scores, best first, and how many match in all."""
    if count is not None and (found := _best_of_string(index, query, count)):
        return found
    search = Search(index)
    scores, gains = search.run(query)
    for number, gain in gains.items():
        scores[number] += gain
    candidates = gains if gains and count is not None and count <= len(gains) else scores
    order = search.order(scores)
    some = timely(candidates)
    best = sorted(some, key=order) if count is None else nsmallest(count, some, key=order)
    return [(number, scores[number]) for number in best], len(scores)


def _best_of_string(index: Index, query: Query, count: int) -> tuple[list[tuple[int, float]], int] | None:
    """The `ranking` of a query for one string that stands in many passages; None for any other.

    Most passages hold it once or twice, and cannot be among the best: they are told by their counts, and not scored.
    """
    ways = respelled(query)
    if not isinstance(ways, Term | Phrase) or (isinstance(ways, Term) and reference(ways.text)):
        return None
    string = fold(ways.text)
    if isinstance(ways, Term) and words_of(index, string) != [string]:
        return None
    places = index.literal.count(string)
    if len(places) < _MANY:
        return None
    weighs = weight(len(places), len(index.order))
    limits = {counts: _most(counts, weighs) for counts in set(places.values())}
    order = sorted(limits, key=limits.__getitem__, reverse=True)
    frequent = Counter(places.values())
    for most in _SCORED:
        chosen: set[Counts] = set()
        held, limit = 0, 0.0  # passages with the chosen counts; the most that any other may score
        for counts in order:
            if held >= most + count:
                limit = limits[counts]
                break
            chosen.add(counts)
            held += frequent[counts]
        some = {number for number, counts in timely(places.items()) if counts in chosen}
        search = Search(index)
        scores = dict.fromkeys(some, 0.0) | search.match(ways).scores(some)
        for number in scores.keys() & drafted(index, query):
            scores[number] *= DRAFTED
        best = nsmallest(count, scores, key=search.order(scores))
        if not best or (len(best) == count and scores[best[-1]] > limit):
            return [(number, scores[number]) for number in best], len(places)
    return None  # many stand there by accident


def _most(counts: Counts, weight: float) -> float:
    """The most that a passage may score that holds a string of that weight so often."""
    heading, text = counts
    count = HEADING * heading + text / (1 - B)
    return 1.000001 * weight * ((K1 + 1) * count / (K1 + count) + (K1 + 1 + _NEARNESS) * (heading > 0))


def occurrences(index: Index, query: Query) -> Mapping[int, int]:
    """How often the strings of `query`, all its spellings included, stand in each passage that has one of them.

    A term counts as it was typed, not its words; what is excluded or only a filter counts nothing. Places that
    overlap count for each string. Passages need not match.
    """
    return _occurrences(Search(index), respelled(query), PARTS)


def _occurrences(search: Search, query: Query, parts: Sequence[str]) -> Mapping[int, int]:
    match query:
        case And(queries) | Or(queries):
            return sum((Counter(_occurrences(search, part, parts)) for part in queries), Counter[int]())
        case Boost(inner, _):
            return _occurrences(search, inner, parts)
        case In(("title" | "text") as part, inner):
            return _occurrences(search, inner, (part,))
        case Not() | In() | Range() | Beginning():
            return {}
    return {number: int(sum(counts)) for number, counts in search.places(query, parts).items()}


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that match a query; `scores` gives the scores of some of them, leaving out what scores 0."""

    numbers: Set[int]
    scores: Callable[[Set[int]], Scores] = lambda numbers: {}


class Search:
    """One query's way through an index; remembers what the strings weigh that every match holds."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.weights: dict[str, float] = {}
        self._among: Set[int] | None = None  # where pieces of terms need be looked for; None: everywhere

    def within(self) -> Search:
        """A search for a part of the query whose strings are no matter of nearness here."""
        return Search(self._index)

    def run(self, query: Query) -> tuple[Scores, Scores]:
        """The scores of all passages that match `query`, and what the best of them gain by nearness besides."""
        found = self.match(respelled(query))
        scores = dict.fromkeys(found.numbers, 0.0) | found.scores(found.numbers)
        drafts, tier = drafted(self._index, query), _CITED * self._weight(0)
        for number in scores.keys() & drafts:
            scores[number] -= (1 - DRAFTED) * (scores[number] % tier)
        if len(self.weights) < 2:
            return scores, {}
        best = nsmallest(_CLOSE, timely(scores), key=self.order(scores))
        return scores, {n: self.nearness(n) * (DRAFTED if n in drafts else 1) for n in best}

    def order(self, scores: Scores) -> Callable[[int], tuple[float, int]]:
        """What passages are sorted by: falling score, then document order."""
        rank = self._index.rank
        return lambda number: (-scores[number], rank[number])

    def match(self, query: Query, parts: Sequence[str] = PARTS) -> Found:
        """What matches `query`, looked for in `parts`."""
        match query:
            case And(queries):
                terms = [part.text for part in queries if isinstance(part, Term) and not reference(part.text)]
                if not self._possible([fold(text) for text in terms], parts):
                    return Found(frozenset())
                return self._all(self.match(part, parts) for part in queries)
            case Named((name, In() as condition)):
                return self._linked(name, condition, parts)
            case Beginning(titles):
                return self._beginning(titles)
            case Or(queries):
                # What need not all be there gains nothing by nearness: any-word questions rank worse (MRR .342, not .367).
                # But of a term in several spellings or with its synonyms, the term as it was typed is one of those.
                typed = 1 if isinstance(query, Alternatives) else len(queries) if respell(queries[0]) == query else 0
                found = [self.match(way, parts) for way in queries[:typed]]
                found += [self.within().match(part, parts) for part in queries[len(found) :]]
                return Found(set().union(*(part.numbers for part in found)), _sum(found))
            case Not(inner):
                return Found(set(self._index.order) - self.within().match(inner, parts).numbers)
            case Boost(inner, factor):
                within = self.within()
                plain = within.match(inner, parts)
                self.weights.update((string, weight * factor) for string, weight in within.weights.items())
                return Found(
                    plain.numbers,
                    lambda numbers: {number: score * factor for number, score in plain.scores(numbers).items()},
                )
            case In(("title" | "text") as part, inner):
                return self.match(inner, (part,))
            case In(field, (Term() as typed) | (Phrase() as typed) | Or((Term() as typed, *_))) if (
                BY_NAME[field].how == "text"
            ):
                return self._named(field, query.query, typed)
            case In(field, inner):
                return Found(holding(self._index, field, inner))
            case Term() | Phrase() | Wildcard() | Near():
                try:
                    return self._leaf(query, parts)
                except QueryTimeout as error:
                    error.part = error.part or str(query)
                    raise
        raise UnsupportedQueryError(str(query), 0, Message("query.bare_range"))

    def _linked(self, typed: Query, condition: In, parts: Sequence[str]) -> Found:
        """What says the name that was `typed`, and before it what meets the `condition` that it means."""
        said = self.within().match(typed, parts)
        text = condition.query.text if isinstance(condition.query, Term | Phrase) else ""
        placed = condition.field in PLACED
        own = (
            holding(self._index, condition.field, condition.query)
            if placed
            else meaning(self._index, condition.field, text)
        )
        mostly = not placed or self._index.shares[condition.field] >= MOSTLY
        gain = _CITED * self._weight(0) if mostly else (K1 + 1) * self._weight(len(said.numbers))
        of = self._given(condition, own, gain)
        return Found(said.numbers | own, lambda numbers: said.scores(numbers - own) | of.scores(numbers))

    def _beginning(self, titles: Sequence[str]) -> Found:
        """The first passages of the documents with some folded titles, the nearest scoring most."""
        order, rank = self._index.order, self._index.rank
        gains: Scores = {}
        for place, title in enumerate(titles):
            gain = _ENTITLED * _CITED * self._weight(0) * NEARER**place
            for value, own in self._index.field_values("document").items():
                if own == title:
                    held = set(self._index.holding("document", value))
                    first = (n for n in held if not rank[n] or order[rank[n] - 1] not in held)
                    gains |= dict.fromkeys(first, gain)
        return Found(gains.keys(), lambda numbers: {n: gain for n, gain in gains.items() if n in numbers})

    def _given(self, condition: In, numbers: Set[int], gain: float) -> Found:
        """What meets a `condition`, all with the same `gain`."""
        return Found(numbers, lambda asked: dict.fromkeys(asked & numbers, gain))

    def _leaf(self, leaf: Leaf, parts: Sequence[str]) -> Found:
        check()
        match leaf:
            case Term(text):
                words = self._term(fold(text), parts)
                return self._citing(text, words) if parts == PARTS and reference(text) else words
            case Phrase(text):
                whole = self._string(fold(text), parts, whole=True)
                titled = (
                    frozenset[int]() if whole.numbers or "title" not in parts else self._as_shown(fold(text), parts)
                )
                return Found(titled) if titled else whole
        return self._placed(self.places(leaf, parts))

    def _named(self, field: str, query: Query, typed: Term | Phrase) -> Found:
        """What has a value of `field` that matches `query`, which is `typed` and its spellings: first what just that means,
        then what holds the whole of it: 条:第十条 finds 第十一条之一 too, but after 第十条之一.
        """
        just, whole = meaning(self._index, field, typed.text), holding(self._index, field, Phrase(typed.text))
        found = holding(self._index, field, query) | (just if isinstance(typed, Term) else set())
        return Found(found, lambda numbers: {n: 1.0 * (n in whole) + (n in just) for n in numbers & (whole | just)})

    def _as_shown(self, shown: str, parts: Sequence[str]) -> Set[int]:
        """Where the headings begin, and the documents, whose title as it is shown holds `shown`, which stands nowhere as it
        is printed: 专栏1 名称 is printed 专栏1：名称, and a title over two lines of Markdown has a mark in it.
        """
        if len(shown) < _TITLE:
            return frozenset()
        order, rank = self._index.order, self._index.rank
        found: set[int] = set()
        for field in _TITLES if parts == PARTS else _TITLES[1:]:
            for value, own in self._index.field_values(field).items():
                if shown in own:
                    held = set(self._index.holding(field, value))
                    found.update(n for n in held if not rank[n] or order[rank[n] - 1] not in held)
        return found

    def _citing(self, text: str, words: Found) -> Found:
        """`words`, which has those of `text`, and before all of it the articles that `text` cites."""
        articles = cited(self._index, text)
        gains = Found(articles.keys(), lambda numbers: self._gains(articles, numbers))
        return Found(words.numbers | articles.keys(), _sum([words, gains]))

    def _gains(self, articles: Mapping[int, int], numbers: Set[int]) -> Scores:
        """What those of `numbers` gain that are cited, by their places."""
        most = _CITED * self._weight(0)
        return {number: most * NEARER**place for number, place in articles.items() if number in numbers}

    def places(self, leaf: Query, parts: Sequence[str]) -> Places:
        """How often a leaf stands in the passages that have it, a term as the whole that it is."""
        match leaf:
            case Term(text) | Phrase(text):
                return _within(self._index.literal.count(fold(text)), parts)
            case Wildcard(pattern):
                return _within(self._index.literal.match(pattern), parts)
            case Near(texts, distance):
                return self._near([fold(text) for text in texts], distance, parts)
        raise UnsupportedQueryError(str(leaf), 0, Message("query.words"))

    def nearness(self, number: int) -> float:
        """What a passage gains when strings of the query stand close together in its heading or text."""
        check()
        best = 0.0
        for part in self._index.literal.parts(number):
            there = {string: places for string in self.weights if (places := places_of(string, part, _PLACES))}
            if len(there) > 1:
                weight = sum(self.weights[string] for string in there)
                best = max(best, _NEARNESS * weight * _HALF / (_HALF + max(0, gap(there))))
        return best

    def _term(self, whole: str, parts: Sequence[str]) -> Found:
        pieces = words_of(self._index, whole)
        if pieces == [whole]:
            return self._string(whole, parts, whole=True)
        if not self._possible([whole], parts):
            return Found(frozenset())
        rarest = sorted(pieces, key=self._index.frequency)
        every = self._all(self._string(piece, parts) for piece in rarest)
        if not every.numbers:
            if self._among is None:
                return every
            # Its words may all be elsewhere; then those that are here count, in every passage that matches otherwise.
            return Found(every.numbers, lambda numbers: self._term(whole, parts).scores(numbers) if numbers else {})
        everywhere = self._index.literal.count(whole)
        holding = _within(everywhere, parts).keys()
        # More than all words together can give, nearness included.
        bonus = (K1 + 1 + _NEARNESS) * sum(self.weights[piece] for piece in pieces)
        string = Found(holding, lambda numbers: dict.fromkeys(numbers & holding, bonus))
        title = Found(holding, lambda numbers: self._entitled(whole, everywhere, parts, numbers, bonus))
        return Found(set(every.numbers) | holding, _sum([every, string, title]))

    def _possible(self, wholes: Iterable[str], parts: Sequence[str]) -> bool:
        """Whether a passage may hold all words of some folded terms, told by the few that hold the rarest.

        It saves the search of all the text for each of the words of a question, which hardly ever stand together.
        """
        frequency = self._index.frequency
        pieces = {piece for whole in wholes for piece in words_of(self._index, whole)}
        if len(pieces) < 2:
            return True
        rare, *others = sorted(pieces, key=lambda piece: (frequency(piece), piece))
        numbers = _within(self._index.literal.count(rare), parts)
        if len(numbers) > _FEW_PASSAGES:
            return True
        counts = self._index.literal.counts
        return any(all(counted(counts(piece, number), parts) for piece in others) for number in timely(numbers))

    def _all(self, found: Iterable[Found]) -> Found:
        """What is in each of `found`, which are looked for only as long as something may be in all of them."""
        parts: list[Found] = []
        outside = self._among
        for part in found:
            parts.append(part)
            if not part.numbers:
                break
            if len(parts) > 1:
                parts = [Found(set(parts[0].numbers).intersection(part.numbers), _sum(parts))]
                if not parts[0].numbers:
                    break
            self._among = parts[0].numbers if len(parts[0].numbers) < _FEW_PASSAGES else outside
        self._among = outside
        return parts[-1]

    def _string(self, string: str, parts: Sequence[str], whole: bool = False) -> Found:
        """The passages that hold `string`, `whole` when it is no piece of a term."""
        text = self._index.literal
        among = self._among if parts == PARTS and not whole else None
        total = None if among is None else text.total(string)
        partly = among is not None and total is not None and total > _FEW * len(among)
        if among is not None and total is not None and partly:
            looked = ((number, text.counts(string, number)) for number in timely(among))
            places: Places = {number: counts for number, counts in looked if counts != (0, 0)}
        else:
            places = _within(text.count(string), parts)
            total = len(places)
        weight = self.weights[string] = self._weight(total)

        def scores(numbers: Set[int]) -> Scores:
            if partly:
                looked = ((number, text.counts(string, number)) for number in timely(numbers))
                asked: Places = {number: counts for number, counts in looked if counts != (0, 0)}
            else:
                asked = {number: places[number] for number in numbers & places.keys()}
            if parts != PARTS:
                asked = {number: text.count(string)[number] for number in asked}
            proper = _within(self._proper(string, asked), parts)
            known = asked if partly else places
            accidents = {number: known[number] for number in asked.keys() - proper.keys()}
            found = self._scored(proper, weight) | self._scored(accidents, weight * _ACCIDENT)
            if whole:
                bonus = (K1 + 1 + _NEARNESS) * weight
                for number, more in self._entitled(string, asked, parts, numbers, bonus).items():
                    found[number] += more
            return found

        return Found(places.keys(), scores)

    def _entitled(
        self, string: str, places: Mapping[int, Counts], parts: Sequence[str], numbers: Set[int], bonus: float
    ) -> Scores:
        """The `bonus` for those of `numbers` whose heading is `string` and nothing else but quotes: what defines it."""
        if "title" not in parts:
            return {}
        bare = string.replace('"', "")
        headed = (number for number in timely(numbers & places.keys()) if places[number][0])
        titled = (number for number in headed if self._index.literal.headed(bare, number))
        return dict.fromkeys(titled, bonus)

    def _proper(self, string: str, places: Places) -> Places:
        """`places` of `string` without those where it is an accident of the words or numbers around it.

        What stands nowhere else, as a name that is always cut wrongly, is none.
        """
        if not may_be_accident(string):
            return places
        word, look = self._index.frequency(string) > 0, self._index.literal.weigh
        if not word or len(places) * _FEW < self._index.literal.total(string):
            weighed = {number: look(string, number, word) for number in timely(places)}
        else:
            # Most passages have it as a word of its own wherever it stands; only the others need be looked at.
            headings, texts = (self._index.postings(part, string) for part in PARTS)
            weighed = {
                number: counts
                if counts == (headings.get(number, 0), texts.get(number, 0))
                else look(string, number, word)
                for number, counts in timely(places.items())
            }
        proper = {number: counts for number, counts in weighed.items() if counts[0] or counts[1]}
        if proper:
            return proper
        alone = not any(any(look(string, number, word)) for number in timely(self._index.literal.count(string)))
        return places if alone else proper

    def _weight(self, holding: int) -> float:
        return weight(holding, len(self._index.order))

    def _placed(self, places: Places) -> Found:
        """The passages of `places`, scored by what is counted there."""
        weight = self._weight(len(places))
        return Found(
            places.keys(),
            lambda numbers: self._scored({number: places[number] for number in numbers & places.keys()}, weight),
        )

    def _scored(self, places: Places, weight: float) -> Scores:
        """BM25F: counts in the heading and in the text added up, then saturated, then weighed."""
        length, mean = self._index.literal.length, self._index.mean_length
        scores = {}
        shortest, most = 1 - B, weight * (K1 + 1)  # `length_norm`, written out: this is done for every match
        for number, (heading, text) in timely(places.items()):
            count = HEADING * heading
            if text:
                count += text / (shortest + B * min(length(number) / mean, _LONG))
            scores[number] = most * count / (K1 + count)
        return scores

    def _near(self, strings: Sequence[str], distance: int, parts: Sequence[str]) -> Places:
        counts = {}
        for number in timely(self._index.literal.holding_all(strings), 50):
            heading, text = (int(close(part, strings, distance)) for part in self._index.literal.parts(number))
            if heading or text:
                counts[number] = (heading, text)
        return _within(counts, parts)


def respelled(query: Query) -> Query:
    """`query` in all its spellings. Raises UnsupportedQueryError when these are more than MOST strings and conditions."""
    ways = respell(query)
    if (count := _leaves(ways)) > MOST:
        raise UnsupportedQueryError(str(query), 0, Message("query.too_many_ways", most=MOST, count=count))
    return ways


def drafted(index: Index, query: Query) -> Set[int]:
    """The passages of drafts whose final text is there too; none when `query` asks for drafts."""
    asked = any(DRAFT.search(str(leaf)) for leaf in wanted(query))
    return frozenset[int]() if asked else index.drafts


def _leaves(query: Query) -> int:
    match query:
        case And(queries) | Or(queries):
            return sum(map(_leaves, queries))
        case Boost(inner, _) | Not(inner) | In(_, inner):
            return _leaves(inner)
    return 1


def _sum(found: Iterable[Found]) -> Callable[[Set[int]], Scores]:
    """The scores of all `found`, added up."""

    def scores(numbers: Set[int]) -> Scores:
        total: Scores = {}
        for part in found:
            for number, score in timely(part.scores(numbers).items(), 5000):
                total[number] = total.get(number, 0.0) + score
        return total

    return scores


def may_be_accident(string: str) -> bool:
    """Whether a folded string may stand somewhere by an accident of the words or numbers around it.

    One character is never made up by two words, four hardly ever; letters and digits may be of a longer number.
    """
    return len(string) in (2, 3) or any(c.isascii() and c.isalnum() for c in string[:1] + string[-1:])


def weigh(index: Index, string: str, number: int) -> Counts:
    """How much the places of a folded string in a passage count; nothing where it stands by accident."""
    return index.literal.weigh(string, number, index.frequency(string) > 0)


def weight(holding: int, all: int) -> float:
    """What a string in `holding` of `all` passages weighs (its inverse document frequency)."""
    return log(1 + (all - holding + 0.5) / (holding + 0.5))


def length_norm(length: int, mean: float) -> float:
    """What a place in a text of that length is divided by."""
    return 1 - B + B * min(length / mean, _LONG)


def counted(counts: Counts, parts: Sequence[str]) -> bool:
    """Whether something is counted in one of `parts`."""
    return any(count for part, count in zip(PARTS, counts, strict=True) if part in parts)


def _within(found: Mapping[int, Counts], parts: Sequence[str]) -> Places:
    """`found` in `parts` only, without what is 0."""
    if parts == PARTS:
        return found
    heading, text = (part in parts for part in PARTS)
    masked = ((number, (h * heading, t * text)) for number, (h, t) in found.items())
    return {number: counts for number, counts in masked if any(counts)}
