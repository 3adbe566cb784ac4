"""Texts of documents as markup: everything escaped, matches marked, terms of the glossary linked to their definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from ..model.hits import Hit
from ..output import html as html_output
from ..query.ast import Query
from ..search.highlight import marks
from ..text.boundaries import Span
from ..text.display import plain

_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def visible(value: object) -> object:
    """`value` as text for a page, without characters that hide, reorder or cannot be encoded."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else _HIDDEN.sub("", value)


def text(value: str, line: int = 0) -> str:
    """A text of a document as people read it, on one line; not yet escaped. `line` is as in `plain`."""
    return plain(value, (), line)[0]


def mark_text(value: str, query: Query | None) -> Markup:
    """A short text of a document with the matches of `query`."""
    return mark_spans(value, marks(value, query) if query is not None else ())


def mark_spans(value: str, spans: Sequence[Span], marks: Marks | None = None, line: int = 0) -> Markup:
    """A text of a document with marks at `spans`, numbered by `marks`; `line` is as in `plain`."""
    shown, spans = plain(value, spans, line)
    return _pieces(shown, 0, len(shown), spans, marks or Marks())


class Marks:
    """Numbers the matches of a page, so that one can go from each to the next."""

    def __init__(self, numbered: bool = False) -> None:
        self.count = 0
        self._numbered = numbered

    def open(self) -> Markup:
        """The tag that opens the next mark."""
        if not self._numbered:
            return Markup("<mark>")
        self.count += 1
        return Markup('<mark id="m{}">').format(self.count)


class Terms:
    """The terms that a document defines, found in its text; each is linked once in a passage."""

    def __init__(self, addresses: Mapping[str, tuple[str, str]]) -> None:
        """`addresses`: for each term the address and text of its definition."""
        self._addresses = addresses
        self.names = addresses.keys()
        longest_first = sorted(addresses, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if addresses else None

    def line(self, value: str, spans: Sequence[Span], marks: Marks, seen: set[str]) -> Markup:
        """A line of text with its marks, and with links at the terms that are not in `seen`, which then are."""
        shown, spans = plain(value, spans)
        out, at = Markup(""), 0
        for found in self._pattern.finditer(shown) if self._pattern else ():
            if found[0] in seen or any(a < edge < b for a, b in spans for edge in found.span()):
                continue  # linked above, or a match goes over its border
            seen.add(found[0])
            address, definition = self._addresses[found[0]]
            out += _pieces(shown, at, found.start(), spans, marks)
            inner = _pieces(shown, found.start(), found.end(), spans, marks)
            out += Markup('<a class="term" href="{}" title="{}">{}</a>').format(address, definition, inner)
            at = found.end()
        return out + _pieces(shown, at, len(shown), spans, marks)


def _pieces(shown: str, start: int, end: int, spans: Sequence[Span], marks: Marks) -> Markup:
    out, at = Markup(""), start
    for a, b in spans:
        if start <= a and b <= end:
            out += _escaped(shown[at:a]) + marks.open() + _escaped(shown[a:b]) + Markup("</mark>")
            at = b
    return out + _escaped(shown[at:end])


def _escaped(value: str) -> Markup:
    return escape(_HIDDEN.sub("", value))


def mark_excerpt(hit: Hit, query: Query, language: str = "zh") -> Markup:
    """The excerpt of a hit for `query`, matches marked."""
    return Markup(_HIDDEN.sub("", html_output.hit_excerpt(hit, query, language=language)))


def strong(sentence: str, number: int) -> Markup:
    """A sentence with its number, the last one in it, in bold."""
    told = f"{number:,}"
    before, found, after = sentence.rpartition(told if told in sentence else str(number))
    return Markup("{}<b>{}</b>{}").format(visible(before), found, visible(after))


Filter = Callable[..., object]
FILTERS: dict[str, Filter] = {"text": text, "marked": mark_text, "spanned": mark_spans, "strong": strong}
