"""Corrections of a query that finds little, from the words of the index.

1. A correction is offered only when it finds more, or stands as a whole in _MUCH passages where the typed text stands in none; both are counted.
2. Quoted text, wildcards and what is excluded stay as they are; filters stay, but for a value that no passage has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from ..model.errors import QueryError
from ..model.fields import BY_NAME, short_name
from ..query.ast import And, Boost, In, Not, Or, Phrase, Query, Term, map_children
from ..query.citations import is_law_name
from ..query.parser import parse
from ..runtime.cache import Remembered, kept_property
from ..runtime.deadline import check
from ..text.jieba_dictionary import frequencies
from ..text.normalize import fold
from ..text.pinyin import distance, readings
from ..text.segmenter import segment
from .query_parts import nearest_value, sounds_of, without_quotes
from .question_text import only_asks
from .searcher import Searcher

LITTLE = 2  # passages: a query that finds no more may be corrected
_SOME = 20  # passages: a query that finds more is corrected only by strings of the texts, without tables of all words
_MUCH = 10  # a correction must find so many times as much as a query that finds a little; and see the first promise
_RARE = 10  # corrections so many times rarer than the most frequent one are dropped

_LONGEST = 10  # characters of a word that is corrected, at most
_WORD = 2, 3  # characters of a dictionary word that is compared
_UNATTESTED = 3  # the count of words that the dictionary lists, 租凭 for 租赁 among them, though no text has them
_LONGEST_TERM = 24  # characters; a longer term is a sentence
_OFFICES = "局委厅办"  # the last characters of names of offices
_ACRONYM = 4  # letters
_LONGEST_PINYIN = 60  # letters
_NEVER_MISTYPED = frozenset("的和与及等在是或")  # characters
_NUMERALS = "〇零一二三四五六七八九十百千万亿"
_TRIED = 40  # corrections of a term that are counted
_WAYS = 5  # readings of the beginning of a term typed in pinyin that are kept
_GLOSSARY = 2000  # entries that are read
_REMEMBERED = 100_000  # characters of corrected queries

# Kinds of typing errors, the likeliest first.
_SOUND, _SWAP, _GAP, _OTHER, _EDGE = range(5)  # _EDGE: the first or last character was one too many


class Corrector:
    """Corrects queries to an index; its tables are made when they are first needed."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._corrected = Remembered(self._correct, _REMEMBERED)

    def suggestion(self, typed: str, query: Query) -> str | None:
        """`typed`, the text of `query`, without quotes round a field, or corrected as it was written; None where nothing finds more,
        and for what only asks.
        """
        if only_asks(typed):
            return None
        if meant := without_quotes(self._searcher, typed, query):
            return meant
        corrected = self.correct(query)
        return rewritten(typed, query, corrected) if corrected else None

    def correct(self, query: Query) -> Query | None:
        """A correction of `query` that finds more passages, or None."""
        return self._corrected[query]

    def _correct(self, query: Query) -> Query | None:
        total = self._total(query)
        leaves = dict.fromkeys(_leaves(query))
        odd = {leaf for leaf in leaves if self._is_odd(leaf)}
        if total > LITTLE and not odd:
            return None
        enough = total + 1 if odd else max(total + 1, total * _MUCH)
        choices: dict[Leaf, list[Query]] = {}
        for leaf in leaves:
            alone = self._total(leaf)
            if (alone <= LITTLE or leaf in odd) and (found := list(self._choices(leaf, alone))):
                choices[leaf] = found
        best: tuple[int, Query] | None = None
        for leaf, found in choices.items():
            for choice in found:
                fixed = _replace(query, {leaf: choice})
                count = self._total(fixed)
                if count < enough and not (
                    leaf in odd and self._total(_replace(query, {leaf: _quote(choice)})) >= _MUCH
                ):
                    continue
                if best is None or count > best[0]:
                    best = count, fixed
                break
        if best is None and len(choices) > 1:
            fixed = _replace(query, {leaf: found[0] for leaf, found in choices.items()})
            best = (count, fixed) if (count := self._total(fixed)) >= enough else None
        return best[1] if best else None

    def near(self, word: str) -> dict[str, int]:
        """The words of the index that may have been meant by folded `word`, each with its kind of error (0 likeliest).

        Those with one character wrong, missing or too many or two swapped, and those that sound the same.
        """
        check()
        found: dict[str, int] = {}

        def add(words: Iterable[str], slip: int) -> None:
            for other in words:
                if other != word:
                    found[other] = min(slip, found.get(other, slip))

        for way in sounds_of(word) if len(word) > 1 else ():
            add(self._sounds.get(way, ()), _SOUND)
        for place in range(len(word) + 1):
            add(self._missing.get(f"{word[:place]}\n{word[place:]}", ()), _GAP)
        for place, character in enumerate(word):
            before, after = word[:place], word[place + 1 :]
            add([other] if (other := before + after) in self._words else (), _GAP)
            for other in self._missing.get(f"{before}\n{after}", ()):
                add((other,), _SOUND if distance(character, other[place]) < 2 else _OTHER)
        for place, (first, second) in enumerate(pairwise(word)):
            other = word[:place] + second + first + word[place + 2 :]
            add([other] if other in self._words else (), _SWAP)
        return found

    def _choices(self, leaf: Leaf, alone: int) -> Iterator[Query]:
        """The corrections of a leaf that finds `alone` passages, the likeliest first."""
        if isinstance(leaf, In) and BY_NAME[leaf.field].how == "value":
            if not alone and (value := nearest_value(self._searcher, leaf)):
                yield In(leaf.field, Term(value))
            return
        term = leaf.query if isinstance(leaf, In) else leaf
        if not isinstance(term, Term):
            return
        text = fold(term.text)
        if len(text) > (_LONGEST_PINYIN if _letters(text) else _LONGEST_TERM):
            return
        if alone and alone <= LITTLE and text in self._words:  # rare, and right
            return
        if is_law_name(text) and self._searcher.laws.titles_of(text):  # 行诉法, an abbreviation
            return

        def put(leaf_text: str, quoted: bool = False) -> Query:
            inner = Phrase(leaf_text) if quoted else Term(leaf_text)
            return In(leaf.field, inner) if isinstance(leaf, In) else inner

        near = self._searcher.near(text) if 2 < len(text) <= _LONGEST else {}
        tried = sorted(near, key=lambda other: (-near[other], other))[:_TRIED]
        slips = {other: _slip(text, other) for other in tried}
        if alone <= _SOME:
            for slip, other in self._rewritten(text)[:_TRIED]:
                slips[other] = _EDGE if other in (text[1:], text[:-1]) else min(slip, slips.get(other, slip))
        slips = {other: slip for other, slip in slips.items() if self._may_be_meant(text, other, slip)}
        wholes = near if isinstance(leaf, Term) else {}  # counted
        wholes = {other: n for other in slips if (n := wholes.get(other) or self._total(put(other, quoted=True)))}
        ranked = [(self._likely(text, other, slips[other]), -n, other) for other, n in wholes.items()]
        # Frequency decides only between corrections with the same kind of error.
        ranked = [one for one in ranked if _RARE * -one[1] >= max(-n for slip, n, _ in ranked if slip <= one[0])]
        ranked = [one for one in ranked if not self._is_scattered(one[2])] or ranked
        if not ranked and alone <= _SOME:  # nowhere in one piece: then its words, as they are searched
            for other, slip in slips.items():
                told = slip <= _SWAP or len(other) > len(text)  # otherwise it is another word, not an error
                if told and not self._is_scattered(other) and (count := self._total(put(other))) > alone:
                    ranked.append((slip, -count, other))
        for *_, other in sorted(ranked):
            yield put(_as_typed(term.text, text, other))

    def _may_be_meant(self, text: str, other: str, slip: int) -> bool:
        """Whether `text` may be a mistyped `other`: not when it is another word, or `other` only a part of it: 火灾 for 火星, 机器 for 机器猫."""
        if not _same_numbers(text, other):
            return False
        if text.isascii() and len(text) <= _ACRONYM and other.isascii():  # ESG and O3 are no slips for other acronyms
            return False
        if all(c.isdecimal() or c in _NUMERALS for c in other):  # 二十岁 is none for 二十
            return False
        if not set(text) & set(other) and (0, len(text)) in _known_words(text):  # 脐橙 sounds like 戚城, and is a word
            return False
        if len(other) < len(text):
            return other in self._words and text[-1] not in _OFFICES  # 发改委 is no slip for 发改
        if len(other) > len(text) or slip <= _SWAP:
            return not _NEVER_MISTYPED.intersection(set(text) ^ set(other)) or (
                len(other) == len(text) and not self._is_scattered(other)
            )
        return not _NEVER_MISTYPED.intersection(set(text) ^ set(other)) and not _is_another(text, other)

    def _likely(self, text: str, other: str, slip: int) -> int:
        """The likelihood of an error: the name of a place that rhymes is likelier than any word, 綦江 for 基江."""
        rhymes = len(text) == len(other) and all(map(_rhyme, text, other))
        return _SOUND - 1 if rhymes and short_name(other) in self._places else slip

    def _is_odd(self, leaf: Leaf) -> bool:
        """Whether a term stands nowhere as a whole, but its characters do here and there: 轨道交同."""
        term = leaf.query if isinstance(leaf, In) else leaf
        if not isinstance(term, Term) or (isinstance(leaf, In) and leaf.field not in ("title", "text")):
            return False
        text = fold(term.text)
        return 2 < len(text) <= _LONGEST and self._is_scattered(text) and not self._total(Phrase(text))

    def _is_scattered(self, text: str) -> bool:
        """Whether some character of a term, other than 的 and its like, is no part of any word of the index in it."""
        # The tables of all words, if they exist; a query with hits needs few words.
        vocabulary = self.__dict__.get("_vocabulary")
        frequency = self._searcher.frequency if vocabulary is None else lambda word: vocabulary.get(word, 0)
        pieces = segment(text, frequency)
        return any(len(piece) == 1 or not frequency(piece) for piece in pieces if piece not in _NEVER_MISTYPED)

    def _rewritten(self, text: str) -> list[tuple[int, str]]:
        """`text` with one word corrected: the likelihood of the error, and the whole text; the likeliest first."""
        found: dict[str, tuple[int, int, int]] = {}
        if _letters(text):
            found = {whole: (_SOUND, 0, -count) for whole, count in self._read_aloud(text).items()}
        for start in range(min(len(text), _LONGEST_TERM)):
            for end in range(start + 2, min(len(text), start + _LONGEST) + 1):
                word = text[start:end]
                if word in self._words and (start, end) != (0, len(text)):
                    continue
                for other, slip in self.near(word).items():
                    key = slip, start - end, -self._words[other]
                    whole = text[:start] + other + text[end:]
                    found[whole] = min(key, found.get(whole, key))
        return [(slip, whole) for whole, (slip, *_) in sorted(found.items(), key=lambda item: item[1:])]

    def _read_aloud(self, letters: str) -> dict[str, int]:
        """The likeliest sequences of words with this spelling in pinyin, with the count of the rarest word."""
        ways: list[dict[str, int]] = [{"": sum(self._words.values())}, *({} for _ in letters)]
        for start in range(len(letters)):
            kept = sorted(ways[start].items(), key=lambda way: (len(way[0]), -way[1]))[:_WAYS]
            check()
            for end in range(start + 2, len(letters) + 1) if kept else ():
                for word in self._sounds.get(letters[start:end], ()):
                    ways[end].update((before + word, min(rare, self._words[word])) for before, rare in kept)
        return ways[-1]

    def _total(self, query: Query) -> int:
        return self._searcher.total(query)

    @kept_property
    def _vocabulary(self) -> Mapping[str, int]:
        return self._searcher.vocabulary

    @kept_property
    def _words(self) -> Mapping[str, int]:
        """The candidate words with their counts: words of the texts, and terms of glossaries."""
        glossary = self._searcher.search(In("kind", Term("名词解释")), _GLOSSARY)
        defined = {fold(hit.passage.title).strip(): 1 for hit in glossary.hits}
        known = {**defined, **self._vocabulary}
        return {word: count for word, count in known.items() if 1 < len(word) <= _LONGEST}

    @kept_property
    def _places(self) -> frozenset[str]:
        """The names of the districts and cities of the index without their endings, folded."""
        return frozenset(
            short_name(fold(name)) for field in ("district", "city") for name in self._searcher.values(field)
        )

    @kept_property
    def _missing(self) -> Mapping[str, list[str]]:
        """The words with one character replaced by a line break: words that differ only there share a key."""
        found: dict[str, list[str]] = {}
        for word in self._words:
            for place in range(len(word)):
                found.setdefault(f"{word[:place]}\n{word[place + 1 :]}", []).append(word)
        return found

    @kept_property
    def _sounds(self) -> Mapping[str, list[str]]:
        """The words by their spelling in pinyin."""
        found: dict[str, list[str]] = {}
        for word in self._words:
            for way in sounds_of(word):
                found.setdefault(way, []).append(word)
        return found


