"""Recognises the headings of one document, before any of them is put into the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import list_headings, named_titles
from .line_classifier import Line
from .line_text import is_date

#: Lines about the document as a whole: recipients of copies, the office that printed it.
CLOSING = re.compile(r"(?:抄送|抄报|主送|分送|印发)[:：]|.{2,30}办公室\s*[0-9]{4}年.{2,8}印发$")
_FAR = 200  # lines below the heading of an annex in which its first sentence stands

_ISSUES = re.compile("印发|(?<!公开)发布|公布|颁布|下发|转发|批转|施行")


@dataclass(frozen=True, slots=True)
class HeadingLines:
    """The lines of one document and the headings among them."""

    lines: Sequence[Line]  # of the whole source
    numbers: Sequence[int]  # lines of the document, from 1, without blank ones
    contents: frozenset[int]  # lines of contents pages, which only list headings
    glossary: int | None  # heading of the 名词解释, the last one of several
    annexes: frozenset[int]  # headings of annexes
    points: Mapping[int, list_headings.Point]  # points that are headings: 一、 （一） 1.; titles by what the file says
    titled: bool  # articles have titles; as a whole, or none of them

    def at(self, n: int) -> Line:
        return self.lines[n - 1]

    def __contains__(self, n: int) -> bool:
        """Whether line `n` begins a heading."""
        return n not in self.contents and (
            self.at(n).role in ("ladder", "box", "table", "schedule")
            or n == self.glossary
            or n in self.annexes
            or n in self.points
        )


def find_headings(
    lines: Sequence[Line], numbers: Sequence[int], contents: frozenset[int], levels: named_titles.Levels = ()
) -> HeadingLines:
    """The headings among the lines `numbers` of a document; `contents` are its contents pages, `levels` as of Source."""
    printed = [n for n in numbers if n not in contents]
    glossary = max((n for n in printed if lines[n - 1].role == "glossary"), default=None)
    articles = [line for n in printed if (line := lines[n - 1]).kind == "条"]
    begun = (i for i, n in enumerate(numbers) if lines[n - 1].role in ("ladder", "item"))
    start = next(begun, len(numbers))  # where the text of the document itself has begun
    # Listed under a decision; or what a notice that does not issue it has attached.
    names = start == len(numbers) or lines[numbers[start] - 1].kind in ("", "1.", "（1）")
    names = names or not any(_issues(lines[n - 1].text) for n in numbers[:start])
    annexes = frozenset(
        n
        for i, n in enumerate(numbers)
        if n not in contents
        and n != glossary
        and _is_annex(lines, numbers, i, begun=i >= start or (names and _is_signed(lines, numbers, i)))
    )
    roots = {n for n in printed if lines[n - 1].role == "schedule" or n in annexes or n == glossary}
    points = list_headings.headings(lines, printed, roots)
    return HeadingLines(
        lines,
        numbers,
        contents,
        glossary,
        annexes,
        {**points, **named_titles.headings(lines, numbers, levels, points, contents | roots)},
        titled=2 * sum(bool(line.title) for line in articles) >= len(articles),
    )


def _issues(text: str) -> bool:
    """Whether `text` is of a title or sentence that issues a document: 关于印发某办法的通知, 现将《某办法》印发你们."""
    return _ISSUES.search(text) is not None and ("《" in text or "关于" in text)


def _is_signed(lines: Sequence[Line], numbers: Sequence[int], index: int) -> bool:
    """Whether the day of a signature stands above the position `index`."""
    return any(is_date(lines[n - 1].text) for n in numbers[max(index - _FAR, 0) : index])


def _is_annex(lines: Sequence[Line], numbers: Sequence[int], index: int, *, begun: bool) -> bool:
    """附件1 opens an annex only where a title and content follow, not in the list of annexes under a notice."""
    line = lines[numbers[index] - 1]
    if line.role != "annex":
        return False
    following = [lines[n - 1] for n in numbers[index + 1 : index + 5]]
    if not following or following[0].role in ("annex", "schedule", "glossary"):
        return False
    if len(line.number) > 2:  # a list is signed: its last line has a signature with a date below
        signed = any(is_date(below.text) or CLOSING.match(below.text) for below in following[:3])
        return not (line.title and signed)
    # An annex without a number: not what a notice announces, nor a list of annexes, which is short and signed.
    if (line.number and not begun) or any(is_date(below.text) for below in following):
        return following[0].role == "row" and bool(line.title)
    if line.title:
        below = (lines[n - 1] for n in numbers[index + 1 : index + _FAR])
        return line.marked or any(one.role == "row" or "。" in one.text for one in below)
    return len(following) > 1 and following[0].role in ("text", "contents") and "。" not in following[0].text
