"""Elements of a web page of which a label says what they are: labels beside title and text, tabs over panes, advertisements."""

from __future__ import annotations

import re

from bs4 import Tag

from . import data_tables

_OF_TEXT = re.compile(
    r"^\s*(?:(?:政策|文件|公文|公告|信息)(?:标题|名称|正文|原文|内容|全文)|正文|原文|内容)\s*[:：]?\s*$"
)
_ORIGINAL = re.compile(r"^\s*(?:(?:政策|文件|通知|公告)?(?:原文|正文|全文|内容)|正文内容)\s*$")
_ADVERTISEMENT = re.compile(r"^\s*【?(?:广告|推广)】?\s*$")
_BESIDE = frozenset("div span label b strong em i".split())
_COLONS = " \n\t：:"
_BARE = 2  # letters of a label that may also be a word of the text
_TAB = 12  # letters of a tab
_LARGEST = 200  # letters of an advertisement
_MOST = 20  # labels that are looked at
_DEPTH = 4  # elements around one


def labels_of_text(root: Tag) -> list[Tag]:
    """The elements that hold nothing but a label, as 政策名称 or 正文, beside the title or the text itself."""
    found: list[Tag] = []
    for piece in root.find_all(string=_OF_TEXT, limit=_MOST):
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
    for piece in root.find_all(string=_ORIGINAL, limit=_MOST):
        tab: Tag | None = piece.parent
        for _ in range(_DEPTH):
            if tab is None or tab is root or tab.parent is None or len(_inner(tab.parent)) > 1:
                break
            tab = tab.parent
        tabs = tab.parent if tab is not None and tab is not root else None
        after = tabs.find_next_sibling() if tabs is not None else None
        if tabs is None or not isinstance(after, Tag):
            continue
        names, panes = _inner(tabs), _inner(after)
        if (
            1 < len(names) == len(panes) <= _MOST
            and len({(pane.name, *(pane.get("class") or [])[:1]) for pane in panes}) == 1
            and all(len(name.get_text().strip()) <= _TAB for name in names)
        ):
            return [tabs, *(pane for name, pane in zip(names, panes, strict=True) if name is not tab)]
    return []


def advertisements(root: Tag) -> list[Tag]:
    """The elements that say they are advertisements, as the law asks: by their first or last text, beside others."""
    found: list[Tag] = []
    total = data_tables.size(root)
    for piece in root.find_all(string=_ADVERTISEMENT, limit=_MOST):
        tag: Tag | None = piece.parent
        for _ in range(_DEPTH):
            if tag is None or tag is root or data_tables.size(tag) > len(piece.strip()):
                break
            tag = tag.parent
        if tag is None or tag is root or tag.name not in ("div", "section", "ins", "figure"):
            continue
        texts = list(tag.stripped_strings)
        letters = data_tables.size(tag)
        if letters < _LARGEST and letters * 5 < total and piece.strip() in (texts[0], texts[-1]):
            found.append(tag)
    return found


def _inner(tag: Tag) -> list[Tag]:
    return [piece for piece in tag.children if isinstance(piece, Tag)]
