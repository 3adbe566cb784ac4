"""Compares the files of a version with its manifest."""

from __future__ import annotations

from pathlib import Path

from ..messages.catalogue import Message
from .versions import Version, reason, unreadable

_LARGE = 2**23  # bytes; what takes less than a hundredth of a second to read is always read


def verify(version: Version, thorough: bool = True, strict: bool = False, published: bool = True) -> list[Message]:
    """The findings about the files of `version`, each with the name of the file; reads all of them.

    If not `thorough`, it trusts a large file that was not written to since it was published. That is quick,
    and finds changes but not errors of the disk. If `strict`, a file that the system does not let it read raises
    SearchIndexError. If not `published`, the manifest is not compared with CURRENT, which is of another version.
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
            if sha256(path) != expected:
                findings.append(Message("index.altered", name=f"{version.folder.name}/{name}"))
        except OSError as error:
            findings.append(Message("index.unreadable", name=f"{version.folder.name}/{name}", reason=unread(error)))
    if not published:
        return findings
    try:
        name, hashed = version.folder.name, sha256(version.folder / "manifest.json")
        said = (version.folder.parent / "CURRENT").read_text("utf-8", "replace")
        if said.startswith(name) and said != f"{name}\n{hashed}\n":  # else it names a newer version by now
            findings.append(Message("index.manifest_altered", name=f"{name}/manifest.json"))
    except OSError as error:
        name = f"{version.folder.name}/manifest.json"
        findings.append(Message("index.manifest_unreadable", name=name, reason=unread(error)))
    return findings


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
