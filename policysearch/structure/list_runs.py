"""Points 一、 （一） 1. （1） that count on together, those of boxes told apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ..model.kinds import RANK
from .line_classifier import Line
from .line_text import ordinal

_DEEPEST = 12  # runs within runs that are remembered
_SENTENCE_BELOW = 10  # characters of a sentence right below a title
_LOST = 2  # numbers that may be lost between two points of a run that a box interrupts
PROSE = 40  # characters after the title, from which on a point holds text of its own


@dataclass(slots=True)
class Run:
    """Points of one kind that count on: 一、 二、 三、."""

    kind: str
    above: Run | None
    introduced: bool  # by a line that ends with a colon
    first: int  # its number
    follows: Run | None  # the run whose count it goes on with, elsewhere: 3. after 1. 2. of the point before
    skips: bool  # one number is lost before its first
    last: int = 0
    members: list[int] = field(default_factory=list)  # positions among the lines of the segment
    heading: bool = False
    titled: bool = False  # most of its points have titles


class _Box:
    """The counts of an open box, which tell its own points from those of the document after it."""

    def __init__(self, table: bool) -> None:
        self.table = table  # rows only, and no paragraphs
        self.expected: dict[str, tuple[int, tuple[bool, bool]]] = {}  # kind: next number, its shape

    def holds(self, lines: Sequence[Line], i: int, value: int, open_runs: Sequence[Run], latest: Run | None) -> bool:
        """Whether the line at `i`, the point with the number `value`, is of the box; counts it if so.

        `latest` is the last run of its kind before the box, whether it is open or not.
        """
        line = lines[i]
        shape = bool(line.title), bool(line.rest)
        prose = self.table and line.role == "item" and line.kind not in self.expected and _is_over_prose(lines, i)
        if self._is_next(line, value, shape) or not (prose or self._ends(line, value, open_runs, latest)):
            self.expected[line.kind] = value + 1, shape
            return True
        return False

    def _is_next(self, line: Line, value: int, shape: tuple[bool, bool]) -> bool:
        return self.expected.get(line.kind) == (value, shape)

    def _ends(self, line: Line, value: int, open_runs: Sequence[Run], latest: Run | None) -> bool:
        """Whether the document goes on: with its next number, or after a lost one where the box counts no such points; or
        with a greater point than all of the box, as （一） after 1. 2. of the box, where the document counts so too.
        """
        if line.role == "row":
            return False
        runs = [run for run in open_runs if run.kind == line.kind]
        if any(run.last + 1 == value for run in runs):
            return True
        if line.kind in self.expected:
            return False
        if value > 1 and runs:
            return any(run.last < value <= run.last + 1 + _LOST for run in runs)
        greater = bool(self.expected) and all(RANK[kind] > RANK[line.kind] for kind in self.expected)
        if not greater or not line.title:
            return False
        return bool(runs) if value == 1 else value == 2 or (latest is not None and 0 < value - latest.last <= _LOST)


def _is_over_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether the point at `i` is a title with a paragraph after it, in its line or below."""
    rest, below = lines[i].rest, next((one.text for one in lines[i + 1 : i + 2] if one.role == "text"), "")
    prose = len(rest) >= PROSE if rest else len(below) >= _SENTENCE_BELOW and "。" in below
    return bool(lines[i].title) and prose


def runs_of(lines: Sequence[Line], others: Collection[int]) -> list[Run]:
    """The points that may be headings, but for `others`, those that count on together; parents before children."""
    runs: list[Run] = []
    open_runs: list[Run] = []
    first = next((line for line in lines if line.role == "ladder"), None)
    closed = first is not None and (ordinal(first.number) or 1) == 1  # else its first heading is lost
    latest: dict[str, Run] = {}
    box: _Box | None = None
    for i, line in enumerate(lines):
        if line.role == "ladder":
            open_runs, box, closed = [], None, line.kind == "条"
        elif line.role in ("box", "table"):
            box = _Box(line.role == "table")
        within = box is not None and line.role == "row"
        if not (line.role == "item" or within) or line.kind not in RANK or closed or i in others:
            continue
        value = ordinal(line.number) or 0
        if box is not None:
            if box.holds(lines, i, value, open_runs, latest.get(line.kind)):
                continue
            box = None
        while open_runs and RANK[open_runs[-1].kind] > RANK[line.kind]:
            open_runs.pop()
        same = [run for run in open_runs[-_DEEPEST:] if run.kind == line.kind][::-1]
        run = next((run for run in same if run.last + 1 == value), None)
        if run is None and same and value != 1:
            run = next((run for run in same if run.last < value), same[0])
        if run is None:
            above = next((run for run in reversed(open_runs) if run.kind != line.kind), None)
            open_runs = open_runs[-_DEEPEST:]
            before = latest.get(line.kind)
            introduced = i > 0 and lines[i - 1].text.endswith(("：", ":"))
            run = Run(
                line.kind,
                above,
                introduced,
                value,
                before if before and 1 < value <= before.last + 2 and before.last < value else None,
                value == 2 or (before is not None and value == before.last + 2),
            )
            runs.append(run)
            open_runs.append(run)
        while open_runs[-1] is not run:
            open_runs.pop()
        run.members.append(i)
        run.last = value
        latest[line.kind] = run
    return runs
