"""Finds the files to read under folders, with the names shown to users."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from ..readers import web_pages
from ..readers.detect import is_passed_over
from ..readers.registry import endings
from ..readers.text import printable

Report = Callable[[CorpusError], None]


def find(
    paths: Iterable[str | Path],
    on_problem: Report | None = None,
    on_other: Callable[[Path, str], object] = lambda path, shown: None,
    exclude: Sequence[str] = (),
) -> Iterator[tuple[Path, str]]:
    """The files to read under `paths`, each once, with the name shown to users; sorted by that name.

    Folders are searched through for the endings of formats, without hidden and temporary names (`detect.is_passed_over`) and
    without following links. The shown name is relative to the folder given, "/" between; with several paths the name of
    each stands in front. Files of other kinds go to `on_other`; files and folders in folders whose name matches a pattern
    of `exclude`, from the right and by steps as PurePath.match does, are left out.
    What cannot be searched goes to `on_problem`, or is raised without it. Raises CorpusError for a path that is not there.
    """

    report = reporter(on_problem)
    roots: dict[Path, str] = {}
    for given in paths:
        if not os.path.exists(given):
            raise CorpusError(printable(str(given)), Message("commands.not_there"))
        # A link given by name keeps its own name; everything above it is resolved, so that each file is found once.
        roots.setdefault(Path(os.path.realpath(given)), Path(os.path.abspath(given)).name)
    names: dict[str, Path] = {}
    seen: set[Path] = set()
    for (root, _), label in zip(roots.items(), _labels(roots), strict=True):
        for path, name in _walk(root, label, report, on_other, exclude) if root.is_dir() else [(root, label)]:
            if path not in seen:
                seen.add(path)
                names[name if name not in names else printable(path.as_posix())] = path
    return iter(sorted(((path, name) for name, path in names.items()), key=lambda item: item[1]))


def reporter(on_problem: Report | None) -> Report:
    """`on_problem`, or a function that raises the problem."""

    last: tuple[str, str] | None = None

    def report(problem: CorpusError) -> None:
        nonlocal last
        if on_problem is None:
            raise problem
        if last != (last := (problem.path, problem.reason)):  # the text and what is attached may fail alike
            on_problem(problem)

    return report


def labels(paths: Iterable[str]) -> list[str]:
    """The prefix of the names of files under each of some absolute paths; "" under a single folder."""
    return _labels({Path(os.path.realpath(path)): Path(path).name for path in paths})


def _labels(roots: dict[Path, str]) -> list[str]:
    """The prefix of names under each root: "" for a single folder, else enough of its path to be unique."""
    if len(roots) == 1:
        return [printable(name) if not root.is_dir() else "" for root, name in roots.items()]
    parts = [(*root.parts[:-1], name) for root, name in roots.items()]
    labels = []
    for i, own in enumerate(parts):
        others = [*parts[:i], *parts[i + 1 :]]
        length = next((n for n in range(1, len(own)) if all(own[-n:] != other[-n:] for other in others)), len(own))
        labels.append(printable(PurePosixPath(*own[-length:]).as_posix()))
    return labels


def _walk(
    root: Path, label: str, report: Report, on_other: Callable[[Path, str], object], exclude: Sequence[str]
) -> Iterator[tuple[Path, str]]:
    """The files with one of the endings of formats in the folder `root` and the folders in it."""
    folders, taken = [(root, label)], endings()
    while folders:
        folder, shown = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            report(CorpusError(shown or printable(root.name), Message("files.reader_error", error=why)))
            continue
        for entry in entries:
            name = f"{shown}/{printable(entry.name)}" if shown else printable(entry.name)
            readable = os.path.splitext(entry.name)[1].lower() in taken or web_pages.is_web(entry.name)
            if is_passed_over(entry.name) or any(PurePosixPath(name).match(pattern) for pattern in exclude):
                continue
            try:
                if entry.is_symlink():
                    if problem := _link(root, entry, readable):
                        report(CorpusError(name, problem))
                elif entry.is_dir():
                    folders.append((Path(entry.path), name))
                elif readable and entry.is_file():
                    yield Path(entry.path), name
                elif readable:
                    report(CorpusError(name, Message("files.not_regular")))
                elif entry.is_file():
                    on_other(Path(entry.path), name)
            except OSError as error:
                report(CorpusError(name, Message("files.reader_error", error=(error.strerror or str(error)).lower())))


def _link(root: Path, entry: os.DirEntry[str], readable: bool) -> str:
    """Why a document is lost when this link is left out; "" when its target is found anyway, or is no document."""
    try:
        target = Path(os.path.realpath(entry.path, strict=True))
    except OSError:
        return Message("files.broken_link") if readable else ""
    if target.is_relative_to(root) or not (readable or target.is_dir()):
        return ""
    return Message("files.link_out")
