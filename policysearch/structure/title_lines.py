"""Titles over several lines: whether a line under a heading continues it, or is text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from ..model.kinds import CLAUSES, POINTS, RANK, Kind
from . import document_title
from .document_types import TITLE_END
from .line_classifier import Line
from .line_text import is_date, join_title, ordinal, squeeze, without_page
from .provisions import Node

_INDENT = re.compile(r"(?:　　|    )\S")  # of a paragraph
_STATUS = re.compile(r"[（(][^（）()]{2,12}[）)]")  # of an annex of a standard: （规范性）
_UNFINISHED = ("、", "，", "—", "和", "与", "及", "的")  # a title does not end so
_LONG = 8  # characters of a title that may go on in an unmarked line: 总则 does not
# From how many characters on a title may fill its line; 0 where the kind is printed large.
_FULL: dict[str, int] = {Kind.BOOK: 0, Kind.PART: 0, **dict.fromkeys((*POINTS, *CLAUSES), 21)}


class Titles:
    """The titles of the headings of one document, whose lines are `numbers`."""

    def __init__(self, lines: Sequence[Line], numbers: Sequence[int], contents: Collection[int]) -> None:
        self.lines = [lines[n - 1] for n in numbers]
        self.numbers = numbers
        self.contents = contents
        steps = sorted(below - above for above, below in pairwise(numbers))
        self.apart = max(3, 2 * steps[len(steps) // 2]) if steps else 3  # lines between the pieces of a title, at most
        self.listed = _entries([lines[n - 1].text for n in numbers if n in contents])

    def join(self, node: Node, index: int) -> int:
        """Give `node` the lines from `index` on that go on with its title; returns the index of the first that does not."""
        if node.kind in ("附件", "附表"):
            whole = self._of_annex(index) if not node.title else 0
            if node.title and not node.number:
                whole = self._of_listed_annex(node, index)
            if node.number[-1:].isalpha() and node.number[-1:].isascii():
                whole = self._of_lettered_annex(node, index)
            node.title = join_title([node.title, *(line.text for line in self.lines[index : index + whole])])
            node.heading.extend(self.numbers[index : index + whole])
            return index + whole
        start = index - bool(node.title)  # where the title begins
        while index < len(self.numbers) and self._goes_on(node, start, index):
            close = node.title.endswith(_UNFINISHED) or (len(node.title) > 22 and " " in node.title)
            gap = [] if close or node.kind not in ("篇", "编") else [" "]
            node.title = join_title([node.title, *gap, self.lines[index].text]).strip()
            node.heading.append(self.numbers[index])
            index += 1
        return index

    def _of_annex(self, index: int) -> int:
        """How many lines from `index` on print the title of a document, as 某市 and 行动方案 under 附件1."""
        near = range(index, min(index + 3, len(self.lines)))
        named = takewhile(lambda i: self.lines[i].role == "text" or self._is_name(i), near)
        below = [self.lines[i] for i in named]
        titles = document_title.title_lines([(n, line.text) for n, line in enumerate(below)])
        return len(titles) if titles == list(range(len(titles))) else 0

    def _of_listed_annex(self, node: Node, index: int) -> int:
        """How many lines from `index` on end the title of an annex without a number, which begins above."""
        title = node.title
        for whole, line in enumerate(self.lines[index : index + 2], 1):
            if TITLE_END.search(squeeze(title)) or line.role != "text":
                break
            title += line.text
            if TITLE_END.search(squeeze(title)):
                return whole
        return 0

    def _of_lettered_annex(self, node: Node, index: int) -> int:
        """How many lines from `index` on print （规范性） and the title of 附录A, where they are not on its line."""
        whole = 0
        if not node.title and index < len(self.lines) and _STATUS.fullmatch(self.lines[index].text):
            whole = 1
        named = node.title and not _STATUS.fullmatch(node.title)
        line = self.lines[index + whole] if index + whole < len(self.lines) else None
        if (
            named
            or line is None
            or line.role != "text"
            or len(line.text) > 40
            or re.search("[。；！？：，]", line.text)
        ):
            return whole
        return whole + 1 if self._is_body(index + whole + 1) else whole

    def _is_name(self, index: int) -> bool:
        """Whether the line is 目录 as the name of what follows, and no contents page."""
        return self.lines[index].role == "contents" and self.numbers[index] not in self.contents

    def _goes_on(self, node: Node, start: int, index: int) -> bool:
        """Whether the line at `index` is a further piece of the title of `node`, which is all of the lines from `start` to it."""
        line, before = self.lines[index], self.lines[index - 1]
        n, text = self.numbers[index], line.text
        if node.rest or node.kind == "条" or line.role != "text" or n in self.contents or line.tab:
            return False
        unfinished = node.title.endswith(_UNFINISHED) or self._is_alone(node, index)
        if len(text) > 40 or n - self.numbers[index - 1] > self.apart or is_date(text):
            return False
        if before.marked != line.marked and not unfinished:
            return False
        if _is_unbalanced(node.title) or _is_unbalanced(text):
            return not _is_unbalanced(node.title + text)  # “…新 | 高地”行动
        if re.search(r"[。；！？：:]|，$", text) or (_INDENT.match(line.raw) and not _INDENT.match(before.raw)):
            return False
        if not line.marked and "，" in text and not unfinished:
            return False  # a sentence cut by a page break, not a title: 畅通教育、科技、人才良性循环，优化…
        if not node.title:
            return line.marked or len(text) <= 30
        if (listed := self._is_listed(node, text)) is not None:
            return listed
        full = unfinished or len(node.title) >= _FULL.get(node.kind, 16)
        if RANK.get(node.kind, 0) > RANK["条"]:
            return full and index - start == 1 and self._is_body(index + 1)
        if index - start > 1 and not unfinished:
            return node.kind in ("篇", "编") and len(text) <= 20 and self._is_body(index + 1)
        between = node.kind == "专栏" and index + 1 < len(self.lines) and self.lines[index + 1].tab
        return full or between  # a caption and its table

    def _is_alone(self, node: Node, index: int) -> bool:
        """Whether the unmarked line at `index` is all that stands between a marked title and the first 节 or 条; and is no
        title of a 节 whose own line was lost, as where the next is 第二节.
        """
        line, below = self.lines[index], self.lines[index + 1 : index + 2]
        marked = self.lines[index - 1].marked and not line.marked
        if not marked or not below or below[0].kind not in ("节", "条") or len(node.title) < _LONG:
            return False
        ladder = (line for line in self.lines[index:] if line.role == "ladder" and RANK[line.kind] < RANK["条"])
        following = next(ladder, line)
        lost = following.kind == "节" != node.kind and ordinal(following.number) != 1
        return not lost and re.search(r"\w", line.text) is not None

    def _is_listed(self, node: Node, text: str) -> bool | None:
        """Whether the contents page has `text` in the title of `node`; None when it has neither."""
        title = squeeze(node.number + node.title)
        if self._listing(title + squeeze(text)):
            return True
        return False if self._listing(title) == title else None

    def _listing(self, beginning: str) -> str:
        """The first entry of the contents page that begins so; "" when none does."""
        at = bisect_left(self.listed, beginning)
        return self.listed[at] if at < len(self.listed) and self.listed[at].startswith(beginning) else ""

    def _is_body(self, index: int) -> bool:
        """Whether a sentence or another heading stands at `index`."""
        return index < len(self.lines) and (self.lines[index].role != "text" or "。" in self.lines[index].text)


def _entries(contents: Sequence[str]) -> list[str]:
    """Sorted, number and title of every heading that a contents page lists, without white space, also where an entry is wrapped."""
    printed = "".join(re.sub(r"[0-9]+$", "", squeeze(without_page(text))) for text in contents)
    heading = r"(?<!^)(?=第[一二三四五六七八九十百零〇0-9]{1,6}(?:部分|分?编|[篇章节]))"
    return sorted(re.split(heading, printed)) if printed else []


def _is_unbalanced(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in ("“”", "（）", "《》"))
