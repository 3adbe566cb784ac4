"""The compare view: terms by districts as a heat map, their best passages side by side, and indicators by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from typing import Any

from starlette.responses import Response

from ..index.pool import Version
from ..messages.catalogue import Message
from ..model.document import Passage
from ..model.results import Comparison
from ..output import options
from ..query.ast import Query
from ..query.parser import parse
from ..search.highlight import snippet
from ..tables.indicators import Indicator
from .endpoint import Endpoint
from .links import Links
from .pages import HTML, Visit
from .params import Param, param
from .problems import bad_parameter

_PARAMS = (
    param(options.TERM, default=(), many=True, required=False),
    param(options.BY),
    Param("open", default=1, low=1, high=20),
    Param("indicator", longest=100),
)
_FIELDS = 3  # that are shown for terms when fewer are filled
_MOST = 20  # terms, as the API takes them
_HEAT = 5  # shades
_INDICATORS = 60  # rows


def compare(visit: Visit) -> Response:
    values, version, most = visit.values, visit.version, visit.site.limits.query
    terms = [term.strip() for term in values["term"] if term.strip()]  # each a query, as the API takes it
    if any(len(term) > most for term in terms):
        raise bad_parameter("term", Message("web.shorter", most=most))
    found = version.index.compare(terms, values["by"]) if terms else None
    shown = min(values["open"], len(terms))
    wanted = values["indicator"]
    rows = [*islice(_indicator_rows(version.index.indicators(wanted)), _INDICATORS + 1)]
    return visit.page(
        "compare.html",
        q="",
        terms=terms,
        fields=[*terms, *[""] * max(1, _FIELDS - len(terms))][:_MOST],
        values=values,
        found=found,
        heat=_heat(found) if found else [],
        shown=shown,
        beside=_beside(version, found, shown - 1, parse(terms[shown - 1])) if found else [],
        indicators=rows[:_INDICATORS],
        cut=len(rows) > _INDICATORS,
        compared=partial(_comparison_link, visit.links, terms, by=values["by"]),
        BY=options.BY.choices,
    )


#: Its address; the answer gets a `Visit`.
COMPARISON = (
    Endpoint(
        "/compare",
        "Terms, each a query, by districts; passages side by side; indicators by name",
        _PARAMS,
        compare,
        media_type=HTML,
    ),
)


def _comparison_link(links: Links, terms: Sequence[str], *, by: str, open: int = 0) -> str:
    """The address of a comparison; `open`: with the passages of that term."""
    return links.to("/compare", [*(("term", term) for term in terms), ("by", by), ("open", open or "")])


def _heat(found: Comparison) -> list[list[int]]:
    """For each cell its shade: 0 for none, else by its share of the most in its column."""
    most = [max((row.cells[n].per_10000 for row in found.rows), default=0) for n in range(len(found.terms))]
    return [
        [
            1 + min(_HEAT - 1, int(cell.per_10000 / most[n] * _HEAT)) if cell.occurrences and most[n] else 0
            for n, cell in enumerate(row.cells)
        ]
        for row in found.rows
    ]


def _beside(version: Version, found: Comparison, term: int, query: Query) -> list[dict[str, Any]]:
    """The best passage of each row for one term."""
    beside = []
    for row in found.rows:
        passage = version.index.get(row.cells[term].best) if row.cells[term].best else None
        if passage and not row.under:
            beside.append({"row": row, "passage": passage, "piece": snippet(passage, query, 200)})
    return beside


def _indicator_rows(found: Iterable[tuple[Passage, Indicator]]) -> Iterator[dict[str, Any]]:
    """The values of one row of a table together: whose and which, and what stands under each column."""
    for passage, of_passage in groupby(found, lambda pair: pair[0]):
        rows = groupby((one for _, one in of_passage), lambda one: (one.name, one.unit, one.group, one.attribute))
        for _, values in rows:
            first, *others = values
            yield {"passage": passage, "first": first, "facts": [*map(_fact, (first, *others))]}


def _fact(one: Indicator) -> tuple[str, str]:
    """The label of a value, and the value; the label is the year where the column is the indicator itself."""
    return str(one.year) if one.year and one.name in one.column else one.column, one.printed
