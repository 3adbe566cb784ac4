"""A real nginx in front: plain, it lets no stranger in; configured as in docs/deploy/, everything works under the prefix."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.support.paths import ROOT
from tests.support.web_fixtures import samples
from tests.web.test_access import SECRET, get, serving
from tests.web.test_mounts import STARTS, links
from tests.web.test_operation import needs_sockets, short, started, through

__all__ = ["short"]

NGINX = os.environ.get("POLICYSEARCH_NGINX") or shutil.which("nginx")
pytestmark = pytest.mark.skipif(
    not NGINX, reason="no nginx on this machine: apt-get install nginx, or POLICYSEARCH_NGINX"
)
DEPLOY = ROOT / "docs" / "deploy"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


@contextlib.contextmanager
def nginx(home: Path, servers: str, port: int) -> Iterator[None]:
    """nginx in the foreground, all its files in `home`."""
    places = " ".join(
        f"{name}_temp_path {home}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {home}/pid; error_log {home}/error.log; events {{}}\n"
        f"http {{ access_log off; {places}\n{servers}\n}}\n"
    )
    assert NGINX
    with subprocess.Popen(
        [NGINX, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
    ) as running:
        try:
            until = time.monotonic() + 20
            while True:
                assert running.poll() is None and time.monotonic() < until, (home / "error.log").read_text()
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.05)
            yield
        finally:
            running.terminate()


def test_behind_a_plain_nginx_strangers_are_not_let_in(tmp_path: Path) -> None:
    port = free_port()
    with serving(POLICYSEARCH_TOKEN=SECRET) as (address, _):
        plain = f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {address}; }} }}"
        with nginx(tmp_path, plain, port):
            outside = f"http://127.0.0.1:{port}"
            for start in STARTS:
                for host in ("policy.intranet.example", "localhost", "127.0.0.1:8765"):
                    path = quote(start.replace("PLAN", "cq-fyp-14"), safe="/?=&%")
                    assert get(f"{outside}{path}", Host=host, Accept="text/html")[0] == 401, start
            assert get(f"{outside}/healthz")[0] == 200
            assert get(f"{outside}/api/documents", Authorization=f"Bearer {SECRET}")[0] == 200
            status, headers = get(f"{outside}/?token={SECRET}&q=a")
            assert (status, headers["location"]) == (303, "/?q=a")
            assert get(f"{outside}/?q=a", Cookie=headers["set-cookie"].partition(";")[0])[0] == 200


@needs_sockets
def test_the_configuration_of_deploy(short: Path) -> None:
    home, port, secret = short, free_port(), "the-secret-of-nginx"
    shutil.copy(DEPLOY / "portal.py", home)
    (home / "users").write_text("li:{PLAIN}correct\n")
    (home / "secret").write_text(f'proxy_set_header X-Proxy-Secret "{secret}";\n')
    config, settings = (DEPLOY / "nginx.conf").read_text("utf-8"), (DEPLOY / "policysearch.toml").read_text("utf-8")
    if openssl := shutil.which("openssl"):
        made = f"{openssl} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=portal.example -keyout {home}/key -out {home}/crt"
        subprocess.run(shlex.split(made), check=True, capture_output=True)
    else:  # all but TLS
        config = re.sub(r"    ssl_.*\n", "", config).replace(" ssl;", ";")
    for name, place in (
        ("/etc/ssl/portal.crt", "crt"),
        ("/etc/ssl/portal.key", "key"),
        ("/run/policysearch/socket", "socket"),
    ):
        config = config.replace(name, str(home / place))
    config = config.replace("/etc/nginx/policysearch.", f"{home}/").replace("listen 443", f"listen 127.0.0.1:{port}")
    assert not re.search(r"(?m)^[^#]*(/etc/|/run/)", config)
    settings = settings.replace("/run/policysearch", str(home)).replace("/var/log/policysearch", str(home))
    (home / "c.toml").write_text(settings, "utf-8")
    with started(
        samples(), cwd=home, token=None, POLICYSEARCH_CONFIG=str(home / "c.toml"), PROXY_SECRET=secret,
        POLICYSEARCH_TOKEN=SECRET,
    ) as (_, line):  # fmt: skip
        assert str(home / "socket") in line
        with nginx(home, config, port):
            check(port, bool(openssl), home / "socket")
    log = [json.loads(line) for line in (home / "access.log").read_text("utf-8").splitlines()]
    signed = [line for line in log if line["user"] == "li"]
    assert signed and {line["client"] for line in signed} == {"127.0.0.1"}, "the user whom nginx names"


def check(port: int, tls: bool, inside: Path) -> None:
    origin = f"http{'s' * tls}://portal.example"
    signed_in = {"Authorization": "Basic " + base64.b64encode(b"li:correct").decode()}

    def ask(path: str, **headers: str) -> tuple[int, Any, str]:
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection: Any = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": "portal.example", "Accept": "text/html", **headers})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()

    assert ask("/policy/")[0] == 401
    asked: set[str] = set()
    for start in STARTS:
        if start in ("/nothing", "/?q=%28"):
            continue
        page = "/policy" + quote(start.replace("PLAN", "cq-fyp-14").replace("__chp_1", ""), safe="/?=&%")
        status, headers, content = ask(page, **signed_in)
        if status == 302:
            page = headers["location"].partition("#")[0]
            status, headers, content = ask(page, **signed_in)
        assert status == 200, page
        for link in links(content, headers["content-type"]):
            parts = urlsplit(link)
            if not link.startswith("#"):
                assert not parts.scheme or f"{parts.scheme}://{parts.netloc}" == origin, link
                assert parts.path.startswith("/policy/"), link
                asked.add(parts._replace(scheme="", netloc="", fragment="").geturl())
    kinds = {re.sub(r"=[^&]*|/[^/?]*(?=\?|$)", "", link): link for link in asked}  # one of each kind
    assert len(kinds) > 15
    for link in sorted(kinds.values()):
        assert ask(link, **signed_in)[0] in (200, 302), link
    # Past nginx, or with headers of one's own, nobody is another.
    forged = {"X-User": "li", "X-Proxy-Secret": "guess", "X-Forwarded-For": "10.0.0.1"}
    assert ask("/policy/", **forged)[0] == 401
    for headers in ({}, {"X-User": "li"}, forged):
        assert through(inside, "/policy/documents", **headers) == through(inside, "/documents", **headers) == 403
    # What watches shows the token, and is nobody else by it.
    bearer = {"Authorization": f"Bearer {SECRET}"}
    for path in ("metrics", "readyz"):
        assert ask(f"/policy/{path}", **forged)[0] == ask(f"/policy/{path}", **signed_in)[0] == 403
        assert ask(f"/policy/{path}", **bearer)[0] == 200
    assert ask("/policy/healthz")[0] == 200 and ask("/policy/documents", **bearer)[0] == 401
