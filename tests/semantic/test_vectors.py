"""The file of vectors: near to what was written, mapped, and refused when its parts do not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy", reason="needs the extra semantic")

import numpy as np

from policysearch.model.errors import QueryTimeout
from policysearch.runtime.deadline import deadline
from policysearch.semantic import vectors
from policysearch.semantic.vectors import Vectors


def some(count: int, dimensions: int = 48) -> Any:
    found = np.random.default_rng(3).normal(size=(count, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def written(path: Path, count: int = 300, dimensions: int = 48) -> tuple[Any, list[bytes]]:
    """A file; its vectors, and the key of each passage: every seventh has none, every fifth that of another."""
    units = some(count, dimensions)
    packed, factors = vectors.quantize(units)
    keys = [vectors.key(str(n)) for n in range(count)]
    rows = {k: (v.tobytes(), float(f)) for k, v, f in zip(keys, packed, factors, strict=True)}
    numbers = [b"" if n % 7 == 0 else keys[n // 5] if n % 5 == 0 else keys[n] for n in range(count)]
    vectors.write(path, units[0], rows, numbers, 3)
    return units, numbers


def test_cosines_are_those_of_the_vectors_within_the_rounding_of_a_byte(tmp_path: Path) -> None:
    units, numbers = written(tmp_path / "v")
    found = Vectors(tmp_path / "v")
    place = {vectors.key(str(n)): n for n in range(len(units))}
    question = some(5)[4]
    for asked in (range(300), [8, 9, 10, 7], [], [-1, 299, 300, 10**12]):
        wanted = {n: float(units[place[numbers[n]]] @ question) for n in asked if 0 <= n < 300 and numbers[n]}
        told = found.similar(question, list(asked))
        assert told.keys() == wanted.keys()
        assert all(abs(told[n] - wanted[n]) < 0.01 for n in wanted)
    assert (len(found), found.rows, found.dimensions, found.missing) == (300, 300, 48, 3)
    assert vectors.alike(found.probe, units[0]) and not vectors.alike(found.probe, units[1])


def test_what_is_kept_is_written_again_as_it_was(tmp_path: Path) -> None:
    _, numbers = written(tmp_path / "v")
    found = Vectors(tmp_path / "v")
    vectors.write(tmp_path / "w", found.probe, found.by_hash(), numbers, 3)
    assert (tmp_path / "v").read_bytes() == (tmp_path / "w").read_bytes()


def test_nothing_at_all(tmp_path: Path) -> None:
    vectors.write(tmp_path / "v", some(1)[0], {}, [], 0)
    assert Vectors(tmp_path / "v").similar(some(1)[0], [0, 1]) == {}


@pytest.mark.parametrize("cut", [0, 1, 63, 64, 1000, -1, -64])
def test_a_file_of_another_length_is_refused(tmp_path: Path, cut: int) -> None:
    written(tmp_path / "v")
    data = (tmp_path / "v").read_bytes()
    (tmp_path / "v").write_bytes(data[:cut] if cut <= 0 or cut < len(data) else data)
    with pytest.raises(vectors.UNREADABLE):
        Vectors(tmp_path / "v")


@pytest.mark.parametrize(
    "change",
    [
        {"dimensions": 0},
        {"dimensions": 10**9},
        {"rows": -1},
        {"rows": 10**18},
        {"numbers": 10**18},
        {"dimensions": "x"},
        {"probe": []},
        {"probe": [float("nan")] * 48},
        {"probe": "x"},
        {"rows": None},
    ],
)
def test_a_header_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    written(tmp_path / "v")
    line, _, rest = (tmp_path / "v").read_bytes().partition(b"\n")
    new = json.dumps(json.loads(line) | change).encode() + b"\n"
    (tmp_path / "v").write_bytes(new + b" " * (-len(new) % 64) + rest.lstrip(b" "))
    with pytest.raises(vectors.UNREADABLE):
        Vectors(tmp_path / "v")


def test_rows_that_are_not_there_and_factors_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "v")
    data = bytearray((tmp_path / "v").read_bytes())
    for at, bytes_ in ((-64, b"\x7f\xff\xff\x7f"), (len(data) - 1216 - 4800 - 1216, b"\xff\xff\xff\x7f")):
        bad = bytearray(data)
        bad[at : at + 4 or None] = bytes_
        (tmp_path / "v").write_bytes(bad)
        with pytest.raises(ValueError):
            Vectors(tmp_path / "v")


def test_a_comparison_ends_at_the_deadline(tmp_path: Path) -> None:
    written(tmp_path / "v", 100)
    found = Vectors(tmp_path / "v")
    with pytest.raises(QueryTimeout), deadline(0):
        found.similar(found.probe, range(100))
