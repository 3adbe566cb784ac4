"""A template of a query operator: copy the function and change it. Import the module before a query is parsed."""

from __future__ import annotations

# In policysearch/query these are `from .ast import …` and `from .operators import …`.
from policysearch.query.ast import Query, all_of, negate
from policysearch.query.operators import operator


@operator("BUT")
def without(left: Query, right: Query) -> Query:
    """What matches `left` and not `right`. Use each of them once, or long queries grow without bound."""
    return all_of([left, negate(right)])
