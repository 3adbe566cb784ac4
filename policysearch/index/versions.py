"""Index versions on disk: one is current, and a manifest verifies it; `version_writer` writes them.

    index/CURRENT                  name of the current version and the SHA-256 of its manifest
    index/LOCK                     locked by the one writer; says who that is
    index/v000007/manifest.json    what the version is, with size and SHA-256 of every other file in it
    index/v000008.partial/         being written, or left by a killed writer; the next writer removes it

1. Whenever a writer is killed, CURRENT names a complete version, the old or the new one (or there never was one).
2. A version that is open stays on disk, and so do the newest, as many as the current one says; the next writer removes the others.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import sys
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from ..messages.catalogue import Message
from ..model.errors import DamagedIndexError, NoIndexError, OutdatedIndexError, SearchIndexError
from ..model.record import record

FORMAT = "4"  # of the folder, the manifest and sources.json; an index of another one is rebuilt

KEPT = 2  # versions that stay on disk unless an update was given another number: the current one and the one before

NAME = r"v\d{6,}"
_FILE = r"[0-9A-Za-z_][0-9A-Za-z_.-]*"  # a step of the name of a file in a version
_LONGEST = 2**24  # bytes of a manifest


@record
class Manifest:
    """The manifest of a version."""

    fingerprint: str  # of the engine: its files and the analysis
    program: str  # hash of the program that read the documents
    dictionary: str
    built: str  # ISO time with offset
    roots: tuple[str, ...]  # absolute paths it was built from
    sources: int
    documents: int
    passages: int
    files: dict[str, tuple[int, str]] = field(default_factory=dict)  # name: size in bytes, SHA-256
    written: dict[str, int] = field(default_factory=dict, compare=False)  # name: time of its last change, in ns
    exclude: tuple[str, ...] = ()  # patterns of names that are left out
    keep: int = KEPT  # how many versions stay on disk, this one among them
    semantic: tuple[str, ...] = ()  # the sentence encoder that its vectors are of, as `semantic.settings` keeps it
    beside: tuple[str, ...] = ()  # what of `readers.settings.BESIDE` is read

    def format(self) -> str:
        """Format and fingerprint in one, as errors and statistics show them."""
        return f"{FORMAT} ({self.fingerprint})"


class Version:
    """A complete version; it stays on disk until it is closed."""

    def __init__(self, folder: Path, manifest: Manifest, held: BinaryIO) -> None:
        self.folder = folder
        self.manifest = manifest
        self._held = held  # manifest.json, locked against removal

    def close(self) -> None:
        """Let the version be removed."""
        self._held.close()


def in_cluster(place: object) -> bool:
    """Whether `place` is an address."""
    return re.match(r"opensearch(\+https)?:", str(place)) is not None


def current(index: Path, fingerprint: str) -> Version:
    """The current version of `index`, its files present and of the right sizes (contents: see `integrity`).

    Raises NoIndexError, DamagedIndexError, or OutdatedIndexError when no engine of this `fingerprint` wrote it.
    """
    try:
        name = _read_name(index)
        while (version := open_named(index, name, fingerprint)) is None:
            if (newer := _read_name(index)) == name:
                raise DamagedIndexError(str(index), Message("index.missing", name=f"{name}/manifest.json"))
            name = newer  # switched between the two looks, and the older removed
    except OSError as error:
        raise unreadable(index, error) from error
    return version


def unreadable(index: Path, error: OSError) -> SearchIndexError:
    """The error of an index that the system does not let us read: that is no damage, and may pass."""
    return SearchIndexError(Message("unreadable_index", index=index, reason=reason(error)))


def kept_text(index: Path, name: str) -> str:
    """A text file of the current version, however old or damaged the rest of it may be; "" when it has none.

    Raises SearchIndexError when the system does not let it be read.
    """
    try:
        folder = index / _read_name(index)
        _refuse_links(index, folder)
        return (folder / name).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError, ValueError, NoIndexError, DamagedIndexError):
        return ""
    except OSError as error:
        raise unreadable(index, error) from error


def _read_name(index: Path) -> str:
    """The name in CURRENT."""
    try:
        if not stat.S_ISREG((index / "CURRENT").lstat().st_mode):
            raise DamagedIndexError(str(index), Message("index.not_plain", name="CURRENT"))
        with (index / "CURRENT").open("rb") as file:
            name = file.read(300).decode("utf-8", "replace").partition("\n")[0]
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndexError(str(index)) from None
    if not re.fullmatch(NAME, name):
        raise DamagedIndexError(str(index), Message("index.no_version"))
    return name


def current_name(index: Path) -> str:
    """The name in CURRENT, or "" when there is none."""
    try:
        return _read_name(index)
    except SearchIndexError:
        return ""


def open_named(index: Path, name: str, fingerprint: str) -> Version | None:
    """The version `name`, or None when it is gone or going; raises what `current` raises."""
    folder = index / name
    with contextlib.ExitStack() as opened:
        try:
            _refuse_links(index, folder)
            held = opened.enter_context((folder / "manifest.json").open("rb"))
        except FileNotFoundError:
            return None
        if not lock(held.fileno(), shared=True) or not (folder / "manifest.json").exists():
            return None
        try:
            if os.fstat(held.fileno()).st_size > _LONGEST:
                raise ValueError("longer than any that is written")
            content = json.loads(held.read(_LONGEST))
            if (found := content.pop("format")) == FORMAT:
                manifest = _understood(content)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise DamagedIndexError(str(index), Message("index.not_understood", name=f"{name}/manifest.json")) from None
        if found != FORMAT:
            raise OutdatedIndexError(str(index), _printable(found), FORMAT)
        if manifest.fingerprint != fingerprint:
            raise OutdatedIndexError(str(index), _printable(manifest.format()), f"{FORMAT} ({fingerprint})")
        for file, (size, _) in manifest.files.items():
            try:
                if not all(re.fullmatch(_FILE, step, re.ASCII) for step in file.split("/")):
                    outside = Message("index.outside", name=f"{name}/manifest.json", file=_printable(file))
                    raise DamagedIndexError(str(index), outside)
                for above in list(PurePosixPath(file).parents)[
                    -2::-1
                ]:  # from the highest down; the last is the version
                    _refuse_links(index, folder / above)
                if (real := (folder / file).stat().st_size) != size:
                    wrong = Message("index.wrong_size", name=f"{name}/{file}", real=real, size=size)
                    raise DamagedIndexError(str(index), wrong)
            except FileNotFoundError:
                raise DamagedIndexError(str(index), Message("index.missing", name=f"{name}/{file}")) from None
        opened.pop_all()
        return Version(folder, manifest, held)


def _understood(content: dict[str, Any]) -> Manifest:
    """The manifest in JSON; raises ValueError and the like when it has other fields or kinds of values."""
    content["roots"] = tuple(map(str, content["roots"]))
    for name in ("exclude", "semantic", "beside"):
        content[name] = tuple(map(str, content.get(name, ())))
    content["keep"] = int(content.get("keep", KEPT))
    content["written"] = {name: int(time) for name, time in content["written"].items()}
    content["files"] = {name: (int(size), str(sha256)) for name, (size, sha256) in content["files"].items()}
    for name in ("sources", "documents", "passages"):
        content[name] = int(content[name])
    for name in ("fingerprint", "program", "dictionary", "built"):
        content[name] = str(content[name])
    return Manifest(**content)


def _refuse_links(index: Path, folder: Path) -> None:
    """Raise DamagedIndexError when `folder` is a link or holds one, or a pipe: none of them is followed out of the index.

    Raises FileNotFoundError when there is no such folder.
    """
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise DamagedIndexError(str(index), Message("index.no_folder", name=folder.name))
    with os.scandir(folder) as entries:
        for entry in entries:
            plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
            if not plain and not entry.name.startswith("."):  # hidden files are the system's, and not read
                raise DamagedIndexError(
                    str(index), Message("index.not_plain", name=f"{folder.name}/{_printable(entry.name)}")
                )


def _printable(text: object) -> str:
    """Text from an index, to be quoted in an error: one short line that a terminal can print."""
    return "".join(c if c.isprintable() else "?" for c in str(text))[:200]


def plain_text(path: Path) -> str:
    """The text of a file in an index; raises OSError, and ValueError for a pipe, a link, and what is too long or no text."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LONGEST:
        raise ValueError(path.name)
    return path.read_text("utf-8")


def complete(index: Path) -> list[str]:
    """The names of the published versions in `index`, the oldest first; raises OSError when it cannot be looked into."""
    current = current_name(index)
    published = [name for name in os.listdir(index) if re.fullmatch(NAME, name) and current]
    return sorted((name for name in published if number(name) <= number(current)), key=number)


def number(name: str) -> int:
    """The number in the name of a version; newer versions have higher ones."""
    return int(name[1:])


if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int, shared: bool = False) -> bool:
        """Lock the file for this process alone, if it is free; readers need none, as open files cannot be removed."""
        if shared:
            return True
        os.lseek(descriptor, 2**30, os.SEEK_SET)  # beyond the content, which others may read
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def lock(descriptor: int, shared: bool = False) -> bool:
        """Lock the file, alone or together with others, until it is closed; False when someone else has it."""
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            if not shared:
                raise
            # Some network folders cannot be locked for reading; reading goes on without.
        return True


def reason(error: OSError) -> str:
    """The message of a system error, without the path."""
    return (error.strerror or str(error)).lower()
