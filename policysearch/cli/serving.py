"""Commands that go on until they are ended: the web application, the tools of language models."""

from __future__ import annotations

import click

from ..index.index import Index
from ..messages.catalogue import LANGUAGES
from . import console


@click.command(cls=console.Localized)
@console.index_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), metavar="N")
@click.option("--auth", metavar="MODULE:NAME")
@click.option("--token-file", metavar="FILE", type=click.Path())
@click.option("--no-token", is_flag=True)
@click.option("--root-path", default="", metavar="PATH")
@click.option("--trusted-proxy", "trusted", multiple=True, metavar="ADDRESS")
@click.option("--embed", "origins", multiple=True, metavar="ORIGIN")
@click.option("--log-queries", is_flag=True)
@click.option("--rate", default=30.0, show_default=True)
@click.option("--name", default="政策检索", show_default=True)
@click.option("--page-lang", "language", default="zh", show_default=True, type=click.Choice(LANGUAGES))
@click.option(
    "--log-level", default="info", show_default=True, type=click.Choice(["debug", "info", "warning", "error"])
)
def serve(
    folder: str,
    host: str,
    port: int,
    auth: str | None,
    token_file: str | None,
    no_token: bool,
    root_path: str,
    trusted: tuple[str, ...],
    origins: tuple[str, ...],
    log_queries: bool,
    rate: float,
    name: str,
    language: str,
    log_level: str,
) -> None:
    """Serve the search page and the API. Needs the extra `web`."""
    try:
        from ..web.server import run
    except ModuleNotFoundError as error:
        raise console.not_installed(error, "web") from None
    try:
        run(
            folder,
            host,
            port,
            auth=auth,
            token_file=token_file,
            no_token=no_token,
            origins=origins,
            trusted=trusted,
            root_path=root_path,
            log_queries=log_queries,
            rate=rate,
            name=name,
            language=language,
            log_level=log_level,
        )
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
