"""Articles and points without a line break before them, recognised by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..model.kinds import Kind
from ..text.numerals import number
from ..text.radicals import with_ideographs
from .line_classifier import REFERENCE, Line, recognise
from .run_in_titles import NUMBER

_ARTICLE = re.compile(rf"第(?P<main>{NUMBER})条(?:之(?P<sub>[一二三四五六七八九十]+))?(?!{REFERENCE})")
_ENDED = re.compile(r"[。；！？”）][\s　]*$")  # before an article within a line a sentence has ended
_GLUED = re.compile(  # a point at the end of a line
    r"(?<=[。！？；》）”\s])(?:[一二三四五六七八九十]{1,3}、|(?<=[。\s])[（(][一二三四五六七八九十]{1,3}[）)])\s?[^\s。；：！？“”]{2,40}$"
)
_POINT = re.compile(
    r"[\s　#*]*(?:(?P<item>[一二三四五六七八九十]{1,3})[、.．]|[（(](?P<sub>[一二三四五六七八九十]{1,3})[）)])"
)
_STOPS = ("", "。", "；", "：")
_NUMBERED_TITLE = re.compile(
    r"(?P<title>[^。；]*关于[^。；]{4,}(?:通知|意见|公告|通告|通报|决定|批复|函|办法|方案|措施))[（(]?[一-鿿]{2,14}[〔\[［（(【][0-9]{4}[〕\]］）)】]\s*[0-9]+\s*号[）)]?\s*"
)
_SHORT_TITLE = re.compile(  # 2026年重点工作任务（某政发〔2026〕2号) over the first sentence
    r"(?P<title>[^。；：:《》()（）]{6,60})[（(][一-鿿]{2,14}[〔\[［（(【][0-9]{4}[〕\]］）)】]\s*[0-9]+\s*号[）)]\s*"
)
_NUMBER_BEFORE = re.compile(  # 附件1, or a title in marks that fills the line
    r"\s*[一-鿿]{2,14}[〔\[［（(【][0-9]{4}[〕\]］）)】]\s*[0-9]+\s*号\s*(?=附件\s*[0-9一二三四五]|《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》$)"
)
# A report and when it was read, in one line: 政府工作报告——2026年1月8日在…会议上, 关于…的报告（2026年1月8日在…会议上）.
_DATED_TITLE = re.compile(
    r"(?P<title>[^。；：]{2,60}(?:报告|说明|讲话))\s*(?=(?:[-—–―]{1,4}\s*|[（(])[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日[^。；：]{0,20}在[^。；：]{2,80}$)"
)
_SENTENCE_AFTER = re.compile(r"[^。；，：]{2,24}。.")  # a title and its first sentence
_FRONT = 30  # lines
# The point of a smaller kind behind a heading, or of the same kind behind a sentence, within a line.
_WITHIN = re.compile(
    r"(?:(?<=[。；])|(?<=[。；]\s)|(?<=\s))(?:(?P<point>[0-9]{1,2})[.．、](?![0-9])|[（(](?P<sub>[一二三四五六七八九十]{1,3})[）)])\s?(?=[一-鿿“《])"
)
_STARTS = re.compile(
    r"[\s　#*]*(?:(?P<point>[0-9]{1,2})[.．、](?![0-9])|[（(](?P<sub>[一二三四五六七八九十]{1,3})[）)])"
)
_HEADING = re.compile(
    r"[\s　]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；：]{2,40}\s"
)
_LONGEST = 48  # characters of such a point
_MARKS = 12  # characters: the longest run of marks and white space that is looked at before an article
_FEWEST = 3  # articles of a document: 第一条隧道 and 第二条 after it are none


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article begins, or may begin."""

    line: int
    start: int  # character of the line
    value: tuple[int, int]  # 第十条之一 is (10, 1)
    sure: bool


