"""The documents that a query means as a whole, as hits of their own; and what `文件:` finds where `标题:` finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..model.results import DocumentHit
from ..query.ast import And, Beginning, In, Nearest, Query, Titled, all_of, transformed, walk
from .match import matching

if TYPE_CHECKING:
    from .searcher import Searcher

_MOST = 5  # documents of one query


def named(searcher: Searcher, query: Query) -> tuple[tuple[DocumentHit, ...], int]:
    """The documents whose titles or numbers `query` is, as entity linking read it, and how many passages come nearest to what it
    quotes.

    Documents: the nearest first, a draft after its final text; under the filters of the query, without copies.
    """
    meant = next(node.queries[1] for node in walk(query) if isinstance(node, Titled))
    if any(isinstance(node, Nearest) for node in walk(meant)):
        return (), searcher.total(meant)
    titles = next((node.titles for node in walk(meant) if isinstance(node, Beginning)), ())
    with searcher.guard():
        return tuple(_document(searcher, number) for number in islice(_firsts(searcher, meant, titles), _MOST)), 0


def _firsts(searcher: Searcher, meant: Query, titles: Sequence[str]) -> Iterator[int]:
    """The first passage of each document with one of some folded titles that meets the other conditions of `meant`."""
    conditions = [part for part in meant.queries if not isinstance(part, Beginning)] if isinstance(meant, And) else []
    allowed = matching(searcher, all_of(conditions)) if conditions else None
    for title in titles:
        held = {
            number
            for value, own in searcher.field_values("document").items()
            if own == title
            for number in searcher.holding("document", value)
            if number not in searcher.hidden and (allowed is None or number in allowed)
        }
        firsts: dict[int, int] = {}
        for number in sorted(held, key=searcher.rank.__getitem__):
            firsts.setdefault(searcher.document[number], number)
        yield from firsts.values()


def _document(searcher: Searcher, number: int) -> DocumentHit:
    own = searcher.holding("document_id", searcher.stored(number).document_id).keys()
    first = searcher.stored(min(own, key=searcher.rank.__getitem__))  # the filters may leave out its beginning
    chapters, articles = (len(own & searcher.holding("kind", kind).keys()) for kind in ("章", "条"))
    copies = tuple(searcher.copies.get(first.document_id, ()))
    return DocumentHit(first, chapters, articles, len(own), copies)


def of_documents(query: Query) -> Query | None:
    """`query` with what it asks of headings asked of the titles of documents; None when it asks nothing of headings."""
    changed = transformed(
        query, lambda node: In("document", node.query) if isinstance(node, In) and node.field == "title" else None
    )
    return changed if changed != query else None
