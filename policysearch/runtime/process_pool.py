"""Work spread over processes: results in order, few of them waiting in memory, and no process left behind.

Python's own pools run the user's program once more in every process, and leave their processes behind when the program
is killed. These read what to do from their standard input, and end with it. What ends one of them, or keeps it too long,
is told by the name of the file that was at work.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any, TypeVar

from ..messages.catalogue import Message
from ..model.errors import one_line
from . import limits

Item = TypeVar("Item")
Result = TypeVar("Result")
Rescue = Callable[[Callable[[Any], Any], Any, Exception], Any]

MEMORY = 4 * 2**30  # bytes of address space of each process, where the system can limit it

_MOST = 8  # one process writes, and has no more than it can do with what so many prepare
_PIPE = 2**20  # bytes that wait in a pipe, where the system can
_GRACE = 15.0  # seconds after which a process is ended whose own alarm did not end the work
_LOOK = 0.5  # seconds between two looks at the clock


class ProcessLost(ChildProcessError):
    """A process ended at its work: `at` names the file, `hung` says that it took too long; `reason` is for the file's line."""

    def __init__(self, at: str, code: int, seconds: float | None) -> None:
        how = Message("files.killed", signal=-code) if code < 0 else Message("files.ended", code=code)
        super().__init__(f"a process that helped {how}")
        self.at = at
        self.hung = seconds is not None
        self.reason: str = Message("files.process_lost", how=how)
        if seconds is not None:
            self.reason = limits.too_long(seconds)


def useful_workers() -> int:
    """How many processes beside this one are worth starting for long work."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    return 0 if count < 2 or not possible() else min(count, _MOST)


def possible() -> bool:
    """Whether other processes can be started: a frozen program is no interpreter."""
    return not getattr(sys, "frozen", False)


def map_parallel(
    function: Callable[[Item], Result], items: Iterable[Item], count: int, rescue: Rescue | None = None
) -> Generator[Result, None, None]:
    """`function` of each item, in order, done by `count` other processes, or by this one when it is 0.

    `function`, items and results must be picklable. `items` is read a few items ahead of the results. Whatever
    `function` raises is raised here, or ProcessLost when its process ends; unless `rescue(do, item, error)` gives another
    result for the item, where `do` is `function` in a process that works. Close the iterator to end the processes before
    all is done.
    """
    rescued = rescue or _raise
    if not count:
        for item in items:
            try:
                result = function(item)
            except Exception as error:
                result = rescued(function, item, error)
            yield result
        return
    workers: list[_Worker] = []
    free: deque[_Worker] = deque()
    threads = ThreadPoolExecutor(count)
    ended = threading.Event()

    def work(item: Item) -> Any:
        worker = free.popleft()  # there are as many threads as workers
        try:
            return worker.do(item)
        except Exception as error:
            return rescued(worker.do, item, error)
        finally:
            free.append(worker)

    def watch() -> None:
        while not ended.wait(_LOOK):
            for worker in workers:
                worker.look()

    try:
        for _ in range(count):
            workers.append(_Worker(function))
        free.extend(workers)
        threading.Thread(target=watch, daemon=True).start()
        waiting: deque[Future[Any]] = deque()
        for item in items:
            waiting.append(threads.submit(work, item))
            if len(waiting) > 2 * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        ended.set()
        for worker in workers:
            worker.stop()
        threads.shutdown(cancel_futures=True)


def _raise(do: Callable[[Any], Any], item: Any, error: Exception) -> Any:
    raise error


class _Worker:
    """One process, that does one thing after the other; when it is lost, the next thing is done by another."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function
        self._at = ""  # the file at work
        self._seconds = 0.0  # that it may take
        self._until: float | None = None
        self._hung = self._stopped = False
        self._lock = threading.Lock()  # a process that is being started is not stopped half
        self._start()

    def _start(self) -> None:
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
        self._told = self._lost = False
        self._at, self._until, self._hung = "", None, False

    def do(self, item: Any) -> Any:
        """The result of the function for `item`; raises what it raises, and ProcessLost."""
        with self._lock:
            if self._lost and not self._stopped:
                self._start()
        try:
            if not self._told:
                pickle.dump(self._function, self._to)
                self._told = True
            pickle.dump(item, self._to, -1)
            self._to.flush()
            while True:
                done, result = pickle.load(self._from)
                if done is not None:
                    break
                shown, seconds = result
                self._at = shown
                if not shown:
                    self._until = None
                elif seconds:
                    self._seconds, self._until = seconds, time.monotonic() + seconds + _GRACE
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:  # ValueError: the pipe was closed
            self._lost = True
            self._process.kill()
            code = self._process.wait()
            self._close()
            raise ProcessLost(self._at, code, self._seconds if self._hung else None) from error
        finally:
            self._until = None
        if not done:
            raise result
        return result

    def look(self) -> None:
        """End the process when it takes too long."""
        if self._until is not None and time.monotonic() > self._until:
            self._hung = True
            self._process.kill()

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            self._stopped = True
            self._process.kill()
            self._process.wait()
            self._close()

    def _close(self) -> None:
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # unsent data is not needed any more
                pipe.close()


def serve() -> None:
    """Run as a worker: read a function, then items, and answer each with its result, until there are no more.

    The names of the files at work are sent before the answer.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C goes to all; the one at work decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    questions = sys.stdin.buffer
    _limit_memory()

    def answer(*what: Any) -> None:
        try:
            packed = pickle.dumps(what, -1)
        except Exception as error:  # what was raised cannot be sent
            packed = pickle.dumps((False, RuntimeError(one_line(error))))
        answers.write(packed)
        answers.flush()

    limits.notify = lambda shown, seconds: answer(None, (shown, seconds))
    with contextlib.suppress(EOFError, BrokenPipeError):
        function = pickle.load(questions)
        while True:
            item = pickle.load(questions)
            try:
                result = function(item)
            except Exception as error:
                answer(False, error)
            else:
                answer(True, result)


def _limit_memory() -> None:
    """Limit the memory of this process, so that too much of it is an error here and does not end another program."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows, or limits set by others
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