def set_apart(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """`lines` cut so that every article begins one, and for each the number of the line it stands in, from 1.

    An article is where a sentence has ended and the number is the next after that of the article before.
    """
    places = list(_places(lines))
    found = {place for place in places if place.sure}
    coming: list[tuple[int, int] | None] = [None]  # for each place, from the last: the next sure one after it
    for place in reversed(places):
        coming.append(place.value if place.sure else coming[-1])
    last = (0, 0)
    for i, place in enumerate(places):
        main, sub = place.value
        if not place.sure:
            following = [other.value for other in places[i + 1 : i + 3]]
            begins = (place.value == (1, 0) and following[:1] == [(2, 0)]) or (
                last == (0, 0) and place.start == 0 and place.value == (2, 0) and following == [(3, 0), (4, 0)]
            )  # the number of the first may be lost
            begins = begins or (
                place.start == 0
                and last != (0, 0)
                and [place.value, *following] == [(last[0] + step, 0) for step in (2, 3, 4)]
            )  # the number of the one before is lost
            if not begins and place.value not in ((last[0] + 1, 0), (last[0], last[1] + 1)):
                continue
            if coming[len(places) - 1 - i] == place.value:
                continue  # it was only mentioned here
            found.add(place)
        last = (main, sub)
    loose = {place for place in found if not place.sure} if len(found) >= _FEWEST else set()
    cuts: dict[int, set[int]] = {}
    for place in loose:
        cuts.setdefault(place.line, set()).add(place.start)
    articles = {n: set(starts) for n, starts in cuts.items()}
    for n, start in (*_glued_points(lines), *_points_within(lines), *_glued_numbers(lines)):
        cuts.setdefault(n, set()).add(start)
    if not cuts:
        return list(lines), list(range(1, len(lines) + 1))
    apart: list[Line] = []
    origins: list[int] = []
    for n, line in enumerate(lines):
        starts = cuts.get(n, set())
        if not starts:
            apart.append(line)
            origins.append(n + 1)
            continue
        for start, end in pairwise(sorted({0, *starts, len(line.raw)})):
            apart.append(recognise(line.raw[start:end], article=start in articles.get(n, ())))
            origins.append(n + 1)
    return apart, origins


def _glued_points(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Line and character of every 三、 or （三） at the end of a line whose own line break is lost: the points before and after
    it in the count begin lines. In the text of articles （三） is an item.
    """
    glued = {
        n: found.start() + max(0, len(line.raw) - _LONGEST)
        for n, line in enumerate(lines)
        if line.text[-1:] not in _STOPS
        and line.role in ("text", "item")
        and (found := _GLUED.search(line.raw[-_LONGEST:]))
    }
    if not glued:
        return
    articles = any(line.kind == Kind.ARTICLE for line in lines)
    begun: dict[str, list[tuple[int, int]]] = {"item": [], "sub": []}  # line and number of the points that begin lines
    for n, line in enumerate(lines):
        if found := _POINT.match(line.raw):
            begun[found.lastgroup or ""].append((n, number(found[found.lastgroup or ""]) or 0))
    for n, start in glued.items():
        found = _POINT.match(lines[n].raw, start)
        kind = found.lastgroup if found else None
        if not found or kind is None or (kind == "sub" and articles):
            continue
        value = number(found[kind]) or 0
        before = next((known for m, known in reversed(begun[kind]) if m < n), 0)
        after = next((known for m, known in begun[kind] if m > n), None)
        own = any(m == n for m, _ in begun[kind])  # 二、甲；乙。三、丙 is one point, or two
        last = value > 2 if kind == "item" else value > 1
        if before == value - 1 and not own and (after == value + 1 or (last and after in (None, 1))):
            yield n, start


def _points_within(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Line and character of every 2. or （二） within a line whose own line break is lost: those before and after it in the
    count begin lines; or it begins or goes on with the count right behind a heading that white space ends.
    """
    if any(line.kind == Kind.ARTICLE for line in lines):
        return
    begun: list[tuple[int, str, int]] = []  # line, kind and number of the points that begin lines
    for n, line in enumerate(lines):
        if line.role == "item" and (found := _STARTS.match(line.raw)):
            begun.append((n, found.lastgroup or "", number(found[found.lastgroup or ""]) or 0))
    if len(begun) < _FEWEST:
        return
    for n, line in enumerate(lines):
        if line.role not in ("item", "text") or not line.text[-1:] or "\t" in line.raw:
            continue
        heading = _HEADING.match(line.raw)
        for found in _WITHIN.finditer(line.raw):
            kind = found.lastgroup or ""
            value = number(found[kind]) or 0
            before = next((known for m, of, known in reversed(begun) if m <= n and of == kind), 0)
            after = next((known for m, of, known in begun if m > n and of == kind), None)
            behind = heading is not None and heading.end() == found.start()
            if not behind and len(line.raw) - found.end() < _FEWEST:
                continue
            if (
                after == value + 1
                and (before == value - 1 or (behind and value == 1))
                and (behind or _SENTENCE_AFTER.match(line.raw, found.end()))
            ):
                yield n, found.start()
                break


def _glued_numbers(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Line and character of text glued to a title: 关于…的通知
    某府发〔2026〕3号, 政府工作报告
    ——2026年1月8日在…."""
    prose = next((n for n, line in enumerate(lines[:_FRONT]) if "。" in line.raw), _FRONT)
    for n, line in enumerate(lines[:_FRONT]):
        if line.role != "text":
            continue
        found = _NUMBERED_TITLE.fullmatch(line.raw) if "号" in line.raw else None
        if not found and n < prose and "号" in line.raw and not line.marked:
            found = _SHORT_TITLE.fullmatch(line.raw)
        if not found and "日" in line.raw:
            found = _DATED_TITLE.match(line.raw)
        if found:
            yield n, found.end("title")
    for n, line in enumerate(lines):
        if line.role == "text" and "号" in line.raw[:40] and (found := _NUMBER_BEFORE.match(line.raw)):
            yield n, found.end()


def _places(lines: Sequence[Line]) -> Iterator[_Place]:
    """Every place where an article begins or may begin, in order."""
    for n, line in enumerate(lines):
        if "条" not in line.raw or line.role not in ("ladder", "text", "item"):
            continue
        for found in _ARTICLE.finditer(with_ideographs(line.raw)):
            start = found.start()
            first = not line.raw[:start].strip("\ufeff \t\u3000\xa0#*") if start < _MARKS else False
            headed = line.kind not in ("", "条") and start + len(line.rest) == len(line.raw)  # 第一章 总则 第一条 …
            if first or headed or _ENDED.search(line.raw[max(0, start - _MARKS) : start]):
                main, sub = number(found["main"]), number(found["sub"] or "0")
                if main is not None and sub is not None:
                    yield _Place(n, 0 if first else start, (main, sub), first and line.kind == "条")
