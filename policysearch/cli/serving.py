"""Commands that run until they are stopped: the web application, the tools for language models."""

from __future__ import annotations

from typing import Any

import click

from ..index.index import Index
from ..messages.catalogue import LANGUAGES
from ..web.logs import LEVELS, STYLES
from . import console
from .configuration import load
from .help import usage_error


@click.command(cls=console.Localized, context_settings={"auto_envvar_prefix": "POLICYSEARCH_SERVE"})
@console.index_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), metavar="N")
@click.option("--uds", default="", metavar="PATH", type=click.Path())
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), metavar="N")
@click.option("--auth", metavar="MODULE:NAME")
@click.option("--token-file", metavar="FILE", type=click.Path())
@click.option("--no-token", is_flag=True)
@click.option("--root-path", default="", metavar="PATH")
@click.option("--trusted-proxy", multiple=True, metavar="ADDRESS")
@click.option("--embed", multiple=True, metavar="ORIGIN")
@click.option("--rate", default=30.0, show_default=True)
@click.option("--name", default="政策检索", show_default=True)
@click.option("--page-lang", default="zh", show_default=True, type=click.Choice(LANGUAGES))
@click.option("--log-level", default="info", show_default=True, type=click.Choice(LEVELS))
@click.option("--log-format", default="text", show_default=True, type=click.Choice(STYLES))
@click.option("--access-log", default="-", show_default=True, metavar="FILE|-|off", type=click.Path())
@click.option("--log-queries", is_flag=True)
def serve(folder: str, **settings: Any) -> None:
    """Serve the search page and the API. Needs the extra `web`."""
    try:
        from ..web.server import Service, run
    except ModuleNotFoundError as error:
        raise console.not_installed(error, "web") from None
    context = click.get_current_context()

    def reread() -> Service:
        """The options as they are now, of the same command line."""
        assert context.parent
        try:
            if path := context.parent.params.get("config"):
                context.parent.meta[console.SETTINGS] = load(path)
            given = list(context.meta[console.ARGUMENTS])
            with context.command.make_context(context.info_name, given, context.parent) as again:
                return Service(**{name: value for name, value in again.params.items() if name != "folder"})
        except click.UsageError as error:
            raise ValueError(usage_error(error)) from None

    try:
        run(folder, Service(**settings), reread)
    except ValueError as error:
        raise click.UsageError(error.args[0] if error.args else str(error)) from None


@click.command(cls=console.Localized)
@console.index_option
@click.option("--base", default="", metavar="URL")
def mcp(folder: str, base: str) -> None:
    """Serve the search to language models as tools, over standard input and output. Needs the extra `mcp`."""
    Index.open(folder).close()  # says at once what is wrong with it
    try:
        from ..mcp.server import run
    except ModuleNotFoundError as error:
        raise console.not_installed(error, "mcp") from None
    run(folder, base)
