"""Who is let in and how: the token, users with a name, refusals for people and programs, the log, slow clients."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from starlette.requests import Request
from starlette.responses import RedirectResponse

from policysearch.cli.main import main
from policysearch.runtime.deadline import check
from policysearch.web import api, create_app, this_computer
from policysearch.web.endpoint import Endpoint
from policysearch.web.guard import Limits
from tests.support.paths import ROOT
from tests.support.web_fixtures import TestClient, client, samples, tag

HTML = {"accept": "text/html"}
SECRET = "geheim-0123456789abcdef"
ADDRESSES: tuple[str, ...] = (
    "/",
    "/?q=氢能",
    "/api/search?q=氢能",
    "/documents",
    "/compare",
    "/feed?q=氢能",
    "/fragment?q=氢能",
)
ADDRESSES += ("/opensearch.xml", "/api/openapi.json", "/static/app.css", "/nothing", "//", "/healthz/", "/%2e/healthz")


@contextlib.contextmanager
def serving(*args: str, cwd: Path | None = None, **environment: str) -> Iterator[tuple[str, str]]:
    """`policysearch serve` in a process of its own: its address, and what it prints of it."""
    command = [sys.executable, "-m", "policysearch", "serve", "--index", str(samples()), "--port", "0", *args]
    env = {name: value for name, value in os.environ.items() if name != "POLICYSEARCH_TOKEN"} | environment
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), env.get("PYTHONPATH", "")])
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env, cwd=cwd) as server:
        try:
            assert server.stderr
            said = server.stderr.readline()
            found = re.search(r"http://[^/ ]+", said)
            assert found, said + server.stderr.read()
            yield found[0], said
        finally:
            server.terminate()


def get(address: str, **headers: str) -> tuple[int, Any]:
    """Status and headers, without following redirects."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=30) as response:
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


def test_without_auth_nobody_is_let_in_but_by_the_token() -> None:
    for app in (create_app(samples(), token=SECRET), create_app(samples())):
        token = app.state.token
        # What a plain nginx on the same machine sends for a stranger.
        with TestClient(app, base_url="http://127.0.0.1:8765", client=("127.0.0.1", 50000)) as web:
            for address in ADDRESSES:
                response = web.get(address)
                assert response.status_code == 401, address
                assert response.headers["www-authenticate"].startswith("Bearer")
                assert "氢能产业" not in response.text
            assert web.get("/healthz").status_code == 200
            for wrong in ("", "x", token[:-1], token + "x", token.upper(), "政策"):
                assert web.get("/api/documents", params={"token": wrong}).status_code == 401
                bearer = f"Bearer {wrong}".encode()
                assert web.get("/api/documents", headers={b"authorization": bearer}).status_code == 401
                cookie = f"policysearch-8765={wrong}".encode()
                assert web.get("/api/documents", headers={b"cookie": cookie}).status_code == 401
            assert web.get("/api/documents", headers={"authorization": f"Bearer {token}"}).status_code == 200
            assert web.get("/api/documents", headers={"authorization": f"bearer  {token} "}).status_code == 200
            assert web.get("/api/search", params={"q": "氢能", "token": token}).status_code == 200
            feed = web.get("/feed", params={"q": "氢能", "token": token}).text
            assert "<entry>" in feed and token not in feed


def test_a_browser_shows_the_token_once() -> None:
    app = create_app(samples(), token=SECRET)
    with TestClient(app, base_url="http://localhost:8765", follow_redirects=False) as web:
        first = web.get("/", params={"q": "氢能", "token": SECRET, "sort": "date"}, headers=HTML)
        assert first.status_code == 303
        assert first.headers["location"] == "/?q=%E6%B0%A2%E8%83%BD&sort=date"
        assert first.headers["referrer-policy"] == "no-referrer"
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/;" in cookie and SECRET not in cookie
        assert web.get(first.headers["location"]).status_code == 200
        assert web.get(f"http://localhost:8765//evil.example/?token={SECRET}").headers["location"] == "/evil.example/"
        old = web.cookies.get("policysearch-8765")
    other = create_app(samples(), token=SECRET[::-1])
    with TestClient(other, base_url="http://localhost:8765", cookies={"policysearch-8765": old or ""}) as web:
        assert web.get("/").status_code == 401, "the cookie of another token"
    with TestClient(create_app(samples(), token=SECRET, embed_origins=["https://portal.example"])) as web:
        for base, expected in (
            ("http://search.example", "SameSite=Lax"),
            ("https://search.example", "SameSite=None; Secure"),
        ):
            cookie = web.get(f"{base}/?token={SECRET}", follow_redirects=False).headers["set-cookie"]
            assert cookie.endswith(expected)


