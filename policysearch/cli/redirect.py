"""Writes the output of a command into a file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click


def redirect_output(context: click.Context, path: Path) -> None:
    """Write what is printed from now on into `path`, in UTF-8, when the command ends without an error.

    Raises OSError when no file can be made beside it.
    """
    kept = sys.stdout
    file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # it is closed with the context
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=".policysearch-", delete=False
    )
    sys.stdout = file

    def finish() -> None:
        sys.stdout = kept
        file.close()
        error = sys.exc_info()[1]
        if error is None or isinstance(error, click.exceptions.Exit):
            os.chmod(file.name, 0o666 & ~_umask())
            os.replace(file.name, path)
        else:
            os.unlink(file.name)

    context.call_on_close(finish)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
