"""What documents define: the entries of their 名词解释 and footnotes, as terms with their definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model.document import Passage
from ..model.kinds import GLOSSARIES
from ..text.display import plain
from ..text.normalize import fold
from .metadata import glossary_entry, with_tabs

#: The kinds of the passages that may define a term.
KINDS = GLOSSARIES

_MARK = re.compile(r"^[\s�]*(?:[\[［〔][0-9]{1,3}[\]］〕]|[①-⑳])?\s*")  # of a footnote
_FURTHER = re.compile(
    r"(?<=[。；])(?:\s*“(?P<quoted>[^“”。：:]{2,30})”|\s+(?P<bare>[^“”，。；：:\s]{2,12}))\s*[：:]\s*(?=\S)"
)
_QUOTED = re.compile('"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition."""

    term: str  # as printed, without the quotes when they are around all of it
    definition: str  # on one line, without markup
    passage: Passage  # which says who defines it

    @property
    def names(self) -> frozenset[str]:
        """What the term is looked up by, folded: all of it without quotes, and what is quoted in it."""
        return frozenset({_bare(self.term), *_QUOTED.findall(fold(self.term))})


def entries(passage: Passage) -> tuple[Entry, ...]:
    """What `passage` defines: mostly one term, several where one entry says “甲”：…。“乙”：…, nothing when it is no entry."""
    text = "\t".join(plain(cell)[0] for cell in with_tabs(passage.text).split("\t"))
    entry = glossary_entry(_MARK.sub("", text) if passage.kind == "注释" else text)
    if passage.kind not in KINDS or entry is None or _bare(entry[0]) != _bare(passage.title):
        return ()
    term, definition = entry
    found = []
    at = 0
    for further in _FURTHER.finditer(definition):
        if further["bare"] and not _alike(further["bare"], term):
            continue  # 具体包括：, not a term
        found.append(Entry(term, definition[at : further.start()].rstrip(), passage))
        term, at = further["quoted"] or further["bare"], further.end()
    return (*found, Entry(term, definition[at:], passage))


def look_up(passages: Iterable[Passage], term: str = "") -> tuple[Entry, ...]:
    """Who defines `term`, and how, in the order of `passages`; "" is every term.

    Quotes, width and the like make no difference: 两主四特 is found as “两主四特”现代产业集群. Where nobody defines it
    under this name, the terms that hold it are given.
    """
    found = [entry for passage in passages for entry in entries(passage)]
    wanted = _bare(term)
    if not wanted:
        return () if term.strip() else tuple(found)
    exact = tuple(entry for entry in found if wanted in entry.names)
    return exact or tuple(entry for entry in found if wanted in _bare(entry.term))


def grouped(found: Iterable[Entry]) -> list[list[Entry]]:
    """The entries with those of one term together, in the order of their first."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(_bare(entry.term), []).append(entry)
    return list(groups.values())


def _alike(one: str, other: str) -> bool:
    """五个科技 and 五个科学: terms that are explained side by side are coined alike."""
    return len(one) == len(other) and one[0] == other[0]


def _bare(text: str) -> str:
    return fold(text).replace('"', "")
