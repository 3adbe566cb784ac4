"""Words of a query that begin with "-" told apart from options; messages for unknown options and values."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

import click

from ..messages.catalogue import Message, say
from ..model.errors import PolicySearchError
from ..model.fields import field_named

if TYPE_CHECKING:
    from ..index.index import Index

_OTHERS = {"m": "--limit", "l": "--limit", "j": "--json", "s": "--sort"}  # as other tools call them
_LATIN = re.compile(r"-[A-Za-z0-9]\S*")  # as every tool writes short options; ripgrep's -nx, head's -5
_NUMBER = re.compile("-n[0-9]+")
_MOST = 6  # values of a field that are named


def arrange(args: Sequence[str], takes: Set[str], context: click.Context) -> list[str]:
    """`args` with the words of the query that begin with "-" behind a "--".

    Such a word is -公交, -"GDP", -district:九龙坡, or one with white space, which was in quotes. What has a Latin letter or
    digit after its "-" is an option; raises UsageError for one that the command has not, since as a word it would leave out
    passages unasked. Options in `takes` have a value after them.
    """
    known = {"-h", "--help", *(name for option in context.command.params for name in option.opts)}
    options: list[str] = []
    words: list[str] = []
    for arg in args:
        is_value = bool(options) and options[-1] in takes  # whatever it begins with
        if (
            is_value
            or arg[:1] != "-"
            or arg[1:2] in ("", "-")
            or arg in known
            or ("-n" in known and _NUMBER.fullmatch(arg))
        ):
            options.append(arg)
        elif _LATIN.fullmatch(arg) and not _names_field(arg):
            raise click.UsageError(_no_option(arg, known, takes), context)
        else:
            words.append(arg)
    return options + ["--"] * bool(words) + words


def unreadable(error: UnicodeEncodeError, context: click.Context) -> click.UsageError:
    """The error for words that hold bytes which are no text."""
    shown = error.object.encode("utf-8", "replace").decode()
    return click.UsageError(Message("commands.unreadable", place=error.start + 1, typed=shown), context)


def _names_field(word: str) -> bool:
    name, colon, _ = word[1:].replace("：", ":").partition(":")
    return bool(colon and field_named(name.lower()))


def _no_option(word: str, known: Set[str], takes: Set[str]) -> Message:
    """The message about a `word` that looks like a short option, with suggestions."""
    name, _, value = word[1:].partition("=")
    meant = ""
    if f"--{name}" in known and len(name) > 1:
        meant = f"--{name}"
    elif (short := word[:2]) in takes and word[2:] and (short != "-n" or value.isdecimal()):  # -n=3, -ofile.csv
        meant = f"{short} {value or word[2:]}"
    elif word[1:].isdecimal() and "-n" in known:
        meant = f"-n {word[1:]}"
    elif (other := _OTHERS.get(name, "")) in known:
        meant = other
    if meant:
        return Message("commands.no_option_meant", word=word, meant=meant)
    return Message("commands.no_option", word=word, hint=Message("commands.needless_case") if name == "i" else "")


def field_option(error: click.NoSuchOption, args: Sequence[str], context: click.Context) -> click.UsageError:
    """The error for an option that is the name of a field: how to write it in a query, and the values of the field when no
    passage has this one. `error` itself for a command that takes no query."""
    asked = {name for param in context.command.params for name in (param.opts or [param.name])}
    if not asked & {"--query", "query", "terms"}:
        return error
    name, value = error.option_name.lstrip("-"), _typed_value(error.option_name, args)
    written = f'"{value}"' if re.search(r"\s", value) and '"' not in value else value
    there = _there(f"{name}:{written}", args, context) if value else ""
    condition = f"{name}:{written or say('help.a_value')}"
    code = "field_query" if "--query" in asked else "field_option"
    return click.UsageError(Message(f"commands.{code}", name=name, condition=condition, there=there), context)


def _typed_value(option: str, args: Sequence[str]) -> str:
    """What was typed as the value of an option; "" where nothing was."""
    for arg, after in zip(args, [*args[1:], "--"], strict=True):
        if arg == option and not after.startswith("-"):
            return after
        if arg.startswith(f"{option}="):
            return arg[len(option) + 1 :]
    return ""


def _there(condition: str, args: Sequence[str], context: click.Context) -> Message | str:
    """The values that the field of a condition has in the index, when none meets it; "" when some do, or none can be told."""
    from ..index.index import Index

    option = next((one for one in context.command.params if one.name == "folder"), None)
    if option is None:
        return ""
    given = _typed_value("--index", args) or option.value_from_envvar(context) or option.get_default(context)
    try:
        with Index.open(str(given)) as index:
            (part,) = index.parts(condition)
    except (PolicySearchError, ValueError, OSError):
        return ""
    if not part.values:
        return ""
    named = " ".join(list(part.values)[:_MOST]) + " …" * (len(part.values) > _MOST)
    return Message("commands.values_there", values=named)


def nothing_found(index: Index, typed: str, columns: int) -> str:
    """The message that a query finds nothing, with what its parts find alone and which values there are."""
    from ..output.terminal.hints import nothing

    return nothing(typed, index.parts(typed), index.did_you_mean(typed), columns)
