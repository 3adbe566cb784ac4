"""Parses sources into documents: classifies lines, divides them among documents, finds headings, builds trees."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath

from ..model.document import UNDECLARED, Document, Source
from ..model.grids import Grid
from ..model.kinds import CLAUSES, RANK, Kind
from . import document_ids, metadata
from .annexes import with_listed_annexes
from .back_matter import add_footnotes, add_glossary, add_remarks
from .boxes import holds
from .clauses import is_clause_of, with_clauses
from .document_title import title_lines
from .front_matter import FrontMatter, read_front
from .heading_lines import HeadingLines, find_headings
from .inline_articles import set_apart
from .line_classifier import Line, recognise
from .line_context import recognise_all, with_last_groups
from .line_text import ordinal, squeeze
from .listed_headings import with_listed_headings
from .provisions import Node, provisions
from .sections import Parts, divide
from .title_lines import Titles
from .tree import Tree

_BRACKETED = re.compile(r"第[^条]+条[^【\[（(]{0,6}[【\[（(]")  # 第一条【目的】
_HEAD = 8  # lines
_OVER_SCHEDULES = ("附表", "附件", "附录")


def parse(source: Source) -> tuple[Document, ...]:
    """The documents of one source, in order; a gazette's cover, contents and colophon form a last one of type 公报.

    Every non-blank line belongs to exactly one provision, but one in which several articles stand belongs to each of
    them, and every character of it to one. Nothing is refused: a line that is no heading is text.
    """
    classified, grids = _with_rows(recognise_all(source.lines), source.grids)
    lines, origins = set_apart(classified)
    lines = with_clauses(with_last_groups(with_listed_annexes(with_listed_headings(lines))))
    printed = source
    levels = tuple((bisect_left(origins, n) + 1, level, sure) for n, level, sure in source.levels)
    raw = tuple(line.raw for line in lines)
    source = replace(source, lines=raw, grids=tuple(_move_grids(grids, origins)), levels=levels)
    parts = divide(lines)
    documents = [
        _document(source, lines, range(start, stop), notice_end, parts) for start, stop, notice_end in parts.documents
    ]
    if parts.wrapper:
        documents.append(_gazette(source, lines, parts.wrapper, parts.contents))
    if len(lines) > len(printed.lines):
        documents = [_count_as_printed(document, origins) for document in documents]
    return tuple(documents)


def _with_rows(lines: Sequence[Line], grids: Sequence[Grid]) -> tuple[Sequence[Line], Sequence[Grid]]:
    """`lines` with the rows of known tables as such, also where a cell looks like a heading; and the grids of the tables.

    附件2 任务分工表 in the one cell of a first row is the heading over the table.
    """
    found = [*lines]
    kept: list[Grid] = []
    for printed in grids:
        grid, first = printed, found[printed.line - 1]
        if first.tab and printed.merged[:1] == ((0, 0, 1, printed.columns),) and "附" in first.raw[:4]:
            heading = recognise(first.raw.lstrip("\t"))
            if heading.role in ("annex", "schedule") and heading.title:
                found[printed.line - 1] = replace(heading, raw=first.raw)
                grid = _without_first_row(printed)
        kept.append(grid)
        for n in range(grid.line - 1, grid.end - 1):
            if found[n].role not in ("row", "note"):
                found[n] = Line("row", found[n].text, found[n].raw, tab=found[n].tab)
    return found, kept


def _without_first_row(grid: Grid) -> Grid:
    merged = tuple((row - 1, column, down, across) for row, column, down, across in grid.merged[1:])
    shifted = tuple(row - 1 for row in grid.shifted if row)
    return Grid(grid.line + 1, grid.rows - 1, grid.columns, max(grid.head - 1, 0), merged, shifted)


def _move_grids(grids: Sequence[Grid], origins: Sequence[int]) -> Iterator[Grid]:
    """`grids` counted in lines that stand in the lines `origins` of the file; without one whose rows were cut."""
    for grid in grids:
        start = bisect_left(origins, grid.line)
        if bisect_left(origins, grid.end) - start == grid.rows:
            yield grid._replace(line=start + 1)


def _count_as_printed(document: Document, origins: Sequence[int]) -> Document:
    """`document` with every line counted as in the file; `origins` are the lines of the file that its lines stand in."""
    lines_of_file = tuple(
        replace(
            provision,
            line=origins[provision.line - 1],
            line_end=origins[provision.line_end - 1],
            spans=tuple((origins[start - 1], origins[stop - 2] + 1) for start, stop in provision.spans),
        )
        for provision in document.provisions
    )
    first, last = (origins[n - 1] for n in (document.line_start, document.line_end))
    return replace(document, line_start=first, line_end=last, provisions=lines_of_file)


def _document(source: Source, lines: Sequence[Line], where: range, notice_end: int | None, parts: Parts) -> Document:
    """The document of the lines `where`."""
    numbers = [n for n in where if lines[n - 1].raw.strip()]
    headings = find_headings(lines, numbers, parts.contents, source.levels)
    first = next((i for i, n in enumerate(numbers) if n in headings), len(numbers))
    front = read_front(lines, numbers, first, parts.contents, notice_end, parts.head)
    tree = Tree()
    _add_front(tree, front, "前言" if first < len(numbers) else "正文")
    _add_body(tree, headings, first)
    below = _below_part(headings, front, first)
    titles = front.title or title_lines([(n, lines[n - 1].text) for n in below])
    declared = source.declared if len(numbers) == sum(line.raw.strip() != "" for line in lines) else UNDECLARED
    about = metadata.describe(
        [lines[n - 1].text for n in front.notice],
        [lines[n - 1].text for n in titles] or _title_of_annex(tree),
        [lines[n - 1].text for n in [*front.preamble, *_passing(headings, front, first), *below]],
        declared,
        [lines[n - 1].text for n in numbers],
        PurePosixPath(source.path).stem,
    )
    return document_ids.document(about, source, provisions(source, tree.nodes))


def _title_of_annex(tree: Tree) -> Sequence[str]:
    """The title of the annex that the document is, 附件2 and its name over all else; () for any other."""
    roots = [node for node in tree.nodes if node.parent is None]
    return (
        [roots[0].title] if len(roots) == 1 and roots[0].kind in (Kind.ANNEX, Kind.SCHEDULE) and roots[0].title else ()
    )


def _passing(headings: HeadingLines, front: FrontMatter, first: int) -> Iterator[int]:
    """In a file with the 附则 only, the lines between it and its articles, which say when the law was passed."""
    if front.preface and [headings.at(n).title for n in headings.numbers[first : first + 1]] == ["附则"]:
        yield from takewhile(lambda n: n not in headings, headings.numbers[first + 1 :])


def _below_part(headings: HeadingLines, front: FrontMatter, first: int) -> Sequence[int]:
    """The lines below 第一部分 报告 where nothing but a contents page stands above it: title and date of what the part holds."""
    if first >= len(headings.numbers) or front.title or front.notice or front.preface:
        return ()
    if headings.at(headings.numbers[first]).kind != Kind.DIVISION:
        return ()
    return [*takewhile(lambda n: n not in headings, headings.numbers[first + 1 : first + 1 + _HEAD])]


def _gazette(source: Source, lines: Sequence[Line], numbers: Sequence[int], contents: frozenset[int]) -> Document:
    """Cover, contents and colophon of a gazette as a document without headings."""
    nodes: list[Node] = []
    listed = False
    for n in numbers:
        kind = "目录" if n in contents else "版权页" if listed else "封面"
        listed = listed or n in contents
        if not nodes or nodes[-1].kind != kind:
            nodes.append(Node(kind, "", "", n, None))
        nodes[-1].own.append(n)
    cover = [lines[n - 1].text for n in nodes[0].own]
    about = metadata.describe_gazette(cover, [lines[n - 1].text for n in nodes[-1].own])
    return document_ids.document(about, source, provisions(source, nodes))


def _add_front(tree: Tree, front: FrontMatter, preface: str) -> None:
    """A node for each part before the first heading; `preface` is the kind of what is left."""
    parts = (("封面", front.cover), ("通知", front.notice), ("目录", front.contents), (preface, front.preface))
    for kind, own in parts:
        if own:
            tree.add(kind, own[0]).own.extend(own)


def _add_body(tree: Tree, headings: HeadingLines, index: int) -> None:
    """The lines from the position `index` on: each heading with its title, each other line below the last heading."""
    titles = Titles(headings.lines, headings.numbers, headings.contents)
    while index < len(headings.numbers):
        n = headings.numbers[index]
        if n in headings.contents:
            tree.append(n)
            index += 1
        elif n == headings.glossary:
            index = add_glossary(tree, headings, index)
        elif n in headings:
            node = _open(tree, headings, n)
            index = index + 1 if node.kind == Kind.HEADING else titles.join(node, index + 1)
        else:
            index = _add_text(tree, headings, index)


def _open(tree: Tree, headings: HeadingLines, n: int) -> Node:
    """The node of the heading at line `n`, which its title may go on after."""
    line = headings.at(n)
    point = headings.points.get(n)
    if point:
        title, rest, rank = point.title, point.rest, point.rank
    elif line.role == "ladder":
        title, rest, rank = line.title, line.rest, _rank(tree, line)
    elif line.role in ("box", "table"):
        return tree.open_box(line.kind, n, line.number, line.title)
    else:
        return tree.open_root(line.kind, n, line.number, line.title, ladder=_has_parts(headings, n))
    if line.kind == Kind.ARTICLE and not headings.titled and not _BRACKETED.match(line.text):
        title, rest = "", f"{title} {rest}".strip()  # a short sentence, or a line cut off
    node = tree.open_heading(line.kind or Kind.HEADING, n, line.number, title, rank)
    node.rest = rest
    return node


def _has_parts(headings: HeadingLines, n: int) -> bool:
    """Whether the schedule at line `n` has tables under titles of their own, 一、 二、."""
    at = bisect_left(headings.numbers, n) + 1
    below = next((m for m in headings.numbers[at : at + _HEAD] if m in headings), None)
    return (
        below is not None
        and below in headings.points
        and headings.at(below).kind == Kind.ITEM
        and ordinal(headings.at(below).number) == 1
    )


def _rank(tree: Tree, line: Line) -> float:
    """附则 without a number closes the whole: it stands beside its greatest headings. 2.1 under 二、 is smaller than it."""
    over = line.kind in CLAUSES and next((node for node in tree.open_nodes if node.kind == Kind.ITEM), None)
    if over and is_clause_of(line, over.kind, over.number):
        return RANK[line.kind] - RANK[Kind.CLAUSE] + RANK[Kind.ITEM]
    if line.number:
        return RANK[line.kind]
    return min((rank for rank in tree.open_ranks if 0 <= rank < RANK[Kind.ARTICLE]), default=RANK[line.kind])


def _add_text(tree: Tree, headings: HeadingLines, index: int) -> int:
    """The line at `index`, no heading, or all footnotes or remarks that begin there; returns the position after them."""
    if (stop := add_footnotes(tree, headings, index)) > index:
        return stop
    n = headings.numbers[index]
    if tree.box and not holds(tree, tree.box, headings, n):
        tree.close_box()
    if not tree.box and (stop := add_remarks(tree, headings, index)) > index:
        return stop
    below = headings.numbers[index + 1 : index + 2]
    if (
        headings.at(n).text.startswith("附")
        and squeeze(headings.at(n).text) in _OVER_SCHEDULES
        and below
        and below[0] in headings
    ):
        tree.open_remarks(n)
    tree.append(n)
    return index + 1
