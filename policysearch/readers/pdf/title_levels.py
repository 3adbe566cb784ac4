"""The lines of a PDF that look like titles, and their levels: by bookmarks, or else by size and weight of print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ...structure.line_classifier import recognise
from ...structure.line_text import squeeze
from .bookmarks import Bookmark
from .layout import Printed

_LONGEST = 60  # characters of a title
_LARGER = 1.1  # times the size of the text
_PROSE = 40  # characters of a paragraph that is no title
_MOST_STYLES = 6  # of titles
_ENDS = tuple("。；，：、！,;:")
_BETWEEN = re.compile(r"[\s　、.．:：·]+")
_NUMBER = re.compile(
    r"第[〇零一二三四五六七八九十百0-9]+(?:分编|编|篇|部分|章|节|条)|[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[0-9]+(?:[.．][0-9]+)*"
)

Levels = tuple[tuple[int, int, bool], ...]


def levels(printed: Sequence[Printed], bookmarks: Sequence[Bookmark]) -> Levels:
    """Source.levels: the lines that look like titles, each with its level from 1, and whether a bookmark names it."""
    titles = [one for one in printed if _may_be_title(one)]
    return _by_bookmark(titles, bookmarks) or _by_print(printed, titles)


def _may_be_title(one: Printed) -> bool:
    text = one.text.strip()
    return (
        1 < len(text) <= _LONGEST
        and not text.endswith(_ENDS)
        and "。" not in text
        and bool(re.search(r"[一-鿿]{2}|[A-Za-z]{3}", text))
    )


def _by_bookmark(titles: Sequence[Printed], bookmarks: Sequence[Bookmark]) -> Levels:
    """The titles that a bookmark names, on the page that it leads to or the next."""
    places: dict[tuple[str, int], list[int]] = {}
    for one in titles:
        key = _key(one.text)
        for name in {key, _key(_NUMBER.sub("", one.text.strip(), count=1))}:
            places.setdefault((name, one.page), []).append(one.line)
    found: dict[int, int] = {}
    for bookmark in bookmarks:
        key = _key(bookmark.title)
        lines = [line for page in (0, 1) for line in places.get((key, bookmark.page + page), ())]
        if line := next((line for line in lines if line not in found), None):
            found[line] = bookmark.level
    shallowest = min(found.values(), default=1)
    return tuple((line, level - shallowest + 1, True) for line, level in sorted(found.items()))


def _key(text: str) -> str:
    return _BETWEEN.sub("", squeeze(text))


def _by_print(printed: Sequence[Printed], titles: Sequence[Printed]) -> Levels:
    """The titles that are larger or heavier than the text, in styles of which there are several with text between."""
    prose = [one for one in printed if len(one.text) >= _PROSE]
    if not prose:
        return ()
    size = _usual([(one.size, len(one.text)) for one in prose])
    heavy = sum(len(one.text) * (1 if one.heavy else -1) for one in prose) > 0
    looks = {
        one.line: (round(one.size / size, 1), one.heavy)
        for one in titles
        if one.rows <= 2
        and (one.size >= _LARGER * size or (one.heavy and not heavy and one.size > 0.97 * size))
        and recognise(one.text).role in ("text", "ladder", "item")
    }
    runs = [style for style, _ in groupby(looks.get(one.line) for one in printed)]
    styles = sorted({style for style in runs if style and runs.count(style) > 1}, reverse=True)
    if len(styles) > _MOST_STYLES:
        return ()
    return tuple((line, styles.index(style) + 1, False) for line, style in looks.items() if style in styles)


def _usual(weighted: Sequence[tuple[float, int]]) -> float:
    """The size that half of the characters do not exceed."""
    half = sum(count for _, count in weighted) / 2
    for size, count in sorted(weighted):
        half -= count
        if half <= 0:
            return size or 1.0
    return 1.0
