"""A passage as a reference: in the manner of GB/T 7714-2015 with its place, and as a BibTeX entry.

The standard wants 主要责任者. 题名: 其他题名信息[文献类型标识]. 出版项: 引文位置, and of what was taken from the web
题名[文献类型标识/OL]. 引文位置(日期). 获取和访问路径. Unknown parts are left out, as it allows: issuer, number (after the title, as for a
standard), date (else the year in the number). So are place and publisher, which a circular has not, and the date of access
to a page. The place of the passage in the document stands where a book has pages.
"""

from __future__ import annotations

import re

from ..model.document import Passage
from ..model.kinds import GENERIC
from ..runtime.lazy_pattern import lazy_pattern
from ..text.display import plain

#: 文献类型标识 by type of document; everything else, plans, circulars and laws, is Z (其他).
MARKS = {"报告": "R", "标准": "S", "公报": "J"}

_NUMBERED = lazy_pattern(
    r"(第[〇零一二三四五六七八九十百千\d]+(?:分编|[编篇章节条])|(?:专栏|附?表|附件|图)\s*[〇零一二三四五六七八九十百\d]+(?:[-.—][\d]+)*"
    r"|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)"
)
_POINT = lazy_pattern(r"[一二三四五六七八九十]+、")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = {
    **{c: f"\\{c}" for c in "$&#%_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",  # \\{ would count as a brace that nothing closes
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def citation(passage: Passage) -> str:
    """The reference to a passage, on one line.

    重庆市九龙坡区人民政府. 重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要: 九龙坡府发〔2026〕3号[Z]. 2026-03-01: 第三篇第七章第一节.
    """
    title = _line(passage.document) or passage.document_id
    if passage.number:
        title += f": {_line(passage.number)}"
    issued, where = _issue_date(passage), ", ".join(filter(None, (place(passage), pages(passage))))
    # Of a web page the day stands in brackets after the place.
    where = f"{where}({issued})" if passage.url and "-" in issued else ": ".join(filter(None, (issued, where)))
    parts = _line(passage.issuer), f"{title}[{_mark(passage)}]", where, passage.url
    return "".join(f"{part}. " for part in parts if part).rstrip()


def place(passage: Passage) -> str:
    """Where a passage stands in its document: 第三篇第七章第一节, 一、总体要求, 名词解释“三大攻坚战”; "" when it is without headings."""
    steps: list[str] = []
    for heading in map(_line, passage.path):
        if heading == _line(passage.path[-1]) and _POINT.match(heading):
            steps.append(re.sub(r"\s", "", heading))  # 一、 alone would say little
        elif found := _NUMBERED.match(heading):
            steps.append(re.sub(r"\s", "", found[1]))
        elif heading in GENERIC:
            steps.append(heading)
        else:
            inner = heading.translate({ord("“"): "‘", ord("”"): "’"})
            steps.append(f"“{inner}”")
    return "".join(steps) or (passage.kind if passage.kind in GENERIC else "")


def pages(passage: Passage) -> str:
    """第3页, 第3-4页, with what is printed on the first where that is another: 第iii页(文件第5页); "" for a file without pages."""
    if not passage.page_start:
        return ""
    last = f"-{passage.page_end}" if passage.page_end > passage.page_start else ""
    own = f"第{passage.page_start}{last}页"
    return f"第{_line(passage.page_label)}页(文件{own})" if passage.page_label else own


def bibtex(passage: Passage) -> str:
    """The BibTeX entry of a passage; `pages` is its place, `mark` the type that Chinese styles print in brackets."""
    year, _, rest = _issue_date(passage).partition("-")
    month = int(rest[:2]) if rest[:2].isdigit() else 0
    fields = {
        "author": passage.issuer and "{" + _latex(passage.issuer) + "}",  # a second pair: an office has no first name
        "title": "{" + _latex(passage.document or passage.document_id) + "}",
        "number": _latex(passage.number),
        "year": year,
        "date": passage.issued,
        "pages": _latex(", ".join(filter(None, (place(passage), pages(passage))))),
        "url": passage.url,
        "mark": _mark(passage),
        "language": "chinese",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if 0 < month < 13:
        lines.append(f"  month = {_MONTHS[month - 1]},\n")
    return f"@misc{{{key(passage.id)},\n{''.join(lines)}}}\n"


def key(id: str) -> str:
    """The key of a passage in BibTeX, which allows fewer characters than an id; different ids have different keys.

    >>> key("cq-jiulongpo-fyp-15/part_3__chp_7")
    'cq-jiulongpo-fyp-15:part_3__chp_7'
    """
    return re.sub(r"[^A-Za-z0-9_./-]", lambda found: f"+{ord(found[0]):x}+", id).replace("/", ":")


def _mark(passage: Passage) -> str:
    """文献类型标识, with 载体标识 of what was taken from the web."""
    mark = MARKS.get(passage.type, "EB" if passage.url else "Z")
    return f"{mark}/OL" if passage.url else mark


def _issue_date(passage: Passage) -> str:
    """The date, or the year in the number, 〔2021〕."""
    year = re.search(r"〔([0-9]{4})〕", passage.number)
    return _line(passage.issued) or (year[1] if year else "")


def _line(text: str) -> str:
    return plain(text)[0].strip()


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in _line(text))
