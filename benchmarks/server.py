"""`policysearch serve` for the benchmarks: on 127.0.0.1, at any free port, without a token and a rate limit."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(index: str | Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port, while the `with` block runs; what it says later on stderr is read and dropped."""
    command = [sys.executable, "-m", "policysearch", "serve", "--index", str(index), "--port", "0"]
    command += ["--rate", "0", "--no-token", *options]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as server:
        try:
            assert server.stderr
            port = int(re.search(r":(\d+)/", server.stderr.readline())[1])  # type: ignore[index]
            threading.Thread(target=server.stderr.read, daemon=True).start()  # or it waits once the pipe is full
            yield server, port
        finally:
            server.terminate()
