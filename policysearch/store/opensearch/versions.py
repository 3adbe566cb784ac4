"""Versions of an index in a cluster: written beside, switched by one change of an alias; one writer at a time.

    name                 alias of the current version
    name-v000007         a version: its passages, and its files in pieces; nothing is written to it any more
    name-v000008         being written, or left by a killed writer; the next writer removes it
    name-lock            one document while someone writes: who, and until when unless it is renewed
    name-shares          while several write one version: see `shares`

A version is an index of passages and a folder of files. The folder is written and read on this side, as that of any version; `publish`
brings its files to the index, `fetch` gets them.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import time
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from ...messages.catalogue import Message
from ...model.errors import DamagedIndexError, IndexLockedError, NoIndexError, SearchIndexError
from . import ownership
from .connection import Connection, Refused
from .mapping import inflated_to

_PIECE = 2**20  # bytes of a file in one document
_GREEN = "60s"  # the longest wait for replicas of a new version
_KEPT = 2  # versions that stay where the current one does not say
_VERSION = r"v\d{6,}"
_FILE = re.compile(r"(?P<name>[0-9A-Za-z_][0-9A-Za-z_.-]*):(?P<piece>\d{6})", re.ASCII)


def current(connection: Connection) -> str:
    """The name of the current version, v000007; raises NoIndexError, and SearchIndexError where the name is someone else's."""
    name = connection.address.name
    try:
        with connection.reading():
            indices: list[str] = sorted(connection.answer("GET", f"/_alias/{name}").keys())
    except Refused as refused:
        if refused.status != 404:
            connection.refuse(refused)
        with connection.reading():
            if any(entry["index"] == name for entry in _indices(connection, f"{name}*")):
                raise ownership.foreign(connection, name) from None
        raise NoIndexError(str(connection.address)) from None
    foreign = [index for index in indices if not re.fullmatch(f"{re.escape(name)}-{_VERSION}", index)]
    foreign = foreign or [
        index for index, ours in ownership.are_ours(connection, ",".join(indices)).items() if not ours
    ]
    if foreign:
        raise ownership.foreign(connection, foreign[0])
    if len(indices) > 1:
        what = {"address": connection.address, "name": name, "indices": ", ".join(indices)}
        raise SearchIndexError(Message("remote.two_current", **what))
    with connection.reading():
        return indices[0].removeprefix(f"{name}-")


def current_or_lost(connection: Connection) -> str:
    """The current version, for a writer; "" where there is none. The newest complete one whose alias is lost is made current again."""
    with contextlib.suppress(NoIndexError):
        return current(connection)
    name = connection.address.name
    for version, _ in reversed(names(connection)):
        index = f"{name}-{version}"
        with connection.reading():
            settings = connection.ask("GET", f"/{index}/_settings", flat_settings="true")[index]["settings"]
            complete = settings.get("index.blocks.write") == "true"  # see `publish`
        if complete:
            connection.ask("POST", "/_aliases", {"actions": [{"add": {"index": index, "alias": name}}]}, writing=True)
            return version
    return ""


def fetch(connection: Connection, version: str, home: Path, only: Collection[str] = ()) -> None:
    """Write the files of `version`, or `only` some, into a folder of its name in `home`, and CURRENT beside it."""
    folder = home / version
    folder.mkdir()
    fetch_files(connection, f"{connection.address.name}-{version}", folder, only and (*only, "CURRENT"))
    if not (folder / "CURRENT").exists():
        raise DamagedIndexError(str(connection.address), "CURRENT is missing")
    (folder / "CURRENT").replace(home / "CURRENT")


