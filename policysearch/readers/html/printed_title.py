"""The title of a web page: candidates from its metadata, and the lines that print it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from ...structure.document_types import TITLE_END
from ...structure.issuers import authorities, is_authority
from ...structure.line_classifier import recognise
from . import page_lines
from .site_metadata import is_labelled

_LONGEST_TITLE = 5  # lines
_LEAST, _MOST = 4, 80  # letters of a title that the page does not declare
_NAME = 24  # letters of the name of a site
_FACTS = 150  # letters of a line about the page
_SHORTEST = 8  # letters of a title without its authority
_SPLIT = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|-{2,}|—{2,}|>>?|»)\s*")
_SITE = re.compile(r"(?:网|网站|门户|平台|政府|办公[厅室]|委员会|[部委厅局署会院]|中心|频道|政务公开|信息公开|首页)$")
_REMARK = re.compile(r"\s*[（(【\[][^（）()【】\[\]]{1,6}[）)】\]]$")  # （全文）
_NUMBERED = re.compile(r"[（(【\[][^（）()【】\[\]]{2,30}号[）)】\]]\s*$")


def titles(page_title: str, *declared: str) -> list[str]:
    """Candidates for the title of the text: the `declared` one, then parts of the page's <title> without the name of the site.

    >>> titles("某市关于节水的通知_通知公告_某市人民政府网", "")
    ['某市关于节水的通知', '通知公告', '某市关于节水的通知_通知公告']
    """
    found = [title.strip() for title in declared if title.strip()]
    pieces = [name for piece in _SPLIT.split(page_title) if (name := piece.strip(" -–—"))]
    cut = re.split(r"(?<=[一-鿿）)》])-(?=[一-鿿])", pieces[0]) if len(pieces) == 1 else pieces
    found += [piece for piece in cut if not _SITE.search(piece) or len(cut) == 1 or len(piece) > _NAME]
    found += [piece for piece in (page_title.rpartition(mark)[0].strip() for mark in "-_—") if len(piece) >= 10]
    words = page_title.split()
    found += [piece for n in range(len(words) - 1, 0, -1) if len(piece := " ".join(words[:n])) >= 10]
    found = [name for title in found for name in (title, _REMARK.sub("", title))]
    return [title for title in dict.fromkeys(found) if not authorities(title)]


def is_end_of_title(line: str, title: str) -> bool:
    """Whether a line under the title is its end: all of it but the name of the authority."""
    whole, part = page_lines.flat(title), page_lines.flat(line)
    return len(part) >= _SHORTEST and whole.endswith(part) and is_authority(whole[: -len(part)])


def title_above_facts(lines: Sequence[str], filled: Sequence[int], zones: page_lines.Zones) -> int | None:
    """The line right above that with the day of the page, where the page does not say what its title is."""
    for above, n in pairwise(filled):
        line, title = lines[n].strip(), lines[above].strip()
        if not (page_lines.DATE.search(line) and len(line) <= _FACTS):
            continue
        if not (
            page_lines.is_info(line, zones)
            or page_lines.STAMP.fullmatch(line)
            or page_lines.TIMED.fullmatch(line)
            or is_labelled(line)
        ):
            continue
        if _LEAST <= len(page_lines.flat(title)) <= _MOST and not (
            page_lines.is_around(title, zones) or page_lines.is_prose(title) or is_labelled(title)
        ):
            return above
    return None


def leading_title(lines: Sequence[str], zones: page_lines.Zones, centred: Container[str]) -> int:
    """How many of the lines are the title that begins a text: they end as titles do, or are set in the middle, and no line
    before is anything else."""
    joined = ""
    found = 0
    for n, line in enumerate(lines[:_LONGEST_TITLE], 1):
        if page_lines.NUMBER.fullmatch(line.strip()):
            if found:
                break
            continue
        joined += page_lines.flat(line)
        if (
            len(joined) > _MOST
            or page_lines.is_prose(line)
            or page_lines.is_around(line, zones)
            or is_labelled(line)
            or line.rstrip().endswith(("：", ":"))
            or recognise(line).role not in ("text", "blank")
        ):
            break
        if line in centred and len(joined) >= _LEAST:
            found = n
        if len(joined) >= _SHORTEST and TITLE_END.search(page_lines.flat(line)):
            found = n
            break
    return found


def find_title(lines: Sequence[str], filled: Sequence[int], title: str, sure: bool = False) -> tuple[int, int] | None:
    """The half-open range of lines that prints the title: the last before the text, of those without prose between; of four
    letters, as 停水通知, only one that is `sure`, since names of columns are as short."""
    core = page_lines.flat(_NUMBERED.sub("", title))
    if len(core) < 5 and not (sure and len(core) == 4 and TITLE_END.search(core)):
        return None
    found: tuple[int, int] | None = None
    complete = False
    most = 0  # letters of a part of the title
    for n, start in enumerate(filled):
        if found and any("。" in lines[m] or recognise(lines[m]).role == "ladder" for m in range(found[1], start)):
            break
        if page_lines.is_prose(lines[start]) and found:
            break
        if page_lines.is_prose(lines[start]) or not page_lines.flat(lines[start]):
            continue
        for count in range(1, min(_LONGEST_TITLE, len(filled) - n) + 1):
            group = [lines[m] for m in filled[n : n + count]]
            if any(map(page_lines.is_prose, group)):
                break
            joined = page_lines.flat(_NUMBERED.sub("", "".join(group)))
            rest = page_lines.flat(_NUMBERED.sub("", "".join(group[1:])))
            whole = joined == core or (
                joined.endswith(core) and not rest.endswith(core) and len(joined) - len(core) <= 40
            )
            part = core.endswith(joined) and len(joined) * 2 >= len(core) and len(joined) >= 8
            if (whole or part) and not is_labelled(lines[start]):
                if found is None or (start >= found[1] and (whole or (not complete and len(joined) >= most))):
                    found, complete, most = (start, filled[n + count - 1] + 1), whole, len(joined)
                break
    return found
