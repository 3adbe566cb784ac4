"""Commands about words: how a query is understood, completions, related words, comparisons, definitions."""

from __future__ import annotations

import click

from ..index.index import Index
from ..messages.catalogue import Message, say
from ..output import options
from ..text.display import clean
from . import console, ids, query_words
from .found import print_found

_LONGEST_NAME = 30  # characters of the name of an indicator that are looked for in others


@click.command(cls=console.Query)
@console.query_argument("query", nargs=-1, required=True)
@console.json_option()
def parse(query: tuple[str, ...], as_json: bool) -> None:
    """Print how a query is understood, without searching."""
    from ..output import query_json
    from ..query import parser

    typed = " ".join(query)
    understood = query_json.query(typed, parser.parse(typed))
    if as_json:
        console.print_json(understood)
    else:
        from ..output.terminal import trees

        click.echo(trees.query(understood, console.columns()))


@click.command(cls=console.Localized)
@click.argument("typed", metavar="PREFIX", callback=console.readable)
@console.index_option
@console.limit_option(10)
@console.json_option()
@console.output_option
def suggest(typed: str, folder: str, limit: int, as_json: bool) -> None:
    """Complete what is being typed."""
    with Index.open(folder) as index:
        found = index.suggest(typed, limit)
    print_found(found, "suggestions", as_json)


@click.command(cls=console.Localized)
@click.argument("term", callback=console.readable)
@console.index_option
@console.limit_option(20)
@console.json_option()
@console.output_option
def related(term: str, folder: str, limit: int, as_json: bool) -> None:
    """List the words that go with TERM, each with the number of passages where they share a sentence."""
    with Index.open(folder) as index:
        found = index.related(term, limit)
    print_found(found, "related", as_json)


@click.command(cls=console.Query)
@console.query_argument("terms", nargs=-1, required=True, metavar="TERM...")
@console.index_option
@console.option(options.BY)
@console.json_option()
@click.option("--csv", "as_csv", is_flag=True)
@console.option(options.BOM)
@console.output_option
def compare(terms: tuple[str, ...], folder: str, by: str, as_json: bool, as_csv: bool, bom: bool) -> None:
    """Compare terms across districts."""
    console.one_of({"--json": as_json, "--csv": as_csv})
    if bom and not as_csv:
        raise click.UsageError(Message("commands.bom"))
    with Index.open(folder) as index:
        found = index.compare(terms, by)
        for n, term in enumerate(terms):
            if not any(row.cells[n].passages for row in found.rows) and any(part.values for part in index.parts(term)):
                console.complain(query_words.nothing_found(index, term, console.columns()))
    if as_json:
        from ..output import json as json_output

        console.print_json(json_output.comparison(found))
    elif as_csv:
        from ..output.formats.csv import comparison_as_csv

        console.print_utf8("\ufeff" * bom + comparison_as_csv(found))
    else:
        from ..output.terminal import trees

        click.echo(trees.comparison(found, console.columns()))
    console.leave(console.FOUND if any(cell.passages for row in found.rows for cell in row.cells) else console.NOTHING)


@click.command(cls=console.Localized)
@click.argument("term", nargs=-1, callback=console.readable)
@console.index_option
@console.json_option()
@console.color_option
@console.output_option
def glossary(term: tuple[str, ...], folder: str, as_json: bool, color: bool | None) -> None:
    """Print who defines a TERM, and how; without a TERM, all that is defined."""
    typed = " ".join(term)
    with Index.open(folder) as index:
        found = index.glossary(typed)
        if as_json:
            from ..output import json as json_output

            console.print_json(json_output.glossary(typed, found))
        elif found:
            from ..output.terminal import passages

            color = console.wants_color(color)
            click.echo(passages.glossary(found, console.columns(), color), color=color, nl=False)
        else:
            terms = dict.fromkeys(entry.term for entry in index.glossary())
            from ..text.display import clean

            defined = typed.strip() and Message("commands.nobody_defines", term=clean(typed))
            ids.unknown(defined or Message("commands.no_terms"), typed, terms)
    console.leave(console.FOUND if found else console.NOTHING)


@click.command(cls=console.Localized)
@click.argument("name", callback=console.readable)
@console.index_option
@console.json_option()
@click.option("--csv", "as_csv", is_flag=True)
@console.option(options.BOM)
@console.output_option
def indicators(name: str, folder: str, as_json: bool, as_csv: bool, bom: bool) -> None:
    """List the values of an indicator in all tables."""
    from ..output import records

    console.one_of({"--json": as_json, "--csv": as_csv})
    if bom and not as_csv:
        raise click.UsageError(Message("commands.bom"))
    with Index.open(folder) as index:
        found = index.indicators(name)
        alike = [] if found else _alike(index, name)
    if as_json:
        console.print_json(records.of_indicators(found))
    elif as_csv:
        console.print_utf8("\ufeff" * bom + "".join(records.as_csv(records.of_indicators(found))))
    elif found:
        from ..output.terminal import passages

        click.echo(passages.indicators(found, console.columns()))
    else:
        text = Message("commands.no_indicator", name=clean(name))
        console.complain(
            Message("commands.did_you_mean", text=text, names=say("commands.or").join(alike)) if alike else text
        )
    console.leave(console.FOUND if found else console.NOTHING)


def _alike(index: Index, name: str) -> list[str]:
    """At most three names of indicators that share the most pairs of characters with a name that none holds."""
    shared: dict[str, set[str]] = {}
    for pair in {name[n : n + 2] for n in range(min(len(name), _LONGEST_NAME) - 1)}:
        if pair.isalnum():
            for _, one in index.indicators(pair):
                shared.setdefault(one.name, set()).add(pair)
    return sorted(shared, key=lambda one: (-len(shared[one]), len(one), one))[:3]
