"""Where a box ends: whether a line still belongs to the 专栏 or table above it."""

from __future__ import annotations

import re

from .heading_lines import HeadingLines
from .provisions import Node
from .tree import Tree

_NEAR = 200  # lines of a box that are looked back at; a longer box is a table, whose last lines suffice
_BELOW_TABLE = 3  # blank lines that readers leave below one
_CELL = 25  # characters of a cell
_ROW = 60  # characters of a row of cells
_FOOTNOTE = re.compile(r"(?:[a-z]|[*＊※]{1,3})[)）]?\s*[一-鿿]")  # under a table
_LEAD = re.compile(r"[^，；：。！？]{2,24}。.")  # a paragraph that begins with a short sentence
_COLON = re.compile(r"[^，；。！？]{2,30}?[:：].")


def holds(tree: Tree, box: Node, headings: HeadingLines, n: int) -> bool:
    """Whether `box`, the open box of `tree`, holds line `n`, which is no heading."""
    line = headings.at(n)
    if line.role in ("row", "note"):
        return True
    if line.role == "figure":
        return not box.own
    gap = n - (box.own or box.heading)[-1] - 1  # blank lines
    if gap == 0 and box.own and headings.at(box.own[-1]).role == "row":
        return True  # a cell goes on
    inside = [headings.at(m) for m in box.own[-_NEAR:]]
    cells = [item for item in inside if item.role == "row" and (len(item.text) <= _ROW or "\t" in item.text)]
    if len(cells) >= 4 or any("\t" in item.text for item in cells):  # a table: cells go on, prose does not
        if any(item.role == "note" for item in inside[-2:]):
            return gap == 0
        if gap <= _BELOW_TABLE * ("\t" in inside[-1].raw) and _FOOTNOTE.match(line.text):
            return True
        return len(line.text) <= _CELL and "。" not in line.text
    tabbed = headings.at(box.heading[0]).tab or any(item.tab for item in inside)
    if tabbed and gap >= 2 and inside:
        return False  # Word's table ended: two blank lines
    items = [item.text for item in inside if item.role in ("text", "item", "row")]
    if len(items) >= 2 and line.role == "text" and _LEAD.match(line.text) and _interrupts_leads(tree, box, headings):
        entries = all(_COLON.match(text) and not _LEAD.match(text) for text in items)
        return not entries and not all(item.role == "item" for item in inside)
    return True


def _interrupts_leads(tree: Tree, box: Node, headings: HeadingLines) -> bool:
    """Whether the prose that `box` interrupts has paragraphs that begin with a short sentence."""
    return box.parent is not None and any(_LEAD.match(headings.at(m).text) for m in tree.nodes[box.parent].own)
