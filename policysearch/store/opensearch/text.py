"""Where strings stand in the passages of a cluster: counts by phrase queries, all else from rows that are read in batches."""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...model.errors import SearchIndexError
from ...model.fields import WORDS
from ...runtime.cache import Remembered, bytes_of
from ...runtime.deadline import check, timely
from ..local.text_part import Part
from ..local.text_store import Literal
from ..protocol import Context, Counts
from .connection import Connection
from .facts import Facts
from .listing import Asked, Scores, list_all, list_matches, numbers_of, table
from .mapping import BETWEEN, EXACT, IN_TITLE, MOST, sendable, unpack

if TYPE_CHECKING:
    from ..arrays import Floats, Marks, Numbers

_AHEAD = 500  # rows of a request
_ASKED = 10_000  # passages up to which a string is counted in these alone
_WHOLE, _TIMES = 4000, 4  # a string in so many passages, or so many times more than hold the rarest, is counted in all
_COUNTS, _ROWS = 48_000_000, 32_000_000  # bytes of counts, and of rows, that are remembered
_TOTALS = 100_000  # characters of strings
_REMEMBERED = 10_000  # strings


class Row(Part):
    """One passage as a part of its own, with the bytes of its stored form."""

    def __init__(self, row: str) -> None:
        self.text, middle, self.borders, self.passage_at = unpack(row)
        self.starts, self.middles = array("Q", (0, len(self.text))), array("Q", (middle,))

    def __sizeof__(self) -> int:
        return 400 + len(self.text) + len(self.borders) + len(self.passage_at)


class Rows:
    """Rows by number, the last read remembered. Raises SearchIndexError; threads may share it."""

    def __init__(self, connection: Connection, index: str, damaged: Callable[[str], SearchIndexError]) -> None:
        self._connection, self._index, self._damaged = connection, index, damaged
        self._kept: OrderedDict[int, Row] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()

    def __getitem__(self, number: int) -> Row:
        with self._lock:
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
        return self._read([number])[number]

    def at_hand(self, numbers: Set[int]) -> bool:
        """Whether all of some rows are remembered."""
        with self._lock:
            return len(numbers) <= len(self._kept) and all(map(self._kept.__contains__, numbers))

    def prefetch(self, numbers: Iterable[int]) -> Iterator[int]:
        """`numbers`, some of them read at once before the first of these is given."""
        left = iter(numbers)
        while some := list(islice(left, _AHEAD)):
            with self._lock:
                missing = [number for number in some if number not in self._kept]
            if missing:
                self._read(missing)
            yield from some

    def _read(self, numbers: list[int]) -> dict[int, Row]:
        check()
        body = {"ids": [str(number) for number in numbers]}
        found: dict[int, Row] = {}
        answer = self._connection.ask(
            "POST",
            f"/{self._index}/_mget",
            body,
            realtime="false",
            _source_includes="row",
            filter_path="docs._id,docs._source.row,docs.error",
        )
        with self._connection.reading():
            for document in answer.get("docs", ()):
                if "error" in document:
                    self._connection.fail(document["error"].get("type", ""))
                if "_source" in document:
                    try:
                        found[int(document["_id"])] = Row(document["_source"]["row"])
                    except ValueError as error:
                        raise self._damaged(f"passage {document['_id']}: {error}") from error
        if missing := set(numbers) - found.keys():
            raise self._damaged(f"passage {min(missing)} is missing")
        with self._lock:
            for number, row in found.items():
                if number not in self._kept:
                    self._kept[number] = row
                    self._taken += row.__sizeof__()
            while self._taken > _ROWS and len(self._kept) > _AHEAD:
                self._taken -= self._kept.popitem(last=False)[1].__sizeof__()
        return found


