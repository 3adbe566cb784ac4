"""Which sentence encoder an index is told to use, as its manifest keeps it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..messages.catalogue import Message
from ..model.errors import EncoderError

FILE = "semantic.bin"  # of a version: its vectors


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

    def kept(self) -> tuple[str, ...]:
        """What the manifest keeps of it."""
        return self.place, self.name, self.query_prefix, self.passage_prefix


def model(asked: str | os.PathLike[str] | Model) -> Model | None:
    """What `asked` names; None for "". Raises EncoderError for what is no address, or one that holds credentials."""
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


def kept(strings: Sequence[str]) -> Model | None:
    """What a manifest says; None where it says nothing. Raises EncoderError as `model` does."""
    return model(Model(*strings)) if 1 <= len(strings) <= 4 else None


def is_address(place: str) -> bool:
    """Whether `place` is an address."""
    return re.match("https?://", place, re.IGNORECASE) is not None
