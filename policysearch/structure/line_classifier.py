"""Classifies each line of a document by itself, without context."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ..runtime.lazy_pattern import lazy_pattern
from ..text.radicals import with_ideographs
from .glossary import is_glossary_heading
from .line_text import ends_with_page, is_continued, is_note, squeeze, tidy, without_page
from .run_in_titles import NUMBER, title_of_article, title_of_group, title_of_point

_LADDER = lazy_pattern(
    rf"第\s*(?P<number>{NUMBER}(?:\s*{NUMBER})*)(?P<before>\s*)(?P<kind>分编|编|篇|部分|章|节|条)(?P<sub>\s*之\s*{NUMBER}(?![、\s]*(?:日|内|中|间)))?"
    r"(?P<gap>[\s　]*[、.．:：]?[\s　]*)(?P<rest>.*)",
    re.S,
)
POINT_FORMS = {
    "一、": r"[一二三四五六七八九十]{1,3}\s*[、.．]",
    "（一）": r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]|[㈠-㈩]",
    "1.": r"[0-9０-９]{1,2}\s*[、.．](?![0-9０-９])|[⒈-⒛]",
    "（1）": r"[（(]\s*[0-9０-９]{1,2}\s*[）)]|[⑴-⒇]",
}
_VOLUME = lazy_pattern(
    r"(?P<number>[上中下](?P<kind>[篇编]))(?P<gap>[\s　]*[:：、.．]?[\s　]*)(?P<title>[^。；！？，：:]{0,30})"
)
_BOX = lazy_pattern(
    r"(?P<number>专\s*栏\s*(?:[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?|[一二三四五六七八九十]+(?![一-鿿]{0,2}[所中]))?)"
    r"[\s　]*[:：、.．]?[\s　]*(?P<title>.*)"
)
_TABLE = lazy_pattern(
    r"(?P<number>(?P<kind>附表|附件|附录|表)\s*(?:(?:[A-ZＡ-Ｚ]\s*[.．]\s*)?[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?|[一二三四五六七八九十]+(?=[\s　:：、.．]|$))"
    r"|(?P<lettered>附\s*录)\s*[A-ZＡ-Ｚ](?![A-Za-z0-9.．]))"
    r"(?P<gap>[\s　]*[:：、.．]?[\s　]*)(?P<title>.*)"
)
_BARE_ANNEX = lazy_pattern(
    r"(附[\s　]*[件录表])(?:[:：][\s　]*(?P<title>(?![0-9０-９]{1,2}(?![0-9０-９]))[^。；：，\s　（(][^。；：，]{1,40})?)?"
)
_FIGURE = lazy_pattern(r"图\s*[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?[\s　:：]*\S")
_ITEM = lazy_pattern(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|[（(]?[0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}[、.．](?![0-9０-９])"
    r"|[①-⒛㈠-㈩]|——|—|-\s|[•●■◆▲★]|\*\s)"
)
_POINT = lazy_pattern(
    rf"(?P<number>{'|'.join(f'({form})' for form in POINT_FORMS.values())})[\s　、.．]*(?P<rest>\S.*)", re.S
)
_BULLETS = tuple("■□●◆◇▲★▶►")
_BULLET = lazy_pattern(rf".\s*(?=第|{POINT_FORMS['一、']}|{POINT_FORMS['（一）']})")
# The number of a page glued to the heading that begins it: 15三、强化功能, 8第二章 总则.
_GLUED_PAGE = lazy_pattern(
    rf"[0-9]{{1,3}}(?=(?:{POINT_FORMS['一、']}|[（(][一二三四五六七八九十]{{1,3}}[）)])[一-鿿“]|第{NUMBER}[编篇章节][\s　])"
)
_FRAMED = lazy_pattern(r"^[（(【\[]([^（()）]*)[）)】\]]$|[:：]$")  # （名词解释）, 名词解释：
_INVISIBLE = " \t\r\n　\xa0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_MARKUP = lazy_pattern(
    r"\*\*|^__(?=[^_]+__$)|(?<=[^_])__$|</?(?:b|i|u|strong|em|font|span|center)\b[^<>]{0,40}>|\\(?=[*#_.\-])", re.I
)
#: What follows the number of an article that is only mentioned: 第三条规定的情形, 第十条第二款; not 第三条以下情形….
REFERENCE = r"(?:[的所规中之及和与或至、，。；）”》]|以(?!下)|第[一二三四五六七八九十百0-9]+[款项条章节])"
_MENTION = lazy_pattern(REFERENCE)
_NEXT = lazy_pattern(rf"第{NUMBER}[篇章节条]")
_REFERENCE = lazy_pattern(  # the same after 第三章, where a title may begin so: 第三章规划实施, 第一节和谐社会
    r"[的所、，。；）”》]|规定|中[的所规提明、，]|之[一二三四五六七八九十0-9]|[及和与或至]{1,2}(?:[其本附]|第)|以[上下内外及]|[及或至]|第[一二三四五六七八九十百0-9]+[款项条章节]"
)
_STOP = "。！？；"
_LONGEST_MARKED = 200  # characters of a heading that is marked
VOLUMES = ("上", "中", "下")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as recognised."""

    role: str  # blank ladder box table annex schedule glossary contents figure item note row text
    text: str  # without markup and outer white space, with ideographs for characters that only stand for them
    raw: str
    kind: str = ""  # for headings: 篇 章 节 条 专栏 表 附件 附表 名词解释; for points: 一、 （一） 1. （1）
    number: str = ""  # as printed: 第三篇, 专栏3-1
    title: str = ""
    rest: str = ""  # of the same line, when a heading is followed by its first sentence
    marked: bool = False  # begins with markdown's #
    bold: bool = False  # all of it is bold
    tab: bool = False  # begins with a TAB: a cell of a flattened table
    page: bool = False  # ends with a page number after leaders: an entry of a contents page


