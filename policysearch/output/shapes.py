"""Shapes of the JSON contract as types; `web.openapi` derives its schemas from them.

A key that is not always there is NotRequired. In `Annotated` a string is a description, pairs are further keywords of
JSON Schema. Keys are public: they grow, they do not change.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

Mark = Annotated[list[int], (("minItems", 2), ("maxItems", 2)), "Start and end of a match, in characters, half open"]


class Pages(TypedDict):
    """The printed pages of a passage in a PDF, OFD or scan."""

    page_start: NotRequired[Annotated[int, "Page of the file, from 1"]]
    page_end: NotRequired[int]
    page_label: NotRequired[
        Annotated[str, "What is printed on the first, where the file says that it is not its number"]
    ]


class Source(Pages):
    """Where a passage stands in its file."""

    file: str
    line_start: int
    line_end: int


class Whose(TypedDict):
    """A passage and its document."""

    id: str
    document_id: str
    document: str
    district: str
    plan: str


class Place(Whose):
    """Where a passage stands in its document."""

    kind: str
    part: str
    chapter: str
    section: str
    article: str
    box: str
    path: list[str]
    title: str
    source: Source


class Snippet(TypedDict):
    """A piece of text with its marks."""

    text: str
    marks: list[Mark]


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


class Condition(TypedDict):
    """What a query asks of a field."""

    field: str
    how: str
    query: str


class Cites(TypedDict):
    """The article that a term cites."""

    law: str
    article: str


#: A part of a query.
Branch = TypedDict(
    "Branch",
    {
        "is": str,
        "parts": NotRequired[list["Branch"]],
        "text": NotRequired[str],
        "field": NotRequired[str],
        "how": NotRequired[str],
        "low": NotRequired[int | None],
        "high": NotRequired[int | None],
        "texts": NotRequired[list[str]],
        "distance": NotRequired[int],
        "factor": NotRequired[float],
        "cites": NotRequired[Cites],
    },
)


class Query(TypedDict):
    """How a query is understood."""

    query: str
    parsed: str
    tree: Branch
    fields: list[Condition]
    spellings: dict[str, list[str]]
    sentence: NotRequired[str]


class Part(TypedDict):
    """What one part of a query gives to a score."""

    what: str
    score: float
    rule: str
    parts: list[Part]
    matches: bool
    texts: NotRequired[Annotated[dict[str, str], "`what`, when it is of the formula, in Chinese (zh) and English (en)"]]


class Explanation(TypedDict):
    """Where a score comes from."""

    query: str
    id: str
    parsed: str
    matches: bool
    score: float
    rank: int | None
    total: int
    tree: Part


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


class Similar(Place):
    """A passage like another."""

    score: float
    shared: list[str]


class Citation(TypedDict):
    """How a passage is cited."""

    id: str
    citation: str
    bibtex: str


class Suggestion(TypedDict):
    """What something that is being typed could become."""

    text: str
    kind: str
    count: int
    typed: str
    id: str


class Head(TypedDict):
    """What a document says of itself."""

    document_id: str
    title: str
    district: str
    plan: str
    type: str
    number: str
    issuer: str
    issuers: Annotated[list[str], "Of a joint document each, in their order"]
    issued: str
    dates: Annotated[dict[str, str], "written 成文, printed 印发, published 公布, in_force 施行, where they are known"]
    card: Annotated[dict[str, str], "What the card of a web page says, by its labels: 索引号, 主题分类, 有效性 …"]
    url: str
    line_start: int
    line_end: int
    attached_to: Annotated[str, "Id of the document that it is attached to, in an index"]
    attachments: Annotated[list[str], "Ids of the documents attached to it"]


class Documents(TypedDict):
    """All documents."""

    documents: list[Head]


class Node(TypedDict):
    """A heading."""

    kind: str
    number: str
    title: str
    line: int
    line_end: int
    parent: Annotated[int | None, "Index of the heading it stands under"]
    page: NotRequired[Annotated[int, "Page or slide of the file on which it begins, from 1"]]


class Observation(TypedDict):
    """Something odd about a document."""

    kind: str
    line: int
    text: str
    texts: Annotated[dict[str, str], "`text` in Chinese (zh) and English (en)"]


class Doubt(TypedDict):
    """What speaks against the reading of a file."""

    code: str
    count: int
    texts: dict[str, str]


class Outline(Head):
    """A document with its headings."""

    nodes: list[Node]
    observations: NotRequired[list[Observation]]
    reader: NotRequired[Annotated[str, "The name of the reader that read its file"]]
    certainty: NotRequired[Annotated[str, "How sure the reading of its file is: high, medium, low"]]
    doubts: NotRequired[Annotated[list[Doubt], "What speaks against it"]]


class Outlines(TypedDict):
    """The outlines of documents, as the command prints them."""

    documents: list[Outline]


class Passage(Place):
    """A passage with its whole text."""

    text: str


class Provision(Passage):
    """A passage between its neighbours."""

    before: Annotated[str | None, "Id of the passage before it"]
    after: Annotated[str | None, "Id of the passage after it"]


class Table(TypedDict):
    """A table."""

    id: Annotated[str, "Of the passage that it stands in"]
    document_id: str
    document: NotRequired[Annotated[str, "Its title"]]
    district: NotRequired[str]
    plan: NotRequired[str]
    file: NotRequired[Annotated[str, "In which `line_start` and `line_end` count"]]
    caption: str
    line_start: int
    line_end: int
    columns: list[str]
    rows: list[list[str]]
    groups: list[str]
    notes: list[str]


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


class Problem(TypedDict):
    """What went wrong, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: Annotated[str, "Names what is wrong; stays when the words change"]
    texts: Annotated[dict[str, str], "What is wrong, in Chinese (zh) and English (en)"]
    query: NotRequired[str]
    position: NotRequired[Annotated[int, "Where in the query, in characters from 0"]]
    expected: NotRequired[str]
    field: NotRequired[str]
    nearest: NotRequired[str]
    parameter: NotRequired[str]
    part: NotRequired[str]
    known: NotRequired[list[str]]


class Health(TypedDict):
    """Whether there is an index to search."""

    status: str


class Newer(TypedDict):
    """Why a newer version is not served."""

    code: str
    texts: dict[str, str]


class Process(TypedDict):
    """The process that answered."""

    working: Annotated[int, "Requests that are worked on"]
    waiting: Annotated[int, "Requests that wait for their turn"]
    cpu_seconds: float
    resident_bytes: Annotated[int, "0 where the system does not tell it"]


class State(TypedDict):
    """Which version of the index is served."""

    status: Annotated[str, '"ok", or "stale" when a newer version cannot be served']
    version: str
    built: Annotated[str, "ISO time"]
    passages: int
    newer: Newer | None
    process: Process


#: What an address of the API answers, by the name of its schema.
ANSWERS: dict[str, Any] = {
    "Answer": Answer,
    "Hit": Hit,
    "Query": Query,
    "Branch": Branch,
    "Explanation": Explanation,
    "Part": Part,
    "Related": list[Related],
    "Indicators": list[Indicator],
    "Similar": list[Similar],
    "Citation": Citation,
    "Suggestions": list[Suggestion],
    "Documents": Documents,
    "Outline": Outline,
    "Provision": Provision,
    "Tables": list[Table],
    "Comparison": Comparison,
    "ComparisonRow": ComparisonRow,
    "Glossary": Glossary,
    "Problem": Problem,
    "Health": Health,
    "State": State,
    "Newer": Newer,
    "Process": Process,
}
