"""Commands about documents as files; they need no index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from . import console

if TYPE_CHECKING:
    from ..model.document import Document, Source
    from ..tables.model import Table

Found = TypeVar("Found")


@click.command(cls=console.Localized)
@click.argument("path", type=console.PATH)
@console.json_option()
@click.option("--observations", is_flag=True)
@click.option("--html", "as_html", is_flag=True)
@click.option("--comments", is_flag=True)
@click.option("--headers", is_flag=True)
@console.output_option
def outline(path: Path, as_json: bool, observations: bool, as_html: bool, comments: bool, headers: bool) -> None:
    """Print the headings of documents as trees."""
    from ..readers import settings

    console.one_of({"--json": as_json, "--html": as_html})
    with settings.using(settings.Settings(beside=settings.choose_beside(comments, headers))):
        _outline(path, as_json, observations, as_html)


def _outline(path: Path, as_json: bool, observations: bool, as_html: bool) -> None:
    if as_html:
        from ..output import structure_page

        pairs = _documents(path, lambda source, documents: [(source, document) for document in documents])
        console.print_utf8(structure_page.page(pairs, console.document_language()))
        console.leave(console.FOUND if pairs else console.NOTHING)

    def shown(source: Source, documents: tuple[Document, ...]) -> list[Document]:
        document_json.outline(documents, observations)  # an error belongs to this file
        read.extend([(source, doubts_of(source, documents) if as_json else {})] * len(documents))
        return list(documents)

    from ..output import document_json
    from ..structure.certainty import doubts_of

    read: list[tuple[Source, dict[str, int]]] = []
    found = _documents(path, shown)
    if as_json:
        console.print_json(document_json.outline(found, observations, read))
    else:
        from ..output.terminal import passages

        click.echo(passages.outlines(found, console.columns(), observations), nl=False)
    console.leave(console.FOUND if found else console.NOTHING)


@click.command(cls=console.Localized)
@click.argument("path", type=console.PATH)
@console.json_option()
@console.output_option
def tables(path: Path, as_json: bool) -> None:
    """Print the tables of documents."""
    from ..tables.recognize import of_document

    def of_source(_: Source, documents: tuple[Document, ...]) -> list[tuple[Document, Table]]:
        return [(document, table) for document in documents for table in of_document(document)]

    pairs = _documents(path, of_source)
    found = [table for _, table in pairs]
    if as_json:
        from ..output import document_json

        console.print_json([document_json.tables([table], {table.document_id: of})[0] for of, table in pairs])
    elif found:
        from ..output.terminal import passages

        click.echo(passages.tables(found, console.columns()), nl=False)
    else:
        console.complain(Message("file", path=path, reason=Message("commands.no_tables")))
    console.leave(console.FOUND if found else console.NOTHING)


def _documents(path: Path, wanted: Callable[[Source, tuple[Document, ...]], list[Found]]) -> list[Found]:
    """What is `wanted` of each file at `path` and its documents; a file that cannot be read is reported and left out.

    Raises CorpusError when there is no such path, or nothing in it could be read.
    """
    from ..index import discovery, loading
    from ..readers.detect import count_endings
    from ..runtime import limits
    from ..structure import tree_builder

    problems: list[CorpusError] = []
    others: list[str] = []
    result: list[Found] = []
    done = 0
    found = list(discovery.find([path], problems.append, lambda _, name: others.append(name)))
    own = found[0][1] if found and not path.is_dir() else ""  # a file: of the texts beside it only its own
    for file, shown, pages in loading.texts(loading.whole(*found[0]) if own else found, problems.append):
        if own and own not in (shown, *(name for _, name in pages)):
            continue
        for source in loading.sources(file, shown, problems.append, pages, others.append):
            work = partial(_parse_files, source, tree_builder.parse, wanted)
            if (one := limits.attempt(work, source.path, problems.append, doing="parsed")) is not None:
                done += 1
                result += one
    there = Message("commands.there_are", counted=count_endings(others)) if others else ""
    if not done:
        raise (
            problems[0] if len(problems) == 1 else CorpusError(str(path), Message("commands.no_document", there=there))
        )
    for problem in problems:
        console.complain(problem)
    if others:
        console.complain(Message("commands.other_kinds", counted=count_endings(others)))
    return result


def _parse_files(
    source: Source,
    parse: Callable[[Source], tuple[Document, ...]],
    wanted: Callable[[Source, tuple[Document, ...]], list[Found]],
) -> list[Found]:
    from ..model.passages import with_pages

    return wanted(source, tuple(with_pages(document, source) for document in parse(source)))