def fetch_files(connection: Connection, index: str, folder: Path, only: Collection[str] = (), prefix: str = "") -> None:
    """Write the files in `index`, or `only` some, or those of a `prefix`, into `folder`; their names there are without it."""
    query: dict[str, Any] = {"exists": {"field": "file"}}
    if prefix or only:
        query = {
            "bool": {"should": [{"prefix": {"file": f"{prefix}{name}{':' if name else ''}"}} for name in only or [""]]}
        }
    body: dict[str, Any] = {"query": query, "size": 20, "sort": ["file"], "_source": ["data"]}
    while True:
        with connection.reading():
            found = [
                (hit["sort"], str(hit["sort"][0]), hit["_source"])
                for hit in connection.search(index, body)["hits"]["hits"]
            ]
        for _, name, source in found:
            named = _FILE.fullmatch(name.removeprefix(prefix))
            if not named:
                raise DamagedIndexError(str(connection.address), "it holds a file with a name that no version has")
            path = folder / named["name"]
            try:
                piece = inflated_to(_PIECE, base64.b64decode(source["data"]))
            except (ValueError, KeyError, TypeError):
                raise DamagedIndexError(str(connection.address), f"{path.name} cannot be read") from None
            with path.open("ab") as file:
                file.write(piece)
        if len(found) < body["size"]:
            return
        body["search_after"] = found[-1][0]


def bring_files(connection: Connection, index: str, files: Iterable[Path], prefix: str = "") -> None:
    """Write files into `index`, in pieces; `prefix` goes before their names."""
    for path in files:
        with path.open("rb") as file:
            pieces = iter(lambda: file.read(_PIECE), b"")
            for number, piece in enumerate(pieces if path.stat().st_size else [b""]):
                name = f"{prefix}{path.name}:{number:06}"
                document = {"file": name, "data": base64.b64encode(zlib.compress(piece)).decode()}
                connection.bulk(index, [json.dumps({"index": {"_id": f"file {name}"}}), json.dumps(document)])


def names(connection: Connection, pattern: str = "v*") -> list[tuple[str, int]]:
    """The versions of an index that are there and ours, published or not, the oldest first, with the bytes that each takes."""
    name = connection.address.name
    found = connection.ask(
        "GET",
        f"/_cat/indices/{name}-{pattern}",
        format="json",
        h="index,pri.store.size",
        bytes="b",
        expand_wildcards="all",
    )
    owned = ownership.are_ours(connection, f"{name}-{pattern}")
    with connection.reading():
        sizes = {
            entry["index"].removeprefix(f"{name}-"): int(entry["pri.store.size"] or 0)
            for entry in found
            if owned.get(entry["index"])
        }
    return sorted(
        (one for one in sizes.items() if re.fullmatch(_VERSION, one[0])), key=lambda one: version_number(one[0])
    )


def sweep(connection: Connection, current: str, kept: int = _KEPT, spare: str = "") -> None:
    """Remove the versions that are not published, those older than the newest `kept`, and what shares left.

    `current` is the current version, "" where there is none; `spare` one that several write, whose shares stay too.
    """
    name = connection.address.name
    versions = [version for version, _ in names(connection)]
    published = [version for version in versions if current and version_number(version) <= version_number(current)]
    going = [version for version in versions if version not in {spare, *published[-max(kept, 1) :]}]
    if not spare and ownership.are_ours(connection, f"{name}-shares").get(f"{name}-shares"):
        going.append("shares")
    for part in going:
        connection.ask("DELETE", f"/{name}-{part}", writing=True, ignore_unavailable="true")


def publish(connection: Connection, home: Path, version: str, passages: int) -> None:
    """Bring the files of the folder `version` in `home`, and CURRENT, to its index, and close it for writing; `switch` is next.

    Raises SearchIndexError when there are not just so many `passages` in it.
    """
    index = f"{connection.address.name}-{version}"
    query = {"query": {"exists": {"field": "file"}}}
    connection.ask("POST", f"/{index}/_delete_by_query", query, writing=True, refresh="true")
    bring_files(connection, index, sorted([home / "CURRENT", *(home / version).iterdir()]))
    connection.ask("POST", f"/{index}/_flush", writing=True)
    connection.ask("POST", f"/{index}/_refresh", writing=True)
    count = connection.search(index, {"query": {"exists": {"field": "n"}}, "size": 0, "track_total_hits": True})
    with connection.reading():
        found = int(count["hits"]["total"]["value"])
    if found != passages:
        what = Message("remote.incomplete", address=connection.address, expected=passages, found=found)
        raise SearchIndexError(what)
    # What is closed for writing is complete: `current_or_lost` relies on it.
    settings = {"index.blocks.write": True, "index.number_of_replicas": connection.address.replicas}
    connection.ask("PUT", f"/{index}/_settings", settings, writing=True)
    if connection.address.replicas:  # what is published should outlive a node; where copies are slow, it does soon
        with contextlib.suppress(Refused):
            wait = {"wait_for_status": "green", "timeout": _GREEN}
            connection.answer("GET", f"/_cluster/health/{index}", writing=True, again=False, **wait)