class PhraseIndex(Literal):
    """The folded texts of a version in a cluster.

    Questions about one passage are answered from its row, by the code of the text store. The cluster says which passages hold a
    string, and how often: its score is the exact count, see `mapping`.
    """

    at_once = 100

    def __init__(self, connection: Connection, index: str, facts: Facts, live: Sequence[int], rows: Rows) -> None:
        super().__init__(())
        self._connection, self._index, self._facts, self._live, self.rows = connection, index, facts, live, rows
        self._counted = Remembered(self._count, _COUNTS, bytes_of)
        self._totals = Remembered(self._total, _TOTALS)
        self._matched = Remembered(self._match, _COUNTS // 4, bytes_of)
        self._beside = Remembered(self._count_beside, _COUNTS // 4, bytes_of)  # a string, and one that stands there too
        self._partners: dict[str, str] = {}  # that one, as it was last told

    def __len__(self) -> int:
        return self._facts.slots

    def close(self) -> None:
        """Nothing to close: only memory is held."""

    def prefetch(self, numbers: Iterable[int]) -> Iterable[int]:
        """`numbers`, whose texts are read some at a time."""
        return self.rows.prefetch(numbers)

    def mean_length(self) -> float:
        lengths = self._facts.columns["length"]
        return max(1.0, sum(map(lengths.__getitem__, self._live)) / max(1, len(self._live)))

    @property
    def lengths(self) -> Sequence[int]:
        return self._facts.columns["length"]

    def length(self, number: int) -> int:
        return self.lengths[number]

    def size(self, number: int) -> int:
        return self._facts.columns["size"][number]

    def heading(self, number: int) -> str:
        facts = self._facts
        return facts.headings[facts.columns["heading"][number]]

    def begun_by(self, needle: str, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if self.heading(number).startswith(needle)]

    def has_heading(self, needle: str, number: int) -> bool:
        return self.heading(number).replace('"', "") == needle

    def headed_among(self, needle: str, numbers: Sequence[int]) -> Iterable[int]:
        return (number for number in map(int, numbers) if self.has_heading(needle, number))

    def total(self, needle: str) -> int:
        return len(self.count(needle)) if needle in self._counted else self._totals[needle]

    def _total(self, needle: str) -> int:
        if not needle:
            return 0
        look = _must_be_looked_at(needle)
        if look < 2 and len(needle) < 3:
            return self._facts.holding(needle)
        if look or not self.most(needle):
            return len(self.count(needle))
        found: list[int] = []
        list_all(self._connection, self._index, 0, [Asked(_holds(needle), 0, found.append, counted=True)])
        return found[0]

    def most(self, needle: str) -> int:
        """No fewer passages than hold a string: as many as hold the rarest of its pairs."""
        if _must_be_looked_at(needle) == 2:
            return len(self)
        pairs = [needle[at : at + 2] for at in range(len(needle) - 1)] or [needle]
        return min(map(self._facts.holding, pairs))

    def holding_all(self, needles: Iterable[str], exact: bool = True) -> Iterable[int]:
        """As for a text store."""
        some = [needle for needle in needles if needle]
        if not some:
            return sorted(self._live)
        if len(some) == 1 and some[0] in self._counted:
            return self.count(some[0])
        if any(map(_must_be_looked_at, some)):
            return sorted(set(self.count(some[0])).intersection(*map(self.count, some[1:])))
        if not (most := min(map(self.most, some))):
            return ()
        query = {"bool": {"filter": [_holds(needle) for needle in some]}}
        return numbers_of(self._list_matches(query, most))

    def expect(self, groups: Iterable[Sequence[str]]) -> Iterator[Asked]:
        """What to ask the cluster for before strings are counted. Of strings that stand together in what is looked for, a frequent one is
        counted only where the first stands.
        """
        seen: set[str] = set()
        for group in groups:
            most = {needle: self.most(needle) for needle in group if needle and _must_be_looked_at(needle) < 2}
            first = next(iter(most), "")
            for needle, holding in most.items():
                if needle in seen or needle in self._counted or not holding:
                    continue
                seen.add(needle)
                if holding <= max(_WHOLE, _TIMES * most[first]):
                    take = partial(self._keep_counts, self._counted, needle, needle)
                    yield Asked(_counting(needle), holding, take)
                    continue
                if len(self._partners) > _REMEMBERED:
                    self._partners.clear()
                self._partners[needle] = first
                if (needle, first) not in self._beside:
                    take = partial(self._keep_counts, self._beside, (needle, first), needle)
                    yield Asked(_counting(needle, _holds(first)), most[first], take)
                if needle not in self._totals and len(needle) > 2 and not _must_be_looked_at(needle):
                    yield Asked(_holds(needle), 0, partial(self._totals.keep, needle), counted=True)

    def _keep_counts(self, kept: Remembered[Any, Mapping[int, Counts]], key: Any, needle: str, found: Scores) -> None:
        kept.keep(key, self._counts_by(needle, found))

    def passages(self, needle: str, among: Set[int] | None = None) -> Set[int]:
        return (self.count(needle) if among is None else self.among(needle, among)).keys()

    def times(self, needle: str, heading: float, marked: Marks | None = None) -> tuple[Numbers, Floats]:
        from ..arrays import CountsTable

        return CountsTable.of(self.count(needle)).times(heading, marked)

    def by_counts(self, needle: str) -> Mapping[Counts, Callable[[], Iterable[int]]]:
        members: defaultdict[Counts, list[int]] = defaultdict(list)
        for number, counts in self.count(needle).items():
            members[counts].append(number)
        return {counts: partial(iter, numbers) for counts, numbers in members.items()}

    def document_frequency(self, gram: str) -> int:
        return self._facts.holding(gram)

    def contexts(self, needle: str, reach: int, beside: str, before: bool = False) -> Iterator[Context]:
        found: Iterable[int] = self.passages(needle)
        if beside and not any(map(_must_be_looked_at, beside)):
            some = [_holds(character) for character in dict.fromkeys(beside)]
            query = {"bool": {"filter": [_holds(needle), {"bool": {"should": some, "minimum_should_match": 1}}]}}
            if len(self.passages(needle)) > _AHEAD and not _must_be_looked_at(needle):
                found = numbers_of(self._list_matches(query, self.most(needle)))
        for number in timely(self.prefetch(found), 50):
            one = Literal(())
            one._parts, one._firsts = [self.rows[number]], [number]
            yield from one.contexts(needle, reach, beside, before)

    def among(self, needle: str, numbers: Set[int]) -> Mapping[int, Counts]:
        if not numbers:
            return {}
        if needle in self._counted or len(numbers) > _ASKED:
            return _among(self.count(needle), numbers)
        first = self._partners.get(needle, "")
        if first and numbers <= self.passages(first):
            return _among(self._beside[needle, first], numbers)
        if self.rows.at_hand(numbers):
            counted = ((number, self.counts(needle, number)) for number in timely(numbers))
            return {number: counts for number, counts in counted if counts != (0, 0)}
        if not self.most(needle):
            return {}
        query = _counting(needle, {"terms": {"n": sorted(numbers)}})
        return self._counts_by(needle, self._list_matches(query, len(numbers)))

    def _count(self, needle: str) -> Mapping[int, Counts]:
        """How often a string stands in the passages that hold it."""
        most = self.most(needle) if needle else 0
        return self._counts_by(needle, self._list_matches(_counting(needle), most)) if most else {}

    def _count_beside(self, both: tuple[str, str]) -> Mapping[int, Counts]:
        """How often a string stands in the passages that hold another too."""
        needle, other = both
        return self._counts_by(needle, self._list_matches(_counting(needle, _holds(other)), self.most(other)))

    def _list_matches(self, query: Mapping[str, Any], most: int) -> Scores:
        return list_matches(self._connection, self._index, len(self), query, most)

    def _counts_by(self, needle: str, found: Scores) -> Mapping[int, Counts]:
        """How often a string stands in passages, by their scores."""
        look, pairs = _must_be_looked_at(needle), max(1, len(needle) - 1)  # a phrase scores once for each of its pairs
        classes: list[tuple[Counts, Sequence[int]]] = []
        unsure: list[int] = []
        for score, numbers in found.items():
            title, both = divmod(score // pairs, IN_TITLE)
            if both == MOST or score >= EXACT or (look and (both > 1 or look > 1)):
                unsure += numbers
            else:
                classes.append(((title, both - title), numbers))
        for number in timely(self.prefetch(sorted(unsure)), 50):
            if (counts := self.counts(needle, number)) != (0, 0):
                classes.append((counts, [number]))
        return table(classes)

    def _place(self, number: int) -> tuple[Part, int]:
        return self.rows[number], 0


def word_counts(word: str) -> dict[str, Any]:
    """The query for the passages with a word, scored by how often it stands in heading and text: see `split_word`."""
    title, text = WORDS.values()
    return {
        "bool": {
            "should": [{"term": {title: _request("term", word, IN_TITLE)}}, {"term": {text: _request("term", word, 1)}}]
        }
    }


def split_word(found: Scores) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """How often a word stands in the headings and in the texts that have it."""
    both = table([(divmod(score, IN_TITLE), numbers) for score, numbers in found.items()])
    if not isinstance(both, dict):
        one, other = both.postings()  # type: ignore[attr-defined]
        return one, other
    headings, texts = (
        {number: float(counts[part]) for number, counts in both.items() if counts[part]} for part in (0, 1)
    )
    return headings, texts


def _among(counts: Mapping[int, Counts], numbers: Set[int]) -> Mapping[int, Counts]:
    if isinstance(counts, dict):
        return {number: counts[number] for number in numbers if number in counts}
    found: Mapping[int, Counts] = counts.among(numbers)  # type: ignore[attr-defined]
    return found


def _counting(needle: str, *filters: Mapping[str, Any]) -> dict[str, Any]:
    """The query for the passages that hold a string, scored by how often it stands there; `filters` limit them."""
    field, kind = _query(needle)
    return {
        "bool": {
            "must": [{kind: {f"both{field}": _request(kind, needle, 1)}}],
            "should": [{kind: {f"title{field}": _request(kind, needle, IN_TITLE)}}],
            "filter": [*filters],
        }
    }


def _holds(needle: str) -> dict[str, Any]:
    """The query for the passages that hold a string; one that `_must_be_looked_at` may stand in fewer."""
    field, kind = _query(needle)
    return {kind: {f"both{field}": _request(kind, needle, 1)}}


def _query(needle: str) -> tuple[str, str]:
    """The subfield, and the kind of query, that finds a string."""
    return (".single" if len(needle) == 1 else ""), ("term" if len(needle) < 3 else "match_phrase")


def _request(kind: str, text: str, boost: int) -> dict[str, Any]:
    return {"value" if kind == "term" else "query": sendable(text), "boost": boost}


def _must_be_looked_at(needle: str) -> int:
    """2 where the cluster may find a string that is not there, 1 where it may count it too often, else 0.

    Of places that overlap the cluster counts all, we the first: 人人 in 人人人.
    """
    if BETWEEN in needle or "\ufffd" in sendable(needle):
        return 2
    return int(any(needle.startswith(needle[at:]) for at in range(1, len(needle))))
