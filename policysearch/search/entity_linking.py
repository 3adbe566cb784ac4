"""Entity linking: the places, plans, laws and documents that a query names, as conditions on their fields.

1. A name beside other words matches every passage that says it, and every passage of the place, plan or law (`Named`).
2. A title, a document number or the names of one plan find the beginning of that document first (`Beginning`).
3. Only plain words are linked; quotes, fields, NOT and groups stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..model.fields import PLACES, short_name
from ..model.record import record
from ..query.ast import (
    SENTENCE,
    And,
    Beginning,
    Boost,
    In,
    Named,
    Parted,
    Phrase,
    Query,
    Term,
    all_of,
    split_boost,
    split_plain,
)
from ..query.citations import may_name_law, reference
from ..query.variants import spellings
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .filters import DRAFT, MOSTLY, PLACED

if TYPE_CHECKING:
    from .law_lookup import Cores
    from .protocol import Index

_REST = 2  # characters left of a word beside the name in it, at least
_AFTER_PLAN = lazy_pattern("(?:时期|期间|期?末|规划纲要|五年规划|规划|计划|纲要)")
_LINKING = lazy_pattern("^[的之在]|[的之在]$")
_LONGEST = 80  # characters of a query that may be a title
_COVERED = 0.6  # share of the core of a title that a query must hold to mean it
_FORMAL = lazy_pattern(
    "中华人民共和国|人民政府|办公厅|办公室|关于|印发|的?通知|国民经济和社会发展|第.{1,3}个五年|[《》<>〔〕\\[\\]()【】\"'\\s]"
)
_NO_LAW = lazy_pattern(
    "(?:规划|纲要|计划|目录|公报|通知|意见|标准|决定|决议|批复|安排)$"
)  # with which so many titles end that no abbreviation is sure
_WHOLE = lazy_pattern(
    "(?<=.)(?:(?:的|\\.)?(?:全文|原文|文本|电子版|pdf|word|docx?|下载))+$|^(?:全文|原文|文本|电子版|pdf|word|下载)$"
)  # beside a title
_NUMBER = lazy_pattern("[0-9]号$")  # of a document
_PLAN_IN_FULL = lazy_pattern("(?:国民经济和社会发展)?第(十[一二三四五六七八九]?)个五年")
_PLAN_WORDS = lazy_pattern("(?:国民经济和社会发展|第.{1,3}个五年|五年|规划|纲要|计划|时期|的)+")


@record
class Linked:
    """A query with what it names."""

    query: Query
    understood: str = ""  # the names as conditions, with the other words; "": nothing is named


def link_names(index: Index, query: Query) -> Linked:
    """`query` with the names among its words as Named, when it has other words too."""
    if not split_plain(query)[0]:
        return Linked(query)
    parts: list[tuple[Query, list[tuple[Query, In | None]]]] = []
    for part in query.queries if isinstance(query, And) else (query,):
        term, factor = split_boost(part)
        pieces: list[tuple[Query, In | None]] = [(part, None)]
        if isinstance(term, Term) and not _is_cited(index, term.text) and not _NUMBER.search(fold(term.text)):
            found = _pieces(index, fold(term.text))
            # The rest of a sentence is no topic but a question, which finds its names itself.
            found = [(text if field or len(found) == 1 else _topic(text), field) for text, field in found]
            if any(field for _, field in found) and all(field or len(text) < SENTENCE for text, field in found):
                found = list(_narrowest(index, found))
                pieces = [(Term(text) if factor == 1 else Boost(Term(text), factor), field) for text, field in found]
        parts.append((part, pieces))
    flat = [piece for _, pieces in parts for piece in pieces]
    fields = [field for _, field in flat if field]
    topics = [piece for piece, field in flat if not field and not isinstance(piece, In)]
    if not fields or (not topics and len(fields) < 2):
        return Linked(query)
    read = []
    for part, pieces in parts:
        if not any(field for _, field in pieces):
            read.append(part)
            continue
        apart = all_of(Named((piece, field)) if field else piece for piece, field in pieces)
        # Written together it may also stand so: 綦江区养老床位.
        together = len(pieces) > 1 and bool(index.literal.count(fold(str(split_boost(part)[0].text))))  # type: ignore[union-attr]
        read.append(Parted((part, apart)) if together else apart)
    understood = " ".join(str(field or piece) for piece, field in flat)
    return Linked(all_of(read), understood)


def _is_cited(index: Index, text: str) -> bool:
    """Whether a text cites an article, or a heading of a law that the index has: 十五五规划第三章 names a plan."""
    cited = reference(text)
    return cited is not None and (cited.unit == "条" or bool(index.cited[text]))


def names(index: Index) -> dict[str, In]:
    """The names of districts, cities and plans, folded, the longest first, with the condition that each means."""
    found: dict[str, In] = {}
    for field in PLACED:
        for value, folded in index.field_values(field).items():
            for name in (folded, short_name(folded)):
                if len(name) > 1:
                    found.setdefault(name, In(field, Term(value)))
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _pieces(index: Index, word: str) -> list[tuple[str, In | None]]:
    """A folded word in pieces: names with what they mean, and what is left between them."""
    if may_name_law(word) and not _NO_LAW.search(word):
        for law in index.laws.mentions(word):
            if law == word and (nearest := index.laws.titles_of(law)):
                return [(word, In("document", Phrase(nearest[0])))]
    pieces = list(_peel(index.names, word))
    rest = [text for text, field in pieces if not field]
    if len(pieces) == 1 or any(len(text) < _REST for text in rest):
        return pieces if len(pieces) == 1 else [(word, None)]
    # 江北机场 is no airport of 江北: a name without its ending is cut off only where the whole stands nowhere.
    short = any(field and text == short_name(fold(_value(field))) != fold(_value(field)) for text, field in pieces)
    if rest and short and index.literal.count(word):
        return [(word, None)]
    return pieces


def _narrowest(index: Index, pieces: list[tuple[str, In | None]]) -> Iterator[tuple[str, In | None]]:
    """`pieces` without a city before its district: 重庆市 in 重庆市綦江区."""
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        _, field = piece
        _, within = following or ("", None)
        if field and within and within.field == "district" and index.shares["district"] >= MOSTLY:
            own = index.holding("city", _value(field)).keys()
            inner = index.holding("district", _value(within)).keys()
            if inner < own:
                continue
        yield piece


def _topic(text: str) -> str:
    """The text beside names, without question words at its ends: 森林覆盖率多少."""
    from .question_text import matter

    asked = matter(text)
    return text if " " in asked else asked


def _value(field: In) -> str:
    return field.query.text if isinstance(field.query, Term | Phrase) else ""


def _peel(names: Mapping[str, In], word: str) -> Iterator[tuple[str, In | None]]:
    """The names at the beginning and the end of a word, in order, with what is left."""
    after: list[tuple[str, In | None]] = []
    every = tuple(names)
    while word:
        if word.startswith(every):
            begins = next(filter(word.startswith, every))
            yield begins, names[begins]
            word = word[len(begins) :]
            if names[begins].field == "plan" and (more := _AFTER_PLAN.match(word)):
                word = word[more.end() :]
        elif word.endswith(every):
            ends = next(filter(word.endswith, every))
            after.insert(0, (ends, names[ends]))
            word = word[: -len(ends)]
        else:
            yield word, None
            break
        word = _LINKING.sub("", word)
    yield from after


def find_title(index: Index, query: Query) -> Beginning | None:
    """The beginnings of the documents that `query` means as a whole; None when it is no title."""
    parts = query.queries if isinstance(query, And) else (query,)
    if not all(isinstance(part, Term | Phrase) for part in parts):
        return None
    typed = [_WHOLE.sub("", fold(part.text)) for part in parts]  # type: ignore[union-attr]
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
    bare = _core(whole)
    if not bare:
        return []
    if _NUMBER.search(whole):
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
    if not _NO_LAW.search(whole) and (named := index.laws.titles_of(whole)):
        return named[:1]
    from .law_lookup import in_order, without_unsaid

    wanted = [_core(word) for word in typed]
    length = len("".join(wanted))

    def near(words: Sequence[str], holds: Callable[[str], bool]) -> list[str]:
        found = [*filter(holds, cores.holding(max(words, key=len)))]
        if not found:
            return []
        places = [name for name, field in index.names.items() if field.field in PLACES]
        offices = [*map(_core, index.field_values("issuer").values())]
        return [core for core in found if length >= _COVERED * len(without_unsaid(core, bare, places, offices))]

    found = near(wanted, lambda core: all(word in core for word in wanted))
    if not found and _NO_LAW.search(whole):  # 重大行政决策目录 for 重大行政决策事项目录
        words = [word for part in wanted for word in index.words_in[part]]
        found = near(words, lambda core: in_order(words, core))
    return [title for core in sorted(found, key=lambda core: (len(core), core)) for title in cores.titles[core]]


def title_cores(index: Index) -> Cores:
    """The titles of the documents by their cores."""
    from .law_lookup import Cores

    return Cores(index.field_values("document").values(), _core)


def _core(title: str) -> str:
    """A folded title without the words of all titles."""
    core = _FORMAL.sub("", title)
    if core.startswith("最高人民"):
        from .interpretations import about

        return about(core)
    return core


def _plans(index: Index, whole: str) -> list[str]:
    """The titles of the plans named by a place, a period and words for a plan, and nothing else."""
    left, fields = "", list[In]()
    for text, field in _peel(index.names, _PLAN_IN_FULL.sub("\\1五", whole)):
        fields += [field] if field else []
        left += "" if field else text
    if _PLAN_WORDS.sub("", left) or not {"plan"} < {field.field for field in fields}:
        return []
    held: set[int] | None = None
    for field in fields:
        own = set(index.holding(field.field, _value(field)))
        held = own if held is None else held & own
    found = _titles_of(index, held or set())
    general = [title for title in found if "国民经济和社会发展" in title]
    return general or found


def _titles_of(index: Index, numbers: set[int]) -> list[str]:
    values = index.field_values("document")
    return list(
        dict.fromkeys(own for value, own in values.items() if not numbers.isdisjoint(index.holding("document", value)))
    )
