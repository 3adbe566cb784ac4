"""Which requests run: few at once, short ones first, and none longer than it may."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest

from policysearch.model.errors import QueryTimeout
from policysearch.runtime.deadline import check
from tests.support.web_fixtures import client, samples

from policysearch.web import api  # isort: skip
from policysearch.web.endpoint import Endpoint  # isort: skip
from policysearch.web.guard import Limits  # isort: skip
from policysearch.web.scheduler import Busy, Turn, Turns  # isort: skip


@pytest.fixture(autouse=True)
def levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request becomes long or late while a test runs."""
    monkeypatch.setattr("policysearch.web.scheduler.SHORT", 100.0)
    monkeypatch.setattr("policysearch.web.scheduler._PATIENCE", 1000.0)
    monkeypatch.setattr("policysearch.web.scheduler.ALONE", -1.0)  # all have had their turns for longer


LONG = 500.0  # seconds


class Work:
    """A request in a thread of its own, that looks at the time until it is told to end."""

    def __init__(self, turns: Turns, name: str, taken: float = 0.0, seconds: float = 60) -> None:
        self.name, self.error = name, None  # type: str, QueryTimeout | None
        self.began, self.may_end, self.ended, self.go = (threading.Event() for _ in range(4))
        self.turn = Turn(seconds, taken, self.go.set)
        self.rounds = 0
        self.thread = threading.Thread(target=self.run, args=(turns,))
        turns.enter(self.turn)
        self.thread.start()

    def run(self, turns: Turns) -> None:
        try:
            self.go.wait(self.turn.seconds)
            if not turns.has(self.turn):
                turns.leave(self.turn)
                raise Busy(self.turn.seconds)
            with turns.working(self.turn):
                self.began.set()
                while not self.may_end.wait(0.005):
                    check()
                    self.rounds += 1
        except QueryTimeout as error:
            self.error = error
        self.ended.set()

    def end(self) -> None:
        self.may_end.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


def goes_on(work: Work) -> bool:
    """Whether its work goes on: it looks at the time again and again."""
    before, until = work.rounds, time.monotonic() + 30
    while work.rounds < before + 3 and time.monotonic() < until:
        time.sleep(0.005)
    return work.rounds >= before + 3


def test_no_more_than_may_work_at_once_and_the_next_when_one_has_ended() -> None:
    turns = Turns(2, 10)
    works = [Work(turns, str(n)) for n in range(4)]
    assert works[0].began.wait(30) and works[1].began.wait(30)
    assert not works[2].began.is_set() and not works[3].began.is_set()
    works[1].end()
    assert works[2].began.wait(30) and not works[3].began.is_set()
    for work in works:
        work.end()
    assert all(work.error is None for work in works) and not turns._working and not turns._waiting


def test_another_begins_beside_one_when_that_has_taken_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.web.scheduler.ALONE", 1000.0)
    turns = Turns(2, 10)
    first, second = Work(turns, "first"), Work(turns, "second")
    assert first.began.wait(30) and goes_on(first) and not second.began.is_set()
    turns.let_in()
    assert not second.began.is_set()
    monkeypatch.setattr("policysearch.web.scheduler.ALONE", -1.0)
    turns.let_in()
    assert second.began.wait(30) and goes_on(first)
    for work in (first, second):
        work.end()
    assert not turns._working and not turns._waiting


def test_a_long_one_waits_while_a_short_one_is_worked_on_and_goes_on_afterwards() -> None:
    turns = Turns(1, 10)
    long = Work(turns, "long", taken=LONG)
    assert long.began.wait(30)
    other = Work(turns, "another long one", taken=LONG)
    assert goes_on(long) and not other.began.is_set()
    short = Work(turns, "short")
    assert short.began.wait(30)
    before = long.rounds
    assert goes_on(short) and long.rounds == before
    short.end()
    assert goes_on(long) and not other.began.is_set()  # what has begun comes before what has not
    long.end()
    assert other.began.wait(30)
    other.end()
    assert not turns._working and not turns._waiting


def test_the_last_turn_is_for_a_short_one() -> None:
    turns = Turns(3, 10)
    long = [Work(turns, "long", taken=LONG) for _ in range(3)]
    assert long[0].began.wait(30) and long[1].began.wait(30) and not long[2].began.is_set()
    short = Work(turns, "short")
    assert short.began.wait(30) and goes_on(long[0]) and goes_on(long[1]) and not long[2].began.is_set()
    long[0].end()
    assert long[2].began.wait(30)
    for work in (short, *long):
        work.end()


def test_at_the_end_of_its_time_work_ends_and_so_does_its_turn() -> None:
    turns = Turns(1, 10)
    work = Work(turns, "endless", seconds=0.2)
    waits = Work(turns, "behind it", seconds=0.1)
    assert work.ended.wait(30) and waits.ended.wait(30)
    assert type(work.error) is QueryTimeout and type(waits.error) is Busy
    assert not turns._working and not turns._waiting


