"""The large parts of a source: contents pages, notices, the documents of a gazette, its cover and imprint."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ..model.kinds import RANK, Kind
from . import document_title
from .document_numbers import is_number_line
from .issuers import authorities
from .line_classifier import Line
from .line_text import is_date, narrow, squeeze

_SALUTATION = re.compile(
    r"(?:各(?!位)(?:(?!以下|如下|下列)[^。；]){1,150}|[^。；]{2,60}(?:部门|单位|办事处|政府|企业|街道|机构|委员会|各.{1,20}))[:：]$"
)
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,14}[〔\[［（(【][0-9]{4}[〕\]］）)】]\s*[0-9]+\s*号$")
_NOTICE = re.compile(
    r"[^。：:]{0,40}(?:关于|(?:印发|转发|批转|公布|发布)(?=《))[^。]{2,120}的?(?:通知|公告|通告|决定|意见|批复|函|通报|报告|请示|命令|公报)》?(?:[（(][^（）()]{1,12}[）)])?$"
)
_COLOPHON = re.compile(
    r"(?:主管单位|主办单位|主管|主办|编辑出版|编辑|出版日期|印刷|印数|准印证|地址|联系电话|政府网站|网址|邮编|-{3,}$)"
)
_ENTRY = re.compile(
    r"第[一二三四五六七八九十百零0-9]+[编篇章节][\s　]*[^第。；]{2,40}"
)  # of a contents page on one line


_ANY_ENTRY = re.compile(
    r"(?:^|[\s　])(?:第[一二三四五六七八九十百零0-9]{1,5}(?:[编篇章节]|部分)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}[.．、](?![0-9]))"
)
_ORDER = re.compile(r"[一-鿿]{2,30}(?:政府|委员会|国|部|局|署|行|院|会)令")


_LONGEST_HEAD = 60  # lines
_OF_HEAD = ("text", "item", "row", "note")
_SUMMARY = re.compile(r"[\W_]*(?:摘要|内容提要|简介|导读|核心提示|概述)\s*[\W_]*[：:]")
_END_OF_SENTENCE = re.compile(r"[。；！？](?!.*https?:)")
_LABELLED = re.compile(
    r"[\W_]*(?:发布|发文|成文|印发|公布|生成|检索|采集|更新|抓取|来源|文号|索引号|有效性|主题|原文|信息|作者|下载|栏目|标题|名称|浏览|字号|日期|时间|链接|网址)"
    r"\s*[^：:]{0,8}[：:]|-{3,}$|\*{3,}$|https?://"
)
_LONGEST_LETTERHEAD = 12  # lines
_LISTED = 4  # chapters of a list within a chapter, at least
_MOST = 200  # contents pages, and entries of one that has neither headings nor page numbers


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the documents of a source lie; line numbers from 1, ranges half-open."""

    documents: tuple[tuple[int, int, int | None], ...]  # start, stop, last line of the notice's title or None
    contents: frozenset[int]  # lines of contents pages
    wrapper: tuple[int, ...]  # lines of a gazette that belong to none of its documents
    head: frozenset[int] = frozenset()  # lines of a clipped web page over the document: its title, date, source


def divide(lines: Sequence[Line]) -> Parts:
    """Find the parts of a source from its recognised lines; a file without notices is one document."""
    filled = [n for n, line in enumerate(lines, 1) if line.raw.strip()]
    if not filled:
        return Parts((), frozenset(), ())
    first, last = filled[0], filled[-1]
    head: frozenset[int] = frozenset()
    contents = _contents(lines)
    notices = _notices(lines, contents)
    while len(notices) > 1 and _is_printed_again(lines, *notices[:2]):
        notices = notices[1:]
    while len(notices) > 1 and _page_head(lines, contents, range(first, notices[1][0])):
        notices = notices[1:]  # the title of the page, with its number below
    ends: dict[int, int | None] = {start: end for start, end in notices}
    if notices and contents and _is_gazette(lines, first, notices[0][0]):
        imprint = (n for n in filled if n > notices[-1][1] and _COLOPHON.match(lines[n - 1].text))
        end = next((n for n in imprint if _all_short(lines, n)), last + 1)
        bounds = [*ends, end]
        wrapper = tuple(n for n in filled if n < bounds[0] or n >= end)
    else:
        head = _page_head(lines, contents, range(first, notices[0][0])) if notices else frozenset()
        starts = [start for start in ends if (start - first > 8 and not head) or start != notices[0][0]]
        over = {start: _letterhead_start(lines, start) for start in starts}
        ends = {over.get(start, first): end for start, end in ends.items()}
        bounds = [first, *over.values(), last + 1]
        wrapper = ()
    found = tuple((start, stop, ends.get(start)) for start, stop in pairwise(bounds))
    return Parts(found, contents, wrapper, head)


