"""Versions of an index in a cluster: written beside, switched by one change of an alias; one writer at a time.

    name                 alias of the current version
    name-v000007         a version: its passages, and its files in pieces; nothing is written to it any more
    name-v000008         being written, or left by a killed writer; the next writer removes it
    name-lock            one document while someone writes: who, and until when unless it is renewed

A version is an index of passages and a folder of files. The folder is written and read on this side, as that of any version; `publish`
brings its files to the index, `fetch` gets them.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import platform
import re
import threading
import time
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...messages.catalogue import Message
from ...model.errors import DamagedIndexError, IndexLockedError, NoIndexError, SearchIndexError
from .connection import Connection, Refused
from .mapping import inflated_to

_PIECE = 2**20  # bytes of a file in one document
_LEASE, _RENEWED = 60.0, 15.0  # seconds that a lock holds, and after which it is taken anew
_GREEN = "60s"  # the longest that is waited for copies of a new version
_VERSION = r"v\d{6,}"
_FILE = re.compile(r"(?P<name>[0-9A-Za-z_][0-9A-Za-z_.-]*):(?P<piece>\d{6})", re.ASCII)


def current(connection: Connection) -> str:
    """The name of the current version, v000007; raises NoIndexError, and SearchIndexError where the name is someone else's."""
    name = connection.address.name
    try:
        indices = list(map(str, connection.answer("GET", f"/_alias/{name}")))
    except Refused as refused:
        if refused.status != 404:
            connection.refuse(refused)
        if any(entry["index"] == name for entry in _indices(connection, f"{name}*")):
            raise _foreign(connection, name) from None
        raise NoIndexError(str(connection.address)) from None
    version = indices[0].removeprefix(f"{name}-")
    if len(indices) != 1 or not re.fullmatch(_VERSION, version):
        raise _foreign(connection, indices[0])
    told = connection.ask("GET", f"/{indices[0]}/_mapping")[indices[0]]["mappings"].get("_meta", {})
    if told.get("program") != "policysearch":
        raise _foreign(connection, indices[0])
    return version


def fetch(connection: Connection, version: str, home: Path) -> None:
    """Write the files of `version` into a folder of its name in `home`, and CURRENT beside it."""
    folder = home / version
    folder.mkdir()
    body: dict[str, Any] = {"query": {"exists": {"field": "file"}}, "size": 20, "sort": ["file"], "_source": ["data"]}
    while True:
        found = connection.search(f"{connection.address.name}-{version}", body)["hits"]["hits"]
        for hit in found:
            named = _FILE.fullmatch(hit["sort"][0])
            if not named:
                raise DamagedIndexError(str(connection.address), "it holds a file with a name that no version has")
            path = (home if named["name"] == "CURRENT" else folder) / named["name"]
            try:
                piece = inflated_to(_PIECE, base64.b64decode(hit["_source"]["data"]))
            except (ValueError, KeyError):
                raise DamagedIndexError(str(connection.address), f"{path.name} cannot be read") from None
            with path.open("ab") as file:
                file.write(piece)
        if len(found) < body["size"]:
            break
        body["search_after"] = found[-1]["sort"]
    if not (home / "CURRENT").exists():
        raise DamagedIndexError(str(connection.address), "CURRENT is missing")


class Lock:
    """The right to write an index, while the `with` block lasts; renewed by a thread of its own.

    Raises IndexLockedError when another holds it for longer than `wait` seconds.
    """

    def __init__(self, connection: Connection, wait: float) -> None:
        self._connection, self._wait = connection, wait
        self._index = f"{connection.address.name}-lock"
        self._token = uuid.uuid4().hex
        self._place: dict[str, Any] = {}  # of the document, as it was last written
        self._lost = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lock", daemon=True)

    def __enter__(self) -> Lock:
        settings = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
        try:
            self._connection.answer("PUT", f"/{self._index}", settings, writing=True)
        except Refused as refused:
            if refused.kind != "resource_already_exists_exception":
                self._connection.refuse(refused)
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
        with contextlib.suppress(SearchIndexError, Refused):
            self._connection.answer("DELETE", f"/{self._index}/_doc/writer", writing=True, **self._place)

    def require(self) -> None:
        """Raise SearchIndexError when another has taken over."""
        if self._lost or not self._write():
            raise SearchIndexError(Message("remote.lost_lock", address=self._connection.address))

    def _document(self) -> dict[str, Any]:
        holder = f"process {os.getpid()} on {platform.node()}"
        return {"token": self._token, "holder": holder, "until": time.time() + _LEASE}

    def _take(self) -> bool:
        """Take the lock, if it is free or was left; whether it is ours."""
        self._place = {"op_type": "create"}
        if self._write():
            return True
        try:
            found = self._connection.answer("GET", f"/{self._index}/_doc/writer", realtime="true")
        except Refused as refused:
            return refused.status == 404 and self._write()
        if found["_source"]["token"] != self._token and found["_source"]["until"] > time.time():
            return False
        self._place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return self._write()

    def _write(self) -> bool:
        """Write the document, if it is as it was; whether it was."""
        path = f"/{self._index}/_doc/writer"
        try:
            told = self._connection.answer("PUT", path, self._document(), writing=True, **self._place)
        except Refused as refused:
            if refused.status == 409:
                return False
            self._connection.refuse(refused)
        self._place = {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}
        return True

    def _holder(self) -> str:
        try:
            return str(self._connection.answer("GET", f"/{self._index}/_doc/writer")["_source"]["holder"])[:200]
        except (Refused, KeyError):
            return Message("another_process")

    def _renew(self) -> None:
        while not self._done.wait(_RENEWED):
            with contextlib.suppress(SearchIndexError, Refused):  # tried again; `require` says when it is too late
                self._lost = self._lost or not self._write()


