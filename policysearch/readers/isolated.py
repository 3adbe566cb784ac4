"""A reader in a process of its own: what crashes, hangs or fills the memory there is reported and the rest goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from ..errors import CorpusError, one_line
from .text import Reading

SECONDS = 120
MEMORY = 2 * 2**30  # bytes of address space, where the system can limit it


def read(module: str, data: bytes, shown: str) -> Reading:
    """What `policysearch.readers.MODULE.read(data, shown)` gives or raises."""
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "policysearch.readers.isolated",
                module,
            ],  # -P: the current folder is no place for code
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CorpusError(shown, f"takes over {SECONDS} s to read; split it") from error
    except OSError as error:
        raise CorpusError(shown, f"cannot be read: {one_line(error)}") from error
    if done.returncode or not done.stdout:
        raise CorpusError(shown, "cannot be read: it makes the reader fail; it may be damaged")
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise CorpusError(shown, answer["reason"])
    return Reading(tuple(answer["lines"]), answer["encoding"], answer["guessed"], left_out=tuple(answer["left_out"]))


def _main(module: str) -> None:
    """Read the bytes on stdin; print what was found as JSON."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # Windows, or limits set by others
    try:
        reading: Reading = import_module(f"policysearch.readers.{module}").read(sys.stdin.buffer.read(), "")
        answer = {name: getattr(reading, name) for name in ("lines", "encoding", "guessed", "left_out")}
    except CorpusError as error:
        answer = {"reason": error.reason}
    except MemoryError:
        answer = {"reason": f"needs more than {MEMORY / 2**30:.0f} GB of memory to read"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    _main(sys.argv[1])
