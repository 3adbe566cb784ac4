"""A pasted piece whose clauses stand side by side in a text, but in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ..text.proximity import places_of

_END = re.compile(r"[,，、;；:：。!！?？\n]+")
_MOST = 40  # clauses of a piece
_PLACES = 20  # of the longest clause that are tried


def clauses_in(piece: str) -> list[str]:
    """The clauses of a text, without the punctuation between them.

    >>> clauses_in("每车配备2名驾驶员，连续驾驶不得超过4小时。")
    ['每车配备2名驾驶员', '连续驾驶不得超过4小时']
    """
    return [clause for clause in _END.split(piece) if clause.strip()]


def find_reordered(clauses: Sequence[str], text: str) -> tuple[int, list[tuple[int, int]]] | None:
    """Where `text` has all clauses side by side in another order: the place of the first, and pairs of equal characters, where in the
    joined clauses and where in the text, of the most clauses that kept their order. None where it has not.

    >>> find_reordered(["甲乙丙", "丁戊"], "子丁戊甲乙丙丑")
    (1, [(0, 3), (1, 4), (2, 5)])
    """
    if not 1 < len(clauses) <= _MOST:
        return None
    longest = max(range(len(clauses)), key=lambda i: len(clauses[i]))
    for place in islice(places_of(clauses[longest], text), _PLACES):
        if order := _around(clauses, text, longest, place):
            if order == sorted(order):
                return None  # it stands there as it is
            start = place - sum(len(clauses[i]) for i in order[: order.index(longest)])
            return start, _pairs(clauses, order, start)
    return None


def _around(clauses: Sequence[str], text: str, first: int, place: int) -> list[int]:
    """The numbers of all clauses in the order in which they stand around one at a place of the text; none when some do not."""
    order, start, end = [first], place, place + len(clauses[first])
    left = sorted((i for i in range(len(clauses)) if i != first), key=lambda i: -len(clauses[i]))
    while left:
        if (after := next((i for i in left if text.startswith(clauses[i], end)), None)) is not None:
            order.append(after)
            end += len(clauses[after])
            left.remove(after)
        elif (before := next((i for i in left if text.endswith(clauses[i], 0, start)), None)) is not None:
            order.insert(0, before)
            start -= len(clauses[before])
            left.remove(before)
        else:
            return []
    return order


def _pairs(clauses: Sequence[str], order: Sequence[int], start: int) -> list[tuple[int, int]]:
    """The equal characters of the heaviest run of clauses that stand in their order."""
    best: list[
        tuple[int, list[int]]
    ] = []  # for each place the characters and places of the heaviest run that ends there
    for at, own in enumerate(order):
        before = max((best[i] for i in range(at) if order[i] < own), default=(0, []))
        best.append((before[0] + len(clauses[own]), [*before[1], at]))
    ours = [sum(map(len, clauses[:i])) for i in range(len(clauses))]
    theirs = [start + sum(len(clauses[i]) for i in order[:at]) for at in range(len(order))]
    return [(ours[order[at]] + i, theirs[at] + i) for at in max(best)[1] for i in range(len(clauses[order[at]]))]
