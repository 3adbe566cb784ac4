"""Wherever the application is mounted, every link of its pages, fragment, feed and OpenSearch description leads somewhere."""

from __future__ import annotations

import contextlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from policysearch import Index
from tests.support.web_fixtures import QUICK, TestClient, create_app, everyone

from starlette.applications import Starlette  # isort: skip
from starlette.routing import Mount  # isort: skip

from policysearch.web.proxies import Proxies  # isort: skip

HTML = {"accept": "text/html"}
STARTS: tuple[str, ...] = (
    "/",
    "/?q=氢能",
    "/?q=氢能&group=document",
    "/?q=%28",
    "/documents",
    "/documents/PLAN?q=氢能",
)
STARTS += ("/compare?term=氢能&term=储能 OR 养老", "/nothing", "/fragment?q=氢能", "/feed?q=氢能", "/opensearch.xml")
STARTS += ("/documents/PLAN/part_1__chp_1",)


@cache
def small() -> tuple[Path, str]:
    """An index of two short documents, and the id of the first."""
    home = Path(mkdtemp())
    for name, year in (("甲", 2021), ("乙", 2026)):
        text = f"{name}区国民经济和社会发展规划纲要（{year}—{year + 4}年）\n\n第一篇　产业\n\n第一章　氢能\n\n发展氢能产业。\n"
        (home / f"{name}.txt").write_text(text + "\n第二章　养老\n\n托育和储能，氢能。\n", "utf-8")
    Index.update([*sorted(home.glob("*.txt"))], home / "index")
    with Index.open(home / "index") as index:
        return home / "index", index.search("氢能").hits[0].passage.document_id


def links(content: str, kind: str) -> set[str]:
    """All addresses in an answer."""
    found: set[str] = set()
    if "html" in kind:
        for element in BeautifulSoup(content, "html.parser").find_all(True):
            found |= {str(element[name]) for name in ("href", "src", "action", "data-suggest") if element.get(name)}
    elif "xml" in kind:
        for node in ET.fromstring(content).iter():
            found |= {node.attrib[name] for name in ("href", "template") if name in node.attrib}
            if node.tag.rpartition("}")[2] in ("id", "Image"):
                found.add(node.text or "")
    return {link.replace("{searchTerms}", quote("氢能")) for link in found}


def crawl(get: Callable[..., Any], base: str, origin: str = "http://testserver") -> int:
    """Every link of the starting pages is below `base`, of `origin` where it is absolute, and answers; how many there were."""
    asked: set[str] = set()
    for start in STARTS:
        page = f"{base}{start.replace('PLAN', small()[1])}"
        response = get(page, headers=HTML, follow_redirects=True)
        assert response.status_code == {"/nothing": 404, "/?q=%28": 400}.get(start, 200), (page, response.text)
        found = links(response.text, response.headers["content-type"])
        assert found, page
        for link in found:
            parts = urlsplit(link)
            if link.startswith("#"):
                continue
            if parts.scheme:
                assert f"{parts.scheme}://{parts.netloc}" == origin, link
            assert unquote(parts.path).startswith(f"{base}/"), (page, link)
            asked.add(parts._replace(scheme="", netloc="", fragment="").geturl())
    for link in sorted(asked):
        status = get(link, headers=HTML, follow_redirects=True).status_code
        empty = urlsplit(link).path.endswith("/api/suggest")  # what the box completes from: it wants a letter
        assert status == 200 or (empty and status in (200, 400)), (link, status)
    return len(asked)


def search(**settings: Any) -> Any:
    return create_app(small()[0], **{"auth": everyone, "limits": QUICK, **settings})


@contextlib.contextmanager
def behind(app: Any, prefix: str = "", **settings: Any) -> Iterator[Callable[..., Any]]:
    """A client of `app` behind a proxy that takes `prefix` away, or leaves it when that is ""."""
    with TestClient(app, raise_server_exceptions=False, **settings) as web:

        def get(address: str, *, follow_redirects: bool = False, **more: Any) -> Any:
            for _ in range(5):
                path = unquote(urlsplit(address).path)
                assert path.startswith(prefix)
                inner = quote(path[len(prefix) :]) + (f"?{query}" if (query := urlsplit(address).query) else "")
                response = web.get(inner, follow_redirects=False, **more)
                if not (follow_redirects and response.is_redirect):
                    return response
                address = response.headers["location"].removeprefix("http://testserver")
            raise AssertionError("too many redirects")

        yield get


@pytest.mark.parametrize(
    "steps", [(), ("/policy",), ("/a", "/b/c"), ("/a", "/政策 库", "/x")], ids=["root", "mount", "nested", "ideographs"]
)
def test_mounted_in_starlette(steps: tuple[str, ...]) -> None:
    app = search()
    for step in reversed(steps):
        app = Starlette(routes=[Mount(step, app=app)])
    with behind(app) as get:
        assert crawl(get, "".join(steps)) > 20


