"""Settings of readers: which pages OCR reads, where its results are kept, and which text beside the main text is read."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec

PAGE_SECONDS = 120  # that a page may take
MODES = ("auto", "never", "always")  # pages without readable text; none; all
COMMENTS, HEADERS = BESIDE = ("comments", "headers")  # what stands beside the text, read where it is asked for


VARIABLE = "POLICYSEARCH_OCR"  # of the environment: the mode where none is given


def usual() -> str:
    """The mode where none is given."""
    mode = os.environ.get(VARIABLE, "")
    return mode if mode in MODES else MODES[0]


def _silent(shown: str, done: int, total: int) -> None:
    """Does nothing; a named function can be sent to other processes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of readers for the files that are read now."""

    mode: str = field(default_factory=usual)
    folder: str = ""  # of the results by the hashes of pages; "": they are not kept
    now: bool = True  # else pages without a result are only listed in `wanted`
    wanted: list[str] = field(default_factory=list)  # files with pages to recognise, or, in their process, the pages
    progress: Callable[[str, int, int], object] = _silent  # told the file, its pages done and all that wait
    beside: tuple[str, ...] = ()  # of `BESIDE`

    @property
    def on(self) -> bool:
        """Whether pages are recognised."""
        return self.mode != "never" and is_installed()


_asked: ContextVar[Settings | None] = ContextVar("reading", default=None)


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


def choose_beside(comments: bool, headers: bool) -> tuple[str, ...]:
    """What of `BESIDE` is asked for."""
    return (COMMENTS,) * comments + (HEADERS,) * headers


def reads(what: str) -> bool:
    """Whether `what` of `BESIDE` is to be read now."""
    return what in current().beside


HEADER, FOOTER = "页眉", "页脚"


def running_head(mark: str, text: str) -> str:
    """The line that a header or footer is in the text; "" for one that only numbers pages.

    >>> running_head(HEADER, "内部 资料"), running_head(FOOTER, "第 1 页 共 9 页")
    ('[页眉] 内部 资料', '')
    """
    text = " ".join(text.split())
    return f"[{mark}] {text}" if re.search(r"[^\W\d_]", re.sub("[第共页]", "", text)) else ""


def remark(who: str, text: str, where: str = "") -> str:
    """The line that a comment is in the text; `who` wrote it, `where` says what about.

    >>> remark("张三", "请核实", "B3"), remark("", "请核实")
    ('[批注 张三 B3] 请核实', '[批注] 请核实')
    """
    return f"[{' '.join(('批注', *who.split(), *where.split()))}] {text}"
