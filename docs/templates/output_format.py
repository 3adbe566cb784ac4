"""Plain text: a line for each hit, its id before its heading. Copy this to policysearch/output/formats/NAME.py."""

from __future__ import annotations

from ...text.display import plain
from ..registry import Format, Found


def _write(found: Found) -> str:
    """What is printed; whatever comes from a document is escaped for the format, here by `plain`."""
    passages = [hit.passage for hit in found.answer.hits]
    return "".join(f"{one.id}\t{plain(one.title or one.kind)[0]}\n" for one in passages)


FORMAT = Format("text/plain", _write)
