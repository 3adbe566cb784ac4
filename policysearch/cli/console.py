"""What the commands share: options, what is printed where, exit codes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.fields import BY_NAME

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..index.index import Index

FOUND, NOTHING, WRONG, TROUBLE, REFUSED, STOPPED = 0, 1, 2, 3, 4, 130

#: A path, completed as such; what is wrong with it is said by who opens it.
PATH = click.Path(path_type=Path, readable=False)


class Query(click.Command):
    """A command without short options, so that `-公交` and `-district:九龙坡` are words of the query."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """`args` with the words that begin with "-" behind a "--"; refuses what looks like an option of another tool."""
        if "--" not in args:
            takes = {name for option in self.params if takes_value(option) for name in option.opts}
            options: list[str] = []
            words: list[str] = []
            for arg in args:
                if options and options[-1] in takes:  # its value, whatever it begins with
                    options.append(arg)
                elif arg[:1] == "-" and arg[1:2] not in ("", "-") and arg != "-h":
                    words.append(arg)
                else:
                    options.append(arg)
            for word in words:
                if re.fullmatch("-(?:[A-Za-z]|n[0-9]+)", word):
                    raise click.UsageError(_no_option(word, self.params), context)
            args = options + ["--"] * bool(words) + words
        try:
            return super().parse_args(context, args)
        except click.NoSuchOption as error:
            name = error.option_name.lstrip("-")
            if name.lower() not in BY_NAME:
                raise
            raise click.UsageError(f"--{name} is no option; write it in the query: {name}:VALUE", context) from error


def takes_value(option: click.Parameter) -> bool:
    """Whether the argument after an option is its value."""
    return isinstance(option, click.Option) and not option.is_flag and not option.count


_OTHERS = {"n": "--limit", "m": "--limit", "l": "--limit", "j": "--json", "s": "--sort"}  # as other tools call them
_NEEDLESS = {"i": "capital and small letters are the same", "o": "print into a file with: > FILE"}


def _no_option(word: str, options: Sequence[click.Parameter]) -> str:
    """What is wrong with a `word` of one letter after "-", and what may have been meant."""
    meant, known = _OTHERS.get(word[1], ""), {name for option in options for name in option.opts}
    hint = f"; did you mean {meant}?" if meant in known else f"; {hint}" if (hint := _NEEDLESS.get(word[1])) else ""
    return f"{word} is no option{hint}{'' if hint.endswith('?') else '.'} To exclude a word write it behind the others, in quotes: '氢能 {word}'"


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


def unquoted(typed: str) -> str:
    """`typed` without the single quotes around all of it, which Windows' cmd hands over as text.

    >>> unquoted("'氢能 district:九龙坡'"), unquoted("'90后' 与 '00后'")
    ('氢能 district:九龙坡', "'90后' 与 '00后'")
    """
    return typed[1:-1] if re.fullmatch(r"'[^']*\S[^']*'", typed) else typed


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
        from ..output import json as json_output

        print_json(getattr(json_output, what)(found))
    elif found:
        from ..output.terminal import hints

        click.echo(getattr(hints, what)(found, columns(), *color), color=any(color))
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
    from ..text.display import clean

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
