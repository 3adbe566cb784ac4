"""Bookmarks of the outline of a PDF, and labels of its pages."""

from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

MOST = 20_000  # bookmarks; a file with more says nothing by them
_DEEPEST = 12
_LONGEST = 200  # characters of a title
_LONGEST_LABEL = 20


class Bookmark(NamedTuple):
    """One entry of the outline."""

    level: int  # from 1
    title: str
    page: int  # from 1


def bookmarks(document: Any, raw: Any) -> list[Bookmark] | None:
    """The bookmarks that lead to a page, in order; None where there are too many. One that was met before, as in a loop, is passed over."""
    found: list[Bookmark] = []
    seen: set[int] = set()
    waiting = [(raw.FPDFBookmark_GetFirstChild(document.raw, None), 1)]
    while waiting:
        bookmark, level = waiting.pop()
        address = ctypes.cast(bookmark, ctypes.c_void_p).value
        if not address or address in seen:
            continue
        seen.add(address)
        if len(seen) > MOST:
            return None
        waiting.append((raw.FPDFBookmark_GetNextSibling(document.raw, bookmark), level))
        if level < _DEEPEST:
            waiting.append((raw.FPDFBookmark_GetFirstChild(document.raw, bookmark), level + 1))
        target = raw.FPDFBookmark_GetDest(document.raw, bookmark)
        page = raw.FPDFDest_GetDestPageIndex(document.raw, target) if target else -1
        if page >= 0 and (title := _title(bookmark, raw)):
            found.append(Bookmark(level, title, page + 1))
    return found


def _title(bookmark: Any, raw: Any) -> str:
    size = raw.FPDFBookmark_GetTitle(bookmark, None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFBookmark_GetTitle(bookmark, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


def label(document: Any, n: int, raw: Any) -> str:
    """The label of page `n` from 0, "" where it is its number."""
    size = raw.FPDF_GetPageLabel(document.raw, n, None, 0)
    if not 2 < size <= 2 * _LONGEST_LABEL:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetPageLabel(document.raw, n, buffer, size)
    said = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", buffer.raw[: size - 2].decode("utf-16-le", "replace"))
    return "" if said.strip() == str(n + 1) else said.strip()
