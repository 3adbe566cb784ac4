"""Sources into documents: recognised lines folded into trees of provisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from . import metadata
from .divisions import divide
from .document import UNDECLARED, Document, Provision, Source
from .lines import RANK, Line, is_date, recognise, squeeze
from .numerals import number as numeral

_CODE = {
    "编": "book", "分编": "subbook", "篇": "part", "章": "chp", "节": "sec", "条": "art", "一、": "item", "（一）": "sub", "专栏": "box", "表": "table", "附件": "annex",
    "附表": "schedule", "名词解释": "glossary", "词条": "term", "前言": "preface", "通知": "notice", "目录": "contents", "封面": "cover",
    "版权页": "colophon", "正文": "body", "附注": "remark", "注释": "footnote",
}  # fmt: skip
_NEAR = 200  # lines of a box that are looked back at; a longer box is a table, and the end of a table tells as much
_GROUP = RANK["节"] + 0.5  # where 一、 stands when it heads a group of 条
_MOST_EMPTY = 100  # cells without print at the end of a table
_CLOSING = re.compile(r"(?:抄送|抄报|主送|分送|印发)[:：]|.{2,30}办公室\s*[0-9]{4}年.{2,8}印发$")
_LEAD = re.compile(r"[^，；：。！？]{2,24}。.")
_COLON = re.compile(r"[^，；。！？]{2,30}?[:：].")


@dataclass(slots=True)
class _Node:
    """A provision in the making."""

    kind: str
    number: str
    title: str
    line: int
    parent: int | None
    heading: list[int] = field(default_factory=list)  # line numbers of the heading
    own: list[int] = field(default_factory=list)  # line numbers of the rest
    rest: str = ""


def parse(source: Source) -> tuple[Document, ...]:
    """The documents of one source, in order; a gazette's cover, contents and colophon form a last one of type 公报.

    Every non-blank line belongs to exactly one provision. Nothing is refused: what is no heading is text.
    """
    lines = tuple(recognise(raw) for raw in source.lines)
    parts = divide(lines)
    documents = [
        _document(source, lines, range(start, stop), notice_end, parts.contents)
        for start, stop, notice_end in parts.documents
    ]
    if parts.wrapper:
        documents.append(_gazette(source, lines, parts.wrapper, parts.contents))
    return tuple(documents)


def _document(
    source: Source, lines: Sequence[Line], where: range, notice_end: int | None, contents: frozenset[int]
) -> Document:
    """The document of the lines `where`."""
    numbers = [n for n in where if lines[n - 1].raw.strip()]
    fold = _Fold(lines, numbers, contents)
    body = fold.front(notice_end)
    fold.body(body)
    nodes = [node for node in fold.nodes if node.heading or node.own]
    declared = source.declared if len(numbers) == sum(line.raw.strip() != "" for line in lines) else UNDECLARED
    about = metadata.describe(fold.notice_lines, fold.title_lines, fold.preamble, declared)
    return _finish(source, fold.nodes, nodes, about)


def _gazette(source: Source, lines: Sequence[Line], numbers: Sequence[int], contents: frozenset[int]) -> Document:
    """Cover, contents and colophon of a gazette as a document without headings."""
    nodes: list[_Node] = []
    listed = False
    for n in numbers:
        kind = "目录" if n in contents else "版权页" if listed else "封面"
        listed = listed or n in contents
        if not nodes or nodes[-1].kind != kind:
            nodes.append(_Node(kind, "", "", n, None))
        nodes[-1].own.append(n)
    cover = [lines[n - 1].text for n in nodes[0].own]
    return _finish(source, nodes, nodes, metadata.describe_gazette(cover, [lines[n - 1].text for n in nodes[-1].own]))


class _Fold:
    """Folds recognised lines into nodes: the ladder nests, boxes end with their content, annexes start anew."""

    def __init__(self, lines: Sequence[Line], numbers: Sequence[int], contents: frozenset[int]) -> None:
        self.lines = lines
        self.numbers = numbers
        self.contents = contents
        self.nodes: list[_Node] = []
        self.stack: list[int] = []  # open ladder nodes, outermost first
        self.box: int | None = None
        self.notice_lines: list[str] = []
        self.title_lines: list[str] = []
        self.preamble: list[str] = []
        glossaries = [n for n in numbers if lines[n - 1].role == "glossary" and n not in contents]
        self.glossary = glossaries[-1] if glossaries else None
        points = [n for n in numbers if lines[n - 1].kind == "一、" and n not in contents]
        ladder = any(lines[n - 1].role == "ladder" for n in numbers if n not in contents)
        self.groups = self._groups(points) if ladder else frozenset()
        self.points = not ladder and len(points) >= 2 and squeeze(lines[points[0] - 1].number)[:1] == "一"

    def at(self, n: int) -> Line:
        return self.lines[n - 1]

    def _groups(self, points: Sequence[int]) -> frozenset[int]:
        """Those of the lines 一、 that head a group of 条, as in judicial interpretations: marked, with a 条 right below."""
        after = dict(pairwise(self.numbers))
        marked = (n for n in points if self.at(n).marked and n in after)
        return frozenset(n for n in marked if self.at(after[n]).role == "ladder" and self.at(after[n]).kind == "条")

    def is_heading(self, n: int) -> bool:
        line = self.at(n)
        if n in self.contents:
            return False
        return (
            line.role in ("ladder", "box", "table", "schedule")
            or n == self.glossary
            or self.is_annex(n)
            or self.is_point(n)
        )

    def is_point(self, n: int) -> bool:
        """一、 and （一） are headings where the document has no other ladder, and 一、 where it heads a group of 条."""
        return n in self.groups or (
            self.points and self.at(n).role == "item" and self.at(n).kind in RANK and not self.at(n).tab
        )

    def is_annex(self, n: int) -> bool:
        """附件1 opens an annex only where a title and content follow, not in the list of annexes under a notice."""
        line = self.at(n)
        if line.role != "annex" or n in self.contents:
            return False
        following = [m for m in self.numbers if m > n][:2]
        if not following or self.at(following[0]).role in ("annex", "glossary") or n == self.glossary:
            return False
        return not (line.title and is_date(self.at(following[-1]).text))

    def new(self, kind: str, number: str, title: str, line: int, parent: int | None) -> int:
        self.nodes.append(_Node(kind, number, title, line, parent))
        return len(self.nodes) - 1

    def front(self, notice_end: int | None) -> int:
        """Notice, contents, title and preamble; returns the position in `numbers` of the first heading."""
        first = next((i for i, n in enumerate(self.numbers) if self.is_heading(n)), len(self.numbers))
        front = self.numbers[:first]
        notice = [n for n in front if notice_end and n <= self._notice_stop(front, notice_end)]
        if notice and (len(notice) == len(front)) and first == len(self.numbers):
            self.title_lines = [self.at(n).text for n in notice if notice_end and n <= notice_end]
        if notice:
            node = self.new("通知", "", "", notice[0], None)
            self.nodes[node].own = notice
            self.notice_lines = [self.at(n).text for n in notice]
        pages = [n for n in front if n in self.contents]
        if pages:
            self.nodes[self.new("目录", "", "", pages[0], None)].own = pages
        others = [n for n in front if n not in self.contents and n not in notice]
        if others:
            titles = metadata.title_lines([(n, self.at(n).text) for n in others])
            node = self.new("前言" if first < len(self.numbers) else "正文", "", "", others[0], None)
            self.nodes[node].own = others  # the title is of the document; its lines stay findable here
            self.title_lines = [self.at(n).text for n in titles]
            self.preamble = [self.at(n).text for n in others if n not in titles]
        return first

    def _notice_stop(self, front: Sequence[int], notice_end: int) -> int:
        """The last line of the notice: its date or （此件公开发布）; the title of what it issues comes after."""
        last = notice_end
        for n in front:
            text = self.at(n).text
            if n > notice_end and (is_date(text) or "公开发布" in text) and len(text) <= 30:
                last = n
                if "公开发布" in text:
                    break
            elif n > notice_end and last > notice_end and metadata.is_title_line(text):
                break
        return last if last > notice_end else max((n for n in front if n not in self.contents), default=notice_end)

    def body(self, first: int) -> None:
        index = first
        while index < len(self.numbers):
            n = self.numbers[index]
            line = self.at(n)
            if n in self.contents:
                self.own(n)
            elif n == self.glossary:
                self.open_root("名词解释", "", line.title, n)
                self.glossary_entries(index + 1)
                return
            elif line.role == "ladder" or self.is_point(n):
                index = self.open_ladder(index)
                continue
            elif line.role in ("box", "table"):
                index = self.open_box(index)
                continue
            elif line.role == "schedule" or self.is_annex(n):
                self.open_root(line.kind, line.number, line.title, n)
                if not line.title:
                    index = self.wrapped(self.stack[0], index + 1, long_enough=0)
                    continue
            elif line.role != "row" and re.match(r"[�\[［①]", line.text) and self.footnotes(index):
                return
            else:
                self.text(index)
            index += 1

    def open_root(self, kind: str, number: str, title: str, n: int) -> None:
        node = self.new(kind, number, title, n, None)
        self.nodes[node].heading.append(n)
        self.stack, self.box = [node], None

    def open_ladder(self, index: int) -> int:
        n = self.numbers[index]
        line = self.at(n)
        rank = _GROUP if n in self.groups else RANK[line.kind]
        while self.stack and self.rank(self.stack[-1]) >= rank:
            self.stack.pop()
        node = self.new(line.kind, line.number, line.title, n, self.stack[-1] if self.stack else None)
        self.nodes[node].heading.append(n)
        self.nodes[node].rest = line.rest
        self.stack.append(node)
        self.box = None
        return self.wrapped(node, index + 1, long_enough=0 if line.kind in ("编", "篇") else 18)

    def rank(self, node: int) -> float:
        """Of a ladder node; an annex holds any ladder, a 附表 or glossary none."""
        kind = self.nodes[node].kind
        if self.nodes[node].line in self.groups:
            return _GROUP
        return -1 if kind == "附件" else RANK.get(kind, 9)

    def open_box(self, index: int) -> int:
        n = self.numbers[index]
        line = self.at(n)
        parent = self.stack[-1] if self.stack else None
        self.box = self.new(line.kind, line.number, line.title, n, parent)
        self.nodes[self.box].heading.append(n)
        return self.wrapped(self.box, index + 1, long_enough=16)

    def wrapped(self, node: int, index: int, long_enough: int) -> int:
        """Join the following line to the title of `node` where it is the title's second half; returns where to go on."""
        here = self.nodes[node]
        if here.rest or here.kind in ("条", "一、", "（一）") or index >= len(self.numbers):
            return index
        n = self.numbers[index]
        line, before = self.at(n), self.at(self.numbers[index - 1])
        unfinished = here.title.endswith(("、", "，", "—", "和", "与", "及", "的"))
        if (
            line.role != "text"
            or n in self.contents
            or len(line.text) > 40
            or line.tab
            or n - self.numbers[index - 1] > 3
        ):
            return index
        if len(here.title) < long_enough and not unfinished:
            return index
        if before.marked != line.marked or (not here.title and not line.marked and len(line.text) > 30):
            return index
        if (
            re.search(r"[。；！？：:]", line.text)
            or line.text.endswith("，")
            or is_date(line.text)
            or _unbalanced(line.text)
        ):
            return index
        if not line.marked and "，" in line.text and not unfinished:
            return index  # a sentence cut by a page break, not a title: 畅通教育、科技、人才良性循环，优化…
        gap = "" if unfinished or here.kind not in ("篇", "编") or (len(here.title) > 22 and " " in here.title) else " "
        here.title = f"{here.title}{gap}{line.text}".strip()
        here.heading.append(n)
        return index + 1

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
        if re.match(r"附件[:：]", squeeze(text)) and all(
            len(self.at(m).text) <= 60 and not self.is_heading(m) for m in self.numbers[index:]
        ):
            return True
        return near_end and squeeze(text) == "附件"

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

    def glossary_entries(self, index: int) -> None:
        """Each entry of the 名词解释 is a node; lines that begin no entry go on with the one before."""
        glossary = len(self.nodes) - 1
        target = glossary
        for position in range(index, len(self.numbers)):
            n = self.numbers[position]
            line = self.at(n)
            if line.role in ("ladder", "box", "schedule") and n not in self.contents and position > index + 1:
                self.stack, self.box = [], None
                self.body(position)
                return
            if _CLOSING.match(line.text):
                self.nodes[self.new("附注", "", "", n, None)].own.extend(self.numbers[position:])
                return
            entry = metadata.glossary_term(line.text)
            if entry and not (target != glossary and self.cut_before(position)):
                target = self.new("词条", "", entry, n, glossary)
            self.nodes[target].own.append(n)

    def cut_before(self, position: int) -> bool:
        """The line before does not end a sentence, so this one goes on with it."""
        return self.at(self.numbers[position - 1]).text[-1:] not in "。；！？.)）”"

    def footnotes(self, index: int) -> bool:
        """Footnotes gathered at the end, each beginning with its mark, become nodes of their own."""
        rest = self.numbers[index:]
        marked = [n for n in rest if re.match(r"[�\[［①-⑳]", self.at(n).text)]
        if len(rest) > 1 and len(marked) < len(rest) / 2:
            return False
        for n in rest:
            if n in marked or self.nodes[-1].kind != "注释":
                self.new("注释", "", metadata.glossary_term(self.at(n).text.lstrip("� ")) or "", n, None)
            self.nodes[-1].own.append(n)
        return True


