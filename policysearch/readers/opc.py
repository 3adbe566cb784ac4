"""Parts of an Office Open XML package (.docx .xlsx .pptx) and what they refer to, within limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from .xml import Refused, tree

LARGEST_PART = 64 * 2**20  # bytes of XML
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DAMAGE = (  # what a damaged package makes its reader raise
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError
)  # fmt: skip

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Package:
    """The parts of one file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def part(self, name: str) -> Element:
        with self.archive.open(name) as file:
            data = file.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise Refused(f"is too large (over {LARGEST_PART / 2**20:.0f} MB of XML)")
        return tree(data)

    def relations(self, name: str) -> Iterator[tuple[str, str]]:
        """Kind and name of the parts that the part `name` refers to; what lies outside the file is not among them."""
        yield from ((kind, path) for _, kind, path in self.references(name))

    def references(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and name of the parts that the part `name` refers to."""
        folder, file = dirname(name), name.rpartition("/")[2]
        place = join(folder, "_rels", f"{file}.rels")
        if place in self.archive.namelist():
            for relation in self.part(place).iter(f"{_RELATIONS}Relationship"):
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target", "")
                    path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                    yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], path
