"""The command that searches."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from ..index.index import Index
from ..messages.catalogue import Message
from ..output import options, registry
from . import console

if TYPE_CHECKING:
    from ..index.answer import Answer

_FLAGS = ("json", "html", "csv", "markdown", "bibtex")  # formats that have an option of their own


class _Asked(NamedTuple):
    """The options of the command."""

    folder: str
    limit: int
    offset: int
    synonyms: bool
    strict: bool
    relax: bool
    snippet: int
    sort: str
    group: str | None
    facets: bool
    no_fold: bool
    all_copies: bool
    no_semantic: bool


@click.command(cls=console.Query)
@console.query_argument("query", nargs=-1, required=True)
@console.index_option
@console.option(replace(options.LIMIT, low=0))
@console.option(options.OFFSET)
@click.option("--all", "everything", is_flag=True)
@console.option(options.SYNONYMS)
@console.option(options.STRICT)
@console.option(options.RELAX)
@console.option(options.SNIPPET)
@console.format_options(*_FLAGS)
@console.option(options.BOM)
@console.option(options.SORT)
@console.option(options.GROUP)
@console.option(options.FACETS)
@click.option("--no-fold", is_flag=True)
@click.option("--all-copies", is_flag=True)
@click.option("--no-semantic", is_flag=True)
@console.output_option
@console.color_option
def search(query: tuple[str, ...], everything: bool, bom: bool, color: bool | None, **asked: object) -> None:
    """Find passages and print them, as text or in a format of `output.registry`."""
    name = console.chosen_format(*_FLAGS)
    output = registry.load(name) if name else None
    if bom and not (output and output.bom):
        raise click.UsageError(Message("commands.bom"))
    typed, given = console.strip_quotes(" ".join(query)), _Asked(**asked)  # type: ignore[arg-type]
    with Index.open(given.folder) as index:
        how = {name: getattr(given, name) for name in ("synonyms", "strict", "relax", "all_copies")}
        answer = index.search(
            typed,
            None if everything else given.limit,
            given.offset,
            sort=given.sort,
            group=given.group,
            fold=not given.no_fold,
            semantic=not given.no_semantic,
            **how,
        )
        if answer.warning:
            console.complain(answer.warning)
        counts = None
        if given.facets:
            counts = index.facets(typed, **how)
        meant = index.did_you_mean(typed) if answer.wants_help else None
        instead, parts = (None, ()) if answer.total else (index.instead(typed), index.parts(typed))
        if output:
            found = registry.Found(answer, given.snippet, counts, meant, console.document_language(), instead, parts)
            console.print_utf8("\ufeff" * bom + output.write(found))
        elif answer.total:
            _print(answer, given, counts, meant, typed, color)
        else:
            from ..output.terminal.hints import nothing

            console.complain(nothing(typed, parts, meant, console.columns(), instead))
    console.leave(console.FOUND if answer.total else console.NOTHING)


def _print(
    answer: Answer,
    given: _Asked,
    counts: dict[str, dict[str, int]] | None,
    meant: str | None,
    typed: str,
    color: bool | None,
) -> None:
    """Print what was found for people."""
    from ..output.terminal import hits

    color = console.wants_color(color)
    more = _more(given, typed, given.offset + len(answer.hits))
    click.echo(hits.answer(answer, more, console.columns(), color, given.snippet), color=color)
    if counts:
        from ..output.terminal.facets import facets

        click.echo("\n" + facets(counts, console.columns()))
    if meant:
        from ..output.terminal.hints import did_you_mean

        click.echo(did_you_mean(meant))


def _more(given: _Asked, typed: str, offset: int) -> str:
    """The command that prints what follows."""
    import shlex

    more = ["--offset", str(offset)]
    for name in ("limit", "sort", "group", "synonyms", "strict", "relax", "snippet"):
        value = getattr(given, name)
        if value not in (getattr(options, name.upper()).default, None):
            more += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    more += ["--no-semantic"] * given.no_semantic + ["--no-fold"] * given.no_fold + ["--all-copies"] * given.all_copies
    more += ["--index", given.folder] * (given.folder != "index" and "POLICYSEARCH_INDEX" not in os.environ)
    words = [*more, "--", typed] if typed.startswith("-") else [typed, *more]
    return shlex.join(["policysearch", "search", *words])
