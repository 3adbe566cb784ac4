"""Web pages that are the pages of one text: recognised by their links and scripts, joined without the lines that each repeats.

Names only tell which pages may belong together; that they do is told by the pages themselves: a script that prints how many
they are, links called 下一页, or the same title over chapters that go on counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import TypeVar
from urllib.parse import unquote

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from ..runtime.lazy_pattern import lazy_pattern
from ..text.numerals import number as numeral
from .html import sanitize

MOST_PAGES = 1_000

_T = TypeVar("_T")
_ENDING = lazy_pattern(r"\.(?:x?html?|shtml)$", re.I)
_PAGE_OF = lazy_pattern(
    r"(?P<base>.+?)(?:\s*[(（](?P<a>[0-9]{1,3})[)）]|[_\-](?:p|page)?[_\-]?(?P<b>[0-9]{1,3})|[\s_\-—]*第(?P<c>[0-9]{1,3})页"
    r"|[?&@](?:page|p|pn|page_?no|page_?index|curr?page|current_?page)=(?P<d>[0-9]{1,3}))",
    re.I,
)
_SCRIPT = lazy_pattern(  # not re.I, which takes six times as long
    r"[cC]reate_?[pP]age(?:HTML|Html|html)?\s*\(\s*(?P<total>[0-9]{1,4})\s*,\s*(?P<current>[0-9]{1,4})\s*,\s*[\"'](?P<stem>[^\"'<>]{1,200})[\"']\s*,"
)
_LINK = lazy_pattern(r"<a\b(?P<tag>[^<>]{1,2000})>(?P<text>(?:[^<]|<(?!/?a\b)[^<>]{0,200}>){0,100}?)</a", re.I)
_NEXT = lazy_pattern(r"<link\b(?=[^<>]{0,500}\brel\s*=\s*[\"']?(?:next|prev)\b)(?P<tag>[^<>]{1,500})>", re.I)
_HREF = lazy_pattern(r"\bhref\s*=\s*(?:\"([^\"]{1,500})\"|'([^']{1,500})'|([^\s>\"']{1,500}))", re.I)
_AROUND = lazy_pattern(r"<[^<>]*>|&\w+;|[\s　\[\]【】［］()（）>《》«»›‹.…]")
_TURN = lazy_pattern(r"(?:[上下前后]一?页|[首尾末]页|最后一页|第[0-9]{1,3}页|[0-9]{1,3}|next|prev(?:ious)?|last)", re.I)
_TITLE = lazy_pattern(r"<title[^<>]*>([^<]{1,300})", re.I)
_PART = lazy_pattern(r"[(（_\-—]*第?[0-9]{1,3}页?[)）]?$")
_HEADING = lazy_pattern(
    r"(?:>|\n)(?:\s|　|&nbsp;|&emsp;|&ensp;){0,20}(?:第\s*(?P<number>[一二三四五六七八九十百零〇0-9]{1,7})\s*(?P<kind>[编篇章节条])|(?P<point>[一二三四五六七八九十]{1,3})、)"
)
_ABOUT = lazy_pattern(r"来源|发布|时间|日期|浏览|点击|阅读|访问|字[体号]|作者|编辑|审核|第?[0-9]+[页/／]|共[0-9]+")
_NEAR = 12  # lines at either end of a page in which it may repeat the others


@dataclass(slots=True)
class _Said:
    """The data of a page about itself and the others."""

    stem: str  # of its file's name
    script: tuple[str, int, int] | None = None  # stem of the names, pages in all, which it is from 0
    links: set[str] = field(default_factory=set)  # stems of the pages that it leads to
    title: str = ""  # without the number of the page
    headings: list[tuple[str, int]] = field(default_factory=list)  # kind and number


@dataclass(frozen=True, slots=True)
class Text:
    """The pages of one text in order, as indices of what was given; and what is missing, as a phrase."""

    pages: tuple[int, ...]
    missing: str = ""


def is_web(name: str) -> bool:
    """Whether a file is named as a web page, also one saved as `page.html?page=2`."""
    return bool(_ENDING.search(name) or _ENDING.search(re.split(r"\?|@(?=\w+=)", name)[0]))


def families(names: Sequence[str]) -> list[list[int]]:
    """Which of the files called `names` may be pages of one text by folder and name; only those that are not alone."""
    found: dict[tuple[str, str], list[int]] = {}
    for i, name in enumerate(names):
        if is_web(name):
            stem = _stem(name)
            for base in {stem, _name_and_number(stem)[0]}:
                found.setdefault((name.rpartition("/")[0], base), []).append(i)
    return sorted(sorted(group) for group in _together(pair for same in found.values() for pair in pairwise(same)))


def family(name: str) -> str:
    """The key that the names of all files share which `families` may put together with this one."""
    if not is_web(name):
        return name
    stem = _stem(name)
    while (shorter := _name_and_number(stem)[0]) != stem:
        stem = shorter
    return f"{name.rpartition('/')[0]}/{stem}"


def texts(pages: Iterable[tuple[str, bytes]]) -> list[Text]:
    """The texts that web pages of one folder make, given by name and bytes; every page is in exactly one of them."""
    said = [_heard(name, data) for name, data in pages]
    found: list[Text] = []
    for way in (_by_script, _by_links, _by_title):
        taken = {i for text in found for i in text.pages}
        found += way(said, [i for i in range(len(said)) if i not in taken])
    alone = set(range(len(said))) - {i for text in found for i in text.pages}
    return sorted([*found, *(Text((i,)) for i in alone)], key=lambda text: text.pages)


def text_ranges(pages: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Of the lines of each page those that belong to the text, as a half-open range.

    Left out are, of later pages, the first lines as far as page 1 begins with them too, such as the title, and of all
    but the last page the last lines as far as all end with them.
    """
    heads = _edge(pages[0])
    feet = set[str].intersection(*(_edge(page[::-1]) for page in pages))
    ranges = []
    for n, page in enumerate(pages):
        start, stop = 0, len(page)
        while n and start < stop and (not page[start].strip() or _key(page[start]) in heads):
            start += 1
        last = stop
        while n + 1 < len(pages) and last > start and (not page[last - 1].strip() or _key(page[last - 1]) in feet):
            last -= 1
            stop = last if page[last].strip() else stop  # blank lines stay: they end a table
        ranges.append((start, stop))
    return ranges


