"""One update of an index: compares or reads every file, then writes the changes as a new version."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.document import Passage
from ..model.errors import (
    CorpusError,
    DamagedIndexError,
    NoIndexError,
    OutdatedIndexError,
    PassagesError,
    RemovalError,
    SearchIndexError,
)
from ..readers import settings as reading
from ..runtime import limits
from ..structure import document_ids
from ..text import segmenter, user_dictionary
from . import embedder, integrity, program, sources, version_writer, versions
from .build_report import BuildReport, report_on
from .history import Settings
from .ingest import Parse, SourceFile
from .intake import Intake, Progress, with_values
from .update_options import Options, prepare
from .user_words import UserWords, user_words

if TYPE_CHECKING:
    from ..semantic.settings import Model
    from ..store.protocol import Keeper, Store
    from .loading import Pages

RECOGNISED = ".ocr"  # the folder of an index that holds the results of OCR
_FEW_GONE, _SHARE_GONE = 10, 0.2  # files that an update may remove without permission: so many, or this share of all


def update(
    place: str | Path, engine: Keeper | None, options: Options, parse: Parse | None, progress: Progress | None
) -> BuildReport:
    """Index.update, of an index in a folder; without an `engine` at an address."""
    with contextlib.ExitStack() as stack:
        if engine is None:
            from . import remote

            place, engine = stack.enter_context(remote.writing(str(place), options.wait, options.dry))
        return Update(*prepare(Path(place), engine, options, parse, progress)).run()


class _OldIsDamaged(Exception):
    """The old version turns out to be damaged: everything has to be read again."""


class Update:
    """One update; `shares.Share` is one that others complete.

    Ids of documents must be unique in the index and depend only on the documents that are there, see
    `structure.document_ids`. So they are known only after all files were read, and then files that did not change may have to be
    written under other ids. Parsed passages wait in a temporary file, out of memory.
    """

    def __init__(
        self,
        folder: Path,
        engine: Keeper,
        options: Options,
        settings: Settings,
        asked_to_go: tuple[str, ...],
        parse: Parse,
        progress: Progress,
        encoder: Model | None,
    ) -> None:
        """`settings` are kept in the version; names that are or begin with a folder in `asked_to_go` may leave the index."""
        self._folder, self._engine, self._options = folder, engine, options
        self._settings, self._asked_to_go = settings, asked_to_go
        self._parse, self._progress = parse, progress
        self._encoder = encoder  # named now
        self._ocr = options.ocr or reading.usual()

    def run(self) -> BuildReport:
        """Do it; see Index.update."""
        from . import discovery, loading

        started = time.perf_counter()
        home = os.path.join(os.path.normcase(self._folder.resolve()), "")
        problems: list[CorpusError] = []
        others: list[str] = []

        def is_own(path: Path) -> bool:
            return os.path.normcase(path).startswith(home)

        def other(path: Path, name: str) -> None:
            if not is_own(path):
                others.append(name)

        with reading.using(reading.Settings(self._ocr)):  # it decides whether pictures are read
            roots = [Path(path) for path in self._settings.roots]
            files = (
                item
                for item in discovery.find(roots, problems.append, other, self._settings.exclude)
                if not is_own(item[0])
            )
            found = list(loading.texts(files, problems.append))
        with contextlib.ExitStack() as stack:
            writer = None
            if not self._options.dry:
                writer = stack.enter_context(version_writer.writing(self._folder, self._options.wait))
            words = user_words(self._folder, self._options.words)
            reason: str = Message("files.asked_for") if self._options.rebuild else ""
            while True:
                try:
                    report = self._attempt(found, problems, others, words, writer, reason)
                    break
                except _OldIsDamaged as error:
                    (what,) = error.args
                    reason = Message("files.was_damaged", what=what)
        self._progress(len(found), len(found), "")
        return replace(report, seconds=time.perf_counter() - started)

    def _attempt(
        self,
        found: list[tuple[Path, str, Pages]],
        problems: list[CorpusError],
        others: list[str],
        words: UserWords,
        writer: version_writer.Writer | None,
        reason: str,
    ) -> BuildReport:
        """One try; `reason` says why to read everything, "" when only what changed. Raises _OldIsDamaged."""
        from tempfile import SpooledTemporaryFile

        with contextlib.ExitStack() as stack:
            code = program.stamp()
            dictionary = words.texts.get(user_dictionary.DICTIONARY, "")
            old, rebuilt = self._old(code, segmenter.fingerprint(dictionary), reason)
            if old:
                stack.callback(old.close)
            try:
                known = {file.name: file for file in sources.read_sources(old)} if old else {}
            except DamagedIndexError as error:  # of a large file that was not compared with its hash
                raise _OldIsDamaged(error.what) from error
            spool = None
            if writer:
                spool = stack.enter_context(
                    SpooledTemporaryFile(max_size=2**24, dir=str(self._folder), prefix=".read-")
                )
            ocr = reading.Settings(self._ocr, self._ocr_folder(), now=False, beside=self._settings.beside)
            intake = Intake(self._parse, dictionary, ocr, spool, self._progress)
            intake.problems += problems
            intake.others += others
            intake.read(found, known, old is not None and old.manifest.roots == self._settings.roots)
            refused = self._guard(intake, known)
            if refused and writer:
                raise refused
            self._assign_ids(intake)
            while writer:
                kept = {name for name, file in intake.origin.items() if file.documents == intake.files[name].documents}
                same = old and words.texts == words.before and self._settings == _settings(old.manifest)
                same = same and old and not embedder.incomplete(old)
                if same and kept == known.keys() == intake.files.keys():
                    break
                if old and (findings := integrity.verify(old, strict=True)):  # files that are taken over must be sound
                    raise _OldIsDamaged(findings[0])
                version = writer.start()
                for name, text in words.texts.items():
                    if text:
                        (version / name).write_text(text, "utf-8", newline="\n")
                try:
                    self._write(version, intake, old, known, kept)
                except PassagesError as error:
                    for name, why in error.sources.items():
                        intake.drop(name, why)
                    self._assign_ids(intake)
                    continue
                writer.publish(self._manifest(intake, code, segmenter.fingerprint(dictionary)), old)
                embedder.forget_kept(self._folder, self._settings)
                break
        if writer:
            self._prune()
        report = report_on(intake, known, rebuilt)
        return replace(report, problems=(*words.doubts, *report.problems), refused=str(refused or ""))

    def _guard(self, intake: Intake, known: Mapping[str, SourceFile]) -> RemovalError | None:
        """The error of an update that would remove more files than it may; moved files do not count."""
        if self._options.allow_removing:
            return None
        hashes = {file.name: file.sha256 for file in known.values()} or sources.known_hashes(self._folder)
        there = {*intake.files, *(page for file in intake.files.values() for page in file.pages)}
        there |= {origin.name for origin in intake.origin.values()}
        contents = {file.sha256 for file in intake.files.values()}
        gone = [
            name
            for name, sha256 in hashes.items()
            if name not in there and sha256 not in contents
            if not any(name == label or name.startswith(f"{label}/") for label in self._asked_to_go)
        ]
        if len(gone) <= _FEW_GONE or len(gone) <= _SHARE_GONE * len(hashes):
            return None
        return RemovalError(str(self._folder), tuple(gone), len(hashes))

    def _old(self, code: str, dictionary: str, reason: str) -> tuple[versions.Version | None, str]:
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
            if not reason and version.manifest.program != code:
                reason = program.difference(version.manifest.program, code)
            elif not reason and version.manifest.dictionary != dictionary:
                reason = Message("files.other_dictionary")
            elif not reason and version.manifest.beside != self._settings.beside:
                reason = Message("files.other_reading")
            elif not reason and (findings := integrity.verify(version, thorough=False, strict=True)):
                reason = Message("files.was_damaged", what=findings[0])  # an update would carry it on
        except BaseException:
            version.close()
            raise
        if not reason:
            return version, ""
        version.close()
        return None, reason

    def _ocr_folder(self) -> str:
        """The folder of OCR results, in the index beside its versions; "" where none are kept."""
        if self._options.dry or not reading.Settings(self._ocr).on:
            return ""
        folder = self._folder / RECOGNISED
        folder.mkdir(exist_ok=True)
        return str(folder)

    def _prune(self) -> None:
        """Remove OCR results that no version on disk uses; nothing while a version cannot be read."""
        folder = self._folder / RECOGNISED
        if not folder.is_dir() or not any(folder.iterdir()):
            return
        if (used := sources.ocr_keys(self._folder)) is not None:
            from ..readers.ocr import pages

            pages.prune(folder, used)

    def _nothing(self, intake: Intake) -> CorpusError:
        """Why there is nothing to index."""
        from ..readers.detect import count_endings

        problems, others = intake.problems, intake.others
        if len(problems) == 1:
            return problems[0]
        given = " ".join(self._settings.roots) or Message("files.no_path")
        there = Message("commands.there_are", counted=count_endings(others)) if others else ""
        if not problems:
            return CorpusError(given, Message("files.nothing_readable", there=there))
        first = problems[0].message
        return CorpusError(given, Message("files.none_readable", count=len(problems), first=first, there=there))

    def _assign_ids(self, intake: Intake) -> None:
        """Give every document the id it has in the index. Raises CorpusError when there is nothing to index."""
        called: dict[str, list[tuple[str, ...]]] = {}
        for name, file in list(intake.files.items()):
            try:
                called[name] = [
                    document_ids.names(document, id, text)
                    for document, id, text in zip(file.documents, file.ids, file.texts, strict=True)
                ]
            except Exception as error:
                intake.drop(name, limits.reason(error, "identified"))
        if not called:
            raise self._nothing(intake)
        best_first = sorted(called, key=document_ids.is_copied)  # documents of one text get the id by the best name
        given = iter(document_ids.ids([names for name in best_first for names in called[name]]))
        for name in best_first:
            file = intake.files[name]
            intake.set_documents(
                name, [with_values(document, id=next(given), source=name) for document in file.documents]
            )
        intake.tie()

    def _write(
        self, folder: Path, intake: Intake, old: versions.Version | None, known: dict[str, SourceFile], kept: set[str]
    ) -> None:
        """Write the new version into `folder`: the sources `kept` as they are in `old`, the others anew."""
        from ..search import copies

        with contextlib.ExitStack() as stack:
            reader = None
            if old and intake.origin.keys() - kept:
                reader = self._engine.open(old.folder)
                stack.callback(reader.close)
            added = passages_to_write(intake, kept, reader)
            numbered = 0  # a number below which passages have the numbers they had
            if old:
                numbered = self._engine.update(old.folder, folder, frozenset(known.keys() - kept), added)
            else:
                self._engine.build(folder, added)
        with contextlib.closing(self._engine.open(folder)) as store:
            copies.write(store, folder / copies.FILE, old.folder / copies.FILE if old else None, numbered)
            told = self._progress, self._options.notice
            problem = embedder.write(store, folder, self._folder, self._settings, self._encoder, told)
            intake.problems += [problem] if problem else []
        words = sorted({word for file in intake.files.values() for word in file.coinages})
        if words:
            (folder / "coinages.txt").write_text("".join(f"{word}\n" for word in words), "utf-8", newline="\n")
        sources.write(folder, intake.files.values())

    def _manifest(self, intake: Intake, code: str, dictionary: str) -> versions.Manifest:
        files = intake.files.values()
        return versions.Manifest(
            fingerprint=self._engine.fingerprint,
            program=code,
            dictionary=dictionary,
            built=datetime.now().astimezone().isoformat(timespec="seconds"),
            roots=self._settings.roots,
            exclude=self._settings.exclude,
            keep=self._settings.keep,
            semantic=self._settings.semantic,
            beside=self._settings.beside,
            sources=len(files),
            documents=sum(len(file.documents) for file in files),
            passages=sum(file.passages for file in files),
        )


def passages_to_write(intake: Intake, kept: set[str], reader: Store | None) -> Iterator[Passage]:
    """The passages of all sources but those `kept`, counted on the way; what was not parsed now comes from `reader`."""
    for name in [name for name in intake.files if name not in kept]:
        file, origin, count = intake.files[name], intake.origin.get(name), 0
        moved = {(origin or file).name: name, **dict(zip((origin or file).pages, file.pages, strict=True))}
        intake.tell(name)
        if origin and reader:
            ids = tuple(document.id for document in origin.documents)
            groups = [reader.of_document(id) for id in ids]
        else:
            ids, groups = file.ids, intake.passages(name)
        for old, new, group in zip(ids, file.documents, groups, strict=True):
            if group and (new.id, name) == (group[0].document_id, group[0].source):
                yield from group
            else:
                for passage in group:
                    id = new.id + passage.id.removeprefix(old)
                    page = passage.page and (moved[passage.page[0]], *passage.page[1:])
                    yield replace(passage, id=id, document_id=new.id, source=name, page=page)
            count += len(group)
        intake.files[name] = replace(file, passages=count)


def _settings(manifest: versions.Manifest) -> Settings:
    return Settings(manifest.roots, manifest.exclude, manifest.keep, manifest.semantic, manifest.beside)
