"""Values of cells as a sheet shows them, by the number format of the cell (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ...text.numerals import chinese

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm",
    19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m/d/yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '¥#,##0;¥-#,##0;¥"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '¥#,##0.00;¥-#,##0.00;¥"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月", 56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_SYSTEM = {"F800": "yyyy年m月d日", "F400": "h:mm:ss"}  # long day and time of the machine, here of a Chinese one
_TOKENS = re.compile(
    r'(?P<general>General|G/通用格式|常规)|"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<space>_.?|\*.?)|(?P<exponent>E[+\-])|(?P<half>AM/PM|A/P|上午/下午)|(?P<day>y+|e+|m+|d+|h+|s+|a{3,4})"
    r"|(?P<fraction>(?<=s)\.0+|(?<=\])\.0+)|(?P<digit>[0#?])|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FORMAL = str.maketrans("〇零一二三四五六七八九十百千", "零零壹贰叁肆伍陆柒捌玖拾佰仟")
_LAST = 2_958_465  # 9999-12-31
_LARGEST = 1e16  # beyond it a number has more figures than are kept of it
_EXACT = Context(prec=400)  # figures of a format and of a number together
_LONGEST = 255  # characters of a format; what is longer is none
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class _Token(NamedTuple):
    kind: str  # name of the group of `_TOKENS`
    text: str


class _Section(NamedTuple):
    """One of the up to four parts of a format: of positive numbers, negative ones, zero, and text."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None
    is_day: bool
    counting: int  # 1: Chinese numerals, 2: formal ones, 0: figures


def built_in(id: int) -> str:
    """The format of a number below 164, "" for what is shown as it is."""
    return _BUILT_IN.get(id, "")


def display(value: float, form: str, from_1904: bool = False) -> str:
    """A number in a format of Excel.

    >>> [display(46113, "yyyy年m月d日"), display(0.125, "0.0%"), display(1234.5, "#,##0.00"), display(12.0, ""), display(46113.5, "yyyy-mm-dd hh:mm")]
    ['2026年4月1日', '12.5%', '1,234.50', '12', '2026-04-01 12:00']
    >>> [display(-3, "0;(0)"), display(0, "0;-0;;@"), display(2.5, "# ?/?"), display(1234567, '0.0,,"百万元"'), display(0.00012, "0.0E+00")]
    ['(3)', '', '2 1/2', '1.2百万元', '1.2E-04']
    """
    sections = _sections(form)
    if not sections or not abs(value) < _LARGEST:
        return _general(value)
    section, value = _section_of(sections, value)
    if section is None:
        return _general(value)
    if section.is_day:
        return _day(value, section, from_1904) if 0 <= value <= _LAST else _general(value)
    text = _number(abs(value), section).strip()
    counts = any(token.kind in ("digit", "general") for token in section.tokens)
    return f"-{text}" if value < 0 and counts and re.search("[1-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]", text) else text


def serial(text: str, from_1904: bool = False) -> float:
    """The number that Excel has for a day in ISO 8601; raises ValueError for what is none.

    >>> serial("2026-04-01"), serial("2026-04-01T12:00:00Z")
    (46113.0, 46113.5)
    """
    day = datetime.fromisoformat(text).replace(tzinfo=None)
    return (day - datetime(1904, 1, 1) if from_1904 else day - datetime(1899, 12, 30)) / timedelta(days=1)


def display_text(text: str, form: str) -> str:
    """A text in a format of Excel, which may add to it or hide it.

    >>> display_text("綦江", '@"区"'), display_text("綦江", "0.0"), display_text("綦江", ";;;")
    ('綦江区', '綦江', '')
    """
    sections = _sections(form)
    if not sections or (len(sections) < 4 and not any(token == ("other", "@") for token in sections[-1].tokens)):
        return text
    return "".join(text if token == ("other", "@") else _literal(token) for token in sections[-1].tokens)


def _section_of(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, float]:
    """The section that shows a number, and the number that it shows: of one for negative numbers, without its sign."""
    if any(section.condition for section in sections):
        found = next((s for s in sections if s.condition is None or _fits(value, *s.condition)), None)
        return found, value if found is None or found.condition is None or value >= 0 or found is sections[
            0
        ] else -value
    numbers = sections[:3]
    if value < 0 and len(numbers) > 1:
        return numbers[1], -value
    return numbers[2] if value == 0 and len(numbers) > 2 else numbers[0], value


def _fits(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound, "<>": value != bound
    }[sign]  # fmt: skip


