"""Runs a reader in a process of its own: a crash, hang or full memory there is reported, and the rest goes on."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..messages.transfer import pack, unpack
from ..model.document import Declared
from ..model.errors import CorpusError, one_line
from ..model.grids import Grid, PageStart
from ..runtime import limits
from . import settings as reading
from .text import Reading

SECONDS = 120
USUAL = 2**28  # bytes of address space, where the system can limit it: five times what an ordinary document takes
_TOLD = ("lines", "encoding", "guessed", "grids", "recognised", "page_starts", "levels")
MEMORY = 2**30  # for documents that take more, one at a time: `process_pool.useful_workers` readers run at once


def read(module: str, data: bytes, shown: str) -> Reading:
    """The result of `policysearch.readers.MODULE.read(data, shown)`, or its error.

    Raises CorpusError for whatever else happens to it there: an exception, a crash, too much time or memory. Pages that
    wait to be recognised are, as `settings` ask, in a process that has as much time for each of them.
    """
    settings = reading.current()
    answer = _answer(module, data, shown, USUAL, settings.folder)
    if answer is None:
        with _turn():
            answer = _answer(module, data, shown, MEMORY, settings.folder)
    if answer is not None and answer.get("wanted"):
        settings.wanted.append(shown)
        if settings.now:
            answer = _recognise(module, data, shown, settings, len(answer["wanted"]))
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
        _declaration(answer["declared"]),
        grids=tuple(map(Grid.from_json, answer["grids"])),
        left_out=tuple(map(unpack, answer["left_out"])),
        recognised=tuple((page, sure, key) for page, sure, key in answer["recognised"]),
        page_starts=tuple(PageStart(*start) for start in answer["page_starts"]),
        levels=tuple((line, level, sure) for line, level, sure in answer["levels"]),
    )


def _declaration(said: dict[str, Any]) -> Declared:
    """The Declared in JSON."""
    values: dict[str, Any] = {
        name: tuple(map(tuple, value)) if isinstance(value, list) else value for name, value in said.items()
    }
    return Declared(**values)


def _recognise(module: str, data: bytes, shown: str, settings: reading.Settings, count: int) -> dict[str, Any] | None:
    """The answer of a process that recognises pages; where it fails, the answer with the pages that it did."""
    with _turn(), limits.suspend(), contextlib.ExitStack() as kept:
        folder = settings.folder or kept.enter_context(tempfile.TemporaryDirectory(prefix="policysearch-"))
        before = len(os.listdir(folder))

        def progress() -> int:
            done = max(0, len(os.listdir(folder)) - before)
            settings.progress(shown, done, count)
            return done

        try:
            answer = _answer(module, data, shown, MEMORY, folder, progress)
        except CorpusError:
            answer = None
        return answer or _answer(module, data, shown, MEMORY, folder)


def _answer(
    module: str, data: bytes, shown: str, memory: int, folder: str, progress: Callable[[], int] | None = None
) -> dict[str, Any] | None:
    """The answer of a process with so much memory; None when it ends without one, as it does where memory is short.

    With `progress`, which counts the pages done, it recognises what has no result in `folder`.
    """
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    now = reading.current()
    asked = json.dumps({"mode": now.mode, "folder": folder, "now": progress is not None, "beside": now.beside})
    # -P: the current folder is no place for code
    command = [sys.executable, "-P", "-m", "policysearch.readers.sandbox", module, str(memory), str(SECONDS), asked]
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1") | {"MALLOC_ARENA_MAX": "1"}
    environment = {**os.environ, "PYTHONPATH": path, **(threads if progress else {})}
    try:
        done = _run(command, data, environment, progress)
    except subprocess.TimeoutExpired as error:
        raise CorpusError(shown, Message("files.reader_slow", seconds=SECONDS)) from error
    except OSError as error:
        raise CorpusError(shown, Message("files.reader_error", error=one_line(error))) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return None
    return answer if not done.returncode and isinstance(answer, dict) and {"lines", "reason"} & {*answer} else None


def _run(
    command: list[str], data: bytes, environment: dict[str, str], progress: Callable[[], int] | None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command for so many seconds, or for so many after each page that it did."""
    if progress is None:
        return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        pages, since = progress(), time.monotonic()
        given: bytes | None = data
        while True:
            try:
                out, errors = process.communicate(given, timeout=1)
                return subprocess.CompletedProcess(command, process.returncode, out, errors)
            except subprocess.TimeoutExpired:
                given = None  # it is being sent
                if (now := progress()) != pages:
                    pages, since = now, time.monotonic()
                elif time.monotonic() - since > reading.PAGE_SECONDS:
                    process.kill()
                    raise
            except BaseException:
                process.kill()
                raise


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


def _limit(memory: int, seconds: int, pages: bool) -> None:
    """Limit memory and time of this process, where the system can: also when its parent is gone.

    One that recognises pages may be given more time for each.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    if pages:
        limits.let_run(seconds)
    for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0))[:: 1 + pages]:
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):  # limits that cannot be set here
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _main(module: str, memory: int, seconds: float, asked: dict[str, Any]) -> None:
    """Read the bytes on stdin; print what was found as JSON."""
    _limit(memory, max(1, round(seconds)), asked["now"])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # text that a library prints must not get into the answer
    settings = reading.Settings(**asked)
    try:
        with reading.using(settings):
            found: Reading = import_module(f"policysearch.readers.{module}").read(sys.stdin.buffer.read(), "")
        answer = {name: getattr(found, name) for name in _TOLD}
        answer["declared"] = asdict(found.declared)
        answer["left_out"] = list(map(pack, found.left_out))
    except CorpusError as error:
        answer = {"reason": pack(error.reason)}
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        answer = {"reason": pack(Message("files.reader_damaged", error=one_line(error)))}
    with answers:
        answers.write(json.dumps(answer | {"wanted": settings.wanted}).encode())


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.loads(sys.argv[4]))
