"""A sentence encoder at an address with the protocol of OpenAI's `/v1/embeddings`: an office's own, or one that it trusts.

Texts go to that address and nowhere else: no proxy of the environment is used and no redirect is followed. The key, where one is needed, comes from the environment or a file; it is in no address, output or error.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..messages.catalogue import Message
from ..model.errors import EncoderError
from ..runtime.deadline import ENDS
from .settings import Model
from .vectors import unit

KEY, KEY_FILE = "POLICYSEARCH_SEMANTIC_KEY", "POLICYSEARCH_SEMANTIC_KEY_FILE"

_SECONDS = 60.0  # that an answer about passages may take, all tries together
_ASKING = 10.0  # and one about a question
_TRIES = 3
_PAUSE = 0.5  # seconds before the second try, twice as many before the next
_AGAIN = (408, 429, 500, 502, 503, 504)  # answers after which a second try may succeed
_CHARACTERS = 2000  # of a text; models take no more
_LARGEST = 64_000_000  # bytes of an answer
_LOOPBACK = ("localhost", "::1")


class Service:
    """The encoder at an address; threads may share it."""

    fixed = False  # another model may answer tomorrow

    def __init__(self, model: Model) -> None:
        """Raises EncoderError when a key would be sent for all to read, or its file cannot be read."""
        self._place, self._name = model.place, model.name
        self._prefixes = model.passage_prefix, model.query_prefix
        parts = urlsplit(model.place)
        self._tls = parts.scheme.lower() == "https"
        self._host, self._port = parts.hostname or "", parts.port
        path = parts.path.rstrip("/")
        self._path = path if path.endswith("/embeddings") else f"{path}/embeddings"
        self._key = _key()
        if self._key and not (self._tls or self._host in _LOOPBACK or self._host.startswith("127.")):
            raise EncoderError(Message("semantic.needs_tls", place=self._place))

    def encode(self, texts: Sequence[str], query: bool = False) -> Any:
        """The unit vectors of some texts, a row each. Raises EncoderError."""
        import numpy as np

        prefix = self._prefixes[query]
        body = {
            "model": self._name,
            "input": [prefix + text[:_CHARACTERS] for text in texts],
            "encoding_format": "float",
        }
        seconds = _ASKING if query else _SECONDS
        if (ends := ENDS.get()) is not None:
            seconds = min(seconds, ends - time.monotonic())
        until = time.monotonic() + seconds
        content = self._answer(json.dumps(body).encode(), until)
        try:
            told = json.loads(content)["data"]
            rows: list[Any] = [None] * len(texts)
            for place, one in enumerate(told):
                rows[int(one.get("index", place))] = one["embedding"]
            if len(told) != len(texts) or any(not isinstance(row, list) for row in rows):
                raise EncoderError(Message("semantic.wrong_count", place=self._place, count=len(told), all=len(texts)))
            if len({len(row) for row in rows}) > 1:
                raise EncoderError(Message("semantic.wrong_shape", place=self._place))
            vectors = np.array(rows, np.float64)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
            raise EncoderError(Message("semantic.no_embeddings", place=self._place)) from None
        return unit(vectors, len(texts), self._place)

    def _answer(self, body: bytes, until: float) -> bytes:
        """The answer of the service to a request, which is repeated while that may help and there is time."""
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1 or time.monotonic() + _PAUSE * 2**attempt >= until
            try:
                status, content = self._request(body, until)
                if status == 200:
                    return content
                why = Message("semantic.status", status=status)
                last = last or status not in _AGAIN
            except ssl.SSLCertVerificationError:
                raise EncoderError(Message("semantic.certificate", place=self._place)) from None
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, TimeoutError):
                    last = True
                why = Message("semantic.connection", why=_reason(error))
            if last:
                raise EncoderError(Message("semantic.away", place=self._place, why=why))
            time.sleep(_PAUSE * 2**attempt)
        raise AssertionError

    def _request(self, body: bytes, until: float) -> tuple[int, bytes]:
        """One request: the status, and of a good answer the content."""
        connect = http.client.HTTPSConnection if self._tls else http.client.HTTPConnection
        seconds = max(0.001, until - time.monotonic())
        connection = connect(self._host, self._port, timeout=seconds)
        with _end_after(connection, seconds):
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            connection.request("POST", self._path, body, headers | self._authorization())
            response = connection.getresponse()
            if 300 <= response.status < 400:
                raise EncoderError(Message("semantic.redirect", place=self._place))
            if response.status != 200:
                return response.status, b""
            content = response.read(_LARGEST + 1)
            if len(content) > _LARGEST:
                raise EncoderError(Message("semantic.too_large", place=self._place))
            if time.monotonic() >= until:
                raise TimeoutError("timed out")
            return 200, content

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}


@contextmanager
def _end_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Close a connection after so many seconds: the time-out of a socket starts anew with every byte that a slow service sends."""

    def end() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _key() -> str:
    """The key that the environment tells, or the first line of the file that it names. Raises EncoderError."""
    key, file = os.environ.get(KEY, "").strip(), os.environ.get(KEY_FILE, "")
    if not key and file:
        try:
            with Path(file).open(encoding="utf-8") as opened:
                key = opened.readline(10_000).strip()
        except (OSError, UnicodeDecodeError):
            key = ""
        if not key:
            raise EncoderError(Message("semantic.key_file", file=file))
    if key and not (key.isascii() and key.isprintable()):
        raise EncoderError(Message("semantic.bad_key", key=KEY, file=KEY_FILE))
    return key


def _reason(error: Exception) -> str:
    """An error of the system on one short line."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:200]
