"""Texts that stand in a command which a message gives: quoted, so that the command can be typed as it is printed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from typing import Any


class _Argument(str):
    """A text that `{name:shell}` quotes where a shell would split or change it.

    >>> f"{_Argument('索 引'):shell} {_Argument('index'):shell}: {_Argument('索 引')}"
    "'索 引' index: 索 引"
    """

    def __format__(self, form: str) -> str:
        if form != "shell":
            return super().__format__(form)
        if not self.isascii() and not set(self) & set(" '\"\\$`!*?[](){}<>|&;#~\n\t"):
            return str(self)  # ideographs need no quotes
        return f'"{self}"' if sys.platform == "win32" and " " in self else shlex.quote(self)


def arguments(params: Mapping[str, Any]) -> dict[str, Any]:
    """`params` of a text, those that are texts with the format `shell`."""
    return {name: _Argument(value) if type(value) is str else value for name, value in params.items()}
