"""The lines of an element of a web page: blocks, breaks, numbers of lists, tables of data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from ...text.numerals import chinese
from .. import cells as rows
from . import data_tables, site_metadata

BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SHORT = 120
INDENT = re.compile(r"[ \n]*[\xa0　]{2}")  # before the first letter of a paragraph
_INDENTED = re.compile(r"text-indent\s*:\s*([0-9.]+)", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_INHERITED = 5  # elements around one from which it may have its indent
_BESIDE = frozenset("b em font i label span strong".split())
_INK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]+")
EDGE = "\0"  # a line that marks where the element of the text begins and ends; no page holds a NUL


class Lines:
    """Walks a tree without recursion and gives its lines."""

    def __init__(self, first: Tag | None = None, last: Tag | None = None) -> None:
        self.first, self.last = first, last  # a line EDGE stands before and after the lines from one to the other
        self.line: list[str] = []
        self.indent = False  # whether the block that is open indents its first line
        self.centred = False  # whether it is set in the middle
        self.in_the_middle: set[str] = set()  # lines that are
        self.indented: set[str] = set()  # lines that are set as paragraphs of a text
        self.pieces: dict[str, tuple[str, ...]] = {}  # of short lines of several texts: these
        self.tables: list[rows.GridLines] = []  # that were met
        self.numbers: list[Iterator[str] | None] = []  # of the lists that are open

    def of(self, root: Tag) -> Iterator[str]:
        """The lines of `root`; a table comes as `cells.table` gives it."""
        around = list(self.first.parents) if self.first is not None else []  # a table around the text is none of data
        stack: list[tuple[PageElement, bool]] = [(root, True)]
        while stack:
            piece, opens = stack.pop()
            if isinstance(piece, NavigableString):
                if not isinstance(piece, PreformattedString):
                    yield from self.text(piece)
                continue
            if not isinstance(piece, Tag):
                continue
            if piece.name in BLOCKS and (opens or piece.name != "li" or self.line):
                yield from self.flush()
                self.indent = opens and is_indented(piece)
                self.centred = opens and is_centred(piece)
            if piece is (self.first if opens else self.last):
                yield from self.flush()
                yield EDGE
            if not opens:
                if piece.name in ("ol", "ul"):
                    self.numbers.pop()
                continue
            if piece.name in ("br", "sup", "rt", "rp"):
                yield from self.inline(piece)
            elif (
                piece.name == "table"
                and not any(piece is one for one in around)
                and (cells := data_tables.cells(piece, lines))
            ):
                yield from self.table(piece, cells)
                if piece is self.last:
                    yield EDGE
            else:
                self.start_item(piece)
                stack.append((piece, False))
                stack += [(child, True) for child in reversed(piece.contents)]
                if piece.name in _BESIDE and not self.line and _labels(piece):
                    stack.insert(len(stack) - len(piece.contents), (NavigableString("："), True))
        yield from self.flush()

    def inline(self, piece: Tag) -> Iterator[str]:
        """The lines that a break ends, but not between a number and its title. Readings above characters (rt, rp) are left out."""
        if piece.name == "sup":
            self.line.append(rows.superscript(piece.get_text().strip()))
        elif piece.name == "br":
            if rows.BARE_NUMBER.fullmatch("".join(self.line)):
                self.line.append(" ")
            else:
                yield from self.flush()

    def table(self, piece: Tag, cells: data_tables.Cells) -> rows.GridLines:
        """A table of data, with its captions."""
        captions = [tag for tag in piece.children if isinstance(tag, Tag) and tag.name == "caption"]
        titles = [rows.joined(Lines().of(tag)) for tag in captions]
        self.tables.append(rows.table(cells.rows, titles, cells.head, cells.merged))
        return self.tables[-1]

    def start_item(self, piece: Tag) -> None:
        """The beginning of a list, or the number of an item."""
        if piece.name in ("ol", "ul"):
            self.numbers.append(_numbers(piece) if piece.name == "ol" else None)
        elif piece.name == "li" and self.numbers and (numbers := self.numbers[-1]):
            self.line.append(next(numbers))

    def text(self, piece: NavigableString) -> Iterator[str]:
        """Text goes on with the line; in <pre> it is lines of its own."""
        if "\n" in piece and piece.find_parent("pre"):
            for line in piece.split("\n"):
                self.line.append(line)
                yield from self.flush()
        else:
            self.line.append(_INK.sub(lambda found: "\n" if "\n" in found[0] else " ", piece))

    def flush(self) -> Iterator[str]:
        """The line that ends here, unless nothing stands in it."""
        printed = "".join(self.line)
        line = rows.joined(printed.split("\n")).replace("\xa0", " ").strip(" 　")
        if line and (self.indent or INDENT.match(printed)):
            self.indented.add(line)
        if line and self.centred:
            self.in_the_middle.add(line)
        if len(line) <= _SHORT and len(pieces := tuple(piece for text in self.line if (piece := text.strip()))) > 1:
            if sum(map(site_metadata.is_labelled, pieces)) > 1:  # labels beside each other, with no blank between
                line = "　".join(pieces)
            self.pieces[line] = pieces
        self.line = []
        if line:
            yield line


def is_indented(tag: Tag, *pieces: str) -> bool:
    """Whether an element, or one of the `pieces` of text in it, indents its first line: as editors set a text, and templates do
    not set what stands around it."""
    if "Mso" in str(tag.get("class", "")) or any(INDENT.match(piece) for piece in pieces):
        return True
    for one in (tag, *islice(tag.parents, _INHERITED)):
        if said := _INDENTED.search(str(one.get("style", ""))):
            return said[1].strip("0.") != ""
    return False


def is_centred(tag: Tag) -> bool:
    """Whether an element by itself sets its text in the middle, or is a heading."""
    return (
        tag.name in ("center", "h1", "h2", "h3", "h4", "h5", "h6")
        or str(tag.get("align", "")).lower() == "center"
        or _CENTRED.search(str(tag.get("style", ""))) is not None
    )


def _labels(tag: Tag) -> bool:
    """Whether an element is a label of a card whose value is the next element, without a colon between."""
    text, after = tag.get_text(), tag.next_sibling
    while isinstance(after, NavigableString) and not after.strip():
        after = after.next_sibling
    return (
        len(text) < 12
        and isinstance(after, Tag)
        and after.name in _BESIDE
        and site_metadata.is_label(text)
        and not text.rstrip().endswith((":", "：", "】", "]"))
    )


def lines(tag: Tag) -> Iterator[str]:
    """The lines of an element."""
    return Lines().of(tag)


def _numbers(tag: Tag) -> Iterator[str]:
    """The numbers that a browser prints before the items of a list."""
    start = str(tag.get("start", ""))
    number = int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1
    style = f"{tag.get('style', '')}{tag.get('type', '')}"
    while True:
        if re.search(r"cjk|chinese|ideographic", style):
            yield f"{chinese(number)}、" if number <= 9999 else f"{number}. "
        elif re.search(r"none", style):
            yield ""
        else:
            yield f"{number}. "
        number += 1
