"""A text that a web page prints twice: once is enough."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from ...structure.issuers import is_authority
from . import page_lines

_HEAD = 6  # lines of the text that may stand above its copy
_COPY = 20  # letters at least of a text that is printed twice


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
