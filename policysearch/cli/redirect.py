"""Writes the output of a command into a file."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click


def redirect_output(context: click.Context, path: Path) -> None:
    """Write what is printed from now on into `path`, in UTF-8, when the command ends without an error.

    A device or a pipe is written to at once, for nothing may stand in its place. Raises OSError when no file can be made beside it.
    """
    if path.exists() and not path.is_file():
        context.with_resource(_open_device(path))
        return
    path = path.resolve()  # a link goes on pointing at the file
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    kept = sys.stdout
    file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # it is closed with the context
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=".policysearch-", delete=False
    )
    sys.stdout = file

    def finish() -> None:
        sys.stdout = kept
        error = sys.exc_info()[1]
        try:
            file.close()
            if error is None or isinstance(error, click.exceptions.Exit):
                os.chmod(file.name, mode)
                os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)

    context.call_on_close(finish)


@contextmanager
def _open_device(path: Path) -> Iterator[None]:
    with path.open("w", encoding="utf-8", newline="") as file, redirect_stdout(file):
        yield


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
