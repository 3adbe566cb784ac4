"""The stamp of the program that reads documents: after a change of it all are read again."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import sys
from pathlib import Path

from ..messages.catalogue import Message

#: Packages and modules on which texts, ids and postings depend.
READING = (
    "index.attachments index.discovery index.ingest index.loading model readers runtime store.arrays store.columns store.local "
    "store.protocol structure tables text"
).split()
#: Libraries on which they depend.
_LIBRARIES = ("beautifulsoup4", "soupsieve", "pypdfium2", "xlrd", "olefile", "pypinyin", "jieba", "whoosh")


def stamp() -> str:
    """A hash of the code that makes texts, ids and postings of documents, and the versions of its libraries."""
    import hashlib

    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes())
    libraries = [f"python {platform.python_version()}"]
    versions = _library_versions()
    libraries += [f"{name} {versions[name]}" for name in _LIBRARIES if name in versions]
    return ", ".join([digest.hexdigest(), *libraries])


def _library_versions() -> dict[str, str]:
    """The versions of installed packages, from the names of their folders `name-version.dist-info`.

    importlib.metadata parses their metadata as mail, and takes fifty times as long.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for entry in os.listdir(folder or "."):
                if told := re.fullmatch(r"(.+?)-(.+?)(?:-py[0-9.]+)?\.(?:dist|egg)-info", entry):
                    found.setdefault(re.sub("[-_.]+", "-", told[1]).lower(), told[2])
    return found


def _files() -> list[Path]:
    package = Path(__file__).parents[1]
    places = [package / name.replace(".", "/") for name in READING]
    return sorted(
        path for place in places for path in (place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")])
    )


def difference(old: str, new: str) -> str:
    """Why documents that the program `old` read are read again by `new`."""
    code, *before = old.split(", ")
    if code == new.partition(", ")[0]:
        for what in new.split(", ")[1:]:
            name = what.partition(" ")[0]
            if what not in before:
                was = next(
                    (other for other in before if other.startswith(f"{name} ")), Message("files.no_library", name=name)
                )
                return Message("files.other_library", was=was, now=what)
    return Message("files.other_program")
