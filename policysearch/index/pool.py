"""The index as requests see it: each reads one version from beginning to end, and the newest there is.

1. A new version is picked up by the next request; requests under way end with the version they began with.
2. A version is closed when a newer one has replaced it and its last request has ended.
3. While a new version cannot be opened, the old one goes on serving.
4. The tables of a large version are looked for aside when it is opened.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ..model.document import Document
from ..model.errors import PolicySearchError
from ..runtime.cache import kept_property
from ..structure.glossary import Entry
from ..tables.recognize import Table, of_passage
from .index import Index
from .versions import in_cluster

_log = logging.getLogger("policysearch.web")
_MANY = 200  # documents; of fewer all is made in no time
_RETRY = 1.0  # seconds until a version that could not be opened is tried again


class Version:
    """One open version of the index, with what is computed once for all its requests."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.name = index.version
        self.users = 0

    @kept_property
    def documents(self) -> dict[str, Document]:
        """All documents by id, in order, without their provisions."""
        return {document.id: document for document in self.index.documents()}

    @kept_property
    def glossary(self) -> dict[str, list[Entry]]:
        """What each document defines."""
        found: dict[str, list[Entry]] = {}
        for entry in self.index.glossary():
            found.setdefault(entry.passage.document_id, []).append(entry)
        return found

    @kept_property
    def tables(self) -> list[Table]:
        """All tables, in document order."""
        found: list[Table] = []
        for n, passage in enumerate(self.index.passages()):
            found += of_passage(passage)
            if n % 100 == 0:
                time.sleep(0.001)  # requests first
        return found

    def prepare(self) -> None:
        """Make of a large index what takes longer than a request may: it reads all passages."""
        if len(self.documents) > _MANY:
            len(self.tables)


class Served:
    """The index in a folder, or one that is already open and stays as it is."""

    def __init__(self, index: str | os.PathLike[str] | Index) -> None:
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

    def look(self) -> None:
        """Open the newest version. Raises SearchIndexError when there is none."""
        with self.lease():
            pass

    def close(self) -> None:
        """Let go of the index; what it was opened with, its owner closes."""
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
        if not self._opening.acquire(blocking=self._current is None):
            return  # another request is opening it
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
        with self._lock:
            old, self._current, self._stamp, self.refused = self._current, version, stamp, None
            unused = old is not None and old.users == 0
        if old and unused:
            old.index.close()
        threading.Thread(target=self._prepare, daemon=True).start()
        threading.Thread(target=_verify, args=(version.index, self._folder), name="verify", daemon=True).start()

    def _prepare(self) -> None:
        with contextlib.suppress(Exception), self.lease() as version:  # who asks for it is told what is wrong
            version.prepare()


def _verify(index: Index, folder: str | os.PathLike[str]) -> None:
    """Compare the files of a version with what was written, and log what is wrong; no request waits for it."""
    try:
        findings = index.verify()
        name = index.version  # raises when it was closed
    except PolicySearchError:  # closed meanwhile, and maybe removed
        return
    for finding in findings:
        _log.error("%s: %s is damaged (%s); rebuild it with: policysearch index --rebuild", folder, name, finding)


def _stamps(place: str | os.PathLike[str]) -> Callable[[], tuple[int, ...]]:
    """What tells whether there is a newer version in a folder, or in a cluster."""
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