def recognise(raw: str, article: bool = False) -> Line:
    """Classify the line `raw` (without its line end); `article` when it is known to begin with one.

    The rules are tried in their order. A heading is only claimed where the line cannot as well be a sentence that mentions
    one: 第三章所列项目… is text.
    """
    if not raw:
        return _EMPTY
    stripped = with_ideographs(raw).strip(_INVISIBLE)
    if not stripped:
        return Line("row" if "\t" in raw else "blank", "", raw, tab="\t" in raw)
    marked = stripped.startswith("#") and re.match(r"#{1,6}\s*\S", stripped) is not None
    text = stripped.lstrip("#").strip() if marked else stripped
    bold = text.startswith("**") and re.fullmatch(r"\*\*[^*]+\*\*", text) is not None
    cells = "\t" in text
    if "*" in text or "_" in text or "<" in text or "\\" in text:  # what markup holds
        text = _MARKUP.sub("", text)
    text = text.strip() if cells else tidy(text)
    bare = _BULLET.sub("", text) if text[:1] in _BULLETS else text
    if bare[:1].isdigit() and (page := _GLUED_PAGE.match(bare)):
        bare = bare[page.end() :]
    printed = _Printed(raw, bare, marked, bold, raw.startswith("\t"), cells and "\t" in bare, article)
    for rule in _rules_for(bare[:1]):
        if found := rule(printed):
            break
    else:
        found = _Found("text")
    return Line(
        found.role, bare, raw, found.kind, found.number, found.title, found.rest, marked, bold, printed.tab,
        ends_with_page(bare),
    )  # fmt: skip


_EMPTY = Line("blank", "", "")


@dataclass(slots=True)
class _Printed:
    """A line as the rules see it."""

    raw: str
    text: str  # without markup, bullet and outer white space
    marked: bool
    bold: bool
    tab: bool  # begins with a TAB
    cells: bool  # a TAB stands in it
    article: bool  # known to begin with one


@dataclass(slots=True)
class _Found:
    """The result of a rule; see Line."""

    role: str
    kind: str = ""
    number: str = ""
    title: str = ""
    rest: str = ""


def _contents(line: _Printed) -> _Found | None:
    """目录, 目  次, 【目录】; not 目录管理办法."""
    flat = squeeze(line.text)
    is_contents = len(flat) < 12 and re.fullmatch(r"[【\[]?目[录錄次][】\]]?(?:CONTENTS|Contents)?", flat)
    return _Found("contents") if is_contents else None


