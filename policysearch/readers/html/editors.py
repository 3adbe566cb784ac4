"""Elements that publishing systems name as the text of an article: their paragraphs are read as if they were indented."""

from __future__ import annotations

import re
from functools import lru_cache

from bs4 import Tag
from bs4.element import NavigableString

from . import walk
from .left_out import numbering

# TRS, UCAP, VSB, WebPlus, the script that sets the size of print (zoom), public accounts of WeChat; and plain words
_NAMES = re.compile(
    r"trs_(?:ue)?ditor|trs_editor|trs_editor_view|custom_unionstyle|ucap-content|vsb_content(?:_\w+)?|v_news_content|wp_articlecontent"
    r"|zoom(?:con)?|js_content|(?:article|news|pages)[-_]?(?:content|text|body)",
    re.I,
)


def mark(page: Tag) -> bool:
    """Write an indent into the `style` of such elements, and tell whether there are any.

    Not where paragraphs in them have their own, or a heading with a number stands outside of them: then some of the text does.
    """
    editors = {id(tag) for tag in page.find_all(True) if isinstance(tag, Tag) and _is_editor(tag)}
    if not editors:
        return False
    stack = page.contents[::-1]
    found: list[Tag] = []
    while stack:
        piece = stack.pop()
        if isinstance(piece, NavigableString) and numbering(piece):
            return False
        if isinstance(piece, Tag) and id(piece) in editors:
            found.append(piece)
        elif isinstance(piece, Tag):
            stack += piece.contents[::-1]
    if any(map(_has_indents, found)):
        return False
    for tag in found:
        tag["style"] = f"{tag.get('style', '')};text-indent:2em".lstrip(";")
    return bool(found)


def _has_indents(editor: Tag) -> bool:
    return any(
        walk.is_indented(piece) if isinstance(piece, Tag) else walk.INDENT.match(piece)
        for piece in editor.descendants
        if isinstance(piece, (Tag, NavigableString))
    )


def _is_editor(tag: Tag) -> bool:
    names = tag.get("class"), tag.get("id")
    return any(names) and _tells(f"{names[0] or ''} {names[1] or ''}")


@lru_cache(maxsize=4096)
def _tells(names: str) -> bool:
    return any(map(_NAMES.fullmatch, re.findall(r"[\w-]+", names)))
