"""What stands beside the cells of a sheet: comments on them, and what it prints above and below each page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element

from ..opc import Package
from ..settings import FOOTER, HEADER, remark, running_head

MOST_COMMENTS = 20_000  # of a sheet
LONGEST = 32_767  # characters

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_T = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[^LCR&])')  # ECMA-376, 18.3.1.46
_PARTS = re.compile("&[LCR]")


def people(part: Element) -> dict[str, str]:
    """The names of those who comment in threads, by their ids."""
    return {one.get("id", ""): one.get("displayName", "") for one in part.iter(f"{_T}person")}


def comments(package: Package, sheet: str, people: Mapping[str, str], unseen: Collection[int]) -> Iterator[str]:
    """The comments on the cells of the sheet in this part, in their order, a line each; not those on the columns `unseen`."""
    parts = [(kind, name) for kind, name in package.relations(sheet) if package.has(name)]
    threads = [one for kind, name in parts if kind == "threadedComment" for one in package.part(name)]
    threaded = {one.get("ref", "") for one in threads}
    for one in threads[:MOST_COMMENTS]:
        if _is_seen(place := one.get("ref", ""), unseen) and (text := _line(one.findtext(f"{_T}text") or "")):
            yield remark(people.get(one.get("personId", ""), ""), text, place)
    for kind, name in parts:
        if kind == "comments":
            part = package.part(name)
            authors = [author.text or "" for author in part.findall(f"{_S}authors/{_S}author")]
            for one in part.findall(f"{_S}commentList/{_S}comment")[:MOST_COMMENTS]:
                place, by = one.get("ref", ""), one.get("authorId", "")
                who = authors[int(by)] if re.fullmatch("[0-9]{1,6}", by) and int(by) < len(authors) else ""
                text = "".join(piece.text or "" for piece in one.iter(f"{_S}t"))
                # what a thread says is there a second time, for older programs
                if place not in threaded and _is_seen(place, unseen) and (said := without_name(_line(text), who)):
                    yield remark(who, said, place)


def without_name(text: str, who: str) -> str:
    """A comment without the name of who wrote it, which Excel sets before it.

    >>> without_name("张三: 请核实", "张三")
    '请核实'
    """
    return re.sub(rf"^{re.escape(who)}\s*[:：]\s*", "", text) if who else text


def headers(sheet: Element) -> Iterator[str]:
    """What a sheet prints above and below its pages, but for their numbers and the like."""
    for mark, name in ((HEADER, "Header"), (FOOTER, "Footer")):
        said: dict[str, None] = {}
        for kind in ("odd", "even", "first"):
            for part in _PARTS.split(sheet.findtext(f"{_S}headerFooter/{_S}{kind}{name}") or ""):
                text = _line(_CODES.sub(" ", part.replace("&&", "＆")).replace("＆", "&"))
                said[running_head(mark, text)] = None
        yield from filter(None, said)


def _line(text: str) -> str:
    return " ".join(text[:LONGEST].split())


def _is_seen(place: str, unseen: Collection[int]) -> bool:
    found = _PLACE.fullmatch(place)
    return not (found and unseen and column(found[1]) in unseen)


def column(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters(column: int) -> str:
    """A for 1, AA for 27."""
    found = ""
    while column:
        column, last = divmod(column - 1, 26)
        found = chr(65 + last) + found
    return found
