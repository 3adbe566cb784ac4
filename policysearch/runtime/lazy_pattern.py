"""Regular expressions that are compiled when they are first used; imports nothing.

A search from the command line uses few of the patterns in its modules; compiling one takes 0.1 to 3 ms.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Uncompiled:
    """A pattern compiled at its first use; from then on its methods are attributes, found as fast as those of `re`."""

    def __init__(self, expression: str, flags: int) -> None:
        self._as_written = expression, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._as_written), name)
        setattr(self, name, value)
        return value


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, but for its type; an error in `expression` is raised at the first use."""
    return cast("re.Pattern[str]", _Uncompiled(expression, flags))
