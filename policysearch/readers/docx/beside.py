"""What stands beside the text of a Word document: comments, and the headers and footers of its sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from ...structure.line_classifier import recognise
from .. import cells
from ..opc import OFFICE, Package
from ..settings import FOOTER, HEADER, remark, running_head
from .numbering import W, is_on

MOST_COMMENTS = 20_000
_MOST_OPEN = 50  # comments whose passages lie over one another
_SENTENCE = 20  # characters
_LONGEST_QUOTE = 30  # characters of the passage that a comment is about
_KINDS = ("default", "first", "even")

Lines = Callable[[Element], tuple[str, ...]]  # of what stands in an element


class Comments:
    """The comments of a document.

    Each is told after the sentence in which it is cited, or that comes next: in a heading or title over several lines, in a
    list or in a table it would change what those are taken for.
    """

    def __init__(self, part: Element | None, body: Element, lines: Lines) -> None:
        """`part` holds the comments, None for none."""
        every = [] if part is None else part.findall(f"{W}comment")[:MOST_COMMENTS]
        self._comments = {one.get(f"{W}id", ""): one for one in every}
        self._quotes = _quotes(body, self._comments)
        self._lines = lines
        self._cited: list[str] = []
        self._told: set[str] = set()

    def cite(self, id: str) -> None:
        """The comment `id` is cited here."""
        if id in self._comments:
            self._cited.append(id)

    def take(self) -> Iterator[str]:
        """The comments that were cited since the last call, a line each."""
        cited, self._cited = self._cited, []
        for id in dict.fromkeys(cited):
            if id not in self._told:
                self._told.add(id)
                comment = self._comments[id]
                if text := cells.joined(self._lines(comment)):
                    yield remark(comment.get(f"{W}author", ""), text, self._quotes.get(id, ""))

    def rest(self) -> Iterator[str]:
        """The comments that are cited nowhere."""
        self._cited += self._comments
        return self.take()


def is_sentence(paragraph: str) -> bool:
    """Whether a paragraph is nothing but text: no heading, item or line of a title."""
    text = paragraph.strip()
    return len(text) >= _SENTENCE and text[-1] in "。！？" and recognise(text).role == "text"


def _quotes(body: Element, comments: Mapping[str, Element]) -> dict[str, str]:
    """By the id of a comment the passage that it is about, in quotes, as far as it fits."""
    open_: dict[str, str] = {}
    found: dict[str, str] = {}
    for element in body.iter() if comments else ():
        if element.tag == f"{W}commentRangeStart" and len(open_) < _MOST_OPEN:
            open_[element.get(f"{W}id", "")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            found[element.get(f"{W}id", "")] = open_.pop(element.get(f"{W}id", ""), "")
        elif element.tag == f"{W}t" and open_:
            for id, text in open_.items():
                if len(text) <= _LONGEST_QUOTE:
                    open_[id] = text + (element.text or "")
    cut = {id: " ".join(text.split()) for id, text in found.items()}
    return {id: f"“{t if len(t) <= _LONGEST_QUOTE else f'{t[:_LONGEST_QUOTE]}…'}”" for id, t in cut.items() if t}


def headers(package: Package, body: Element, targets: Mapping[str, str], even: bool, lines: Lines) -> Iterator[str]:
    """What the headers and footers of all sections print, each line once, but for the numbers of pages.

    `targets` are the parts by the ids of their relations; `even` says whether even pages have their own.
    """
    seen: set[str] = set()
    for section in body.iter(f"{W}sectPr"):
        first = section.find(f"{W}titlePg")
        shown = {"default": True, "first": first is not None and is_on(first), "even": even}
        for mark, name in ((HEADER, "header"), (FOOTER, "footer")):
            places = {one.get(f"{W}type", "default"): one for one in section.findall(f"{W}{name}Reference")}
            for kind in _KINDS:
                if not shown[kind] or kind not in places:
                    continue
                part = targets.get(places[kind].get(f"{OFFICE}id", ""), "")
                for line in lines(package.part(part)) if part and part not in seen else ():
                    if (told := running_head(mark, line)) and told not in seen:
                        seen.add(told)
                        yield told
                seen.add(part)
