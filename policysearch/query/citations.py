"""What a query cites as lawyers do, 民法典第五百条 or 刑法 133条之一: the article, and of which law."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from ..text.normalize import fold
from ..text.numerals import chinese, number
from .ast import Phrase, Query, Term, merge_terms

# Not compiled here: few queries cite, and a search should start fast.
_N = "(?:[0-9]{1,4}|[一二三四五六七八九十百千零〇○两]{1,9})"
_SUB = rf"(?:第?[(（]?{_N}[)）]?[款项目])*"
_ARTICLE = rf"(?P<ordinal>第)?(?P<main>{_N})条(?:之(?P<sub>{_N}))?{_SUB}"
_BELOW = rf"之{_N}{_SUB}|{_SUB}"
_LAW = r".*(?:法|典|条例|规定|办法|解释|细则|规则|决定|决议|通则|准则|章程|修正案|安排|批复|纲要|规划|公约|意见|通知|标准)(?:[（(][^（()）]*[）)]|[一二三四五六七八九十]{1,3})?"
_BOOK = "[一-鿿]{2,8}编"  # 合同编, between the law and the article
_STATE = "中华人民共和国"
_INSTALMENT = "[一二三四五六七八九十]{1,3}"
_MARKS = dict.fromkeys(map(ord, '《》<>"、 '))
_WIDEST = 1000  # characters, more than any title has
_FEWEST = 3  # characters of a name that may be a piece of a title: 办法 is one of too many


class Reference(NamedTuple):
    """An article, and the law it is of as it was typed, folded; "" for that article of any."""

    law: str
    article: tuple[int, int]  # 第一百三十三条之一 is (133, 1)

    @property
    def printed_forms(self) -> tuple[str, str]:
        """How texts print the article, in ideographs and in figures."""
        main, sub = self.article
        below = f"之{chinese(sub)}" if sub else ""
        return f"第{chinese(main)}条{below}", f"第{main}条{below}"


def reference(text: str) -> Reference | None:
    """What `text` cites when it is nothing but a reference to an article.

    >>> reference("刑法第133条之一第二款"), reference("三十条措施")
    (Reference(law='刑法', article=(133, 1)), None)
    """
    found = re.fullmatch(f"(?P<law>.*?){_ARTICLE}", fold(text)) if "条" in text else None
    if not found or not (found["law"] or found["ordinal"]) or (value := _value(found["main"], found["sub"])) is None:
        return None
    return Reference(_bare(re.sub(f"(?<=典){_BOOK}$", "", found["law"])), value)


def join_citations(parts: Sequence[tuple[Query, bool]]) -> list[Query]:
    """The parts of an And, a law and the article after it as one term: 《刑法》 第133条 第2款 is 刑法第133条第2款.

    With each part, whether it follows the one before without white space, as all do in 适用《刑法》的解释第三条.
    """
    if not any("条" in _text(part) for part, _ in parts):
        return [part for part, _ in parts]
    found: list[list[Query]] = []  # what stands together
    for part, attached in parts:
        text = _text(part) if isinstance(part, Term) else ""
        run = "".join(map(_text, found[-1])) if found else ""
        named = bool(run) and all(map(_text, found[-1])) and not reference(_text(found[-1][-1]))
        if text and named and re.fullmatch(_ARTICLE, fold(text)):
            book = run if len(found) > 1 and re.fullmatch(_BOOK, run) else ""
            over = "".join(map(_text, found[-2])) if book else run
            if re.fullmatch(_LAW, over):
                together = [*(found[-2] if book else []), *found[-1], part]
                found[-2 if book else -1 :] = [[merge_terms(over + book + text, together)]]
                continue
        if text and named and attached and reference(text):
            found[-1] = [merge_terms(run + text, [*found[-1], part])]
            continue
        if text and found and re.fullmatch(_BELOW, fold(text)) and reference(_text(found[-1][-1])):
            found[-1][-1] = merge_terms(_text(found[-1][-1]) + text, [found[-1][-1], part])
            continue
        if attached and found:
            found[-1].append(part)
        else:
            found.append([part])
    return [part for together in found for part in together]


class Index(Protocol):
    """What looking for an article asks of an engine; passages are numbers."""

    @property
    def literal(self) -> _Texts: ...

    @property
    def laws(self) -> Laws:
        """The laws among the documents."""
        ...

    def field_values(self, field: str) -> Mapping[str, str]:
        """Every value of a field with its folded form."""
        ...

    def holding(self, field: str, value: str) -> Iterable[int]:
        """The passages with that value."""
        ...


class _Texts(Protocol):
    def heading(self, number: int) -> str: ...

    def count(self, needle: str) -> Mapping[int, tuple[float, float]]: ...


def is_cited(text: str, heading: str) -> bool:
    """Whether a folded heading is that of the article which `text` cites, of whatever law."""
    found = reference(text)
    return found is not None and _is(found.article, heading)


def find_cited(index: Index, text: str) -> dict[int, int]:
    """The passages that are the article which `text` cites, each with its place: 0 for the latest text of the nearest law."""
    found = reference(text)
    if not found:
        return {}
    numbers = {
        number
        for way in found.printed_forms
        for number, (headings, _) in index.literal.count(way).items()
        if headings and _begins(found, way, index.literal.heading(number))
    }
    if not found.law:
        return dict.fromkeys(numbers, 0)
    values = index.field_values("document")
    years = sorted(index.field_values("year"), key=int, reverse=True)
    places: dict[int, int] = {}
    for title in index.laws.titles_of(found.law):
        same = (value for value, own in values.items() if own == title)
        left = numbers.intersection(n for value in same for n in index.holding("document", value))
        for year in years if len(left) > 1 else ():
            if latest := left.intersection(index.holding("year", year)):
                places.update(dict.fromkeys(latest, len(places)))
                left -= latest
        places.update(dict.fromkeys(left, len(places)))
    return places


def is_short_for(field: str, typed: str) -> Callable[[str], bool]:
    """Whether a folded value of `field` is just what `typed` is short for: of "article", 第一百三十三条 for 133; of
    "document", the law for its name.
    """
    folded = fold(typed)
    if field == "article" and (found := re.fullmatch(_ARTICLE, folded if "条" in folded else f"{folded}条")):
        wanted = _value(found["main"], found["sub"])
        return lambda value: wanted is not None and _is(wanted, value)
    name = _bare(folded)
    return lambda value: field == "document" and _bare(value) == name


class Laws:
    """The folded titles of documents, by what the laws among them are called."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._every = titles

    @cached_property
    def _names(self) -> dict[str, str]:
        return {title: own for title in self._every if (own := _bare(title))}

    @cached_property
    def _titles(self) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for title, own in self._names.items():
            titles.setdefault(own, []).append(title)
        return titles

    @cached_property
    def _ending_with(self) -> dict[str, list[tuple[str, str]]]:
        """The titles, and what the laws are called, by the last character, also of those without an instalment."""
        ending: dict[str, list[tuple[str, str]]] = {}
        for title, own in self._names.items():
            for last in {own[-1], re.sub(f"{_INSTALMENT}$", "", own)[-1:]}:
                ending.setdefault(last, []).append((title, own))
        return ending

    def titles_of(self, name: str) -> list[str]:
        """Those of the titles that the folded `name` of a law means, the nearest first.

        The title itself, with or without the name of the state; else the longest that the name ends with (根据刑法); else those it
        is a piece of; else the one of which it is an abbreviation (民诉法) with the least left out.
        """
        if exact := self._titles.get(name):
            return list(exact)
        endings = {end for at in range(1, len(name)) if (end := name[at:]) in self._titles}
        if endings:
            ending = {title for end in endings for title in self._titles[end]}
            most = max(map(len, ending))
            return [next(title for title in self._names if title in ending and len(title) == most)]
        if len(name) < _FEWEST or not re.fullmatch(_LAW, name):
            return []
        if pieces := [title for title, own in self._names.items() if name in own]:
            return sorted(pieces, key=len)
        spans = ((_span(name, own), len(own), title) for title, own in self._ending_with.get(name[-1], ()))
        return [title for span, _, title in [min(spans, default=(0, 0, ""))] if 0 < span < _WIDEST]

    def mentions(self, folded: str) -> list[str]:
        """The names of laws in a folded text, the longest first: such as stand in the titles, and what alone is like a name."""
        if not re.search(_LAW, folded):
            return []
        longest = max(map(len, self._titles), default=0)
        ends = ((at, min(len(folded), at + longest)) for at in range(len(folded)))
        pieces = {folded[at:end] for at, last in ends for end in range(at + 2, last + 1)}
        names = pieces & self._titles.keys()
        if len(folded) >= _FEWEST and re.fullmatch(_LAW, folded) and not names:
            names.add(folded)
        return sorted(names, key=lambda name: (-len(name), name))


