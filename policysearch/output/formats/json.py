"""JSON for programs: the answer as the command contract has it, on one line."""

from __future__ import annotations

import json

from ..json import answer
from ..registry import Format, Found


def _write(found: Found) -> str:
    value = answer(found.answer, found.facets, found.meant, found.length, found.instead, found.parts)
    return json.dumps(value, ensure_ascii=False) + "\n"


FORMAT = Format("application/json", _write)