Leaf = Term | In


def _leaves(query: Query) -> Iterator[Leaf]:
    """The terms and fields of a query that can be corrected."""
    match query:
        case And(queries) | Or(queries):
            for part in queries:
                yield from _leaves(part)
        case Boost(inner, _):
            yield from _leaves(inner)
        case Term() | In(_, Term()):
            yield query


def _replace(query: Query, choices: Mapping[Leaf, Query]) -> Query:
    """`query` with leaves exchanged."""
    match query:
        case Term() | In(_, Term()):
            return choices.get(query, query)
        case Not() | In():
            return query
    return map_children(query, lambda part: _replace(part, choices))


def _quote(leaf: Query) -> Query:
    """The corrected leaf of a query, to be found as a whole."""
    match leaf:
        case Term(text):
            return Phrase(text)
        case In(field, Term(text)):
            return In(field, Phrase(text))
    return leaf


def _slip(text: str, other: str) -> int:
    """The kind of error that makes `text` of `other`, at edit distance 1."""
    if len(other) > len(text):
        return _GAP
    if len(other) < len(text):
        return _EDGE if other in (text[1:], text[:-1]) else _GAP
    return _SOUND if all(distance(*pair) < 2 for pair in zip(text, other, strict=True)) else _OTHER


def _same_numbers(text: str, other: str) -> bool:
    """Whether the numbers of `text` stand in `other`, which may have more only in ideographs: 十五五 for 十五午."""
    if re.findall("[0-9.]+", text) != re.findall("[0-9.]+", other):
        return False
    rest = iter(other)
    return all(numeral in rest for numeral in text if numeral in _NUMERALS)


