"""Classification of one cell or row by itself: text without markup, kind of content, whether it is a head, a note, a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPACE = re.compile(r"\s+")
_CJK = r"[^\x00-\xb6\xb8-ɏ]"  # or nearly; a range of all ideographs takes milliseconds to compile
_SPREAD = re.compile(rf"(?<![^ ])({_CJK}) (?={_CJK})|(?<={_CJK}) ({_CJK})(?![^ ])")  # 指 标 名 称
_MARKUP = re.compile(
    r" ?</?su[bp]> ?(?=[)）])| ?<su[bp]> ?| ?</su[bp]>|</?(?:b|i|u|strong|em|span|font|center)\b[^<>]{0,40}>|<br ?/?>"
)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_KINDS = {  # of cells; the first that fits, else text
    "attribute": re.compile("(?:预期|约束|指导|引导)性?(?:指标)?"),
    "number": re.compile("[0-9０-９]{1,3}[.．、]?|[一二三四五六七八九十]{1,3}[、.．]?"),
    "item": re.compile("[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[)）]"),
    "year": re.compile("(?:19|20)[0-9]{2}(?:[-—–~至]+(?:19|20)?[0-9]{2})?(?: ?年[^0-9]*)?"),
    "dash": re.compile("[-—–－_/／]+"),
    "figure": re.compile(
        r"[≥≤>＞<＜﹤﹥〈〉≈±约预计(（【\[ ]*(?:[-+－]?[0-9](?:左右|以[上下内]|[年月日]|[^一-鿿]){0,30}[一-鿿]{0,2}|[Ⅰ-ⅫIVX]{1,4}[类级]?)[】\])）*]*"
    ),
}
FIGURES = frozenset({"number", "year", "figure"})
_HEAD_WORD = re.compile(
    "[^，。；]{0,10}(?:序 ?号|编号|名称|指标|项目|单位|类别|分类|属性|时[间限]|备注|目标|[0-9]年|年[份度]|内容|地[点址]|部门|任务|[举措]措|措施|领域|方[式向]"
    "|性质|规模|面积|类型|事项|责任|期限|情况|进度|投资|数[量值]|阶段|依据|条文)(?:[(（].*[)）])?"
)
_UNIT_ALONE = re.compile("[（(][^（）()]{1,12}[）)]")  # in a cell, of the head above it
_HEAD_KINDS = {  # of the cells under a head cell; the first that fits, else text
    "number": re.compile("序 ?号|编号"),
    "attribute": re.compile("属性"),
    "text": re.compile("名称|指标$|项目|内容|单位|分类|类别"),
    "figure": re.compile("[0-9]|年|时期|十[一二三四五六七八九]五|目标|值|情况|完成|增速|规模|面积|数量|投资"),
}

SERIAL = ("序号", "编号")  # heads the first column of a table that has one cell a line
NAMING = (
    "指标",
    "指标名称",
    "项目",
    "项目名称",
    "名称",
    "地区",
    "行业",
    "类别",
    "产品",
    "产品名称",
)  # the same, over names
LABEL = re.compile(r"(?:(?P<main>[一二三四五六七八九十]{1,3}[、.．])|[(（][一二三四五六七八九十]{1,3}[)）]).{1,40}")
LISTED = re.compile(
    r"(?:附?[件注表][:：])?[(（\[]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])?[)）\]、.．]*|[-—–•●■◆▲★○·]+"
)
TOTAL = re.compile("[合总共]计(?:[(（].*[)）])?")
PART = re.compile(r"[#＃]|其中[:：]")  # begins a row that is part of the row or label above it
STOPS = re.compile("[。；！？]")
UNIT = re.compile(r"[(（]?(?:计量)?单位 ?[:：]")
_FOOTNOTE = re.compile(r"(?P<sign>[a-z]|[①-⑳]|[*＊※]{1,3}|[0-9]{1,2}(?=[)）]))[)）]?\s*(?=[一-鿿])")


def clean(text: str) -> str:
    r"""`text` without inline markup, its white space made one space, or nothing where it spreads a word.

    >>> clean(r"**细颗粒物(PM <sub>2.5</sub> )  浓 度** 5\*")
    '细颗粒物(PM2.5) 浓度 5*'
    """
    text = _SPACE.sub(" ", text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return _SPREAD.sub(r"\1\2", text.strip())


def joined(lines: Sequence[str]) -> str:
    """The lines of one cell as clean text; between two words of ASCII a line break is a space, else nothing."""
    text = [""]
    for line in map(str.strip, lines):
        apart = text[-1][-1:].isascii() and text[-1][-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        text.append(f" {line}" if apart else line)
    return clean("".join(text))


def squeeze_cells(cells: Sequence[str]) -> list[str]:
    """`cells` without spaces, for comparison."""
    return [cell.replace(" ", "") for cell in cells]


def kind(cell: str) -> str:
    """A name of _KINDS, "text", or "" for an empty cell."""
    if not cell or len(cell) > 40:
        return "text" if cell else ""
    return next((name for name, pattern in _KINDS.items() if pattern.fullmatch(cell)), "text")


def kind_below(head: str) -> str:
    """The kind of the cells that stand under a cell of a head."""
    return next((name for name, pattern in _HEAD_KINDS.items() if pattern.search(head)), "text")


def is_figures(cells: Sequence[str]) -> bool:
    """Figures only, or dashes in their place."""
    return all(kind(cell) in FIGURES or kind(cell) == "dash" for cell in cells)


def is_words(cells: Sequence[str]) -> bool:
    """Words or years only, as a head has."""
    return all(kind(cell) in ("text", "year") for cell in cells)


def is_unit(cell: str) -> bool:
    """（亿元）, in a row under a head."""
    return _UNIT_ALONE.fullmatch(cell) is not None


def is_number_head(cell: str) -> bool:
    """序号 or 编号, which only stands over a column of numbers."""
    return _HEAD_KINDS["number"].fullmatch(cell) is not None


def may_be_head(cells: Sequence[str]) -> bool:
    """At least three words, one in each cell: above other words they are taken for a head."""
    return (
        len(cells) > 2
        and all(kind(cell) == "text" and len(cell) <= 10 for cell in cells)
        and not re.search("[，。；：、0-9]", "".join(cells))
    )


def is_head(cells: Sequence[str], others: Sequence[Sequence[str]] = ()) -> bool:
    """Short words only, and 序号 or half of them such as stand in heads (指标名称, 2025年), or other rows have more."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(len(cell) > 30 or kind(cell) not in ("text", "year", "attribute") for cell in filled):
        return False
    if is_number_head(filled[0]):
        return True
    if any(kind(cell) == "attribute" for cell in filled) and (
        not others or any(kind(cell) == "attribute" for row in others for cell in row)
    ):
        return False  # 约束性 heads a column only where no row has it
    if sum(_HEAD_WORD.fullmatch(cell) is not None or kind(cell) == "year" for cell in filled) * 2 >= len(filled):
        return True
    return any(kind(cell) not in ("text", "dash", "") for row in others for cell in row)


def signs(cells: Iterable[str]) -> frozenset[str]:
    """The last one to three characters of the cells, without a bracket."""
    bare = [cell.rstrip(")）") for cell in cells]
    return frozenset(cell[-size:] for cell in bare for size in (1, 2, 3) if len(cell) > size)


def may_be_footnote(text: str) -> bool:
    """Whether `text` begins with a sign: a适用于…, *为年均."""
    return _FOOTNOTE.match(text) is not None


def is_footnote(text: str, signs: frozenset[str]) -> bool:
    """Whether `text` explains a sign at the end of a cell: a适用于… under 铅及其化合物a."""
    found = _FOOTNOTE.match(text)
    return found is not None and found["sign"] in signs
