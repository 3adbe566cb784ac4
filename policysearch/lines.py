"""What each line of a document looks like by itself; needs no context and knows no tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The ladder of numbered headings, outermost first; 一、 and （一） are headings only of documents that have none of the others.
RANK = {"编": 0, "分编": 1, "篇": 1, "章": 2, "节": 3, "条": 4, "一、": 5, "（一）": 6}

_NUMBER = r"[一二三四五六七八九十百千零〇○廿卅0-9０-９]+"
_LADDER = re.compile(
    rf"第\s*(?P<number>{_NUMBER}(?:\s*{_NUMBER})*)\s*(?P<kind>分编|编|篇|章|节|条)(?P<sub>\s*之\s*{_NUMBER}(?![、\s]*(?:日|内|中|间)))?"
    r"(?P<gap>[\s　]*[、.．:：]?[\s　]*)(?P<rest>.*)",
    re.S,
)
_BOX = re.compile(
    r"(?P<number>专\s*栏\s*(?:[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?|[一二三四五六七八九十]+(?![一-鿿]{0,2}[所中]))?)"
    r"[\s　]*[:：、.．]?[\s　]*(?P<title>.*)"
)
_TABLE = re.compile(
    r"(?P<number>(?P<kind>附表|附件|附录|表)\s*(?:[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?|[一二三四五六七八九十]+(?=[\s　:：、.．]|$)))"
    r"(?P<gap>[\s　]*[:：、.．]?[\s　]*)(?P<title>.*)"
)
_FIGURE = re.compile(r"图\s*[0-9０-９]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?[\s　:：]*\S")
_ITEM = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|[（(]?[0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}[、.．](?![0-9０-９])"
    r"|[①-⑳]|——|—|-\s|[•●■◆▲★]|\*\s)"
)
_POINT = re.compile(
    r"(?P<number>(?P<main>[一二三四五六七八九十]{1,3})[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])[\s　]*(?P<rest>\S.*)",
    re.S,
)
_NOTE = re.compile(
    r"[（(]?(?:备\s*注|附?\s*注|说\s*明|数据来源|资料来源)\s*[0-9一二三]?\s*[:：]"
    r"|[带标加]?有?[“\"]?(?:\\?[*＊※]|【\s*】|〔\s*〕|\[\s*\]|［\s*］|（\s*）)[”\"]?"
    r"(?:[号的内中者项]|标记|指标|数据|数值|数字){0,3}(?:均?为|是|指|系|表示)"
)
_CONTINUED = re.compile(
    r"[（(]?[续接][上前]?(?:附?表|页)[^。；！？，]{0,40}"
    r"|(?:附?表|专\s*栏)\s*[0-9０-９一二三四五六七八九十]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?[^。；！？，]{0,40}"
    r"(?:\s续表?|[（(]\s*续[上前]?表?\s*[0-9一二三四五六七八九十]{0,2}\s*[）)])"
)
_PAGE = re.compile(r"(?:[.．…·•\-—_]{2,}[\s　]*|[\s　]{2,}|\t)[（(\-—]*\s*[0-9０-９]{1,4}\s*[）)\-—]*$")
_FOOTNOTE = re.compile(r"(?:�|\[[0-9]{1,3}\]|［[0-9]{1,3}］|〔[0-9]{1,3}〕(?!号)|[①-⑳])\s*\S")
_GLOSSARY = re.compile(
    r"(?:附件?录?[0-9一二三四五]?[:：、.]?)?(?:主要|部分|有关|相关)?(?:名词|名词术语|专有名词|术语)(?:解释|注释|释义)(?:[（(].*[）)])?$"
)
_DATE = re.compile(
    r"(?:[12][0-9]{3}|[12１２][０-９]{3}|[二一][〇○零ＯO0一二三四五六七八九]{3})年(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?)?$"
)
_MARKUP = re.compile(r"\*\*|</?(?:b|i|u|strong|em|font|span|center)\b[^<>]{0,40}>|\\(?=[*#_.\-])", re.I)
_REFERENCE = re.compile(r"[的所规中之及和与或至以、，。；）”》]|第[一二三四五六七八九十百0-9]+[款项条章节]")
_STOP = "。！？；"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as recognised."""

    role: str  # blank ladder box table annex schedule glossary contents figure item note row text
    text: str  # without markup and outer white space
    raw: str
    kind: str = ""  # for headings: 篇 章 节 条 专栏 表 附件 附表 名词解释
    number: str = ""  # as printed: 第三篇, 专栏3-1
    title: str = ""
    rest: str = ""  # of the same line, when a heading is followed by its first sentence
    marked: bool = False  # begins with markdown's #
    bold: bool = False  # all of it is bold
    tab: bool = False  # begins with a TAB: a cell of a flattened table
    page: bool = False  # ends with a page number after leaders: an entry of a contents page


