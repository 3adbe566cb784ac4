"""Where the text of a web page ends: what of the end of its element, and behind it, is of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...structure.document_types import TITLE_END
from ...structure.issuers import authorities
from ...structure.line_classifier import recognise
from ...structure.line_text import is_date
from . import page_lines
from .site_metadata import is_about_site

_SIGNERS = 5  # lines of a signature
_LAST = 40  # letters at least of the end of a text in which a line about the page may end it
_LITTLE = 20  # letters that may go on doubt of any text
_FEW = 30  # letters of them at the end of a text
_LONG_DOUBT = 60  # letters of them between lines that are of the page
_DOUBTFUL = 7  # short lines behind the text, of which nothing says what they are: more of them may be a list of it
_HOSTED = re.compile(r"(?:主办|承办|主管)(?:单位)?\s*[:：]")  # behind the text: of the site
_IMPRINT = re.compile(  # at the end of a gazette
    r"(?:(?:主管|主办|承办|协办|编印|出版|印刷|发行)(?:单位|日期|时间)?|(?:通[讯信])?地址|邮政?编码?|(?:联系)?电话|(?:政府)?网[站址]|(?:国内|国际)?(?:统一)?刊号)\s*[:：]"
)
_REPORTS = re.compile("相关|推荐|热门|热点|更多|往期|延伸|同类|猜你|最新|热")
_SIGNED = 3  # lines at least down to the day of a signature
_DATED = re.compile(r"[^。]{4,80}[\s\[(（【]+[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[\])）】]?")  # as lists name pages


def end(body: Sequence[str], zones: page_lines.Zones) -> int:
    """How many lines of the element of the text are left when those at its end that are of the page are not counted.

    A name between two of them goes with them. A link or two alone are of the text, as the law that a notice names last.
    """
    filled = [n for n, line in enumerate(body) if line.strip()]
    filled = filled[: _before_reports([body[n] for n in filled], zones)]
    filled = filled[: _before_lists([body[n] for n in filled], zones)]
    end = _before_page(body, filled, zones)
    plain = end  # the same without regard to links
    listed = False
    while end:
        line = body[filled[end - 1]]
        if page_lines.may_be_text(line, zones):
            break
        if not (page_lines.is_around(line, zones) or is_about_site(line) or page_lines.is_info(line, zones)):
            above = [body[filled[at]] for at in range(end - 2, max(-1, end - 2 - _DOUBTFUL), -1)]
            stop = next((n for n, other in enumerate(above) if page_lines.is_about(other, zones)), None)
            between = above[:stop] if stop is not None else []
            if stop is None or any(page_lines.may_be_text(other, zones) for other in between):
                break
            if end == len(filled) and (
                len(line) > 12 or between or not page_lines.is_around("".join(above[1:2]), zones)
            ):
                break
            if page_lines.letters([line, *between]) > _LONG_DOUBT:
                break
            end -= len(between)
        end -= 1
        listed = listed or page_lines.LISTED.fullmatch(line.strip()) is not None
        plain = plain if page_lines.is_linked(line, zones.links) and not page_lines.is_control(line) else end
    if not listed and plain - end <= 2:
        end = plain
    return filled[end - 1] + 1 if end else 0


def _before_lists(lines: Sequence[str], zones: page_lines.Zones) -> int:
    """How many of the lines stand above what can only be of the page: a line about it right under the signature, or the heading
    of a list of names with days. Nothing behind is surely of the text."""
    sure = next((n + 1 for n in range(len(lines) - 1, -1, -1) if page_lines.is_sure(lines[n], zones)), 0)
    for n, line in enumerate(lines[sure:], sure):
        if not (page_lines.is_about(line, zones) or page_lines.is_info(line, zones)):
            continue
        day = re.sub(r"\s", "", lines[n - 1])
        signed = n >= _SIGNED and is_date(day) and day.endswith("日") and not TITLE_END.search(lines[n - 2].strip())
        listed = page_lines.LISTED.fullmatch(line.strip()) and len(lines) > n + 2
        dated = listed and all(map(_DATED.fullmatch, map(str.strip, lines[n + 1 : n + 3])))
        if signed or dated:
            return n
    return len(lines)


def _before_reports(lines: Sequence[str], zones: page_lines.Zones) -> int:
    """How many of the lines stand above a heading of other reports, when something surely of the text stands above it and
    nothing that can only be of a text below."""
    begun = next((n + 1 for n, line in enumerate(lines) if page_lines.is_sure(line, zones)), len(lines))
    for n in range(len(lines) - 1, begun - 1, -1):
        line = lines[n].strip()
        if _REPORTS.match(line) and page_lines.LISTED.fullmatch(line):
            return n
        if not zones.is_placed and line in zones.indented:
            break
        flat = re.sub(r"\s", "", line)
        if "\t" in line or page_lines.is_file(line, zones) or (is_date(flat) and flat.endswith("日")):
            break
        if recognise(line).role not in ("text", "blank"):
            break
    return len(lines)


def _before_page(body: Sequence[str], filled: Sequence[int], zones: page_lines.Zones) -> int:
    """How many lines stand above the first one about the page at the end of the text behind which nothing is surely of it."""
    left = page_lines.letters(body)
    left = max(min(_LAST, left // 2), left // 10)
    end = found = len(filled)
    while end and (left := left - page_lines.letters([body[filled[end - 1]]])) >= 0:
        end -= 1
        line = body[filled[end]]
        if (line not in zones.indented or (zones.is_placed and not _IMPRINT.match(line.strip()))) and (
            page_lines.is_about(line, zones) or page_lines.OF_SITE.search(line)
        ):
            found = end
        elif not page_lines.is_plain(line, zones, True) and page_lines.may_be_text(line, zones):
            break
    return found


def behind(tail: Sequence[str], zones: page_lines.Zones, most: int, told: bool, footed: bool) -> Iterator[str]:
    """The lines after the element of the text that may be of the document; at most so many letters are left out on doubt.

    `told` when a line about the page came before: then what is left is of the document by itself; `footed` when the foot of
    the site came behind.
    """
    listed = False  # a heading of links came
    foot = next(
        (
            n
            for n, line in enumerate(tail)
            if "。" not in line and (page_lines.FOOT.search(line) or _HOSTED.match(line))
        ),
        len(tail),
    )
    page: int | None = None  # how many of the lines found stand above the first about the page
    reach = max((n for n, line in enumerate(tail) if line in zones.indented and _ends_text(line, zones)), default=-1)
    found: list[tuple[str, bool]] = []  # each line, and whether it may be left out although nothing says what it is
    for n, line in enumerate(tail):
        if not line.strip():
            found.append((line, False))
            continue
        listed = listed or page_lines.LISTED.fullmatch(line.strip()) is not None
        told = told or page_lines.is_about(line, zones) or is_about_site(line) or page_lines.is_info(line, zones)
        plain = n > reach and page_lines.is_plain(line, zones, told)
        if page is None and told:
            page = len(found)
        if n >= foot:
            if page_lines.is_said(line, zones):
                found.append((line, False))
        elif page_lines.may_be_text(line, zones):
            if plain:
                found.append((line, True))
            elif not (listed and page_lines.is_linked(line, zones.links | zones.files)) and (
                page_lines.is_of_text(line, zones)
                or _is_signed(tail[n:])
                or not (told or ((footed or foot < len(tail)) and authorities(line)))
            ):
                found.append((line, False))
        elif not (
            listed
            or told
            or page_lines.is_around(line, zones)
            or page_lines.OF_SITE.search(line)
            or page_lines.STAMP.fullmatch(line.strip())
        ):
            found.append((line, True))
    doubtful = [line for line, doubt in found if doubt]
    few = len(doubtful) <= _DOUBTFUL and (
        told
        or footed
        or foot < len(tail)
        or page_lines.letters(doubtful) <= min(max(most, _FEW), max(_LITTLE, 20 * most))
    )
    if zones.is_set:  # of what is not set as the text is, a name of a table stays, and links right under the text
        kept = {n - 1 for n, (line, _) in enumerate(found) if "\t" in line}
        kept |= {n for n, (line, _) in enumerate(found[:page]) if re.sub(r"\s", "", line) in zones.within}
        yield from (line for n, (line, doubt) in enumerate(found) if not doubt or n in kept)
        return
    last = max((n for n, (line, doubt) in enumerate(found) if not doubt and _ends_text(line, zones)), default=-1)
    yield from (line for n, (line, doubt) in enumerate(found) if not (doubt and few and n > last))


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether the first of the lines names authorities, and a day comes next."""
    first, *rest = [line for line in lines if line.strip()][:_SIGNERS]
    return bool(authorities(first)) and any(is_date(re.sub(r"\s", "", line)) for line in rest)


def _ends_text(line: str, zones: page_lines.Zones) -> bool:
    """Whether a line may end a text, so that what stands above it does too: a sentence, a day, a row."""
    return page_lines.is_sentence(line, zones) or "\t" in line.strip() or is_date(re.sub(r"\s", "", line))
