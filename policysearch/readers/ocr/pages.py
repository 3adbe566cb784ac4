"""Pictures of pages as pages of characters and rules, each read once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from ...messages.catalogue import Message
from ...runtime import limits
from ..pdf.layout import Page
from ..pdf.lines import Char
from ..pdf.ruled_tables import Rule
from ..settings import PAGE_SECONDS, current
from ..text import on_pages

if TYPE_CHECKING:
    from PIL.Image import Image

    from .engine import Found

LOW = 0.85  # the mean confidence below which a page is named
MOST_PIXELS = 100_000_000  # of a picture
_LONGEST = 3_600  # pixels of the longer side: A4 at 300 dpi; larger pictures are made smaller
_SURE = 0.5  # least confidence of a piece of text; the rest is noise
_CENTRE = 0.38  # of a character, from its middle to its base line


class Recognised:
    """The pages of one file that are recognised."""

    def __init__(self, recognise: Callable[[Image], Found] | None = None) -> None:
        self._recognise = recognise
        self.confidences: list[tuple[int, float]] = []  # page from 1, mean confidence
        self._keys: list[str] = []  # of the results of these pages

    @property
    def recognised(self) -> tuple[tuple[int, float, str], ...]:
        """The pages that were read: number from 1, mean confidence, the key under which the result is kept."""
        return tuple((page, sure, key) for (page, sure), key in zip(self.confidences, self._keys, strict=True))

    def wants(self, readable: bool) -> bool:
        """Whether a page is to be recognised, that has readable text or not."""
        settings = current()
        return settings.on and (not readable or settings.mode == "always")

    def page(self, ordinal: int, picture: Image, width: float, height: float) -> Page | None:
        """The page `ordinal`, so many points wide and high; None when it waits to be recognised, which is noted."""
        settings = current()
        picture = _resize(picture)
        found = _read_cached(settings.folder, key := _key(picture))
        if found is None and not settings.now:
            settings.wanted.append(str(ordinal))
            return None
        if found is None:
            from . import engine

            limits.let_run(time.process_time() + PAGE_SECONDS)
            found = _round((self._recognise or engine.recognise)(picture))
            _keep(settings.folder, key, found)
        boxes = [box for box in found[0] if box[5] >= _SURE and box[4].strip()]
        letters = sum(len(box[4]) for box in boxes)
        sure = sum(len(box[4]) * box[5] for box in boxes) / letters if letters else 0.0
        self.confidences.append((ordinal, round(sure, 3)))
        self._keys.append(key)
        across, down = width / picture.width, height / picture.height
        chars = [char for box in boxes for char in _chars(box, across, down)]
        rules = [Rule(x0 * across, y0 * down, x1 * across, y1 * down) for x0, y0, x1, y1 in found[1]]
        return Page(width, height, chars, rules)

    def doubts(self) -> list[Message]:
        """The messages about pages read with little confidence."""
        low = [(page, sure) for page, sure in self.confidences if 0 < sure < LOW]
        if not low:
            return []
        worst = min(sure for _, sure in low)
        return [on_pages("low_confidence", [page for page, _ in low], worst=worst)]


def _resize(picture: Image) -> Image:
    """A picture of at most the size that is read, in grey: colour does not help, and stamps disturb less."""
    grey = picture.convert("L")
    if max(grey.size) > _LONGEST:
        grey.thumbnail((_LONGEST, _LONGEST))
    return grey


def _key(picture: Image) -> str:
    from . import engine

    try:
        name = engine.name()
    except ImportError:
        name = ""
    return hashlib.sha256(f"{name} {picture.size} ".encode() + picture.tobytes()).hexdigest()


def _read_cached(folder: str, key: str) -> Found | None:
    """The result that is kept of a page; None where there is none, or none that can be understood."""
    from .engine import Box, Found

    try:
        content = json.loads((Path(folder) / f"{key}.json").read_bytes()) if folder else None
        if content is None:
            return None
        boxes = [
            Box(float(x0), float(top), float(x1), float(bottom), str(text), float(sure))
            for x0, top, x1, bottom, text, sure in content["boxes"]
        ]
        rules = [(float(a), float(b), float(c), float(d)) for a, b, c, d in content["rules"]]
        return Found(boxes, rules)
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def _round(found: Found) -> Found:
    """A result rounded as it is stored, so that a page reads and hashes alike at once and from the store."""
    from .engine import Box, Found

    boxes = [
        Box(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1), text, round(sure, 3))
        for x0, top, x1, bottom, text, sure in found.boxes
    ]
    rules = [(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)) for x0, top, x1, bottom in found.rules]
    return Found(boxes, rules)


def _keep(folder: str, key: str, found: Found) -> None:
    if not folder:
        return
    place = Path(folder) / f"{key}.json"
    part = place.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(found._asdict(), ensure_ascii=False), encoding="utf-8")
    part.replace(place)


def prune(folder: Path, used: Collection[str]) -> int:
    """Remove the results in `folder` whose keys are not `used`, and what was left half written; how many there were."""
    gone = 0
    for place in folder.iterdir() if folder.is_dir() else ():
        if place.suffix in (".json", ".part") and not (place.suffix == ".json" and place.stem in used):
            with contextlib.suppress(OSError):
                place.unlink()
                gone += 1
    return gone


def _chars(box: tuple[float, float, float, float, str, float], across: float, down: float) -> list[Char]:
    """The characters of a piece of a line, each as wide as its kind, as wide together as the piece."""
    x0, top, x1, bottom, text, _ = box
    wide = [0.5 if char.isascii() else 1.0 for char in text]
    step = (x1 - x0) / sum(wide)
    size = min(max(step * across, 0.55 * (bottom - top) * down), 0.95 * (bottom - top) * down)
    middle = (top + bottom) / 2 * down
    found, at = [], x0
    for char, part in zip(text, wide, strict=True):
        found.append(
            Char(
                char,
                at * across,
                (at + part * step) * across,
                middle - size / 2,
                middle + size / 2,
                middle + _CENTRE * size,
            )
        )
        at += part * step
    return found
