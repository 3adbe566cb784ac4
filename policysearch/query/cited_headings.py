"""Citations of headings in a query: 第三十七章第二节, 第三篇 第二章, 劳动合同法第五章."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..text.normalize import fold
from ..text.numerals import number
from .ast import Query, Term, merge_terms
from .citations import LAW, Reference, bare_title

_ONE = "第([0-9]{1,4}|[一二三四五六七八九十百零〇两]{1,7})([篇编章节])"
_LEVELS = {"篇": 0, "编": 0, "章": 1, "节": 2}


def cited_heading(folded: str) -> Reference | None:
    """The heading that a folded text cites: one of a law, or one with another over it.

    >>> cited_heading("第三十七章第2节").printed_forms, cited_heading("第九章")
    (('第二节', '第2节'), None)
    """
    found = re.fullmatch(f"(.*?)((?:{_ONE})+)", folded)
    if not found or (found[1] and not re.fullmatch(LAW, found[1])):
        return None
    over: tuple[Reference, ...] = ()
    cited = [(number(numeral), unit) for numeral, unit in re.findall(_ONE, found[2])]
    for value, unit in cited:
        if not value:
            return None
        over = (*over, Reference(bare_title(found[1]), (value, 0), unit, over))
    if any(_LEVELS[above.unit] >= _LEVELS[below.unit] for above, below in pairwise(over)):
        return None
    return over[-1] if found[1] or len(over) > 1 else None


def join_headings(parts: Sequence[tuple[Query, bool]]) -> list[tuple[Query, bool]]:
    """The parts of an And, each with whether it touches the one before; headings that follow their law or the heading over them are one
    term with it.
    """
    joined: list[tuple[Query, bool]] = []
    for part, attached in parts:
        before = joined[-1][0] if joined else None
        if isinstance(part, Term) and isinstance(before, Term) and re.match(_ONE, fold(part.text)):
            whole = before.text + part.text
            if re.fullmatch(f"(?:{_ONE})+", fold(part.text)) and cited_heading(fold(whole)):
                joined[-1] = merge_terms(whole, [before, part]), joined[-1][1]
                continue
        joined.append((part, attached))
    return joined
