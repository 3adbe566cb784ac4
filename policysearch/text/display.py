"""Text as people see it: one line, without markup and without characters that steer a terminal or reorder a line."""

from __future__ import annotations

from collections.abc import Iterable

from ..runtime.lazy_pattern import lazy_pattern
from .boundaries import MARKUP, Span, splits_sentence

# Characters that steer a terminal, hide, or reorder a line (bidi controls): a document must not print them.
_HIDDEN = (
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NOT_SHOWN = lazy_pattern(rf"(?:{MARKUP}|{_HIDDEN}|\s)+")
_LINE_END = lazy_pattern(r"[\n\r\x0b\x0c\x85\u2028\u2029]|<[bB][rR]")


def plain(text: str, marks: Iterable[Span] = (), line: int = 0) -> tuple[str, tuple[Span, ...]]:
    """`text` as a reader sees it, on one line, and its `marks` where they have moved to.

    Markup and characters that steer a terminal or reorder a line are dropped, a line break within a sentence
    joins, other white space becomes one space. `line`: how many characters of its first line stand before `text`.
    """
    shown: list[str] = []
    place: list[int] = []  # for each character of text, where it stands in what is shown
    at = 0
    for run in _NOT_SHOWN.finditer(text):
        place.extend(range(len(shown), len(shown) + run.start() - at))
        shown.extend(text[at : run.start()])
        place.extend([len(shown)] * (run.end() - run.start()))
        shown.extend(_instead(text, run.start(), run.end(), line))
        at = run.end()
    place.extend(range(len(shown), len(shown) + len(text) - at + 1))
    shown.extend(text[at:])
    moved = ((place[a], place[b]) for a, b in marks)
    return "".join(shown), tuple((a, b) for a, b in moved if a < b)


def _instead(text: str, start: int, end: int, line: int) -> str:
    """What is shown for the run of markup, hidden characters and white space `text[start:end]`: a space or nothing."""
    run = text[start:end]
    line_end = _LINE_END.search(run)
    if start == 0 or end == len(text) or "HYPERLINK" in run or not (line_end or any(c.isspace() for c in run)):
        return ""
    if line_end and "\t" not in run:  # a TAB begins a table cell, which is never joined to the one before
        if text[start - 1] in "。！？；：，、":
            return ""
        if splits_sentence(text, start, end, line):
            return ""
    return " "


def clean(text: str) -> str:
    """`text` on one line, without markup and without characters that steer a terminal or reorder a line."""
    return plain(text)[0]
