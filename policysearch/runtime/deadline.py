"""A time by which the work of a thread must end, checked wherever work repeats itself; it costs nothing when none is set.

with deadline(5):
    answer = index.search("氢能")       # raises QueryTimeout when it takes longer
    counts = index.facets("氢能")       # both together
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from time import monotonic
from typing import TypeVar

from ..model.errors import QueryTimeout

T = TypeVar("T")

ENDS: ContextVar[float | None] = ContextVar("ends", default=None)

#: What is called where work repeats itself; None: nothing is.
_called: ContextVar[Callable[[], None] | None] = ContextVar("checkpoint", default=None)


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """The work of the block, in this thread, raises QueryTimeout once `seconds` have passed; None: it never does.

    Within another deadline the earlier of the two holds.
    """
    if seconds is None:
        yield
        return
    until = monotonic() + seconds

    def late() -> None:
        if monotonic() >= until:
            raise QueryTimeout(seconds)

    token = ENDS.set(min(until, ENDS.get() or until))
    try:
        with calling(late):
            yield
    finally:
        ENDS.reset(token)


@contextmanager
def calling(checkpoint: Callable[[], None]) -> Iterator[None]:
    """The work of the block, in this thread, calls `checkpoint` again and again, besides what it calls already."""
    outer = _called.get()

    def both() -> None:
        assert outer is not None
        outer()
        checkpoint()

    token = _called.set(checkpoint if outer is None else both)
    try:
        yield
    finally:
        _called.reset(token)


def is_limited() -> bool:
    """Whether the work of this thread must end by some time."""
    return _called.get() is not None


def check() -> None:
    """Raise QueryTimeout when it is too late to go on."""
    if (call := _called.get()) is not None:
        call()


def timely(items: Iterable[T], every: int = 500) -> Iterable[T]:
    """`items`, with a check before every so many of them."""
    call = _called.get()
    return items if call is None else _check_each(items, every, call)


def _check_each(items: Iterable[T], every: int, call: Callable[[], None]) -> Iterator[T]:
    left = iter(items)
    while some := list(islice(left, every)):
        call()
        yield from some
