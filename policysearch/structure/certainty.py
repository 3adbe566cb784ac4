"""The certainty of a reading: doubts about it, found in the result alone, and the level that follows.

It never changes a reading. docs/formats.md lists the doubts and their weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from ..messages.catalogue import Message
from ..model.document import Document, Source
from ..model.kinds import HEADINGS, RANK, TITLED, Kind
from .aligned_lines import aligned_lines
from .line_text import squeeze
from .lint import Observation, observations
from .plausibility import count_false

Level = Literal["high", "medium", "low"]

#: Doubts with which a reading is of low certainty; any other makes it medium, and so many of them low.
GRAVE = frozenset(("garbled", "false_text", "long_lines", "numbers_broken", "contents_lost", "ocr_poor", "left_out"))
_MANY = 3
_LONG_TEXT = 6_000  # characters of a text that should have headings
_LONG_LINE = 3_000  # characters of a line
_BROKEN = 0.05, 3  # of the headings, and at least: breaks in the count
_LISTED = 0.2  # of the headings: entries of the contents page that head nothing
_POOR = 0.85  # confidence of a page read by OCR
_COUNTED = ("gap", "repeat", "backwards")
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫")
_SHARE_GARBLED = 0.002  # of the characters


def doubts(source: Source, documents: Collection[Document], observed: Iterable[Observation]) -> dict[str, int]:
    """The doubts about the reading of a source, and how often each applies: message codes after `files.doubt_`.

    `observed` are the oddities of its documents, `documents` hold their provisions.
    """
    found: Counter[str] = Counter()
    text = [line for line in source.lines if line.strip()]
    size = sum(map(len, text))
    if len(_GARBLED.findall("\n".join(text))) > _SHARE_GARBLED * size:
        found["garbled"] = 1
    if false := count_false(source.lines, [start.line for start in source.page_starts]):
        found["false_text"] = false
    if 2 * sum(len(line) for line in text if len(line) > _LONG_LINE) > size:
        found["long_lines"] = sum(len(line) > _LONG_LINE for line in text)
    if source.recognised:
        poor = sum(sure < _POOR for _, sure, _ in source.recognised)
        found["ocr_poor" if poor else "ocr"] = poor or len(source.recognised)
    lines = {one.line for document in documents for one in document.provisions if one.kind in HEADINGS}
    headings = sum(one.kind in HEADINGS for document in documents for one in document.provisions)
    observed = list(observed)
    odd = Counter(one.kind for one in observed)
    share, least = _BROKEN
    broken = [one.line for one in observed if one.kind in _COUNTED]  # lists within the text are counted too
    if sum(line in lines for line in broken) >= max(least, share * headings):
        found["numbers_broken"] = len(broken)
    elif broken:
        found["number_broken"] = len(broken)
    if entries := odd["contents"]:
        found["contents_lost" if entries > _LISTED * headings else "contents"] = entries
    if unsure := sum(one.may_be_table for one in aligned_lines(source.lines)):
        found["aligned_lines"] = unsure
    printed = squeeze("".join(text))
    for document in documents:
        found.update(_of_document(document, printed, len(documents)))
    return dict(+found)


def doubts_of(source: Source, documents: Collection[Document]) -> dict[str, int]:
    """The same, its documents observed here."""
    return doubts(source, documents, [odd for document in documents for odd in observations(document)])


def _of_document(document: Document, printed: str, among: int) -> dict[str, int]:
    """The doubts about the reading of one document; `printed` is all of the text without white space."""
    provisions = document.provisions
    size = sum(len(one.text) for one in provisions)
    headings = sum(one.kind in HEADINGS for one in provisions)
    title = squeeze(document.title)
    return {
        "no_title": not title,
        "title_from_name": bool(title)
        and not _is_made(document)
        and title not in printed
        and not _in_pieces(document.title, printed),
        "no_headings": size > _LONG_TEXT and not headings,
        "one_heading": size > _LONG_TEXT and headings == 1,
        "untitled": sum(one.kind in TITLED and not one.title for one in provisions),
        "fragment": among > 1 and not headings and size < 200 and document.type not in ("公报", "通知"),
        "swallowed": sum(_is_swallowing(one.kind, len(one.text), size) for one in provisions),
    }


def _is_made(document: Document) -> bool:
    """Whether the title is put together, as that of a gazette's own pages from its name and issue."""
    return any(one.kind == Kind.COLOPHON for one in document.provisions)


def _in_pieces(title: str, printed: str) -> bool:
    """Whether all words of a title that is put together from several lines are printed."""
    return all(squeeze(piece) in printed for piece in re.split(r"[\s（）()《》〈〉]+", title) if piece)


def _is_swallowing(kind: str, own: int, whole: int) -> bool:
    """Whether a heading of a low rank holds most of a long text by itself: headings after it were not recognised."""
    low = RANK.get(kind, 0) >= RANK[Kind.ARTICLE] or kind == Kind.BOX
    return low and whole > _LONG_TEXT and 2 * own > whole


def doubt(code: str, count: int) -> Message:
    """A doubt as people read it."""
    return Message(f"files.doubt_{code}", count=count)


def level(found: Mapping[str, int]) -> Level:
    """How sure a reading is that has these doubts."""
    if GRAVE.intersection(found) or len(found) >= _MANY:
        return "low"
    return "medium" if found else "high"
