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

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .index.answer import Answer
    from .index.build_report import BuildReport
    from .index.history import Release
    from .index.index import Index
    from .index.pool import Served
    from .index.verify import Stats
    from .model.document import Document, Passage, Provision, Source
    from .model.errors import (
        ClosedIndexError,
        CorpusError,
        DamagedIndexError,
        EncoderError,
        IndexLockedError,
        NoIndexError,
        OutdatedIndexError,
        PolicySearchError,
        QueryError,
        QueryTimeout,
        RemovalError,
        SearchIndexError,
        UnknownFieldError,
        UnknownVersionError,
        UnsupportedQueryError,
    )
    from .model.hits import Group, Hit
    from .model.results import Altered, Comparison, DocumentHit, Explanation, Matrix, Related, Similar, Suggestion
    from .output import citation as citation
    from .output import html as html
    from .output.records import to_dict, to_pandas
    from .query.ast import In, Near, Not, Phrase, Query, Range, Term, Wildcard, all_of, any_of
    from .query.parser import parse
    from .runtime.deadline import deadline
    from .search import highlight as snippet
    from .search.highlight import Snippet
    from .store.protocol import Store
    from .structure.glossary import Entry
    from .tables.indicators import Indicator

__version__ = "0.3.0"

__all__ = [
    "Altered",
    "Answer",
    "BuildReport",
    "ClosedIndexError",
    "Comparison",
    "CorpusError",
    "DamagedIndexError",
    "Document",
    "DocumentHit",
    "EncoderError",
    "Entry",
    "Explanation",
    "Group",
    "Hit",
    "In",
    "Index",
    "IndexLockedError",
    "Indicator",
    "Matrix",
    "Near",
    "NoIndexError",
    "Not",
    "OutdatedIndexError",
    "Passage",
    "Phrase",
    "PolicySearchError",
    "Provision",
    "Query",
    "QueryError",
    "QueryTimeout",
    "Range",
    "Related",
    "Release",
    "RemovalError",
    "SearchIndexError",
    "Served",
    "Similar",
    "Snippet",
    "Source",
    "Stats",
    "Store",
    "Suggestion",
    "Term",
    "UnknownFieldError",
    "UnknownVersionError",
    "UnsupportedQueryError",
    "Wildcard",
    "all_of",
    "any_of",
    "citation",
    "deadline",
    "html",
    "parse",
    "read",
    "snippet",
    "to_dict",
    "to_pandas",
]

_HOMES = {
    "Altered": "model.results",
    "Answer": "index.answer",
    "BuildReport": "index.build_report",
    "Comparison": "model.results",
    "Document": "model.document",
    "DocumentHit": "model.results",
    "Entry": "structure.glossary",
    "Explanation": "model.results",
    "Group": "model.hits",
    "Hit": "model.hits",
    "In": "query.ast",
    "Index": "index.index",
    "Indicator": "tables.indicators",
    "Matrix": "model.results",
    "Near": "query.ast",
    "Not": "query.ast",
    "Passage": "model.document",
    "Phrase": "query.ast",
    "Provision": "model.document",
    "Query": "query.ast",
    "Range": "query.ast",
    "Related": "model.results",
    "Release": "index.history",
    "Served": "index.pool",
    "Similar": "model.results",
    "Snippet": "search.highlight",
    "Source": "model.document",
    "Stats": "index.verify",
    "Store": "store.protocol",
    "Suggestion": "model.results",
    "Term": "query.ast",
    "Wildcard": "query.ast",
    "all_of": "query.ast",
    "any_of": "query.ast",
    "deadline": "runtime.deadline",
    "parse": "query.parser",
    "to_dict": "output.records",
    "to_pandas": "output.records",
}

#: Modules that are public under a short name.
_MODULES = {"citation": "output.citation", "html": "output.html", "snippet": "search.highlight"}


def read(*paths: str | Path, comments: bool = False, headers: bool = False) -> Iterator[Document]:
    """The documents of files (text, HTML, Word, PDF, archives) and of folders, with what stands beside their text if asked for.

    Raises CorpusError for what cannot be read.
    """
    from .index.loading import documents

    return documents([Path(path) for path in paths], comments, headers)


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext policysearch` in a notebook: results are shown as HTML, also those of modules that import no public name."""
    from .output.notebook import show_as_html

    show_as_html()


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import policysearch` costs next to nothing."""
    if name in _MODULES:
        return import_module(f"{__name__}.{_MODULES[name]}")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model.errors')}"), name)
    globals()[name] = value
    if "IPython" in sys.modules:
        load_ipython_extension(None)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
