"""Shared by the commands: options, stdout and stderr, exit codes."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..messages.catalogue import LANGUAGES, Message, in_language, say, spoken
from ..model.errors import PolicySearchError
from ..model.fields import field_named
from ..output import options as shared
from ..output import registry

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FOUND, NOTHING, WRONG, TROUBLE, REFUSED, PARTIAL, STOPPED = 0, 1, 2, 3, 4, 5, 130

#: A path, completed as such; whoever opens it reports what is wrong with it.
PATH = click.Path(path_type=Path, readable=False)

_LANGUAGE = "policysearch.language"  # where a click context keeps what --lang says
SETTINGS = "policysearch.settings"  # where a click context keeps the configuration file
ARGUMENTS = "policysearch.arguments"  # where it keeps what was typed after the name of the command
_FORMATS = "policysearch.formats"  # where a click context keeps the output formats that were asked for


def lang_option() -> click.Option:
    """`--lang`, which `main` has read before anything was said."""

    def keep(context: click.Context, option: click.Parameter, value: str | None) -> None:
        if value:
            context.meta[_LANGUAGE] = value

    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, callback=keep)


class Localized(click.Command):
    """A command whose help is in the language of the process; its texts are in `messages.help`, `command_options` and `options`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(lang_option())

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if parent is not None and (settings := parent.meta.get(SETTINGS)):
            from .configuration import defaults

            names = frozenset(getattr(parent.command, "commands", ()))
            extra["default_map"] = defaults(self, info_name or "", settings, names)
        given = tuple(args)  # which click empties
        made = super().make_context(info_name, args, parent, **extra)
        made.meta[ARGUMENTS] = given
        return made

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        allowed, context.allow_extra_args = context.allow_extra_args, True
        try:
            rest = super().parse_args(context, list(args))  # which click empties
        except click.UsageError as error:
            error.ctx = error.ctx or context  # by which its option is found
            if isinstance(error, click.NoSuchOption) and field_named(error.option_name.lstrip("-").lower()):
                from .query_words import field_option

                raise field_option(error, args, context) from error
            raise
        if rest and not (allowed or context.resilient_parsing):
            raise click.UsageError(Message("commands.extra", count=len(rest), args=" ".join(map(str, rest))), context)
        return rest

    def get_help(self, context: click.Context) -> str:
        from .help import command_help

        return command_help(self, context)

    def get_short_help_str(self, limit: int = 45) -> str:
        from .help import first_sentence

        return first_sentence(self)


class Query(Localized):
    """A command whose short options are those it declares: `-公交` and `-district:九龙坡` are words of the query."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Words that begin with "-" go behind a "--". Raises UsageError for what looks like an option of another tool."""
        if "--" not in args and any(arg[:1] == "-" and arg[1:2] not in ("", "-") for arg in args):
            from .query_words import arrange

            takes = {name for option in self.params if takes_value(option) for name in option.opts}
            args = arrange(args, takes, context)
        return super().parse_args(context, args)


def output_option(command: Any) -> Any:
    """`--output FILE`: what would be printed goes into FILE, in UTF-8; a command that fails leaves the file as it was."""

    def redirect(context: click.Context, option: click.Parameter, path: str | None) -> None:
        if path and path != "-" and not context.resilient_parsing:
            from .redirect import redirect_output

            redirect_output(context, Path(path))

    return click.option(
        "--output",
        "-o",
        metavar="FILE",
        type=click.Path(dir_okay=False, writable=True),
        expose_value=False,
        callback=redirect,
    )(command)


def takes_value(option: click.Parameter) -> bool:
    """Whether the argument after an option is its value."""
    return isinstance(option, click.Option) and not option.is_flag and not option.count


def option(one: shared.Option, *names: str, **settings: Any) -> Callable[..., Any]:
    """A click option of the table of `output.options`; `settings` are click's, `names` that of its value."""
    made: dict[str, Any] = {"default": one.default}
    if isinstance(one.default, bool):
        made = {"is_flag": True}
    elif one.low is not None:
        made |= {"show_default": True, "type": click.IntRange(one.low, one.high), "metavar": "N"}
        names = (*names, "-n") if one.name == shared.LIMIT.name else names
    elif one.choices:
        made |= {"show_default": True, "type": click.Choice(one.choices)} if one.default else {}
        made |= {} if one.default else {"default": None, "type": click.Choice(one.choices)}
    return click.option(f"--{one.name}", *names, **made | settings)


def index_option(command: Any) -> Any:
    """`--index` and `--ca`."""

    def trust(_: object, __: object, file: str | None) -> None:
        os.environ.update({"POLICYSEARCH_CA": file} if file else {})

    path = click.Path(readable=False)
    command = click.option("--ca", metavar="FILE", type=path, expose_value=False, callback=trust)(command)
    shown: Any = {"default": "index", "metavar": "DIR", "show_default": True, "type": path}
    return click.option("--index", "folder", envvar="POLICYSEARCH_INDEX", **shown)(command)


