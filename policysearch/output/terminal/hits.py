"""The hits of a search as text for people, as wide as their terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...messages.catalogue import say
from ...search.highlight import marks, snippets
from ...text.display import clean
from .text import FAINT, HEADING, PLACE, Brackets, brackets, wrap

if TYPE_CHECKING:
    from ...index.answer import Answer
    from ...model.document import Passage
    from ...model.hits import Hit
    from ...search.highlight import Snippet
    from ...search.table_rows import Rows


def answer(found: Answer, more: str, columns: int, color: bool, length: int = 120) -> str:
    """The hits of `found`, the true total, and when hits follow, `more`: the command that shows them."""
    margin = len(str(found.offset + len(found.hits))) + 2
    indent = " " * margin
    around = brackets([text for hit in found.hits for text in (hit.passage.title, hit.passage.text, *hit.passage.path)])
    out = []
    if found.documents or found.relaxed:
        from .answers import above

        out += above(found, columns, color)
    counted: set[str] = set()
    for rank, hit in enumerate(found.hits, found.offset + 1):
        passage = hit.passage
        heading = passage.title or passage.kind
        named = marks(heading, found.tree)
        title = wrap(heading, columns, indent, named, color=color, style=HEADING, around=around)
        out.append(str(rank).rjust(margin - 2) + title[margin - 2 :])
        out.append(wrap(" › ".join(passage.above), columns, indent, color=color, style=PLACE))
        lines, further = _excerpt(hit, found, length, columns, indent, color, around)
        out += lines
        others = [say("hits.more_matches", count=further)] if further > 0 else []
        if hit.elsewhere and found.group != "document" and passage.document_id not in counted:  # _group tells them too
            counted.add(passage.document_id)
            others.append(say("hits.elsewhere", count=hit.elsewhere))
        if others:
            out.append(wrap(say("hits.comma").join(others), columns, indent, color=color, style=FAINT))
        lines = [f"{passage.place} · {passage.id}"]
        if found.groups or hit.also:
            from .answers import below

            lines += below(found, rank - found.offset - 1)
        out += [wrap(line, columns, indent, color=color, style=FAINT) for line in lines]
        out.append("")
    return "\n".join([*out, *_below(found, more, columns)])


def _excerpt(
    hit: Hit, found: Answer, length: int, columns: int, indent: str, color: bool, around: Brackets
) -> tuple[list[str], int]:
    """The excerpt of a hit, and how many matches are not in it."""
    if hit.altered:
        from .answers import altered_wording

        return altered_wording(hit.altered, columns, indent, color), 0
    shown = snippets(hit.passage, found.tree, length)
    if table := _matching_rows(hit.passage, found, shown.best):
        from .grid import rows_of

        lines = [indent + line for line in rows_of(table, columns - len(indent), color, around)]
        return lines, shown.matches - table.matches
    lines = []
    for piece in shown.fragments if hit.passage.text.strip() else ():
        before, after = "…" * piece.before, "…" * piece.after
        spans = [(start + len(before), end + len(before)) for start, end in piece.marks]
        text = f"{before}{piece.text}{after}"
        lines.append(wrap(text, columns, indent, spans, color=color, around=around, line=piece.line))
    return lines, shown.further


def _below(found: Answer, more: str, columns: int) -> list[str]:
    out = []
    if found.understood or found.synonyms or found.also:
        from .answers import read

        out += read(found, columns)
    last = found.offset + len(found.hits)
    rows = found.rows
    best = 0 < found.best < found.total
    total = say("hits.best", total=found.total, best=found.best) if best else say("hits.found", total=found.total)
    if found.group or found.folded:
        from .answers import rows as told

        total += told(found)
    if found.hits and len(found.hits) < rows:
        total += say("hits.shown", first=found.offset + 1, last=last)
    elif found.offset >= rows:
        total += say("answers.none_after", offset=found.offset)
    out.append(total)
    if found.hits and last < rows:
        out.append(say("hits.more", command=clean(more)))
    return out


def _matching_rows(passage: Passage, found: Answer, piece: Snippet) -> Rows | None:
    if not passage.tabular:  # few are, and a search should load little
        return None
    from ...search.table_rows import matching_rows

    return matching_rows(passage, found.tree, piece)
