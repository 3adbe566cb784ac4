"""Hits: what a search gives back, and the names of what may be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .document import Passage
from .record import record

if TYPE_CHECKING:
    from .results import Altered

#: How a search that found little was widened, the narrowest first.
BY_SYNONYMS, MOST_WORDS, ANY_WORDS = "synonyms", "most of the words", "any of the words"
NEAR_WORDING = "altered"  # the quote stands nowhere: the nearest wording instead
WORDING = 12  # characters of a quote or pasted piece; what is shorter is a word
FEW = 4  # passages that hold all words are enough: the query is not widened
SORTS = ("relevance", "document", "date")
GROUPS = ("document", "district")
COMPARED = ("district", "plan", "document", "year", "city")


@record
class Hit:
    """One passage found."""

    passage: Passage
    score: float
    why: str = ""  # a constant of `search.match_type`: how it answers the query
    missing: tuple[str, ...] = ()  # names and words of the query that it lacks; of a long question, names
    elsewhere: int = 0  # other passages of its document that match the query as it stands
    altered: Altered | None = None  # how what was quoted differs from it
    also: tuple[Passage, ...] = ()  # where else the same text stands, in document order, copies included
    meaning: float | None = None  # how near it is in meaning, at most 1, where it was ranked by that too

    def __repr__(self) -> str:
        return f"<Hit {self.passage.id!r}: {self.passage.title or self.passage.kind}, {self.score:.2f}>"


@record
class Group:
    """The matching passages of one document or district."""

    value: str  # id of the document, or the district; "" for the passages that have none
    hit: Hit  # the best
    total: int  # how many they are


@record
class Results:
    """A slice of one full ranking."""

    hits: tuple[Hit, ...]  # of groups, the best of each
    total: int  # of all matching passages, not only of this slice
    relaxation: str = ""  # how far a widened query went from what was asked for: MOST_WORDS or ANY_WORDS; "": not
    groups: tuple[Group, ...] = ()  # of the hits, when groups were asked for
    group_total: int = 0  # of all groups, not only of this slice
    ungrouped: int = 0  # of `total`, the passages without such a group; they make up one, of the value ""
    folded: int = 0  # of `total`, the passages that stand under a hit of the same text
    best: int = 0  # of `total` of a widened query, the passages that hold more than a few of the words; they come first
