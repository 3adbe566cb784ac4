"""The query language: what a user types, as a query tree or an error that points; the only module that reads it.

1. Every string is a query or a QueryError, never another exception.
2. `parse(str(query)) == query` for every query `parse` returns.

>>> print(parse("氢能 区县：(九龙坡 或 綦江) -公交"))
氢能 AND district:(九龙坡 OR 綦江) AND NOT 公交
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from ..messages.catalogue import Message
from ..model.errors import QueryError, UnknownFieldError, UnsupportedQueryError
from ..model.fields import BY_NAME, FIELDS, Field
from .ast import (
    ENDS_WORD,
    OPERATORS,
    QUOTES,
    SENTENCE,
    SEPARATORS,
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
    located,
    negated,
    wordless,
)
from .citations import joined
from .operators import COMBINE

LONGEST = 2000  # characters of a query
DEEPEST = 50  # parentheses inside each other
GREATEST = 9999  # number in a range or a distance

_PASTED = 16  # characters from which on a text may have been pasted
_HALVES = 10  # signs at most that may be left over in it
# What may be left over when a sentence is cut out of its text, and what may stand in it as an operator cannot.
_SIGNS = frozenset('()（）*＊?^~～\\:："').union(*QUOTES.items())
_OPERATOR = re.compile(r"AND|OR|NOT|[与與或非]|[|｜]+|[-－]")
_CONJUNCTIONS = ("与", "與", "或")  # which say nothing of what is asked
_BARE = re.compile(rf"(?![-－])[^{ENDS_WORD}*＊?~～]+")

_CONTROL = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_GAP = re.compile(rf"[\s{re.escape(SEPARATORS)}]+")
_WORD = re.compile(rf"(?:[^{ENDS_WORD}]|\\.|(?<=\d),(?=\d))*", re.DOTALL)
_PIECE = re.compile(r"\\(?P<literal>.)|(?P<bold>[*＊]{2,})|(?P<wild>[*＊?])|.", re.DOTALL)
_DASHES = "-－—–―‐−"
_AFTER_OPERAND = ("leaf", "close")
_BEFORE_OPERAND = ("leaf", "open", "field", "not")

# Not compiled here: few queries ask, or hold a range, and a search should start fast.
_ASKS = "什么|怎[么样]|如何|哪|谁|几|多[少大久长高]|为何|是否|[能可]否|[能会要是行有][不没]|[吗呢么嘛]$"
_PRINTED_KIND = r"(?:一、|[(（][一1][)）])(?=[\s)）]|$)"
_AFTER_SENTENCE = " \t\n\u3000" + SEPARATORS
_ISSUED = r"(?<=\w)[〔\[［(（【﹝]((?:19|20)\d\d)[〕\]］)）】﹞](?=第?\d+号)"
_COMPARISON = r"(?s)(?P<sign>>=|<=|[><≥≤])(?P<bound>.*)|(?P<low>.*?)\.\.(?P<high>.*)"
_TORN_BEFORE = r"(?:[<>=≥≤＜＞＝]|\.\.)\s*$"  # a range with spaces in it: what stands before one of its numbers,
_TORN_AFTER = r"\s*\.\.|\s*[-—–~～至到]+\s+\d"  # and after one


def parse(text: str) -> Query:
    """The query that `text` means.

    In pasted text a quote or parenthesis without its other half, a wildcard by itself, and 与 or 或 where no operator can
    stand are punctuation; what else makes a sentence no query is too.
    Raises QueryError when it means none: UnknownFieldError for `name:` with a name that no field has,
    UnsupportedQueryError when a field is asked for what it cannot do.
    """
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, Message("query.too_long", most=LONGEST))
    query = _Parser(text, _tokens(text)).whole()
    if (length := len(str(query))) > LONGEST:  # or its canonical form would be no query
        raise QueryError(text, len(text), Message("query.too_long_written_out", most=LONGEST, length=length))
    return query


def prose(text: str) -> Query | None:
    """`text`, which is a query, read as a sentence, for when nothing holds what it says as a query.

    A quote that touches other text is part of the sentence, and a "?" at its end is a question mark. None when an AND
    is typed out: its author means all of it.

    >>> str(prose("如何实现“以房养老”？")), str(prose("氢能 “以房养老”")), prose("氢能 AND 储能")
    ('如何实现 AND 以房养老', '氢能 AND "以房养老"', None)
    """
    tokens = _tokens(text)
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
    return _Parser(text, read).whole()


def _tokens(text: str) -> list[_Token]:
    """The tokens of `text`; of a pasted sentence without the signs that make it no query, or else only its words."""
    mended, left, words = text, _HALVES, frozenset[int]()
    if "号" in text:
        mended = re.sub(_ISSUED, r"〔\1〕", text)  # 府发【2026】3号 and 府发(2026)3号 are one word
    if re.fullmatch(r"\s*[|｜][^\\]*[|｜]\s*", text):  # the row of a table
        mended = re.sub("[|｜]", " ", mended)
    first: QueryError | None = None
    while True:
        try:
            tokens = _Tokenizer(text, mended, words).tokens()
            _Parser(text, tokens).whole()
            return tokens
        except QueryError as error:
            first = first or error
            if not _pasted(text, first):
                raise first from None
            left -= 1
            at = error.position
            operator = next((o for o in _OPERATOR.finditer(mended) if at in o.span() and o.start() not in words), None)
            if not left:
                break
            at -= at == len(mended) and mended.endswith("\\")
            if mended[at : at + 1] in _SIGNS:
                mended = f"{mended[:at]} {mended[at + 1 :]}"
            elif not operator:
                break
            elif operator[0] in _CONJUNCTIONS or not operator[0].isalpha():
                mended = mended[: operator.start()] + " " * len(operator[0]) + mended[operator.end() :]
            else:
                words |= {operator.start()}
    found = (
        word
        for word in _BARE.finditer(_CONTROL.sub(" ", text))
        if not wordless(word[0]) and word[0] not in _CONJUNCTIONS
    )
    leaves = [_Token("leaf", *word.span(), word[0], Term(word[0])) for word in found]
    if not leaves:
        raise first
    return [*leaves, _Token("end", len(text), len(text), "")]


def _pasted(text: str, error: QueryError) -> bool:
    """Whether `text`, which is wrong as a query, was hardly meant as one: Chinese without a sign that only queries have, or
    a sentence in which no operator stands between words and no field is named.
    """
    words = [word for word in text.split() if word not in OPERATORS]
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
    return not between and not any(name.lower() in BY_NAME for name in re.findall(r"(\w+):", text))


class _Token(NamedTuple):
    kind: str  # leaf field open close and or not boost end
    start: int
    end: int
    typed: str
    value: Any = None  # the Query of a leaf, the schema.Field of a field, the factor of a boost


class _Tokenizer:
    """Cuts a query into tokens; knows what characters mean, and nothing of grammar."""

    def __init__(self, query: str, text: str, words: frozenset[int] = frozenset()) -> None:
        """`words`: where operators stand that are none."""
        self.query = query  # for errors, which point into it
        self.words = words
        self.text = _CONTROL.sub(" ", text)  # what no keyboard types separates; positions stay

    def tokens(self) -> list[_Token]:
        found: list[_Token] = []
        at = 0
        while at < len(self.text):
            if gap := _GAP.match(self.text, at):
                at = gap.end()
                continue
            if found and found[-1].kind == "field" and found[-1].value.name == "kind":
                if printed := re.compile(_PRINTED_KIND).match(self.text, at):
                    found.append(_Token("leaf", at, printed.end(), printed[0], Term(printed[0])))
                    at = printed.end()
                    continue
            attached = bool(found) and found[-1].end == at and found[-1].kind in _AFTER_OPERAND
            token = self.token(at, attached)
            at = token.end
            if token.kind:
                found.append(token)
        return [*found, _Token("end", at, at, "")]

    def token(self, at: int, attached: bool) -> _Token:
        """The token at `at`, `attached` when directly after an operand; of kind "" when it means nothing."""
        char = self.text[at]
        if char in "(（":
            return _Token("open", at, at + 1, char)
        if char in ")）":
            return _Token("close", at, at + 1, char)
        if char in "|｜":
            end = at + len(re.match(r"[|｜]+", self.text[at:])[0])  # type: ignore[index]
            return _Token("or", at, end, self.text[at:end])
        if char in QUOTES:
            return self.quoted(at)
        if char == "^":
            return self.boost(at, attached)
        if char in ":：" and attached:
            return _Token("", at, at + 1, char)
        if char == "?" and attached and not (marks := _WORD.match(self.text, at)[0]).strip("?"):  # type: ignore[index]
            return _Token("", at, at + len(marks), marks)
        if char in "-－" and not attached and self.negates(at + 1):
            return _Token("not", at, at + 1, char)
        return self.word(at)

    def negates(self, at: int) -> bool:
        """Whether the "-" before `at` stands directly before an operand, or before nothing at all (an error)."""
        ends = not self.text[at:].strip() or self.text[at] in ")）"
        return ends or not (_GAP.match(self.text, at) or self.text[at] in _DASHES + "|｜")

    def quoted(self, at: int) -> _Token:
        opening = self.text[at]
        # A “ typed without its ” may end at a ", and a " at a ” when no “ stands between.
        instead = {"“": [('"', "")], '"': [("”", "“")]}.get(opening, [])
        for closing, forbidden in ((QUOTES[opening], ""), *instead):
            pattern = rf"(?s)((?:[^\\{closing}{forbidden}]|\\.)*){closing}"
            if inside := re.compile(pattern).match(self.text, at + 1):
                break
        else:
            expected = Message("query.open_quote", opening=opening, closing=QUOTES[opening])
            raise QueryError(self.query, at, expected)
        text = re.sub(r"\\(.)", r"\1", inside[1], flags=re.DOTALL).strip()
        if not text:
            raise QueryError(self.query, at + 1, Message("query.empty_quote"))
        distance = _WORD.match(self.text, inside.end())[0]  # type: ignore[index]
        if not (digits := re.fullmatch(r"[~～](\d{1,4})", distance)):
            if distance.startswith("~"):
                raise QueryError(self.query, inside.end() + 1, Message("query.distance", most=GREATEST))
            return _Token("leaf", at, inside.end(), inside[0], Phrase(text))
        parts = tuple(text.split())
        leaf = Near(parts, int(digits[1])) if len(parts) > 1 else Phrase(text)
        return _Token("leaf", at, inside.end() + len(distance), inside[0] + distance, leaf)

    def boost(self, at: int, attached: bool) -> _Token:
        if not attached:
            raise QueryError(self.query, at, Message("query.boost_place"))
        typed = _WORD.match(self.text, at + 1)[0]  # type: ignore[index]
        number = unicodedata.normalize("NFKC", typed)
        factor = round(float(number), 4) if re.fullmatch(r"\d+(\.\d+)?|\.\d+", number) else 0
        if not 0.001 <= factor <= 1000:
            raise QueryError(self.query, at + 1, Message("query.boost_number"))
        return _Token("boost", at, at + 1 + len(typed), f"^{typed}", factor)

    def word(self, at: int) -> _Token:
        """A field, an operator, a Term or a Wildcard, or nothing."""
        end = at
        while True:
            end = _WORD.match(self.text, end).end()  # type: ignore[union-attr]
            if self.text[end : end + 1] == "\\":
                raise QueryError(self.query, end + 1, Message("query.escape"))
            if self.text[end : end + 1] not in (":", "："):
                break
            if not self.colon_is_text(at, end):
                if field := self.field(at, end):
                    return _Token("field", at, end + 1, self.text[at : end + 1], field)
                break
            end += 1
        typed = self.text[at:end]
        if typed in OPERATORS and at not in self.words:
            return _Token(OPERATORS[typed], at, end, typed)
        asked = typed.rstrip("?")
        if typed != asked and not self.text[end:].strip(_AFTER_SENTENCE) and not set("*＊?\\") & set(asked):
            if len(asked) >= SENTENCE or re.search(_ASKS, asked):
                typed = asked  # it ends a question
        leaf = self.leaf(at, typed)
        return _Token("leaf" if leaf else "", at, max(end, at + 1), typed, leaf)

    def colon_is_text(self, start: int, at: int) -> bool:
        after = self.text[at + 1 : at + 2]
        ratio = start < at and self.text[at - 1].isdecimal() and after.isdecimal()
        return ratio or self.text.startswith("://", at)

    def field(self, start: int, at: int) -> Field | None:
        """The field named by what stands from `start` to the colon at `at`; None when that colon is punctuation."""
        typed = self.text[start:at]
        name = unicodedata.normalize("NFKC", typed).lower()
        if name in BY_NAME:
            return BY_NAME[name]
        nothing_follows = _GAP.match(self.text, at + 1) or self.text[at + 1 : at + 2] in ("", ")", "）", "|", "｜")
        number = re.fullmatch(r"[\d.:]+", name) or (not name and self.text[at + 1 : at + 2].isdecimal())
        if nothing_follows or number:
            return None
        wide = self.text[at] == "："
        if not typed and not wide:
            raise QueryError(self.query, at, Message("query.field_name"))
        import difflib

        # People paste 生物技术：重点发展 and 标准：…, so a wide colon needs a name that can hardly be another word.
        labels = [label for label in BY_NAME if not wide or name.isascii() or len(label) == len(name)]
        near = difflib.get_close_matches(name, labels, 1, 0.75 if wide else 0.4)
        if wide and not near:
            return None
        known = tuple(field.name for field in FIELDS)
        chinese = tuple(field.aliases[0] if field.aliases else field.name for field in FIELDS)
        raise UnknownFieldError(self.query, start, typed[:40], known, near[0] if near else "", chinese)

    def leaf(self, at: int, typed: str) -> Query | None:
        """The Term or Wildcard that `typed`, standing at `at`, means; None when it is punctuation."""
        text, wild, literal = "", False, ""
        for piece in _PIECE.finditer(typed):
            if piece["bold"]:
                continue
            wild = wild or bool(piece["wild"])
            literal += piece["literal"] or ""
            text += "*" if piece["wild"] == "＊" else piece["literal"] or piece[0]
        if wild and set(literal) & set("*＊?"):
            raise QueryError(self.query, at, Message("query.escaped_wildcard"))
        if wordless(text) and not any(c.isprintable() and c != " " for c in literal):
            if wild:
                raise QueryError(self.query, at, Message("query.bare_wildcard"))
            return None
        return Wildcard(text) if wild else Term(text)


class _Parser:
    """Recursive descent: OR of AND of NOT of clauses."""

    def __init__(self, query: str, tokens: list[_Token]) -> None:
        self.query = query
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> Query:
        query = self.either(None)
        if not self.next_is("end"):  # only a ")" can stop it earlier
            raise self.missing()
        return query

    def next_is(self, *kinds: str) -> bool:
        return self.tokens[self.at].kind in kinds

    def take(self, kind: str) -> bool:
        if taken := self.next_is(kind):
            self.at += 1
        return taken

    def either(self, field: _Token | None) -> Query:
        start = self.at
        parts = [self.both(field)]
        while self.next_is("or"):
            combine = COMBINE.get(self.tokens[self.at].typed)
            self.at += 1
            right = self.both(field)
            parts = [combine(self.located(any_of(parts), start), right)] if combine else [*parts, right]
        return self.located(any_of(parts), start)

    def located(self, query: Query, start: int) -> Query:
        """`query` with its span, from token `start` to the last that was taken, unless it has one."""
        return query if query.span else located(query, self.tokens[start].start, self.tokens[self.at - 1].end)

    def both(self, field: _Token | None) -> Query:
        start = self.at
        parts = [[(self.clause(field), False)]]  # between ANDs that were typed
        while (typed := self.take("and")) or self.next_is(*_BEFORE_OPERAND):
            between = self.query[self.tokens[self.at - 1].end : self.tokens[self.at].start]
            part = self.clause(field), between in ("", "、")
            if typed or field:
                parts.append([part])
            else:
                parts[-1].append(part)
        return self.located(all_of(part for together in parts for part in joined(together)), start)

    def clause(self, field: _Token | None) -> Query:
        first, negative = self.at, False
        while self.take("not"):
            negative = not negative
        start, token = self.at, self.tokens[self.at]
        if self.take("field"):
            if field:
                raise QueryError(self.query, token.start, Message("query.nested_field", field=field.typed))
            query: Query = self.located(In(token.value.name, self.operand(token)), start)
        else:
            query = self.operand(field)
        if self.next_is("boost"):
            query = Boost(query, self.tokens[self.at].value)
            self.at += 1
            query = self.located(query, start)
        return self.located(negated(query), first) if negative else query

    def operand(self, field: _Token | None) -> Query:
        """A leaf or a group, of the field when one stands before it."""
        token = self.tokens[self.at]
        if self.take("leaf"):
            leaf: Query = self.of_field(token, field) if field else token.value
            return located(leaf, token.start, token.end)
        if not self.take("open"):
            raise self.missing()
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(self.query, token.start, Message("query.too_deep", most=DEEPEST))
        query = self.either(field)
        if not self.take("close"):
            raise QueryError(self.query, token.start, Message("query.open_group", also=""))
        self.depth -= 1
        return query

    def missing(self) -> QueryError:
        """The error that an operand should stand here."""
        here = self.tokens[self.at]
        before = self.tokens[self.at - 1] if self.at else _Token("", 0, 0, "")
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

    def of_field(self, token: _Token, field: _Token) -> Query:
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

    def range(self, token: _Token, text: str) -> Range:
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

    def number(self, token: _Token, text: str) -> int:
        """The number `text` (2026, 二〇二六, 2026年) within `token`."""
        digits = text.removesuffix("年")
        value = int(digits) if re.fullmatch(r"\d+", digits) else None
        if value is None and not text.isascii():  # no Roman numerals: year:mix
            from ..text.numerals import number

            value = number(digits)
        if value is None or value > GREATEST:
            raise UnsupportedQueryError(self.query, token.start, Message("query.number", most=GREATEST))
        return value
