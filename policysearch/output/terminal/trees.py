"""How a query is understood, where a score comes from and how terms compare, as trees and tables of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...text.display import clean
from . import grid
from .text import shortened, width, wrap

if TYPE_CHECKING:
    from ...model.results import Cell, Comparison, Explanation, Part

_LONGEST = 30  # columns of a name, and of the results for a term


_HOW = {
    "term": "all the words it is made of",
    "phrase": "exactly these characters",
    "wildcard": "* any characters, ? one",
    "value": "the whole value",
    "text": "these words in it",
    "range": "numbers",
}


def query(understood: dict[str, Any], columns: int) -> str:
    """What `contract.query` says as text: the canonical form, the tree, other spellings, and what it is as a sentence."""
    out = [wrap(understood["parsed"], columns), ""]
    out += _tree(understood["tree"], columns, "", "")
    for text, ways in understood["spellings"].items():
        out += ["", wrap(f"{text} is also looked for as {' and '.join(ways)}", columns)]
    if sentence := understood.get("sentence"):
        out += ["", wrap(f"when few passages hold that, it is read as a sentence: {sentence}", columns)]
    return "\n".join(out)


def _tree(branch: dict[str, Any], columns: int, first: str, rest: str, whole: bool = False) -> list[str]:
    """A part of a query with those under it; `first` and `rest` stand before its first line and the others.

    `whole`: within a field of which the whole value counts.
    """
    match branch["is"]:
        case "and" | "or" | "not" as operator:
            label = {"and": "AND · all of these", "or": "OR · any of these", "not": "NOT · without this"}[operator]
        case "boost":
            label = f"^{branch['factor']:g} · weighs so many times more"
        case "field":
            label = f"{branch['field']}: · {_HOW[branch['how']]}"
        case "range":
            low, high = branch["low"], branch["high"]
            label = f"{low}" if low == high else f"{'…' if low is None else low} to {'…' if high is None else high}"
        case "near":
            label = f"{' '.join(branch['texts'])} · at most {branch['distance']} other characters between them"
        case leaf:
            label = branch["text"] if whole else f"{branch['text']} · {_HOW[leaf]}"
            if cited := branch.get("cites"):
                label = f"{branch['text']} · {cited['article']} of {cited['law'] or 'any document'}, then {_HOW[leaf]}"
    lines = wrap(label, columns, " " * width(rest)).split("\n")
    out = [first + lines[0][len(rest) :], *(rest + line[len(rest) :] for line in lines[1:])]
    parts = branch.get("parts", [])
    for part in parts:
        last = part is parts[-1]
        out += _tree(
            part,
            columns,
            rest + ("└ " if last else "├ "),
            rest + ("  " if last else "│ "),
            whole or branch.get("how") == "value",
        )
    return out


def explanation(told: Explanation, columns: int) -> str:
    """A score as a tree: what each part gives, and with × before it what it is multiplied by."""
    if told.matches:
        place = f"{told.id} scores {told.score:.4f}, place {told.rank:,} of {told.total:,}"
    else:
        place = f"{told.id} does not match; {told.total:,} passages do"
    return "\n".join([wrap(place, columns), "", *_scores(told.tree, columns, "", "")])


def _scores(part: Part, columns: int, first: str, rest: str) -> list[str]:
    """A part of a score with those under it; `first` and `rest` stand before its first line and the others."""
    sign = "" if part.matches else "not there: "
    lines = wrap(f"{part.score:.4f} {sign}{part.what}", columns, " " * width(rest)).split("\n")
    out = [first + lines[0][len(rest) :], *(rest + line[len(rest) :] for line in lines[1:])]
    for below in part.parts:
        last = below is part.parts[-1]
        sign = {"sum": "+", "product": "×", "saturation": "="}.get(part.rule, "·")
        out += _scores(below, columns, f"{rest}{sign} ", rest + ("  " if last else "│ "))
    return out


def comparison(found: Comparison, columns: int) -> str:
    """A comparison as tables of as many terms side by side as there is room for, then the best passage of each cell."""
    names = ["  " * bool(row.under) + (row.name or "(none)") for row in found.rows]
    first = _Column(found.by, names, min(_LONGEST, columns // 2))
    rest = [_Column("plans", [" ".join(row.plans) or "–" for row in found.rows], 14)] if found.by != "plan" else []
    rest += [_Column("characters", [f"{row.characters:,}" for row in found.rows])]
    for place, term in enumerate(found.terms):
        rest.append(_Column(term, [_cell(row.cells[place]) for row in found.rows], _LONGEST))
    out = ["passages · occurrences · occurrences in 10,000 characters", ""]
    while rest:
        table = [first]
        while rest and (len(table) == 1 or sum(column.size + 2 for column in [*table, rest[0]]) - 2 <= columns):
            table.append(rest.pop(0))
        for line in zip(*(column.cells for column in table), strict=True):
            out += grid.row(line, [column.size for column in table])
        out.append("")
    out.append("best passages")
    for place, term in enumerate(found.terms):
        best = [
            (shortened(name, first.size), row.cells[place].best) for name, row in zip(names, found.rows, strict=True)
        ]
        out.append(wrap(term, columns))
        out += [
            "  " + line
            for name, id in best
            if id
            for line in grid.row([name, id], [first.size, columns - first.size - 4])
        ]
    return "\n".join(out)


class _Column:
    """A column of a comparison: its head, a rule and its cells; as wide as they need, but not wider than `most`."""

    def __init__(self, head: str, cells: list[str], most: int = 80) -> None:
        self.size = min(most, max(width(cell) for cell in map(clean, [head, *cells])))
        self.cells = [head, "-" * self.size, *cells]


def _cell(cell: Cell) -> str:
    return f"{cell.passages:,} · {cell.occurrences:,} · {cell.per_10000:.1f}" if cell.passages else "–"
