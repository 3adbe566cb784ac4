"""The laws and other titles of an index that a query names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, reduce

from ..query.citations import INSTALMENT, STATE, bare_titles, is_law_name, may_name_law
from ..runtime.lazy_pattern import lazy_pattern

_WIDEST = 1000  # characters, more than any title has
_PERIOD = lazy_pattern(r"\(?(?:19|20)[0-9]{2}(?:[-—~至](?:19|20)[0-9]{2})?年?度?\)?")
_NEARLY = 0.75  # of the characters of a title


class Laws:
    """The folded titles of documents, by what the laws among them are called."""

    def __init__(self, titles: Collection[str]) -> None:
        self._every = titles

    @cached_property
    def _names(self) -> dict[str, str]:
        return {title: own for title, own in zip(self._every, bare_titles(self._every), strict=True) if own}

    @cached_property
    def _titles(self) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for title, own in self._names.items():
            titles.setdefault(own, []).append(title)
        return titles

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._titles), default=0)

    @cached_property
    def _ending_with(self) -> dict[str, list[tuple[str, str]]]:
        """The titles, and what the laws are called, by the last character, also of those without an instalment."""
        ending: dict[str, list[tuple[str, str]]] = {}
        for title, own in self._names.items():
            for last in {own[-1], re.sub(f"{INSTALMENT}$", "", own)[-1:]}:
                ending.setdefault(last, []).append((title, own))
        return ending

    def titles_of(self, name: str) -> list[str]:
        """The titles that the folded `name` of a law means, the nearest first.

        The title itself, with or without the name of the state; else the one that begins and ends alike and of which little is left
        out (劳动争议仲裁法); else the longest that the name ends with (根据刑法); else those it is a piece of; else the one of which it
        is an abbreviation (民诉法) with the least left out.
        """
        if exact := self._titles.get(name):
            return list(exact)
        if is_law_name(name) and (nearly := self._nearly(name)):
            return nearly
        endings = {end for at in range(1, len(name)) if (end := name[at:]) in self._titles}
        if endings:
            ending = {title for end in endings for title in self._titles[end]}
            most = max(map(len, ending))
            return [next(title for title in self._names if title in ending and len(title) == most)]
        if not is_law_name(name):
            return []
        if pieces := [title for title, own in self._names.items() if name in own]:
            return sorted(pieces, key=len)
        spans = ((_span(name, own), len(own), title) for title, own in self._ending_with.get(name[-1], ()))
        return [title for span, _, title in [min(spans, default=(0, 0, ""))] if 0 < span < _WIDEST]

    def is_elsewhere(self, name: str) -> bool:
        """Whether the folded `name` is that of a law that titles cite but none is: 合同法, where 劳动合同法 is in the index."""
        return name not in self._titles and any(
            mark + name + "》" in title for title in self._names for mark in ("《", f"《{STATE}")
        )

    def _nearly(self, name: str) -> list[str]:
        """The title that begins and ends as `name` does, holds its characters in order and hardly more."""
        longest = len(name) / _NEARLY
        spans = [
            (len(own), title)
            for title, own in self._ending_with.get(name[-1], ())
            if own[0] == name[0] and len(own) <= longest and _span(name, own) == len(own)
        ]
        return [title for _, title in [min(spans)]] if spans else []

    def mentions(self, folded: str) -> list[str]:
        """The names of laws in a folded text, the longest first: names in the titles, and strings in the form of a name that stand alone."""
        if not may_name_law(folded):
            return []
        ends = ((at, min(len(folded), at + self._longest)) for at in range(len(folded)))
        pieces = {folded[at:end] for at, last in ends for end in range(at + 2, last + 1)}
        names = pieces & self._titles.keys()
        if not names and is_law_name(folded):
            names.add(folded)
        return sorted(names, key=lambda name: (-len(name), name))


class Cores:
    """Folded titles by their cores, which are the titles without the words of all titles; `cores`: those of some titles."""

    def __init__(self, titles: Collection[str], cores: Callable[[Collection[str]], Iterable[str]]) -> None:
        self.cores = dict(zip(titles, cores(titles), strict=True))
        self.titles: dict[str, list[str]] = {}
        for title, own in self.cores.items():
            self.titles.setdefault(own, []).append(title)
        self._joined = "\0".join(["", *self.titles, ""])  # folded text holds no \0
        self.of_rows: dict[int, str] = {}  # those of rows of the column of titles, as far as they were asked for

    def holding(self, text: str) -> Iterator[str]:
        """The cores that hold a text, each once, in order."""
        joined = self._joined
        at = joined.find(text) if text else -1
        while at >= 0:
            end = joined.find("\0", at)
            yield joined[joined.rfind("\0", 0, at) + 1 : end]
            at = joined.find(text, end)


def _span(name: str, title: str) -> int:
    """How many characters at the end of `title`, its instalment left out where `name` has none, hold those of `name` in order;
    _WIDEST when they do not, or do not end alike.
    """
    whole = title if name[-1] == title[-1] else re.sub(f"{INSTALMENT}$", "", title)
    if whole[-1:] != name[-1]:
        return _WIDEST
    at = len(whole)
    for c in reversed(name):
        at = whole.rfind(c, 0, at)
        if at < 0:
            return _WIDEST
    return len(whole) - at


def in_order(words: Sequence[str], text: str) -> bool:
    """Whether a text holds some words one after the other."""
    at = 0
    for word in words:
        if (found := text.find(word, at)) < 0:
            return False
        at = found + len(word)
    return True


def without_unsaid(core: str, asked: str, places: Iterable[str], offices: Iterable[str]) -> str:
    """The core of a title without a place, issuer and time that are not in `asked`: 重庆市綦江区, 财政局, 2026年度.

    `places` and `offices`: folded names of all places, cores of the names of all issuers.
    """
    held = [name for name in places if name in core]
    for issuer in filter(core.__contains__, offices):
        office = reduce(lambda left, name: left.replace(name, ""), held, issuer)
        if office not in asked:
            core = core.replace(office, "")
    for name in held:
        if name not in asked:
            core = core.replace(name, "")
    return _PERIOD.sub("", core)
