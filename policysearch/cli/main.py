"""The command line: its commands, each loaded when it is used, and every error as one line and an exit code."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from .. import __version__
from ..messages.catalogue import LANGUAGES, Message, say, speaking, spoken
from ..model.errors import CorpusError, PolicySearchError, QueryError, RemovalError
from . import console
from .console import FOUND, REFUSED, STOPPED, TROUBLE, WRONG, complain

#: The module of this package in which each command stands as a function of its name.
_MODULES = {
    "index": "indexing",
    "stats": "indexing",
    "check": "indexing",
    "versions": "indexing",
    "rollback": "indexing",
    "search": "search",
    "parse": "terms",
    "suggest": "terms",
    "related": "terms",
    "compare": "terms",
    "glossary": "terms",
    "synonyms": "synonyms",
    "indicators": "terms",
    "show": "passages",
    "similar": "passages",
    "explain": "passages",
    "export": "passages",
    "outline": "documents",
    "tables": "documents",
    "serve": "serving",
    "mcp": "serving",
    "open": "passages",
    "reference": "reference",
}


_FUNCTIONS = {"open": "open_source"}  # where the name is one of Python's own


class _Commands(Mapping[str, click.Command]):
    """The commands by name; one that is asked for is loaded then, so that a search loads no other."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f".{_MODULES[name]}", __package__), _FUNCTIONS.get(name, name))
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


class _WrongUsage(click.ClickException):
    """Wrong usage, told in one line."""

    exit_code = WRONG

    def show(self, file: Any = None) -> None:
        complain(self.message)


def _click_error(error: click.UsageError, command: str | None) -> click.ClickException:
    """`error` in one line with what to try, where click prints four."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # the help itself, since click 8.2
        return error
    from .help import usage_error

    text = usage_error(error)
    said = text[:1].lower() + text[1:]
    said = say("commands.of", command=command, text=said) if command else said
    shown = " ".join(filter(None, ("policysearch", command, "--help")))
    return _WrongUsage(
        say("commands.try_meant" if said.endswith(("?", "？")) else "commands.try", said=said, command=shown)
    )


def language(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language to speak: what --lang says, else POLICYSEARCH_LANG, else that of the locale.

    >>> language(["search", "--lang", "zh"], {}), language([], {"LANG": "zh_CN.UTF-8"}), language([], {"LANG": "C"})
    ('zh', 'zh', 'en')
    """
    options = args[: args.index("--")] if "--" in args else args
    pairs = zip(options, [*options[1:], ""], strict=False)
    given = [
        value if name == "--lang" else name[7:] for name, value in pairs if name == "--lang" or name[:7] == "--lang="
    ]
    for wanted in (*given[-1:], environment.get("POLICYSEARCH_LANG", "").lower()[:2]):
        if wanted in LANGUAGES:
            return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := environment.get(name):
            return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else "en"
    return "en"


class _Main(console.Localized, click.Group):
    """All commands; what goes wrong in any of them ends here."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        if args is None:  # the command line of this process
            atexit.register(gc.freeze)  # or Python looks twice for cycles in all that it is about to give up
        with speaking(language(sys.argv[1:] if args is None else args, os.environ)):
            return super().main(args, *more, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            raise _click_error(error, None) from error

    def invoke(self, context: click.Context) -> Any:
        # They are None when they were closed before the start.
        sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
        sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
        if hasattr(sys.stdout, "reconfigure"):  # the terminal may not know a character
            sys.stdout.reconfigure(errors="replace")
        try:
            result = super().invoke(context)
            sys.stdout.flush()
            return result
        except QueryError as error:
            start = max(0, error.position - 30)  # of a long query, what stands around the place
            around = QueryError(error.query[start : start + 60], error.position - start, error.expected)
            complain(f"{error.text(spoken())}\n{around.pointer()}")
            code = WRONG
        except CorpusError as error:
            complain(error)
            code = WRONG
        except RemovalError as error:
            complain(error)
            code = REFUSED
        except PolicySearchError as error:
            complain(error)
            code = TROUBLE
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND
        except OSError as error:
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            try:
                sys.stdout.flush()
            except OSError:  # a full disk: dropped, or Python says so once more
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = TROUBLE
        except click.UsageError as error:
            raise _click_error(error, context.invoked_subcommand) from error
        except KeyboardInterrupt:
            complain(Message("commands.stopped"))
            code = STOPPED
        context.exit(code)


@click.group(
    cls=_Main,
    commands=_Commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.option("--config", metavar="FILE", type=click.Path(readable=False), envvar="POLICYSEARCH_CONFIG")
@click.pass_context
def main(context: click.Context, config: str | None) -> None:
    """All of policysearch on the command line."""
    if config:
        from .configuration import load

        context.meta[console.SETTINGS] = load(config)
