"""What is known of terms: related words, definitions, comparisons, indicators."""

from __future__ import annotations

from typing import Annotated, TypedDict

from .place import Source, Whose


class Abbreviation(TypedDict):
    """A short form that documents introduce, and what it stands for."""

    short: str
    full: str
    passages: int
    id: str


class Related(TypedDict):
    """A word that goes with a term."""

    word: str
    score: float
    passages: int


class Indicator(TypedDict):
    """One value of an indicator in a table."""

    name: str
    unit: str
    year: Annotated[int | None, "Of the column or row; null where it names none or a period"]
    value: Annotated[float | None, "null where the cell is no number"]
    high: Annotated[float | None, "Of a range its upper end"]
    qualifier: Annotated[str, "What the number is besides: 左右, ≥, 预计, what * means"]
    printed: str
    column: str
    attribute: Annotated[str, "约束性 or 预期性, where the table says it"]
    group: str
    district: str
    plan: str
    document: str
    document_id: str
    id: str
    table: str
    source: Source


class Cell(TypedDict):
    """What one term has in one row of a comparison."""

    passages: int
    occurrences: int
    per_10000: float
    best: Annotated[str, 'Id of the passage that ranks first, "" when none matches']


class ComparisonRow(TypedDict):
    """One district, plan or document of a comparison."""

    value: str
    name: str
    under: str
    plans: list[str]
    passages: int
    characters: int
    cells: list[Cell]


class Term(TypedDict):
    """A term of a comparison."""

    query: str
    parsed: str


class Comparison(TypedDict):
    """Terms over districts, plans or documents."""

    by: str
    terms: list[Term]
    rows: list[ComparisonRow]


class Entry(Whose):
    """One definition of a term."""

    term: str
    definition: str
    source: Source


class Glossary(TypedDict):
    """Who defines a term, and how."""

    term: str
    entries: list[Entry]
