"""Markdown as it is published: front matter, HTML in it, entities and attribute lists as the lines that a reader sees.

Every line stays where it is in the file; where one becomes several, later lines move down, and `origins` say from where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from ..model.document import UNDECLARED, Declared
from .cells import GridLines, flattened, locate_grids, superscript
from .html.site_metadata import is_agency, iso_date
from .text import Reading

_OPEN = re.compile(r"<table\b", re.I)
_CLOSE = re.compile(r"</table\s*>", re.I)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_MARKUP = re.compile(r"[<&{\\=]|\]\(|^\s*(?::::|@tab|\[\[?toc)", re.I)  # no line without one of these is changed

_ATTRIBUTES = r"""(?:\s+[a-zA-Z_:@][\w:.\-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?){0,30}"""
_BLOCK = (
    "address|article|aside|blockquote|body|center|details|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|html|li|main"
    "|nav|ol|p|section|summary|ul|br"
)
_INLINE = (
    "a|abbr|b|big|cite|del|em|font|i|img|ins|kbd|label|mark|o:p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr"
)
_TAG = re.compile(rf"</?(?:(?P<block>{_BLOCK})|{_INLINE}){_ATTRIBUTES}\s*/?>", re.I)
_RAISED = re.compile(rf"<sup{_ATTRIBUTES}\s*>([^<>]{{0,200}})</sup\s*>", re.I)
_RAW = re.compile(rf"<(?P<tag>script|style|template|svg){_ATTRIBUTES}\s*>|<!--", re.I)
_COMMENT = "-->"  # the end of one
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_SPACE = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f]")
_ITEM = r"""(?:[#.][\w\-]+|[a-zA-Z][\w:.\-]*=(?:"[^"{}]*"|'[^'{}]*'|[\w.%\-]+))"""
_ATTRIBUTE_LIST = re.compile(
    rf"(?<![ \t])[ \t]*\{{:?\s*{_ITEM}(?:\s+{_ITEM}){{0,10}}\s*\}}(?=\s*$)|(?<=[\])*_]){{:?\s*{_ITEM}(?:\s+{_ITEM}){{0,10}}\s*\}}"
)
_ANCHOR = re.compile(r"(?<!!)\[(?P<text>[^\[\]]{0,300})\]\(\s*#[^()\s]{0,300}\s*\)")
_OF_CONTENTS = ("", "目录", "目次", "contents", "toc")
_PILCROW = frozenset({"¶", "#", "§", "🔗", "\u200b"})  # signs of anchors beside headings
_ESCAPE = re.compile(r"\\([.()\[\]\-~<>_{}+!|&\"'#=:])")
# Boxes of site builders, ::: tip 修订信息 to :::, and marks of layout: @tab 章节, [[toc]].
_CONTAINER = re.compile(r"\s*:{3,}\s*(?:\{[^{}]*\}|[A-Za-z][\w\-]*(?:\s+|(?=\[)|$))?(?P<title>.*)")
_LONGEST_LABEL = 60  # characters of the title of a box
_PLACING = re.compile(r"\s*(?:@tab(?::active)?\s.*|\[\[?toc\]?\]|\\(?:newpage|tableofcontents|pagebreak))\s*", re.I)
_UNDERLINE = re.compile(r"\s{0,3}=+\s*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|(?<=##))[^\s#]")

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w.\-]{0,40}|[一-鿿]{2,8})\s*:(?:\s+(?P<value>.*))?")
_IN_FRONT = re.compile(r"\s+\S.*|-(?:\s.*)?|#.*|\s*")  # lists, values that go on, comments
_LONGEST_FRONT = 200  # lines
_FIELDS = {  # key in front matter: field of Declared
    key: field
    for field, keys in {
        "title": "title 标题 名称 文件名称",
        "number": "number doc_number document_number docnumber 文号 发文字号",
        "issuer": "issuer author authors agency department organization publisher 发文机关 发布机构 发布机关 制定机关 作者",
        "issued": "issued date published pubdate pub_date publish_date published_at date_published 成文日期 发文日期 公布日期 发布日期 日期",
        "url": "url source_url link canonical canonical_url 链接 网址",
    }.items()
    for key in keys.split()
}


def plain(reading: Reading) -> Reading:
    """`reading` without the markup that Markdown may hold beside its own, and what its front matter declares.

    Tables in tags become rows as `cells.table` has them. They stand in the lines that their tags took; a table that
    would lose text that way stays as it is. Code stays as it is, and so does whatever is no markup for sure, such as 3<b.
    A title that stands only in the front matter stays as a line. Marked headings have the level of their marks.
    """
    front, declared = _front_matter(reading.lines)
    lines: list[str] = [""] * front
    origins: list[tuple[int, int]] = [(1, 1)]
    blocks: dict[str, int] = {}
    if front:
        top = [line for line in reading.lines[front : front + 60] if line.strip()][:8]
        top = [line for line in top if line.lstrip()[0] not in "（("]  # （根据《关于修改〈…规定〉的决定》修订）
        shown = declared.title and _flat(declared.title) not in _flat("".join(top))
        lines[1] = declared.title if shown else ""
        blocks["front matter"] = sum(len(line.strip()) for line in reading.lines[:front]) - len(lines[1])
    tables: list[GridLines] = []
    at, fenced, raw = front, False, ""
    ended = max((n for n, line in enumerate(reading.lines) if _COMMENT in line), default=-1)  # the last comment
    while at < len(reading.lines):
        line = reading.lines[at]
        fenced ^= not raw and bool(_FENCE.match(line))
        if fenced or not (raw or _MARKUP.search(line)):
            lines.append(line)
            at += 1
            continue
        if raw or _RAW.search(line):
            line, raw = _without_raw(line, raw, blocks, at < ended)
        found = _table(reading.lines, at) if not raw and _OPEN.search(line) else None
        rows, count = found or (GridLines(_visible_lines(line, lines[-1] if lines else "")), 1)
        tables += [rows] * bool(rows.grid)
        room = count - len(rows)
        if room >= 0:
            lines += [*[""] * min(room, 1), *rows, *[""] * (room - 1)]
        else:
            placed = ["", *rows, "", ""] if found else rows
            origins += [(len(lines) + n, at + min(n, count)) for n in range(1, len(placed) + 1)]
            lines += placed
            origins.append((len(lines) + 1, at + count + 1))
        at += count
    return replace(
        reading,
        lines=tuple(lines),
        declared=declared,
        origins=tuple(origins) if len(origins) > 1 else (),
        blocks={what: letters for what, letters in blocks.items() if letters},
        grids=locate_grids(lines, tables),
        levels=tuple(_levels(lines)),
    )


def _levels(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Line and level of every heading that # marks, outside of code; see Source.levels."""
    fenced = False
    for n, line in enumerate(lines, 1):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (found := _HEADING.match(line)):
            yield n, len(found[1]), True


def _flat(text: str) -> str:
    return re.sub(r"\s|&[a-z]+;|<[^<>]*>|[#*]", "", text)


def _front_matter(lines: Sequence[str]) -> tuple[int, Declared]:
    """How many lines the front matter takes, 0 when there is none, and what it declares: YAML between two lines of ---."""
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != "---":
        return 0, UNDECLARED
    told: dict[str, str] = {}
    last = ""
    for n, line in enumerate(lines[1:_LONGEST_FRONT], 1):
        if line.rstrip() in ("---", "..."):
            return (n + 1, _declaration(told)) if told or last else (0, UNDECLARED)
        if found := _KEY.fullmatch(line.rstrip()):
            last = found["key"].lower()
            if field := _FIELDS.get(last):
                told.setdefault(field, _scalar(found["value"] or ""))
        elif not _IN_FRONT.fullmatch(line):
            return 0, UNDECLARED
        elif last and (field := _FIELDS.get(last)) and line.strip():
            more = _scalar(line.strip().removeprefix("-"))
            told[field] = f"{told.get(field, '')} {more}".strip(" >|")
    return 0, UNDECLARED


def _scalar(value: str) -> str:
    """A plain or quoted YAML scalar, or the first of a list in brackets."""
    value = value.strip().strip("[]").strip()
    for quote in "\"'":
        if value[:1] == quote and (end := value.find(quote, 1)) > 0:
            return value[1:end].strip()
    return re.split(r"\s#", value)[0].strip()


def _declaration(told: dict[str, str]) -> Declared:
    issuer, url = told.get("issuer", ""), told.get("url", "")
    return Declared(
        title=told.get("title", ""),
        number=told.get("number", ""),
        issuer=issuer if is_agency(issuer) else "",
        issued=iso_date(told.get("issued", "")),
        url=url if re.fullmatch(r"https?://[!-~]{1,2000}", url) else "",
    )


def _without_raw(line: str, within: str, blocks: dict[str, int], more: bool) -> tuple[str, str]:
    """`line` without what stands in scripts, styles and comments, and the element that is open behind it, "" for none.

    The letters that go are counted in `blocks`. A comment that never ends, neither in the line nor, if there are `more`
    ends, below it, is no comment.
    """
    kept = ""
    while line:
        if within:
            comment = within == _COMMENT
            close = re.search(re.escape(within) if comment else rf"</{within}\s*>", line, re.I)
            what = "comment" if comment else "script"
            blocks[what] = blocks.get(what, 0) + len(line[: close.start() if close else len(line)].strip())
            line, within = (line[close.end() :], "") if close else ("", within)
            continue
        opening = _RAW.search(line)
        if not opening or (not opening["tag"] and not more and _COMMENT not in line[opening.end() :]):
            return kept + line, ""
        kept += line[: opening.start()]
        line, within = line[opening.end() :], (opening["tag"] or _COMMENT).lower()
    return kept, within


def _visible_lines(line: str, before: str) -> Iterator[str]:
    """The lines that a reader sees of one line of Markdown: one, "" when nothing of it is seen, or several blocks."""
    if _UNDERLINE.fullmatch(line) and before.strip():
        yield ""  # of the heading above
        return
    if _PLACING.fullmatch(line):
        yield ""
        return
    if (box := _CONTAINER.fullmatch(line)) and len(title := box["title"].strip().strip("[]:").strip()) < _LONGEST_LABEL:
        yield "" if _flat(title) in _OF_CONTENTS else title
        return
    text = _RAISED.sub(lambda found: superscript(found[1]), line)
    changed = _TAG.sub(lambda found: "\n" if found["block"] else "", text)
    changed = _ATTRIBUTE_LIST.sub("", changed)
    changed = _ANCHOR.sub(lambda found: "" if found["text"].strip() in _PILCROW else found["text"], changed)
    changed = _ESCAPE.sub(r"\1", changed)
    changed = _ENTITY.sub(lambda found: unescape(found[0]), changed)
    if changed == line:
        yield line
        return
    # What stood before or behind markup only is no indent: four spaces or a TAB would make code or a row of it.
    pieces = [_SPACE.sub(" ", piece).strip(" \u3000") for piece in changed.split("\n")]
    heading = re.match(r"#{1,6}(?=\s)", changed)
    found = [piece for piece in pieces if piece.strip("#") or not heading]
    found = [piece for piece in found if piece] or [""]
    yield from found


def _table(lines: Sequence[str], at: int) -> tuple[GridLines, int] | None:
    """The rows of the table that opens in line `at`, with what stands before and after it, and how many lines it takes."""
    from .html import extract

    end = next((n for n in range(at, len(lines)) if _CLOSE.search(lines[n]) or (n > at and _OPEN.search(lines[n]))), at)
    markup = "\n".join(lines[at : end + 1])
    start = _OPEN.search(markup)
    stops = [found.end() for found in _CLOSE.finditer(markup)]
    if not start or len(stops) != 1 or len(_OPEN.findall(markup)) != 1 or stops[0] <= start.start():
        return None  # never closed, tables in each other, or several in one line
    rows = extract.table(markup[start.start() : stops[0]])
    around = markup[: start.start()], markup[stops[0] :]
    before, after = (
        [shown for line in text.split("\n") if line.strip() for shown in _visible_lines(line, "") if shown]
        for text in around
    )
    whole = GridLines([*before, *rows, *after])
    whole.grid = next(iter(flattened([*before, rows])[1]), None)
    return (whole, end - at + 1) if rows else None