@lru_cache(maxsize=1_000)
def _sections(form: str) -> tuple[_Section, ...]:
    """The sections of a format; none for one that shows values as they are."""
    if not form or len(form) > _LONGEST or form.lower() == "general":
        return ()
    if system := re.match(r"\[\$-(?:x-sys(?:date|time),?)?(F[48]00)\]", form, re.I):
        form = _SYSTEM[system[1].upper()]
    found: list[_Section] = []
    tokens: list[_Token] = []
    for match in _TOKENS.finditer(form):
        kind = match.lastgroup or "other"
        if kind == "other" and match[0] == ";":
            found.append(_section(tokens))
            tokens = []
        else:
            tokens.append(_Token(kind, match[kind]))
    return (*found, _section(tokens))


def _section(tokens: list[_Token]) -> _Section:
    brackets = [token.text for token in tokens if token.kind == "bracket"]
    condition = next((found for text in brackets if (found := _CONDITION.fullmatch(text))), None)
    counting = next((int(text[-1]) for text in brackets if re.fullmatch("DBNum[12]", text, re.I)), 0)
    is_day = any(t.kind in ("day", "elapsed", "half") for t in tokens) and not any(t.kind == "digit" for t in tokens)
    return _Section(tuple(tokens), None if condition is None else (condition[1], float(condition[2])), is_day, counting)


def _literal(token: _Token) -> str:
    """The text of a token that stands for no figure."""
    if token.kind == "space":
        return " " if token.text.startswith("_") else ""
    return "" if token.kind == "bracket" or token == ("other", "@") else token.text


def _general(value: float) -> str:
    """A number as a cell without a format shows it, with up to 10 figures; whole ones entire, as they may be numbers of papers."""
    if abs(value) < _LARGEST and value == int(value):
        return str(int(value))
    if abs(value) < 1e-4 and float(short := f"{value:.9f}") == value:
        return short.rstrip("0")
    return f"{value:.{10 if abs(value) >= 1e-4 else 6}g}".replace("e", "E")


