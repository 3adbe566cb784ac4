"""BibTeX for bibliographies: an entry for each hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..citation import bibtex
from ..registry import Format, Found

if TYPE_CHECKING:
    from ...index.answer import Answer


def as_bibtex(answer: Answer) -> str:
    """An entry for each hit."""
    return "\n".join(bibtex(hit.passage) for hit in answer.hits)


def _write(found: Found) -> str:
    return as_bibtex(found.answer)


FORMAT = Format("text/x-bibtex", _write)