def sweep(connection: Connection, keep: str) -> None:
    """Remove the versions that are not published, and those older than the one before `keep`, the current one; "": all."""
    name = connection.address.name
    versions = [entry["index"].removeprefix(f"{name}-") for entry in _indices(connection, f"{name}-v*")]
    versions = sorted((version for version in versions if re.fullmatch(_VERSION, version)), key=_number)
    older = [version for version in versions if keep and _number(version) < _number(keep)]
    for version in versions:
        if version not in (keep, *older[-1:]):
            connection.ask("DELETE", f"/{name}-{version}", writing=True, ignore_unavailable="true")


def publish(connection: Connection, lock: Lock, home: Path, version: str, old: str, passages: int) -> None:
    """Bring the files of the folder `version` in `home`, and CURRENT, to its index, and make it the current one instead of `old`.

    Raises SearchIndexError when there are not just so many `passages` in it.
    """
    name, index = connection.address.name, f"{connection.address.name}-{version}"
    query = {"query": {"exists": {"field": "file"}}}
    connection.ask("POST", f"/{index}/_delete_by_query", query, writing=True, refresh="true")
    for path in sorted([home / "CURRENT", *(home / version).iterdir()]):
        with path.open("rb") as file:
            for number, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
                _upload(connection, index, f"{path.name}:{number:06}", piece)
            if not path.stat().st_size:
                _upload(connection, index, f"{path.name}:000000", b"")
    settings = {"index.blocks.write": True, "index.number_of_replicas": connection.address.replicas}
    connection.ask("POST", f"/{index}/_flush", writing=True)
    connection.ask("POST", f"/{index}/_refresh", writing=True)
    connection.ask("PUT", f"/{index}/_settings", settings, writing=True)
    count = connection.search(index, {"query": {"exists": {"field": "n"}}, "size": 0, "track_total_hits": True})
    if (found := int(count["hits"]["total"]["value"])) != passages:
        what = Message("remote.incomplete", address=connection.address, expected=passages, found=found)
        raise SearchIndexError(what)
    if connection.address.replicas:  # what is published should outlive a node; where copies are slow, it does soon
        with contextlib.suppress(Refused):
            wait = {"wait_for_status": "green", "timeout": _GREEN}
            connection.answer("GET", f"/_cluster/health/{index}", writing=True, again=False, **wait)
    lock.require()
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": name}}]
    if old:
        actions.insert(0, {"remove": {"index": f"{name}-{old}", "alias": name}})
    connection.ask("POST", "/_aliases", {"actions": actions}, writing=True)


def _upload(connection: Connection, index: str, name: str, piece: bytes) -> None:
    document = {"file": name, "data": base64.b64encode(zlib.compress(piece)).decode()}
    connection.bulk(index, [json.dumps({"index": {"_id": f"file {name}"}}), json.dumps(document)])


def _indices(connection: Connection, pattern: str) -> list[dict[str, str]]:
    """The indices whose names have a pattern; an empty list where there is none."""
    found: list[dict[str, str]] = connection.ask(
        "GET", f"/_cat/indices/{pattern}", format="json", h="index", expand_wildcards="all"
    )
    return found


def _foreign(connection: Connection, index: str) -> SearchIndexError:
    return SearchIndexError(Message("remote.foreign_index", address=connection.address, index=index))


def _number(version: str) -> int:
    return int(version[1:])


@contextlib.contextmanager
def writing(connection: Connection, wait: float, home: Path) -> Iterator[None]:
    """Be the one writer of an index: `home` holds the current version, and what a writer leaves there as current is published."""
    with Lock(connection, wait) as lock:
        try:
            old = current(connection)
        except NoIndexError:
            old = ""
        sweep(connection, old)
        if old:
            fetch(connection, old, home)
        published = old
        try:
            yield
            if (home / "CURRENT").exists():
                new = (home / "CURRENT").read_text("utf-8").partition("\n")[0]
                if new != old:
                    passages = int(json.loads((home / new / "manifest.json").read_text("utf-8"))["passages"])
                    publish(connection, lock, home, new, old, passages)
                    published = new
        finally:
            with contextlib.suppress(SearchIndexError):  # what is left the next writer removes
                sweep(connection, published)
