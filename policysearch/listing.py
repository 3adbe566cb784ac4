"""Answers, passages, outlines, tables and statistics as text for people, as wide as their terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from .rows import matched
from .snippet import Span, marks, snippets
from .terminal import clean, pad, shortened, width, wrap

if TYPE_CHECKING:
    from .document import Document, Passage
    from .glossary import Entry
    from .index import Answer, Comparison, Stats
    from .rows import Rows
    from .tables import Table
    from .views import Cell, Explanation, Part

_HEADING, _PLACE, _FAINT = "1", "36", "2"  # ANSI: bold, cyan, faint
_STEERING = re.compile("\x1b\\[[0-9;]*m")
_SHORT = 12  # a cell so narrow reads badly over two lines
_NARROWEST = 6  # columns of the terminal for a column of a table
_MOST, _LONGEST = 6, 30  # values of a field, and columns of a value, when they are counted; of a name in a comparison


def answer(found: Answer, more: str, columns: int, color: bool, length: int = 120) -> str:
    """The hits of `found`, the true total, and when hits follow, `more`: the command that shows them."""
    margin = len(str(found.offset + len(found.hits))) + 2
    indent = " " * margin
    out = []
    if found.relaxed:
        out.append(
            wrap("No passage holds all the words; these hold some of them (--strict: only all).", columns) + "\n"
        )
    for rank, hit in enumerate(found.hits, found.offset + 1):
        passage = hit.passage
        heading = passage.title or passage.kind
        title = wrap(heading, columns, indent, marks(heading, found.tree), color=color, style=_HEADING)
        out.append(str(rank).rjust(margin - 2) + title[margin - 2 :])
        out.append(wrap(" › ".join(passage.above), columns, indent, color=color, style=_PLACE))
        shown = snippets(passage, found.tree, length)
        if cells := matched(passage, found.tree, shown.best):
            out += [indent + line for line in _matched(cells, columns - len(indent), color)]
        elif passage.text.strip():
            for piece in shown.fragments:
                before, after = "…" * piece.before, "…" * piece.after
                spans = [(start + len(before), end + len(before)) for start, end in piece.marks]
                out.append(wrap(f"{before}{piece.text}{after}", columns, indent, spans, color=color))
            if shown.further:
                further = f"+{shown.further:,} more match{'es' * (shown.further > 1)} in this passage"
                out.append(wrap(further, columns, indent, color=color, style=_FAINT))
        for line in (f"{passage.place} · {passage.id}", *_group(found, rank - found.offset - 1)):
            out.append(wrap(line, columns, indent, color=color, style=_FAINT))
        out.append("")
    if found.synonyms:
        out.append(wrap(f"with synonyms: {' · '.join(found.synonyms)}", columns))
    last = found.offset + len(found.hits)
    rows = found.group_total if found.group else found.total
    total = _count(found.total, "passage") + " found"
    if found.group:
        total += f" in {_count(found.group_total, found.group)}"
    if found.hits and len(found.hits) < rows:
        total += f", {found.offset + 1}–{last} shown"
    elif found.offset >= rows:
        total += f", none after the first {found.offset:,}"
    out.append(total)
    if found.hits and last < rows:
        out.append(f"more: {clean(more)}")
    return "\n".join(out)


def _group(found: Answer, place: int) -> tuple[str, ...]:
    """What to say of the group of a hit."""
    if not found.groups or found.groups[place].total == 1:
        return ()
    return (f"the best of {found.groups[place].total:,} in this {found.group}",)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


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


def passage(passage: Passage, before: Passage | None, after: Passage | None, columns: int, color: bool) -> str:
    """A passage under its headings, line by line, with the ids of those before and after it."""
    headings = [*passage.over, passage.title or passage.kind]
    out = [wrap(passage.document, columns, color=color, style=_PLACE)]
    out += [
        wrap(heading, columns, "  " * depth, color=color, style=_HEADING) for depth, heading in enumerate(headings, 1)
    ]
    facts = passage.district, passage.plan, passage.type, passage.number, passage.issuer, passage.issued, passage.place
    out += [wrap(" · ".join(filter(None, facts)), columns, color=color, style=_FAINT), ""]
    out += _text(passage.text, columns)
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
        out += _table(table.columns, table.rows, columns)
        out += [wrap(note, columns) for note in table.notes] + ["\n"]
    return "\n".join(out)


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: int,
    marks: Sequence[Sequence[Sequence[Span]]] = (),
    color: bool = False,
) -> list[str]:
    """Lines in which the cells are aligned and wrapped into `columns`; `marks` are those of the heads, then of each row."""
    every = [heads, *rows]
    marked = marks or [[()] * len(heads)] * len(every)
    brackets = 0 if color else 4
    labels = [cells is not heads and not any(cells[1:]) for cells in every]  # group rows, printed over all columns
    needed = [
        [width(clean(cell)) + brackets * len(spans) for cell, spans in zip(cells, spans_of, strict=True)]
        for cells, spans_of, label in zip(every, marked, labels, strict=True)
        if not label
    ]
    sizes = _sizes([Counter(column) for column in zip(*needed, strict=True)], columns)
    out = []
    for cells, spans_of, label in zip(every, marked, labels, strict=True):
        if label:
            out.append(wrap(cells[0], columns, "", spans_of[0], color=color))
            continue
        out += _row(cells, sizes, spans_of, color)
        if cells is heads:
            out.append("  ".join("-" * size for size in sizes))
    return out if any(heads) else out[2:]


def _sizes(widths: Sequence[Counter[int]], columns: int) -> list[int]:
    """How wide each column is made, given how many of its cells have which width: narrowed where fewest lines are added,
    and rather in sentences than in figures, units and heads."""

    def lines(j: int, size: int) -> int:
        return sum(count * -(-width // size) * (3 if width <= _SHORT else 1) for width, count in widths[j].items())

    sizes = [max(cells) for cells in widths]
    more = [lines(j, size - 1) - lines(j, size) if size > _NARROWEST else 0 for j, size in enumerate(sizes)]
    while sum(sizes) + 2 * (len(sizes) - 1) > columns and max(sizes) > _NARROWEST:
        j = min((j for j, size in enumerate(sizes) if size > _NARROWEST), key=lambda j: (more[j], -sizes[j]))
        sizes[j] -= 1
        more[j] = lines(j, sizes[j] - 1) - lines(j, sizes[j])
    return sizes


def _row(
    cells: Iterable[str], sizes: Sequence[int], marks: Sequence[Sequence[Span]] = (), color: bool = False
) -> list[str]:
    """The lines of one row; each cell is padded to its size, whatever colours stand in it."""
    wrapped = [
        wrap(cell, size, "", spans, color=color).split("\n")
        for cell, size, spans in zip(cells, sizes, marks or [()] * len(sizes), strict=True)
    ]
    lines = zip_longest(*wrapped, fillvalue="")
    padded = (
        [cell + " " * (size - width(_STEERING.sub("", cell))) for cell, size in zip(line, sizes, strict=True)]
        for line in lines
    )
    return ["  ".join(line).rstrip() for line in padded]


def _matched(rows: Rows, columns: int, color: bool) -> list[str]:
    """The rows of a hit under the heads of the columns in which something is printed, each group above its first row."""
    kept = rows.kept
    shown: list[list[str]] = []
    marks: list[list[Sequence[Span]]] = [[rows.heads[j] for j in kept]]
    blank = [""] * (len(kept) - 1)
    for label, over, row, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            shown.append([label, *blank])
            marks.append([over, *[()] * len(blank)])
        answers = rows.asked if color else frozenset()  # in black and white 【】 would be taken for what is printed
        shown.append([row[j] for j in kept])
        marks.append([spans[j] or [(0, len(row[j]))] * (j in answers) for j in kept])
    lines = _table([rows.columns[j] for j in kept], shown, columns, marks, color)
    return lines + [wrap(note, columns, color=color, style=_FAINT) for note in rows.notes]


def _text(text: str, columns: int) -> list[str]:
    """The text of a passage, wrapped, its tables as tables."""
    from .tables import in_text

    lines = text.split("\n")
    out = [""]
    at = 0
    for table in in_text(text):
        out += _lines(lines[at : table.line_start - 1], columns)
        said = {clean(line) for line in lines[at : table.line_start - 1]}
        out += [wrap(table.caption, columns)] * bool(table.caption) + [""] * bool(out[-1] or table.caption)
        out += _table(table.columns, table.rows, columns)
        out += [wrap(note, columns) for note in table.notes if clean(note) not in said] + [""]
        at = table.line_end
    return (out + _lines(lines[at:], columns))[1:]


def _lines(lines: Iterable[str], columns: int) -> list[str]:
    """Lines of text, each wrapped; of blank ones in a row the first."""
    out = [""]
    for line in lines:
        shown = " | ".join(filter(None, map(clean, line.split("\t"))))
        if shown or out[-1]:
            out.append(wrap(shown, columns, "    " if line.startswith("\t") else ""))
    return out[1:]


def glossary(found: Iterable[Entry], columns: int, color: bool) -> str:
    """Each term, and under it who defines it and how."""
    from .glossary import grouped

    out = []
    for entries in grouped(found):
        out.append(wrap(entries[0].term, columns, color=color, style=_HEADING))
        for entry in entries:
            where = entry.passage
            who = " · ".join(filter(None, (where.district, where.document)))
            out.append(wrap(who, columns, "  ", color=color, style=_PLACE))
            out.append(wrap(entry.definition, columns, "  "))
            out.append(wrap(f"{where.place} · {where.id}", columns, "  ", color=color, style=_FAINT))
        out.append("")
    return "\n".join(out)


def stats(facts: Stats, columns: int) -> str:
    """What an index holds, a fact a line."""
    rows = [("documents", f"{facts.documents:,}"), ("files", f"{facts.files:,}"), ("passages", f"{facts.passages:,}")]
    for label, counts in (("districts", facts.districts), ("plans", facts.plans), ("kinds", facts.kinds)):
        most_first = sorted(counts.items(), key=lambda item: -item[1])
        rows.append((label, " · ".join(f"{value or '(none)'} {count:,}" for value, count in most_first)))
    rows += [("words", f"{facts.words:,}"), ("dictionary", facts.dictionary), ("size", f"{facts.bytes / 1e6:.1f} MB")]
    rows += [("format", facts.format), ("built", facts.built)]
    return "\n".join(label.ljust(12) + wrap(value, columns, " " * 12).lstrip() for label, value in rows)


_HOW = {
    "term": "all the words it is made of",
    "phrase": "exactly these characters",
    "wildcard": "* any characters, ? one",
    "value": "the whole value",
    "text": "these words in it",
    "range": "numbers",
}


def query(understood: dict[str, Any], columns: int) -> str:
    """What `contract.query` says as text: the canonical form, the tree, and other spellings."""
    out = [wrap(understood["parsed"], columns), ""]
    out += _tree(understood["tree"], columns, "", "")
    for text, ways in understood["spellings"].items():
        out += ["", wrap(f"{text} is also looked for as {' and '.join(ways)}", columns)]
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
            out += _row(line, [column.size for column in table])
        out.append("")
    out.append("best passages")
    for place, term in enumerate(found.terms):
        best = [
            (shortened(name, first.size), row.cells[place].best) for name, row in zip(names, found.rows, strict=True)
        ]
        out.append(wrap(term, columns))
        out += [
            "  " + line for name, id in best if id for line in _row([name, id], [first.size, columns - first.size - 4])
        ]
    return "\n".join(out)


class _Column:
    """A column of a comparison: its head, a rule and its cells; as wide as they need, but not wider than `most`."""

    def __init__(self, head: str, cells: list[str], most: int = 80) -> None:
        self.size = min(most, max(width(cell) for cell in map(clean, [head, *cells])))
        self.cells = [head, "-" * self.size, *cells]


def _cell(cell: Cell) -> str:
    return f"{cell.passages:,} · {cell.occurrences:,} · {cell.per_10000:.1f}" if cell.passages else "–"
