"""Tells headings among the points 一、 （一） 1. （1） of a document from lists within its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ..model.kinds import RANK, Kind
from .document_numbers import CASE
from .document_types import TITLE_END
from .line_classifier import Line
from .line_context import without_cut_titles
from .line_text import ordinal, squeeze, tidy
from .list_runs import PROSE, Run, runs_of
from .point_titles import (
    COLON_TITLE,
    has_below,
    has_long_title,
    has_run_in_title,
    holds_text,
    is_alone,
    is_ruling,
    is_sentence_title,
    label,
    sentence,
)

_GROUPS = {"一、": RANK["节"] + 0.5, "（一）": RANK["节"] + 0.7}  # where they stand when they head a group of 条
_GROUPED = (Kind.ARTICLE, Kind.CLAUSE)
_STOPS = "。；！？：，、"
_ENDS = "。；！？：，、”》）)"
_WRAPPED = 18  # characters of a line that may be cut within a word
_LOST = 2  # steps of a count in which one number is lost
_FEW_TITLES = 3  # long ones that make headings of points
_HEAD = 12  # lines among which a judgment has its number
_LABEL = 16  # of one before a colon
#: Over the orders of a court, which are no headings.
_OPERATIVE = re.compile(r"(?:判决|裁定|判处)如下[:：]?$|达成(?:如下|以下)?(?:调解)?协议[:：]$")
_ISSUE = re.compile("关于|对于|针对|本案|争议焦点")  # so begin titles before a sentence in a judgment


@dataclass(frozen=True, slots=True)
class Point:
    """A point that is a heading."""

    rank: float  # on the ladder
    title: str
    rest: str  # of its line after the title


def headings(lines: Sequence[Line], numbers: Sequence[int], roots: Collection[int]) -> Mapping[int, Point]:
    """The points among the lines `numbers` of a document that are headings.

    `roots` are the lines where something begins anew: annexes, schedules, the glossary. Points that count on are all
    headings or none. They are when most of them are titles: alone on their line with something under them, or before a first
    sentence (（一）稳就业。落实…). Points of a 条 or of a box are a list, and after a colon unless they hold text of their own.
    """
    judgment = any(CASE.fullmatch(squeeze(lines[n - 1].text)) for n in numbers[:_HEAD])
    found: dict[int, Point] = {}
    for within in _segments(lines, numbers, roots):
        segment = [lines[n - 1] for n in within]
        if within[0] not in roots or segment[0].kind == Kind.ANNEX:
            found |= {within[i]: point for i, point in _segment(segment, judgment)}
        elif segment[0].kind == Kind.SCHEDULE:
            found |= {within[i]: point for i, point in _parts_of_schedule(segment)}
    return found


def _segments(lines: Sequence[Line], numbers: Sequence[int], roots: Collection[int]) -> list[list[int]]:
    """The lines `numbers` cut before each of `roots`; what goes on with the text before a schedule is put after that text."""
    found: list[list[int]] = []
    text: list[int] = []  # the last of them that is no schedule
    for n in numbers:
        if not found or n in roots:
            found.append([])
        found[-1].append(n)
    for segment in found:
        if lines[segment[0] - 1].kind != Kind.SCHEDULE or segment[0] not in roots:
            text = segment
        elif text and (at := _resumes(lines, text, segment)):
            text += segment[at:]
            del segment[at:]
    return found


def _resumes(lines: Sequence[Line], text: Sequence[int], schedule: Sequence[int]) -> int:
    """Where in a schedule the text before it goes on: at a 二、 over a （一）, where the last before is 一、; 0 if nowhere."""
    last = next((lines[n - 1] for n in reversed(text) if lines[n - 1].kind == Kind.ITEM), None)
    at = next((i for i, n in enumerate(schedule) if lines[n - 1].kind == Kind.ITEM), 0)
    first, below = (lines[n - 1] for n in (schedule[at], schedule[min(at + 1, len(schedule) - 1)]))
    counts = last is not None and (ordinal(first.number) or 0) == (ordinal(last.number) or 0) + 1
    return at if counts and first.title and not first.rest and below.kind == Kind.SUBITEM else 0


def _segment(lines: Sequence[Line], judgment: bool) -> Iterator[tuple[int, Point]]:
    """Positions and readings of the headings among `lines`, in which nothing begins anew."""
    lines = without_cut_titles(lines)
    ladder = any(line.role == "ladder" for line in lines)
    groups = _groups(lines)
    runs = runs_of(lines, groups)
    judge = _Judge(lines, runs, ladder, judgment)
    for run in runs:
        run.heading = judge.is_heading(run)
        if run.heading:
            yield from ((i, Point(RANK[run.kind], *_reading(lines, run, i))) for i in run.members)
    yield from ((i, Point(rank, lines[i].title, lines[i].rest)) for i, rank in groups.items())


def _parts_of_schedule(lines: Sequence[Line]) -> Iterator[tuple[int, Point]]:
    """Positions and readings of 一、 二、 in a schedule that are titles of its tables; all else in it is rows."""
    parts = [
        i
        for i, line in enumerate(lines)
        if (line.role, line.kind) == ("item", Kind.ITEM)
        and line.title
        and not line.rest
        and any(below.role in ("row", "table") for below in lines[i + 1 : i + 3])  # a remark may stand over the rows
    ]
    counts = [0, *(ordinal(lines[i].number) or 0 for i in parts)]
    if len(parts) > 1 and all(0 < after - before <= _LOST for before, after in pairwise(counts)):
        yield from ((i, Point(RANK[Kind.ITEM], lines[i].title, "")) for i in parts)


def _groups(lines: Sequence[Line]) -> dict[int, float]:
    """The points that head a group of 条, as in judicial interpretations, or of clauses 1. 2. with 1.1 in them, with their
    rank: a 条, a clause or a smaller group is right below, and they are marked as headings, or without a stop and next in number, for the last point of a list can stand
    there too.
    """
    heads: list[int] = []
    for i in reversed(range(len(lines) - 1)):
        line, below = lines[i], lines[i + 1]
        if line.role == "item" and line.kind in _GROUPS:
            if (below.role == "ladder" and below.kind in _GROUPED) or (line.kind == "一、" and heads[-1:] == [i + 1]):
                heads.append(i)
    last = dict.fromkeys(_GROUPS, 0)
    found: dict[int, float] = {}
    for i in reversed(heads):
        line = lines[i]
        value = ordinal(line.number)
        alone = line.title and not line.rest and line.text[-1] not in _STOPS
        counts = value == last[line.kind] + 1
        if lines[i + 1].kind == Kind.CLAUSE:
            counts = counts or value in (1, last[line.kind] + 2)  # begins anew, or one is lost
        if line.marked or (alone and counts):
            found[i] = _GROUPS[line.kind]
            last[line.kind] = value or 0
            if line.kind == "一、":
                last["（一）"] = 0
    return found


class _Judge:
    """Tells the runs of headings from lists, parents before children."""

    def __init__(self, lines: Sequence[Line], runs: Sequence[Run], ladder: bool, judgment: bool) -> None:
        self.lines = lines
        self.all = runs
        self.ladder = ladder
        self.judgment = judgment
        self.chains: dict[int, list[Run]] = {}  # runs that count on, by the id of each
        self.children: dict[int, list[Run]] = {}
        for run in runs:
            chain = self.chains[id(run.follows)] if run.follows else []
            chain.append(run)
            self.chains[id(run)] = chain
            if run.above:
                self.children.setdefault(id(run.above), []).append(run)
        # Kinds that are headings without a colon before them, with the kind above.
        self.usual = {
            (run.kind, run.above.kind if run.above else "")
            for run in runs
            if not run.introduced and len(run.members) > 1 and self._is_titled(run)
        }

    def is_heading(self, run: Run) -> bool:
        """Whether the points of `run` are headings; what stands above it is decided."""
        if (run.above and not run.above.heading) or self._is_operative(run):
            return False
        run.titled = self._is_titled(run) or self._is_usual_of_long_titles(run)
        whole = len(run.members)
        if (
            not self.ladder
            and run.kind == "一、"
            and (run.first == 1 or run.skips)
            and whole > 1
            and not self._is_one_sentence(run)
        ):
            return True  # the only ladder there is, be it of whole paragraphs
        if whole == 1:
            return self._is_single_heading(run)
        if run.introduced and (self.ladder or run.above) and 2 * self._alone(run) <= whole:
            return self._is_introduced_heading(run)
        return run.titled or self._holds_headings(run) or self._is_bare(run) or self._counts_through(run)

    def _is_operative(self, run: Run) -> bool:
        """Whether its points are the orders of a court."""
        i = run.members[0]
        return i > 0 and _OPERATIVE.search(self.lines[i - 1].text) is not None

    def _is_one_sentence(self, run: Run) -> bool:
        """Whether its points are parts of a sentence that a colon opens: 判决如下：一、…；二、…。"""
        return run.introduced and all(self.lines[i].text.endswith(("；", ";")) for i in run.members[:-1])

    def _counts_through(self, run: Run) -> bool:
        """Whether its count goes through the document, 1. to 25., and most of all the points counted are titles."""
        chain = self.chains[id(run)]
        whole = sum(len(one.members) for one in chain)
        return not run.introduced and len(chain) > 1 and 2 * sum(map(self._titles, chain)) > whole

    def _is_bare(self, run: Run) -> bool:
        """Whether its points are titles with nothing under them, and such points are headings elsewhere in the document."""
        usual = run.above is not None and (run.kind, run.above.kind) in self.usual
        lines = [self.lines[i] for i in run.members]
        stops = _STOPS.replace("。", "") if usual and self._are_stopped(run) else _STOPS
        bare = all(line.title and not line.rest and line.text[-1] not in stops for line in lines)
        return usual and bare and not run.introduced and not self.ladder

    def _are_stopped(self, run: Run) -> bool:
        """Whether a heading of the kind of `run`, alone on its line, ends with a stop elsewhere."""
        beside = (one for one in self.all if one.heading and one.kind == run.kind and one is not run)
        return any(self.lines[i].text.endswith("。") and is_alone(self.lines, i) for one in beside for i in one.members)

    def _is_titled(self, run: Run) -> bool:
        """Whether most of its points have titles; sentences alone on their line, as （一）加快甲，促进乙。, where text is below."""
        whole, titles = len(run.members), self._titles(run)
        if 2 * titles == whole:  # the others have long titles, or labels
            long = sum(has_long_title(self.lines, i) or label(self.lines[i]) != "" for i in run.members)
            return titles + long == whole
        if run.kind == Kind.ITEM and 1 < titles < whole and 2 * titles < whole:
            return 4 * (titles + sum(label(self.lines[i]) != "" for i in run.members)) >= 3 * whole
        return 2 * titles > whole

    def _is_usual_of_long_titles(self, run: Run) -> bool:
        """Whether all its points have titles, be they long, and such points are headings elsewhere in the document."""
        if run.above is None or (run.kind, run.above.kind) not in self.usual or len(run.members) < _FEW_TITLES:
            return False
        return all(has_run_in_title(self.lines[i], self.ladder) or has_long_title(self.lines, i) for i in run.members)

    def _titles(self, run: Run) -> int:
        # 1.水库。建成… right under 节 is of a list.
        listed = self.ladder and not run.above and run.kind in ("1.", "（1）")
        run_in = 0 if listed else sum(map(self._is_run_in, run.members))
        return self._alone(run) + run_in + sum(is_sentence_title(self.lines, i) for i in run.members)

    def _is_run_in(self, i: int) -> bool:
        line = self.lines[i]
        if self.judgment and line.kind in ("1.", "（1）") and not _ISSUE.match(line.title):
            return False  # 1、住院病历一份。证明…: evidence
        return has_run_in_title(line, self.ladder)

    def _alone(self, run: Run) -> int:
        if len(run.members) > 1 and all(is_alone(self.lines, i) or self._is_headed(i) for i in run.members):
            return len(run.members)
        return sum(is_alone(self.lines, i) or self._is_named(i) for i in run.members)

    def _is_named(self, i: int) -> bool:
        """Whether the point at `i` is a title that ends with a colon, 一．人员要求：, over 1. and 2.; （一）…是否成立： in a judgment."""
        line = self.lines[i]
        if line.title or not (line.kind == "一、" or (self.judgment and line.kind == "（一）")):
            return False
        return COLON_TITLE.fullmatch(line.rest) is not None and has_below(self.lines, i)

    def _is_headed(self, i: int) -> bool:
        """Whether the point at `i` is a short title that ends with a colon, 1、驾驶服务：, over a paragraph or point."""
        named = COLON_TITLE.fullmatch(self.lines[i].rest) if not self.lines[i].title else None
        return named is not None and len(named[1]) <= _LABEL and holds_text(self.lines, i)

    def _is_single_heading(self, run: Run) -> bool:
        """A single point is a heading when it begins the count, or the first number was lost, or when the count goes on."""
        if not run.titled and not (
            has_run_in_title(self.lines[run.members[0]], self.ladder) and run.kind in ("一、", "（一）")
        ):
            return False
        if run.kind in ("一、", "（一）") and (run.first == 1 or run.follows):
            return not self._is_cut_word(run)
        chain = self.chains[id(run)]
        if len(chain) > 1:
            members = sum(len(one.members) for one in chain)
            return 2 * sum(map(self._titles, chain)) > members and all(
                not one.introduced or one.heading for one in chain
            )
        if run.kind in ("一、", "（一）"):
            return run.skips
        bare = self._alone(run) and self.lines[run.members[0]].text[-1] not in _STOPS
        usual = run.above is not None and (run.kind, run.above.kind) in self.usual
        return bool(bare) and usual and (run.first == 1 or run.skips) and not (self.ladder or run.introduced)

    def _is_cut_word(self, run: Run) -> bool:
        """Whether 一、 begins a line only because a word was cut, 公平统|一、可持续; the document counts so elsewhere."""
        i = run.members[0]
        above = self.lines[i - 1] if i else None
        if run.kind != "一、" or run.first != 1 or above is None or above.role not in ("text", "item", "ladder"):
            return False
        earlier = any(one.kind == "一、" for one in takewhile(lambda one: one is not run, self.all))
        wrapped = len(above.text) >= _WRAPPED and above.text[-1] not in _ENDS and not TITLE_END.search(above.text)
        return earlier and len(run.members) == 1 and wrapped

    def _is_introduced_heading(self, run: Run) -> bool:
        """After a colon: titles, not items, where they hold paragraphs or headings of their own; or where the document has such
        headings and most are long, of which one is enough for （一） under 一、.
        """
        if not run.titled:
            return self._holds_headings(run)
        inner = run.members[:-1]  # what is below the last may be the text after the list
        if 2 * sum(holds_text(self.lines, i) for i in inner) >= len(inner):
            return True
        if self.ladder or not run.above:
            return False
        usual = (run.kind, run.above.kind) in self.usual
        long = 2 * sum(len(self.lines[i].rest) >= PROSE for i in run.members) > len(run.members)
        return usual or long if (run.kind, run.above.kind) == ("（一）", "一、") else usual and long

    def _holds_headings(self, run: Run) -> bool:
        """Whether most of its points, be they sentences, have titles alone on their line under them."""
        if self.ladder:
            return False
        starts = [
            child.members[0]
            for child in self.children.get(id(run), ())
            if len(child.members) > 1 and not child.introduced and 2 * self._alone(child) > len(child.members)
        ]
        ends = [*run.members[1:], len(self.lines)]
        held = sum(any(i < start < end for start in starts) for i, end in zip(run.members, ends, strict=True))
        return 2 * held > len(run.members)


def _reading(lines: Sequence[Line], run: Run, i: int) -> tuple[str, str]:
    """Title and rest of the point at `i` of a run of headings: long titles and sentences are titles among titles."""
    line = lines[i]
    if not line.title and (named := COLON_TITLE.fullmatch(line.rest)):
        return tidy(named[1]), ""
    if not line.title and (named_by := label(line)):
        return tidy(named_by), line.rest[len(named_by) + 1 :].strip()
    if line.title or not run.titled:
        return line.title, line.rest
    head, rest = sentence(line.rest)
    if head and (has_long_title(lines, i) if rest else has_below(lines, i) and not is_ruling(head)):
        return tidy(head), rest
    return line.title, line.rest
