"""Faults on demand: work done in a child process that dies, or meets an error, at its nth change to the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"}


def at_change(n: int, folder: Path, fault: Callable[[], None], work: Callable[[], int]) -> tuple[int, bool]:
    """Do `work` in a child; at its `n`th change under `folder` (from 1), `fault()`.

    Returns what the child exits with (`work`'s number; 255 for an exception) and whether the fault was reached.
    A change is opening a file for writing, or renaming, removing or making one: Python announces these before it does them.
    """
    seen = 0
    reading, writing = os.pipe()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, (str, bytes)) or not os.fsdecode(path).startswith(str(folder)):
                return
            if not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR):
                return
        elif event not in _CHANGES:
            return
        seen += 1
        if seen == n:
            os.write(writing, b"!")
            fault()

    child = os.fork()
    if not child:
        code = 255
        try:
            sys.addaudithook(hook)
            code = work()
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        return status, pipe.read() == b"!"
