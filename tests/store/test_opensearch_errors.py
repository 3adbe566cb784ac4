"""What may go wrong with a cluster: one line for each, with a code, in both languages; a small server of our own shows it."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

pytest.importorskip("opensearchpy")

from policysearch.index.index import Index
from policysearch.model.errors import DamagedIndexError, NoIndexError, QueryTimeout, SearchIndexError
from policysearch.runtime.deadline import deadline
from policysearch.store.opensearch import connection as connections
from policysearch.store.opensearch import ownership, shares, versions
from policysearch.store.opensearch.address import Access, Address, access, parse
from policysearch.store.opensearch.connection import Connection
from policysearch.store.opensearch.listing import Scores, list_matches
from policysearch.store.opensearch.text import Rows

Answer = tuple[int, Any]
SECRET = "geheim-7"
ROOT = {"version": {"distribution": "opensearch", "number": "3.8.0"}}
WHOLE: dict[str, Any] = {"_shards": {"failed": 0}, "timed_out": False}
LIST = WHOLE | {"aggregations": {"by_score": {"value": [{"4097": [3]}, {}, None]}}}
LISTS = {"responses": [LIST]}


def error(status: int, kind: str, reason: str = "") -> Answer:
    return status, {
        "error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]},
        "status": status,
    }


@contextmanager
def server(
    answer: Callable[[str, str, str], Answer],
    context: Any = None,
    port: int = 0,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """A server on loopback that gives `answer(method, path, user)`; its host and port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are used again

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            token = self.headers.get("Authorization", "").removeprefix("Basic ")
            status, body = answer(self.command, self.path, base64.b64decode(token).decode())
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever does not trust us hangs up."""

    with Server(("127.0.0.1", port), Handler) as made:
        if context:
            made.socket = context.wrap_socket(made.socket, server_side=True)
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{made.server_address[1]}"
        made.shutdown()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pauses between tries, and with nobody's environment."""
    monkeypatch.setattr(connections, "_PAUSES", (0.0, 0.0))
    for name in ("USER", "PASSWORD", "CREDENTIALS", "CA"):
        monkeypatch.delenv(f"POLICYSEARCH_{name}", raising=False)


def refused(answer: Callable[[str, str, str], Answer], do: Callable[[str], object] = Index.open) -> SearchIndexError:
    """The error that opening an index on such a server raises."""
    with server(answer) as host, pytest.raises(SearchIndexError) as caught:
        do(f"opensearch://{host}/plans")
    found = caught.value
    for text in (found.text("zh"), found.text("en")):
        assert "\n" not in text and SECRET not in text and "Traceback" not in text
    assert found.text("zh") != found.text("en")
    return found


def root_then(status: int, body: Any) -> Callable[[str, str, str], Answer]:
    """A server that is OpenSearch, and answers everything else so."""
    return lambda method, path, user: (200, ROOT) if path == "/" else (status, body)


def always(status: int, body: Any) -> Callable[[str, str, str], Answer]:
    return lambda method, path, user: (status, body)


@pytest.mark.parametrize(
    ("address", "hosts", "name", "tls", "shards", "replicas"),
    [
        ("opensearch://one/plans", (("one", 9200),), "plans", False, 1, 0),
        ("opensearch://one,two:9201/plans", (("one", 9201), ("two", 9201)), "plans", False, 1, 0),
        ("opensearch+https://a.b:443/x_1-y?shards=4&replicas=2", (("a.b", 443),), "x_1-y", True, 4, 2),
        ("opensearch://[::1]:9/p/", (("[::1]", 9),), "p", False, 1, 0),
    ],
)
def test_addresses(address: str, hosts: Any, name: str, tls: bool, shards: int, replicas: int) -> None:
    assert parse(address) == Address(hosts, name, tls, shards, replicas)
    assert parse(str(parse(address))) == Address(hosts, name, tls)


@pytest.mark.parametrize(
    "address",
    [
        "opensearch:plans", "opensearch://one", "opensearch:///plans", "opensearch://one/", "opensearch://one/Plans",
        "opensearch://one/plans*", "opensearch://one/_all", "opensearch://one/a,b", "opensearch://one:x/plans",
        "opensearch://one/plans-lock", "opensearch://one/p?shards=0", "opensearch://one/p?replicas=99",
        "opensearch://one/p?pipeline=x", "opensearch://one/p#x", "opensearch+http://one/p",
    ],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(SearchIndexError) as caught:
        parse(address)
    assert caught.value.code == "remote.no_address"


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SearchIndexError) as caught:
        Index.open(f"opensearch://eva:{SECRET}@one/plans")
    assert caught.value.code == "remote.password_in_address" and SECRET not in repr(caught.value)