def _is_printed_again(lines: Sequence[Line], notice: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether the title of `notice` comes again as that of `following`, with nothing between but what a page prints there."""
    one, other = (
        "".join(squeeze(line.text) for line in lines[start - 1 : end]).strip("《》")
        for start, end in (notice, following)
    )
    between = lines[notice[1] : following[0] - 1]
    again = one.endswith(other) or other.endswith(one)
    return again and not any("。" in line.text or line.role == "ladder" for line in between)


def _page_head(lines: Sequence[Line], contents: frozenset[int], where: range) -> frozenset[int]:
    """The filled lines `where`, before the first notice, if they are what a web page or a clipper prints over a document.

    They are short, none is a sentence or a heading, and one at least is labelled, as 发布日期：…, or a rule.
    """
    filled = [n for n in where if lines[n - 1].raw.strip()]
    if not len(filled) <= len(where) <= _LONGEST_HEAD or not filled or where.stop - where.start <= 8:
        return frozenset()
    texts = [lines[n - 1].text for n in filled]
    if any(n in contents or lines[n - 1].role not in _OF_HEAD or lines[n - 1].page for n in filled):
        return frozenset()
    if any((len(text) > 80 or _END_OF_SENTENCE.search(text)) and not _SUMMARY.match(text) for text in texts):
        return frozenset()
    return frozenset(filled) if any(_LABELLED.match(text) for text in texts) else frozenset()


def _is_gazette(lines: Sequence[Line], first: int, notice: int) -> bool:
    """A cover that calls itself 公报 or a periodical stands before the first document."""
    return any(
        "公报" in line.text or re.fullmatch(r"第\s*[0-9]+\s*期", line.text) for line in lines[first - 1 : notice - 1]
    )


def _all_short(lines: Sequence[Line], start: int) -> bool:
    """Nothing but short lines follows, so it is the imprint and not a document."""
    return all(len(line.text) <= 60 and line.role in ("text", "blank", "item") for line in lines[start - 1 :])


def _contents(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines of contents pages: entries with page numbers, runs of headings that come again, run-on lists."""
    found = {
        n
        for n, line in enumerate(lines, 1)
        if line.text.count("第") >= 3 and "。" not in line.text and len(_ENTRY.findall(line.text)) >= 3
    }
    for n in [n for n, line in enumerate(lines, 1) if line.role == "contents"][:_MOST]:
        if n not in found:
            listed = _after_contents_title(lines, n)
            found.update(listed if len(listed) > 1 or not _names_annex(lines, n) else ())
    if not found:
        found.update(_untitled_contents(lines))
    found.update(_lists_of_chapters(lines, found))
    for n in sorted(found):
        if n > 1 and lines[n - 2].role == "contents":
            found.add(n - 1)
    return frozenset(n for n in found if lines[n - 1].role != "blank")


def _lists_of_chapters(lines: Sequence[Line], contents: Collection[int]) -> Iterator[int]:
    """The lines of lists of all chapters within one of them, as where a tender says what it consists of."""
    filled = [n for n, line in enumerate(lines, 1) if line.role != "blank" and n not in contents]
    seen: set[tuple[str, ...] | None] = set()
    for is_group, lines_of_run in groupby(filled, key=lambda n: _is_bare_group(lines[n - 1])):
        run = list(lines_of_run)
        keys = [_key(lines[n - 1]) for n in run]
        if is_group and len(run) >= _LISTED and keys[0] in seen and len({*keys}) == len(keys):
            yield from run
        seen.update(keys if is_group else ())


def _is_bare_group(line: Line) -> bool:
    """Whether the line is a chapter or a part without text of its own."""
    return line.role == "ladder" and line.kind in (Kind.CHAPTER, Kind.DIVISION) and not line.rest


def _names_annex(lines: Sequence[Line], n: int) -> bool:
    """Whether the line above is 附件2 without a title, which 目录 is then."""
    above = next((line for line in reversed(lines[: n - 1]) if line.role != "blank"), None)
    return above is not None and above.role in ("annex", "schedule") and not above.title


def _after_contents_title(lines: Sequence[Line], start: int) -> set[int]:
    """`start` (目录) and the entries under it."""
    below = range(start + 1, len(lines) + 1)
    prose = next((n for n in below if _is_prose(lines[n - 1])), len(lines) + 1)
    run_on = next((n for n in below if lines[n - 1].role != "blank"), start)
    if len(_ANY_ENTRY.findall(lines[run_on - 1].text)) >= 3 and "。" not in lines[run_on - 1].text:
        return {start, run_on}
    heading = next((n for n in below if _key(lines[n - 1])), prose)
    paged = [n for n in range(start + 1, prose) if lines[n - 1].page]
    again = _again(lines, heading) if heading < prose else None
    second = next((n for n in range(heading + 1, prose) if _key(lines[n - 1])), None)
    if again is None and second and (again := _again(lines, second)):  # the number of the first heading is lost
        again = _title_line(lines, heading, again)
    if again:
        entries = [n for n in range(heading, prose) if _key(lines[n - 1]) or lines[n - 1].page]
        while not lines[entries[-1] - 1].page and _rank(lines, entries[-1]) < _rank(lines, heading):
            entries.pop()  # 第一篇 over the first sentence, where 章 are listed only
        stop = _title_before(lines, again) if again <= prose else entries[-1] + 1
        while stop < min(prose, again) and not (
            _key(lines[stop - 1]) or document_title.is_title_line(lines[stop - 1].text)
        ):
            stop += 1
    elif paged:
        stop = paged[-1] + 1
    else:
        stop = _last_listed(lines, start, prose) + 1
    return {n for n in range(start, stop) if lines[n - 1].role != "blank"}


def _title_line(lines: Sequence[Line], entry: int, second: int) -> int:
    """The line above `second`, the second heading, that has the title of the first `entry` of the contents page; else `second`."""
    title = squeeze(lines[entry - 1].title)
    above = (n for n in range(second - 1, entry, -1) if lines[n - 1].role == "text")
    return next((n for n in above if title and squeeze(lines[n - 1].text) == title), second)


def _last_listed(lines: Sequence[Line], start: int, prose: int) -> int:
    """The last of the lines between `start` (目录) and `prose` that names a document printed below; `start` when none does."""
    below = [squeeze(line.text) for line in lines[start : start + 20 * _MOST]]
    printed, last, at = "".join(below), start, 0
    for n, text in enumerate(below[: min(prose, start + _MOST) - start - 1], start + 1):
        at += len(text)
        title = re.sub(r"[（(/·…]*[0-9]+[）)]?$", "", text)
        if len(title) > 8 and title in printed[at:]:
            last = n
    return last


def _untitled_contents(lines: Sequence[Line]) -> set[int]:
    """The lines of a contents page without 目录 over it: headings alone, each of which comes again below."""
    first = next((n for n, line in enumerate(lines, 1) if _key(line)), None)
    again = _again(lines, first) if first else None
    if first is None or again is None:
        return set()
    prose = next((n for n in range(first, again) if _is_prose(lines[n - 1])), again)
    entries = [n for n in range(first, prose) if _key(lines[n - 1])]
    below = {_key(line) for line in lines[again - 1 :]}
    if len(entries) < 3 or (prose < again and any(_key(lines[n - 1]) not in below for n in entries)):
        return set()
    return set(range(first, _title_before(lines, again) if prose == again else entries[-1] + 1))


def _again(lines: Sequence[Line], heading: int) -> int | None:
    """The line below that has the number of the line `heading`; of a point, which begins anew everywhere, its title too."""
    key = _key(lines[heading - 1])
    return next((n for n in range(heading + 1, len(lines) + 1) if _key(lines[n - 1]) == key), None)


def _title_before(lines: Sequence[Line], again: int) -> int:
    """The first line after a contents page: the heading `again`, a greater one over it that the page does not list, or the
    title lines printed once more above it.
    """
    above = [n for n in range(max(again - 8, 1), again) if lines[n - 1].role != "blank"][-3:]
    greater = (n for n in above if lines[n - 1].role == "ladder" and _rank(lines, n) < _rank(lines, again))
    n = next(greater, again)
    while n > 1 and (
        lines[n - 2].role == "blank"
        or (lines[n - 2].role == "text" and document_title.is_title_line(lines[n - 2].text))
    ):
        n -= 1
    return n


def _rank(lines: Sequence[Line], n: int) -> float:
    return RANK.get(lines[n - 1].kind, len(RANK))


def _key(line: Line) -> tuple[str, ...] | None:
    """The key that an entry of a contents page and its heading share: kind and number, for points also the beginning of the title."""
    if line.role == "ladder" and not line.rest:
        return line.kind, line.number
    if line.role == "item" and line.kind in RANK and line.title and not line.rest:
        return line.kind, line.number, squeeze(line.title)[:4]
    return None


def _is_prose(line: Line) -> bool:
    return (len(line.text) > 60 and line.role == "text" and not line.page) or (
        line.role == "text" and line.text.endswith("。")
    )


def _notices(lines: Sequence[Line], contents: frozenset[int]) -> list[tuple[int, int]]:
    """First and last line of every 关于…的通知 title that is followed by its number or its addressees."""
    found: list[tuple[int, int]] = []
    for n, line in enumerate(lines, 1):
        if line.role != "text" or len(line.text) > 150 or not _begins_notice(line.text):
            continue
        if n in contents or (found and n <= found[-1][1]):
            continue
        joined, last = line.text, n
        while not _NOTICE.fullmatch(squeeze(joined)) and last < min(n + 5, len(lines)) and last + 1 not in contents:
            following = lines[last]
            last += 1
            if following.role == "blank":
                continue
            if following.role != "text" or "。" in following.text or len(joined) > 150 or is_date(following.text):
                break
            joined += following.text
        if not _NOTICE.fullmatch(squeeze(joined)):
            continue
        after = [
            lines[m - 1].text
            for m in range(last + 1, min(last + 12, len(lines)) + 1)
            if lines[m - 1].role != "blank"
            and (_SALUTATION.match(lines[m - 1].text) or not document_title.is_furniture(lines[m - 1].text))
        ][:3]
        if any(_DOCUMENT_NUMBER.search(narrow(text)) or _SALUTATION.match(text) for text in after):
            found.append((n, last))
    orders = _orders(lines)
    return sorted(found + orders) if len(orders) + len(found) > 1 else found


def _letterhead_start(lines: Sequence[Line], start: int) -> int:
    """The line of the number that stands alone right over the title of a notice, or of the letterhead over that; else `start`,
    where the title begins."""
    above = [n for n in range(max(start - _LONGEST_LETTERHEAD, 1), start) if lines[n - 1].role != "blank"]
    first = start
    for n in reversed(above):
        line = lines[n - 1]
        if line.role != "text" or not (
            is_number_line(line.text) if first == start else line.text.endswith("文件") or authorities(line.text)
        ):
            break
        first = n
    return first


def _orders(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """First and last line of every 某市人民政府令 with its 第12号 below."""
    filled = [n for n, line in enumerate(lines, 1) if line.role != "blank"]
    return [
        (n, below)
        for n, below in pairwise(filled)
        if lines[n - 1].text.endswith("令")
        and _ORDER.fullmatch(squeeze(lines[n - 1].text))
        and re.fullmatch(r"第[0-9]+号", squeeze(lines[below - 1].text))
    ]


def _begins_notice(text: str) -> bool:
    """The first line of a notice's title is its issuer or holds 关于 itself."""
    return "关于" in text or "》的" in text or text.endswith(("政府", "办公室", "局", "委", "厅", "部", "院", "会"))
