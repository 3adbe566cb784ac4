"""Caches: results kept while there is room, and values made once and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import Any, Generic, TypeVar, overload

from .deadline import check, is_limited

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


#: What one query found, by cache and key; None outside of `memo`.
_memo: ContextVar[dict[tuple[int, Any], Any] | None] = ContextVar("memo", default=None)
_MOST_IN_MEMO = 512_000_000  # bytes, about; what is found beyond them is only remembered as long as there is room


@contextmanager
def memo() -> Iterator[None]:
    """Within the block, in this thread, caches keep all they find, however little room they have."""
    if _memo.get() is not None:
        yield
        return
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


def bytes_of(found: Collection[Any]) -> int:
    """About how many bytes a dict of numbers takes, or a set of them."""
    return 300 + int(getattr(found, "nbytes", 100 * len(found)))


class Remembered(OrderedDict[K, V]):
    """A bounded cache of what `find` gives for keys; the least recently used entry goes first.

    An entry takes `size` of its value (0 by default), 1, and the characters of its key from the `room`. The newest entry
    stays even if it alone takes more. Threads may share a cache: at worst a value is found twice, within a `memo` never.

    >>> squares = Remembered(lambda n: n * n, room=2)
    >>> squares[2], squares[3], list(squares), squares[2], squares[4], list(squares)
    (4, 9, [2, 3], 4, 16, [2, 4])
    """

    def __init__(self, find: Callable[[K], V], room: int, size: Callable[[V], int] = lambda value: 0) -> None:
        super().__init__()
        self._find, self._size = find, size
        self._room, self._taken = room, 0
        self._lock = threading.Lock()  # held for bookkeeping alone

    def __getitem__(self, key: K) -> V:
        kept = _memo.get()
        name = id(self), key
        if kept is not None and name in kept:
            value: V = kept[name]
            return value
        try:
            with self._lock:
                value = super().__getitem__(key)
                self.move_to_end(key)
            cost = self._cost(key, value)
        except KeyError:
            value, cost = self._compute(key)
        if kept is not None:
            left = kept.get(_LEFT, _MOST_IN_MEMO) - cost
            if left >= 0:
                kept[_LEFT], kept[name] = left, value
        return value

    def __missing__(self, key: K) -> V:
        raise KeyError(key)

    def _compute(self, key: K) -> tuple[V, int]:
        value = self._find(key)
        taken = self._cost(key, value)
        with self._lock:
            if key not in self:  # another thread may have been faster
                self[key] = value
                self._taken += taken
                while self._taken > self._room and len(self) > 1:
                    self._taken -= self._cost(*self.popitem(last=False))
        return value, taken

    def _cost(self, key: K, value: V) -> int:
        return 1 + _letters(key) + self._size(value)


def _letters(key: Hashable) -> int:
    if isinstance(key, str):
        return len(key)
    if isinstance(key, tuple):
        return sum(map(_letters, key))
    return 0 if isinstance(key, int) else 40 * len(str(key))  # a query


_LEFT = (0, None)  # a name that no mapping has: bytes that a memo may still take


class _Making:
    """A value that a thread is making."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.value: Any = None
        self.error: BaseException | None = None


_making: dict[tuple[int, Hashable], _Making] = {}  # by the id of the mapping that it is for, and its key there
_lock = threading.Lock()


def once(kept: MutableMapping[K, V], key: K, make: Callable[[], V]) -> V:
    """`kept[key]`; when it is missing, one thread makes it with `make`, and all others wait.

    A caller with a deadline starts another thread for it, which goes on after the deadline, so that the next caller need
    not begin anew.
    """
    try:
        return kept[key]
    except KeyError:
        pass
    name = id(kept), key
    with _lock:
        if key in kept:
            return kept[key]
        first = name not in _making
        making = _making.setdefault(name, _Making())

    def work() -> None:
        try:
            making.value = kept[key] = make()
        except BaseException as error:
            making.error = error
        with _lock:
            del _making[name]
        making.done.set()

    if first and is_limited():
        threading.Thread(target=Context().run, args=(work,), daemon=True).start()
    elif first:
        work()
    while not making.done.wait(0.05 if is_limited() else None):
        check()
    if making.error is not None:
        raise making.error
    value: V = making.value
    return value


class kept_property(Generic[T]):
    """A property that is made `once` and kept in the instance, as functools.cached_property keeps it."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> kept_property[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> kept_property[T] | T:
        if instance is None:
            return self
        kept: dict[str, T] = instance.__dict__
        return once(kept, self._name, lambda: self._make(instance))
