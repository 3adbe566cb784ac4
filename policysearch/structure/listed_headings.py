"""Headings whose numbers are only in the contents page, as in text copied from Word, which counts headings itself.

The contents page lists 4.1 工作原则…2; the text has 工作原则 alone on a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model.kinds import CLAUSES, Kind
from .line_classifier import Line
from .line_text import squeeze, without_page

_ENTRY = re.compile(
    r"(?P<number>第[一二三四五六七八九十百0-9]{1,4}(?P<group>[编篇章节])|(?:[A-Z](?=[.．])|[0-9]{1,2})(?:[.．][0-9]{1,2}){0,4})"
    r"[\s　.．、]*(?P<title>[一-鿿“《][^。；：]{1,50})"
)
_GROUPS = {"编": Kind.BOOK, "篇": Kind.PART, "章": Kind.CHAPTER, "节": Kind.SECTION}
_FEWEST = 3  # headings found so
_MOST = 400  # entries
_PROSE = 60  # characters of a line that no contents page has


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    number: str
    title: str


def with_listed_headings(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` with those titles as headings that the contents page lists with a number.

    Such a title stands alone on its line, in the order of the contents page. Of the entries with which no line begins, number
    included, most must be found so.
    """
    start = next((n for n, line in enumerate(lines) if line.role == "contents"), None)
    if start is None:
        return lines
    entries: list[_Entry] = []
    body = start + 1
    for n in range(start + 1, len(lines)):
        line = lines[n]
        if (len(line.text) > _PROSE and not line.page) or "。" in line.text or len(entries) == _MOST:
            break
        if line.page and (found := _ENTRY.fullmatch(without_page(line.raw.strip()))):
            number = squeeze(found["number"]).replace("．", ".")
            kind = _GROUPS.get(found["group"]) or CLAUSES[number.count(".")]
            entries.append(_Entry(str(kind), number, squeeze(found["title"])))
            body = n + 1
    if len(entries) < _FEWEST:
        return lines
    places: dict[str, list[int]] = {}
    for n in range(body, len(lines)):
        if lines[n].role in ("text", "ladder", "item") and len(lines[n].text) <= _PROSE:
            places.setdefault(squeeze(lines[n].text), []).append(n)
    found_at: dict[int, _Entry] = {}
    numbered, at = 0, body
    for entry in entries:
        whole, alone = (_next(places.get(text, ()), at) for text in (entry.number + entry.title, entry.title))
        if whole is not None:
            numbered, at = numbered + 1, whole + 1
        elif alone is not None and lines[alone].role == "text":
            found_at[alone], at = entry, alone + 1
    if len(found_at) < _FEWEST or 2 * len(found_at) <= len(entries) - numbered:
        return lines
    apart = list(lines)
    for n, entry in found_at.items():
        apart[n] = replace(lines[n], role="ladder", kind=entry.kind, number=entry.number, title=lines[n].text)
    return apart


def _next(places: Sequence[int], at: int) -> int | None:
    """The first of `places`, which are sorted, from `at` on."""
    i = bisect_left(places, at)
    return places[i] if i < len(places) else None
