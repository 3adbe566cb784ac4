"""A service at an address: what is sent, to whom, and what comes of answers that are late, wrong, large or of somebody else."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy", reason="needs the extra semantic")

import numpy as np

from policysearch.messages.catalogue import LANGUAGES
from policysearch.model.errors import EncoderError
from policysearch.runtime.deadline import deadline
from policysearch.semantic import service as module
from policysearch.semantic.service import Service
from policysearch.semantic.settings import Model, model
from tests.support import encoders
from tests.support.encoders import Answer, service

SECRET = "sk-geheim-7"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no pause between tries; a proxy that nobody must use."""
    for name in (module.KEY, module.KEY_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "_PAUSE", 0.01)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def asked(answer: Callable[[Sequence[str]], Answer], texts: Sequence[str] = ("氢能", "养老")) -> tuple[Any, int]:
    """What an encoder makes of the answers of a service, and how often it was asked."""
    with service(answer) as (place, seen):
        try:
            return Service(Model(place, "m")).encode(texts, query=True), len(seen)
        except EncoderError as error:
            for language in LANGUAGES:
                assert "\n" not in error.text(language) and SECRET not in error.text(language)
            return error.code, len(seen)


def test_a_request_is_that_of_the_standard_and_the_order_is_told_by_the_index() -> None:
    with service() as (place, seen):
        found = Service(Model(place, "bge-m3", "问：", "文：")).encode(["氢能", "养老" * 2000])
        whole = Service(Model(f"{place}/embeddings/", "bge-m3")).encode(["氢能"], query=True)
    rows = encoders.table()
    wanted = np.array([encoders.vector("文：氢能", rows), encoders.vector("文：" + "养老" * 1000, rows)])
    assert np.allclose(found, wanted / np.linalg.norm(wanted, axis=1, keepdims=True), atol=1e-5)
    assert whole.shape == (1, encoders.DIMENSIONS)
    headers, body = seen[0]
    assert body["path"] == "/v1/embeddings" == seen[1][1]["path"] and body["model"] == "bge-m3"
    assert headers["Content-Type"] == "application/json" and "Authorization" not in headers


def test_a_key_is_told_by_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{SECRET}\nother\n", "utf-8")
    for name, value in ((module.KEY, SECRET), (module.KEY_FILE, str(file))):
        monkeypatch.setenv(name, value)
        with service() as (place, seen):
            Service(Model(place, "m")).encode(["氢能"])
        assert seen[0][0]["Authorization"] == f"Bearer {SECRET}"
        monkeypatch.delenv(name)
    for content in ("", "密钥"):
        file.write_text(content, "utf-8")
        monkeypatch.setenv(module.KEY_FILE, str(file))
        with pytest.raises(EncoderError):
            Service(Model("https://127.0.0.1/v1", "m"))
    monkeypatch.setenv(module.KEY_FILE, str(tmp_path / "none"))
    with pytest.raises(EncoderError, match="none: cannot be read"):
        Service(Model("https://127.0.0.1/v1", "m"))


def test_a_key_is_not_sent_for_all_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(module.KEY, SECRET)
    with pytest.raises(EncoderError, match="use https") as caught:
        Service(Model("http://10.0.0.7/v1", "m"))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "place",
    [f"https://user:{SECRET}@host/v1", f"https://host/v1?api-key={SECRET}", f"https://host/v1#{SECRET}"],
)
def test_an_address_holds_no_secret(place: str) -> None:
    with pytest.raises(EncoderError, match="POLICYSEARCH_SEMANTIC_KEY") as caught:
        model(Model(place, "m"))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("place", ["https://", "https:///v1", "http://host:0/v1", "http://h:x/v1", "http://[::1/v1"])
def test_what_is_no_address_is_said(place: str) -> None:
    with pytest.raises(EncoderError, match="is no address"):
        model(Model(place, "m"))
    with pytest.raises(EncoderError, match="--semantic-model"):
        model("https://host/v1")


def changed(**changes: Any) -> Callable[[Sequence[str]], Answer]:
    def answer(texts: Sequence[str]) -> Answer:
        content = json.loads(encoders.embeddings(texts))
        content["data"] = changes["data"](content["data"])
        return 200, {}, json.dumps(content).encode()

    return answer


