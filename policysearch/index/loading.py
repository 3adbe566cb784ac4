"""Files on disk, and what archives and mails hold, as decoded Sources."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..messages.catalogue import Message
from ..model.document import Document, Source
from ..model.errors import CorpusError
from ..model.grids import Grid
from ..readers import detect, settings, web_pages
from ..readers.detect import is_passed_over
from ..readers.registry import LARGEST_FILE, LARGEST_TEXT, endings, formats
from ..readers.text import Reading, decode, printable
from ..runtime.limits import attempt
from . import attachments
from .discovery import Report, reporter

if TYPE_CHECKING:
    from ..readers.archive import Allowance

Pages = tuple[tuple[Path, str], ...]  # files with the names shown to users
Result = TypeVar("Result")


class _File(NamedTuple):
    """The bytes of a file, its name for users, and its kind; "" of a web page in an archive until it is read."""

    data: bytes
    name: str
    kind: str = ""


def read(path: Path, shown: str) -> Source:
    """The document in the file `path` as lines; `shown` is its name for users.

    Raises CorpusError for a file that is unreadable, enormous, empty, binary, of an unknown encoding or format, or an archive.
    """
    file = _load(path, shown)
    if file.kind == "zip":
        raise CorpusError(shown, Message("files.archive_of_several"))
    return _text([file], _ignore)


def documents(paths: list[Path], comments: bool, headers: bool) -> Iterator[Document]:
    """The documents of files and folders, with the comments, or headers and footers, of those that have them.

    Raises CorpusError for what cannot be read.
    """
    from ..structure import tree_builder
    from . import discovery

    def fail(problem: Exception) -> None:
        raise problem

    how = settings.Settings(beside=settings.choose_beside(comments, headers))
    for path, shown, pages in texts(discovery.find(paths)):
        found = sources(path, shown, pages=pages)
        while True:
            with settings.using(how):  # not while whoever asked does something else
                source = next(found, None)
            if source is None:
                break
            yield from attempt(partial(tree_builder.parse, source), source.path, fail, doing="parsed") or ()


def words(path: Path) -> list[str]:
    """The lines of a file of words, which may be empty; raises CorpusError when it cannot be read at all."""
    shown = printable(str(path))
    try:
        if not path.stat().st_size:
            return []
        data, _, kind = _load(path, shown)
    except OSError as error:
        raise CorpusError(shown, Message("files.reader_error", error=(error.strerror or str(error)).lower())) from error
    if kind != "text":
        return list(read(path, shown).lines)
    try:
        return decode(data, shown)[0].splitlines()
    except CorpusError:  # a stray NUL is no reason to refuse all
        return decode(data.replace(b"\0", b""), shown)[0].splitlines()


def texts(found: Iterable[tuple[Path, str]], on_problem: Report | None = None) -> Iterator[tuple[Path, str, Pages]]:
    """The files of `discovery.find`, each text once: a file with its name, and the further web pages of the same text.

    A page that cannot be read is a text of its own; the reason goes to `on_problem`, or is raised without it.
    """
    paths = {name: path for path, name in found}

    def load(name: str) -> bytes:
        try:
            return _load(paths[name], name).data
        except Exception:
            return b""  # reading it reports the problem

    for first, rest in _one_text(list(paths), load, reporter(on_problem)):
        yield paths[first], first, tuple((paths[name], name) for name in rest)


def whole(path: Path, shown: str) -> list[tuple[Path, str]]:
    """The file `path`, and those beside it that may by their names be web pages of the same text, for `texts` to join."""
    if not web_pages.is_web(path.name):
        return [(path, shown)]
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent) if entry.is_file(follow_symlinks=False))
    except OSError:
        return [(path, shown)]
    for family in ([names[i] for i in members] for members in web_pages.families(names)):
        if path.name in family:
            return [(path.parent / name, shown if name == path.name else printable(name)) for name in family]
    return [(path, shown)]


def sources(
    path: Path,
    shown: str,
    on_problem: Report | None = None,
    pages: Pages = (),
    on_other: Callable[[str], object] = lambda name: None,
    bad: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Source]:
    """The document in the file `path` and its further web `pages`; or those in an archive, each named `archive.zip/member.txt`.

    What cannot be read goes to `on_problem`, or is raised without it, whatever its reader raises. The names of members of
    kinds that are not read go to `on_other`. Names in `bad` are not read, but reported with the reason there.
    """
    loader = _Loader(reporter(on_problem), on_other, bad)
    if (loaded := loader.attempt(partial(_load, path, shown), shown)) is None:
        return
    yield from loader.documents([loaded, *_readable(pages, loader.report)])


class _Loader:
    """Reads one file and what it holds: members of archives, files attached to mails, those in them."""

    def __init__(self, report: Report, on_other: Callable[[str], object], bad: Mapping[str, str]) -> None:
        self.report, self._on_other, self._bad = report, on_other, bad
        self._allowance: Allowance | None = None  # the rest of the bytes that all archives and mails may hold together

    def attempt(self, work: Callable[[], Result], shown: str, files: Iterable[_File] = ()) -> Result | None:
        """The result of `work` for `files`, the first of which is `shown`; None when that is among the bad, or raises anything."""
        if shown in self._bad:
            self.report(CorpusError(shown, self._bad[shown]))
            return None
        return attempt(work, shown, self.report, sum(len(file.data) for file in files))

    def documents(self, files: list[_File], depth: int = 0) -> Iterator[Source]:
        """The documents in a file and its further web pages; `depth` is that of the archives it is in."""
        data, shown, kind = files[0]
        if kind == "zip":
            yield from self._members(data, shown, depth + 1)
            return
        if source := self.attempt(partial(_text, files, self.report, self._bad), shown, files):
            yield source
        if formats()[kind].attached:
            yield from self._attachments(data, kind, shown, depth + 1)

    def _within(self, data: bytes, shown: str, depth: int) -> Iterator[Source]:
        """The documents in a member of an archive, or in an attachment, and in what it holds itself."""
        if kind := self.attempt(partial(detect.identify, data, shown), shown, [_File(data, shown)]):
            yield from self.documents([_File(data, shown, kind)], depth)

    def _left(self) -> Allowance:
        from ..readers.archive import Allowance

        self._allowance = self._allowance or Allowance()
        return self._allowance

    def _members(self, data: bytes, shown: str, depth: int) -> Iterator[Source]:
        """The documents in an archive and in the archives in it."""
        from ..readers.archive import DEEPEST, members

        if depth > DEEPEST:
            self.report(CorpusError(shown, Message("files.archive_depth", depth=DEEPEST)))
            return
        count = 0
        others: list[str] = []

        def other(name: str) -> None:
            others.append(name)
            self._on_other(name)

        def broken(problem: CorpusError) -> None:
            nonlocal count
            count += 1  # one line is enough
            self.report(problem)

        web: dict[str, bytes] = {}  # kept until all pages of a text are there
        found = members(data, shown, self.report, self._left(), other, self._bad)
        while one := attempt(partial(next, found, None), shown, broken, len(data)):
            member, name = one
            count += 1
            if web_pages.is_web(name) and sum(map(len, web.values())) + len(member) <= LARGEST_FILE:
                web[name] = member
                continue
            yield from self._within(member, name, depth)
        for first, rest in _one_text(list(web), web.__getitem__, self.report):
            files = [_File(web[name], name) for name in (first, *rest)]
            if source := self.attempt(partial(_text, files, self.report, self._bad), first, files):
                yield source
        if not count:
            there = Message("files.archive_holds", counted=detect.count_endings(others)) if others else ""
            self.report(CorpusError(shown, Message("files.archive_empty", there=there)))

    def _attachments(self, data: bytes, kind: str, shown: str, depth: int) -> Iterator[Source]:
        """The documents attached to a file of this kind, such as a mail, and in the archives and mails attached to it."""
        from ..readers.archive import DEEPEST

        if (attached := formats()[kind].attached) is None or shown in self._bad:
            return
        if depth > DEEPEST:
            self.report(CorpusError(shown, Message("formats.attached_deep", depth=DEEPEST)))
            return
        allowance = self._left()
        found = attached(data, shown)
        while one := attempt(partial(next, found, None), shown, self.report, len(data)):
            name, content = f"{shown}/{one[0]}", one[1]
            if is_passed_over(one[0]):
                continue
            if detect.ending(one[0]) not in endings():
                self._on_other(name)
                continue
            allowance.members, allowance.bytes = allowance.members - 1, allowance.bytes - len(content)
            if allowance.members < 0 or allowance.bytes < 0:
                self.report(CorpusError(shown, Message("formats.attached_much")))
                return
            yield from self._within(content, name, depth)


def _one_text(names: list[str], load: Callable[[str], bytes], report: Report) -> Iterator[tuple[str, list[str]]]:
    """Each of `names` once: the first file of a text, and the further web pages of the same text."""
    more: dict[str, list[str]] = {}
    for members in web_pages.families(names):
        family = [names[i] for i in members]
        pages = [(name, load(name)) for name in family]
        size = sum(len(data) for _, data in pages)
        found = attempt(partial(web_pages.texts, pages), family[0], report, size, "compared with its further pages")
        if found is None:
            continue  # each is a text of its own
        for text in found:
            first, *rest = (family[n] for n in text.pages)
            more[first] = rest
    later = {name for rest in more.values() for name in rest}
    yield from ((name, more.get(name, [])) for name in names if name not in later)


def _load(path: Path, shown: str) -> _File:
    """A file on disk. Raises CorpusError."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(shown, Message("files.not_regular"))
        with path.open("rb") as file:
            kind = detect.sniff(file.read(detect.HEAD), shown)
            limit = detect.limit(kind)
            if status.st_size > limit:
                size, most = (f"{number / 2**20:.0f} MB" for number in (status.st_size, limit))
                raise CorpusError(shown, Message("files.too_large", size=size, most=most))
            file.seek(0)
            data = file.read(limit)
    except OSError as error:
        raise CorpusError(shown, Message("files.reader_error", error=(error.strerror or str(error)).lower())) from error
    return _File(data, shown, detect.identify(data, shown))


