"""All passages that match a query, by their scores; several queries in one request.

A script gathers the numbers of the passages on the shards. As hits, page after page, they take five times as long, and fifteen times the
processor time here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def listed(connection: Connection, index: str, slots: int, query: Mapping[str, Any], most: int) -> Scores:
    """All passages that match one query, of at most `most`; numbers are less than `slots`."""
    found: list[Scores] = []
    list_all(connection, index, slots, [Asked(query, most, found.append)])
    return found[0]


def numbers_of(scores: Scores) -> list[int]:
    """The passages in order, whatever their scores."""
    return sorted(number for numbers in scores.values() for number in numbers)


def list_all(connection: Connection, index: str, slots: int, asked: Iterable[Asked]) -> None:
    """Give all queries what they ask for, in as few requests as their answers are small."""
    some: list[Asked] = []
    size = 0
    for one in asked:
        if some and (size + one.most > _AT_ONCE or len(some) == _SEARCHES):
            _ask(connection, index, slots, some)
            some, size = [], 0
        some.append(one)
        size += 0 if one.counted else one.most
    if some:
        _ask(connection, index, slots, some)


def _ask(connection: Connection, index: str, slots: int, asked: Sequence[Asked]) -> None:
    check()
    searches: list[tuple[int, dict[str, Any]]] = []
    for place, one in enumerate(asked):
        if one.counted:
            searches.append((place, {"query": one.query, "size": 0, "track_total_hits": True}))
            continue
        step = max(1, -(-slots // max(1, -(-one.most // _AT_ONCE))))
        for start in range(0, slots, step):
            # Without a filter a script may see the score of another passage: where any of several words is enough, the shards score in blocks.
            within = {"range": {"n": {"gte": start, "lt": start + step}}}
            query = {"bool": {"must": [one.query], "filter": [within]}}
            searches.append((place, {"query": query, "size": 0, "track_total_hits": False, "aggs": _LIST}))
    answers: list[list[Any]] = [[] for _ in asked]
    for at in range(0, len(searches), _SEARCHES):
        places, bodies = zip(*searches[at : at + _SEARCHES], strict=True)
        found = connection.searches(index, bodies, "hits.total.value,aggregations")
        for place, answer in zip(places, found, strict=True):
            answers[place].append(answer)
    for one, own in zip(asked, answers, strict=True):
        one.take(int(own[0]["hits"]["total"]["value"]) if one.counted else _merged(own))


def _merged(answers: Iterable[Any]) -> Scores:
    """The lists of all ranges and shards in one."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for answer in answers:
        for shard in answer["aggregations"]["by_score"]["value"]:
            for score, numbers in (shard or {}).items():  # of one with nothing there is null
                lists[int(score)] += numbers
    return lists


def table(classes: Iterable[tuple[Counts, Sequence[int]]]) -> Mapping[int, Counts]:
    """The counts of passages, which are given for the passages of each class; an array where these are many."""
    classes = [one for one in classes if one[1]]
    if not worth(sum(len(numbers) for _, numbers in classes)):
        return dict(sorted((number, counts) for counts, numbers in classes for number in numbers))
    from ..arrays import CountsTable

    return CountsTable.of_classes(classes)
