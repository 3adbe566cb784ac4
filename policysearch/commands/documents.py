"""Commands about documents as files; they need no index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import CorpusError
from . import console

if TYPE_CHECKING:
    from ..document import Document, Source


@click.command()
@click.argument("path", type=console.PATH)
@console.json_option("object")
@click.option("--observations", is_flag=True, help="Say what is odd: numbers that skip or repeat, empty headings …")
def outline(path: Path, as_json: bool, observations: bool) -> None:
    """Print the headings of documents as trees.

    PATH is a file or a folder; no index is needed. Before each heading stand its line number and its kind.
    """
    found = [document for _, documents in _documents(path) for document in documents]
    if as_json:
        from .. import contract

        console.print_json(contract.outline(found, observations))
    else:
        from .. import typesetting

        click.echo(typesetting.outlines(found, console.columns(), observations), nl=False)
    console.leave(console.FOUND if found else console.NOTHING)


@click.command()
@click.argument("path", type=console.PATH)
@console.json_option("array")
def tables(path: Path, as_json: bool) -> None:
    """Print the tables of documents.

    PATH is a file or a folder; no index is needed.
    """
    from ..tables import tables as tables_of

    found = [
        table
        for source, documents in _documents(path)
        for document in documents
        for table in tables_of(source, document)
    ]
    if as_json:
        from .. import contract

        console.print_json(contract.tables(found))
    else:
        from .. import typesetting

        click.echo(typesetting.tables(found, console.columns()), nl=False)
    console.leave(console.FOUND if found else console.NOTHING)


def _documents(path: Path) -> Iterator[tuple[Source, tuple[Document, ...]]]:
    """The files at `path` and their documents; a file that cannot be read is reported and left out.

    Raises CorpusError when there is no such path, or nothing in it could be read.
    """
    from .. import corpus, parser

    problems: list[CorpusError] = []
    done = 0
    found = list(corpus.find([path], problems.append))
    own = found[0][1] if found and not path.is_dir() else ""  # a file: of the texts beside it only its own
    for file, shown, pages in corpus.texts(corpus.whole(*found[0]) if own else found):
        if own and own not in (shown, *(name for _, name in pages)):
            continue
        for source in corpus.sources(file, shown, problems.append, pages):
            done += 1
            yield source, parser.parse(source)
    if not done:
        raise problems[0] if len(problems) == 1 else CorpusError(str(path), "no document that can be read")
    for problem in problems:
        console.complain(str(problem))
