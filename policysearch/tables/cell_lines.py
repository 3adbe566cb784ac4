"""Tables that were pasted with each cell on a line of its own, no TAB beside it."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import FIGURES, NAMING, SERIAL, STOPS, clean, kind

#: What the first cell of such a table is.
FIRST_CELLS = frozenset({*SERIAL, *NAMING})
#: Word allows 63; what a row has beyond them is joined to its last cell.
MOST_COLUMNS = 64
_MOST_CELLS = 20_000


def one_cell_a_line(lines: Sequence[str], n: int, end: int) -> list[list[tuple[int, str]]]:
    """The rows of a table pasted with one cell a line, which begins at line `n` with 序号, or with 指标 or the like: for each its
    cells with their lines. It has a head, and at least two rows that count from 1, or of a name and figures; [] for anything else.

    Every row has as many cells as the head, but the last, which ends with what follows it.
    """
    cells: list[tuple[int, str]] = []
    for m in range(n, end):
        text = clean(lines[m - 1])
        if "\t" in lines[m - 1] or STOPS.search(text) or len(text) > 60 or len(cells) > _MOST_CELLS:
            break
        if text:
            cells.append((m, text))
    texts = [text for _, text in cells]
    if texts and texts[0] in NAMING:
        return _named_rows(cells, [kind(text) for text in texts])
    width = texts.index("1") if "1" in texts[: MOST_COLUMNS + 1] else 0
    if width < 2 or any(kind(text) not in ("text", "year", "attribute") for text in texts[:width]):
        return []
    count = 0
    while (count + 1) * width < len(texts) and texts[(count + 1) * width] == str(count + 1):
        count += 1
    if count and (count + 1) * width > len(texts):
        count -= 1  # cut off
    return [cells[i * width : (i + 1) * width] for i in range(count + 1)] if count > 1 else []


def _named_rows(cells: list[tuple[int, str]], kinds: list[str]) -> list[list[tuple[int, str]]]:
    """The head of words and the rows below it, each a name and as many figures as the head has more cells.

    Pairs of a name and one figure are a table from three on: two may be torn cells.
    """
    figures = [name in FIGURES or name == "dash" for name in kinds]
    width = figures.index(True) - 1 if True in figures else 0
    row = [False] + [True] * (width - 1)
    count = 0
    while width > 1 and figures[(count + 1) * width : (count + 2) * width] == row:
        count += 1
    return [cells[i * width : (i + 1) * width] for i in range(count + 1)] if count > (2 if width == 2 else 1) else []
