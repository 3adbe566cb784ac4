"""Fonts of 方正 whose punctuation, figures and letters a PDF maps to ideographs: 遥 for 。, 圆园园愿 for 2008.

Files of 方正书版 hold them under their codes of GB 2312 with the first byte 0x31 higher, D2A3 for A1A3, and some producers
take the codes at their word. The fonts for text of the same files are mapped truly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from .lines import Char

_LATIN = re.compile(r"(?:^|\+)EU?-[A-Z0-9]{2,4}(?![A-Za-z])")  # 方正's fonts without ideographs: BLIBNA+EU-BZ, E-FZ
_FEWEST = (
    8  # different ideographs of a font with another name; of those in texts three in twenty are mapped from something
)
POINT = 0xE010  # the decimal point in these fonts where the others are mapped truly
_SHIFT = 0x31
_ROWS = (0xD2, 0xD3, 0xD4, 0xD7)  # of punctuation, numbers, full-width forms, Greek
_POINT = "郾"  # the decimal point, beyond GB 2312
_TOLD = frozenset("。，")  # text that has them is mapped truly
_WIDE = frozenset("！（），：；？")  # full-width forms that stay


@cache
def _true() -> Mapping[str, str]:
    """The characters by the ideographs that stand for them. Letters and figures are narrow, as these fonts print them."""
    found = {_POINT: "."}
    for row in _ROWS:
        for column in range(0xA1, 0xFF):
            try:
                false = bytes((row, column)).decode("gbk")
                true = bytes((row - _SHIFT, column)).decode("gbk")
            except UnicodeDecodeError:
                continue
            wide = "！" <= true <= "～" and true not in _WIDE
            found[false] = chr(ord(true) - 0xFEE0) if wide else true
    return found


def is_latin(font: str) -> bool:
    """Whether a font of this name is one of 方正 without ideographs."""
    return _LATIN.search(font) is not None


def is_shifted(font: str, text: str) -> bool:
    """Whether all ideographs of `text`, those that a page has in a font of this name, stand for other characters.

    >>> is_shifted("ABCDEF+EU-BZ", "员怨怨苑"), is_shifted("FZSSK", "员怨怨苑"), is_shifted("X", "员圆猿遥袁园尧渊冤")
    (True, False, True)
    """
    used = {*text}
    return used <= _true().keys() and (is_latin(font) or len(used) >= _FEWEST)


def restore(chars: list[Char], ideographs: Mapping[str, Sequence[int]]) -> bool:
    """Give `chars`, all of a page, their true characters where fonts shift them; whether there were any.

    `ideographs` are the places of the ideographs by the names of their fonts. A page that has 。 or ， is as it was written.
    """
    shifted = [
        places for font, places in ideographs.items() if is_shifted(font, "".join(chars[i].text for i in places))
    ]
    if not shifted or any(char.text in _TOLD for char in chars):
        return False
    for i in (i for places in shifted for i in places):
        char = chars[i]
        right = (
            char.x0 + 0.5 * (char.bottom - char.top) if char.text == _POINT else char.x1
        )  # a point is as wide as a figure
        chars[i] = replace(char, text=_true()[char.text], x1=max(char.x1, right))
    return True
