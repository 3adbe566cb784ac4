"""The versions of an index in a cluster, and rollback: those of `history`, on folders fetched for it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..store.opensearch import versions
from ..store.opensearch.address import parse
from ..store.opensearch.connection import Connection
from ..store.opensearch.store import OpenSearchKeeper
from . import history, remote
from .history import Release
from .versions import current_name, number


def releases(text: str) -> tuple[Release, ...]:
    """The versions of the index at an address, the newest first. Raises NoIndexError, SearchIndexError."""
    address = parse(text)
    with tempfile.TemporaryDirectory(prefix="policysearch-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with contextlib.closing(Connection(address)) as connection, remote.naming_address(home, str(address)):
            current = versions.current(connection)
            versions.fetch(connection, current, home, ["manifest.json"])
            sizes = _fetch_manifests(connection, current, home)
            found = history.releases(home, OpenSearchKeeper.fingerprint)
    return tuple(replace(release, bytes=sizes[release.name]) for release in found)


def rollback(text: str, name: str | None) -> Release:
    """Make an older version of the index at an address the current one; raises as `history.rollback`."""
    with (
        remote.writing(text, 2.0, False) as (home, keeper),
        contextlib.closing(Connection(keeper.address)) as connection,
    ):
        if current := current_name(home):
            sizes = _fetch_manifests(connection, current, home)
            wanted = name or history.before(list(sizes), current)
            if wanted in sizes and wanted != current:
                _fetch(connection, wanted, home)
        history.rollback(home, keeper.fingerprint, name, copy=keeper.copy)
    return next(release for release in releases(text) if release.current)


def _fetch_manifests(connection: Connection, current: str, home: Path) -> dict[str, int]:
    """Fetch the manifests of all older versions into folders in `home`; returns the bytes of each version, by name."""
    sizes = dict(versions.names(connection))
    published = {name: size for name, size in sizes.items() if number(name) <= number(current)}
    for name in published:
        if name != current:
            _fetch(connection, name, home, ["manifest.json"])
    return published


def _fetch(connection: Connection, version: str, home: Path, only: Sequence[str] = ()) -> None:
    """Fetch files of any version into a folder of its name in `home`."""
    shutil.rmtree(home / version, ignore_errors=True)
    (home / version).mkdir()
    versions.fetch_files(connection, f"{connection.address.name}-{version}", home / version, only)
    (home / version / "CURRENT").unlink(missing_ok=True)
