"""Index versions on disk: written beside, switched by one atomic rename, verified by a manifest.

    index/CURRENT                  name of the current version and the SHA-256 of its manifest
    index/LOCK                     locked by the one writer; says who that is
    index/v000007/manifest.json    what the version is, with size and SHA-256 of every other file in it
    index/v000008.partial/         being written, or left by a killed writer; the next writer removes it

1. Whenever a writer is killed, CURRENT names a complete version, the old or the new one (or there never was one).
2. A version that is open stays on disk, the one before the current too; the next writer removes all others.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from ..messages.catalogue import Message
from ..model.errors import DamagedIndexError, IndexLockedError, NoIndexError, OutdatedIndexError, SearchIndexError

FORMAT = "2"  # of the folder, the manifest and sources.json; an index of another one is rebuilt

_LARGE = 2**23  # bytes; what takes less than a hundredth of a second to read is always read

_NAME = r"v\d{6,}"
_FILE = r"[0-9A-Za-z_][0-9A-Za-z_.-]*"  # a step of the name of a file in a version
_LONGEST = 2**24  # bytes of a manifest
# Hidden files are the system's, not the user's; a README says what the folder is for.
_OWN = r"v\d{6,}(\.partial)?|CURRENT(\.new)?|LOCK|README\.md|\..*"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version says of itself."""

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


def current(index: Path, fingerprint: str) -> Version:
    """The current version of `index`, its files present and of the right sizes (contents: see `verify`).

    Raises NoIndexError, DamagedIndexError, or OutdatedIndexError when no engine of this `fingerprint` wrote it.
    """
    try:
        name = _named(index)
        while (version := _open(index, name, fingerprint)) is None:
            if (newer := _named(index)) == name:
                raise DamagedIndexError(str(index), Message("index.missing", name=f"{name}/manifest.json"))
            name = newer  # switched between the two looks, and the older removed
    except OSError as error:
        raise unreadable(index, error) from error
    return version


def unreadable(index: Path, error: OSError) -> SearchIndexError:
    """The error of an index that the system does not let be read: that is no damage, and may pass."""
    return SearchIndexError(Message("unreadable_index", index=index, reason=reason(error)))


def kept_text(index: Path, name: str) -> str:
    """A text file of the current version, however old or damaged the rest of it may be; "" when it has none.

    Raises SearchIndexError when the system does not let it be read.
    """
    try:
        folder = index / _named(index)
        _refuse_links(index, folder)
        return (folder / name).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError, ValueError, NoIndexError, DamagedIndexError):
        return ""
    except OSError as error:
        raise unreadable(index, error) from error


