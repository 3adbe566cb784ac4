"""Pages, and the text that is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...model.grids import PageStart
from .. import cells as rows
from .lines import Char
from .page_tables import Ruled
from .ruled_tables import Rule


@dataclass(slots=True)
class Page:
    """The content of a page, from the reader of its format."""

    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]
    ordinal: int = 0  # of the page in its file, from 1
    label: str = ""  # what the file says is printed on it, where that is not its number


@dataclass(slots=True)
class Row:
    """One printed line of one column."""

    text: str
    x0: float
    x1: float
    base: float
    size: float  # height of its characters
    column: int  # 0 for the whole width, 1 left, 2 right
    torn: bool  # it is three pieces or more, far from each other
    style: int = 0  # of most of its characters: Char.style


@dataclass(slots=True)
class Laid:
    """A page in reading order."""

    height: float
    items: list[Row | Ruled]
    gutter: float | None  # the middle of the strip between two columns
    ordinal: int = 0  # Page.ordinal
    label: str = ""  # Page.label
    width: float = 0.0
    watermarks: frozenset[str] = frozenset()  # that were taken off it
    notes: list[str] = field(default_factory=list)  # beside its text, that are to be read


class Printed(NamedTuple):
    """The print of a paragraph."""

    line: int  # in the text, from 1
    text: str
    rows: int  # printed lines
    size: float  # height of the characters of its first
    heavy: bool  # its font
    page: int  # on which it begins


class Text(NamedTuple):
    """The text of all pages of a document."""

    blocks: list[rows.Block]
    starts: list[PageStart]
    printed: list[Printed]  # of its paragraphs