def _readable(pages: Pages, report: Report) -> Iterator[_File]:
    """The pages that can be read."""
    for path, name in pages:
        if loaded := attempt(partial(_load, path, name), name, report):
            yield loaded


def _text(files: list[_File], report: Report, bad: Mapping[str, str] = MappingProxyType({})) -> Source:
    """One document, perhaps over several web pages; what is left out of it is reported."""
    shown = files[0].name
    if sum(len(file.data) for file in files) > LARGEST_TEXT and len(files) > 1:
        raise CorpusError(
            shown,
            Message("formats.pages_large", count=len(files) - 1, most=LARGEST_TEXT / 2**20),
        )
    readings = _readings(files, report, bad)
    read = {name: reading for name, _, reading in readings}
    hashes = [_hash(file.data, read.get(file.name)) for file in files]
    if not readings:
        raise CorpusError(shown, Message("files.no_page"))
    if web_pages.is_web(shown):
        for text in web_pages.texts([(file.name, file.data) for file in files]):
            if text.missing:
                report(CorpusError(shown, text.missing))
    _, kind, first = readings[0]
    blocks: Counter[str] = Counter()
    for *_, reading in readings:
        blocks.update(reading.blocks)
    source = Source(
        shown,
        first.lines,
        first.encoding,
        any(reading.guessed for *_, reading in readings),
        hashes[0],
        first.declared,
        blocks=tuple(blocks.items()),
        grids=first.grids,
        links=_links(readings, files),
        reader=kind,
    )
    if len(files) == 1:
        return replace(
            source,
            pages=tuple((shown, here, there) for here, there in first.origins),
            recognised=first.recognised,
            page_starts=first.page_starts,
            levels=first.levels,
        )
    named = "".join(f"{name.rpartition('/')[2]} {sha}\n" for (_, name, _), sha in zip(files, hashes, strict=True))
    lines, pages, grids = _joined(readings)
    sha256 = hashlib.sha256(named.encode()).hexdigest()
    return replace(source, lines=lines, sha256=sha256, pages=pages, grids=grids)


