"""The rows of a passage's tables in which a query stands, under their column heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .document import Passage
from .folding import fold
from .query import Query
from .snippet import Snippet, Span, marks

MOST = 5  # rows of one passage that are shown


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that match, as many cells each as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]  # what each row stands under, as in Table
    marks: tuple[tuple[tuple[Span, ...], ...], ...]  # for each row, for each cell: where the query stands in it
    heads: tuple[tuple[Span, ...], ...]  # the same for `columns`


def matched(passage: Passage, query: Query, piece: Snippet) -> Rows | None:
    """The rows that say as much about `query` as the snippet `piece` does, at most MOST; None when text says more.

    The row that holds most of the query comes first to be chosen, then those that hold as much or something else of it.
    """
    lines = passage.text.split("\n")
    places = [i for i, line in enumerate(lines) if "\t" in line or "|" in line]
    flat = "\n".join(lines[places[0] : places[-1] + 1]) if places else ""
    wanted = _found([flat], [marks(flat, query)])
    if not wanted:
        return None  # without a look at the tables, which takes time
    from .tables import in_text

    best: Rows | None = None
    most = _weight(_found([piece.text], [piece.marks]))
    for table in in_text(passage.text):
        nothing: tuple[tuple[Span, ...], ...] = ((),) * len(table.columns)
        heads = tuple(marks(column, query) for column in table.columns)
        marked = [
            tuple(marks(cell, query) for cell in row)
            if any(map(fold("\t".join(row)).__contains__, wanted))
            else nothing
            for row in table.rows
        ]
        found = [_found(row, spans) for row, spans in zip(table.rows, marked, strict=True)]
        chosen = _chosen(found)
        together = set().union(_found(table.columns, heads), *(found[i] for i in chosen))
        # A tie goes to the row: beside its column heads it says more than a piece of flattened text.
        if chosen and _weight(together) >= (most if best is None else most + 1):
            most = _weight(together)
            best = Rows(
                table.columns,
                tuple(table.rows[i] for i in chosen),
                tuple(table.groups[i] for i in chosen),
                tuple(marked[i] for i in chosen),
                heads,
            )
    return best


def _chosen(found: Sequence[set[str]]) -> list[int]:
    """Which rows to show, in order, given what of the query stands in each."""
    chosen: list[int] = []
    covered: set[str] = set()
    heaviest_first = sorted(range(len(found)), key=lambda i: (-_weight(found[i]), i))
    for i in heaviest_first:
        if any(all(text not in other for other in covered) for text in found[i]):
            chosen.append(i)
            covered |= found[i]
    alike = [i for i in heaviest_first if i not in chosen and any(found[i] == found[j] for j in chosen)]
    return sorted((chosen + alike)[:MOST])


def _found(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> set[str]:
    return {fold(text[start:end]) for text, marked in zip(texts, spans, strict=True) for start, end in marked}


def _weight(found: set[str]) -> int:
    """How many characters of the query that is, what stands within something else of it left out."""
    return sum(len(text) for text in found if not any(text != other and text in other for other in found))