def verify(version: Version, thorough: bool = True, strict: bool = False) -> list[Message]:
    """What is wrong with the files of `version`, each finding with the name of the file; reads all of them.

    If not `thorough`, it trusts a large file that was not written to since it was published: that is quick, and finds
    what someone did to it but not what the disk forgot. If `strict`, what the system does not let be read is no finding:
    it raises SearchIndexError.
    """
    findings: list[Message] = []

    def unread(error: OSError) -> str:
        if strict and not isinstance(error, FileNotFoundError):
            raise unreadable(version.folder.parent, error) from error
        return reason(error)

    for name, (size, expected) in version.manifest.files.items():
        path = version.folder / name
        try:
            if not thorough and size > _LARGE and path.stat().st_mtime_ns == version.manifest.written.get(name):
                continue
            if _sha256(path) != expected:
                findings.append(Message("index.altered", name=f"{version.folder.name}/{name}"))
        except OSError as error:
            findings.append(Message("index.unreadable", name=f"{version.folder.name}/{name}", reason=unread(error)))
    try:
        name, hashed = version.folder.name, _sha256(version.folder / "manifest.json")
        said = (version.folder.parent / "CURRENT").read_text("utf-8", "replace")
        if said.startswith(name) and said != f"{name}\n{hashed}\n":  # else it names a newer version by now
            findings.append(Message("index.manifest_altered", name=f"{name}/manifest.json"))
    except OSError as error:
        name = f"{version.folder.name}/manifest.json"
        findings.append(Message("index.manifest_unreadable", name=name, reason=unread(error)))
    return findings


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
        with _locked(index, wait):
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
        numbers = [_number(name) for name in [*os.listdir(index), _current_name(index)] if re.fullmatch(_NAME, name)]
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
        """Bring the version safely to the disk, then make it the current one; `manifest.files` is filled in here.

        What is said of a file that is one with that of the `old` version is taken from there: so it is not read again,
        and if it is damaged it stays known to be.
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
                    files[name] = (status.st_size, _sha256(path))
                    written[name] = status.st_mtime_ns
        content = {"format": FORMAT} | asdict(replace(manifest, files=files, written=written))
        _write(self._partial / "manifest.json", json.dumps(content, ensure_ascii=False, indent=0))
        for folder in [*self._partial.rglob("*"), self._partial]:
            if folder.is_dir():
                _sync(folder)
        self._partial.rename(self._final)
        _sync(self._index)
        new = self._index / "CURRENT.new"
        _write(new, f"{self._final.name}\n{_sha256(self._final / 'manifest.json')}\n")
        new.replace(self._index / "CURRENT")
        self.published = True
        with contextlib.suppress(OSError):  # the switch is made: nothing may call it failed from here on
            _sync(self._index)


def _named(index: Path) -> str:
    """The name in CURRENT."""
    try:
        if not stat.S_ISREG((index / "CURRENT").lstat().st_mode):
            raise DamagedIndexError(str(index), Message("index.not_plain", name="CURRENT"))
        with (index / "CURRENT").open("rb") as file:
            name = file.read(300).decode("utf-8", "replace").partition("\n")[0]
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndexError(str(index)) from None
    if not re.fullmatch(_NAME, name):
        raise DamagedIndexError(str(index), Message("index.no_version"))
    return name


def _current_name(index: Path) -> str:
    """The name in CURRENT, or "" when there is none."""
    try:
        return _named(index)
    except SearchIndexError:
        return ""


def _open(index: Path, name: str, fingerprint: str) -> Version | None:
    """The version `name`, or None when it is gone or going."""
    folder = index / name
    with contextlib.ExitStack() as opened:
        try:
            _refuse_links(index, folder)
            held = opened.enter_context((folder / "manifest.json").open("rb"))
        except FileNotFoundError:
            return None
        if not _lock(held.fileno(), shared=True) or not (folder / "manifest.json").exists():
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
            raise OutdatedIndexError(str(index), _shown(found), FORMAT)
        if manifest.fingerprint != fingerprint:
            raise OutdatedIndexError(str(index), _shown(manifest.format()), f"{FORMAT} ({fingerprint})")
        for file, (size, _) in manifest.files.items():
            try:
                if not all(re.fullmatch(_FILE, step, re.ASCII) for step in file.split("/")):
                    outside = Message("index.outside", name=f"{name}/manifest.json", file=_shown(file))
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


def _make(index: Path) -> None:
    """Make the folder of the index, and bring its name safely to the disk."""
    missing = [folder for folder in (index, *index.parents) if not folder.exists()]
    index.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        with contextlib.suppress(PermissionError):  # a folder that may be written to but not read
            _sync(folder.parent)


def _understood(content: dict[str, Any]) -> Manifest:
    """The manifest in JSON; raises ValueError and the like when it has other fields or kinds of values."""
    content["roots"] = tuple(map(str, content["roots"]))
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
                    str(index), Message("index.not_plain", name=f"{folder.name}/{_shown(entry.name)}")
                )


def _shown(text: object) -> str:
    """What an index says, to be quoted in an error: one short line that a terminal can print."""
    return "".join(c if c.isprintable() else "?" for c in str(text))[:200]


def _refuse_foreign(index: Path) -> None:
    """Raise SearchIndexError when `index` is a folder of something else, as when documents and index are mixed up."""
    if not index.is_dir() or _current_name(index):
        return
    if foreign := sorted(name for name in os.listdir(index) if not re.fullmatch(_OWN, name)):
        raise SearchIndexError(Message("foreign_files", index=index, name=foreign[0]))


@contextlib.contextmanager
def _locked(index: Path, wait: float) -> Iterator[None]:
    """Hold LOCK; the system releases it when this process ends, however that happens."""
    if (index / "LOCK").is_symlink():  # what it leads to would be written to
        raise SearchIndexError(Message("lock_is_link", index=index))
    with (index / "LOCK").open("a+b") as file:
        deadline = time.monotonic() + wait
        while not _lock(file.fileno()):
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
    """Remove what is not published and, when it is not open, what is older than the version before the current one."""
    names = os.listdir(index)
    for name in names:
        if name.endswith(".partial") and re.fullmatch(_OWN, name):
            _remove(index / name)
    with contextlib.suppress(OSError):
        (index / "CURRENT.new").unlink()
    current = _current_name(index)
    if not current:
        return  # with CURRENT damaged, what there is may still be of use to someone
    complete = sorted((name for name in names if re.fullmatch(_NAME, name)), key=_number)
    keep = {current, *[name for name in complete if _number(name) < _number(current)][-1:]}
    for name in complete:
        if name not in keep:
            _retire(index / name)


def _retire(folder: Path) -> None:
    """Remove a complete version unless it is open. First it is renamed, so that nobody opens it half removed."""
    going = folder.with_name(f"{folder.name}.partial")
    with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
        manifest = folder / "manifest.json"
        if sys.platform != "win32" and manifest.exists():  # Windows does not rename a folder with an open file
            if not _lock(opened.enter_context(manifest.open("rb")).fileno()):
                return
        folder.rename(going)
    _remove(going)


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _number(name: str) -> int:
    return int(name[1:])


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, shared: bool = False) -> bool:
        """Lock the file for this process alone, if it is free; readers need none, as open files cannot be removed."""
        if shared:
            return True
        os.lseek(descriptor, 2**30, os.SEEK_SET)  # far from the content, which others may want to read
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int, shared: bool = False) -> bool:
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


def _write(path: Path, text: str) -> None:
    """Write a small file that is safely on the disk on return."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, safely to the disk."""
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


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reason(error: OSError) -> str:
    """What the system says is wrong, without the path."""
    return (error.strerror or str(error)).lower()
