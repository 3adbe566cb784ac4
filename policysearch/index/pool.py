"""The index as requests see it: each reads one version from beginning to end, the newest when it began.

1. A new version is picked up by the next request; requests under way end with the version they began with.
2. A version is closed when a newer one has replaced it and its last request has ended.
3. While a new version cannot be opened, the old one goes on serving.
4. The data of a large version for completion and tables is prepared in a thread when it is opened.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from ..model.document import Document
from ..model.errors import PolicySearchError
from ..runtime import numpy_use
from ..runtime.cache import Remembered, kept_property
from ..runtime.deadline import timely
from ..structure.glossary import Entry
from ..tables.model import Table
from ..tables.recognize import tables
from .index import Index
from .versions import in_cluster

_log = logging.getLogger("policysearch.web")
_MANY = 200  # documents up to which nothing is prepared
_LARGE = 10_000  # passages from which on numpy, where it is installed, saves more than it costs
_ROOM = 32_000_000  # bytes of tables in the cache
_OPENING = 1.0  # seconds to wait for the opening of a new version; of 168,000 passages it takes 0.03
_RETRY = 1.0  # seconds until a version that could not be opened is tried again


class Version:
    """One open version of the index, with what is computed once for all its requests."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.name = index.version
        self.users = 0
        self._tables: Mapping[str, tuple[Table, ...]] = Remembered(
            lambda id: tuple(table for passage in index.of_document(id) for table in tables(passage)),
            _ROOM,
            _bytes,
        )

    @kept_property
    def documents(self) -> dict[str, Document]:
        """All documents by id, in order, without their provisions."""
        return {document.id: document for document in self.index.documents()}

    @kept_property
    def glossary(self) -> dict[str, list[Entry]]:
        """The definitions in each document."""
        found: dict[str, list[Entry]] = {}
        for entry in self.index.glossary():
            found.setdefault(entry.passage.document_id, []).append(entry)
        return found

    def tables(self, document: str = "") -> Iterator[Table]:
        """The tables of one document, or all, in document order, looked for in one document after the other."""
        held = [document] if document else [one.id for one, tables in self.index.documents_with_tables if tables]
        for id in timely(held, 1):
            yield from self._tables[id]

    def prepare(self) -> None:
        """Make the data of a large index for which the first page, completion or list of tables would wait."""
        if len(self.documents) > _MANY:
            self.index.facets("a")
            self.index.suggest("a", 1)
            for _ in self.tables():
                time.sleep(0.001)  # requests first


def _bytes(tables: tuple[Table, ...]) -> int:
    """About how many bytes some tables take."""
    return 300 + sum(100 + 2 * len(cell) for table in tables for row in (table.columns, *table.rows) for cell in row)


class Served:
    """An index for requests: each gets the newest version there is, and keeps it to its end.

    `index` is a folder, or an Index that is already open and stays as it is. `prepares`: versions are prepared and verified in threads.
    """

    def __init__(self, index: str | os.PathLike[str] | Index, prepares: bool = True) -> None:
        self._prepares = prepares
        self._folder = None if isinstance(index, Index) else index
        self._stamped: Callable[[], tuple[int, ...]] = (lambda: ()) if isinstance(index, Index) else _stamps(index)
        self._current = Version(index) if isinstance(index, Index) else None
        self._stamp: tuple[int, ...] | None = None  # of the file CURRENT when the current version was opened
        self._not_before = 0.0
        self.refused: PolicySearchError | None = None  # why the newest version is not served, an older one is
        self._lock = threading.Lock()  # of the fields
        self._opening = threading.Lock()  # held by the one request that opens a version

    @property
    def ready(self) -> bool:
        """Whether a version is open."""
        return self._current is not None

    @contextlib.contextmanager
    def lease(self) -> Iterator[Version]:
        """The newest version, which stays open until the block ends. Raises SearchIndexError when there is none."""
        self._refresh()
        with self._lock:
            version = self._current
            assert version is not None  # _refresh raised otherwise
            version.users += 1
        try:
            yield version
        finally:
            with self._lock:
                version.users -= 1
                unused = version is not self._current and version.users == 0
            if unused and self._folder:
                version.index.close()

    @contextlib.contextmanager
    def newest(self) -> Iterator[Index]:
        """The newest version as an open Index, until the block ends; any number of threads may hold one. Raises as `lease`."""
        with self.lease() as version:
            yield version.index

    def look(self) -> None:
        """Open the newest version. Raises SearchIndexError when there is none."""
        with self.lease():
            pass

    def close(self) -> None:
        """Release the index; an Index that was given is closed by its owner."""
        with self._lock:
            version, self._current = self._current, None
        if version and self._folder and version.users == 0:
            version.index.close()

    def _refresh(self) -> None:
        if self._folder is None:
            return
        stamp = self._stamped()
        if self._current and (stamp == self._stamp or time.monotonic() < self._not_before):
            return
        # A request waits a little while another opens the version: it was published before this request, and another process may
        # have answered from it already.
        if not self._opening.acquire(timeout=-1 if self._current is None else _OPENING):
            return
        try:
            if self._current is None or stamp != self._stamp:
                self._open(stamp)
        finally:
            self._opening.release()

    def _open(self, stamp: tuple[int, ...]) -> None:
        assert self._folder is not None
        try:
            version = Version(Index.open(os.fspath(self._folder)))
        except PolicySearchError as error:
            if self._current is None:
                raise
            _log.error("the new version cannot be served, the old one goes on: %s", error)
            self._not_before, self.refused = time.monotonic() + _RETRY, error
            return
        if len(version.index._store) > _LARGE:
            numpy_use.load()
        with self._lock:
            old, self._current, self._stamp, self.refused = self._current, version, stamp, None
            unused = old is not None and old.users == 0
        if old and unused:
            old.index.close()
        if not self._prepares:
            return
        threading.Thread(target=self._prepare, daemon=True).start()
        threading.Thread(target=_verify, args=(version.index, self._folder), name="verify", daemon=True).start()

    def _prepare(self) -> None:
        with contextlib.suppress(Exception), self.lease() as version:  # a request reports the error
            version.prepare()


def _verify(index: Index, folder: str | os.PathLike[str]) -> None:
    """Compare the files of a version with what was written, and log what is wrong; no request waits for it."""
    try:
        findings = index.verify()
        name = index.version  # raises when it was closed
    except PolicySearchError:  # closed meanwhile, and maybe removed
        return
    for finding in findings:
        _log.error(
            "%s: %s is damaged (%s); rebuild it with: policysearch index --rebuild --index %s",
            folder,
            name,
            finding,
            folder,
        )


def _stamps(place: str | os.PathLike[str]) -> Callable[[], tuple[int, ...]]:
    """A function that gives the stamp of the newest version in a folder, or in a cluster."""
    if in_cluster(place):
        from .remote import Current

        return Current(str(place)).stamp
    return partial(_stamp, Path(place))


def _stamp(folder: Path) -> tuple[int, ...]:
    try:
        found = (folder / "CURRENT").stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size
