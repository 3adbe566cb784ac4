"""One update of an index: every file compared or read, then what changed written as a new version."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from . import analysis, versions
from .document import Document, Passage, Source, passages
from .errors import CorpusError, DamagedIndexError, NoIndexError, OutdatedIndexError, one_line
from .folding import fold

if TYPE_CHECKING:
    from .engine import Engine, Reader

Parse = Callable[[Source], tuple[Document, ...]]
Progress = Callable[[int, int, str], None]  # files done, files in all, the one at work

_QUOTE = re.compile('["“”„‟〝〞「」＂]')
_SETTLED = 3_000_000_000  # ns; a file written to more recently may change again within the same time stamp


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


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source file as a version remembers it, in sources.json."""

    name: str
    file: str  # the file on disk: its own name, or the archive's it is a member of; size and mtime_ns are of that
    size: int
    mtime_ns: int  # -1 when it cannot be relied on, or something in the file was left out and is to be reported again
    sha256: str
    encoding: str
    guessed: bool
    passages: int
    ids: tuple[str, ...]  # of its documents as the parser gives them
    documents: tuple[Document, ...]  # under their ids in the index, without provisions
    coinages: tuple[str, ...] = ()  # quoted or defined in it, and taken as words by the analysis


def recorded(version: versions.Version) -> list[SourceFile]:
    """The source files of a version, by name; raises DamagedIndexError."""
    try:
        entries = json.loads((version.folder / "sources.json").read_text("utf-8"))
        for entry in entries:
            entry["ids"] = tuple(entry["ids"])
            entry["coinages"] = tuple(entry["coinages"])
            entry["documents"] = tuple(
                Document(**document | {"years": tuple(document["years"]), "provisions": ()})
                for document in entry["documents"]
            )
        return [SourceFile(**entry) for entry in entries]
    except (OSError, ValueError, TypeError, KeyError) as error:
        what = f"{version.folder.name}/sources.json cannot be read: {one_line(error)}"
        raise DamagedIndexError(str(version.folder.parent), what) from error


