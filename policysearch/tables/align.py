"""Cells into columns: the levels of a head, and which column each cell stands in where a row has fewer than the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import FIGURES, is_unit, is_words, kind, kind_below
from .scan import Row


@dataclass(frozen=True, slots=True)
class _Head:
    """A cell of a head: its text, its half-open span of columns, and the kind of the cells below it."""

    text: str
    start: int
    stop: int
    below: str

    @property
    def wide(self) -> bool:
        """Whether it stands over several columns."""
        return self.stop - self.start > 1


def align(head: Row | None, body: list[Row], width: int, whole_head: bool = False) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and rows, each `width` long; the further levels of the head are taken out of the first rows of `body`,
    unless `head` is known to be the whole of it."""
    cells = head.cells if head else []
    under = [kind_below(cell) for cell in cells]
    whole = len(cells) == width
    fits = _fits_of(body, width, under if whole else [])
    if whole:
        filled = [j for j, cell in enumerate(cells) if cell]
        cells, under, places = [cells[j] for j in filled], [under[j] for j in filled], filled
    else:
        second = len(body[0].cells) * is_words(body[0].cells)
        places = _share_width(_places(under, fits, frozenset()), under, width, second)
    columns = [""] * width
    for j, cell in zip(places, cells, strict=True):
        columns[j] = cell
    stops = [*places[1:], width][: len(cells)]
    if head and head.wide:  # known, so that a blank cell beside another is none of it
        stops = [min(start + head.wide.get(start, 1), width) for start in places]
    heads = [_Head(*one) for one in zip(cells, places, stops, under, strict=True)]
    if heads and not whole_head and any(row.cells != body[0].cells for row in body):
        body = _without_levels(columns, heads, body, whole, [fit["figure"] for fit in fits])
    return tuple(columns), _place(body, fits, frozenset(places), width)


def _fits_of(body: Sequence[Row], width: int, under: Sequence[str]) -> list[dict[str, float]]:
    """How well each kind of cell fits each column, by the rows that have every cell; by the head where they have none."""
    seen = [Counter[str]() for _ in range(width)]
    for row in body:
        if len(row.cells) == width:
            for counts, cell in zip(seen, row.cells, strict=True):
                counts[kind(cell)] += bool(cell)
    if under:
        seen = [counts if counts.total() else Counter([name]) for counts, name in zip(seen, under, strict=True)]
    return [_fits(counts) for counts in seen]


def _place(body: Sequence[Row], fits: Sequence[dict[str, float]], starts: frozenset[int], width: int) -> list[Row]:
    """The rows with each cell in its column."""
    known: dict[tuple[str, ...], list[int]] = {}
    rows: list[Row] = []
    for row in body:
        cells = row.cells
        if len(cells) != width:
            signature = tuple(map(kind, cells))
            if signature not in known:  # a single cell is merged over all columns
                known[signature] = [0] if len(cells) == 1 else _places(signature, fits, starts)
            cells = [""] * width
            for j, cell in zip(known[signature], row.cells, strict=True):
                cells[j] = cell
        rows.append(Row(cells, row.held, row.wide))
    return rows


# Levels of a head below the first


def _without_levels(
    columns: list[str], heads: Sequence[_Head], body: list[Row], whole: bool, figures: Sequence[float]
) -> list[Row]:
    """`body` without the rows that are, or hold, further levels of the head, which go into `columns`.

    `whole`: the head has a cell for each column; `figures`: how much of each column is figures.
    """
    if whole:
        for levels, rule in ((2, _two_levels), (1, _words_below)):
            if names := rule(columns, heads, [row.cells for row in body[:3]], figures):
                columns[:] = names
                return body[levels:]
    second, others = body[0].cells, [row for row in body if row.cells != body[0].cells]
    if found := _level_below(columns, heads, second, whole, figures):
        names, rest = found
        columns[:] = names
        return [Row(rest, body[0].held)] * any(rest) + others
    filled = [j for j, cell in enumerate(second) if cell]
    if len(second) == len(columns) and filled and all(is_unit(second[j]) for j in filled):
        columns[:] = [under(column, cell) for column, cell in zip(columns, second, strict=True)]
        return others
    return body