def _is_another(text: str, other: str) -> bool:
    """Whether the character in which `text` differs from `other`, of the same length, makes a dictionary word: 火星 is no error for 火灾."""
    return any(
        text[at] != other[at] and any(at in range(*word) for word in _known_words(text)) for at in range(len(text))
    )


@lru_cache(1000)
def _known_words(text: str) -> Sequence[tuple[int, int]]:
    """Where words of the dictionary begin and end in a text."""
    spans = [(start, start + length) for length in _WORD for start in range(len(text) - length + 1)]
    counts = frequencies(text[slice(*span)] for span in spans)
    return [span for span, count in zip(spans, counts, strict=True) if count > _UNATTESTED]


def _letters(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _rhyme(one: str, other: str) -> bool:
    """Whether two characters have readings that differ at most in their first sound."""
    endings = ({re.sub("^[^aeiouv]+", "", way) for way in readings(character)} for character in (one, other))
    return not set.isdisjoint(*endings)


def _as_typed(raw: str, folded: str, corrected: str) -> str:
    """`corrected` with what did not change as it was typed: R&D投入 for r&d投入."""
    if len(raw) != len(folded):
        return corrected
    shorter = min(len(folded), len(corrected))
    start = next((at for at in range(shorter) if folded[at] != corrected[at]), shorter)
    end = next((at for at in range(shorter - start) if folded[-1 - at] != corrected[-1 - at]), shorter - start)
    return raw[:start] + corrected[start : len(corrected) - end] + raw[len(raw) - end :]


def rewritten(typed: str, query: Query, corrected: Query) -> str:
    """`corrected` written as `typed`, the text of `query`, was; in canonical form where that is not possible."""
    old, new = list(_leaves(query)), list(_leaves(corrected))
    text = typed
    for before, after in zip(old, new, strict=True):
        if before != after:
            was, now = ((leaf.query if isinstance(leaf, In) else leaf) for leaf in (before, after))
            text = text.replace(str(was), str(now)) if text.count(str(was)) == 1 else ""
    try:
        return text if text and parse(text) == corrected else str(corrected)
    except QueryError:
        return str(corrected)
