"""Lists that commands found, as JSON or as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..messages.catalogue import Message
from . import console


def print_found(found: Sequence[Any], what: str, as_json: bool, *color: bool) -> None:
    """Print what was found, as JSON or as lines, both in the function of the name `what`, and leave."""
    if as_json:
        from ..output import json as json_output

        console.print_json(getattr(json_output, what)(found))
    elif found:
        from ..output.terminal import hints

        click.echo(getattr(hints, what)(found, console.columns(), *color), color=any(color))
    else:
        console.complain(Message("commands.nothing_found"))
    console.leave(console.FOUND if found else console.NOTHING)
