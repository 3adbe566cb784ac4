"""Results as flat records: lines of CSV, rows of a pandas DataFrame, plain dicts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, cast

from ..index.answer import Answer
from ..index.index import Index
from ..model.document import Document, Passage
from ..model.hits import Hit
from ..model.results import Comparison, Matrix
from ..text.display import plain

if TYPE_CHECKING:
    from ..tables.indicators import Indicator
    from .shapes.terms import Indicator as IndicatorShape

_FORMULA = tuple("=+-@\t\r＝＋－＠")  # first characters of cells that a spreadsheet computes

#: Every field of a passage, in the order in which an export writes them.
FIELDS = (
    "id", "document_id", "document", "type", "number", "issuer", "issued", "district", "city", "level", "plan", "years", "kind",
    "part", "chapter", "section", "article", "box", "path", "title", "source", "text", "url",
)  # fmt: skip


def of_passage(passage: Passage, fields: Sequence[str] = FIELDS) -> dict[str, Any]:
    """The `fields` of a passage. Raises ValueError for an unknown field."""
    file, first, last = passage.file
    pages = {"page_start": passage.page_start or None, "page_end": passage.page_end or None}
    own = {"source": {"file": file, "line_start": first, "line_end": last, **pages, "page_label": passage.page_label}}
    if unknown := [field for field in fields if field not in FIELDS]:
        raise ValueError(f"{unknown[0]}: no field of a passage; there are: {' '.join(FIELDS)}")
    values = ((field, own[field] if field in own else getattr(passage, field)) for field in fields)
    return {field: list(value) if isinstance(value, tuple) else value for field, value in values}


def of_indicators(found: Iterable[tuple[Passage, Indicator]]) -> list[IndicatorShape]:
    """The values of indicators, each with its document and place."""
    return [
        {
            "name": one.name,
            "unit": one.unit,
            "year": one.year,
            "value": one.value,
            "high": one.high,
            "qualifier": one.qualifier,
            "printed": one.printed,
            "column": one.column,
            "attribute": one.attribute,
            "group": one.group,
            "district": passage.district,
            "plan": passage.plan,
            "document": passage.document,
            "document_id": passage.document_id,
            "id": passage.id,
            "table": one.table.caption,
            "source": {"file": passage.file[0], "line_start": one.table.line_start, "line_end": one.table.line_end},
        }
        for passage, one in found
    ]


def to_dict(found: Any) -> Any:
    """An answer, a comparison, an explanation, an outline … as the JSON contract has it; lists of results as lists.

    Raises TypeError for what is no result.
    """
    from . import document_json
    from . import json as json_output

    if isinstance(found, Answer):
        return json_output.answer(found)
    if isinstance(found, Comparison):
        return json_output.comparison(found)
    if isinstance(found, Document):
        return document_json.outline([found])["documents"][0]
    if isinstance(found, Passage):
        return of_passage(found)
    if isinstance(found, Hit):
        return {"score": found.score, "why": found.why, "missing": list(found.missing), **of_passage(found.passage)}
    if is_dataclass(found) and not isinstance(found, type):
        return asdict(found)
    if isinstance(found, (list, tuple)):
        if found and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], Passage) for one in found):
            return of_indicators(cast("Iterable[tuple[Passage, Indicator]]", found))
        return [to_dict(one) for one in found]
    raise TypeError(f"{type(found).__name__}: no result of a search")


def to_pandas(found: Index | Answer | Comparison | Matrix | Iterable[Any]) -> Any:
    """A DataFrame of an index (a row for each passage), an answer (a row for each hit), a comparison (a row for each cell),
    a matrix (a row and a column for each district or document), or a list of results. Columns are flat, as in CSV
    (`file`, `line_start`); years are whole numbers. Needs pandas (the extra `analysis`).
    """
    import pandas

    frame = pandas.DataFrame([_flat(record) for record in rows(found)])
    if "year" in frame:  # whole numbers also where some have none, and the same kind for comparisons and indicators
        frame["year"] = pandas.to_numeric(frame["year"], errors="coerce").astype("Int64")
    for name in ("value", "high"):
        if name in frame:
            frame[name] = frame[name].astype(float)
    return frame


def rows(found: Any) -> Iterator[Mapping[str, Any]]:
    """The records of which `to_pandas` makes a DataFrame."""
    if isinstance(found, Index):
        yield from (of_passage(passage) for passage in found.passages())
    elif isinstance(found, Answer):
        for rank, hit in enumerate(found.hits, found.offset + 1):
            yield {"rank": rank, **to_dict(hit)}
    elif isinstance(found, Comparison):
        for row in found.rows:
            for term, cell in zip(found.terms, row.cells, strict=True):
                level = "plan" if row.under else found.by
                yield {
                    found.by: row.under or row.name,
                    "level": level,
                    "plans": " ".join(row.plans),
                    "term": term,
                    **asdict(cell),
                }
    elif isinstance(found, Matrix):
        for value, name, count, scores in zip(found.values, found.names, found.passages, found.scores, strict=True):
            yield {found.by: value, "name": name, "passages": count, **dict(zip(found.values, scores, strict=True))}
    else:
        yield from to_dict(list(found))


def as_csv(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of CSV, the names first; a list is joined by " / ", and a cell that a spreadsheet would compute begins with '."""
    for n, record in enumerate(map(_flat, records)):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if n == 0:
            writer.writerow(map(_cell, record))
        writer.writerow([_cell(value) for value in record.values()])
        yield out.getvalue()


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the keys of nested records at the top level."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        flat |= value if isinstance(value, dict) else {key: value}
    return flat


def safe(cell: str) -> str:
    """`cell` so that no spreadsheet computes it.

    >>> safe("=1+1"), safe("氢能")
    ("'=1+1", '氢能')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return _cell(" / ".join(map(str, value)))
    if not isinstance(value, str):
        return value
    return safe(plain(value)[0])