def _unbalanced(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in ("“”", "（）", "《》"))


def _finish(source: Source, every: Sequence[_Node], nodes: Sequence[_Node], about: metadata.About) -> Document:
    """Freeze the nodes: ids from their places, spans, texts and the last line of each subtree."""
    nodes = sorted(nodes, key=lambda node: node.line)
    place = {id(node): i for i, node in enumerate(nodes)}
    ids: list[str] = []
    taken: set[str] = set()
    last = [max(node.heading + node.own) for node in nodes]
    counts: dict[str, int] = {}
    parents: list[int | None] = []
    for node in nodes:
        parent = place[id(every[node.parent])] if node.parent is not None else None
        parents.append(parent)
        counts[node.kind] = counts.get(node.kind, 0) + 1
        name = _CODE[node.kind] + (
            f"_{_ordinal(node)}" if node.number else f"_{counts[node.kind]}" if node.kind in ("词条", "注释") else ""
        )
        nests = node.kind in RANK and node.kind != "条"  # 条 and boxes run on through a document
        if parent is not None and (nests or nodes[parent].kind == "附件"):
            name = f"{ids[parent]}__{name}"
        unique, copy = name, 1
        while unique in taken:
            copy += 1
            unique = f"{name}_{copy}"
        taken.add(unique)
        ids.append(unique)
    for i in reversed(range(len(nodes))):
        if (above := parents[i]) is not None:
            last[above] = max(last[above], last[i])
    provisions = tuple(
        Provision(
            ids[i],
            node.kind,
            node.number,
            node.title,
            node.line,
            last[i],
            parents[i],
            _spans(source, node),
            _text(source, node),
            _printed(source, node),
        )
        for i, node in enumerate(nodes)
    )
    return metadata.document(about, source, provisions)


