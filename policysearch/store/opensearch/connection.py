"""Requests to a cluster: within the deadline, tried again a few times; only here is opensearch-py known."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import logging
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from ...messages.catalogue import Message
from ...model.errors import NoIndexError, SearchIndexError, one_line
from ...runtime.deadline import ENDS, check
from .address import Access, Address, access

_CONNECT, _READ = 3.0, 30.0  # seconds
_WRITE = 300.0  # seconds: merging, copying, a batch on a busy cluster
_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds before a request is sent again: a shard that lost its node needs a moment
_PASSING = (429, 500, 502, 503, 504)  # answers of the cluster after which a request is sent again
_LARGEST, _SLOWEST = 2**29, 100_000  # bytes of an answer, and of one in a second
_OLDEST = 3  # version of OpenSearch

logging.getLogger("opensearch").addHandler(logging.NullHandler())  # our errors say the same


class Refused(Exception):
    """An error that the cluster answers; `kind` is its type there."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status, self.kind, self.reason = status, kind, reason


class Connection:
    """A cluster, by an address; many threads may share it. Raises SearchIndexError for all that goes wrong."""

    def __init__(self, address: Address, allowed: Access | None = None) -> None:
        try:
            import opensearchpy
        except ImportError as error:
            raise SearchIndexError(Message("remote.not_installed")) from error
        allowed = allowed or access(address)
        self.address = address
        self._errors: Any = opensearchpy.exceptions
        settings: dict[str, Any] = {"http_auth": (allowed.user, allowed.password)} if allowed.user else {}
        if address.tls:
            settings |= {"verify_certs": True, "ssl_show_warn": False}
            settings |= {"ca_certs": allowed.ca} if allowed.ca else _system_certificates()
        try:
            if address.tls and allowed.ca:
                import ssl

                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(
                    allowed.ca
                )  # the client reads it too late
            self._transport = opensearchpy.OpenSearch(
                hosts=[{"host": host.strip("[]"), "port": port} for host, port in address.hosts],
                use_ssl=address.tls,
                connection_class=_connection_class(opensearchpy.Urllib3HttpConnection),
                max_retries=len(address.hosts),
                retry_on_status=(),
                pool_maxsize=20,
                **settings,
            ).transport
        except (OSError, ValueError) as error:  # a file of certificates that holds none
            raise SearchIndexError(Message("remote.ca_file", file=allowed.ca)) from error

    def close(self) -> None:
        """Close what is open; may be called again."""
        self._transport.close()

    def check_version(self) -> None:
        """Raise SearchIndexError when what answers is no OpenSearch, or one that is too old."""
        told = self.ask("GET", "/")
        version = told.get("version") if isinstance(told, dict) else None
        version = version if isinstance(version, dict) else {}
        number = str(version.get("number", ""))
        major = number.partition(".")[0]
        if version.get("distribution") != "opensearch" or not major.isdecimal() or int(major) < _OLDEST:
            found = f"{version.get('distribution', '')} {number}".strip() or "?"
            raise SearchIndexError(Message("remote.foreign_server", address=self.address, found=found, least=_OLDEST))

    def ask(
        self, method: str, path: str, body: Any = None, *, writing: bool = False, again: bool = True, **params: Any
    ) -> Any:
        """The answer to one request; `again`: it may be sent more than once."""
        try:
            return self.answer(method, path, body, writing=writing, again=again, **params)
        except Refused as refused:
            self.refuse(refused)

    def answer(
        self, method: str, path: str, body: Any = None, *, writing: bool = False, again: bool = True, **params: Any
    ) -> Any:
        """The same; raises Refused for errors of the cluster that a caller may handle."""
        for pause in (*_PAUSES, None):
            check()
            try:
                return self._sent(method, path, body, _WRITE if writing else _READ, params)
            except Refused as refused:
                if pause is None or not again or not _passes(refused):
                    raise
            time.sleep(pause if (rest := _left()) is None else min(pause, rest))
        raise AssertionError("the last try returns or raises")

    def search(self, index: str, body: Mapping[str, Any], **params: Any) -> Any:
        """A search of all shards; a partial answer is an error, never a smaller total."""
        params |= {"allow_partial_search_results": "false", "request_cache": "false"}
        if "filter_path" in params:
            params["filter_path"] += ",_shards.failed,timed_out"
        for pause in (*_PAUSES, None):
            found = self.ask("POST", f"/{index}/_search", body, **params)
            if _is_whole(found):
                return found
            if pause is not None:
                check()
                time.sleep(pause)
        raise SearchIndexError(Message("remote.partial", address=self.address))

    def searches(self, index: str, bodies: Iterable[Mapping[str, Any]], filter_path: str) -> list[Any]:
        """The same of several searches, in one request; `filter_path` as for one."""
        head = json.dumps({"allow_partial_search_results": False, "request_cache": False})
        lines = [f"{head}\n{json.dumps(body, ensure_ascii=False)}\n" for body in bodies]
        told = (*filter_path.split(","), "_shards.failed", "timed_out", "error", "status")
        path = ",".join(f"responses.{name}" for name in told)
        refused: Refused | None = None
        for pause in (*_PAUSES, None):
            answer = self.ask("POST", f"/{index}/_msearch", "".join(lines), filter_path=path)
            found = answer.get("responses") if isinstance(answer, dict) else None
            found, refused = found if isinstance(found, list) else [], None
            if len(found) == len(lines) and all(map(_is_whole, found)):
                return list(found)
            failed = next((one for one in found if isinstance(one, dict) and "error" in one), None)
            if failed:
                with self.reading():
                    refused = Refused(int(failed.get("status", 0)), *_told_error(failed))
            if refused and not _passes(refused):
                self.refuse(refused)
            if pause is not None:
                check()
                time.sleep(pause)
        if refused:
            self.refuse(refused)
        raise SearchIndexError(Message("remote.partial", address=self.address))

    def bulk(self, index: str, lines: Iterable[str]) -> None:
        """Write documents, given as the lines of a bulk request that gives each its id; those refused for now are sent again."""
        waiting = list(lines)
        for pause in (*_PAUSES, *_PAUSES[-1:] * 8, None):
            body = "\n".join(waiting) + "\n"
            try:
                told = self.answer(
                    "POST", f"/{index}/_bulk", body, writing=True, filter_path="errors,items.*.status,items.*.error"
                )
            except Refused as refused:  # all of them: a cluster that is short of memory
                if pause is None or not _passes(refused):
                    self.refuse(refused)
                time.sleep(pause)
                continue
            with self.reading():
                if not told["errors"]:
                    return
                results = [next(iter(item.values())) for item in told["items"]]
                failed = [place for place, result in enumerate(results) if result["status"] >= 300]
                for place in failed:
                    error = results[place]["error"]
                    one = Refused(results[place]["status"], error["type"], error["reason"])
                    if pause is None or not _passes(one):
                        self.refuse(one)
                waiting = [line for place in failed for line in waiting[2 * place : 2 * place + 2]]
            time.sleep(pause or 0)

    def _sent(self, method: str, path: str, body: Any, longest: float, params: dict[str, Any]) -> Any:
        from urllib3 import Timeout

        rest = _left()
        read = longest if rest is None else min(longest, rest + 0.05)
        timeout = Timeout(connect=min(_CONNECT, read), read=read)
        errors = self._errors
        try:
            return self._transport.perform_request(
                method, path, params={**params, "request_timeout": timeout}, body=body
            )
        except errors.ConnectionTimeout as error:
            check()
            raise SearchIndexError(Message("remote.slow", address=self.address, seconds=read)) from error
        except errors.SSLError as error:
            raise SearchIndexError(Message("remote.certificate", address=self.address)) from error
        except errors.ConnectionError as error:
            raise SearchIndexError(Message("remote.away", address=self.address, why=_why(error))) from error
        except errors.TransportError as error:
            status = error.status_code if isinstance(error.status_code, int) else 0
            raise Refused(status, *_error(error)) from error
        except (errors.OpenSearchException, UnicodeDecodeError, RecursionError) as error:  # no JSON
            raise SearchIndexError(Message("remote.no_json", address=self.address)) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """In the block an answer is taken apart; raises SearchIndexError when it has not the form of OpenSearch's."""
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise SearchIndexError(Message("remote.no_json", address=self.address)) from error

    def fail(self, kind: str) -> NoReturn:
        """Raise the error for one document that a shard did not give."""
        self.refuse(Refused(503, kind, ""))

    def refuse(self, refused: Refused) -> NoReturn:
        """Raise the error that says what such an answer means."""
        address, kind = self.address, refused.kind
        if refused.status == 401:
            raise SearchIndexError(Message("remote.unauthorized", address=address)) from refused
        if kind == "cluster_block_exception":
            full = (
                "disk" in refused.reason
                or "flood-stage" in refused.reason
                or "read-only-allow-delete" in refused.reason
            )
            code = "remote.full" if full else "remote.read_only"
            raise SearchIndexError(Message(code, address=address)) from refused
        if kind == "index_create_block_exception":
            raise SearchIndexError(Message("remote.no_new_index", address=address)) from refused
        if refused.status == 403:
            raise SearchIndexError(Message("remote.forbidden", address=address)) from refused
        if kind == "index_not_found_exception":
            raise SearchIndexError(Message("remote.gone", address=address)) from refused
        if refused.status == 404:
            raise NoIndexError(str(address)) from refused
        if refused.status in _PASSING:
            why = one_line(refused).removeprefix("Refused: ")[:200]
            raise SearchIndexError(Message("remote.busy", address=address, why=why)) from refused
        why = one_line(refused).removeprefix("Refused: ")[:200]
        raise SearchIndexError(Message("remote.refused", address=address, why=why)) from refused


