"""The words and names of a query that a passage lacks, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from ..query.ast import Query, typed_term
from ..query.variants import spellings
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .match import PARTS, counts_in, having
from .names_in_text import absent_place, find_names, mostly
from .question_text import PARTICLES, matter, only_asks, split_words
from .string_weights import Index

_MOST_WORDS = 6  # of a question with more words it is told which names a passage lacks, not which words
_PROVISION = lazy_pattern("(第[0-9〇零一二三四五六七八九十百千]+[编章节条款项])")  # one word
_YEAR = lazy_pattern("(?<![0-9])(?:19|20)[0-9]{2}年?(?![0-9月])")  # of a law
_DATED = ("法", "典", "条例", "规定", "办法", "解释")  # of which there are versions; the years of a plan are its period
_FRAME = re.compile(r"^[能会可要得才就还被让给内]+(?=\w)|(?<=\w)[吗呢吧么啊]+$")  # around what a question asks for
_PREFIXES = ("非", "未", "一")  # told with what follows that a passage lacks: 非法养, not 法养
_PARTICLES = PARTICLES.union("对为将被由把从到", ("以及", "哪些"))


def holders(index: Index, plain: Sequence[Query]) -> tuple[dict[str, Set[int]], Sequence[str]]:
    """For each of some plain words, but those that only ask, the passages that hold it or are of the place, plan or law that it
    names; and the words that are names where most passages are of what bears one.
    """
    held: dict[str, Set[int]] = {}
    named = []
    for part in plain:
        term = typed_term(part)
        assert term
        if only_asks(term.text) or term.text in _PARTICLES:
            continue
        rest, places = find_names(index, fold(term.text), everywhere=True)
        holding = index.matched[part]
        for of in [] if rest.strip() else places.values():
            holding = holding | of
        if (asked := matter(term.text)) != fold(term.text) and " " not in asked:
            holding = holding | having(index, asked, PARTS)
        if cited := index.cited[term.text]:
            holding = holding | cited.keys()
        held[term.text] = holding
        if not rest.strip() and any(mostly(index, name) for name in places):
            named.append(term.text)
    return held, named


def of_words(index: Index, held: Mapping[str, Set[int]]) -> Callable[[int], tuple[str, ...]]:
    """What a passage and its document's title lack of words that were typed one by one; `held`: the passages that hold each."""
    from .words_in_titles import in_titles

    titled = in_titles(index)
    return lambda number: tuple(
        word for word, holding in held.items() if number not in holding and number not in titled(word)
    )


def of_question(index: Index, text: str, synonyms: Sequence[str]) -> Callable[[int], tuple[str, ...]]:
    """What a passage lacks of a question: names, and words where the question has few; words side by side are told as one.

    A passage that holds one of the `synonyms` may hold its word in other characters: then only names and numbers are told.
    """
    from .words_in_titles import in_titles

    titled = in_titles(index)
    others = [other for other in map(fold, synonyms) if other not in fold(text)]

    @cache  # only hits that are shown are asked about
    def sought() -> tuple[Mapping[str, Set[int]], Sequence[str]]:
        names, asked = _names(index, text), matter(text)
        for name in names:
            asked = asked.replace(fold(name), " ")
        runs = (run for run in re.split("[\\s的]+", asked) if run)
        pieces = (piece for run in runs for part in _PROVISION.split(run) for piece in (part, ""))  # "" between parts
        words = [word for piece in pieces for word in _words(index, piece)]
        return names, words if sum(map(_tells, words)) <= _MOST_WORDS else ()

    def holds(number: int, string: str) -> bool:
        ways = [*map(fold, spellings(string))]
        return any(counts_in(index.literal.counts(way, number), PARTS) or number in titled(way) for way in ways)

    def lacking(number: int) -> tuple[str, ...]:
        for part in text.split():
            if number in index.cited[part]:
                rest = text.replace(part, " ").strip()
                return of_question(index, rest, synonyms)(number) if rest else ()
        names, words = sought()
        found = [name for name, passages in names.items() if number not in passages]
        excused = any(holds(number, other) for other in others)  # but for years and other numbers

        def there(word: str) -> bool:
            return not _tells(word) or (excused and not word[0].isdecimal()) or holds(number, word)

        held = [there(word) for word in words]
        for at in range(1, len(words)):
            held[at - 1] &= held[at] or words[at - 1] not in _PREFIXES
        told = "".join(" " if one else word for one, word in zip(held, words, strict=True)).split()
        return (*found, *filter(_tells, (_FRAME.sub("", word) for word in told)))

    return lacking


def _names(index: Index, text: str) -> Mapping[str, Set[int]]:
    """The districts, cities, plans and laws that a text names, as it writes them, with the passages that are of each or say it."""
    left = fold(text)
    found: dict[str, Set[int]] = {}
    for name, passages in find_names(index, left)[1].items():
        written = re.search(f"{re.escape(name)}(?:自治)?[省市区县州]?", left)
        if written:  # and not in a longer name: 政府采购法 in 政府采购法实施条例
            left = left.replace(name, " ")
            found[written[0]] = passages | having(index, written[0], PARTS)
    laws = [law for law in index.laws.mentions(fold(text)) if law.endswith(_DATED)]
    for year in _YEAR.findall(fold(text)) if laws else ():
        found[year] = frozenset(index.holding("year", year[:4])) | having(index, year, PARTS)
    if name := absent_place(index, text):
        found[name] = frozenset()
    return found


def _words(index: Index, piece: str) -> list[str]:
    return [piece] if not piece or _PROVISION.fullmatch(piece) else split_words(index, piece)


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in _PARTICLES
