"""What is asked of the recogniser: when it reads, and where its results are kept."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.util import find_spec

PAGE_SECONDS = 120  # that a page may take
MODES = ("auto", "never", "always")  # pages without readable text; none; all


@dataclass(frozen=True, slots=True)
class Settings:
    """How the files that are read now are to be recognised."""

    mode: str = "auto"
    folder: str = ""  # of the results by the hashes of pages; "": they are not kept
    now: bool = True  # else what has no result yet is only told in `wanted`
    wanted: list[str] = field(default_factory=list)  # files with pages to recognise, or, in their process, the pages
    progress: Callable[[str, int, int], object] = lambda shown, done, total: None  # pages of a file

    @property
    def on(self) -> bool:
        return self.mode != "never" and installed()


current: ContextVar[Settings] = ContextVar("recogniser", default=Settings())  # noqa: B039  # whoever appends has its own


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
