"""Relaxation steps, tried until there are enough hits: as typed, with synonyms, any words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..messages.catalogue import Message
from ..model.errors import DamagedIndexError, one_line
from ..model.hits import ANY_WORDS, BY_SYNONYMS, FEW, WORDING, Results
from ..model.record import record
from ..query.ast import (
    ASKING,
    SENTENCE,
    Alternatives,
    And,
    Phrase,
    Query,
    Rare,
    Term,
    Titled,
    all_of,
    positive_leaves,
    split_plain,
    transform,
    typed_term,
)
from ..query.citations import is_document_number, may_name_law
from ..runtime.cache import Remembered
from ..runtime.lazy_pattern import lazy_pattern
from ..text.normalize import fold
from .searcher import Searcher

if TYPE_CHECKING:
    from ..query.synonyms import Synonyms

_FIELDED = lazy_pattern(r"\w[:：]")
# What makes a text a sentence, however short.
_SENTENCE_SIGN = lazy_pattern(rf"{ASKING}|[吗呢么啥?？]|几[天日年月号点个岁次倍人]|哪[天年]|何[谓为时]|含义|定义|是指")
_CHOSEN = 500_000  # bytes of steps: facets follow a search


@record
class Step:
    """One relaxation step of a query."""

    typed: Query  # as understood
    tree: Query  # with the synonyms
    synonyms: tuple[str, ...] = ()
    relaxation: str = ""
    read: Query | None = None  # its words or sentence, of which any may match
    understood: str = ""  # the names in it as conditions; "": it names nothing

    @property
    def sentence(self) -> Query | None:
        """The query whose words may each match, which is evaluated instead of `tree`; None when `tree` is."""
        return self.read if self.relaxation == ANY_WORDS else None

    def search(self, searcher: Searcher, limit: int | None, offset: int, *how: Any) -> Results:
        """The results of this step; `how`: sort, group and fold of `Searcher.search`."""
        look = searcher.relax if self.sentence else searcher.search
        return look(self.sentence or self.tree, limit, offset, *how)

    def total(self, searcher: Searcher) -> int:
        """How many passages this step finds."""
        return searcher.total(self.sentence or self.tree, bool(self.sentence))


class Planner:
    """The relaxation steps for queries; `own`: the file of the user's synonyms."""

    def __init__(self, searcher: Searcher, own: Path | None) -> None:
        self._searcher, self._own = searcher, own
        self._synonyms: Synonyms | None = None
        self._chosen: Mapping[tuple[str | Query, Query | None, bool, bool], tuple[Step, int]] = Remembered(
            lambda asked: self._choose(*asked), _CHOSEN
        )

    def steps(self, query: str | Query, within: Query | None, synonyms: bool, strict: bool) -> Iterator[Step]:
        """The steps for a query, each wider than the one before.

        Raises QueryError.
        """
        filters = [within] if within else []
        asked = understood(query)
        typed = all_of([asked, *filters])
        meant = None if strict else _prose(query)
        read = _sentence(query, meant)
        names, tree, beginning = "", typed, None
        if meant:
            from .entity_linking import link_names

            link = link_names(self._searcher, asked)
            names, tree = link.understood, all_of([link.query, *filters])
            if not read or read == asked:
                read = link.query if read or names else None
            else:
                read = link_names(self._searcher, read).query
            if found := self._title(asked):
                beginning = all_of([found, *filters])
            elif near := self._near(query, asked):  # like wording that stands somewhere, it is meant as a whole
                yield Step(typed, Titled((tree, all_of([near, *filters]))), understood=names)
                return
        read = all_of([read, *filters]) if read else None
        if beginning:
            tree, read = Titled((tree, beginning)), Titled((read, beginning)) if read else None
        if not synonyms:
            yield Step(typed, tree, read=read, understood=names)
        others: tuple[str, ...] = ()
        if synonyms or not strict:
            others = self._other_words(typed)
            wide, wider = self._widen(tree), self._widen(read) if read else None
            if others and not synonyms and self._is_rare(tree):
                wide = transform(wide, lambda node: Rare(node.queries) if type(node) is Alternatives else None)
            if others or synonyms:
                yield Step(typed, wide, others, "" if synonyms else BY_SYNONYMS, wider, names)
            if wider:
                yield Step(typed, wide, others, ANY_WORDS, wider, names)
            elif not strict and (apart := self._apart(typed)):
                wider = self._widen(apart)
                yield Step(typed, wider, others, ANY_WORDS, wider, names)

    def _title(self, asked: Query) -> Query | None:
        """The beginnings of the documents whose title or number a query is."""
        parts = asked.queries if isinstance(asked, And) else (asked,)
        words = [part.text for part in parts if isinstance(part, Term | Phrase)]
        if len(words) < len(parts) or len("".join(words)) < 3:  # no title, as `find_title` says
            return None
        from .title_linking import find_title

        if (found := find_title(self._searcher, words)) or not may_name_law("".join(words)):
            return found
        from .document_hits import find_version

        return find_version(self._searcher, words, self.synonyms.widen(asked))

    def _near(self, query: str | Query, asked: Query) -> Query | None:
        """The wording nearest to a quote that stands nowhere."""
        if sum(len(leaf.text) for leaf in positive_leaves(asked) if isinstance(leaf, Term | Phrase)) < WORDING:
            return None
        from .altered_quotes import nearest

        return nearest(self._searcher, query, asked)

    def choose(self, query: str | Query, within: Query | None, synonyms: bool, strict: bool) -> tuple[Step, int]:
        """The step whose passages are the answer, and how many the first step finds."""
        return self._chosen[query, within, synonyms, strict]

    def _choose(self, query: str | Query, within: Query | None, synonyms: bool, strict: bool) -> tuple[Step, int]:
        totals: list[tuple[int, Step]] = []
        for step in self.steps(query, within, synonyms, strict):
            totals.append((step.total(self._searcher), step))
            if self.enough(step, totals[-1][0]):
                break
        step = max(totals, key=itemgetter(0))[1]  # the first of the largest
        if self._searcher.relaxes_always and step.read == step.tree:
            step = replace(step, relaxation=ANY_WORDS)
        return step, totals[0][0]

    def enough(self, step: Step, total: int) -> bool:
        """Whether no wider step is needed: enough is found, or would be without the filters."""
        if total >= FEW:
            return True
        plain, others = split_plain(step.read or step.tree)
        if step.read and plain:
            from .relax import enough

            return enough(plain, self._searcher.total)
        if total and plain:
            from .words_apart import is_whole

            if not is_whole(self._searcher, step.tree, plain):
                return False
            if not step.synonyms and self._is_rare(step.tree):
                return False
        return total > 0 or bool(plain and others and self._searcher.total(all_of(plain)))

    def _is_rare(self, query: Query) -> bool:
        """Whether a query is one term, a form of a group of synonyms, that stands in few passages: 情势变更 stands in three cases, the
        law describes it. Its filters do not count, so that they never enlarge what is found.
        """
        plain, _ = split_plain(query)
        term = typed_term(plain[0]) if len(plain) == 1 and not isinstance(query, Titled) else None
        if term is None or not 0 < self._searcher.total(term) < FEW or fold(term.text) not in self.synonyms:
            return False
        return self._searcher.total(Phrase(term.text)) > 0

    def _apart(self, query: Query) -> Query | None:
        from .words_apart import words_apart

        return words_apart(self._searcher, query, self._synonyms)

    def beyond(self, typed: Query, total: int) -> tuple[str, ...]:
        """The synonyms with which a query finds more than `total` passages."""
        others = self._other_words(typed)
        return others if others and self._searcher.total(self._widen(typed)) > total else ()

    def _widen(self, query: Query) -> Query:
        return self._synonyms.widen(query) if self._synonyms else query

    def _other_words(self, typed: Query) -> tuple[str, ...]:
        """The synonyms of the unquoted terms of a query."""
        if not any(isinstance(leaf, Term) for leaf in positive_leaves(typed)):
            return ()
        return tuple(self.synonyms.added_words(typed))

    @property
    def synonyms(self) -> Synonyms:
        """The groups that ship and the user's own; raises DamagedIndexError."""
        if self._synonyms is None:
            from ..query.synonyms import Synonyms

            try:
                own = self._own.read_text("utf-8") if self._own else ""
            except (OSError, ValueError) as error:
                assert self._own
                name = f"{self._own.parent.name}/{self._own.name}"
                what = Message("index.file_error", name=name, reason=one_line(error))
                raise DamagedIndexError(str(self._own.parent.parent), what) from error
            self._synonyms = Synonyms(own)
        return self._synonyms


