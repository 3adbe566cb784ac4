"""PDF as pages of characters and rules; the only module that knows pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells
from ..settings import COMMENTS, reads
from ..text import Reading, on_pages
from . import layout, substitute_font, title_levels
from .bookmarks import bookmarks, label
from .chars import Found, Place, characters, flatten, value_chars
from .direction import level
from .layout import Page
from .ruled_tables import Rule

MOST_PAGES = 5_000
MOST_CHARS = 20_000_000
MOST_RULES = 20_000  # of a page; a drawing with more is no table
_SHARP, _LONGEST = 200, 3_600  # pixels to the inch of a page that is recognised, and of its longer side at most
FEWEST = 5  # characters that make a page with a picture more than a scan
UNREADABLE = 0.3  # the share of characters without meaning that makes a page one that only OCR can read

_PATH, _IMAGE, _FORM = 2, 3, 5  # FPDF_PAGEOBJ_…
_STANDARD = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")  # fonts that pdfium itself has
_kept: list[Any] = []  # what pdfium goes on pointing to


class Recogniser(Protocol):
    """A recogniser of pages without readable text, as `ocr.pages.Recognised` is."""

    @property
    def recognised(self) -> tuple[tuple[int, float, str], ...]: ...

    def wants(self, readable: bool) -> bool: ...

    def page(self, ordinal: int, picture: Any, width: float, height: float) -> Page | None: ...

    def doubts(self) -> list[Message]: ...


def read(data: bytes, shown: str, recogniser: Recogniser | None = None) -> Reading:
    """The text layer of a PDF, and what `recogniser` sees on other pages; raises CorpusError for what cannot be read. Called by `sandbox`, in a process of its own."""
    try:
        import pypdfium2
        from pypdfium2 import raw
    except ImportError as error:
        raise CorpusError(shown, Message("files.pdf_extra")) from error
    _without_fonts_of_the_machine(raw)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        password = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise CorpusError(shown, Message("files.pdf_encrypted" if password else "files.pdf_damaged")) from error
    if count > MOST_PAGES:
        raise CorpusError(shown, Message("files.pdf_pages", count=count, most=MOST_PAGES))
    file = _File(document, shown, raw, recogniser)
    for n in range(count):
        file.read(n)
    return file.reading(count)


@dataclass(slots=True)
class _File:
    """The content of the pages of a PDF so far; pages are numbered from 1."""

    document: Any
    shown: str
    raw: Any
    recogniser: Recogniser | None
    pages: list[layout.Laid] = field(default_factory=list)
    faults: dict[str, list[int]] = field(default_factory=dict)  # by kind: the pages
    gutter: float | None = None
    total: int = 0  # characters

    def note(self, fault: str, n: int) -> None:
        self.faults.setdefault(fault, []).append(n + 1)

    def read(self, n: int) -> None:
        """Add page `n` from 0."""
        try:
            page, seen = _page(self.document, n, self.raw)
        except Exception as error:  # whatever is wrong with one page, the others are read
            _fault_of_the_page(error)
            self.note("broken", n)
            return
        readable = seen.unreadable <= UNREADABLE * (len(page.chars) + seen.unreadable)
        if not readable:
            page.chars.clear()
        asked, tried = self.recogniser, False
        if asked and asked.wants(readable and (not seen.pictures or len(page.chars) >= FEWEST)):
            other = asked.page(n + 1, _picture(self.document, n), page.width, page.height)
            tried = other is not None
            if other and 2 * len(other.chars) >= len(page.chars):  # else it is drawn in a font that is not in the file
                page = other
        page.ordinal, page.label = n + 1, label(self.document, n, self.raw)
        self.total += len(page.chars)
        if self.total > MOST_CHARS:
            raise CorpusError(self.shown, Message("files.pdf_characters", most=MOST_CHARS))
        if len(page.chars) < FEWEST and (seen.pictures or not readable):
            self.note("unrecognised" if tried else "scans" if readable else "unreadable", n)
        if seen.notes and not reads(COMMENTS):
            self.note("notes", n)
        if seen.many:
            self.note("many", n)
        if seen.shifted:
            self.note("shifted", n)
        if not self.lay(page) or not seen.drawn:
            self.note("unlaid", n)
        if reads(COMMENTS) and self.pages:
            self.pages[-1].notes += seen.notes

    def lay(self, page: Page) -> bool:
        """Lay a page out; whether that could be done."""
        try:
            laid = []
            for part in level(page):
                laid.append(layout.lay(part, self.gutter))
                self.gutter = laid[-1].gutter or self.gutter
        except Exception as error:
            _fault_of_the_page(error)
            self.pages.append(layout.plain(page))
            return False
        self.pages += laid
        return True

    def reading(self, count: int) -> Reading:
        """The text of `count` pages."""
        if not self.total:
            if "broken" in self.faults and not {"scans", "unreadable", "unrecognised"} & self.faults.keys():
                raise CorpusError(self.shown, Message("files.pdf_damaged"))
            why = next((why for fault, why in _WITHOUT_TEXT.items() if fault in self.faults), "empty")
            raise CorpusError(self.shown, Message(f"files.pdf_{why}"))
        try:
            text = layout.blocks(self.pages)
            lines, grids = cells.flattened(text.blocks)
        except Exception as error:
            _fault_of_the_page(error)
            text = layout.plain_lines(self.pages)
            lines, grids = cells.flattened(text.blocks)
            self.faults["unlaid"] = [n for n in range(1, count + 1) if n not in self.faults.get("broken", ())]
        named = bookmarks(self.document, self.raw)
        left_out: list[Message] = self.recogniser.doubts() if self.recogniser else []
        left_out += [on_pages(kind, pages) for kind in _FAULTS if (pages := self.faults.get(kind))]
        if named is None:
            left_out.append(Message("omissions.bookmarks"))
        return Reading(
            lines,
            "pdf",
            grids=grids,
            left_out=tuple(left_out),
            recognised=self.recogniser.recognised if self.recogniser else (),
            page_starts=tuple(text.starts),
            levels=title_levels.levels(text.printed, named or ()),
        )


_WITHOUT_TEXT = {
    "scans": "scan",
    "unreadable": "unreadable",
    "unrecognised": "unrecognised",
}  # codes of `messages.files`
_FAULTS = ("unlaid", *_WITHOUT_TEXT, "broken", "notes", "many", "shifted")  # codes of `messages.omissions`


def _fault_of_the_page(error: Exception) -> None:
    """Raise `error` where it is none: with more memory the page may be read."""
    if isinstance(error, MemoryError):
        raise error


def _without_fonts_of_the_machine(raw: Any) -> None:
    """Make pdfium use its own standard fonts, and `substitute_font.font` for every other that a PDF does not hold.

    Characters and their boxes depend on the font: with the fonts of the machine they would differ between machines.
    """
    if _kept:
        return
    data = substitute_font.font()

    def find(_info: Any, _weight: int, _italic: int, _charset: int, _family: int, face: Any, _exact: Any) -> int | None:
        return None if (ctypes.cast(face, ctypes.c_char_p).value or b"").startswith(_STANDARD) else 1

    def copy(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # tables are not asked for one by one, but for that of a collection
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO(version=1)
    for name, function in {
        "MapFont": find,
        "GetFont": lambda *_: None,
        "GetFontData": copy,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": lambda *_: None,
    }.items():
        setattr(info, name, kinds[name](function))
    _kept.append(info)
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))


@dataclass(slots=True)
class _Seen:
    """Facts about a page beside its characters and rules."""

    pictures: bool = False
    drawn: bool = True  # all that is drawn was read
    unreadable: int = 0  # Found.unreadable
    notes: list[str] = field(default_factory=list)
    many: bool = False  # too many form fields and notes to be read
    shifted: bool = False  # Found.shifted


def _page(document: Any, n: int, raw: Any) -> tuple[Page, _Seen]:
    """Page `n` from 0 as it is shown, y counted downwards."""
    seen = _Seen()
    page = document[n]
    try:
        values: list[tuple[str, tuple[float, float, float, float]]] = []
        try:
            changed, values, seen.notes = flatten(page, raw)
        except ValueError:
            changed, seen.many = False, True
        if changed:
            page.close()
            page = document[n]
        width, height = page.get_size()
        place = _place(page, width, height)
        found = _characters(page, place, raw)
        seen.unreadable, seen.shifted = found.unreadable, found.shifted
        for value, box in values:
            found.chars += value_chars(value, box, place)
        rules: list[Rule] = []
        try:
            for item in page.get_objects(filter=(_PATH, _IMAGE), max_depth=3):
                if item.type == _IMAGE:
                    seen.pictures = True
                elif len(rules) <= MOST_RULES:
                    rules += _rules(item, place, raw)
        except Exception as error:  # its text can still be told
            _fault_of_the_page(error)
            seen.drawn = False
        return Page(width, height, found.chars, rules if len(rules) <= MOST_RULES else []), seen
    finally:
        page.close()


def _characters(page: Any, place: Place, raw: Any) -> Found:
    text = page.get_textpage()
    try:
        return characters(text.raw, text.count_chars(), place, raw, page.get_rotation())
    finally:
        text.close()


def _place(page: Any, width: float, height: float) -> Place:
    """The function that takes a point of a page to where it is shown."""
    left, bottom, *_ = page.get_bbox()
    turned = page.get_rotation()

    def place(x: float, y: float) -> tuple[float, float]:
        x, y = x - left, y - bottom
        if turned == 90:
            return y, x
        if turned == 180:
            return width - x, y
        if turned == 270:
            return width - y, height - x
        return x, height - y

    return place


def _picture(document: Any, n: int) -> Any:
    """Page `n` from 0 as a picture."""
    page = document[n]
    try:
        scale = min(_SHARP / 72, _LONGEST / max(1.0, *page.get_size()))
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def _rules(item: Any, place: Any, raw: Any) -> Iterator[Rule]:
    """The level and upright strokes and edges of a drawn path."""
    count = raw.FPDFPath_CountSegments(item.raw)
    if not 0 < count <= MOST_RULES:
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield Rule(last[0], last[1], point[0], point[1])
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield Rule(last[0], last[1], first[0], first[1])