def _ladder(line: _Printed) -> _Found | None:
    """第三章 总则, 第十条　为了…; 第三章：总则; 第二节强化创新。坚持…; not 第三章所列项目…, 第三条规定的情形."""
    if line.tab or not (found := _LADDER.match(line.text)):
        return None
    if line.cells and ("\t" in found["rest"] and found["kind"] != "条"):
        return None
    return _article(line, found) if found["kind"] == "条" else _group(line, found)


def _volume(line: _Printed) -> _Found | None:
    """上篇 回顾, 下篇：展望, 中篇; not 下篇将介绍案例."""
    if line.tab or not (found := _VOLUME.fullmatch(line.text)):
        return None
    if found["title"] and not found["gap"]:
        return None
    return _Found("ladder", found["kind"], found["number"], without_page(found["title"]))


def _continuation(line: _Printed) -> _Found | None:
    """续表, 表1（续）."""
    return _Found("note") if not line.cells and is_continued(line.text) else None


def _box(line: _Printed) -> _Found | None:
    """专栏1 重点工程, 【专栏4】 养老服务, 专栏三：实验室; not 专栏1所列工程…."""
    if line.cells:
        return None
    text = line.text
    shown = re.sub(r"^[【\[](专\s*栏[^】\]]*)[】\]]", r"\1 ", text) if text[:1] in ("【", "[") else text
    if not (found := _BOX.match(shown)) or not _is_caption(found["title"], found["number"]):
        return None
    return _Found("box", "专栏", tidy(found["number"]), tidy(found["title"]))


def _table(line: _Printed) -> _Found | None:
    """表1 主要指标, 附表2：项目表, 附件1, 附录A（规范性）; not 表1所示…, 附件1为…。, 表2025年."""
    if line.cells or line.tab or not (found := _TABLE.match(line.text)):
        return None
    if not _is_caption(found["title"], found["number"]) or (found["kind"] == "表" and line.text.endswith("：")):
        return None
    kind = "附件" if found["lettered"] or found["kind"] == "附录" else found["kind"]
    role = {"表": "table", "附件": "annex", "附表": "schedule"}[kind]
    if role == "table" and not found["gap"] and found["title"][:1] in ("", "年", "月", "日", "%", "个"):
        return None
    number = squeeze(found["number"]) if found["lettered"] else tidy(found["number"])
    return _Found(role, kind, number, tidy(found["title"]))


def _glossary(line: _Printed) -> _Found | None:
    """名词解释, （主要名词解释）, 附件2 名词解释; not 名词解释见附件."""
    text = line.text
    if line.cells or line.tab or not ("释" in text or "解" in text or "明" in text):  # 解释, 注解, 说明
        return None
    flat = squeeze(text)
    if len(flat) > 60 or not is_glossary_heading(listed := _FRAMED.sub(r"\1", flat)):
        return None
    return _Found("glossary", "名词解释", title=listed)


def _unnumbered_annex(line: _Printed) -> _Found | None:
    """附件, 附　件：任务分工表, 附录; not 附件：1.分工表."""
    if line.cells or line.tab or not (found := _BARE_ANNEX.fullmatch(line.text)):
        return None
    number = squeeze(found[1])
    return _Found("annex", number.replace("录", "件"), number, found["title"] or "")


def _figure(line: _Printed) -> _Found | None:
    """图1-1 空间布局图; not 图1为布局。"""
    is_caption = _FIGURE.match(line.text) and len(line.text) <= 60 and line.text[-1] not in _STOP
    return _Found("figure") if is_caption else None


def _note(line: _Printed) -> _Found | None:
    """注：…, 带*为约束性指标."""
    return _Found("note") if is_note(line.text) else None


def _numbered_point(line: _Printed) -> _Found | None:
    """一、总体要求, （一）稳就业。落实…, 1.水利工程, （1）甲; with cells beside it a row."""
    if line.cells or not (found := _POINT.match(line.text)):
        return None
    kind = next(
        kind for n, kind in enumerate(POINT_FORMS, 2) if found[n]
    )  # each form is a group behind that of the number
    title, rest = title_of_point(without_page(found["rest"]), kind)
    if line.marked and not title and len(rest) <= _LONGEST_MARKED and "。" not in rest:
        title, rest = rest, ""
    return _Found("row" if _is_row(line) else "item", kind, squeeze(found["number"]), tidy(title), rest)


