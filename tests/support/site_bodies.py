"""The text of an act as editors of government sites leave it in HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from tests.support.site_acts import Act

Line = tuple[str, str]  # mark and content
_OPEN = {
    "p": ('<p style="text-indent:2em">', "</p>", '<p style="text-align:center">', '<p align="right">'),
    "div": ("<div>　　", "</div>", "<div style='text-align: center;'>", "<div style='text-align:right'>"),
    "word": (
        '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt"><span lang="EN-US">&nbsp;</span>',
        "<o:p></o:p></p>",
        '<p class="MsoNormal" align="center">',
        '<p class="MsoNormal" style="margin-right:42pt;text-align:right">',
    ),
    "old": ("<P>　　", "</P>", "<P align=center>", "<P align=right>"),
}


def body(
    act: Act,
    way: str = "p",
    *,
    title: str = "pieces",
    number: bool = True,
    skip: str = "",
    file: Callable[[int, str], str] | None = None,
) -> str:
    """The text of `act` set in one `way`: p, div, word, old or br.

    `title` is printed in pieces, with breaks, or not at all; without `number` the number is left out too; lines with
    marks in `skip` are; `file` makes the link of an attachment, which is else left out.
    """
    pieces: list[str] = []
    first = next((n for n, (mark, _) in enumerate(act.lines) if mark not in "TN"), 0)
    files = 0
    for mark, group in groupby(enumerate(act.lines), lambda at: at[1][0] if at[1][0] in "T|OUD" else str(at)):
        lines = list(group)
        at, (kind, _) = lines[0]
        texts = [text for _, (_, text) in lines]
        if kind in skip or (kind == "N" and not number) or (kind == "T" and at < first and title == "none"):
            continue
        if kind == "T" and title == "breaks":
            pieces.append(_block("C", "<br>".join(texts), way))
        elif kind in "|OUD":
            pieces.append({"|": _table, "O": _items, "U": _items, "D": _definitions}[kind](texts, kind))
        elif kind == "@":
            pieces += [file(files, text) for text in texts] if file else []
            files += 1
        else:
            pieces += [_block(mark[0] if mark in "T" else kind, text, way) for text in texts]
    return "".join(pieces)


def _block(kind: str, text: str, way: str) -> str:
    if way == "br":
        centre = f"<center>{text}</center>" if kind in "TNC" else ""
        return centre or f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<br>\n<br>\n"
    start, end, centre, right = _OPEN[way]
    if kind == "H":
        return f"{start}<strong>{_split(text, way)}</strong>{end}"
    head = {"T": centre, "N": centre, "C": centre, "R": right}.get(kind, start)
    inner = f"<b>{text}</b>" if kind == "T" else _split(text, way)
    return head + inner + end


def _split(text: str, way: str) -> str:
    """A sentence in several spans, as Word leaves it."""
    if way == "old":
        return f"<FONT face=宋体 size=3>{text}</FONT>"
    if way != "word" or "<" in text or len(text) < 8:
        return text
    cut = len(text) // 3
    return f'<span style="font-family:仿宋_GB2312">{text[:cut]}</span><span\n lang="EN-US">{text[cut:-2]}</span><span>{text[-2:]}</span>'


def _table(rows: list[str], _: str) -> str:
    cells = ("".join(f"<td><p>{cell}</p></td>" for cell in row.split("|")) for row in rows)
    return "<table border=1 cellspacing=0>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _items(texts: list[str], kind: str) -> str:
    tag = "ol" if kind == "O" else "ul"
    return f"<{tag}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{tag}>"


def _definitions(texts: list[str], _: str) -> str:
    pairs = (text.split("：", 1) for text in texts)
    return "<dl>" + "".join(f"<dt>{term}：</dt><dd>{meaning}</dd>" for term, meaning in pairs) + "</dl>"


def files(act: Act, before: str = "", after: str = "", *, href: str, more: str = "") -> str:
    """Links to the files of an act: `href` stands before their numbers, `more` are attributes, in which {text} is the name."""
    return "".join(
        f'{before}<a href="{href}{n}.{text.rpartition(".")[2]}"{more.format(text=text)}>{text}</a>{after}'
        for n, (mark, text) in enumerate(act.lines)
        if mark == "@"
    )


def links(*names: str, dated: bool = False, tag: str = "li") -> str:
    """Links to other pages."""
    day = "<span>2026-05-0{}</span>"
    return "".join(
        f"<{tag}><a href='/art/{n}.html'>{name}</a>{day.format(n + 1) if dated else ''}</{tag}>"
        for n, name in enumerate(names)
    )


def metas(act: Act, **others: str) -> str:
    """The `meta` elements that the standard of government sites asks for."""
    known = {
        "SiteName": "江陵市人民政府",
        "SiteDomain": "www.jiangling.example.gov.cn",
        "ArticleTitle": act.title,
        "PubDate": f"{act.issued or '2026-07-18'} 09:12",
    }
    return "".join(f'<meta name="{name}" content="{value}">\n' for name, value in {**known, **others}.items() if value)


def card(act: Act, *labels: str) -> Iterator[tuple[str, str]]:
    """Labels and values of a card."""
    values = {
        "索引号": "K0123-02-2026-004511", "主题分类": "财政、金融、审计", "发文机关": "、".join(act.issuers), "发布机构": "、".join(act.issuers),
        "成文日期": act.issued, "发布日期": act.issued, "发文字号": act.number, "文号": act.number, "标题": act.title, "有效性": "有效",
        "名称": act.title, "生成日期": act.issued, "公开方式": "主动公开", "主题词": "", "失效日期": "", "组配分类": "其他文件",
    }  # fmt: skip
    yield from ((label, values.get(label.replace(" ", "").replace("　", ""), "")) for label in labels)