class Update:
    """One run of Index.update.

    Ids of documents must be unique in the index and depend only on the files that are there: where two files give
    the same, the later by name gets `_2`. So they are known only after all files were read, and then files that did
    not change may have to be written under other ids. What was parsed waits in a temporary file, out of memory.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        parse: Parse,
        progress: Progress | None,
        own: Mapping[str, str | Path | None] | None = None,
    ) -> None:
        self._folder, self._engine, self._parse = folder, engine, parse
        self._given = own or {}  # for a text file of the version, the user's file it is taken from; None: as it was
        self._progress = progress or (lambda done, total, name: None)
        self._problems: list[CorpusError] = []
        self._files: dict[str, SourceFile] = {}  # all that will be in the index, by name
        self._origin: dict[str, SourceFile] = {}  # for a name that was not parsed now: what the old version has of it
        self._done = self._total = 0
        self._dictionary = ""  # the user's own words

    def run(self, paths: list[Path], rebuild: bool, wait: float) -> BuildReport:
        """Do it; see Index.update."""
        from tempfile import SpooledTemporaryFile

        from . import corpus

        started = time.perf_counter()
        home = self._folder.resolve()
        found = [(path, name) for path, name in corpus.find(paths, self._problems.append) if home not in path.parents]
        self._total = len(found)
        roots = tuple(str(path.resolve()) for path in paths)
        with versions.writing(self._folder, wait) as writer, contextlib.ExitStack() as stack:
            program = _program()
            before = {name: versions.kept_text(self._folder, name) for name in self._given}
            own = {
                name: before[name] if path is None else _text(name, Path(path)) for name, path in self._given.items()
            }
            self._dictionary = own.get(analysis.DICTIONARY, "")
            dictionary = analysis.fingerprint(self._dictionary)
            old, rebuilt = self._old(program, dictionary, rebuild)
            if old:
                stack.callback(old.close)
            known = {file.name: file for file in recorded(old)} if old else {}
            spool = stack.enter_context(SpooledTemporaryFile(max_size=2**24, dir=str(self._folder), prefix=".read-"))
            self._read(found, known, old is not None and old.manifest.roots == roots, spool)
            if not self._files:
                raise self._nothing(paths)
            self._assign_ids()
            kept = {name for name, file in self._origin.items() if file.documents == self._files[name].documents}
            if not old or own != before or not (kept == known.keys() == self._files.keys()):
                version = writer.start()
                for name, text in own.items():
                    if text:
                        (version / name).write_text(text, "utf-8", newline="\n")
                self._write(version, old, known, kept, spool)
                writer.publish(self._manifest(program, dictionary, roots))
        self._progress(self._total, self._total, "")
        return self._report(known, rebuilt, time.perf_counter() - started)

    def _old(self, program: str, dictionary: str, rebuild: bool) -> tuple[versions.Version | None, str]:
        """The version to go on from; or why there is none although there is an index."""
        try:
            version = versions.current(self._folder, self._engine.fingerprint)
        except NoIndexError:
            return None, ""
        except OutdatedIndexError as error:
            return None, f"the index was of format {error.found}, this program writes {error.expected}"
        except DamagedIndexError as error:
            return None, f"the index was damaged: {error.what}"
        if rebuild:
            reason = "it was asked for"
        elif version.manifest.program != program:
            reason = "the index was built by another version of this program"
        elif version.manifest.dictionary != dictionary:
            reason = "the dictionary is another one"
        elif findings := versions.verify(version):  # else an update would carry the damage on, under new hashes
            reason = f"the index was damaged: {findings[0]}"
        else:
            return version, ""
        version.close()
        return None, reason

    def _read(
        self, found: list[tuple[Path, str]], known: dict[str, SourceFile], same_roots: bool, spool: IO[bytes]
    ) -> None:
        """Find what is unchanged or renamed; parse the rest; its passages go into `spool`, by document, in order."""
        import pickle

        from . import corpus

        files: dict[str, list[SourceFile]] = {}
        for file in known.values():
            files.setdefault(file.file, []).append(file)
        names = {name for _, name in found}
        gone = {_bytes(file.sha256, file.name): file for file in reversed(known.values()) if file.file not in names}
        for path, name in found:
            self._progress(self._done, self._total, name)
            before = files.get(name, [])
            earlier, problems = len(self._files), len(self._problems)
            try:
                status = path.stat()
            except OSError as error:
                self._leave_out(name, f"cannot be read: {versions.reason(error)}")
                self._done += 1
                continue
            if same_roots and any((status.st_size, status.st_mtime_ns) == (f.size, f.mtime_ns) for f in before):
                for file in before:
                    self._take(file.name, file)
                self._done += 1
                continue
            parsed = 0
            for source in corpus.sources(path, name, self._problems.append):
                if source.path in self._files:  # a member of an archive can have the name of another file
                    self._leave_out(source.path, "another document has this name")
                    continue
                old = known.get(source.path)
                same = (
                    old if old and old.sha256 == source.sha256 else gone.pop(_bytes(source.sha256, source.path), None)
                )
                if same:
                    self._take(source.path, same)
                    continue
                try:
                    documents = self._parse(source)
                    groups = [passages(document) for document in documents]
                except Exception as error:  # one file that the parser cannot bear must not stop the others
                    self._leave_out(source.path, f"cannot be parsed: {one_line(error)}")
                    continue
                if not documents:
                    self._leave_out(source.path, "no document was found in it")
                    continue
                pickle.dump(groups, spool)
                parsed += 1
                self._files[source.path] = SourceFile(
                    name=source.path,
                    file=name,
                    size=0,
                    mtime_ns=0,
                    sha256=source.sha256,
                    encoding=source.encoding,
                    guessed=source.guessed,
                    passages=0,
                    ids=tuple(document.id for document in documents),
                    documents=tuple(replace(document, provisions=()) for document in documents),
                )
            settled = time.time_ns() - status.st_mtime_ns > _SETTLED and len(self._problems) == problems
            for source_name in list(self._files)[earlier:]:
                self._files[source_name] = replace(
                    self._files[source_name],
                    file=name,
                    size=status.st_size,
                    mtime_ns=status.st_mtime_ns if settled else -1,
                )
            self._total += max(parsed - 1, 0)  # what is parsed is done when it is written
            self._done += not parsed

    def _take(self, name: str, before: SourceFile) -> None:
        """Go on from what the old version has of these bytes, perhaps under another name."""
        self._origin[name] = before
        self._files[name] = replace(before, name=name)

    def _leave_out(self, name: str, reason: str) -> None:
        self._problems.append(CorpusError(name, reason))

    def _nothing(self, paths: list[Path]) -> CorpusError:
        """Why there is nothing to index."""
        if len(self._problems) == 1:
            return self._problems[0]
        given = " ".join(str(path) for path in paths) or "no path"
        if not self._problems:
            return CorpusError(given, "no document there that can be read, such as .txt .html .docx .pdf")
        return CorpusError(given, f"none of {len(self._problems)} files can be read; {self._problems[0]}")

    def _assign_ids(self) -> None:
        """Give every document the id it has in the index."""
        taken: set[str] = set()
        for name, file in self._files.items():
            documents = []
            for document, id in zip(file.documents, file.ids, strict=True):
                number, unique = 1, id
                while unique in taken:
                    number += 1
                    unique = f"{id}_{number}"
                taken.add(unique)
                documents.append(replace(document, id=unique, source=name))
            self._files[name] = replace(file, documents=tuple(documents))

    def _write(
        self, folder: Path, old: versions.Version | None, known: dict[str, SourceFile], kept: set[str], spool: IO[bytes]
    ) -> None:
        """Write the new version into `folder`: the sources `kept` as they are in `old`, the others anew."""
        spool.seek(0)
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
        words = sorted({word for file in self._files.values() for word in file.coinages})
        if words:
            (folder / "coinages.txt").write_text("".join(f"{word}\n" for word in words), "utf-8", newline="\n")
        with (folder / "sources.json").open("w", encoding="utf-8", newline="\n") as file:
            json.dump([asdict(source) for source in self._files.values()], file, ensure_ascii=False, indent=0)

    def _added(self, kept: set[str], spool: IO[bytes], reader: Reader | None) -> Iterator[Passage]:
        """The passages of all sources but those `kept`, counted on the way."""
        import pickle

        for name in [name for name in self._files if name not in kept]:
            file, origin, count = self._files[name], self._origin.get(name), 0
            coined: set[str] = set()
            self._progress(self._done, self._total, name)
            if origin and reader:
                ids = tuple(document.id for document in origin.documents)
                groups = [reader.of_document(id) for id in ids]
            else:
                ids, groups = file.ids, pickle.load(spool)
                self._done += 1
            for old, new, group in zip(ids, file.documents, groups, strict=True):
                for passage in group:
                    coined.update(_coinages(passage, self._dictionary))
                    id = new.id + passage.id.removeprefix(old)
                    yield replace(passage, id=id, document_id=new.id, source=name)
                count += len(group)
            self._files[name] = replace(file, passages=count, coinages=tuple(sorted(coined)))

    def _manifest(self, program: str, dictionary: str, roots: tuple[str, ...]) -> versions.Manifest:
        return versions.Manifest(
            fingerprint=self._engine.fingerprint,
            program=program,
            dictionary=dictionary,
            built=datetime.now().astimezone().isoformat(timespec="seconds"),
            roots=roots,
            sources=len(self._files),
            documents=sum(len(file.documents) for file in self._files.values()),
            passages=sum(file.passages for file in self._files.values()),
        )

    def _report(self, known: dict[str, SourceFile], rebuilt: str, seconds: float) -> BuildReport:
        moved = {name: file.name for name, file in self._origin.items() if name != file.name}
        return BuildReport(
            read=tuple(name for name in self._files if name not in self._origin),
            unchanged=tuple(name for name in self._origin if name not in moved),
            removed=tuple(name for name in known if name not in self._files and name not in moved.values()),
            renamed=tuple(moved),
            problems=tuple(self._problems),
            guessed=tuple((file.name, file.encoding) for file in self._files.values() if file.guessed),
            documents=sum(len(file.documents) for file in self._files.values()),
            passages=sum(file.passages for file in self._files.values()),
            seconds=seconds,
            rebuilt=rebuilt,
        )


def _coinages(passage: Passage, dictionary: str) -> list[str]:
    """What the analysis takes as words of `passage` because it is quoted or defined there."""
    heading = fold(passage.printed or passage.title)
    found = analysis.coinages(analysis.heading(heading, passage.kind), dictionary)
    return found + analysis.coinages(fold(passage.text), dictionary) if _QUOTE.search(passage.text) else found


def _bytes(sha256: str, name: str) -> tuple[str, str]:
    """What tells whether two files read alike: their bytes, and the ending where that decides on the reader."""
    return sha256, PurePosixPath(name).suffix.lower()


def _text(name: str, path: Path) -> str:
    """What a version keeps as `name` of a file of the user's words; raises CorpusError when there is something wrong with it."""
    from . import corpus

    try:
        text = "\n".join(corpus.read(path, str(path)).lines) if path.stat().st_size else ""
    except OSError as error:
        raise CorpusError(str(path), f"cannot be read: {versions.reason(error)}") from error
    if name == analysis.DICTIONARY:
        try:
            return analysis.own_words(text)
        except ValueError as error:
            raise CorpusError(str(path), str(error)) from error
    return f"{text}\n" if text else ""


def _program() -> str:
    """A hash of this package's code, in which every change of how documents are read shows."""
    import hashlib

    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
