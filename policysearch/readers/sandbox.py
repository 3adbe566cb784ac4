"""A reader in a process of its own: what crashes, hangs or fills the memory there is reported and the rest goes on."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..messages.transfer import pack, unpack
from ..model.errors import CorpusError, one_line
from ..model.grids import Grid
from .text import Reading

SECONDS = 120
USUAL = 2**28  # bytes of address space, where the system can limit it: five times what an ordinary document takes
MEMORY = 2**30  # for those that do, one at a time: there are as many readers at once as `workers.useful`


def read(module: str, data: bytes, shown: str) -> Reading:
    """What `policysearch.readers.MODULE.read(data, shown)` gives or raises.

    Raises CorpusError for whatever else happens to it there: an exception, a crash, too much time or memory.
    """
    answer = _answer(module, data, shown, USUAL)
    if answer is None:
        with _turn():
            answer = _answer(module, data, shown, MEMORY)
    if answer is None:
        raise CorpusError(
            shown,
            Message("files.reader_fails", size=MEMORY / 2**30),
        )
    if "reason" in answer:
        raise CorpusError(shown, unpack(answer["reason"]))
    return Reading(
        tuple(answer["lines"]),
        answer["encoding"],
        answer["guessed"],
        grids=tuple(map(Grid.told, answer["grids"])),
        left_out=tuple(answer["left_out"]),
    )


def _answer(module: str, data: bytes, shown: str, memory: int) -> dict[str, Any] | None:
    """What a process with so much memory answers; None when it ends without an answer, as it does where memory is short."""
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    # -P: the current folder is no place for code
    command = [sys.executable, "-P", "-m", "policysearch.readers.sandbox", module, str(memory), str(SECONDS)]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CorpusError(shown, Message("files.reader_slow", seconds=SECONDS)) from error
    except OSError as error:
        raise CorpusError(shown, Message("files.reader_error", error=one_line(error))) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return None
    return answer if not done.returncode and isinstance(answer, dict) and {"lines", "reason"} & {*answer} else None


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other process of this installation is in here, where the system can tell."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # some network drives lock nothing
            fcntl.flock(held.enter_context(open(__file__, "rb")), fcntl.LOCK_EX)
        yield


def _limit(memory: int, seconds: int) -> None:
    """Bound what this process can take, where the system can: also when whoever waits for it is gone."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):  # limits that cannot be set here
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _main(module: str, memory: int, seconds: float) -> None:
    """Read the bytes on stdin; print what was found as JSON."""
    _limit(memory, max(1, round(seconds)))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get into the answer
    try:
        reading: Reading = import_module(f"policysearch.readers.{module}").read(sys.stdin.buffer.read(), "")
        answer = {name: getattr(reading, name) for name in ("lines", "encoding", "guessed", "grids", "left_out")}
    except CorpusError as error:
        answer = {"reason": pack(error.reason)}
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        answer = {"reason": pack(Message("files.reader_damaged", error=one_line(error)))}
    with answers:
        answers.write(json.dumps(answer).encode())


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
