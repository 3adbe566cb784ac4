"""What the commands share: options, what is printed where, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..index import Index

FOUND, NOTHING, WRONG, TROUBLE, REFUSED, STOPPED = 0, 1, 2, 3, 4, 130

#: A path, completed as such; what is wrong with it is said by who opens it.
PATH = click.Path(path_type=Path, readable=False)


class Query(click.Command):
    """A command without short options, so that `-公交` and `-district:九龙坡` are words of the query."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if "--" not in args:
            words = [arg for arg in args if arg[:1] == "-" and arg[1:2] not in ("", "-") and arg != "-h"]
            args = [arg for arg in args if arg not in words] + ["--"] * bool(words) + words
        return super().parse_args(context, args)


index_option = click.option(
    "--index",
    "folder",
    default="index",
    metavar="DIR",
    show_default=True,
    envvar="POLICYSEARCH_INDEX",
    type=click.Path(readable=False),
    help="Folder of the index; also set by POLICYSEARCH_INDEX.",
)
color_option = click.option("--color/--no-color", default=None, help="Colour; by default only on a terminal.")


def json_option(what: str) -> Callable[..., Any]:
    """`--json`, which prints one JSON `what`."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print one JSON {what}.")


def limit_option(default: int) -> Callable[..., Any]:
    """`--limit` of a list that is never empty on purpose."""
    return click.option("--limit", default=default, show_default=True, type=click.IntRange(1), help="How many.")


def query_argument(name: str, **options: Any) -> Callable[..., Any]:
    """An argument that is a query, or several words of one."""
    return click.argument(name, shell_complete=_completed("query"), **options)


def _completed(what: str) -> Callable[..., list[CompletionItem]]:
    """How a shell completes an argument, by the function of that name in `completion`."""

    def complete(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
        from . import completion

        items: list[CompletionItem] = getattr(completion, what)(context, argument, typed)
        return items

    return complete


def copied(typed: str) -> str:
    """The id of a passage in what was copied from a browser: its permalink, its place in the reading view, its anchor in a page
    of results.

    >>> copied("http://localhost:8765/documents/cq-fyp-14/part_1?q=x"), copied("x/documents/cq-fyp-14?page=2#part_1")
    ('cq-fyp-14/part_1', 'cq-fyp-14/part_1')
    >>> copied("#cq-fyp-14/part_1"), copied("cq-fyp-14/part_1")
    ('cq-fyp-14/part_1', 'cq-fyp-14/part_1')
    """
    if "#" not in typed and "/documents/" not in typed:
        return typed
    from urllib.parse import unquote

    address, _, anchor = typed.partition("#")
    _, _, path = address.partition("?")[0].partition("/documents/")
    document, _, place = path.partition("/")
    return unquote("/".join(filter(None, (document, anchor or place))))


id_argument = click.argument(
    "id", shell_complete=_completed("id"), callback=lambda context, parameter, typed: typed and copied(typed)
)


def columns() -> int:
    """How wide what people read may be."""
    import shutil

    return max(shutil.get_terminal_size().columns, 20)


def wants_color(asked: bool | None) -> bool:
    """Whether to print in colour when --color, --no-color or neither was `asked`."""
    if asked is not None:
        return asked
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def complain(text: str) -> None:
    """Say on stderr what is wrong."""
    click.echo(f"policysearch: {text}", err=True)


def print_json(value: Any) -> None:
    """Print `value` as JSON on one line."""
    import json

    print_utf8(json.dumps(value, ensure_ascii=False) + "\n")


def print_utf8(text: str) -> None:
    """Print for programs: UTF-8 whatever the terminal speaks."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(text, nl=False, color=True)


def print_found(found: Sequence[Any], what: str, as_json: bool, *color: bool) -> None:
    """Print what was found, as JSON or as lines, both in the function of the name `what`, and leave."""
    if as_json:
        from .. import contract

        print_json(getattr(contract, what)(found))
    elif found:
        from .. import advice

        click.echo(getattr(advice, what)(found, columns(), *color), color=any(color))
    else:
        complain("nothing found")
    leave(FOUND if found else NOTHING)


def no_passage(index: Index, id: str) -> None:
    """Say that there is no such passage, and which ids are like it, and leave.

    An id that another document came to share, or a copy's, goes on in others: cq-fyp-15 in cq-fyp-15-k3x9q.
    """
    name, _, place = id.partition("/")
    known = [document.id for document in index.documents()]
    original = name.rpartition("_")[0] or name
    longer = [one for one in known if one.startswith((f"{name}-", f"{original}-")) or one == original]
    near = [f"{one}/{place}" for one in longer if index.get(f"{one}/{place}")]
    documents = longer or alike(name, known)
    unknown(f"no passage {id}", id, near or [passage.id for one in documents for passage in index.of_document(one)])
    leave(NOTHING)


def unknown(text: str, typed: str, known: Iterable[str]) -> None:
    """Say `text`, and which of `known` are like what was typed."""
    from ..terminal import clean

    near = alike(typed, known)
    complain(clean(text) + (f"; did you mean {' or '.join(near)}?" if near else ""))


def alike(typed: str, known: Iterable[str]) -> list[str]:
    """At most three of `known` that are like what was typed, the likest first."""
    import difflib

    return difflib.get_close_matches(typed, list(known), 3, 0.5)


def not_installed(error: ModuleNotFoundError, extra: str) -> click.ClickException:
    """The error that says which extra a missing package comes with."""
    return click.ClickException(f"{error.name} is not installed; it comes with: pip install 'policysearch[{extra}]'")


def leave(code: int) -> None:
    """End the command with this exit code."""
    click.get_current_context().exit(code)
