"""Pasted text that is wrong as a query: which of its signs are punctuation."""

from __future__ import annotations

import re

from ..model.errors import QueryError, UnknownFieldError
from ..model.fields import field_named
from ..runtime.lazy_pattern import lazy_pattern
from .ast import ENDS_WORD, OPERATORS, QUOTES, SENTENCE, Term, wordless
from .lexer import CONTROL, Token

_PASTED = 16  # characters from which on a text may have been pasted
# Signs that lose their other half when a sentence is cut out of a text, and signs where no operator can stand.
_SIGNS = frozenset('()（）*＊?^~～\\:："').union(*QUOTES.items())
_OPERATOR = lazy_pattern(r"AND|OR|NOT|[与與或非]|[|｜]+|[-－]")
_CONJUNCTIONS = ("与", "與", "或")  # that only join words
_BARE = lazy_pattern(rf"(?![-－])[^{ENDS_WORD}*＊?~～]+")


def is_pasted(text: str, error: QueryError) -> bool:
    """Whether `text`, which is wrong as a query, was hardly meant as one: Chinese without a sign that only queries have, or
    a sentence in which no operator stands between words and no field is named.
    """
    words = [word for word in text.split() if word not in OPERATORS]
    if not words and not text.isascii():
        return True  # 与 by itself joins nothing
    capitals = "|".join(operator for operator in OPERATORS if operator.isascii())
    if not re.search(r"[\u3400-\u9fff\d]", " ".join(words)):
        return False
    sentence = re.search("[。！？；?!;]", text) or (len(text) >= _PASTED and max(map(len, words)) >= SENTENCE)
    if re.fullmatch(r'\s*(?:[(（"“《「『＂]\w+|\w+\))\s*', text):
        return False  # a quote or group that is being typed
    if not sentence and error.code in ("query.empty_group", "query.empty_quote"):
        return False
    if not sentence:
        return not re.search(rf"(?<!\S)(?:{capitals})(?!\S)|[|｜^~～\\:]|(?:^|\s)\w+：", text)
    if isinstance(error, UnknownFieldError) and error.nearest and text[error.position :].startswith(f"{error.field}:"):
        return False
    between = re.search(rf"\S\s+(?:{capitals})\s+\S", text)
    return not between and not any(field_named(name.lower()) for name in re.findall(r"(\w+):", text))


def mend(mended: str, words: frozenset[int], at: int) -> tuple[str, frozenset[int]] | None:
    """Pasted text in which an error stands at `at`, without the sign that it is about, and where words stand that are no operators;
    `mended` and `words`: the same before. None where no sign is at fault.
    """
    operator = next((o for o in _OPERATOR.finditer(mended) if at in o.span() and o.start() not in words), None)
    at -= at == len(mended) and mended.endswith("\\")
    if mended[at : at + 1] in _SIGNS:
        return f"{mended[:at]} {mended[at + 1 :]}", words
    if not operator:
        return None
    if not operator[0].isalpha() or (operator[0] in _CONJUNCTIONS and mended.strip() != operator[0]):
        return mended[: operator.start()] + " " * len(operator[0]) + mended[operator.end() :], words
    return mended, words | {operator.start()}


def bare_words(text: str) -> list[Token]:
    """The words of pasted text, without all signs."""
    found = (
        word
        for word in _BARE.finditer(CONTROL.sub(" ", text))
        if not wordless(word[0]) and word[0] not in _CONJUNCTIONS
    )
    return [Token("leaf", *word.span(), word[0], Term(word[0])) for word in found]
