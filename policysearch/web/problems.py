"""Errors as answers: problem+json (RFC 9457) for programs, a page in Chinese for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from ..messages.catalogue import Message
from ..messages.transfer import in_both_languages
from ..model.errors import NoIndexError, PolicySearchError, QueryError, QueryTimeout, UnknownFieldError
from .scheduler import Busy


@dataclass
class Problem(Exception):
    """An answer that is an error."""

    status: int
    message: Message
    kind: str = "about:blank"
    more: dict[str, Any] = field(default_factory=dict)  # further members
    headers: dict[str, str] = field(default_factory=dict)
    expected: str = ""  # of a query, what would be right at the place

    @property
    def title(self) -> Message:
        return Message(f"web.status_{self.status}")

    @property
    def advice(self) -> Message | None:
        """What people can do after a refusal by the guard."""
        try:
            return Message(f"web.advice_{self.status}")
        except KeyError:
            return None

    def spoken(self, language: str) -> tuple[str, str]:
        """The heading of a page about it, and what it says: of a query what would be right at the place."""
        if isinstance(self.expected, Message) and "position" in self.more:
            return Message("web.wrong_query").text(language), self.expected.text(language)
        own = self.message if self.kind == "urn:policysearch:busy" else self.title
        return own.text(language), self.message.text(language)

    def response(self) -> Response:
        """This problem as problem+json: `detail` is the English of `texts`."""
        body = {"type": self.kind, "title": self.title, "status": self.status, "detail": self.message}
        code = self.expected.code if isinstance(self.expected, Message) else self.message.code
        body |= {"code": code, "texts": in_both_languages(self.message), **self.more}
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"cache-control": "no-store", **self.headers}
        return Response(content, self.status, headers, "application/problem+json")


def of(error: Exception) -> Problem:
    """The answer for `error`."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, QueryError):
        more: dict[str, Any] = {"query": error.query, "position": error.position, "expected": error.expected}
        if isinstance(error, UnknownFieldError):
            more |= {"field": error.field, "known": list(error.known), "nearest": error.nearest}
        return Problem(400, error.message, "urn:policysearch:query", more, expected=error.expected)
    if isinstance(error, Busy):
        return Problem(503, Message("web.busy"), "urn:policysearch:busy", headers={"retry-after": "5"})
    if isinstance(error, QueryTimeout):
        return Problem(504, error.message, "urn:policysearch:time", {"part": error.part})
    if isinstance(error, NoIndexError):
        return Problem(503, Message("web.no_index"), "urn:policysearch:index")  # not where it would be
    if isinstance(error, PolicySearchError):
        return Problem(503, Message("web.unreadable_index"), "urn:policysearch:index")
    if isinstance(error, TimeoutError):
        return Problem(504, Message("web.timeout"), "urn:policysearch:time")
    return Problem(500, Message("web.internal"))


def bad_parameter(name: str, expected: Message) -> Problem:
    """The problem of a wrong value of the parameter `name`."""
    message = Message("web.parameter", name=name, expected=expected)
    return Problem(400, message, "urn:policysearch:parameter", {"parameter": name})


def no_query(q: str) -> Problem:
    """The problem of an empty query."""
    something = Message("web.something")
    message, more = Message("web.parameter", name="q", expected=something), {"query": q, "position": 0}
    expected = Message("query.nothing")
    return Problem(400, message, "urn:policysearch:query", more | {"expected": something}, expected=expected)
