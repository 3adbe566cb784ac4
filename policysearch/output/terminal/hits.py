"""The hits of a search and the counts of what was found as text for people, as wide as their terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from ...model.results import BY_SYNONYMS, MOST_WORDS
from ...search.highlight import marks, snippets
from ...text.boundaries import Span
from ...text.display import clean
from .text import FAINT, HEADING, PLACE, Brackets, brackets, shortened, width, wrap

if TYPE_CHECKING:
    from ...index.index import Answer
    from ...model.document import Passage
    from ...search.highlight import Snippet
    from ...search.table_rows import Rows

_MOST, _LONGEST = 6, 30  # values of a field, and columns of a value, when they are counted


def answer(found: Answer, more: str, columns: int, color: bool, length: int = 120) -> str:
    """The hits of `found`, the true total, and when hits follow, `more`: the command that shows them."""
    margin = len(str(found.offset + len(found.hits))) + 2
    indent = " " * margin
    around = brackets([text for hit in found.hits for text in (hit.passage.title, hit.passage.text, *hit.passage.path)])
    out = []
    if found.relaxed:
        out.append(wrap(_relaxed(found), columns) + "\n")
    told: set[str] = set()
    for rank, hit in enumerate(found.hits, found.offset + 1):
        passage = hit.passage
        heading = passage.title or passage.kind
        named = marks(heading, found.tree)
        title = wrap(heading, columns, indent, named, color=color, style=HEADING, around=around)
        out.append(str(rank).rjust(margin - 2) + title[margin - 2 :])
        out.append(wrap(" › ".join(passage.above), columns, indent, color=color, style=PLACE))
        shown = snippets(passage, found.tree, length)
        further = shown.further
        if table := _matched(passage, found, shown.best):
            out += [indent + line for line in _table(table, columns - len(indent), color, around)]
            further = max(0, shown.matches - table.matches)
        elif passage.text.strip():
            for piece in shown.fragments:
                before, after = "…" * piece.before, "…" * piece.after
                spans = [(start + len(before), end + len(before)) for start, end in piece.marks]
                text = f"{before}{piece.text}{after}"
                out.append(wrap(text, columns, indent, spans, color=color, around=around, line=piece.line))
        others = [f"+{_count(further, 'more match', 'es')} here"] * (further > 0)
        if hit.elsewhere and found.group != "document" and passage.document_id not in told:  # _group tells them too
            told.add(passage.document_id)
            others.append(f"{_count(hit.elsewhere, 'more passage')} in this document")
        if others:
            out.append(wrap(", ".join(others), columns, indent, color=color, style=FAINT))
        for line in (f"{passage.place} · {passage.id}", *_group(found, rank - found.offset - 1)):
            out.append(wrap(line, columns, indent, color=color, style=FAINT))
        out.append("")
    if found.synonyms:
        out.append(wrap(f"with synonyms: {' · '.join(found.synonyms)}", columns))
    elif found.also:
        out.append(wrap(f"--synonyms finds more: {' · '.join(found.also)}", columns))
    last = found.offset + len(found.hits)
    rows = found.group_total if found.group else found.total
    total = _count(found.total, "passage") + " found"
    if found.group:
        total += f" in {_count(found.group_total - bool(found.ungrouped), found.group)}"
        total += f" ({found.ungrouped:,} of them in none)" if found.ungrouped else ""
    if found.hits and len(found.hits) < rows:
        total += f", {found.offset + 1}–{last} shown"
    elif found.offset >= rows:
        total += f", none after the first {found.offset:,}"
    out.append(total)
    if found.hits and last < rows:
        out.append(f"more: {clean(more)}")
    return "\n".join(out)


def _relaxed(found: Answer) -> str:
    """How what was found goes beyond what was asked for."""
    holding = (
        f"{found.exact} passage{'s hold' if found.exact != 1 else ' holds'}" if found.exact else "No passage holds"
    )
    others = "the others" if found.exact else "these"
    what = {BY_SYNONYMS: "synonyms of them", MOST_WORDS: "most of them"}.get(found.relaxation, "some of them")
    if found.pieces:
        what = "pieces of them"
    lacking = f", the first of them without {' '.join(found.lacking)}" if found.lacking else ""
    return f"{holding} all the words; {others} hold {what}{lacking} (--strict: only all)."


def _group(found: Answer, place: int) -> tuple[str, ...]:
    """What to say of the group of a hit."""
    if not found.groups or found.groups[place].total == 1:
        return ()
    group = found.groups[place]
    return (f"the best of {group.total:,} in {'this' if group.value else 'no'} {found.group}",)


def _count(number: int, noun: str, plural: str = "s") -> str:
    return f"{number:,} {noun}{plural * (number != 1)}"


def facets(counts: Mapping[str, Mapping[str, int]], columns: int) -> str:
    """For each field that has values a line or two of the most frequent ones with their counts."""
    out = []
    for field, values in counts.items():
        shown = [f"{shortened(value, _LONGEST)} {count:,}" for value, count in [*values.items()][:_MOST]]
        if len(values) > _MOST:
            shown.append(f"{len(values) - _MOST:,} more")
        if shown:
            lines = [""]
            for item in shown:  # none is broken
                if lines[-1] and width(f"{lines[-1]} · {item}") > columns - 10:
                    lines.append("")
                lines[-1] += f" · {item}" if lines[-1] else item
            out += [label.ljust(10) + line for label, line in zip_longest([field], lines, fillvalue="")]
    return "\n".join(out)


def _matched(passage: Passage, found: Answer, piece: Snippet) -> Rows | None:
    if not passage.tabular:  # few are, and a search should load little
        return None
    from ...search.table_rows import matched

    return matched(passage, found.tree, piece)


def _table(rows: Rows, columns: int, color: bool, around: Brackets) -> list[str]:
    """The rows of a hit under the heads of the columns in which something is printed, each group above its first row."""
    from . import grid

    kept = rows.kept
    shown: list[list[str]] = []
    marks: list[list[Sequence[Span]]] = [[rows.heads[j] for j in kept]]
    blank = [""] * (len(kept) - 1)
    for label, over, row, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            shown.append([label, *blank])
            marks.append([over, *[()] * len(blank)])
        answers = rows.asked if color else frozenset()  # in black and white brackets would be taken for what is printed
        shown.append([row[j] for j in kept])
        marks.append([spans[j] or [(0, len(row[j]))] * (j in answers) for j in kept])
    lines = grid.table([rows.columns[j] for j in kept], shown, columns, marks, color, around)
    return lines + [wrap(note, columns, color=color, style=FAINT) for note in rows.notes]
