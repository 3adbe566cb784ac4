"""Citations of headings in a query: 第三十七章第二节, 第三篇 第二章, 劳动合同法第五章."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ..text.normalize import fold
from ..text.numerals import number
from .ast import Query, Term, merge_terms

_ONE = "第([0-9]{1,4}|[一二三四五六七八九十百零〇两]{1,7})([篇编章节])"
_DEPTH = {"篇": 0, "编": 0, "章": 1, "节": 2}

Headings = tuple[tuple[int, str], ...]  # from the top down, number and unit


def cited_headings(folded: str) -> tuple[str, Headings] | None:
    """What stands before the headings that a folded text ends with, the name of a law or "", and the headings; None unless they tell
    one heading: several of them, or one of a law.

    >>> cited_headings("第三十七章第2节"), cited_headings("劳动法第三章"), cited_headings("第九章")
    (('', ((37, '章'), (2, '节'))), ('劳动法', ((3, '章'),)), None)
    """
    found = re.fullmatch(f"(.*?)((?:{_ONE})+)", folded)
    if not found:
        return None
    cited = [(number(numeral) or 0, unit) for numeral, unit in re.findall(_ONE, found[2])]
    deeper = all(_DEPTH[above] < _DEPTH[below] for (_, above), (_, below) in pairwise(cited))
    if not all(value for value, _ in cited) or not deeper or (len(cited) == 1 and not found[1]):
        return None
    return found[1], tuple(cited)


def join_headings(parts: Sequence[tuple[Query, bool]], cites: Callable[[str], object]) -> list[tuple[Query, bool]]:
    """The parts of an And, each with whether it touches the one before; headings that follow their law or the heading over them are one
    term with it. `cites`: whether a text is a citation.
    """
    joined: list[tuple[Query, bool]] = []
    for part, attached in parts:
        before = joined[-1][0] if joined else None
        if isinstance(part, Term) and isinstance(before, Term) and re.fullmatch(f"(?:{_ONE})+", fold(part.text)):
            whole = before.text + part.text
            if cites(whole):
                joined[-1] = merge_terms(whole, [before, part]), joined[-1][1]
                continue
        joined.append((part, attached))
    return joined
