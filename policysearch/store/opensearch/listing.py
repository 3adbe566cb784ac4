"""All passages that match a query, by their scores; several queries in one request.

A script gathers the numbers of the passages on the shards. As hits, page after page, they take five times as long, and fifteen times the
processor time here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...model.record import record
from ...runtime.deadline import check
from ...runtime.numpy_use import worth
from ..protocol import Counts
from .connection import Connection

_AT_ONCE = 500_000  # passages in one answer; of more the numbers are asked for in ranges
_SEARCHES = 40  # in one request

Scores = Mapping[int, Sequence[int]]  # for each score, a whole number, the passages that have it, in no order

_LIST = {
    "by_score": {
        "scripted_metric": {
            "init_script": "state.lists = new HashMap()",
            "map_script": "long score = (long) _score; def list = state.lists.get(score);"
            " if (list == null) { list = new ArrayList(); state.lists.put(score, list) } list.add(doc['n'].value)",
            "combine_script": "Map named = new HashMap();"
            " for (e in state.lists.entrySet()) { named.put(e.getKey().toString(), e.getValue()) } return named",
            "reduce_script": "return states",
        }
    }
}


@record
class Asked:
    """A query, at most how many passages match it, and what takes them by their scores; or takes their number, if `counted`."""

    query: Mapping[str, Any]
    most: int
    take: Callable[[Any], object]
    counted: bool = False


def list_matches(connection: Connection, index: str, slots: int, query: Mapping[str, Any], most: int) -> Scores:
    """All passages that match one query, of at most `most`; numbers are less than `slots`."""
    found: list[Scores] = []
    list_all(connection, index, slots, [Asked(query, most, found.append)])
    return found[0]


def numbers_of(scores: Scores) -> list[int]:
    """The passages in order, whatever their scores."""
    return sorted(number for numbers in scores.values() for number in numbers)


def list_all(connection: Connection, index: str, slots: int, asked: Iterable[Asked]) -> None:
    """Give all queries what they ask for, in as few requests as their answers are small."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for some in _pack(search for one in asked for search in _searches(one, slots)):
        check()
        answers = connection.searches(index, [one.body for one in some], "hits.total.value,aggregations")
        for search, answer in zip(some, answers, strict=True):
            with connection.reading():
                if search.of.counted:
                    count = int(answer["hits"]["total"]["value"])
                else:
                    for shard in answer["aggregations"]["by_score"]["value"]:
                        for score, numbers in (shard or {}).items():  # of one with nothing there is null
                            lists[int(score)] += numbers
            if search.of.counted:
                search.of.take(count)
            elif search.last:
                search.of.take(lists)
                lists = defaultdict(list)


@record
class _Search:
    """A search for a query, or for those of its passages that have numbers in a range; `last`: there are no further ranges."""

    of: Asked
    body: Mapping[str, Any]
    most: int = 0
    last: bool = True


def _searches(one: Asked, slots: int) -> Iterator[_Search]:
    if one.counted:
        yield _Search(one, {"query": one.query, "size": 0, "track_total_hits": True})
        return
    ranges = max(1, -(-one.most // _AT_ONCE))
    step = max(1, -(-slots // ranges))
    for start in range(0, max(1, slots), step):
        within = {"range": {"n": {"gte": start, "lt": min(start + step, slots)}}}
        # Where any of several words is enough, Lucene scores in blocks, and a script then sees scores of other passages; not within this.
        scored = {"function_score": {"query": one.query}}
        query = {"bool": {"must": [scored], "filter": [within]}}
        body = {"query": query, "size": 0, "track_total_hits": False, "aggs": _LIST}
        yield _Search(one, body, one.most // ranges, start + step >= slots)


def _pack(searches: Iterable[_Search]) -> Iterator[list[_Search]]:
    """As many in a request as give some hundred thousand passages at most, or one with more."""
    some: list[_Search] = []
    for search in searches:
        if some and (len(some) == _SEARCHES or sum(one.most for one in some) + search.most > _AT_ONCE):
            yield some
            some = []
        some.append(search)
    if some:
        yield some


def table(classes: Iterable[tuple[Counts, Sequence[int]]]) -> Mapping[int, Counts]:
    """The counts of passages, which are given for the passages of each class; an array where these are many."""
    classes = [one for one in classes if one[1]]
    if not worth(sum(len(numbers) for _, numbers in classes)):
        return dict(sorted((number, counts) for counts, numbers in classes for number in numbers))
    from ..arrays import CountsTable

    return CountsTable.of_classes(classes)
