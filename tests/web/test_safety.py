"""Nothing from a document or a request becomes more than text, strangers are not answered, and limits hold."""

from __future__ import annotations

import logging
import re
import threading
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from policysearch import Index
from policysearch.cli.main import main
from policysearch.web import api, create_app, this_computer
from policysearch.web.endpoint import Endpoint
from policysearch.web.guard import Limits
from tests.support.web_fixtures import HOSTILE, client, hostile, samples

HTML = {"accept": "text/html"}
HIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def harmless(page: str) -> None:
    """No element, attribute or address that we did not write."""
    assert not HIDDEN.search(page)
    shown = BeautifulSoup(page, "html.parser")
    assert len(shown.find_all("script")) == 1
    assert (
        shown.script
        and re.fullmatch(r"/static/app\.js\?v=[0-9a-f]{12}", str(shown.script["src"]))
        and not shown.script.text
    )
    assert not shown.find_all(["style", "iframe", "img", "svg", "base", "object", "embed"])
    for element in shown.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("href", "src", "action"):
            assert str(element.get(name, "/")).startswith(("/", "#"))


def test_pages_of_hostile_documents_are_harmless() -> None:
    with client(hostile()) as web, Index.open(hostile()) as index:
        for address in (
            "/",
            "/documents",
            "/?q=氢能",
            "/?q=氢能&group=document",
            "/?q=氢能&page=2",
            "/compare?term=氢能&indicator=1",
        ):
            harmless(web.get(address).text)
        for document in index.documents():
            page = web.get(f"/documents/{quote(document.id, safe='')}?q=氢能")
            assert page.status_code == 200
            harmless(page.text)
        ET.fromstring(web.get("/feed?q=氢能").content)
        fragment = BeautifulSoup(web.get("/fragment?q=氢能").text, "html.parser")
        assert {element.name for element in fragment.find_all(True)} <= {
            "section",
            "div",
            "p",
            "ol",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "li",
            "h3",
            "a",
            "mark",
            "cite",
            "caption",
        }


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_queries_are_harmless(evil: str) -> None:
    with client(samples()) as web:
        for address in (
            "/",
            "/compare",
            "/documents/cq-fyp-14",
            "/documents/cq-fyp-14/part_1",
            "/feed",
            "/opensearch.xml",
        ):
            for name in ("q", "term", "indicator", "district", "page"):
                response = web.get(address, params={name: evil}, headers=HTML, follow_redirects=False)
                assert response.status_code in (200, 302, 400)
                if response.headers.get("content-type", "").startswith("text/html"):
                    harmless(response.text)


def test_every_answer_has_the_headers() -> None:
    with client(samples()) as web:
        for address in ("/", "/?q=氢能", "/api/search?q=氢能", "/api/search", "/static/app.js", "/nothing", "/healthz"):
            headers = web.get(address).headers
            policy = headers["content-security-policy"]
            assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'self'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-resource-policy"] == "same-origin"


def test_strangers_are_denied_unless_somebody_says_who_may_come_in() -> None:
    with client(samples(), auth=None) as web:
        response = web.get("/")
        assert response.status_code == 401 and "token" in response.json()["detail"]
        assert web.get("/healthz").status_code == 200
        for address in ("/documents/healthz", "/api/provisions/a/healthz", "/healthz/", "//healthz", "/static/app.js"):
            assert web.get(address).status_code == 401, address

    def scope(server: str, peer: str, host: str) -> dict[str, Any]:
        return {
            "type": "http", "method": "GET", "path": "/api/documents", "raw_path": b"/api/documents", "root_path": "",
            "query_string": b"", "headers": [(b"host", host.encode())], "server": (server, 80), "client": (peer, 5),
            "scheme": "http", "http_version": "1.1",
        }  # fmt: skip

    assert asked(scope("127.0.0.1", "127.0.0.1", "localhost:8765")) == 200
    assert asked(scope("::1", "::1", "[::1]:8765")) == 200
    assert asked(scope("10.0.0.5", "10.0.0.9", "10.0.0.5")) == 403
    assert asked(scope("127.0.0.1", "10.0.0.9", "localhost")) == 403
    assert asked(scope("127.0.0.1", "127.0.0.1", "evil.example")) == 421


