"""A text that a web page prints twice, as for desktops and for telephones: once is enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from bs4 import Tag

from ...structure.issuers import is_authority
from . import page_lines

_HEAD = 6  # lines of the text that may stand above its copy
_COPY = 20  # letters at least of a text that is printed twice
_SAID = 20  # letters at least of a sentence
_MUCH = 150  # letters of sentences at least in an element that is a copy of another
_MORE = 5  # a fifth of a copy may differ


def copy(root: Tag) -> Tag | None:
    """The element that holds hardly anything but sentences which stand in another before it, at least half of what that one
    says; None where there is none."""
    seen: dict[str, Tag] = {}
    first: list[Tag] = []
    again: list[Tag] = []
    for piece in root.find_all(string=True):
        flat = re.sub(r"\s", "", piece) if "。" in piece else ""
        if len(flat) >= _SAID and isinstance(piece.parent, Tag):
            if seen.setdefault(flat, piece.parent) is not piece.parent:
                first.append(seen[flat])
                again.append(piece.parent)
    if not again:
        return None
    one, other = _around(first), _around(again)
    above = [id(tag) for tag in (one, *one.parents)]
    while id(other.parent) not in above:
        if not isinstance(other.parent, Tag):
            return None
        other = other.parent
    if id(other) in above:
        return None
    repeated = sum(len(re.sub(r"\s", "", tag.get_text())) for tag in again)
    sizes = [_said(tag) for tag in (one, other)]
    if repeated < _MUCH or 2 * repeated < sizes[0] or (_MORE - 1) * sizes[1] > _MORE * repeated:
        return None
    return other


def _around(tags: Sequence[Tag]) -> Tag:
    """The smallest element with all of the tags in it."""
    common = [tags[0], *tags[0].parents]
    for tag in tags[1:]:
        around = {id(tag), *map(id, tag.parents)}
        common = [one for one in common if id(one) in around]
    return common[0]


def _said(tag: Tag) -> int:
    """The letters of sentences in an element."""
    return sum(len(re.sub(r"\s", "", piece)) for piece in tag.find_all(string=True) if "。" in piece)


def without_copy(lines: list[str], zones: page_lines.Zones) -> list[str]:
    """`lines` without the copy of the text, where the page prints it twice; what only the copy says stays, but not what the
    page prints around it."""
    filled = [(n, re.sub(r"\s", "", line)) for n, line in enumerate(lines) if line.strip()]
    seen: dict[str, int] = {}
    shifts: Counter[int] = Counter()
    first: dict[int, int] = {}
    for at, (_, flat) in enumerate(filled):
        if flat in seen:
            shift = at - seen[flat]
            shifts[shift] += len(flat)
            first.setdefault(shift, seen[flat])
        else:
            seen[flat] = at
    if not shifts:
        return lines
    shift, letters = shifts.most_common(1)[0]
    begin, again = first[shift], first[shift] + shift
    text = [flat for _, flat in filled[begin:again]]
    copy = [flat for _, flat in filled[again : again + 2 * shift]]
    if letters < _COPY or shift < 3 or letters * 5 < 2 * sum(len(flat) for _, flat in filled):
        return lines
    if letters * 5 < 4 * sum(map(len, text)):
        return lines
    blocks = SequenceMatcher(None, text, copy, autojunk=False).get_matching_blocks()
    gone = {filled[again + n][0] for block in blocks for n in range(block.b, block.b + block.size)}
    head = "".join(map(page_lines.flat, text[:_HEAD]))
    controls = False
    for n, flat in reversed(filled[begin + 1 : again]):  # above the copy: its title, its day, what one presses
        line = lines[n].strip()
        if page_lines.is_around(line, zones):
            controls = True
        elif controls or not (
            page_lines.STAMP.fullmatch(line)
            or (len(flat) > 5 and page_lines.flat(flat) in head and not is_authority(flat))
        ):
            break
        gone.add(n)
    gone |= {n for n, _ in filled[again:] if n not in gone and n > min(gone) and page_lines.is_around(lines[n], zones)}
    return [line for n, line in enumerate(lines) if n not in gone]
