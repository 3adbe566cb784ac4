"""Statistics of an index, and checks of its soundness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..messages.catalogue import Message
from ..model.errors import DamagedIndexError, PolicySearchError, SearchIndexError, one_line
from ..store.protocol import Store
from . import integrity, versions
from .sources import read_sources

_AT_ONCE = 500  # passages that are looked up by their ids at once


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics of an index."""

    documents: int
    passages: int
    files: int  # source files
    words: int  # distinct
    bytes: int  # on disk
    districts: dict[str, int]  # passages of each; the same for plans, types and kinds
    plans: dict[str, int]
    types: dict[str, int]
    kinds: dict[str, int]
    dictionary: str
    format: str
    built: str  # ISO time


def not_opened(version: versions.Version, folder: Path, error: Exception) -> Exception:
    """Closes a version that could not be opened, and gives the error to raise: with damaged files a store may raise anything."""
    findings = integrity.verify(version)
    version.close()
    if not findings and isinstance(error, PolicySearchError):
        return error
    if isinstance(error, OSError) and all("altered" not in finding.code for finding in findings):
        return versions.unreadable(folder, error)  # a passing fault of the disk is no damage
    reason = Message("index.file_error", name=version.folder.name, reason=one_line(error))
    return DamagedIndexError(str(folder), findings[0] if findings else reason)


def stats(version: versions.Version, store: Store) -> Stats:
    """Statistics of `version`, open in `store`."""
    manifest = version.manifest
    return Stats(
        documents=manifest.documents,
        passages=manifest.passages,
        files=manifest.sources,
        words=store.words(),
        bytes=sum(size for size, _ in manifest.files.values()),
        districts=store.values("district"),
        plans=store.values("plan"),
        types=store.values("type"),
        kinds=store.values("kind"),
        dictionary=manifest.dictionary,
        format=manifest.format(),
        built=manifest.built,
    )


def check(version: versions.Version, store: Store) -> list[str]:
    """The faults of `version`, open in `store`, a line each; empty when it is sound. Reads all of it.

    Raises SearchIndexError when a cluster does not answer.
    """
    findings: list[str] = [*integrity.verify(version)]
    try:
        findings += _walk(version, store)
    except DamagedIndexError as error:
        findings.append(error.what)
    except SearchIndexError:  # a cluster that does not answer is no damage
        raise
    except Exception as error:  # with damaged files a store may raise anything
        findings.append(Message("index.passages_unreadable", name=version.folder.name, reason=one_line(error)))
    return findings


def _walk(version: versions.Version, store: Store) -> Iterator[Message]:
    """Compare the passages with each other and with what was recorded when they were written."""
    manifest, files = version.manifest, read_sources(version)
    home = {document.id: file.name for file in files for document in file.documents}
    count = dict.fromkeys((file.name for file in files), 0)
    seen: set[str] = set()
    passages = store.passages()
    while some := list(islice(passages, _AT_ONCE)):
        for passage, found in zip(some, store.with_ids([one.id for one in some]), strict=True):
            if passage.id in seen:
                yield Message("index.same_id", id=passage.id)
            seen.add(passage.id)
            if home.get(passage.document_id) != passage.source:
                yield Message("index.foreign", id=passage.id, file=passage.source)
            if found != passage:
                yield Message("index.not_by_id", id=passage.id)
            count[passage.source] = count.get(passage.source, 0) + 1
    for file in files:
        if count[file.name] != file.passages:
            yield Message("index.passage_count", file=file.name, count=count[file.name], expected=file.passages)
    indexed = {source: n for source, n in store.values("source").items() if n}
    if indexed != {source: n for source, n in count.items() if n}:
        yield Message("index.not_stored")
    for what, real, expected in (
        ("passages", len(store), manifest.passages),
        ("documents", len(home), manifest.documents),
        ("source_files", len(files), manifest.sources),
    ):
        if real != expected:
            yield Message(f"index.{what}", count=real, expected=expected)