class Cores:
    """Folded titles by what is left of them without what all titles have, the `core`."""

    def __init__(self, titles: Iterable[str], core: Callable[[str], str]) -> None:
        self.cores = {title: core(title) for title in titles}
        self.titles: dict[str, list[str]] = {}
        for title, own in self.cores.items():
            self.titles.setdefault(own, []).append(title)
        self._joined = "\0".join(["", *self.titles, ""])  # folded text holds no \0

    def holding(self, text: str) -> Iterator[str]:
        """The cores that hold a text, each once, in order."""
        joined = self._joined
        at = joined.find(text) if text else -1
        while at >= 0:
            end = joined.find("\0", at)
            yield joined[joined.rfind("\0", 0, at) + 1 : end]
            at = joined.find(text, end)


def _begins(found: Reference, way: str, heading: str) -> bool:
    """Whether a folded heading, which holds a printed form of an article, is that of the article."""
    plain = not found.article[1] and heading.startswith(way) and not heading.startswith("之", len(way))  # as a rule
    return plain or _is(found.article, heading)


def _is(wanted: tuple[int, int], heading: str) -> bool:
    """Whether a folded heading is that of the article `wanted`."""
    found = re.match(rf"第({_N})条(?:之({_N}))?", heading)
    return found is not None and _value(found[1], found[2]) == wanted


