"""Options that command line, web and MCP share: name, type, bounds, default, and help in both languages.

Each interface makes click options, checked parameters of an address, or parameters of a tool of them. Where one allows
less or more, it changes them with `dataclasses.replace`.
"""

from __future__ import annotations

from typing import Any

from ..messages.catalogue import Message
from ..model.hits import COMPARED, GROUPS, SORTS
from ..model.record import record


@record
class Option:
    """One option: a text, a whole number when `low` is given, one of `choices`, yes or no when that is its default, several
    values when `many`."""

    name: str
    default: Any = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    longest: int = 200  # characters of a text
    example: Any = None
    code: str = ""  # of its help, when that is not `options.NAME`

    @property
    def about(self) -> Message:
        """Its help, one sentence."""
        return Message(self.code or f"options.{self.name}")


Q = Option("q", example="氢能 district:九龙坡", longest=10_000)
LIMIT = Option("limit", default=10, low=1)
OFFSET = Option("offset", default=0, low=0)
SYNONYMS = Option("synonyms", default=False)
STRICT = Option("strict", default=False)
RELAX = Option("relax", default=False)
SNIPPET = Option("snippet", default=120, low=1)
SORT = Option("sort", default=SORTS[0], choices=SORTS)
GROUP = Option("group", choices=GROUPS)
FOLD = Option("fold", default=True)
ALL_COPIES = Option("all_copies", default=False)
SEMANTIC = Option("semantic", default=True)
FACETS = Option("facets", default=False)
BOM = Option("bom", default=False)
FORMAT = Option("format", default="json")
BY = Option("by", default=COMPARED[0], choices=COMPARED)
SAME = Option("same", default=False)
TERM = Option("term", example="氢能", required=True)
PASSAGE = Option("id", example="cq-jiulongpo-fyp-15/part_3__chp_7__sec_1", required=True, longest=500)
DOCUMENT = Option("id", example="cq-jiulongpo-fyp-15", required=True, longest=300, code="options.document")
