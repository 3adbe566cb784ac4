"""Help of commands, and click's own errors, in the language of the process."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterable, Sequence

import click

from ..messages.catalogue import Message, say, spoken
from ..output.terminal.text import pad, width, wrap

_WIDEST, _NARROW = 80, 60  # columns of help; below which names and what they mean share no line


def command_help(command: click.Command, context: click.Context) -> str:
    """The whole help of a command."""
    columns = max(shutil.get_terminal_size().columns, 20)
    formatter = _Formatter(context.terminal_width or min(columns, context.max_content_width or _WIDEST) - 2)
    formatter.write_usage(context.command_path, " ".join(metavars(command, context)), say("help.usage"))
    _write_text(formatter, say(f"help.{_name(command)}"))
    records = [record for param in command.get_params(context) if (record := _record(command, param, context))]
    _write_list(formatter, "help.options", records)
    if isinstance(command, click.Group):
        names = command.list_commands(context)
        commands = [(name, found) for name in names if (found := command.get_command(context, name))]
        _write_list(formatter, "help.commands", [(name, first_sentence(found)) for name, found in commands])
        _write_text(formatter, say("help.epilog"))
    return formatter.getvalue().rstrip("\n")


def metavars(command: click.Command, context: click.Context) -> list[str]:
    """The parts of the usage line after the name of a command."""
    return [say(_METAVARS[one]) if one in _METAVARS else one for one in command.collect_usage_pieces(context)]


def first_sentence(command: click.Command) -> str:
    """The help of a command in a list of commands: its first sentence."""
    first = inspect.cleandoc(say(f"help.{_name(command)}")).partition("\n\n")[0].replace("\n", " ")
    return first.partition("。")[0] if spoken() == "zh" else first.partition(". ")[0].removesuffix(".")


def option_help(command: click.Command, option: click.Parameter) -> Message:
    """The help of an option. Raises KeyError when the catalogue has none."""
    name = option.name or ""
    long = max(option.opts, key=len).lstrip("-").replace("-", "_")
    for own in (f"{_name(command)}_{name}", f"{_name(command)}_{long}"):
        try:
            return Message(f"command_options.{own}")
        except KeyError:
            continue
    return Message(f"options.{long}")


def usage_error(error: click.UsageError) -> str:
    """The message of a usage error, in one line."""
    if isinstance(error.message, Message):
        return error.message.text(spoken())
    if spoken() == "en":
        return " ".join(error.format_message().split()).removesuffix(".").replace(". Did", "; did")
    return _message_for(error).text(spoken())


def _message_for(error: click.UsageError) -> Message:
    """The Message for an error that click raises, by its class and the option it is about."""
    if isinstance(error, click.NoSuchOption):
        return Message("commands.unknown_option", name=error.option_name, meant=_nearest_command(error.possibilities))
    if (command := getattr(error, "command_name", "")) and type(error).__name__ == "NoSuchCommand":
        return Message(
            "commands.unknown_command", name=command, meant=_nearest_command(getattr(error, "possibilities", None))
        )
    if isinstance(error, click.BadOptionUsage):
        flag = _option(error)
        code = "takes_no_value" if flag is not None and flag.is_flag else "needs_value"
        return Message(f"commands.{code}", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        what = "option" if isinstance(error.param, click.Option) else "argument"
        return Message("commands.missing", what=Message(f"commands.{what}"), name=_hint(error))
    if isinstance(error, click.BadParameter):
        return Message("commands.invalid", name=_hint(error), what=_expectation(error.param))
    return Message("commands.wrong_usage", message=error.message)


def _nearest_command(names: Sequence[str] | None) -> Message | str:
    return Message("commands.meant", names=say("commands.or").join(names)) if names else ""


def _option(error: click.BadOptionUsage) -> click.Option | None:
    params = error.ctx.command.params if error.ctx else []
    found = (param for param in params if error.option_name in (*param.opts, *param.secondary_opts))
    return next((param for param in found if isinstance(param, click.Option)), None)


def _hint(error: click.BadParameter) -> str:
    """How the parameter of an error is called."""
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option):
        return "/".join(error.param.opts)
    return error.param.human_readable_name


def _expectation(param: click.Parameter | None) -> Message:
    """What the value of a parameter should be."""
    kind = param.type if param else None
    if isinstance(kind, click.IntRange):
        bounds: Message | str = ""
        if kind.min is not None:
            known = {"low": int(kind.min)} | ({"high": int(kind.max)} if kind.max is not None else {})
            bounds = Message(f"commands.{'between' if 'high' in known else 'at_least'}", **known)
        return Message("commands.whole_number", bounds=bounds)
    if isinstance(kind, click.Choice):
        return Message("commands.one_of", choices=" ".join(map(str, kind.choices)))
    if isinstance(kind, click.Path):
        return Message("commands.readable")
    return Message("commands.a_number" if kind in (click.FLOAT, click.INT) else "commands.another_value")


#: Parts of click's usage line that are words.
_METAVARS = {
    "[OPTIONS]": "help.options_metavar",
    "COMMAND [ARGS]...": "help.command_metavar",
}


def _name(command: click.Command) -> str:
    return "policysearch" if isinstance(command, click.Group) else command.name or ""


def _record(command: click.Command, param: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    """An option as help lists it: its names, and what it does with its default."""
    if not isinstance(param, click.Option) or param.hidden:
        return None
    shown, param.show_default = param.show_default, False
    try:
        record = param.get_help_record(context)
    finally:
        param.show_default = shown
    about = str(option_help(command, param).text(spoken()))
    notes = [say("help.default", value=param.get_default(context))] if shown else []
    if isinstance(param.type, click.IntRange):
        notes.append(param.type._describe_range())
    return record and (record[0], about + (f"  [{'; '.join(notes)}]" if notes else ""))


def _write_list(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    formatter.write(f"\n{say(heading)}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _write_text(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(inspect.cleandoc(text))


class _Formatter(click.HelpFormatter):
    """click's formatter for Chinese text: characters are two columns wide, and lines break without spaces."""

    def __init__(self, columns: int) -> None:
        super().__init__(width=columns)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        if spoken() == "en":
            super().write_usage(prog, args, prefix)
        else:
            self.write(f"{prefix}{prog} {args}\n")

    def write_text(self, text: str) -> None:
        between = " " if spoken() == "en" else ""
        margin = " " * self.current_indent
        blocks = []
        for block in text.strip("\n").split("\n\n"):
            first, _, rest = block.partition("\n")
            if first.strip() == "\b":
                blocks.append("\n".join(self._example(line) for line in rest.split("\n")))
            else:
                blocks.append(wrap(block.replace("\n", between), self.width, margin))
        self.write("\n\n".join(blocks) + "\n")

    def _example(self, line: str) -> str:
        """A command with what it does, which stands below where both are wider than a line; the command stays whole."""
        margin = " " * self.current_indent
        if width(margin + line) <= self.width + 2 or self.width >= _NARROW:
            return margin + line
        start = len(line) - len(line.lstrip())
        command, _, does = line[start:].partition("  ")
        if not line.startswith(("policysearch ", "eval ")):
            return wrap(line, self.width, margin + line[:start])
        return f"{margin}{command}\n{wrap(does.strip(), self.width, margin * 2)}".rstrip()

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows, margin = list(rows), " " * self.current_indent
        first = min(max(width(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            lines = wrap(text, self.width, margin + " " * first)
            if self.width < _NARROW:  # below the name, in whole lines
                lines = f"{margin}{name}\n{wrap(text, self.width, margin * 3)}"
            elif width(name) + col_spacing <= first:
                lines = margin + pad(name, first) + lines[len(margin) + first :]
            else:
                lines = f"{margin}{name}\n{lines}"
            self.write(lines + "\n")
