"""An index in a cluster, through a folder of this machine: the small files of a version are fetched and brought back.

The passages stay in the cluster. The folder is made for one reader or writer and is gone with it.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from ..messages.catalogue import Message
from ..model.errors import NoIndexError, PolicySearchError, SearchIndexError
from ..store.opensearch import versions
from ..store.opensearch.address import parse
from ..store.opensearch.connection import Connection
from ..store.opensearch.store import OpenSearchKeeper

Opened = TypeVar("Opened")

_SECONDS = 1.0  # for which the name of the current version is cached


def open_remote(open: Callable[..., Opened], text: str, verify: bool) -> Opened:
    """The current version of the index at an address, opened by `open` (Index.open); its files are removed with the object."""
    address = parse(text)
    home = Path(tempfile.mkdtemp(prefix="policysearch-"))
    try:
        with contextlib.closing(Connection(address)) as connection, naming_address(home, text):
            connection.check_version()
            versions.fetch(connection, versions.current(connection), home)
            index = open(home, engine=OpenSearchKeeper(address), verify=verify)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    weakref.finalize(index, shutil.rmtree, home, ignore_errors=True)
    return index


@contextlib.contextmanager
def writing(text: str, wait: float, dry: bool) -> Iterator[tuple[Path, OpenSearchKeeper]]:
    """A folder with the current version of the index at an address, and the keeper that writes the next.

    What is current there when the block ends, is then published; if `dry`, nothing is.
    """
    address = parse(text)
    with tempfile.TemporaryDirectory(prefix="policysearch-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with contextlib.closing(Connection(address)) as connection, naming_address(home, str(address)):
            connection.check_version()
            if dry:
                with contextlib.suppress(NoIndexError):
                    versions.fetch(connection, versions.current(connection), home)
                yield home, OpenSearchKeeper(address)
            else:
                with versions.writing(connection, wait, home):
                    yield home, OpenSearchKeeper(address)


def manifest(text: str) -> str:
    """The manifest of the current version of the index at an address; "" where there is none."""
    with writing(text, 0, True) as (home, _):
        return next((file.read_text("utf-8") for file in home.glob("*/manifest.json")), "")


class Current:
    """The current version of an index, asked for once a second at most."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._told: tuple[int, ...] = ()
        self._until = 0.0

    def stamp(self) -> tuple[int, ...]:
        """The number of the version; as it was last known while the cluster does not answer."""
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + _SECONDS
            with contextlib.suppress(SearchIndexError), contextlib.closing(Connection(parse(self._text))) as connection:
                self._told = (int(versions.current(connection)[1:]),)
        return self._told


@contextlib.contextmanager
def naming_address(home: Path, address: str) -> Iterator[None]:
    """Errors that speak of the folder speak of the address instead."""
    try:
        yield
    except PolicySearchError as error:
        params = {
            name: str(value).replace(str(home), address) if str(home) in str(value) else value
            for name, value in error.params.items()
        }
        if params != error.params:
            error.message = Message(error.code, **params)
            error.args = tuple(
                str(arg).replace(str(home), address) if str(home) in str(arg) else arg for arg in error.args
            )
            if hasattr(error, "path"):
                error.path = str(error.path).replace(str(home), address)
        raise