def _ordinal(node: _Node) -> str:
    """第三篇 → 3, 专栏3-1 → 3-1, 第十条之一 → 10-1."""
    if node.kind in RANK:
        main, _, sub = node.number.partition("之")
        value = numeral(re.sub(r"第|分?编|[篇章节条]|[（()）、.．]", "", main))
        return f"{value if value is not None else main}" + (f"-{numeral(sub)}" if sub else "")
    digits = [numeral(part) for part in re.findall(r"[0-9０-９]+|[一二三四五六七八九十]+", node.number)]
    return "-".join(str(digit) for digit in digits) or "0"


def _spans(source: Source, node: _Node) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the node's own lines, joined where only blank lines lie between."""
    spans: list[tuple[int, int]] = []
    for n in sorted(node.heading + node.own):
        if spans and not any(line.strip() for line in source.lines[spans[-1][1] - 1 : n - 1]):
            spans[-1] = (spans[-1][0], n + 1)
        else:
            spans.append((n, n + 1))
    return tuple(spans)


def _printed(source: Source, node: _Node) -> str:
    """The heading's lines as they stand, without the sentence that may follow on the same line."""
    printed = "\n".join(source.lines[n - 1] for n in node.heading)
    return printed[: len(printed) - len(_run_in(printed, node.rest))]


