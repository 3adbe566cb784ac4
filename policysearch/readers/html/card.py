"""The card of a web page: the element with labels such as 索引号, 发文机关, 文号 and their values."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from . import data_tables, site_metadata

_MOST = 200  # labels of a page that are looked at
_DEPTH = 8  # levels of elements around a card that hold nothing else
_LEAST = 3  # labels of a card
_LARGEST = 1200  # letters of one
_TITLE = 12  # letters of a title beside it, such as 基本信息
_LONGEST = 40  # letters of the text of a label


def find_card(root: Tag) -> Tag | None:
    """The smallest element with all labels of the first card of a page; None where it has none, or none apart from its text."""
    counts: dict[int, set[str]] = {}
    labels = 0
    first: Tag | None = None
    for piece in root.descendants:
        if isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString) and piece.strip():
            label = site_metadata.card_label(piece[:_LONGEST])
            labels += bool(label)
            if label and labels <= _MOST and piece.parent is not None:
                for tag in piece.parents:
                    known = counts.setdefault(id(tag), set())
                    known.add(label)
                    if first is None and len(known) >= _LEAST and site_metadata.is_telling(known):
                        first = tag
                    if tag is root:
                        break
    if first is None:
        return None
    found = first
    for _ in range(_DEPTH):
        parent = found.parent
        if found is root or not isinstance(parent, Tag):
            break
        more = len(counts[id(parent)]) > len(counts[id(found)]) or found.name in ("tr", "thead")
        if not (more or data_tables.size(parent) - data_tables.size(found) <= _TITLE) or not _is_apart(parent):
            break
        found = parent
    return found if found is not root and _is_apart(found) else None


def _is_apart(tag: Tag) -> bool:
    """Whether an element holds nothing of the text: no heading, no form, no table of data, no sentence but in a summary."""
    if data_tables.size(tag) > _LARGEST or tag.find(["h1", "h2", "h3", "form"]):
        return False
    for table in tag.find_all("table"):
        row = table.find("tr")
        cells = row.find_all(["td", "th"]) if isinstance(row, Tag) else []
        if len(cells) > 2 and not any(site_metadata.card_label(cell.get_text().strip()) for cell in cells):
            return False  # of data
    text = " ".join(piece.strip() for piece in tag.descendants if isinstance(piece, NavigableString) and piece.strip())
    return "。" not in site_metadata.SUMMARY.sub("", text)
