"""Abbreviations and synonyms of what was typed, from the file that ships and the user's own.

1. Only an unquoted term is widened, and not under NOT or in a filter: quoted text stays as it is.
2. What the typed words find is found without synonyms too, and scores more than what only a synonym finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..runtime.cache import Remembered
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .ast import (
    SYNONYM,
    Alternatives,
    Beginning,
    Boost,
    Named,
    Not,
    Phrase,
    Query,
    Term,
    all_of,
    any_of,
    is_filter,
    positive_leaves,
    transform,
    wordless,
)

_SIGNS = str.maketrans("＝＞﹥﹦＃﹟", "=>>=##")
_YEAR_END = lazy_pattern(
    "(?<![0-9])((?:19|20)[0-9]{2}年)年?[底末]前?"
)  # folded; tables print 2025年 over what is there at its end
_SHORT = 16  # characters
_KNOWN = 10_000  # characters of terms whose forms are remembered


TABLE = Path(__file__).with_name("synonyms.tsv")  # made by benchmarks/make_synonyms.py of the groups that ship


class Synonyms:
    r"""The groups that ship, and those of a text of the user's; synonym_groups/general.txt says how they are written.

    >>> str(Synonyms("GDP = 生产总值 \n 地铁 > 轨道交通", shipped=False).widen(Term("ＧＤＰ增速")))
    'ＧＤＰ增速 OR ("生产总值" AND 增速)^0.3'
    """

    def __init__(self, own: str = "", shipped: bool = True) -> None:
        # Of thousands of forms a search needs one or two: the lines of the table are bisected, not read.
        self._table = TABLE.read_text("utf-8").splitlines() if shipped else []
        self._own: dict[str, list[str]] = {}
        for form, words in read(own.splitlines()):
            self._own.setdefault(form, []).extend(words)
        self._begins = {form[:2] for form in self._own}
        self._forms = Remembered(self._find_forms, _KNOWN)  # of a term, which a question asks for several times

    def widen(self, query: Query) -> Query:
        """`query` with every unquoted term as Alternatives, if it has synonyms."""
        return transform(query, self._widen)

    def _widen(self, node: Query) -> Query | None:
        if isinstance(node, Term):
            others = [Boost(other, SYNONYM) for other in self._instead(fold(node.text))]
            return Alternatives((node, *others)) if others else node
        return node if isinstance(node, Not | Named | Beginning) or is_filter(node) else None

    def added_words(self, query: Query) -> list[str]:
        """The other words that `widen` looks for, each once."""
        forms = (
            form
            for leaf in positive_leaves(query)
            if isinstance(leaf, Term)
            for _, form in self._forms[fold(leaf.text)]
        )
        return list(dict.fromkeys(other for form in forms for other in self._others(form) or ()))

    def __contains__(self, folded: object) -> bool:
        """Whether a folded term as a whole is a form of a group."""
        return isinstance(folded, str) and self._others(folded) is not None

    def _instead(self, whole: str) -> Iterator[Query]:
        """The synonyms of a folded term, or of one of the forms in it, each with the rest of the term; of a short term also of all
        forms together: 2025年 and 生产总值 for 2025年底GDP.
        """
        forms, every, end = self._forms[whole], list[Query](), 0
        for start, form in forms:
            for other in self._others(form) or ():
                parts: list[Term | Phrase] = [Term(whole[:start]), Phrase(other), Term(whole[start + len(form) :])]
                yield all_of(part for part in parts if not wordless(part.text))
        if len(forms) > 1 and len(whole) <= _SHORT:
            for start, form in sorted(forms):
                every += [Term(whole[end:start]), any_of(map(Phrase, (form, *(self._others(form) or ()))))]
                end = start + len(form)
            every.append(Term(whole[end:]))
            yield all_of(part for part in every if not (isinstance(part, Term) and wordless(part.text)))

    def _find_forms(self, whole: str) -> list[tuple[int, str]]:
        """The known forms in a folded term that do not overlap, with where they begin, the longest first.

        No Latin word is cut for one. Of several as long the last comes first: 人员工资 is about 工资, not about 员工.
        """
        known = [
            (start, form)
            for start in range(len(whole))
            for form in self._beginning(whole, start)
            if _apart(whole, start, form)
        ]
        known += [(found.start(), found[0]) for found in _YEAR_END.finditer(whole)]
        found: list[tuple[int, str]] = []
        taken: set[int] = set()
        for start, form in sorted(known, key=lambda one: (-len(one[1]), -one[0])):
            if taken.isdisjoint(range(start, start + len(form))):
                found.append((start, form))
                taken.update(range(start, start + len(form)))
        return found

    def _beginning(self, whole: str, start: int) -> list[str]:
        """The known forms that begin in a folded text there."""
        begin, table, found = whole[start : start + 2], self._table, []
        at = bisect_left(table, begin)
        while at < len(table) and table[at].startswith(begin):
            form, _, _ = table[at].partition("\t")
            if whole.startswith(form, start) and form not in self._own:
                found.append(form)
            at += 1
        if begin in self._begins or begin[:1] in self._begins:
            found += [form for form in self._own if whole.startswith(form, start)]
        return found

    def _others(self, form: str) -> list[str] | None:
        """The synonyms of a folded form as they are written, each once, in the order of its group; None for a form of no group."""
        if year := _YEAR_END.fullmatch(form):
            return [year[1]]
        n = bisect_left(self._table, form + "\t")
        line = self._table[n] if n < len(self._table) else ""
        shipped = line.split("\t")[1:-1] if line.startswith(form + "\t") else None
        own = self._own.get(form)
        if shipped is None and own is None:
            return None
        return unlike(form, [*(shipped or ()), *(own or ())])


def read(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The forms of groups, one a line, that are typed, folded, each with the other words of its group as they are written; a #
    begins a remark."""
    for line in lines:
        group = line.translate(_SIGNS).partition("#")[0]
        words = [" ".join(word.split()) for word in group.replace(">", "=").split("=") if word.strip()]
        for form in map(fold, map(str.strip, group.partition(">")[0].split("="))):
            if form:
                yield form, unlike(form, words)


def unlike(form: str, words: Iterable[str]) -> list[str]:
    """Those of some words that are not `form` when folded, nor like one before."""
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(fold(word), word)
    return [word for folded, word in kept.items() if folded not in (form, "")]


def _apart(whole: str, start: int, form: str) -> bool:
    before, after = whole[:start], whole[start + len(form) :]
    return not (_latin(before[-1:]) and _latin(form[:1])) and not (_latin(form[-1:]) and _latin(after[:1]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
