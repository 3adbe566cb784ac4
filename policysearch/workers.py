"""Work spread over processes: results in order, few waiting in memory, and nobody left behind.

Python's own pools run the user's program once more in every process, and leave their processes behind when the program
is killed. These read what to do from their standard input, and end with it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST = 8  # one process writes, and has no more than it can do with what so many prepare
_PIPE = 2**20  # bytes that wait in a pipe, where the system can


def useful() -> int:
    """How many processes beside this one are worth starting for long work."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    return 0 if count < 2 or getattr(sys, "frozen", False) else min(count, _MOST)


def mapped(function: Callable[[Item], Result], items: Iterable[Item], count: int) -> Generator[Result, None, None]:
    """`function` of each item, in order, done by `count` other processes, or by this one when it is 0.

    `function`, items and results must be picklable. `items` is read a few items ahead of the results. Whatever
    `function` raises is raised here. Close the iterator to end the processes before all is done.
    """
    if not count:
        yield from map(function, items)
        return
    workers: list[_Worker] = []
    free: deque[_Worker] = deque()
    threads = ThreadPoolExecutor(count)

    def work(item: Item) -> Any:
        worker = free.popleft()  # there are as many threads as workers
        try:
            return worker.do(item)
        finally:
            free.append(worker)

    try:
        for _ in range(count):
            workers.append(_Worker(function))
        free.extend(workers)
        waiting: deque[Future[Any]] = deque()
        for item in items:
            waiting.append(threads.submit(work, item))
            if len(waiting) > 2 * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for worker in workers:
            worker.stop()
        threads.shutdown(cancel_futures=True)


class _Worker:
    """One process, that does one thing after the other."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            pipesize=_PIPE,
        )
        assert self._process.stdin and self._process.stdout
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        self._function: Callable[[Any], Any] | None = function  # not yet told

    def do(self, item: Any) -> Any:
        """What the function gives for `item`."""
        try:
            if self._function:
                pickle.dump(self._function, self._to)
                self._function = None
            pickle.dump(item, self._to, -1)
            self._to.flush()
            done, result = pickle.load(self._from)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise ChildProcessError(f"a process that helped ended with code {self._process.wait()}") from error
        if not done:
            raise result
        return result

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
                pipe.close()


def serve() -> None:
    """Be the other process: read a function, then items, and answer with what it gives, until there are no more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C goes to all; the one at work decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    questions = sys.stdin.buffer
    with contextlib.suppress(EOFError, BrokenPipeError):
        function = pickle.load(questions)
        while True:
            item = pickle.load(questions)
            try:
                answer = True, function(item)
            except Exception as error:
                answer = False, error
            pickle.dump(answer, answers, -1)
            answers.flush()
