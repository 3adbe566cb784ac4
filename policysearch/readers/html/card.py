"""The card of a web page: the element with labels such as 索引号, 发文机关, 文号 and their values."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from . import data_tables, site_metadata

_OF_TEXT = re.compile(r"\s*(?:(?:政策|文件|公文|公告|信息)(?:标题|名称|正文|原文|内容|全文)|正文|原文|内容)\s*[:：]?\s*")
_ORIGINAL = re.compile(r"\s*(?:(?:政策|文件|通知|公告)?(?:原文|正文|全文|内容)|正文内容)\s*")
_COLONS = " \n\t：:"
_BARE = 2  # letters of a label that may also be a word of the text
_BESIDE = frozenset("div span label b strong em i".split())
_MOST = 200  # labels of a page that are looked at
_DEPTH = 8  # levels of elements around a card that hold nothing else
_LEAST = 3  # labels of a card
_LARGEST = 1200  # letters of one
_TITLE = 12  # letters of a title beside it, such as 基本信息
_LONGEST = 40  # letters of the text of a label


def labels_of_text(root: Tag) -> list[Tag]:
    """The elements that hold nothing but a label, as 政策名称 or 正文, beside the title or the text itself."""
    found: list[Tag] = []
    for piece in root.find_all(string=_OF_TEXT.fullmatch):
        tag = piece.parent
        after = tag.find_next_sibling() if tag is not None else None
        if (
            tag is not None
            and tag.name in _BESIDE
            and len(tag.contents) == 1
            and tag.find_previous_sibling() is None
            and isinstance(after, Tag)
            and after.name in _BESIDE
            and after.get_text().strip()
            and (len(_inner(after)) > 1 or len(piece.strip(_COLONS)) > _BARE)
        ):
            found.append(tag)
    return found


def other_panes(root: Tag) -> list[Tag]:
    """The tabs above panes of which one is called the text, and the panes under the other tabs."""
    found: list[Tag] = []
    for piece in root.find_all(string=_ORIGINAL.fullmatch):
        tab = piece.parent
        while tab is not None and tab.parent is not None and len(_inner(tab.parent)) == 1 and tab is not root:
            tab = tab.parent
        tabs = tab.parent if tab is not None and tab is not root else None
        names = _inner(tabs) if tabs is not None else []
        if tabs is None or len(names) < 2 or any(len(name.get_text().strip()) > _TITLE for name in names):
            continue
        after = tabs.find_next_sibling()
        panes = _inner(after) if isinstance(after, Tag) else []
        if len(panes) == len(names) and len({(pane.name, *(pane.get("class") or [])[:1]) for pane in panes}) == 1:
            found += [tabs, *(pane for name, pane in zip(names, panes, strict=True) if name is not tab)]
    return found


def _inner(tag: Tag) -> list[Tag]:
    return [piece for piece in tag.children if isinstance(piece, Tag)]


def find_card(root: Tag) -> Tag | None:
    """The smallest element with all labels of the first card of a page; None where it has none, or none apart from its text."""
    counts: dict[int, set[str]] = {}
    labels = 0
    first: Tag | None = None
    for piece in root.descendants:
        if isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString) and piece.strip():
            label = site_metadata.card_label(piece[:_LONGEST])
            labels += bool(label)
            if label and labels <= _MOST and piece.parent is not None:
                for tag in piece.parents:
                    known = counts.setdefault(id(tag), set())
                    known.add(label)
                    if first is None and len(known) >= _LEAST and site_metadata.is_telling(known):
                        first = tag
                    if tag is root:
                        break
    if first is None:
        return None
    found = first
    for _ in range(_DEPTH):
        parent = found.parent
        if found is root or not isinstance(parent, Tag):
            break
        more = len(counts[id(parent)]) > len(counts[id(found)]) or found.name in ("tr", "thead")
        if not (more or data_tables.size(parent) - data_tables.size(found) <= _TITLE) or not _is_apart(parent):
            break
        found = parent
    return found if found is not root and _is_apart(found) else None


def _is_apart(tag: Tag) -> bool:
    """Whether an element holds nothing of the text: no heading, no form, no table of data, no sentence but in a summary."""
    if data_tables.size(tag) > _LARGEST or tag.find(["h1", "h2", "h3", "form"]):
        return False
    for table in tag.find_all("table"):
        row = table.find("tr")
        cells = row.find_all(["td", "th"]) if isinstance(row, Tag) else []
        if len(cells) > 2 and not any(site_metadata.card_label(cell.get_text().strip()) for cell in cells):
            return False  # of data
    text = " ".join(piece.strip() for piece in tag.descendants if isinstance(piece, NavigableString) and piece.strip())
    return "。" not in site_metadata.SUMMARY.sub("", text)
