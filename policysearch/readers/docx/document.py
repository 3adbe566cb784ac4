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
from ..opc import DAMAGE, MATH, OFFICE, Package, newest_choice
from ..settings import COMMENTS, HEADERS, reads
from ..text import Reading
from ..xml import Refused
from . import beside, symbols
from .fields import Fields
from .numbering import Numbering, W, is_on, numbering
from .styles import Styles, name_of, outline_level

_UNPRINTED = frozenset(  # deleted, moved away, settings, codes of fields
    f"{W}{name}"
    for name in "del moveFrom pPr rPr instrText delText delInstrText rt sdtPr sdtEndPr tblPr trPr tcPr sectPr".split()
)
_BOX = f"{W}txbxContent"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_SHAPES = frozenset((_BOX, _WORD_ART, "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"))
_FRACTION = (f"{MATH}num", f"{MATH}den")
_MARKS = {f"{W}tab": "  ", f"{W}ptab": "  ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_CHUNKS = frozenset(("htm", "html", "xhtml", "mht", "txt"))
_DEEPEST_CHUNK = 2  # documents in one another


def read(data: bytes, shown: str) -> Reading:
    """The text of a Word document; raises CorpusError for what cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            word = _Word(archive)
            blocks = list(word.body())
    except Refused as error:
        raise CorpusError(shown, Message("files.docx_part", error=error)) from error
    except DAMAGE as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(shown, Message("files.docx_damaged")) from error
    lines, grids = rows.flattened(blocks)
    left_out = (Message("omissions.embedded"),) if word.embedded else ()
    return Reading(lines, "docx", grids=grids, left_out=left_out, levels=_levels(blocks))


class _Title(str):
    """A line that has a level in the outline of the document, from 1."""

    level: int

    def __new__(cls, text: str, level: int) -> _Title:
        title = super().__new__(cls, text)
        title.level = level
        return title


def _levels(blocks: Sequence[rows.Block]) -> tuple[tuple[int, int, bool], ...]:
    """The lines with a level, as `Source.levels`; none where most paragraphs have one, which tells nothing."""
    found: list[tuple[int, int, bool]] = []
    line = 1
    for block in blocks:
        if isinstance(block, _Title):
            found.append((line, block.level, True))
        line += 1 if isinstance(block, str) else len(block)
    return tuple(found) if 2 * len(found) < sum(isinstance(block, str) for block in blocks) else ()


class _Word(Package):
    """One document and its parts."""

    def __init__(self, archive: zipfile.ZipFile, depth: int = 0) -> None:
        super().__init__(archive)
        self.depth = depth  # documents around it
        self.embedded = False  # whether text lies in other files that are not read
        self.main = "word/document.xml"
        if not self.has(self.main):
            self.main = next(name for kind, name in self.relations("") if kind == "officeDocument")
        references = [one for one in self.references(self.main) if self.has(one[2])]
        self.targets = {id: name for id, _, name in references}
        parts = {kind: name for _, kind, name in references}
        self.numbering: Numbering = numbering(self.part(parts["numbering"]) if "numbering" in parts else None)
        self.styles = Styles(self.part(parts["styles"]) if "styles" in parts else None)
        self.fields = Fields()
        self.notes: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            if f"{kind}s" in parts:
                for note in self.part(parts[f"{kind}s"]).findall(f"{W}{kind}"):
                    if note.get(f"{W}type", "normal") == "normal":
                        self.notes[kind, note.get(f"{W}id", "")] = note
        self.cited: list[tuple[str, str]] = []
        self.within = 0  # cells and notes around what is read
        body = self.part(self.main).find(f"{W}body")
        if body is None:
            raise Refused("has no body")
        self.main_text = body
        part = self.part(parts["comments"]) if "comments" in parts and reads(COMMENTS) else None
        self.comments = beside.Comments(part, body, self.lines)
        settings = self.part(parts["settings"]) if "settings" in parts and reads(HEADERS) else None
        even = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
        self.even = even is not None and is_on(even)

    def body(self) -> Iterator[rows.Block]:
        """The body, then the footnotes in the order in which they are cited, each after its mark, then headers and footers."""
        yield from self.blocks(self.main_text)
        for number, key in enumerate(dict.fromkeys(self.cited), 1):
            yield f"[{number}] {rows.joined(self.lines(self.notes[key]))}"
        yield from self.comments.rest()
        if reads(HEADERS):
            yield from beside.headers(self, self.main_text, self.targets, self.even, self.lines)

    def lines(self, parent: Element) -> tuple[str, ...]:
        """The lines of the content of `parent`, a part of a block."""
        self.within += 1
        found = rows.flattened(self.blocks(parent))[0]
        self.within -= 1
        return found

    def blocks(self, parent: Element) -> Iterator[rows.Block]:
        """Paragraphs and tables in `parent`, each with the comments on it; paragraphs whose mark between is deleted are one."""
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
                yield from self.chunk(element.get(f"{OFFICE}id", ""))
            elif element.tag not in _UNPRINTED:
                yield from self.blocks(newest_choice(element))
        if begun:
            yield from self.paragraph(begun)

    def chunk(self, id: str) -> Iterator[rows.Block]:
        """The blocks of a file of its own that stands in the text (altChunk): Word, a web page or plain text."""
        from .. import mhtml, text
        from ..html import extract

        name = self.targets.get(id, "")
        kind = name.rpartition(".")[2].lower()
        try:
            data = self.bytes_of(name)
            if data.startswith(b"PK") and self.depth < _DEEPEST_CHUNK:
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    inner = _Word(archive, self.depth + 1)
                    yield from inner.body()
                    self.embedded |= inner.embedded
                return
            if kind not in _CHUNKS:
                raise Refused("is of another kind")
            page = mhtml.page(data, "") if kind == "mht" else data
            reading = text.read(data, "") if kind == "txt" else extract.read(page, "")
        except (Refused, CorpusError, *DAMAGE):
            self.embedded = True
            return
        yield from rows.unflatten(reading.lines, reading.grids)

    def paragraph(self, pieces: Sequence[Element]) -> Iterator[rows.Block]:
        """The lines of a paragraph of one piece or more, then those of the shapes anchored in it."""
        shapes: list[Element] = []
        texts = ["".join(self.text(piece, shapes, self.styles.hides(name_of(piece, "p")))) for piece in pieces]
        self.fields.end_paragraph()
        text = "".join(texts)
        head, broken, title = text.partition("\n")
        if broken and rows.BARE_NUMBER.fullmatch(head):
            text = f"{head} {title}"
        first = next((piece for piece, own in zip(pieces, texts, strict=True) if own.strip()), pieces[-1])
        # Word counts a paragraph without text too, where it prints its mark
        label = self.label(first) if text.strip() or not self.has_hidden_mark(pieces[-1]) else ""
        level = outline_level(first.find(f"{W}pPr"))
        level = self.styles.level(name_of(first, "p")) if level is None else level
        for line in filter(None, (part.strip() and part.strip(" 　") for part in text.split("\n"))):
            yield _Title(label + line, level) if level else label + line
            label, level = "", 0
        for shape in shapes:
            yield from self.shape(shape)
        if not self.within and beside.is_sentence(text):
            yield from self.comments.take()

    def shape(self, shape: Element) -> Iterator[rows.Block]:
        """The text of a drawn shape: a text box, letters set as a drawing, or a diagram."""
        if shape.tag == _WORD_ART:
            yield from filter(None, (line.strip() for line in shape.get("string", "").split("\n")))
        elif shape.tag == _BOX:
            yield from self.blocks(shape)
        else:
            yield from self.diagram(self.targets, shape)

    def has_hidden_mark(self, paragraph: Element) -> bool:
        """Whether the end of a paragraph is hidden, so that one without text takes no line."""
        own = paragraph.find(f"{W}pPr/{W}rPr/{W}vanish")
        return is_on(own) if own is not None else self.styles.hides(name_of(paragraph, "p"))

    def is_hidden(self, run: Element, by_paragraph: bool) -> bool:
        """Whether a run is hidden: by itself, or by the style of its characters or its paragraph; by both it is shown."""
        own = run.find(f"{W}rPr/{W}vanish")
        return is_on(own) if own is not None else self.styles.hides(name_of(run, "r")) != by_paragraph

    def text(self, element: Element, shapes: list[Element], hidden: bool = False, font: str = "") -> Iterator[str]:
        """The characters of a paragraph or run; shapes with text in it go into `shapes`.

        `hidden` says whether the style of the paragraph hides its text, `font` is that of the run.
        """
        for child in newest_choice(element):
            tag = child.tag
            if tag == f"{W}instrText":
                self.fields.add_code(child.text or "")
            elif tag in _UNPRINTED:
                continue
            elif tag in _SHAPES:
                shapes.append(child)
            elif tag == f"{W}fldChar":
                yield self.fields.take(child)
            elif tag == f"{W}r":
                if not self.is_hidden(child, hidden):
                    yield self.run(child, shapes, hidden)
            elif tag == f"{MATH}f":
                parts = ("".join(self.text(part, shapes, hidden)) for part in child if part.tag in _FRACTION)
                yield "/".join(parts)
            elif (said := self.character(child, font)) is None:
                yield from self.text(child, shapes, hidden, font)
            elif self.fields.is_code():
                self.fields.add_code(said)
            else:
                self.fields.mark_printed()
                yield said

    def run(self, run: Element, shapes: list[Element], hidden: bool) -> str:
        """The characters of a run."""
        fonts, raised = run.find(f"{W}rPr/{W}rFonts"), run.find(f"{W}rPr/{W}vertAlign")
        font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        text = "".join(self.text(run, shapes, hidden, font))
        return rows.superscript(text) if raised is not None and raised.get(f"{W}val") == "superscript" else text

    def character(self, element: Element, font: str) -> str | None:
        """The text that an element of a run prints by itself; None for one that holds others."""
        tag = element.tag
        if tag in (f"{W}t", f"{MATH}t"):
            return symbols.to_text(re.sub(r"[\s]", " ", element.text or ""), font)
        if tag == f"{W}sym":
            code = element.get(f"{W}char", "")
            known = re.fullmatch(r"[0-9A-Fa-f]{1,6}", code)
            return symbols.character(int(code, 16), element.get(f"{W}font", font)) if known else ""
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            key = (tag[len(W) :].removesuffix("Reference"), element.get(f"{W}id", ""))
            if key in self.notes and len(self.cited) < 100_000:
                self.cited.append(key)
            return ""
        if tag == f"{W}commentReference":
            self.comments.cite(element.get(f"{W}id", ""))
            return ""
        return _MARKS.get(tag)

    def label(self, paragraph: Element) -> str:
        """The automatic number of a paragraph, of its own or of its style."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        own = {} if properties is None else {one.tag: one.get(f"{W}val", "") for one in properties}
        number, depth = own.get(f"{W}numId", ""), own.get(f"{W}ilvl", "")
        if not number:
            name, style = next(((n, s) for n, s in self.styles.chain(name_of(paragraph, "p")) if s.number), ("", None))
            if style is not None:
                number = style.number
                depth = depth or style.depth or str(self.numbering.level_of_style(number, name))
        if not number or number == "0":
            return ""
        return self.numbering.label(number, int(depth) if depth.isdigit() and len(depth) < 3 else 0)

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


def _each(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those in content controls, insertions and the like; not those deleted."""
    for child in element:
        if child.tag == tag:
            properties = child.find(f"{tag}Pr")
            if properties is None or all(properties.find(f"{W}{mark}") is None for mark in ("del", "cellDel")):
                yield child
        elif child.tag not in _UNPRINTED and child.tag not in (f"{W}tbl", f"{W}p", f"{W}tc", f"{W}tr"):
            yield from _each(child, tag)


def _number(element: Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value), rows.MOST_COLUMNS) if value.isdigit() and len(value) < 5 else otherwise
