"""Output formats of a search: each a module of `formats` that is found by its name and loaded when it is asked for.

A module `formats/NAME.py` has `FORMAT`, a Format. Nothing else has to be changed: the command line offers it as
`--format NAME`, and the API as `format=NAME` where it is `served`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..search.query_parts import Part


class Found(NamedTuple):
    """The results of a search, as a format gets them."""

    answer: Answer
    length: int = 120  # characters of a snippet, at most
    facets: dict[str, dict[str, int]] | None = None  # counts by field and value, when they were asked for
    meant: str | None = None  # a query that finds more, when this found little
    language: str = "zh"  # of what is not from the documents: "zh" or "en"
    instead: tuple[str, int] | None = None  # the query for titles of documents instead of headings, and its total
    parts: Sequence[Part] = ()  # of a query that finds nothing: what each part of it finds alone


class Format(NamedTuple):
    """How an answer is written."""

    media_type: str
    write: Callable[[Found], str]
    bom: bool = False  # whether a byte-order mark may stand before it
    served: bool = True  # whether /api/search offers it


@cache
def names() -> tuple[str, ...]:
    """The names of all formats, JSON first."""
    found = {path.stem for path in (Path(__file__).parent / "formats").glob("*.py")} - {"__init__"}
    return tuple(sorted(found, key=lambda name: (name != "json", name)))


def load(name: str) -> Format:
    """The format with this name, of `names()`."""
    found: Format = import_module(f".formats.{name}", __package__).FORMAT
    return found
