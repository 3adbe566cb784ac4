"""Documents with their headings and tables, and passages with their text."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from .place import Place


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


class Similar(Place):
    """A passage like another."""

    score: float
    shared: list[str]


class Citation(TypedDict):
    """How a passage is cited."""

    id: str
    citation: str
    bibtex: str


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
