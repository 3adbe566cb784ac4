"""sources.json of a version: the records of all its files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import chain
from operator import attrgetter
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
    for kind, single, several, counts in _typed_fields(of):
        values = chain(single(record), *several(record), *map(dict.values, counts(record)))
        if not all(issubclass(held, kind) for held in set(map(type, values))):
            raise TypeError(f"a field of {kind.__name__} holds anything else")


@cache
def _typed_fields(record: Any) -> list[tuple[type, Callable[[Any], Any], Callable[[Any], Any], Callable[[Any], Any]]]:
    """For each type functions that give, of a record, the values of its fields of that type, of those of series, and of counts."""
    named: dict[str, list[str]] = defaultdict(list)
    for field in fields(record):
        named[str(field.type)].append(field.name)
    return [
        (
            kind,
            _getter(named[kind.__name__]),
            _getter(named[f"tuple[{kind.__name__}, ...]"]),
            _getter(named[f"dict[str, {kind.__name__}]"]),
        )
        for kind in (str, int, bool)
    ]


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the attributes of an object."""
    if len(names) < 2:
        return lambda record: tuple(getattr(record, name) for name in names)
    return attrgetter(*names)


def write(folder: Path, files: Iterable[SourceFile]) -> None:
    """The file of a version in `folder`, a line for each of `files`."""
    lines = ",\n".join(json.dumps(_entry(file), ensure_ascii=False) for file in files)
    (folder / FILE).write_text(f"[{lines}]\n", encoding="utf-8", newline="\n")


def _entry(file: SourceFile) -> dict[str, Any]:
    """The entry of a source file, for JSON."""
    documents = [_values(document) | {"provisions": []} for document in file.documents]
    return _values(file) | {"documents": documents}


def _values(record: SourceFile | Document) -> dict[str, Any]:
    """The values of a record by the names of its fields."""
    of: Any = type(record)
    return {name: getattr(record, name) for name in _names(of)}


@cache
def _names(record: Any) -> list[str]:
    return [field.name for field in fields(record)]
