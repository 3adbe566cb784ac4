"""Search of Chinese local-government policy documents by their 篇, 章, 节, 条 and 专栏.

    import policysearch

    policysearch.Index.update(["corpus"], "index")              # build, or read again what changed
    with policysearch.Index.open("index") as index:
        answer = index.search("氢能 district:九龙坡", limit=5)
        for hit in answer:
            piece = policysearch.snippet.snippet(hit.passage, answer.tree)
            print(hit.passage.id, hit.passage.title, piece.text, piece.marks)
        page = policysearch.html.page(answer)                   # or html.fragment(answer)

Documents can be read, and queries understood, without an index:

>>> import policysearch
>>> str(policysearch.parse("区县：九龙坡 氢能"))
'district:九龙坡 AND 氢能'
>>> policysearch.parse("(氢能")  # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
policysearch.errors.QueryError: ...
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import html, snippet
    from .deadlines import deadline
    from .document import Document, Passage, Provision, Source
    from .engine import Hit
    from .errors import (
        ClosedIndexError,
        CorpusError,
        DamagedIndexError,
        IndexLockedError,
        NoIndexError,
        OutdatedIndexError,
        PolicySearchError,
        QueryError,
        QueryTimeout,
        RemovalError,
        SearchIndexError,
        UnknownFieldError,
        UnsupportedQueryError,
    )
    from .glossary import Entry
    from .index import Answer, Index
    from .inspection import Stats
    from .query_parser import parse
    from .snippet import Snippet
    from .update import BuildReport
    from .views import Comparison, Related, Similar, Suggestion

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "BuildReport",
    "ClosedIndexError",
    "Comparison",
    "CorpusError",
    "DamagedIndexError",
    "Document",
    "Entry",
    "Hit",
    "Index",
    "IndexLockedError",
    "NoIndexError",
    "OutdatedIndexError",
    "Passage",
    "PolicySearchError",
    "Provision",
    "QueryError",
    "QueryTimeout",
    "Related",
    "RemovalError",
    "SearchIndexError",
    "Similar",
    "Snippet",
    "Source",
    "Stats",
    "Suggestion",
    "UnknownFieldError",
    "UnsupportedQueryError",
    "deadline",
    "html",
    "parse",
    "read",
    "snippet",
]

_MODULE = {
    "Answer": "index",
    "BuildReport": "update",
    "Comparison": "views",
    "Document": "document",
    "Entry": "glossary",
    "Hit": "engine",
    "Index": "index",
    "Passage": "document",
    "Provision": "document",
    "Related": "views",
    "Similar": "views",
    "Snippet": "snippet",
    "Source": "document",
    "Stats": "inspection",
    "Suggestion": "views",
    "deadline": "deadlines",
    "parse": "query_parser",
}


def read(*paths: str | Path) -> Iterator[Document]:
    """The documents of files (text, HTML, Word, PDF, archives) and of folders; raises CorpusError for what cannot be read."""
    from functools import partial

    from . import corpus, limits, parser

    def fail(problem: Exception) -> None:
        raise problem

    for path, shown, pages in corpus.texts(corpus.find([Path(path) for path in paths])):
        for source in corpus.sources(path, shown, pages=pages):
            yield from limits.attempt(partial(parser.parse, source), source.path, fail, doing="parsed") or ()


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import policysearch` costs next to nothing."""
    if name in ("html", "snippet"):
        return import_module(f"{__name__}.{name}")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
