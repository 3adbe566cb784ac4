"""The intake of an update: unchanged files as they were, all others read and parsed, in other processes if there are many."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, repeat
from operator import is_not
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.document import Document, Passage
from ..model.errors import CorpusError
from ..readers import settings as reading
from ..runtime import limits, process_pool
from . import attachments, versions
from .ingest import FileResult, FileTask, Parse, SourceFile, can_be_sent, parcels, read_files, rescue, same_bytes

if TYPE_CHECKING:
    from .loading import Pages

Progress = Callable[[int, int, str], None]  # files done, files in all, the one at work

_MUCH = 4_000_000  # bytes of documents from which on other processes are worth starting


class Intake:
    """The files of one try of an update."""

    def __init__(
        self,
        parse: Parse,
        dictionary: str,
        ocr: reading.Settings,
        spool: IO[bytes] | None,
        progress: Progress,
    ) -> None:
        """`dictionary` are the user's own words; passages of what is parsed go into `spool`, if there is one."""
        self.files: dict[str, SourceFile] = {}  # all that will be in the index, by name
        self.origin: dict[str, SourceFile] = {}  # for a name that was not parsed now: what the old version has of it
        self._spooled: dict[str, int] = {}  # for a name that was parsed, where its passages lie in the spool
        self.problems: list[CorpusError] = []
        self.others: list[str] = []  # files of kinds that are not read
        self._parse, self._dictionary, self._ocr, self._spool = parse, dictionary, ocr, spool
        self._progress = progress
        self._done = self._total = self._parsed = 0

    def read(self, found: list[tuple[Path, str, Pages]], known: dict[str, SourceFile], same_roots: bool) -> None:
        """Find what is unchanged or renamed among the files `known`, parse the rest; in the order of `found`."""
        self._total = len(found)
        names = {name for _, name, _ in found}
        files: dict[str, list[SourceFile]] = {}
        for file in known.values():
            files.setdefault(file.file, []).append(file)
        gone = {same_bytes(file.sha256, file.name): file for file in reversed(known.values()) if file.file not in names}
        changed: dict[str, FileTask] = {}
        for path, name, pages in found:
            self.tell(name)
            before = files.get(name, [])
            try:
                stats = [file.stat() for file in (path, *(page for page, _ in pages))]
            except OSError as error:
                self.leave_out(name, Message("files.reader_error", error=versions.reason(error)))
                self._done += 1
                continue
            size, mtime_ns = (
                sum(n * one for n, one in enumerate(each, 1)) for each in zip(*map(_stamp, stats), strict=True)
            )
            named = (name, *(shown for _, shown in pages)) if pages else ()
            # Members of an archive can be pages of one text; the archive itself cannot.
            same = [
                f for f in before if (f.size, f.mtime_ns) == (size, mtime_ns) and (f.pages == named or f.name != name)
            ]
            if not same_roots or not same:
                hashes = {file.name: file.sha256 for file in before}
                newest = max(one.st_mtime_ns for one in stats)
                changed[name] = FileTask(path, name, size, mtime_ns, hashes, pages, newest)
        task = partial(read_files, self._parse, self._dictionary, frozenset(gone), self._ocr)
        much = sum(item.size for item in changed.values()) > _MUCH
        count = 0
        if can_be_sent(task):  # where no alarm can end slow work, another process can be ended
            count = (
                process_pool.useful_workers()
                if much
                else int(bool(changed) and not limits.interruptible() and process_pool.possible())
            )
        with contextlib.closing(
            process_pool.map_parallel(task, parcels(changed.values(), count), count, rescue)
        ) as parcels_seen:
            seen = chain.from_iterable(parcels_seen)
            for _, name, _ in found:
                self.tell(name)
                if name in changed:
                    item, one = changed[name], next(seen)
                    if one.wanted:  # here, one page after the other, so that it can be told how far it is
                        now = replace(self._ocr, now=True, progress=partial(self._tell_page, name))
                        (one,) = read_files(self._parse, self._dictionary, frozenset(gone), now, [item])
                    self._admit(item, one, known, gone)
                elif name in files:
                    for file in files[name]:
                        self._take(file.name, file, file)
                        self.others += file.others
                    self._done += 1

    def _admit(
        self,
        item: FileTask,
        seen: FileResult,
        known: dict[str, SourceFile],
        gone: dict[tuple[str, str], SourceFile],
    ) -> None:
        """Add the sources of a file, of which some may be known already."""
        self.problems += [CorpusError(*problem) for problem in seen.problems]
        self.others += seen.others
        parsed = 0
        for found, packed in seen.sources:
            file, groups = found, packed
            if file.name in self.files:  # a member of an archive can have the name of another file
                self.leave_out(file.name, Message("files.same_name"))
                continue
            if not file.documents:
                before = known.get(file.name)
                same = before if before and before.sha256 == file.sha256 else None
                same = same or gone.pop(same_bytes(file.sha256, file.name), None)
                if same:
                    self._take(file.name, same, file)
                    continue
                # A second file of those bytes.
                (again,) = read_files(
                    self._parse, self._dictionary, frozenset(), replace(self._ocr, now=True), [replace(item, sha256={})]
                )
                anew = [(other, pack) for other, pack in again.sources if other.name == file.name]
                if not anew:
                    self.problems += [CorpusError(*why) for why in again.problems if why[0] == file.name]
                    continue
                file, groups = anew[0]
            if self._spool:
                self._spooled[file.name] = self._spool.tell()
                self._spool.write(groups)
            self.files[file.name] = file
            parsed += 1
        self._total += max(parsed - 1, 0)  # a parsed file counts as done when it is written
        self._done += not parsed
        self._parsed += parsed

    def _take(self, name: str, before: SourceFile, file: SourceFile) -> None:
        """Take over what the old version has of these bytes, perhaps under another name, for `file` as it is now."""
        self.origin[name] = before
        self.files[name] = replace(
            before,
            name=name,
            file=file.file,
            size=file.size,
            mtime_ns=file.mtime_ns,
            pages=file.pages,
            others=file.others,
        )

    def drop(self, name: str, reason: str) -> None:
        """Leave out a file that was read."""
        self.files.pop(name, None)
        self.origin.pop(name, None)
        self.leave_out(name, reason)

    def leave_out(self, name: str, reason: str) -> None:
        """Report that a file is not taken in, and why."""
        self.problems.append(CorpusError(name, reason))

    def tell(self, name: str) -> None:
        """Report progress: a file that is read but not yet written counts for a third."""
        self._progress(self._done + self._parsed // 3, self._total, name)

    def _tell_page(self, name: str, shown: str, done: int, total: int) -> None:
        self.tell(Message("files.recognising", name=shown or name, page=min(done + 1, total), total=total))

    def tie(self) -> None:
        """Set `attached_to` and `attachments` of every document; documents have their ids already."""
        tied = attachments.parents(self.files)
        children: dict[str, list[str]] = {}
        for name in sorted(tied):
            children.setdefault(tied[name], []).extend(document.id for document in self.files[name].documents)
        for name, file in self.files.items():
            above = self.files[tied[name]].documents[0].id if name in tied else ""
            attached = chain([tuple(children.get(name, ()))], repeat(()))  # to the first
            self.set_documents(
                name, [with_values(one, attached_to=above, attachments=next(attached)) for one in file.documents]
            )

    def set_documents(self, name: str, documents: Sequence[Document]) -> None:
        """Give a file other `documents`, unless they are those it has."""
        file = self.files[name]
        if any(map(is_not, documents, file.documents)):
            self.files[name] = replace(file, documents=tuple(documents))

    def passages(self, name: str) -> list[tuple[Passage, ...]]:
        """The passages of a file that was parsed, by document, to be written now."""
        import pickle

        assert self._spool
        self._spool.seek(self._spooled[name])
        groups: list[tuple[Passage, ...]] = pickle.load(self._spool)
        self._done, self._parsed = self._done + 1, self._parsed - 1
        return groups


def with_values(document: Document, **values: object) -> Document:
    """The document with these values; itself when it has them, as nearly all of an update have."""
    same = all(getattr(document, name) == value for name, value in values.items())
    return document if same else replace(document, **values)  # type: ignore[arg-type]


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
