"""HTML: a page that stands alone."""

from __future__ import annotations

from ..html import page
from ..registry import Format, Found


def _write(found: Found) -> str:
    return page(found.answer, found.meant, found.length, found.language, found.instead)


FORMAT = Format("text/html", _write, served=False)  # the application has pages of its own
