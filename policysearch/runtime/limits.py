"""Time limits for files; whatever reading a file raises becomes one line about that file."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
import types
from collections.abc import Callable, Iterator
from typing import TypeVar

from ..messages.catalogue import Message
from ..model.errors import CorpusError, one_line

SECONDS = 240.0  # for one step of one file; PDF readers and LibreOffice have shorter limits of their own
PER_MEGABYTE = 20.0  # more seconds for each megabyte of it
MOST = 900.0
_LONGEST = 200  # characters of a foreign message

Result = TypeVar("Result")
Report = Callable[[CorpusError], object]

#: Called with the file at work and its seconds (0: those of the file around it), and with ("", 0) when there is none.
#: Processes that read for another set it.
notify: Callable[[str, float], object] = lambda shown, seconds: None  # noqa: E731


class _Work(threading.local):
    """The files at which a thread works, each within the one before."""

    def __init__(self) -> None:
        self.files: list[str] = []


_work = _Work()


class OutOfTime(BaseException):
    """A file takes too long. No Exception, so that no reader takes it for damage in the file and goes on."""


def attempt(
    work: Callable[[], Result], shown: str, report: Report, size: int = 0, doing: str = "read"
) -> Result | None:
    """The result of `work` for the file `shown` of `size` bytes; None when it raises anything or takes too long, which is reported.

    Within another attempt the time of that one counts.
    """
    seconds = min(MOST, SECONDS + PER_MEGABYTE * size / 2**20)
    timed = not _work.files and interruptible()
    try:
        with _report_alarm(shown, seconds), _alarm(seconds) if timed else contextlib.nullcontext():
            return work()
    except OutOfTime:
        if not timed:
            raise
        report(CorpusError(shown, too_long(seconds)))
    except CorpusError as error:
        report(error)
    except Exception as error:
        report(CorpusError(shown, reason(error, doing)))
    return None


def reason(error: Exception, doing: str = "read") -> str:
    """The message about an error of foreign code for a file, with advice."""
    if isinstance(error, MemoryError):
        return Message("files.memory")
    said = "".join(c if c.isprintable() else " " for c in one_line(error))
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    return Message("files.unreadable", doing=Message(f"files.doing_{doing}"), error=said.removesuffix(":"))


def too_long(seconds: float) -> str:
    """Why a file is left out that takes longer."""
    return Message("files.slow", seconds=float(seconds))


def interruptible() -> bool:
    """Whether work in this thread can be ended by an alarm."""
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "setitimer") and not signal.getitimer(signal.ITIMER_REAL)[0]


def let_run(seconds: float) -> None:
    """Limit this process to so many seconds of processor time in all, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (max(1, round(seconds)), hard))


@contextlib.contextmanager
def suspend() -> Iterator[None]:
    """Stop the clock of the file at work, for steps that have limits of their own and may be many."""
    timed = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    left = signal.setitimer(signal.ITIMER_REAL, 0)[0] if timed else 0.0
    shown = _work.files[-1] if _work.files else ""
    notify(shown, math.inf)
    try:
        yield
    finally:
        notify(shown, MOST)
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)


@contextlib.contextmanager
def _report_alarm(shown: str, seconds: float) -> Iterator[None]:
    files = _work.files
    files.append(shown)
    notify(shown, seconds if len(files) == 1 else 0)
    try:
        yield
    finally:
        files.pop()
        notify(files[-1] if files else "", 0)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: types.FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)  # None: one that Python did not set
