"""A model in a folder: what it gives is what the files say; what is broken or reaches out of the folder is refused in one line."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnxruntime", reason="needs the extra semantic")
pytest.importorskip("tokenizers", reason="needs the extra semantic")

import numpy as np

from policysearch.model.errors import EncoderError
from policysearch.semantic import onnx_file
from policysearch.semantic.onnx_model import OnnxModel
from policysearch.semantic.settings import Model
from tests.support import encoders

TEXTS = ["打架斗殴怎么处罚", "氢", "养老服务" * 300]


def expected(texts: list[str], first: bool = False) -> Any:
    rows = encoders.table()
    found = np.array([encoders.vector(text[:1] if first else text[:512], rows) for text in texts])
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("files", "first"),
    [
        ({}, False),
        ({"1_Pooling__config": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}}, False),
        ({"1_Pooling__config": {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}}, True),
        ({"1_Pooling__config": {"pooling_mode": "cls"}}, True),
    ],
)
def test_vectors_are_pooled_as_the_folder_says(tmp_path: Path, files: dict[str, Any], first: bool) -> None:
    """Padding counts for nothing, a long text is cut, the length of a vector is one."""
    model = OnnxModel(Model(encoders.folder(tmp_path / "m", **files)))
    assert np.allclose(model.encode(TEXTS), expected(TEXTS, first), atol=1e-5)
    assert np.allclose(model.encode(TEXTS[1:2]), model.encode(TEXTS)[1:2], atol=1e-6)


def test_prefixes_are_those_asked_for_or_of_the_folder(tmp_path: Path) -> None:
    prompts = {"config_sentence_transformers": {"prompts": {"query": "query: ", "passage": "passage: "}}}
    place = encoders.folder(tmp_path / "m", **prompts)
    model = OnnxModel(Model(place))
    assert np.allclose(model.encode(["氢能"], query=True), expected(["query: 氢能"]), atol=1e-5)
    assert np.allclose(model.encode(["氢能"]), expected(["passage: 氢能"]), atol=1e-5)
    own = OnnxModel(Model(place, "", "Q ", "P "))
    assert np.allclose(own.encode(["氢能"], query=True), expected(["Q 氢能"]), atol=1e-5)
    assert np.allclose(own.encode(["氢能"]), expected(["P 氢能"]), atol=1e-5)


def test_a_text_is_cut_where_the_folder_says(tmp_path: Path) -> None:
    model = OnnxModel(Model(encoders.folder(tmp_path / "m", sentence_bert_config={"max_seq_length": 8})))
    assert np.allclose(model.encode(["打架斗殴怎么处罚行为人"]), expected(["打架斗殴怎么处罚"]), atol=1e-5)


def refused(place: str | Path, code: str) -> str:
    with pytest.raises(EncoderError) as caught:
        OnnxModel(Model(str(place))).encode(["氢能", "养老"])
    assert caught.value.code == f"semantic.{code}"
    for language in ("zh", "en"):
        assert "\n" not in caught.value.text(language)
    return str(caught.value)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    refused(tmp_path / "none", "no_model")
    place = Path(encoders.folder(tmp_path / "m"))
    (place / "tokenizer.json").unlink()
    refused(place, "no_tokenizer")
    (place / "model.onnx").unlink()
    refused(place, "no_model")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 1000, b"\x08\x08\x3a\xff\xff\xff\xff\x7f", b"<html>"])
def test_a_broken_model(tmp_path: Path, content: bytes) -> None:
    place = Path(encoders.folder(tmp_path / "m"))
    (place / "model.onnx").write_bytes(content)
    refused(place, "broken_model")


def test_every_cut_of_a_model_is_refused_or_finds_no_weights_elsewhere(tmp_path: Path) -> None:
    whole = encoders.onnx(encoders.table(4), beside="x.bin")
    path = tmp_path / "model.onnx"
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        with contextlib.suppress(ValueError):
            assert onnx_file.weights(path) <= {"x.bin"}


@pytest.mark.parametrize("file", ["tokenizer", "config", "1_Pooling__config", "sentence_bert_config"])
@pytest.mark.parametrize("content", ["", "no json", "[" * 100_000, '{"model": {"type": "?"}}'])
def test_broken_settings(tmp_path: Path, file: str, content: str) -> None:
    place = encoders.folder(tmp_path / "m", **{file: content})
    if content.startswith("{") and file != "tokenizer":
        OnnxModel(Model(place))  # an object without what is looked for says nothing
    else:
        refused(place, "broken_model" if file == "tokenizer" else "broken_settings")


def test_weights_beside_the_model_are_read_and_those_elsewhere_are_not(tmp_path: Path) -> None:
    place = Path(encoders.folder(tmp_path / "m"))
    rows = encoders.table()
    weights = np.array(rows, np.float32).tobytes()
    (tmp_path / "secret").write_bytes(weights)
    (place / "model.onnx").write_bytes(encoders.onnx(rows, beside="model.onnx_data"))
    refused(place, "outside")  # nowhere
    (place / "model.onnx_data").write_bytes(weights)
    assert np.allclose(OnnxModel(Model(str(place))).encode(TEXTS), expected(TEXTS), atol=1e-5)
    if hasattr(os, "symlink"):
        (place / "model.onnx_data").unlink()
        (place / "model.onnx_data").symlink_to(tmp_path / "secret")
        refused(place, "outside")
    for name in ("../secret", str(tmp_path / "secret"), "a/../../secret", "", "."):
        (place / "model.onnx").write_bytes(encoders.onnx(rows, beside=name) if name else encoders.onnx(rows)[:-1])
        refused(place, "outside" if name else "broken_model")


def test_what_is_no_sentence_encoder(tmp_path: Path) -> None:
    place = Path(encoders.folder(tmp_path / "m"))
    rows = encoders.table()
    (place / "model.onnx").write_bytes(encoders.onnx(rows, inputs=("input_ids", "pixel_values")))
    assert "pixel_values" in refused(place, "unknown_input")
    (place / "model.onnx").write_bytes(encoders.onnx(rows, output="sentence_embedding"))
    refused(place, "wrong_shape")  # three dimensions where two are promised
    (place / "model.onnx").write_bytes(encoders.onnx([[0.0] * 9000] * 1024))
    refused(place, "wrong_shape")
    for bad in (float("nan"), float("inf"), 0.0):
        (place / "model.onnx").write_bytes(encoders.onnx([[bad] * 8] * 1024))
        refused(place, "no_numbers")
    (place / "model.onnx").write_bytes(encoders.onnx(rows[:3]))
    refused(place, "broken_model")  # tokens that its table has not


@pytest.mark.parametrize(
    "files",
    [
        {"1_Pooling__config": {"pooling_mode_max_tokens": True}},
        {"1_Pooling__config": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}},
        {"1_Pooling__config": {"pooling_mode": "lasttoken"}},
        {"modules": [{"idx": 0, "type": "sentence_transformers.models.Dense"}]},
    ],
)
def test_pooling_that_is_not_known_is_refused(tmp_path: Path, files: dict[str, Any]) -> None:
    refused(encoders.folder(tmp_path / "m", **files), "pooling")
