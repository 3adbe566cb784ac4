"""The schedule of requests: a few are worked on at once, short ones before long ones.

1. A request has its turn when fewer than `at_once` others have one, and has it until its work has ended; the last turn
   that is free is for a short one. A long one gives its turn up at a check of its deadline when a short one waits, and
   goes on later.
2. Its time counts from its arrival, waiting included; then its work ends, wherever it is.
3. The number of waiting requests is bounded: beyond it a long request is refused, of several the last that came.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, thread_time

from ..model.errors import QueryTimeout
from ..runtime.deadline import calling

SHORT = 0.5  # processor seconds that a short request takes at most
_PATIENCE = 1.0  # seconds that the oldest may wait; from then on the newest comes first, whose client is still there
_PAUSED = 4  # requests that may have begun and wait to go on, with what they have found in memory


class Busy(QueryTimeout):
    """Other requests took so long that this one was not worked on, or not to its end."""


class Turn:
    """A request that waits or is worked on; it may take `seconds` in all, and is expected to take `taken` of a processor.

    `go` is called, by any thread, when it has its turn or is refused.
    """

    def __init__(self, seconds: float, taken: float, go: Callable[[], None]) -> None:
        self.seconds, self.until = seconds, monotonic() + seconds
        self.taken = taken  # and what it took until it last looked at the time
        self.go = go
        self.since, self.waited = 0.0, 0.0  # when it last began to wait; how long it waited in all
        self.paused = False

    @property
    def long(self) -> bool:
        """Whether it takes longer than others should wait for it."""
        return self.taken > SHORT


class Turns:
    """The turns of one application."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once, self._most = max(1, at_once), waiting
        self._lock = threading.Lock()
        self._working: set[Turn] = set()
        self._waiting: list[Turn] = []

    def enter(self, turn: Turn) -> None:
        """Wait for a turn from now on."""
        with self._lock:
            turn.since = monotonic()
            self._waiting.append(turn)
            self._next()
            if len(self._waiting) > self._most:
                refused = max(self._waiting, key=lambda other: (other.long, other.since))
                self._waiting.remove(refused)
                refused.go()

    def leave(self, turn: Turn) -> None:
        """Neither wait any longer nor be worked on."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            self._working.discard(turn)
            self._next()

    def counts(self) -> tuple[int, int]:
        """How many requests are worked on, and how many wait."""
        with self._lock:
            return len(self._working), len(self._waiting)

    def has(self, turn: Turn) -> bool:
        """Whether it is its turn."""
        return turn in self._working

    @contextmanager
    def working(self, turn: Turn) -> Iterator[None]:
        """The work of a request whose turn it is, in this thread; the turn ends with the block.

        A check of a deadline raises QueryTimeout when the time of the request is over, Busy when that is because others
        were worked on; and it waits while shorter ones are.
        """
        expected, began = turn.taken, thread_time()

        def look() -> None:
            turn.taken = expected + thread_time() - began
            self._check(turn)

        try:
            with calling(look):
                yield
        finally:
            self.leave(turn)

    def _check(self, turn: Turn) -> None:
        if monotonic() >= turn.until:
            raise (Busy if turn.waited > turn.seconds / 2 else QueryTimeout)(turn.seconds)
        if turn.long and not all(other.long for other in tuple(self._waiting)):
            self._pause(turn)

    def _pause(self, turn: Turn) -> None:
        goes_on = threading.Event()
        with self._lock:
            if sum(other.paused for other in self._waiting) >= _PAUSED:
                raise Busy(turn.seconds)
            turn.go, turn.paused = goes_on.set, True
            self._working.discard(turn)
        self.enter(turn)
        goes_on.wait(max(0.0, turn.until - monotonic()))
        if not self.has(turn):
            raise Busy(turn.seconds)

    def _next(self) -> None:
        """Give the turns that are free to those that wait; the lock is held."""
        now = monotonic()
        while self._waiting and len(self._working) < self._at_once:
            late = -1 if now - min(turn.since for turn in self._waiting) > _PATIENCE else 1
            turn = min(self._waiting, key=lambda turn: (turn.long, not turn.paused, turn.since * late))
            long = sum(other.long for other in self._working)
            if turn.long and long and long >= self._at_once - 1:
                break
            self._waiting.remove(turn)
            self._working.add(turn)
            turn.waited += now - turn.since
            turn.paused = False
            turn.go()
