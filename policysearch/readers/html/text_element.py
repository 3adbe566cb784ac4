"""Which element of a web page holds its text."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from . import data_tables, page_lines, walk
from .left_out import is_link

_HOLDERS = frozenset(
    "html body div section article main form table tbody tr td center dl dd ul li fieldset header".split()
)


def text_element(root: Tag) -> Tag:
    """The smallest element that holds nine tenths of the sentences outside of links; of what is long, where there are none."""
    sizes: dict[int, int] = {}
    pieces: dict[int, list[str]] = {}  # of elements within a line, whose sentences may be in several
    for tag in reversed([root, *(piece for piece in root.descendants if isinstance(piece, Tag))]):
        size, line = 0, list[str]()
        if not is_link(tag):
            for piece in tag.children:
                if isinstance(piece, Tag):
                    size += sizes[id(piece)]
                    line += pieces.pop(id(piece), ())
                elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
                    line.append(piece)
        if tag.name in walk.BLOCKS or tag is root:
            size += page_lines.weight(*line)
        elif line:
            pieces[id(tag)] = line
        sizes[id(tag)] = size
    found: Tag = root
    while True:
        inner = [tag for tag in found.children if isinstance(tag, Tag) and sizes[id(tag)] * 10 >= 9 * sizes[id(root)]]
        if len(inner) != 1 or not sizes[id(root)] or inner[0].name not in _HOLDERS:
            return found
        if inner[0].name == "table" and data_tables.cells(inner[0], walk.lines):
            return found
        found = inner[0]
