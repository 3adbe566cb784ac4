"""What is odd about a document as it was printed or read; only said, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Document, Provision
from .lines import RANK, squeeze
from .numerals import number as numeral

# What runs on through a document, whatever it stands under, where a print numbers it so; 节 begins anew in every 章.
_RUNNING = ("篇", "编", "部分", "章", "条", "（一）", "1.", "专栏")
_WITHIN = ("分编", "节", "一、", "（1）")
_TITLED = frozenset(("编", "分编", "篇", "部分", "章", "节"))
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"), ("‘", "’"))
_ENTRY = re.compile(r"第[一二三四五六七八九十百零〇0-9]+(?:分编|编|篇|章|节)")

_ITEM = re.compile(r"(?:^|[。；：:;])[ \t　]*[（(]([一二三四五六七八九十]{1,3})[）)](?!款|项(?!目)|[、和至])", re.M)


@dataclass(frozen=True, slots=True)
class Observation:
    """Something odd, and where."""

    kind: str  # gap, repeat, backwards, untitled, empty, contents, unbalanced
    line: int
    text: str  # for people


def observations(document: Document) -> tuple[Observation, ...]:
    """Everything odd about `document`, by line.

    Numbers that skip, come twice or go back, also of the items within an article; headings without words or without
    anything under them; entries of a contents page that head nothing; headings in which a quote or bracket is not closed.
    """
    found = [*_numbering(document), *_items(document), *_headings(document), *_contents(document)]
    return tuple(sorted(found, key=lambda one: (one.line, one.kind)))


def _numbering(document: Document) -> Iterator[Observation]:
    """Where numbers do not follow each other."""
    rows: dict[tuple[object, ...], list[tuple[Provision, int]]] = {}
    runs_on = {kind for kind in _RUNNING if not _restarts(document, kind)}
    for provision in document.provisions:
        value = _value(provision)
        if value is None or provision.kind not in (*_RUNNING, *_WITHIN):
            continue
        root = _root(document, provision) if provision.kind in runs_on else provision.parent
        rows.setdefault((provision.kind, root), []).append((provision, value))
    for row in rows.values():
        yield from _row(row)


def _row(row: Sequence[tuple[Provision, int]]) -> Iterator[Observation]:
    """What is odd in numbers that should be 1, 2, 3 …; 第十条之一 is after 第十条 and counts as it."""
    highest, before = 0, ""
    seen: set[str] = set()
    for provision, value in row:
        printed = squeeze(provision.number)
        if printed in seen:
            yield Observation("repeat", provision.line, f"{printed} is there again")
        elif value > highest + 1:
            what = f"{printed} follows {before}" if before else f"{printed} is the first"
            yield Observation("gap", provision.line, what)
        elif value < highest:
            yield Observation("backwards", provision.line, f"{printed} follows {before}")
        seen.add(printed)
        highest, before = max(highest, value), printed


def _items(document: Document) -> Iterator[Observation]:
    """Where the items of a text skip a number: （三） after （一）, or as the first."""
    for provision in document.provisions:
        last, before = 0, "nothing"
        for found in _ITEM.finditer(provision.text):
            value = numeral(found[1]) or 0
            if value > last + 1 and found[0][0] not in "。；：:;":  # within a line it may be mentioned only
                line = _line(provision, provision.text.count("\n", 0, found.start(1)))
                where = f" in {provision.number}" if provision.number else ""
                yield Observation("gap", line, f"（{found[1]}） follows {before}{where}")
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
        if provision.kind in _TITLED and not provision.title:
            yield Observation("untitled", provision.line, f"{provision.number} has no title")
        if provision.number and not provision.text.strip() and place not in parents:
            bare = RANK.get(provision.kind, 0) < RANK["条"] or not provision.title
            if bare:
                yield Observation("empty", provision.line, f"nothing stands under {provision.heading}")
        for opening, closing in _PAIRS:
            if provision.title.count(opening) != provision.title.count(closing):
                text = f"{opening} and {closing} do not match in {provision.heading}"
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
                    yield Observation("contents", provision.line + offset, f"{entry} of the contents is no heading")


def _restarts(document: Document, kind: str) -> bool:
    """Whether a kind begins anew under every heading above it: it is 1 twice, under different ones."""
    firsts = [
        provision.parent for provision in document.provisions if provision.kind == kind and _value(provision) == 1
    ]
    roots = {_root(document, provision) for provision in document.provisions if provision.kind == kind}
    return len(set(firsts)) > 1 and len(firsts) > len(roots)


def _root(document: Document, provision: Provision) -> int | None:
    """The annex that a provision stands in; None in the document itself."""
    parent = provision.parent
    while parent is not None and document.provisions[parent].kind not in ("附件", "附表"):
        parent = document.provisions[parent].parent
    return parent


def _value(provision: Provision) -> int | None:
    """第十条之一 → 10, （二） → 2, 专栏3 → 3; None for what has no number or one of several parts."""
    bare = re.sub(r"[第编分篇部章节条专栏（()）、.．]", "", squeeze(provision.number).partition("之")[0])
    return numeral(bare) if bare else None
