"""Nodes of a tree in the making frozen into provisions: ids from their places, spans, texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..model.document import Provision, Source
from ..model.grids import Grid
from ..model.kinds import CLAUSES, RANK, Kind
from ..text.numerals import number as numeral
from .line_text import ordinal, squeeze

_CODE: dict[str, str] = {kind: kind.code for kind in Kind}
_VOLUMES = ("上", "中", "下")
_MOST_EMPTY = 100  # cells without print at the end of a table


@dataclass(slots=True)
class Node:
    """A provision in the making."""

    kind: str
    number: str
    title: str
    line: int
    parent: int | None  # place in the list of all nodes
    heading: list[int] = field(default_factory=list)  # line numbers of the heading
    own: list[int] = field(default_factory=list)  # line numbers of the rest
    rest: str = ""  # of the heading's last line: the first sentence
    rank: float = 9  # on the ladder; an annex holds any ladder (-1), a 附表 or glossary none


def provisions(source: Source, every: Sequence[Node]) -> tuple[Provision, ...]:
    """The nodes of `every` that hold lines of `source`, in the order of their lines, with the last line of each subtree."""
    nodes = sorted((node for node in every if node.heading or node.own), key=lambda node: node.line)
    place = {id(node): i for i, node in enumerate(nodes)}
    ids: list[str] = []
    taken: set[str] = set()
    last = [max(node.heading + node.own) for node in nodes]
    counts: dict[str, int] = {}
    parents: list[int | None] = []
    middle = any(node.number[:1] == "中" for node in nodes)
    grids = {grid.line: grid for grid in source.grids}
    for node in nodes:
        parent = place[id(every[node.parent])] if node.parent is not None else None
        parents.append(parent)
        counts[node.kind] = counts.get(node.kind, 0) + 1
        name = _CODE[node.kind] + (
            f"_{_ordinal(node, middle)}"
            if node.number
            else f"_{counts[node.kind]}"
            if node.kind in ("词条", "注释")
            else ""
        )
        # 条 and boxes run on through a document.
        nests = node.kind in RANK and node.kind not in (Kind.ARTICLE, *CLAUSES)
        if parent is not None and (nests or nodes[parent].kind == Kind.ANNEX):
            name = f"{ids[parent]}__{name}"
        elif node.kind in CLAUSES and (
            annex := ids[parent].partition("__")[0] if parent is not None else ""
        ).startswith(f"{Kind.ANNEX.code}_"):
            name = f"{annex}__{name}"
        unique, copy = name, 1
        while unique in taken:
            copy += 1
            unique = f"{name}_{copy}"
        taken.add(unique)
        ids.append(unique)
    for i in reversed(range(len(nodes))):
        if (above := parents[i]) is not None:
            last[above] = max(last[above], last[i])
    found = []
    for i, node in enumerate(nodes):
        text, lines = _text(source, node)
        found.append(
            Provision(
                ids[i],
                node.kind,
                node.number,
                node.title,
                node.line,
                last[i],
                parents[i],
                _spans(source, node),
                text,
                _heading_text(source, node),
                bool(node.rest),
                tuple(_grids(lines, grids)) if grids else (),
            )
        )
    return tuple(found)


def _ordinal(node: Node, middle: bool) -> str:
    """第三篇 → 3, 专栏3-1 → 3-1, 第十条之一 → 10-1, 4.2.1 → 4-2-1, 附录A → A; 下篇 → 2, or 3 if there is a 中篇 (`middle`)."""
    if node.number[:1] in _VOLUMES:
        return str({"上": 1, "中": 2}.get(node.number[0], 3 if middle else 2))
    if node.kind in CLAUSES:
        return re.sub(r"[.．]+", "-", unicodedata.normalize("NFKC", node.number).strip(".．、"))
    if node.kind in RANK:
        main, _, sub = node.number.partition("之")
        value = ordinal(main)
        return f"{main if value is None else value}" + (f"-{numeral(sub)}" if sub else "")
    digits = re.findall(r"[0-9０-９]+|[一二三四五六七八九十]+|[A-ZＡ-Ｚ]", node.number)
    return "-".join(unicodedata.normalize("NFKC", str(numeral(digit) or digit)) for digit in digits) or "0"


def _spans(source: Source, node: Node) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the node's own lines, joined where only blank lines lie between."""
    spans: list[tuple[int, int]] = []
    for n in sorted(node.heading + node.own):
        if spans and not _is_printed(source.lines, spans[-1][1], n):
            spans[-1] = (spans[-1][0], n + 1)
        else:
            spans.append((n, n + 1))
    return tuple(spans)


def _is_printed(lines: Sequence[str], start: int, stop: int) -> bool:
    """Whether one of the lines from `start` to before `stop`, counted from 1, is not blank."""
    return start < stop and any(map(str.strip, lines[start - 1 : stop - 1]))


def _heading_text(source: Source, node: Node) -> str:
    """The heading's lines as they stand, without the sentence that may follow on the same line."""
    printed = "\n".join(source.lines[n - 1] for n in node.heading)
    return printed[: len(printed) - len(_run_in(printed, node.rest))]


def _run_in(line: str, rest: str) -> str:
    """The end of `line` that `rest` was recognised from, as it stands."""
    if line.endswith(rest):
        return rest
    wanted = len(squeeze(rest))
    start = len(line)
    while start > 0 and wanted > 0:
        start -= 1
        wanted -= not line[start].isspace()
    return line[start:]


def _text(source: Source, node: Node) -> tuple[str, list[int]]:
    """The node's own lines without its heading and the blank lines between them, as they stand; and for each line of the
    text the line of the source it is, 0 for none, as far as the last that is not blank.

    Blank lines stay, all of them, for they tell the rows of a table from each other, and a TAB in them is an empty
    cell; lines of other provisions between leave one.
    """
    parts = [_run_in(source.lines[node.heading[-1] - 1], node.rest)] if node.rest else []
    numbers = [0] * len(parts)
    previous = node.heading[-1] if node.heading else None
    for n in node.own:
        if parts and previous is not None and n - previous > 1:
            parts += [""] if _is_printed(source.lines, previous + 1, n) else source.lines[previous : n - 1]
            numbers += [0] * (len(parts) - len(numbers))
        parts.append(source.lines[n - 1])
        numbers.append(n)
        previous = n
    if node.own and "\t" in parts[-1]:
        parts += _empty_cells(source.lines[node.own[-1] : node.own[-1] + _MOST_EMPTY])
    return "\n".join(parts), numbers


def _grids(lines: Sequence[int], grids: Mapping[int, Grid]) -> Iterator[Grid]:
    """Those of `grids`, by their first line, of which a provision has all rows; counted in its text, which has `lines`."""
    for i, n in enumerate(lines):
        if (grid := grids.get(n)) and lines[i : i + grid.rows] == [*range(n, grid.end)]:
            yield grid._replace(line=i + 1)


def _empty_cells(lines: Sequence[str]) -> list[str]:
    """The blank lines at the beginning of `lines` when there are TABs in them: cells in which nothing is printed."""
    blank = list(takewhile(lambda line: not line.strip(), lines))
    while blank and "\t" not in blank[-1]:
        blank.pop()
    return [*blank, *([""] if blank and lines[len(blank) : len(blank) + 1] == ("",) else [])]
