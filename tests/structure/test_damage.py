"""A damaged line costs the heading it holds, not those beside it: a number lost, a line joined to the one above."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from policysearch.model.document import OUTLINE_KINDS
from policysearch.structure import tree_builder
from tests.structure.test_tree_builder import source
from tests.support.genre_sets import cases
from tests.support.paths import ROOT

_NUMBER = re.compile(
    r"(第[一二三四五六七八九十百]+[章节编篇条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+(?:[.．]\d+)*[.．、]?)[\s　]*"
)
_TRIALS = 3  # of each kind in a document
_FEWEST = 3  # headings of a document


def headings(lines: Sequence[str]) -> dict[int, tuple[str, int | None]]:
    """Kind and line of the parent of every heading, by line."""
    found = {}
    for document in tree_builder.parse(source("\n".join(lines))):
        for one in document.provisions:
            if one.kind in OUTLINE_KINDS:
                above = None if one.parent is None else document.provisions[one.parent].line
                found[one.line] = (str(one.kind), above)
    return found


def changed_elsewhere(lines: Sequence[str], damaged: Sequence[str], spot: int) -> int:
    """How many headings are others after the damage at the line `spot`, but for it and what stands right below it."""
    before, after = headings(lines), headings(damaged)
    count = 0
    for n in (before.keys() | after.keys()) - {spot - 1, spot, spot + 1}:
        old, new = before.get(n), after.get(n)
        moved = old and new and old[0] == new[0] and (old[1] == spot or new[1] == spot)
        count += old != new and not moved
    return count


def test_a_lost_number_or_line_break_costs_one_heading() -> None:
    chance = random.Random(7)
    costs = []
    for path in sorted((ROOT / "tests" / "sets").glob("*.txt")):
        for case in cases(path):
            lines = case.text.split("\n")
            numbered = [n for n in headings(lines) if n > 1 and _NUMBER.match(lines[n - 1]) and lines[n - 2]]
            if len(numbered) < _FEWEST:
                continue
            for _ in range(_TRIALS):
                spot = chance.choice(numbered)
                lost = [*lines[: spot - 1], _NUMBER.sub("", lines[spot - 1], count=1), *lines[spot:]]
                joined = [*lines[: spot - 2], lines[spot - 2] + lines[spot - 1], "", *lines[spot:]]
                costs += [changed_elsewhere(lines, damaged, spot) for damaged in (lost, joined)]
    assert len(costs) > 250
    assert sum(cost == 0 for cost in costs) >= 0.93 * len(costs)
    assert sum(costs) <= 0.25 * len(costs)
