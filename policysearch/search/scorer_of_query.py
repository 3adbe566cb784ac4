"""From a query to the scorer of its passages, the same for every store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.errors import UnsupportedQueryError
from ..model.record import record
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
    Rare,
    Term,
    Wildcard,
)
from ..query.citations import reference
from ..query.variants import respell
from ..text.normalize import fold
from ..text.proximity import overlaps
from .accidents import may_be_accident
from .accidents import proper as proper_places
from .bm25 import idf
from .filters import words_of
from .match import (
    PARTS,
    Places,
    common,
    goes_last,
    having,
    holding_title,
    in_field,
    in_headings,
    in_parts,
    match,
    naming,
    places,
    restrict,
    short_for,
)
from .scorers import (
    BM25F,
    CITED,
    DEFINED,
    NEARER,
    NEARNESS,
    Boosted,
    Elsewhere,
    Gain,
    Given,
    Impossible,
    Occurrences,
    Raised,
    Scorer,
    Scores,
    Sum,
)

if TYPE_CHECKING:
    from .protocol import Index

_FEW_PASSAGES = 4000  # reading so many is faster than searching all the text for another string
_NARROW = 40_000  # up to so many passages, the other parts of a query are looked for only among them

# Passages of a named place, plan or law gain as much, where most of the passages have one; the beginning of a document whose title is
# the query gains _ENTITLED times that.
_ENTITLED = 10


@record
class Scope:
    """Where a part of a query is looked for."""

    parts: Sequence[str] = PARTS
    among: Set[int] | None = None  # the passages that may match by the other parts of the query; None: all
    narrow: bool = True  # whether `among` is passed on; to explain a score, all matches of a part are needed
    counted: Mapping[str, Places] | None = None  # where strings stand in all of `among`, as far as that is known

    def everywhere(self) -> Scope:
        """The same parts of all passages."""
        return replace(self, among=None, counted=None)

    def within(self, numbers: Set[int], counted: Mapping[str, Places] | None = None) -> Scope:
        """The same among some passages, where that saves anything."""
        if not self.narrow or len(numbers) >= _NARROW:
            return self
        return replace(self, among=numbers, counted=counted or self.counted)


EVERYWHERE = Scope()


def scorer(index: Index, query: Query, scope: Scope = EVERYWHERE) -> Scorer:
    """The scorer of a respelled `query`."""
    what = str(query)
    match query:
        case And(queries):
            terms = [part.text for part in queries if isinstance(part, Term) and not reference(part.text)]

            def every(scope: Scope = scope) -> Scorer:
                return _all(
                    what, [partial(scorer, index, part) for part in queries], scope, list(map(goes_last, queries))
                )

            counted: dict[str, Places] = {}
            held = _holding_words(index, map(fold, terms), scope.parts, counted)
            if held is None or (held and len(terms) < sum(not goes_last(part) for part in queries)):
                return every()
            if not held:
                return Impossible(what, every)
            return every(scope.within(held if scope.among is None else common(held, scope.among), counted))
        case Named((name, In() as condition)):
            from .scorers_of_fields import named_scorer

            return named_scorer(index, what, scorer(index, name, scope.everywhere()), condition)
        case Beginning() | Nearest():
            from .beginnings import beginnings

            most = _ENTITLED * CITED * idf(0, len(index.order))
            return Given(what, {n: most * NEARER**place for n, place in beginnings(index, query).items()})
        case Or(queries):
            # Parts that need not all match gain nothing by proximity: with it, any-word questions rank worse (MRR .342, not .367).
            # But of a term in several spellings or with its synonyms, the term as it was typed is one of those.
            typed = 1 if isinstance(query, Alternatives) else len(queries) if respell(queries[0]) == query else 0
            found = [scorer(index, part, scope) for part in queries[:typed]]
            if isinstance(query, Rare):
                first = CITED * idf(0, len(index.order))
                as_typed = found[0].numbers
                gain = {"explain.as_typed": lambda numbers: dict.fromkeys(numbers & as_typed, first)}
                found = [Raised(found[0], as_typed, gain)]
            found += [scorer(index, part, scope.everywhere()) for part in queries[typed:]]
            return Sum(what, found, set().union(*(part.numbers for part in found)), _requirements(found[:typed]))
        case Not():
            return Scorer(what, match(index, query, scope.parts, scope.among))
        case Boost(inner, factor):
            return Boosted(what, scorer(index, inner, scope.everywhere()), factor)
        case In(("title" | "text") as part, inner):
            found = [scorer(index, inner, replace(scope.everywhere(), parts=(part,)))]
            return Sum(what, found, found[0].numbers, found[0].required)
        case In():
            typed_as = short_for(query)
            if typed_as:
                from .scorers_of_fields import InTitles

                return InTitles(index, query, typed_as, scope.among)
            return Scorer(what, in_field(index, query, scope.among))
        case Term() | Phrase() | Wildcard() | Near():
            with naming(query):
                return _leaf(index, query, scope)
    raise UnsupportedQueryError(what, 0, Message("query.bare_range"))


def _leaf(index: Index, leaf: Leaf, scope: Scope) -> Scorer:
    match leaf:
        case Term(text):
            term = _term(index, leaf, scope)
            if scope.parts != PARTS or not reference(text):
                return term
            articles = index.cited[text]
            most = CITED * idf(0, len(index.order))

            def gains(numbers: Set[int]) -> Scores:
                return {number: most * NEARER ** articles[number] for number in numbers & articles.keys()}

            return Raised(term, term.numbers | articles.keys(), {"explain.cited": gains})
        case Phrase(text):
            said = _string(index, str(leaf), fold(text), scope, whole=True)
            shown = () if said.numbers else holding_title(index, fold(text), scope.parts)
            return Scorer(str(leaf), shown) if shown else said
    return Occurrences(index, str(leaf), places(index, leaf, scope.parts))


def _term(index: Index, term: Term, scope: Scope) -> Scorer:
    """The scorer of the words of a term, and of the whole string that they make up."""
    what, whole, parts = str(term), fold(term.text), scope.parts
    pieces = words_of(index, whole)
    if pieces == [whole]:
        return _string(index, what, whole, scope, whole=True)
    in_turn = sorted(pieces, key=index.frequency)

    def words(scope: Scope = scope) -> Scorer:
        return _all(what, [partial(_string, index, str(Phrase(piece)), piece) for piece in in_turn], scope)

    held = _holding_words(index, [whole], parts)
    if held is not None and not held:
        return Impossible(what, words)
    every = words()
    if not every.numbers and "title" in parts:
        if scope.among is None:
            return every
        return Elsewhere(what, partial(_term, index, term, scope.everywhere()))
    # More than all words together can give, nearness included.
    bonus = (BM25F.most + NEARNESS) * sum(every.required.get(piece, 0.0) for piece in pieces)
    gains: dict[str, Gain] = {
        "explain.whole_string": lambda numbers: dict.fromkeys(having(index, whole, parts, numbers), bonus),
        "explain.heading_is": partial(_heading_bonus, index, whole, parts, bonus, partial(index.literal.among, whole)),
    }
    # In the whole passage all words stand where the whole does.
    return Raised(every, every.numbers if parts == PARTS else every.numbers | having(index, whole, parts), gains)


def _all(what: str, looks: Sequence[Callable[[Scope], Scorer]], scope: Scope, last: Sequence[bool] = ()) -> Scorer:
    """The scorer of passages that match all parts. `looks` make the scorers of the parts, only as long as something may match
    all of them; those in `last` are made after the others.
    """
    parts: dict[int, Scorer] = {}
    numbers: Set[int] = frozenset()
    for place in sorted(range(len(looks)), key=lambda place: bool(last) and last[place]):
        part = looks[place](scope)
        numbers = common(numbers, part.numbers) if parts else part.numbers
        parts[place] = part
        if not numbers:
            break
        scope = scope.within(numbers)
    in_order = [parts[place] for place in sorted(parts)]
    return Sum(what, in_order, numbers, _requirements(in_order))


def _requirements(parts: Iterable[Scorer]) -> Mapping[str, float]:
    return {string: weight for part in parts for string, weight in part.required.items()}


def _string(index: Index, what: str, string: str, scope: Scope, whole: bool = False) -> Scorer:
    """The scorer of a folded string, `whole` when it is no piece of a term."""
    literal, parts = index.literal, scope.parts

    def proper(held: Places) -> Places:
        if parts != PARTS:
            held = literal.among(string, held.keys())
        return in_parts(proper_places(index, string, held), parts)

    def look(numbers: Set[int]) -> Places:
        return in_parts(literal.among(string, numbers), parts)

    accidental = proper if may_be_accident(string) else None
    if scope.among is not None and parts == PARTS:
        known = scope.counted and scope.counted.get(string)
        held = restrict(known, scope.among) if known else look(scope.among)
        found = Occurrences(index, what, held, accidental, look, literal.total(string))
    else:
        held = in_parts(literal.count(string), parts)
        found = Occurrences(index, what, held, accidental)
    found.required, found.bounded = {string: found.weight}, not overlaps(string)
    if not whole:
        return found
    bonus = DEFINED * found.weight
    headed = partial(_heading_bonus, index, string, parts, bonus, found.holding)
    return Raised(found, found.numbers, {"explain.heading_is": headed})


def _heading_bonus(
    index: Index,
    string: str,
    parts: Sequence[str],
    bonus: float,
    holding: Callable[[Set[int]], Places],
    numbers: Set[int],
) -> Scores:
    """The `bonus` for those of `numbers` whose heading is just `string`, quotes ignored: they define it. `holding`: where it stands
    in some passages.
    """
    if "title" not in parts:
        return {}
    return dict.fromkeys(index.literal.headed_among(string.replace('"', ""), in_headings(holding(numbers))), bonus)


def _holding_words(
    index: Index, wholes: Iterable[str], parts: Sequence[str], counted: dict[str, Places] | None = None
) -> Set[int] | None:
    """The passages that hold all words of some folded terms, where few hold the rarest; else None. `counted` gets where words stand
    in at least these.

    It saves searching all the text for each word of a question; these words rarely stand together.
    """
    frequency = index.frequency
    pieces = {piece for whole in wholes for piece in words_of(index, whole)}
    if len(pieces) < 2 or "title" not in parts:  # a term may run on from a heading, where one of its words stands
        return None
    rare, *others = sorted(pieces, key=lambda piece: (frequency(piece), piece))
    numbers = having(index, rare, parts)
    if len(numbers) > _FEW_PASSAGES:
        return None
    for piece in others:
        if not numbers:
            break
        if counted is None:
            numbers = having(index, piece, parts, numbers)
            continue
        counted[piece] = found = in_parts(index.literal.among(piece, numbers), parts)
        numbers = found.keys()
    return numbers
