"""Passages, outlines, tables, definitions and statistics as text for people, as wide as their terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from ...messages.catalogue import in_language, say
from ...text.display import clean
from . import grid
from .facets import unbroken
from .text import FAINT, HEADING, PLACE, pad, shorten, width, wrap

if TYPE_CHECKING:
    from ...index.verify import Stats
    from ...model.document import Document, Passage
    from ...structure.glossary import Entry
    from ...tables.indicators import Indicator
    from ...tables.model import Table


def passage(
    passage: Passage,
    before: Passage | None,
    after: Passage | None,
    tied: tuple[Document | None, tuple[Document, ...]],
    columns: int,
    color: bool,
) -> str:
    """A passage under its headings, line by line, with the ids of those before and after it, and of `tied` documents:
    the one that its own is attached to, and those attached to that."""
    headings = [*passage.over, passage.title or passage.kind]
    out = [wrap(passage.document, columns, color=color, style=PLACE)]
    out += [
        wrap(heading, columns, "  " * depth, color=color, style=HEADING) for depth, heading in enumerate(headings, 1)
    ]
    facts = passage.district, passage.plan, passage.type, passage.number, passage.issuer, passage.issued, passage.place
    out += [wrap(" · ".join(filter(None, facts)), columns, color=color, style=FAINT), ""]
    out += _text(passage, columns)
    out += [""] * bool(out[-1])
    for code, other in (("views.before", before), ("views.after", after)):
        if other:
            text = say(code, title=other.title or other.kind, id=other.id)
            out.append(wrap(text, columns, color=color, style=FAINT))
    above, attached = tied
    for code, document in (("views.attached_to", above), *(("views.attachment", one) for one in attached)):
        if document:
            text = say(code, title=document.title or document.source, id=document.id)
            out.append(wrap(text, columns, color=color, style=FAINT))
    return "\n".join(out)


def _text(passage: Passage, columns: int) -> list[str]:
    """The text of a passage, wrapped, its tables as tables."""
    from ...tables.recognize import tables

    lines = passage.text.split("\n")
    out = [""]
    at = 0
    for table in tables(passage):
        out += _lines(lines[at : table.first - 1], columns)
        above = "\n".join(_squeeze(line) for line in (passage.title, passage.printed, *lines[at : table.first - 1]))
        caption = "" if _squeeze(table.caption) in above else table.caption
        out += [wrap(caption, columns)] * bool(caption) + [""] * bool(out[-1] or caption)
        out += grid.table(table.columns, table.rows, columns)
        out += [wrap(note, columns) for note in table.notes if _squeeze(note) not in above] + [""]
        at = table.last
    return (out + _lines(lines[at:], columns))[1:]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _lines(lines: Iterable[str], columns: int) -> list[str]:
    """Lines of text, each wrapped; of blank ones in a row the first."""
    out = [""]
    for line in lines:
        shown = " | ".join(filter(None, map(clean, line.split("\t"))))
        if shown or out[-1]:
            out.append(wrap(shown, columns, "    " if line.startswith("\t") else ""))
    return out[1:]


def outlines(documents: Iterable[Document], columns: int, observed: bool = False) -> str:
    """The headings of each document as a tree, each after its line number and kind; if `observed`, what is odd about it."""
    from ..document_json import nodes

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
            page = f"  {say('views.page', page=node['page'])}" if "page" in node else ""
            heading = f"{node['number']} {node['title']}{page}"
            out.append(margin + wrap(heading, columns, " " * width(margin)).lstrip())
        if observed:
            out += _observations(document, columns)
        out.append("\n")
    return "\n".join(out)


def _observations(document: Document, columns: int) -> list[str]:
    from ...structure.lint import observations

    found = observations(document)
    heads = [f"{one.line:>6}  {pad(say(f'lint.kind_{one.kind}'), 10)}  " for one in found]
    lines = [
        head + wrap(in_language(one.text), columns, " " * len(head)).lstrip()
        for head, one in zip(heads, found, strict=True)
    ]
    return ["", say(f"views.{'observations' if found else 'nothing_odd'}"), *lines]


def tables(tables: Iterable[Table], columns: int) -> str:
    """Each table with its place above it, its cells aligned and wrapped into `columns`, and its notes below."""
    out = []
    for table in tables:
        out += [wrap(table.caption or table.provision_id.partition("/")[2], columns)]
        out += [
            wrap(
                say("views.table_lines", document=table.document_id, first=table.line_start, last=table.line_end),
                columns,
                "  ",
            ),
            "",
        ]
        out += grid.table(table.columns, table.rows, columns)
        out += [wrap(note, columns) for note in table.notes] + ["\n"]
    return "\n".join(out)


def glossary(found: Iterable[Entry], columns: int, color: bool) -> str:
    """Each term, and under it who defines it and how."""
    from ...structure.glossary import group_by_term

    out = []
    for entries in group_by_term(found):
        out.append(wrap(entries[0].term, columns, color=color, style=HEADING))
        for entry in entries:
            where = entry.passage
            who = " · ".join(filter(None, (where.district, where.document)))
            out.append(wrap(who, columns, "  ", color=color, style=PLACE))
            out.append(wrap(entry.definition, columns, "  "))
            out.append(wrap(f"{where.place} · {where.id}", columns, "  ", color=color, style=FAINT))
        out.append("")
    return "\n".join(out)


def indicators(found: Iterable[tuple[Passage, Indicator]], columns: int) -> str:
    """Each indicator with its values, and below whose it is and where it stands."""
    out: list[str] = []
    rows = groupby(
        found, key=lambda one: (one[0].id, one[1].table.line_start, one[1].group, one[1].name, one[1].attribute)
    )
    for (id, _, group, name, attribute), pairs in rows:
        values = list(pairs)
        passage, first = values[0]
        head = f"{name}（{first.unit}）" if first.unit else name
        shown = " · ".join(say("views.value_of", column=one.column, printed=one.printed) for _, one in values)
        place = (passage.district, passage.plan or passage.document, group, attribute)
        out.append(wrap(f"{clean(head)}  {clean(shown)}", columns, ""))
        out.append(wrap(clean(" · ".join((*filter(None, place), id))), columns, "  "))
    return "\n".join(out)


def stats(facts: Stats, columns: int) -> str:
    """Statistics of an index, a fact a line."""
    rows = [("documents", f"{facts.documents:,}"), ("files", f"{facts.files:,}"), ("passages", f"{facts.passages:,}")]
    for label, counts in (
        ("districts", facts.districts),
        ("plans", facts.plans),
        ("types", facts.types),
        ("kinds", facts.kinds),
    ):
        most_first = sorted(counts.items(), key=lambda item: -item[1])
        shown = (f"{shorten(value or say('views.none'), columns - 20)} {count:,}" for value, count in most_first)
        rows.append((label, "\n".join(unbroken(shown, columns - 12))))
    rows += [("words", f"{facts.words:,}"), ("dictionary", facts.dictionary), ("size", f"{facts.bytes / 1e6:.1f} MB")]
    rows += [("format", facts.format), ("built", facts.built)]
    labels = {label: say(f"views.{label}") for label, _ in rows}
    lines = [(labels[label], wrap(line, columns, " " * 12)) for label, value in rows for line in value.split("\n")]
    first = {label: n for n, (label, _) in reversed(list(enumerate(lines)))}
    return "\n".join(
        pad(label, 12) + line.lstrip() if first[label] == n else line for n, (label, line) in enumerate(lines)
    )
