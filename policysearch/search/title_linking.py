"""Titles as queries: a title, a document number or the names of one plan find the beginning of that document first (`Beginning`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..model.fields import PLACES
from ..query.ast import Beginning, In, Phrase, any_of
from ..query.variants import spellings
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .entity_linking import NO_LAW, NUMBER, peel
from .filters import DRAFT, value_of

if TYPE_CHECKING:
    from .law_lookup import Cores
    from .protocol import Index

_LONGEST = 80  # characters of a query that may be a title
_COVERED = 0.6  # share of the core of a title that a query must hold to mean it
# The words of all titles, the first of those that overlap before the others.
_FIVE_YEARS = lazy_pattern("第[^\0\n]{1,3}个五年")
_FORMAL = (
    *("中华人民共和国", "人民政府", "办公厅", "办公室", "关于", "印发", "的通知", "通知", "国民经济和社会发展"),
    *"《》<>〔〕[]()【】\"'",
)
_NUMBER_LOOSELY = lazy_pattern(
    r"([^\W\d]{2,})\W*((?:19|20)[0-9]{2})年?\W*第?([0-9]{1,4})号?$"
)  # 府发{2021}15, 府发2021-15号
_YEAR = lazy_pattern("(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])(?:年度?)?")
_WHOLE = lazy_pattern(
    "(?<=.)(?:(?:的|\\.)?(?:全文|原文|文本|电子版|pdf|word|docx?|下载))+$|^(?:全文|原文|文本|电子版|pdf|word|下载)$"
)  # beside a title
_PLAN_IN_FULL = lazy_pattern("(?:国民经济和社会发展)?第(十[一二三四五六七八九]?)个五年")
_PLAN_WORDS = lazy_pattern("(?:国民经济和社会发展|第.{1,3}个五年|五年|规划|纲要|计划|时期|的)+")


def find_title(index: Index, words: Sequence[str]) -> Beginning | None:
    """The beginnings of the documents that the words of a query mean as a whole; None when they are no title."""
    typed = [_WHOLE.sub("", fold(word)) for word in words]
    typed = [word for word in typed if word]
    if not 2 < len("".join(typed)) <= _LONGEST:
        return None
    titles, conditions = _documents_named(index, typed)
    if not titles:
        return None
    return Beginning(tuple(sorted(titles, key=lambda title: bool(DRAFT.search(title)))), conditions)


def _documents_named(index: Index, typed: Sequence[str]) -> tuple[Sequence[str], tuple[In, ...]]:
    """The folded titles that some folded words mean, the nearest first; and conditions on their documents."""
    whole = "".join(typed)
    bare = cores_of([whole])[0]
    if not bare:
        return [], ()
    if (loose := _NUMBER_LOOSELY.match(whole)) or NUMBER.search(whole):
        ways = [whole, "{}〔{}〕{}号".format(*loose.groups())] if loose else [whole]
        numbers = {fold(way) for one in ways for way in spellings(one)}
        values = [value for value, own in index.field_values("number").items() if own in numbers]
        numbered = _titles_of(index, {n for value in values for n in index.holding("number", value)})
        if numbered or NUMBER.search(whole):
            return numbered, (In("number", any_of(map(Phrase, values))),) if numbered else ()
    if exact := index.title_cores.titles.get(bare):
        return exact, ()
    titles = _titles_named(index, typed, whole, bare)
    if len(pieces := list(peel(index.names, _YEAR.sub("", whole)))) < 2:
        return titles, ()
    from .placed_titles import titles_of_place

    return titles_of_place(index, pieces, titles, _YEAR.findall(whole), partial(_titles_beside, index))


def _titles_named(index: Index, typed: Sequence[str], whole: str, bare: str) -> Sequence[str]:
    """The folded titles that some words mean, which are `whole`, with the core `bare`, but no title or number; the nearest first."""
    cores = index.title_cores
    if plans := _plans(index, whole):
        return plans
    if "司法解释" in bare[-5:]:
        from .interpretations import interpretations

        return interpretations(cores, bare)
    if not NO_LAW.search(whole) and not whole[:4].isdecimal() and (named := index.laws.titles_of(whole)):
        return named[:1]
    for wanted in _with_short_forms(cores_of(typed)):
        found = _near(index, wanted, bare, lambda core: all(word in core for word in wanted))  # noqa: B023, asked at once
        if found:
            break
    if not found and NO_LAW.search(whole):  # 重大行政决策目录 for 重大行政决策事项目录
        from .law_lookup import in_order

        words = [word for part in wanted for word in index.words_in[part]]
        found = _near(index, words, bare, lambda core: in_order(words, core))
    return _titles_with(index, found)


def _near(index: Index, words: Sequence[str], asked: str, holds: Callable[[str], bool]) -> list[str]:
    """The cores that hold the longest of `words`, of which the words are _COVERED, without the places and offices not `asked`."""
    found = [*filter(holds, index.title_cores.holding(max(words, key=len)))]
    if not found:
        return []
    from .law_lookup import without_unsaid

    length = len("".join(words))
    places = [name for name, field in index.names.items() if field.field in PLACES]
    offices = cores_of(index.field_values("issuer").values())
    return [core for core in found if length >= _COVERED * len(without_unsaid(core, asked, places, offices))]


def _with_short_forms(words: list[str]) -> Iterator[list[str]]:
    """Words without those of all titles; then, where one holds 政府, short for 人民政府, without that too."""
    yield words
    if any("政府" in word for word in words):
        yield [word.replace("政府", "") for word in words]


def _titles_beside(index: Index, rest: str, holds: Callable[[str], bool]) -> list[str]:
    """The folded titles for which `holds` is true and of which `rest`, a folded text, is nearly all but the place."""
    titles = index.title_cores.titles
    for (core,) in _with_short_forms(cores_of([rest])):
        found = _near(index, [core], core, lambda own: any(map(holds, titles[own]))) if len(core) > 2 else []
        if found:
            return [title for title in _titles_with(index, found) if holds(title)]
    return []


def _titles_with(index: Index, cores: Sequence[str]) -> list[str]:
    """The folded titles with some cores, the shortest first."""
    return [
        title for core in sorted(cores, key=lambda core: (len(core), core)) for title in index.title_cores.titles[core]
    ]


def title_cores(index: Index) -> Cores:
    """The titles of the documents by their cores."""
    from .law_lookup import Cores

    return Cores(index.field_values("document").values(), cores_of)


def cores_of(titles: Collection[str]) -> list[str]:
    """Some folded titles without the words of all titles."""
    if not titles:
        return []
    joined = "\0".join(titles)  # folded text holds no \0 and \1
    if "个五年" in joined:
        joined = _FIVE_YEARS.sub("\1", joined)
    for words in _FORMAL:
        joined = joined.replace(words, "\1")  # so that what stands before and after makes no other of these
    cores = "".join(joined.replace("\1", "").split()).split("\0")
    if any(core.startswith("最高人民") for core in cores):
        from .interpretations import about

        return [about(core) if core.startswith("最高人民") else core for core in cores]
    return cores


def _plans(index: Index, whole: str) -> list[str]:
    """The titles of the plans named by a place, a period and words for a plan, and nothing else."""
    left, fields = "", list[In]()
    for text, field in peel(index.names, _PLAN_IN_FULL.sub("\\1五", whole)):
        fields += [field] if field else []
        left += "" if field else text
    if _PLAN_WORDS.sub("", left) or not {"plan"} < {field.field for field in fields}:
        return []
    held: set[int] | None = None
    for field in fields:
        own = set(index.holding(field.field, value_of(field)))
        held = own if held is None else held & own
    found = _titles_of(index, held or set())
    general = [title for title in found if "国民经济和社会发展" in title]
    return general or found


def _titles_of(index: Index, numbers: set[int]) -> list[str]:
    values = index.field_values("document")
    return list(
        dict.fromkeys(own for value, own in values.items() if not numbers.isdisjoint(index.holding("document", value)))
    )
