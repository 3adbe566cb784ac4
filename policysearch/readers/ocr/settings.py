"""Settings of OCR: which pages it reads, and where its results are kept."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec

PAGE_SECONDS = 120  # that a page may take
MODES = ("auto", "never", "always")  # pages without readable text; none; all


VARIABLE = "POLICYSEARCH_OCR"  # of the environment: the mode where none is given


def usual() -> str:
    """The mode where none is given."""
    mode = os.environ.get(VARIABLE, "")
    return mode if mode in MODES else MODES[0]


def _silent(shown: str, done: int, total: int) -> None:
    """Does nothing; a named function can be sent to other processes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of OCR for the files that are read now."""

    mode: str = field(default_factory=usual)
    folder: str = ""  # of the results by the hashes of pages; "": they are not kept
    now: bool = True  # else pages without a result are only listed in `wanted`
    wanted: list[str] = field(default_factory=list)  # files with pages to recognise, or, in their process, the pages
    progress: Callable[[str, int, int], object] = _silent  # told the file, its pages done and all that wait

    @property
    def on(self) -> bool:
        return self.mode != "never" and is_installed()


_asked: ContextVar[Settings | None] = ContextVar("recogniser", default=None)


def current() -> Settings:
    """The settings in force."""
    return _asked.get() or Settings()


@contextlib.contextmanager
def using(settings: Settings) -> Iterator[Settings]:
    """Put `settings` in force within the block."""
    before = _asked.set(settings)
    try:
        yield settings
    finally:
        _asked.reset(before)


@cache
def is_installed() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