def squeeze(text: str) -> str:
    """`text` without any white space; what titles are compared by."""
    return re.sub(r"\s+", "", text)


def tidy(text: str) -> str:
    """A heading as one reads it: runs of white space become one space."""
    return re.sub(r"\s+", " ", text).strip()


def is_note(text: str) -> bool:
    """True for a note under a table: 注：…, 资料来源：…, 带*为年均增速, 【】内为累计数."""
    return _NOTE.match(text) is not None


def is_continued(text: str) -> bool:
    """True for what is printed over the rest of a table after a page break: 续表, 续表1 重点项目, 表1（续）."""
    return _CONTINUED.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """True for a line that is only a date, such as 二〇二六年一月."""
    return bool(_DATE.match(squeeze(text)))


def recognise(raw: str) -> Line:
    """Say what the line `raw` (without its line end) looks like.

    A heading is only claimed where the line cannot as well be a sentence that mentions one: 第三章所列项目… is text.
    """
    stripped = raw.strip("\ufeff \t\r\n　\xa0")
    if not stripped:
        return Line("row" if "\t" in raw else "blank", "", raw, tab="\t" in raw)
    marked = stripped.startswith("#") and re.match(r"#{1,6}\s*\S", stripped) is not None
    text = stripped.lstrip("#").strip() if marked else stripped
    bold = re.fullmatch(r"\*\*[^*]+\*\*", text) is not None
    text = tidy(_MARKUP.sub("", text)) if "\t" not in text else _MARKUP.sub("", text).strip()
    tab = raw.startswith("\t")

    def line(role: str, **more: str) -> Line:
        return Line(role, text, raw, marked=marked, bold=bold, tab=tab, page=_PAGE.search(text) is not None, **more)

    flat = squeeze(text)
    if flat in ("目录", "目次", "【目录】", "目录CONTENTS"):
        return line("contents")
    if not tab and (heading := _heading(text, marked or bold)):
        return line("ladder", **heading)
    if "\t" not in text:
        if is_continued(text):
            return line("note")
        if (box := _BOX.match(text)) and _is_caption(box["title"], box["number"]):
            return line("box", kind="专栏", number=tidy(box["number"]), title=tidy(box["title"]))
        if (
            not tab
            and (table := _TABLE.match(text))
            and _is_caption(table["title"], table["number"])
            and not text.endswith("：")
        ):
            kind = {"附录": "附件"}.get(table["kind"], table["kind"])
            role = {"表": "table", "附件": "annex", "附表": "schedule"}[kind]
            if role != "table" or table["gap"] or table["title"][:1] not in ("", "年", "月", "日", "%", "个"):
                return line(role, kind=kind, number=tidy(table["number"]), title=tidy(table["title"]))
        if not tab and _GLOSSARY.match(flat):
            return line("glossary", kind="名词解释", title=flat)
    if _FIGURE.match(text) and len(text) <= 60 and text[-1] not in _STOP:
        return line("figure")
    if is_note(text):
        return line("note")
    if tab or "\t" in text or raw.endswith("\t\t") or " | " in text or re.match(r"\|.*\|$", text):
        return line("row")
    if point := _POINT.match(text):
        title, rest = _point(point["rest"])
        return line("item", kind="一、" if point["main"] else "（一）", number=point["number"], title=title, rest=rest)
    return line("item" if _ITEM.match(text) else "text")


