"""Cells into columns: what kind of thing a cell holds, which rows are heads, and which column each cell stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

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
_FIGURES = frozenset({"number", "year", "figure"})
_HEAD_WORD = re.compile(
    "[^，。；]{0,10}(?:序 ?号|编号|名称|指标|项目|单位|类别|分类|属性|时[间限]|备注|目标|[0-9]年|年[份度]|内容|地[点址]|部门|任务|[举措]措|措施|领域|方[式向]"
    "|性质|规模|面积|类型|事项|责任|期限|情况|进度|投资|数[量值]|阶段|依据|条文)(?:[(（].*[)）])?"
)
_UNIT = re.compile("[（(][^（）()]{1,12}[）)]")  # alone in a cell, of the head above it
_HEAD_KINDS = {  # of the cells under a head cell; the first that fits, else text
    "number": re.compile("序 ?号|编号"),
    "attribute": re.compile("属性"),
    "text": re.compile("名称|指标$|项目|内容|单位|分类|类别"),
    "figure": re.compile("[0-9]|年|时期|十[一二三四五六七八九]五|目标|值|情况|完成|增速|规模|面积|数量|投资"),
}


def kind(cell: str) -> str:
    """A name of _KINDS, "text", or "" for an empty cell."""
    if not cell or len(cell) > 40:
        return "text" if cell else ""
    return next((name for name, pattern in _KINDS.items() if pattern.fullmatch(cell)), "text")


def is_figures(cells: Sequence[str]) -> bool:
    """Figures only, or dashes in their place."""
    return all(kind(cell) in _FIGURES or kind(cell) == "dash" for cell in cells)


def is_number_head(cell: str) -> bool:
    """序号 or 编号, which only stands over a column of numbers."""
    return _HEAD_KINDS["number"].fullmatch(cell) is not None


def may_be_head(cells: Sequence[str]) -> bool:
    """At least three words, one in each cell: above other words a head as well as anything can tell."""
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


def aligned(head: list[str], body: list[list[str]], width: int) -> tuple[tuple[str, ...], list[list[str]]]:
    """Columns and rows, each `width` long; a second level of the head is taken out of the first row of `body`."""
    under = [next((name for name, pattern in _HEAD_KINDS.items() if pattern.search(cell)), "text") for cell in head]
    seen = [Counter[str]() for _ in range(width)]  # the kinds in each column, from the rows that have every cell
    for cells in body:
        if len(cells) == width:
            for counts, cell in zip(seen, cells, strict=True):
                counts[kind(cell)] += bool(cell)
    if len(head) == width:
        seen = [counts if counts.total() else Counter([name]) for counts, name in zip(seen, under, strict=True)]
    fits = [_fits(counts) for counts in seen]
    second = body[0]
    whole = len(head) == width
    if whole:
        places = [j for j, cell in enumerate(head) if cell]
        head, under = [head[j] for j in places], [under[j] for j in places]
    else:
        places = _shared(_places(under, fits, frozenset()), under, width, len(second) * _is_words(second))
    columns = [""] * width
    for j, cell in zip(places, head, strict=True):
        columns[j] = cell
    spans = list(zip(head, places, [*places[1:], width][: len(head)], under, strict=True))
    if head and any(cells != second for cells in body):
        body = _second_level(columns, spans, body, whole, [fit["figure"] for fit in fits])
    starts, known, rows = frozenset(places), dict[tuple[str, ...], list[int]](), []
    for cells in body:
        signature = tuple(map(kind, cells))
        if signature not in known:
            exact = len(cells) in (1, width)  # a single cell is merged over all columns
            known[signature] = list(range(len(cells))) if exact else _places(signature, fits, starts)
        rows.append([""] * width)
        for j, cell in zip(known[signature], cells, strict=True):
            rows[-1][j] = cell
    return tuple(columns), rows


def _second_level(
    columns: list[str],
    spans: Sequence[tuple[str, int, int, str]],
    body: list[list[str]],
    whole: bool,
    figures: Sequence[float],
) -> list[list[str]]:
    """`body` without its first row where that is, or holds, a second level of the head, which goes into `columns`: words
    or years below the cells that span several columns, or units. `spans`: each head cell, from and up to which column, and
    the kind of what stands below it; `whole`: the head has a cell for each column; `figures`: how much each column has of them."""
    second, others = body[0], [cells for cells in body if cells != body[0]]
    if whole and (levels := _more_levels(columns, spans, body, figures)):
        return body[levels:]
    sizes = [stop - start for _, start, stop, name in spans if name == "figure"]
    every = sum(sizes) == len(second) > len(sizes)  # below each of them stands a second head, wide or not
    wide = [
        (k, cell, name) for cell, start, stop, name in spans if stop - start > 1 or every for k in range(start, stop)
    ]
    filled = [j for j, cell in enumerate(second) if cell]
    if not (whole and filled == [k for k, *_ in wide]):  # else it has cells just where the head has none of its own
        wide = [(k, cell, name) for k, cell, name in wide if name == "figure" and figures[k] >= 0.5]
    level, label = filled[len(filled) - len(wide) :], filled[: len(filled) - len(wide)]
    words = _is_words([second[j] for j in level]) and not (label and any(kind(second[j]) == "year" for j in level))
    if 0 < len(wide) == len(level) and words:
        for (k, cell, _), j in zip(wide, level, strict=True):
            columns[k] = f"{cell} {second[j]}"
        rest = ["" if j in level else cell for j, cell in enumerate(second)]
        return ([rest] if label else []) + others
    if len(second) == len(columns) and filled and all(_UNIT.fullmatch(second[j]) for j in filled):
        for j in filled:
            columns[j] += second[j]
        return others
    return body


def _more_levels(
    columns: list[str], spans: Sequence[tuple[str, int, int, str]], body: list[list[str]], figures: Sequence[float]
) -> int:
    """How many rows of `body` are levels of a head that has a cell over each column; they go into `columns`: two below
    cells that span several columns, 人口 over 2025年 over 城镇; or one of words below complete heads of figures alone."""
    wide = {k: (name, start) for name, start, stop, _ in spans for k in range(start, stop) if stop - start > 1}
    if wide and len(body) > 2 and 0 not in wide and all(len(cells) == len(columns) for cells in body[:2]):
        (upper, lower), places = body[:2], range(len(columns))
        if (
            any(lower)
            and all(upper[start] for _, start in wide.values())
            and all((upper[k] or lower[k]) if k in wide else not (upper[k] or lower[k]) for k in places)
            and _is_words([cell for cell in upper + lower if cell])
            and not all(upper[k] for k in wide)
        ):
            over = ""
            for k, (name, _) in wide.items():
                over = upper[k] or over
                columns[k] = " ".join(filter(None, (name, over, lower[k])))
            return 2
    second = body[0]
    filled = [k for k, cell in enumerate(second) if cell]
    words = [k for k in filled if not _UNIT.fullmatch(second[k])]
    if (
        not wide
        and len(words) > 1
        and len(second) == len(columns)
        and all(columns)
        and _is_words([second[k] for k in filled])
    ):
        if filled[0] > 0 and all(figures[k] >= 0.5 for k in filled):
            for k in filled:
                columns[k] += f" {second[k]}" if k in words else second[k]
            return 1
    return 0


def _fits(counts: Counter[str]) -> dict[str, float]:
    """How well a cell of each kind fits a column with these kinds, from 0 to 1; a dash stands for a figure or a word."""
    total = (counts.total() - counts["dash"]) or 1
    share = {name: counts[name] / total for name in ("attribute", "item", "text")}
    return {"": 0.0, "dash": 0.0, **share, **dict.fromkeys(_FIGURES, sum(counts[name] for name in _FIGURES) / total)}


def _places(kinds: Sequence[str], fits: Sequence[dict[str, float]], starts: frozenset[int]) -> list[int]:
    """The column of each cell, in order: the best fit of all; `starts` are columns where a head cell begins."""
    worst = float("-inf")
    best = [0.0] * (len(fits) + 1)  # for each j, the fit of the cells so far in the first j columns
    steps: list[list[bool]] = []  # for each cell and j, whether it stands in column j - 1
    for name in kinds:
        new, step = [worst], [False]
        for j, fit in enumerate(fits):
            here = best[j] + fit[name] + 0.2 * (j in starts)
            step.append(here > new[-1])
            new.append(max(here, new[-1]))
        best = new
        steps.append(step)
    places: list[int] = []
    j = len(fits)
    for step in reversed(steps):
        while not step[j]:
            j -= 1
        j -= 1
        places.append(j)
    return places[::-1]


def _is_words(cells: Sequence[str]) -> bool:
    return all(kind(cell) in ("text", "year") for cell in cells)


def _shared(places: list[int], kinds: Sequence[str], width: int, second: int) -> list[int]:
    """`places` of head cells, those over figures made as wide as each other when the columns allow it, or nearly when
    the `second` cells below them stand in all their columns."""
    figures = [i for i, name in enumerate(kinds) if name == "figure"]
    if figures and figures[-1] - figures[0] + 1 == len(figures):
        first, after = figures[0], figures[-1] + 1
        columns = (places[after] if after < len(places) else width) - places[first]
        each, rest = divmod(columns, len(figures))
        if not rest or second == columns:
            places[first:after] = [places[first] + each * i + min(i, rest) for i in range(len(figures))]
    return places
