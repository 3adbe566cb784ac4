"""The command that searches."""

from __future__ import annotations

import os

import click

from ..index.index import Index
from ..model.results import GROUPS, SORTS
from . import console


@click.command(cls=console.Query)
@console.query_argument("query", nargs=-1, required=True)
@console.index_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0), help="How many hits.")
@click.option(
    "--offset", default=0, show_default=True, type=click.IntRange(0), help="How many of the best to leave out."
)
@click.option("--all", "everything", is_flag=True, help="Every hit.")
@click.option("--synonyms", is_flag=True, help="Find synonyms too: GDP finds 地区生产总值.")
@click.option("--strict", is_flag=True, help="Only passages that hold all the words, even if there are none.")
@click.option(
    "--snippet",
    "length",
    default=120,
    show_default=True,
    type=click.IntRange(1),
    help="Characters of a snippet, at most.",
)
@console.json_option("object")
@click.option("--html", "as_html", is_flag=True, help="Print a page that stands alone.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets, in UTF-8.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a list for a report.")
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print entries for a bibliography.")
@click.option("--bom", is_flag=True, help="Begin --csv with a byte-order mark: Excel needs it to read UTF-8.")
@click.option("--sort", default=SORTS[0], show_default=True, type=click.Choice(SORTS), help="In which order.")
@click.option("--group", type=click.Choice(GROUPS), help="Only the best of each, with how many there are.")
@click.option("--facets", is_flag=True, help="Also count districts, plans, kinds … of what was found.")
@console.color_option
def search(
    *,
    query: tuple[str, ...],
    folder: str,
    limit: int,
    offset: int,
    everything: bool,
    synonyms: bool,
    strict: bool,
    length: int,
    as_json: bool,
    as_html: bool,
    as_csv: bool,
    as_markdown: bool,
    as_bibtex: bool,
    bom: bool,
    sort: str,
    group: str | None,
    facets: bool,
    color: bool | None,
) -> None:
    """Find passages; the best come first.

    \b
    policysearch search '氢能 产业'                   both
    policysearch search '"成渝地区双城经济圈"'        exactly these characters
    policysearch search '氢能 district:九龙坡'        区县：九龙坡, 章:人工智能, kind:专栏 …
    policysearch search '轨道* -公交 year:>=2026'     beginnings, exclusion, years
    policysearch search '(光伏 OR 风电) 储能' --json  for programs

    docs/query-language.md tells the rest.
    """
    if as_json + as_html + as_csv + as_markdown + as_bibtex > 1:
        raise click.UsageError("--json, --html, --csv, --markdown and --bibtex exclude each other")
    if bom and not as_csv:
        raise click.UsageError("--bom is for --csv")
    typed = console.unquoted(" ".join(query))
    with Index.open(folder) as index:
        shown = None if everything else limit
        answer = index.search(typed, shown, offset, sort=sort, group=group, synonyms=synonyms, strict=strict)
        counts = index.facets(typed, synonyms=synonyms, strict=strict) if facets else None
        meant = index.did_you_mean(typed) if answer.wants_help else None
        if as_json:
            from ..output import json as json_output

            console.print_json(json_output.answer(answer, counts, meant, length))
        elif as_html:
            from ..output import html as html_output

            console.print_utf8(html_output.page(answer, meant, length))
        elif as_csv or as_markdown or as_bibtex:
            from ..output import export as exports

            if as_bibtex:
                console.print_utf8(exports.as_bibtex(answer))
            else:
                write = exports.as_csv if as_csv else exports.as_markdown
                console.print_utf8("\ufeff" * bom + write(answer, length))
        elif answer.total:
            import shlex

            from ..output.terminal import hits

            more = ["policysearch", "search", typed, "--offset", str(offset + len(answer.hits))]
            more += ["--limit", str(limit)] * (limit != 10)
            more += ["--sort", sort] * (sort != SORTS[0])
            more += ["--group", group] if group else []
            more += ["--synonyms"] * synonyms
            more += ["--snippet", str(length)] * (length != 120)
            more += ["--index", folder] * (folder != "index" and "POLICYSEARCH_INDEX" not in os.environ)
            color = console.wants_color(color)
            click.echo(hits.answer(answer, shlex.join(more), console.columns(), color, length), color=color)
            if counts:
                click.echo("\n" + hits.facets(counts, console.columns()))
            if meant:
                from ..output.terminal.hints import did_you_mean

                click.echo(did_you_mean(meant))
        else:
            from ..output.terminal.hints import nothing

            console.complain(nothing(typed, index.parts(typed), meant, console.columns()))
    console.leave(console.FOUND if answer.total else console.NOTHING)