def _readings(files: list[_File], report: Report, bad: Mapping[str, str]) -> list[tuple[str, str, Reading]]:
    """The name, the kind and the reading of each file; a page of several that cannot be read is reported."""
    if len(files) == 1:
        return [(files[0].name, *_reading(files[0], report))]
    readings = []
    for file in files:
        if file.name in bad:
            report(CorpusError(file.name, bad[file.name]))
        elif seen := attempt(partial(_reading, file, report), file.name, report):
            readings.append((file.name, *seen))
    return readings


def _joined(
    readings: list[tuple[str, str, Reading]],
) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...], tuple[Grid, ...]]:
    """The lines, pages and grids of a `Source` that is read from several pages: of each the text, without what all repeat."""
    lines: list[str] = []
    grids: list[Grid] = []
    pages = []
    kept = web_pages.text_ranges([reading.lines for *_, reading in readings])
    for (name, _, reading), (start, stop) in zip(readings, kept, strict=True):
        pages.append((name, len(lines) + 1, start + 1))
        within = (grid for grid in reading.grids if start < grid.line and grid.end <= stop + 1)
        grids += [grid._replace(line=len(lines) + grid.line - start) for grid in within]
        lines += reading.lines[start:stop]
    return tuple(lines), tuple(pages), tuple(grids)


def _links(kinds: Iterable[tuple[str, str, Reading]], files: Iterable[_File]) -> tuple[str, ...]:
    """The files that pages, or Markdown, link to; `kinds` has the kinds of those that were read."""
    linking = {name for name, kind, _ in kinds if kind in ("html", "text")}
    return tuple(dict.fromkeys(link for file in files if file.name in linking for link in attachments.links(file.data)))


def _hash(data: bytes, reading: Reading | None) -> str:
    """The SHA-256 of a file, another where pages of it are recognised: then it reads differently."""
    pages = reading.recognised if reading else ()
    return hashlib.sha256(data + (f"recognised {pages}".encode() if pages else b"")).hexdigest()


def _reading(file: _File, report: Report) -> tuple[str, Reading]:
    """The kind of a file, and what stands in it; what is left out of it is reported."""
    data, shown, kind = file
    kind = kind or detect.identify(data, shown)
    if len(data) > detect.limit(kind):
        raise CorpusError(shown, Message("files.larger", most=detect.limit(kind) / 2**20))
    reading = detect.read(data, kind, shown)
    for what in reading.left_out:
        report(CorpusError(shown, what))
    return kind, reading


def _ignore(problem: CorpusError) -> None:
    """Ignores what is left out of a document."""