def _run_in(line: str, rest: str) -> str:
    """The end of `line` that `rest` was recognised from, as it stands."""
    wanted = len(squeeze(rest))
    start = len(line)
    while start > 0 and wanted > 0:
        start -= 1
        wanted -= not line[start].isspace()
    return line[start:]


def _text(source: Source, node: _Node) -> str:
    """The node's own lines without its heading and the blank lines between them, as they stand.

    Blank lines stay, all of them, for they tell the rows of a table from each other, and a TAB in them is an empty
    cell; lines of other provisions between leave one.
    """
    parts = [_run_in(source.lines[node.heading[-1] - 1], node.rest)] if node.rest else []
    previous = node.heading[-1] if node.heading else None
    for n in node.own:
        if parts and previous is not None and n - previous > 1:
            between = source.lines[previous : n - 1]
            parts += [""] if any(line.strip() for line in between) else between
        parts.append(source.lines[n - 1])
        previous = n
    if node.own and "\t" in parts[-1]:
        parts += _empty_cells(source.lines[node.own[-1] : node.own[-1] + _MOST_EMPTY])
    return "\n".join(parts)


def _empty_cells(lines: Sequence[str]) -> list[str]:
    """The blank lines at the beginning of `lines` when there are TABs in them: cells in which nothing is printed."""
    blank = list(takewhile(lambda line: not line.strip(), lines))
    while blank and "\t" not in blank[-1]:
        blank.pop()
    return [*blank, *([""] if blank and lines[len(blank) : len(blank) + 1] == ("",) else [])]