@pytest.mark.filterwarnings("ignore:The `root_path` parameter")  # sites use it all the same
@pytest.mark.parametrize("root_path", ["", "/proxy"])
def test_mounted_in_fastapi(root_path: str) -> None:
    fastapi = pytest.importorskip("fastapi", reason="needs fastapi, which comes with the test extra")
    site = fastapi.FastAPI(root_path=root_path)
    site.mount("/policy", search())
    with behind(site, root_path) as get:
        assert crawl(get, f"{root_path}/policy") > 20


def test_a_server_that_says_a_root_path() -> None:
    with behind(search(), "/policy", root_path="/policy") as get:  # path without it, as a proxy that takes it away
        assert crawl(get, "/policy") > 20
    with behind(Starlette(routes=[Mount("/b", app=search())]), "/a", root_path="/a") as get:
        assert crawl(get, "/a/b") > 20


@pytest.mark.parametrize("taken", ["", "/portal/policy"], ids=["left", "taken away"])
def test_behind_a_prefix(taken: str) -> None:
    prefix = "/portal/policy"
    with behind(Proxies(search(), (), prefix), taken) as get:
        assert crawl(get, prefix) > 20
        if not taken:
            assert get(prefix).headers["location"].endswith(f"{prefix}/")
    said = {"X-Forwarded-Prefix": prefix, "X-Forwarded-Proto": "https"}
    with behind(Proxies(search(), ["10.0.0.0/8"]), taken, client=("10.1.2.3", 1), headers=said) as get:
        assert crawl(get, prefix, "https://testserver") > 20


def test_only_named_proxies_are_believed_and_only_what_is_well_formed() -> None:
    seen: list[Any] = []

    async def note(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["client"][0], scope["scheme"], scope.get("root_path", ""), scope["path"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    def asked(client: str, **headers: str) -> Any:
        app = Proxies(note, ["127.0.0.1", "fd00::/8"], "/p")
        TestClient(app, client=(client, 1)).get("/x", headers={f"x-forwarded-{k}": v for k, v in headers.items()})
        return seen[-1]

    ours = {"for": "9.9.9.9", "proto": "https", "prefix": "/q"}
    assert asked("10.0.0.1", **ours) == ("10.0.0.1", "http", "/p", "/p/x")
    assert asked("127.0.0.1", **ours) == asked("::ffff:127.0.0.1", **ours) == ("9.9.9.9", "https", "/q", "/q/x")
    assert asked("fd00::1", **{"for": "[2001:db8::1]:443"})[0] == "2001:db8::1"
    assert asked("127.0.0.1", **{"for": "1.1.1.1, 9.9.9.9:80, 127.0.0.1"})[0] == "9.9.9.9", (
        "what the client made up is left out"
    )
    for wrong in ("9.9.9.9 GET /admin 200", "\x1b[31mred", "unknown", "", "1.1.1.1, x"):
        assert asked("127.0.0.1", **{"for": wrong})[0] == "127.0.0.1"
    for wrong in ("//evil.example", "/a//b", "https://evil", "/a/../b", "/<b>", "/api", "/documents/x", "a"):
        assert asked("127.0.0.1", prefix=wrong)[2] == "/p", wrong
    assert asked("127.0.0.1", proto="javascript")[1] == "http"
    for wrong in ("policy", "/documents", "/a b", "//x"):
        with pytest.raises(ValueError, match="--root-path"):
            Proxies(note, (), wrong)
    with pytest.raises(ValueError, match="--trusted-proxy"):
        Proxies(note, ["proxy.example"])


def test_a_prefix_that_a_stranger_chooses_is_no_address_and_no_attribute() -> None:
    site = Starlette(routes=[Mount("/{tenant:path}/policy", app=create_app(small()[0], token="0123456789abcdef"))])
    with TestClient(site, follow_redirects=False) as web:
        for tenant in ("/evil.example", "x;Domain=evil.example", "<b>", 'a"b', "政策"):
            response = web.get(f"http://testserver/{quote(tenant)}/policy/?token=0123456789abcdef")
            assert response.status_code == 303
            assert re.fullmatch(r"/[^/<>\";\s][^<>\";\s]*/policy/", response.headers["location"])
            assert re.findall(r"; ([A-Za-z]+)", response.headers["set-cookie"])[:3] == ["Path", "Max", "HttpOnly"]


def test_a_strange_host_stands_in_no_link() -> None:
    with TestClient(search()) as web:
        for host in ('evil"onload=x', "a b", "x/y", "u@v", ""):
            text = web.get("/fragment?q=氢能", headers={"host": host}).text
            found = re.findall(r'href="([^"]+)"', text)
            assert found and all(link.startswith("http://testserver/") for link in found)
