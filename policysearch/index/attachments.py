"""Files that belong to a notice: attached to a mail, linked from a page, or listed by it as 附件.

1. A file in a mail belongs to the mail.
2. A file beside a page, or in an archive beside it, belongs to the page that links to it.
3. A file in the folder or archive of a notice belongs to it where its name is 附件N with a title that the notice lists
   under 附件：, where its title is such a one, or where it is 附件N alone and no other there lists any.

A file that several could have belongs to none of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, join, normpath, splitext
from typing import Protocol
from urllib.parse import unquote_to_bytes, urlsplit

from ..model.document import Document
from ..text.numerals import number

_MOST = 200  # links, or titles listed, of one file
_LINK = re.compile(
    rb"(?:href\s*=\s*[\"']?|\]\(<?)([^\"'\s<>)]{1,1000}\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|csv|txt|zip|rtf|png|jpe?g|tiff?))\b",
    re.I,
)
_LIST = re.compile(r"[\s　]*附[\s　]*件[\s　]*[:：][\s　]*(.*)")
_ITEM = re.compile(r"[\s　]*(?:附[\s　]*件[\s　]*)?[0-9０-９一二三四五六七八九十]{1,3}[\s　]*[.．、:：][\s　]*(.+)")
_NAMED = re.compile(r"(?:.*[^\w])?附[\s　]*件[\s　]*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})?(.*)", re.S)
_SHORT = 4  # letters of a title that identify it


class File(Protocol):
    """What this module needs of a source."""

    @property
    def file(self) -> str: ...

    @property
    def links(self) -> tuple[str, ...]: ...

    @property
    def annexes(self) -> tuple[str, ...]: ...

    @property
    def documents(self) -> tuple[Document, ...]: ...


def links(data: bytes) -> tuple[str, ...]:
    """The files that a page links to, as paths from its folder; of other sites, their names.

    >>> links(b'<a href="./P1.xlsx">a</a><a href=https://a.b/c/%E9%99%84.pdf?x>b</a>')
    ('P1.xlsx', '附.pdf')
    """
    if b"](" not in data and b"href" not in data.lower():
        return ()
    found = []
    for match in list(_LINK.finditer(data))[:_MOST]:
        raw = unquote_to_bytes(match[1])
        for encoding in ("utf-8", "gb18030"):
            try:
                address = urlsplit(raw.decode(encoding))
            except ValueError:
                continue
            path = basename(address.path) if address.netloc or address.path.startswith("/") else normpath(address.path)
            found.append(path)
            break
    return tuple(dict.fromkeys(found))


def listed_titles(lines: Iterable[str]) -> tuple[str, ...]:
    """The titles that a notice lists as its attachments, their letters only.

    >>> listed_titles(["附件：1．任务分工表", "　　　2．《指标》", "某局", "附件：名单"])
    ('任务分工表', '指标', '名单')
    """
    found: list[str] = []
    open_ = False
    for line in lines:
        if start := _LIST.fullmatch(line):
            open_ = True
            if start[1]:
                item = _ITEM.fullmatch(start[1])
                found.append(_letters(item[1] if item else start[1]))
        elif open_ and (item := _ITEM.fullmatch(line)):
            found.append(_letters(item[1]))
        elif line.strip():
            open_ = False
    return tuple(dict.fromkeys(title for title in found if 0 < len(title) <= 100))[:_MOST]


def parents(files: Mapping[str, File]) -> dict[str, str]:
    """For each file that belongs to another, the name of that one; both are names in the index."""
    found: dict[str, str] = {}
    for name in files:
        above = dirname(name)
        while above and above not in files:
            above = dirname(above)
        if above:
            found[name] = above
    within = _by_archive(files)
    claims: dict[str, set[str]] = defaultdict(set)
    for name, file in files.items():
        for link in file.links:
            for path in {normpath(join(dirname(name), link)), join(dirname(name), basename(link))}:
                for target in within.get(path, ()):
                    claims[target].add(name)
    for name, pages in claims.items():
        if name not in found and len(pages - {name}) == 1:
            (found[name],) = pages - {name}
    for name, notice in _of_lists(files):
        if name not in found and found.get(notice) != name:
            found[name] = notice
    return {name: notice for name, notice in found.items() if found.get(notice) != name}


def _by_archive(files: Mapping[str, File]) -> dict[str, list[str]]:
    """The sources in each file on disk, and each by its own name."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, file in files.items():
        found[name].append(name)
        if file.file != name:
            found[file.file].append(name)
    return found


def _of_lists(files: Mapping[str, File]) -> Iterator[tuple[str, str]]:
    """Files with the notice in their folder that lists them, where only one does."""
    lists: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    listing: dict[str, dict[str, int]] = defaultdict(dict)
    for name, file in files.items():
        for title in file.annexes:
            lists[dirname(name)][title[:_SHORT]].append((title, name))
        if file.annexes and not _NAMED.fullmatch(_stem(name)):
            listing[dirname(name)][name] = len(file.annexes)
    for name, file in files.items():
        folder = dirname(name)
        if folder not in lists:
            continue
        notices: set[str] = set()
        if named := _NAMED.fullmatch(_stem(name)):
            title = _letters(named[2])
            alike = lists[folder].get(title[:_SHORT], ())
            notices = {one for other, one in alike if title and (other.startswith(title) or title.startswith(other))}
            if not title and len(listing[folder]) == 1:
                ((one, count),) = listing[folder].items()
                notices = {one} if not named[1] or (number(named[1]) or 0) <= count else set()
        if not notices:
            titles = {_letters(document.title) for document in file.documents} | {_letters(_stem(name))}
            notices = {
                one
                for title in titles
                if len(title) >= _SHORT
                for other, one in lists[folder].get(title[:_SHORT], ())
                if other == title
            }
        if len(notices - {name}) == 1 and name not in notices:
            yield name, notices.pop()


def _stem(name: str) -> str:
    return splitext(basename(name))[0]


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
