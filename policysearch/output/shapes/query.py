"""How a query is understood, completed and scored."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict


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


class Suggestion(TypedDict):
    """What something that is being typed could become."""

    text: str
    kind: str
    count: int
    typed: str
    id: str