def test_the_token_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with TestClient(create_app(samples(), token=SECRET, log_queries=True)) as web:
        for address in ("/", "/api/documents", "/nothing", "/static/app.js"):
            for name in ("token", "t%6fken", "%74oken"):
                web.get(f"{address}?q=a&{name}={SECRET}&{name}=falsch")
    guarded = create_app(samples(), token=SECRET)

    async def with_the_query_in_its_path(scope: Any, receive: Any, send: Any) -> None:  # as some servers have it
        raw = {"raw_path": scope["raw_path"] + b"?" + scope["query_string"]} if scope["type"] == "http" else {}
        await guarded(scope | raw, receive, send)

    TestClient(with_the_query_in_its_path).get(f"/?token={SECRET}")
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("policysearch")]
    assert len(logged) >= 13 and not any(SECRET in line or "falsch" in line for line in logged)


def test_the_environment_gives_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYSEARCH_TOKEN", SECRET)
    assert create_app(samples()).state.token == SECRET
    assert create_app(samples(), auth=lambda request: False).state.token is None, "auth= alone decides"
    for wrong in ("with blank", "令牌", "a\nb"):
        with pytest.raises(ValueError, match="token"):
            create_app(samples(), token=wrong)
    with pytest.raises(ValueError, match="origin"):
        create_app(samples(), embed_origins=["*"])


