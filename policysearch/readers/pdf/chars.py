"""Characters of a page from pdfium, with the text of its form fields and notes."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..settings import remark
from . import shifted_fonts
from .lines import FAINT, HEAVY, Char

MOST_NOTES = 2_000  # form fields and notes of a page; a page with more keeps them out of its text
_LINK, _POPUP, _FREE_TEXT, _WIDGET, _WATERMARK = 2, 16, 3, 20, 24  # FPDF_ANNOT_…
_STICKY = frozenset((1, 9, 10, 11, 12, 14))  # text, highlight, underline, squiggly, strikeout, caret: beside the text
_HIDDEN = 1 << 1 | 1 << 5  # flags: hidden, not to be viewed
_LONGEST, _MOST_WRITTEN = 2_000, 20_000  # characters of a value, and of all on a page that have no appearance
_LIGHT, _WHITE, _SHEER = 0.55, 0.97, 150  # luminance from which on print is light; that of paper; opacity (255: all)
_BOLD = 600
_ASKEW = 5  # degrees beyond which text is set askew
_BOLD_NAME = re.compile(r"(?i)bold|black|heavy|demi|hei(?!sei)|xbs|xiaobiao|黑|小标宋|粗")

Place = Callable[[float, float], tuple[float, float]]


@dataclass(slots=True)
class Found:
    """The content of a page."""

    chars: list[Char] = field(default_factory=list)
    unreadable: int = 0  # characters without a meaning outside their font, among them
    shifted: bool = False  # ideographs stood for punctuation, figures and letters


def characters(text: Any, count: int, place: Place, raw: Any, turned: int) -> Found:
    """The printed characters of a page that is shown `turned` clockwise; those set askew, as watermarks are, are left out.

    `place` takes a point of the page to where it is shown, y counted downwards.
    """
    found = Found()
    pieces = _Pieces(text, raw, turned)
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    ideographs: dict[str, list[int]] = {}  # by font
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code == 0x20 and raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        if code == 2 and pieces.at(i).known:  # pdfium's sign for a hyphen at the end of a line
            code = 0x2D
        if code < 32 or code in (0xFFFE, 0xFFFF, 0xFEFF):
            found.unreadable += code not in (10, 13, 0xFEFF) and not pieces.at(i).known
            continue
        piece = pieces.at(i)
        if (
            piece.askew
            or not raw.FPDFText_GetLooseCharBox(text, i, box)
            or not raw.FPDFText_GetCharOrigin(text, i, x, y)
        ):
            continue
        if code == shifted_fonts.POINT and shifted_fonts.is_latin(piece.font):
            code = ord("．")
        (x0, y0), (x1, y1) = place(box.left, box.top), place(box.right, box.bottom)
        base = place(x.value, y.value)[1]
        if all(map(math.isfinite, (x0, x1, y0, y1, base))):
            found.unreadable += not piece.known or _is_private(code)
            if 0x4E00 <= code <= 0x9FFF:
                ideographs.setdefault(piece.font, []).append(len(found.chars))
            found.chars.append(
                Char(chr(code), min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), base, piece.style, piece.turn)
            )
    found.shifted = shifted_fonts.restore(found.chars, ideographs)
    return found


def _is_private(code: int) -> bool:
    """Whether a character has no meaning outside its font."""
    return code == 0xFFFD or (code >= 0xE000 and unicodedata.category(chr(code)) in ("Co", "Cn"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """The style of characters that are drawn together."""

    style: int  # Char.style
    turn: int  # Char.turn
    askew: bool
    known: bool  # the font tells its characters
    font: str  # its name


class _Pieces:
    """The pieces of a page, each asked for once, at its first character."""

    def __init__(self, text: Any, raw: Any, turned: int) -> None:
        self.text, self.raw, self.turned = text, raw, turned
        of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        self.address = ctypes.cast(raw.FPDFText_GetTextObject, of)
        self.handle = ctypes.cast(text, ctypes.c_void_p)
        self.known: dict[int | None, _Piece] = {}
        self.name = ctypes.create_string_buffer(128)
        self.colour = [ctypes.c_uint() for _ in range(4)]

    def at(self, i: int) -> _Piece:
        """The piece of the character `i`."""
        address = self.address(self.handle, i)
        piece = self.known.get(address)
        if piece is None:
            piece = self.known[address] = self._at(i)
        return piece

    def _at(self, i: int) -> _Piece:
        angle = math.degrees(self.raw.FPDFText_GetCharAngle(self.text, i))
        font = ""
        if self.raw.FPDFText_GetFontInfo(self.text, i, self.name, len(self.name), None):
            font = self.name.value.decode("utf-8", "replace")
        heavy = self.raw.FPDFText_GetFontWeight(self.text, i) >= _BOLD or _BOLD_NAME.search(font) is not None
        faint = False
        if self.raw.FPDFText_GetFillColor(self.text, i, *self.colour):
            red, green, blue, opacity = (part.value for part in self.colour)
            light = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
            faint = _LIGHT < light < _WHITE or 0 < opacity < _SHEER
        return _Piece(
            HEAVY * heavy | FAINT * faint,
            -(round(angle / 90) * 90 + self.turned) % 360 if angle >= 0 else 0,
            angle >= 0 and abs((angle + 45) % 90 - 45) > _ASKEW,
            self.raw.FPDFText_HasUnicodeMapError(self.text, i) != 1,
            font,
        )


def flatten(page: Any, raw: Any) -> tuple[bool, list[tuple[str, tuple[float, float, float, float]]], list[str]]:
    """Make what is printed in form fields and notes of `page` part of its content, if there are any.

    Gives whether the page is to be loaded anew for it; the values that have no appearance, each with its place (left, bottom,
    right, top); and the notes that are no part of the text, a line each. Raises ValueError when there are too many.
    """
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    if count > MOST_NOTES:
        raise ValueError(f"{count} form fields and notes")
    drawn, room = False, _MOST_WRITTEN
    values: list[tuple[str, tuple[float, float, float, float]]] = []
    notes: list[str] = []
    for n in reversed(range(count)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, n)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind in (_LINK, _POPUP) or raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                continue
            if kind in _STICKY:
                if said := " ".join(_string(annotation, b"Contents", raw).split()):
                    notes.append(remark(_string(annotation, b"T", raw), said))
            elif (
                kind != _WATERMARK
                and raw.FPDFAnnot_HasKey(annotation, b"AP")
                and not (kind == _WIDGET and _string(annotation, b"AS", raw))
            ):
                drawn = True
                continue
            elif kind in (_FREE_TEXT, _WIDGET):
                value = _value(annotation, kind, raw)
                box = raw.FS_RECTF()
                if value and raw.FPDFAnnot_GetRect(annotation, box):
                    values.append((value, (box.left, box.bottom, box.right, box.top)))
                    room -= len(value)
                    if room < 0:
                        raise ValueError("too much in form fields")
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        raw.FPDFPage_RemoveAnnot(page.raw, n)  # or its picture would be drawn
    return drawn and raw.FPDFPage_Flatten(page.raw, 0) == 1, values[::-1], notes[::-1]


def _value(annotation: Any, subtype: int, raw: Any) -> str:
    """What is written in a form field or a text box; a box to tick, which has a state, is drawn and holds no character."""
    if subtype == _FREE_TEXT:
        return _string(annotation, b"Contents", raw)
    if state := _string(annotation, b"AS", raw):
        return "☐" if state == "Off" else "☑"
    return _string(annotation, b"V", raw)


def _string(annotation: Any, key: bytes, raw: Any) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip()


def value_chars(value: str, box: tuple[float, float, float, float], place: Place) -> Iterator[Char]:
    """The characters of a value without appearance, in the first lines of its box, as a viewer sets them."""
    (x0, y0), (x1, y1) = place(box[0], box[3]), place(box[2], box[1])
    left, top, bottom = min(x0, x1), min(y0, y1), max(y0, y1)
    if not all(map(math.isfinite, (left, top, bottom))):
        return
    size = min(max(bottom - top, 1.0), 12.0)
    for row, line in enumerate(value.splitlines()):
        y, x = top + row * size, left
        for char in line:
            wide = size * (0.5 if char.isascii() else 1.0)
            yield Char(char, x, x + wide, y, y + size, y + 0.85 * size)
            x += wide