def test_credentials_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"eva:{SECRET}:x\nmore\n")
    tls, near, far = parse("opensearch+https://one/p"), parse("opensearch://127.0.0.1/p"), parse("opensearch://one/p")
    assert access(tls, {"POLICYSEARCH_USER": "eva", "POLICYSEARCH_PASSWORD": SECRET}) == Access("eva", SECRET)
    assert access(near, {"POLICYSEARCH_CREDENTIALS": str(file)}) == Access("eva", f"{SECRET}:x")
    assert SECRET not in repr(access(near, {"POLICYSEARCH_CREDENTIALS": str(file)}))
    for address, environment, code in (
        (far, {"POLICYSEARCH_USER": "eva", "POLICYSEARCH_PASSWORD": SECRET}, "remote.needs_tls"),
        (tls, {"POLICYSEARCH_CREDENTIALS": str(tmp_path / "none")}, "remote.credentials_file"),
        (tls, {"POLICYSEARCH_CA": str(tmp_path / "none")}, "remote.ca_file"),
    ):
        with pytest.raises(SearchIndexError) as caught:
            access(address, environment)
        assert caught.value.code == code and SECRET not in str(caught.value)


def test_the_server_is_away() -> None:
    with server(root_then(200, {})) as host:
        pass
    with pytest.raises(SearchIndexError) as caught:
        Index.open(f"opensearch://{host}/plans")
    assert caught.value.code == "remote.away" and "refused" in str(caught.value)


def test_no_index_there() -> None:
    def answer(method: str, path: str, user: str) -> Answer:
        if path == "/":
            return 200, ROOT
        return (200, []) if "_cat" in path else (404, {"error": "alias [plans] missing", "status": 404})

    assert isinstance(refused(answer), NoIndexError)


def test_an_index_of_that_name_is_someone_elses() -> None:
    def answer(method: str, path: str, user: str) -> Answer:
        if path == "/":
            return 200, ROOT
        return (200, [{"index": "plans"}]) if "_cat" in path else (404, {"error": "alias missing", "status": 404})

    assert refused(answer).code == "remote.foreign_index"
    other: dict[str, Any] = {"other": {"aliases": {"plans": {}}}}
    assert refused(root_then(200, other)).code == "remote.foreign_index"
    unsaid: dict[str, Any] = {"plans-v000001": {"aliases": {}, "mappings": {}}}
    assert refused(root_then(200, unsaid)).code == "remote.foreign_index"


MARKED = {"mappings": {"_meta": {"program": "policysearch"}}}
UNMARKED: dict[str, Any] = {"mappings": {"properties": {"x": {"type": "keyword"}}}}


def test_an_alias_on_two_versions_is_told_as_what_it_is() -> None:
    both = {"plans-v000002": MARKED, "plans-v000001": MARKED}
    found = refused(root_then(200, both))
    assert found.code == "remote.two_current" and "plans-v000001, plans-v000002" in str(found)
    assert refused(root_then(200, both | {"plans-v000003": UNMARKED})).code == "remote.foreign_index"


def test_only_indices_with_our_mark_are_removed() -> None:
    """Whatever they are called: not those that another program made, nor when they stand in the way."""
    there = {f"plans-{part}": UNMARKED for part in ("v000000", "v000004", "v000123", "shares")}
    there |= {f"plans-v{number:06}": MARKED for number in (1, 2, 3, 5)}
    asked: list[tuple[str, str]] = []

    def answer(method: str, path: str, user: str) -> Answer:
        asked.append((method, path.partition("?")[0].removeprefix("/")))
        if path.startswith("/_cat"):
            return 200, [{"index": name, "pri.store.size": "1"} for name in there]
        wanted = asked[-1][1].removesuffix("/_mapping").removesuffix("v*")
        return 200, {name: mapping for name, mapping in there.items() if name.startswith(wanted)}

    with server(answer) as host:
        connection = connect(host)
        versions.sweep(connection, "v000003", 2)
        assert [name for method, name in asked if method == "DELETE"] == ["plans-v000001", "plans-v000005"]
        with pytest.raises(SearchIndexError) as caught:
            ownership.remove(connection, "plans-v000004")
        assert (
            caught.value.code == "remote.foreign_index" and len([1 for method, _ in asked if method == "DELETE"]) == 2
        )
        connection.close()