def test_serve_prints_the_address_that_lets_in(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    with serving() as (address, said):
        link = re.search(r"http://\S+\?token=\w{32,}", said)
        assert link and get(link[0])[0] == 303 and get(f"{address}/api/documents")[0] == 401
    given: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        ((), {"POLICYSEARCH_TOKEN": SECRET}),
        (("--token-file", str(tmp_path / "token")), {}),
    ]
    for args, environment in given:
        with serving(*args, **environment) as (address, said):
            assert "token" not in said, "it stands in the log of a service"
            assert get(f"{address}/api/documents")[0] == 401
            assert get(f"{address}/api/documents", Authorization=f"Bearer {SECRET}")[0] == 200
    with serving("--no-token", "--root-path", "/policy") as (address, said):
        assert f"{address}/policy/ " in said
        assert get(f"{address}/policy/documents")[0] == get(f"{address}/documents")[0] == 200
        assert get(f"{address}/", Host="portal.example")[0] == 421
        assert get(f"{address}/", **{"X-Forwarded-For": "9.9.9.9"})[0] == 403


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--no-token", "--auth", "policysearch.web:everyone"], "--no-token"),
        (["--no-token", "--host", "0.0.0.0"], "--auth"),
        (["--token-file", "/nowhere/token"], "--token-file"),
        (["--root-path", "policy"], "--root-path"),
        (["--trusted-proxy", "proxy"], "--trusted-proxy"),
        (["--embed", "*"], "origin"),
    ],
)
def test_serve_says_what_is_wrong(args: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICYSEARCH_TOKEN", raising=False)
    result = CliRunner().invoke(main, ["serve", "--index", str(samples()), *args])
    assert result.exit_code == 2 and said in result.output and len(result.output.splitlines()) < 6


def test_what_is_refused_is_a_page_for_people_and_a_problem_for_programs() -> None:
    def user(request: Request) -> bool:
        return request.headers.get("x-user") == "staff"

    def check(web: Any, status: int, chinese: str, address: str = "/?q=氢能", **headers: str) -> None:
        page = web.get(address, headers={**HTML, **headers})
        assert page.status_code == status and page.headers["content-type"].startswith("text/html")
        shown = BeautifulSoup(page.text, "html.parser")
        assert chinese in tag(shown, "h1").get_text() and "no-store" in page.headers["cache-control"]
        assert not shown.find_all(["script", "link", "img"]), "nothing that would be refused too"
        hashes = re.findall(r"'sha256-[^']+'", page.headers["content-security-policy"])
        assert len(hashes) == 1 and "unsafe" not in page.headers["content-security-policy"]
        problem = web.get(address, headers={"accept": "application/json", **headers})
        assert problem.headers["content-type"] == "application/problem+json" and problem.json()["status"] == status

    with client(samples(), auth=None, token=SECRET) as web:
        check(web, 401, "令牌")
        form = tag(BeautifulSoup(web.get("/?q=氢能<&token=no", headers=HTML).text, "html.parser"), "form")
        hidden = {field["name"]: field.get("value") for field in form.find_all("input")}
        assert hidden == {"q": "氢能<", "token": None}
    with client(samples(), auth=user) as web:
        check(web, 403, "没有访问权限")
        assert web.get("/", headers={"x-user": "staff"}).status_code == 200
    with client(samples(), limits=Limits(rate=0.001, burst=1)) as web:
        assert web.get("/documents").status_code == 200
        check(web, 429, "过于频繁")
        assert int(web.get("/documents", headers=HTML).headers["retry-after"]) > 0
    with client(samples(), auth=this_computer) as web:
        check(web, 421, "名称", host="portal.example")
    with client(samples()) as web:
        check(web, 414, "地址过长", "/?q=" + "a" * 9000)


def test_the_style_of_a_refusal_is_the_one_that_the_policy_lets_in() -> None:
    import base64
    import hashlib

    with client(samples(), auth=None, token=SECRET) as web:
        page = web.get("/", headers=HTML)
        style = re.search(r"<style>(.*?)</style>", page.text, re.S)
        assert style
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{digest}'" in page.headers["content-security-policy"]


def test_rates_are_of_users_where_they_have_a_name() -> None:
    def named(request: Request) -> Any:
        return request.headers.get("x-user") or RedirectResponse("/login")

    with client(samples(), auth=named, limits=Limits(rate=0.001, burst=3)) as web:

        def ask(user: str) -> int:
            return web.get("/documents", headers={"x-user": user}, follow_redirects=False).status_code

        assert [ask("a") for _ in range(5)] == [200] * 3 + [429] * 2
        assert [ask("b") for _ in range(4)] == [200] * 3 + [429], "others at the same address are not slowed"
        assert [ask("") for _ in range(4)] == [307] * 3 + [429], (
            "who has no name shares the address; guesses are counted"
        )


def test_rates_of_ipv6_are_of_a_network() -> None:
    app = create_app(samples(), token=SECRET, limits=Limits(rate=0.001, burst=2))
    statuses = []
    for n in range(4):
        web = TestClient(app, client=(f"2001:db8::{n}", 1), headers={"authorization": f"Bearer {SECRET}"})
        statuses.append(web.get("/api/documents").status_code)
    assert statuses == [200, 200, 429, 429]


def test_a_client_that_is_no_address_does_not_stand_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "policysearch.web.access")
    for forged in ("9.9.9.9 GET /admin 200 0.1 ms", "\x1b[31mred", "1.1.1.1\nfake", "", "fe80::1%\n"):
        with client(samples(), client=(forged, 1)) as web:
            web.get("/healthz")
    with client(samples(), client=("2001:db8::1", 1)) as web:
        web.get("/healthz")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 6 and all(line.startswith("- - GET /healthz 200") for line in lines[:5])
    assert lines[5].startswith("2001:db8::1 - GET")


