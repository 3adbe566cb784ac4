"""Writes the vectors of a version: vectors of known texts are copied from the version before, the others are computed."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.document import Passage
from ..model.errors import EncoderError
from ..runtime.deadline import check
from ..store.protocol import Store
from . import encoder, vectors
from .settings import FILE, Model

JOURNAL = ".semantic"  # in an index, beside its versions: the vectors made so far by an update that was stopped
_BATCH = 32  # texts that are embedded at once
_MANY = 64  # batches whose texts are sorted by length: texts of equal length are embedded faster


def incomplete(folder: Path) -> bool:
    """Whether passages of the version in `folder` lack vectors that they should have."""
    try:
        with (folder / FILE).open("rb") as file:
            return bool(json.loads(file.readline(2**19))["missing"])
    except vectors.UNREADABLE:
        return True


def forget(index: Path) -> None:
    """Remove the journal, once a version has its vectors."""
    with contextlib.suppress(OSError):
        (index / JOURNAL).unlink(missing_ok=True)


def text_of(passage: Passage) -> str:
    """The text of a passage that is embedded."""
    return f"{passage.title}\n{passage.text}".strip()


def write(
    model: Model,
    store: Store,
    folder: Path,
    old: Path | None,
    index: Path,
    progress: Callable[[int, int, str], None],
    notice: Callable[[str], None],
) -> EncoderError | None:
    """Write the vectors of the version in `folder` of `index`, open in `store`; `old` is the folder of one whose vectors may serve.

    Before texts are embedded `notice` is told how many there are, how long it will take by the time of the first, and the
    size of the file. When the encoder fails, the vectors made so far are written and the error is returned: the next update goes on.
    """
    texts: dict[bytes, str] = {}
    numbers = [b""] * (max(store.order, default=-1) + 1)
    for number, passage in zip(store.order, store.passages(), strict=True):
        if text := text_of(passage):
            numbers[number] = vectors.key(text)
            texts.setdefault(numbers[number], text)
    try:
        made = _Made(encoder.open_encoder(model), index / JOURNAL)
    except EncoderError as error:
        return error
    rows = {name: row for name, row in (*made.of(old), *made.journal()) if name in texts}
    failed = None
    try:
        made.embed([(name, text) for name, text in texts.items() if name not in rows], rows, progress, notice)
    except EncoderError as error:
        failed = error
    finally:
        made.close()
    missing = len(texts) - len(rows)
    vectors.write(folder / FILE, made.probe, rows, [name if name in rows else b"" for name in numbers], missing)
    return failed


class _Made:
    """The vectors of one encoder, known ones and new ones."""

    def __init__(self, by: encoder.Encoder, journal: Path) -> None:
        self._encoder, self._path = by, journal
        self._file: Any = None
        self.probe = by.encode([vectors.PROBE])[0]

    def of(self, folder: Path | None) -> Sequence[tuple[bytes, tuple[bytes, float]]]:
        """The vectors of a version, when they are of this encoder."""
        if folder:
            with contextlib.suppress(*vectors.UNREADABLE):
                found = vectors.Vectors(folder / FILE)
                if vectors.alike(self.probe, found.probe):
                    return list(found.by_hash().items())
        return []

    def journal(self) -> Sequence[tuple[bytes, tuple[bytes, float]]]:
        """Those of an update that was stopped."""
        size = vectors.KEY + 4 + len(self.probe)
        found: list[tuple[bytes, tuple[bytes, float]]] = []
        if self._path.is_file() and not self._path.is_symlink():
            content = self._path.read_bytes()
            head, _, rest = content.partition(b"\n")
            with contextlib.suppress(*vectors.UNREADABLE):
                probe = vectors.floats(json.loads(head))
                if vectors.alike(self.probe, probe):
                    for at in range(0, len(rest) - size + 1, size):
                        name = rest[at : at + vectors.KEY]
                        factor = float(vectors.floats(rest[at + vectors.KEY : at + vectors.KEY + 4])[0])
                        if 0 < factor < 1:
                            found.append((name, (rest[at + vectors.KEY + 4 : at + size], factor)))
        return found

    def embed(
        self,
        texts: list[tuple[bytes, str]],
        rows: dict[bytes, tuple[bytes, float]],
        progress: Callable[[int, int, str], None],
        notice: Callable[[str], None],
    ) -> None:
        """Add the vectors of some texts to `rows`. Raises EncoderError."""
        if not texts:
            return
        step = max(1, len(texts) // _BATCH)
        first = texts[::step][:_BATCH]  # of all lengths, so that their time is that of the others
        started = time.perf_counter()
        self._add(first, rows)
        seconds = (time.perf_counter() - started) / len(first) * (len(texts) - len(first))
        if rest := [one for one in texts if one[0] not in rows]:
            size = (len(rows) + len(rest)) * (len(self.probe) + 4 + vectors.KEY) / 1e6
            minutes = Message("semantic.minutes", minutes=max(1, round(seconds / 60)))
            notice(Message("semantic.to_embed", count=len(rest), time=minutes, size=f"{size:.1f}"))
        done = 0
        for start in range(0, len(rest), _BATCH * _MANY):
            part = sorted(rest[start : start + _BATCH * _MANY], key=lambda one: len(one[1]))
            for at in range(0, len(part), _BATCH):
                check()
                progress(done, len(rest), Message("semantic.embedding"))
                self._add(part[at : at + _BATCH], rows)
                done += len(part[at : at + _BATCH])

    def _add(self, batch: list[tuple[bytes, str]], rows: dict[bytes, tuple[bytes, float]]) -> None:
        found = self._encoder.encode([text for _, text in batch])
        if found.shape[1] != len(self.probe):
            raise EncoderError(Message("semantic.other_length"))
        if self._file is None:
            self._begin()
        vectors_, factors = vectors.quantize(found)
        for (name, _), vector, factor in zip(batch, vectors_, factors, strict=True):
            rows[name] = vector.tobytes(), float(factor)
            self._file.write(name + factor.tobytes() + vector.tobytes())
        self._file.flush()

    def _begin(self) -> None:
        """Go on with the journal when it is of this encoder, else begin another."""
        kept = self.journal()
        self._path.unlink(missing_ok=True)  # a link there is not followed
        self._file = self._path.open("xb")
        self._file.write(json.dumps([round(float(x), 6) for x in self.probe]).encode() + b"\n")
        for name, (vector, factor) in kept:
            self._file.write(name + vectors.floats([factor]).tobytes() + vector)

    def close(self) -> None:
        """Close the journal."""
        if self._file:
            self._file.close()