def asked(scope: dict[str, Any]) -> int:
    """The status an application for this computer answers with."""
    import anyio

    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def run() -> None:
        await create_app(samples(), auth=this_computer)(scope, receive, send)

    anyio.run(run)
    return int(statuses[0])


def test_the_hook_decides() -> None:
    async def staff(request: Request) -> Any:
        if request.headers.get("x-user") == "broken":
            return None  # neither yes nor no is no
        return request.headers.get("x-user") == "staff" or PlainTextResponse("登录", 401)

    with client(samples(), auth=staff) as web:
        assert web.get("/api/documents").status_code == 401
        assert web.get("/api/documents", headers={"x-user": "broken"}).status_code == 403
        assert web.get("/api/documents", headers={"x-user": "staff"}).status_code == 200


def test_serve_refuses_to_be_open_unasked() -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--index", str(samples())])
    assert result.exit_code == 2 and "--auth" in result.output
    result = CliRunner().invoke(main, ["serve", "--auth", "nowhere:f", "--index", str(samples())])
    assert result.exit_code == 2 and "nowhere" in result.output


def test_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    with client(samples(), limits=Limits(rate=0.001, burst=5)) as web:
        statuses = [web.get("/api/documents").status_code for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        assert web.get("/healthz").status_code == web.get("/static/app.js").status_code == 200
    with client(samples()) as web:
        assert web.get("/" + "a" * 9000).status_code == 414
        assert web.post("/api/search?q=a").status_code == 405
        assert web.request("GET", "/", content=b"x").status_code == 413
        assert web.get("/documents", headers={"transfer-encoding": "chunked"}).status_code == 413

    ended = threading.Event()

    def slow(*_: object) -> None:
        ended.wait(60)

    endpoint = next(endpoint for endpoint in api.ENDPOINTS if endpoint.path == "/api/documents")
    monkeypatch.setattr("policysearch.web.app.ENDPOINTS", [Endpoint(endpoint.path, "", (), slow, "Documents")])
    with client(samples(), limits=Limits(rate=0, seconds=0.05)) as web:
        assert web.get("/api/documents").status_code == 504
        ended.set()


def test_an_index_that_is_not_there_is_503_without_its_path() -> None:
    with client("/nowhere/secret") as web:
        for address in ("/healthz", "/api/search?q=a", "/"):
            response = web.get(address)
            assert response.status_code == 503 and "secret" not in response.text


def test_the_access_log_is_without_queries_unless_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "policysearch.web.access")
    for log_queries in (False, True):
        caplog.clear()
        with client(samples(), log_queries=log_queries) as web:
            web.get("/api/search?q=secret%0Aword")
            web.get("/api/a%0A2026-01-01%20fake\u202e")
        lines = [record.getMessage() for record in caplog.records]
        assert ("secret" in lines[0]) is log_queries
        assert all("\n" not in line and "\u202e" not in line for line in lines)


def test_pages_are_cached_until_the_next_rebuild_and_the_tag_is_of_the_version(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_text("某区规划\n\n第一章　氢能\n\n发展氢能。\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with client(tmp_path / "index") as web:
        for address in ("/?q=氢能", "/api/search?q=氢能", "/documents"):
            first = web.get(address)
            tag = first.headers["etag"]
            again = web.get(address, headers={"if-none-match": tag})
            assert again.status_code == 304 and not again.content
        (tmp_path / "a.txt").write_text(
            "某区规划\n\n第一章　氢能\n\n发展氢能。氢能。\n\n第二章　氢能\n\n储氢。\n", "utf-8"
        )
        Index.update([tmp_path / "a.txt"], tmp_path / "index")
        fresh = web.get("/api/search?q=氢能", headers={"if-none-match": tag})
        assert fresh.status_code == 200 and fresh.headers["etag"] != tag and fresh.json()["total"] == 2
    static = re.search(r"/static/app\.css\?v=\w+", first.text)
    assert static
    with client(samples()) as web:
        assert "immutable" in web.get(static[0]).headers["cache-control"]


def test_embedding_is_for_the_origins_that_were_named() -> None:
    with client(samples(), embed_origins=["https://portal.example"]) as web:
        allowed = web.get("/api/documents", headers={"origin": "https://portal.example"})
        assert allowed.headers["access-control-allow-origin"] == "https://portal.example"
        assert "https://portal.example" in allowed.headers["content-security-policy"]
        other = web.get("/api/documents", headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
