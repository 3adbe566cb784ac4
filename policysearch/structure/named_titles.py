"""Titles without numbers, recognised by the file's own data about lines: bookmarks, or the size and weight of print.

Words come first: a numbered heading has the level of its number. A level of the file gets the rank of the numbered
headings that have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ..model.kinds import RANK
from .document_types import TITLE_END
from .line_classifier import Line
from .line_text import is_date, ordinal, squeeze
from .list_headings import Point

_LONGEST = 60  # characters
_LONGEST_MARKED = 200  # of a title that Markdown marks
_STOPS = tuple("。；：，、！,;:")
_FEW = 2  # numbered headings from which on print is ignored,
_TIMES = 5  # unless print marks this many times as many titles
_SIBLINGS = 3  # marked titles of one level, from which on they may stand right under the greatest
_LONG = 12  # characters, from which on a title that ends so is of a document: 裁判要点 is none
_COVER = 8  # characters of a title that a cover has too
_STEP = 0.1  # between levels beside which no number stands

Levels = Sequence[tuple[int, int, bool]]


def headings(
    lines: Sequence[Line], numbers: Sequence[int], levels: Levels, points: Mapping[int, Point], apart: Collection[int]
) -> dict[int, Point]:
    """The lines among `numbers` that are titles without a number, with their rank.

    `levels` are Source.levels; `points` the points that are headings; lines `apart` are of contents pages.
    """
    if not levels:
        return {}
    within = {n: i for i, n in enumerate(numbers)}
    known = {n: level for n, level, _ in levels if n in within and n not in apart}
    numbered = {n: rank for n in numbers if n not in apart and (rank := _rank(lines[n - 1], points.get(n))) is not None}
    likely = [(n, sure) for n, _, sure in levels if n in known and n not in numbered and _is_title(lines[n - 1])]
    by_print = len(numbered) < _FEW or sum(not sure for _, sure in likely) >= _TIMES * len(numbered)
    titles = sorted({n for n, sure in likely if sure or by_print})
    begun = min(numbered, default=numbers[-1] + 1)
    titles = [n for n in titles if not (lines[n - 1].marked and n < begun and _is_of_document(lines[n - 1].text))]
    titles = [n for n in titles if not _is_repeated(lines, numbers, within[n], begun)]
    first = next((m for m in numbers if m in known), 0)
    usual = Counter(known[n] for n in titles if lines[n - 1].marked and known[n] > known[first])
    titles = [
        n
        for n in titles
        if (usual[known[n]] >= _SIBLINGS and lines[n - 1].marked and lines[n - 1].text != lines[first - 1].text)
        or _has_begun(lines, numbers, within[n], numbered, {m: known[m] for m in titles})
    ]
    ranks = _ranks(known, numbered)
    found: dict[int, Point] = {}
    for i, n in enumerate(titles):
        line = lines[n - 1]
        if line.role == "item":
            if line.kind in RANK:
                found[n] = Point(RANK[line.kind], line.title or line.text, "")
            continue
        until = next((m for m in titles[i + 1 :] if known[m] <= known[n]), numbers[-1] + 1)
        below = [] if line.marked else [m for m in numbered if n < m < until]
        at = next((m for m in below if known.get(m, known[n] + 1) <= known[n]), until)
        if below and known.get(below[0], 0) > known[n] and lines[below[0] - 1].role != "ladder":
            below = [
                m for m in below if m >= at
            ]  # the file says that 5. stands under B., where A. has 1. to 4.; 第二节 stays beside 第一节
        floor = _going_on(lines, below, numbered)  # not for Markdown, whose marks are explicit
        rank = ranks[known[n]]
        found[n] = Point(rank if floor is None else max(rank, floor + _STEP / 2), line.text, "")
    return found


def _rank(line: Line, point: Point | None) -> float | None:
    """The rank of a numbered heading; None for other lines."""
    if line.role == "ladder" and line.number:
        return RANK[line.kind]
    return point.rank if point else None


def _is_title(line: Line) -> bool:
    if line.role not in ("text", "item") or line.tab or is_date(line.text):
        return False
    return (
        1 < len(line.text) <= (_LONGEST_MARKED if line.marked else _LONGEST)
        and not line.text.endswith(_STOPS)
        and "。" not in line.text
    )


def _is_of_document(text: str) -> bool:
    """Whether a title in Markdown is that of a document, or the remark under it: 某市某规划（摘编）, （2025—2027年）."""
    flat = squeeze(text)
    return re.fullmatch(r"[（(].*[）)]", flat) is not None or (
        len(flat) >= _LONG and TITLE_END.search(flat) is not None
    )


def _is_repeated(lines: Sequence[Line], numbers: Sequence[int], place: int, begun: int) -> bool:
    """Whether the title is that of the heading right above once more, 第三章 招标需求 and 招标需求; or that of the document, which a
    cover has, over the first numbered heading, the line `begun`."""
    text = squeeze(lines[numbers[place] - 1].text)
    if numbers[place + 1 : place + 2] == [begun]:
        return len(text) >= _COVER and any(squeeze(lines[n - 1].text) == text for n in numbers[:place])
    above = lines[numbers[place - 1] - 1] if place else None
    return above is not None and above.role == "ladder" and squeeze(above.title) == text


def _has_begun(
    lines: Sequence[Line], numbers: Sequence[int], place: int, numbered: Mapping[int, float], titles: Mapping[int, int]
) -> bool:
    """Whether the document has begun where the title stands: below text or a heading, or right above text, with a line that may be
    the document's own title above. Titles under it, each of a lower level, may come between. `titles` have their levels."""
    before = [n for n in numbers[:place] if n not in titles]
    if any(n in numbered or "。" in lines[n - 1].text for n in before):
        return True
    level = titles[numbers[place]]
    for n in numbers[place + 1 :]:
        if n not in titles:
            return place > 0 and (
                "。" in lines[n - 1].text or (lines[numbers[place] - 1].marked and lines[n - 1].role == "row")
            )
        if titles[n] <= level:
            break
        level = titles[n]
    return False


def _ranks(known: Mapping[int, int], numbered: Mapping[int, float]) -> dict[int, float]:
    """For each level a rank: that of most numbered headings which have it, else one between those of its neighbours."""
    found: dict[int, float] = {}
    above = 0.0
    for level in sorted({*known.values()}):
        ranks = Counter(numbered[n] for n, own in known.items() if own == level and n in numbered)
        usual = ranks.most_common(1)[0][0] if ranks else None
        above = usual if usual is not None and usual > above else above + _STEP
        found[level] = above
    return found


def _going_on(lines: Sequence[Line], below: Sequence[int], numbered: Mapping[int, float]) -> float | None:
    """The rank of the numbered headings `below` a title that count on from those above it, so that it can stand only under one
    of them; None where there are none."""
    least, deepest = float("inf"), None
    for n in below:
        rank = numbered[n]
        if rank < least:
            least = rank
            if (ordinal(lines[n - 1].number) or 1) != 1:
                deepest = rank if deepest is None else max(rank, deepest)
    return deepest
