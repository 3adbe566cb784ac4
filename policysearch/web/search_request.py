"""A search as a request has it: the query, the filters, the page of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..index.answer import Answer
from ..index.index import Index
from ..messages.catalogue import Message
from ..model import hits
from ..output import options
from ..query.ast import SENTENCE, Query, split_plain, typed_term
from ..query.parser import parse, prose
from ..search.query_parts import Part
from .guard import Limits
from .params import FILTERS, Param, add_filters, param
from .problems import Problem

SORTS = hits.SORTS
GROUPS = ("", "document", "district")

Q = param(options.Q)
NARROW = tuple(
    Param(
        name,
        default=(),
        many=True,
        code="options.filter",
        pattern=r"^([0-9]{4})?$" if name == "year" else r"^$|\S",
    )
    for name in FILTERS
)
SORT = param(options.SORT)
GROUP = param(options.GROUP, choices=GROUPS)
SYNONYMS = param(options.SYNONYMS)
STRICT = param(options.STRICT)
RELAX = param(options.RELAX)
FOLD = param(options.FOLD)
ALL_COPIES = param(options.ALL_COPIES)
SEMANTIC = param(options.SEMANTIC)
HOW = (SYNONYMS, STRICT, RELAX, FOLD, ALL_COPIES, SEMANTIC)


@dataclass(frozen=True)
class SearchRequest:
    """One search."""

    q: str
    filters: dict[str, Sequence[str]]
    sort: str
    group: str
    synonyms: bool
    strict: bool
    limit: int
    offset: int
    fold: bool = True
    all_copies: bool = False
    semantic: bool = True
    relax: bool = False

    @property
    def everything(self) -> bool:
        """Whether there is no word and no filter."""
        return not self.q.strip() and not any(self.filters.values())

    def answer(self, index: Index) -> Answer:
        """The answer of `index`; the search must not be empty."""
        query, within = self._parts()
        found = index.search(
            query,
            self.limit,
            self.offset,
            sort=self.sort,
            group=self.group or None,
            synonyms=self.synonyms,
            strict=self.strict,
            relax=self.relax,
            within=within,
            fold=self.fold,
            all_copies=self.all_copies,
            semantic=self.semantic,
        )
        return replace(found, query=self.q)

    def facets(self, index: Index) -> dict[str, dict[str, int]]:
        """The counts of field values among the passages of `answer`."""
        query, within = self._parts()
        how = {name: getattr(self, name) for name in ("synonyms", "strict", "relax", "all_copies")}
        return index.facets(query, within=within, **how)

    def _parts(self) -> tuple[str | Query, Query | None]:
        """The words as typed, by which a question is told, and the filters beside them."""
        filters = add_filters(None, self.filters)
        if self.q.strip():
            return self.q, filters
        assert filters is not None
        return filters, None

    def may_relax(self, answer: Answer) -> bool:
        """Whether passages with some of the words may be asked for too: there are several, or a sentence, and all are meant."""
        if self.strict or self.relax or answer.relaxed or not (answer.total and self.q.strip()):
            return False
        read = prose(self.q)
        words = [term.text for part in split_plain(read)[0] if (term := typed_term(part))] if read else []
        return len(words) > 1 or len("".join(words)) >= SENTENCE

    def did_you_mean(self, index: Index, answer: Answer) -> str | None:
        """A correction of the query, when it found nothing or very little."""
        return index.did_you_mean(self.q) if self.q.strip() and answer.wants_help else None

    def instead(self, index: Index, answer: Answer) -> tuple[str, int] | None:
        """The query for titles of documents instead of headings; None when something was found."""
        return index.instead(self.q) if self.q.strip() and not answer.total else None

    def parts(self, index: Index, answer: Answer) -> tuple[Part, ...]:
        """The parts of the query with what each finds alone; empty when something was found."""
        if answer.total:
            return ()
        asked = add_filters(parse(self.q) if self.q.strip() else None, self.filters)
        assert asked is not None
        return index.parts(asked)


def read(values: Mapping[str, Any], limits: Limits, limit: int, offset: int) -> SearchRequest:
    """The search in checked parameters. Raises Problem for values beyond the limits."""
    q = check_length(values["q"], limits)
    if offset + limit > limits.deepest:
        raise Problem(400, Message("web.too_deep", most=limits.deepest), "urn:policysearch:parameter")
    filters = {name: values[name] for name in FILTERS}
    how = {param.name: values[param.name] for param in (SORT, GROUP, *HOW)}
    return SearchRequest(q, filters, limit=limit, offset=offset, **how)


def check_length(q: str, limits: Limits) -> str:
    """`q`, which is not too long. Raises Problem."""
    if len(q) > limits.query:
        expected = Message("query.too_long_end")
        raise Problem(
            400,
            Message("web.too_long", most=limits.query),
            "urn:policysearch:query",
            {"query": q[: limits.query], "position": limits.query, "expected": str(expected)},
            expected=expected,
        )
    return q
