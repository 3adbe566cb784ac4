"""Match types: a passage is found by the whole string, by its words, or only by accident across the borders of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..query.ast import And, Boost, In, Named, Nearest, Or, Phrase, Query, Term, Titled, walk
from ..query.citations import is_cited
from ..query.variants import respell
from ..text.normalize import fold
from .accidents import may_be_accident, weigh
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

_RANK = ("", STRING, ALTERED, WORDS, ACCIDENT)  # from best to worst; "" says nothing, as a filter does


def why(index: Index, query: Query, number: int) -> str:
    """STRING, WORDS or ACCIDENT for a passage that matches `query`; "" when the query has no words."""
    return _why(index, respell(query), number, PARTS)


def _why(index: Index, query: Query, number: int, parts: Sequence[str]) -> str:
    match query:
        case And(queries):
            return _worst(_why(index, part, number, parts) for part in queries)
        case Named((_, condition)) if match(index, respell_all(condition), PARTS, {number}):
            return ""
        case Titled((asked, first)):
            if number not in matching(index, first):
                return _why(index, asked, number, parts)
            return ALTERED if any(isinstance(node, Nearest) for node in walk(first)) else STRING
        case Or(queries):
            found = {_why(index, part, number, parts) for part in queries} - {""}
            return min(found, key=_RANK.index, default="")
        case Boost(inner, _):
            return _why(index, inner, number, parts)
        case In(("title" | "text") as part, inner):
            return _why(index, inner, number, (part,))
        case Phrase(text):
            return _string(index, fold(text), number, parts)
        case Term(text):
            if (whole := _string(index, fold(text), number, parts)) == STRING:
                return whole
            pieces = words_of(index, fold(text))
            found_as = [_string(index, piece, number, parts) for piece in pieces]
            if pieces != [fold(text)] and all(found_as):
                return _worst([WORDS, *found_as])
            return whole or (STRING if is_cited(text, index.literal.parts(number)[0]) else "")
    return ""


def _string(index: Index, string: str, number: int, parts: Sequence[str]) -> str:
    """How a folded string stands in a passage; "" when it does not."""
    if not counts_in(index.literal.counts(string, number), parts):
        return ""
    proper = not may_be_accident(string) or counts_in(weigh(index, string, number), parts)
    return STRING if proper else ACCIDENT


def _worst(reasons: Iterable[str]) -> str:
    return max(reasons, key=_RANK.index, default="")
