"""Commands about single passages: shown, cited, explained, compared with others, exported."""

from __future__ import annotations

import click

from ..index.index import Index
from . import console


@click.command()
@console.id_argument
@console.index_option
@click.option("--cite", is_flag=True, help="Print the reference to it instead, after GB/T 7714-2015.")
@console.color_option
def show(id: str, folder: str, cite: bool, color: bool | None) -> None:
    """Print one passage, and which stand before and after it.

    ID may also be its address as copied from a browser, or the anchor of one.

    \b
    policysearch show cq-jiulongpo-fyp-15/part_3__chp_7
    policysearch show cq-jiulongpo-fyp-15/part_3__chp_7 --cite
    """
    with Index.open(folder) as index:
        passage = index.get(id)
        if passage is None:
            console.no_passage(index, id)
        elif cite:
            from ..output.citation import citation

            click.echo(citation(passage))
        else:
            from ..output.terminal import passages

            before, after = index.neighbours(id)
            color = console.wants_color(color)
            click.echo(passages.passage(passage, before, after, console.columns(), color), color=color)


@click.command()
@console.id_argument
@console.index_option
@console.limit_option(10)
@click.option("--same", is_flag=True, help="Only passages of the same district.")
@console.json_option("array")
@console.color_option
def similar(id: str, folder: str, limit: int, same: bool, as_json: bool, color: bool | None) -> None:
    """Find the passages most like one, those of other districts first.

    \b
    policysearch similar cq-jiulongpo-fyp-15/part_11__chp_40__sec_2
    """
    with Index.open(folder) as index:
        found = index.similar(id, limit, same) if index.get(id) else None
        if found is None:
            console.no_passage(index, id)
            return
    color = console.wants_color(color)
    console.print_found(found, "similar", as_json, color)


@click.command()
@console.query_argument("query")
@console.id_argument
@console.index_option
@click.option("--synonyms", is_flag=True, help="As for search.")
@click.option("--strict", is_flag=True, help="As for search.")
@console.json_option("object")
def explain(query: str, id: str, folder: str, synonyms: bool, strict: bool, as_json: bool) -> None:
    """Print where the score of a passage comes from.

    \b
    policysearch explain '氢能 产业' cq-jiulongpo-fyp-15/box_6
    """
    with Index.open(folder) as index:
        told = index.explain(query, id, synonyms=synonyms, strict=strict)
        if told is None:
            console.no_passage(index, id)
            return
    if as_json:
        from ..output import json as json_output

        console.print_json(json_output.explanation(query, told))
    else:
        from ..output.terminal import trees

        click.echo(trees.explanation(told, console.columns()))
    console.leave(console.FOUND if told.matches else console.NOTHING)


@click.command()
@console.index_option
def export(folder: str) -> None:
    """Print every passage as JSON Lines."""
    from ..output import json as json_output

    with Index.open(folder) as index:
        for passage in index.passages():
            console.print_json(json_output.passage(passage))
