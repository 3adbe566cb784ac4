"""The slides of a presentation as blocks: the title of each, its shapes in their order, its notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ...model.grids import PageStart
from .. import cells
from ..opc import DAMAGE, DRAWING, OFFICE, Package, is_unseen, newest_choice, paragraphs
from ..settings import COMMENTS, FOOTER, HEADER, HEADERS, reads, remark, running_head
from ..text import Reading
from ..xml import Refused

MOST_SLIDES = 5_000

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES = frozenset(("title", "ctrTitle"))
_COMMENT = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"  # of newer programs
_FEET = {"hdr": HEADER, "ftr": FOOTER}
_FURNITURE = frozenset(("sldNum", "dt", "ftr", "hdr"))  # placeholders that stand on every slide


def read(data: bytes, shown: str) -> Reading:
    """The text of its slides in order; raises CorpusError for what cannot be read."""
    blocks: list[cells.Block] = []
    starts: list[PageStart] = []
    levels: list[tuple[int, int, bool]] = []
    left_out: list[Message] = []
    feet: dict[str, None] = {}  # what stands above and below the slides
    lines = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = Package(archive)
            authors = _authors(package) if reads(COMMENTS) else {}
            for number, part in enumerate(_slides(package), 1):
                if not part:
                    left_out.append(Message("omissions.slide_missing", number=number))
                    continue
                slide = package.part(part)
                if slide.get("show") in ("0", "false"):
                    left_out.append(Message("omissions.slide_hidden", number=number))
                    continue
                title, *found = [*_slide(package, part, slide), ""]
                if reads(COMMENTS):
                    found[-1:] = [*_comments(package, part, authors), ""]
                if reads(HEADERS):
                    feet.update(dict.fromkeys(_feet(slide)))
                if title:
                    levels.append((lines + 1, 1, True))
                starts.append(PageStart(lines + 1, number))
                added = [title, *found] if title else found
                blocks += added
                lines += len(cells.flattened(added)[0])
            blocks += feet
    except Refused as error:
        raise CorpusError(shown, Message("formats.slides_part", error=error)) from error
    except DAMAGE as error:
        raise CorpusError(shown, Message("formats.slides_damaged")) from error
    flat, grids = cells.flattened(blocks)
    return Reading(flat, "pptx", grids=grids, left_out=tuple(left_out), page_starts=tuple(starts), levels=tuple(levels))


def _main(package: Package) -> str:
    return next((name for kind, name in package.relations("") if kind == "officeDocument"), "ppt/presentation.xml")


def _slides(package: Package) -> list[str]:
    """The parts of the slides in their order, "" for one that is missing; raises ValueError when all are."""
    main = _main(package)
    parts = {id: name for id, _, name in package.references(main)}
    ids = [one.get(f"{OFFICE}id", "") for one in package.part(main).findall(f"{_P}sldIdLst/{_P}sldId")]
    found = [parts[id] if package.has(parts.get(id, "")) else "" for id in ids]
    if ids and not any(found):
        raise ValueError("no slide is there")
    if len(found) > MOST_SLIDES:
        raise Refused(f"has too many slides (at most {MOST_SLIDES:,})")
    return found


def _slide(package: Package, part: str, slide: Element) -> Iterator[cells.Block]:
    """The title of a slide, "" where it has none, then its paragraphs, tables and diagrams, then its notes."""
    references = [one for one in package.references(part) if package.has(one[2])]
    shapes = [*_shapes(slide)]
    titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
    yield cells.joined(line for shape in titles for line in paragraphs(shape))
    for shape in shapes:
        if shape.tag == f"{DRAWING}tbl":
            yield _table(shape)
        elif shape.tag == f"{_P}graphicFrame":
            yield from package.diagram({id: name for id, _, name in references}, shape)
        elif _placeholder(shape) not in _TITLES | _FURNITURE:
            yield from paragraphs(shape)
    yield from _notes(package, {kind: name for _, kind, name in references})


def _shapes(group: Element) -> Iterator[Element]:
    """The shapes, tables and diagrams in a slide or group that are seen, those of groups in it too."""
    for child in newest_choice(group):
        if is_unseen(child):
            continue
        if child.tag in (f"{_P}sp", f"{DRAWING}tbl"):
            yield child
        elif child.tag == f"{_P}graphicFrame":
            yield from [*child.iter(f"{DRAWING}tbl")] or [child]
        else:
            yield from _shapes(child)


def _notes(package: Package, parts: Mapping[str, str]) -> Iterator[str]:
    """What a speaker has written below a slide."""
    if "notesSlide" not in parts:
        return
    notes = package.part(parts["notesSlide"])
    for shape in notes.iter(f"{_P}sp"):
        if _placeholder(shape) == "body":
            yield from (f"备注：{line}" for line in paragraphs(shape))


def _feet(slide: Element) -> Iterator[str]:
    """What stands above and below a slide as on every other, but for days and numbers."""
    for shape in _shapes(slide):
        if mark := _FEET.get(_placeholder(shape)):
            yield from filter(None, (running_head(mark, line) for line in paragraphs(shape)))


def _authors(package: Package) -> dict[str, str]:
    """The names of those who comment, by their ids."""
    parts = [name for kind, name in package.relations(_main(package)) if kind in ("commentAuthors", "authors")]
    return {one.get("id", ""): one.get("name", "") for name in parts if package.has(name) for one in package.part(name)}


def _comments(package: Package, part: str, authors: Mapping[str, str]) -> Iterator[str]:
    """The comments on the slide in this part and the answers to them, a line each."""
    parts = [name for kind, name in package.relations(part) if kind == "comments" and package.has(name)]
    for one in (child for name in parts for child in package.part(name).iter()):
        if one.tag == f"{_P}cm":
            text = cells.joined((one.findtext(f"{_P}text") or "").split("\n"))
        elif one.tag in (f"{_COMMENT}cm", f"{_COMMENT}reply"):
            body = one.find(f"{_COMMENT}txBody")
            text = "" if body is None else cells.joined(paragraphs(body))
        else:
            continue
        if text:
            yield remark(authors.get(one.get("authorId", ""), ""), text)


def _table(table: Element) -> cells.GridLines:
    every = [row.findall(f"{DRAWING}tc") for row in table.findall(f"{DRAWING}tr")]
    properties = table.find(f"{DRAWING}tblPr")
    return cells.table(
        [[[] if cell.get("hMerge") or cell.get("vMerge") else list(paragraphs(cell)) for cell in row] for row in every],
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


def _placeholder(shape: Element) -> str:
    """The kind of the placeholder that a shape fills, "" for other shapes."""
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return "" if place is None else place.get("type", "")
