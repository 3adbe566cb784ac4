"""Elements of a web page that are not its document: scripts, controls, hidden elements, navigation, blocks of links."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from ...text.numerals import number as numeral
from . import furniture, page_lines, site_metadata

_DENSE = frozenset("div ul ol dl p table tr td section header footer form center span".split())
_PROSE = 150  # letters of sentences with which only some names of an element make it furniture
_FEW = 2  # sentences at most of a form for comments or for searching
_ASKED = 6  # fields to write in: a page with more is itself a form to fill in
_FEW_SAID = 20  # letters of sentences in a hidden text
_DEPTH = 5  # elements around a paragraph that hold nothing else
_NEAR = 20  # elements and texts between a paragraph and what stands under it
_INTRODUCED = 10  # letters of a line with a colon that introduces a list
_INNER = ["p", "div", "table", "ul", "ol", "dl", "section", "h1", "h2", "h3", "h4", "form"]
_LONG = 200  # letters of a hidden text that a script may show
_FILES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|txt)\b", re.I)
_APART = re.compile(r"[\s　【】\[\]［］（）()｜|>›»＞/／·:：,，、。—-]+")
_COUNTED = re.compile(
    r"[\s　]*(?:(?P<point>[一二三四五六七八九十]{1,3})、|第\s*(?P<number>[一二三四五六七八九十百零〇0-9]{1,7})\s*(?P<kind>[编篇章节条]))"
)


def left_out(root: Tag) -> list[tuple[Tag, str, int]]:
    """The elements that are not the document: scripts and controls, hidden ones, navigation by name, and blocks mostly of links.

    Each comes with its kind and its number of letters. A block is navigation by its class only if it holds little of the
    page's text. It is navigation by its links only if there are several, none leads to a file or within the page, and no
    sentence stands between them. A block that is hidden or whose class says navigation is still of the document if it holds a
    sentence and its first heading, 三、 or 第五条, counts on from those before.
    """
    # Of each tag: letters, letters in links, links, sentences and files, fields to write in, letters of sentences.
    sizes: dict[int, list[int]] = {}
    firsts: dict[int, tuple[str, int]] = {}  # of each tag: its first heading with a number
    found: list[tuple[Tag, str, int]] = []
    for tag in reversed([root, *(piece for piece in root.descendants if isinstance(piece, Tag))]):
        size = sizes.setdefault(id(tag), [0, 0, 0, 0, _is_field(tag), 0])
        for piece in tag.children:
            if isinstance(piece, Tag):
                size[:] = map(sum, zip(size, sizes[id(piece)], strict=True))
                first = firsts.get(id(piece))
            elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
                size[0] += len(_APART.sub("", piece))
                size[3] += "。" in piece and not is_link(tag)
                size[5] += (
                    len(piece) if "。" in piece and not is_link(tag) and not page_lines.OF_SITE.search(piece) else 0
                )
                first = numbering(piece)
            else:
                continue
            if first:
                firsts.setdefault(id(tag), first)
        if is_link(tag):
            size[1], size[2] = size[0], 1
            size[3] = leads_to_file(tag)
    total, leading, _, _, asked, said = sizes[id(root)]
    shown = _hidden_text(root, sizes)
    last: dict[str, int] = {}  # of each kind of heading the number that came last
    stack = root.contents[::-1]
    while stack:
        piece = stack.pop()
        if isinstance(piece, NavigableString) and (heading := numbering(piece)):
            last[heading[0]] = heading[1]
        if not isinstance(piece, Tag):
            continue
        tag = piece
        letters, linked, links, others, fields, prose = sizes[id(tag)]
        small = letters * 5 < total
        what = furniture.of_kind(tag, small)
        if what == "hidden" and (
            tag is shown or tag.name in ("html", "body", "main") or (letters * 2 > total and letters > _LONG and others)
        ):
            what = ""  # until a script shows it
        if not what and letters * 2 <= total and tag is not shown and furniture.hides(tag):
            what = "hidden"
        kind, number = firsts.get(id(tag), ("", 0))
        counts_on = others > 0 and 1 < number == last.get(kind, 0) + 1
        if what == "hidden" and counts_on:  # the rest of the text, until one asks for it
            what = ""
        elif (
            not what
            and (small or (letters - linked) * 2 < total - leading)
            and (what := furniture.furniture_name(tag, others > 1 and letters - linked > _PROSE))
        ):
            what = "" if counts_on else what
            what = "" if (prose * 3 > said or not small) and what not in furniture.STRONG else what
        if not what and fields > 0 and asked <= _ASKED and small and others <= _FEW and prose * 3 <= said:
            what = "form"
        if (
            not what
            and tag.name in _DENSE
            and links >= 2
            and linked * 2 > letters
            and not others
            and letters * 2 < total
            and not follows_prose(tag)
        ):
            what = "links"
        if what:
            found.append((tag, what, letters))
        else:
            stack += tag.contents[::-1]
    return found


def _hidden_text(root: Tag, sizes: dict[int, list[int]]) -> Tag | None:
    """The hidden element that a script shows as the text. What is visible has few sentences beside it, or none and few letters."""
    hidden: list[Tag] = []
    stack: list[PageElement] = root.contents[::-1]
    while stack:
        tag = stack.pop()
        if isinstance(tag, Tag) and tag.name not in furniture.NOT_READ:
            if tag.name not in ("html", "body", "main") and (
                furniture.of_kind(tag, False) == "hidden" or furniture.hides(tag)
            ):
                hidden.append(tag)
            else:
                stack += tag.contents[::-1]
    hidden = [tag for tag in hidden if not furniture.furniture_name(tag, False)]
    if not hidden:
        return None
    visible = sizes[id(root)][5] - sum(sizes[id(tag)][5] for tag in hidden)
    best = max(hidden, key=lambda tag: sizes[id(tag)][5])
    if sizes[id(best)][5] > max(_FEW_SAID, 3 * visible):
        return best
    plain = sizes[id(root)][0] - sizes[id(root)][1] - sum(sizes[id(tag)][0] for tag in hidden)
    best = max(hidden, key=lambda tag: sizes[id(tag)][0] - sizes[id(tag)][1])
    return best if not visible and sizes[id(best)][0] - sizes[id(best)][1] > max(2 * _FEW_SAID, plain) else None


def follows_prose(tag: Tag) -> bool:
    """Whether an element stands under a paragraph of the text, with nothing of the page between."""
    for n, sibling in enumerate(tag.previous_siblings):
        piece: PageElement = sibling
        if n > _NEAR or isinstance(piece, PreformattedString):
            return False
        for _ in range(_DEPTH):
            inner = [one for one in piece.contents if not _is_blank(one)] if isinstance(piece, Tag) else []
            whole = len(inner) == 1 or (inner and isinstance(piece, Tag) and piece.name == "section")
            piece = inner[-1] if whole else piece
        if isinstance(piece, Tag) and piece.name in ("table", "ul", "ol", "dl", "img", "br", "script", "style"):
            continue
        if isinstance(piece, Tag) and piece.find(_INNER):
            return False
        text = piece.get_text().strip() if isinstance(piece, Tag) else str(piece).strip()
        if "。" in text or (text.endswith(("：", ":")) and len(text) > _INTRODUCED):
            return not page_lines.OF_SITE.search(text)
        if text and (
            page_lines.is_control(text)
            or page_lines.LISTED.fullmatch(text)
            or page_lines.STAMP.fullmatch(text)
            or page_lines.OF_SITE.search(text)
            or site_metadata.is_labelled(text)
        ):
            return False
    return _goes_on(tag)


def _goes_on(tag: Tag) -> bool:
    """Whether an element begins a piece of the text behind another piece, of the same class, with a sentence."""
    parent = tag.parent
    before = parent.find_previous_sibling() if parent is not None else None
    return (
        isinstance(before, Tag)
        and parent is not None
        and bool(parent.get("class"))
        and before.get("class") == parent.get("class")
        and "。" in before.get_text()
        and all(map(_is_blank, tag.previous_siblings))
    )


def of_text(link: Tag) -> bool:
    """Whether a link stands in the text as a line of its own: it, or the list that it is in, follows a paragraph."""
    unit = link
    while (parent := unit.parent) is not None and (
        parent.name in ("li", "ul", "ol") or (len(parent.contents) <= 3 and _alone(unit, parent))
    ):
        unit = parent
    return follows_prose(unit)


def _alone(tag: Tag, parent: Tag) -> bool:
    return all(piece is tag or _is_blank(piece) for piece in parent.contents)


def _is_blank(piece: PageElement) -> bool:
    return isinstance(piece, NavigableString) and not piece.strip()


def _is_field(tag: Tag) -> bool:
    """Whether one writes in an element."""
    return tag.name == "textarea" or (
        tag.name == "input" and str(tag.get("type", "text")).lower() in ("text", "email", "search", "tel", "password")
    )


def numbering(text: str) -> tuple[str, int] | None:
    """Kind and number of the heading that `text` begins with."""
    found = _COUNTED.match(text)
    value = numeral(found["point"] or found["number"]) if found else None
    return (found["kind"] or "、", value) if found and value else None


def _text_of(tag: Tag) -> str:
    """The text directly in a link."""
    return "".join(piece for piece in tag.children if isinstance(piece, NavigableString))


def is_link(tag: Tag) -> bool:
    """Whether an element is a link to elsewhere."""
    return tag.name == "a" and not str(tag.get("href", "#")).startswith("#")


def leads_to_file(tag: Tag) -> bool:
    """Whether a link is one to a file."""
    return _FILES.search(f"{tag.get('href', '')} {_text_of(tag)}") is not None
