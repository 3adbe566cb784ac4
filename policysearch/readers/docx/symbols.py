"""Characters of Word's symbol fonts, such as the ticks and boxes of a list of duties, as the signs that they print."""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_WINGDINGS = {
    0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0xA1: "○", 0x6C: "●",
    0x6D: "○", 0x6E: "■", 0xA7: "▪", 0x9F: "•", 0x9E: "·", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0xAB: "★", 0xB6: "☆",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x22: "✂",
    **{0x80 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
    **{0x8B + n: "⓿❶❷❸❹❺❻❼❽❾❿"[n] for n in range(11)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "√", 0x4F: "×", 0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐", 0x97: "●", 0x99: "○", 0xA2: "■",
    **{0x69 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
}  # fmt: skip
_WEBDINGS = {0x61: "√", 0x72: "×", 0x63: "☐", 0x67: "■", 0x6E: "●"}
_GREEK = dict(
    zip(
        b"ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_SYMBOL = {
    **{code: chr(code) for code in b"0123456789!%()+,./:;<=>?[]{|} "}, **_GREEK,
    0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD6: "√", 0xD7: "·", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}


def is_symbol_font(font: str) -> bool:
    """Whether the characters of a font are signs of its own."""
    return font.lower() in _FONTS


def character(code: int, font: str) -> str:
    """The text that a font prints for a code: the character, or a sign, whose code may be moved to U+F000; "" when unknown.

    >>> [character(code, font) for code, font in ((0xF0FC, "Wingdings"), (0x52, "Wingdings 2"), (0x3007, "宋体"))]
    ['√', '☑', '〇']
    """
    if signs := _FONTS.get(font.lower(), _WINGDINGS if 0xF000 <= code <= 0xF0FF else None):
        return signs.get(code & 0xFF if code >= 0xF000 else code, "")
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xF900 else ""


def to_text(text: str, font: str) -> str:
    """`text` of a run in this font as it is printed; characters that the font has no sign for stay."""
    if not is_symbol_font(font) and not _PRIVATE.search(text):
        return text
    return "".join(
        (character(ord(char), font) or char) if is_symbol_font(font) or "\uf000" <= char <= "\uf0ff" else char
        for char in text
    )
