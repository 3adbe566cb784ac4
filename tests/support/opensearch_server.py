"""OpenSearch nodes of our own on loopback, for tests and benchmarks: found, unpacked, started, killed.

The distribution is a ZIP on Maven Central; `.ci/run` fetches it once and keeps it where `ARCHIVE` says. A node runs as an ordinary
user, for OpenSearch refuses to run as root.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

VERSION = "3.8.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
CACHE = Path(os.environ.get("POLICYSEARCH_CI_CACHE") or Path.home() / ".cache" / "policysearch")
ARCHIVE = CACHE / f"opensearch-{VERSION}.zip"
_LEAST_JAVA = 21
_NOBODY = 65534
_MEMORY = Path("/dev/shm")  # a folder in memory: an index is made for each test, and a disk takes most of the time
_PATIENCE = 240  # seconds for a start; on two busy cores it has taken 100


def missing() -> str:
    """Why no node can be started here; "" when one can."""
    if not ARCHIVE.is_file():
        return f"{ARCHIVE} is not there; .ci/run fetches it"
    if java() is None:
        return f"no Java {_LEAST_JAVA} or newer"
    try:
        import opensearchpy  # noqa: F401
    except ImportError:
        return "opensearch-py is not installed"
    return ""


def java() -> Path | None:
    """The home of the newest Java that OpenSearch can use."""
    homes = [Path(home) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME") if (home := os.environ.get(name))]
    homes += Path("/usr/lib/jvm").glob("*") if Path("/usr/lib/jvm").is_dir() else []
    found = {home: _version(home) for home in homes if (home / "bin" / "java").exists()}
    best = max(found, key=found.__getitem__, default=None)
    return best if best and found[best] >= _LEAST_JAVA else None


def _version(home: Path) -> int:
    with contextlib.suppress(OSError):
        if told := re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text("utf-8")):
            return int(told[1])
    return 0


class Node:
    """One node with its folders in `home`; `peers` are the transport ports of all nodes of its cluster, if there are several."""

    def __init__(self, home: Path, name: str, http: int, transport: int, heap: str, peers: Sequence[int] = ()) -> None:
        self.home, self.name, self.http, self.heap = home, name, http, heap
        self.address = f"127.0.0.1:{http}"
        self._settings = {
            "node.name": name,
            "cluster.name": home.name,
            "http.port": http,
            "transport.port": transport,
            "network.host": "127.0.0.1",
            "path.data": home / name / "data",
            "path.logs": home / name / "logs",
            # The disk of a test machine may be as full as it likes.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # The serial collector leaves garbage until memory is full: a breaker that counts it refuses requests that would fit.
            "indices.breaker.total.use_real_memory": "false",
        }
        if peers:
            self._settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{port}" for port in peers)
            names = ",".join(f"n{number}" for number in range(1, len(peers) + 1))
            self._settings["cluster.initial_cluster_manager_nodes"] = names
        else:
            self._settings["discovery.type"] = "single-node"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait` says when it answers."""
        folder = self.home / self.name
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if not (folder / "config").exists():  # one for each: the first start writes a file into it
            shutil.copytree(self.home / "config", folder / "config")
        root = os.name == "posix" and os.geteuid() == 0
        if root:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, _NOBODY, _NOBODY)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "tmp"),
            "OPENSEARCH_JAVA_HOME": str(java()),
            "OPENSEARCH_PATH_CONF": str(folder / "config"),
            "OPENSEARCH_TMPDIR": str(folder / "tmp"),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap} -XX:+UseSerialGC",
        }
        command = [str(self.home / f"opensearch-{VERSION}" / "bin" / "opensearch")]
        command += [f"-E{name}={value}" for name, value in self._settings.items()]
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if root else {}
        with (self.home / f"{self.name}.out").open("wb") as out:
            self._process = subprocess.Popen(
                command,
                env=environment,
                cwd=folder,
                stdout=out,
                stderr=out,
                start_new_session=True,
                **user,  # type: ignore[call-overload]
            )

    def wait(self, nodes: int = 1, *, green: bool = False) -> None:
        """Return when it answers and knows `nodes` nodes, and, if `green`, when all copies of all shards are there.

        Raises RuntimeError with the end of its log when that is not so in time.
        """
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            health = self._health()
            if health.get("number_of_nodes", 0) >= nodes and (not green or health["status"] == "green"):
                return
            time.sleep(0.5)
        said = (self.home / f"{self.name}.out").read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"OpenSearch did not start: {said}")

    def _health(self) -> dict[str, Any]:
        """What it knows of its cluster; nothing while it does not answer."""
        url = f"http://{self.address}/_cluster/health"
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(url, timeout=5) as answer:
            told: dict[str, Any] = json.load(answer)
            return told
        return {}

    def kill(self) -> None:
        """SIGKILL, as a machine that loses power."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def cluster(nodes: int = 1, heap: str = "512m") -> Iterator[list[Node]]:
    """`nodes` nodes that know each other, killed when the block ends and nothing of them left. Raises RuntimeError."""
    if why := missing():
        raise RuntimeError(why)
    place = _MEMORY if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 4e9 else None
    with tempfile.TemporaryDirectory(prefix="policysearch-", dir=place, ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        with zipfile.ZipFile(ARCHIVE) as archive:
            for member in archive.infolist():
                path = archive.extract(member, home)
                if member.external_attr >> 16:
                    os.chmod(path, (member.external_attr >> 16) & 0o777)
        shutil.copytree(home / f"opensearch-{VERSION}" / "config", home / "config")
        options = home / "config" / "jvm.options"
        lines = options.read_text("utf-8").splitlines()  # some name files in folders that the node may not write to
        options.write_text("\n".join(line for line in lines if not re.search("logs/|HeapDump|G1", line)), "utf-8")
        ports = _free_ports(2 * nodes)
        peers = ports[nodes:] if nodes > 1 else ()
        made = [
            Node(home, f"n{number + 1}", ports[number], ports[nodes + number], heap, peers) for number in range(nodes)
        ]
        try:
            for node in made:
                node.start()
            for node in made:
                node.wait(nodes)
            yield made
        finally:
            for node in made:
                node.kill()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
