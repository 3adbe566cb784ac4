"""The command line: its commands, each loaded when it is used, and every error as one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from .. import __version__
from ..model.errors import CorpusError, PolicySearchError, QueryError, RemovalError
from .console import FOUND, REFUSED, STOPPED, TROUBLE, WRONG, complain

#: The module of this package in which each command stands as a function of its name.
_MODULES = {
    "index": "indexing",
    "stats": "indexing",
    "check": "indexing",
    "search": "search",
    "parse": "terms",
    "suggest": "terms",
    "related": "terms",
    "compare": "terms",
    "glossary": "terms",
    "show": "passages",
    "similar": "passages",
    "explain": "passages",
    "export": "passages",
    "outline": "documents",
    "tables": "documents",
    "serve": "serving",
    "mcp": "serving",
}

_EPILOG = """\b
First:     policysearch index FOLDER
Then:      policysearch search '氢能 district:九龙坡'
Exit code: 0 found, 1 nothing found, 2 wrong usage or query, 3 trouble with the index,
           4 an update refused that would remove many files.

\b
Completion of commands, options, field values and ids, for bash (zsh and fish alike):
  eval "$(_POLICYSEARCH_COMPLETE=bash_source policysearch)"
"""


class _Commands(Mapping[str, click.Command]):
    """The commands by name; one that is asked for is loaded then, so that a search loads no other."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f".{_MODULES[name]}", __package__), name)
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


def _told(error: click.UsageError, command: str | None) -> click.ClickException:
    """`error` in one line with what to try, where click prints four."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # the help itself, since click 8.2
        return error
    text = " ".join(error.format_message().split()).removesuffix(".").replace(". Did", "; did")
    said = f"{command}: {text[:1].lower()}{text[1:]}" if command else text[:1].lower() + text[1:]
    shown = " ".join(filter(None, ("policysearch", command, "--help")))
    return _WrongUsage(f"{said}{'' if said.endswith('?') else ';'} try: {shown}")


class _Main(click.Group):
    """All commands; what goes wrong in any of them ends here."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            raise _told(error, None) from error

    def invoke(self, context: click.Context) -> Any:
        # They are None when they were closed before the start.
        sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
        sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
        if hasattr(sys.stdout, "reconfigure"):  # a character that the terminal cannot show must not stop the program
            sys.stdout.reconfigure(errors="replace")
        try:
            result = super().invoke(context)
            sys.stdout.flush()
            return result
        except QueryError as error:
            start = max(0, error.position - 30)  # of a long query, what stands around the place
            around = QueryError(error.query[start : start + 60], error.position - start, error.expected)
            complain(f"{error}\n{around.pointer()}")
            code = WRONG
        except CorpusError as error:
            complain(str(error))
            code = WRONG
        except RemovalError as error:
            complain(str(error))
            code = REFUSED
        except PolicySearchError as error:
            complain(str(error))
            code = TROUBLE
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND
        except OSError as error:
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            code = TROUBLE
        except click.UsageError as error:
            raise _told(error, context.invoked_subcommand) from error
        except KeyboardInterrupt:
            complain("stopped")
            code = STOPPED
        context.exit(code)


@click.group(
    cls=_Main,
    commands=_Commands(),
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Search Chinese local-government policy documents by their 篇, 章, 节, 条 and 专栏."""
