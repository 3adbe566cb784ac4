"""Commands about words: how a query is understood, completions, related words, comparisons, definitions."""

from __future__ import annotations

import click

from ..index.index import Index
from ..model.results import COMPARED
from . import console


@click.command(cls=console.Query)
@console.query_argument("query", nargs=-1, required=True)
@console.json_option("object")
def parse(query: tuple[str, ...], as_json: bool) -> None:
    """Print how a query is understood, without searching.

    \b
    policysearch parse '轨道* -公交 章:规划 year:>=2026'
    """
    from ..output import json as json_output
    from ..query import parser

    typed = " ".join(query)
    understood = json_output.query(typed, parser.parse(typed))
    if as_json:
        console.print_json(understood)
    else:
        from ..output.terminal import trees

        click.echo(trees.query(understood, console.columns()))


@click.command()
@click.argument("typed", metavar="PREFIX")
@console.index_option
@console.limit_option(10)
@console.json_option("array")
def suggest(typed: str, folder: str, limit: int, as_json: bool) -> None:
    """Complete what is being typed.

    Terms, glossary terms, headings, districts, documents and field names that begin with PREFIX or its last word, or
    hold it; letters stand for pinyin too.

    \b
    policysearch suggest 养老
    policysearch suggest qn             氢能, 青年 …
    policysearch suggest district:jl    district:九龙坡区
    """
    with Index.open(folder) as index:
        found = index.suggest(typed, limit)
    console.print_found(found, "suggestions", as_json)


@click.command()
@click.argument("term")
@console.index_option
@console.limit_option(20)
@console.json_option("array")
def related(term: str, folder: str, limit: int, as_json: bool) -> None:
    """List the words that go with TERM, each with the number of passages where they share a sentence."""
    with Index.open(folder) as index:
        found = index.related(term, limit)
    console.print_found(found, "related", as_json)


@click.command(cls=console.Query)
@console.query_argument("terms", nargs=-1, required=True, metavar="TERM...")
@console.index_option
@click.option("--by", default=COMPARED[0], show_default=True, type=click.Choice(COMPARED), help="What the rows are.")
@console.json_option("object")
@click.option("--csv", "as_csv", is_flag=True, help="Print a line for every cell, in UTF-8, for spreadsheets.")
@click.option("--bom", is_flag=True, help="As for search.")
def compare(terms: tuple[str, ...], folder: str, by: str, as_json: bool, as_csv: bool, bom: bool) -> None:
    """Compare terms across districts.

    For each district and TERM: how many passages match, how often the term stands there, how often in 10,000
    characters of the district's text, and the best passage. A TERM is any query, its words taken as they stand.

    \b
    policysearch compare 氢能 养老 托育
    policysearch compare '"新质生产力"' '光伏 OR 风电' --by plan
    policysearch compare 低空经济 --csv --bom > 低空经济.csv
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if bom and not as_csv:
        raise click.UsageError("--bom is for --csv")
    with Index.open(folder) as index:
        found = index.compare(terms, by)
    if as_json:
        from ..output import json as json_output

        console.print_json(json_output.comparison(found))
    elif as_csv:
        from ..output.export import comparison_as_csv

        console.print_utf8("\ufeff" * bom + comparison_as_csv(found))
    else:
        from ..output.terminal import trees

        click.echo(trees.comparison(found, console.columns()))
    console.leave(console.FOUND if any(cell.passages for row in found.rows for cell in row.cells) else console.NOTHING)


@click.command()
@click.argument("term", nargs=-1)
@console.index_option
@console.json_option("object")
@console.color_option
def glossary(term: tuple[str, ...], folder: str, as_json: bool, color: bool | None) -> None:
    """Print who defines a TERM, and how; without a TERM, all that is defined.

    \b
    policysearch glossary 一区两群
    policysearch glossary 两主四特
    """
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
            console.unknown(f"nobody defines {typed}" if typed.strip() else "this index defines no terms", typed, terms)
    console.leave(console.FOUND if found else console.NOTHING)
