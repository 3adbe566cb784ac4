"""The front door: builds, opens, searches and checks an index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import versions
from .document import Document, Passage
from .errors import DamagedIndexError, PolicySearchError, one_line

if TYPE_CHECKING:
    from .engine import Engine, Hit, Reader
    from .query import Query
    from .reading import Parse
    from .update import BuildReport, Progress


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of the passages found; iterating gives its hits."""

    query: str  # as typed
    parsed: str  # as understood, canonical
    tree: Query
    total: int  # of all matching passages
    relaxed: bool
    offset: int
    hits: tuple[Hit, ...]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds."""

    documents: int
    passages: int
    files: int  # source files
    words: int  # distinct
    bytes: int  # on disk
    districts: dict[str, int]  # passages of each; the same for plans and kinds
    plans: dict[str, int]
    kinds: dict[str, int]
    dictionary: str
    format: str
    built: str  # ISO time


class Index:
    """An index open for reading: the version that was current when it was opened, whatever is written meanwhile."""

    def __init__(self, version: versions.Version, reader: Reader) -> None:
        self._version = version
        self._reader = reader

    @classmethod
    def open(cls, folder: str | Path = "index", *, engine: Engine | None = None) -> Index:
        """Open the index in `folder`. Raises NoIndexError, OutdatedIndexError or DamagedIndexError."""
        engine = engine or _default_engine()
        version = versions.current(Path(folder), engine.fingerprint)
        try:
            return cls(version, engine.open(version.folder))
        except Exception as error:  # damaged files make an engine raise anything; say which file it is
            findings = versions.verify(version)
            version.close()
            if not findings and isinstance(error, PolicySearchError):
                raise
            what = findings[0] if findings else f"{version.folder.name}: {one_line(error)}"
            raise DamagedIndexError(str(folder), what) from error

    @classmethod
    def update(
        cls,
        paths: Iterable[str | Path],
        folder: str | Path = "index",
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        wait: float = 2.0,
        engine: Engine | None = None,
        parse: Parse | None = None,
        dry: bool = False,
    ) -> BuildReport:
        """Make the index in `folder` hold exactly the documents under `paths`, reading only what changed.

        What an earlier update found under other paths goes. The result is that of a fresh build: same ids, same
        answers. Files that cannot be read are reported. `rebuild` reads all again; `wait` is in seconds;
        if `dry`, nothing is written and the report says what would be.
        Raises CorpusError when a path does not exist or nothing can be read, IndexLockedError, and SearchIndexError
        when the index cannot be written; the old index is untouched then.
        """
        from .update import Update

        if isinstance(paths, (str, os.PathLike)):
            paths = [paths]
        if parse is None:
            from . import parser

            parse = parser.parse
        update = Update(Path(folder), engine or _default_engine(), parse, progress)
        return update.run([Path(path) for path in paths], rebuild, wait, dry)

    def search(self, query: str | Query, limit: int | None = 10, offset: int = 0) -> Answer:
        """The passages that match, best first, `limit` of them (None: all) after the first `offset`.

        Raises QueryError for text that is no query.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError("limit and offset must not be negative")
        if isinstance(query, str):
            from .query_parser import parse

            tree = parse(query)
        else:
            tree = query
        results = self._reader.search(tree, limit, offset)
        return Answer(str(query), str(tree), tree, results.total, results.relaxed, offset, results.hits)

    def get(self, id: str) -> Passage | None:
        """The passage with this id."""
        return self._reader.passage(id)

    def neighbours(self, id: str) -> tuple[Passage | None, Passage | None]:
        """The passages before and after the one with this id, in the same document."""
        passage = self.get(id)
        if passage is None:
            return None, None
        family = self._reader.of_document(passage.document_id)
        place = next(i for i, other in enumerate(family) if other.id == id)
        return (family[place - 1] if place else None), (family[place + 1] if place + 1 < len(family) else None)

    def passages(self) -> Iterator[Passage]:
        """All passages, by source file and line."""
        return self._reader.passages()

    def documents(self) -> tuple[Document, ...]:
        """All documents, by source file and line; without their provisions, which are the passages."""
        from .update import recorded

        return tuple(document for file in recorded(self._version) for document in file.documents)

    def stats(self) -> Stats:
        """What the index holds."""
        manifest = self._version.manifest
        return Stats(
            documents=manifest.documents,
            passages=manifest.passages,
            files=manifest.sources,
            words=self._reader.words(),
            bytes=sum(size for size, _ in manifest.files.values()),
            districts=self._reader.values("district"),
            plans=self._reader.values("plan"),
            kinds=self._reader.values("kind"),
            dictionary=manifest.dictionary,
            format=manifest.format(),
            built=manifest.built,
        )

    def check(self) -> list[str]:
        """What is wrong with this index, a line each; empty when it is sound. Reads all of it."""
        findings = versions.verify(self._version)
        try:
            findings += self._walk()
        except DamagedIndexError as error:
            findings.append(error.what)
        except Exception as error:  # damaged files make an engine raise anything
            findings.append(f"{self._version.folder.name}: the passages cannot be read ({one_line(error)})")
        return findings

    def _walk(self) -> Iterator[str]:
        """Compare the passages with each other and with what was recorded when they were written."""
        from .update import recorded

        manifest, files = self._version.manifest, recorded(self._version)
        home = {document.id: file.name for file in files for document in file.documents}
        count = dict.fromkeys((file.name for file in files), 0)
        seen: set[str] = set()
        for passage in self.passages():
            if passage.id in seen:
                yield f"the id {passage.id} is there twice"
            seen.add(passage.id)
            if home.get(passage.document_id) != passage.source:
                yield f"{passage.id} is of no document of {passage.source}"
            if self.get(passage.id) != passage:
                yield f"{passage.id} is not found by its id"
            count[passage.source] = count.get(passage.source, 0) + 1
        for file in files:
            if count[file.name] != file.passages:
                yield f"{file.name} has {count[file.name]} passages instead of {file.passages}"
        indexed = {source: n for source, n in self._reader.values("source").items() if n}
        if indexed != {source: n for source, n in count.items() if n}:
            yield "the passages that can be found are not those that are stored"
        for what, real, expected in (
            ("passages", len(self._reader), manifest.passages),
            ("documents", len(home), manifest.documents),
            ("source files", len(files), manifest.sources),
        ):
            if real != expected:
                yield f"there are {real} {what} instead of {expected}"

    def close(self) -> None:
        """Release the files of the index."""
        self._reader.close()
        self._version.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _default_engine() -> Engine:
    from .whoosh_engine import WhooshEngine

    return WhooshEngine()
