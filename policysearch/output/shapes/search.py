"""What a search found: hits, groups, documents that a query names."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from .place import Mark, Place, Snippet, Whose


class Rows(TypedDict):
    """The table rows of a hit that match."""

    columns: list[str]
    rows: list[list[str]]
    groups: list[str]
    marks: list[list[list[Mark]]]
    asked: Annotated[list[int], "Columns that the query names"]
    notes: list[str]


class Altered(TypedDict):
    """What was quoted, which stands nowhere, beside the nearest wording that is printed, with marks where they differ."""

    quoted: str
    quoted_marks: list[Mark]
    printed: str
    printed_marks: list[Mark]


class DocumentHit(TypedDict):
    """A document that the query is the title or number of; its kind is 文件."""

    kind: str
    document_id: str
    title: str
    type: str
    number: str
    issuer: str
    issued: str
    district: str
    plan: str
    chapters: int
    articles: int
    passages: int
    first: Annotated[str, "Id of its first passage"]
    file: str
    copies: Annotated[list[str], "Ids of documents with the same text"]


class Instead(TypedDict):
    """What asks of the titles of documents what was asked of headings, which have it nowhere."""

    query: str
    total: int


class PartOfQuery(TypedDict):
    """One of the parts of a query that must all be met."""

    text: str
    total: Annotated[int, "Passages that it finds alone"]
    nearest: Annotated[str, "The value of the field most like the one that no passage has"]
    name: Annotated[str, "Of the field, of few values, of which no passage has the one asked for"]
    values: Annotated[dict[str, int], "That there are, with the passages of each"]


class Hit(Place):
    """A passage that was found."""

    score: float
    snippet: Snippet
    fragments: NotRequired[
        Annotated[
            list[Snippet],
            "The pieces to be shown instead of `snippet`, which is one of them, when that alone lacks words of the query; "
            "in the order of the text",
        ]
    ]
    rows: NotRequired[Rows]
    why: str
    missing: NotRequired[list[str]]
    altered: NotRequired[Altered]
    also: NotRequired[Annotated[list[Whose], "Where else the same text stands: folded passages, and those of copies"]]
    meaning: NotRequired[Annotated[float, "How near it is to the question in meaning, at most 1; ranked by that too"]]
    matches: int
    document_matches: int


class Group(TypedDict):
    """One document or district of a grouped answer."""

    value: str
    total: int
    id: str


class Answer(TypedDict):
    """What a search found."""

    query: str
    parsed: str
    total: int
    relaxed: bool
    relaxation: NotRequired[str]
    exact: NotRequired[int]
    best: NotRequired[
        Annotated[int, "Of `total`, which counts all that hold any of the words, the best matches; they come first"]
    ]
    understood: NotRequired[Annotated[str, "The names in the query as conditions; strict=true takes them as words"]]
    hits: list[Hit]
    group: NotRequired[str]
    group_total: NotRequired[int]
    ungrouped: NotRequired[Annotated[int, "Passages without a district; they make up one of the groups"]]
    groups: NotRequired[list[Group]]
    facets: NotRequired[dict[str, dict[str, int]]]
    did_you_mean: NotRequired[str]
    documents: NotRequired[
        Annotated[list[DocumentHit], "Documents that the query names, above the hits of the first page; not in `total`"]
    ]
    altered: NotRequired[
        Annotated[int, "Of `total`, the passages nearest to what was quoted, which stands nowhere; they come first"]
    ]
    folded: NotRequired[Annotated[int, "Of `total`, the passages that stand in `also` of a hit instead of being one"]]
    instead: NotRequired[Instead]
    parts: NotRequired[Annotated[list[PartOfQuery], "With nothing found: what each part of the query finds alone"]]
    warning: NotRequired[Annotated[str, "Why it was ranked by words alone though the index has vectors"]]
    synonyms: NotRequired[list[str]]
    also: NotRequired[list[str]]
