"""Frozen, slotted data classes that are made without generating code; imports nothing.

`dataclass(frozen=True, slots=True)` compiles six methods for each class. That takes 0.4 ms, and a search from the command line loads
thirty classes. Here all classes share their methods. Records are data classes: `replace`, `fields`, `asdict` take them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from itertools import repeat
from operator import attrgetter, call
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_T]) -> type[_T]:
    """The class as a data class: frozen, with slots, equal and hashed by its fields; methods of its own stay."""
    own = frozenset(vars(cls))
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    listed = sorted(fields(made), key=attrgetter("kw_only"))
    made._put = {one.name: getattr(made, one.name).__set__ for one in listed}
    made._positional = sum(not one.kw_only for one in listed)
    made._default = {one.name: default for one in listed if (default := _default(one))}
    made._tails = [_tail(listed[given:]) for given in range(len(listed) + 1)]
    made._shown = [one.name for one in listed if one.repr]
    made._key = staticmethod(attrgetter("__class__", *(one.name for one in listed if one.compare)))
    for name, method in _METHODS.items():
        if name not in own:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _default(one: Field[Any]) -> Callable[[], Any] | None:
    """The function that makes the default of a field; None for a field without one."""
    if one.default_factory is not MISSING:
        return one.default_factory
    return None if one.default is MISSING else lambda: one.default


def _tail(left: list[Field[Any]]) -> tuple[Any, ...] | None:
    """The defaults of the last fields; None where one has none, or a new one each time."""
    defaults = tuple(one.default for one in left)
    return None if MISSING in defaults else defaults


def _init(self: Any, /, *values: Any, **named: Any) -> None:
    put = self._put
    if len(values) > self._positional:
        raise TypeError(f"{type(self).__name__} takes {self._positional} values, not {len(values)}")
    if not named:
        values += self._tails[len(values)] or ()
    elif not values and named.keys() == put.keys():  # as `replace` and many callers give them
        for name, value in named.items():
            put[name](self, value)
        return
    any(map(call, put.values(), repeat(self), values))  # each gives None
    if len(values) < len(put):
        for name in [*put][len(values) :]:
            if name in named:
                put[name](self, named.pop(name))
            elif name in self._default:
                put[name](self, self._default[name]())
            else:
                raise TypeError(f"{type(self).__name__} lacks {name}")
    if named:
        raise TypeError(f"{type(self).__name__} got more than one value, or has no field: {', '.join(named)}")


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._shown)})"


def _eq(self: Any, other: object) -> bool:
    return bool(self._key(self) == self._key(other)) if isinstance(other, type(self)) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._key(self))


def _setattr(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _setstate(self: Any, state: tuple[None, dict[str, Any]]) -> None:
    for name, value in state[1].items():  # as pickle and copy keep slots
        self._put[name](self, value)


_METHODS = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__setstate__": _setstate,
}
