"""Classifies lines by their neighbours where they are ambiguous by themselves: cells or points, headings or running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from .line_classifier import POINT_FORMS, VOLUMES, Line, recognise
from .line_text import ordinal, squeeze

_NUMBER_TAB = re.compile(
    rf"([\s　]*(?:{'|'.join(POINT_FORMS.values())}|(?:[0-9]{{1,2}}|[A-Z](?=[.．]))(?:[.．][0-9]{{1,2}}){{0,4}}))\t+(?=[^\t]+$)"
)
_ENDS = ("。", "；", "！", "？", "：", "”", "）", ")")  # of a line that does not break off
_CELL = 25  # characters of a cell
_CUT = 20  # characters of a line that may be cut
_RAGGED = 6  # half-width characters by which wrapped lines differ
_WIDEST = 130  # of a line of print
_NEAR, _FULL = 15, 4  # lines around one that may be cut, and how many of them fill the width
_ENACTED = 5  # lines between a marked 附则 and its articles
#: 第二部分部门决算表, the title glued to the number.
_DIVISION = re.compile(
    r"(?P<number>第[一二三四五六七八九十]{1,2}部分)(?P<title>[^\s，。；：！？的所]{2,30})(?:[.…·\s]*[0-9]{0,3})"
)
_FIRST_CELL = re.compile(
    r"序\s*号|编\s*号|类\s*别|项\s*目|指\s*标|名\s*称|[一-鿿]{0,6}(?:名称|项目|指标|类别|任务|事项|种类)"
)


def recognise_all(raws: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a document; a heading that a TAB moves to the middle is one where no cell of a table is beside it."""
    lines = _without_lone_volumes([recognise(raw) for raw in raws])
    _number_tabs(lines)
    _divisions(lines)
    for n in _labels(lines):
        lines[n] = replace(lines[n], role="row", kind="", number="", title="")
    tabs = [n for n, line in enumerate(lines) if line.tab]
    filled = [n for n, line in enumerate(lines) if line.raw.strip()] if tabs else []
    place = {n: i for i, n in enumerate(filled)}
    for n in tabs:
        if n in place and (moved := recognise(lines[n].raw.lstrip("\t"))).role == "ladder":
            beside = filled[max(place[n] - 1, 0) : place[n]] + filled[place[n] + 1 : place[n] + 2]
            if not any(lines[m].role == "row" for m in beside):
                lines[n] = replace(moved, raw=lines[n].raw)
    return tuple(lines)


def _without_lone_volumes(lines: list[Line]) -> list[Line]:
    """`lines` where 上篇 is a heading only if there is a 中篇 or 下篇 too."""
    volumes = {line.number[0] for line in lines if line.role == "ladder" and line.number[:1] in VOLUMES}
    if len(volumes) != 1:
        return lines
    return [
        replace(line, role="text", kind="", number="", title="", rest="") if line.number[:1] in VOLUMES else line
        for line in lines
    ]


def _number_tabs(lines: list[Line]) -> None:
    """Reads the lines in which a TAB stands only after the number as points, but where cells are beside them."""
    found = {
        n: _NUMBER_TAB.sub(r"\1 ", line.raw)
        for n, line in enumerate(lines)
        if "\t" in line.raw and _NUMBER_TAB.match(line.raw)
    }
    if not found:
        return
    filled = [n for n, line in enumerate(lines) if line.raw.strip()]
    place = {n: i for i, n in enumerate(filled)}
    points = {n: recognise(raw) for n, raw in found.items()}

    def is_cell(n: int, beside: int) -> bool:
        if beside not in points:
            text = lines[beside].text
            return lines[beside].role == "row" and (lines[beside].tab or text.count("\t") > 1 or "。" not in text)
        short = all(len(points[m].text) <= _CELL and "。" not in points[m].text for m in (n, beside))
        return short and points[n].kind == points[beside].kind != "" and abs(place[n] - place[beside]) == 1

    cells: set[int] = set()
    for ordered in (sorted(found), sorted(found, reverse=True)):  # a cell makes cells of those after and before it
        for n in ordered:
            at = place[n]
            beside = filled[max(at - 1, 0) : at] + filled[at + 1 : at + 2]
            if any(is_cell(n, m) or m in cells for m in beside):
                cells.add(n)
    for n, point in points.items():
        if n not in cells:
            lines[n] = replace(point, raw=lines[n].raw)


