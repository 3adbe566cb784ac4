"""The sentence encoder of an index, as its manifest keeps it.

An index is not trusted: one from elsewhere could name an address to which questions and texts would go. So the encoder of an index is used
only on the machine where it was named, shown by a mark that no other machine can make, or where the environment names it again.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..messages.catalogue import Message
from ..model.errors import EncoderError

FILE = "semantic.bin"  # of a version: its vectors
PLACE = "POLICYSEARCH_SEMANTIC"  # of the environment: the encoder that indices from elsewhere may use


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence encoder: the folder of an ONNX model, or the address of a service that answers as OpenAI's does."""

    place: str  # an absolute path, or http(s)://host[:port]/path
    name: str = ""  # of the model, as a service knows it
    query_prefix: str = ""  # what is put before a question, "" what the folder says: `query: ` of e5
    passage_prefix: str = ""  # and before a passage

    @property
    def remote(self) -> bool:
        """Whether texts are sent to an address."""
        return is_address(self.place)

    def to_manifest(self) -> tuple[str, ...]:
        """Its entries in the manifest."""
        return self.place, self.name, self.query_prefix, self.passage_prefix, _mark(self.place)


def model(asked: str | os.PathLike[str] | Model) -> Model | None:
    """The encoder that `asked` names; None for "". Raises EncoderError for a wrong address, or one with credentials."""
    if not isinstance(asked, Model):
        asked = Model(os.fspath(asked))
    if not asked.place:
        return None
    if not asked.remote:
        if asked.name:
            raise EncoderError(Message("semantic.name_of_folder", place=asked.place))
        return Model(os.path.abspath(asked.place), "", asked.query_prefix, asked.passage_prefix)
    if "@" in asked.place or "?" in asked.place or "#" in asked.place:
        raise EncoderError(Message("semantic.secret_in_address"))
    try:
        parts = urlsplit(asked.place)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not re.fullmatch(r"[!-~]+", asked.place):
        raise EncoderError(Message("semantic.no_address", place=asked.place))
    if not asked.name:
        raise EncoderError(Message("semantic.no_name", place=asked.place))
    return asked


def from_manifest(strings: Sequence[str]) -> Model | None:
    """The encoder in a manifest; None where there is none.

    Raises EncoderError as `model` does, and for an encoder that was not named on this machine.
    """
    if len(strings) != 5:
        return None
    place, mark = strings[0], strings[-1]
    if os.environ.get(PLACE) != place and not (mark and mark == _mark(place)):
        raise EncoderError(Message("semantic.not_told", place=place, variable=PLACE))
    return model(Model(*strings[:-1]))


def _mark(place: str) -> str:
    """A mark that an encoder was named on this machine; "" where nothing identifies the machine."""
    machine = ""
    for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with suppress(OSError):
            machine = machine or Path(file).read_text("ascii").strip()
    if (
        not machine and not (node := uuid.getnode()) & 3 << 40
    ):  # a card's own number: neither made up nor given by a program
        machine = str(node)
    return hashlib.sha256(f"policysearch {machine} {place}".encode()).hexdigest() if machine else ""


def is_address(place: str) -> bool:
    """Whether `place` is an address."""
    return re.match("https?://", place, re.IGNORECASE) is not None