def _two_levels(
    columns: Sequence[str], heads: Sequence[_Head], body: Sequence[list[str]], figures: Sequence[float]
) -> list[str]:
    """The columns with two more levels below cells that span several: 人口 over 2025年 over 城镇; [] where there are none."""
    over = {k: head for head in heads if head.wide for k in range(head.start, head.stop)}
    if not over or 0 in over or len(body) < 3 or any(len(cells) != len(columns) for cells in body[:2]):
        return []
    upper, lower = body[:2]
    if not any(lower) or not all(upper[head.start] for head in over.values()) or all(upper[k] for k in over):
        return []
    if any(bool(upper[k] or lower[k]) != (k in over) for k in range(len(columns))):
        return []
    if not is_words([cell for cell in (*upper, *lower) if cell]):
        return []
    names = list(columns)
    middle = ""
    for k, head in over.items():
        middle = upper[k] or middle
        names[k] = " ".join(filter(None, (head.text, middle, lower[k])))
    return names


def _words_below(
    columns: Sequence[str], heads: Sequence[_Head], body: Sequence[list[str]], figures: Sequence[float]
) -> list[str]:
    """The columns with one more level, a row of words below complete heads of figures alone: 目标 under 2030年."""
    second = body[0]
    filled = [k for k, cell in enumerate(second) if cell]
    if len(second) != len(columns) or not all(columns) or any(head.wide for head in heads):
        return []
    words = [k for k in filled if not is_unit(second[k])]
    if len(words) < 2 or filled[0] == 0 or not is_words([second[k] for k in filled]):
        return []
    if not all(figures[k] >= 0.5 for k in filled):
        return []
    return [under(column, cell) for column, cell in zip(columns, second, strict=True)]


def _level_below(
    columns: Sequence[str], heads: Sequence[_Head], second: list[str], whole: bool, figures: Sequence[float]
) -> tuple[list[str], list[str]] | None:
    """The columns with the words or years that stand below cells spanning several, and what else that row holds."""
    sizes = [head.stop - head.start for head in heads if head.below == "figure"]
    every = sum(sizes) == len(second) > len(sizes)  # below each of them stands a second head, wide or not
    below = [(k, head) for head in heads if head.wide or every for k in range(head.start, head.stop)]
    filled = [j for j, cell in enumerate(second) if cell]
    over = {k: head for head in heads for k in range(head.start, head.stop)}
    wide = {k for k, head in over.items() if head.wide}
    singles = [k for k in filled if k not in wide]  # 实绩 under 2025年 beside 目标 and 增速 under 2030年
    if (
        whole
        and singles
        and wide
        and 0 not in filled
        and wide.issubset(filled)
        and all(k in over and figures[k] >= 0.5 for k in singles)
    ):
        below = [(k, over[k]) for k in filled]
    elif not (whole and filled == [k for k, _ in below]):  # else it has cells just where the head has none of its own
        below = [(k, head) for k, head in below if head.below == "figure" and figures[k] >= 0.5]
    level, label = filled[len(filled) - len(below) :], filled[: len(filled) - len(below)]
    if not 0 < len(below) == len(level) or not is_words([second[j] for j in level]):
        return None
    if label and any(kind(second[j]) == "year" for j in level):
        return None
    names = list(columns)
    for (k, head), j in zip(below, level, strict=True):
        names[k] = f"{head.text} {second[j]}"
    return names, ["" if j in level else cell for j, cell in enumerate(second)]


def under(column: str, cell: str) -> str:
    """The name of a column with a cell of the level below: 2025年 实际, 增速（%）."""
    return column + cell if is_unit(cell) else f"{column} {cell}".strip()


# Which column each cell stands in


def _fits(counts: Counter[str]) -> dict[str, float]:
    """How well a cell of each kind fits a column with these kinds, from 0 to 1; a dash stands for a figure or a word."""
    total = (counts.total() - counts["dash"]) or 1
    share = {name: counts[name] / total for name in ("attribute", "item", "text")}
    return {"": 0.0, "dash": 0.0, **share, **dict.fromkeys(FIGURES, sum(counts[name] for name in FIGURES) / total)}


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


def _share_width(places: list[int], kinds: Sequence[str], width: int, second: int) -> list[int]:
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
