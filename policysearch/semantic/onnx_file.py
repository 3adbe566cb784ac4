"""The files of weights that an ONNX file names, read before anything loads it.

Only as much of the format is known here as leads to TensorProto.external_data (onnx.proto3: ModelProto.graph and functions,
their nodes, attributes, tensors). Weights within the file are passed over, not read.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

#: For each kind of message, the fields that hold messages: number, kind.
_WITHIN = {
    "model": {7: "graph", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
}
_DEEPEST = 60  # levels of nested messages
_MOST = 5_000_000  # fields that are looked at


def weights(path: Path) -> set[str]:
    """The files that hold weights beside `path`, as it names them. Raises OSError, and ValueError for what is no such file."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            raise ValueError("it is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            left = _MOST
            found: set[str] = set()
            waiting = [("model", 0, len(data), 0)]
            while waiting:
                kind, start, end, depth = waiting.pop()
                entry: dict[int, bytes] = {}
                for number, first, last in _fields(data, start, end):
                    left -= 1
                    if left < 0 or depth > _DEEPEST:
                        raise ValueError("it holds too many parts")
                    if kind == "entry":
                        entry[number] = data[first : min(last, first + 5000)]
                    elif (inner := _WITHIN[kind].get(number)) and last >= first:
                        waiting.append((inner, first, last, depth + 1))
                if entry.get(1) == b"location":
                    found.add(entry.get(2, b"").decode("utf-8"))
    return found


def _fields(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each length-delimited field of the message in data[at:end]: its number and its span."""
    while at < end:
        tag, at = _varint(data, at, end)
        if tag & 7 == 0:
            _, at = _varint(data, at, end)
        elif tag & 7 in (1, 5):
            at += 8 if tag & 7 == 1 else 4
        elif tag & 7 == 2:
            size, at = _varint(data, at, end)
            if at + size > end:
                raise ValueError("it is cut short")
            yield tag >> 3, at, at + size
            at += size
        else:
            raise ValueError("it is no ONNX file")
    if at != end:
        raise ValueError("it is cut short")


def _varint(data: mmap.mmap, at: int, end: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= end:
            raise ValueError("it is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
    raise ValueError("it is no ONNX file")