def _number(value: float, section: _Section) -> str:
    """A number that is not negative, or the text that a section shows for it."""
    tokens = section.tokens
    places = [n for n, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        shown = any(token.kind == "general" or token == ("other", "@") for token in tokens)
        text = "".join("\0" if t.kind == "general" or t == ("other", "@") else _literal(t) for t in tokens)
        return text.replace("\0", _to_chinese(_general(value), section.counting)) if shown else text
    slash = next((n for n in range(places[0], len(tokens)) if tokens[n] == ("other", "/")), None)
    if slash is not None and slash > places[0]:
        return _fraction(value, tokens, slash)
    return "".join(_digits(value, tokens, places, section.counting))


def _digits(value: float, tokens: tuple[_Token, ...], places: list[int], counting: int) -> Iterator[str]:
    """A number in figures, with the text before, between and after them."""
    exponent = next((n for n, token in enumerate(tokens) if token.kind == "exponent" and n > places[0]), len(tokens))
    point = next((n for n in range(places[0] - 1, exponent) if n >= 0 and tokens[n] == ("other", ".")), exponent)
    whole, part = [n for n in places if n < point], [n for n in places if point < n < exponent]
    last = max(whole, default=-1)
    scale = 2 * sum(token == ("other", "%") for token in tokens)
    for end in {last, max(n for n in places if n < exponent)}:  # commas there stand for thousands
        after = end + 1
        while after < len(tokens) and tokens[after] == ("other", ","):
            scale, after = scale - 3, after + 1
    grouped = any(tokens[n] == ("other", ",") for n in range(whole[0], last)) if whole else False
    number = Decimal(repr(value)).scaleb(scale, _EXACT)
    power = 0
    if exponent < len(tokens) and number:
        step = max(1, len(whole))
        power = (number.adjusted() // step) * step
        number = number.scaleb(-power, _EXACT)
    number = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP, _EXACT)
    figures, _, decimals = f"{number:f}".partition(".")
    least = max((i for i, n in enumerate(part, 1) if tokens[n].text != "#"), default=0)
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    wanted = next((len(whole) - i for i, n in enumerate(whole) if tokens[n].text == "0"), 0)
    figures = figures.lstrip("0").rjust(wanted, "0")
    pieces = _spread(
        figures,
        whole,
        grouped,
        any(tokens[n].kind != "digit" and tokens[n] != ("other", ",") for n in range(whole[0], last))
        if whole
        else False,
    )
    for n, token in enumerate(tokens):
        if n in pieces:
            yield _to_chinese(pieces[n], counting)
        elif n == point and decimals:
            yield "." + decimals
        elif token.kind == "exponent":
            yield f"E{'-' if power < 0 else '+' if token.text.endswith('+') else ''}{abs(power):0{len([m for m in places if m > exponent])}d}"
        elif token.kind != "digit" and n != point and token != ("other", ","):
            yield _literal(token)


def _spread(figures: str, whole: list[int], grouped: bool, parted: bool) -> dict[int, str]:
    """Which figures stand in which place: all in the first, or, where text stands between, one in each from the right."""
    if not whole:
        return {}
    if not parted:
        return {whole[0]: re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", figures) if grouped else figures}
    found = {}
    for n in reversed(whole):
        found[n], figures = (figures, "") if n == whole[0] else (figures[-1:], figures[:-1])
    return found


def _fraction(value: float, tokens: tuple[_Token, ...], slash: int) -> str:
    """A number as a fraction: of a fixed denominator, or one of so many figures."""
    before = [n for n in range(slash) if tokens[n].kind == "digit"]
    parted = [
        n for n in range(before[0], before[-1]) if tokens[n].text == " " or tokens[n].kind in ("quoted", "escaped")
    ]
    below = re.match("[0-9#?]+", "".join(token.text for token in tokens[slash + 1 :]))
    wanted = below[0] if below else "?"
    exact = Fraction(Decimal(repr(value)))
    whole = int(exact) if parted else 0
    if re.fullmatch("[0-9]+", wanted) and int(wanted):
        top, bottom = int((exact - whole) * int(wanted) + Fraction(1, 2)), int(wanted)
    else:
        fraction = (exact - whole).limit_denominator(10 ** min(len(wanted), 5) - 1)
        top, bottom = fraction.numerator, fraction.denominator
    if parted and top == bottom:
        whole, top = whole + 1, 0
    if not top:
        return str(whole)
    return f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"


def _to_chinese(figures: str, counting: int) -> str:
    """Figures as Chinese numerals, where a format asks for them."""
    if not counting or not figures.isdecimal():
        return figures
    text = chinese(int(figures)) if int(figures) <= 9999 else figures.translate(_DIGITS)
    return text.translate(_FORMAL) if counting == 2 else text


def _day(value: float, section: _Section, from_1904: bool) -> str:
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 61 else 31)
    tokens = section.tokens
    fine = sum(len(token.text) - 1 for token in tokens if token.kind == "fraction")
    day = base + timedelta(microseconds=round(value * 86_400 * 10**fine) * 10 ** (6 - min(fine, 6)))
    halves = any(token.kind == "half" for token in tokens)
    names = [token.text.lower() if token.kind in ("day", "elapsed") else "" for token in tokens]
    pieces: list[str] = []
    for n, token in enumerate(tokens):
        name = names[n]
        before = next((other for other in reversed(names[:n]) if other), "")
        after = next((other for other in names[n + 1 :] if other), "")
        if token.kind == "elapsed":
            pieces.append(
                str(int(round(value * 86_400) // {"h": 3600, "m": 60, "s": 1}[name[0]])).rjust(len(name), "0")
            )
        elif token.kind == "half":
            early, late = (token.text.upper() if token.text.isascii() else token.text).split("/")
            pieces.append(early if day.hour < 12 else late)
        elif token.kind == "fraction":
            pieces.append(f".{day.microsecond:06d}"[: len(token.text)])
        elif not name:
            pieces.append(_literal(token))
        else:
            is_minute = name[0] == "m" and (before.startswith("h") or after.startswith("s"))
            pieces.append(_of_day(day, "min" if is_minute else name, halves, section.counting))
    return "".join(pieces).strip()


def _of_day(day: datetime, name: str, halves: bool, counting: int) -> str:
    """The text that a token such as `yyyy` or `mm` shows of a day."""
    if name[0] in "ye":
        year = f"{day.year:04d}" if len(name) > 2 or name[0] == "e" else f"{day.year % 100:02d}"
        return year.translate(_DIGITS).translate(_FORMAL if counting == 2 else {}) if counting else year
    if name[0] == "a":
        return "星期" * (len(name) == 4) + "一二三四五六日"[day.weekday()]
    if name in ("mmm", "mmmm", "mmmmm", "ddd", "dddd"):
        word = _MONTHS[day.month - 1] if name[0] == "m" else _DAYS[day.weekday()]
        return word if len(name) == 4 else word[: 1 if len(name) == 5 else 3]
    hour = (day.hour + 11) % 12 + 1 if halves else day.hour
    value = day.minute if name == "min" else {"m": day.month, "d": day.day, "h": hour, "s": day.second}[name[0]]
    if counting:
        return _to_chinese(str(value), counting)
    return f"{value:02d}" if len(name) > 1 else str(value)
