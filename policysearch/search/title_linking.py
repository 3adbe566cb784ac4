"""Titles as queries: a title, a document number or the names of one plan find the beginning of that document first (`Beginning`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ..model.fields import PLACES
from ..query.ast import Beginning, In
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
    titles = _documents_named(index, typed)
    if not titles:
        return None
    return Beginning(tuple(sorted(titles, key=lambda title: bool(DRAFT.search(title)))))


def _documents_named(index: Index, typed: Sequence[str]) -> list[str]:
    """The folded titles that some folded words mean, the nearest first."""
    whole = "".join(typed)
    bare = cores_of([whole])[0]
    if not bare:
        return []
    if NUMBER.search(whole):
        numbers = {fold(way) for way in spellings(whole)}
        held = [
            n
            for value, own in index.field_values("number").items()
            if own in numbers
            for n in index.holding("number", value)
        ]
        return _titles_of(index, set(held))
    cores = index.title_cores
    if exact := cores.titles.get(bare):
        return exact
    if plans := _plans(index, whole):
        return plans
    if "司法解释" in bare[-5:]:
        from .interpretations import interpretations

        return interpretations(cores, bare)
    if not NO_LAW.search(whole) and not whole[:4].isdecimal() and (named := index.laws.titles_of(whole)):
        return named[:1]
    from .law_lookup import in_order, without_unsaid

    wanted = cores_of(typed)
    length = len("".join(wanted))

    def near(words: Sequence[str], holds: Callable[[str], bool]) -> list[str]:
        found = [*filter(holds, cores.holding(max(words, key=len)))]
        if not found:
            return []
        places = [name for name, field in index.names.items() if field.field in PLACES]
        offices = cores_of(index.field_values("issuer").values())
        return [core for core in found if length >= _COVERED * len(without_unsaid(core, bare, places, offices))]

    found = near(wanted, lambda core: all(word in core for word in wanted))
    if not found and NO_LAW.search(whole):  # 重大行政决策目录 for 重大行政决策事项目录
        words = [word for part in wanted for word in index.words_in[part]]
        found = near(words, lambda core: in_order(words, core))
    return [title for core in sorted(found, key=lambda core: (len(core), core)) for title in cores.titles[core]]


def title_cores(index: Index) -> Cores:
    """The titles of the documents by their cores."""
    from .law_lookup import Cores

    return Cores(index.field_values("document").values(), cores_of)


def cores_of(titles: Iterable[str]) -> list[str]:
    """Some folded titles, at least one, without the words of all titles."""
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
