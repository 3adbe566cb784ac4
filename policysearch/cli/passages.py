"""Commands about single passages: shown, cited, explained, compared with others, exported."""

from __future__ import annotations

import click

from ..index.index import Index
from ..output import options
from . import console, ids


@click.command(cls=console.Localized)
@ids.id_argument
@console.index_option
@click.option("--cite", is_flag=True)
@console.json_option()
@console.color_option
def show(id: str, folder: str, cite: bool, as_json: bool, color: bool | None) -> None:
    """Print one passage, and which stand before and after it."""
    with Index.open(folder) as index:
        passage = index.get(id)
        if passage is None:
            ids.no_passage(index, id)
        elif as_json:
            from ..output import json as json_output

            console.print_json(json_output.provision(passage, *index.neighbours(id)))
        elif cite:
            from ..output.citation import citation

            click.echo(citation(passage))
        else:
            from ..output.terminal import passages

            before, after = index.neighbours(id)
            color = console.wants_color(color)
            tied = index.tied(passage.document_id)
            click.echo(passages.passage(passage, before, after, tied, console.columns(), color), color=color)


@click.command(cls=console.Localized)
@ids.id_argument
@console.index_option
@console.limit_option(10)
@console.option(options.SAME)
@console.json_option()
@console.color_option
def similar(id: str, folder: str, limit: int, same: bool, as_json: bool, color: bool | None) -> None:
    """Find the passages most like one, those of other districts first."""
    with Index.open(folder) as index:
        found = index.similar(id, limit, same) if index.get(id) else None
        if found is None:
            ids.no_passage(index, id)
            return
    color = console.wants_color(color)
    console.print_found(found, "similar", as_json, color)


@click.command(cls=console.Localized)
@console.query_argument("query")
@ids.id_argument
@console.index_option
@console.option(options.SYNONYMS)
@console.option(options.STRICT)
@console.json_option()
def explain(query: str, id: str, folder: str, synonyms: bool, strict: bool, as_json: bool) -> None:
    """Print where the score of a passage comes from."""
    with Index.open(folder) as index:
        told = index.explain(query, id, synonyms=synonyms, strict=strict)
        if told is None:
            ids.no_passage(index, id)
            return
    if as_json:
        from ..output import json as json_output

        console.print_json(json_output.explanation(query, told))
    else:
        from ..output.terminal import trees

        click.echo(trees.explanation(told, console.columns()))
    console.leave(console.FOUND if told.matches else console.NOTHING)


@click.command(cls=console.Localized)
@console.index_option
def export(folder: str) -> None:
    """Print every passage as JSON Lines."""
    from ..output import json as json_output

    with Index.open(folder) as index:
        for passage in index.passages():
            console.print_json(json_output.passage(passage))
