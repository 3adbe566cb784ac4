"""The options of an update, and the settings of the index that it makes of them and of those before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..readers import settings as reading
from . import embedder, history
from .history import Settings
from .ingest import Parse
from .intake import Progress

if TYPE_CHECKING:
    from ..semantic.settings import Model
    from ..store.protocol import Keeper


@dataclass(frozen=True, slots=True)
class Options:
    """The options of Index.update; None: as in the update before."""

    paths: str | Path | Iterable[str | Path] | None = None
    add: Iterable[str | Path] = ()
    remove: Iterable[str | Path] = ()
    exclude: Iterable[str] | None = None
    keep: int | None = None
    words: Mapping[str, str | Path | None] = field(default_factory=dict)  # user's files by what a version calls them
    ocr: str | None = None
    beside: Mapping[str, bool | None] = field(default_factory=dict)  # of readers.settings.BESIDE, whether it is read
    semantic: str | Path | Model | None = None  # a sentence encoder
    rebuild: bool = False
    allow_removing: bool = False
    dry: bool = False  # read all that has to be read, but write nothing
    wait: float = 2.0  # seconds, for another update
    notice: Callable[[str], None] = lambda text: None  # called with long work before it begins


def prepare(
    folder: Path, engine: Keeper, options: Options, parse: Parse | None, progress: Progress | None
) -> tuple[Path, Keeper, Options, Settings, tuple[str, ...], Parse, Progress, Model | None]:
    """The arguments of Update: the options, and the settings of the index in `folder`."""
    from ..structure import tree_builder

    paths, remove = options.paths, list(options.remove)
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths or ())
    before = history.settings(folder)
    now = before or Settings()
    encoder = None if options.semantic is None else embedder.find_encoder(options.semantic)
    settings = Settings(
        history.choose_roots(before, given, list(options.add), remove),
        now.exclude if options.exclude is None else tuple(options.exclude),
        now.keep if options.keep is None else options.keep,
        now.semantic if options.semantic is None else encoder.to_manifest() if encoder else (),
        tuple(what for what in reading.BESIDE if _is_read(what, options, now)),
    )
    asked_to_go = history.removed_names(before, settings.roots) if remove else ()
    told = parse or tree_builder.parse, progress or (lambda done, total, name: None)
    return folder, engine, options, settings, tuple(asked_to_go), *told, encoder


def _is_read(what: str, options: Options, now: Settings) -> bool:
    said = options.beside.get(what)
    return what in now.beside if said is None else said
