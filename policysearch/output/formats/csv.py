"""CSV for spreadsheets: a row for each hit, or for each cell of a comparison."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ...search.highlight import LENGTH
from ...text.display import plain
from ..citation import citation
from ..excerpts import lines_of
from ..records import safe
from ..registry import Format, Found

if TYPE_CHECKING:
    from ...index.answer import Answer
    from ...model.results import Comparison

COLUMNS = (
    "rank", "id", "score", "district", "plan", "document", "kind", "part", "chapter", "section", "article", "box", "title",
    "text", "citation", "file", "line_start", "line_end", "page_start", "page_end", "page_label",
    "why", "missing", "group", "group_total", "also",
)  # fmt: skip


def as_csv(answer: Answer, length: int = LENGTH) -> str:
    """A row for each hit under a row of names, as RFC 4180 has it but for the ends of lines.

    `text` is the snippet, or of a table the rows that match, each cell after its column head, " / " between rows;
    `why` and `missing` are as in JSON; `group` and `group_total` tell of what a hit is the best, when that was asked for; `also` are the
    ids of passages of the same text. Of a hit that is altered, `text` is what was quoted and what is printed.
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
        shown = " / ".join(line for line, _ in lines_of(hit, answer, length))
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
            + [*passage.file[1:], passage.page_start or "", passage.page_end or "", safe(plain(passage.page_label)[0])]
            + [hit.why, safe(" ".join(hit.missing))]
            + ([safe(group.value), group.total] if group else ["", ""])
            + [safe(" ".join(other.id for other in hit.also))]
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


def _write(found: Found) -> str:
    return as_csv(found.answer, found.length)


FORMAT = Format("text/csv", _write, bom=True)
