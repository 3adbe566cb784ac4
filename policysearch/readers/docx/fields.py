"""The text that Word prints for fields without a stored result: signs, numbers in circles, boxes and lists of forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ...text.numerals import number
from . import symbols
from .numbering import W, is_on

_LONGEST = 2_000  # characters of a code
_DEEPEST = 50  # fields in one another
_SYMBOL = re.compile(r"symbol\s+(0x[0-9a-f]{1,4}|[0-9]{1,5}|[^\s\\])", re.I)
_FONT = re.compile(r'\\f\s*"?([^"\\]{1,40}?)"?\s*(?:\\|$)', re.I)
_OVER = re.compile(r"\\o\s*(?:\\a[clrd]\s*)?[(（](.{0,10}?)[,，;；](.{0,20}?)[)）]", re.I | re.S)
_FRACTION = re.compile(r"\\f\s*[(（]([^,，;；()（）]{0,40})[,，;；]([^()（）]{0,40})[)）]", re.I)
_CIRCLES = frozenset("○〇◯O")


@dataclass(slots=True)
class Field:
    """A field that is open: its code, and whether the code has ended and something of its result is printed."""

    code: list[str] = field(default_factory=list)
    coded: bool = False
    printed: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open where a paragraph is read, the innermost last."""

    open: list[Field] = field(default_factory=list)

    def is_code(self) -> bool:
        """Whether what comes next belongs to the code of a field, which is not printed."""
        return any(not one.coded for one in self.open)

    def add_code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self.open and not self.open[-1].coded:
            self.open[-1].code.append(text[:_LONGEST])

    def mark_printed(self) -> None:
        """Something of the result of the open fields is printed."""
        for one in self.open:
            one.printed = True

    def take(self, mark: Element) -> str:
        """Process a `w:fldChar`; returns the text in the place of the field."""
        kind = mark.get(f"{W}fldCharType", "")
        if kind == "begin" and len(self.open) < _DEEPEST:
            self.open.append(Field())
            return form_value(mark)
        if kind == "separate" and self.open:
            self.open[-1].coded = True
        elif kind == "end" and self.open:
            ended = self.open.pop()
            if not ended.printed and not self.is_code():
                return value("".join(ended.code))
        return ""

    def end_paragraph(self) -> None:
        """Close the fields whose code does not end with its paragraph, as in a damaged file, so that they hide no text."""
        self.open = [one for one in self.open if one.coded]


def form_value(mark: Element) -> str:
    """The box of a form, ticked or not, or what is chosen of its list; "" for other fields."""
    box, choice = mark.find(f"{W}ffData/{W}checkBox"), mark.find(f"{W}ffData/{W}ddList")
    if box is not None:
        checked = box.find(f"{W}checked")
        return "☑" if is_on(box.find(f"{W}default") if checked is None else checked) else "☐"
    if choice is not None:
        entries = [one.get(f"{W}val", "") for one in choice.findall(f"{W}listEntry")]
        chosen = next(
            (one.get(f"{W}val", "") for name in ("result", "default") for one in choice.findall(f"{W}{name}")), "0"
        )
        return entries[int(chosen)] if re.fullmatch("[0-9]{1,4}", chosen) and int(chosen) < len(entries) else ""
    return ""


def value(code: str) -> str:
    r"""What a field prints by its code alone: a sign of a font, or what an equation sets; "" for other fields.

    >>> [value(code) for code in (r"eq \o\ac(○,12)", r"EQ \f(1,3)", r'SYMBOL 254 \f "Wingdings" \s 12', "PAGE")]
    ['⑫', '1/3', '☑', '']
    """
    code = code.strip()[:_LONGEST]
    if found := _SYMBOL.match(code):
        said, font = found[1], _FONT.search(code)
        sign = int(said, 16) if said[:2].lower() == "0x" else int(said) if said.isdecimal() else ord(said)
        return symbols.character(sign, font[1] if font else "")
    if not re.match(r"eq\b", code, re.I):
        return ""
    if found := _OVER.search(code):
        return _in_circle(found[2].strip()) if found[1].strip() in _CIRCLES else found[1].strip() + found[2].strip()
    if found := _FRACTION.search(code):
        return f"{found[1].strip()}/{found[2].strip()}"
    return "".join(re.findall(r"[(（]([^()（）]*)[)）]", code)).strip()


def _in_circle(text: str) -> str:
    """A number in a circle where there is such a sign, else what stands in it."""
    if not re.fullmatch("[0-9]{1,2}|[一二三四五六七八九十]{1,3}", text):
        return text
    count = number(text) or 0
    if not text.isdecimal():
        return chr(0x3280 + count - 1) if 1 <= count <= 10 else text
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else chr(0x3251 + count - 21) if 21 <= count <= 35 else text
