"""Caches: results kept while there is room, and values made once and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import Any, Generic, TypeVar, overload

from .deadline import check, is_limited

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


_MOST_IN_MEMO = 512_000_000  # bytes, about; what is found beyond them is only remembered as long as there is room


class _Memo:
    """What one query found."""

    def __init__(self) -> None:
        self.of: defaultdict[int, dict[Any, tuple[Any, int]]] = defaultdict(dict)  # by the id of the cache
        self.left = _MOST_IN_MEMO  # bytes that it may still take

    def note(self, cache: int, key: Any, entry: tuple[Any, int]) -> None:
        if entry[1] <= self.left and self.of[cache].setdefault(key, entry) is entry:
            self.left -= entry[1]


_memo: ContextVar[_Memo | None] = ContextVar("memo", default=None)


@contextmanager
def memo() -> Iterator[None]:
    """Within the block, in this thread, caches keep all they find, however little room they have."""
    if _memo.get() is not None:
        yield
        return
    token = _memo.set(_Memo())
    try:
        yield
    finally:
        _memo.reset(token)


def bytes_of(found: Collection[Any]) -> int:
    """About how many bytes a dict of numbers takes, or a set of them."""
    return 300 + int(getattr(found, "nbytes", 100 * len(found)))


class Remembered(Mapping[K, V]):
    """A bounded cache of what `find` gives for keys; the least recently used entry goes first.

    An entry takes `size` of its value (0 by default), 1, and the characters of its key from the `room`. The newest entry
    stays even if it alone takes more. Threads may share a cache: at worst a value is found twice, within a `memo` never.

    >>> squares = Remembered(lambda n: n * n, room=2)
    >>> squares[2], squares[3], list(squares), squares[2], squares[4], list(squares)
    (4, 9, [2, 3], 4, 16, [2, 4])
    """

    def __init__(self, find: Callable[[K], V], room: int, size: Callable[[V], int] = lambda value: 0) -> None:
        self._find, self._size = find, size
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()  # values, and what they take
        self._room, self._taken = room, 0
        self._lock = threading.Lock()  # held for bookkeeping alone

    def __getitem__(self, key: K) -> V:
        if (noted := _memo.get()) is not None and (entry := noted.of[id(self)].get(key)) is not None:
            value: V = entry[0]
            return value
        if entry := self._kept.get(key):
            with self._lock:
                try:  # noqa: SIM105, of which the block takes longer
                    self._kept.move_to_end(key)
                except KeyError:  # another thread dropped it
                    pass
            if noted is not None:
                noted.note(id(self), key, entry)
            return entry[0]
        return self.keep(key, self._find(key))

    def __contains__(self, key: object) -> bool:
        return key in self._kept or ((noted := _memo.get()) is not None and key in noted.of[id(self)])

    def __iter__(self) -> Iterator[K]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Forget all entries."""
        with self._lock:
            self._kept.clear()
            self._taken = 0

    def keep(self, key: K, value: V) -> V:
        """Keep a value found otherwise; returns it."""
        entry = value, 1 + (len(key) if isinstance(key, str) else _letters(key)) + self._size(value)
        with self._lock:
            if self._kept.setdefault(key, entry) is entry:  # another thread may have been faster
                self._taken += entry[1]
                while self._taken > self._room and len(self._kept) > 1:
                    self._taken -= self._kept.popitem(last=False)[1][1]
        if (noted := _memo.get()) is not None:
            noted.note(id(self), key, entry)
        return value


# The query that was measured last, and its letters: several caches keep something for the same one.
_measured: list[tuple[Hashable, int]] = [(None, 0)]


def _letters(key: Hashable) -> int:
    if isinstance(key, str | bytes):
        return len(key)
    if isinstance(key, tuple):
        return sum([_letters(part) for part in key if part])
    if isinstance(key, int):
        return 0
    known, letters = _measured[0]
    if known is not key:
        letters = 40 * len(str(key))
        _measured[0] = key, letters
    return letters


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
