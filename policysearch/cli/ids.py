"""Ids of passages as people type them, and suggestions for an unknown id or term."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from ..messages.catalogue import Message, say
from . import console

if TYPE_CHECKING:
    from ..index.index import Index


def id_from_address(typed: str) -> str:
    """The id of a passage in what was copied from a browser: its permalink, its place in the reading view, its anchor in a page
    of results.

    >>> id_from_address("http://localhost:8765/documents/cq-fyp-14/part_1?q=x"), id_from_address("x/documents/cq-fyp-14?page=2#part_1")
    ('cq-fyp-14/part_1', 'cq-fyp-14/part_1')
    >>> id_from_address("#cq-fyp-14/part_1"), id_from_address("cq-fyp-14/part_1")
    ('cq-fyp-14/part_1', 'cq-fyp-14/part_1')
    """
    if "#" not in typed and "/documents/" not in typed:
        return typed
    from urllib.parse import unquote

    address, _, anchor = typed.partition("#")
    _, _, path = address.partition("?")[0].partition("/documents/")
    document, _, place = path.partition("/")
    return unquote("/".join(filter(None, (document, anchor or place))))


def _id(required: bool) -> Callable[[Any], Any]:
    complete = console.completer("id")
    return click.argument(
        "id", required=required, shell_complete=complete, callback=lambda _, __, typed: typed and id_from_address(typed)
    )


id_argument, optional_id = _id(True), _id(False)


def no_passage(index: Index, id: str) -> None:
    """Say that there is no such passage, and which ids are like it, and leave.

    Ids that begin with it are suggested too: when a second document has the same id, cq-fyp-15 becomes cq-fyp-15-k3x9q.
    """
    from ..text.display import clean

    name, _, place = id.partition("/")
    known = [document.id for document in index.documents()]
    original = name.rpartition("_")[0] or name
    longer = [one for one in known if one.startswith((f"{name}-", f"{original}-")) or one == original]
    near = [f"{one}/{place}" for one in longer if index.get(f"{one}/{place}")]
    documents = longer or alike(name, known)
    unknown(
        Message("commands.no_passage", id=clean(id)),
        id,
        near or [passage.id for one in documents for passage in index.of_document(one)],
    )
    console.leave(console.NOTHING)


def unknown(text: Message, typed: str, known: Iterable[str]) -> None:
    """Say `text`, and which of `known` are like what was typed."""
    if near := alike(typed, known):
        text = Message("commands.did_you_mean", text=text, names=say("commands.or").join(near))
    console.complain(text)


def alike(typed: str, known: Iterable[str]) -> list[str]:
    """At most three of `known` that are like what was typed, the likest first."""
    import difflib

    return difflib.get_close_matches(typed, list(known), 3, 0.5)
