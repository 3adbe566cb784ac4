"""One update of an index: every file compared or read, then what changed written as a new version."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..messages.catalogue import Message
from ..model.document import Document, Passage
from ..model.errors import (
    CorpusError,
    DamagedIndexError,
    NoIndexError,
    OutdatedIndexError,
    PassagesError,
    RemovalError,
    SearchIndexError,
    one_line,
)
from ..readers.ocr import settings as recogniser
from ..runtime import limits, process_pool
from ..structure import document_ids
from ..text import segmenter, user_dictionary
from . import attachments, version_writer, versions
from .history import Settings
from .ingest import Look, Parse, Seen, SourceFile, can_be_sent, look, parcels, rescue, same_bytes

if TYPE_CHECKING:
    from ..store.protocol import Keeper, Store
    from .loading import Pages

Progress = Callable[[int, int, str], None]  # files done, files in all, the one at work

RECOGNISED = ".ocr"  # the folder of an index that holds the results of OCR
_MUCH = 4_000_000  # bytes of documents; so many are worth the start of other processes
_FEW_GONE, _SHARE_GONE = 10, 0.2  # files that an update may remove unasked: so many, or this share of all
_MOST_LINES = 20  # of a file of the user's words that are named one by one

#: The modules that decide texts, ids and postings, with all that they import: when one changes, all is read again.
_READING = (
    "index.attachments index.discovery index.ingest index.loading model.document model.fields model.grids model.kinds "
    "model.passages runtime.cache runtime.deadline runtime.lazy_import runtime.limits runtime.process_pool "
    "store.columns store.local.bigrams store.local.doc_order store.local.inverter store.local.marks "
    "store.local.segment_files store.local.segment_writer store.local.text_scan store.local.text_store "
    "store.local.text_writer store.local.writer store.protocol structure.annexes structure.certainty structure.clauses structure.document_ids "
    "structure.document_numbers structure.document_title structure.document_types structure.enactment structure.front_matter structure.glossary structure.inline_articles "
    "structure.issuers structure.line_classifier structure.line_context structure.lint structure.list_headings structure.metadata "
    "structure.provisions structure.regions structure.sections structure.standards structure.title_lines "
    "structure.tree_builder tables.align tables.cells tables.groups tables.heads tables.model tables.recognize "
    "tables.scan text.boundaries text.coinages text.display text.normalize text.numerals text.radicals text.segmenter "
    "text.tokenizer text.traditional text.user_dictionary text.wildcard "
).split()
#: The libraries that do.
_LIBRARIES = ("beautifulsoup4", "soupsieve", "pypdfium2", "xlrd", "olefile", "pypinyin", "jieba", "whoosh")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an update did; all names are as shown to users."""

    read: tuple[str, ...]  # new or changed
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]  # gone, or no longer readable: then it is in `problems` too
    renamed: tuple[str, ...]  # new names of files with the bytes of one that is gone
    problems: tuple[CorpusError, ...]  # what could not be read; the rest was
    guessed: tuple[tuple[str, str], ...]  # name and encoding, of all indexed files whose encoding is a guess
    documents: int  # in the whole index, like passages
    passages: int
    seconds: float
    rebuilt: str  # why all was read again although there was an index; else ""
    files: tuple[SourceFile, ...]  # all that are indexed, by name
    not_read: tuple[str, ...] = ()  # files of kinds that are not read, also in archives, by name
    refused: str = ""  # of a dry run: why an update would not be done


def recorded(version: versions.Version) -> list[SourceFile]:
    """The source files of a version, by name; raises DamagedIndexError."""
    try:
        entries = json.loads((version.folder / "sources.json").read_text("utf-8"))
        for entry in entries:
            entry["ids"] = tuple(entry["ids"])
            entry["texts"] = tuple(entry.get("texts", ()))
            entry["coinages"] = tuple(entry["coinages"])
            entry["pages"] = tuple(entry.get("pages", ()))
            for name in ("others", "links", "annexes"):
                entry[name] = tuple(entry.get(name, ()))
            entry["recognised"] = tuple((page, sure) for page, sure in entry.get("recognised", ()))
            entry["documents"] = tuple(
                Document(**{name: _tuples(value) for name, value in document.items()})
                for document in entry["documents"]
            )
        files = [SourceFile(**entry) for entry in entries]
        for file in files:
            _check_types(file)
            for document in file.documents:
                _check_types(document)
        return files
    except OSError as error:
        raise versions.unreadable(version.folder.parent, error) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = Message("index.unreadable", name=f"{version.folder.name}/sources.json", reason=one_line(error))
        raise DamagedIndexError(str(version.folder.parent), what) from error


