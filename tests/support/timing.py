"""How long work takes, told so that neither the speed of the machine nor what else it does decides a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

_TRIALS = 20


def eventually(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Whether `condition` comes true; it is asked again and again for at most `seconds`, which only a failure takes."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def alive(process: int) -> bool:
    """Whether a process goes on, where /proc tells: one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def takes(work: Callable[[], object]) -> float:
    """The processor seconds of this thread that `work` takes."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def in_proportion(seconds: Callable[[int], float], size: int, factor: int = 8) -> bool:
    """Whether `factor` times the size takes at most three times `factor` as long: `factor` when linear, its square when quadratic.

    `seconds` are those for a size. The least of several trials of both sizes, in turn, counts: other work only adds.
    """
    small = large = float("inf")
    for _ in range(_TRIALS):
        small, large = min(small, max(seconds(size), 1e-5)), min(large, seconds(size * factor))
        if large <= 3 * factor * small:
            return True
    return False


def within(seconds: float, work: Callable[[], object]) -> bool:
    """Whether `work`, at least once in several trials, takes at most so many processor seconds."""
    return any(takes(work) <= seconds for _ in range(_TRIALS))