@pytest.mark.parametrize(
    "said",
    [
        {"version": {"number": "8.1.0"}},
        {"version": {"distribution": "opensearch", "number": "2.19.1"}},
        {"hello": "world"},
        [],
        b"<html>",
    ],
)
def test_what_answers_is_no_opensearch_or_too_old(said: Any) -> None:
    code = "remote.no_json" if isinstance(said, bytes) else "remote.foreign_server"
    assert refused(lambda method, path, user: (200, said)).code == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (error(401, "security_exception"), "remote.unauthorized"),
        ((401, b"Unauthorized"), "remote.unauthorized"),
        (error(403, "security_exception", "no permissions"), "remote.forbidden"),
        (
            error(403, "cluster_block_exception", "index [x] blocked by: [FORBIDDEN/5/index read-only (api)];"),
            "remote.read_only",
        ),
        (
            error(
                429, "cluster_block_exception", "[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, ...];"
            ),
            "remote.full",
        ),
        (
            error(
                403, "index_create_block_exception", "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];"
            ),
            "remote.no_new_index",
        ),
        (error(429, "circuit_breaking_exception", "Data too large"), "remote.busy"),
        ((503, b"Bad gateway"), "remote.busy"),
        (error(400, "illegal_argument_exception", "no"), "remote.refused"),
    ],
)
def test_refusals(answer: Answer, code: str) -> None:
    assert refused(root_then(*answer)).code == code
    assert (
        refused(root_then(*answer), lambda address: Index.update([Path(__file__).parents[2] / "corpus"], address)).code
        == code
    )


def test_user_and_password_are_sent_and_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYSEARCH_USER", "eva")
    monkeypatch.setenv("POLICYSEARCH_PASSWORD", SECRET)
    seen: list[str] = []

    def answer(method: str, path: str, user: str) -> Answer:
        seen.append(user)
        return error(401, "security_exception")

    assert refused(answer).code == "remote.unauthorized" and set(seen) == {f"eva:{SECRET}"}


def connect(host: str) -> Connection:
    return Connection(parse(f"opensearch://{host}/plans"))


def matching(host: str, query: dict[str, Any] | None = None) -> Scores:
    """What such a server gives for a query."""
    return list_matches(
        Connection(parse(f"opensearch://{host}/plans")), "plans-v000001", 9, query or {"match_all": {}}, 9
    )


def test_what_only_some_shards_answer_is_an_error() -> None:
    """Not a smaller total; nor is what the cluster stopped in the middle, nor an answer to some of several searches."""
    some: list[dict[str, Any]] = [{"_shards": {"failed": 1}}, {"_shards": {}}, {"timed_out": True}]
    for wrong in some:
        with server(always(200, LIST | wrong)) as host, pytest.raises(SearchIndexError) as caught:
            Connection(parse(f"opensearch://{host}/plans")).search("x", {"size": 0})
        assert caught.value.code == "remote.partial"
        for responses in ([LIST | wrong], [LIST, LIST | wrong], []):
            with server(always(200, {"responses": responses})) as host, pytest.raises(SearchIndexError) as caught:
                matching(host)
            assert caught.value.code == "remote.partial"


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (error(503, "search_phase_execution_exception", "all shards failed"), "remote.busy"),
        (error(404, "index_not_found_exception", "no such index"), "remote.gone"),
        (error(400, "script_exception", "compile error"), "remote.refused"),
    ],
)
def test_one_refused_of_several_searches_is_an_error(refusal: Answer, code: str) -> None:
    with server(always(200, {"responses": [LIST, refusal[1]]})) as host, pytest.raises(SearchIndexError) as caught:
        matching(host)
    assert caught.value.code == code


@pytest.mark.parametrize("body", [None, [], {}, "x", 7, b"", b"[" * 100_000, b'{"a": "\xff"}', {"plans-v000001": 1}])
def test_an_answer_of_another_form_is_an_error(body: Any) -> None:
    """As when a proxy answers instead: of whatever form what is valid JSON has, and whatever was asked for."""
    damaged = partial(DamagedIndexError, "plans")
    asks: list[Callable[[str], object]] = [
        lambda host: connect(host).check_version(),
        lambda host: versions.current(connect(host)),
        lambda host: versions.names(connect(host)),
        lambda host: versions.at_work(connect(host)),
        lambda host: connect(host).search("x", {"size": 0}),
        lambda host: connect(host).bulk("x", ["{}", "1"]),
        matching,
        lambda host: Rows(connect(host), "x", damaged)[0],
        lambda host: shares.missing(connect(host), 2),
        lambda host: ownership.Lock(connect(host), 0).__enter__(),
    ]
    for wrapped in (body, {"docs": body}, {"responses": [LIST | {"aggregations": body}]}, LIST | {"hits": body}):
        if isinstance(wrapped, dict) and isinstance(body, bytes):
            continue
        with server(always(200, wrapped)) as host:
            for ask in asks:
                with contextlib.suppress(SearchIndexError):  # and no other
                    ask(host)