def switch(connection: Connection, version: str, old: str) -> None:
    """Make a version the current one instead of `old`. Raises SearchIndexError when it is not afterwards, or the cluster does not tell."""
    name = connection.address.name
    actions: list[dict[str, Any]] = [{"add": {"index": f"{name}-{version}", "alias": name}}]
    if old:
        actions.insert(0, {"remove": {"index": f"{name}-{old}", "alias": name}})
    failed = SearchIndexError(Message("remote.not_switched", address=connection.address))
    try:
        connection.ask("POST", "/_aliases", {"actions": actions}, writing=True)
    except (
        SearchIndexError
    ) as error:  # the answer may be lost, and when it is asked for again, there is nothing left to switch
        failed = error
    try:
        if current(connection) == version:
            return
    except NoIndexError:
        pass
    except SearchIndexError as error:
        raise SearchIndexError(Message("remote.switch_unheard", address=connection.address)) from error
    raise failed


def _indices(connection: Connection, pattern: str) -> list[dict[str, str]]:
    """The indices whose names have a pattern; an empty list where there is none."""
    found: list[dict[str, str]] = connection.ask(
        "GET", f"/_cat/indices/{pattern}", format="json", h="index", expand_wildcards="all"
    )
    return found


def version_number(version: str) -> int:
    """The number in the name of a version: 12 of v12."""
    return int(version[1:])


@contextlib.contextmanager
def writing(connection: Connection, wait: float, home: Path, shared: str = "") -> Iterator[None]:
    """Be the one writer of an index: `home` holds the current version, and what a writer leaves there as current is published.

    `shared` is the version when several have written it. Raises IndexLockedError while another writes, or shares are written.
    """
    with ownership.Lock(connection, wait) as lock:
        if not shared and (holder := at_work(connection)):
            raise IndexLockedError(str(connection.address), holder)
        old = current_or_lost(connection)
        if old:
            fetch(connection, old, home)
        sweep(connection, old, _to_keep(home, old), shared)
        published, settled = "", True
        try:
            yield
            if (home / "CURRENT").exists():
                new = (home / "CURRENT").read_text("utf-8").partition("\n")[0]
                if new != old:
                    passages = int(json.loads((home / new / "manifest.json").read_text("utf-8"))["passages"])
                    publish(connection, home, new, passages)
                    lock.require()
                    settled = (
                        False  # what was asked for may be done after an error, and what is current must not be removed
                    )
                    switch(connection, new, old)
                    published, settled = new, True
        finally:
            with contextlib.suppress(SearchIndexError):  # what is left the next writer removes
                if settled and lock.holds():  # else what is there is another's
                    sweep(connection, published or old, _to_keep(home, published or old), "" if published else shared)


def at_work(connection: Connection) -> str:
    """The writer of a share of a version; "" for none."""
    body = {"query": {"range": {"until": {"gt": time.time(), "lt": ownership.FOREVER}}}, "size": 1}
    try:
        connection.answer("POST", f"/{connection.address.name}-shares/_refresh", writing=True)
    except Refused as refused:
        if refused.status == 404:
            return ""
        connection.refuse(refused)
    with connection.reading():
        found = connection.search(f"{connection.address.name}-shares", body)["hits"]["hits"]
        return str(found[0]["_source"]["holder"])[:200] if found else ""


def _to_keep(home: Path, version: str) -> int:
    """How many versions are to stay, as one in `home` says."""
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        return int(json.loads((home / version / "manifest.json").read_text("utf-8")).get("keep", _KEPT))
    return _KEPT
