"""What the server says of itself, and what goes wrong."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict


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
