"""The lines of a web page that are the document; others are recognised by their place, their links and their words.

The text stands in one element, the smallest that holds nearly all that reads like text. Lines before and after it are
left out unless they may be of the document: sentences, dates, numbers, signatures, headings, rows, attachments. Above the
title that the page declares, and behind the last line of the text, also what stands within that element is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...structure.document_types import TITLE_END
from ...structure.issuers import authorities
from ...structure.line_classifier import recognise
from . import page_lines, text_end
from .printed_title import find_title, is_end_of_title, leading_title, title_above_facts
from .printed_twice import without_copy
from .site_metadata import is_about_page, is_label, is_labelled, iso_date, without_foot

_FRONT = 40  # lines with text in which the title is looked for
_BELOW = 6  # lines with text under the title in which the day of the page may stand
_SHORTEST, _LONGEST = 8, 80  # letters of a title that the page does not declare
_MUCH = 400  # letters above a candidate for the title: when they are also a third of the page, it is none
_MARK = 2  # letters of a mark before a title
_LETTERHEAD = re.compile(r"([一-鿿\s]{2,40}?)(?:文件|令|公告|通告|公报|函)(?:\s*[（(][^（）()]{1,20}[）)])?")
_SUBTITLE = re.compile(r"[一-鿿（）()“”《》、，·—－\s-]{10,80}")
_ATTACHMENTS = re.compile(
    r"附件(?:\s+[A-Za-z]+)?(?:列表|清单)?(?:[（(][0-9]*[）)])?\s*[:：]?"
)  # of which none is there
_DOWNLOADS = re.compile(r"(?:(?:附件|文件|相关)下载|下载附件)\s*[:：]?")
_FETCH = re.compile(  # what is printed around the name of a file: how often it was, or may be, fetched
    r"[【】\[\]（）()\s·:：、,，;；]*(?:(?:(?:附件|文件|点击)?(?:已|累计)?下载(?:附件|次数|量)?[:：]?\s*[0-9]*\s*次?|(?:相关)?附件[0-9]*|(?:在线)?(?:预览|查看|阅读)|[0-9.]+\s*[KM]B?)[【】\[\]（）()\s·:：]*)*",
    re.I,
)
_PRESSED = re.compile(r"下载|预览|查看|阅读|[0-9]\s*[KM]", re.I)
_HELD = re.compile(r"(?:会议|活动|发布)?地\s*点\s*[:：]")
_CONTENTS = re.compile(r"(?:文章|本[文法]|本条例|法规|内容)?(?:目\s*录|导\s*航|大\s*纲|导读)[:：]?")


def document(
    zones: page_lines.Zones, titles: Sequence[str], headings: Sequence[str] = ()
) -> tuple[list[str], int, str]:
    """The lines of the document, how many letters of others were left out, and the day that the page prints by itself.

    `titles` are what the page says its title is, the surest first; where it says none that is printed, one of its
    `headings` may be. A text that the page prints twice is taken once.
    """
    front, body, tail = list(zones.front), list(zones.body), list(zones.tail)
    before = page_lines.letters([*front, *body, *tail])
    if any(line.strip() for line in tail):
        tail = without_foot(["。", *tail])[1:]  # a foot alone is no foot
    else:
        body = without_foot(body)
    stamps = [line for line in [*front, *body][:_FRONT] if page_lines.STAMP.fullmatch(line.strip())]
    front, body = _below_title(front, body, titles, headings, zones)
    body = without_copy(body, zones)
    end = text_end.end(body, zones)
    ended = any(page_lines.is_about(line, zones) or page_lines.is_info(line, zones) for line in body[end:])
    body = body[:end]
    lines = [
        *front,
        *body,
        *text_end.behind(tail, zones, page_lines.letters(body) // 10, ended, len(tail) < len(zones.tail)),
    ]
    if not any(line.strip() for line in lines):
        lines = [*zones.front, *zones.body, *zones.tail]
    lines = [name for line in without_copy(lines, zones) for name in _files(line, zones)]
    lines = [line for line in lines if not _DOWNLOADS.fullmatch(line.strip())]
    while lines and (not lines[-1].strip() or _ATTACHMENTS.fullmatch(lines[-1].strip())):
        lines.pop()
    return lines, before - page_lines.letters(lines), iso_date(stamps[0]) if stamps else ""


def _files(line: str, zones: page_lines.Zones) -> list[str]:
    """The names of the files that a line holds, each by itself, without what one presses to fetch them; else the line."""
    pieces = zones.pieces.get(line.strip(), ())
    names = [piece for piece in pieces if re.sub(r"\s", "", piece) in zones.files]
    rest = "".join("/" if piece in names else piece for piece in pieces)
    if not names or not _PRESSED.search(rest) or not all(map(_FETCH.fullmatch, rest.split("/"))):
        return [line]
    return [f"附件：{names[0]}", *names[1:]] if _ATTACHMENTS.match(rest) and "下载" not in rest else names


def is_list(zones: page_lines.Zones) -> bool:
    """Whether the page holds nothing but links: a list of other pages, without a text of its own."""
    if len(zones.links) < 5:
        return False
    linked = rest = 0
    for line in (*zones.front, *zones.body, *zones.tail):
        if page_lines.is_linked(line, zones.links):
            linked += 1
        elif "。" in line or "\t" in line or len(line) > 40:
            return False
        else:
            rest += bool(line.strip()) and not page_lines.is_around(line, zones)
    return linked >= 5 and rest <= 5


def is_bare(zones: page_lines.Zones, titles: Sequence[str]) -> bool:
    """Whether nothing stands in a page but its title, days, controls and names of links."""
    known = set(map(page_lines.flat, titles))
    return not any(
        page_lines.may_be_text(line, zones) and page_lines.flat(line) not in known and not page_lines.FOOT.search(line)
        for line in (*zones.front, *zones.body, *zones.tail)
    )


def is_empty(lines: Sequence[str]) -> bool:
    """Whether nothing but controls and names of links is left, such as × and 关于我们|网站地图."""
    filled = [line for line in lines if line.strip()]
    return len(filled) <= 8 and all(
        page_lines.is_sign(line) or page_lines.CONTROL.fullmatch(line) or page_lines.OF_SITE.search(line)
        for line in filled
    )


def _below_title(
    front: list[str], body: list[str], titles: Sequence[str], headings: Sequence[str], zones: page_lines.Zones
) -> tuple[list[str], list[str]]:
    """The lines before and in the element of the text without those above the title, and without the title printed before."""
    lines = [_title_alone(line, titles, zones) for line in front] + body
    edge = len(front)
    filled = [n for n, line in enumerate(lines) if line.strip()][:_FRONT]
    printed = Counter(map(page_lines.flat, lines))
    likely = [
        text for text in headings if TITLE_END.search(page_lines.flat(text)) or printed[page_lines.flat(text)] > 1
    ]
    found = next(
        (place for n, title in enumerate(titles) if (place := find_title(lines, filled, title, sure=n == 0))), None
    )
    sure = found is not None
    found = found or next((place for title in likely if (place := find_title(lines, filled, title))), None)
    if found is None and (above := title_above_facts(lines, [n for n in filled if n < edge], zones)) is not None:
        found = above, above + 1
    if found is None and edge and zones.is_placed:
        within = [n for n in filled if n >= edge]
        if count := leading_title([lines[n] for n in within], zones, zones.centred):
            found = within[0], within[count - 1] + 1
    found = found or _nearest_title(lines, [n for n in filled if n < edge], zones)
    if found is None:
        return _without_contents(_heading(front, zones, doubt=True), body), body
    start, stop = found
    said = next(
        (n for n in range(edge, start) if page_lines.is_said(lines[n], zones)), start
    )  # a decree before its act
    kept = [
        line
        for n, line in enumerate(lines[:start])
        if _may_head(lines, n, n >= edge, zones)
        or (n >= (said if sure else edge) and not page_lines.is_around(line, zones))
    ]
    if (gone := page_lines.letters(lines[:start]) - page_lines.letters(kept)) > _MUCH and gone * 3 > page_lines.letters(
        lines
    ):
        return front, body
    if stop - start == 1:
        lines[start] = _without_mark(lines[start], titles, zones)
    number = _number(lines[stop:edge], zones)
    below = [n for n in filled if n >= stop][: _BELOW + 1]
    told = any(_tells_day(lines[n].strip(), zones) for n in below if n < edge)
    for at, n in enumerate(below[:_BELOW]):
        line = lines[n].strip()
        if _HELD.match(lines[below[min(at + 1, len(below) - 1)]].strip()):  # the time of what is reported
            break
        if is_labelled(line) and not is_about_page(line):
            continue
        if n >= edge and told and (not page_lines.is_about(line, zones) or recognise(line).role != "text"):
            break  # what the page says of itself stands above
        if (
            is_end_of_title(line, "".join(lines[start:stop]))
            or page_lines.is_info(line, zones)
            or (
                page_lines.STAMP.fullmatch(line)
                or page_lines.TIMED.fullmatch(line)
                or is_about_page(line)
                or page_lines.is_around(line, zones)
            )
        ):
            lines[n] = ""
        elif n >= edge and not page_lines.NUMBER.fullmatch(line):
            break
    between = _without_contents(_heading(lines[stop:edge], zones), body) if stop < edge else []
    if number and not any(
        page_lines.flat(number) == page_lines.flat(line)
        for line in (*kept, *lines[start:stop], *between, *lines[stop:][:_FRONT])
    ):
        between = [number, *between]
    if start < edge:  # a number above the title that the page prints is read below it
        numbers = [line for line in kept if page_lines.NUMBER.fullmatch(line.strip())]
        kept = [line for line in kept if line not in numbers]
        between = [*numbers, *between]
    kept_front = [*kept, *lines[start:stop], *between] if start < edge else kept
    return kept_front, lines[max(start, edge) if start >= edge else max(stop, edge) :]


def _title_alone(line: str, titles: Sequence[str], zones: page_lines.Zones) -> str:
    """The title that a line begins with, when what the line has behind it only tells of the page; else the line."""
    first, *rest = zones.pieces.get(line.strip(), ("",))
    flat = page_lines.flat(first)
    if not rest or len(flat) < _SHORTEST or flat not in map(page_lines.flat, titles):
        return line
    behind = " ".join(rest)
    return first if page_lines.STAMP.fullmatch(behind) or is_labelled(behind) else line


def _tells_day(line: str, zones: page_lines.Zones) -> bool:
    """Whether a line has the day of the page."""
    return page_lines.DATE.search(line) is not None and (
        page_lines.is_info(line, zones) or page_lines.STAMP.fullmatch(line) is not None or is_labelled(line)
    )


def _without_mark(line: str, titles: Sequence[str], zones: page_lines.Zones) -> str:
    """The title alone, when a sign or two letters by themselves stand before it in its line."""
    mark, *rest = zones.pieces.get(line.strip(), ("",))
    known = set(map(page_lines.flat, titles))
    if rest and len(mark) <= _MARK and page_lines.flat("".join(rest)) in known:
        return "".join(rest)
    return line


def _nearest_title(lines: Sequence[str], filled: Sequence[int], zones: page_lines.Zones) -> tuple[int, int] | None:
    """The last line above the element of the text that ends as titles do, where nothing else tells the title."""
    for n in reversed(filled):
        flat = page_lines.flat(lines[n])
        if (
            _SHORTEST <= len(flat) <= _LONGEST
            and TITLE_END.search(flat)
            and not page_lines.is_around(lines[n], zones)
            and not page_lines.is_prose(lines[n])
            and not is_labelled(lines[n])
        ):
            return n, n + 1
    if len(filled) > 1:  # right under what tells of the document
        above, line = lines[filled[-2]].strip(), lines[filled[-1]]
        if (
            (is_labelled(above) or page_lines.STAMP.fullmatch(above))
            and _SHORTEST <= len(page_lines.flat(line)) <= _LONGEST
            and not (page_lines.is_around(line, zones) or page_lines.is_prose(line) or is_labelled(line))
            and not line.rstrip().endswith(("：", ":"))
        ):
            return filled[-1], filled[-1] + 1
    return None


def _number(lines: Sequence[str], zones: page_lines.Zones) -> str:
    """The number of the document that stands among what tells about the page between title and text."""
    for line in lines:
        if page_lines.is_info(line, zones):
            for piece in zones.pieces[line.strip()]:
                if found := page_lines.NUMBER.fullmatch(piece) or page_lines.NUMBERED.search(piece):
                    return found[0]
    return ""


def _without_contents(front: list[str], body: Sequence[str]) -> list[str]:
    """`front` without a list of the headings of the text, which leads to them."""
    printed = set(map(page_lines.flat, body))
    again = sum(page_lines.flat(line) in printed for line in front)
    return [
        line
        for line in front
        if not (
            _CONTENTS.fullmatch(line.strip())
            or (page_lines.flat(line) in printed and (again > 1 or page_lines.NUMBER.fullmatch(line.strip())))
        )
    ]


def _may_head(lines: Sequence[str], n: int, within: bool, zones: page_lines.Zones) -> bool:
    """Whether a line above the title may be of the document, or of the card that is read next."""
    line = lines[n].strip()
    if not line:
        return False
    if is_labelled(line):
        return not is_about_page(line)
    if n and is_label(lines[n - 1]) and len(line) <= 60 and "\t" not in line:
        return True
    if page_lines.is_around(line, zones):
        return False
    if page_lines.NUMBER.fullmatch(line):
        return within or not any(page_lines.flat(line) == page_lines.flat(other) for other in lines[n + 1 : n + _FRONT])
    letterhead = _LETTERHEAD.fullmatch(line)
    if within and authorities(letterhead[1] if letterhead else line):
        return True
    return page_lines.is_said(line, zones)


def _heading(lines: Sequence[str], zones: page_lines.Zones, doubt: bool = False) -> list[str]:
    """Those of the lines above the element of the text that may be of the document, or of the card that is read next; with
    `doubt`, where no title is known, all but those that are surely of the page."""
    filled = [line for line in lines if line.strip()]
    told = {n for n in range(1, len(filled)) if is_label(filled[n - 1])}
    return [line for n, line in enumerate(filled) if n in told or _may_head_below(line, zones, doubt)]


def _may_head_below(line: str, zones: page_lines.Zones, doubt: bool) -> bool:
    """Whether a line between the title and the element of the text may be of the document."""
    if not line.strip():
        return False
    if is_labelled(line):
        return not is_about_page(line)
    if (
        page_lines.is_around(line, zones)
        or page_lines.is_info(line, zones)
        or any(of.fullmatch(line.strip()) for of in (page_lines.STAMP, page_lines.TIMED, page_lines.DATE))
    ):
        return False
    text = line.strip()
    if (
        doubt
        or text.endswith(("：", ":"))
        or text.startswith(("（", "(", "—", "《"))
        or page_lines.may_be_text(line, zones)
    ):
        return True
    return _SUBTITLE.fullmatch(text) is not None
