"""The sites of docs/examples: each finds, links to what it found, says what is wrong, and notices a rebuilt index."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest

from policysearch import Index
from tests.support.paths import ROOT

EXAMPLES = ROOT / "docs" / "examples"
NEW = "某某区氢能产业发展若干措施\n\n第一条　支持建设加氢站，推广量子氢能机车。\n"

Get = Callable[..., tuple[int, str]]  # an address, headers → status, text


@pytest.fixture
def folder(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that the examples find and a test may write."""
    shutil.copytree(samples, tmp_path / "index")
    monkeypatch.setenv("POLICYSEARCH_INDEX", str(tmp_path / "index"))
    return tmp_path / "index"


def load(name: str) -> Any:
    """An example as a module; skips the test when its framework is not installed."""
    source = (EXAMPLES / f"{name}.py").read_text("utf-8")
    for needed in re.findall(r"(?m)^(?:from|import) (flask|django|fastapi|starlette|a2wsgi)\b", source):
        pytest.importorskip(needed, reason=f"{needed} is not installed; the extra examples has it")
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def wsgi(application: Any) -> Get:
    """What asks a WSGI application as a browser on this machine does."""

    def get(address: str, **headers: str) -> tuple[int, str]:
        parts, told = urlsplit(address), list[str]()
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "text/plain",  # as wsgiref has them
            "CONTENT_LENGTH": "",
            "HTTP_HOST": "localhost",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}

        def start(status: str, _: Any, exc_info: Any = None) -> None:
            told.append(status)

        body = b"".join(application(environ, start))
        return int(told[0].split()[0]), body.decode()

    return get


@pytest.fixture
def asgi() -> Iterator[Callable[[Any], Get]]:
    """Makes of an ASGI application what asks it as a browser on this machine does."""
    testclient = pytest.importorskip("starlette.testclient", reason="starlette is not installed; the extra web has it")
    clients = list[Any]()

    def made(application: Any) -> Get:
        client = testclient.TestClient(application, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
        clients.append(client)

        def get(address: str, **headers: str) -> tuple[int, str]:
            response = client.get(address, headers={name.replace("_", "-"): text for name, text in headers.items()})
            return response.status_code, response.text

        return get

    yield made
    for client in clients:
        client.close()


def rebuild(folder: Path) -> None:
    """Write a new version of the index, with one more document."""
    extra = folder.parent / "new.txt"
    extra.write_text(NEW, "utf-8")
    Index.update([ROOT / "corpus", extra], folder)


def read_about(get: Get, search: str, home: str, folder: Path) -> None:
    """A site whose own pages are `search` finds passages, shows the one behind a link, refuses, and sees a new version."""
    assert get(home)[0] == 200
    status, page = get(search + quote("氢能"))
    assert status == 200 and "<mark>氢能</mark>" in page
    links = [unescape(link) for link in re.findall(r'class="ps-title"><a href="([^"]+)"', page)]
    assert len(links) == 10
    status, passage = get(links[0])
    assert status == 200 and "氢能" in passage
    assert get(links[0].replace("cq-", "xx-"))[0] == 404
    status, page = get(search + quote("(氢能"))
    assert status == 400 and "括号没有闭合" in unescape(page) and "Traceback" not in page
    status, page = get(search + quote('"><script>alert(1)</script>'))
    assert "<script>alert" not in page
    assert "量子氢能机车" not in get(search + quote("量子氢能机车"))[1].replace("<mark>", "").partition("ps-results")[2]
    rebuild(folder)
    assert "<mark>量子氢能机车</mark>" in get(search + quote("量子氢能机车"))[1]


def test_flask(folder: Path) -> None:
    read_about(wsgi(load("flask_site").site), "/policy?q=", "/policy", folder)


def test_django(folder: Path) -> None:
    if "django" in sys.modules and sys.modules["django"].conf.settings.configured:
        pytest.skip("Django is configured once in a process")
    read_about(wsgi(load("django_site").application), "/policy/?q=", "/policy/", folder)


def test_fastapi(folder: Path, asgi: Callable[[Any], Get]) -> None:
    get = asgi(load("fastapi_site").site)
    assert get("/find?q=氢能")[0] == 403 == get("/policy/")[0]
    status, found = get("/find?q=氢能&limit=2", x_user="li")
    assert status == 200 and found.count('"snippet"') == 2
    assert get("/find?q=(氢能", x_user="li")[0] == 400
    assert '"total":0' in get("/find?q=“量子氢能机车”", x_user="li")[1]
    rebuild(folder)
    assert '"total":1' in get("/find?q=“量子氢能机车”", x_user="li")[1]
    assert "量子氢能机车" in get("/policy/?q=量子氢能机车", x_user="li", accept="text/html")[1]


def test_starlette(folder: Path, asgi: Callable[[Any], Get]) -> None:
    get = asgi(load("starlette_site").site)
    assert get("/")[0] == 200
    status, page = get("/sign-in?user=li")  # which leads to the search and sets the cookie
    assert status == 200 and "政策检索" in page
    status, page = get("/policy/?q=氢能", accept="text/html")
    assert status == 200 and "<mark>氢能</mark>" in page


def test_wsgi(folder: Path) -> None:
    module = load("wsgi_site")
    assert wsgi(module.application)("/policy/")[0] == 403
    get = wsgi(module.demo)
    assert "/policy/" in get("/")[1]
    status, page = get("/policy/?q=" + quote("氢能"), accept="text/html")
    assert status == 200 and "<mark>氢能</mark>" in page
    links = [link for link in re.findall(r'href="(/[^"#]*)"', page) if "/documents/" in link]
    assert links and all(link.startswith("/policy/") for link in links)
    assert get(unescape(links[0]), accept="text/html")[0] in (200, 302, 303, 307)


def test_house_style(folder: Path, asgi: Callable[[Any], Get]) -> None:
    module = load("house_style")
    get = asgi(module.site)
    read_about(get, "/?q=", "/", folder)
    page = get("/")[1]
    assert "<header><svg" in page and "<footer>" in page and "<policy-search " in page
    assert get("/house.css")[1] == module.STYLE
    written = set(re.findall(r"ps-[a-z]+", (ROOT / "policysearch/output/html.py").read_text("utf-8")))
    assert set(re.findall(r"\.(ps-[a-z]+)", module.STYLE)) <= written
    element = get("/search/static/policy-search.js")[1]
    assert set(re.findall(r"(--ps-[a-z]+):", module.STYLE)) == set(re.findall(r"(--ps-[a-z]+):", element))


def test_each_example_has_a_test() -> None:
    tests = Path(__file__).read_text("utf-8") + (Path(__file__).parent / "test_analysis.py").read_text("utf-8")
    for example in EXAMPLES.iterdir():
        if example.is_file():
            assert example.stem in tests, example.name
