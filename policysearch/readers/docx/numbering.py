"""The numbers that Word prints before paragraphs and does not store in them: 第一章, 一、, （一）, 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ...text.numerals import chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_TABLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
}
_COUNTING = frozenset(
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand ideographDigital "
    "japaneseDigitalTenThousand taiwaneseDigital koreanDigital2".split()
)
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int
    form: str
    text: str  # 第%1章
    style: str  # the paragraph style that has this level
    legal: bool  # numbers of higher levels as figures
    restart: int  # how many of the levels above, from the outermost, start it anew


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)  # numId: abstractNumId
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)  # by abstractNumId
    starts: dict[tuple[str, int], int] = field(default_factory=dict)  # by numId: where it starts anew
    own: dict[tuple[str, int], Level] = field(default_factory=dict)  # by numId: levels that it has for itself
    counts: dict[str, list[int | None]] = field(default_factory=dict)  # by abstractNumId
    begun: set[tuple[str, int]] = field(default_factory=set)  # numIds whose own start has been used

    def level(self, number: str, depth: int) -> Level | None:
        """How a list numbers at this depth."""
        return self.own.get((number, depth)) or self.levels.get((self.lists.get(number, ""), depth))

    def level_of_style(self, number: str, style: str) -> int:
        """The level of the list that belongs to a paragraph style; 0 when none does."""
        return next((n for n in range(9) if (found := self.level(number, n)) and found.style == style), 0)

    def label(self, number: str, depth: int) -> str:
        """The next number of a list at this depth, with what separates it from the text; "" for bullets."""
        level = self.level(number, depth)
        if level is None or not 0 <= depth < 9:
            return ""
        counts = self.counts.setdefault(self.lists.get(number, ""), [None] * 9)
        own = self.starts.get((number, depth))
        if own is not None and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = own
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        for below in range(depth + 1, 9):
            if (under := self.level(number, below)) is None or depth < under.restart:
                counts[below] = None
        if level.form in ("bullet", "none"):
            return "" if level.form == "bullet" else level.text if "%" not in level.text else ""

        def counted(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            above = self.level(number, n)
            value = counts[n] if counts[n] is not None else (above.start if above else 1)
            return _format(value or 0, "decimal" if level.legal else above.form if above else "decimal")

        text = re.sub(r"%([1-9])", counted, level.text)
        return text if not text or text[-1] in "、）)．.：:" else f"{text} "


def numbering(root: Element | None) -> Numbering:
    """The lists that numbering.xml defines."""
    found = Numbering()
    if root is None:
        return found
    styled: dict[str, str] = {}  # a style of lists: the abstract list that has its levels
    linked: dict[str, str] = {}  # an abstract list: the style of lists that it takes its levels from
    for abstract in root.iter(f"{W}abstractNum"):
        id = abstract.get(f"{W}abstractNumId", "")
        for level in abstract.iter(f"{W}lvl"):
            depth = _int(level.get(f"{W}ilvl"), 0)
            found.levels[id, depth] = _level(level, depth)
        if style := _value(abstract, "styleLink"):
            styled[style] = id
        if style := _value(abstract, "numStyleLink"):
            linked[id] = style
    for id, style in linked.items():
        for depth in range(9):
            if level_of_style := found.levels.get((styled.get(style, ""), depth)):
                found.levels.setdefault((id, depth), level_of_style)
    for number in root.iter(f"{W}num"):
        id = number.get(f"{W}numId", "")
        found.lists[id] = _value(number, "abstractNumId") or ""
        for override in number.iter(f"{W}lvlOverride"):
            depth = _int(override.get(f"{W}ilvl"), 0)
            if (start := _value(override, "startOverride")) is not None:
                found.starts[id, depth] = _int(start, 1)
            if (own := override.find(f"{W}lvl")) is not None:
                found.own[id, depth] = _level(own, depth)
    return found


def _level(level: Element, depth: int) -> Level:
    """The level that `w:lvl` defines."""
    return Level(
        _int(_value(level, "start"), 1),
        _value(level, "numFmt") or "decimal",
        (_value(level, "lvlText") or "")[:40],
        _value(level, "pStyle") or "",
        is_on(level.find(f"{W}isLgl")),
        _int(_value(level, "lvlRestart"), depth),
    )


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not off."""
    return element is not None and element.get(f"{W}val", "true") not in ("false", "0", "off")


def _value(element: Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else otherwise


def _format(value: int, form: str) -> str:
    """`value` in one of Word's number formats; one that is not known as figures.

    >>> [_format(12, form) for form in ("chineseCountingThousand", "upperRoman", "decimalEnclosedCircle", "decimalZero")]
    ['十二', 'XII', '⑫', '12']
    """
    if form in _COUNTING and value <= 9999:
        return chinese(value)
    if form == "chineseLegalSimplified" and value <= 9999:
        return chinese(value).translate(_FORMAL)
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26 * 9:
        return _TABLES[form][(value - 1) % 26] * ((value + 25) // 26)  # AA comes after Z, then BB
    if form in _TABLES and 0 < value <= len(_TABLES[form]):
        return _TABLES[form][value - 1]
    if form in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        text, rest = "", value
        for size, letters in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            "M CM D CD C XC L XL X IX V IV I".split(),
            strict=True,
        ):
            text, rest = text + letters * (rest // size), rest % size
        return text if form == "upperRoman" else text.lower()
    if form == "decimalFullWidth":
        return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f"{value:02d}" if form == "decimalZero" else str(value)
