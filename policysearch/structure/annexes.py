"""Annexes that a list names and that are printed under their titles alone, without 附件 over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model.kinds import Kind
from .line_classifier import Line
from .line_text import is_date, squeeze

_LIST = re.compile(r"附[件录]?[:：](?P<first>.*)")
_COUNT = re.compile(r"[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,2}、")
_ISSUED = re.compile("(?:《[^《》]{6,60}》[、，和及]?){2,6}[^。《》]{0,40}(?:现|予以?)[^。《》]{0,6}(?:印发|发布|公布)")
_HEAD = 30  # lines
_FEWEST, _MOST = 6, 60  # characters of a title
_LINES = 3  # of a title
_ABOVE = 3  # lines over a title in which 附件 may stand


def with_listed_annexes(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` where a title that a list of annexes names is an annex, when it stands alone after the signature, no 附件 over
    it and a sentence or heading below; what the list counts are no points."""
    listed = _listed_titles(lines)
    titles = [*listed.values(), *_issued_titles(lines)]
    if not titles:
        return lines
    found = list(lines)
    for n in listed:
        if lines[n].role == "item":
            found[n] = replace(lines[n], role="text", kind="", number="", title="", rest="")
    filled = [n for n, line in enumerate(lines) if line.role != "blank"]
    signed = False
    for at, n in enumerate(filled):
        signed = signed or is_date(lines[n].text)
        above = [lines[m].role for m in filled[max(at - _ABOVE, 0) : at]]
        if not signed or lines[n].role != "text" or "annex" in above or "schedule" in above:
            continue
        joined, last = "", at
        while last < min(at + _LINES, len(filled)) and len(joined) < _MOST and lines[filled[last]].role == "text":
            joined += squeeze(lines[filled[last]].text).strip("《》")
            last += 1
            if joined in titles and last < len(filled):
                titles.remove(joined)
                found[n] = replace(lines[n], role="annex", kind=str(Kind.ANNEX), number="", title=lines[n].text)
                break
    return found


def _issued_titles(lines: Sequence[Line]) -> list[str]:
    """The titles of several documents that a notice issues, none of them after 附件: 制定了《甲规定》和《乙规定》，现印发给你们."""
    for line in lines[:_HEAD]:
        if "》和《" in line.text and (found := _ISSUED.search(line.text)):
            return [squeeze(title) for title in re.findall("《([^《》]{6,60})》", found[0])]
    return []


def _listed_titles(lines: Sequence[Line]) -> dict[int, str]:
    """The titles of lists of annexes by their lines, without white space and numbers."""
    found: dict[int, str] = {}
    going_on = False
    for n, line in enumerate(lines):
        if not going_on and line.text[:1] != "附":
            continue
        flat = squeeze(line.text)
        start = _LIST.fullmatch(flat)
        if not start and not (going_on and _COUNT.match(flat)):
            going_on = going_on and not flat
            continue
        going_on = True
        title = _COUNT.sub("", start["first"] if start else flat, count=1).strip("《》")
        if _FEWEST <= len(title) <= _MOST:
            found[n] = title
    return found
