"""The end of a document: remarks on it, footnotes, the glossary.

Each function puts the lines from a position on into the tree and returns the position after them; where none of its
kind begin there, the position it was given.
"""

from __future__ import annotations

import re
from itertools import takewhile

from . import glossary
from .heading_lines import CLOSING, HeadingLines
from .line_text import squeeze
from .provisions import Node
from .tree import Tree

_MARKED = re.compile(r"[�\[［①-⑳]")  # a footnote
_LISTED = re.compile(r"附[件表录](?:[:：]|$)")  # the first line of a list of annexes
_LIST = 200  # lines
_ENTRY = 60  # characters of one
_END = 4  # lines of a document that are its end
_ABOVE_GLOSSARY = 6  # lines


def add_remarks(tree: Tree, headings: HeadingLines, index: int) -> int:
    """抄送 and the list of annexes at the end are remarks on the document, no part of its last 节."""
    stop = _remarks_stop(tree, headings, index)
    if stop > index:
        first = headings.numbers[index]
        tree.only("附注", first).own += headings.numbers[index:stop]
    return stop


def _remarks_stop(tree: Tree, headings: HeadingLines, index: int) -> int:
    numbers = headings.numbers
    n, line = numbers[index], headings.at(numbers[index])
    if CLOSING.match(line.text) or line.role == "glossary":
        return index + 1
    above_glossary = headings.glossary is not None and 0 < headings.glossary - n <= _ABOVE_GLOSSARY
    if tree.nodes and tree.nodes[-1].kind == "附注" and (above_glossary or index >= len(numbers) - _END):
        return index + 1
    if (
        line.text.startswith("附")
        and _LISTED.match(squeeze(line.text))
        and not (tree.root and tree.root.kind == "附件")
    ):
        listed = list(takewhile(lambda m: m not in headings, numbers[index : index + _LIST]))
        stop = index + len(listed)
        short = all(len(headings.at(m).text) <= _ENTRY for m in listed)
        if short and (stop == len(numbers) or numbers[stop] in headings.annexes):
            return stop
    return index


def add_footnotes(tree: Tree, headings: HeadingLines, index: int) -> int:
    """Footnotes gathered at the end or before the glossary, each beginning with its mark, become nodes of their own."""
    numbers = headings.numbers
    first = headings.at(numbers[index])
    if first.role == "row" or not _MARKED.match(first.text):
        return index
    notes = list(takewhile(lambda n: n != headings.glossary, numbers[index:]))
    while index + len(notes) < len(numbers) and headings.at(notes[-1]).role == "annex":
        notes.pop()  # 附件 over the glossary
    marked = {n for n in notes if _MARKED.match(headings.at(n).text)}
    if (len(notes) > 1 and len(marked) < len(notes) / 2) or any(n in headings for n in notes):
        return index
    # ① without a place that it is a note to begins a list.
    if first.text[0] == "①" and not any("①" in headings.at(n).text[1:] for n in numbers[:index]):
        return index
    for n in notes:
        if n in marked or tree.nodes[-1].kind != "注释":
            tree.add("注释", n, title=glossary.glossary_term(headings.at(n).text.lstrip("� ")) or "")
        tree.nodes[-1].own.append(n)
    return index + len(notes)


def add_glossary(tree: Tree, headings: HeadingLines, index: int) -> int:
    """Each entry of the 名词解释 at `index` is a node; lines that begin no entry go on with the one before."""
    numbers = headings.numbers
    heading = headings.at(numbers[index])
    node = tree.open_root("名词解释", numbers[index], title=heading.title)
    home = len(tree.nodes) - 1
    entry: Node | None = None
    for position in range(index + 1, len(numbers)):
        n = numbers[position]
        line = headings.at(n)
        begins = line.role in ("ladder", "box", "schedule") and n not in headings.contents and position > index + 2
        if begins or n in headings.annexes:
            tree.close()
            return position
        if CLOSING.match(line.text):
            tree.add("附注", n).own.extend(numbers[position:])
            break
        term = glossary.glossary_term(line.text)
        if term and not (entry and (_goes_on(headings, position) or _is_part(entry, line.text))):
            node = entry = tree.add("词条", n, title=term, parent=home)
        node.own.append(n)
    return len(numbers)


def _goes_on(headings: HeadingLines, position: int) -> bool:
    """Whether the line before ends no sentence, so that this one goes on with it; a row of a table is whole."""
    before, text = (headings.at(n).text for n in headings.numbers[position - 1 : position + 1])
    return not text.startswith("|") and "\t" not in text and before.rstrip("| ")[-1:] not in "。；！？.)）”"


def _is_part(entry: Node, text: str) -> bool:
    """“五级联动”指… below “三级贯通、五级联动”。…: whether a part of the term of `entry` is explained."""
    part = re.match(r"“([^“”]+)”，?[是系指即]", text)
    return part is not None and part[1] != entry.title and part[1] in entry.title
