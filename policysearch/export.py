"""Answers to be taken along: as CSV for spreadsheets, Markdown for reports and BibTeX for bibliographies."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .citation import bibtex as entry
from .citation import citation
from .clauses import Span
from .snippet import plain, snippet

if TYPE_CHECKING:
    from .engine import Hit
    from .index import Answer
    from .views import Comparison

COLUMNS = (
    "rank", "id", "score", "district", "plan", "document", "kind", "part", "chapter", "section", "article", "box", "title",
    "text", "citation", "file", "line_start", "line_end",
)  # fmt: skip

_FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a cell begins with that a spreadsheet computes
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|^(?:[#+=-]|\d+(?=[.)]))")


def as_csv(answer: Answer) -> str:
    """A row for each hit under a row of names, as RFC 4180 has it but for the ends of lines; `text` is the snippet.

    A cell that a spreadsheet would take for a formula begins with ' instead.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rank, hit in enumerate(answer.hits, answer.offset + 1):
        passage = hit.passage
        texts = (
            passage.district, passage.plan, passage.document, passage.kind, passage.part, passage.chapter, passage.section,
            passage.article, passage.box, passage.title, _shown(hit, answer)[0], citation(passage), passage.file[0],
        )  # fmt: skip
        cells = [safe(plain(text)[0]) for text in texts]
        writer.writerow([rank, safe(passage.id), f"{hit.score:.4f}", *cells, *passage.file[1:]])
    return out.getvalue()


def comparison_as_csv(found: Comparison) -> str:
    """A row for each cell of a comparison under a row of names, written as `as_csv` does."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([found.by, "plans", "characters", "term", "passages", "occurrences", "per_10000", "best"])
    for row in found.rows:
        names = [safe(plain(text)[0]) for text in (row.under or row.name, " ".join(row.plans))]
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


def as_markdown(answer: Answer) -> str:
    """The hits as a list in CommonMark, each with its place, snippet and citation."""
    out = [f"# 检索：{_escaped(plain(answer.query)[0], inside=True)}\n", f"{_count(answer)}\n"]
    for rank, hit in enumerate(answer.hits, answer.offset + 1):
        passage = hit.passage
        margin = " " * len(f"{rank}. ")
        lines = [f"**{_escaped(plain(passage.title or passage.kind)[0], inside=True)}**"]
        lines += ["", _escaped(plain(" › ".join(passage.above))[0])] if passage.above else []
        text, spans = _shown(hit, answer)
        lines += ["", f"> {_bold(text, spans)}"] if text.strip() else []
        lines += ["", f"{_escaped(citation(passage))} `{plain(passage.id)[0].replace('`', '')}`"]
        out.append(
            f"{rank}. " + "\n".join((margin + line if line else "") for line in lines).removeprefix(margin) + "\n"
        )
    return "\n".join(out)


def as_bibtex(answer: Answer) -> str:
    """An entry for each hit."""
    return "\n".join(entry(hit.passage) for hit in answer.hits)


def _count(answer: Answer) -> str:
    if not answer.hits or len(answer.hits) == answer.total:
        return f"共 {answer.total} 条结果。"
    return f"共 {answer.total} 条结果，以下为第 {answer.offset + 1}–{answer.offset + len(answer.hits)} 条。"


def _shown(hit: Hit, answer: Answer) -> tuple[str, Sequence[Span]]:
    """The snippet of a hit on one line, with its marks."""
    if not hit.passage.text.strip():
        return "", ()
    piece = snippet(hit.passage, answer.tree)
    text, spans = plain(piece.text, piece.marks)
    before, after = "…" * piece.before, "…" * piece.after
    return f"{before}{text}{after}", [(start + len(before), end + len(before)) for start, end in spans]


def _bold(text: str, spans: Sequence[Span]) -> str:
    """Markdown of `text` with its marks in bold, where Markdown can tell that they are meant so."""
    out, at = [], 0
    for start, end in spans:
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
