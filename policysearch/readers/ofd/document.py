"""An OFD as pages: its documents, their pages and templates."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ...model.grids import PageStart
from .. import cells
from .. import pages as laid
from ..opc import DAMAGE, Package
from ..pdf.layout import Page
from ..text import Reading, member_name, on_pages
from ..xml import Refused
from .graphics import POINT, Drawn, Matrix, characters, numbers, strokes, transformation

MOST_PAGES = 5_000
MOST_CHARS = 20_000_000
MOST_RULES = 20_000  # of a page; a drawing with more is no table
FEWEST = 5  # characters that make a page with a picture more than a scan
_A4 = [0.0, 0.0, 210.0, 297.0]
_LONGEST = 5_080.0  # mm: no page of a PDF is longer
_OVER = 36.0  # points by which a rule may begin beyond its page
_UNREADABLE = 0.3  # the share of characters without meaning that makes a page one that only OCR can read
_DEEPEST = 20  # blocks in one another
_PAGE = re.compile(r"(?:^|/)pages?/[^/]*?([0-9]*)/[^/]*\.xml$")


def read(data: bytes, shown: str) -> Reading:
    """The text of an OFD; raises CorpusError for what cannot be read. Called by the sandbox, in a process of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _File(archive, shown).reading()
    except Refused as error:
        raise CorpusError(shown, Message("formats.ofd_part", error=str(error))) from error
    except DAMAGE as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(shown, Message("formats.ofd_damaged")) from error


