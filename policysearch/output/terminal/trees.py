"""How a query is understood, where a score comes from, how terms compare and districts are alike: trees and tables of a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...messages.catalogue import Message, in_language, say
from ...text.display import clean
from . import grid
from .text import shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...model.results import Cell, Comparison, Explanation, Matrix, Part
    from ..shapes.query import Query

_LONGEST = 30  # columns of a name, and of the results for a term


def query(understood: Query, columns: int) -> str:
    """The result of `query_json.query` as text: the canonical form, the tree, other spellings, the sentence."""
    out = [wrap(understood["parsed"], columns), ""]
    out += _tree(understood["tree"], columns, "", "")
    for text, ways in understood["spellings"].items():
        out += ["", wrap(say("views.respelled", text=text, ways=say("views.and_also").join(ways)), columns)]
    if sentence := understood.get("sentence"):
        out += ["", wrap(say("views.sentence", sentence=sentence), columns)]
    return "\n".join(out)


def _tree(branch: Mapping[str, Any], columns: int, first: str, rest: str, whole: bool = False) -> list[str]:
    """A part of a query with those under it; `first` and `rest` stand before its first line and the others.

    `whole`: within a field of which the whole value counts.
    """
    match branch["is"]:
        case "and" | "or" | "not" as operator:
            label = say(f"views.{operator}")
        case "boost":
            label = say("views.boost", factor=branch["factor"])
        case "field":
            how = say(f"views.how_{branch['how']}")
            label = f"{branch['field']}: · {how}"
        case "range":
            low, high = branch["low"], branch["high"]
            bounds = {"low": "…" if low is None else str(low), "high": "…" if high is None else str(high)}
            label = f"{low}" if low == high else say("views.range", **bounds)
        case "near":
            label = say("views.near", texts=" ".join(branch["texts"]), distance=branch["distance"])
        case leaf:
            meaning = Message(f"views.how_{leaf}")
            label = branch["text"] if whole else f"{branch['text']} · {in_language(meaning)}"
            if cited := branch.get("cites"):
                law = cited["law"] or Message("views.any_document")
                label = say("views.cites", text=branch["text"], article=cited["article"], law=law, how=meaning)
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


def explanation(found: Explanation, columns: int) -> str:
    """A score as a tree: what each part gives, and with × before it what it is multiplied by."""
    if found.matches:
        assert found.rank is not None
        place = say("views.scores", id=found.id, score=found.score, rank=found.rank, total=found.total)
    else:
        place = say("views.no_match", id=found.id, total=found.total)
    return "\n".join([wrap(place, columns), "", *_scores(found.tree, columns, "", "")])


def _scores(part: Part, columns: int, first: str, rest: str) -> list[str]:
    """A part of a score with those under it; `first` and `rest` stand before its first line and the others."""
    what = in_language(part.what) if part.matches else say("views.not_there", what=part.what)
    lines = wrap(f"{part.score:.4f} {what}", columns, " " * width(rest)).split("\n")
    out = [first + lines[0][len(rest) :], *(rest + line[len(rest) :] for line in lines[1:])]
    for below in part.parts:
        last = below is part.parts[-1]
        sign = {"sum": "+", "product": "×", "saturation": "="}.get(part.rule, "·")
        out += _scores(below, columns, f"{rest}{sign} ", rest + ("  " if last else "│ "))
    return out


def comparison(found: Comparison, columns: int) -> str:
    """A comparison as tables of as many terms side by side as there is room for, then the best passage of each cell."""
    names = ["└ " * bool(row.under) + (row.name or say("views.none")) for row in found.rows]
    first = _Column(say(f"views.by_{found.by}"), names, min(_LONGEST, columns // 2))
    rest = (
        [_Column(say("views.plans"), [" ".join(row.plans) or "–" for row in found.rows], 14)]
        if found.by != "plan"
        else []
    )
    rest += [_Column(say("views.characters"), [f"{row.characters:,}" for row in found.rows])]
    for place, term in enumerate(found.terms):
        rest.append(_Column(term, [_cell(row.cells[place]) for row in found.rows], _LONGEST))
    out = [wrap(say("views.cells"), columns), "", *_tables(first, rest, columns)]
    if any(cell.best for row in found.rows for cell in row.cells):
        out.append(say("views.best_passages"))
    for place, term in enumerate(found.terms):
        best = [(shorten(name, first.size), row.cells[place].best) for name, row in zip(names, found.rows, strict=True)]
        if not any(id for _, id in best):  # the table shows that none has it
            continue
        if found.by == "year":
            best = _spans(best)
        size = max([first.size, *(width(name) for name, _ in best)])
        out.append(wrap(term, columns))
        out += ["  " + line for name, id in best if id for line in grid.row([name, id], [size, columns - size - 4])]
    return "\n".join(out)


def _spans(best: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Years with their best passages, those after one another that have the same as 2021–2025: a plan's passage is that of all its years."""
    spans: list[tuple[str, str]] = []
    for id, group in groupby(best, lambda one: one[1]):
        years = [year for year, _ in group]
        spans.append((years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}", id))
    return spans


def matrix(found: Matrix, columns: int) -> str:
    """Likenesses as tables of as many columns as there is room for; the columns have the numbers of the rows."""
    names = [f"{n}  {name}" for n, name in enumerate(found.names, 1)]
    first = _Column(say(f"views.by_{found.by}"), names, min(_LONGEST, columns // 2))
    rest = [_Column(str(n), [f"{score:.2f}" for score in row]) for n, row in enumerate(found.scores, 1)]
    return "\n".join(_tables(first, rest, columns)).rstrip("\n")


def _tables(first: _Column, rest: list[_Column], columns: int) -> list[str]:
    """Lines of tables, each the first column and as many of the `rest` as there is room for, with an empty line after each."""
    out: list[str] = []
    while rest:
        table = [first]
        while rest and (len(table) == 1 or sum(column.size + 2 for column in [*table, rest[0]]) - 2 <= columns):
            table.append(rest.pop(0))
        for line in zip(*(column.cells for column in table), strict=True):
            out += grid.row(line, [column.size for column in table])
        out.append("")
    return out


class _Column:
    """A column of a table: its head, a rule and its cells; as wide as they need, but not wider than `most`."""

    def __init__(self, head: str, cells: list[str], most: int = 80) -> None:
        self.size = min(most, max(width(cell) for cell in map(clean, [head, *cells])))
        self.cells = [head, "-" * self.size, *cells]


def _cell(cell: Cell) -> str:
    return f"{cell.passages:,} · {cell.occurrences:,} · {cell.per_10000:.1f}" if cell.passages else "–"
