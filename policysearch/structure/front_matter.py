"""The parts before the first heading of a document: cover, notice, contents, title and preamble."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from . import document_title
from .line_classifier import Line
from .line_text import is_date, squeeze

# The first lines of the cover page of a standard: ICS 13.040, CCS Z 60, GB/T 99999—2026, 某省地方标准.
_STANDARD = re.compile(
    r"(?:ICS|CCS|UDC)[0-9A-Z].*|(?:[A-Z]{2,4}[0-9]{0,6}|T)(?:/[A-Z]{0,8})?[0-9]+(?:\.[0-9]+)?[-—–][0-9]{4}|.{0,12}(?:国家|地方|行业|团体|企业)标准"
)
_COVER_HEAD = 8  # lines
_AFTER_COVER = ("前言", "引言", "目次", "目录")
_PUBLISHED = re.compile(r"(?:发布|实施)$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Line numbers of the parts; those of `title` and `preamble` are of the notice, the cover or the preface too."""

    cover: Sequence[int]  # of a standard, or the head of a web page
    notice: Sequence[int]
    contents: Sequence[int]
    preface: Sequence[int]  # all others
    title: Sequence[int]
    preamble: Sequence[int]


def read_front(
    lines: Sequence[Line],
    numbers: Sequence[int],
    first: int,
    contents: Collection[int],
    notice_end: int | None,
    head: Collection[int],
) -> FrontMatter:
    """The parts of the lines `numbers` before the position `first`.

    `notice_end` is the last line of the title of a notice, `head` are the lines of a web page over the document.
    """
    front = [n for n in numbers[:first] if n not in head]
    cover = [n for n in numbers[:first] if n in head] or _standard_cover(lines, front, contents)
    stop = _notice_stop(lines, front, notice_end, contents) if notice_end else 0
    notice = [n for n in front if n <= stop]
    title: Sequence[int] = ()
    if notice_end and len(notice) == len(front) and first == len(numbers):
        title = [n for n in notice if n <= notice_end]
    others = [n for n in front if n not in contents and n not in notice]
    if others:
        title = document_title.title_lines([(n, lines[n - 1].text) for n in others])
        if others[0] not in title and _is_only_title(lines, numbers, others[0]):
            title = others[:1]
    return FrontMatter(
        cover=cover,
        notice=notice,
        contents=[n for n in front if n in contents],
        preface=[n for n in others if n not in cover],
        title=title,
        preamble=[n for n in others if n not in title],
    )


def _standard_cover(lines: Sequence[Line], front: Sequence[int], contents: Collection[int]) -> list[int]:
    """The lines of the cover page of a standard: from its class or number to 目次, 前言 or the line of its issuer."""
    texts = [squeeze(lines[n - 1].text) for n in front]
    if not any(_STANDARD.fullmatch(text) for text in texts[:_COVER_HEAD]):
        return []
    ends = (i for i, n in enumerate(front) if n in contents or texts[i] in _AFTER_COVER)
    end = next(ends, 0) or max((i + 1 for i, text in enumerate(texts) if _PUBLISHED.search(text)), default=0)
    return list(front[:end])


def _is_only_title(lines: Sequence[Line], numbers: Sequence[int], n: int) -> bool:
    """Whether the line is the document's only heading of markdown's highest level, as the first of a page is."""
    return [m for m in numbers if re.match(r"#[^#]", lines[m - 1].raw)] == [n] and lines[n - 1].role == "text"


def _notice_stop(lines: Sequence[Line], front: Sequence[int], notice_end: int, contents: Collection[int]) -> int:
    """The last line of the notice: its date or （此件公开发布）; the title of what it issues comes after."""
    last = notice_end
    for n in front:
        text = lines[n - 1].text
        if n > notice_end and (is_date(text) or "公开发布" in text) and len(text) <= 30:
            last = n
            if "公开发布" in text:
                break
        elif n > notice_end and last > notice_end and document_title.is_title_line(text):
            break
    return last if last > notice_end else max((n for n in front if n not in contents), default=notice_end)