def of(*numbers: Any) -> Callable[[Any], Any]:
    return lambda data: [{"index": n, "embedding": list(numbers)} for n, _ in enumerate(data)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda texts: (200, {}, b"<html>login</html>"), "no_embeddings"),
        (lambda texts: (200, {}, b"\xff\xfe"), "no_embeddings"),
        (lambda texts: (200, {}, b"[" * 100_000), "no_embeddings"),
        (lambda texts: (200, {}, b'{"data": null}'), "no_embeddings"),
        (lambda texts: (200, {}, b'{"data": [1, 2]}'), "no_embeddings"),
        (changed(data=lambda data: data[1:]), "wrong_count"),
        (changed(data=lambda data: data + data), "wrong_count"),
        (changed(data=lambda data: [data[0], data[0]]), "wrong_count"),
        (changed(data=lambda data: [{"index": 9, "embedding": [1.0]}] * 2), "no_embeddings"),
        (changed(data=lambda data: [{"index": 0, "embedding": "AAAA"}, data[1]]), "wrong_count"),
        (changed(data=lambda data: [{**data[0], "embedding": [1.0]}, data[1]]), "wrong_shape"),
        (changed(data=of()), "wrong_shape"),
        (changed(data=of(*[1.0] * 9000)), "wrong_shape"),
        (changed(data=of([1.0], [2.0])), "wrong_shape"),
        (changed(data=of("x")), "no_embeddings"),
        (changed(data=of(None, 1.0)), "no_numbers"),
        (changed(data=of(float("nan"), 1.0)), "no_numbers"),
        (changed(data=of(1e300, 1.0)), "no_numbers"),
        (changed(data=of(0.0, 0.0)), "no_numbers"),
        (lambda texts: (401, {}, SECRET.encode()), "away"),
        (lambda texts: (307, {"Location": "http://127.0.0.1:9/v1/embeddings"}, b""), "redirect"),
        (lambda texts: (302, {"Location": "/elsewhere"}, b""), "redirect"),
    ],
)
def test_a_wrong_answer_is_refused_in_one_line_and_not_asked_for_again(
    answer: Callable[[Sequence[str]], Answer], code: str
) -> None:
    assert asked(answer) == (f"semantic.{code}", 1)


def test_what_may_pass_is_tried_again_and_no_more_than_thrice() -> None:
    tries = iter([503, 429, 200])
    found, times = asked(lambda texts: (next(tries), {}, encoders.embeddings(texts)))
    assert found.shape == (2, encoders.DIMENSIONS) and times == 3
    assert asked(lambda texts: (500, {}, b"")) == ("semantic.away", 3)


def test_a_large_answer_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 10_000)
    assert asked(lambda texts: (200, {}, b" " * 20_000)) == ("semantic.too_large", 1)


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"])
def test_a_slow_service_is_given_up_however_it_drips(monkeypatch: pytest.MonkeyPatch, drip: bytes) -> None:
    """Silent, within the headers, within the body: the time that a question may take is not exceeded."""
    monkeypatch.setattr(module, "_ASKING", 0.6)
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                client.recv(65536)
                client.sendall(drip)
                while drip and not stop.wait(0.05):
                    client.sendall(b"x")
                stop.wait(5)
            except OSError:
                pass
            client.close()

    threading.Thread(target=serve, daemon=True).start()
    started = time.monotonic()
    with pytest.raises(EncoderError) as caught:
        Service(Model(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", "m")).encode(["氢能"], query=True)
    stop.set()
    listener.close()
    assert caught.value.code == "semantic.away" and time.monotonic() - started < 3


def test_no_answer_is_waited_for_beyond_a_deadline() -> None:
    def late(texts: Sequence[str]) -> Answer:
        time.sleep(3)
        return encoders.usual(texts)

    with service(late) as (place, _), deadline(0.5):
        started = time.monotonic()
        with pytest.raises(EncoderError):
            Service(Model(place, "m")).encode(["氢能"], query=True)
        assert time.monotonic() - started < 2.5


def test_nobody_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(EncoderError, match="gives no vectors"):
        Service(Model(f"http://127.0.0.1:{port}/v1", "m")).encode(["氢能"])


def test_a_certificate_must_be_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import ssl

    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    try:
        subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl that makes certificates")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with service(context=context) as (place, seen):
        with pytest.raises(EncoderError) as caught:
            Service(Model(place, "m")).encode(["氢能"])
        assert caught.value.code == "semantic.certificate" and not seen
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert Service(Model(place, "m")).encode(["氢能"]).shape == (1, encoders.DIMENSIONS) and len(seen) == 1
