"""`policysearch serve`: the application on uvicorn, for requests with its token unless an `auth` decides."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ipaddress
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import uvicorn

from ..index.index import Index
from ..messages.catalogue import Message, say
from ..runtime import process_pool
from .app import create_app
from .connections import Bounded
from .guard import Auth, Limits, this_computer
from .logs import Log
from .processes import create_relay
from .proxies import Proxies
from .token import VARIABLE, chosen, make
from .worker import TURN

_LATEST = 0.25  # seconds in which connections made before another server took over are still answered
_DRAINED = 5  # seconds beyond the time of a request in which its answer is to be sent before the server ends


@dataclass(frozen=True)
class Service:
    """The options of `serve`, by their names."""

    host: str = "127.0.0.1"
    port: int = 8765
    uds: str = ""  # a Unix socket instead
    workers: int = 1
    auth: str | None = None
    token_file: str | None = None
    no_token: bool = False
    root_path: str = ""
    trusted_proxy: Sequence[str] = ()
    embed: Sequence[str] = ()
    log_queries: bool = False
    rate: float = 30.0
    name: str = "政策检索"
    page_lang: str = "zh"
    log_level: str = "info"
    log_format: str = "text"
    access_log: str = "-"


class _Server(uvicorn.Server):
    """uvicorn that reports when it answers requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.sleep(_LATEST)  # uvicorn drops a connection whose request it has not begun to read
        await super().shutdown(sockets)


def run(folder: str, service: Service, reread: Callable[[], Service] | None = None) -> None:
    """Serve the index in `folder` until interrupted; `reread` gives the options anew at a reload.

    Raises ValueError when it would be open to strangers unasked.
    """
    new = make()
    settings = _settings(service, new)
    Index.open(folder).close()  # reports at once what is wrong with it
    log = Log(service.log_level, service.log_format, service.access_log)
    log.begin()

    def again() -> dict[str, Any]:
        fresh = reread() if reread else service
        return _settings(replace(fresh, host=service.host, uds=service.uds), new) | {"workers": fresh.workers}

    if process_pool.possible():
        served = create_relay(folder, **settings, workers=service.workers, log=log, reread=again)
    else:
        served = create_app(folder, **settings)
    app = Proxies(served, service.trusted_proxy, service.root_path)
    config = uvicorn.Config(
        app,
        host=service.host,
        port=service.port,
        http=Bounded,
        ws="none",
        proxy_headers=False,
        access_log=False,
        server_header=False,
        log_config=None,  # its messages go where ours go
        log_level="warning",
        timeout_graceful_shutdown=int(settings["limits"].seconds) + _DRAINED,
    )
    with contextlib.ExitStack() as stack:
        if service.uds:
            listening, appear = stack.enter_context(_unix_socket(service.uds))
            where = f"http://unix:{service.uds}:"  # as nginx writes it
        else:
            listening, appear = config.bind_socket(), _nothing
            shown = f"[{service.host}]" if ":" in service.host else service.host
            where = f"http://{shown}:{listening.getsockname()[1]}"
        listening.listen(config.backlog)  # from here on clients wait, and are not refused
        address = f"{where}{app.root_path}/" + (f"?token={new}" if settings["token"] == new else "")

        def ready() -> None:
            appear()
            log.announce(say("web.running", address=address))
            _notify()

        sys.setswitchinterval(TURN)
        signal.signal(signal.SIGTERM, _exit)  # uvicorn raises it once more when all requests are answered
        _Server(config, ready).run(sockets=[listening])


def _settings(service: Service, new: str) -> dict[str, Any]:
    """The arguments of `create_app`; `new` is the token where none is set. Raises ValueError for settings that must not be served."""
    if service.no_token and (service.auth or service.token_file):
        raise ValueError(Message("web.no_token_alone"))
    token = "" if service.no_token else chosen(_read(service.token_file))
    if not (service.auth or token or service.uds or _local(service.host)):
        raise ValueError(Message("web.open_to_strangers", host=service.host, variable=VARIABLE))
    hook = this_computer if service.no_token else _load_named(service.auth) if service.auth else None
    return {
        "auth": hook,
        "token": token or (None if hook else new),
        "limits": Limits(rate=service.rate),
        "name": service.name,
        "language": service.page_lang,
        "embed_origins": service.embed,
        "log_queries": service.log_queries,
    }


def _nothing() -> None:
    """Nothing to do: the socket is visible at once."""


def _notify() -> None:
    """Tell systemd, when it asks (Type=notify), that requests are answered: sd_notify(3)."""
    if name := os.environ.pop("NOTIFY_SOCKET", ""):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.connect(name.replace("@", "\0", 1) if name.startswith("@") else name)
            systemd.sendall(b"READY=1")


def _exit(*_: object) -> None:
    sys.exit(0)


@contextlib.contextmanager
def _unix_socket(path: str) -> Iterator[tuple[socket.socket, Callable[[], None]]]:
    """A socket for user and group, and the function that moves it to `path` in one step, in place of one at which others listen.

    So a new server takes over from an old one, which goes on to answer those that have come to it. Raises ValueError when
    there can be none at `path`.
    """
    own = f"{path}.{os.getpid()}"
    try:
        if os.path.lexists(path) and not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise ValueError(Message("web.bad_uds", path=path, error=Message("web.no_socket")))
        listening = socket.socket(socket.AF_UNIX)
        mask = os.umask(0o117)
        try:
            listening.bind(own)
        finally:
            os.umask(mask)
        number = os.stat(own).st_ino
    except (OSError, AttributeError) as error:  # Python for Windows has no such sockets
        raise ValueError(Message("web.bad_uds", path=path, error=error)) from None
    try:
        yield listening, lambda: os.replace(own, path)
    finally:
        listening.close()
        with contextlib.suppress(OSError):
            os.unlink(own)
        with contextlib.suppress(OSError):
            if os.stat(path).st_ino == number:  # nobody has taken over
                os.unlink(path)


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


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _load_named(name: str) -> Auth:
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
