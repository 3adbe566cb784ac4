"""The query language: what a user types, as a query tree or an error that points; the only module that reads it.

1. Every string is a query or a QueryError, never another exception.
2. `parse(str(query)) == query` for every query `parse` returns.

>>> print(parse("氢能 区县：(九龙坡 或 綦江) -公交"))
氢能 AND district:(九龙坡 OR 綦江) AND NOT 公交
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..messages.catalogue import Message
from ..model.errors import QueryError, UnsupportedQueryError
from .ast import (
    OPERATORS,
    Boost,
    In,
    Near,
    Phrase,
    Query,
    Range,
    Term,
    Wildcard,
    all_of,
    any_of,
    negate,
    with_span,
    wordless,
)
from .citations import join_citations
from .lexer import GREATEST, Lexer, Token
from .operators import COMBINE, Combine

LONGEST = 2000  # characters of a query
DEEPEST = 50  # parentheses inside each other

_TRIES = 10  # to read a pasted text, at most: one more than the signs without their other half that it may have
_BEFORE_OPERAND = ("leaf", "open", "field", "not")

# Not compiled here: few queries hold a range, and a search should start fast.
_ISSUED = r"(?<=\w)[〔\[［(（【﹝]((?:19|20)\d\d)[〕\]］)）】﹞](?=第?\d+号)"
_COMPARISON = r"(?s)(?P<sign>>=|<=|[><≥≤])(?P<bound>.*)|(?P<low>.*?)\.\.(?P<high>.*)"
_TORN_BEFORE = r"(?:[<>=≥≤＜＞＝]|\.\.)\s*$"  # a range with spaces in it: what stands before one of its numbers,
_TORN_AFTER = r"\s*\.\.|\s*[-—–~～至到]+\s+\d"  # and after one


def parse(text: str) -> Query:
    """The query that `text` means.

    In pasted text a quote or parenthesis without its other half, a wildcard by itself, and 与 or 或 where no operator can
    stand are punctuation; what else makes a sentence no query is too.
    Raises QueryError when it means none: UnknownFieldError for `name:` that no field has,
    UnsupportedQueryError when a field is asked for what it cannot do.
    """
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, Message("query.too_long", most=LONGEST))
    _, query = _tokens(text, frozenset(COMBINE.items()))
    if (length := len(str(query))) > LONGEST:  # or its canonical form is no query
        raise QueryError(text, len(text), Message("query.too_long_written_out", most=LONGEST, length=length))
    return query


def prose(text: str) -> Query | None:
    """`text`, which is a query, read as a sentence, for when nothing holds the query.

    A quote that touches other text is part of the sentence, and a "?" at its end is a question mark. None when an AND
    is typed out: all of it is meant.

    >>> str(prose("如何实现“以房养老”？")), str(prose("氢能 “以房养老”")), prose("氢能 AND 储能")
    ('如何实现 AND 以房养老', '氢能 AND "以房养老"', None)
    """
    tokens, query = _tokens(text, frozenset(COMBINE.items()))
    if any(token.kind == "and" for token in tokens):
        return None
    read = list(tokens)
    for n, token in enumerate(tokens):
        leaf = token.value
        touching = (n > 0 and tokens[n - 1].end == token.start and tokens[n - 1].kind == "leaf") or (
            tokens[n + 1 : n + 2] and tokens[n + 1].start == token.end and tokens[n + 1].kind == "leaf"
        )
        if isinstance(leaf, Phrase) and touching and not wordless(leaf.text):
            read[n] = token._replace(value=Term(leaf.text))
        elif isinstance(leaf, Wildcard) and not set("*?") & set(words := leaf.pattern.rstrip("?")):
            read[n] = token._replace(value=Term(words))
    return query if read == tokens else _Parser(text, read).whole()


@lru_cache(16)  # asked for several times
def _tokens(text: str, operators: frozenset[tuple[str, Combine]]) -> tuple[list[Token], Query]:
    """The tokens of `text`, and its query; of a pasted sentence without the signs that make it none, or with nothing but its words.
    `operators`: those beyond AND, OR and NOT.
    """
    mended, words = text, frozenset[int]()
    if "号" in text:
        mended = re.sub(_ISSUED, r"〔\1〕", text)  # 府发【2026】3号 and 府发(2026)3号 are one word
    if re.fullmatch(r"\s*[|｜][^\\]*[|｜]\s*", text):  # the row of a table
        mended = re.sub("[|｜]", " ", mended)
    first: QueryError | None = None
    for _ in range(_TRIES):
        try:
            tokens = Lexer(text, mended, words).tokens()
            return tokens, _Parser(text, tokens).whole()
        except QueryError as error:
            from .pasted import bare_words, is_pasted, mend

            first = first or error
            if not is_pasted(text, first):
                raise first from None
            if not (better := mend(mended, words, error.position)):
                break
            mended, words = better
    assert first
    if not (leaves := bare_words(text)):
        raise first
    tokens = [*leaves, Token("end", len(text), len(text), "")]
    return tokens, _Parser(text, tokens).whole()


class _Parser:
    """Recursive descent: a disjunction of conjunctions of clauses, each an operand with what belongs to it."""

    def __init__(self, query: str, tokens: list[Token]) -> None:
        self.query = query
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> Query:
        """The query of all tokens; raises QueryError."""
        query = self.disjunction(None)
        if not self.next_is("end"):  # only a ")" can stop it earlier
            raise self.missing_operand()
        return query

    def next_is(self, *kinds: str) -> bool:
        """Whether the next token is of one of some kinds."""
        return self.tokens[self.at].kind in kinds

    def take(self, kind: str) -> bool:
        """Go past the next token if it is of a kind; returns whether it was."""
        if taken := self.next_is(kind):
            self.at += 1
        return taken

    def disjunction(self, field: Token | None) -> Query:
        """Conjunctions with OR, or another operator, between them; within `field` when one stands before them."""
        start = self.at
        parts = [self.conjunction(field)]
        while self.next_is("or"):
            combine = COMBINE.get(self.tokens[self.at].typed)
            self.at += 1
            right = self.conjunction(field)
            parts = [combine(self.locate(any_of(parts), start), right)] if combine else [*parts, right]
        return self.locate(any_of(parts), start)

    def locate(self, query: Query, start: int) -> Query:
        """`query` with its span, from token `start` to the last that was taken, unless it has one."""
        return query if query.span else with_span(query, self.tokens[start].start, self.tokens[self.at - 1].end)

    def conjunction(self, field: Token | None) -> Query:
        """Clauses with AND or nothing between them."""
        start = self.at
        parts = [[(self.clause(field), False)]]  # between ANDs that were typed
        while (typed := self.take("and")) or self.next_is(*_BEFORE_OPERAND):
            between = self.query[self.tokens[self.at - 1].end : self.tokens[self.at].start]
            part = self.clause(field), between in ("", "、")
            if typed or field:
                parts.append([part])
            else:
                parts[-1].append(part)
        return self.locate(all_of(part for together in parts for part in join_citations(together)), start)

    def clause(self, field: Token | None) -> Query:
        """An operand with the NOT, the field and the boost that belong to it."""
        first, negative = self.at, False
        while self.take("not"):
            negative = not negative
        start, token = self.at, self.tokens[self.at]
        if self.take("field"):
            if field:
                raise QueryError(self.query, token.start, Message("query.nested_field", field=field.typed))
            query: Query = self.locate(In(token.value.name, self.operand(token)), start)
        else:
            query = self.operand(field)
        if self.next_is("boost"):
            query = Boost(query, self.tokens[self.at].value)
            self.at += 1
            query = self.locate(query, start)
        return self.locate(negate(query), first) if negative else query

    def operand(self, field: Token | None) -> Query:
        """A leaf or a group, of the field when one stands before it."""
        token = self.tokens[self.at]
        if self.take("leaf"):
            leaf: Query = self.of_field(token, field) if field else token.value
            return with_span(leaf, token.start, token.end)
        if not self.take("open"):
            raise self.missing_operand()
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(self.query, token.start, Message("query.too_deep", most=DEEPEST))
        query = self.disjunction(field)
        if not self.take("close"):
            raise QueryError(self.query, token.start, Message("query.open_group", also=""))
        self.depth -= 1
        return query

    def missing_operand(self) -> QueryError:
        """The error that an operand should stand here."""
        here = self.tokens[self.at]
        before = self.tokens[self.at - 1] if self.at else Token("", 0, 0, "")
        place, code, typed = before.end, "word_after", before.typed
        if before.kind == "field":
            code = "negated_value" if here.kind == "not" else "value_after"
        elif before.kind in ("and", "or", "not"):
            pass
        elif here.kind == "close" and before.kind == "open":
            code = "empty_group"
        elif here.kind == "close":
            place, code, typed = here.start, "closes_nothing", here.typed
        elif here.kind == "end" and before.kind == "open":
            place, code = before.start, "open_group"
        elif here.kind == "end":
            code = "no_word"
        else:
            place, code, typed = here.start, "word_before", here.typed
        itself = (word for word in (before.typed, here.typed) if word in OPERATORS and not word.isascii())
        also = next((Message("query.itself", word=word) for word in itself), "")
        return QueryError(self.query, place, Message(f"query.{code}", typed=typed, also=also))

    def of_field(self, token: Token, field: Token) -> Query:
        """The leaf in `token` as the field takes it."""
        leaf: Query = token.value
        how, name, wrong = field.value.how, field.value.name, ""
        text = unicodedata.normalize("NFKC", leaf.text) if isinstance(leaf, Term | Phrase) else ""
        if how == "range":
            if text:
                return self.range(token, text)
            wrong = "numbers"
        elif how == "value" and isinstance(leaf, Near):
            wrong = "no_distances"
        elif how == "value" and isinstance(leaf, Term) and re.fullmatch(_COMPARISON, text):
            wrong = "no_ranges"
        if wrong:
            expected = Message(f"query.{wrong}", field=field.typed, name=name)
            raise UnsupportedQueryError(self.query, token.start, expected)
        return leaf

    def range(self, token: Token, text: str) -> Range:
        """The range that `text` means within `token`."""
        low: int | None
        high: int | None
        if re.search(_TORN_BEFORE, self.query[: token.start]) or re.match(_TORN_AFTER, self.query[token.end :]):
            raise QueryError(self.query, token.start, Message("query.torn_range"))
        found = re.fullmatch(_COMPARISON, text)
        if not found:
            low = high = self.number(token, text)
        elif sign := found["sign"]:
            bound = self.number(token, found["bound"])
            low = {">": bound + 1, ">=": bound, "≥": bound}.get(sign)
            high = {"<": bound - 1, "<=": bound, "≤": bound}.get(sign)
        else:
            low = self.number(token, found["low"]) if found["low"] or not found["high"] else None
            high = self.number(token, found["high"]) if found["high"] else None
        if low is not None and high is not None and low > high:
            raise QueryError(self.query, token.start, Message("query.reversed_range", low=high, high=low))
        if (low or 0) > GREATEST or (high or 0) < 0:
            raise QueryError(self.query, token.start, Message("query.wide_range", most=GREATEST))
        return Range(low, high)

    def number(self, token: Token, text: str) -> int:
        """The number `text` (2026, 二〇二六, 2026年) within `token`."""
        digits = text.removesuffix("年")
        value = int(digits) if re.fullmatch(r"\d+", digits) else None
        if value is None and not text.isascii():  # no Roman numerals: year:mix
            from ..text.numerals import number

            value = number(digits)
        if value is None or value > GREATEST:
            raise UnsupportedQueryError(self.query, token.start, Message("query.number", most=GREATEST))
        return value
