"""The known formats: each registers its signs and its reader in a module of `readers.formats`.

Importing such a module loads only the description; the reader is imported when a file is read. A format that
nothing here reads is registered with the reason, and with the reader once there is one: a reader comes before a reason.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import MappingProxyType

from ..messages.catalogue import Message
from .text import Reading

LARGEST_TEXT = 32 * 2**20  # bytes, of text and HTML
LARGEST_FILE = 128 * 2**20  # of the formats that hold pictures too

Read = Callable[[bytes, str], Reading]  # the bytes of a file and its name for users; raises CorpusError


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its signs, its reader, and its row of docs/formats.md.

    Content decides: `magic`, then what a ZIP or OLE file holds, then `looks_like`. Of several that fit, the one with the
    least `order` is taken.
    """

    kind: str  # its name in code: docx
    read: Read | None = None  # None: `reason` says why it is not read
    reason: str = ""
    endings: tuple[str, ...] = ()  # of files taken from folders and archives, with the point, small letters
    media_types: tuple[str, ...] = ()  # also those that begin so; the member `mimetype` of a ZIP file names one
    magic: tuple[bytes, ...] = ()  # how a file begins
    within: int = 0  # bytes from the start in which the magic may begin
    members: tuple[str, ...] = ()  # of a ZIP file: one name in it that tells the format
    streams: tuple[str, ...] = ()  # of an OLE file: one name in its root folder that tells the format
    looks_like: Callable[[str, str], bool] | None = None  # of the first 4096 bytes in small letters, and the name
    attached: Callable[[bytes, str], Iterator[tuple[str, bytes]]] | None = None  # files in it: name and bytes
    taken: Callable[[], bool] = lambda: True  # whether those files are taken from folders and archives
    order: int = 0
    largest: int = LARGEST_FILE  # bytes
    isolated: bool = False  # read in a process of its own, since it may crash, hang or fill the memory
    blank: str = Message("formats.blank")  # said of a file without text
    # By ending, what a ZIP file that cannot be opened should be.
    packed: Mapping[str, str] = field(default_factory=dict)
    title: str = ""  # the columns of docs/formats.md
    needs: str = ""
    reads: str = ""
    omits: str = ""


_FORMATS: dict[str, Format] = {}


def reader(kind: str, **description: object) -> Callable[[Read], Read]:
    """Decorator: register `read(data, shown)` as the reader of the format `kind`; the description is that of `Format`."""

    def register(read: Read) -> Read:
        _FORMATS[kind] = Format(kind, read, **description)  # type: ignore[arg-type]
        return read

    return register


def unread(kind: str, reason: str, **description: object) -> None:
    """Register a format that nothing here reads, and the reason that is reported; a reader of that kind takes its place."""
    if kind not in _FORMATS:
        _FORMATS[kind] = Format(kind, None, reason, **description)  # type: ignore[arg-type]


@cache
def formats() -> Mapping[str, Format]:
    """All formats by kind, those with the least `order` first."""
    package = import_module(f"{__package__}.formats")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_FORMATS.items(), key=lambda item: (item[1].order, item[0]))))


def endings() -> frozenset[str]:
    """The endings of files that are taken from folders and archives; a file given by name may have any ending."""
    return _endings(frozenset(format.kind for format in formats().values() if format.taken()))


@cache
def _endings(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset(ending for kind in kinds for ending in formats()[kind].endings)


def table() -> str:
    """The table of docs/formats.md: a row for each format that has a title."""
    rows = [("format", "needs", "read", "not read"), ("---",) * 4]
    rows += [(f.title, f.needs, f.reads, f.omits) for f in formats().values() if f.title]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |").replace("|  |", "| |") for row in rows)
