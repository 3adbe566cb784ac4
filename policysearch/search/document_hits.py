"""Documents that a query names as a whole, as hits of their own; and `标题:` asked of documents where no heading matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from functools import reduce
from itertools import islice
from operator import and_
from typing import TYPE_CHECKING

from ..model.results import DocumentHit
from ..query.ast import (
    Alternatives,
    And,
    Beginning,
    In,
    Nearest,
    Phrase,
    Query,
    Term,
    Titled,
    all_of,
    positive_leaves,
    transform,
    walk,
)
from ..query.citations import bare_title, is_law_name
from ..text.normalize import fold
from .beginnings import newest_first, of_title
from .law_versions import of_year, year_beside
from .match import match, of_name
from .title_linking import find_title

if TYPE_CHECKING:
    from .searcher import Searcher

_MOST = 5  # documents of one query


def named_documents(searcher: Searcher, query: Query) -> tuple[tuple[DocumentHit, ...], int]:
    """The documents whose title or number is `query`, as entity linking read it, and how many passages come nearest to its quote.

    Documents: the nearest first, a draft after its final text; under the filters of the query, without copies.
    """
    _, meant = next(node.queries for node in walk(query) if isinstance(node, Titled))
    if any(isinstance(node, Nearest) for node in walk(meant)):
        return (), searcher.total(meant)
    beginning = next((node for node in walk(meant) if isinstance(node, Beginning)), Beginning(()))
    with searcher.guard():
        others = meant.queries if isinstance(meant, And) else ()
        within = [searcher.matched[part] for part in others if not isinstance(part, Beginning)]
        within += [searcher.matched[part] for part in beginning.conditions]

        def allowed(numbers: Set[int]) -> Set[int]:
            return reduce(and_, within, numbers - searcher.hidden)

        firsts = islice(_firsts(searcher, allowed, beginning.titles), _MOST)
        return tuple(_document(searcher, number) for number in firsts), 0


def find_version(searcher: Searcher, words: Sequence[str], widened: Query) -> Query | None:
    """The beginning of the law that the words of a query mean as a whole, by a year beside its name or by a synonym in it; None when
    they mean none. `widened`: the query with its synonyms.
    """
    whole = fold("".join(words))
    law, year = year_beside(whole)
    if year and is_law_name(law) and (beginning := find_title(searcher, [law])):
        of = of_year(year)
        return all_of([beginning, of]) if of_name(searcher, of) & match(searcher, beginning) else None
    if not is_law_name(whole) or not isinstance(widened, Alternatives):
        return None
    for other in widened.queries[1:]:
        name = "".join(leaf.text for leaf in positive_leaves(other) if isinstance(leaf, Term | Phrase))
        beginning = find_title(searcher, [name])
        if beginning and bare_title(beginning.titles[0]) == bare_title(fold(name)):
            return beginning
    return None


def _firsts(searcher: Searcher, allowed: Callable[[Set[int]], Set[int]], titles: Sequence[str]) -> Iterator[int]:
    """Of the passages of each document with one of some folded titles the first of those `allowed`."""
    for title in titles:
        firsts: dict[int, int] = {}
        for number in sorted(allowed(of_title(searcher, title)), key=searcher.rank.__getitem__):
            firsts.setdefault(searcher.document[number], number)
        yield from newest_first(searcher, firsts.values())


def _document(searcher: Searcher, number: int) -> DocumentHit:
    own = searcher.holding("document_id", searcher.passage_at(number).document_id).keys()
    first = searcher.passage_at(min(own, key=searcher.rank.__getitem__))  # the filters may leave out its beginning
    kinds = searcher.column("kind")
    found = Counter(value for number in own for value in kinds.rows[kinds.codes[number]])
    copies = tuple(searcher.copies.get(first.document_id, ()))
    return DocumentHit(first, found["章"], found["条"], len(own), copies)


def of_documents(query: Query) -> Query | None:
    """`query` with its conditions on headings as conditions on titles of documents; None when it has none."""
    changed = transform(
        query, lambda node: In("document", node.query) if isinstance(node, In) and node.field == "title" else None
    )
    return changed if changed != query else None
