"""A term that stands nowhere, split into its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.fields import short_name
from ..query.ast import Boost, Phrase, Query, Term, Titled, all_of, split_boost, split_plain, typed_term, walk
from ..query.citations import is_document_number, is_law_name, reference
from ..text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..query.synonyms import Synonyms
    from .searcher import Searcher

_NAMES = ("district", "city", "plan")  # the fields whose values may be named among other words


def words_apart(searcher: Searcher, query: Query, synonyms: Synonyms | None) -> Query | None:
    """`query` with its only term split into words. None when the index knows too few of them, when the term cites an article or
    has synonyms as a whole, and when there is no term or more than one.
    """
    plain, others = split_plain(query)
    term = typed_term(plain[0]) if len(plain) == 1 else None
    if not term or len(term.text) < 3:
        return None
    from .question_text import matter, only_asks, split_words

    if only_asks(term.text):
        return None
    folded = matter(term.text)
    whole = folded == fold(term.text)  # without question words
    if (
        is_document_number(fold(term.text))
        or cites_an_article(term.text)
        or (whole and synonyms and folded in synonyms)
    ):
        return None
    from .names_in_text import absent_place

    absent = absent_place(searcher, folded)  # 江北区, of which there is nothing, is no 江北 and no 区
    rest = folded.removeprefix(absent)
    words = [absent] * bool(absent and rest) + split_words(searcher, rest or folded)
    if not _knows(searcher, words):
        names = {fold(value) for field in _NAMES for value in searcher.values(field) if value}
        sought = sorted(names.union(map(short_name, names)), key=len, reverse=True)
        pieces = re.split(f"({'|'.join(map(re.escape, sought))})", folded) if sought else [folded]
        words = [word for piece in pieces for word in ([piece] if piece in sought else split_words(searcher, piece))]
        if not _knows(searcher, words, frozenset(sought)):
            return None
    _, factor = split_boost(plain[0])
    if len(words) == 1 and whole:
        return None
    return all_of([*(Term(word) if factor == 1 else Boost(Term(word), factor) for word in words), *others])


def cites_an_article(text: str) -> bool:
    """Whether `text` is 劳动法第三条, or 第三条: of another article it is no part."""
    cites = reference(text)
    return cites is not None and cites.unit == "条" and (not cites.law or is_law_name(cites.law))


def is_whole(searcher: Searcher, tree: Query, plain: Sequence[Query]) -> bool:
    """Whether a query is a title, or each of its plain words is known, cites an article or stands somewhere as it was typed:
    广场舞音响扰民 is several words.
    """
    if any(isinstance(node, Titled) for node in walk(tree)):
        return True
    typed = [term.text for part in plain if (term := typed_term(part))]
    know, total = searcher.frequency, searcher.total
    return all(know(fold(text)) or reference(text) or total(Phrase(text)) for text in typed)


def _knows(searcher: Searcher, words: list[str], names: frozenset[str] = frozenset()) -> bool:
    """Whether enough of some words are words of the index or `names`: two, one of several characters; or one that is more than
    half of the text or stands beside unknown text.
    """
    known = {word for word in words if word in names or (not word[:1].isdecimal() and searcher.frequency(word))}
    longest = max(map(len, known), default=0)
    known |= {word for word in words if len(word) > 1 and word[:1].isdecimal() and searcher.total(Term(word))}  # 15天
    if longest < 2:
        return False
    if len(known) > 1 or 2 * longest > len("".join(words)):
        return True
    rest = list(filter(None, re.split("|".join(map(re.escape, known)), "".join(words))))
    return bool(rest) and not any(map(searcher.literal.count, rest))
