"""The reference of the command line, made of the commands themselves: a page in Markdown and a manual page."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from .. import __version__
from ..messages.catalogue import say, spoken
from .help import metavars, option_help


def markdown(group: click.Group) -> str:
    """Every command with its options, defaults and variables, in the language of the process."""
    out = [f"# {say('help.reference_title')}\n", f"{say('help.reference_about')}\n", f"```\n{_epilog()}\n```\n"]
    for command, context in _commands(group):
        out.append(f"## policysearch {command.name}\n")
        out.append(f"`policysearch {command.name} {' '.join(metavars(command, context))}`\n")
        out.append(_prose(command) + "\n")
        rows = list(_options(command, context))
        if rows:
            out.append(
                f"| {say('help.option')} | {say('help.meaning')} | {say('help.by_default')} |\n| --- | --- | --- |"
            )
            out += [f"| `{_cell(names)}` | {_cell(about)} | {_cell(default)} |" for names, about, default in rows]
            out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def manual(group: click.Group) -> str:
    """The manual page policysearch(1), in troff with the macros of man(7)."""
    out = [
        f'.TH POLICYSEARCH 1 "" "policysearch {__version__}"',
        f".SH {say('help.man_name')}",
        rf"policysearch \- {_plain(say('help.policysearch')).rstrip('.。')}",
        f".SH {say('help.man_synopsis')}",
        f".B policysearch\n{_plain(say('help.command_metavar'))}",
        f".SH {say('help.man_commands')}",
    ]
    for command, context in _commands(group):
        out.append(f".SS policysearch {_plain(command.name or '')} {_plain(' '.join(metavars(command, context)))}")
        for block in _text(command).split("\n\n"):
            first, _, rest = block.partition("\n")
            out.append(f".PP\n.nf\n{_plain(rest)}\n.fi" if first.strip() == "\b" else f".PP\n{_plain(block)}")
        for names, about, default in _options(command, context):
            note = f" [{default}]" if default else ""
            out.append(f".TP\n.B {_plain(names)}\n{_plain(about + note)}")
    out += [f".SH {say('help.man_more')}", f".nf\n{_plain(_epilog())}\n.fi"]
    return "\n".join(out) + "\n"


def _commands(group: click.Group) -> Iterator[tuple[click.Command, click.Context]]:
    above = click.Context(group, info_name="policysearch", **group.context_settings)
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command and not command.hidden:
            yield command, click.Context(command, above, info_name=name)


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str, str]]:
    """The names of each option, what it does, and its default."""
    for option in command.get_params(context):
        if not isinstance(option, click.Option) or option.hidden or "--help" in option.opts:
            continue
        shown, option.show_default = option.show_default, False
        record = option.get_help_record(context)
        option.show_default = shown
        default = str(option.get_default(context)) if shown else ""
        yield record[0] if record else "", str(option_help(command, option).text(spoken())), default


def _text(command: click.Command) -> str:
    return inspect.cleandoc(say(f"help.{command.name}"))


def _prose(command: click.Command) -> str:
    """The help of a command with its examples as blocks."""
    out = []
    for block in _text(command).split("\n\n"):
        first, _, rest = block.partition("\n")
        out.append(f"```\n{inspect.cleandoc(rest)}\n```" if first.strip() == "\b" else block)
    return "\n\n".join(out)


def _epilog() -> str:
    return "\n\n".join(block.strip("\b\n") for block in inspect.cleandoc(say("help.epilog")).split("\n\n")).strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _plain(text: str) -> str:
    """Text in troff: a backslash is its escape, a full stop or quote at the beginning of a line a command."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(rf"\&{line}" if line[:1] in (".", "'") else line for line in escaped.splitlines())
