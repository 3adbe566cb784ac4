"""Word documents (.docx) as blocks: paragraphs with their automatic numbers, tables, text boxes and footnotes in document order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells as rows
from ..opc import DAMAGE, Package
from ..text import Reading
from ..xml import Refused
from . import symbols
from .numbering import Numbering, W, is_on, numbering

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNPRINTED = frozenset(  # deleted, moved away, settings, codes of fields
    f"{W}{name}"
    for name in "del moveFrom pPr rPr instrText delText delInstrText rt sdtPr sdtEndPr tblPr trPr tcPr sectPr".split()
)
_BOX = f"{W}txbxContent"
_FRACTION = (f"{_MATH}num", f"{_MATH}den")


def read(data: bytes, shown: str) -> Reading:
    """The text of a Word document; raises CorpusError for what cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            word = _Word(archive)
            lines, grids = rows.flattened(word.body())
            left_out = ("files embedded in its text (altChunk), left out",) if word.embedded else ()
            return Reading(lines, "docx", grids=grids, left_out=left_out)
    except Refused as error:
        raise CorpusError(shown, Message("files.docx_part", error=error)) from error
    except DAMAGE as error:
        raise CorpusError(shown, Message("files.docx_damaged")) from error


class _Word(Package):
    """One document and its parts."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        super().__init__(archive)
        self.embedded = False  # text that lies in another file
        names = set(archive.namelist())
        self.main = "word/document.xml"
        if self.main not in names:
            self.main = next(name for kind, name in self.relations("") if kind == "officeDocument")
        parts = {kind: name for kind, name in self.relations(self.main) if name in names}
        self.numbering: Numbering = numbering(self.part(parts["numbering"]) if "numbering" in parts else None)
        self.styles: dict[str, tuple[str, str, str]] = {}  # id: based on, numId, level
        self.hiding: dict[str, bool] = {}  # id of a style: whether it hides text, where it says so itself
        if "styles" in parts:
            self.read_styles(self.part(parts["styles"]))
        self.notes: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            if f"{kind}s" in parts:
                for note in self.part(parts[f"{kind}s"]).findall(f"{W}{kind}"):
                    if note.get(f"{W}type", "normal") == "normal":
                        self.notes[kind, note.get(f"{W}id", "")] = note
        self.cited: list[tuple[str, str]] = []

    def read_styles(self, root: Element) -> None:
        for style in root.findall(f"{W}style"):
            based = style.find(f"{W}basedOn")
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            id = style.get(f"{W}styleId", "")
            if (hidden := style.find(f"{W}rPr/{W}vanish")) is not None:
                self.hiding[id] = is_on(hidden)
            self.styles[id] = (
                "" if based is None else based.get(f"{W}val", ""),
                "" if number is None else number.get(f"{W}val", ""),
                "" if level is None else level.get(f"{W}val", ""),
            )

    def body(self) -> Iterator[rows.Block]:
        """The body, then the footnotes in the order in which they are cited, each after its mark."""
        body = self.part(self.main).find(f"{W}body")
        if body is None:
            raise Refused("has no body")
        yield from self.blocks(body)
        for number, key in enumerate(dict.fromkeys(self.cited), 1):
            yield f"[{number}] {rows.joined(self.lines(self.notes[key]))}"

    def lines(self, parent: Element) -> tuple[str, ...]:
        """The lines of what stands in `parent`."""
        return rows.flattened(self.blocks(parent))[0]

    def blocks(self, parent: Element) -> Iterator[rows.Block]:
        """Paragraphs and tables in `parent`; paragraphs whose mark between is deleted are one."""
        begun: list[Element] = []
        for element in parent:
            if element.tag == f"{W}p":
                begun.append(element)
                if element.find(f"{W}pPr/{W}rPr/{W}del") is None:
                    yield from self.paragraph(begun)
                    begun = []
                continue
            if begun:
                yield from self.paragraph(begun)
                begun = []
            if element.tag == f"{W}tbl":
                yield self.table(element)
            elif element.tag == f"{W}altChunk":
                self.embedded = True
            elif element.tag not in _UNPRINTED:
                yield from self.blocks(_newest_choice(element))
        if begun:
            yield from self.paragraph(begun)

    def paragraph(self, pieces: Sequence[Element]) -> Iterator[rows.Block]:
        """The lines of a paragraph of one piece or more, then those of the text boxes anchored in it."""
        boxes: list[Element] = []
        text = "".join(
            part for piece in pieces for part in self.text(piece, boxes, self.hides(piece.find(f"{W}pPr/{W}pStyle")))
        )
        head, broken, title = text.partition("\n")
        if broken and rows.BARE_NUMBER.fullmatch(head):
            text = f"{head} {title}"
        label = self.label(pieces[0]) if text.strip() else ""
        for line in text.split("\n"):
            if line.strip():
                yield label + line.strip(" 　")
                label = ""
        for box in boxes:
            yield from self.blocks(box)

    def hides(self, style: Element | None) -> bool:
        """Whether a style, or the nearest of those that it is based on that says so, hides text."""
        name = "" if style is None else style.get(f"{W}val", "")
        for _ in range(20):
            if name in self.hiding or name not in self.styles:
                break
            name = self.styles[name][0]
        return self.hiding.get(name, False)

    def is_hidden(self, run: Element, by_paragraph: bool) -> bool:
        """Whether a run is hidden: by itself, or by the style of its characters or its paragraph; by both it is shown."""
        own = run.find(f"{W}rPr/{W}vanish")
        return is_on(own) if own is not None else self.hides(run.find(f"{W}rPr/{W}rStyle")) != by_paragraph

    def text(self, element: Element, boxes: list[Element], hidden: bool = False, font: str = "") -> Iterator[str]:
        """The characters of a paragraph or run; text boxes in it go into `boxes`.

        `hidden` says whether the style of the paragraph hides its text, `font` is that of the run.
        """
        for child in _newest_choice(element):
            tag = child.tag
            if tag in _UNPRINTED:
                continue
            if tag == _BOX:
                boxes.append(child)
            elif tag in (f"{W}t", f"{_MATH}t"):
                yield symbols.to_text(re.sub(r"[\s]", " ", child.text or ""), font)
            elif tag == f"{W}sym":
                code = child.get(f"{W}char", "")
                if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
                    yield symbols.character(int(code, 16), child.get(f"{W}font", font))
            elif tag == f"{W}tab":
                yield "  "
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                key = (tag[len(W) :].removesuffix("Reference"), child.get(f"{W}id", ""))
                if key in self.notes and len(self.cited) < 100_000:
                    self.cited.append(key)
            elif tag == f"{_MATH}f":
                parts = ("".join(self.text(part, boxes, hidden)) for part in child if part.tag in _FRACTION)
                yield "/".join(parts)
            elif tag == f"{W}r":
                if self.is_hidden(child, hidden):
                    continue
                fonts, raised = child.find(f"{W}rPr/{W}rFonts"), child.find(f"{W}rPr/{W}vertAlign")
                own = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
                piece = "".join(self.text(child, boxes, hidden, own))
                yield (
                    rows.superscript(piece) if raised is not None and raised.get(f"{W}val") == "superscript" else piece
                )
            else:
                yield from self.text(child, boxes, hidden, font)

    def label(self, paragraph: Element) -> str:
        """The automatic number of a paragraph, of its own or of its style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number = level = ""
        if own is not None:
            found, depth = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            number = "" if found is None else found.get(f"{W}val", "")
            level = "" if depth is None else depth.get(f"{W}val", "")
        steps = 0
        while not number and name in self.styles and steps < 20:
            based, number, level = self.styles[name]
            if number and not level:
                level = str(self.numbering.level_of_style(number, name))
            name, steps = based, steps + 1
        if not number or number == "0":
            return ""
        return self.numbering.label(number, int(level) if level.isdigit() else 0)

    def table(self, table: Element) -> rows.GridLines:
        """A table; a cell merged over columns or rows stands where it begins."""
        every: list[list[list[str]]] = []
        spans: list[list[int]] = []  # of each cell: row, column, rows down, columns across
        above: dict[int, list[int]] = {}  # the last cell of each column
        head = 0
        for n, row in enumerate(_each(table, f"{W}tr")):
            repeated = row.find(f"{W}trPr/{W}tblHeader")
            head += head == n and repeated is not None and is_on(repeated)
            cells: list[list[str]] = [[]] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for cell in _each(row, f"{W}tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                lines = [] if goes_on else [line.replace("\t", " ").strip() for line in self.lines(cell)]
                across = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                if goes_on and len(cells) in above:
                    above[len(cells)][2] += 1
                else:
                    above[len(cells)] = [n, len(cells), 1, across]
                    spans.append(above[len(cells)])
                cells.append([line for line in lines if line])
                cells += [[]] * (across - 1)
                if len(cells) > rows.MOST_COLUMNS:
                    break
            every.append(cells)
        return rows.table(
            every, (), head, ((n, at, down, across) for n, at, down, across in spans if down * across > 1)
        )


def _newest_choice(element: Element) -> Element:
    """Of what is stored in two ways the one that newer programs show."""
    if element.tag != f"{_CHOICE}AlternateContent":
        return element
    found = element.find(f"{_CHOICE}Choice")
    found = element.find(f"{_CHOICE}Fallback") if found is None else found
    return element if found is None else found


def _each(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those in content controls, insertions and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _UNPRINTED and child.tag not in (f"{W}tbl", f"{W}p", f"{W}tc", f"{W}tr"):
            yield from _each(child, tag)


def _number(element: Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value), rows.MOST_COLUMNS) if value.isdigit() and len(value) < 5 else otherwise
