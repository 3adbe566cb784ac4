"""Answers besides hits: comparisons, similarities, indicators, definitions, files."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from ..model.document import Passage
from ..model.hits import COMPARED, GROUPS
from ..model.results import Comparison, Matrix
from ..query.ast import In, Phrase, Query, all_of, any_of, as_phrases
from ..runtime.cache import memo
from ..runtime.deadline import timely
from ..search.plan import understood
from ..search.searcher import Searcher
from ..structure import glossary
from ..tables.indicators import Indicator
from ..tables.indicators import indicators as of_table
from ..tables.recognize import tables
from ..text.normalize import fold
from .history import locate
from .sources import read_sources
from .versions import Version


def comparison(searcher: Searcher, terms: Sequence[str | Query], by: str) -> Comparison:
    """See `Index.compare`."""
    if isinstance(terms, str) or not terms or by not in COMPARED:
        raise ValueError(f"expected a list of terms, and one of {', '.join(COMPARED)}")
    trees = [as_phrases(understood(term)) for term in terms]
    with memo():
        rows = searcher.compare(trees, by)
    return Comparison(by, tuple(map(str, terms)), tuple(map(str, trees)), rows)


def matrix(searcher: Searcher, by: str, within: str | Query | None) -> Matrix:
    """See `Index.similarity`."""
    if by not in GROUPS:
        raise ValueError(f"expected one of {', '.join(GROUPS)}")
    return searcher.similarity(by, None if within is None else understood(within))


def indicators(searcher: Searcher, name: str) -> tuple[tuple[Passage, Indicator], ...]:
    """See `Index.indicators`."""
    folded = fold(name).strip()
    if not folded:
        return ()
    if found := _indicators(searcher, [folded]):
        return found
    words = list(dict.fromkeys(searcher.words_in[folded]))
    return _indicators(searcher, words) if len(words) > 1 and min(map(len, words)) > 1 else ()


def _indicators(searcher: Searcher, words: Sequence[str]) -> tuple[tuple[Passage, Indicator], ...]:
    hits = searcher.search(all_of(map(Phrase, words)), None, sort="document").hits
    found = ((hit.passage, of_table(table, *words)) for hit in timely(hits, 1) for table in tables(hit.passage))
    return tuple(chain.from_iterable(((passage, one) for one in values) for passage, values in found))


def definitions(searcher: Searcher, term: str) -> tuple[glossary.Entry, ...]:
    """See `Index.glossary`."""
    kinds = any_of(In("kind", Phrase(kind)) for kind in glossary.KINDS)
    return glossary.look_up((hit.passage for hit in searcher.search(kinds, None).hits), term)


def file_of(version: Version, passage: Passage | None) -> Path | None:
    """The file that a passage was read from; None for no passage."""
    if passage is None:
        return None
    name = passage.page[0] if passage.page else passage.source
    file = next((file.file for file in read_sources(version) if name in (file.name, *file.pages)), name)
    return locate(version.manifest.roots, file if name == passage.source else name)
