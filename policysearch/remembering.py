"""What was found, remembered while there is room: what is asked for once is soon asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """What `find` finds for keys, found when first asked for; all is forgotten when there is more than `room` of it.

    `size` tells how much a value is, 1 unless told. Threads may share it: at worst something is found twice.

    >>> squares = Remembered(lambda n: n * n, room=2)
    >>> squares[2], squares[3], len(squares), squares[4], len(squares)
    (4, 9, 2, 16, 1)
    """

    def __init__(self, find: Callable[[K], V], room: int, size: Callable[[V], int] = lambda value: 1) -> None:
        super().__init__()
        self._find, self._size = find, size
        self._room = self._left = room

    def __missing__(self, key: K) -> V:
        value = self._find(key)
        self._left -= self._size(value)
        if self._left < 0:
            self.clear()
            self._left = self._room - self._size(value)
        self[key] = value
        return value
