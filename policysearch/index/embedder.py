"""The sentence encoder of an index: found, tested, and used to write the vectors of a version."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.errors import CorpusError, EncoderError
from . import integrity, versions
from .history import Settings

if TYPE_CHECKING:
    from ..semantic.settings import Model
    from ..store.protocol import Store


def find_encoder(semantic: str | Path | Model) -> Model | None:
    """A sentence encoder that was named; None for "". Raises EncoderError when it cannot be used."""
    from ..semantic import settings

    model = settings.model(semantic)
    if model:
        from ..semantic import encoder, vectors

        encoder.open_encoder(model).encode([vectors.PROBE])
    return model


def incomplete(version: versions.Version) -> bool:
    """Whether passages of a version lack vectors that they should have."""
    if not version.manifest.semantic:
        return False
    from ..semantic import embedding

    return embedding.incomplete(version.folder)


def write(
    store: Store,
    folder: Path,
    index: Path,
    settings: Settings,
    model: Model | None,
    told: tuple[Callable[[int, int, str], None], Callable[[str], None]],
) -> CorpusError | None:
    """Write the vectors of the version in `folder` of `index`, open in `store`, where there is an encoder; returns its error.

    `model`: the encoder when it was named now; else it is that of `settings`, which come from the index. `told`: the functions that report progress and long work.
    """
    if not settings.semantic:
        return None
    from ..semantic import embedding
    from ..semantic import settings as kept

    old = index / versions.current_name(index)
    try:
        model = model or kept.from_manifest(settings.semantic)
        sound = _is_sound(old, kept.FILE)
        error = model and embedding.write(model, store, folder, old if sound else None, index, *told)
    except EncoderError as raised:
        error = raised
    return CorpusError(settings.semantic[0], Message("semantic.unfinished", why=error.message)) if error else None


def forget_kept(index: Path, settings: Settings) -> None:
    """Remove the vectors that are kept for an update that is stopped."""
    if settings.semantic:
        from ..semantic import embedding

        embedding.forget(index)


def _is_sound(folder: Path, name: str) -> bool:
    """Whether a version, however old its format, has a file that is as it was written."""
    try:
        told = json.loads(versions.plain_text(folder / "manifest.json"))["files"][name]
        return bool(not (folder / name).is_symlink() and integrity.sha256(folder / name) == told[1])
    except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return False
