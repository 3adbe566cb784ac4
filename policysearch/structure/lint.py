"""Oddities of a document as it was printed or read. They are reported and never corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..messages.catalogue import Message
from ..model.document import Document, Provision
from ..model.kinds import CAPTIONED, CLAUSES, POINTS, RANK, TITLED, Kind
from ..text.numerals import number as numeral
from .line_text import squeeze

# Kinds that may count through a whole document; 节 begins anew in every 章.
_RUNNING = ("篇", "编", "部分", "章", "条", *POINTS, "专栏", "表", "附件", "附表")
_WITHIN = ("分编", "节")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"), ("‘", "’"))
_ENTRY = re.compile(r"第[一二三四五六七八九十百零〇0-9]+(?:分编|编|篇|章|节)")

_LISTED: dict[str, re.Pattern[str]] = {  # items of a list, each on a line of its own; the others are told by `_items`
    kind: re.compile(rf"^[ 　]*({form})(?=[^\t\n]*$)", re.M)
    for kind, form in (
        (Kind.ITEM, r"[一二三四五六七八九十]{1,3}、"),
        (Kind.POINT, r"[0-9]{1,2}[.．、](?![0-9])"),
        (Kind.SUBPOINT, r"[（(][0-9]{1,2}[）)]"),
    )
}
_ITEM = re.compile(r"(?:^|[。；：:;])[ \t　]*[（(]([一二三四五六七八九十]{1,3})[）)](?!款|项(?!目)|[、和至])", re.M)


@dataclass(frozen=True, slots=True)
class Observation:
    """Something odd, and where."""

    kind: str  # gap, repeat, backwards, untitled, empty, contents, unbalanced
    line: int
    text: Message  # for people


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A provision with its number, and under what it stands."""

    provision: Provision
    value: tuple[int, int]
    root: int | None  # the annex
    above: int | None  # where numbers may begin anew


def observations(document: Document) -> tuple[Observation, ...]:
    """Everything odd about `document`, by line.

    Numbers that skip, come twice or go back, also of the items within an article; headings without words or without
    anything under them; entries of a contents page that head nothing; headings in which a quote or bracket is not closed.
    """
    found = [
        *_numbering(document),
        *_clauses(document),
        *_items(document),
        *_lists(document),
        *_headings(document),
        *_contents(document),
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.kind)))


def _numbering(document: Document) -> Iterator[Observation]:
    """Where numbers do not follow each other."""
    series: dict[str, list[_Numbered]] = {}
    annex = None
    for place, provision in enumerate(document.provisions):
        annex = place if provision.kind == "附件" else annex
        value = _value(provision)
        if value is None or provision.kind not in (*_RUNNING, *_WITHIN):
            continue
        root = _root(document, provision)
        # 附表 stand beside the annexes that they belong to; tables are counted over all sections of a chapter.
        above = {"附表": annex, "表": _top(document, provision)}.get(provision.kind, provision.parent)
        name = "附录" if provision.number.startswith("附录") else provision.kind
        series.setdefault(name, []).append(_Numbered(provision, value, root, above))
    for row in series.values():
        kind = row[0].provision.kind
        rows: dict[int | None, list[_Numbered]] = {}
        within = kind in _WITHIN or _restarts(row)
        throughout = len({one.value for one in row}) == len(row)  # annexes count on
        for one in row:
            rows.setdefault(one.above if within else None if throughout else one.root, []).append(one)
        for numbers in rows.values():
            yield from _row(numbers)


def _row(row: Sequence[_Numbered]) -> Iterator[Observation]:
    """Oddities in numbers that should be 1, 2, 3 …; 第十条之一 or 第十一条 follows 第十条."""
    highest, before = (0, 0), ""
    seen: set[tuple[int, int]] = set()
    for one in row:
        printed, line = squeeze(one.provision.number), one.provision.line
        if one.value in seen:
            yield Observation("repeat", line, Message("lint.again", number=printed))
        elif one.value < highest:
            yield Observation("backwards", line, _follows(printed, before))
        elif one.value not in ((highest[0] + 1, 0), (highest[0], highest[1] + 1)):
            yield Observation("gap", line, _follows(printed, before))
        seen.add(one.value)
        highest, before = max(highest, one.value), printed


def _clauses(document: Document) -> Iterator[Observation]:
    """Where decimal clauses skip or go back; 第四章 counts as 4."""
    last: tuple[int, ...] = ()
    before = ""
    for provision in document.provisions:
        if provision.kind == Kind.CHAPTER and (chapter := _value(provision)):
            last, before = chapter[:1], squeeze(provision.number)
        if provision.kind not in CLAUSES:
            continue
        parts = squeeze(provision.number).strip(".．、").replace("．", ".").split(".")
        value = tuple(numeral(part) or 0 if part.isdecimal() else 100 + ord(part[0]) for part in parts)
        first = value in ((0,), (1,), (1, 1)) or (len(value) == 2 and value[0] > 100 and value[1] == 1)
        goes_on = value == (*last, 1) or any(value == (*last[:d], last[d] + 1) for d in range(len(last)))
        if not goes_on and not (first and value[:1] != last[:1]):
            kind = "repeat" if value == last else "backwards" if value < last else "gap"
            number = squeeze(provision.number)
            text = Message("lint.again", number=number) if kind == "repeat" else _follows(number, before)
            yield Observation(kind, provision.line, text)
        last, before = value, squeeze(provision.number)


