"""Commands that go on until they are ended: the web application, the tools of language models."""

from __future__ import annotations

import click

from ..index.index import Index
from . import console


@click.command()
@console.index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--auth", metavar="MODULE:NAME", help="Function that says which requests may be answered.")
@click.option("--token-file", metavar="FILE", type=click.Path(), help="File with the token; else POLICYSEARCH_TOKEN.")
@click.option("--no-token", is_flag=True, help="Answer whoever asks on this computer, also a proxy for strangers.")
@click.option("--root-path", default="", metavar="PATH", help="Prefix under which a proxy serves it, /policy.")
@click.option(
    "--trusted-proxy", "trusted", multiple=True, metavar="ADDRESS", help="Proxy whose X-Forwarded- is believed."
)
@click.option("--embed", "origins", multiple=True, metavar="ORIGIN", help="Site whose pages may embed the search.")
@click.option("--log-queries", is_flag=True, help="Write queries into the access log.")
@click.option("--rate", default=30.0, show_default=True, help="Requests a second from one address; 0: any number.")
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
) -> None:
    """Serve the search page and the API. Needs the extra `web`.

    It prints an address with a token: who opens that is let in. Instead of a new token at every start the one in
    POLICYSEARCH_TOKEN or in a file is taken. With --auth a function says who is let in; policysearch.web:everyone
    lets all in.

    \b
    policysearch serve
    policysearch serve --token-file /etc/policysearch/token --root-path /policy --trusted-proxy 127.0.0.1
    policysearch serve --host 0.0.0.0 --auth portal.login:is_staff
    """
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
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None


@click.command()
@console.index_option
@click.option("--base", default="", metavar="URL", help="Where `policysearch serve` runs, for the links in answers.")
def mcp(folder: str, base: str) -> None:
    """Serve the search to language models as tools, over standard input and output. Needs the extra `mcp`.

    \b
    policysearch mcp --index /srv/plans-index --base http://127.0.0.1:8765
    """
    Index.open(folder).close()  # says at once what is wrong with it
    try:
        from ..mcp.server import run
    except ModuleNotFoundError as error:
        raise console.not_installed(error, "mcp") from None
    run(folder, base)
