"""Whether to work through long lists with numpy, where it is installed, or one entry after the other.

To import it takes as long as a few queries that work through _PRICE entries one by one. So it is imported then: a command hardly
ever pays for it. A server imports it when it opens a large index.
"""

from __future__ import annotations

_SHORT = 150  # entries of a list up to which a loop is faster
_LONG = 600  # and from which on a list counts
_PRICE = 500_000
_QUERY = 100_000  # entries that a query counts for
_state = {"left": _PRICE, "on": 0}  # entries until numpy is imported; whether it is


def count_query() -> None:
    """Count a query: a process that answers many is a server, and imports numpy early."""
    _state["left"] -= _QUERY
    if _state["left"] <= 0:  # also where no list is long
        worth(_LONG)


def uses_numpy() -> bool:
    """Whether numpy is imported for long lists."""
    return _state["on"] > 0


def load() -> None:
    """Import numpy, where it is installed, so that no query of a process that answers many waits for it."""
    _state["left"] = 0
    worth(_LONG)


def worth(size: int) -> bool:
    """Whether a list of `size` entries is for numpy; counts them."""
    if size < _LONG or _state["on"]:
        return size >= _SHORT and _state["on"] > 0
    _state["left"] -= size
    if _state["left"] > 0:
        return False
    try:
        import numpy  # noqa: F401
    except ImportError:
        _state["on"] = -1
        return False
    _state["on"] = 1
    return True
