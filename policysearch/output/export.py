"""Answers to be taken along: as CSV for spreadsheets, Markdown for reports and BibTeX for bibliographies."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model.results import BY_SYNONYMS, MOST_WORDS
from ..search.highlight import LENGTH, snippets
from ..search.table_rows import matched
from ..text.boundaries import Span
from ..text.display import plain
from .citation import bibtex as entry
from .citation import citation

if TYPE_CHECKING:
    from ..index.index import Answer
    from ..model.results import Comparison, Hit
    from ..search.table_rows import Rows

COLUMNS = (
    "rank", "id", "score", "district", "plan", "document", "kind", "part", "chapter", "section", "article", "box", "title",
    "text", "citation", "file", "line_start", "line_end", "why", "missing", "group", "group_total",
)  # fmt: skip

_GROUPS = {"document": "文件", "district": "区县"}
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a cell begins with that a spreadsheet computes
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|^(?:[#+=-]|\d+(?=[.)]))")


def as_csv(answer: Answer, length: int = LENGTH) -> str:
    """A row for each hit under a row of names, as RFC 4180 has it but for the ends of lines.

    `text` is the snippet, or of a table the rows that match, each cell after its column head, " / " between rows;
    `why` and `missing` are as in JSON; `group` and `group_total` tell of what a hit is the best, when that was asked for.
    A cell that a spreadsheet would take for a formula begins with ' instead.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rank, hit in enumerate(answer.hits, answer.offset + 1):
        passage = hit.passage
        texts = (
            passage.district, passage.plan, passage.document, passage.kind, passage.part, passage.chapter, passage.section,
            passage.article, passage.box, passage.title,
        )  # fmt: skip
        shown = " / ".join(line for line, _ in _shown(hit, answer, length))
        place, source = (safe(plain(text)[0]) for text in (citation(passage), passage.file[0]))
        group = answer.groups[rank - answer.offset - 1] if answer.groups else None
        writer.writerow(
            [
                rank,
                safe(passage.id),
                f"{hit.score:.4f}",
                *(safe(plain(text)[0]) for text in texts),
                safe(shown),
                place,
                source,
            ]
            + [*passage.file[1:], hit.why, safe(" ".join(hit.missing))]
            + ([safe(group.value), group.total] if group else ["", ""])
        )
    return out.getvalue()


def comparison_as_csv(found: Comparison) -> str:
    """A row for each cell of a comparison under a row of names, written as `as_csv` does.

    `level` is what it is of: of a district with several plans the rows of the "plan"s sum up to that of the "district".
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([found.by, "level", "plans", "characters", "term", "passages", "occurrences", "per_10000", "best"])
    for row in found.rows:
        level = "plan" if row.under else found.by
        names = [safe(plain(text)[0]) for text in (row.under or row.name, level, " ".join(row.plans))]
        for term, cell in zip(found.terms, row.cells, strict=True):
            counts = cell.passages, cell.occurrences, cell.per_10000
            writer.writerow([*names, row.characters, safe(term), *counts, safe(cell.best)])
    return out.getvalue()


def safe(cell: str) -> str:
    """`cell` so that no spreadsheet computes it.

    >>> safe("=1+1"), safe("氢能")
    ("'=1+1", '氢能')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_markdown(answer: Answer, length: int = LENGTH) -> str:
    """The hits as a list in CommonMark, each with its place, snippet (or matching rows) and citation."""
    out = [f"# 检索：{_escaped(plain(answer.query)[0], inside=True)}\n", f"{count(answer)}。\n"]
    for rank, hit in enumerate(answer.hits, answer.offset + 1):
        passage = hit.passage
        margin = " " * len(f"{rank}. ")
        lines = [f"**{_escaped(plain(passage.title or passage.kind)[0], inside=True)}**"]
        lines += ["", _escaped(plain(" › ".join(passage.above))[0])] if passage.above else []
        for place, (text, spans) in enumerate(_shown(hit, answer, length)):
            lines += [">" * (place > 0), f"> {_bold(text, spans)}"]
        if answer.group and (group := answer.groups[rank - answer.offset - 1]).total > 1:
            whose = f"本{_GROUPS[answer.group]}" if group.value else f"无{_GROUPS[answer.group]}的"
            lines += ["", f"{whose} {group.total} 条结果中最相关的一条。"]
        lines += ["", f"{_escaped(citation(passage))} `{plain(passage.id)[0].replace('`', '')}`"]
        out.append(
            f"{rank}. " + "\n".join((margin + line if line else "") for line in lines).removeprefix(margin) + "\n"
        )
    return "\n".join(out)


def as_bibtex(answer: Answer) -> str:
    """An entry for each hit."""
    return "\n".join(entry(hit.passage) for hit in answer.hits)