def _connection_class(connection: Any) -> Any:
    """opensearch-py's class of connections to a host, with answers that end in time and are no longer than `_LARGEST`.

    urllib3 limits the time between two bytes alone: a server that never stops, or sends one byte now and then, would hold us.
    Reading in one piece (`preload_content`) would take the memory that a server announces.
    """

    class Limited(connection):  # type: ignore[misc]
        def _raise_warnings(self, warning_headers: Any) -> None:
            """Nothing: what a cluster warns of is for its operator, not for whoever searches."""

        def _create_urllib3_pool(self) -> None:
            super()._create_urllib3_pool()
            send = self.pool.urlopen
            self.pool.urlopen = lambda *args, **more: _Read(send(*args, preload_content=False, **more))
            self.pool.ConnectionCls = type("Timed", (self.pool.ConnectionCls,), {"response_class": _TimedResponse})

    return Limited


class _TimedResponse(http.client.HTTPResponse):
    """An answer whose status, headers and body come within the time that the socket had for one piece of them."""

    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = io.BufferedReader(_Timed(sock, self.fp.detach()), 2**16)


class _Timed(io.RawIOBase):
    """What a socket gives until its timeout is over, counted from now; large answers have longer, by `_SLOWEST`. Raises TimeoutError."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase) -> None:
        self._socket, self._raw, self._timeout = sock, raw, sock.gettimeout()
        self._until = time.monotonic() + (self._timeout or _READ)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if (rest := self._until - time.monotonic()) <= 0:
            raise TimeoutError
        self._socket.settimeout(rest)
        count = self._raw.readinto(buffer)
        self._until += (count or 0) / _SLOWEST
        return count

    def close(self) -> None:
        if not self.closed:
            with contextlib.suppress(OSError):  # the connection is closed already
                self._socket.settimeout(self._timeout)
            self._raw.close()
        super().close()


class _Read:
    """An answer that was read to its end, or cut, which makes it no JSON. Raises urllib3's ReadTimeoutError when it does not end in time."""

    def __init__(self, response: Any) -> None:
        self.status, self.headers = response.status, response.headers
        self.data = bytearray()
        while len(self.data) <= _LARGEST and (piece := response.read1(2**18)):
            self.data += piece
        response.close() if len(self.data) > _LARGEST else response.release_conn()


