"""How many of the passages are of a place or plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .filters import NAMED_FIELDS

if TYPE_CHECKING:
    from .protocol import Index


def shares(index: Index) -> dict[str, float]:
    """See `Index.shares`."""
    return {field: _share(index, field) for field in NAMED_FIELDS}


def _share(index: Index, field: str) -> float:
    """The share of the passages that have a value of a field."""
    codes, rows, *_ = index.column(field)
    without = [code for code, row in enumerate(rows) if not any(row)]
    if len(index.order) == len(codes):
        lacking = sum(map(codes.count, without))
    else:  # some are gone
        lacking = sum(codes[number] in without for number in index.order)
    return (len(index.order) - lacking) / max(1, len(index.order))
