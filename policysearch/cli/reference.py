"""The command that prints the reference of all commands."""

from __future__ import annotations

from typing import cast

import click

from . import console


@click.command(cls=console.Localized)
@click.option("--man", is_flag=True)
@console.output_option
@click.pass_context
def reference(context: click.Context, man: bool) -> None:
    """Print every command with its options, as Markdown or as a manual page."""
    from . import manual as pages

    group = cast(click.Group, context.find_root().command)
    console.print_utf8(pages.manual(group) if man else pages.markdown(group))