def count(answer: Answer, words: str = "以下为") -> str:
    """How many passages there are, of how many groups, which of them follow, and how the query was widened, in Chinese."""
    found, rows, what = f"共 {answer.total} 条结果", answer.total, "条"
    if answer.group:
        rows, what = answer.group_total, "个"
        found += grouped(answer)
    if answer.hits and len(answer.hits) < rows:
        found += f"，{words}第 {answer.offset + 1}–{answer.offset + len(answer.hits)} {what}"
    return found + (f"；{relaxed(answer)}" if answer.relaxed else "")


def grouped(answer: Answer) -> str:
    """In how many groups the passages are, in Chinese; "" when they were not grouped."""
    if not answer.group or not answer.group_total:
        return ""
    kind = _GROUPS[answer.group]
    ungrouped = f"（其中 {answer.ungrouped} 条不属于任何{kind}）" if answer.ungrouped else ""
    return f"，分属 {answer.group_total - bool(answer.ungrouped)} 个{kind}{ungrouped}"


def relaxed(answer: Answer) -> str:
    """How what was found goes beyond what was asked for, in Chinese."""
    what = {BY_SYNONYMS: "其同义词", MOST_WORDS: "其中大部分"}.get(answer.relaxation, "其中一部分")
    if answer.pieces:
        what = "其中部分字词"
    words = "、".join(plain(word)[0] for word in answer.lacking)
    lacking = f"（其中第一段不含{words}）" if words else ""
    if answer.exact:
        return f"同时包含全部词语的段落仅 {answer.exact} 条，其余包含{what}{lacking}"
    return f"没有同时包含全部词语的段落，以下包含{what}{lacking}"


def _shown(hit: Hit, answer: Answer, length: int) -> list[tuple[str, Sequence[Span]]]:
    """The fragments of a hit, or the rows of its tables that match, each on one line with its marks."""
    if not hit.passage.text.strip():
        return []
    shown = snippets(hit.passage, answer.tree, length)
    if rows := matched(hit.passage, answer.tree, shown.best):
        return _rows(rows)
    pieces = [(*plain(piece.text, piece.marks, piece.line), piece) for piece in shown.fragments]
    return [
        _joined([("…" * piece.before, ()), (text, spans), ("…" * piece.after, ())]) for text, spans, piece in pieces
    ]


def _rows(rows: Rows) -> list[tuple[str, Sequence[Span]]]:
    """A line for each row, its cells after their column heads, with lines for the groups above them and the notes."""
    lines: list[tuple[str, Sequence[Span]]] = []
    for label, over, row, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            lines.append(plain(label, over))
        parts: list[tuple[str, Sequence[Span]]] = []
        for j in (j for j in rows.kept if row[j]):
            head = plain(rows.columns[j], rows.heads[j])
            parts += [("；" * bool(parts), ()), head, ("：" * bool(head[0]), ()), plain(row[j], spans[j])]
        lines.append(_joined(parts))
    return lines + [(plain(note)[0], ()) for note in rows.notes]


def _joined(parts: Sequence[tuple[str, Sequence[Span]]]) -> tuple[str, Sequence[Span]]:
    """Texts with marks as one."""
    whole, marks = "", []
    for text, spans in parts:
        marks += [(len(whole) + start, len(whole) + end) for start, end in spans]
        whole += text
    return whole, marks


def _bold(text: str, spans: Sequence[Span]) -> str:
    """Markdown of `text` with its marks in bold, where Markdown can tell that they are meant so."""
    out, at = [], 0
    starts, ends = ({span[edge] for span in spans} for edge in (0, 1))
    # Those that touch are one: four asterisks in a row are no border.
    for start, end in zip(sorted(starts - ends), sorted(ends - starts), strict=True):
        out.append(_escaped(text[at:start], inside=at > 0))
        piece = _escaped(text[start:end], inside=start > 0)
        out.append(f"**{piece}**" if _can_be_bold(text[start:end]) else piece)
        at = end
    out.append(_escaped(text[at:], inside=at > 0))
    return "".join(out)


def _can_be_bold(text: str) -> bool:
    """Whether ** closes after it whatever follows: not after punctuation (CommonMark 6.2)."""
    return text[:1].isalnum() and text[-1:].isalnum()


def _escaped(text: str, inside: bool = False) -> str:
    """`text` so that Markdown shows it as it is; `inside` a line nothing is special for being at its beginning."""
    return _MARKDOWN.sub(lambda found: _escape(found[0], inside), text)


def _escape(found: str, inside: bool) -> str:
    if found[0].isdigit():
        return found if inside else f"{found}\\"
    return found if inside and found in "#+=-" else f"\\{found}"
