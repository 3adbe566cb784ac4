"""Results besides hits, as plain data: altered quotes, documents, comparisons, explanations, completions, similar passages."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Passage


@dataclass(frozen=True, slots=True)
class Altered:
    """A quote or pasted text beside the nearest wording that is printed; marks are half-open offsets, where they differ."""

    quoted: str
    printed: str
    quoted_marks: tuple[tuple[int, int], ...]
    printed_marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document that the query names as a whole, by its title or number."""

    first: Passage  # its first passage, which tells what the document says of itself
    chapters: int  # 章, by their headings
    articles: int  # 条
    passages: int
    also: tuple[str, ...] = ()  # ids of its copies


@dataclass(frozen=True, slots=True)
class Cell:
    """The counts of one term in one row of a comparison."""

    passages: int  # that match
    occurrences: int  # of its strings, as they were typed and in other spellings, in those passages
    per_10000: float  # occurrences in 10,000 characters of all the text of the row
    best: str  # id of the passage that ranks first; "" when none matches


@dataclass(frozen=True, slots=True)
class Row:
    """One district, plan or document of a comparison."""

    value: str  # district, plan or id of the document; "" for what has none
    name: str  # the title of a document, else the value
    under: str  # the district whose row this plan divides; "" for a row of its own
    plans: tuple[str, ...]  # that its passages are of, by their years
    passages: int  # all that there are, also those that match nothing
    characters: int  # of their folded headings and texts
    cells: tuple[Cell, ...]  # one for each term


@dataclass(frozen=True, slots=True)
class Comparison:
    """Terms over districts, plans or documents."""

    by: str
    terms: tuple[str, ...]  # as typed
    parsed: tuple[str, ...]  # as understood, canonical
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one part of a query, or of the formula, in a score."""

    what: str
    score: float
    rule: str = ""  # how `parts` make up the score: "sum", "product", "saturation"; "": they do not
    parts: tuple[Part, ...] = ()
    matches: bool = True  # whether the passage is what this part of the query asks for


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where the score of one passage comes from."""

    id: str  # of the passage
    parsed: str  # what was looked for, synonyms included
    matches: bool
    score: float  # as a search gives it; 0 when the passage does not match
    rank: int | None  # its place among `total` passages, from 1
    total: int
    tree: Part


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of typed text."""

    text: str  # as people read it
    kind: str  # term heading glossary district document field value
    count: int  # of occurrences of a term, of passages of all others; 0 for a field
    typed: str  # the query it makes of what was typed
    id: str = ""  # of the passage of a heading or glossary term, of a document


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that documents introduce, and what it stands for."""

    short: str
    full: str
    passages: int  # that introduce it
    id: str  # the first of them


@dataclass(frozen=True, slots=True)
class Related:
    """A word that goes with a term."""

    word: str
    score: float  # log-likelihood: how sure it is that they go together
    passages: int  # that hold both, of those that were looked at


@dataclass(frozen=True, slots=True)
class Matrix:
    """How alike the words of each two districts or documents are."""

    by: str  # "district" or "document"
    values: tuple[str, ...]  # districts, or ids of documents
    names: tuple[str, ...]  # districts, or titles
    passages: tuple[int, ...]  # of each, that were counted
    scores: tuple[tuple[float, ...], ...]  # a row for each, a cell for each: 0, no word in common, to 1; symmetric


@dataclass(frozen=True, slots=True)
class Similar:
    """A passage that resembles another."""

    passage: Passage
    score: float  # 0 to 1; a passage with all the words of the other, as often, has 1
    shared: tuple[str, ...]  # the words that make them alike, the weightiest first
