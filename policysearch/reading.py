"""Files read, parsed and counted one by one, in this process or in another; what is remembered of each."""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import corpus, versions
from .document import Document, Source, passages
from .errors import CorpusError, one_line

Parse = Callable[[Source], tuple[Document, ...]]

_PARCEL = 200_000  # bytes of documents to send to another process at a time
_SETTLED = 3_000_000_000  # ns; a file written to more recently may change again within the same time stamp


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source file as a version remembers it, in sources.json."""

    name: str
    size: int
    mtime_ns: int  # -1 when it cannot be relied on
    sha256: str
    encoding: str
    guessed: bool
    passages: int
    ids: tuple[str, ...]  # of its documents as the parser gives them
    documents: tuple[Document, ...]  # under their ids in the index, without provisions
    found: dict[str, int]  # provisions of each kind, tables, wrapped titles, as `_counts` has it
    observed: dict[str, int]  # what was observed of its documents, and how often


@dataclass(frozen=True, slots=True)
class Look:
    """A file to look into."""

    path: Path
    name: str
    size: int
    mtime_ns: int
    sha256: str  # of the bytes that the old version has of it


def look(parse: Parse, gone: frozenset[str], files: list[Look]) -> list[tuple[SourceFile | str, bytes]]:
    """Read and parse files: each with its packed passages by document, or why it is left out.

    One whose bytes are known, of the same name or of one of those `gone`, is not parsed, and has no documents.
    """
    found: list[tuple[SourceFile | str, bytes]] = []
    for file in files:
        settled = time.time_ns() - file.mtime_ns > _SETTLED
        try:
            source = corpus.read(file.path, file.name)
        except CorpusError as error:
            found.append((error.reason, b""))
            continue
        except OSError as error:
            found.append((f"cannot be read: {versions.reason(error)}", b""))
            continue
        seen = SourceFile(
            name=file.name,
            size=file.size,
            mtime_ns=file.mtime_ns if settled else -1,
            sha256=source.sha256,
            encoding=source.encoding,
            guessed=source.guessed,
            passages=0,
            ids=(),
            documents=(),
            found={},
            observed={},
        )
        if source.sha256 == file.sha256 or source.sha256 in gone:
            found.append((seen, b""))
            continue
        try:
            documents = parse(source)
            groups = [passages(document) for document in documents]
            counts, observed = _counts(source, documents)
        except Exception as error:  # one file that the parser cannot bear must not stop the others
            found.append((f"cannot be parsed: {one_line(error)}", b""))
            continue
        if not documents:
            found.append(("no document was found in it", b""))
            continue
        bare = tuple(replace(document, provisions=()) for document in documents)
        ids = tuple(document.id for document in documents)
        count = sum(map(len, groups))
        seen = replace(seen, passages=count, ids=ids, documents=bare, found=counts, observed=observed)
        found.append((seen, pickle.dumps(groups, -1)))
    return found


def _counts(source: Source, documents: Iterable[Document]) -> tuple[dict[str, int], dict[str, int]]:
    """What was found in a file, and what was observed of it."""
    from .observations import observations
    from .tables import tables

    found: Counter[str] = Counter()
    observed: Counter[str] = Counter()
    for document in documents:
        found.update(provision.kind for provision in document.provisions)
        found["tables"] += len(tables(source, document))
        found["wrapped"] += sum("\n" in provision.printed for provision in document.provisions)
        observed.update(observation.kind for observation in observations(document))
    return dict(+found), dict(observed)


def parcels(files: list[Look], count: int) -> Iterator[list[Look]]:
    """`files` in order, as many together as are worth sending to another process; alone when there is none."""
    parcel: list[Look] = []
    size = 0
    for file in files:
        parcel.append(file)
        size += file.size + 1000
        if not count or size > _PARCEL:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel


def can_be_sent(function: object) -> bool:
    """Whether another process can be told to do it."""
    try:
        pickle.dumps(function)
    except Exception:
        return False
    return True
