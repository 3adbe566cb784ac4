"""Presentations of PowerPoint: slides by title."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ..registry import reader
from ..text import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from ..cells import Block

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@reader(
    "pptx",
    endings=(".pptx",),
    media_types=("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    members=("ppt/presentation.xml",),
    order=2,
    packed={".pptx": Message("formats.packed_powerpoint")},
    title="PowerPoint `.pptx`",
    reads="slides in order: title, then paragraphs and tables",
    omits="hidden slides (reported), notes, pictures, charts, animations",
)
def read(data: bytes, shown: str) -> Reading:
    """The text of its slides in order."""
    from .. import cells
    from ..opc import DAMAGE, OFFICE, Package
    from ..xml import Refused

    blocks: list[cells.Block] = []
    hidden: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = Package(archive)
            main = "ppt/presentation.xml"
            parts = {id: name for id, _, name in package.references(main)}
            slides = [one.get(f"{OFFICE}id", "") for one in package.part(main).findall(f"{_P}sldIdLst/{_P}sldId")]
            for number, id in enumerate(slides, 1):
                slide = package.part(parts[id])
                if slide.get("show") in ("0", "false"):
                    hidden.append(f"slide {number} is hidden")
                else:
                    blocks += [*_slide(slide), ""]
    except Refused as error:
        raise CorpusError(shown, Message("formats.slides_part", error=error)) from error
    except DAMAGE as error:
        raise CorpusError(shown, Message("formats.slides_damaged")) from error
    lines, grids = cells.flattened(blocks)
    return Reading(lines, "pptx", grids=grids, left_out=tuple(hidden))


def _slide(slide: Element) -> Iterator[Block]:
    """The paragraphs and tables of a slide, its title first."""
    from .. import cells

    shapes = [one for one in slide.iter() if one.tag in (f"{_P}sp", f"{_A}tbl")]
    for shape in sorted(shapes, key=lambda shape: not _is_title(shape)):  # stable
        if shape.tag == f"{_P}sp":
            paragraphs = list(_paragraphs(shape))
            yield from [cells.joined(paragraphs)] if _is_title(shape) and paragraphs else paragraphs
        else:
            every = [row.findall(f"{_A}tc") for row in shape.findall(f"{_A}tr")]
            properties = shape.find(f"{_A}tblPr")
            yield cells.table(
                [
                    [[] if cell.get("hMerge") or cell.get("vMerge") else list(_paragraphs(cell)) for cell in row]
                    for row in every
                ],
                head=properties is not None and properties.get("firstRow") in ("1", "true"),
                merged=[
                    (n, column, _span(cell, "rowSpan"), _span(cell, "gridSpan"))
                    for n, row in enumerate(every)
                    for column, cell in enumerate(row)
                ],
            )


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if value.isdecimal() and len(value) < 5 else 1


def _is_title(shape: Element) -> bool:
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return place is not None and place.get("type") in ("title", "ctrTitle")


def _paragraphs(shape: Element) -> Iterator[str]:
    """The paragraphs of a shape or cell; a line break in one parts it."""
    for paragraph in shape.iter(f"{_A}p"):
        pieces = [
            "\n" if one.tag == f"{_A}br" else one.text or ""
            for one in paragraph.iter()
            if one.tag in (f"{_A}t", f"{_A}br")
        ]
        yield from (line.replace("\t", " ").strip() for line in "".join(pieces).split("\n") if line.strip())
