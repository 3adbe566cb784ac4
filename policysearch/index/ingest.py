"""Reads, parses and counts files one by one, in this process or in another; the record of each."""

from __future__ import annotations

import pickle
import re
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from ..messages.catalogue import Message
from ..model.document import Document, Passage, Source
from ..model.errors import CorpusError
from ..model.passages import passages
from ..readers.settings import Settings, using
from ..runtime.limits import attempt, reason
from ..runtime.process_pool import ProcessLost
from ..structure import document_ids
from ..text import coinages, tokenizer
from ..text.normalize import fold
from . import attachments, loading

Parse = Callable[[Source], tuple[Document, ...]]

_QUOTE = re.compile('["“”„‟〝〞「」＂]')
_PARCEL = 200_000  # bytes of documents to send to another process at a time
_MOST_LOST = 20  # processes that one file may end; then all of it is left out, with its members
_SETTLED = 3_000_000_000  # ns; a file written to more recently may change again within the same time stamp


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source file as a version remembers it, in sources.json."""

    name: str
    file: str  # the file on disk: its own name, or the archive's it is a member of; size and mtime_ns are of that
    size: int  # of several files a sum in which their order counts, like mtime_ns
    mtime_ns: int  # -1 when it cannot be relied on, or something in the file was left out and is to be reported again
    sha256: str
    encoding: str
    guessed: bool
    passages: int
    ids: tuple[str, ...]  # of its documents as the parser gives them
    texts: tuple[str, ...]  # and the marks of their texts
    documents: tuple[Document, ...]  # under their ids in the index, without provisions
    found: dict[str, int]  # provisions of each kind, tables, wrapped titles, as `_counts` has it
    observed: dict[str, int]  # observations about its documents, with their counts
    coinages: tuple[str, ...] = ()  # terms quoted or defined in it that count as words
    pages: tuple[str, ...] = ()  # of a text over several web pages: their names
    # Parts of a web page that are not read: name of the element, characters.
    blocks: dict[str, int] = field(default_factory=dict)
    others: tuple[str, ...] = ()  # of the first source of an archive: its members of kinds that are not read
    recognised: tuple[tuple[int, float, str], ...] = ()  # by OCR: page, mean confidence, key of what is kept
    links: tuple[str, ...] = ()  # files that it links to, as paths from its folder
    annexes: tuple[str, ...] = ()  # titles that it lists as its attachments
    doubts: dict[str, int] = field(default_factory=dict)  # the doubts of structure.certainty about its reading
    reader: str = ""  # the name of the reader that read it


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to be read."""

    path: Path
    name: str
    size: int
    mtime_ns: int
    sha256: dict[str, str]  # in the old version, by name: of the file, or of members of an archive
    pages: loading.Pages = ()  # further web pages of the same text
    newest: int = 0  # the latest change of them all, ns
    bad: dict[str, str] = field(default_factory=dict)  # names that are not read, of itself and its members, and why


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result of reading a file."""

    problems: list[tuple[str, str]]  # name and why it is left out
    sources: list[tuple[SourceFile, bytes]]  # with their packed passages by document
    others: list[str]  # members of an archive of kinds that are not read
    wanted: list[str] = field(default_factory=list)  # files with pages that wait to be recognised


def read_files(
    parse: Parse, dictionary: str, gone: frozenset[tuple[str, str]], ocr: Settings, files: list[FileTask]
) -> list[FileResult]:
    """Read and parse files, and recognise pages as `ocr` says.

    A source whose bytes are known, of the same name or of one of those `gone`, is not parsed, and has no documents.
    """
    found = []
    for file in files:
        settled = time.time_ns() - file.newest > _SETTLED
        result = FileResult([], [], [])
        with using(replace(ocr, wanted=result.wanted)):
            _read_file(parse, dictionary, gone, file, result)
        mtime_ns = file.mtime_ns if settled and not result.problems else -1
        others = [tuple(result.others), *[()] * len(result.sources)]
        result.sources[:] = [
            (replace(one, mtime_ns=mtime_ns, others=there), packed)
            for (one, packed), there in zip(result.sources, others, strict=False)
        ]
        found.append(result)
    return found


def _read_file(
    parse: Parse, dictionary: str, gone: frozenset[tuple[str, str]], file: FileTask, result: FileResult
) -> None:
    """Read one file, and put the result into `result`."""
    report = partial(_report, result)
    for source in loading.sources(file.path, file.name, report, file.pages, result.others.append, file.bad):
        known = source.sha256 == file.sha256.get(source.path) or same_bytes(source.sha256, source.path) in gone
        if one := _parse_source(parse, dictionary, file, source, known, report):
            result.sources.append(one)


def rescue(
    do: Callable[[list[FileTask]], list[FileResult]], files: list[FileTask], error: Exception
) -> list[FileResult]:
    """The results of `files`, after reading them together ended with `error`; `do` is `read_files` in another process.

    Each is read alone. A file that ends its process a second time, or takes too long, is left out with the reason; of an
    archive only the member that did.
    """
    return [_alone(do, file, error) for file in files]


def _alone(do: Callable[[list[FileTask]], list[FileResult]], file: FileTask, error: Exception) -> FileResult:
    suspected: Counter[str] = Counter()
    why = ""
    for _ in range(_MOST_LOST):
        if isinstance(error, ProcessLost):
            name = error.at or file.name
            suspected[name] += 1
            if suspected[name] > 1 or error.hung:
                why = error.reason
                file = replace(file, bad=file.bad | {name: why})
        try:
            return do([file])[0]
        except ProcessLost as lost:
            error = lost
        except Exception as raised:
            return FileResult([(file.name, reason(raised))], [], [])
    return FileResult([(file.name, why or "ends every process that reads it; leave it out")], [], [])


def _report(result: FileResult, problem: CorpusError) -> None:
    result.problems.append((problem.path, problem.reason))


def _parse_source(
    parse: Parse, dictionary: str, file: FileTask, source: Source, known: bool, report: Callable[[CorpusError], None]
) -> tuple[SourceFile, bytes] | None:
    """A source with its packed passages by document; None when it is left out."""
    seen = SourceFile(
        name=source.path,
        file=file.name,
        size=file.size,
        mtime_ns=-1,
        sha256=source.sha256,
        encoding=source.encoding,
        guessed=source.guessed,
        passages=0,
        ids=(),
        texts=(),
        documents=(),
        found={},
        observed={},
        blocks=dict(source.blocks),
        recognised=source.recognised,
        links=source.links,
        reader=source.reader,
        pages=tuple(name for name, *_ in source.pages) if {name for name, *_ in source.pages} != {source.path} else (),
    )
    if known:
        return seen, b""

    def parsed() -> tuple[SourceFile, bytes]:
        documents = parse(source)
        groups = [passages(document) for document in documents]
        if source.pages:
            groups = [tuple(replace(p, page=source.where(p.line_start, p.line_end)) for p in group) for group in groups]
        if source.page_starts:
            groups = [tuple(_with_pages(source, passage) for passage in group) for group in groups]
        counts, observed, doubtful = _counts(source, documents, groups)
        coined = {word for group in groups for passage in group for word in _coinages(passage, dictionary)}
        if not documents:
            raise CorpusError(source.path, Message("files.no_document_found"))
        full = replace(
            seen,
            passages=sum(map(len, groups)),
            ids=tuple(document.id for document in documents),
            texts=tuple(document_ids.text_mark(document.provisions) for document in documents),
            documents=tuple(replace(document, provisions=()) for document in documents),
            found=counts,
            observed=observed,
            doubts=doubtful,
            coinages=tuple(sorted(coined)),
            annexes=attachments.listed_titles(source.lines),
        )
        return full, pickle.dumps(groups, -1)

    return attempt(parsed, source.path, report, file.size, "parsed")


def _with_pages(source: Source, passage: Passage) -> Passage:
    """`passage` with the printed pages on which its lines begin and end."""
    begun = source.page_of(max(passage.line_start, source.page_starts[0].line))
    if begun is None or passage.line_end < source.page_starts[0].line:
        return passage
    last = bisect_right(source.page_starts, passage.line_end, key=lambda one: one.line)
    return replace(passage, page_start=begun.page, page_end=source.page_starts[last - 1].page, page_label=begun.label)


def _coinages(passage: Passage, dictionary: str) -> list[str]:
    """The terms that count as words in `passage` because they are quoted or defined there."""
    heading = fold(passage.printed or passage.title)
    found = tokenizer.coinages(coinages.heading(heading, passage.kind), dictionary)
    return found + tokenizer.coinages(fold(passage.text), dictionary) if _QUOTE.search(passage.text) else found


def _counts(
    source: Source, documents: Collection[Document], groups: Iterable[Iterable[Passage]]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Counts of the content of a file, of observations, and of doubts about its reading."""
    from ..structure.certainty import doubts
    from ..structure.lint import observations
    from ..tables.recognize import tables

    found: Counter[str] = Counter()
    odd = [observation for document in documents for observation in observations(document)]
    found["tables"] += sum(len(tables(passage)) for group in groups for passage in group)
    for document in documents:
        found.update(provision.kind for provision in document.provisions)
        found["wrapped"] += sum("\n" in provision.printed for provision in document.provisions)
    observed = Counter(observation.kind for observation in odd)
    return dict(+found), dict(observed), doubts(source, documents, odd)


def parcels(files: Iterable[FileTask], count: int) -> Iterator[list[FileTask]]:
    """`files` in order, in groups worth sending to another process; single without other processes."""
    parcel: list[FileTask] = []
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
    """Whether another process can run `function`: it does not know the script that this one runs."""
    try:
        return b"__main__" not in pickle.dumps(function)
    except Exception:
        return False


def same_bytes(sha256: str, name: str) -> tuple[str, str]:
    """The key of files that read alike: their hash, and the ending where that decides on the reader."""
    return sha256, PurePosixPath(name).suffix.lower()
