"""What the tests of the web application share: an index of the sample documents, one of hostile documents, a running server."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

pytest.importorskip("starlette", reason="the web application needs: pip install 'policysearch[web]'")
pytest.importorskip("uvicorn", reason="the web application needs: pip install 'policysearch[web]'")
pytest.importorskip("jinja2", reason="the web application needs: pip install 'policysearch[web]'")

import uvicorn
from starlette.testclient import TestClient

from policysearch import Index
from policysearch.web import create_app, everyone
from policysearch.web.guard import Limits
from tests.support import timing
from tests.support.paths import ROOT

CORPUS = ROOT / "corpus"
QUICK = Limits(rate=0, seconds=60)  # a busy machine is slow, which is no fault

#: What a hostile document puts wherever a document has text.
HOSTILE = [
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "' onmouseover='document.title=1",
    "javascript:document.title='owned'",
    "[点击](javascript:document.title='owned')",
    "</title></style></script><svg/onload=document.title='owned'>",
    "</section></main></body></html>",
    "<!-- --><![CDATA[ ]]>&lt;b&gt;&#60;i&#62;&amp;",
    "\u202e\u2066反写\u2069\u202c\ufeff\u200b",
    "\x07\x1b[31m\x1b]0;title\x07\x0c\x08",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil>",
    "<base href='//evil/'><meta http-equiv=refresh content='0;url=//evil'>",
    "'; DROP TABLE x; --",
]


@cache
def samples() -> Path:
    """An index of the sample documents, built once."""
    folder = Path(mkdtemp()) / "index"
    Index.update([CORPUS], folder)
    return folder


@cache
def hostile() -> Path:
    """An index of thirty hostile documents: in titles, headings, text, tables, glossaries and file names."""
    home = Path(mkdtemp())
    (home / "docs").mkdir()
    for n in range(30):
        evil = HOSTILE[n % len(HOSTILE)]
        table = "\n".join(f"| {evil} | {row} | 氢能 |" for row in range(300 if n == 7 else 3))
        lines = [
            f"重庆市{evil}区国民经济和社会发展第十五个五年规划纲要",
            "",
            f"第一章　壮大氢能{evil}产业",
            "",
            f"加快氢能{evil}发展，{evil}。",
            "",
            f"专栏1　指标{evil}",
            "",
            f"| 指标{evil} | 数值 | 属性 |",
            "| --- | --- | --- |",
            table,
            "",
            "名词解释",
            "",
            f"“氢能{evil}”：一种{evil}能源。",
        ]
        safe = "".join(c for c in evil if c not in "/\0\n")[:60]
        (home / "docs" / f"{n:02}{safe}.md").write_text("\n".join(lines), "utf-8", "surrogatepass")
    Index.update([home / "docs"], home / "index")
    return home / "index"


def tag(page: BeautifulSoup, selector: str) -> Tag:
    """The first element of a page that a CSS selector finds; there is one."""
    found = page.select_one(selector)
    assert found
    return found


@contextlib.contextmanager
def client(folder: str | Path | Index, **settings: Any) -> Iterator[TestClient]:
    """A client of an application over the index in `folder`, open to all unless told otherwise."""
    settings = {"auth": everyone, "limits": QUICK, **settings}
    address = settings.pop("client", ("127.0.0.1", 50000))
    base = settings.pop("base_url", "http://127.0.0.1")
    app = create_app(folder, **settings)
    with TestClient(app, base_url=base, client=address, raise_server_exceptions=False) as made:
        yield made


@contextlib.contextmanager
def running(app: Any) -> Iterator[str]:
    """The application on a free port of this machine; gives its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert timing.eventually(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
