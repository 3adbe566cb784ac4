"""The hits of a search and the counts of what was found as text for people, as wide as their terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from ...messages.catalogue import Message, say
from ...model.hits import BY_SYNONYMS, MOST_WORDS
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
    counted: set[str] = set()
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
        others = [say("hits.more_matches", count=further)] if further > 0 else []
        if hit.elsewhere and found.group != "document" and passage.document_id not in counted:  # _group tells them too
            counted.add(passage.document_id)
            others.append(say("hits.elsewhere", count=hit.elsewhere))
        if others:
            out.append(wrap(say("hits.comma").join(others), columns, indent, color=color, style=FAINT))
        for line in (f"{passage.place} · {passage.id}", *_group(found, rank - found.offset - 1)):
            out.append(wrap(line, columns, indent, color=color, style=FAINT))
        out.append("")
    if found.understood:
        out.append(wrap(f"understood as: {found.understood} (--strict: as words)", columns))
    if found.synonyms:
        out.append(wrap(say("hits.with_synonyms", words=" · ".join(found.synonyms)), columns))
    elif found.also:
        out.append(wrap(say("hits.also", words=" · ".join(found.also)), columns))
    last = found.offset + len(found.hits)
    rows = found.group_total if found.group else found.total
    total = say("hits.found", total=found.total)
    if found.group:
        groups = found.group_total - bool(found.ungrouped)
        total += say("hits.in_groups", groups=groups, group=Message(f"hits.{found.group}"))
        total += say("hits.ungrouped", count=found.ungrouped) if found.ungrouped else ""
    if found.hits and len(found.hits) < rows:
        total += say("hits.shown", first=found.offset + 1, last=last)
    elif found.offset >= rows:
        total += say("hits.none_after", offset=found.offset)
    out.append(total)
    if found.hits and last < rows:
        out.append(say("hits.more", command=clean(more)))
    return "\n".join(out)


def _relaxed(found: Answer) -> str:
    """How what was found goes beyond what was asked for."""
    lacking = Message("hits.lacking", words=" ".join(found.lacking)) if found.lacking else ""
    if found.exact:
        return say("hits.relaxed", count=found.exact, what=Message(f"hits.{widened(found)}"), lacking=lacking)
    return say("hits.relaxed_all", what=Message(f"hits.{widened(found)}"), lacking=lacking)


def widened(found: Answer) -> str:
    """What those passages hold instead of all the words: the name of a text of `messages.hits`."""
    if found.pieces:
        return "pieces"
    return {BY_SYNONYMS: "synonyms", MOST_WORDS: "most"}.get(found.relaxation, "some")


def _group(found: Answer, place: int) -> tuple[str, ...]:
    """What to say of the group of a hit."""
    if not found.groups or found.groups[place].total == 1:
        return ()
    group = found.groups[place]
    code = "hits.best_of" if group.value else "hits.best_of_none"
    return (say(code, total=group.total, group=Message(f"hits.{found.group}")),)


def facets(counts: Mapping[str, Mapping[str, int]], columns: int) -> str:
    """For each field that has values a line or two of the most frequent ones with their counts."""
    out = []
    for field, values in counts.items():
        shown = [f"{shortened(value, _LONGEST)} {count:,}" for value, count in [*values.items()][:_MOST]]
        if len(values) > _MOST:
            shown.append(say("hits.more_values", count=len(values) - _MOST))
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
    notes = [*rows.notes, *([say("hits.more_rows", count=rows.more)] if rows.more else [])]
    return lines + [wrap(note, columns, color=color, style=FAINT) for note in notes]
