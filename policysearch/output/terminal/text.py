"""Text on a terminal: wide characters take two columns, lines break as Chinese is set, nothing steers the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import count

from ...runtime.lazy_pattern import lazy_pattern
from ...text.boundaries import Span
from ...text.display import clean, plain

Brackets = tuple[str, str]
BRACKETS: tuple[Brackets, ...] = (("【", "】"), ("〖", "〗"), ("⟦", "⟧"))  # around matches when there is no colour
HEADING, PLACE, FAINT = "1", "36", "2"  # styles, as ANSI numbers: bold, cyan, faint

_OPENING, _CLOSING = r"（《〈“‘「『【〖⟦〔［(\[", r"，。、；：！？）》〉”’」』】〗⟧〕］…—％℃·)\]%"
# What is never broken: openers with what follows them, a Latin word or number, what no line may begin with.
_UNIT = lazy_pattern(
    rf"(?:[{_OPENING}]\s*)*(?:[!-~À-ɏ]+|[^\s{_OPENING}][\u0300-\u036f\ufe00-\ufe0f]*)(?:\s*[{_CLOSING}])*|\s+|[{_OPENING}]+"
)


def width(text: str) -> int:
    """How many columns `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """`text` followed by the spaces that make it `columns` wide."""
    return text + " " * (columns - width(text))


def shorten(text: str, columns: int) -> str:
    """Clean `text`, cut where it is wider than `columns` columns, with … at its end then."""
    text = clean(text)
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[:-1]
    return text.rstrip() + "…"


def brackets(texts: Sequence[str]) -> Brackets:
    """The pair that none of `texts` holds: a table may print 【18】 for a sum, which a mark must not be taken for.

    >>> brackets(["二氧化硫"]), brackets(["带【】为五年累计数", "【18】"])
    (('【', '】'), ('〖', '〗'))
    """
    pairs = ((left * n, right * n) for n in count(1) for left, right in BRACKETS)
    return next((a, b) for a, b in pairs if not any(a in text or b in text for text in texts))


def wrap(
    text: str,
    columns: int = 80,
    indent: str = "",
    marks: Sequence[Span] = (),
    *,
    color: bool = False,
    style: str = "",
    line: int = 0,
    around: Brackets = BRACKETS[0],
) -> str:
    """Clean `text` in lines of at most `columns` columns, each after `indent`, its `marks` shown.

    No line begins with closing punctuation or ends with opening punctuation. Marks are set in colour, or else in the pair
    `around` them; `style` (ANSI numbers) is that of the other text when there is colour; `line` is as in `plain`.
    """
    shown, spans = plain(text, marks, line)
    if spans and not color:
        shown, spans = _bracket(shown, spans, around), ()
    room = max(columns - width(indent), 2)
    return "\n".join(
        indent + _paint(shown, start, end, spans, style if color else "") for start, end in _lines(shown, room)
    )


def _bracket(text: str, marks: Iterable[Span], around: Brackets) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in marks:
        pieces += text[at:start], around[0], text[start:end], around[1]
        at = end
    return "".join(pieces) + text[at:]


def _paint(text: str, start: int, end: int, marks: Iterable[Span], style: str) -> str:
    """The line `text[start:end]` in `style`, with its part of the marks in bold red."""
    pieces, at = [f"\x1b[{style}m" if style else ""], start
    for left, right in ((max(a, start), min(b, end)) for a, b in marks):
        if left < right:
            pieces += text[at:left], "\x1b[1;31m", text[left:right], f"\x1b[0{';' * bool(style)}{style}m"
            at = right
    return "".join(pieces) + text[at:end] + ("\x1b[0m" if style else "")


def _lines(text: str, room: int) -> list[Span]:
    """Where the lines of `text` begin and end when each has `room` columns; white space at a break is left out."""
    lines: list[Span] = []
    start = end = 0  # of the line being filled; end is where its last unit that shows ends
    used = 0
    for unit in _UNIT.finditer(text):
        size = width(unit.group())
        if unit.group().isspace():
            used += size
            continue
        if end > start and used + size > room:
            lines.append((start, end))
            start, used = unit.start(), 0
        if end <= start:  # the line begins here
            start, used = unit.start(), 0
        used += size
        if size > room:  # a unit wider than a line is broken anywhere
            used = 0
            for place in range(unit.start(), unit.end()):
                if used and used + width(text[place]) > room:
                    lines.append((start, place))
                    start, used = place, 0
                used += width(text[place])
        end = unit.end()
    if end > start:
        lines.append((start, end))
    return lines