def _point(rest: str) -> tuple[str, str]:
    """Title and text of what follows 一、 or （一）: a heading, a heading with its first sentence, or all text."""
    head, stop, tail = rest.partition("。")
    if len(head) <= 40 and not re.search(r"[；：！？]", head) and ("，" not in head or not stop):
        return (tidy(head), tail.strip()) if tail.strip() or not stop else (tidy(head), "")
    return "", rest


def _heading(text: str, shown_as_heading: bool) -> dict[str, str] | None:
    """Kind, number, title and rest of a ladder heading, or None when the line is a sentence."""
    found = _LADDER.match(text)
    if not found or ("\t" in text and found["kind"] != "条"):
        return None
    kind, gap, rest = found["kind"], found["gap"], found["rest"].strip()
    number = squeeze(text[: found.end("sub") if found["sub"] else found.end("kind")])
    if not gap and rest and _REFERENCE.match(rest):
        return None
    if kind == "条":
        title, rest = _article(rest)
        if not gap and rest and not title and text[found.end("kind")] not in "【[（(":
            return None
        return {"kind": kind, "number": number, "title": title, "rest": rest}
    rest = _PAGE.sub("", rest).strip() if _PAGE.search(rest) else rest
    if article := re.match(rf"(?P<title>[^。；，]{{1,30}}?)\s*(?P<rest>第{_NUMBER}条[\s　].+)$", rest, re.S):
        return {"kind": kind, "number": number, "title": tidy(article["title"]), "rest": article["rest"]}
    if (
        not any(stop in rest for stop in "。；！？")
        and len(rest) <= 70
        and not (rest.endswith(("，", "、")) and len(rest) > 45)
    ):
        head, colon, tail = rest.partition("：")
        if colon and len(tail) > 30:
            return {"kind": kind, "number": number, "title": tidy(head), "rest": tail}
        return {"kind": kind, "number": number, "title": tidy(rest), "rest": ""}
    if not gap and not shown_as_heading:
        return None
    for split in (
        r"^(?P<title>[^。；！？：]{1,40})[。：](?P<rest>.+)$",
        r"^(?P<title>[^。；！？，\s]{1,30})\s(?P<rest>.+)$",
    ):
        if run_in := re.match(split, rest, re.S):
            if "\\s" in split or "，" not in run_in["title"] or len(run_in["title"]) <= 30:
                gap_inside = re.match(r"^([^。；！？，\s]{2,30})\s(.{12,})$", rest, re.S)
                if gap_inside and len(gap_inside[1]) < len(run_in["title"]):
                    return {"kind": kind, "number": number, "title": gap_inside[1], "rest": gap_inside[2].strip()}
                return {"kind": kind, "number": number, "title": tidy(run_in["title"]), "rest": run_in["rest"].strip()}
    return None


def _article(rest: str) -> tuple[str, str]:
    """Title and text of what follows 第…条: 【title】text, （title）text, a bare title, or all text."""
    if bracket := re.match(r"[【\[（(](?P<title>[^】\]）)。]{1,30})[】\]）)]\s*(?P<rest>.*)$", rest, re.S):
        return tidy(bracket["title"]), bracket["rest"]
    if rest and len(rest) <= 30 and not any(mark in rest for mark in "。；：，！？") and rest[-1] not in "、":
        return tidy(rest), ""
    if titled := re.match(r"(?P<title>[^。；：，！？\s]{2,20})\s(?P<rest>[^\s].{8,})$", rest, re.S):
        if "。" in titled["rest"] or "，" in titled["rest"]:
            return titled["title"], titled["rest"]
    return "", rest


def _is_caption(title: str, number: str) -> bool:
    """A caption has no sentence in it; 专栏1所列工程… is text."""
    if not title:
        return bool(re.search(r"[0-9０-９一二三四五六七八九十]", number))
    if number in ("专栏", "专 栏") and len(title) > 40:
        return False
    if len(title) > 80 or any(stop in title for stop in "。；！？") or title[-1] in "：，、；":
        return False
    return not re.match(r"[所的和与及，）)”》]|中[的所，]|列入|明确|提出|至表", title)
