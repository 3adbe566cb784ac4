"""Which of the points 一、 （一） 1. （1） of a document are headings, and which are lists within its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.kinds import RANK
from .line_classifier import Line, ordinal

_GROUPS = {"一、": RANK["节"] + 0.5, "（一）": RANK["节"] + 0.7}  # where they stand when they head a group of 条
_DEEPEST = 12  # runs within runs that are remembered
_STOPS = "。；！？：，、"


@dataclass(slots=True)
class _Run:
    """Points of one kind that count on: 一、 二、 三、."""

    kind: str
    above: _Run | None
    introduced: bool  # by a line that ends with a colon
    first: int  # its number
    begins: bool  # with 1, or with what follows the last point of its kind
    last: int = 0
    members: list[int] = field(default_factory=list)  # positions among the lines of the segment
    heading: bool = False


def headings(lines: Sequence[Line], numbers: Sequence[int], roots: Collection[int]) -> Mapping[int, float]:
    """The points among the lines `numbers` of a document that are headings, with their rank on the ladder.

    `roots` are the lines where something begins anew: annexes, schedules, the glossary. Points that count on are all
    headings or none. They are when most of them are titles, alone on their line with something under them or before a first
    sentence (（一）稳就业。落实…). Points of a 条, of a box, or after a colon are a list, whatever they look like.
    """
    found: dict[int, float] = {}
    start = 0
    for end in [i for i, n in enumerate(numbers) if n in roots] + [len(numbers)]:
        segment = [lines[n - 1] for n in numbers[start:end]]
        if segment and (
            numbers[start] not in roots or segment[0].kind == "附件"
        ):  # a schedule has rows, a glossary entries
            found |= {numbers[start + i]: rank for i, rank in _segment(segment)}
        start = end
    return found


def _segment(lines: Sequence[Line]) -> Iterator[tuple[int, float]]:
    """Positions and ranks of the headings among `lines`, in which nothing begins anew."""
    ladder = any(line.role == "ladder" for line in lines)
    groups = _groups(lines)
    for run in _runs(lines, ladder, groups):
        run.heading = _is_heading(lines, run, ladder)
        if run.heading:
            yield from ((i, RANK[run.kind]) for i in run.members)
    yield from groups.items()


def _groups(lines: Sequence[Line]) -> dict[int, float]:
    """The points that head a group of 条, as in judicial interpretations, with their rank: a 条 or a smaller group is right
    below, and they are marked as headings, or without a stop and next in number, for the last point of a list can stand
    there too.
    """
    heads: list[int] = []
    for i in reversed(range(len(lines) - 1)):
        line, below = lines[i], lines[i + 1]
        if line.role == "item" and line.kind in _GROUPS:
            if (below.role == "ladder" and below.kind == "条") or (line.kind == "一、" and heads[-1:] == [i + 1]):
                heads.append(i)
    last = dict.fromkeys(_GROUPS, 0)
    found: dict[int, float] = {}
    for i in reversed(heads):
        line = lines[i]
        value = ordinal(line.number)
        alone = line.title and not line.rest and line.text[-1] not in _STOPS
        if line.marked or (alone and value == last[line.kind] + 1):
            found[i] = _GROUPS[line.kind]
            last[line.kind] = value or 0
            if line.kind == "一、":
                last["（一）"] = 0
    return found


def _runs(lines: Sequence[Line], ladder: bool, others: Collection[int]) -> list[_Run]:
    """The points that may be headings, but for `others`, those that count on together; parents before children."""
    runs: list[_Run] = []
    open_runs: list[_Run] = []
    closed = ladder
    latest: dict[str, int] = {}
    box: dict[str, tuple[int, tuple[bool, bool]]] | None = None  # what each kind that the open box counts goes on with
    for i, line in enumerate(lines):
        if line.role == "ladder":
            open_runs, box, closed = [], None, line.kind == "条"
        elif line.role in ("box", "table"):
            box = {}
        within = box is not None and line.role == "row"
        if not (line.role == "item" or within) or line.kind not in RANK or closed or i in others:
            continue
        value = ordinal(line.number) or 0
        if box is not None:
            goes_on = not within and any(run.kind == line.kind and run.last + 1 == value for run in open_runs)
            shape = bool(line.title), bool(line.rest)
            if not goes_on or box.get(line.kind) == (value, shape):
                box[line.kind] = value + 1, shape
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
            follows = latest.get(line.kind) == value - 1
            introduced = i > 0 and lines[i - 1].text.endswith(("：", ":"))
            run = _Run(line.kind, above, introduced, value, value == 1 or follows)
            runs.append(run)
            open_runs.append(run)
        while open_runs[-1] is not run:
            open_runs.pop()
        run.members.append(i)
        run.last = latest[line.kind] = value
    return runs


def _is_heading(lines: Sequence[Line], run: _Run, ladder: bool) -> bool:
    """Whether the points of `run` are headings; what stands above it is decided."""
    if run.above and not run.above.heading:
        return False
    whole = len(run.members)
    alone = sum(_alone(lines, i) for i in run.members)
    listed = ladder and not run.above and run.kind in ("1.", "（1）")  # 1.水库。建成… right under 节 is of a list
    run_in = 0 if listed else sum(_run_in(lines[i], ladder) for i in run.members)
    if not ladder and run.kind == "一、" and run.first == 1 and whole > 1:
        return True  # the only ladder there is, be it of whole paragraphs
    if run.introduced and (ladder or run.above) and 2 * alone <= whole:
        return False
    if whole == 1:
        return run.begins and run.kind in ("一、", "（一）") and bool(alone or run_in)
    return 2 * (alone + run_in) > whole


def _run_in(line: Line, ladder: bool) -> bool:
    """Whether a title stands before the first sentence of the point; under 章 and 节 （一）铝材：… is a list."""
    named = line.text.removesuffix(line.rest).rstrip().endswith(("：", ":"))
    return bool(line.title and line.rest) and not (ladder and named)


def _alone(lines: Sequence[Line], i: int) -> bool:
    """Whether the point at `i` is a title alone on its line with something under it."""
    if not lines[i].title or lines[i].rest or i + 1 == len(lines):
        return False
    below = lines[i + 1]
    return below.role not in ("ladder", "annex", "schedule", "glossary") and not (
        below.role == "item" and below.kind in RANK and RANK[below.kind] <= RANK[lines[i].kind]
    )
