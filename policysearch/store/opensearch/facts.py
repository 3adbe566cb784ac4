"""Facts about all passages of a version, kept on this side: order, documents, lengths, headings, words, values of fields.

Written as files with the version, read once. In memory some 24 bytes for each passage, and 4 for each of its field values that are used.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...model.fields import TEXTS, WORDS
from ..local.bigrams import END
from ..local.inverter import Batch

_LISTS, _NUMBERS, _VALUES, _HOLDING = "facts.json", "facts.numbers", "values.json", "values.numbers"
_GRAMS, _GRAM_COUNTS = "grams.text", "grams.numbers"
_COLUMNS = ("document", "length", "size", "heading")
_FIELDS = sorted((*(TEXTS - {"id"}), "year"))  # ids are as many as passages: the cluster is asked for them

Key = tuple[str, int, int, str]  # place in document order, the source first


class Facts:
    """Facts about the passages of a version, by their numbers; removed passages are in no answer.

    `sources` has the passages of each source in document order. The columns, one place for each number: an index of
    `documents`, bytes of the text, characters of heading and text, an index of `headings`.
    """

    def __init__(self) -> None:
        self.sources: dict[str, array[int]] = {}
        self.documents: list[str] = []
        self.headings: list[str] = []
        self.columns = {name: array("I") for name in _COLUMNS}
        self.words: dict[str, Counter[str]] = {part: Counter() for part in WORDS}  # of headings and of texts
        self.values: dict[str, dict[str, array[int]]] = {field: {} for field in _FIELDS}
        self._grams, self._held = "", array("I")  # characters and pairs in order, two characters each; passages of each
        self._changes: Counter[str] = Counter()  # of the latter since they were read
        self._places: dict[str, dict[str, int]] = {"document": {}, "heading": {}}

    @property
    def slots(self) -> int:
        """One more than the highest number."""
        return len(self.columns["length"])

    def order(self) -> array[int]:
        """All passages in document order."""
        order = array("I")
        for source in sorted(self.sources):
            order.extend(self.sources[source])
        return order

    def add(self, batch: Batch, numbers: Sequence[int]) -> None:
        """Take in a batch, whose passages have these numbers, but for their place in the order: see `place`."""
        from ..local.text_store import Literal
        from ..local.text_writer import part_of

        grown = max(numbers) + 1 - self.slots
        for column in self.columns.values():
            column.extend([0] * max(0, grown))
        literal = Literal([part_of(batch.literal)])
        for place, number in enumerate(numbers):
            heading, text = literal.parts(place)
            self.columns["length"][number] = literal.length(place)
            self.columns["size"][number] = len(heading) + len(text)
            self.columns["heading"][number] = self._index("heading", self.headings, heading)
        for value, (places, _) in batch.postings["document_id"].items():
            document = self._index("document", self.documents, value.decode())
            for place in places:
                self.columns["document"][numbers[place]] = document
        for field, lists in self.values.items():
            for value, (places, _) in batch.postings[field].items():
                lists.setdefault(value.decode(), array("I")).extend(numbers[place] for place in places)
        self._count(batch, 1)

    def place(self, keys: Iterable[tuple[Key, int]], key: Callable[[int], Key]) -> None:
        """Give the passages added their places; `key` tells those of others."""
        new: dict[str, list[tuple[Key, int]]] = {}
        for place, number in keys:
            new.setdefault(place[0], []).append((place, number))
        for source, added in new.items():
            there = [(key(number), number) for number in self.sources.get(source, ())]
            self.sources[source] = array("I", [number for _, number in sorted(there + added)])

    def remove(self, source: str, batches: Iterable[Batch]) -> None:
        """Forget a source; `batches` are its passages, prepared as when they were added."""
        gone = set(self.sources.pop(source))
        first, last = min(gone), max(gone)
        for lists in self.values.values():
            for value, numbers in list(lists.items()):
                if bisect_left(numbers, first) < bisect_left(numbers, last + 1):  # lists are in order
                    lists[value] = array("I", [number for number in numbers if number not in gone])
                    if not lists[value]:
                        del lists[value]
        for batch in batches:
            self._count(batch, -1)

    def merge(self, other: Facts, numbers: Sequence[int]) -> None:
        """Take in the facts of other passages, by the numbers that these have here; all those numbers are new."""
        grown = max(numbers, default=-1) + 1 - self.slots
        for column in self.columns.values():
            column.extend([0] * max(0, grown))
        places = {
            "document": [self._index("document", self.documents, name) for name in other.documents],
            "heading": [self._index("heading", self.headings, name) for name in other.headings],
        }
        for name, column in other.columns.items():
            moved = map(places[name].__getitem__, column) if name in places else column
            for number, told in zip(numbers, moved, strict=True):
                self.columns[name][number] = told
        for source, own in other.sources.items():
            self.sources[source] = array("I", map(numbers.__getitem__, own))
        for field, lists in other.values.items():
            for value, own in lists.items():
                there = self.values[field].get(value, ())
                self.values[field][value] = array("I", sorted([*there, *map(numbers.__getitem__, own)]))
        for part, words in other.words.items():
            self.words[part].update(words)
        for at, held in enumerate(other._held):
            self._changes[other._grams[2 * at : 2 * at + 2]] += held

    def rename(self, ids: Mapping[int, str]) -> None:
        """Set the document ids of passages, by their numbers."""
        lists, column = self.values["document_id"], self.columns["document"]
        for value in {self.documents[column[number]] for number in ids}:
            lists[value] = array("I", [number for number in lists[value] if number not in ids])
            if not lists[value]:
                del lists[value]
        new: dict[str, list[int]] = {}
        for number, id in ids.items():
            column[number] = self._index("document", self.documents, id)
            new.setdefault(id, []).append(number)
        for id, numbers in new.items():
            lists[id] = array("I", sorted([*lists.get(id, ()), *numbers]))

    def holding(self, gram: str) -> int:
        """How many passages hold a character, or two side by side."""
        wanted, grams = gram.ljust(2, END), self._grams
        place = bisect_left(range(len(grams) // 2), wanted, key=lambda at: grams[2 * at : 2 * at + 2])
        there = self._held[place] if grams[2 * place : 2 * place + 2] == wanted else 0
        return there + self._changes[wanted]

    def write(self, folder: Path) -> None:
        """Write the files into `folder`."""
        sources = sorted(self.sources)
        lists = {
            "sources": [[source, len(self.sources[source])] for source in sources],
            "documents": self.documents,
            "headings": self.headings,
            "words": {part: dict(sorted(words.items())) for part, words in self.words.items()},
        }
        _write_json(folder / _LISTS, lists)
        (folder / _NUMBERS).write_bytes(_bytes([self.order(), *self.columns.values()]))
        kept = {field: {value: len(lists[value]) for value in sorted(lists)} for field, lists in self.values.items()}
        _write_json(folder / _VALUES, kept)
        every = [self.values[field][value] for field, values in kept.items() for value in values]
        (folder / _HOLDING).write_bytes(_bytes(every))
        held = {self._grams[2 * at : 2 * at + 2]: count for at, count in enumerate(self._held)}
        for gram, change in self._changes.items():
            held[gram] = held.get(gram, 0) + change
        grams = sorted(gram for gram, count in held.items() if count)
        (folder / _GRAMS).write_text("".join(grams), "utf-8", "surrogatepass", newline="")
        (folder / _GRAM_COUNTS).write_bytes(_bytes([array("I", map(held.__getitem__, grams))]))

    @classmethod
    def read(cls, folder: Path) -> Facts:
        """The facts in `folder`; raises OSError, and ValueError or the like for files that are not as they were written."""
        facts = cls()
        lists = json.loads((folder / _LISTS).read_text("utf-8", "surrogatepass"))
        numbers = _numbers((folder / _NUMBERS).read_bytes())
        counts = [(str(source), int(count)) for source, count in lists["sources"]]
        end = sum(count for _, count in counts)
        slots, left = divmod(len(numbers) - end, len(_COLUMNS))
        if left or slots < 0:
            raise ValueError(f"{_NUMBERS} is not of the length it was written with")
        at = 0
        for source, count in counts:
            facts.sources[source] = numbers[at : at + count]
            at += count
        for name in _COLUMNS:
            facts.columns[name] = numbers[at : at + slots]
            at += slots
        facts.documents, facts.headings = list(map(str, lists["documents"])), list(map(str, lists["headings"]))
        for name, names in (("document", facts.documents), ("heading", facts.headings)):
            if max(facts.columns[name], default=-1) >= max(1, len(names)):
                raise ValueError(f"{_NUMBERS} and {_LISTS} are not of one version")
            facts._places[name] = {value: place for place, value in enumerate(names)}
        facts.words = {part: Counter(_counts(lists["words"][part])) for part in WORDS}
        if max(numbers[:end], default=-1) >= slots:
            raise ValueError(f"{_NUMBERS} numbers passages that are not there")
        values = json.loads((folder / _VALUES).read_text("utf-8", "surrogatepass"))
        holding = _numbers((folder / _HOLDING).read_bytes())
        at = 0
        for field in _FIELDS:
            for value, count in _counts(values[field]).items():
                facts.values[field][value] = holding[at : at + count]
                at += count
        if at != len(holding) or max(holding, default=-1) >= slots:
            raise ValueError(f"{_HOLDING} is not of the length it was written with")
        facts._grams = (folder / _GRAMS).read_bytes().decode("utf-8", "surrogatepass")
        facts._held = _numbers((folder / _GRAM_COUNTS).read_bytes())
        if len(facts._grams) != 2 * len(facts._held):
            raise ValueError(f"{_GRAMS} and {_GRAM_COUNTS} are not of one version")
        return facts

    def _index(self, what: str, names: list[str], name: str) -> int:
        places = self._places[what]
        if name not in places:
            places[name] = len(names)
            names.append(name)
        return places[name]

    def _count(self, batch: Batch, sign: int) -> None:
        grams = batch.literal.bigrams
        for place, count in enumerate(grams.counts):
            self._changes[grams.grams[2 * place : 2 * place + 2]] += sign * count
        for part, field in WORDS.items():
            counts = self.words[part]
            for word, (_, found) in batch.postings[field].items():
                text = word.decode()
                counts[text] += sign * sum(found)
                if counts[text] <= 0:
                    del counts[text]


def _counts(values: Mapping[Any, Any]) -> dict[str, int]:
    return {str(value): int(count) for value, count in values.items()}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8", "surrogatepass")


def _bytes(arrays: Iterable[array[int]]) -> bytes:
    joined = array("I")
    for one in arrays:
        joined.extend(one)
    if sys.byteorder == "big":
        joined.byteswap()
    return joined.tobytes()


def _numbers(data: bytes) -> array[int]:
    numbers = array("I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
