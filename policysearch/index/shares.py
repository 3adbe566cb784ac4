"""A share of a corpus: several processes write one version of an index in a cluster, each a share of its files.

1. Each process reads and parses its own files, cuts their passages into words and writes them, under ids unique within the share.
2. The process that finishes last does the work that needs all files, and publishes: final ids of documents, attachments, copies, equal texts,
   coinages, counts, vectors.
3. The name of a file alone decides its share. So each file is in exactly one, whatever is added or removed meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from ..messages.catalogue import Message
from ..messages.transfer import pack, unpack
from ..model.errors import CorpusError, IndexLockedError, NoIndexError, PassagesError, SearchIndexError, one_line
from ..readers import settings as reading
from ..readers import web_pages
from ..store.opensearch import shares, versions
from ..store.opensearch.address import parse as parse_address
from ..store.opensearch.connection import Connection
from ..store.opensearch.store import OpenSearchKeeper
from ..text import segmenter
from ..text.user_dictionary import DICTIONARY
from . import discovery, loading, program, remote, sources, updater, version_writer
from .build_report import BuildReport, report_on
from .ingest import SourceFile
from .intake import Intake
from .update_options import Options, prepare
from .user_words import UserWords, user_words
from .versions import FORMAT, in_cluster

MOST = 1000  # shares of a version
_FILES = ".shares"  # where those of shares lie beside versions
_TOLD = "report.json"  # of a share: files that could not be read, and files of other kinds


class Share(updater.Update):
    """One run of one share. `place` is the address of the index; the folder holds the small files of its current version."""

    def __init__(self, place: str, number: int, count: int, connection: Connection, *update: Any) -> None:
        super().__init__(*update)
        self._place, self._number, self._count, self._connection = place, number, count, connection

    def run(self) -> BuildReport:
        """Write the share unless it is finished; publish the version once all are."""
        started = time.perf_counter()
        words = user_words(self._folder, self._options.words)
        connection = self._connection
        version = shares.join(connection, self._count, self._terms(words), self._options.rebuild)
        intake = Intake(self._parse, "", reading.Settings(self._ocr), None, self._progress)
        written = self._number in shares.missing(connection, self._count)
        if written:
            with shares.claim(connection, self._number) as lock:
                intake, tag = self._write_share(version, words)
                lock.leave(tag=tag)
        out = shares.missing(connection, self._count)
        if not out:
            with contextlib.suppress(IndexLockedError):  # another process finished at the same time, and publishes
                published = self._publish(version, words)
                if published:
                    return replace(published, seconds=time.perf_counter() - started)
        report = report_on(intake, {}, "")
        told = {
            "share": f"{self._number}/{self._count}",
            "missing": ", ".join(map(str, out)),
            "files": len(report.files),
        }
        return replace(
            report,
            seconds=time.perf_counter() - started,
            problems=(*words.doubts, *report.problems),
            pending=Message(f"remote.share_{'' if written else 'was_'}{'in' if out else 'last'}", **told),
        )

    def _terms(self, words: UserWords) -> dict[str, object]:
        """The settings that all shares must have in common, by the names that errors use."""
        return {
            "paths": self._settings.roots,
            "--exclude": self._settings.exclude,
            "--keep": self._settings.keep,
            "--semantic": self._settings.semantic,
            "--ocr": self._ocr,
            "--comments, --headers": self._settings.beside,
            "--dictionary, --synonyms": hashlib.sha256(repr(sorted(words.texts.items())).encode()).hexdigest(),
            "program": [FORMAT, self._engine.fingerprint, program.stamp()],
        }

    def _write_share(self, version: str, words: UserWords) -> tuple[Intake, str]:
        """Read the share and write its passages and files; returns the intake and the tag of the passages."""
        problems: list[CorpusError] = []
        others: list[str] = []
        with reading.using(reading.Settings(self._ocr)):
            roots = [Path(path) for path in self._settings.roots]
            every = discovery.find(
                roots, problems.append, lambda path, name: others.append(name), self._settings.exclude
            )
            own = [file for file in every if self._is_own(file[1])]
            found = list(loading.texts(own, problems.append))
        with (
            SpooledTemporaryFile(max_size=2**24, dir=str(self._folder)) as spool,
            tempfile.TemporaryDirectory(dir=self._folder) as folder,
        ):
            ocr = reading.Settings(self._ocr, self._ocr_folder(), now=False, beside=self._settings.beside)
            intake = Intake(self._parse, words.texts.get(DICTIONARY, ""), ocr, spool, self._progress)
            intake.problems += problems
            intake.others += others
            intake.read(found, {}, False)
            while True:
                files = Path(tempfile.mkdtemp(dir=folder))
                _write_words(files, words)
                if intake.files:
                    self._assign_ids(intake)
                try:
                    tag = shares.write(
                        self._connection,
                        version,
                        files,
                        updater.passages_to_write(intake, set(), None),
                        lambda folder: _describe(folder, intake),
                    )
                except PassagesError as error:
                    for name, why in error.sources.items():
                        intake.drop(name, why)
                    continue
                self._progress(len(found), len(found), "")
                return intake, tag

    def _is_own(self, name: str) -> bool:
        digest = hashlib.sha256(web_pages.family(name).encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self._count == self._number - 1

    def _publish(self, version: str, words: UserWords) -> BuildReport | None:
        """Join all shares to the current version; None if another process has. Raises IndexLockedError while another does."""
        with contextlib.ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="policysearch-")))
            stack.enter_context(remote.naming_address(home, self._place))
            stack.enter_context(versions.writing(self._connection, self._options.wait, home, shared=version))
            if shares.missing(self._connection, self._count):
                return None
            self._folder = home
            (home / _FILES).mkdir()
            folders = shares.fetch(self._connection, self._count, home / _FILES)
            intake = self._intake_of(folders)
            if refused := self._guard(intake, {}):
                raise refused
            before = {name: [document.id for document in file.documents] for name, file in intake.files.items()}
            self._assign_ids(intake)
            ids: dict[str, Mapping[str, str]] = {}
            for name, file in intake.files.items():
                now = [document.id for document in file.documents]
                if now != before[name]:
                    ids[name] = dict(zip(before[name], now, strict=True))
            self._engine = shares.Shares(self._connection, folders, ids)
            writer = stack.enter_context(version_writer.writing(home))
            folder = writer.start()
            _write_words(folder, words)
            self._write(folder, intake, None, {}, set())
            dictionary = segmenter.fingerprint(words.texts.get(DICTIONARY, ""))
            writer.publish(self._manifest(intake, program.stamp(), dictionary))
            report = report_on(intake, {}, "")
        return replace(report, problems=(*words.doubts, *report.problems))

    def _intake_of(self, folders: list[Path]) -> Intake:
        """The intakes of all shares as one."""
        intake = Intake(self._parse, "", reading.Settings(self._ocr), None, self._progress)
        problems: dict[tuple[str, str], CorpusError] = {}
        files: list[SourceFile] = []
        for folder in folders:
            try:
                told = json.loads((folder / _TOLD).read_text("utf-8", "surrogatepass"))
                for problem in (CorpusError(str(name), unpack(why)) for name, why in told["problems"]):
                    problems[problem.path, problem.reason] = problem  # each share reports the same folders
                intake.others += map(str, told["others"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                told = {"address": self._place, "name": self._connection.address.name, "why": one_line(error)}
                raise SearchIndexError(Message("remote.share_damaged", **told)) from error
            files += sources.read(folder)
        for file in sorted(files, key=lambda one: one.file):
            if file.name in intake.files:
                raise SearchIndexError(Message("remote.two_of_one_name", address=self._place, name=file.name))
            intake.files[file.name] = file
        intake.problems += problems.values()
        intake.others = list(dict.fromkeys(intake.others))
        return intake


def update(place: str, share: tuple[int, int], options: Options, parse: Any, progress: Any) -> BuildReport:
    """Index.update of one share of several. Raises SearchIndexError for an index in a folder, and ValueError for no share."""
    number, count = share
    if not 1 <= number <= count <= MOST:
        raise ValueError(Message("remote.no_share", share=f"{number}/{count}", most=MOST))
    if not in_cluster(place):
        raise SearchIndexError(Message("remote.shares_need_cluster", index=place))
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="policysearch-")))
        address = parse_address(place)
        connection = stack.enter_context(contextlib.closing(Connection(address)))
        stack.enter_context(remote.naming_address(home, str(address)))
        connection.check_version()
        with contextlib.suppress(NoIndexError):
            kept = ("manifest.json", *options.words)
            versions.fetch(connection, versions.current(connection), home, kept)
        update = prepare(home, OpenSearchKeeper(address), options, parse, progress)
        return Share(str(address), number, count, connection, *update).run()


def _write_words(folder: Path, words: UserWords) -> None:
    for name, text in words.texts.items():
        if text:
            (folder / name).write_text(text, "utf-8", newline="\n")


def _describe(folder: Path, intake: Intake) -> None:
    """Write what publishing needs of a share, besides its passages."""
    sources.write(folder, intake.files.values())
    told = {"problems": [[one.path, pack(one.reason)] for one in intake.problems], "others": intake.others}
    (folder / _TOLD).write_text(json.dumps(told, ensure_ascii=False), "utf-8", "surrogatepass", newline="\n")
