"""Other ways to write what a query says: years, percentages and articles (第133条) in figures or in ideographs.

The text is indexed as it is written, so that every piece of it can be found; a query looks for all the spellings.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from .numerals import ZEROS, chinese, number, year
from .query import Near, Phrase, Query, Term, Wildcard, any_of, rebuilt

_YEAR = re.compile(r"(?<![0-9０-９.．])(?:1[89]|20|１[８９]|２０)[0-9０-９]{2}(?![0-9０-９.．%％])")
_IDEOGRAPHS = re.compile(
    rf"(?:一[八九]|二[{ZEROS}])[{ZEROS}一二三四五六七八九]{{2}}(?![{ZEROS}一二三四五六七八九十百千万])"
)
_PERCENT = re.compile(r"(?<![0-9０-９.．])([0-9０-９]{1,3})(?:[.．]([0-9０-９]{1,4}))?[%％]")
_PERCENT_IDEOGRAPHS = re.compile(r"百分之([零〇一二三四五六七八九十百]{1,6})(?:点([零〇一二三四五六七八九]{1,4}))?")
_ORDINAL = "第([0-9０-９]{1,4})(?=[编篇章节条款项])"  # not compiled here: few queries hold one
_ORDINAL_IDEOGRAPHS = "第([一二三四五六七八九十百千零〇]{1,9})(?=[编篇章节条款项])"
_FIGURES = "〇一二三四五六七八九"


def spellings(text: str) -> tuple[str, ...]:
    """`text` first, then the other ways to write the years, percentages and numbers of articles in it.

    >>> spellings("2035年远景"), spellings("百分之七十五"), spellings("第20条"), spellings("氢能")
    (('2035年远景', '二〇三五年远景'), ('百分之七十五', '75%'), ('第20条', '第二十条'), ('氢能',))
    """
    figures = _PERCENT_IDEOGRAPHS.sub(_percent_in_figures, _IDEOGRAPHS.sub(lambda found: str(year(found[0])), text))
    ideographs = _PERCENT.sub(_percent_in_ideographs, _YEAR.sub(lambda found: _each(found[0]), text))
    if "第" in text:
        figures = re.sub(_ORDINAL_IDEOGRAPHS, _ordinal_in_figures, figures)
        ideographs = re.sub(_ORDINAL, lambda found: f"第{chinese(int(found[1]))}", ideographs)
    return tuple(dict.fromkeys((text, figures, ideographs)))


def respell(query: Query) -> Query:
    """`query` with every leaf that has several spellings as an Or of them."""
    match query:
        case Term(text):
            typed, *others = spellings(text)
            # 百分之七十五 in pieces would be 百分之 here and 七十五 there.
            return any_of(
                [Term(typed), *(Phrase(way) if _PERCENT.search(typed + way) else Term(way) for way in others)]
            )
        case Phrase(text):
            return any_of(map(Phrase, spellings(text)))
        case Wildcard(pattern):
            return any_of(map(Wildcard, spellings(pattern)))
        case Near(parts, distance):
            ways = [spellings(part) for part in parts]
            columns = zip_longest(*(way + way[-1:] * (3 - len(way)) for way in ways))
            return any_of(Near(column, distance) for column in dict.fromkeys(columns))
    return rebuilt(query, respell)


def _each(figures: str) -> str:
    return "".join(_FIGURES[int(figure)] for figure in figures)


def _ordinal_in_figures(found: re.Match[str]) -> str:
    value = number(found[1])
    return found[0] if value is None else f"第{value}"


def _percent_in_figures(found: re.Match[str]) -> str:
    whole = number(found[1])
    if whole is None:
        return found[0]
    return f"{whole}{'.' + str(number('一' + found[2]))[1:] if found[2] else ''}%"


def _percent_in_ideographs(found: re.Match[str]) -> str:
    whole, decimals = int(found[1]), found[2]
    return f"百分之{chinese(whole)}{'点' + _each(decimals).replace('〇', '零') if decimals else ''}"
