"""Excerpts of hits for text without markup: snippets, or matching table rows, a line each, with marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..search.highlight import snippets
from ..search.table_rows import matching_rows
from ..text.boundaries import Span
from ..text.display import plain
from .answers import altered_lines

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..model.hits import Hit
    from ..search.table_rows import Rows

Line = tuple[str, Sequence[Span]]  # a text, and where its marks are


def lines_of(hit: Hit, answer: Answer, length: int, language: str = "zh") -> list[Line]:
    """The fragments of a hit, or the rows of its tables that match, each on one line with its marks; of altered wording, the quoted and the printed one."""
    if hit.altered:
        return [_joined([(label, ()), line]) for label, line in altered_lines(hit.altered, language)]
    if not hit.passage.text.strip():
        return []
    shown = snippets(hit.passage, answer.tree, length)
    if rows := matching_rows(hit.passage, answer.tree, shown.best, None):
        return _rows(rows)
    pieces = [(*plain(piece.text, piece.marks, piece.line), piece) for piece in shown.fragments]
    return [
        _joined([("…" * piece.before, ()), (text, spans), ("…" * piece.after, ())]) for text, spans, piece in pieces
    ]


def _rows(rows: Rows) -> list[Line]:
    """A line for each row, its cells after their column heads, with lines for the groups above them and the notes."""
    lines: list[Line] = []
    for label, over, row, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            lines.append(plain(label, over))
        parts: list[Line] = []
        for j in (j for j in rows.filled_columns if row[j]):
            head = plain(rows.columns[j], rows.heads[j])
            parts += [("；" * bool(parts), ()), head, ("：" * bool(head[0]), ()), plain(row[j], spans[j])]
        lines.append(_joined(parts))
    return lines + [(plain(note)[0], ()) for note in rows.notes]


def _joined(parts: Sequence[Line]) -> Line:
    """Texts with marks as one."""
    whole, marks = "", []
    for text, spans in parts:
        marks += [(len(whole) + start, len(whole) + end) for start, end in spans]
        whole += text
    return whole, marks
