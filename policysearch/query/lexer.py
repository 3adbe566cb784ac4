"""Cuts a query into tokens; knows what characters mean, and nothing of grammar."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from ..messages.catalogue import Message
from ..model.errors import QueryError, UnknownFieldError
from ..model.fields import BY_NAME, FIELDS, Field, field_named
from ..runtime.lazy_pattern import lazy_pattern
from .ast import (
    ASKING,
    ENDS_WORD,
    OPERATORS,
    QUOTES,
    SENTENCE,
    SEPARATORS,
    Near,
    Phrase,
    Query,
    Term,
    Wildcard,
    wordless,
)

GREATEST = 9999  # number in a range or a distance

CONTROL = lazy_pattern("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_GAP = lazy_pattern(rf"[\s{re.escape(SEPARATORS)}]+")
_WORD = lazy_pattern(rf"(?:[^{ENDS_WORD}]+|\\.|(?<=\d),(?=\d))*", re.DOTALL)
_PIECE = lazy_pattern(r"\\(?P<literal>.)|(?P<bold>[*＊]{2,})|(?P<wild>[*＊?])|.", re.DOTALL)
_SIGNS = frozenset("\\*＊?")
_DASHES = "-－—–―‐−"
_AFTER_OPERAND = ("leaf", "close")

# Not compiled here: few queries ask, and a search should start fast.
_ENDS_QUESTION = rf"{ASKING}|什么|怎[么样]|几|[能会要是行有][不没]|[吗呢么嘛]$"
_PRINTED_KIND = r"(?:一、|[(（][一1][)）])(?=[\s)）]|$)"
_AFTER_SENTENCE = " \t\n\u3000" + SEPARATORS


class Token(NamedTuple):
    """A piece of a query, and where it stands."""

    kind: str  # leaf field open close and or not boost end
    start: int
    end: int
    typed: str
    value: Any = None  # the Query of a leaf, the Field of a field, the factor of a boost


class Lexer:
    """The tokens of one query."""

    def __init__(self, query: str, text: str, words: frozenset[int] = frozenset()) -> None:
        """`words`: where operators stand that are none."""
        self.query = query  # for errors, which point into it
        self.words = words
        self.text = CONTROL.sub(" ", text)  # control characters separate words; positions stay

    def tokens(self) -> list[Token]:
        """All tokens, and one of kind "end". Raises QueryError."""
        found: list[Token] = []
        at = 0
        while at < len(self.text):
            if gap := _GAP.match(self.text, at):
                at = gap.end()
                continue
            if found and found[-1].kind == "field" and found[-1].value.name == "kind":
                if printed := re.compile(_PRINTED_KIND).match(self.text, at):
                    found.append(Token("leaf", at, printed.end(), printed[0], Term(printed[0])))
                    at = printed.end()
                    continue
            attached = bool(found) and found[-1].end == at and found[-1].kind in _AFTER_OPERAND
            token = self.token(at, attached)
            at = token.end
            if token.kind:
                found.append(token)
        return [*found, Token("end", at, at, "")]

    def token(self, at: int, attached: bool) -> Token:
        """The token at `at`, `attached` when directly after an operand; of kind "" when it means nothing."""
        char = self.text[at]
        if char in "(（":
            return Token("open", at, at + 1, char)
        if char in ")）":
            return Token("close", at, at + 1, char)
        if char in "|｜":
            end = at + len(re.match(r"[|｜]+", self.text[at:])[0])  # type: ignore[index]
            return Token("or", at, end, self.text[at:end])
        if char in QUOTES:
            return self.read_quote(at)
        if char == "^":
            return self.boost(at, attached)
        if char in ":：" and attached:
            return Token("", at, at + 1, char)
        if char == "?" and attached and not (marks := _WORD.match(self.text, at)[0]).strip("?"):  # type: ignore[index]
            return Token("", at, at + len(marks), marks)
        if char in "-－" and not attached and self.negates(at + 1):
            return Token("not", at, at + 1, char)
        return self.word(at)

    def negates(self, at: int) -> bool:
        """Whether the "-" before `at` stands directly before an operand, or before nothing at all (an error)."""
        ends = not self.text[at:].strip() or self.text[at] in ")）"
        return ends or not (_GAP.match(self.text, at) or self.text[at] in _DASHES + "|｜")

    def read_quote(self, at: int) -> Token:
        """A phrase, or with ~n the words that stand near each other."""
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
            return Token("leaf", at, inside.end(), inside[0], Phrase(text))
        parts = tuple(text.split())
        leaf = Near(parts, int(digits[1])) if len(parts) > 1 else Phrase(text)
        return Token("leaf", at, inside.end() + len(distance), inside[0] + distance, leaf)

    def boost(self, at: int, attached: bool) -> Token:
        """The factor after "^"."""
        if not attached:
            raise QueryError(self.query, at, Message("query.boost_place"))
        typed = _WORD.match(self.text, at + 1)[0]  # type: ignore[index]
        number = unicodedata.normalize("NFKC", typed)
        factor = round(float(number), 4) if re.fullmatch(r"\d+(\.\d+)?|\.\d+", number) else 0
        if not 0.001 <= factor <= 1000:
            raise QueryError(self.query, at + 1, Message("query.boost_number"))
        return Token("boost", at, at + 1 + len(typed), f"^{typed}", factor)

    def word(self, at: int) -> Token:
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
                    return Token("field", at, end + 1, self.text[at : end + 1], field)
                break
            end += 1
        typed = self.text[at:end]
        if typed in OPERATORS and at not in self.words:
            return Token(OPERATORS[typed], at, end, typed)
        asked = typed.rstrip("?")
        if typed != asked and not self.text[end:].strip(_AFTER_SENTENCE) and not set("*＊?\\") & set(asked):
            if len(asked) >= SENTENCE or re.search(_ENDS_QUESTION, asked):
                typed = asked  # it ends a question
        leaf = self.leaf(at, typed)
        return Token("leaf" if leaf else "", at, max(end, at + 1), typed, leaf)

    def colon_is_text(self, start: int, at: int) -> bool:
        """Whether the colon at `at` belongs to a ratio or an address."""
        after = self.text[at + 1 : at + 2]
        ratio = start < at and self.text[at - 1].isdecimal() and after.isdecimal()
        return ratio or self.text.startswith("://", at)

    def field(self, start: int, at: int) -> Field | None:
        """The field named by what stands from `start` to the colon at `at`; None when that colon is punctuation."""
        typed = self.text[start:at]
        name = unicodedata.normalize("NFKC", typed).lower()
        if field := field_named(name):
            return field
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
        if _SIGNS.isdisjoint(typed):  # mostly
            return None if wordless(typed) else Term(typed)
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
