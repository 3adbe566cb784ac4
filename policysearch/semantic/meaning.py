"""The similarity of passages of a version to a question in meaning, by its vectors and their encoder."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.errors import EncoderError, QueryTimeout
from ..runtime.cache import Remembered, kept_property
from ..runtime.deadline import ENDS, check, deadline
from . import settings

_AGAIN = 60.0  # seconds after a failure before the encoder is tried again
_SHARE = 0.5  # share of the time that a deadline leaves; the rest is for the answer by words
_QUESTIONS = 100_000  # characters of questions whose vectors are remembered


class Meaning:
    """The vectors of a version, loaded when they are first asked for; threads may share it."""

    def __init__(self, folder: Path, kept: Sequence[str]) -> None:
        """`folder`: of the version; `kept`: what its manifest says of the encoder."""
        self._folder, self._kept = folder, kept
        self._sure = False  # whether the vectors are of this encoder
        self._failed: tuple[float, EncoderError] | None = None
        self._asked = Remembered(self._vector, _QUESTIONS)

    def similar(self, question: str, numbers: Collection[int]) -> dict[int, float]:
        """The cosine of each of some passages with a question; of none that has no vector.

        Raises EncoderError when the encoder is late, fails, or failed a short while ago, and QueryTimeout.
        """
        if self._failed and time.monotonic() < self._failed[0]:
            raise self._failed[1]
        ends = ENDS.get()
        try:
            with deadline(None if ends is None else max(0.0, _SHARE * (ends - time.monotonic()))):
                vectors, _ = self._open
                found: dict[int, float] = vectors.similar(self._asked[question], numbers)
        except EncoderError as error:
            self._failed = time.monotonic() + _AGAIN, error
            raise
        except QueryTimeout:
            check()
            raise EncoderError(Message("semantic.late")) from None
        self._failed = None
        return found

    @kept_property
    def _open(self) -> Any:
        """The vectors and the encoder."""
        model = settings.from_manifest(self._kept)
        if model is None:
            raise EncoderError(Message("semantic.no_vectors", why=settings.FILE))
        from . import encoder

        by = encoder.open_encoder(model)
        from .vectors import UNREADABLE, Vectors

        try:
            return Vectors(self._folder / settings.FILE), by
        except UNREADABLE as error:
            why = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
            raise EncoderError(Message("semantic.no_vectors", why=why)) from None

    def _vector(self, question: str) -> Any:
        """The vector of a question; first checks that the encoder is that of the passages."""
        from .vectors import PROBE, alike

        vectors, by = self._open
        if not self._sure:
            if not alike(by.encode([PROBE])[0], vectors.probe):
                model = settings.from_manifest(self._kept)
                raise EncoderError(Message("semantic.other_model", place=model.place if model else ""))
            self._sure = by.fixed
        found = by.encode([question], query=True)[0]
        if len(found) != vectors.dimensions:
            raise EncoderError(Message("semantic.other_length"))
        return found
