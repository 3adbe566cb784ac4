"""Writes index versions: beside the old one, switched by one atomic rename; removes what killed writers left."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from ..messages.catalogue import Message
from ..model.errors import IndexLockedError, SearchIndexError
from .integrity import sha256
from .versions import (
    FORMAT,
    KEPT,
    NAME,
    Manifest,
    Version,
    complete,
    current_name,
    lock,
    number,
    plain_text,
    reason,
)

# Hidden files are the system's, not the user's; a README says what the folder is for.
_OWN = r"v\d{6,}(\.partial)?|CURRENT(\.new)?|LOCK|README\.md|\..*"


@contextlib.contextmanager
def writing(index: Path, wait: float = 2.0) -> Iterator[Writer]:
    """Be the one writer of `index`, waiting up to `wait` seconds for another to finish.

    Whatever is not published when the block ends is removed. Raises IndexLockedError, and SearchIndexError for a
    folder that is not an index's and when anything in the block fails to write.
    """
    writer: Writer | None = None
    existed = False
    try:
        existed = (index / "CURRENT").exists()
        _refuse_foreign(index)
        _make(index)
        with _hold_lock(index, wait):
            _sweep(index)
            writer = Writer(index)
            try:
                yield writer
            finally:
                with contextlib.suppress(OSError):  # what is left the next writer removes
                    _sweep(index)
    except OSError as error:
        if writer and writer.published:  # the switch is made: nothing may call it failed
            return
        rest = Message("old_untouched" if existed else "none_yet")
        raise SearchIndexError(Message("unwritable_index", index=index, reason=reason(error), rest=rest)) from error


class Writer:
    """Holds the lock of an index and makes its next version."""

    def __init__(self, index: Path) -> None:
        self._index = index
        numbers = [number(name) for name in [*os.listdir(index), current_name(index)] if re.fullmatch(NAME, name)]
        self._final = index / f"v{max(numbers, default=0) + 1:06}"
        self._partial = index / f"{self._final.name}.partial"
        self.published = False

    def start(self) -> Path:
        """The new empty folder to write the version into; what was written into one before is given up."""
        if self._partial.exists():
            _remove(self._partial)
        self._partial.mkdir()
        return self._partial

    def publish(self, manifest: Manifest, old: Version | None = None) -> None:
        """Sync the version to the disk, then make it the current one; `manifest.files` is filled in here.

        The entry of a file that is shared with the `old` version is taken from there: it is not read again, and damage to it
        stays known.
        """
        files, written = {}, {}
        for path in sorted(self._partial.rglob("*")):
            if path.is_file():
                name = path.relative_to(self._partial).as_posix()
                status = path.stat()
                if old and name in old.manifest.files and _is_one(old.folder / name, status):
                    files[name] = old.manifest.files[name]
                    written[name] = old.manifest.written.get(name, -1)
                else:
                    _sync(path)
                    files[name] = (status.st_size, sha256(path))
                    written[name] = status.st_mtime_ns
        content = {"format": FORMAT} | asdict(replace(manifest, files=files, written=written))
        _write(self._partial / "manifest.json", json.dumps(content, ensure_ascii=False, indent=0))
        for folder in [*self._partial.rglob("*"), self._partial]:
            if folder.is_dir():
                _sync(folder)
        self._partial.rename(self._final)
        _sync(self._index)
        new = self._index / "CURRENT.new"
        _write(new, f"{self._final.name}\n{sha256(self._final / 'manifest.json')}\n")
        new.replace(self._index / "CURRENT")
        self.published = True
        with contextlib.suppress(OSError):  # the switch is made: nothing may call it failed from here on
            _sync(self._index)


def _make(index: Path) -> None:
    """Make the folder of the index, and sync its name to the disk."""
    missing = [folder for folder in (index, *index.parents) if not folder.exists()]
    index.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        with contextlib.suppress(PermissionError):  # a folder that may be written to but not read
            _sync(folder.parent)


def _refuse_foreign(index: Path) -> None:
    """Raise SearchIndexError when `index` is a folder of something else, as when documents and index are mixed up."""
    if not index.is_dir() or current_name(index):
        return
    if foreign := sorted(name for name in os.listdir(index) if not re.fullmatch(_OWN, name)):
        raise SearchIndexError(Message("foreign_files", index=index, name=foreign[0]))


@contextlib.contextmanager
def _hold_lock(index: Path, wait: float) -> Iterator[None]:
    """Hold LOCK; the system releases it when this process ends, however that happens."""
    if (index / "LOCK").is_symlink():  # its target would be written to
        raise SearchIndexError(Message("lock_is_link", index=index))
    with (index / "LOCK").open("a+b") as file:
        deadline = time.monotonic() + wait
        while not lock(file.fileno()):
            if time.monotonic() >= deadline:
                file.seek(0)
                holder = file.read(300).decode("utf-8", "replace").strip()
                raise IndexLockedError(str(index), holder or Message("another_process"))
            time.sleep(0.05)
        import platform
        from datetime import datetime

        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()} since {datetime.now():%Y-%m-%d %H:%M:%S}\n".encode())
        file.flush()
        yield


def _sweep(index: Path) -> None:
    """Remove what is not published and, when it is not open, what is older than the versions to be kept."""
    names = os.listdir(index)
    for name in names:
        if name.endswith(".partial") and re.fullmatch(_OWN, name):
            _remove(index / name)
    with contextlib.suppress(OSError):
        (index / "CURRENT.new").unlink()
    current = current_name(index)
    if not current:
        return  # with CURRENT damaged, what there is may still be of use to someone
    published = complete(index)
    keep = {current, *published[-max(_versions_to_keep(index / current), 1) :]}
    for name in names:
        if re.fullmatch(NAME, name) and name not in keep:
            _retire(index / name)


def _versions_to_keep(version: Path) -> int:
    """How many versions the one in this folder says that there are to be."""
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, RecursionError):
        return max(int(json.loads(plain_text(version / "manifest.json")).get("keep", KEPT)), 1)
    return KEPT


def _retire(folder: Path) -> None:
    """Remove a complete version unless it is open. First it is renamed, so that nobody opens it half removed."""
    going = folder.with_name(f"{folder.name}.partial")
    with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
        manifest = folder / "manifest.json"
        if sys.platform != "win32" and manifest.exists():  # Windows does not rename a folder with an open file
            if not lock(opened.enter_context(manifest.open("rb")).fileno()):
                return
        folder.rename(going)
    _remove(going)


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Write a small file and sync it to the disk."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Sync a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows syncs names by itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_one(path: Path, status: os.stat_result) -> bool:
    """Whether `path` is the file of this status, by another name."""
    try:
        return os.path.samestat(path.stat(), status)
    except OSError:
        return False
