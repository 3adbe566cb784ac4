"""PDF as pages of characters and rules; the only module that knows pdfium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, Protocol

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells
from ..text import Reading, numbered
from . import layout, substitute_font
from .layout import Page
from .lines import Char
from .ruled_tables import Rule

MOST_PAGES = 5_000
MOST_CHARS = 20_000_000
MOST_RULES = 20_000  # of a page; a drawing with more is no table
_SHARP, _LONGEST = 200, 3_600  # pixels to the inch of a page that is recognised, and of its longer side at most
FEWEST = 5  # characters that make a page with a picture more than a scan

_PATH, _IMAGE, _FORM = 2, 3, 5  # FPDF_PAGEOBJ_…
_STANDARD = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")  # fonts that pdfium itself has
_kept: list[Any] = []  # what pdfium goes on pointing to


class Recogniser(Protocol):
    """What reads pages without readable text, as `ocr.pages.Recognised` does."""

    confidences: list[tuple[int, float]]  # of pages, from 1

    def wants(self, readable: bool) -> bool: ...

    def page(self, ordinal: int, picture: Any, width: float, height: float) -> Page | None: ...

    def doubts(self) -> list[str]: ...


def read(data: bytes, shown: str, recogniser: Recogniser | None = None) -> Reading:
    """The text layer of a PDF, and what `recogniser` sees on other pages; raises CorpusError for what cannot be read. Called by `isolated`, in a process of its own."""
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
    pages: list[layout.Laid] = []
    scans: list[int] = []
    broken: list[int] = []
    unlaid: list[int] = []
    gutter: float | None = None
    total = 0
    for n in range(count):
        try:
            page, pictures, drawn = _page(document, n, raw)
        except Exception as error:  # whatever is wrong with one page, the others are read
            _fault_of_the_page(error)
            broken.append(n + 1)
            continue
        if recogniser and recogniser.wants(not pictures or len(page.chars) >= FEWEST):
            other = recogniser.page(n + 1, _picture(document, n), page.width, page.height)
            if other and 2 * len(other.chars) >= len(page.chars):  # else it is drawn in a font that is not in the file
                page = other
        total += len(page.chars)
        if total > MOST_CHARS:
            raise CorpusError(shown, Message("files.pdf_characters", most=MOST_CHARS))
        if pictures and len(page.chars) < FEWEST:
            scans.append(n + 1)
        try:
            pages.append(layout.lay(page, gutter))
        except Exception as error:
            _fault_of_the_page(error)
            pages.append(layout.plain(page))
            drawn = False
        if not drawn:
            unlaid.append(n + 1)
        gutter = pages[-1].gutter or gutter
    if not total:
        if broken and not scans:
            raise CorpusError(shown, Message("files.pdf_damaged"))
        raise CorpusError(shown, Message("files.pdf_scan" if scans else "files.pdf_empty"))
    try:
        lines, grids = cells.flattened(layout.blocks(pages))
    except Exception as error:
        _fault_of_the_page(error)
        lines, grids = tuple(layout.plain_lines(pages)), ()
        unlaid = [n for n in range(1, count + 1) if n not in set(broken)]
    left_out = recogniser.doubts() if recogniser else []
    if unlaid:
        left_out.append(f"{numbered(unlaid)} could not be laid out; the text was taken line by line")
    if scans:
        left_out.append(f"{numbered(scans)} {_are(scans)} without a text layer, left out; it needs OCR")
    if broken:
        left_out.append(f"{numbered(broken)} {_are(broken)} damaged, left out")
    recognised = tuple(recogniser.confidences) if recogniser else ()
    return Reading(lines, "pdf", grids=grids, left_out=tuple(left_out), recognised=recognised)


def _fault_of_the_page(error: Exception) -> None:
    """Raise `error` where it is none: with more memory the page may be read."""
    if isinstance(error, MemoryError):
        raise error


def _are(pages: list[int]) -> str:
    return "are" if len(pages) > 1 else "is"


def _without_fonts_of_the_machine(raw: Any) -> None:
    """Let pdfium take the standard fonts from itself, and `substitute.font` for every other that a PDF does not hold.

    What it tells of characters (which there are, their boxes) follows the font; the machine's would make that differ.
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


def _page(document: Any, n: int, raw: Any) -> tuple[Page, bool, bool]:
    """Page `n` from 0, upright, y counted downwards; whether there is a picture on it; and whether all drawn on it was read."""
    page = document[n]
    try:
        width, height = page.get_size()
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

        text = page.get_textpage()
        try:
            chars = list(_chars(text.raw, text.count_chars(), place, raw, turned))
        finally:
            text.close()
        rules: list[Rule] = []
        pictures, drawn = False, True
        try:
            for item in page.get_objects(filter=(_PATH, _IMAGE), max_depth=3):
                if item.type == _IMAGE:
                    pictures = True
                elif len(rules) <= MOST_RULES:
                    rules += _rules(item, place, raw)
        except Exception as error:  # its text can still be told
            _fault_of_the_page(error)
            drawn = False
        return Page(width, height, chars, rules if len(rules) <= MOST_RULES else []), pictures, drawn
    finally:
        page.close()


def _picture(document: Any, n: int) -> Any:
    """Page `n` from 0 as a picture."""
    page = document[n]
    try:
        scale = min(_SHARP / 72, _LONGEST / max(1.0, *page.get_size()))
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def _chars(text: Any, count: int, place: Any, raw: Any, turned: int) -> Iterator[Char]:
    """The printed characters; those set askew, as watermarks are, are left out."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code == 2:  # pdfium's sign for a hyphen at the end of a line
            code = 0x2D
        if code < 32 or code in (0xFFFE, 0xFFFF, 0xFEFF) or raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        angle = raw.FPDFText_GetCharAngle(text, i)
        if angle >= 0 and abs((angle * 57.2958 + 45) % 90 - 45) > 5:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, i, box) or not raw.FPDFText_GetCharOrigin(text, i, x, y):
            continue
        (x0, y0), (x1, y1) = place(box.left, box.top), place(box.right, box.bottom)
        base = place(x.value, y.value)[1]
        if all(map(math.isfinite, (x0, x1, y0, y1, base))):
            yield Char(chr(code), min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), base)


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
