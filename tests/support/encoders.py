"""Sentence encoders for tests: a tiny ONNX model written byte by byte, and a server on loopback that answers as OpenAI's does.

Both give a text the mean of the vectors of its characters; characters of one group of SAME have one vector, so that 娃 is 儿童.
"""

from __future__ import annotations

import json
import random
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

DIMENSIONS = 32
SAME = ("娃儿童孩", "钱款金费", "打殴揍", "房屋宅", "老养")
_PLACES = 1024  # vectors; characters share them
_GROUP = {character: group[0] for group in SAME for character in group}


def place(character: str) -> int:
    """The row of a character in the table; 0 is padding."""
    return 1 + ord(_GROUP.get(character, character)) % (_PLACES - 1)


def table(dimensions: int = DIMENSIONS, seed: int = 7) -> list[list[float]]:
    """The vectors."""
    dice = random.Random(seed)
    return [[dice.gauss(0, 1) for _ in range(dimensions)] for _ in range(_PLACES)]


def vector(text: str, rows: Sequence[Sequence[float]]) -> list[float]:
    """The mean of the vectors of the characters."""
    found = [rows[place(character)] for character in text] or [rows[0]]
    return [sum(column) / len(found) for column in zip(*found, strict=True)]


# ONNX


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number: int, value: int | bytes | str) -> bytes:
    """A field of a message: a number, or bytes with their length."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _tensor(name: str, shape: Sequence[int], data: bytes, beside: str = "") -> bytes:
    out = b"".join(field(1, size) for size in shape) + field(2, 1) + field(8, name)
    if beside:
        return out + field(13, field(1, "location") + field(2, beside)) + field(14, 1)
    return out + field(9, data)


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    sizes = b"".join(field(1, field(2, one) if isinstance(one, str) else field(1, one)) for one in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, sizes)))


def onnx(
    rows: Sequence[Sequence[float]],
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    output: str = "last_hidden_state",
    beside: str = "",
) -> bytes:
    """A model that looks the tokens up in a table: [texts, tokens] → [texts, tokens, dimensions]; `beside`: where the table is."""
    width = len(rows[0])
    data = struct.pack(f"<{len(rows) * width}f", *(x for row in rows for x in row))
    node = field(1, "table") + field(1, "input_ids") + field(2, output) + field(4, "Gather")
    graph = field(1, node) + field(2, "g") + field(5, _tensor("table", (len(rows), width), data, beside))
    graph += b"".join(field(11, _value(name, 7, ("texts", "tokens"))) for name in inputs)
    graph += field(12, _value(output, 1, ("texts", "tokens", width)))
    return field(1, 8) + field(8, field(1, "") + field(2, 13)) + field(7, graph)


def folder(home: Path, **files: Any) -> str:
    """The folder of a model; `files`: settings by the name of their file without its ending, "__" for "/"."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "model.onnx").write_bytes(onnx(table()))
    vocabulary = {"[PAD]": 0} | {chr(n): place(chr(n)) for n in (*range(32, 127), *range(0x4E00, 0x9FA6))}
    tokenizer: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "[\\s\\S]"}, "behavior": "Isolated", "invert": False},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[PAD]"},
    }
    (home / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    for name, content in {"config": {"pad_token_id": 0}, **files}.items():
        path = home / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(home)


# A service

Answer = tuple[int, dict[str, str], bytes]


def embeddings(texts: Sequence[str], seed: int = 7, dimensions: int = DIMENSIONS) -> bytes:
    """What a service answers."""
    rows = table(dimensions, seed)
    data = [{"index": n, "embedding": vector(text, rows)} for n, text in enumerate(texts)]
    return json.dumps({"object": "list", "data": data[::-1]}).encode()  # the order is told by `index`


class Seen(list[tuple[dict[str, str], dict[str, Any]]]):
    """The headers and bodies of the requests so far."""

    @property
    def texts(self) -> list[str]:
        return [text for _, body in self for text in body["input"]]


def usual(texts: Sequence[str]) -> Answer:
    """An answer as it should be."""
    return 200, {"Content-Type": "application/json"}, embeddings(texts)


@contextmanager
def service(answer: Callable[[Sequence[str]], Answer] = usual, context: Any = None) -> Iterator[tuple[str, Seen]]:
    """A server on loopback; its address and what it was sent."""
    seen = Seen()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((dict(self.headers), body | {"path": self.path}))
            status, headers, content = answer(body["input"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            with suppress(OSError):  # who has heard enough goes
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http{'s' * bool(context)}://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