def _follows(number: str, before: str, place: str = "") -> Message:
    """The message that a number follows another, or is the first (`before` is ""), of all or in one place."""
    if place:
        code = "lint.follows_in" if before else "lint.first_in"
    else:
        code = "lint.follows" if before else "lint.first"
    return Message(code, number=number, before=before, place=place)


def _lists(document: Document) -> Iterator[Observation]:
    """Where the items 一、 1. （1） of a list, each on a line, skip a number; a list may go on with the count of another."""
    counted = dict.fromkeys(_LISTED, 0)  # up to here in the document
    for provision in document.provisions:
        if provision.kind in _LISTED:
            counted[provision.kind] = (_value(provision) or (0, 0))[0]
        if provision.kind in CAPTIONED or not (provision.kind in RANK or provision.kind == Kind.BODY):
            continue
        for kind, form in _LISTED.items():
            last, before = 0, ""
            for found in form.finditer(provision.text):
                value = numeral(re.sub(r"[、.．（()）]", "", found[1])) or 0
                if value > last + 1 and (last or value != counted[kind] + 1):
                    line = _line(provision, provision.text.count("\n", 0, found.start(1)))
                    yield Observation("gap", line, _follows(found[1], before))
                if value == 1 or value > last:
                    last, before = value, found[1]
                    counted[kind] = value


def _items(document: Document) -> Iterator[Observation]:
    """Where the items of a text skip a number: （三） after （一）, or as the first."""
    for provision in document.provisions:
        last, before = 0, ""
        for found in _ITEM.finditer(provision.text):
            value = numeral(found[1]) or 0
            if value > last + 1 and found[0][0] not in "。；：:;":  # within a line it may be mentioned only
                line = _line(provision, provision.text.count("\n", 0, found.start(1)))
                yield Observation("gap", line, _follows(f"（{found[1]}）", before, provision.number))
            if value == 1 or value > last:
                last, before = value, f"（{found[1]}）"


def _line(provision: Provision, row: int) -> int:
    """The line that a row of the text of a provision stands in, which is exact when its own lines stand together."""
    rows = provision.text.rstrip("\n").count("\n")
    return max(provision.line, provision.spans[-1][1] - 1 - (rows - row))


def _headings(document: Document) -> Iterator[Observation]:
    """Headings that lack words, content or the other half of a pair of signs."""
    parents = {provision.parent for provision in document.provisions}
    for place, provision in enumerate(document.provisions):
        if provision.kind in TITLED and not provision.title:
            yield Observation("untitled", provision.line, Message("lint.untitled", number=provision.number))
        if provision.number and not provision.text.strip() and place not in parents:
            bare = RANK.get(provision.kind, 0) < RANK["条"] or not provision.title
            if bare:
                yield Observation("empty", provision.line, Message("lint.empty", heading=provision.heading))
        for opening, closing in _PAIRS:
            if provision.title.count(opening) != provision.title.count(closing):
                text = Message("lint.unbalanced", opening=opening, closing=closing, heading=provision.heading)
                yield Observation("unbalanced", provision.line, text)


def _contents(document: Document) -> Iterator[Observation]:
    """Entries of a contents page whose number no heading has."""
    there = {squeeze(provision.number) for provision in document.provisions if provision.number}
    for provision in document.provisions:
        if provision.kind != "目录":
            continue
        for offset, line in enumerate(provision.text.split("\n")):
            for entry in _ENTRY.findall(squeeze(line)):
                if entry not in there:
                    yield Observation("contents", provision.line + offset, Message("lint.contents", entry=entry))


def _restarts(row: Sequence[_Numbered]) -> bool:
    """Whether a kind begins anew under the headings above it: it does so more often than it counts on.

    Points do where they ever do. A 1 that what was to follow comes after is misprinted: 第四条 第五条, 第一条 第七条.
    """
    groups: dict[tuple[int | None, int | None], list[int]] = {}
    for one in row:
        groups.setdefault((one.root, one.above), []).append(one.value[0])
    anew = on = 0
    highest: dict[int | None, int] = {}
    for (root, _), values in groups.items():
        if last := highest.get(root):
            misprinted = len(values) > 1 and values[1] > max(2, last)
            anew += values[0] == 1 and not misprinted
            on += values[0] == last + 1
        highest[root] = max(last or 0, *values)
    return anew > (0 if row[0].provision.kind in POINTS else on)


def _top(document: Document, provision: Provision) -> int | None:
    """The outermost heading that a provision stands under."""
    parent = provision.parent
    while parent is not None and (above := document.provisions[parent].parent) is not None:
        parent = above
    return parent


def _root(document: Document, provision: Provision) -> int | None:
    """The annex that a provision stands in; None in the document itself."""
    parent = provision.parent
    while parent is not None and document.provisions[parent].kind not in ("附件", "附表"):
        parent = document.provisions[parent].parent
    return parent


def _value(provision: Provision) -> tuple[int, int] | None:
    """第十条之一 → (10, 1), （二） → (2, 0), 附件3 → (3, 0); None for what has no number or one of several parts."""
    main, _, sub = squeeze(provision.number).partition("之")
    bare = re.sub(r"[第编分篇部章节条专栏附件表录（()）、]|[.．](?![0-9０-９])", "", main)
    value, below = numeral(bare) if bare else None, numeral(sub) if sub else 0
    return None if value is None or below is None else (value, below)
