"""The errors of policysearch; every one is a single line its reader can act on, with a code and a text in each language."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ..messages.catalogue import Message


class PolicySearchError(Exception):
    """Anything this package reports to its user; `str(error)` is one line in English, `text("zh")` one in Chinese.

    `code` names what is wrong, `params` what the texts say of it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message if isinstance(message, Message) else Message("error", text=message)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def code(self) -> str:
        """The code of the message; "error" for words of the caller."""
        return self.message.code

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters of the texts of the code."""
        return self.message.params

    def text(self, language: str) -> str:
        """The line in "zh" or "en"."""
        return self.message.text(language)


class CorpusError(PolicySearchError):
    """A file or folder of documents that cannot be read; for whoever keeps the documents.

    `code` is that of the reason, when it is a Message.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(Message("file", path=path, reason=reason))
        self.args = path, reason
        self.path = path
        self.reason = reason

    @property
    def code(self) -> str:
        return self.reason.code if isinstance(self.reason, Message) else "file"


class PassagesError(PolicySearchError):
    """Passages that cannot be indexed; `sources` says of which files, and why. An engine raises it before anything is published."""

    def __init__(self, sources: dict[str, str]) -> None:
        name, reason = next(iter(sources.items()))
        super().__init__(Message("file", path=name, reason=reason))
        self.args = (sources,)
        self.sources = sources


class QueryError(PolicySearchError):
    """A query that cannot be understood; for whoever typed it.

    `position` counts characters of `query` from 0; `expected` says what would be right there, and has the code.
    """

    def __init__(self, query: str, position: int, expected: str) -> None:
        super().__init__(Message("query.at", place=position + 1, expected=expected))
        self.args = query, position, expected
        self.query = query
        self.position = position
        self.expected = expected

    @property
    def code(self) -> str:
        return self.expected.code if isinstance(self.expected, Message) else "query"

    def pointer(self) -> str:
        """The query with a caret under the place, two lines; wide characters count as two columns, marks as none."""
        shown = "".join(" " if unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" else c for c in self.query)
        before = [c for c in shown[: self.position] if unicodedata.category(c) not in ("Mn", "Me")]
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
        return f"{shown}\n{' ' * columns}^"


class UnknownFieldError(QueryError):
    """`field:` with a name that is no field; `nearest` is the likeliest one meant, "" when none is like it.

    `known` are the names of the fields, `labels` those in Chinese.
    """

    def __init__(
        self, query: str, position: int, field: str, known: tuple[str, ...], nearest: str, labels: tuple[str, ...] = ()
    ) -> None:
        meant = Message("query.field_meant", nearest=nearest) if nearest else ""
        names = Message("query.names", zh="、".join(labels or known), en=" ".join(known))
        super().__init__(query, position, Message("query.no_field", field=field, meant=meant, known=names))
        self.args = query, position, field, known, nearest, labels
        self.field = field
        self.known = known
        self.nearest = nearest


class UnsupportedQueryError(QueryError):
    """A query that is well formed but asks a field for what it cannot do."""


class QueryTimeout(PolicySearchError):
    """A query that took longer than the `seconds` it was given; `part` is the part of it that was looked for last."""

    def __init__(self, seconds: float, part: str = "") -> None:
        self.seconds = seconds
        self.part = part
        super().__init__("")
        self.args = seconds, part

    @property
    def message(self) -> Message:  # of `part` as it is now
        at = Message("timeout_at", part=self.part) if self.part else ""
        return Message("timeout", seconds=float(self.seconds), at=at)

    @message.setter
    def message(self, value: Message) -> None:
        """Ignored: the message is computed when it is read."""


class EncoderError(PolicySearchError):
    """A sentence encoder that cannot be used, or does not answer; a search goes on without it."""


class SearchIndexError(PolicySearchError):
    """Trouble with the index on disk. Not named IndexError, which is Python's own."""


class NoIndexError(SearchIndexError):
    """There is no index at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(Message("no_index", path=path))
        self.args = (path,)
        self.path = path


class OutdatedIndexError(SearchIndexError):
    """The index has another format or analysis than this program."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(Message("outdated_index", path=path, found=found, expected=expected))
        self.args = path, found, expected
        self.path = path
        self.found = found
        self.expected = expected


class DamagedIndexError(SearchIndexError):
    """A file of the index is missing, truncated or altered."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(Message("damaged_index", path=path, what=what))
        self.args = path, what
        self.path = path
        self.what = what


class ClosedIndexError(SearchIndexError):
    """The index was used after this program had closed it."""

    def __init__(self, path: str) -> None:
        super().__init__(Message("closed_index", path=path))
        self.args = (path,)
        self.path = path


class IndexLockedError(SearchIndexError):
    """Another process is writing the index; `holder` names it."""

    def __init__(self, path: str, holder: str) -> None:
        super().__init__(Message("locked_index", path=path, holder=holder))
        self.args = path, holder
        self.path = path
        self.holder = holder


class RemovalError(SearchIndexError):
    """An update would remove so many files that a part of their folder may be missing, as when it is not mounted; nothing was written.

    `names` are the files, of `total` in the index.
    """

    def __init__(self, path: str, names: tuple[str, ...], total: int) -> None:
        some = ", ".join(names[:3]) + " …" * (len(names) > 3)
        super().__init__(Message("removal", path=path, count=len(names), total=total, some=some))
        self.args = path, names, total
        self.path = path
        self.names = names
        self.total = total


class UnknownVersionError(SearchIndexError):
    """There is no version of that name to go back to; `others` names those there are, "" for none."""

    def __init__(self, path: str, name: str, others: str) -> None:
        code = "no_version_before" if not others else "unknown_version"
        super().__init__(Message(code, path=path, name=name, others=others))
        self.args = path, name, others
        self.path, self.name, self.others = path, name, others


def one_line(error: Exception) -> str:
    """An error of foreign code, to be quoted in one of ours."""
    return " ".join(f"{type(error).__name__}: {error}".split())