def understood(query: str | Query) -> Query:
    """The query as a tree; raises QueryError."""
    if not isinstance(query, str):
        return query
    from ..query.parser import parse

    return parse(query)


def _prose(query: str | Query) -> Query | None:
    """`query` as a sentence; None when an AND was typed: its author means the words."""
    if not isinstance(query, str):
        return query
    from ..query.parser import prose

    return prose(query)


def _sentence(query: str | Query, sentence: Query | None) -> Query | None:
    """`query` as a question for any of its words; None when all is meant, or it has one word."""
    if not sentence:
        return None
    plain, others = split_plain(sentence)
    words = [leaf.text for part in plain for leaf in positive_leaves(part) if isinstance(leaf, Term)]
    asks = any(_SENTENCE_SIGN.search(part) for part in str(query).split() if not _FIELDED.search(part))
    if len(words) < 2 and len("".join(words)) < SENTENCE and not asks:
        return None  # see `_apart`
    if len(words) == 1 and is_document_number(fold(words[0])):
        return None
    from .question_text import only_asks

    asking = [part for part, word in zip(plain, words, strict=False) if only_asks(word)]
    if any(isinstance(leaf, Phrase) for part in others for leaf in positive_leaves(part)):
        return all_of(part for part in (*plain, *others) if part not in asking)  # “两群” 是什么
    return None if asking == plain and not others else sentence
