"""Parts of an Office Open XML package (.docx .xlsx .pptx) and their relations, within limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from .xml import Refused, tree

LARGEST_PART = 64 * 2**20  # bytes of XML
LARGEST_PACKAGE = 512 * 2**20  # of all parts of one file
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DAMAGE = (  # errors that a damaged package raises
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError
)  # fmt: skip

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Package:
    """The parts of one file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names: dict[str, str] = {}  # names are told without regard to case (ISO/IEC 29500-2, 6.2.2.3)
        for name in archive.namelist():
            self._names.setdefault(name.replace("\\", "/").lower(), name)
        self._left = LARGEST_PACKAGE

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a part; raises Refused where it is too large, or too much was read."""
        most = min(LARGEST_PART, self._left)
        with self.archive.open(self._names.get(name.lower(), name)) as file:
            data = file.read(most + 1)
        if len(data) > most:
            least, of = (LARGEST_PART, "") if most == LARGEST_PART else (LARGEST_PACKAGE, " in all parts")
            raise Refused(f"is too large (over {least / 2**20:.0f} MB of XML{of})")
        self._left -= len(data)
        return data

    def part(self, name: str) -> Element:
        """The root of a part."""
        return tree(self.bytes_of(name))

    def relations(self, name: str) -> Iterator[tuple[str, str]]:
        """Kind and name of the parts that the part `name` refers to; what lies outside the file is not among them."""
        yield from ((kind, path) for _, kind, path in self.references(name))

    def references(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and name of the parts that the part `name` refers to."""
        folder, file = dirname(name), name.rpartition("/")[2]
        place = join(folder, "_rels", f"{file}.rels")
        if self.has(place):
            for relation in self.part(place).iter(f"{_RELATIONS}Relationship"):
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target", "").replace("\\", "/")
                    path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                    yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], path

    def diagram(self, relations: Mapping[str, str], frame: Element) -> Iterator[str]:
        """The paragraphs of the SmartArt that `frame` shows, in the order in which they were typed."""
        for shown in frame.iter(f"{_DIAGRAM}relIds"):
            name = relations.get(shown.get(f"{OFFICE}dm", ""), "")
            if name and self.has(name):
                for point in self.part(name).iter(f"{_DIAGRAM}pt"):
                    if point.get("type", "node") in ("node", "asst"):
                        yield from paragraphs(point)


def paragraphs(shape: Element) -> Iterator[str]:
    """The paragraphs of a drawn shape or cell; a line break in one parts it."""
    for paragraph in shape.iter(f"{DRAWING}p"):
        pieces = [
            "\n" if one.tag == f"{DRAWING}br" else one.text or ""
            for one in paragraph.iter()
            if one.tag in (f"{DRAWING}t", f"{DRAWING}br", f"{MATH}t")
        ]
        yield from (line.replace("\t", " ").strip() for line in "".join(pieces).split("\n") if line.strip())


def is_unseen(shape: Element) -> bool:
    """Whether a drawn shape, group or frame is hidden."""
    own = next((child for child in shape if child.tag.rpartition("}")[2].startswith("nv")), ())
    return any(one.get("hidden") in ("1", "true") for one in own)


def newest_choice(element: Element) -> Element:
    """Of content that is stored in two ways, the one that newer programs show."""
    if element.tag != f"{_CHOICE}AlternateContent":
        return element
    found = element.find(f"{_CHOICE}Choice")
    found = element.find(f"{_CHOICE}Fallback") if found is None else found
    return element if found is None else found
