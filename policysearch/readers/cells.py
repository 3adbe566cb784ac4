"""Cells of a table as tab-separated lines, and the white space of prose: what the readers of all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..structure.line_classifier import recognise

#: A heading's number alone in its line; what comes after the line break is its title.
BARE_NUMBER = re.compile(r"[\s　]*第\s*[一二三四五六七八九十百零〇0-9]+\s*(?:分编|编|篇|章|节)[\s　]*")
MOST_COLUMNS = 256  # what a row has beyond them is joined to its last cell
_OVER_A_TABLE = frozenset({"box", "table", "schedule", "text", "note"})  # not what would be a heading
_CAPTION = re.compile(r"[^，。；：！？]{2,40}表(?:[（(][^，。；]{1,20}[）)])?|[（(]?(?:计量)?单位\s?[:：][^。；]{1,20}")

_WIDE = "⺀-〿㐀-鿿豈-﫿︰-﹏！-～“”‘’—…·\U00020000-\U0003ffff"
_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def joined(parts: Iterable[str]) -> str:
    """Pieces of one line or cell: a space between two words of Latin letters, nothing beside an ideograph.

    >>> joined(["规上工业", "增加值", "GDP", "growth"])
    '规上工业增加值GDP growth'
    """
    return _SPACES.sub(" ", _BREAK.sub("", "\n".join(part.strip() for part in parts if part.strip())))


def superscript(text: str) -> str:
    """A raised number as such, so that 10⁸ does not become 108; other raised text as it is."""
    return text.translate(_SUPERSCRIPT) if re.fullmatch(r"[0-9+-]+", text) else text


def table(rows: Iterable[Sequence[Sequence[str]]], captions: Sequence[str] = ()) -> list[str]:
    r"""The lines of a table whose cells are paragraphs; a merged cell stands where it begins, "" fills the rest.

    1. A row is one line with a TAB between cells, also after a cell that is the only one of its row, which makes the label
       of a group no heading; what would still be taken for one stands after a TAB.
    2. A table of one column is a frame around text: each paragraph is a line after a TAB.
    3. A blank line comes before, two after, as in text that was taken out of Word, where the parser sees a box end.
    4. `captions` and a caption that is the first row are lines of their own above the table.

    >>> table([[["序号"], ["指标", "名称"]], [["一、经济"], []], [["1"], ["GDP"]]])
    ['', '序号\t指标名称', '\t一、经济', '1\tGDP', '', '']
    >>> table([[["表2 重点指标"], []], [["指标"], ["目标"]], [["就业"], ["5"]]])
    ['', '表2 重点指标', '', '指标\t目标', '就业\t5', '', '']
    """
    every = [list(row[:MOST_COLUMNS]) for row in rows]
    framed = all(len(row) <= 1 for row in every) or sum(sum(map(bool, row)) > 1 for row in every) == 0
    above = [caption for caption in captions if caption]
    for row in [] if framed else every[:3]:
        if sum(map(bool, row)) != 1 or not _is_caption(text := joined(next(filter(None, row)))):
            break
        above.append(text)
        every = every[1:]
    lines = []
    for row in every:
        filled = [cell for cell in row if cell]
        if framed:
            lines += [f"\t{joined([part])}" for cell in filled for part in cell]
        elif filled:
            line = "\t".join(joined(cell) for cell in row)
            lines.append(line if recognise(line).role == "row" else f"\t{line.strip()}")
    above = [text if recognise(text).role in _OVER_A_TABLE else f"\t{text}" for text in above]
    return [*[""] * bool(above), *above, "", *lines, "", ""] if lines else above


def _is_caption(text: str) -> bool:
    """What stands over a table rather than in it: a numbered caption, a title that ends with 表, the unit."""
    role = recognise(text).role
    return role in ("box", "table", "schedule") or (role == "text" and _CAPTION.fullmatch(text) is not None)
