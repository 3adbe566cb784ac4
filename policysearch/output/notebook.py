"""Answers in a notebook, as HTML."""

from __future__ import annotations

from typing import Any

from ..index.index import Answer
from . import html


def register(shell: Any) -> None:
    """Let an IPython shell show an Answer as `html.fragment` has it; text terminals keep its `repr`."""
    shell.display_formatter.formatters["text/html"].for_type(Answer, html.fragment)
