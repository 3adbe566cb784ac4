"""Finds the element of a web page that holds its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from ...structure.issuers import is_authority
from ...structure.line_classifier import recognise
from ...structure.line_text import is_date
from . import data_tables, page_lines, site_metadata, walk
from .left_out import is_link
from .under_title import text_under_title

_HOLDERS = frozenset(
    "html body div section article main form table tbody tr td center dl dd ul li fieldset header".split()
)
_FEW = 120  # letters of sentences in a page whose short lines must count too
_SURE = 3  # weight of a line that can only be of a text
_QUARTER = 4
_SIGNERS = 5  # lines of a signature
_SOME = 20  # letters of a text before a line about the page ends it
_DEPTH = 4  # elements between a paragraph and the cell that it stands in
_CELL = 60  # letters in a cell of data
_LINE = 120  # letters
_SHORTEST = 5  # letters of a title
_SEVERAL = 3  # lines that are indented
_SECTION = re.compile(
    r"\bpage\s*:\s*(?:Word)?Section[0-9]", re.I
)  # of a file of Word: each stands in an element of its own


def text_element(root: Tag, told: page_lines.Zones, titles: Sequence[str]) -> tuple[tuple[Tag, Tag], bool]:
    """The smallest element that holds nine tenths of the sentences outside of links.

    In a page with few sentences, the smallest that holds five sixths of what stands between its title and the next line
    about the page. There, lines that can only be of a text, such as dates and cells of tables, count threefold.
    """
    blocks = list(_blocks(root))
    holding: set[int] = set()  # elements with blocks in them
    for tag, _ in blocks:
        if tag.name in walk.BLOCKS or id(tag) in holding:
            holding.add(id(tag.parent))
    weights = {id(tag): page_lines.weight(*pieces) for tag, pieces in blocks if pieces}
    said = {id(tag): weights[id(tag)] for tag, pieces in blocks if _says(pieces)}
    indented = {id(tag) for tag, pieces in blocks if pieces and walk.is_indented(tag, *pieces)}
    total = sum(said.values())
    if _is_set(blocks, said, indented):  # nothing else counts
        weights = {key: weight for key, weight in weights.items() if key in indented}
    elif under := text_under_title(_broken(_lines(blocks, holding, told), holding), told, titles):
        sections = _sections(under[-1])
        for tag in dict.fromkeys((*under, *sections[1:])):
            tag["style"] = f"{tag.get('style', '')};text-indent:2em".lstrip(";")
        return (under[0], sections[-1]), True
    sizes = _sizes(blocks, weights)
    if total < _FEW:
        poor = _sizes(blocks, _under_title(blocks, holding, told, {page_lines.flat(title) for title in titles}))
        if poor[id(root)]:
            return (_smallest(root, poor, holding, 5, 6),) * 2, False
    sections = _sections(_smallest(root, sizes, holding, 9, 10))
    return (sections[0], sections[-1]), False


def _sections(tag: Tag) -> list[Tag]:
    """The sections of the file of Word of which an element is one, or stands in one, with what stands beside them if none of it
    has a name; else the element alone."""
    for one in (tag, *tag.parents):
        if _is_section(one) and one.parent is not None:
            beside = [piece for piece in one.parent.children if isinstance(piece, Tag)]
            named = any(piece.get("class") or piece.get("id") for piece in beside if not _is_section(piece))
            return [piece for piece in beside if not named or _is_section(piece)]
    return [tag]


def _is_section(tag: Tag) -> bool:
    return _SECTION.search(str(tag.get("style", ""))) is not None or any(
        re.fullmatch(r"(?:Word)?Section[0-9]+", name) for name in tag.get("class") or ()
    )


def _is_set(blocks: Sequence[tuple[Tag, list[str]]], said: Mapping[int, int], indented: Set[int]) -> bool:
    """Whether the text is set with indents: most sentences are, or a quarter that stands together, more than others do anywhere."""
    total, part = sum(said.values()), sum(said[key] for key in said.keys() & indented)
    together: list[Counter[int]] = [
        Counter(),
        Counter(),
    ]  # of elements: sentences directly in them, without and with indents
    for tag, _ in blocks:
        if weight := said.get(id(tag)):
            together[id(tag) in indented][id(tag.parent)] += weight
    plain, most = (max(of.values(), default=0) for of in together)
    return part * 2 > total or (part * _QUARTER > total and most > plain)


def _signs(lines: Sequence[str]) -> bool:
    """Whether a day comes after the name of an authority that the first of the lines is."""
    return any(is_date(re.sub(r"\s", "", line)) for line in lines[1:_SIGNERS])


def _says(pieces: Sequence[str]) -> bool:
    return any("。" in piece or "；" in piece for piece in pieces)


def _sizes(blocks: Sequence[tuple[Tag, list[str]]], weights: Mapping[int, int]) -> dict[int, int]:
    """The weight of each element: that of its own text, without links, and of the elements in it."""
    sizes: dict[int, int] = {}
    for tag, _ in blocks:
        inner = 0 if is_link(tag) else sum(sizes[id(piece)] for piece in tag.children if isinstance(piece, Tag))
        sizes[id(tag)] = inner + weights.get(id(tag), 0)
    return sizes


def _blocks(root: Tag) -> Iterator[tuple[Tag, list[str]]]:
    """Every element, those within before those around, and for blocks the texts in them beside other blocks and links."""
    inner: dict[int, list[str]] = {}  # of elements within a line, whose sentences may be in several
    for tag in reversed([root, *(piece for piece in root.descendants if isinstance(piece, Tag))]):
        line: list[str] = []
        if not is_link(tag):
            for piece in tag.children:
                if isinstance(piece, Tag):
                    line += inner.pop(id(piece), ())
                elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
                    line.append(piece)
        if tag.name in walk.BLOCKS or tag is root:
            yield tag, line
        else:
            inner[id(tag)] = line
            yield tag, []


def _smallest(root: Tag, sizes: dict[int, int], holding: Set[int], part: int, of: int) -> Tag:
    """The smallest element with `part` parts `of` all weight; of several alike, the one that holds them all."""
    found: Tag = root
    while True:
        inner = [
            tag for tag in found.children if isinstance(tag, Tag) and sizes[id(tag)] * of >= part * sizes[id(root)]
        ]
        if len(inner) != 1 or not sizes[id(root)] or inner[0].name not in _HOLDERS:
            return found
        if inner[0].name == "table" and data_tables.cells(inner[0], walk.lines):
            return found
        leaf = id(inner[0]) not in holding
        if _is_piece(inner[0]):
            return found
        if _like(inner[0], sizes, leaf) or (leaf and _is_paragraph(inner[0])):
            return found
        found = inner[0]


def _is_paragraph(tag: Tag) -> bool:
    """Whether an element is no more than a paragraph: without a name, a block or a break in it."""
    return not tag.get("class") and not tag.get("id") and not tag.find("br")


def _is_piece(tag: Tag) -> bool:
    """Whether an element without a name stands beside others of its style: pieces that an editor makes."""
    style = tag.get("style")
    return (
        bool(style)
        and not tag.get("class")
        and not tag.get("id")
        and tag.name not in ("td", "tr")
        and any(
            isinstance(piece, Tag) and piece is not tag and piece.name == tag.name and piece.get("style") == style
            for piece in (tag.parent.children if tag.parent else ())
        )
    )


def _like(tag: Tag, sizes: dict[int, int], leaf: bool) -> bool:
    """Whether elements of the same class stand beside one that weigh something: pieces of the text, or its paragraphs."""
    named = tag.get("class")
    return (bool(named) or leaf) and any(
        isinstance(piece, Tag)
        and piece is not tag
        and piece.name == tag.name
        and piece.get("class") == named
        and sizes[id(piece)]
        for piece in (tag.parent.children if tag.parent else ())
    )


def _under_title(
    elements: Sequence[tuple[Tag, list[str]]], holding: Set[int], told: page_lines.Zones, titles: set[str]
) -> dict[int, int]:
    """The weights of blocks under the title, as far as the next line that tells about the page."""
    blocks = _lines(elements, holding, told)
    indented = {id(tag) for tag, pieces in elements if pieces and walk.is_indented(tag, *pieces)}
    flats = [page_lines.flat(line) for _, line in blocks]
    first = next((n for n, (_, line) in enumerate(blocks) if page_lines.is_said(line, told)), len(blocks))
    at = max((n for n, flat in enumerate(flats[:first]) if len(flat) >= _SHORTEST and flat in titles), default=-1)
    again = {flat: n for n, flat in enumerate(flats) if len(flat) >= _SHORTEST - 1}
    weights: list[dict[int, int]] = [{}, {}]  # above the line that ends the text, and below
    sure = [0, 0]  # letters of what is of a text by itself
    last = 0  # how many of the weights stand above the last such line
    begun: int | None = None  # how many above the first
    ended = 0
    is_set = any("。" in line and id(tag) in indented for tag, line in blocks[at + 1 :])
    several = sum(id(tag) in indented for tag, _ in blocks[at + 1 :]) >= _SEVERAL
    for n in range(at + 1, len(blocks)):
        tag, line = blocks[n]
        if flats[n] in titles or again.get(flats[n], n) > n:  # that comes again: a list of headings
            continue
        if _tells(line, told) or page_lines.is_linked(line, told.links):
            ended = int(sure[0] >= _SOME)
            continue
        if page_lines.is_sign(line):
            continue
        plain = is_set and id(tag) not in indented and ("。" in line or recognise(line).role not in ("text", "blank"))
        plain = plain or (is_authority(line) and not _signs([other for _, other in blocks[n : n + _SIGNERS]]))
        is_sure = not plain and (
            page_lines.may_be_text(line, told)
            or (len(line) < _CELL and _is_in_cell(tag))
            or (several and id(tag) in indented)
        )
        weights[ended][id(tag)] = len(line) * (_SURE if is_sure else 1)
        if is_sure:
            sure[ended] += len(line)
            last = last if ended else len(weights[0])
            begun = len(weights[0]) - 1 if begun is None and not ended else begun
    if sure[1] > 2 * sure[0]:  # what seemed to end it stands within
        return weights[0] | weights[1]
    return {key: weight if (begun or 0) <= n < last else 1 for n, (key, weight) in enumerate(weights[0].items())}


def _lines(
    elements: Sequence[tuple[Tag, list[str]]], holding: Set[int], told: page_lines.Zones
) -> list[tuple[Tag, str]]:
    """The blocks with text of their own and that text, in the order of the page."""
    blocks = [
        (tag, " ".join("".join(pieces).split()) if id(tag) in holding else _inline_text(tag, told))
        for tag, pieces in elements
        if tag.name in walk.BLOCKS
    ]
    return [(tag, line) for tag, line in reversed(blocks) if line]


def _broken(lines: Sequence[tuple[Tag, str]], holding: Set[int]) -> list[tuple[Tag, str]]:
    """The lines of blocks, those with breaks in several."""
    return [
        (tag, piece)
        for tag, line in lines
        for piece in (walk.lines(tag) if id(tag) not in holding and tag.find("br") else (line,))
    ]


def _is_in_cell(tag: Tag) -> bool:
    return any(one.name in ("td", "th") for one in (tag, *islice(tag.parents, _DEPTH)))


def _inline_text(tag: Tag, told: page_lines.Zones) -> str:
    """The text of an inline element; its pieces are noted in `told`."""
    pieces = [piece.strip() for piece in tag.descendants if isinstance(piece, NavigableString) and piece.strip()]
    line = " ".join(tag.get_text().split())
    if len(pieces) > 1 and len(line) <= _LINE:
        told.pieces[line] = tuple(pieces)
    return line


def _tells(line: str, told: page_lines.Zones) -> bool:
    """Whether a line is about the page, and not of its text."""
    return (
        page_lines.is_about(line, told)
        or page_lines.is_info(line, told)
        or page_lines.FOOT.search(line) is not None
        or page_lines.STAMP.fullmatch(line) is not None
        or site_metadata.is_labelled(line)
    )
