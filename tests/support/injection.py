"""Faults put into the stages of reading: in this process, or in those that help it."""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import signal
import time
from collections.abc import Callable
from typing import Any

#: Every stage that a file goes through: where the function is looked up that does it.
STAGES = {
    "its format told": "readers.detect.sniff",
    "its kind told": "readers.detect.identify",
    "text": "readers.text.read",
    "charset of a page": "readers.html.sanitize.decoded",
    "markup of a page": "readers.html.sanitize.safe",
    "page": "readers.html.extract.read",
    "what a page prints around": "readers.html.site_metadata.split_declared",
    "page in a web archive": "readers.mhtml.page",
    "Word": "readers.docx.document.read",
    "Markdown": "readers.markdown.plain",
    "PDF": "readers.sandbox.read",
    "rows of a sheet": "readers.xlsx.workbook.tables",
    "slide": "readers.pptx.presentation._slide",
    "rows of values": "readers.cells.table",
    "mail": "readers.mail.read",
    "files of a mail": "readers.mail.attachments",
    "attached text": "readers.text.read",
    "name of a member": "readers.archive._path",
    "content of a member": "readers.archive._content",
    "pages of one text compared": "readers.web_pages._said",
    "page of one text": "index.loading._reading",
    "pages of one text joined": "readers.web_pages.text_ranges",
    "lines checked": "readers.text.check_lines",
    "parser": "structure.tree_builder.parse",
    "headings": "structure.list_headings.headings",
    "metadata": "structure.metadata.describe",
    "identity": "structure.document_ids.names",
    "mark of the text": "structure.document_ids.text_mark",
    "passages": "index.ingest.passages",
    "tables": "tables.recognize.tables",
    "observations": "structure.lint.observations",
    "coinages": "text.tokenizer.coinages",
    "words": "text.tokenizer.words",
    "folding": "store.local.inverter.fold",
    "postings": "store.local.inverter._add",
    "report": "index.report._counts",
}


def find(path: str) -> tuple[Any, str]:
    """The module or class and the attribute that `path` names."""
    steps = path.split(".")
    for end in range(len(steps) - 1, 0, -1):
        try:
            holder = importlib.import_module("policysearch." + ".".join(steps[:end]))
        except ModuleNotFoundError:
            continue
        for step in steps[end:-1]:
            holder = getattr(holder, step)
        return holder, steps[-1]
    raise LookupError(path)


def raising(error: type[BaseException]) -> Callable[[], None]:
    def fault() -> None:
        raise error("made\nto fail")

    return fault


def _exhaust() -> None:
    bytearray(2**46)


def _hang_deaf() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(600)


HOW: dict[str, Callable[[], None]] = {
    "ValueError": raising(ValueError),
    "KeyError": raising(KeyError),
    "RecursionError": raising(RecursionError),
    "MemoryError": raising(MemoryError),
    "OSError": raising(OSError),
    "AssertionError": raising(AssertionError),
    "memory": _exhaust,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(7),
    "hang": lambda: time.sleep(600),
    "deaf": _hang_deaf,
}


def faulty(function: Callable[..., Any], token: str, how: str) -> Callable[..., Any]:
    """`function`, at fault for whatever names or holds `token`."""
    coded = token.encode()

    def holds(argument: object) -> bool:
        if isinstance(argument, (bytes, bytearray)):
            return coded in argument
        with contextlib.suppress(Exception):  # a short repr does not tell all
            return coded in pickle.dumps(argument)
        return token in repr(argument)

    def at_fault(*arguments: Any, **named: Any) -> Any:
        if any(map(holds, (*arguments, *named.values()))):
            HOW[how]()
        return function(*arguments, **named)

    return at_fault


def install(plan: str) -> None:
    """Put faults into this process: `path token how` a line; and `seconds` as the limit for a file on the first."""
    seconds, *lines = plan.splitlines()
    if float(seconds):
        limits: Any = importlib.import_module("policysearch.runtime.limits")
        limits.SECONDS, limits.PER_MEGABYTE = float(seconds), 0.0
    for line in lines:
        path, token, how = line.split(" ")
        holder, name = find(path)
        setattr(holder, name, faulty(getattr(holder, name), token, how))
