"""Values of indicators: the cells of tables as numbers, with unit, year and qualifier.

A row names an indicator and its columns years, 指标 | 2025年 | 2030年目标, or a column names it and its rows years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..text.normalize import fold
from .model import Table

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
# What may stand before a number, and after it; the longest first.
_BEFORE = (
    r"预计|约|近|超过|超|不低于|不少于|不高于|不超过|达到|达|累计|年均增长|年均|增长|下降|提高|降低|≥|≤|>|<|=|±|\+|-|—"
)
_AFTER = r"左右|以上|以下|以内|以前|上下|\*+|\[[0-9]+\]|[①-⑳]"
_VALUE = re.compile(
    rf"(?P<front>(?:{_BEFORE}|\s)*)(?P<open>[\[【〔(])?(?P<before>(?:{_BEFORE}|\s)*)(?P<number>{_NUMBER})(?:(?P<range>[-—~至到]+)(?P<high>{_NUMBER}))?"
    rf"(?P<rest>.*?)(?P<after>(?:{_AFTER}|\s)*)(?P<close>[\]】〕)])?"
)
_RATIO = re.compile(rf"[:∶]\s*{_NUMBER}$")
_PRICES = re.compile("[0-9]{4}年(?:不变|可比)?价格?")
_SIGNS = "#*＃＊△▲※◆★☆ "  # of a note, before or after a name
_UNIT = re.compile(r"[(（]([^()（）]{1,20}(?:\([^()]{1,20}\))?)[)）]\s*$")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NOTE = re.compile(
    r"[“\"‘]?(\*|\[\]|【】|\(\))[”\"’]?\s*(?:内|中|号)?(?:的?(?:数(?:据|值|字)?|指标))?(?:为|表示|是|指|系)\s*([^,，。；;、]{2,20})"
)
_UNITS = re.compile(r"单位\s*[:：]\s*(\S{1,12})")
_NAMES = ("指标", "名称", "项目", "类别", "领域", "序号", "内容")
_REMARKS = ("计算", "备注", "说明", "来源", "依据", "责任", "牵头")  # of columns that explain a value
_ATTRIBUTES = ("属性", "性质")
_YEAR_CELL = re.compile(
    r"((?:19|20)[0-9]{2})\s*(年(?:度|末|底)?(?:[(（][^()（）]{1,6}[)）]|实际|目标|预期|预计|规划|完成)?值?|)"
)
_YEARS = ("年", "时间", "时期")  # in the head of a column of years


@dataclass(frozen=True, slots=True)
class Indicator:
    """One value of an indicator as a table gives it."""

    name: str  # as printed, without its unit
    unit: str  # "%", "万元/人"; "" when none is told
    year: int | None  # of the column or row; None when it names none, or a period
    column: str  # head of the column, as printed
    printed: str  # the cell
    value: float | None  # None where no single number is printed: 完成市级下达目标
    high: float | None  # of a range its upper end, `value` the lower
    qualifier: str  # what the printed number is besides: 左右 ≥ 预计 年均增速 2020年价; "" for nothing
    attribute: str  # 约束性, 预期性; "" when there is no such column
    group: str  # what the row stands under: 一、经济发展
    table: Table


def indicators(table: Table, *words: str) -> Iterator[Indicator]:
    """The values of the indicators of `table` whose name holds all of `words` (folded), in the order of the table."""
    wanted = [fold(word).strip() for word in words]

    def holds(text: str) -> bool:
        folded = fold(text)
        return all(word in folded for word in wanted)

    meanings = _meanings(table.notes)
    general = next((found[1] for note in table.notes if (found := _UNITS.search(note))), "")
    roles = [_role(head) for head in table.columns]
    years = _year_column(table)
    named = [
        n
        for n, head in enumerate(table.columns)
        if holds(head) and roles[n] == "value" and n != years and not _year(_bare(head)[0])
    ]
    naming = [n for n, role in enumerate(roles) if n == 0 or role not in ("attribute", "unit")]
    for row, group in zip(table.rows, table.groups, strict=True):
        at = next((n for n in naming if holds(row[n]) and not _is_number(row[n])), None)
        if at is not None and sum(map(bool, row)) > 1:
            yield from _of_row(table, row, group, at, meanings, general)
        elif at is None and named:
            year = _year_cell(group if years is None else row[years])
            for n in named:
                if row[n] and year:
                    head, unit, prices = _bare(table.columns[n])
                    one = _make(table, head, unit or general, year, table.columns[n], row[n], "", group, meanings)
                    yield _price_year(one, prices)


def _of_row(
    table: Table, row: Sequence[str], group: str, at: int, meanings: dict[str, str], general: str
) -> Iterator[Indicator]:
    """The values of the row whose cell `at` names an indicator."""
    name, unit, prices = _bare(row[at])
    attribute = ""
    cells: list[tuple[str, str]] = []
    for n, (head, cell) in enumerate(zip(table.columns, row, strict=True)):
        if n == at or not cell or not head:
            continue
        role = _role(head)
        if role == "unit":
            unit, name = _open(cell), name if unit else _open(row[at].strip(_SIGNS))
        elif role == "attribute":
            attribute = cell
        elif n > at and role == "value":
            cells.append((head, cell))
    for head, cell in cells:
        own = unit or _bare(head)[1] or general
        yield _price_year(_make(table, name, own, _year(head), head, cell, attribute, group, meanings), prices)


def _role(head: str) -> str:
    """The role of the cells below a head for an indicator: value, name, unit, attribute or remark.

    >>> _role("2025年"), _role("指标名称"), _role("单位"), _role("指标属性"), _role("责任单位")
    ('value', 'name', 'unit', 'attribute', 'remark')
    """
    folded = fold(head)
    if any(word in folded for word in _ATTRIBUTES):
        return "attribute"
    if any(word in folded for word in _REMARKS):
        return "remark"
    if "单位" in folded and len(folded) < 8:
        return "unit"
    return "name" if any(word in folded for word in _NAMES) else "value"


def _year_column(table: Table) -> int | None:
    """The column whose cells are years, most of them: a head with a year of its own has values, as 1976 may be."""
    for n, head in enumerate(table.columns):
        cells = [row[n] for row in table.rows if row[n]]
        plain = not head or any(word in head for word in (*_YEARS, *_NAMES))  # else 2020 may be a value too
        years = [cell for cell in cells if _year_cell(cell) and (plain or not cell.strip().isdecimal())]
        if 2 * len(years) > len(cells) and not _year(head):
            return n
    return None


def _year_cell(cell: str) -> int | None:
    """The year that is all of a cell.

    >>> _year_cell("2025年"), _year_cell("2030年目标值"), _year_cell("【1976】"), _year_cell("人均产值（2020年价）")
    (2025, 2030, None, None)
    """
    found = _YEAR_CELL.fullmatch(_narrow(cell))
    return int(found[1]) if found else None


def _make(
    table: Table,
    name: str,
    unit: str,
    year: int | None,
    column: str,
    printed: str,
    attribute: str,
    group: str,
    meanings: dict[str, str],
) -> Indicator:
    value, high, qualifier, own = number(printed)
    for sign, meaning in meanings.items():
        if sign in qualifier:
            qualifier = " ".join(qualifier.replace(sign, f" {meaning} ").split())
    qualifier = " ".join(filter(None, (*(word for word in ("累计", "年均") if word in column), qualifier)))
    return Indicator(name, own or unit, year, column, printed, value, high, qualifier, attribute, group, table)


def _price_year(one: Indicator, prices: str) -> Indicator:
    return replace(one, qualifier=f"{prices} {one.qualifier}".strip()) if prices and one.value is not None else one


def number(printed: str) -> tuple[float | None, float | None, str, str]:
    """The number of a cell, the upper end of a range, what qualifies it, and the unit printed with it.

    >>> number("50左右"), number("≥17"), number("预计 14")
    ((50.0, None, '左右', ''), (17.0, None, '≥', ''), (14.0, None, '预计', ''))
    >>> number("3.5万亿元以上"), number("5%—6%"), number("1.85:1")
    ((3.5, None, '以上', '万亿元'), (5.0, 6.0, '', '%'), (1.85, None, '', ':1'))
    >>> number("5.5*"), number("[12.5]"), number("12,345.6")
    ((5.5, None, '*', ''), (12.5, None, '[]', ''), (12345.6, None, '', ''))
    >>> number("完成市级下达目标"), number("—"), number("2025年完成"), number("3所、2个")
    ((None, None, '', ''), (None, None, '', ''), (None, None, '', ''), (None, None, '', ''))
    """
    text = re.sub(r"(?<=[0-9])\s*\.\s*(?=[0-9])", ".", _narrow(printed))
    if ratio := _RATIO.search(text):
        if _RATIO.search(text[: ratio.start()]):  # of three parts, none of which is its value
            return None, None, "", ""
        value, high, qualifier, unit = number(text[: ratio.start()])
        return (value, high, qualifier, unit + ratio[0]) if value is not None else (None, None, "", "")
    text = re.sub(rf"({_NUMBER})([^0-9\s]+?)([-—~至到]+)({_NUMBER})(?=\2)", r"\1\3\4", text)  # 5%—6% as 5—6%
    found = _VALUE.fullmatch(text)
    if not found or re.search("[0-9]", found["rest"]) or _is_prose(found["rest"]):
        return None, None, "", ""
    pair = {"[": "[]", "【": "【】", "〔": "〔〕", "(": "()"}.get(found["open"] or "", "") if found["close"] else ""
    before = " ".join((found["front"] + found["before"]).split())
    qualifier = " ".join(filter(None, (before if before not in ("—", "-") else "", found["after"].strip(), pair)))
    value = float(found["number"].replace(",", "")) * (-1 if before == "-" else 1)
    high = float(found["high"].replace(",", "")) if found["high"] else None
    return value, high, qualifier, found["rest"].strip()


def _is_prose(rest: str) -> bool:
    """Whether the text after a number is more than a unit."""
    return len(rest) > 12 or rest.startswith("年") or bool(re.search("[、,。;；]|完成|建成|实现|目标", rest))


def _is_number(cell: str) -> bool:
    return number(cell)[0] is not None


def _narrow(text: str) -> str:
    """Figures and signs in their narrow forms, ideographs as they are."""
    wide = {ord(c): ord(c) - 0xFEE0 for c in "０１２３４５６７８９％＞＜＝＋－：，．＊（）［］～"}
    return text.translate(
        wide | {ord("﹥"): ">", ord("﹤"): "<", ord("﹪"): "%", ord("〈"): "<", ord("〉"): ">", ord("∶"): ":"}
    ).strip()


def _bare(name: str) -> tuple[str, str, str]:
    """A name, the unit in parentheses at its end, and the year of whose prices it speaks.

    >>> _bare("规上工业全员劳动生产率(万元/人)"), _bare("森林覆盖率（%）"), _bare("粮食产量")
    (('规上工业全员劳动生产率', '万元/人', ''), ('森林覆盖率', '%', ''), ('粮食产量', '', ''))
    >>> _bare("【细颗粒物浓度下降】（%）*"), _bare("污染物减少（氨氮、二氧化硫）")
    (('细颗粒物浓度下降', '%', ''), ('污染物减少（氨氮、二氧化硫）', '', ''))
    >>> _bare("人均产值（万元，2020年价）"), _bare("人均产值（2020年价）")
    (('人均产值', '万元', '2020年价'), ('人均产值', '', '2020年价'))
    """
    name, unit, prices = name.strip(_SIGNS), "", ""
    found = _UNIT.search(name)
    if found and found.start() and not re.search("[、和]", found[1]):
        told = [part.strip() for part in re.split("[,，;；]", found[1])]
        prices = " ".join(part for part in told if _PRICES.fullmatch(part))
        unit = "，".join(part for part in told if not _PRICES.fullmatch(part))
        name = name[: found.start()]
    return _open(name.strip(_SIGNS)), _open(unit), prices


def _open(text: str) -> str:
    """`text` without a pair of brackets around all of it: a sign of a note."""
    return text[1:-1] if re.fullmatch(r"【[^【】]*】|\[[^\[\]]*\]|〔[^〔〕]*〕", text) else text


def _year(head: str) -> int | None:
    """The one year that a head names; None for none and for a period."""
    years = set(_YEAR.findall(_narrow(head)))
    return int(years.pop()) if len(years) == 1 else None


def _meanings(notes: Sequence[str]) -> dict[str, str]:
    """The meanings of signs at numbers by the notes of a table.

    >>> _meanings(["注：带“—”暂无数据，带“*”为年均增速。", "【】内为累计数"])
    {'*': '年均增速', '【】': '累计数'}
    """
    return {
        found[1]: found[2].strip() for note in notes for found in _NOTE.finditer(_narrow(note).replace("【 】", "【】"))
    }