def _cells(line: _Printed) -> _Found | None:
    """TAB at its begin, between or after its cells, or | between them."""
    return _Found("row") if _is_row(line) else None


def _is_row(line: _Printed) -> bool:
    text = line.text
    apart = line.tab or line.cells or line.raw.endswith("\t\t") or " | " in text
    return apart or (text.startswith("|") and re.match(r"\|.*\|$", text) is not None)


def _list_item(line: _Printed) -> _Found | None:
    """①甲, 12）乙, ——丙, ● 丁."""
    return _Found("item") if _ITEM.match(line.text) else None


_POINTS = (
    "（(一二三四五六七八九十0123456789０１２３４５６７８９㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
)
#: The rules in their order, each with all characters that a line it recognises can begin with; "" stands for any.
_RULES: tuple[tuple[Callable[[_Printed], _Found | None], str], ...] = (
    (_contents, "【[目"),
    (_ladder, "第"),
    (_volume, "上中下"),
    (_continuation, "（(续接附表专"),
    (_box, "【[专"),
    (_glossary, ""),
    (_table, "附表"),
    (_unnumbered_annex, "附"),
    (_figure, "图"),
    (_note, '（(备附注说数资带标加有“"\\*＊※【〔[［'),
    (_numbered_point, _POINTS),
    (_cells, ""),
    (_list_item, _POINTS + "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳—-•●■◆▲★*"),
)


@lru_cache(maxsize=4096)  # few characters begin lines
def _rules_for(first: str) -> tuple[Callable[[_Printed], _Found | None], ...]:
    """The rules that can recognise a line which begins with the character `first`."""
    return tuple(rule for rule, starts in _RULES if not starts or first in starts)


def _is_mention(found: re.Match[str], mention: re.Pattern[str]) -> bool:
    """Whether a sentence goes on after the number: 第三条规定的情形, 第三章、第四章."""
    rest = found["rest"].strip()
    if not rest:
        return False
    if not found["gap"]:
        return mention.match(rest) is not None
    return "、" in found["gap"] and _NEXT.match(rest) is not None


def _number_of(found: re.Match[str]) -> str:
    return squeeze(found.string[: found.end("sub") if found["sub"] else found.end("kind")])


def _article(line: _Printed, found: re.Match[str]) -> _Found | None:
    """第一条　为了…, 第三条 职责分工, 第二条【适用范围】本市…; not 第一条规定, nor glued: 第一条隧道."""
    if _is_mention(found, _MENTION):
        return None
    title, rest = title_of_article(found["rest"].strip())
    apart = line.article or found["gap"] or found["before"] or not rest or title
    if not apart and line.text[found.end("kind")] not in "【[（(":
        return None
    return _Found("ladder", "条", _number_of(found), tidy(title), rest)


def _group(line: _Printed, found: re.Match[str]) -> _Found | None:
    """第一章 总则, 第一节强化创新。坚持…, 第四章甲，乙　　坚持…, 第一章 总则 第一条 …, 第一部分 概况; not 第二部分介绍…."""
    kind, gap = found["kind"], found["gap"]
    apart = line.marked or line.bold or bool(gap)
    if _is_mention(found, _REFERENCE) or (kind == "部分" and not apart):
        return None
    rest = without_page(found["rest"].strip())
    title, rest = title_of_group(line.raw, line.text, found, rest, apart)
    return None if title is None else _Found("ladder", kind, _number_of(found), tidy(title), rest)


def _is_caption(title: str, number: str) -> bool:
    """A caption has no sentence in it; 专栏1所列工程… is text."""
    if not title:
        return bool(re.search(r"[0-9０-９一二三四五六七八九十A-ZＡ-Ｚ]", number))
    if number in ("专栏", "专 栏") and len(title) > 40:
        return False
    if len(title) > 80 or any(stop in title for stop in "。；！？") or title[-1] in "：，、；":
        return False
    return not re.match(r"[所的和与及，）)”》]|中[的所，]|列入|明确|提出|至表", title)
