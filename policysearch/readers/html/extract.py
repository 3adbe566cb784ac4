"""HTML as lines; general rules leave out all that is not the document."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells as rows
from ..text import Reading
from . import data_tables, editors, hidden_text, main_text, page_lines, printed_title, site_metadata, stylesheet, walk
from . import sanitize as markup
from .card import find_card
from .labelled import advertisements, labels_of_text, other_panes
from .left_out import is_link, leads_to_file, left_out, of_text
from .printed_twice import copy
from .text_element import text_element

_HEADINGS = 20
_NOWHERE = re.compile(r"\s*(?:#|(?:javascript|###?).*)?\s*", re.I)
_POOR = 200  # letters of sentences: with fewer, a page may have its text where only a script shows it
_SHORT = 20  # letters of sentences in such a text
_APART = re.compile(r"[\s　【】\[\]［］（）()｜|>›»＞/／·:：,，、。—-]+")
_BUTTONS = frozenset(
    "打印 打印本页 打印本文 打印此页 打印文章 我要打印 关闭 关闭窗口 关闭本页 关闭页面 字体 字号 分享 分享到 收藏 加入收藏 返回 返回顶部 返回首页 返回列表 "
    "扫一扫 扫一扫在手机打开当前页 扫一扫在手机上查看当前页面 扫码分享 上一篇 下一篇 上一条 下一条 上一页 下一页 上页 下页 首页 尾页 末页 最后一页 微信 微博 新浪微博 腾讯微博 QQ空间 无障碍 "
    "无障碍浏览 繁体版 简体版 下载 复制链接 语音播报 朗读 视力保护色".split()
)
_SIZES = frozenset("大 中 小 默认 特大 加大 没有了 没有 A+ A-".split())
_SAVED = re.compile(r"<!--\s*saved from url=\([0-9]+\)(\S+)\s*-->")  # by browsers, above the page
_ADDRESS = re.compile(r"https?://[^/]+/.*[^/].*", re.I)  # of a page: that of a site is none
_HEAD = 2000  # characters
_PAGER = re.compile(r"(?:第?[0-9]{1,4}页?|共[0-9]{1,4}[页条]|转到?|到?第|页|GO|go)+")
_PLACE = re.compile(r"(?:您|你)?(?:现在|当前|所在)*的?(?:当前)?位置(?:是)?\s*[:：]")


def read(data: bytes, shown: str) -> Reading:
    """The text of a web page without what surrounds it; raises CorpusError for what cannot be read."""
    decoded, encoding, guessed = markup.decoded(data, shown)
    page = _parse(decoded, shown)
    named = _by_name(page)
    meta = {
        str(tag.get("name") or tag.get("property", "")).lower(): str(tag.get("content", "")) for tag in named["meta"]
    }
    heading = page.title.get_text() if page.title else ""
    headings = [rows.joined(tag.get_text().split("\n")) for tag in named["heading"][:_HEADINGS]]
    url = _address(named, decoded)
    gone: Counter[str] = Counter()
    said = printed_title.titles(heading, meta.get("articletitle", ""), meta.get("og:title", ""))
    zones, tables, labelled = _zones(_content(page, named, said), [*said, *headings], gone)
    if (prose := page_lines.prose(zones)) < _POOR:
        bare = main_text.is_bare(zones, said)
        if hidden := hidden_text.body(decoded, max(_SHORT, 3 * prose), bare):
            gone.clear()
            zones, tables, labelled = _zones(_parse(f"{decoded}<div>{hidden}</div>", shown), [*said, *headings], gone)
    if main_text.is_list(zones):
        raise CorpusError(shown, Message("formats.links"))
    said = [*filter(None, [site_metadata.card_title(labelled)]), *said]
    lines, around, day = main_text.document(zones, said, headings)
    gone["around the text"] += around
    lines, declared = site_metadata.split_declared(lines, {"pubdate": day, **meta}, labelled)
    if main_text.is_empty(lines):
        lines = []
    grids = rows.locate_grids(lines, tables)
    return Reading(tuple(lines), encoding, guessed, replace(declared, url=url), (), dict(+gone), grids)


def _parse(decoded: str, shown: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        page = BeautifulSoup(markup.safe(decoded, shown), "html.parser")
    stylesheet.apply(page, decoded)
    return page


def _zones(
    root: Tag, titles: Sequence[str], gone: Counter[str]
) -> tuple[page_lines.Zones, list[rows.GridLines], list[str]]:
    """The lines before, in and after the element of the text, and the tables of data in them, and the lines of the page's card;
    what is left out is counted."""
    for kind, of in (("panes", other_panes), ("advertisement", advertisements)):
        for tag in of(root):
            gone[kind] += data_tables.size(tag)
            tag.extract()
    for tag, what, letters in left_out(root):
        gone[what] += letters
        tag.extract()
    if again := copy(root):
        gone["copy"] += data_tables.size(again)
        again.extract()
    labelled: list[str] = []
    if card := find_card(root):
        labelled += walk.lines(card)
        card.extract()
    for label in labels_of_text(root):
        label.extract()
    links: set[str] = set()
    files: set[str] = set()
    pressed: set[str] = set()
    within: set[str] = set()
    for tag in root.find_all("a"):
        if isinstance(tag, Tag) and (text := re.sub(r"\s", "", tag.get_text())):
            if is_link(tag) and (leads_to_file(tag) or not of_text(tag)):
                (files if leads_to_file(tag) else links).add(text)
            elif is_link(tag):
                within.add(text)
            if _NOWHERE.fullmatch(str(tag.get("href", ""))) and not tag.has_attr("name"):
                pressed.add(text.strip("【】[]"))
    told = page_lines.Zones((), (), (), frozenset(links), frozenset(files), frozenset(pressed))
    zones: list[list[str]] = [[]]
    is_named = editors.mark(root)
    edged, is_placed = text_element(root, told, titles)
    walker = walk.Lines(*edged)
    for line in _document(walker.of(root)):
        if line == walk.EDGE:
            zones.append([])
        else:
            zones[-1].append(line)
    front, body, tail = zones if len(zones) == 3 else ([], [line for zone in zones for line in zone], [])
    told = replace(
        told,
        within=frozenset(within),
        front=front,
        body=body,
        tail=tail,
        pieces=walker.pieces,
        indented=frozenset(walker.indented),
        centred=frozenset(walker.in_the_middle),
        is_placed=is_placed or is_named,
    )
    return told, walker.tables, labelled


def _by_name(page: BeautifulSoup) -> dict[str, list[Tag]]:
    """The elements of a page that say something of it: meta, link, headings, and those that call themselves its content; in one walk."""
    found: dict[str, list[Tag]] = {"meta": [], "link": [], "heading": [], "content": []}
    roles: list[Tag] = []
    for tag in page.descendants:
        if isinstance(tag, Tag):
            if tag.name in ("meta", "link"):
                found[tag.name].append(tag)
            elif tag.name in ("h1", "h2", "h3"):
                found["heading"].append(tag)
            elif tag.name in ("article", "main"):
                found["content"].append(tag)
            if tag.attrs.get("role") == "main":
                roles.append(tag)
    found["content"] += roles
    return found


def _address(named: Mapping[str, Sequence[Tag]], markup: str) -> str:
    """The address of the page, by its own elements or the remark of the browser that saved it; "" when there is none."""
    told = [str(tag.get("href", "")) for tag in named["link"] if "canonical" in (tag.get("rel") or ())]
    told += [str(tag.get("content", "")) for tag in named["meta"] if tag.get("property") == "og:url"]
    told += [str(tag.get("content", "")) for tag in named["meta"] if str(tag.get("name", "")).lower() == "url"]
    told += _SAVED.findall(markup[:_HEAD])
    found = next((one.strip() for one in told if len(one) < _HEAD and _ADDRESS.fullmatch(one.strip())), "")
    return quote(found, safe=":/?#[]@!$&'()*+,;=%~")


def table(fragment: str) -> rows.GridLines:
    """The lines of a table that stands by itself in a text, none blank; no lines when it is none of data, or text in it
    would get lost."""
    found = rows.GridLines()
    try:
        page = BeautifulSoup(markup.safe(fragment, ""), "html.parser")
    except CorpusError:
        return found
    tag = page.find("table")
    if isinstance(tag, Tag) and data_tables.cells(tag, walk.lines):
        walker = walk.Lines()
        found += [line for line in walker.of(tag) if line]
        found.grid = next(iter(rows.locate_grids(found, walker.tables)), None)
    printed, kept = (Counter(unicodedata.normalize("NFKC", text)) for text in (page.get_text(), "".join(found)))
    return rows.GridLines() if any(n > kept[char] for char, n in printed.items() if not char.isspace()) else found


def _content(page: BeautifulSoup, named: Mapping[str, Sequence[Tag]], titles: Sequence[str]) -> Tag:
    """The element that calls itself the document, when most of the text stands in it, with the heading that prints one of the
    `titles`; else the whole page."""
    total = data_tables.size(page)
    known = set(map(page_lines.flat, titles))
    headings = [tag for tag in named["heading"] if page_lines.flat(tag.get_text()) in known]
    for tag in named["content"]:
        if data_tables.size(tag) * 2 > total:
            outside = headings[:1] if not any(tag in heading.parents for heading in headings) else []
            return next(
                (one for one in (tag, *tag.parents) if all(one in heading.parents for heading in outside)), page
            )
    return page


def _document(lines: Iterable[str]) -> Iterator[str]:
    """The lines without buttons and the path that leads to the page."""
    for line in lines:
        words = [word for word in _APART.split(line) if word] if len(line) <= 60 else []
        if (
            words
            and not _BUTTONS.isdisjoint(words)
            and all(word in _BUTTONS or word in _SIZES or _PAGER.fullmatch(word) for word in words)
        ):
            continue
        if len(line) <= 100 and _PLACE.match(line):
            continue
        yield line
