"""One page of the results of a search, and how the query was relaxed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.hits import ANY_WORDS
from ..model.record import record
from ..query.ast import SENTENCE, Term, drop_names, positive_leaves, split_plain, typed_term
from ..text.normalize import fold

if TYPE_CHECKING:
    from ..model.hits import Group, Hit
    from ..model.results import DocumentHit
    from ..query.ast import Query


@record
class Answer:
    """One page of the passages found; iterating gives its hits."""

    query: str  # as typed
    parsed: str  # as understood, canonical
    tree: Query
    total: int  # of all matching passages
    relaxed: bool
    offset: int
    hits: tuple[Hit, ...]  # of groups, the best of each
    group: str | None = None  # "document" or "district"
    groups: tuple[Group, ...] = ()  # of the hits then
    group_total: int = 0  # of all groups
    ungrouped: int = 0  # of `total`, those without a district, which make up a group
    relaxation: str = ""  # how: BY_SYNONYMS, MOST_WORDS or ANY_WORDS of `model.hits`
    exact: int = 0  # of `total`, the passages that hold all that was asked for
    best: int = 0  # of `total`, when some words are enough: the best, which come first; others hold any
    synonyms: tuple[str, ...] = ()  # that were looked for too; they stand in `tree`, not in `parsed`
    understood: str = ""  # the districts, plans, laws … named in it as conditions, canonical; "": none
    also: tuple[str, ...] = ()  # synonyms that would find more, when little is found
    folded: int = 0  # of `total`, those that stand under a hit of the same text, in its `also`
    documents: tuple[DocumentHit, ...] = ()  # of which it is title or number, on the first page; not in `total`
    warning: str = ""  # a Message: why it was ranked by words alone
    altered: int = 0  # of `total`, the first, with the wording nearest to a quote, which stands nowhere

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __repr__(self) -> str:
        shown = f"{self.offset + 1}-{self.offset + len(self.hits)}" if self.hits else "none"
        return f"<Answer {self.query!r}: {self.total} passages, {shown} here>"

    @property
    def by_meaning(self) -> bool:
        """Whether any hit was ranked by meaning too."""
        return any(hit.meaning is not None for hit in self.hits)

    @property
    def rows(self) -> int:
        """The hits on all pages together: groups, or passages that are not folded."""
        return self.group_total if self.group else self.total - self.folded

    @property
    def lacking(self) -> tuple[int, tuple[str, ...]]:
        """The place of the first hit that lacks any words, and these; (0, ()) when none does, or this one lacks all."""
        place, missing = next(((n, hit.missing) for n, hit in enumerate(self.hits, 1) if hit.missing), (0, ()))
        return (self.offset + place, missing) if not self._typed_terms <= set(missing) else (0, ())

    @property
    def asks(self) -> bool:
        """Whether it was read as a question, and nothing holds all of it."""
        from ..search.question_text import asks

        typed = self._typed_terms
        return self.relaxation == ANY_WORDS and not self.exact and (len(typed) == 1 or any(map(asks, typed)))

    @property
    def pieces(self) -> bool:
        """Whether the hits that lack any words lack all, and hold only pieces of them: 森林 of 森林火灾."""
        lacking = [hit.missing for hit in self.hits if hit.missing]
        return bool(lacking) and all(self._typed_terms <= set(words) for words in lacking)

    @property
    def _typed_terms(self) -> set[str]:
        return {term.text for part in split_plain(self.tree)[0] if (term := typed_term(part))}

    @property
    def wants_help(self) -> bool:
        """Whether to ask Index.did_you_mean: nothing was found, or the best hit holds a term only in pieces.

        Not for a sentence, which takes long, nor for a quote of which the nearest wording was found.
        """
        if self.altered:
            return False
        if self.relaxed and self.total and any(len(text) >= SENTENCE for text in self._typed_terms):
            return False
        if self.relaxed or not self.total or not self.hits:
            return self.relaxed or not self.total
        best = self.hits[0].passage  # if any passage held the whole term, this one would
        there = f"{fold(best.title)}\n{fold(best.text)}"
        leaves = positive_leaves(drop_names(self.tree))
        return any(isinstance(leaf, Term) and fold(leaf.text) not in there for leaf in leaves)
