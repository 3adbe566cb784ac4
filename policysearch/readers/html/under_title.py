"""The element under the title that holds the text, where no indent says how the text is set.

A template puts title and text into elements beside each other, and what else it prints into others again. So the text is the
branch, seen from what holds both, in which the first line stands that is under the title and tells nothing of the page. Where
the lines under the title stand in no element of their own, the text is these lines, as far as the next that tells of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from bs4 import Tag

from ...structure.document_types import TITLE_END
from ...structure.line_text import is_date
from . import data_tables, page_lines, site_metadata, walk
from .left_out import numbering
from .printed_title import find_title, leading_title, title_above_facts

Blocks = Sequence[tuple[Tag, str]]  # in the order of the page: elements and the lines directly in them
Span = tuple[Tag, int, int]  # an element, the first of its lines and the first behind them

_FRONT = 80  # lines among which the title is looked for
_POINT = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_TITLE_LINES = 8  # of an element, among which its title is looked for
_LEVELS = 8  # elements around a line, of which one has the title in it
_DEPTH = 4  # elements around a line that may be an item of a list
_SHORTEST = 4  # letters of a title
_HEADING = 3  # letters of a heading with its number
_LARGEST = 300  # letters of an item
_DAY = re.compile(r"[^。]{0,12}?(?:[0-9]{4}[-./])?[0-9]{1,2}[-./][0-9]{1,2}(?:\s*[0-9]{1,2}:[0-9]{2})?(?:\s.{0,12})?")
_NEAR = 6  # elements and texts beside an item
_SEVERAL = 3  # lines of a text without a sentence
_NAME = 30  # letters of a name that may stand between title and text
_SUMMARY = re.compile(
    r"[【\[（(]?\s*(?:AI|智能|内容|文章|政策|要点)?\s*(?:速\s*[览读]|摘\s*要|提\s*要|导\s*读|核心提示)", re.I
)
_COUNT = re.compile(r"(.*[A-Za-z]{3}[-_]?)([0-9]|(?<=[-_])[a-z])")
_LITTLE = 60  # letters of sentences behind the text that may be of the page


def text_under_title(blocks: Blocks, told: page_lines.Zones, titles: Sequence[str]) -> list[Tag] | None:
    """The elements beside each other that are the text; None where the page does not show it.

    `titles` are what the page says its title is, the surest first.
    """
    lines = [line for _, line in blocks]
    at = _title(lines, titles, told)
    if at is None:
        holder = _with_title(blocks, told)
        return [holder] if holder is not None else None
    first = next((n for n in range(at + 1, len(blocks)) if not _tells(lines[n], told)), None)
    if first is None or any(_lists(line) for line in lines[at + 1 : first]):
        return None
    if any(tag is blocks[at][0] for tag in (blocks[first][0], *islice(blocks[first][0].parents, _LEVELS))):
        return [blocks[at][0]]
    within: dict[int, tuple[int, int]] = {}
    for n, (tag, _) in enumerate(blocks):
        within[id(tag)] = within.get(id(tag), (n, n))[0], n + 1
    spans: list[Span] = []
    start = None
    tag = blocks[at][0]
    while start is None and tag.parent is not None:
        spans = list(_spans(tag.parent, within))
        beside = next((n for n, span in enumerate(spans) if span[0] is tag), len(spans))
        start = _start(blocks, spans, beside + 1, told)
        if start is None and any(
            _is_doubtful(block, told) for _, begin, end in spans[beside + 1 :] for block in blocks[begin:end]
        ):
            return None
        tag = tag.parent
    if start is None:
        return None
    begun, stop = start, start + 1
    if _is_line(spans[start]):
        begun = _begin(blocks, spans, at, start, told)
        sure = not titles or page_lines.flat(titles[0]) in page_lines.flat(
            "".join(lines[max(0, at - _HEADING) : at + 1])
        )
        if not sure and not any(_is_around(block, told) for block in blocks[spans[0][1] : spans[begun][1]]):
            begun = (
                0  # the page declares a title that is not printed: what stands above may be of the text, as 某县简报
            )
        stop = next((n for n in range(start, len(spans)) if _ends(blocks, spans[n], told)), len(spans))
    elif spans[start][2] - spans[start][1] == 1 and _start(blocks, spans[: stop + 1], stop, told) is not None:
        stop += 1  # one is the text, the other is said of it
    holder = spans[start][0].parent
    alike = _alike(holder, within) if holder is not None else []
    if len(alike) > 1:  # pieces of the text
        spans, begun, start, stop = alike, 0, 0, len(alike)
    pieces = not _is_line(spans[start])
    while stop < len(spans) and (
        _is_bare(blocks, spans[stop], told) or (pieces and _is_next(blocks, spans[stop - 1], spans[stop], told))
    ):
        stop += 1
    for n in range(stop, len(spans)):
        if any(_continues(block, told) for block in blocks[spans[n][1] : spans[n][2]]):
            stop = n + 1
    said = sum(len(line) for line in lines[spans[start][1] : spans[stop - 1][2]] if "。" in line)
    rest = blocks[spans[stop - 1][2] :]
    if any(_continues(block, told) for block in rest):
        return None
    inner = blocks[spans[start][1] : spans[stop - 1][2]]
    if not any(_continues(block, told) or block[1].endswith("：") for block in inner):
        plain = takewhile(lambda block: not _is_about(block[1], told), rest)
        if sum(len(block[1]) for block in plain if "。" in block[1] and not _is_around(block, told)) > max(
            said, _LITTLE
        ):
            return None
    return [child for child, _, _ in spans[begun:stop]]


def _begin(blocks: Blocks, spans: Sequence[Span], at: int, start: int, told: page_lines.Zones) -> int:
    """The element with the title, whose last line is `at`, or the first of what stands above it with a sentence, as a decree does."""
    above = next((n for n, (_, begin, end) in enumerate(spans) if begin <= at < end), start)
    found = next((n for n in range(above) if any(map(_is_said, blocks[spans[n][1] : spans[n][2]]))), above)
    while 0 < found < above and not any(
        _is_around(block, told) for block in blocks[spans[found - 1][1] : spans[found - 1][2]]
    ):
        found -= 1
    return found


def _alike(tag: Tag, within: dict[int, tuple[int, int]]) -> list[Span]:
    """An element with a class and those of the same class that come right behind it."""
    named = tag.get("class")
    beside = list(_spans(tag.parent, within)) if named and tag.parent else []
    at = next((n for n, span in enumerate(beside) if span[0] is tag), len(beside))
    return list(takewhile(lambda span: span[0].name == tag.name and span[0].get("class") == named, beside[at:]))


def _is_bare(blocks: Blocks, span: Span, told: page_lines.Zones) -> bool:
    """Whether an element without a name right behind the text holds sentences, or a list of lines without links, and nothing of the page."""
    lines = blocks[span[1] : span[2]]
    return (
        not (span[0].get("class") or span[0].get("id"))
        and (any(map(_is_said, lines)) or (len(lines) >= _SEVERAL and span[0].find("a") is None))
        and not any(_is_around(block, told) for block in lines)
    )


def _is_next(blocks: Blocks, before: Span, span: Span, told: page_lines.Zones) -> bool:
    """Whether the name of an element counts on from that of the one before it, as part1 and part2, and it begins with text."""
    names = [" ".join(tag.get("class") or [str(tag.get("id", ""))]) for tag in (before[0], span[0])]
    found = [_COUNT.fullmatch(name) for name in names]
    return (
        found[0] is not None
        and found[1] is not None
        and found[0][1] == found[1][1]
        and ord(found[1][2]) == ord(found[0][2]) + 1
        and not _is_around(blocks[span[1]], told)
    )


def _start(blocks: Blocks, spans: Sequence[Span], first: int, told: page_lines.Zones) -> int | None:
    """The first of the elements under the title that reads like text."""
    last = {page_lines.flat(line): n for n, (_, line) in enumerate(blocks)}
    n = first
    while n < len(spans):
        stop = n + 1  # paragraphs beside each other are one text
        while (
            _is_line(spans[n]) and stop < len(spans) and _is_line(spans[stop]) and not _ends(blocks, spans[stop], told)
        ):
            stop += 1
        begin, end = spans[n][1], spans[stop - 1][2]
        lines = [at for at in range(begin, end) if not _is_around(blocks[at], told) and not _tells(blocks[at][1], told)]
        flats = [flat for _, line in blocks[begin:end] if len(flat := page_lines.flat(line)) >= _HEADING]
        said = any("。" in line for _, line in blocks[begin:end])
        again = 0 if said else sum(last[flat] >= end for flat in flats)  # a list of headings
        summary = 0 < len(lines) < _SEVERAL and _SUMMARY.match(blocks[lines[0]][1])
        if again < 2 and not summary and (len(lines) >= _SEVERAL or any(_reads(blocks[at], told) for at in lines)):
            return next(at for at in range(n, stop) if spans[at][2] > lines[0])
        if any(_lists(line) for _, line in blocks[begin:end]):
            break
        n = stop
    return None


def _is_doubtful(block: tuple[Tag, str], told: page_lines.Zones) -> bool:
    """Whether a line under the title may be a text by itself."""
    return len(block[1]) > _NAME and not _tells(block[1], told) and not _is_around(block, told)


def _reads(block: tuple[Tag, str], told: page_lines.Zones) -> bool:
    """Whether a line reads like text: a sentence, a salutation, what can only be of a text, a cell."""
    tag, line = block
    return (
        page_lines.is_of_text(line, told)
        or line.endswith(("：", ":"))
        or page_lines.is_file(line, told)
        or tag.find_parent("table") is not None
    )


def _ends(blocks: Blocks, span: Span, told: page_lines.Zones) -> bool:
    """Whether a line that is about the page stands in an element."""
    return any(_is_about(line, told) for _, line in blocks[span[1] : span[2]])


def _is_about(line: str, told: page_lines.Zones) -> bool:
    return page_lines.is_about(line, told) or page_lines.FOOT.search(line) is not None


def _title(lines: Sequence[str], titles: Sequence[str], told: page_lines.Zones) -> int | None:
    """The last line of the title; where none of the titles is printed, a line that is the end of the first one, as behind the name of
    the site."""
    filled = list(range(min(len(lines), _FRONT)))
    for n, title in enumerate(titles):
        if found := find_title(lines, filled, title, sure=n == 0):
            return found[1] - 1
    whole = page_lines.flat(titles[0]) if titles else ""
    flats = ((n, page_lines.flat(lines[n])) for n in reversed(filled))
    ends = (n for n, flat in flats if len(flat) >= _SHORTEST and whole.endswith(flat) and TITLE_END.search(flat))
    return next(ends, title_above_facts(lines, filled, told))


def _with_title(blocks: Blocks, told: page_lines.Zones) -> Tag | None:
    """The element that directly holds most of what reads like text, in a page that does not say its title, when a title
    begins it."""
    said: Counter[int] = Counter()
    for block in blocks:
        line = block[1]
        if (page_lines.is_of_text(line, told) or line.endswith(("：", ":"))) and not _is_around(block, told):
            said[id(block[0].parent)] += len(line)
    most = max(said, key=said.__getitem__, default=0)
    holder = next((tag.parent for tag, _ in blocks if id(tag.parent) == most), None)
    if holder is None or said[most] * 2 <= said.total():
        return None
    first = list(islice((block for block in blocks if any(one is holder for one in block[0].parents)), _TITLE_LINES))
    centred = {line for tag, line in first if walk.is_centred(tag)}
    return holder if leading_title([line for _, line in first], told, centred) else None


def _is_line(span: Span) -> bool:
    """Whether an element is no more than a paragraph: one line, in an element without a name or beside others of its name."""
    tag, start, stop = span
    if stop - start > 1:
        return False
    names = tag.get("class"), tag.get("id")
    return not any(names) or any(
        isinstance(other, Tag) and other is not tag and other.name == tag.name and other.get("class") == names[0]
        for other in (tag.parent.children if tag.parent else ())
    )


def _is_said(block: tuple[Tag, str]) -> bool:
    return "。" in block[1] and not _is_item(block[0])


def _spans(holder: Tag, within: dict[int, tuple[int, int]]) -> Iterator[Span]:
    """The elements in one, with the places of the first of their lines and of the first behind them."""
    for child in holder.children:
        if isinstance(child, Tag):
            places = [within[id(tag)] for tag in (child, *child.find_all(True)) if id(tag) in within]
            if places:
                yield child, min(places)[0], max(places)[1]


def _lists(line: str) -> bool:
    """Whether a line stands above a list of other pages, or below all text."""
    return page_lines.LISTED.fullmatch(line.strip()) is not None or page_lines.FOOT.search(line) is not None


def _tells(line: str, told: page_lines.Zones) -> bool:
    """Whether a line under the title tells of the page or the document, and is not of its text."""
    return (
        page_lines.is_around(line, told)
        or page_lines.is_info(line, told)
        or page_lines.STAMP.fullmatch(line) is not None
        or page_lines.TIMED.fullmatch(line) is not None
        or page_lines.NUMBER.fullmatch(line) is not None
        or site_metadata.is_labelled(line)
    )


def _continues(block: tuple[Tag, str], told: page_lines.Zones) -> bool:
    """Whether a line behind the text can only be of it: a heading with a number, the day of a signature."""
    line = block[1]
    if _is_around(block, told):
        return False
    flat = re.sub(r"\s", "", line)
    return (is_date(flat) and flat.endswith("日")) or numbering(line) is not None or _POINT.match(flat) is not None


def _is_around(block: tuple[Tag, str], told: page_lines.Zones) -> bool:
    """Whether a line is of the page: for what it says, or as one of several items that a template sets alike."""
    tag, line = block
    if page_lines.is_file(line, told):
        return False
    return page_lines.is_around(line, told) or page_lines.OF_SITE.search(line) is not None or _is_item(tag)


def _is_item(tag: Tag) -> bool:
    """Whether a line stands in one of several elements that are made alike, each with a link to one page or a day in figures."""
    item = tag
    for _ in range(_DEPTH):
        if item.parent is None:
            return False
        pieces = _pieces(item)
        if pieces and any(
            isinstance(other, Tag)
            and other.name == item.name
            and other.get("class") == item.get("class")
            and _pieces(other) == pieces
            for other in chain(islice(item.next_siblings, _NEAR), islice(item.previous_siblings, _NEAR))
        ):
            if data_tables.size(item) <= _LARGEST and (_is_linked(item, len(pieces)) or _is_dated(item)):
                return True
        item = item.parent
    return False


def _pieces(item: Tag) -> list[str]:
    """The names of the elements that an element is made of, where one holds all the others of these."""
    while True:
        inner = [piece for piece in item.children if isinstance(piece, Tag)]
        if len(inner) != 1 or inner[0].name == "a":
            return [piece.name for piece in inner]
        item = inner[0]


def _is_linked(item: Tag, pieces: int) -> bool:
    """Whether an element is a link to one page with what is said of it."""
    links = [item] if item.name == "a" else [link for link in item.find_all("a") if isinstance(link, Tag)]
    if len({str(link.get("href")) for link in links}) != 1:
        return False
    return pieces > 1 or sum(map(data_tables.size, links)) * 3 > data_tables.size(item)


def _is_dated(item: Tag) -> bool:
    """Whether a day in figures stands in a piece of an element by itself."""
    return any(_DAY.fullmatch(piece.strip()) for piece in item.find_all(string=True))
