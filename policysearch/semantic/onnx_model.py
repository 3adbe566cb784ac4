"""A sentence encoder in a folder, as sentence-transformers and optimum export it; the only module that knows onnxruntime and tokenizers.

model.onnx or onnx/model.onnx       the encoder, with its weights in it or beside it
tokenizer.json                      of the library tokenizers
config.json                         pad_token_id, model_type, max_position_embeddings
1_Pooling/config.json               mean of the tokens or the first one; without it the mean
sentence_bert_config.json           max_seq_length
config_sentence_transformers.json   prompts: what is put before questions and passages
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.errors import EncoderError
from . import onnx_file
from .settings import Model
from .vectors import unit

_LONGEST = 512  # tokens of a text; of a longer one the beginning is embedded
_JSON = 2**20  # bytes of a file of settings
_CHARACTERS = 8 * _LONGEST  # of a text that is cut into tokens; hardly any text has a token for eight characters


class OnnxModel:
    """The encoder in a folder, loaded; threads may share it."""

    fixed = True  # a loaded model does not change

    def __init__(self, model: Model) -> None:
        """Load it. Raises EncoderError that says what is wrong with the folder, or that the extra is missing."""
        self._folder = Path(model.place)
        try:
            import onnxruntime
            import tokenizers
        except ImportError:
            raise EncoderError(Message("semantic.not_installed")) from None
        path = next((p for name in ("model.onnx", "onnx/model.onnx") if (p := self._folder / name).is_file()), None)
        if path is None:
            raise EncoderError(Message("semantic.no_model", place=self._folder))
        if not (self._folder / "tokenizer.json").is_file():
            raise EncoderError(Message("semantic.no_tokenizer", place=self._folder))
        config = self._settings("config.json")
        self._pad = int(config.get("pad_token_id") or 0)
        self._first = self._pools_first()
        prompts = self._settings("config_sentence_transformers.json").get("prompts")
        prompts = prompts if isinstance(prompts, dict) else {}
        said = str(prompts.get("query") or ""), str(prompts.get("passage") or prompts.get("document") or "")
        self._prefixes = (model.passage_prefix or said[1]), (model.query_prefix or said[0])
        longest = self._longest(config)
        self._refuse_foreign_weights(path)
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(longest)
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 4
            options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            self._inputs = {one.name: one.type for one in self._session.get_inputs()}
            self._outputs = [one.name for one in self._session.get_outputs()]
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a panic of tokenizers is no Exception
            raise EncoderError(Message("semantic.broken_model", place=self._folder, why=_why(error))) from None
        if unknown := self._inputs.keys() - {"input_ids", "attention_mask", "token_type_ids", "position_ids"}:
            raise EncoderError(Message("semantic.unknown_input", place=self._folder, name=min(unknown)))

    def encode(self, texts: Sequence[str], query: bool = False) -> Any:
        """The unit vectors of some texts, a row each. Raises EncoderError."""
        import numpy as np

        prefix = self._prefixes[query]
        try:
            encoded = self._tokenizer.encode_batch([prefix + text[:_CHARACTERS] for text in texts])
            size = max((len(one.ids) for one in encoded), default=0)
            ids = np.full((len(texts), size), self._pad, np.int64)
            mask = np.zeros((len(texts), size), np.int64)
            for row, one in enumerate(encoded):
                ids[row, : len(one.ids)] = one.ids
                mask[row, : len(one.ids)] = 1
            given = {
                "input_ids": ids,
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(ids),
                "position_ids": np.broadcast_to(np.arange(size), ids.shape),
            }
            feed = {
                name: given[name].astype(np.int32 if "int32" in kind else np.int64)
                for name, kind in self._inputs.items()
            }
            found = self._session.run(None, feed)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            raise EncoderError(Message("semantic.broken_model", place=self._folder, why=_why(error))) from None
        return unit(self._pool(found, mask), len(texts), str(self._folder))

    def _pool(self, found: list[Any], mask: Any) -> Any:
        """A vector for each text, from the output of the model."""
        import numpy as np

        named = dict(zip(self._outputs, found, strict=True))
        if "sentence_embedding" in named:
            return named["sentence_embedding"]
        tokens = next((one for one in found if getattr(one, "ndim", 0) == 3), None)
        if tokens is None:
            return found[0]
        if tokens.shape[:2] != mask.shape:
            raise EncoderError(Message("semantic.wrong_shape", place=self._folder))
        if self._first:
            return tokens[:, 0]
        weights = mask[:, :, None].astype(np.float32)
        return (tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)

    def _pools_first(self) -> bool:
        """Whether a text is its first token, not the mean of them. Raises EncoderError when it is anything else."""
        pooling = self._settings("1_Pooling/config.json")
        modes = {name.removeprefix("pooling_mode_") for name, on in pooling.items() if on is True} & {
            *"cls_token mean_tokens max_tokens mean_sqrt_len_tokens weightedmean_tokens lasttoken".split()
        }
        named = pooling.get("pooling_mode")
        if isinstance(named, str):
            modes = {{"cls": "cls_token", "mean": "mean_tokens"}.get(named, named)}
        modules = self._settings("modules.json")
        if any("Dense" in str(one) for one in modules.values()):
            modes.add("Dense")
        if modes - {"cls_token", "mean_tokens"} or len(modes) > 1:
            raise EncoderError(Message("semantic.pooling", place=self._folder, modes=" ".join(sorted(modes))))
        return modes == {"cls_token"}

    def _longest(self, config: dict[str, Any]) -> int:
        """How many tokens of a text are taken."""
        places = config.get("max_position_embeddings")
        if isinstance(places, int) and "roberta" in str(config.get("model_type")):
            places -= 2  # its positions are counted from 2 on
        told = (self._settings("sentence_bert_config.json").get("max_seq_length"), places)
        return max(8, min([_LONGEST, *(one for one in told if isinstance(one, int))]))

    def _settings(self, name: str) -> dict[str, Any]:
        """The object in a file of settings; empty where there is no such file. Raises EncoderError when it is no JSON."""
        try:
            with (self._folder / name).open("rb") as file:
                found = json.loads(file.read(_JSON))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError) as error:
            why = _why(error)
            raise EncoderError(Message("semantic.broken_settings", place=self._folder / name, why=why)) from None
        if isinstance(found, list):
            return {str(place): one for place, one in enumerate(found)}
        return found if isinstance(found, dict) else {}

    def _refuse_foreign_weights(self, path: Path) -> None:
        """Raise EncoderError when the model would read files outside of its folder, or is no model."""
        try:
            home = path.parent.resolve()
            for name in onnx_file.weights(path):
                real = (home / name).resolve()
                if not name or Path(name).is_absolute() or home not in real.parents or not real.is_file():
                    raise EncoderError(Message("semantic.outside", place=path, name=name))
        except (OSError, ValueError) as error:
            raise EncoderError(Message("semantic.broken_model", place=self._folder, why=_why(error))) from None


def _why(error: BaseException) -> str:
    """An error of foreign code on one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
