"""The errors of policysearch; every one is a single line its reader can act on."""

from __future__ import annotations

import unicodedata


class PolicySearchError(Exception):
    """Anything this package reports to its user; `str(error)` is one line."""


class CorpusError(PolicySearchError):
    """A file or folder of documents that cannot be read; for whoever keeps the documents."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class PassagesError(PolicySearchError):
    """Passages that cannot be indexed; `sources` says of which files, and why. An engine raises it before anything is published."""

    def __init__(self, sources: dict[str, str]) -> None:
        name, reason = next(iter(sources.items()))
        super().__init__(f"{name}: {reason}")
        self.sources = sources


class QueryError(PolicySearchError):
    """A query that cannot be understood; for whoever typed it.

    `position` counts characters of `query` from 0; `expected` says what would be right there.
    """

    def __init__(self, query: str, position: int, expected: str) -> None:
        super().__init__(f"query, character {position + 1}: {expected}")
        self.query = query
        self.position = position
        self.expected = expected

    def pointer(self) -> str:
        """The query with a caret under the place, two lines; wide characters count as two columns, marks as none."""
        shown = "".join(" " if unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" else c for c in self.query)
        before = [c for c in shown[: self.position] if unicodedata.category(c) not in ("Mn", "Me")]
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
        return f"{shown}\n{' ' * columns}^"


class UnknownFieldError(QueryError):
    """`field:` with a name that is no field; `nearest` is the likeliest one meant, "" when none is like it."""

    def __init__(self, query: str, position: int, field: str, known: tuple[str, ...], nearest: str) -> None:
        meant = f"did you mean {nearest!r}? " if nearest else ""
        super().__init__(query, position, f"no field named {field!r}; {meant}known: {' '.join(known)}")
        self.field = field
        self.known = known
        self.nearest = nearest


class UnsupportedQueryError(QueryError):
    """A query that is well formed but asks a field for what it cannot do."""


class QueryTimeout(PolicySearchError):
    """A query that took longer than the `seconds` it was given; `part` is the part of it that was looked for last."""

    code = "timeout"

    def __init__(self, seconds: float, part: str = "") -> None:
        super().__init__(seconds, part)
        self.seconds = seconds
        self.part = part

    def __str__(self) -> str:
        at = f" (at {self.part})" if self.part else ""
        return (
            f"the query took longer than {self.seconds:g} s{at}:"
            " ask for fewer or rarer words, without wildcards, or for less at once"
        )


class SearchIndexError(PolicySearchError):
    """Trouble with the index on disk. Not named IndexError, which is Python's own."""


class NoIndexError(SearchIndexError):
    """There is no index at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no index here; build one with: policysearch index FOLDER --index {path}")
        self.path = path


class OutdatedIndexError(SearchIndexError):
    """The index has another format or analysis than this program."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(
            f"{path}: the index is of format {found}, this program reads {expected}; rebuild it with: policysearch index"
        )
        self.path = path
        self.found = found
        self.expected = expected


class DamagedIndexError(SearchIndexError):
    """A file of the index is missing, truncated or altered."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: the index is damaged ({what}); rebuild it with: policysearch index --rebuild")
        self.path = path
        self.what = what


class ClosedIndexError(SearchIndexError):
    """The index was closed by this program, and then asked for something."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: this index was closed; open it again with Index.open")
        self.path = path


class IndexLockedError(SearchIndexError):
    """Another process is writing the index; `holder` names it."""

    def __init__(self, path: str, holder: str) -> None:
        super().__init__(f"{path}: the index is being written by {holder}; try again when it has finished")
        self.path = path
        self.holder = holder


class RemovalError(SearchIndexError):
    """An update would remove so many files of the index that their folder may be there only in part; nothing was written.

    `names` are the files, of `total` in the index.
    """

    def __init__(self, path: str, names: tuple[str, ...], total: int) -> None:
        some = ", ".join(names[:3]) + " …" * (len(names) > 3)
        super().__init__(
            f"{path}: {len(names):,} of {total:,} files would be removed ({some}), perhaps because a folder is not all there; "
            "the old index stays; to remove them: policysearch index --allow-removing"
        )
        self.path = path
        self.names = names
        self.total = total


def one_line(error: Exception) -> str:
    """An error of foreign code, to be quoted in one of ours."""
    return " ".join(f"{type(error).__name__}: {error}".split())
