"""The protocol of sentence encoders, and the one that an index uses."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from ..messages.catalogue import Message
from ..model.errors import EncoderError
from .settings import Model


class Encoder(Protocol):
    """An encoder of texts as vectors."""

    fixed: bool  # whether the model cannot change while it is open

    def encode(self, texts: Sequence[str], query: bool = False) -> Any:
        """The unit vectors of some texts, a row each; as `query`, or as passages. Raises EncoderError."""
        ...


def open_encoder(model: Model) -> Encoder:
    """The encoder. Raises EncoderError when it is not available, or the extra is missing."""
    if find_spec("numpy") is None:
        raise EncoderError(Message("semantic.not_installed"))
    if model.remote:
        from .service import Service

        return Service(model)
    from .onnx_model import OnnxModel

    return OnnxModel(model)
