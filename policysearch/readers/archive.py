"""The documents in a ZIP archive, each as its bytes; nothing is unpacked to the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from ..runtime.limits import attempt, reason
from .detect import is_passed_over
from .registry import LARGEST_FILE, endings
from .text import member_name, printable

MOST_MEMBERS = 10_000
LARGEST_CONTENT = 512 * 2**20  # bytes unpacked, of one archive with those in it
HIGHEST_RATIO = 200  # of unpacked to packed bytes, of members over a megabyte: text packs to a tenth
DEEPEST = 2  # an archive, and archives in it


class Allowance:
    """The bytes that an archive and the archives in it may still unpack, together."""

    def __init__(self) -> None:
        self.members = MOST_MEMBERS
        self.bytes = LARGEST_CONTENT


def members(
    data: bytes,
    shown: str,
    on_problem: Callable[[CorpusError], None],
    allowance: Allowance,
    on_other: Callable[[str], None] = lambda name: None,
    bad: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[tuple[bytes, str]]:
    """Each member that has one of the `registry.endings`, with its name `shown/member`, in the archive's order.

    Hidden names are passed over as in folders; those with other endings go to `on_other`. What cannot be read goes to
    `on_problem`, as what is named in `bad` does, with the reason there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        seen: set[str] = set()
        for entry in archive.infolist():
            try:
                path = _path(entry)
            except Exception as error:
                on_problem(CorpusError(f"{shown}/{printable(entry.filename)}", reason(error)))
                continue
            if entry.is_dir() or not path:
                continue
            name = f"{shown}/{path}"
            if PurePosixPath(path).suffix.lower() not in endings():
                on_other(name)
                continue
            allowance.members -= 1
            if allowance.members < 0:
                on_problem(CorpusError(shown, Message("files.archive_members", most=MOST_MEMBERS)))
                return
            if name in seen:
                on_problem(CorpusError(name, Message("files.archive_twice")))
                continue
            seen.add(name)
            if name in bad:
                on_problem(CorpusError(name, bad[name]))
                continue
            content = attempt(partial(_content, archive, entry, name, allowance), name, on_problem, entry.file_size)
            if content is not None:
                yield content, name


def _path(entry: zipfile.ZipInfo) -> str:
    """The member's name as folders and a name, without steps upwards; "" for what is hidden or made by a program."""
    raw = member_name(entry.orig_filename, bool(entry.flag_bits & 0x800))
    steps = [step for step in raw.replace("\\", "/").split("\0")[0].split("/") if step not in ("", ".", "..")]
    if any(map(is_passed_over, steps)):
        return ""
    return printable("/".join(steps))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, allowance: Allowance) -> bytes:
    """The bytes of one member, as long as they stay within the limits."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise CorpusError(name, Message("files.archive_link"))
    if entry.flag_bits & 0x1:
        raise CorpusError(name, Message("files.archive_encrypted"))
    most = min(LARGEST_FILE, allowance.bytes, max(2**20, entry.compress_size * HIGHEST_RATIO))
    try:
        with archive.open(entry) as member:
            data = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise CorpusError(name, Message("files.archive_damaged")) from error
    if len(data) > most:
        raise CorpusError(name, Message("files.archive_bomb", most=most / 2**20, size=entry.compress_size))
    allowance.bytes -= len(data)
    return data
