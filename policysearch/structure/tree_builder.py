"""Sources into documents: recognised lines folded into trees of provisions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath

from ..model.document import UNDECLARED, Document, Source
from ..model.grids import Grid
from ..model.kinds import RANK, Kind
from . import document_ids, glossary, list_headings, metadata
from .annexes import with_listed_annexes
from .clauses import with_clauses
from .front_matter import read_front
from .inline_articles import set_apart
from .line_classifier import Line, is_date, squeeze
from .line_context import recognise_all, with_last_groups
from .provisions import Node, provisions
from .sections import Parts, divide
from .title_lines import Titles

_NEAR = 200  # lines of a box that are looked back at; a longer box is a table, and the end of a table tells as much
_BELOW_TABLE = 3  # blank lines that readers leave below one
_CLOSING = re.compile(r"(?:抄送|抄报|主送|分送|印发)[:：]|.{2,30}办公室\s*[0-9]{4}年.{2,8}印发$")
_BRACKETED = re.compile(r"第[^条]+条[^【\[（(]{0,6}[【\[（(]")  # 第一条【目的】
_FOOTNOTE = re.compile(r"(?:[a-z]|[*＊※]{1,3})[)）]?\s*[一-鿿]")  # under a table
_LEAD = re.compile(r"[^，；：。！？]{2,24}。.")
_COLON = re.compile(r"[^，；。！？]{2,30}?[:：].")


def parse(source: Source) -> tuple[Document, ...]:
    """The documents of one source, in order; a gazette's cover, contents and colophon form a last one of type 公报.

    Every non-blank line belongs to exactly one provision, but one in which several articles stand belongs to each of
    them, and every character of it to one. Nothing is refused: what is no heading is text.
    """
    lines, origins = set_apart(_with_rows(recognise_all(source.lines), source.grids))
    lines = with_clauses(with_last_groups(with_listed_annexes(lines)))
    printed = source
    source = replace(source, lines=tuple(line.raw for line in lines), grids=tuple(_moved(source.grids, origins)))
    parts = divide(lines)
    documents = [
        _document(source, lines, range(start, stop), notice_end, parts) for start, stop, notice_end in parts.documents
    ]
    if parts.wrapper:
        documents.append(_gazette(source, lines, parts.wrapper, parts.contents))
    if len(lines) > len(printed.lines):
        documents = [_as_printed(document, origins) for document in documents]
    return tuple(documents)


def _with_rows(lines: Sequence[Line], grids: Sequence[Grid]) -> Sequence[Line]:
    """`lines` with the rows of known tables as such, also where a cell looks like a heading."""
    found = [*lines]
    for grid in grids:
        for n in range(grid.line - 1, grid.end - 1):
            if found[n].role not in ("row", "note"):
                found[n] = Line("row", found[n].text, found[n].raw, tab=found[n].tab)
    return found


def _moved(grids: Sequence[Grid], origins: Sequence[int]) -> Iterator[Grid]:
    """`grids` counted in lines that stand in the lines `origins` of the file; without one whose rows were cut."""
    for grid in grids:
        start = bisect_left(origins, grid.line)
        if bisect_left(origins, grid.end) - start == grid.rows:
            yield grid._replace(line=start + 1)


def _as_printed(document: Document, origins: Sequence[int]) -> Document:
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
    fold = _Fold(lines, numbers, parts.contents)
    body = fold.front(notice_end, parts.head)
    fold.body(body)
    declared = source.declared if len(numbers) == sum(line.raw.strip() != "" for line in lines) else UNDECLARED
    about = metadata.describe(
        fold.notice_lines,
        fold.title_lines,
        fold.preamble,
        declared,
        [lines[n - 1].text for n in numbers],
        PurePosixPath(source.path).stem,
    )
    return document_ids.document(about, source, provisions(source, fold.nodes))


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


class _Fold:
    """Folds recognised lines into nodes: the ladder nests, boxes end with their content, annexes start anew."""

    def __init__(self, lines: Sequence[Line], numbers: Sequence[int], contents: frozenset[int]) -> None:
        self.lines = lines
        self.numbers = numbers
        self.contents = contents
        self.nodes: list[Node] = []
        self.stack: list[int] = []  # open ladder nodes, outermost first
        self.box: int | None = None
        self.notice_lines: list[str] = []
        self.title_lines: list[str] = []
        self.preamble: list[str] = []
        glossaries = [n for n in numbers if lines[n - 1].role == "glossary" and n not in contents]
        self.glossary = glossaries[-1] if glossaries else None
        articles = [line for n in numbers if (line := lines[n - 1]).kind == "条" and n not in contents]
        self.titled = 2 * sum(bool(line.title) for line in articles) >= len(articles)  # as a whole, or not at all
        self.listed = 0  # last line of a list of annexes
        begun = (i for i, n in enumerate(numbers) if lines[n - 1].role in ("ladder", "item"))
        self.begun = next(begun, len(numbers))  # where the text of the document itself has begun
        self.annexes = frozenset(n for i, n in enumerate(numbers) if self.is_annex(i))
        printed = [n for n in numbers if n not in contents]
        roots = {n for n in printed if lines[n - 1].role == "schedule" or n in self.annexes or n == self.glossary}
        self.titles = Titles(lines, numbers, contents)
        self.points = list_headings.headings(lines, printed, roots)

    def at(self, n: int) -> Line:
        return self.lines[n - 1]

    def is_heading(self, n: int) -> bool:
        return n not in self.contents and (
            self.at(n).role in ("ladder", "box", "table", "schedule")
            or n == self.glossary
            or n in self.annexes
            or n in self.points
        )

    def is_annex(self, index: int) -> bool:
        """附件1 opens an annex only where a title and content follow, not in the list of annexes under a notice."""
        n = self.numbers[index]
        line = self.at(n)
        if line.role != "annex" or n in self.contents or n == self.glossary:
            return False
        following = [self.at(m) for m in self.numbers[index + 1 : index + 5]]
        if not following or following[0].role in ("annex", "schedule", "glossary"):
            return False
        if len(line.number) > 2:  # a list is signed: its last line has a signature with a date below
            return not (
                line.title and any(is_date(below.text) or _CLOSING.match(below.text) for below in following[:3])
            )
        # An annex without a number: not what a notice announces, nor a list of annexes, which is short and signed.
        first = self.at(self.numbers[self.begun]) if self.begun < len(self.numbers) else None
        listed = first is None or first.kind in ("", "1.", "（1）")  # a list of names under a decision
        signed = listed and any(is_date(self.at(m).text) for m in self.numbers[max(index - _NEAR, 0) : index])
        if (index < self.begun and not signed) or any(is_date(below.text) for below in following):
            return following[0].role == "row" and bool(line.title)
        if line.title:
            below = (self.at(m) for m in self.numbers[index + 1 : index + _NEAR])
            return any(one.role == "row" or "。" in one.text for one in below)
        return len(following) > 1 and following[0].role in ("text", "contents") and "。" not in following[0].text

    def new(self, kind: str, number: str, title: str, line: int, parent: int | None) -> int:
        self.nodes.append(Node(kind, number, title, line, parent))
        return len(self.nodes) - 1

    def front(self, notice_end: int | None, head: Collection[int] = ()) -> int:
        """Makes the nodes before the first heading; returns its position in `numbers`.

        `head` are the lines of a web page over the document.
        """
        first = next((i for i, n in enumerate(self.numbers) if self.is_heading(n)), len(self.numbers))
        found = read_front(self.lines, self.numbers, first, self.contents, notice_end, head)
        preface = "前言" if first < len(self.numbers) else "正文"
        for kind, own in (
            ("封面", found.cover),
            ("通知", found.notice),
            ("目录", found.contents),
            (preface, found.preface),
        ):
            if own:
                self.nodes[self.new(kind, "", "", own[0], None)].own = list(own)
        self.notice_lines = [self.at(n).text for n in found.notice]
        self.title_lines = [self.at(n).text for n in found.title]
        self.preamble = [self.at(n).text for n in found.preamble]
        # In a file with the 附则 only, the lines between it and its articles say when the law was passed.
        if found.preface and first < len(self.numbers) and self.at(self.numbers[first]).title == "附则":
            below = takewhile(lambda n: not self.is_heading(n), self.numbers[first + 1 :])
            self.preamble += [self.at(n).text for n in below]
        return first

    def body(self, first: int) -> None:
        index = first
        while index < len(self.numbers):
            n = self.numbers[index]
            line = self.at(n)
            if n in self.contents:
                self.own(n)
            elif n == self.glossary:
                self.open_root("名词解释", "", line.title, n)
                index = self.glossary_entries(index + 1)
                continue
            elif line.role == "ladder" or n in self.points:
                index = self.open_ladder(index)
                continue
            elif line.role in ("box", "table"):
                index = self.open_box(index)
                continue
            elif line.role == "schedule" or n in self.annexes:
                self.open_root(line.kind, line.number, line.title, n)
                index = self.titles.join(self.nodes[self.stack[0]], index + 1)
                continue
            elif line.role != "row" and re.match(r"[�\[［①]", line.text) and (stop := self.footnotes(index)):
                index = stop
                continue
            else:
                self.text(index)
            index += 1

    def open_root(self, kind: str, number: str, title: str, n: int) -> None:
        node = self.new(kind, number, title, n, None)
        self.nodes[node].heading.append(n)
        self.nodes[node].rank = -1 if kind == Kind.ANNEX else 9
        self.stack, self.box = [node], None

    def open_ladder(self, index: int) -> int:
        n = self.numbers[index]
        line = self.at(n)
        point = self.points.get(n)
        rank = point.rank if point else self.rank_of_ladder(line)
        while self.stack and self.nodes[self.stack[-1]].rank >= rank:
            self.stack.pop()
        title, rest = (point.title, point.rest) if point else (line.title, line.rest)
        if line.kind == Kind.ARTICLE and not self.titled and not _BRACKETED.match(line.text):
            title, rest = "", f"{title} {rest}".strip()  # a short sentence, or a line cut off
        place = self.new(line.kind, line.number, title, n, self.stack[-1] if self.stack else None)
        node = self.nodes[place]
        node.heading.append(n)
        node.rest, node.rank = rest, rank
        self.stack.append(place)
        self.box = None
        return self.titles.join(node, index + 1)

    def rank_of_ladder(self, line: Line) -> float:
        """附则 without a number closes the whole: it stands beside its greatest headings."""
        if line.number:
            return RANK[line.kind]
        open_ranks = (self.nodes[place].rank for place in self.stack)
        return min((rank for rank in open_ranks if 0 <= rank < RANK[Kind.ARTICLE]), default=RANK[line.kind])

    def open_box(self, index: int) -> int:
        n = self.numbers[index]
        line = self.at(n)
        parent = self.stack[-1] if self.stack else None
        self.box = self.new(line.kind, line.number, line.title, n, parent)
        self.nodes[self.box].heading.append(n)
        return self.titles.join(self.nodes[self.box], index + 1)

    def own(self, n: int) -> None:
        node = self.box if self.box is not None else self.stack[-1] if self.stack else None
        if node is None:
            node = next((i for i, known in enumerate(self.nodes) if known.kind == "前言"), None)
            if node is None:
                node = self.new("前言", "", "", n, None)
        self.nodes[node].own.append(n)

    def text(self, index: int) -> None:
        n = self.numbers[index]
        if self.box is not None and not self.in_box(index):
            self.box = None
        if self.box is None and self.closes(index):
            node = next((i for i, known in enumerate(self.nodes) if known.kind == "附注"), None)
            node = self.new("附注", "", "", n, None) if node is None else node
            self.nodes[node].own.append(n)
            return
        if (
            squeeze(self.at(n).text) in ("附表", "附件", "附录")
            and index + 1 < len(self.numbers)
            and self.is_heading(self.numbers[index + 1])
        ):
            self.stack, self.box = [self.new("附注", "", "", n, None)], None
        self.own(n)

    def closes(self, index: int) -> bool:
        """抄送 and the list of annexes at the end are remarks on the document, not part of its last 节."""
        n = self.numbers[index]
        text = self.at(n).text
        if _CLOSING.match(text) or self.at(n).role == "glossary":
            return True
        previous = self.nodes[-1] if self.nodes else None
        near_end = (self.glossary is not None and 0 < self.glossary - n <= 6) or index >= len(self.numbers) - 4
        if previous and previous.kind == "附注" and near_end:
            return True
        if n <= self.listed:
            return True
        within_annex = self.stack and self.nodes[self.stack[0]].kind == "附件"
        if re.match(r"附[件表录](?:[:：]|$)", squeeze(text)) and not within_annex:
            listed = list(takewhile(lambda m: not self.is_heading(m), self.numbers[index : index + _NEAR]))
            following = self.numbers[index + len(listed) :][:1]
            if all(len(self.at(m).text) <= 60 for m in listed) and self.annexes.issuperset(following):
                self.listed = listed[-1]
                return True
        return False

    def in_box(self, index: int) -> bool:
        """Whether the open box still holds the line at `index`."""
        assert self.box is not None
        box, n, line = self.nodes[self.box], self.numbers[index], self.at(self.numbers[index])
        if line.role in ("row", "note"):
            return True
        if line.role == "figure":
            return not box.own
        gap = n - (box.own or box.heading)[-1] - 1
        if gap == 0 and box.own and self.at(box.own[-1]).role == "row":
            return True  # a cell goes on
        inside = [self.at(m) for m in box.own[-_NEAR:]]
        tabbed = self.at(box.heading[0]).tab or any(item.tab for item in inside)
        cells = [item for item in inside if item.role == "row" and (len(item.text) <= 60 or "\t" in item.text)]
        if len(cells) >= 4 or any("\t" in item.text for item in cells):  # a table: cells go on, prose does not
            if any(item.role == "note" for item in inside[-2:]):
                return gap == 0
            if gap <= _BELOW_TABLE * ("\t" in inside[-1].raw) and _FOOTNOTE.match(line.text):
                return True
            return len(line.text) <= 25 and "。" not in line.text
        if tabbed and gap >= 2 and inside:
            return False  # Word's table ended: two blank lines
        items = [item.text for item in inside if item.role in ("text", "item", "row")]
        if len(items) >= 2 and line.role == "text" and _LEAD.match(line.text) and self.leads_before(self.box):
            alike = [
                all(_COLON.match(text) and not _LEAD.match(text) for text in items),
                all(item.role == "item" for item in inside),
            ]
            return not any(alike)
        return True

    def leads_before(self, box: int) -> bool:
        """The prose that the box interrupts has paragraphs that begin with a short sentence."""
        parent = self.nodes[box].parent
        return parent is not None and any(_LEAD.match(self.at(m).text) for m in self.nodes[parent].own)

    def glossary_entries(self, index: int) -> int:
        """Each entry of the 名词解释 is a node; lines that begin no entry go on with the one before.

        Returns the position of the heading after them, where the body goes on.
        """
        home = len(self.nodes) - 1
        target = home
        for position in range(index, len(self.numbers)):
            n = self.numbers[position]
            line = self.at(n)
            heading = line.role in ("ladder", "box", "schedule") and n not in self.contents and position > index + 1
            if heading or n in self.annexes:
                self.stack, self.box = [], None
                return position
            if _CLOSING.match(line.text):
                self.nodes[self.new("附注", "", "", n, None)].own.extend(self.numbers[position:])
                break
            entry = glossary.glossary_term(line.text)
            if entry and not (target != home and (self.cut_before(position) or self.is_part(target, line.text))):
                target = self.new("词条", "", entry, n, home)
            self.nodes[target].own.append(n)
        return len(self.numbers)

    def cut_before(self, position: int) -> bool:
        """The line before does not end a sentence, so this one goes on with it; a row of a table is whole."""
        before, text = (self.at(n).text for n in self.numbers[position - 1 : position + 1])
        return not text.startswith("|") and "\t" not in text and before.rstrip("| ")[-1:] not in "。；！？.)）”"

    def is_part(self, entry: int, text: str) -> bool:
        """“五级联动”指… below “三级贯通、五级联动”。…: what is explained is a part of the term of `entry`."""
        part = re.match(r"“([^“”]+)”，?[是系指即]", text)
        return part is not None and part[1] != self.nodes[entry].title and part[1] in self.nodes[entry].title

    def footnotes(self, index: int) -> int:
        """Footnotes gathered at the end or before the glossary, each beginning with its mark, become nodes of their own.

        Returns the position after them, 0 when there are none.
        """
        rest = list(takewhile(lambda n: n != self.glossary, self.numbers[index:]))
        while len(rest) < len(self.numbers) - index and self.at(rest[-1]).role == "annex":
            rest.pop()  # 附件 over the glossary
        marked = [n for n in rest if re.match(r"[�\[［①-⑳]", self.at(n).text)]
        if (len(rest) > 1 and len(marked) < len(rest) / 2) or any(self.is_heading(n) for n in rest):
            return 0
        mark = self.at(rest[0]).text[0]  # ① without a place that it is a note to begins a list
        if mark == "①" and not any(mark in self.at(n).text[1:] for n in self.numbers[:index]):
            return 0
        for n in rest:
            if n in marked or self.nodes[-1].kind != "注释":
                self.new("注释", "", glossary.glossary_term(self.at(n).text.lstrip("� ")) or "", n, None)
            self.nodes[-1].own.append(n)
        return index + len(rest)