@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_an_answer_that_does_not_end_is_an_error(pause: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that is long nor one that comes a byte now and then; nor does it fill the memory."""
    monkeypatch.setattr(connections, "_LARGEST", 2**22)
    monkeypatch.setattr(connections, "_READ", 0.5)
    sent = [0]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(2**40))
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    sent[0] += self.wfile.write(b"x" if pause else b"x" * 2**16)
                    time.sleep(pause)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        connection = Connection(parse(f"opensearch://127.0.0.1:{made.server_address[1]}/plans"))
        for seconds, wanted in ((None, SearchIndexError), (0.2, QueryTimeout if pause else SearchIndexError)):
            started = time.monotonic()
            with pytest.raises(wanted) as caught, deadline(seconds):
                connection.ask("GET", "/", again=False)
            assert time.monotonic() - started < 10 and sent[0] < 2**26
            assert seconds or caught.value.code == ("remote.slow" if pause else "remote.no_json")
        connection.close()
        made.shutdown()


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: "]
)
def test_headers_that_do_not_end_are_an_error(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A status or a header that comes a byte now and then, or one header after the other."""
    monkeypatch.setattr(connections, "_READ", 0.6)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                self.wfile.write(start)
                while True:
                    self.wfile.write(b"x" if not start or start.endswith(b" ") else b"X: 1\r\n")
                    time.sleep(0.05)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        connection = connect(f"127.0.0.1:{made.server_address[1]}")
        for seconds, wanted in ((None, SearchIndexError), (0.2, QueryTimeout)):
            started = time.monotonic()
            with pytest.raises(wanted) as caught, deadline(seconds):
                connection.ask("GET", "/", again=False)
            assert time.monotonic() - started < 3
            assert seconds or caught.value.code == "remote.slow"
        connection.close()
        made.shutdown()


def test_a_connection_used_again_has_its_whole_time_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of one request's is not that of the next."""
    monkeypatch.setattr(connections, "_READ", 1.0)
    asked: list[str] = []

    def answer(method: str, path: str, user: str) -> Answer:
        asked.append(path)
        time.sleep(0.6)
        return 200, ROOT

    with server(answer) as host:
        connection = connect(host)
        for _ in range(3):
            assert connection.ask("GET", "/", again=False) == ROOT
        connection.close()
    assert len(asked) == 3


def test_what_a_cluster_warns_of_is_not_told() -> None:
    def answer(method: str, path: str, user: str) -> Answer:
        return 200, ROOT

    with server(answer, headers={"Warning": '299 OpenSearch-3.8.0 "deprecated"'}) as host, warnings.catch_warnings():
        warnings.simplefilter("error")
        Connection(parse(f"opensearch://{host}/plans")).check_version()


def test_every_search_asks_for_all_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(method: str, path: str, user: str) -> Answer:
        asked.append(path)
        return 200, LISTS if "_msearch" in path else WHOLE

    sent: list[str] = []
    send = Connection._sent

    def kept(self: Connection, method: str, path: str, body: Any, *more: Any) -> Any:
        sent.append(body)
        return send(self, method, path, body, *more)

    monkeypatch.setattr(Connection, "_sent", kept)
    with server(answer) as host:
        assert matching(host) == {4097: [3]}
        Connection(parse(f"opensearch://{host}/plans")).search("x", {"size": 0})
    several, one = asked
    assert "_msearch" in several and "allow_partial_search_results=false" in one
    assert json.loads(sent[0].split("\n")[0])["allow_partial_search_results"] is False


def test_a_passing_fault_is_tried_again_a_few_times() -> None:
    asked: list[str] = []

    def answer(method: str, path: str, user: str) -> Answer:
        asked.append(path)
        return (200, LISTS) if len(asked) > 2 else error(503, "no_shard_available_action_exception")

    with server(answer) as host:
        assert matching(host) == {4097: [3]}
    assert len(asked) == 3
    with server(always(*error(503, "x"))) as host, pytest.raises(SearchIndexError):
        Connection(parse(f"opensearch://{host}/plans")).ask("GET", "/x")


def test_a_host_that_is_away_is_passed_over() -> None:
    with server(root_then(200, {})) as gone:
        pass
    with server(root_then(200, {"x": 1})) as host:
        made = Connection(parse(f"opensearch://{gone},{host}/plans"))
        assert [made.ask("GET", "/x") for _ in range(4)] == [{"x": 1}] * 4


def test_an_open_connection_finds_a_cluster_that_comes_back() -> None:
    answer = always(200, ROOT)
    with server(answer) as one, server(answer) as other:
        connection = Connection(parse(f"opensearch://{one},{other}/plans"))
        assert connection.ask("GET", "/") == ROOT
        connection._transport.close()  # the server's threads end with their connections
    for _ in range(5):
        with pytest.raises(SearchIndexError):
            connection.ask("GET", "/")
    with server(answer, port=int(other.partition(":")[2])):
        assert [connection.ask("GET", "/") for _ in range(4)] == [ROOT] * 4
    connection.close()


def test_a_version_that_is_gone_says_what_to_do() -> None:
    gone = always(*error(404, "index_not_found_exception", "no such index"))
    with server(gone) as host, pytest.raises(SearchIndexError) as caught:
        matching(host)
    assert caught.value.code == "remote.gone"


def test_no_request_outlives_the_deadline() -> None:
    done = threading.Event()

    def answer(method: str, path: str, user: str) -> Answer:
        done.wait(10)
        return 200, LISTS

    with server(answer) as host, pytest.raises(QueryTimeout), deadline(0.3):
        matching(host)
    done.set()


def test_a_bulk_request_is_sent_again_for_what_was_refused_for_now() -> None:
    """And fails at once for what never will be written."""
    rounds = [
        {
            "errors": True,
            "items": [{"index": {"status": 201}}, {"index": {"status": 429, "error": {"type": "x", "reason": "y"}}}],
        }
    ]
    with server(lambda method, path, user: (200, rounds.pop() if rounds else {"errors": False, "items": []})) as host:
        Connection(parse(f"opensearch://{host}/plans")).bulk("x", ["{}", "1", "{}", "2"])
    for status, kind, reason, code in (
        (400, "mapper_parsing_exception", "no", "remote.refused"),
        (403, "cluster_block_exception", "index read-only (api)", "remote.read_only"),
        (429, "cluster_block_exception", "disk usage exceeded flood-stage watermark", "remote.full"),
    ):
        told = {"errors": True, "items": [{"index": {"status": status, "error": {"type": kind, "reason": reason}}}]}
        with server(always(200, told)) as host, pytest.raises(SearchIndexError) as caught:
            Connection(parse(f"opensearch://{host}/plans")).bulk("x", ["{}", "1"])
        assert caught.value.code == code


def test_a_bulk_request_waits_for_a_cluster_that_is_short_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than one that reads, but not for ever."""
    monkeypatch.setattr(connections, "_PAUSES", (0.0,))
    asked: list[str] = []
    full = error(429, "circuit_breaking_exception", "[parent] Data too large")

    def answer(method: str, path: str, user: str) -> Answer:
        asked.append(path)
        return (200, {"errors": False, "items": []}) if len(asked) == 9 else full

    with server(answer) as host:
        made = Connection(parse(f"opensearch://{host}/plans"))
        made.bulk("x", ["{}", "1"])
        assert len(asked) == 9
        with pytest.raises(SearchIndexError) as caught:
            made.bulk("x", ["{}", "1"])
        assert caught.value.code == "remote.busy" and len(asked) < 40


def test_certificates_are_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nobody vouches for is refused; with --ca its own authority is believed."""
    import ssl

    key, certificate = tmp_path / "key.pem", tmp_path / "ca.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no openssl to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(root_then(200, {"x": 1}), context) as host:
        port = host.rpartition(":")[2]
        address = parse(f"opensearch+https://localhost:{port}/plans")
        with pytest.raises(SearchIndexError) as caught:
            Connection(address).check_version()
        assert caught.value.code == "remote.certificate" and "--ca" in str(caught.value)
        monkeypatch.setenv("POLICYSEARCH_CA", str(certificate))
        Connection(address).check_version()
        monkeypatch.setenv("POLICYSEARCH_CA", str(key))  # no certificate at all
        with pytest.raises(SearchIndexError) as caught:
            Connection(address)
        assert caught.value.code == "remote.ca_file"
        monkeypatch.setenv("POLICYSEARCH_CA", str(certificate))
        with pytest.raises(SearchIndexError) as caught:
            Connection(
                parse(f"opensearch+https://127.0.0.1:{port}/plans")
            ).check_version()  # another name than the certificate's
        assert caught.value.code == "remote.certificate"
