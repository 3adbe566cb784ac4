"""Completions of what is typed: terms, headings, glossary terms, districts, documents, fields.

1. Every word, heading, … that begins with what was typed, in characters, in pinyin or in initials of pinyin, is a
   candidate; a heading, glossary term or document also when it holds what was typed.
2. Of each kind the commonest come first, what begins as typed before what holds it, and both before what is spelled so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from heapq import merge
from itertools import chain, islice, zip_longest

from ..model import fields
from ..model.results import Suggestion
from ..query.ast import QUOTES, Phrase, Term
from ..runtime.cache import kept_property, once
from ..runtime.deadline import timely
from ..store.protocol import Store
from ..text.normalize import fold
from ..text.pinyin import expressions, readings, spellings

_SPELLED = 10  # characters of an entry that can be typed in pinyin
_SHORTEST = 2  # characters that are looked for within a heading
_NUMBER = re.compile(r"(?:第?[〇零一二三四五六七八九十百\d]+[编篇章节条、]|(?:专栏|表|附表|图)\s*[\d\-.—]+)[::]?\s*")
_MARKUP = re.compile(r"(?:^|\n)#*|\*\*")  # of a heading as it is printed, with the ends of its lines
# A quote may open before it; not every quotation mark shows whether it opens or closes.
_LAST_WORD = re.compile(
    r"(?:^|.*[\s(（|｜]|.*(?=[“《「『]))-?(?:(?P<field>[^\s:：()（）]+)[:：])?(?P<mark>[\"＂“《「『]?)"
    r"(?P<word>[^\s:：()（）|｜\"＂“《「『]*)$",
    re.S,
)
_TRIED = 100  # words that are looked for in the values of a field


class Entries:
    """Strings of one kind with their counts, the commonest first; found by beginnings, parts and spellings.

    All are joined into one string, which Python searches at a gigabyte a second; the commonest are found first.
    """

    def __init__(self, entries: Iterable[tuple[str, int, str]]) -> None:
        """`entries`: folded string, count, and a value for the caller."""
        self._entries = sorted(entries, key=lambda entry: (-entry[1], entry[0]))
        self._joined = "\n" + "".join(f"{text.translate(_ONE_LINE)}\n" for text, _, _ in self._entries)

    def find(self, typed: str, within: bool) -> Iterator[tuple[str, int, str]]:
        """The entries that match folded `typed`, each once, the best first; `within`: also those that hold it after their beginning."""
        seen = set()
        places = chain(self._beginning(typed), self._holding(typed) if within else (), self._by_spelling(typed))
        for place in timely(places, 50):
            if place not in seen:
                seen.add(place)
                yield self._entries[place]

    def count(self, text: str) -> int:
        """The occurrences of a folded text in all entries."""
        return self._joined.count(text)

    @kept_property
    def _starts(self) -> list[int]:
        """Where the lines of `_joined` begin."""
        return [found.end() for found in re.finditer("\n", self._joined)]

    @kept_property
    def _spellings(self) -> dict[str, str]:
        """For each first letter a line for each spelling, ended by the number of its entry."""
        lines: dict[str, list[str]] = {}
        for place, (text, _, _) in enumerate(self._entries):
            for way in spellings(text[:_SPELLED].translate(_ONE_LINE)):
                lines.setdefault(way[:1], []).append(f"\n{way}\t{place}")
        return {letter: "".join(found) for letter, found in lines.items()}

    def _beginning(self, typed: str) -> Iterator[int]:
        at = self._joined.find(f"\n{typed}")
        while 0 <= at < len(self._joined) - 1:
            yield self._line(at + 1)
            at = self._joined.find(f"\n{typed}", at + 1)

    def _holding(self, typed: str) -> Iterator[int]:
        at = self._joined.find(typed)
        while at >= 0:
            yield self._line(at)
            at = self._joined.find(typed, at + 1)

    def _by_spelling(self, typed: str) -> Iterator[int]:
        ideographs = re.match(r"[^a-z]*", typed)
        assert ideographs is not None
        for expression in expressions(typed):
            pattern = re.compile(rf"\n{expression}[^\t\n]*\t(\d+)")
            letters = sorted({way[0] for way in readings(typed[0])})
            found = (pattern.finditer(self._spellings.get(letter, "")) for letter in letters)
            for place in merge(*((int(line[1]) for line in lines) for lines in found)):
                if self._entries[place][0].startswith(ideographs[0]):
                    yield place

    def _line(self, at: int) -> int:
        """The number of the entry at a place of `_joined`."""
        return bisect_right(self._starts, at) - 1


_ONE_LINE = {ord("\n"): " ", ord("\t"): " ", ord("\r"): " "}


class Completion:
    """Completes what is typed from an index; its lists are made when they are first needed."""

    def __init__(self, index: Store) -> None:
        self._index = index
        self._lists: dict[str, Entries] = {}

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions of the last word of `typed`, the best of each kind in turn."""
        found = _LAST_WORD.match(typed)
        if not found or limit < 1:
            return ()
        word = fold(found["word"]).strip()
        head = typed[: found.start("word")]
        mark = found["mark"]
        if found["field"] is not None:
            kinds = self._of_field(found["field"].lower(), word, head)
        elif word:
            kinds = [
                self._terms(word, head),
                self._headings("glossary", word, head, len(word) >= _SHORTEST),
                self._headings("heading", word, head, len(word) >= _SHORTEST),
                self._documents(word, head),
            ]
            if not mark:
                kinds += [self._values("district", word, f"{head}district:"), self._fields(word, head)]
        else:
            kinds = []
        turns = zip_longest(*(islice(kind, limit) for kind in kinds))
        named = ("field", "district", "term", "glossary", "heading")
        order = {kind: place for place, kind in enumerate(("document", *named) if mark == "《" else named)}
        chosen = list(islice((entry for turn in turns for entry in turn if entry), limit))
        return tuple(sorted(chosen, key=lambda entry: order.get(entry.kind, len(order))))

    def _of_field(self, name: str, word: str, head: str) -> list[Iterator[Suggestion]]:
        """The completions after a field: its values, and for a text field the words in them."""
        if not (field := fields.field_named(name)):
            return []
        if field.how != "text":
            return [self._values(field.name, word, head)]
        if not word:
            return []
        match field.name:
            case "text":
                return [self._terms(word, head)]
            case "document":
                return [self._documents(word, head)]
            case "title":
                kinds = ("heading", "glossary")
                return [self._terms_in(kinds, word, head), *(self._headings(kind, word, head, True) for kind in kinds)]
        return [self._terms_in((field.name,), word, head), self._texts(field.name, word, head)]

    def _terms_in(self, kinds: Iterable[str], word: str, head: str) -> Iterator[Suggestion]:
        for term in islice(self._terms(word, head), _TRIED):
            if count := sum(self._list(kind).count(term.text) for kind in kinds):
                yield replace(term, count=count)

    def _texts(self, field: str, word: str, head: str) -> Iterator[Suggestion]:
        """The values of a text field, as they were written, without their numbers."""
        for _, count, value in self._list(field).find(word, within=True):
            passage = self._index.passage_at(min(self._index.holding(field, value)))
            text = bare(" ".join(getattr(passage, field).split()))
            yield Suggestion(text, "value", count, _completion(head, Phrase(text)))

    def _terms(self, word: str, head: str) -> Iterator[Suggestion]:
        for text, count, _ in self._list("term").find(word, within=False):
            yield Suggestion(text, "term", count, _completion(head, Term(text)))

    def _headings(self, kind: str, word: str, head: str, within: bool) -> Iterator[Suggestion]:
        for _, count, number in self._list(kind).find(word, within):
            passage = self._index.passage_at(int(number))
            title = " ".join(passage.title.split())
            # A heading over several lines stands in the text with its line breaks: piece by piece it is found.
            first, *others = map(Phrase, bare(title).split())
            query = " ".join([_completion(head, first), *map(str, others)])
            yield Suggestion(title, kind, count, query, passage.id)

    def _documents(self, word: str, head: str) -> Iterator[Suggestion]:
        field = "" if head[-1:] in QUOTES or head.endswith((":", "：")) else "document:"
        for _, count, number in self._list("document").find(word, within=len(word) >= _SHORTEST):
            passage = self._index.passage_at(int(number))
            title = " ".join(passage.document.split())
            query = _completion(f"{head}{field}", Phrase(title))
            yield Suggestion(title, "document", count, query, passage.document_id)

    def _values(self, field: str, word: str, head: str) -> Iterator[Suggestion]:
        kind = "district" if field == "district" else "value"
        for _, count, value in self._list(field).find(word, within=False):
            yield Suggestion(value, kind, count, _completion(head, Term(value)))

    def _fields(self, word: str, head: str) -> Iterator[Suggestion]:
        for field in fields.FIELDS:
            for name in (field.name, *field.aliases):
                if fold(name).startswith(word):
                    yield Suggestion(f"{name}:", "field", 0, f"{head}{name}:")
                    break

    def _list(self, kind: str) -> Entries:
        """The entries of one kind, or the values of a field; made once."""
        return once(self._lists, kind, lambda: Entries(self._strings(kind)))

    def _strings(self, kind: str) -> Iterator[tuple[str, int, str]]:
        index = self._index
        match kind:
            case "term":
                return ((word, count, "") for word, count in index.vocabulary.items() if len(word) > 1)
            case "glossary" | "heading":
                defined = set(index.holding("kind", "名词解释"))
                return self._titles(lambda number: (number in defined) == (kind == "glossary"))
            case "document":
                documents = (index.holding("document_id", value) for value in index.values("document_id"))
                sizes = {min(numbers): len(numbers) for numbers in documents}
                first = ((fold(index.passage_at(number).document), number) for number in index.literal.prefetch(sizes))
                return ((title, sizes[number], str(number)) for title, number in first if title)
        counts = (
            (value, folded, sum(1 for _ in index.holding(kind, value)))
            for value, folded in index.field_values(kind).items()
        )
        return ((folded, count, value) for value, folded, count in counts if value and count)

    def _titles(self, wanted: Callable[[int], bool]) -> Iterator[tuple[str, int, str]]:
        """The different headings of some passages, folded and without their numbers, with the first that has each."""
        found: dict[str, list[int]] = {}
        for number in filter(wanted, self._index.order):
            heading = self._index.literal.heading(number)
            if title := bare(_MARKUP.sub("", heading).strip()):
                found.setdefault(title, []).append(number)
        for title, numbers in found.items():
            yield title, len(numbers), str(numbers[0])


def _completion(head: str, leaf: Term | Phrase) -> str:
    """The query of `head` and `leaf`, in the quote that `head` has opened.

    >>> _completion("氢能 《", Phrase("规划")), _completion("章:", Term("规划"))
    ('氢能 《规划》', '章:规划')
    """
    if not (closing := QUOTES.get(head[-1:])):
        return f"{head}{leaf}"
    return head + "".join(f"\\{c}" if c in ("\\", closing) else c for c in leaf.text) + closing


def bare(heading: str) -> str:
    """A heading without its number.

    >>> bare("第一节 发展氢能产业"), bare("专栏6重点工程"), bare("一带一路")
    ('发展氢能产业', '重点工程', '一带一路')
    """
    return heading[found.end() :] if (found := _NUMBER.match(heading)) and found.end() < len(heading) else heading
