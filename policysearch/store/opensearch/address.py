"""Addresses of an index in a cluster, and credentials: opensearch://host[,host]:9200/name?shards=1&replicas=1.

Credentials come from the environment or a file, never from an address, which is printed and logged.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from ...messages.catalogue import Message
from ...model.errors import SearchIndexError

USER, PASSWORD, CREDENTIALS, CA = (f"POLICYSEARCH_{name}" for name in ("USER", "PASSWORD", "CREDENTIALS", "CA"))

_PORT = 9200
_ADDRESS = re.compile(r"opensearch(?P<tls>\+https)?://(?P<hosts>[^/?#]*)/(?P<name>[^/?#]*)/?(?:\?(?P<options>[^#]*))?")
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[0-9A-Za-z_.-]+)(?::(?P<port>\d{1,5}))?")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")  # names that OpenSearch allows, without signs of a pattern
_RANGES = {"shards": (1, 1024), "replicas": (0, 10)}
_LOOPBACK = ("localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is; `str` gives it without options, as it is shown."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    shards: int = 1  # of the versions that are written
    replicas: int = 0

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'+https' * self.tls}://{hosts}/{self.name}"

    @property
    def private(self) -> bool:
        """Whether nobody between here and the cluster can read what is sent."""
        return self.tls or all(host in _LOOPBACK or host.startswith("127.") for host, _ in self.hosts)


def parse(text: str) -> Address:
    """The address that `text` is; raises SearchIndexError that says what is wrong, and repeats no password."""
    if "@" in text:
        raise SearchIndexError(Message("remote.password_in_address", user=USER, password=PASSWORD, file=CREDENTIALS))
    found = _ADDRESS.fullmatch(text)
    if not found or not _NAME.fullmatch(found["name"]) or found["name"].endswith(("-lock", "-shares")):
        raise SearchIndexError(Message("remote.no_address", address=text))
    hosts = [_HOST.fullmatch(part) for part in found["hosts"].split(",")]
    options = dict(parse_qsl(found["options"] or "", keep_blank_values=True))
    numbers = {name: int(value) for name, value in options.items() if re.fullmatch(r"\d{1,4}", value)}
    known = numbers.keys() == options.keys() <= _RANGES.keys() and all(
        low <= numbers.get(name, low) <= high for name, (low, high) in _RANGES.items()
    )
    if not all(hosts) or not known:
        raise SearchIndexError(Message("remote.no_address", address=text))
    # A port after the last host is that of all that have none: host,host:9200.
    last = next((int(host["port"]) for host in reversed(hosts) if host and host["port"]), _PORT)
    named = tuple((host["host"], int(host["port"] or last)) for host in hosts if host)
    return Address(named, found["name"], bool(found["tls"]), **numbers)


@dataclass(frozen=True, slots=True)
class Access:
    """Credentials and trusted certificates; `repr` shows neither name nor password."""

    user: str = ""
    password: str = ""
    ca: str = ""  # a file of certificates; "": those of the system

    def __repr__(self) -> str:
        return "Access(…)"


def access(address: Address, environment: Mapping[str, str] = os.environ) -> Access:
    """The credentials in the environment: a user and a password, or a file that has user:password on its first line; and a CA file.

    Raises SearchIndexError for a file that cannot be read, and where the password would be sent for all to read.
    """
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    ca = environment.get(CA, "")
    if (file := environment.get(CREDENTIALS, "")) and not user:
        try:
            user, colon, password = Path(file).read_text("utf-8").partition("\n")[0].strip().partition(":")
        except (OSError, UnicodeDecodeError):
            colon = ""
        if not colon:
            raise SearchIndexError(Message("remote.credentials_file", file=file))
    if ca and not Path(ca).is_file():
        raise SearchIndexError(Message("remote.ca_file", file=ca))
    if user and not address.private:
        raise SearchIndexError(Message("remote.needs_tls", address=address))
    return Access(user, password, ca)
