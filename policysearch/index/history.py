"""The versions of an index on disk: the settings of the current one, the list of all, and rollback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.errors import CorpusError, DamagedIndexError, NoIndexError, UnknownVersionError
from . import integrity, version_writer, versions

_COMPLAINTS = ".complaints"  # beside the versions, as an update may complain and write none


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an index, which it keeps until an update is given others."""

    roots: tuple[str, ...] = ()  # absolute paths of the files and folders
    exclude: tuple[str, ...] = ()  # patterns of names that are left out
    keep: int = versions.KEPT  # how many versions stay on disk
    semantic: tuple[str, ...] = ()  # a sentence encoder, as `semantic.settings` keeps it
    beside: tuple[str, ...] = ()  # what is read beside the text of files: readers.settings.BESIDE


@dataclass(frozen=True, slots=True)
class Release:
    """A complete version on disk."""

    name: str
    built: str  # ISO time with offset, like that of Stats
    documents: int
    passages: int
    bytes: int  # of its files; those that it shares with other versions are counted in each
    current: bool
    readable: bool  # whether this program reads its format


def settings(index: str | Path) -> Settings | None:
    """The settings of the index in `index`, a folder or an address, whatever its format; None where there are none.

    Raises SearchIndexError when the system does not let it be read.
    """
    if versions.in_cluster(index):
        from . import remote

        content = _object(remote.manifest(str(index)))
    else:
        content = _object(versions.kept_text(Path(index), "manifest.json"))
    roots = _strings(content.get("roots"))
    keep = content.get("keep")
    if not roots:
        return None
    exclude, semantic, beside = (_strings(content.get(name)) for name in ("exclude", "semantic", "beside"))
    return Settings(roots, exclude, keep if isinstance(keep, int) else versions.KEPT, semantic, beside)


def choose_roots(
    kept: Settings | None, paths: Sequence[str | Path], add: Sequence[str | Path], remove: Sequence[str | Path]
) -> tuple[str, ...]:
    """The absolute paths that an index is to be made of: `paths`, or those of `kept` with `add` and without `remove`.

    Raises CorpusError when none is left, or one of `remove` is not among them, and ValueError for `paths` beside the others.
    """
    if paths and (add or remove):
        raise ValueError(Message("files.paths_alone"))
    roots = [os.path.abspath(path) for path in paths] or list(kept.roots if kept else ())
    for path in remove:
        absolute = os.path.abspath(path)
        if absolute not in roots:
            raise CorpusError(str(path), Message("files.not_a_root", roots=" ".join(roots) or Message("files.no_path")))
        roots.remove(absolute)
    roots += [absolute for path in add if (absolute := os.path.abspath(path)) not in roots]
    if not roots:
        raise CorpusError(" ".join(map(str, remove)) or Message("files.no_path"), Message("files.no_root_left"))
    return tuple(roots)


def releases(index: Path, fingerprint: str) -> tuple[Release, ...]:
    """The complete versions in `index`, the newest first. Raises NoIndexError, and SearchIndexError when it cannot be read."""
    try:
        names = versions.complete(index)
        current = versions.current_name(index)
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndexError(str(index)) from None
    except OSError as error:
        raise versions.unreadable(index, error) from error
    if not names:
        raise NoIndexError(str(index))
    found = []
    for name in reversed(names):
        with suppress(OSError, ValueError, TypeError):
            content = _object(versions.plain_text(index / name / "manifest.json"))
            files = content["files"] if isinstance(content.get("files"), dict) else {}
            readable = (content.get("format"), content.get("fingerprint")) == (versions.FORMAT, fingerprint)
            size = sum(int(entry[0]) for entry in files.values() if isinstance(entry, list) and entry)
            documents, passages = int(content.get("documents", 0)), int(content.get("passages", 0))
            built = str(content.get("built", ""))
            found.append(Release(name, built, documents, passages, size, name == current, readable))
    return tuple(found)


def rollback(
    index: Path,
    fingerprint: str,
    name: str | None = None,
    wait: float = 2.0,
    copy: Callable[[Path, Path], None] = lambda old, new: None,
) -> Release:
    """Make an older version the current one: `name`, or the newest that is older than the current one.

    It is published under a new name, so that a second rollback undoes the first; files are shared, not copied. `copy` is
    called with both folders where a version is more than its files.
    Raises UnknownVersionError when there is no such version, OutdatedIndexError and DamagedIndexError for one that this
    program cannot read or whose files were altered, IndexLockedError and SearchIndexError as an update does.
    """
    if not versions.current_name(index):
        raise NoIndexError(str(index))
    with version_writer.writing(index, wait) as writer:
        names = versions.complete(index)
        current = versions.current_name(index)
        wanted = name or before(names, current)
        if wanted not in names or wanted == current:
            rest = " ".join(one for one in names if one != current)
            raise UnknownVersionError(str(index), wanted, rest)
        version = versions.open_named(index, wanted, fingerprint)
        if version is None:
            raise UnknownVersionError(str(index), wanted, "")
        try:
            if findings := integrity.verify(version, published=False):
                raise DamagedIndexError(str(index), findings[0])
            folder = writer.start()
            for file in version.manifest.files:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                _share(version.folder / file, folder / file)
            copy(version.folder, folder)
            writer.publish(version.manifest, version)
        finally:
            version.close()
    return next(release for release in releases(index, fingerprint) if release.current)


def before(names: Sequence[str], current: str) -> str:
    """The name of the newest version before the current one, of `names` in order; "" for none."""
    return next((name for name in reversed(names) if versions.number(name) < versions.number(current)), "")


def locate(roots: Sequence[str], name: str) -> Path:
    """The file that is shown as `name` in an index of these absolute paths."""
    from .discovery import labels

    for root, label in zip(roots, labels(roots), strict=True):
        if not label:
            return Path(root) / name
        if name == label:
            return Path(root)
        if name.startswith(f"{label}/"):
            return Path(root) / name[len(label) + 1 :]
    return Path(name)


def last_complaints(folder: str | Path) -> set[str]:
    """The complaints of the last update of this index, a line each; empty when they are not known."""
    try:
        return set(versions.plain_text(Path(folder) / _COMPLAINTS).splitlines())
    except (OSError, ValueError):
        return set()


def remember_complaints(folder: str | Path, complaints: Iterable[str]) -> None:
    """Keep the complaints of an update for the next; does nothing when the index cannot be written to."""
    with suppress(OSError):
        new = Path(folder) / f"{_COMPLAINTS}.new"
        new.unlink(missing_ok=True)
        with new.open("x", encoding="utf-8", newline="\n") as file:  # "x": a link there is not followed
            file.writelines(f"{complaint}\n" for complaint in complaints)
        new.replace(Path(folder) / _COMPLAINTS)


def _share(source: Path, target: Path) -> None:
    """The same file under another name, or a copy where the file system has no hard links."""
    import shutil

    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _object(text: str) -> dict[str, Any]:
    """The object that JSON text holds; empty for any other text."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def removed_names(kept: Settings | None, roots: Iterable[str]) -> tuple[str, ...]:
    """The prefixes of names in the index under the paths of `kept` that are not in `roots`."""
    from .discovery import labels

    old = kept.roots if kept else ()
    left = set(roots)
    return tuple(label for root, label in zip(old, labels(old), strict=True) if label and root not in left)
