"""The report of an update."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model.errors import CorpusError
from .ingest import SourceFile
from .intake import Intake


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The report of an update; all names are as shown to users."""

    read: tuple[str, ...]  # new or changed
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]  # gone, or no longer readable: then it is in `problems` too
    renamed: tuple[str, ...]  # new names of files with the bytes of one that is gone
    problems: tuple[CorpusError, ...]  # files that could not be read; all others were
    guessed: tuple[tuple[str, str], ...]  # name and encoding, of all indexed files whose encoding is a guess
    documents: int  # in the whole index, like passages
    passages: int
    seconds: float
    rebuilt: str  # why all was read again although there was an index; else ""
    files: tuple[SourceFile, ...]  # all that are indexed, by name
    not_read: tuple[str, ...] = ()  # files of kinds that are not read, also in archives, by name
    refused: str = ""  # of a dry run: why an update would not be done
    pending: str = ""  # of a share of several: why nothing was published yet; then the report is of the share alone


def report_on(intake: Intake, known: Mapping[str, SourceFile], rebuilt: str) -> BuildReport:
    """The report of an update with this `intake`; `known` are the files before it, `rebuilt` is the reason for reading all again, or ""."""
    files, origins = intake.files, {name: file.name for name, file in intake.origin.items() if name in intake.files}
    moved = {name: origin for name, origin in origins.items() if name != origin}
    there = {*files, *moved.values(), *(page for file in files.values() for page in file.pages)}
    return BuildReport(
        read=tuple(name for name in files if name not in origins),
        unchanged=tuple(name for name in files if name in origins and name not in moved),
        removed=tuple(name for name in known if name not in there),
        renamed=tuple(name for name in files if name in moved),
        problems=tuple(intake.problems),
        guessed=tuple((file.name, file.encoding) for file in files.values() if file.guessed),
        documents=sum(len(file.documents) for file in files.values()),
        passages=sum(file.passages for file in files.values()),
        seconds=0,
        rebuilt=rebuilt,
        files=tuple(files.values()),
        not_read=tuple(sorted(intake.others)),
    )
