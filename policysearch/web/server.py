"""`policysearch serve`: the application on uvicorn, for those who show its token unless there is somebody to say who may come in."""

from __future__ import annotations

import importlib
import ipaddress
import logging
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import uvicorn

from ..index.index import Index
from ..messages.catalogue import Message, say
from ..runtime import process_pool
from .app import create_app
from .connections import Bounded
from .guard import Auth, Limits, this_computer
from .processes import TURN, create_relay
from .proxies import Proxies
from .token import VARIABLE, chosen, made


def run(
    folder: str,
    host: str,
    port: int,
    *,
    auth: str | None = None,
    token_file: str | None = None,
    no_token: bool = False,
    origins: Sequence[str] = (),
    trusted: Sequence[str] = (),
    root_path: str = "",
    log_queries: bool = False,
    rate: float = 30.0,
    name: str = "政策检索",
    language: str = "zh",
    log_level: str = "info",
) -> None:
    """Serve the index in `folder` until interrupted. Raises ValueError when it would be open to strangers unasked."""
    if no_token and (auth or token_file):
        raise ValueError(Message("web.no_token_alone"))
    token = "" if no_token else chosen(_read(token_file))
    if not auth and not token and not _local(host):
        raise ValueError(Message("web.open_to_strangers", host=host, variable=VARIABLE))
    hook = this_computer if no_token else _named(auth) if auth else None
    new = "" if hook or token else made()
    Index.open(folder).close()  # says at once what is wrong with it
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("policysearch.web").setLevel(log_level.upper())
    settings: dict[str, Any] = {"auth": hook, "token": token or new or None, "limits": Limits(rate=rate), "name": name}
    settings |= {"language": language, "embed_origins": origins, "log_queries": log_queries}
    alone = not process_pool.possible()
    served = create_app(folder, **settings) if alone else create_relay(folder, **settings, log_level=log_level)
    app = Proxies(served, trusted, root_path)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Bounded,
        ws="none",
        proxy_headers=False,
        access_log=False,
        server_header=False,
        log_level="warning",
    )
    listening = config.bind_socket()
    listening.listen(config.backlog)  # from here on a client that reads the address waits, and is not refused
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{_port(listening)}{app.root_path}/" + (f"?token={new}" if new else "")
    print(say("web.running", address=address), file=sys.stderr, flush=True)
    sys.setswitchinterval(TURN)
    uvicorn.Server(config).run(sockets=[listening])


def _read(file: str | None) -> str:
    """The token in `file`; "" without one."""
    if file is None:
        return ""
    try:
        found = Path(file).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise ValueError(Message("web.bad_token_file", file=file, error=error)) from None
    if not found:
        raise ValueError(Message("web.empty_token_file", file=file))
    return found


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
        raise ValueError(Message("web.bad_auth", name=name, error=error)) from None
    if not callable(found):
        raise ValueError(Message("web.auth_no_function", name=name))
    return cast(Auth, found)
