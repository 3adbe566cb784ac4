"""`policysearch serve`: the application on uvicorn, on this machine unless there is somebody to say who may come in."""

from __future__ import annotations

import importlib
import ipaddress
import logging
import socket
import sys
from collections.abc import Sequence
from typing import cast

import uvicorn

from ..index import Index
from .app import create_app
from .guard import Auth, Limits


def run(
    folder: str, host: str, port: int, auth: str | None, origins: Sequence[str], log_queries: bool, rate: float
) -> None:
    """Serve the index in `folder` until interrupted. Raises ValueError when it would be open to strangers unasked."""
    if auth is None and not _local(host):
        raise ValueError(
            f"{host} can be reached from other computers: name with --auth MODULE:NAME a function that says which"
            " requests may be answered, or let all in with --auth policysearch.web:everyone"
        )
    hook = None if auth is None else _named(auth)
    Index.open(folder).close()  # says at once what is wrong with it
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("policysearch.web").setLevel(logging.INFO)
    app = create_app(folder, auth=hook, limits=Limits(rate=rate), embed_origins=origins, log_queries=log_queries)
    config = uvicorn.Config(app, host=host, port=port, access_log=False, server_header=False, log_level="warning")
    listening = config.bind_socket()
    shown = f"[{host}]" if ":" in host else host
    print(f"policysearch: http://{shown}:{_port(listening)}/ (stop with ctrl-C)", file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(name: str) -> Auth:
    """The function that MODULE:NAME names."""
    module, _, attribute = name.partition(":")
    try:
        if "" not in sys.path:
            sys.path.insert(0, "")  # modules beside which it is called, as with python -m
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"--auth {name}: {error}") from None
    if not callable(found):
        raise ValueError(f"--auth {name}: not a function")
    return cast(Auth, found)
