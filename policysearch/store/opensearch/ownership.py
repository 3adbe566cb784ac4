"""What in a cluster is ours: indices, by the mark in their mapping; and the right to write, by a lock."""

from __future__ import annotations

import contextlib
import os
import platform
import threading
import time
import uuid
from typing import Any

from ...messages.catalogue import Message
from ...model.errors import IndexLockedError, SearchIndexError
from .connection import Connection, Refused
from .mapping import MARK

_LEASE, _RENEWED = 60.0, 15.0  # seconds that a lock holds, and after which it is taken anew
FOREVER = 1e12  # a lease that never ends


def are_ours(connection: Connection, pattern: str) -> dict[str, bool]:
    """The indices of a name or pattern: whether this program made them."""
    told = connection.ask("GET", f"/{pattern}/_mapping", expand_wildcards="all", ignore_unavailable="true")
    with connection.reading():
        return {
            index: one["mappings"].get("_meta", {}).get("program") == MARK["program"] for index, one in told.items()
        }


def remove(connection: Connection, index: str) -> None:
    """Remove an index of this program, if there is one. Raises SearchIndexError when one of that name is someone else's."""
    for found, is_ours in are_ours(connection, index).items():
        if not is_ours:
            raise foreign(connection, found)
        connection.ask("DELETE", f"/{found}", writing=True, ignore_unavailable="true")


def foreign(connection: Connection, index: str) -> SearchIndexError:
    """The error that an index with a name of ours is someone else's."""
    return SearchIndexError(Message("remote.foreign_index", address=connection.address, index=index))


class Lock:
    """The right to write an index, while the `with` block lasts; renewed by a thread of its own.

    `index` and `document` say where it is kept, when not where all writers look. Raises IndexLockedError when another
    holds it for longer than `wait` seconds.
    """

    def __init__(self, connection: Connection, wait: float, index: str = "", document: str = "writer") -> None:
        self._connection, self._wait = connection, wait
        self._index, self._path = index or f"{connection.address.name}-lock", f"_doc/{document}"
        self.token = uuid.uuid4().hex
        self._place: dict[str, Any] = {}  # of the document, as it was last written
        self._until = 0.0  # what holds for as long as nobody can have taken over
        self._lost = False
        self._writing = threading.Lock()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lock", daemon=True)

    def __enter__(self) -> Lock:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        body = {"settings": settings, "mappings": {"_meta": MARK}}
        try:
            self._connection.answer("PUT", f"/{self._index}", body, writing=True)
        except Refused as refused:
            if refused.kind != "resource_already_exists_exception":
                self._connection.refuse(refused)
            if not all(are_ours(self._connection, self._index).values()):
                raise foreign(self._connection, self._index) from None
        until = time.monotonic() + self._wait
        while not self._take():
            if time.monotonic() >= until:
                raise IndexLockedError(str(self._connection.address), self._holder())
            time.sleep(0.2)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        if self._place:
            with contextlib.suppress(SearchIndexError, Refused):
                self._connection.answer("DELETE", f"/{self._index}/{self._path}", writing=True, **self._place)

    def holds(self) -> bool:
        """Whether nobody else can have it yet, also while the cluster lets nothing be written."""
        return not self._lost and time.time() < self._until

    def require(self) -> None:
        """Raise SearchIndexError when another has taken over."""
        if self._lost or not self._write():
            raise SearchIndexError(Message("remote.lost_lock", address=self._connection.address))

    def leave(self, **said: str | int) -> None:
        """Let the document stay for good, with what is `said` in it. Raises as `require` does."""
        self._done.set()
        self._thread.join()
        if self._lost or not self._write(until=FOREVER, **said):
            raise SearchIndexError(Message("remote.lost_lock", address=self._connection.address))
        self._place = {}

    def _take(self) -> bool:
        """Take the lock, if it is free or was left; whether it is ours."""
        self._place = {"op_type": "create"}
        if self._write():
            return True
        if found := self._read():
            with self._connection.reading():
                if found["_source"]["until"] > time.time():
                    return False
                self._place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return self._write()

    def _write(self, **more: Any) -> bool:
        """Write the document, if it is as it was; whether it was."""
        until = time.time() + _LEASE
        document = {"token": self.token, "holder": f"process {os.getpid()} on {platform.node()}", "until": until}
        with self._writing:
            try:
                told = self._connection.answer(
                    "PUT", f"/{self._index}/{self._path}", document | more, writing=True, **self._place
                )
            except Refused as refused:
                if refused.status != 409:
                    self._connection.refuse(refused)
                told = self._read()
                if not told or told["_source"]["token"] != self.token:
                    return False  # else it was written, and the answer lost
            with self._connection.reading():
                self._place = {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}
            self._until = until
            return True

    def _read(self) -> Any:
        """The document as it is; None when there is none."""
        try:
            return self._connection.answer("GET", f"/{self._index}/{self._path}", realtime="true")
        except Refused as refused:
            if refused.status != 404:
                self._connection.refuse(refused)
            return None

    def _holder(self) -> str:
        found = self._read()
        with self._connection.reading():
            return str(found["_source"]["holder"])[:200] if found else Message("another_process")

    def _renew(self) -> None:
        while not self._done.wait(_RENEWED):
            with contextlib.suppress(SearchIndexError, Refused):  # tried again; `require` says when it is too late
                self._lost = self._lost or not self._write()
