"""One version that several processes write, each a share of its files. The first begins it, the last completes it.

    name-shares      as long as the version is not published:
        plan         which version, in how many shares, on what terms; the number that the next passage gets
        share-2      a lock while the share is written, and for good once it is in, under what tag
        files        of each share that is in, what is known of its passages: the facts, their numbers, what the caller adds

A share whose writer died can be written again. Passages lie in the index of the version, each with the tag of its writer. Before the
version is published, passages are removed whose tag belongs to no finished share. Searches see nothing of the version before.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ...messages.catalogue import Message
from ...model.document import Passage
from ...model.errors import DamagedIndexError, SearchIndexError
from ..local import segment_files
from ..local.inverter import Batch, invert, key, own_words
from . import ownership, versions, writer
from .connection import Connection, Refused
from .facts import Facts
from .mapping import MARK
from .store import OpenSearchKeeper
from .text import Rows

_NUMBERS = "numbers"
_BEGINNING = 300.0  # seconds for another to begin a version: a busy cluster takes long to make an index
_PATIENCE = 60.0  # seconds without a sign of life after which the writer of a share counts as dead
_MAPPING = {"_meta": MARK, "dynamic": False, "properties": {"file": {"type": "keyword"}, "until": {"type": "double"}}}


def join(connection: Connection, shares: int, terms: Mapping[str, object], anew: bool) -> str:
    """The version that is being written in so many shares on these terms; begins one if there is none.

    A version begun on other terms is given up if `anew`, unless a process is writing it. Raises SearchIndexError that names the terms.
    """
    index, said = _index(connection), json.dumps({"shares": shares} | dict(terms), sort_keys=True)
    with ownership.Lock(connection, _BEGINNING):
        old = versions.current_or_lost(connection)
        version = f"v{versions.version_number(old or 'v0') + 1:06}"
        plan = _documents(connection, ["plan"]).get("plan")
        begun = plan is not None and plan.get("version") == version
        if plan and begun and any(name == version for name, _ in versions.names(connection)):
            if plan.get("terms") == said:
                return version
            holder = versions.at_work(connection)
            if holder or not anew:
                now = json.loads(said)
                with connection.reading():
                    before = json.loads(str(plan["terms"]))
                    names = " ".join(sorted(name for name in now if now[name] != before.get(name)))
                what = {"address": connection.address, "names": names, "holder": holder}
                raise SearchIndexError(Message(f"remote.shares_differ{'_now' * bool(holder)}", **what))
        ownership.remove(connection, index)
        writer.create(connection, Path(version))
        settings = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}, "mappings": _MAPPING}
        connection.ask("PUT", f"/{index}", settings, writing=True)
        plan = {"version": version, "terms": said, "next": 0}
        connection.ask("PUT", f"/{index}/_doc/plan", plan, writing=True)
    return version


def missing(connection: Connection, shares: int) -> list[int]:
    """The numbers of the shares that are not finished, of so many `shares`."""
    there = _documents(connection, [f"share-{number}" for number in range(1, shares + 1)])
    return [number for number in range(1, shares + 1) if "tag" not in there.get(f"share-{number}", {})]


@contextlib.contextmanager
def claim(connection: Connection, number: int) -> Iterator[ownership.Lock]:
    """Hold the lock of a share, also one whose writer died. Raises IndexLockedError while another process writes it."""
    with ownership.Lock(connection, _PATIENCE, _index(connection), f"share-{number}") as lock:
        yield lock


def write(
    connection: Connection, version: str, folder: Path, passages: Iterable[Passage], describe: Callable[[Path], None]
) -> str:
    """Write the passages of a share, and into `folder` what is known of them; returns their tag.

    `describe` adds files to the folder after the last passage. Raises PassagesError as `invert` does.
    """
    tag, index = uuid.uuid4().hex, f"{connection.address.name}-{version}"
    facts, numbers = Facts(), array("I")

    def send(batch: Batch, places: Sequence[int]) -> None:
        taken = _take_numbers(connection, len(places))
        writer.send(connection, index, batch, taken, tag)
        numbers.extend(taken)

    keys = writer.gather(facts, passages, own_words(folder), send)
    facts.place(keys, lambda number: keys[number][0])
    facts.write(folder)
    (folder / _NUMBERS).write_text(json.dumps(numbers.tolist()), "utf-8")
    describe(folder)
    versions.bring_files(connection, _index(connection), sorted(folder.iterdir()), f"{tag}.")
    return tag


def fetch(connection: Connection, shares: int, home: Path) -> list[Path]:
    """The files of each share, in a folder of `home` that bears its tag; all shares must be finished."""
    names = [f"share-{number}" for number in range(1, shares + 1)]
    there = _documents(connection, names)
    connection.ask("POST", f"/{_index(connection)}/_refresh", writing=True)
    folders = []
    for name in names:
        with connection.reading():
            tag = uuid.UUID(hex=str(there[name]["tag"])).hex
        (home / tag).mkdir()
        versions.fetch_files(connection, _index(connection), home / tag, prefix=f"{tag}.")
        folders.append(home / tag)
    return folders


class Shares(OpenSearchKeeper):
    """A keeper that makes a version of the passages that shares have written, with the ids that documents have among all.

    `folders` are those of `fetch`, `ids` says for each source which id is now another.
    """

    def __init__(self, connection: Connection, folders: Sequence[Path], ids: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(connection.address)
        self._connection, self._folders, self._ids = connection, folders, ids

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Put the version together; `passages` are in the cluster already, and not looked at."""
        connection = self._connection
        index = f"{connection.address.name}-{folder.name.partition('.')[0]}"
        # A try before this one may have got as far as to close it.
        connection.ask("PUT", f"/{index}/_settings", {"index.blocks.write": None}, writing=True)
        strangers = {"bool": {"must_not": {"terms": {"share": [one.name for one in self._folders]}}}}
        connection.ask("POST", f"/{index}/_refresh", writing=True)
        connection.ask(
            "POST",
            f"/{index}/_delete_by_query",
            {"query": strangers},
            writing=True,
            refresh="true",
            conflicts="proceed",
        )
        self._dictionary = own_words(folder)
        facts = Facts()
        rows = Rows(connection, index, lambda what: DamagedIndexError(str(connection.address), what))
        for share in self._folders:
            try:
                own = Facts.read(share)
                numbers: list[int] = json.loads((share / _NUMBERS).read_text("utf-8"))
                facts.merge(own, numbers)
            except (OSError, LookupError, ValueError, TypeError, OverflowError) as error:
                raise DamagedIndexError(str(connection.address), f"a share cannot be read: {error}") from error
            for source in own.sources.keys() & self._ids.keys():
                before = [own.documents[own.columns["document"][at]] for at in own.sources[source]]
                now = [self._ids[source].get(id, id) for id in before]
                ids = dict(zip(facts.sources[source], now, strict=True))
                self._rename(facts, source, ids, rows, partial(writer.send, connection, index, share=share.name))
        writer.finish(connection, index, folder, facts)

    def _rename(
        self,
        facts: Facts,
        source: str,
        ids: Mapping[int, str],
        rows: Rows,
        send: Callable[[Batch, Sequence[int]], None],
    ) -> None:
        """Write the passages of a source again with these ids of documents, which they may have already."""
        renamed = [
            replace(passage, id=ids[number] + passage.id.removeprefix(passage.document_id), document_id=ids[number])
            for number in rows.prefetch(ids)
            for passage in [segment_files.unpack(rows[number].passage_at)]
        ]
        facts.rename(ids)
        keys = map(key, renamed)
        facts.sources[source] = array("I", [number for _, number in sorted(zip(keys, ids, strict=True))])
        numbers = iter(ids)
        with contextlib.closing(invert(renamed, self._dictionary)) as batches:
            for batch in batches:
                send(batch, [next(numbers) for _ in range(len(batch))])


def _take_numbers(connection: Connection, count: int) -> range:
    """Reserve numbers that no other passage has."""
    script = {"source": "ctx._source.next += params.count", "params": {"count": count}}
    body = {"script": script, "_source": ["next"]}
    told = connection.ask("POST", f"/{_index(connection)}/_update/plan", body, writing=True, retry_on_conflict=50)
    with connection.reading():
        end = int(told["get"]["_source"]["next"])
    return range(end - count, end)


def _documents(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, object]]:
    """The documents that exist, by their ids."""
    try:
        told = connection.answer("POST", f"/{_index(connection)}/_mget", {"ids": ids}, realtime="true")
    except Refused as refused:
        if refused.kind == "index_not_found_exception":
            return {}
        connection.refuse(refused)
    with connection.reading():
        return {found["_id"]: found["_source"] for found in told["docs"] if found.get("found")}


def _index(connection: Connection) -> str:
    return f"{connection.address.name}-shares"
