"""Articles that the print does not set apart, glued to their text or one after the other on a line, told by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..text.numerals import number
from ..text.radicals import with_ideographs
from .line_classifier import NUMBER, REFERENCE, Line, recognise

_ARTICLE = re.compile(rf"第(?P<main>{NUMBER})条(?:之(?P<sub>[一二三四五六七八九十]+))?(?!{REFERENCE})")
_ENDED = re.compile(r"[。；！？”）][\s　]*$")  # before an article within a line a sentence has ended
_MARKS = 12  # characters: the longest run of marks and white space that is looked at before an article
_FEWEST = 3  # articles of a document: 第一条隧道 and 第二条 after it are none


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article begins, or may begin."""

    line: int
    start: int  # character of the line
    value: tuple[int, int]  # 第十条之一 is (10, 1)
    sure: bool


def set_apart(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """`lines` cut so that every article begins one, and for each the number of the line it stands in, from 1.

    An article is where a sentence has ended and the number is the next after that of the article before.
    """
    places = list(_places(lines))
    found = {place for place in places if place.sure}
    coming: list[tuple[int, int] | None] = [None]  # for each place, from the last: the next sure one after it
    for place in reversed(places):
        coming.append(place.value if place.sure else coming[-1])
    last = (0, 0)
    for i, place in enumerate(places):
        main, sub = place.value
        if not place.sure:
            begins = place.value == (1, 0) and [following.value for following in places[i + 1 : i + 2]] == [(2, 0)]
            if not begins and place.value not in ((last[0] + 1, 0), (last[0], last[1] + 1)):
                continue
            if coming[len(places) - 1 - i] == place.value:
                continue  # it was only mentioned here
            found.add(place)
        last = (main, sub)
    loose = {place for place in found if not place.sure} if len(found) >= _FEWEST else set()
    if not loose:
        return list(lines), list(range(1, len(lines) + 1))
    cuts: dict[int, set[int]] = {}
    for place in loose:
        cuts.setdefault(place.line, set()).add(place.start)
    apart: list[Line] = []
    origins: list[int] = []
    for n, line in enumerate(lines):
        starts = cuts.get(n, set())
        if not starts:
            apart.append(line)
            origins.append(n + 1)
            continue
        for start, end in pairwise(sorted({0, *starts, len(line.raw)})):
            apart.append(recognise(line.raw[start:end], article=start in starts))
            origins.append(n + 1)
    return apart, origins


def _places(lines: Sequence[Line]) -> Iterator[_Place]:
    """Every place where an article begins or may begin, in order."""
    for n, line in enumerate(lines):
        if "条" not in line.raw or line.role not in ("ladder", "text", "item"):
            continue
        for found in _ARTICLE.finditer(with_ideographs(line.raw)):
            start = found.start()
            first = not line.raw[:start].strip("\ufeff \t\u3000\xa0#*") if start < _MARKS else False
            headed = line.kind not in ("", "条") and start + len(line.rest) == len(line.raw)  # 第一章 总则 第一条 …
            if first or headed or _ENDED.search(line.raw[max(0, start - _MARKS) : start]):
                main, sub = number(found["main"]), number(found["sub"] or "0")
                if main is not None and sub is not None:
                    yield _Place(n, 0 if first else start, (main, sub), first and line.kind == "条")