color_option = click.option("--color/--no-color", default=None)


def json_option() -> Callable[..., Any]:
    """`--json`, which prints JSON on one line."""
    return click.option("--json", "as_json", is_flag=True)


def format_options(*flags: str) -> Callable[..., Any]:
    """`--format NAME`, and `--NAME` for those of `flags`; `chosen_format` says which was asked for."""

    def choose(context: click.Context, option: click.Parameter, value: Any) -> None:
        if value:
            context.meta.setdefault(_FORMATS, []).append(value if isinstance(value, str) else option.name)

    def decorate(command: Any) -> Any:
        named = click.option("--format", type=click.Choice(registry.names()), expose_value=False, callback=choose)
        for flag in reversed(flags):
            command = click.option(f"--{flag}", is_flag=True, expose_value=False, callback=choose)(command)
        return named(command)

    return decorate


def chosen_format(*flags: str) -> str:
    """The output format that was asked for, "" for text. Raises UsageError for several."""
    chosen = set(click.get_current_context().meta.get(_FORMATS, ()))
    if len(chosen) > 1:
        one_of(dict.fromkeys((f"--{flag}" for flag in flags), True))
    return next(iter(chosen), "")


def one_of(given: Mapping[str, bool]) -> None:
    """Raise UsageError when several of some options were given that exclude each other."""
    if len(chosen := [name for name, value in given.items() if value]) > 1:
        *most, last = chosen
        both = Message("commands.and_option", most=", ".join(most), last=last)
        raise click.UsageError(Message("commands.exclusive", options=both))


def limit_option(default: int) -> Callable[..., Any]:
    """`--limit` of a list that is never empty on purpose."""
    return option(shared.LIMIT, default=default)


def strip_quotes(typed: str) -> str:
    """`typed` without the single quotes around all of it, which Windows' cmd hands over as text.

    >>> strip_quotes("'氢能 district:九龙坡'"), strip_quotes("'90后' 与 '00后'")
    ('氢能 district:九龙坡', "'90后' 与 '00后'")
    """
    return typed[1:-1] if re.fullmatch(r"'[^']*\S[^']*'", typed) else typed


def query_argument(name: str, **options: Any) -> Callable[..., Any]:
    """An argument that is a query, or several words of one."""
    return click.argument(name, callback=readable, shell_complete=completer("query"), **options)


def readable(context: click.Context, argument: click.Parameter, value: Any) -> Any:
    """Raise UsageError for words with bytes that are none of the encoding of arguments, as GBK in UTF-8."""
    try:
        "".join(value or ()).encode()
    except UnicodeEncodeError as error:
        from .query_words import unreadable

        raise unreadable(error, context) from error
    return value


def completer(what: str) -> Callable[..., list[CompletionItem]]:
    """How a shell completes an argument, by the function of that name in `completion`."""

    def complete(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
        from . import completion

        items: list[CompletionItem] = getattr(completion, what)(context, argument, typed)
        return items

    return complete


def document_language() -> str:
    """The language of exported text: Chinese unless --lang asks for English."""
    return str(click.get_current_context().meta.get(_LANGUAGE, "zh"))


def columns() -> int:
    """How wide what people read may be."""
    told = os.environ.get("COLUMNS", "")
    width = int(told) if told.isdecimal() else 0
    if not width:  # as shutil.get_terminal_size; to load that takes 3 ms, for it loads lzma and bz2
        with contextlib.suppress(AttributeError, ValueError, OSError):  # no stdout, closed, no terminal
            width = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    return max(width or 80, 20)


def wants_color(asked: bool | None) -> bool:
    """Whether to print in colour when --color, --no-color or neither was `asked`."""
    if asked is not None:
        return asked
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def complain(what: str | PolicySearchError) -> None:
    """Say on stderr what is wrong, an error or a Message in the language of the process."""
    text = what.text(spoken()) if isinstance(what, PolicySearchError) else in_language(what)
    click.echo(say("commands.line", text=text), err=True)


def print_json(value: Any) -> None:
    """Print `value` as JSON on one line."""
    import json

    print_utf8(json.dumps(value, ensure_ascii=False) + "\n")


def print_utf8(text: str) -> None:
    """Print for programs: UTF-8 whatever the terminal speaks."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(text, nl=False, color=True)


def not_installed(error: ModuleNotFoundError, extra: str) -> click.ClickException:
    """The error that says which extra a missing package comes with."""
    return click.ClickException(say("commands.not_installed", name=error.name, extra=extra))


def leave(code: int) -> None:
    """End the command with this exit code."""
    click.get_current_context().exit(code)
