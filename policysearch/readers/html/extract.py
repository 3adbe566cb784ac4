"""HTML as lines: what is not the document is left out by general rules; the only module that knows bs4."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, PreformattedString

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ...text.numerals import chinese
from ...text.numerals import number as numeral
from .. import cells as rows
from ..text import Reading
from . import data_tables, furniture, hidden_text, main_text, page_lines, site_metadata
from . import sanitize as markup

_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HOLDERS = frozenset(
    "html body div section article main form table tbody tr td center dl dd ul li fieldset header".split()
)
_BESIDE = frozenset("b em font i label span strong".split())
_EDGE = "\0"  # a line that marks where the element of the text begins and ends; no page holds a NUL
_DENSE = frozenset("div ul ol dl p table tr td section header footer form center span".split())
_PROSE = 150  # letters of sentences with which only some names of an element make it furniture
_HEADINGS = 20
_NOWHERE = re.compile(r"\s*(?:#|(?:javascript|###?).*)?\s*", re.I)
_POOR = 200  # letters of sentences: with fewer, a page may have its text where only a script shows it
_SHORT = 20  # letters of sentences in such a text
_FEW = 2  # fields and sentences of a form in which one writes comments: with more, it is one to fill in
_LONG = 200  # letters of a hidden text that a script may show
_FILES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|txt)\b", re.I)
_INK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]+")
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
_COUNTED = re.compile(
    r"[\s　]*(?:(?P<point>[一二三四五六七八九十]{1,3})、|第\s*(?P<number>[一二三四五六七八九十百零〇0-9]{1,7})\s*(?P<kind>[编篇章节条]))"
)
_PLACE = re.compile(r"(?:您|你)?(?:现在|当前|所在)*的?(?:当前)?位置(?:是)?\s*[:：]")


def read(data: bytes, shown: str) -> Reading:
    """The text of a web page without what surrounds it; raises CorpusError for what cannot be read."""
    decoded, encoding, guessed = markup.decoded(data, shown)
    page = _parse(decoded, shown)
    meta = {str(tag.get("name", "")).lower(): str(tag.get("content", "")) for tag in page.find_all("meta")}
    heading = page.title.get_text() if page.title else ""
    headings = [rows.joined(tag.get_text().split("\n")) for tag in page.find_all(["h1", "h2", "h3"], limit=_HEADINGS)]
    url = _address(page, decoded)
    left_out: Counter[str] = Counter()
    zones, tables = _zones(_content(page), left_out)
    if (prose := page_lines.prose(zones)) < _POOR and (hidden := hidden_text.body(decoded, max(_SHORT, 3 * prose))):
        left_out.clear()
        zones, tables = _zones(_parse(f"{decoded}<div>{hidden}</div>", shown), left_out)
    if main_text.is_list(zones):
        raise CorpusError(shown, Message("formats.links"))
    lines, around, day = main_text.document(zones, main_text.titles(heading, meta.get("articletitle", "")), headings)
    left_out["around the text"] += around
    lines, declared = site_metadata.split_declared(lines, {"pubdate": day, **meta})
    if main_text.is_empty(lines):
        lines = []
    grids = rows.locate_grids(lines, tables)
    return Reading(tuple(lines), encoding, guessed, replace(declared, url=url), (), dict(+left_out), grids)


def _parse(decoded: str, shown: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(markup.safe(decoded, shown), "html.parser")


def _zones(root: Tag, left_out: Counter[str]) -> tuple[page_lines.Zones, list[rows.GridLines]]:
    """The lines before, in and after the element of the text, and the tables of data in them; what is left out is counted."""
    for tag, what, letters in _left_out(root):
        left_out[what] += letters
        tag.extract()
    zones: list[list[str]] = [[]]
    walk = _Lines(_text_element(root))
    for line in _document(walk.of(root)):
        if line == _EDGE:
            zones.append([])
        else:
            zones[-1].append(line)
    front, body, tail = zones if len(zones) == 3 else ([], [line for zone in zones for line in zone], [])
    links: set[str] = set()
    files: set[str] = set()
    pressed: set[str] = set()
    for tag in root.find_all("a"):
        if isinstance(tag, Tag) and (text := re.sub(r"\s", "", tag.get_text())):
            if _is_link(tag):
                (files if _leads_to_file(tag) else links).add(text)
            if _NOWHERE.fullmatch(str(tag.get("href", ""))) and not tag.has_attr("name"):
                pressed.add(text)
    told = page_lines.Zones(front, body, tail, frozenset(links), frozenset(files), frozenset(pressed))
    return told, walk.tables


def _text_element(root: Tag) -> Tag:
    """The smallest element that holds nine tenths of the sentences outside of links; of what is long, where there are none."""
    sizes: dict[int, int] = {}
    pieces: dict[int, list[str]] = {}  # of elements within a line, whose sentences may be in several
    for tag in reversed([root, *(piece for piece in root.descendants if isinstance(piece, Tag))]):
        size, line = 0, list[str]()
        if not _is_link(tag):
            for piece in tag.children:
                if isinstance(piece, Tag):
                    size += sizes[id(piece)]
                    line += pieces.pop(id(piece), ())
                elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
                    line.append(piece)
        if tag.name in _BLOCKS or tag is root:
            size += page_lines.weight(*line)
        elif line:
            pieces[id(tag)] = line
        sizes[id(tag)] = size
    found: Tag = root
    while True:
        inner = [tag for tag in found.children if isinstance(tag, Tag) and sizes[id(tag)] * 10 >= 9 * sizes[id(root)]]
        if len(inner) != 1 or not sizes[id(root)] or inner[0].name not in _HOLDERS:
            return found
        if inner[0].name == "table" and data_tables.cells(inner[0], _lines):
            return found
        found = inner[0]


def _address(page: BeautifulSoup, markup: str) -> str:
    """Where the page was taken from, by what it says of itself or the browser that saved it; "" when they do not say."""
    told = [str(tag.get("href", "")) for tag in page.find_all("link", rel="canonical")]
    told += [str(tag.get("content", "")) for tag in page.find_all("meta", property="og:url")]
    told += [str(tag.get("content", "")) for tag in page.find_all("meta", attrs={"name": re.compile("^url$", re.I)})]
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
    if isinstance(tag, Tag) and data_tables.cells(tag, _lines):
        walk = _Lines()
        found += [line for line in walk.of(tag) if line]
        found.grid = next(iter(rows.locate_grids(found, walk.tables)), None)
    printed, kept = (Counter(unicodedata.normalize("NFKC", text)) for text in (page.get_text(), "".join(found)))
    return rows.GridLines() if any(n > kept[char] for char, n in printed.items() if not char.isspace()) else found


def _content(page: BeautifulSoup) -> Tag:
    """The element that calls itself the document, when most of the text stands in it; else the whole page."""
    total = data_tables.size(page)
    for tag in page.find_all(["article", "main"]) + page.find_all(role="main"):
        if isinstance(tag, Tag) and data_tables.size(tag) * 2 > total:
            return tag
    return page


def _left_out(root: Tag) -> list[tuple[Tag, str, int]]:
    """What is not the document: scripts and controls, what is hidden or calls itself navigation, and blocks mostly of links.

    A block is only taken for navigation by its class when little of the page's text stands in it, and by its links when
    there are several, none leads to a file or within the page, and no sentence stands between them. What its class calls
    navigation is the document all the same where its first heading, 三、 or 第五条, counts on from those before and it
    holds a sentence. Each comes with what it is taken for and its number of letters.
    """
    sizes: dict[
        int, list[int]
    ] = {}  # of each tag: letters, letters in links, links, sentences and files, fields to write in
    firsts: dict[int, tuple[str, int]] = {}  # of each tag: its first heading with a number
    found: list[tuple[Tag, str, int]] = []
    for tag in reversed([root, *(piece for piece in root.descendants if isinstance(piece, Tag))]):
        size = sizes.setdefault(id(tag), [0, 0, 0, 0, tag.name == "textarea"])
        for piece in tag.children:
            if isinstance(piece, Tag):
                size[:] = map(sum, zip(size, sizes[id(piece)], strict=True))
                first = firsts.get(id(piece))
            elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
                size[0] += len(_APART.sub("", piece))
                size[3] += "。" in piece and not _is_link(tag)
                first = _numbering(piece)
            else:
                continue
            if first:
                firsts.setdefault(id(tag), first)
        if _is_link(tag):
            size[1], size[2] = size[0], 1
            size[3] = _leads_to_file(tag)
    total, asked = sizes[id(root)][0], sizes[id(root)][4]
    last: dict[str, int] = {}  # of each kind of heading the number that came last
    stack = root.contents[::-1]
    while stack:
        piece = stack.pop()
        if isinstance(piece, NavigableString) and (heading := _numbering(piece)):
            last[heading[0]] = heading[1]
        if not isinstance(piece, Tag):
            continue
        tag = piece
        letters, linked, links, others, fields = sizes[id(tag)]
        what = furniture.of_kind(tag, letters * 5 < total)
        if what == "hidden" and (
            tag.name in ("html", "body", "main") or (letters * 2 > total and letters > _LONG and others)
        ):
            what = ""  # until a script shows it
        if not what and letters * 2 <= total and furniture.hides(tag):
            what = "hidden"
        if (
            not what
            and letters * 5 < total
            and (what := furniture.furniture_name(tag, others > 1 and letters - linked > _PROSE))
        ):
            kind, number = firsts.get(id(tag), ("", 0))
            what = "" if others and 1 < number == last.get(kind, 0) + 1 else what
        if not what and fields > 0 and asked <= _FEW and letters * 5 < total and others <= _FEW:
            what = "form"
        if (
            not what
            and tag.name in _DENSE
            and links >= 2
            and linked * 2 > letters
            and not others
            and letters * 2 < total
        ):
            what = "links"
        if what:
            found.append((tag, what, letters))
        else:
            stack += tag.contents[::-1]
    return found


def _numbering(text: str) -> tuple[str, int] | None:
    """Kind and number of the heading that `text` begins with."""
    found = _COUNTED.match(text)
    value = numeral(found["point"] or found["number"]) if found else None
    return (found["kind"] or "、", value) if found and value else None


def _text_of(tag: Tag) -> str:
    """The text directly in a link."""
    return "".join(piece for piece in tag.children if isinstance(piece, NavigableString))


def _is_link(tag: Tag) -> bool:
    return tag.name == "a" and not str(tag.get("href", "#")).startswith("#")


def _leads_to_file(tag: Tag) -> bool:
    return _FILES.search(f"{tag.get('href', '')} {_text_of(tag)}") is not None


class _Lines:
    """Walks a tree without recursion and gives its lines."""

    def __init__(self, edged: Tag | None = None) -> None:
        self.edged = edged  # before and after what stands in it, a line _EDGE is given
        self.line: list[str] = []
        self.tables: list[rows.GridLines] = []  # that were met
        self.numbers: list[Iterator[str] | None] = []  # of the lists that are open

    def of(self, root: Tag) -> Iterator[str]:
        """The lines of `root`; a table comes as `rows.table` gives it."""
        stack: list[tuple[PageElement, bool]] = [(root, True)]
        while stack:
            piece, opens = stack.pop()
            if isinstance(piece, NavigableString):
                if not isinstance(piece, PreformattedString):
                    yield from self.text(piece)
                continue
            if not isinstance(piece, Tag):
                continue
            if piece.name in _BLOCKS and (opens or piece.name != "li" or self.line):
                yield from self.flush()
            if piece is self.edged:
                yield from self.flush()
                yield _EDGE
            if not opens:
                if piece.name in ("ol", "ul"):
                    self.numbers.pop()
                continue
            if piece.name in ("br", "sup", "rt", "rp"):
                yield from self.inline(piece)
            elif piece.name == "table" and (cells := data_tables.cells(piece, _lines)):
                yield from self.table(piece, cells)
            else:
                self.start_item(piece)
                stack.append((piece, False))
                stack += [(child, True) for child in reversed(piece.contents)]
                if piece.name in _BESIDE and not self.line and _labels(piece):
                    stack.insert(len(stack) - len(piece.contents), (NavigableString("："), True))
        yield from self.flush()

    def inline(self, piece: Tag) -> Iterator[str]:
        """A break ends the line, but not between a heading's number and its title; of readings above text nothing is taken."""
        if piece.name == "sup":
            self.line.append(rows.superscript(piece.get_text().strip()))
        elif piece.name == "br":
            if rows.BARE_NUMBER.fullmatch("".join(self.line)):
                self.line.append(" ")
            else:
                yield from self.flush()

    def table(self, piece: Tag, cells: data_tables.Cells) -> rows.GridLines:
        """A table of data, with its captions."""
        captions = [tag for tag in piece.children if isinstance(tag, Tag) and tag.name == "caption"]
        titles = [rows.joined(_Lines().of(tag)) for tag in captions]
        self.tables.append(rows.table(cells.rows, titles, cells.head, cells.merged))
        return self.tables[-1]

    def start_item(self, piece: Tag) -> None:
        """The beginning of a list, or the number of an item."""
        if piece.name in ("ol", "ul"):
            self.numbers.append(_numbers(piece) if piece.name == "ol" else None)
        elif piece.name == "li" and self.numbers and (numbers := self.numbers[-1]):
            self.line.append(next(numbers))

    def text(self, piece: NavigableString) -> Iterator[str]:
        """Text goes on with the line; in <pre> it is lines of its own."""
        if "\n" in piece and piece.find_parent("pre"):
            for line in piece.split("\n"):
                self.line.append(line)
                yield from self.flush()
        else:
            self.line.append(_INK.sub(lambda found: "\n" if "\n" in found[0] else " ", piece))

    def flush(self) -> Iterator[str]:
        """The line that ends here, unless nothing stands in it."""
        line = rows.joined("".join(self.line).split("\n")).replace("\xa0", " ").strip(" 　")
        self.line = []
        if line:
            yield line


def _labels(tag: Tag) -> bool:
    """Whether a label of a card stands in an element, and what it tells in the next, without a colon between."""
    text, after = tag.get_text(), tag.next_sibling
    while isinstance(after, NavigableString) and not after.strip():
        after = after.next_sibling
    return (
        len(text) < 12
        and isinstance(after, Tag)
        and after.name in _BESIDE
        and site_metadata.is_label(text)
        and not text.rstrip().endswith((":", "：", "】", "]"))
    )


def _lines(tag: Tag) -> Iterator[str]:
    return _Lines().of(tag)


def _numbers(tag: Tag) -> Iterator[str]:
    """What a browser prints before the items of a numbered list."""
    start = str(tag.get("start", ""))
    number = int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1
    style = f"{tag.get('style', '')}{tag.get('type', '')}"
    while True:
        if re.search(r"cjk|chinese|ideographic", style):
            yield f"{chinese(number)}、" if number <= 9999 else f"{number}. "
        elif re.search(r"none", style):
            yield ""
        else:
            yield f"{number}. "
        number += 1


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
