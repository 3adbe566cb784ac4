"""The log of `serve`: messages and the requests that were answered, as lines of text or of JSON."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from ..messages.catalogue import Message

NAME = "policysearch.web"
ACCESS = f"{NAME}.access"
LEVELS = ("debug", "info", "warning", "error")
STYLES = ("text", "json")


class JsonLines(logging.Formatter):
    """A record as one JSON object on a line: time (UTC), level, logger, message, and the `fields` that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class Log:
    """Where a process logs, and how."""

    level: str = "info"  # of LEVELS; the access log has all its lines at any level
    style: str = "text"  # of STYLES
    access: str = "-"  # a file, "-" for stderr, "off"

    def begin(self) -> None:
        """Log this way from now on. Raises ValueError when the file of the access log cannot be written."""
        logging.basicConfig(handlers=[self._format(logging.StreamHandler(sys.stderr))], level=logging.WARNING)
        logging.getLogger(NAME).setLevel(self.level.upper())
        access = logging.getLogger(ACCESS)
        access.setLevel(logging.CRITICAL if self.access == "off" else logging.INFO)
        if self.access in ("-", "off"):
            return
        try:  # a file that logrotate has moved away is made anew
            file = WatchedFileHandler(self.access, encoding="utf-8", errors="replace")
        except OSError as error:
            raise ValueError(Message("web.bad_access_log", file=self.access, error=error.strerror or error)) from None
        access.addHandler(self._format(file))
        access.propagate = False

    def announce(self, text: str) -> None:
        """Print on stderr, at any level, a line for whoever starts the process."""
        record = logging.LogRecord(NAME, logging.INFO, "", 0, text, (), None)
        print(JsonLines().format(record) if self.style == "json" else text, file=sys.stderr, flush=True)

    def _format(self, handler: logging.Handler) -> logging.Handler:
        handler.setFormatter(
            JsonLines() if self.style == "json" else logging.Formatter("%(asctime)s %(message)s"),
        )
        return handler