def test_embedding_goes_with_signing_in() -> None:
    with client(samples(), auth=None, token=SECRET, embed_origins=["https://portal.example"]) as web:
        for status, headers in ((200, {"authorization": f"Bearer {SECRET}"}), (401, {})):
            asked = web.get("/api/documents", headers={"origin": "https://portal.example", **headers})
            assert asked.status_code == status
            assert asked.headers["access-control-allow-origin"] == "https://portal.example"
            assert asked.headers["access-control-allow-credentials"] == "true"
        other = web.get("/api/documents", headers={"origin": "https://evil.example"})
        assert "access-control-allow-credentials" not in other.headers
    script = (ROOT / "policysearch/web/static/policy-search.js").read_text("utf-8")
    assert 'credentials: "include"' in script


def test_not_changed_is_said_of_what_exists_and_is_valid_only() -> None:
    with client(samples()) as web:
        tag = web.get("/documents").headers["etag"]
        for known in (tag, "*", f'"other", {tag}'):
            for address, status in (
                ("/documents/nonexistent", 404), ("/?q=(((", 400), ("/api/search", 400), ("/api/documents/none", 404),
                ("/api/provisions/none", 404), ("/fragment?q=(", 400), ("/feed?q=(", 400), ("/compare?term=(", 400),
                ("/nothing", 404),
            ):  # fmt: skip
                assert web.get(address, headers={"if-none-match": known}).status_code == status, (address, known)
            for address in ("/?q=氢能", "/documents", "/api/search?q=氢能", "/fragment?q=养老", "/static/app.js"):
                asked = known if not address.startswith("/static") else "*"
                for _ in range(2):
                    response = web.get(address, headers={"if-none-match": asked})
                    assert response.status_code == 304 and not response.content, (address, known)
        assert web.get("/documents", headers={"if-none-match": '"other"'}).status_code == 200


def test_the_tag_changes_with_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    package = tmp_path / "policysearch"
    source = ROOT / "policysearch"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    program = (
        "from starlette.testclient import TestClient; from policysearch.web import create_app, everyone;"
        f"print(TestClient(create_app({str(samples())!r}, auth=everyone)).get('/documents').headers['etag'])"
    )

    def tag() -> str:
        env = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout.strip()

    first = tag()
    assert first.startswith('W/"') and tag() == first, "the same code in another process has the same tag"
    with (package / "html.py").open("a") as file:
        file.write("# changed\n")
    assert tag() != first


def test_healthz_does_not_wait_for_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    going, working = threading.Event(), threading.Semaphore(0)

    def slow(*_: object) -> dict[str, object]:
        working.release()
        going.wait(60)
        return {}

    endpoint = next(endpoint for endpoint in api.ENDPOINTS if endpoint.path == "/api/documents")
    monkeypatch.setattr("policysearch.web.app.ENDPOINTS", [Endpoint(endpoint.path, "", (), slow, "Documents")])
    with client(samples(), limits=Limits(rate=0.001, burst=2, at_once=2, seconds=60)) as web:
        asking = [threading.Thread(target=web.get, args=("/api/documents",)) for _ in range(2)]
        for thread in asking:
            thread.start()
        try:
            assert working.acquire(timeout=30) and working.acquire(timeout=30), "all slots are taken"
            assert web.get("/documents").status_code == 429, "and all that this address may ask for"
            assert [web.get("/healthz").status_code for _ in range(20)] == [200] * 20
            assert all(thread.is_alive() for thread in asking)
        finally:
            going.set()
            for thread in asking:
                thread.join()


def test_a_page_that_failed_keeps_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        while True:
            check()
            time.sleep(0.01)

    monkeypatch.setattr("policysearch.web.search_request.SearchRequest.answer", slow)
    with client(samples(), limits=Limits(rate=0, seconds=0.05)) as web:
        page = web.get("/", params={"q": '第* OR "应', "sort": "date"}, headers=HTML)
        assert page.status_code == 504
        shown = BeautifulSoup(page.text, "html.parser")
        assert tag(shown, "input#q")["value"] == '第* OR "应'
        assert "sort=date" in tag(shown, "a:-soup-contains('再试一次')")["href"] and "缩小范围" in shown.get_text()


