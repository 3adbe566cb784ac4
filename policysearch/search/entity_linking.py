"""Entity linking: the places, plans and laws that a query names, as conditions on their fields.

1. A name beside other words matches every passage that says it, and every passage of the place, plan or law (`Named`).
2. Only plain words are linked; quotes, fields, NOT and groups stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..model.fields import short_name
from ..model.record import record
from ..query.ast import (
    SENTENCE,
    And,
    Boost,
    In,
    Named,
    Parted,
    Query,
    Term,
    all_of,
    split_boost,
    split_plain,
)
from ..query.citations import may_name_law, reference
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .filters import NAMED_FIELDS, value_of

if TYPE_CHECKING:
    from .protocol import Index

_REST = 2  # characters left of a word beside the name in it, at least
_AFTER_PLAN = lazy_pattern("(?:时期|期间|期?末|规划纲要|五年规划|规划|计划|纲要)")
_LINKING = lazy_pattern("^[的之在]|[的之在]$")
NO_LAW = lazy_pattern(
    "(?:规划|纲要|计划|目录|公报|通知|意见|标准|决定|决议|批复|安排)$"
)  # with which so many titles end that no abbreviation is sure
NUMBER = lazy_pattern("[0-9]号$")  # of a document


@record
class LinkedQuery:
    """A query with what it names."""

    query: Query
    understood: str = ""  # the names as conditions, with the other words; "": nothing is named


def link_names(index: Index, query: Query) -> LinkedQuery:
    """`query` with the names among its words as Named, when it has other words too."""
    if not split_plain(query)[0]:
        return LinkedQuery(query)
    parts: list[tuple[Query, list[tuple[Query, In | None]]]] = []
    for part in query.queries if isinstance(query, And) else (query,):
        term, factor = split_boost(part)
        pieces: list[tuple[Query, In | None]] = [(part, None)]
        if isinstance(term, Term) and not _is_cited(index, term.text) and not NUMBER.search(fold(term.text)):
            found = _pieces(index, fold(term.text))
            # The rest of a sentence is no topic but a question, which finds its names itself.
            found = [(text if field or len(found) == 1 else _topic(text), field) for text, field in found]
            if any(field for _, field in found) and all(field or len(text) < SENTENCE for text, field in found):
                from .names_in_text import narrowest

                found = list(narrowest(index, found))
                pieces = [(Term(text) if factor == 1 else Boost(Term(text), factor), field) for text, field in found]
        parts.append((part, pieces))
    if "document" in (field.field for _, pieces in parts for _, field in pieces if field):
        from .law_versions import with_years

        parts = with_years(index, parts)
    flat = [piece for _, pieces in parts for piece in pieces]
    fields = [field for _, field in flat if field]
    topics = [piece for piece, field in flat if not field and not isinstance(piece, In)]
    if not fields or (not topics and len(fields) < 2):
        return LinkedQuery(query)
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
    return LinkedQuery(all_of(read), understood)


def _is_cited(index: Index, text: str) -> bool:
    """Whether a text cites an article, or a heading of a law that the index has: 十五五规划第三章 names a plan."""
    cited = reference(text)
    return cited is not None and (cited.unit == "条" or bool(index.cited[text]))


def names(index: Index) -> dict[str, In]:
    """The names of districts, cities and plans, folded, the longest first, with the condition that each means."""
    found: dict[str, In] = {}
    for field in NAMED_FIELDS:
        for value, folded in index.field_values(field).items():
            for name in (folded, short_name(folded)):
                if len(name) > 1:
                    found.setdefault(name, In(field, Term(value)))
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _pieces(index: Index, word: str) -> list[tuple[str, In | None]]:
    """A folded word in pieces: names with what they mean, and what is left between them."""
    if may_name_law(word) and not NO_LAW.search(word):
        from .law_versions import law_pieces

        if found := law_pieces(index, word):
            return found
    pieces = list(peel(index.names, word))
    rest = [text for text, field in pieces if not field]
    if len(pieces) == 1 or any(len(text) < _REST for text in rest):
        return pieces if len(pieces) == 1 else [(word, None)]
    # 江北机场 is no airport of 江北: a name without its ending is cut off only where the whole stands nowhere.
    short = any(field and text == short_name(fold(value_of(field))) != fold(value_of(field)) for text, field in pieces)
    if rest and short and index.literal.count(word):
        return [(word, None)]
    return pieces


def _topic(text: str) -> str:
    """The text beside names, without question words at its ends: 森林覆盖率多少."""
    from .question_text import matter

    asked = matter(text)
    return text if " " in asked else asked


def peel(names: Mapping[str, In], word: str) -> Iterator[tuple[str, In | None]]:
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