def _passes(refused: Refused) -> bool:
    """Whether the same request may be answered in a moment."""
    return refused.status in _PASSING and refused.kind != "cluster_block_exception"


def _is_whole(found: Any) -> bool:
    """Whether all shards answered a search."""
    shards = found.get("_shards") if isinstance(found, dict) else None
    return isinstance(shards, dict) and shards.get("failed") == 0 and found.get("timed_out") is False


def _left() -> float | None:
    """Seconds until the deadline of this thread; None without one."""
    ends = ENDS.get()
    return None if ends is None else max(0.0, ends - time.monotonic())


def _system_certificates() -> dict[str, Any]:
    """The certificates that the system trusts; the client would use those of a package."""
    import ssl

    paths = ssl.get_default_verify_paths()
    found = paths.cafile or paths.capath
    return {"ca_certs": found} if found else {}


def _why(error: Any) -> str:
    """The reason of the system why no connection could be made."""
    cause: BaseException | None = error.info if isinstance(error.info, BaseException) else None
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        reason = getattr(cause, "reason", None)
        cause = reason if isinstance(reason, BaseException) else cause.__cause__ or cause.__context__
    return type(error.info).__name__


def _error(error: Any) -> tuple[str, str]:
    """The type and reason of an error of the cluster."""
    info = error.info
    if isinstance(info, str):
        try:
            info = json.loads(info)
        except ValueError:
            info = {}
    kind, reason = _told_error(info if isinstance(info, dict) else {})
    return kind or str(error.error or ""), reason


def _told_error(info: Mapping[str, Any]) -> tuple[str, str]:
    """The same of what the cluster answers."""
    told = info.get("error")
    if not isinstance(told, dict):
        return "", str(told or "")
    causes = told.get("root_cause")
    cause = causes[0] if causes and isinstance(causes, list) and isinstance(causes[0], dict) else told
    return str(cause.get("type", told.get("type", ""))), str(cause.get("reason", told.get("reason", "")))