def test_what_waits_is_bounded_and_the_longest_is_refused() -> None:
    turns = Turns(1, 2)
    first = Work(turns, "first")
    assert first.began.wait(30)
    long, short = Work(turns, "long", taken=LONG), Work(turns, "short")
    last = Work(turns, "one too many")
    assert long.ended.wait(30) and type(long.error) is Busy
    too_late = Work(turns, "another")
    assert too_late.ended.wait(30) and type(too_late.error) is Busy
    for work in (first, short, last):
        work.end()
        assert work.error is None


def test_when_all_have_waited_long_the_newest_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(1, 10)
    works = [Work(turns, str(n)) for n in range(4)]
    assert works[0].began.wait(30)
    works[0].end()
    assert works[1].began.wait(30)
    monkeypatch.setattr("policysearch.web.scheduler._PATIENCE", 0.0)
    works[1].end()
    assert works[3].began.wait(30) and not works[2].began.is_set()
    for work in reversed(works):
        work.end()


def test_few_are_paused() -> None:
    """What has begun holds what it has found in memory."""
    turns = Turns(7, 20)
    long = [Work(turns, "long", taken=LONG) for _ in range(6)]
    assert all(work.began.wait(30) for work in long)
    short = [Work(turns, "short") for _ in range(7)]
    assert all(work.began.wait(30) for work in short)
    refused = [work for work in long if work.ended.wait(0.01)]
    assert len(refused) == 2 and all(type(work.error) is Busy for work in refused)
    for work in (*short, *long):
        work.end()
    assert sum(work.error is None for work in long) == 4


@contextmanager
def endless(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> Iterator[tuple[Any, threading.Event]]:
    """A client of an application one of whose addresses works for ever, and an event that ends that."""
    enough = threading.Event()

    def answer(*_: object) -> Any:
        while not enough.wait(0.005):
            check()
        return {}

    endpoint = next(endpoint for endpoint in api.ENDPOINTS if endpoint.path == "/api/cite")
    slow = Endpoint("/api/slow", "", (), answer, endpoint.schema)
    monkeypatch.setattr("policysearch.web.app.ENDPOINTS", [*api.ENDPOINTS, slow])
    with client(samples(), limits=limits) as web:
        try:
            yield web, enough
        finally:
            enough.set()


def in_threads(web: Any, addresses: list[str]) -> tuple[list[threading.Thread], list[Any]]:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda a=a: answers.append(web.get(a))) for a in addresses]
    for thread in threads:
        thread.start()
    return threads, answers


def test_health_is_told_while_all_turns_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with endless(monkeypatch, Limits(rate=0, seconds=60, at_once=1, waiting=2)) as (web, enough):
        threads, answers = in_threads(web, ["/api/slow"] * 6)
        while len(answers) < 3:  # one is worked on, two wait
            time.sleep(0.01)
        assert web.get("/healthz").json() == {"status": "ok"}
        assert len(answers) == 3 and not enough.is_set()
        for answer in answers:
            assert answer.status_code == 503 and answer.headers["retry-after"] == "5"
            assert answer.json()["type"] == "urn:policysearch:busy"
        enough.set()
        for thread in threads:
            thread.join()
        assert sorted(answer.status_code for answer in answers) == [200] * 3 + [503] * 3


def test_what_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with endless(monkeypatch, Limits(rate=0, seconds=1.0, at_once=1, waiting=9)) as (web, _):
        threads, answers = in_threads(web, ["/api/slow"] * 3)
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} <= {503, 504}
        assert web.get("/api/search?q=氢能").status_code == 200


def test_the_work_ends_with_its_answer_and_its_turn_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(rate=0, seconds=0.3, at_once=1)
    with endless(monkeypatch, limits) as (web, enough):
        threads = threading.active_count()
        for _ in range(3):
            assert web.get("/api/slow").status_code == 504
            assert not enough.is_set()
        assert threading.active_count() <= threads + 2  # idle ones that are used again
        assert web.get("/api/search?q=氢能").status_code in (200, 503, 504)


def test_a_query_that_takes_too_long_is_told_by_its_part() -> None:
    query = quote("第* OR 应* OR 人*")
    with client(samples(), limits=Limits(rate=0, seconds=1e-4)) as web:
        for _ in range(20):  # the first one may have to open the index
            problem = json.loads(web.get(f"/api/search?q={query}").text)
            assert problem["status"] in (503, 504), problem
    with client(samples(), limits=Limits(rate=0)) as web:
        assert web.get(f"/api/search?q={query}&facets=true").json()["total"] > 100
