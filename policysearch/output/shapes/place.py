"""Where a passage stands, and pieces of its text with marks."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

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
