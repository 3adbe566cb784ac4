"""The steps of docs/deploy/Containerfile and the services of compose.yaml, run in order in a root folder of their own.

No image is built, for that needs a daemon: an overlay of this system stands for `python:3.12-slim`, with an empty virtual
environment as /usr/local. What is left untried: that image itself, its Python, volumes and secrets made by an engine.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_deploy import text
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
_USED = (
    "policysearch",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "NOTICE",
    "constraints.txt",
)  # .dockerignore lets them in
_TOKEN = "t" * 48

#: A root folder of its own, which is gone with the process: nothing of the system changes.
_BASE = """
mount -t tmpfs tmpfs "$W" && mkdir "$W/up" "$W/work" "$W/root" && R="$W/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$W/up,workdir=$W/work" "$R" || exit 77
mount -t proc proc "$R/proc" && mount --rbind /dev "$R/dev" && mount -t tmpfs tmpfs "$R/tmp"
chmod a+rx "$R/root"
in_root() { chroot "$R" env PATH="$PATH_OF_IMAGE" "$@"; }
as_user() { chroot --userspec=policysearch:policysearch "$R" env -i PATH="$PATH_OF_IMAGE" "$@"; }
chroot "$R" "$PYTHON" -m venv /usr/local
mkdir "$R/src"
"""

#: What compose runs: an update that may write the index, then a server that may write nothing.
_RUN = """
mkdir -p "$R/plans" "$R/run/secrets" && cp -r "$CHECKOUT/corpus/." "$R/plans" && printf %s "$TOKEN" > "$R/run/secrets/token"
as_user $ENVIRONMENT $INDEX
mount -t tmpfs tmpfs "$R/var/tmp" && mount -o remount,ro "$R" && mount -t tmpfs tmpfs "$R/tmp"
as_user touch /index/x 2>/dev/null && exit 78
ip link set lo up
as_user $ENVIRONMENT $SEARCH >&2 &
for n in $(seq 40); do as_user $ENVIRONMENT sh -c "$HEALTH" 2>/dev/null && break; sleep 1; done
as_user $ENVIRONMENT sh -c "$HEALTH" && echo healthy
as_user python -c "$ASK"
"""

_ASK = f"""
import json, urllib.parse, urllib.request
asked = "http://127.0.0.1:8765/api/search?limit=1&q=" + urllib.parse.quote("氢能")
with urllib.request.urlopen(urllib.request.Request(asked, headers={{"Authorization": "Bearer {_TOKEN}"}})) as answer:
    print("total", json.load(answer)["total"])
"""


def test_the_steps_of_the_container_run(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the test extra")
    if not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") and shutil.which("ip")):
        pytest.skip("needs Linux, root, unshare and ip")
    steps = [
        line.split(" ", 1) for line in text("Containerfile").replace("\\\n", "").splitlines() if line[:1].isupper()
    ]
    assert [name for name, _ in steps][:4] == ["FROM", "COPY", "RUN", "USER"]
    of = dict(steps)
    services = yaml.safe_load(text("compose.yaml"))["services"]
    copied = " ".join(shlex.quote(str(ROOT / name)) for name in _USED)
    script = f'set -eu\n{_BASE}cp -r {copied} "$R/src"\nin_root sh -ec {shlex.quote(of["RUN"])} || exit 79\nexport R\n'
    script += f"unshare -n -p -f --kill-child sh -c {shlex.quote('set -eu' + chr(10) + _functions() + _RUN)}\n"
    environment = os.environ | {
        "W": str(tmp_path),
        "PATH_OF_IMAGE": _PATH,
        "PYTHON": sys.executable if sys.prefix == sys.base_prefix else os.path.realpath(sys.executable),
        "CHECKOUT": str(ROOT),
        "TOKEN": _TOKEN,
        "ENVIRONMENT": of["ENV"],
        "INDEX": shlex.join(services["index"]["command"]),
        "SEARCH": shlex.join(services["search"]["command"]),
        "HEALTH": shlex.join(json.loads(of["HEALTHCHECK"].removeprefix("CMD "))),
        "ASK": _ASK,
    }
    done = subprocess.run(
        ["unshare", "-m", "--propagation", "private", "sh", "-c", script],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=480,
    )
    if done.returncode in (77, 79) or "unshare" in done.stderr:
        pytest.skip(f"no overlay, or pip installs nothing here: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["healthy", "total 15"]


def _functions() -> str:
    """The shell functions of the base, for the inner shell."""
    return "".join(line + "\n" for line in _BASE.splitlines() if line.startswith(("in_root", "as_user")))