def _text(query: Query) -> str:
    return query.text if isinstance(query, Term | Phrase) else ""


@lru_cache(4096)  # thousands of passages are 第十一条
def _value(main: str, sub: str | None) -> tuple[int, int] | None:
    article, below = number(main), number(sub or "0")
    if article is None or below is None or not 0 < article < 10_000 or below >= 10_000:
        return None
    return article, below


def _span(name: str, title: str) -> int:
    """How many characters at the end of `title`, its instalment left out where `name` has none, hold those of `name` in order;
    _WIDEST when they do not, or do not end alike.
    """
    whole = title if name[-1] == title[-1] else re.sub(f"{_INSTALMENT}$", "", title)
    if whole[-1:] != name[-1]:
        return _WIDEST
    at = len(whole)
    for c in reversed(name):
        at = whole.rfind(c, 0, at)
        if at < 0:
            return _WIDEST
    return len(whole) - at


@lru_cache(8192)  # every title of an index, for each condition on documents
def _bare(title: str) -> str:
    """A folded title without the name of the state, marks around names, and what is in brackets at its end; （三）, the number
    of an instalment, stays as 三.
    """
    bare = title.translate(_MARKS).replace(_STATE, "")
    if "(" not in bare:
        return bare
    return re.sub(r"\([^()]*\)$", "", re.sub(rf"\(({_INSTALMENT})\)", r"\1", bare))