def test_terms_of_the_compare_page_are_those_of_the_api() -> None:
    terms = ["“氢能 燃料电池”~20", "区县：九龙坡 氢能", "氢能 OR 储能", "(氢能 产业)", "氢能"]
    with client(samples()) as web:
        asked = web.get("/api/compare", params={"term": terms}).json()
        page = web.get("/compare", params={"term": [*terms, ""]}, headers=HTML)
        assert page.status_code == 200
        shown = BeautifulSoup(page.text, "html.parser")
        assert [head.get_text() for head in shown.select(".heat thead a")] == terms
        counts = [
            [cell.get_text().split(" 次")[0] for cell in row.select("td")] for row in shown.select(".heat tbody tr")
        ]
        assert counts == [
            [str(cell["occurrences"]) if cell["best"] else "—" for cell in row["cells"]] for row in asked["rows"]
        ]
        filled = [field.get("value") for field in shown.select("form.terms fieldset input")]
        assert filled == [*terms, ""]
        for link in shown.select(".heat thead a, .order a"):
            again = BeautifulSoup(web.get(str(link["href"]), headers=HTML).text, "html.parser")
            assert [head.get_text() for head in again.select(".heat thead a")] == terms


def test_groups_are_counted_as_groups() -> None:
    found = (
        CliRunner().invoke(main, ["search", "氢能", "--group", "district", "--html", "--index", str(samples())]).stdout
    )
    listed = (
        CliRunner()
        .invoke(main, ["search", "氢能", "--group", "district", "--markdown", "--index", str(samples())])
        .stdout
    )
    groups = re.search(r"分属 \d+ 个区县(?:（[^）]*）)?", listed)
    assert groups and groups[0] in found and "显示第" not in found, "all groups are shown"
    with client(samples()) as web:
        fragment = web.get("/fragment?q=氢能&group=district&limit=2").text
        assert f"{groups[0]}，显示第 1–2 个" in fragment
        page = BeautifulSoup(web.get("/?q=氢能&group=district", headers=HTML).text, "html.parser")
        assert groups[0] in tag(page, "p.total").get_text()
        assert "分属" not in web.get('/fragment?q="没有这个词组"&group=district').text


def sent(address: str, *pieces: bytes, wait: float = 0.0) -> tuple[bytes, float]:
    """What a server answers to raw bytes, and how long it leaves the connection open."""
    host, port = address.removeprefix("http://").split(":")
    began = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        got = b""
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(wait)
            while more := connection.recv(65536):
                got += more
    return got, time.monotonic() - began


HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def test_half_sent_requests_are_closed() -> None:
    code = (
        "import sys; from policysearch.web import connections as c; c._SECONDS = 1.0; c._MOST = 40;"
        "from policysearch.cli.main import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "serve", "--index", str(samples()), "--port", "0", "--no-token"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            assert server.stderr
            found = re.search(r"http://[^/ ]+", server.stderr.readline())
            assert found
            address = found[0]
            for pieces in ([], [b"G"], [HEAD], [HEAD + b"X: 1\r\n"]):
                got, seconds = sent(address, *pieces)
                assert seconds >= 0.9 and (got.startswith(b"HTTP/1.1 408") if pieces else not got)
            drip = [bytes([byte]) for byte in HEAD[:30]]
            got, seconds = sent(address, *drip, wait=0.2)
            assert seconds < 0.2 * len(drip) + 3 and b" 200 " not in got, "single bytes do not buy time"
            body = b"GET /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc"
            got, _ = sent(address, body)
            assert got.startswith(b"HTTP/1.1 413"), "answered, and not waited for"
            got, _ = sent(address, HEAD + b"\r\n" + HEAD + b"Connection: close\r\n\r\n")
            assert got.count(b"HTTP/1.1 200") == 2, "pipelined"
            host, port = address.removeprefix("http://").split(":")
            with contextlib.ExitStack() as stack:  # the oldest of those that only wait make room
                for _ in range(120):
                    stack.enter_context(socket.create_connection((host, int(port)), timeout=5)).sendall(b"GET")
                assert get(f"{address}/healthz")[0] == 200
        finally:
            server.terminate()
