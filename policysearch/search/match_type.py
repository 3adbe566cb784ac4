"""Match types: a passage is found by the whole string, by its words, or only by accident across the borders of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ..query.ast import And, Boost, In, Named, Nearest, Or, Phrase, Query, Term, Titled, walk
from ..query.variants import respell
from ..text.normalize import fold
from .accidents import may_be_accident
from .filters import words_of
from .match import PARTS, counts_in, match, matching, respell_all

if TYPE_CHECKING:
    from .protocol import Index

#: All that was typed stands in the passage, whole and as words of its own, or it is the article that was cited.
STRING = "string"
#: All words of what was typed stand in it, apart.
WORDS = "words"
#: Something stands in it only across the borders of words (区长 in 地区长江), or within a longer number.
ACCIDENT = "accident"
#: It has wording near to a quote or pasted text that stands nowhere.
ALTERED = "altered"
#: Most of the words stand in it: the query was widened.
MOST = "most"
#: Only some of the words stand in it: the query was widened.
WIDENED = "widened"

Why = Callable[[int], str]  # of a passage

_RANK = ("", STRING, ALTERED, WORDS, ACCIDENT)  # from best to worst; "" says nothing, as a filter does


def reasons(index: Index, query: Query) -> Why:
    """STRING, WORDS or ACCIDENT for each match of `query`; "" without words."""
    return _reasons(index, respell(query), PARTS)


def _reasons(index: Index, query: Query, parts: Sequence[str]) -> Why:
    match query:
        case And(queries):
            every = [_reasons(index, part, parts) for part in queries]
            return lambda number: _worst([why(number) for why in every])
        case Named((name, condition)):
            meant, said = respell_all(condition), _either(index, (name, condition), parts)
            return lambda number: "" if match(index, meant, PARTS, {number}) else said(number)
        case Titled((asked, first)):
            among, otherwise = matching(index, first), _reasons(index, asked, parts)
            as_first = ALTERED if any(isinstance(node, Nearest) for node in walk(first)) else STRING
            return lambda number: as_first if number in among else otherwise(number)
        case Or(queries):
            return _either(index, queries, parts)
        case Boost(inner, _):
            return _reasons(index, inner, parts)
        case In(("title" | "text") as part, inner):
            return _reasons(index, inner, (part,))
        case Phrase(text):
            return _string(index, fold(text), parts)
        case Term(text):
            return _term(index, text, parts)
    return lambda number: ""


def _either(index: Index, queries: Iterable[Query], parts: Sequence[str]) -> Why:
    every = [_reasons(index, part, parts) for part in queries]
    return lambda number: min({why(number) for why in every} - {""}, key=_RANK.index, default="")


def _term(index: Index, text: str, parts: Sequence[str]) -> Why:
    whole = fold(text)
    as_whole = _string(index, whole, parts)
    pieces = words_of(index, whole)
    words = [] if pieces == [whole] else [_string(index, piece, parts) for piece in pieces]

    def why(number: int) -> str:
        if (found := as_whole(number)) == STRING:
            return found
        found_as = [piece(number) for piece in words]
        if found_as and all(found_as):
            return _worst([WORDS, *found_as])
        return found or (STRING if number in index.cited[text] else "")

    return why


def _string(index: Index, string: str, parts: Sequence[str]) -> Why:
    """How a folded string stands in a passage; "" when it does not."""
    literal, accidental, everywhere = index.literal, may_be_accident(string), parts == PARTS
    word = accidental and index.frequency(string) > 0

    def why(number: int) -> str:
        if accidental:
            weighed = literal.weigh(string, number, word, everywhere)
            if any(weighed) if everywhere else counts_in(weighed, parts):
                return STRING
        counts = literal.counts(string, number)
        if not (any(counts) if everywhere else counts_in(counts, parts)):
            return ""
        return ACCIDENT if accidental else STRING

    return why


def _worst(reasons: Iterable[str]) -> str:
    return max(reasons, key=_RANK.index, default="")
