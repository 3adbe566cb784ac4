"""The command about synonyms: what the documents of an index suggest for the user's own groups."""

from __future__ import annotations

import click

from ..index.index import Index
from . import console
from .found import print_found


@click.command(cls=console.Localized)
@click.argument("action", type=click.Choice(["suggest"]))
@console.index_option
@console.limit_option(100)
@console.json_option()
def synonyms(action: str, folder: str, limit: int, as_json: bool) -> None:
    """List abbreviations that the documents introduce and no group of synonyms has."""
    with Index.open(folder) as index:
        found = index.abbreviations(limit)
    print_found(found, "abbreviations", as_json)