def _edge(lines: Sequence[str]) -> set[str]:
    return {_key(line) for line in [line for line in lines if line.strip()][:_NEAR]}


def _key(line: str) -> str:
    """The key by which lines are compared; in those about the page, such as 浏览次数, figures do not count."""
    flat = re.sub(r"\s+", "", line)
    return re.sub(r"[0-9]+", "#", flat) if len(flat) <= 60 and "。" not in flat and _ABOUT.search(flat) else flat


def _stem(name: str) -> str:
    """The name of a page without folder and ending."""
    return _ENDING.sub("", unquote(name.rpartition("/")[2]))


def _name_and_number(stem: str) -> tuple[str, int]:
    """The name of the first page and which one this is, for a name that ends in a number of up to three figures.

    >>> _name_and_number("t2026_2"), _name_and_number("view.jsp?id=7&page=3"), _name_and_number("plan.html?page=2"), _name_and_number("t2026_0301")
    (('t2026', 2), ('view.jsp?id=7', 3), ('plan', 2), ('t2026_0301', 0))
    """
    if found := _PAGE_OF.fullmatch(stem):
        return _ENDING.sub("", found["base"]), int(next(filter(None, found.group("a", "b", "c", "d"))))
    return stem, 0


def _number(stem: str, base: str) -> int:
    """Which page of the text called `base`; the page called so itself comes first."""
    return 0 if stem == base else _name_and_number(stem)[1]


def _base(a: str, b: str) -> str:
    """The name of the first page when both can be pages of one text, else ""."""
    shared = {a, _name_and_number(a)[0]} & {b, _name_and_number(b)[0]}
    return max(shared, key=len, default="") if a != b else ""


def _together(pairs: Iterable[tuple[_T, _T]]) -> list[set[_T]]:
    """The connected components of the pairs."""
    groups: dict[_T, set[_T]] = {}
    for a, b in pairs:
        one, other = groups.setdefault(a, {a}), groups.setdefault(b, {b})
        if one is not other:
            if len(one) < len(other):
                one, other = other, one
            one |= other
            groups.update(dict.fromkeys(other, one))
    return list({id(group): group for group in groups.values()}.values())


def _heard(name: str, data: bytes) -> _Said:
    """The data of a page; empty when it cannot be parsed, which does not keep its text from being read."""
    try:
        return _said(name, data)
    except Exception:
        return _Said(_stem(name))


