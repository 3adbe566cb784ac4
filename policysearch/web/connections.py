"""Bounds on connections, which uvicorn does not have: time to send a request, time to take an answer, number of connections."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_SECONDS = 10.0  # to send a request, its head and its body
_TAKING = 60.0  # without taking anything of an answer
_MOST = 400  # connections: below what a system lets a process have open
_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Bounded(H11Protocol):
    """One connection. It is closed when a request is incomplete after ten seconds, or earlier when there are too many."""

    _late: asyncio.TimerHandle | None = None  # runs while a request is awaited
    _stuck: asyncio.TimerHandle | None = None  # runs while the client takes nothing
    _since = 0.0
    _begun = False  # something was sent

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch()
        if len(self.connections) > _MOST:
            waiting = (one for one in self.connections if isinstance(one, Bounded) and one._late and one is not self)
            oldest = min(waiting, key=lambda one: one._since, default=self)
            oldest.transport.abort()

    def data_received(self, data: bytes) -> None:
        self._begun = True
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._late, self._stuck):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck = self._stuck or self.loop.call_later(_TAKING, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stuck:
            self._stuck.cancel()
            self._stuck = None

    def _watch(self) -> None:
        """Time runs from the first byte of a request, or from the connection, until the request is whole."""
        incomplete = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if incomplete and self._late is None:
            self._since = self.loop.time()
            self._late = self.loop.call_later(_SECONDS, self._close_late)
        elif not incomplete and self._late:
            self._late.cancel()
            self._late = None

    def _close_late(self) -> None:
        if self._begun and self.conn.our_state is h11.IDLE and not self.transport.is_closing():
            self.transport.write(_LATE)
        self.transport.close()
        self.loop.call_later(1, self.transport.abort)  # also for a client that takes nothing
