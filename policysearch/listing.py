"""Answers, passages, outlines, tables and statistics as text for people, as wide as their terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

from .snippet import marks, snippet
from .terminal import clean, pad, width, wrap

if TYPE_CHECKING:
    from .document import Document, Passage
    from .index import Answer, Stats
    from .tables import Table

_HEADING, _PLACE, _FAINT = "1", "36", "2"  # ANSI: bold, cyan, faint
_NARROWEST = 8  # columns of the terminal for a column of a table


def answer(found: Answer, more: str, columns: int, color: bool) -> str:
    """The hits of `found`, the true total, and when hits follow, `more`: the command that shows them."""
    margin = len(str(found.offset + len(found.hits))) + 2
    indent = " " * margin
    out = []
    if found.relaxed:
        out.append("No passage holds all of it; these hold part of it.\n")
    for rank, hit in enumerate(found.hits, found.offset + 1):
        passage = hit.passage
        heading = passage.title or passage.kind
        title = wrap(heading, columns, indent, marks(heading, found.tree), color=color, style=_HEADING)
        out.append(str(rank).rjust(margin - 2) + title[margin - 2 :])
        out.append(wrap(" › ".join(passage.above), columns, indent, color=color, style=_PLACE))
        if passage.text.strip():
            piece = snippet(passage, found.tree)
            before, after = "…" * piece.before, "…" * piece.after
            spans = [(start + len(before), end + len(before)) for start, end in piece.marks]
            out.append(wrap(f"{before}{piece.text}{after}", columns, indent, spans, color=color))
        out.append(wrap(f"{passage.place} · {passage.id}", columns, indent, color=color, style=_FAINT) + "\n")
    last = found.offset + len(found.hits)
    total = f"{found.total:,} passage{'s' * (found.total != 1)} found"
    if found.hits and len(found.hits) < found.total:
        total += f", {found.offset + 1}–{last} shown"
    elif found.offset >= found.total:
        total += f", none after the first {found.offset:,}"
    out.append(total)
    if found.hits and last < found.total:
        out.append(f"more: {clean(more)}")
    return "\n".join(out)


def passage(passage: Passage, before: Passage | None, after: Passage | None, columns: int, color: bool) -> str:
    """A passage under its headings, line by line, with the ids of those before and after it."""
    headings = [*passage.over, passage.title or passage.kind]
    out = [wrap(passage.document, columns, color=color, style=_PLACE)]
    out += [
        wrap(heading, columns, "  " * depth, color=color, style=_HEADING) for depth, heading in enumerate(headings, 1)
    ]
    facts = passage.district, passage.plan, passage.type, passage.number, passage.issuer, passage.issued, passage.place
    out += [wrap(" · ".join(filter(None, facts)), columns, color=color, style=_FAINT), ""]
    indent = ""
    for line in passage.text.splitlines():
        indent = "    " if line.startswith("\t") else indent * bool(line)  # a table cell, and further lines of it
        shown = " | ".join(filter(None, map(clean, line.split("\t"))))
        if shown or out[-1]:
            out.append(wrap(shown, columns, indent))
    out += [""] * bool(out[-1])
    for label, other in (("上一节", before), ("下一节", after)):
        if other:
            out.append(wrap(f"{label} {other.title or other.kind} · {other.id}", columns, color=color, style=_FAINT))
    return "\n".join(out)


def outlines(documents: Iterable[Document], columns: int, observed: bool = False) -> str:
    """The headings of each document as a tree, each after its line number and kind; if `observed`, what is odd about it."""
    from .contract import nodes

    out = []
    for document in documents:
        facts = document.district, document.plan, document.type, document.number, document.issued, document.id
        place = f"{document.source}:{document.line_start}-{document.line_end}"
        out.append(wrap(document.title or document.id, columns))
        out.append(wrap(" · ".join(filter(None, (*facts, place))), columns, "  "))
        depths: list[int] = []
        for node in nodes(document):
            depths.append(0 if node["parent"] is None else depths[node["parent"]] + 1)
            margin = f"{node['line']:>6}  {pad(node['kind'], 8)}  " + "  " * depths[-1]
            out.append(margin + wrap(f"{node['number']} {node['title']}", columns, " " * width(margin)).lstrip())
        if observed:
            out += _observations(document, columns)
        out.append("\n")
    return "\n".join(out)


def _observations(document: Document, columns: int) -> list[str]:
    from .observations import observations

    found = observations(document)
    heads = [f"{one.line:>6}  {pad(one.kind, 10)}  " for one in found]
    lines = [head + wrap(one.text, columns, " " * len(head)).lstrip() for head, one in zip(heads, found, strict=True)]
    return ["", "observations" if found else "nothing odd", *lines]


def tables(tables: Iterable[Table], columns: int) -> str:
    """Each table with its place above it, its cells aligned and wrapped into `columns`, and its notes below."""
    out = []
    for table in tables:
        out += [wrap(table.caption or table.provision_id, columns)]
        out += [wrap(f"{table.document_id} · lines {table.line_start}-{table.line_end}", columns, "  "), ""]
        sizes = [max(map(width, map(clean, cells))) for cells in zip(table.columns, *table.rows, strict=True)]
        while sum(sizes) + 2 * (len(sizes) - 1) > columns and max(sizes) > _NARROWEST:
            sizes[sizes.index(max(sizes))] -= 1
        out += [*_row(table.columns, sizes), "  ".join("-" * size for size in sizes)]
        for row in table.rows:
            out += _row(row, sizes)
        out += [wrap(note, columns) for note in table.notes] + ["\n"]
    return "\n".join(out)


def _row(cells: Iterable[str], sizes: list[int]) -> list[str]:
    wrapped = [wrap(cell, size).split("\n") for cell, size in zip(cells, sizes, strict=True)]
    return ["  ".join(map(pad, line, sizes)).rstrip() for line in zip_longest(*wrapped, fillvalue="")]


def stats(facts: Stats, columns: int) -> str:
    """What an index holds, a fact a line."""
    rows = [("documents", f"{facts.documents:,}"), ("files", f"{facts.files:,}"), ("passages", f"{facts.passages:,}")]
    for label, counts in (("districts", facts.districts), ("plans", facts.plans), ("kinds", facts.kinds)):
        most_first = sorted(counts.items(), key=lambda item: -item[1])
        rows.append((label, " · ".join(f"{value or '(none)'} {count:,}" for value, count in most_first)))
    rows += [("words", f"{facts.words:,}"), ("dictionary", facts.dictionary), ("size", f"{facts.bytes / 1e6:.1f} MB")]
    rows += [("format", facts.format), ("built", facts.built)]
    return "\n".join(label.ljust(12) + wrap(value, columns, " " * 12).lstrip() for label, value in rows)