def with_last_groups(lines: Sequence[Line]) -> list[Line]:
    """`lines` where an unnumbered 附则, alone on its line over the last articles, is a heading.

    Articles stand above it as well, or it is marked, as in a file with the last part of a law; between a marked one and its
    articles may be when the law was passed. In running text the line before breaks off; in a contents page no article follows.
    """
    found = list(lines)
    articles = False
    for n, line in enumerate(lines):
        articles = articles or line.kind == "条"
        if len(line.text) > 6 or line.role != "text" or squeeze(line.text) != "附则":
            continue
        shown = line.marked or line.bold
        filled = (below for below in islice(lines, n + 1, None) if below.role != "blank")
        below = list(islice(filled, _ENACTED + 1 if shown else 1))
        between = list(takewhile(lambda one: one.role != "ladder", below))
        above = next((before.text for before in reversed(lines[:n]) if before.role != "blank"), "")
        apart = shown or line.text != "附则" or above.endswith(_ENDS) or lines[n - 1].role == "blank"
        if len(between) < len(below) and below[len(between)].kind == "条" and apart and (articles or line.marked):
            found[n] = replace(line, role="ladder", kind="章", title="附则")
    return found


def _divisions(lines: list[Line]) -> None:
    """Reads 第二部分部门决算表 as a heading where such lines, be some of them set apart, count from 第一部分 on."""
    found = {
        n: head
        for n, line in enumerate(lines)
        if line.role == "text" and line.text.startswith("第") and (head := _DIVISION.fullmatch(line.text))
    }
    if not found:
        return
    apart = {ordinal(line.number) for line in lines if line.role == "ladder" and line.kind == "部分"}
    numbers = apart | {ordinal(head["number"]) for head in found.values()}
    if 1 not in numbers or 2 not in numbers:
        return
    for n, head in found.items():
        lines[n] = replace(lines[n], role="ladder", kind="部分", number=head["number"], title=head["title"])


def _labels(lines: Sequence[Line]) -> Iterator[int]:
    """The places of 一、提升服务 between the rows of one table, which begin with a head: rows without a TAB, no headings."""
    start = 0
    for end in [n for n, line in enumerate(lines) if line.role not in ("row", "item")] + [len(lines)]:
        if start == end:
            start += 1
            continue
        # Behind the headings over the table.
        start += sum(1 for _ in takewhile(lambda line: line.role == "item", lines[start:end]))
        block = lines[start:end]
        first = block[0].text.partition("\t")[0].strip() if block and block[0].role == "row" else ""
        if first and _FIRST_CELL.fullmatch(first):
            inner = [n for n, line in enumerate(block) if line.role == "item"]
            if inner and all(_is_label(block, n) for n in inner):
                yield from (start + n for n in inner)
        start = end + 1


def _is_label(block: Sequence[Line], n: int) -> bool:
    """Whether the point at `n` is a title over a row of the table, and no heading over another head."""
    line, below = block[n], block[n + 1] if n + 1 < len(block) else None
    bare = bool(line.title) and not line.rest and len(line.text) <= 2 * _CELL and line.text[-1] not in "。；："
    return (
        bare and below is not None and below.role == "row" and below.text.split("\t")[0] != block[0].text.split("\t")[0]
    )


def without_cut_titles(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` where a point that only looks like a title is a sentence: 1.本项目费用按月结算，以年度价格、 fills its line in text
    that is wrapped, and the line below goes on with it."""
    cut = [
        n
        for n, line in enumerate(lines[:-1])
        if line.role == "item"
        and line.title
        and not line.rest
        and ("，" in line.title or "," in line.title)
        and len(line.text) >= _CUT
        and lines[n + 1].role == "text"
    ]
    if not cut:
        return lines
    found = list(lines)
    for n in cut:
        near = lines[max(0, n - _NEAR) : n + _NEAR]
        widths = [_width(line.text) for line in near if line.role in ("text", "item")]
        full = max(widths) - _RAGGED
        if _width(lines[n].text) >= full and full < _WIDEST and sum(width >= full for width in widths) >= _FULL:
            found[n] = replace(lines[n], title="", rest=lines[n].title)
    return found


def _width(text: str) -> int:
    """How many half-width characters `text` takes in print."""
    return len(text) + sum(char > "\u2e7f" for char in text)
