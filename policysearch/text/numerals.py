"""Numbers as documents write them (三十五, 廿, 一百零二, 〇, １２, Ⅲ), and as integers; imports nothing of the package."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Characters that stand for zero in a year: 二〇二六, 二零二六, 二○二六, 二O二六, 二0二六.
ZEROS = "〇零○◯Oo0"

_DIGITS = {c: i for row in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)}
_DIGITS |= dict.fromkeys(ZEROS, 0) | {str(i): i for i in range(10)}
_ONE = "[一二三四五六七八九壹贰叁肆伍陆柒捌玖两]"
_ZERO = "[零〇○]"
# Patterns are compiled when first used: a search reads no numeral.
# A digit straight after 百 or 千 is refused: 一百五 is 150 to some readers and 105 to others.
_COUNTED = rf"(?!{_ZERO})(?:({_ONE})[千仟])?(?:{_ZERO}?({_ONE})[百佰])?(?:{_ZERO}?({_ONE}?[十拾]|[廿卅卌])({_ONE})?|{_ZERO}({_ONE}))?"
_DATE = rf"([0-9０-９{ZEROS}一二三四五六七八九]{{4}})年(?:([0-9０-９一二三四五六七八九十]{{1,3}})月(?:([0-9０-９一二三四五六七八九十]{{1,3}})日)?)?"
_ROMAN = r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LONGEST = 18  # digits; no numeral of a document is longer, and int() refuses thousands of them


@lru_cache(maxsize=1024)  # headings count with few
def number(text: str) -> int | None:
    """The value of a numeral, or None when `text` is none.

    >>> [number(text) for text in ("三十五", "一百零二", "廿", "１２", "Ⅲ", "二〇三五", "百五")]
    [35, 102, 20, 12, 3, 2035, None]
    """
    text = "".join(unicodedata.normalize("NFKC", text).split())
    if not 0 < len(text) <= _LONGEST:
        return None
    if text.isascii():
        if text.isdigit():
            return int(text)
        return _roman(text.upper()) if re.fullmatch(_ROMAN, text.upper()) else None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    if text == "两":
        return 2
    if not (found := re.fullmatch(_COUNTED, text)):
        return None
    thousands, hundreds, tens, ones, alone = (_value(group) for group in found.groups())
    return thousands * 1000 + hundreds * 100 + tens + ones + alone


def chinese(n: int) -> str:
    """`n` from 0 to 9999 as a heading counts: 0 零, 12 十二, 102 一百零二, 1020 一千零二十.

    Raises ValueError outside that range.
    """
    if not 0 <= n <= 9999:
        raise ValueError(f"{n}: only 0 to 9999 can be written")
    if n < 10:
        return "零一二三四五六七八九"[n]
    text = "".join(
        "零" if digit == "0" else chinese(int(digit)) + unit for digit, unit in zip(f"{n:04}", "千百十 ", strict=True)
    )
    text = re.sub("零+", "零", text).replace(" ", "").strip("零")
    return text.removeprefix("一") if n < 20 else text


def year(text: str) -> int | None:
    """The year that `text` is, with or without 年: 2026, 2026年, 二〇二六年, 二O二六; None when it is none.

    >>> year("二O二六年"), year("２０２６"), year("二十六年")
    (2026, 2026, None)
    """
    text = "".join(unicodedata.normalize("NFKC", text).split()).removesuffix("年")
    if len(text) != 4 or not all(c in _DIGITS for c in text) or not _DIGITS[text[0]]:
        return None
    return int("".join(str(_DIGITS[c]) for c in text))


def date(text: str) -> str:
    """The first date in `text` in ISO form, as exact as it is given; "" when there is none.

    >>> date("2026年3月1日施行"), date("二〇二六年一月"), date("第三章")
    ('2026-03-01', '2026-01', '')
    """
    found = re.search(_DATE, "".join(text.split()))
    if not found or not (first := year(found[1])):
        return ""
    parts = [first, *(number(part) for part in found.groups()[1:] if part)]
    return "-".join(f"{part:02d}" for part in parts if part is not None)


def _value(group: str | None) -> int:
    """The value of one group of `_COUNTED`: a digit, tens with their unit, or nothing."""
    if not group:
        return 0
    if group in "廿卅卌":
        return 20 + 10 * "廿卅卌".index(group)
    if group[-1] in "十拾":
        return 10 * (_value(group[:-1]) or 1)
    return 2 if group == "两" else _DIGITS[group]


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