class _File(Package):
    """One file and its parts, whose names are told without regard to case, as some programs write and others read them."""

    def __init__(self, archive: zipfile.ZipFile, shown: str) -> None:
        super().__init__(archive)
        self.shown = shown
        self.names: dict[str, str] = {}
        for entry in archive.infolist():
            name = member_name(entry.orig_filename, bool(entry.flag_bits & 0x800))
            self.names.setdefault(_key(name), entry.filename)
        self.chars = self.count = 0
        self.faults: dict[str, list[int]] = {}

    def reading(self) -> Reading:
        """The text of all its documents, one after the other."""
        if "encryptions.xml" in self.names or "decryptseed.dat" in self.names:
            raise CorpusError(self.shown, Message("formats.ofd_encrypted"))
        blocks: list[cells.Block] = []
        starts: list[PageStart] = []
        for root in self.documents():
            before = self.count
            text, unlaid = laid.blocks(self.pages(root))
            blocks += [""] if blocks else []
            lines = len(cells.flattened(blocks)[0])
            starts += [start._replace(line=lines + start.line) for start in text.starts]
            blocks += text.blocks
            self.faults.setdefault("unlaid", []).extend(before + number for number in unlaid)
        scans, broken = self.faults.get("scans", []), self.faults.get("broken", [])
        if not self.chars:
            why = "ofd_scan" if scans else "ofd_damaged" if broken else "blank"
            raise CorpusError(self.shown, Message(f"formats.{why}"))
        left_out = [
            on_pages(code, pages)
            for code in ("unlaid", "ofd_scans", "ofd_unreadable", "ofd_broken")
            if (pages := self.faults.get(code.removeprefix("ofd_")))
        ]
        flat, grids = cells.flattened(blocks)
        return Reading(flat, "ofd", grids=grids, left_out=tuple(left_out), page_starts=tuple(starts))

    def documents(self) -> list[str]:
        """The names of its documents' main parts."""
        root = self.part(self.find("OFD.xml", "") or "OFD.xml")
        found = [self.find((one.text or "").strip(), "") for one in _all(root, "DocRoot")]
        return [name for name in found if name] or [""]

    def find(self, place: str, folder: str) -> str:
        """The part that is called `place` in a part of this folder, "" when there is none."""
        names = [place] if place.startswith(("/", "\\")) else [f"{folder}/{place}", place]
        return next((self.names[key] for name in names if (key := _key(name)) in self.names), "")

    def pages(self, main: str) -> Iterator[Page]:
        """The pages of the document in the part `main`; those of an unknown one, or one without a list, by their names."""
        folder = dirname(main)
        try:
            document = self.part(main) if main else None
        except (Refused, *DAMAGE):
            document = None
        listed = [one for pages in _all(document, "Pages") for one in _all(pages, "Page")]
        names = [self.find(one.get("BaseLoc", ""), folder) for one in listed]
        if not names:
            by_name = [(int(found[1] or 0), name) for key, name in self.names.items() if (found := _PAGE.search(key))]
            names = [name for _, name in sorted(by_name) if not folder or name.startswith(folder)]
        templates = {
            one.get("ID", ""): self.find(one.get("BaseLoc", ""), folder) for one in _all(document, "TemplatePage")
        }
        area = next((size for one in _all(document, "PageArea") if (size := _box(one))), None)
        drawn: dict[str, Element | None] = {}

        def template(id: str) -> Element | None:
            if id not in drawn:
                drawn[id] = self._page_of(templates.get(id, ""))
            return drawn[id]

        for name in names:
            self.count += 1
            if self.count > MOST_PAGES:
                raise CorpusError(self.shown, Message("formats.ofd_pages", most=MOST_PAGES))
            content = self._page_of(name)
            if content is None:
                self._note("broken")
                continue
            layers = [one for used in _all(content, "Template") if (one := template(used.get("TemplateID", "")))]
            yield self.page([*layers, content], next((b for one in _all(content, "Area") if (b := _box(one))), area))

    def _page_of(self, name: str) -> Element | None:
        try:
            return self.part(name) if name else None
        except MemoryError:
            raise
        except (Refused, *DAMAGE):
            return None

    def _note(self, fault: str) -> None:
        self.faults.setdefault(fault, []).append(self.count)

    def page(self, contents: list[Element], box: list[float] | None) -> Page:
        """A page with what its templates put on it."""
        left, top, width, height = box or _A4
        page = Matrix(e=-left, f=-top)
        drawn = Drawn([], [])
        for content in contents:
            for block in (one for part in _all(content, "Content") for one in part):
                self._draw(block, page, drawn, 0)
        width, height = width * POINT, height * POINT
        if box is None:  # nothing tells its size
            width = max([width, *(c.x1 for c in drawn.chars if c.x1 < _LONGEST)])
            height = max([height, *(c.bottom for c in drawn.chars if c.bottom < _LONGEST)])
        chars = [c for c in drawn.chars if c.x1 > 0 and c.x0 < width and c.bottom > 0 and c.top < height]
        inked = [c for c in chars if c.text.strip()]
        if (drawn.pictures and len(inked) < FEWEST) or (drawn.rules and not inked):
            self._note("scans")
        if sum(_is_unreadable(c.text) for c in inked) > _UNREADABLE * len(inked):
            self._note("unreadable")
            chars = []
        self.chars += len(chars)
        if self.chars > MOST_CHARS:
            raise CorpusError(self.shown, Message("files.pdf_characters", most=MOST_CHARS))
        rules = [r for r in drawn.rules if -_OVER < r.x0 < width + _OVER and -_OVER < r.y0 < height + _OVER]
        return Page(width, height, chars, rules if len(rules) <= MOST_RULES else [], self.count)

    def _draw(self, item: Element, around: Matrix, drawn: Drawn, depth: int) -> None:
        """Add what `item`, a layer, block or object, puts on the page."""
        kind = item.tag.rpartition("}")[2]
        if item.get("Visible", "").strip().lower() in ("false", "0"):
            return
        if kind in ("Layer", "PageBlock") and depth < _DEEPEST:
            for one in item:
                self._draw(one, around, drawn, depth + 1)
        elif kind == "TextObject":
            drawn.chars += characters(item, transformation(item, around))
        elif kind == "PathObject" and len(drawn.rules) <= MOST_RULES:
            for data in item:  # not those of its clips
                if data.tag.rpartition("}")[2] == "AbbreviatedData":
                    rules = strokes(
                        data.text or "", transformation(item, around), item.get("Stroke", "").lower() == "false"
                    )
                    drawn.rules += rules
                    drawn.pictures += not rules
        elif kind in ("ImageObject", "CompositeObject"):
            drawn.pictures += 1


def _all(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of this local name in `element`: programs take several names of namespaces, and none."""
    return (one for one in (element.iter() if element is not None else ()) if one.tag.rpartition("}")[2] == name)


def _box(area: Element) -> list[float] | None:
    """The size of a page, where it is one."""
    for name in ("PhysicalBox", "ApplicationBox", "CropBox"):
        for one in _all(area, name):
            box = numbers(one.text)
            if len(box) == 4 and 0 < box[2] <= _LONGEST and 0 < box[3] <= _LONGEST:
                return box
    return None


def _key(name: str) -> str:
    return normpath(join("/", name.replace("\\", "/").strip())).lower().lstrip("/")


def _is_unreadable(text: str) -> bool:
    """Whether a character has no meaning outside its font."""
    return text == "\ufffd" or unicodedata.category(text) in ("Co", "Cn", "Cs")
