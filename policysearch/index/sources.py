"""sources.json of a version: the records of all its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.document import Document
from ..model.errors import DamagedIndexError, one_line
from . import versions
from .ingest import SourceFile

FILE = "sources.json"


def read_sources(version: versions.Version) -> list[SourceFile]:
    """The source files of a version, by name; raises DamagedIndexError."""
    return read(version.folder)


def read(folder: Path) -> list[SourceFile]:
    """What `write` wrote into `folder`, a version; raises DamagedIndexError."""
    try:
        entries = json.loads((folder / FILE).read_text("utf-8"))
        for entry in entries:
            entry["ids"] = tuple(entry["ids"])
            entry["texts"] = tuple(entry.get("texts", ()))
            entry["coinages"] = tuple(entry["coinages"])
            entry["pages"] = tuple(entry.get("pages", ()))
            for name in ("others", "links", "annexes"):
                entry[name] = tuple(entry.get(name, ()))
            entry["recognised"] = tuple((page, sure, key) for page, sure, key in entry.get("recognised", ()))
            entry["documents"] = tuple(
                Document(**{name: _tuples(value) for name, value in document.items()})
                for document in entry["documents"]
            )
        files = [SourceFile(**entry) for entry in entries]
        for file in files:
            _check_types(file)
            for document in file.documents:
                _check_types(document)
        return files
    except OSError as error:
        raise versions.unreadable(folder.parent, error) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = Message("index.unreadable", name=f"{folder.name}/{FILE}", reason=one_line(error))
        raise DamagedIndexError(str(folder.parent), what) from error


def known_hashes(index: Path) -> dict[str, str]:
    """The files of the current version with the SHA-256 of each, also of an index that this program cannot update."""
    try:
        return {str(entry["name"]): str(entry["sha256"]) for entry in json.loads(versions.kept_text(index, FILE))}
    except (ValueError, TypeError, KeyError):
        return {}


def ocr_keys(index: Path) -> set[str] | None:
    """The keys of OCR results that versions in `index` use; None when a version cannot be read."""
    used: set[str] = set()
    for name in versions.complete(index):
        try:
            files = json.loads((index / name / FILE).read_text("utf-8"))
            used |= {str(key) for file in files for _, _, key in file.get("recognised", ())}
        except (OSError, ValueError, TypeError, AttributeError):
            return None
    return used


def _tuples(value: Any) -> Any:
    """The lists of JSON as the tuples they were."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _check_types(record: SourceFile | Document) -> None:
    """Raise TypeError or AttributeError when a field of words, numbers or series of them holds anything else."""
    of: Any = type(record)
    for name, held, kind in _typed_fields(of):
        for one in held(getattr(record, name)):
            if not isinstance(one, kind):
                raise TypeError(f"{name} is no {kind.__name__}")


@cache
def _typed_fields(record: Any) -> list[tuple[str, Callable[[Any], Iterable[Any]], type]]:
    """The fields of strings and numbers: name, a function that gives the items of a value, their type."""
    kinds = {"str": str, "int": int, "bool": bool}
    known: dict[str, tuple[Callable[[Any], Iterable[Any]], type]] = {"dict[str, int]": (dict.values, int)}
    for name, kind in kinds.items():
        known |= {name: (lambda value: (value,), kind), f"tuple[{name}, ...]": (iter, kind)}
    return [(field.name, *known[str(field.type)]) for field in fields(record) if str(field.type) in known]


def write(folder: Path, files: Iterable[SourceFile]) -> None:
    """The file of a version in `folder`, a line for each of `files`."""
    lines = ",\n".join(json.dumps(_entry(file), ensure_ascii=False) for file in files)
    (folder / FILE).write_text(f"[{lines}]\n", encoding="utf-8", newline="\n")


def _entry(file: SourceFile) -> dict[str, Any]:
    """The entry of a source file, for JSON."""
    entry = {field.name: getattr(file, field.name) for field in fields(file)}
    documents = [
        {field.name: getattr(document, field.name) for field in fields(document)} for document in file.documents
    ]
    return entry | {"documents": [document | {"provisions": []} for document in documents]}
