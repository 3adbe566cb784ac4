"""Files on disk as decoded Sources; the only module that looks for documents."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .document import Source
from .errors import CorpusError
from .readers import formats
from .readers.formats import ENDINGS
from .readers.text import printable

if TYPE_CHECKING:
    from .readers.archive import Allowance


def find(
    paths: Iterable[str | Path], on_problem: Callable[[CorpusError], None] | None = None
) -> Iterator[tuple[Path, str]]:
    """The files to read under `paths`, each once, with the name shown to users; sorted by that name.

    Folders are searched through for the ENDINGS, without hidden names and without following links. The shown name
    is relative to the folder given, "/" between; with several paths the name of each stands in front.
    What cannot be searched goes to `on_problem`, or is raised without it. Raises CorpusError for a path that is not there.
    """

    def report(problem: CorpusError) -> None:
        if on_problem is None:
            raise problem
        on_problem(problem)

    roots: dict[Path, str] = {}
    for given in paths:
        if not os.path.exists(given):
            raise CorpusError(printable(str(given)), "no such file or folder")
        # A link given by name keeps its own name; everything above it is resolved, so that each file is found once.
        roots.setdefault(Path(os.path.realpath(given)), Path(os.path.abspath(given)).name)
    names: dict[str, Path] = {}
    seen: set[Path] = set()
    for (root, _), label in zip(roots.items(), _labels(roots), strict=True):
        for path, name in _walk(root, label, report) if root.is_dir() else [(root, label)]:
            if path not in seen:
                seen.add(path)
                names[name if name not in names else printable(path.as_posix())] = path
    return iter(sorted(((path, name) for name, path in names.items()), key=lambda item: item[1]))


def read(path: Path, shown: str) -> Source:
    """The document in the file `path` as lines; `shown` is its name for users.

    Raises CorpusError for a file that is unreadable, enormous, empty, binary, of an unknown encoding or format, or an archive.
    """
    data, kind = _load(path, shown)
    if kind == "zip":
        raise CorpusError(shown, "is an archive of several files")
    return _source(data, kind, shown, _ignore)


def sources(path: Path, shown: str, on_problem: Callable[[CorpusError], None] | None = None) -> Iterator[Source]:
    """The document in the file `path`, or those in an archive, each named `archive.zip/member.txt`.

    What cannot be read goes to `on_problem`, or is raised without it.
    """

    def report(problem: CorpusError) -> None:
        if on_problem is None:
            raise problem
        on_problem(problem)

    try:
        data, kind = _load(path, shown)
        if kind != "zip":
            yield _source(data, kind, shown, report)
            return
    except CorpusError as error:
        report(error)
        return
    from .readers.archive import Allowance

    yield from _packed(data, shown, report, Allowance(), 1)


def _packed(
    data: bytes, shown: str, report: Callable[[CorpusError], None], allowance: Allowance, depth: int
) -> Iterator[Source]:
    """The documents in an archive and in the archives in it."""
    from .readers.archive import DEEPEST, members

    if depth > DEEPEST:
        report(CorpusError(shown, f"is an archive in {DEEPEST} archives; unpack it"))
        return
    count = 0
    for member, name in members(data, shown, report, allowance):
        count += 1
        try:
            kind = formats.identify(member, name)
            if kind == "zip":
                yield from _packed(member, name, report, allowance, depth + 1)
            else:
                yield _source(member, kind, name, report)
        except CorpusError as error:
            report(error)
    if not count:
        report(CorpusError(shown, "is an archive without a document that can be read"))


def _load(path: Path, shown: str) -> tuple[bytes, str]:
    """The bytes of a file and what they are."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(shown, "is not a regular file")
        with path.open("rb") as file:
            kind = formats.sniff(file.read(formats.HEAD), shown)
            limit = formats.limit(kind)
            if status.st_size > limit:
                size, most = (f"{number / 2**20:.0f} MB" for number in (status.st_size, limit))
                raise CorpusError(shown, f"is too large ({size}, at most {most}); split it")
            file.seek(0)
            data = file.read(limit)
    except OSError as error:
        raise CorpusError(shown, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    return data, formats.identify(data, shown)


def _source(data: bytes, kind: str, shown: str, report: Callable[[CorpusError], None]) -> Source:
    """One document; what is left out of it is reported."""
    if len(data) > formats.limit(kind):
        raise CorpusError(shown, f"is too large (at most {formats.limit(kind) / 2**20:.0f} MB); split it")
    reading = formats.read(data, kind, shown)
    for what in reading.left_out:
        report(CorpusError(shown, what))
    return Source(shown, reading.lines, reading.encoding, reading.guessed, hashlib.sha256(data).hexdigest())


def _ignore(problem: CorpusError) -> None:
    """What is left out of a document that is read by itself."""


def _labels(roots: dict[Path, str]) -> list[str]:
    """What stands before the names under each root: "" for a single folder, else enough of its path to tell it apart."""
    if len(roots) == 1:
        return [printable(name) if not root.is_dir() else "" for root, name in roots.items()]
    parts = [(*root.parts[:-1], name) for root, name in roots.items()]
    labels = []
    for i, own in enumerate(parts):
        others = [*parts[:i], *parts[i + 1 :]]
        length = next((n for n in range(1, len(own)) if all(own[-n:] != other[-n:] for other in others)), len(own))
        labels.append(printable(PurePosixPath(*own[-length:]).as_posix()))
    return labels


def _walk(root: Path, label: str, report: Callable[[CorpusError], None]) -> Iterator[tuple[Path, str]]:
    """The files with one of the ENDINGS in the folder `root` and the folders in it."""
    folders = [(root, label)]
    while folders:
        folder, shown = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            report(CorpusError(shown or printable(root.name), f"cannot be read: {reason}"))
            continue
        for entry in entries:
            name = f"{shown}/{printable(entry.name)}" if shown else printable(entry.name)
            readable = Path(entry.name).suffix.lower() in ENDINGS
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                if problem := _link(root, entry, readable):
                    report(CorpusError(name, problem))
            elif entry.is_dir():
                folders.append((Path(entry.path), name))
            elif readable and entry.is_file():
                yield Path(entry.path), name
            elif readable:
                report(CorpusError(name, "is not a regular file"))


def _link(root: Path, entry: os.DirEntry[str], readable: bool) -> str:
    """Why leaving out this link leaves out a document; "" when its target is found anyway, or is no document."""
    try:
        target = Path(os.path.realpath(entry.path, strict=True))
    except OSError:
        return "is a broken link" if readable else ""
    if target.is_relative_to(root) or not (readable or target.is_dir()):
        return ""
    return "is a link out of the folder; to index what it leads to, give that by name"