def _tuples(value: Any) -> Any:
    """The lists of JSON as the tuples they were."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _check_types(record: SourceFile | Document) -> None:
    """Raise TypeError or AttributeError when a field of words, numbers or series of them holds anything else."""
    of: Any = type(record)
    for name, held, kind in _typed(of):
        for one in held(getattr(record, name)):
            if not isinstance(one, kind):
                raise TypeError(f"{name} is no {kind.__name__}")


@cache
def _typed(record: Any) -> list[tuple[str, Callable[[Any], Iterable[Any]], type]]:
    """The fields of words and numbers: name, what gives each of them in its value, of what kind they are."""
    kinds = {"str": str, "int": int, "bool": bool}
    known: dict[str, tuple[Callable[[Any], Iterable[Any]], type]] = {"dict[str, int]": (dict.values, int)}
    for name, kind in kinds.items():
        known |= {name: (lambda value: (value,), kind), f"tuple[{name}, ...]": (iter, kind)}
    return [(field.name, *known[str(field.type)]) for field in fields(record) if str(field.type) in known]


def _entry(file: SourceFile) -> dict[str, Any]:
    """What sources.json says of a file."""
    entry = {name: getattr(file, name) for name in file.__slots__}
    documents = [{name: getattr(document, name) for name in document.__slots__} for document in file.documents]
    return entry | {"documents": [document | {"provisions": []} for document in documents]}


def updated(
    change: tuple[
        str | Path | Iterable[str | Path] | None,
        Iterable[str | Path],
        Iterable[str | Path],
        Iterable[str] | None,
        int | None,
    ],
    place: str | Path,
    engine: Keeper | None,
    parse: Parse | None,
    progress: Progress | None,
    own: Mapping[str, str | Path | None],
    allow_removing: bool,
    rebuild: bool,
    wait: float,
    dry: bool,
    ocr: str | None,
) -> BuildReport:
    """Index.update, of an index in a folder; without an `engine` at an address. `change`: its paths, those to add and to remove,
    what to exclude, how many versions to keep.
    """
    from ..structure import tree_builder
    from . import history

    paths, add, remove, exclude, keep = change
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths or ())
    with contextlib.ExitStack() as stack:
        if engine is None:
            from . import remote

            place, engine = stack.enter_context(remote.writing(str(place), wait, dry))
        folder = Path(place)
        before = history.settings(folder)
        roots = history.selected(before, given, list(add), list(remove := list(remove)))
        now = before or history.Settings()
        settings = history.Settings(
            roots, now.exclude if exclude is None else tuple(exclude), now.keep if keep is None else keep
        )
        removed = history.removed_names(before, roots) if remove else ()
        update = Update(
            folder, engine, parse or tree_builder.parse, progress, own, allow_removing, settings, removed, ocr
        )
        return update.run([Path(path) for path in roots], rebuild, wait, dry)


class Update:
    """One run of Index.update.

    Ids of documents must be unique in the index and depend only on the documents that are there, see `identity`. So
    they are known only after all files were read, and then files that did not change may have to be written under
    other ids. What was parsed waits in a temporary file, out of memory.
    """

    def __init__(
        self,
        folder: Path,
        engine: Keeper,
        parse: Parse,
        progress: Progress | None,
        own: Mapping[str, str | Path | None] | None = None,
        allow_removing: bool = False,
        settings: Settings | None = None,
        asked_to_go: Sequence[str] = (),
        ocr: str | None = None,
    ) -> None:
        """`settings` are kept in the version; names that are or begin with a folder in `asked_to_go` may leave the index."""
        self._settings, self._asked_to_go = settings or Settings(), asked_to_go
        self._ocr = ocr or recogniser.usual()
        self._folder, self._engine, self._parse = folder, engine, parse
        self._given = own or {}  # for a text file of the version, the user's file it is taken from; None: as it was
        self._progress = progress or (lambda done, total, name: None)
        self._allow_removing = allow_removing
        self._problems: list[CorpusError] = []
        self._doubts: list[CorpusError] = []  # lines of the user's files of words
        self._others: list[str] = []  # files of kinds that are not read
        self._files: dict[str, SourceFile] = {}  # all that will be in the index, by name
        self._origin: dict[str, SourceFile] = {}  # for a name that was not parsed now: what the old version has of it
        self._spooled: dict[str, int] = {}  # for a name that was parsed, where its passages lie in the temporary file
        self._done = self._total = self._read_so_far = 0
        self._dry = False
        self._damage = ""  # what is wrong with the old version
        self._dictionary = ""  # the user's own words

    def run(self, paths: list[Path], rebuild: bool, wait: float, dry: bool = False) -> BuildReport:
        """Do it; see Index.update. If `dry`, read all that has to be read, but write nothing."""
        from . import discovery, loading

        started = time.perf_counter()
        self._dry = dry
        home = self._folder.resolve()

        def other(path: Path, name: str) -> None:
            if home not in path.parents:
                self._others.append(name)

        with recogniser.asked(recogniser.Settings(self._ocr)):  # it decides whether pictures are taken
            files = (
                item
                for item in discovery.find(paths, self._problems.append, other, self._settings.exclude)
                if home not in item[0].parents
            )
            found = list(loading.texts(files, self._problems.append))
        before = list(self._problems), list(self._others)
        settings = replace(self._settings, roots=tuple(os.path.abspath(path) for path in paths))
        with contextlib.ExitStack() as stack:
            writer = None if dry else stack.enter_context(version_writer.writing(self._folder, wait))
            reason: str = Message("files.asked_for") if rebuild else ""
            while (report := self._attempted(paths, found, settings, writer, reason)) is None:
                reason = Message("files.was_damaged", what=self._damage)
                self._problems, self._others = list(before[0]), list(before[1])
                self._doubts = []
                self._files, self._origin, self._spooled = {}, {}, {}
        self._progress(self._total, self._total, "")
        return replace(report, seconds=time.perf_counter() - started)

    def _attempted(
        self,
        paths: list[Path],
        found: list[tuple[Path, str, Pages]],
        settings: Settings,
        writer: version_writer.Writer | None,
        reason: str,
    ) -> BuildReport | None:
        """One try; None when the old version turns out to be damaged, and everything has to be read again.

        `reason` says why to read everything, "" when only what changed.
        """
        from tempfile import SpooledTemporaryFile

        self._done, self._total, self._read_so_far = 0, len(found), 0
        with contextlib.ExitStack() as stack:
            program = _program()
            before = {name: versions.kept_text(self._folder, name) for name in self._given}
            own = {
                name: before[name] if path is None else self._text(name, Path(path))
                for name, path in self._given.items()
            }
            self._dictionary = own.get(user_dictionary.DICTIONARY, "")
            dictionary = segmenter.fingerprint(self._dictionary)
            old, rebuilt = self._old(program, dictionary, reason)
            if old:
                stack.callback(old.close)
            try:
                known = {file.name: file for file in recorded(old)} if old else {}
            except DamagedIndexError as error:  # of a large file that was not compared with its hash
                self._damage = error.what
                return None
            folder = str(self._folder) if writer else None
            spool = stack.enter_context(SpooledTemporaryFile(max_size=2**24, dir=folder, prefix=".read-"))
            self._read(found, known, old is not None and old.manifest.roots == settings.roots, spool)
            refused = self._guard(known)
            if refused and writer:
                raise refused
            if not self._files:
                raise self._nothing(paths)
            self._assign_ids()
            while writer:
                kept = {name for name, file in self._origin.items() if file.documents == self._files[name].documents}
                same = old and own == before and settings == _settings(old.manifest)
                if same and kept == known.keys() == self._files.keys():
                    break
                if old and (findings := versions.verify(old, strict=True)):  # what is carried on must be sound
                    self._damage = findings[0]
                    return None
                version = writer.start()
                for name, text in own.items():
                    if text:
                        (version / name).write_text(text, "utf-8", newline="\n")
                try:
                    self._write(version, old, known, kept, spool)
                except PassagesError as error:
                    for name, why in error.sources.items():
                        self._drop(name, why)
                    if not self._files:
                        raise self._nothing(paths) from error
                    self._assign_ids()
                    continue
                writer.publish(self._manifest(program, dictionary, settings), old)
                break
        return replace(self._report(known, rebuilt, 0), refused=str(refused or ""))

    def _guard(self, known: Mapping[str, SourceFile]) -> RemovalError | None:
        """The error of an update that would remove more files than it may unasked; what only moved is not removed."""
        if self._allow_removing:
            return None
        hashes = {file.name: file.sha256 for file in known.values()} or _remembered(self._folder)
        there = {*self._files, *(page for file in self._files.values() for page in file.pages)}
        there |= {origin.name for origin in self._origin.values()}
        contents = {file.sha256 for file in self._files.values()}
        gone = [
            name
            for name, sha256 in hashes.items()
            if name not in there and sha256 not in contents
            if not any(name == label or name.startswith(f"{label}/") for label in self._asked_to_go)
        ]
        if len(gone) <= _FEW_GONE or len(gone) <= _SHARE_GONE * len(hashes):
            return None
        return RemovalError(str(self._folder), tuple(gone), len(hashes))

    def _drop(self, name: str, reason: str) -> None:
        """Leave out a file that was read."""
        self._files.pop(name, None)
        self._origin.pop(name, None)
        self._leave_out(name, reason)

    def _old(self, program: str, dictionary: str, reason: str) -> tuple[versions.Version | None, str]:
        """The version to go on from; or why there is none although there is an index: `reason`, or what is found here.

        Raises SearchIndexError for an index that may be sound, but cannot be read now.
        """
        try:
            version = versions.current(self._folder, self._engine.fingerprint)
        except NoIndexError:
            return None, ""
        except OutdatedIndexError as error:
            return None, Message("files.other_format", found=error.found, expected=error.expected)
        except DamagedIndexError as error:
            return None, Message("files.was_damaged", what=error.what)
        except SearchIndexError:
            if reason:
                return None, reason
            raise
        try:
            if not reason and version.manifest.program != program:
                reason = _difference(version.manifest.program, program)
            elif not reason and version.manifest.dictionary != dictionary:
                reason = Message("files.other_dictionary")
            elif not reason and (findings := versions.verify(version, thorough=False, strict=True)):
                reason = Message("files.was_damaged", what=findings[0])  # an update would carry it on
        except BaseException:
            version.close()
            raise
        if not reason:
            return version, ""
        version.close()
        return None, reason

    def _read(
        self, found: list[tuple[Path, str, Pages]], known: dict[str, SourceFile], same_roots: bool, spool: IO[bytes]
    ) -> None:
        """Find what is unchanged or renamed; parse the rest; its passages go into `spool`, by document, in order."""
        names = {name for _, name, _ in found}
        files: dict[str, list[SourceFile]] = {}
        for file in known.values():
            files.setdefault(file.file, []).append(file)
        gone = {same_bytes(file.sha256, file.name): file for file in reversed(known.values()) if file.file not in names}
        changed: dict[str, Look] = {}
        for path, name, pages in found:
            self._tell(name)
            before = files.get(name, [])
            try:
                stats = [file.stat() for file in (path, *(page for page, _ in pages))]
            except OSError as error:
                self._leave_out(name, f"cannot be read: {versions.reason(error)}")
                self._done += 1
                continue
            size, mtime_ns = (
                sum(n * one for n, one in enumerate(each, 1)) for each in zip(*map(_stamp, stats), strict=True)
            )
            named = (name, *(shown for _, shown in pages)) if pages else ()
            # What is in an archive can be pages of one text too, and not what the archive is.
            same = [
                f for f in before if (f.size, f.mtime_ns) == (size, mtime_ns) and (f.pages == named or f.name != name)
            ]
            if not same_roots or not same:
                hashes = {file.name: file.sha256 for file in before}
                newest = max(one.st_mtime_ns for one in stats)
                changed[name] = Look(path, name, size, mtime_ns, hashes, pages, newest)
        ocr = recogniser.Settings(self._ocr, self._recognised(), now=False)
        task = partial(look, self._parse, self._dictionary, frozenset(gone), ocr)
        much = sum(item.size for item in changed.values()) > _MUCH
        count = 0
        if can_be_sent(task):  # where no alarm can end what takes too long, another process can be ended
            count = (
                process_pool.useful()
                if much
                else int(bool(changed) and not limits.interruptible() and process_pool.possible())
            )
        with contextlib.closing(
            process_pool.mapped(task, parcels(changed.values(), count), count, rescue)
        ) as parcels_seen:
            seen = chain.from_iterable(parcels_seen)
            for _, name, _ in found:
                self._tell(name)
                if name in changed:
                    item, one = changed[name], next(seen)
                    if one.wanted:  # here, one page after the other, so that it can be told how far it is
                        now = replace(ocr, now=True, progress=partial(self._tell_page, name))
                        (one,) = look(self._parse, self._dictionary, frozenset(gone), now, [item])
                    self._admit(item, one, known, gone, spool, ocr)
                elif name in files:
                    for file in files[name]:
                        self._take(file.name, file, file)
                        self._others += file.others
                    self._done += 1

    def _admit(
        self,
        item: Look,
        seen: Seen,
        known: dict[str, SourceFile],
        gone: dict[tuple[str, str], SourceFile],
        spool: IO[bytes],
        ocr: recogniser.Settings,
    ) -> None:
        """Take in what was seen in a file: its sources, of which some may be known already."""
        self._problems += [CorpusError(*problem) for problem in seen.problems]
        self._others += seen.others
        parsed = 0
        for found, packed in seen.sources:
            file, groups = found, packed
            if file.name in self._files:  # a member of an archive can have the name of another file
                self._leave_out(file.name, "another document has this name")
                continue
            if not file.documents:
                before = known.get(file.name)
                same = before if before and before.sha256 == file.sha256 else None
                same = same or gone.pop(same_bytes(file.sha256, file.name), None)
                if same:
                    self._take(file.name, same, file)
                    continue
                (again,) = look(
                    self._parse, self._dictionary, frozenset(), replace(ocr, now=True), [replace(item, sha256={})]
                )  # a second file of those bytes
                anew = [(other, pack) for other, pack in again.sources if other.name == file.name]
                if not anew:
                    self._problems += [CorpusError(*why) for why in again.problems if why[0] == file.name]
                    continue
                file, groups = anew[0]
            if not self._dry:
                self._spooled[file.name] = spool.tell()
                spool.write(groups)
            self._files[file.name] = file
            parsed += 1
        self._total += max(parsed - 1, 0)  # what is parsed is done when it is written
        self._done += not parsed
        self._read_so_far += parsed

    def _take(self, name: str, before: SourceFile, file: SourceFile) -> None:
        """Go on from what the old version has of these bytes, perhaps under another name, in `file` as it is now."""
        self._origin[name] = before
        self._files[name] = replace(
            before,
            name=name,
            file=file.file,
            size=file.size,
            mtime_ns=file.mtime_ns,
            pages=file.pages,
            others=file.others,
        )

    def _tell(self, name: str) -> None:
        """Report progress: a file that is read but not yet written counts for a third."""
        self._progress(self._done + self._read_so_far // 3, self._total, name)

    def _tell_page(self, name: str, shown: str, done: int, total: int) -> None:
        self._tell(Message("files.recognising", name=shown or name, page=min(done + 1, total), total=total))

    def _recognised(self) -> str:
        """The folder of what was recognised of pages, in the index and beside its versions; "" where nothing is kept."""
        if self._dry or not recogniser.Settings(self._ocr).on:
            return ""
        folder = self._folder / RECOGNISED
        folder.mkdir(exist_ok=True)
        return str(folder)

    def _leave_out(self, name: str, reason: str) -> None:
        self._problems.append(CorpusError(name, reason))

    def _nothing(self, paths: list[Path]) -> CorpusError:
        """Why there is nothing to index."""
        if len(self._problems) == 1:
            return self._problems[0]
        given = " ".join(str(path) for path in paths) or Message("files.no_path")
        from ..readers.detect import counted

        there = Message("commands.there_are", counted=counted(self._others)) if self._others else ""
        if not self._problems:
            return CorpusError(given, Message("files.nothing_readable", there=there))
        return CorpusError(
            given,
            Message("files.none_readable", count=len(self._problems), first=self._problems[0].message, there=there),
        )

    def _assign_ids(self) -> None:
        """Give every document the id it has in the index."""
        called: dict[str, list[tuple[str, ...]]] = {}
        for name, file in list(self._files.items()):
            try:
                called[name] = [
                    document_ids.names(replace(document, id=id), text)
                    for document, id, text in zip(file.documents, file.ids, file.texts, strict=True)
                ]
            except Exception as error:
                self._drop(name, limits.reason(error, "identified"))
        best_first = sorted(called, key=document_ids.is_copied)  # of one text the id is that of the best name
        given = iter(document_ids.ids([names for name in best_first for names in called[name]]))
        for name in best_first:
            file = self._files[name]
            documents = tuple(replace(document, id=next(given), source=name) for document in file.documents)
            self._files[name] = replace(file, documents=documents)
        self._tie()

    def _tie(self) -> None:
        """Let every document know what it is attached to, and what is attached to it."""
        tied = attachments.parents(self._files)
        children: dict[str, list[str]] = {}
        for name in sorted(tied):
            children.setdefault(tied[name], []).extend(document.id for document in self._files[name].documents)
        for name, file in self._files.items():
            above = self._files[tied[name]].documents[0].id if name in tied else ""
            documents = [replace(document, attached_to=above, attachments=()) for document in file.documents]
            documents[0] = replace(documents[0], attachments=tuple(children.get(name, ())))
            self._files[name] = replace(file, documents=tuple(documents))

    def _write(
        self, folder: Path, old: versions.Version | None, known: dict[str, SourceFile], kept: set[str], spool: IO[bytes]
    ) -> None:
        """Write the new version into `folder`: the sources `kept` as they are in `old`, the others anew."""
        with contextlib.ExitStack() as stack:
            reader = None
            if old and self._origin.keys() - kept:
                reader = self._engine.open(old.folder)
                stack.callback(reader.close)
            added = self._added(kept, spool, reader)
            if old:
                self._engine.update(old.folder, folder, frozenset(known.keys() - kept), added)
            else:
                self._engine.build(folder, added)
        from ..search import copies

        with contextlib.closing(self._engine.open(folder)) as store:
            copies.write(store, folder / copies.FILE)
        words = sorted({word for file in self._files.values() for word in file.coinages})
        if words:
            (folder / "coinages.txt").write_text("".join(f"{word}\n" for word in words), "utf-8", newline="\n")
        lines = ",\n".join(json.dumps(_entry(file), ensure_ascii=False) for file in self._files.values())
        (folder / "sources.json").write_text(f"[{lines}]\n", encoding="utf-8", newline="\n")

    def _added(self, kept: set[str], spool: IO[bytes], reader: Store | None) -> Iterator[Passage]:
        """The passages of all sources but those `kept`, counted on the way."""
        import pickle

        for name in [name for name in self._files if name not in kept]:
            file, origin, count = self._files[name], self._origin.get(name), 0
            moved = {(origin or file).name: name, **dict(zip((origin or file).pages, file.pages, strict=True))}
            self._tell(name)
            if origin and reader:
                ids = tuple(document.id for document in origin.documents)
                groups = [reader.of_document(id) for id in ids]
            else:
                spool.seek(self._spooled[name])
                ids, groups = file.ids, pickle.load(spool)
                self._done, self._read_so_far = self._done + 1, self._read_so_far - 1
            for old, new, group in zip(ids, file.documents, groups, strict=True):
                if group and (new.id, name) == (group[0].document_id, group[0].source):
                    yield from group
                else:
                    for passage in group:
                        id = new.id + passage.id.removeprefix(old)
                        page = passage.page and (moved[passage.page[0]], *passage.page[1:])
                        yield replace(passage, id=id, document_id=new.id, source=name, page=page)
                count += len(group)
            self._files[name] = replace(file, passages=count)

    def _manifest(self, program: str, dictionary: str, settings: Settings) -> versions.Manifest:
        return versions.Manifest(
            fingerprint=self._engine.fingerprint,
            program=program,
            dictionary=dictionary,
            built=datetime.now().astimezone().isoformat(timespec="seconds"),
            roots=settings.roots,
            exclude=settings.exclude,
            keep=settings.keep,
            sources=len(self._files),
            documents=sum(len(file.documents) for file in self._files.values()),
            passages=sum(file.passages for file in self._files.values()),
        )

    def _report(self, known: dict[str, SourceFile], rebuilt: str, seconds: float) -> BuildReport:
        origins = {name: self._origin[name].name for name in self._files if name in self._origin}
        moved = {name: origin for name, origin in origins.items() if name != origin}
        there = {*self._files, *moved.values(), *(page for file in self._files.values() for page in file.pages)}
        return BuildReport(
            read=tuple(name for name in self._files if name not in self._origin),
            unchanged=tuple(name for name in origins if name not in moved),
            removed=tuple(name for name in known if name not in there),
            renamed=tuple(moved),
            problems=(*self._doubts, *self._problems),
            guessed=tuple((file.name, file.encoding) for file in self._files.values() if file.guessed),
            documents=sum(len(file.documents) for file in self._files.values()),
            passages=sum(file.passages for file in self._files.values()),
            seconds=seconds,
            rebuilt=rebuilt,
            files=tuple(self._files.values()),
            not_read=tuple(sorted(self._others)),
        )

    def _text(self, name: str, path: Path) -> str:
        """What a version keeps as `name` of a file of the user's words; lines that cannot be kept are named as problems.

        Raises CorpusError when the file cannot be read at all.
        """
        from ..query import synonyms
        from . import loading

        doubts: list[CorpusError] = []

        def skipped(number: int, why: str) -> None:
            doubts.append(CorpusError(str(path), Message("files.line_left_out", number=number, why=why)))

        lines = loading.words(path)
        text = (
            user_dictionary.normalized_words(lines, skipped)
            if name == user_dictionary.DICTIONARY
            else synonyms.checked(lines, skipped)
        )
        if len(doubts) > _MOST_LINES:
            doubts[_MOST_LINES - 1 :] = [
                CorpusError(str(path), Message("files.lines_left_out", count=len(doubts) - _MOST_LINES + 1))
            ]
        self._doubts += doubts
        return text


def _settings(manifest: versions.Manifest) -> Settings:
    return Settings(manifest.roots, manifest.exclude, manifest.keep)


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _remembered(index: Path) -> dict[str, str]:
    """The files of the current version with the SHA-256 of each, also of an index that this program does not go on from."""
    try:
        return {
            str(entry["name"]): str(entry["sha256"]) for entry in json.loads(versions.kept_text(index, "sources.json"))
        }
    except (ValueError, TypeError, KeyError):
        return {}


def _program() -> str:
    """A hash of the code by which documents become texts, ids and postings, and the versions of the libraries that do."""
    import hashlib
    import platform
    from importlib import metadata

    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    files = [package / f"{module.replace('.', '/')}.py" for module in _READING]
    for path in sorted([*files, *(package / "readers").rglob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    libraries = [f"python {platform.python_version()}"]
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            libraries.append(f"{name} {metadata.version(name)}")
    return ", ".join([digest.hexdigest(), *libraries])


def _difference(old: str, new: str) -> str:
    """Why what one program read is read again by another."""
    code, *before = old.split(", ")
    if code == new.partition(", ")[0]:
        for what in new.split(", ")[1:]:
            name = what.partition(" ")[0]
            if what not in before:
                was = next(
                    (other for other in before if other.startswith(f"{name} ")), Message("files.no_library", name=name)
                )
                return Message("files.other_library", was=was, now=what)
    return Message("files.other_program")
