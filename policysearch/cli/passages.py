"""Commands about single passages: show, cite, explain, compare with others, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..index.index import Index
from ..messages.catalogue import Message
from ..model.errors import CorpusError
from ..model.hits import GROUPS
from ..output import options
from . import console, ids, query_words
from .found import print_found

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.document import Document


@click.command(cls=console.Localized)
@ids.id_argument
@console.index_option
@click.option("--cite", is_flag=True)
@console.json_option()
@console.color_option
def show(id: str, folder: str, cite: bool, as_json: bool, color: bool | None) -> None:
    """Print one passage, and which stand before and after it; of a document its outline."""
    with Index.open(folder) as index:
        passage = index.get(id)
        if passage is None and (document := index.document(id)) and not cite:
            _show_document(document, as_json)
        elif passage is None:
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
            tied = index.attachments(passage.document_id)
            click.echo(passages.passage(passage, before, after, tied, console.columns(), color), color=color)


def _show_document(document: Document, as_json: bool) -> None:
    """Print what is known of a document, and its headings."""
    from ..output import document_json
    from ..output.terminal import passages

    if as_json:
        console.print_json(document_json.outline((document,))["documents"][0])
    else:
        click.echo(passages.outlines((document,), console.columns()).rstrip("\n"))


@click.command("open", cls=console.Localized)
@ids.id_argument
@console.index_option
@click.option("--path", "only_path", is_flag=True)
def open_source(id: str, folder: str, only_path: bool) -> None:
    """Open the file that a passage or document was read from, in the program that the system has for it."""
    with Index.open(folder) as index:
        passage = index.get(id)
        if not (passage or index.of_document(id)):
            ids.no_passage(index, id)
        path = index.path(id)
    if path is None or not path.exists():
        raise CorpusError(str(path or id), Message("commands.source_gone"))
    if only_path:
        click.echo(str(path))
    elif passage and passage.page_start and path.suffix.lower() == ".pdf" and _open_at(path, passage.page_start):
        pass
    elif click.launch(str(path)):
        raise CorpusError(str(path), Message("commands.no_program"))


def _open_at(path: Path, page: int) -> bool:
    """Open a PDF at a page in a web browser with windows of its own; False where there is none. Others take no page."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # a program of the terminal, or xdg-open, which gives the address to a program that may not know what follows #
    if isinstance(browser, webbrowser.GenericBrowser):
        return False
    return browser.open(f"{path.resolve().as_uri()}#page={page}")


@click.command(cls=console.Localized)
@ids.optional_id
@console.index_option
@console.limit_option(10)
@console.option(options.SAME)
@click.option("--matrix", type=click.Choice(GROUPS))
@click.option("--query", "typed", metavar="QUERY", callback=console.readable, shell_complete=console.completer("query"))
@console.json_option()
@click.option("--csv", "as_csv", is_flag=True)
@console.option(options.BOM)
@console.color_option
@console.output_option
def similar(
    id: str | None,
    folder: str,
    limit: int,
    same: bool,
    matrix: str | None,
    typed: str | None,
    as_json: bool,
    as_csv: bool,
    bom: bool,
    color: bool | None,
) -> None:
    """Find the passages most like one, those of other districts first; or say how alike districts or documents are."""
    console.one_of({"--matrix": bool(matrix), "ID": bool(id)})
    console.one_of({"--json": as_json, "--csv": as_csv})
    if (as_csv or typed) and not matrix:
        raise click.UsageError(Message("commands.for_matrix"))
    if bom and not as_csv:
        raise click.UsageError(Message("commands.bom"))
    if matrix:
        _matrix(folder, matrix, typed, as_json, as_csv, bom)
        return
    if id is None:
        raise click.UsageError(Message("commands.missing", what=Message("commands.argument"), name="ID"))
    with Index.open(folder) as index:
        found = index.similar(id, limit, same) if index.get(id) else None
        if found is None:
            ids.no_passage(index, id)
            return
    color = console.wants_color(color)
    print_found(found, "similar", as_json, color)


def _matrix(folder: str, by: str, typed: str | None, as_json: bool, as_csv: bool, bom: bool) -> None:
    """Print how alike districts or documents are."""
    from ..output import records

    typed = None if typed is None else console.strip_quotes(typed)
    with Index.open(folder) as index:
        found = index.similarity(by, typed)
        if typed and not found.values:
            console.complain(query_words.nothing_found(index, typed, console.columns()))
    if as_json:
        console.print_json(records.to_dict(found))
    elif as_csv:
        console.print_utf8("\ufeff" * bom + "".join(records.as_csv(records.rows(found))))
    elif found.values:
        from ..output.terminal import trees

        click.echo(trees.matrix(found, console.columns()))
    elif not typed:
        console.complain(Message("commands.nothing_found"))
    console.leave(console.FOUND if found.values else console.NOTHING)


@click.command(cls=console.Localized)
@console.query_argument("query")
@ids.id_argument
@console.index_option
@console.option(options.SYNONYMS)
@console.option(options.STRICT)
@console.option(options.RELAX)
@click.option("--no-semantic", is_flag=True)
@console.json_option()
def explain(query: str, id: str, folder: str, no_semantic: bool, as_json: bool, **how: bool) -> None:
    """Print where the score of a passage comes from."""
    with Index.open(folder) as index:
        told = index.explain(query, id, **how, semantic=not no_semantic)
        if told is None:
            ids.no_passage(index, id)
            return
    if as_json:
        from ..output import query_json

        console.print_json(query_json.explanation(query, told))
    else:
        from ..output.terminal import trees

        click.echo(trees.explanation(told, console.columns()))
    console.leave(console.FOUND if told.matches else console.NOTHING)


@click.command(cls=console.Localized)
@console.index_option
@click.option("--all-copies", is_flag=True)
@click.option("--query", "typed", metavar="QUERY", callback=console.readable, shell_complete=console.completer("query"))
@click.option("--limit", "-n", "most", type=click.IntRange(1), metavar="N")
@click.option("--fields", metavar="NAMES")
@click.option("--csv", "as_csv", is_flag=True)
@console.option(options.BOM)
@console.output_option
def export(
    folder: str, typed: str | None, most: int | None, fields: str | None, as_csv: bool, bom: bool, all_copies: bool
) -> None:
    """Print passages with every field, as JSON Lines or CSV."""
    from itertools import islice

    from ..output import records

    names = tuple(fields.replace(",", " ").split()) if fields else records.FIELDS
    if unknown := [name for name in names if name not in records.FIELDS]:
        raise click.UsageError(Message("commands.no_export_field", name=unknown[0], names=" ".join(records.FIELDS)))
    if bom and not as_csv:
        raise click.UsageError(Message("commands.bom"))
    typed = None if typed is None else console.strip_quotes(typed)
    with Index.open(folder) as index:
        if typed is None:
            found = iter(index.passages(all_copies=all_copies))
        else:
            hits = index.search(typed, most, strict=True, sort="document", fold=False, all_copies=all_copies).hits
            found = (hit.passage for hit in hits)
            if not hits:
                console.complain(query_words.nothing_found(index, typed, console.columns()))
                console.leave(console.NOTHING)
        rows = (records.of_passage(passage, names) for passage in islice(found, most))
        if as_csv:
            for n, line in enumerate(records.as_csv(rows)):
                console.print_utf8("\ufeff" * (bom and n == 0) + line)
        else:
            for row in rows:
                console.print_json(row)
