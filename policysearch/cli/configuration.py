"""The configuration file: defaults of options, for all commands or for one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ..messages.catalogue import Message

_SHARED = "defaults"  # the table of options for all commands, where a value at the top has the name of a command
_LARGEST = 1_000_000  # bytes; no file of options is longer


def load(path: str) -> dict[str, Any]:
    """The tables and values of a TOML file. Raises UsageError when it cannot be read as such."""
    try:
        with Path(path).open("rb") as file:
            return tomllib.loads(file.read(_LARGEST).decode("utf-8"))
    except OSError as error:
        raise click.UsageError(Message("commands.no_config", path=path, error=error.strerror or error)) from None
    except (ValueError, RecursionError) as error:
        hint = Message("commands.config_twice") if "overwrite" in str(error) else ""
        said = " ".join(str(error).split())
        raise click.UsageError(Message("commands.bad_config", path=path, error=said, hint=hint)) from None


def defaults(command: click.Command, name: str, settings: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The defaults in `settings` for the options of `command`, by the names of its parameters.

    A value at the top or in [defaults] is for every command that has such an option, one in the table of the command's name for it
    alone.
    Relative paths are relative to where the command is called. `names` are those of all commands. Raises UsageError for an
    unknown option or table, and for a value of the wrong type.
    """
    options = {_long(param): param for param in command.params if isinstance(param, click.Option)}
    found: dict[str, Any] = {}
    tables = {key: value for key, value in settings.items() if isinstance(value, dict)}
    shared = {key: value for key, value in settings.items() if key not in tables} | tables.pop(_SHARED, {})
    if unknown := [key for key in tables if key not in names]:
        raise click.UsageError(Message("commands.config_unknown", name=unknown[0]))
    own = tables.get(name, {})
    if name in shared and name not in options:
        raise click.UsageError(Message("commands.config_table", name=name))
    for key, value in shared.items():
        if key in options:
            found[options[key].name or key] = _valid_value(options[key], key, value)
    for key, value in own.items():
        if key not in options:
            raise click.UsageError(Message("commands.config_unknown", name=f"{name}.{key}"))
        found[options[key].name or key] = _valid_value(options[key], f"{name}.{key}", value)
    return found


def _valid_value(option: click.Option, key: str, value: object) -> object:
    """`value` when it is of the kind that the option takes."""
    if option.is_flag:
        good = isinstance(value, bool)
    elif option.multiple:
        good = isinstance(value, list) and all(isinstance(one, (str, int)) for one in value)
    else:
        good = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    if not good:
        what = "flag" if option.is_flag else "list" if option.multiple else "text"
        raise click.UsageError(Message("commands.config_value", name=key, what=Message(f"commands.config_{what}")))
    return value


def _long(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")