def _said(name: str, data: bytes) -> _Said:
    said = _Said(_stem(name))
    try:
        page = sanitize.decoded(data, name)[0]
    except CorpusError:
        return said  # its reader reports it
    if script := _SCRIPT.search(page):
        total, current = int(script["total"]), int(script["current"])
        if current < total <= MOST_PAGES and total > 1:
            said.script = script["stem"], total, current
    turns = [link["tag"] for link in _LINK.finditer(page) if _TURN.fullmatch(_AROUND.sub("", link["text"]))]
    for tag in [*turns, *(link["tag"] for link in _NEXT.finditer(page))]:
        if href := _HREF.search(tag):
            target = unescape(next(filter(None, href.groups()))).partition("#")[0]
            target = name.rpartition("/")[2].partition("?")[0] + target if target.startswith("?") else target
            said.links.add(_stem(target.rpartition("/")[2]))
    said.links = {link for link in said.links if _base(said.stem, link)}
    if title := _TITLE.search(page):
        said.title = _PART.sub("", re.sub(r"\s+", "", unescape(title[1])))
    for heading in _HEADING.finditer(page):
        if value := numeral(heading["number"] or heading["point"]):
            said.headings.append((heading["kind"] or "、", value))
    return said


def _by_script(said: Sequence[_Said], left: Sequence[int]) -> Iterator[Text]:
    """Pages whose scripts print that they are page 1, 2 … of the same number of pages, under the same title."""
    found: dict[tuple[str, int, str], dict[int, int]] = {}
    for i in sorted(left, key=lambda i: len(said[i].stem)):  # `plan(1)` is a copy of `plan`
        if script := said[i].script:
            stem, total, current = script
            found.setdefault((stem, total, said[i].title), {}).setdefault(current, i)
    for (stem, total, _), pages in found.items():
        absent = [f"{stem}_{n}" if n else stem for n in range(total) if n not in pages]
        yield Text(tuple(pages[n] for n in sorted(pages)), _missing(absent, total))


def _by_links(said: Sequence[_Said], left: Sequence[int]) -> Iterator[Text]:
    """Pages that lead to each other by 下一页, 上一页 or the numbers of pages, and whose names differ in the number only."""
    here = {said[i].stem: i for i in left}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for i in left:
        for link in said[i].links:
            pairs.setdefault(_base(said[i].stem, link), []).append((said[i].stem, link))
    taken: set[str] = set()
    for base, found in sorted(pairs.items()):
        for stems in _together(found):
            numbers = {_number(stem, base): stem for stem in stems}
            low, high = min(numbers), max(numbers)
            if low > 1 or not taken.isdisjoint(stems):
                continue
            taken |= stems
            pages = [here[stem] for _, stem in sorted(numbers.items()) if stem in here]
            known = {n for n, stem in numbers.items() if stem in here} | {1} - numbers.keys()  # page 2 may be called _2
            absent = [numbers.get(n) or f"{base}_{n}" for n in range(low, high + 1) if n not in known]
            yield Text(tuple(pages), _missing(absent, 0))


def _by_title(said: Sequence[_Said], left: Sequence[int]) -> Iterator[Text]:
    """Pages numbered from one on that have one title, say nothing of each other, and whose chapters or articles go on counting."""
    found: dict[str, dict[int, int]] = {}
    for i in left:
        page = said[i]
        if page.title and page.headings and not page.links and not page.script:
            for base in {page.stem, _name_and_number(page.stem)[0]}:
                found.setdefault(base, {})[_number(page.stem, base)] = i
    for numbers in found.values():
        chain: list[int] = []
        for n in sorted(numbers):
            following = (0, 1) if not chain else (1, 2) if chain == [0] else (chain[-1] + 1,)
            if n not in following or (chain and not _goes_on(said[numbers[chain[-1]]], said[numbers[n]])):
                break
            chain.append(n)
        if len(chain) > 1:
            yield Text(tuple(numbers[n] for n in chain))


def _goes_on(before: _Said, page: _Said) -> bool:
    """Whether the first heading of a page is the next after the last of its kind on the page before."""
    kind, number = next((one for one in page.headings if one[0] != "、"), page.headings[0])
    last = next((value for other, value in reversed(before.headings) if other == kind), 0)
    return before.title == page.title and 0 < last == number - 1


def _missing(names: Sequence[str], total: int) -> str:
    """`is one text over 3 web pages; missing: plan_1.html`."""
    if not names:
        return ""
    more = f" and {len(names) - 5} more" * (len(names) > 5)
    several = total or Message("files.several")
    return Message("files.pages_missing", count=several, names=", ".join(names[:5]) + more)
