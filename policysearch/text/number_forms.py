"""The numbers of a query in figures and in ideographs: years, shares, sums, durations, times; Latin words with signs: pm25, 5G-A."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from .numerals import ZEROS, chinese, number, year

# All are for narrow characters.
_YEAR = r"(?<![0-9.])(?:1[89]|20)[0-9]{2}(?![0-9.%‰‱万亿元])"
_IDEOGRAPHS = rf"(?<!点)(?:一[八九]|二[{ZEROS}])[{ZEROS}一二三四五六七八九]{{2}}(?![{ZEROS}一二三四五六七八九十百千万])"
# A share in figures or in ideographs, its whole part and its decimals: 0.5% 百分之0.5 百分之零点五, 5‰ 千分之五.
_SHARE = (
    r"(?<![0-9.])([0-9]{1,3})(?:\.([0-9]+))?([%‰‱])|([百千万])分之(?:([0-9]{1,3})(?![0-9])(?:\.([0-9]+))?"
    r"|([零〇一二三四五六七八九十百]{1,6})(?:点([零〇一二三四五六七八九]+))?)"
)
_SIGNS = {"百": "%", "千": "‰", "万": "‱"}
_BESIDE = r"(?<![A-Za-z0-9.])(?:[A-Za-z]+(?=[0-9])|[0-9]+(?:\.[0-9]+)?(?=[A-Za-z]))"  # PM|2.5, 50|m2
_GAP = r"(?<=[A-Za-z])\s+(?=[0-9])|(?<=[0-9])\s+(?=[A-Za-z])"
_ORDINAL = "第([0-9]{1,4})(?=[编篇章节条款项])"
_ORDINAL_IDEOGRAPHS = "第([一二三四五六七八九十百千零〇]{1,9})(?=[编篇章节条款项])"
_FRACTION = "(?<![0-9.,/])([1-9][0-9]?)/([1-9][0-9]?)(?![0-9.,/%‰])"
_FRACTION_IDEOGRAPHS = "(?<![百千万])([二三四五六七八九十]{1,3})分之([一二三四五六七八九十]{1,3})(?!点)"
# 2000元 50,000元 5万元, 二千元 两千元 五万元, 5万; 三元 may be a name.
_AMOUNT = (
    r"(?<![0-9.,点万亿])(?:([1-9][0-9]{2,7}|[1-9][0-9]{0,3}(?:,[0-9]{3})+)(?=元)|([1-9][0-9]{0,3})万(?=元|以|$|\s)"
    r"|([一二两三四五六七八九十百千零]{2,9})(?=元)|([一二两三四五六七八九十百千零]{1,9})万(?=元|以|$|\s))"
)
# 3个月, 18周岁; in figures only before what follows no longer number: 1年 stands in every 2021年.
_COUNTED = r"(?<![0-9.,月第])([1-9][0-9]{0,2})(?=个月|个?工作日|周岁|岁|个?小时|倍|年|日|天)"
_COUNTED_IDEOGRAPHS = "(?<![一二三四五六七八九十百千万零第点])([一二三四五六七八九十百零两]{1,6})(?=个月|周?岁)"
_UNIT = (
    r"(?<![0-9.,月第零〇一二两三四五六七八九十百点])([1-9][0-9]{0,2}|[零一二两三四五六七八九十百]{1,6})(天|日|周?岁)"
)
_UNITS = {"天": "日", "日": "天", "岁": "周岁", "周岁": "岁"}
_ROUND = r"(?<![0-9.])(1000?)(?=亿)|(?<![0-9零一二两三四五六七八九十百千万几数])([百千])(?=亿)"
_ROUND_WORDS = {"100": "百", "1000": "千", "百": "100", "千": "1000"}
_ISSUED = r"[〔\[(【<]?((?:19|20)[0-9]{2})(?:[〕\])】>]|年)第?(?=[0-9]+号)"  # 〔2026〕3号, 2026年第3号
_BRACKETS = (r"〔\1〕", r"[\1]", r"(\1)", r"【\1】")
_FIGURES = "〇一二三四五六七八九"
# 22点 22时 22:00 晚上十点; 一点 and 一时 mean much else.
_CLOCK = (
    r"(?<![0-9.:〇零一二三四五六七八九十第])(凌晨|清晨|早晨|早上|早|上午|下午|傍晚|晚上|夜间|夜里|晚)?"
    r"([0-9]{1,2}|[零〇六七八九十]|十[一二]|二十[一二三四]?|(?<=[晨早上午晚间里])[一二两三四五])"
    r"(?:[点时](?:([0-5]?[0-9])分|整|(?=$|[\W前后以之至到起开内关施]))|:([0-5][0-9])(?![0-9:]))"
)
_LATE = ("下午", "傍晚", "晚上", "夜间", "夜里", "晚")  # parts of the day from noon on
_SAID = {False: ("下午",), True: ("晚上", "夜间", "晚")}  # by whether it is evening
_STARS = "(?<![A-Za-z0-9.])(?:([Aa]{2,5})|([2-5])[Aa])(?![A-Za-z0-9])"  # AAAAA景区, 5A景区
_HYPHEN = r"(?<=[A-Za-z])-(?=[A-Za-z0-9])|(?<=[0-9])-(?=[A-Za-z])"  # 5G-A, COVID-19
_UNHYPHENED = (
    r"(?<![A-Za-z0-9.-])([0-9][A-Za-z]|[A-Za-z]{2,}(?=[0-9]))([A-Za-z0-9]{1,2})(?![A-Za-z0-9.-])"  # 5GA, COVID19
)
_UNPOINTED = r"(?<![A-Za-z0-9.])([A-Za-z]{2}[0-9])([0-9])(?![A-Za-z0-9.])"  # pm25


def number_spellings(narrow: str) -> list[str]:
    """The ways to write the numbers of a text in narrow characters, of which some may be the same."""
    years = re.sub(_IDEOGRAPHS, lambda found: str(year(found[0])), narrow)
    figures = re.sub(_SHARE, _with_sign, years)
    # First the shares: 百分之三2025年 is no share of 32025.
    ideographs = re.sub(_YEAR, lambda found: _each(found[0]), re.sub(_SHARE, _in_ideographs, years))
    if "第" in narrow:
        figures = re.sub(_ORDINAL_IDEOGRAPHS, _ordinal_in_figures, figures)
        ideographs = re.sub(_ORDINAL, lambda found: f"第{chinese(int(found[1]))}", ideographs)
    if "分之" in narrow or "/" in narrow:
        figures = re.sub(_FRACTION_IDEOGRAPHS, _fraction_in_figures, figures)
        ideographs = re.sub(_FRACTION, _fraction_in_ideographs, ideographs)
    figures = re.sub(_COUNTED_IDEOGRAPHS, lambda found: str(number(found[1]) or found[1]), figures)
    ideographs = re.sub(_COUNTED, lambda found: chinese(int(found[1])), ideographs)
    amounts = []
    if "元" in narrow or "万" in narrow:
        amounts = [re.sub(_AMOUNT, partial(_amount, way), narrow) for way in range(5)]
    return [
        figures,
        ideographs,
        re.sub(_SHARE, _mixed_form, narrow),
        ideographs.replace("分之一百", "分之百"),
        re.sub(_BESIDE, r"\g<0> ", narrow),
        re.sub(_GAP, "", narrow),
        *amounts,
        re.sub(_ROUND, lambda found: _ROUND_WORDS[found[1] or found[2]], narrow),
        *(re.sub(_ISSUED, way, narrow) for way in _BRACKETS if "号" in narrow),
    ]


def clock_spellings(narrow: str) -> list[str]:
    """The ways to write the times of day of a text in narrow characters: 22点 for 晚上十点, and the reverse."""
    if not (found := re.search(_CLOCK, narrow)):
        return []
    part, numeral, minutes, after = found.groups()
    hour, rest = number(numeral.replace("两", "二")), int(minutes or after or 0)
    if hour is None or hour > 24:
        return []
    hour += 12 if part in _LATE and hour < 12 else 0
    ways = [("", hour)]
    if hour > 12:
        ways += [(one, hour - 12) for one in _SAID[hour > 17]]
    said = [
        f"{one}{write(value)}{unit}{f'{write(rest)}分' if rest else ''}"
        for one, value in ways
        for write in (str, chinese)
        for unit in "时点"
    ]
    return [narrow[: found.start()] + way + narrow[found.end() :] for way in (*said, f"{hour}:{rest:02}")]


def latin_spellings(narrow: str) -> list[str]:
    """The ways to write Latin words with signs and figures of a text in narrow characters: 5GA for 5G-A, PM2.5 for pm25, 5A for AAAAA."""
    return [
        re.sub(_STARS, lambda found: f"{len(found[1])}A" if found[1] else int(found[2]) * "A", narrow),
        re.sub(_HYPHEN, "", narrow),
        re.sub(_UNHYPHENED, r"\1-\2", narrow),
        re.sub(_UNPOINTED, r"\1.\2", narrow),
    ]


def unit_spellings(narrow: str) -> list[str]:
    """The ways to write the durations and ages of a text in narrow characters with the other word for the unit: 七天 and 七日, 14岁 and
    十四周岁. 15日 alone is mostly a date: days in figures are looked for with 内 or 以 after them.
    """
    if not re.search(_UNIT, narrow):
        return []
    said, figures = (re.sub(_UNIT, partial(_other_unit, way), narrow) for way in (chinese, str))
    if not re.search("[0-9]日(?![内以])", figures):
        return [said, figures]
    return [said, *(re.sub("(?<=[0-9])日(?![内以])", f"日{after}", figures) for after in "内以")]


def _other_unit(write: Callable[[int], str], found: re.Match[str]) -> str:
    """A duration or an age with the other word for its unit, its number as `write` does."""
    value = number(found[1].replace("两", "二"))
    if value is None or (value == 1 and found[2] in "天日"):
        return found[0]
    return f"{write(value)}{_UNITS[found[2]]}"


def _amount(way: int, found: re.Match[str]) -> str:
    """An amount of yuan as it is written in one of five ways; as it stands where it is never written so."""
    figures, ten_thousands, said, said_ten_thousands = found.groups()
    value = number((figures or ten_thousands or said or said_ten_thousands).replace("两", "二").replace(",", ""))
    if value is None:
        return found[0]
    value *= 10000 if ten_thousands or said_ten_thousands else 1
    whole, rest = divmod(value, 10000)
    counted = "" if whole > 9999 or (whole and rest) else f"{chinese(whole)}万" if whole else chinese(value)
    ways = (
        str(value),
        f"{value:,}",
        f"{whole}万" if whole and not rest else "",
        counted,
        re.sub("^二(?=[百千万])", "两", counted),
    )
    return ways[way] or found[0]


def _each(figures: str) -> str:
    return "".join(_FIGURES[int(figure)] for figure in figures)


def _ordinal_in_figures(found: re.Match[str]) -> str:
    value = number(found[1])
    return found[0] if value is None else f"第{value}"


def _share(found: re.Match[str]) -> tuple[str, str, str] | None:
    """What a share is of (百), its whole part, up to 999, and its decimals, in figures; None for 百分之百五, which is none."""
    whole, after, sign, of, mixed, tail, said, decimals = found.groups()
    value = 100 if said == "百" else number(whole or mixed or said)
    figures = "".join(str(number(figure)) for figure in after or tail or decimals or "")
    if value is None or value > 999:
        return None
    return of or next(of for of in _SIGNS if _SIGNS[of] == sign), str(value), figures


def _with_sign(found: re.Match[str]) -> str:
    return f"{'.'.join(filter(None, share[1:]))}{_SIGNS[share[0]]}" if (share := _share(found)) else found[0]


def _mixed_form(found: re.Match[str]) -> str:
    return f"{share[0]}分之{'.'.join(filter(None, share[1:]))}" if (share := _share(found)) else found[0]


def _in_ideographs(found: re.Match[str]) -> str:
    if not (share := _share(found)):
        return found[0]
    of, whole, decimals = share
    return f"{of}分之{chinese(int(whole))}{'点' + _each(decimals).replace('〇', '零') if decimals else ''}"


def _fraction_in_figures(found: re.Match[str]) -> str:
    parts, whole = number(found[2]), number(found[1])
    return f"{parts}/{whole}" if parts and whole else found[0]


def _fraction_in_ideographs(found: re.Match[str]) -> str:
    return f"{chinese(int(found[2]))}分之{chinese(int(found[1]))}"


def plan_period(typed: str) -> str:
    """The short name of a folded plan period: 十五五 for 第十五个五年规划 and 十五五规划.

    >>> plan_period("第十五个五年规划"), plan_period("第14个五年计划"), plan_period("十五五规划"), plan_period("十五五")
    ('十五五', '十四五', '十五五', '十五五')
    """
    short = re.sub("(?:时期|规划|计划|纲要)+$", "", typed.replace('"', ""))
    counted = re.fullmatch("第(.{1,3})个五年", short)
    period = number(counted[1]) if counted else None
    return f"{chinese(period)}五" if period else short
